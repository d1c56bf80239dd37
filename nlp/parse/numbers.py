"""Read the numbers that head lines: a line's text, or all lines for numbers that only their order tells, to Numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import load

_BARE = re.compile(
    r"\s*(\d{1,2})\s*(?=[\u4e00-\u9fff“《])(?![年月日时分秒个次名项条件起人户家份场期类级周天季度岁万亿千百余多处所只台套间部篇至号])"
)
_DECIMAL = re.compile(
    r"\s*(?P<number>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?\s*(?=[\u4e00-\u9fff“《])(?![万亿千百余多个元倍年米公吨])"
)
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a line: as printed, its depth, and where the words behind it begin.

    `title` is set where the mark is the heading itself, as a month is in a schedule.
    """

    text: str
    level: int
    end: int
    title: str | None = None


def find_number(text: str) -> Number | None:
    """The heading number that a line starts with, None where there is none.

    >>> find_number("（二）严明纪律规矩。")
    Number(text='（二）', level=2, end=3, title=None)
    >>> find_number("2022年工作要点") is None
    True
    """
    for level, pattern in _patterns():
        if match := pattern.match(text):
            named = match.groupdict()
            return Number((named.get("number") or "").strip(), level, match.end(), named.get("title"))
    return None


def find_counted(texts: Sequence[str]) -> dict[int, Number]:
    """The numbers without a mark of their own, by the index of their line: they count where others go on from them.

    A bare number (1保障粮油生产) needs a neighbour one more or one less; decimals (2.1) begin at a .1 and have two
    lines at least. Where a text has decimals and no 一、, its bare numbers are its parts.

    >>> {i: (n.text, n.level) for i, n in find_counted(["1 概况", "1.1 队伍", "组建班组。", "2 打算"]).items()}
    {0: ('1', 3), 3: ('2', 3)}
    >>> {i: (n.text, n.level) for i, n in find_counted(["1概况", "1.1队伍", "1.2任务", "2打算"]).items()}
    {0: ('1', 1), 3: ('2', 1), 1: ('1.1', 2), 2: ('1.2', 2)}
    """
    bare = [(i, match) for i, text in enumerate(texts) if (match := _BARE.match(text))]
    decimals = [(i, match) for i, text in enumerate(texts) if (match := _DECIMAL.match(text))]
    if len(decimals) < 2 or _parts(decimals[0][1]["number"])[-1] != 1:
        decimals = []
    values = [int(match[1]) for _, match in bare]
    counted = {
        i: match
        for n, (i, match) in enumerate(bare)
        if values[n + 1 : n + 2] == [values[n] + 1] or (n and values[n - 1] == values[n] - 1)
    }
    top = 1 if decimals and not _has_higher(texts) else 3
    found = {i: Number(match[1], top, match.end()) for i, match in counted.items()}
    for i, match in decimals:
        level = min(_DEEPEST, top + len(_parts(match["number"])) - 1)
        found[i] = Number(match["number"], level, match.end())
    return found


def _parts(number: str) -> list[int]:
    return [int(part) for part in re.split(r"[.．]", number)]


def _has_higher(texts: Iterable[str]) -> bool:
    return any(number.level < 3 for text in texts if (number := find_number(text)))


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    rows = load("headings.toml", keys=("name", "level", "pattern", "examples", "not_examples"))
    return tuple((int(row["level"]), re.compile(row["pattern"])) for row in rows)
