"""Tell the header of a table by its words: a cell's text to what its column is for, a row's texts to whether it heads.

A word makes a cell a header if it is most of the cell; one that cells of data hold as well makes it one alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.lexicon import load

LONGEST_HEADER = 12  # characters of a header's cell
WEAK_USES = frozenset({"list", "score", "told", "note", "month"})  # 面积, 结果, 材料: data speak of them too
WEAK_RANK = 3  # of a task's word from which on it is as weak: 措施, 事项, 项目
_REMARK = re.compile(r"(?<=.)[（(][^（()）]*[)）]$")


def is_header_row(texts: Sequence[str]) -> bool:
    """Whether more than half of a row's written cells name a column, and none of them is a number.

    >>> is_header_row(["序号", "任务", "责任单位"]), is_header_row(["道路工程", "项目开工", "投资科"])
    (True, False)
    """
    written = [text for text in texts if text]
    counted = any(text.isdecimal() for text in written)
    return not counted and 2 * sum(use_of(text) is not None for text in written) > len(written)


def use_of(text: str) -> str | None:
    """What a column is for by its header, a use of `lexicon/table_headers.tsv`; None where the text is no header.

    >>> use_of("责任单位（部门）"), use_of("项目"), use_of("重点项目开工")
    ('party', 'task', None)
    """
    text = _REMARK.sub("", "".join(text.split()))
    if not 0 < len(text) <= LONGEST_HEADER:
        return None
    return next((use for word, use, weak in _words() if word == text or (not weak and _is_most(word, text))), None)


def _is_most(word: str, text: str) -> bool:
    """Whether a word is more than half of a cell, or its second half (完成时限)."""
    return word in text and 2 * len(word) > len(text) - text.endswith(word)


@cache
def _words() -> tuple[tuple[str, str, bool], ...]:
    """The words of headers, the longest first, each with its use and whether it must be the whole cell."""
    headers = load("table_headers.tsv", keys=("header", "use", "rank"))
    marks = load("party_marks.tsv", keys=("mark", "role", "form"))
    words = [
        (
            row["header"].removeprefix("="),
            row["use"],
            row["header"].startswith("=")
            or row["use"] in WEAK_USES
            or (row["use"] == "task" and int(row["rank"]) >= WEAK_RANK),
        )
        for row in headers
    ]
    stems, nouns = ([row["mark"] for row in marks if row["form"] == form] for form in ("stem", "noun"))
    words += [(stem + noun, "party", False) for stem in stems for noun in nouns]
    words += [
        (row["mark"], "limit" if row["role"] == "limit" else "party", False) for row in marks if row["form"] == "whole"
    ]
    return tuple(sorted(words, key=lambda row: -len(row[0])))
