"""Tell whether a line was cut because it was full, and join what was cut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from nlp.errors import ConfigError
from nlp.lexicon import load

_CLOSING = "，。、；：？！）】》〉”’〕］｝…%％‰,.;:?!)]}」』"
_OPENING = "（【《〈“‘〔［｛([{「『"
_ENDED = re.compile(r"[。！？；：!?;:…][）)】》”’」』\]]*$|(?:[.·．]{4,}|…{2,})\s*\d{1,4}$")
_CLINGING = re.escape(re.sub("[”’]", "", _CLOSING))
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[!-~]+|.)(?:[“”‘’]+.?|[{_CLINGING}]+[0-9A-Za-z]*|(?<=—)—|(?<=…)…)*", re.DOTALL
)
_BRACKET = re.compile(r"[（(【《〔［\[）)】》〕］\]]")
LEAST = 0.86  # of a letter: no piece is narrower
LONGEST_END = 80  # letters in which a text must show its end
_SHAPES = {
    "start": r"^\s*(?:{})",
    "page_number": r"^\s*(?:{})\s*$",
    "title_end": r"(?:{})$",
    "name_end": r"(?:{})$",
    "entry": r"^\s*(?:{})\s*$",
    "person_column": r"(?:{})$",
    "office": r"(?:{})",
    "column_head": r"^(?:{})$",
    "bold_font": r"(?i:{})",
    "plain_font": r"(?i:{})",
}
_PAIRS = {"）": "（", ")": "(", "】": "【", "》": "《", "〕": "〔", "］": "［", "]": "["}


def head_width(text: str, size: float) -> float:
    """The width of a line's first piece that is never broken: a word, or a letter with the marks that cling to it.

    >>> head_width("前）。", 10), head_width("2022年", 10), head_width("《办法", 10)
    (30.0, 27.3, 20.0)
    """
    found = _PIECE.match(text)
    piece = found.group() if found else "字"
    return round(sum(0.62 if mark.isascii() else 1.0 for mark in piece) * size + (piece[0].isascii() and size / 4), 3)


def is_full(room: float, following: str, size: float, *, slack: float) -> bool:
    """Whether the next line's first piece would not have fitted into the room that a line leaves.

    `slack` is in letter sizes: how much more room than needed still counts as full.

    >>> is_full(4.0, "法局", 10, slack=0.3), is_full(40.0, "法局", 10, slack=0.3)
    (True, False)
    """
    return room < (LEAST + slack) * size or room < head_width(following, size) + slack * size


def is_ended(text: str) -> bool:
    """Whether the text closes a sentence or clause, or is a line of a table of contents.

    >>> is_ended("落实责任。”"), is_ended("一、总则……………… 3"), is_ended("落实责")
    (True, True, False)
    """
    end = text[-LONGEST_END:].rstrip()
    return not end[-1:].isalpha() and bool(_ENDED.search(end))  # most lines end in a letter


def is_open(text: str) -> bool:
    """Whether a bracket is still open at the end of the text.

    >>> is_open("（责任单位：办公室、"), is_open("（办公室）")
    (True, False)
    """
    waiting: list[str] = []
    for mark in _BRACKET.findall(text[-300:]):
        if mark in _PAIRS.values():
            waiting.append(mark)
        elif mark in _PAIRS and waiting and waiting[-1] == _PAIRS[mark]:
            waiting.pop()
    return bool(waiting)


def glue(one: str, two: str) -> str:
    """Two lines as one: Chinese without a space, two Latin words with one.

    >>> glue("区综合行政执", "法局"), glue("open", "data"), glue("COVID-", "19")
    ('区综合行政执法局', 'open data', 'COVID-19')
    """
    one, two = one.rstrip(), two.lstrip()
    if not one or not two:
        return one + two
    left, right = one[-1], two[0]
    latin = left.isascii() and right.isascii() and (right.isalnum() or right in "(\"'")
    joined = left in "-/(" or (left.isdigit() and right.isdigit())
    return f"{one} {two}" if latin and not joined and (left.isalnum() or left in ",.;:)!?") else one + two


@lru_cache(maxsize=1)
def patterns() -> Mapping[str, re.Pattern[str]]:
    """What the lexicon says about lines: a pattern for each kind of rule.

    Raises ConfigError for a pattern that is not valid.

    >>> bool(patterns()["page_number"].search("— 12 —")), bool(patterns()["start"].search("见一、"))
    (True, False)
    """
    keys = ("name", "kind", "pattern", "examples", "not_examples")
    kinds: dict[str, list[str]] = {kind: [] for kind in _SHAPES}
    for row in load("pdf_lines.toml", keys=keys):
        if row.get("kind") not in kinds:
            raise ConfigError(f"pdf_lines.toml, {row['name']}: 没有这种 kind；可用的是 {'、'.join(kinds)}")
        kinds[row["kind"]].append(row["pattern"])
    try:
        return {kind: re.compile(_SHAPES[kind].replace("{}", "|".join(rules))) for kind, rules in kinds.items()}
    except re.error as err:
        raise ConfigError(f"pdf_lines.toml: 正则表达式有误（{err}）；请改正") from None
