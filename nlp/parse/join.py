"""Join what a line break cut: brackets that close on the next line, and typed numbers with their titles below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.parse.numbers import find_number
from nlp.parse.raw import Grid, Paragraph

MOST_LINES = 3  # a bracket of responsibility is at most this many lines long
_OPEN, _CLOSE = "（(〔[【", "）)〕]】"


def join_cut(blocks: Sequence[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks with cut brackets joined; a bracket that no near line closes, or a heading follows, is let be.

    >>> [b.text for b in join_cut([Paragraph("签订责任书。（责任单位：办公室、"), Paragraph("人事科）")])]
    ['签订责任书。（责任单位：办公室、人事科）']
    """
    joined: list[Paragraph | Grid] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        taken = _lines_of(blocks, index) if isinstance(block, Paragraph) and _depth(block.text) > 0 else 1
        if taken > 1 and isinstance(block, Paragraph):
            parts = [b.text.strip() for b in blocks[index : index + taken] if isinstance(b, Paragraph)]
            block = replace(block, text="".join(parts))
        joined.append(block)
        index += taken
    return _join_numbers(joined)


def _join_numbers(blocks: Sequence[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks with each typed number that stands on a line of its own before the words of the next line.

    >>> [b.text for b in join_cut([Paragraph("二、"), Paragraph("加强教育"), Paragraph("（一）"), Paragraph("1.学习")])]
    ['二、加强教育', '（一）', '1.学习']
    """
    joined: list[Paragraph | Grid] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if (
            isinstance(block, Paragraph)
            and isinstance(above, Paragraph)
            and above.number_level is None  # an automatic number without words is an empty line
            and _is_bare_number(above.text)
            and find_number(block.text) is None
            and not _is_bare_number(block.text)
        ):
            joined[-1] = replace(block, text=above.text.strip() + block.text.strip(), page=above.page)
        else:
            joined.append(block)
    return joined


def _is_bare_number(text: str) -> bool:
    number = find_number(text)
    return number is not None and number.title is None and not text[number.end :].strip()


def _lines_of(blocks: Sequence[Paragraph | Grid], first: int) -> int:
    """How many blocks from `first` hold the open bracket up to its end; 1 where it does not close."""
    text = ""
    for count, block in enumerate(blocks[first : first + MOST_LINES], 1):
        if not isinstance(block, Paragraph) or (count > 1 and (find_number(block.text) or _starts_bracket(block.text))):
            return 1
        text += block.text
        if count > 1 and _depth(text) <= 0:
            return count
    return 1


def _starts_bracket(text: str) -> bool:
    return text.lstrip()[:1] in tuple(_OPEN)


def _depth(text: str) -> int:
    """How many brackets are open at the text's end; numbers such as 1） close none."""
    text = re.sub(r"(?<![（(])\d{1,2}[）)]", "", text)
    depth = 0
    for char in text:
        depth = depth + 1 if char in _OPEN else max(0, depth - 1) if char in _CLOSE else depth
    return depth
