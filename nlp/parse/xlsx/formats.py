"""Take a spreadsheet's number format apart: its code to sections of tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

GENERAL = "General"
BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0", 42: "¥#,##0;-¥#,##0",
    43: "#,##0.00;-#,##0.00", 44: "¥#,##0.00;-¥#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that files name by number only, as a Chinese spreadsheet shows them (ECMA-376 part 1, 18.8.30)."""

Kind = Literal[
    "literal", "digit", "point", "comma", "percent", "exponent", "text", "general", "date", "half", "elapsed"
]

_TOKENS = re.compile(
    r"""(?P<literal>"[^"]*"|[\\!].)|(?P<skip>_.|\*.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)
    |(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-]0+)|(?P<date>y+|m+|d+|h+|s+|e+|aaaa?)|(?P<digit>[0\#?])
    |(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<other>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SECTIONS = re.compile(r'(?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)$")


class Token(NamedTuple):
    """One piece of a format: its kind and its text."""

    kind: Kind
    text: str


class Section(NamedTuple):
    """One of the up to four parts of a format; `condition` as in [>=100], `chinese` where it asks for 一二三."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    chinese: bool = False

    def has(self, *kinds: Kind) -> bool:
        """Whether a token of one of the kinds is in it."""
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=1024)
def parse_format(code: str) -> tuple[Section, ...]:
    """The sections of a format code.

    >>> [len(section.tokens) for section in parse_format('0.0"万";-0;;@')]
    [4, 2, 0, 1]
    """
    found: list[Section] = []
    at = 0
    while at <= len(code) and len(found) < 4:
        match = _SECTIONS.match(code, at)
        end = match.end() if match else len(code)
        found.append(_section(code[at:end]))
        at = end + 1
    return tuple(found)


def _section(code: str) -> Section:
    tokens: list[Token] = []
    condition, chinese = None, False
    for match in _TOKENS.finditer(code):
        kind, text = match.lastgroup or "", match.group()
        if kind == "bracket":
            inner = match["bracket"]
            if inner.lower().strip("hms") == "" and inner:
                tokens.append(Token("elapsed", inner.lower()))
            elif inner.startswith("$"):
                tokens.append(Token("literal", inner[1:].split("-")[0]))
            elif (compared := _CONDITION.match(inner)) is not None:
                condition = compared[1], float(compared[2])
            chinese |= inner.lower() == "dbnum1"
        elif kind == "literal":
            tokens.append(Token("literal", text.strip('"') if text.startswith('"') else text[1:]))
        elif kind == "date":
            tokens.append(Token("date", text.lower()))
        elif kind == "other":
            tokens.append(Token("literal", text))
        elif kind != "skip":
            tokens.append(Token(kind, text))  # type: ignore[arg-type]
    return Section(tuple(token for token in tokens if token.text), condition, chinese)


def choose_section(sections: Sequence[Section], value: float) -> tuple[Section, bool]:
    """The section of a format for a value, and whether it still has to print a minus."""
    numbers = sections[:3] if len(sections) > 1 else sections
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return Section((Token("general", GENERAL),)), True
    if value < 0 and len(numbers) > 1:
        return numbers[1], False
    if value == 0 and len(numbers) > 2:
        return numbers[2], True
    return numbers[0], True


def _holds(value: float, sign: str, other: float) -> bool:
    return {
        "<": value < other,
        ">": value > other,
        "=": value == other,
        "<=": value <= other,
        ">=": value >= other,
        "<>": value != other,
    }[sign]
