"""Find the headings of a text without numbers and looks by the shape of its lines: short ones over sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.parse.bullets import find_bullet
from nlp.parse.headings import Mark
from nlp.parse.notes import closes, is_note, is_signature
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.titles import names_body

LONGEST_SHAPE = 16  # characters of a heading that only its shape makes one
LONGEST_NAME = 3  # characters of a line below the title that may be its author
FEWEST = 2  # lines of one shape; a single one may be anything
_INSIDE = re.compile(r"[。；;，,：:！？!?]|如下$|(?:19|20)\d\d\s*年")
_SENTENCE = re.compile(r"。|[；;）)！!]$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without a number: its block, its bullet ("" for none), its words, and whether it stands over a body."""

    block: int
    sign: str
    words: str
    short: bool
    heads: bool


def mark_by_shape(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with short lines over sentences as headings where a document has no others of the upper levels.

    Lines with a bullet are headings if each with that bullet heads something, lines without one if most short ones do.
    Of two kinds the one that stands between lines of the other is the lower.
    """
    found = list(marks)
    if any(mark.kind == "heading" and (mark.level or 1) <= 2 for mark in found):
        return found
    lines = _lines(blocks, marks)
    kinds = {line.sign for line in lines}
    headings = [line for sign in kinds for line in _headings([line for line in lines if line.sign == sign])]
    headings.sort(key=lambda line: line.block)
    levels = _levels(headings)
    for line in headings:
        found[line.block] = Mark("heading", levels[line.sign], None, line.words.rstrip("：: "))
        if line.block:
            found[line.block - 1] = _as_item(blocks[line.block - 1], found[line.block - 1])
    return found


def _as_item(block: Paragraph | Grid, mark: Mark) -> Mark:
    """What stands right above a heading: a short numbered line was taken to head it, it is an item after all."""
    if mark.kind != "heading" or mark.number is None or mark.body is not None or not isinstance(block, Paragraph):
        return mark
    return Mark("paragraph", mark.level, mark.number, None, block.text.find(mark.title or ""))


def _lines(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark]) -> list[_Line]:
    first = max((i for i, mark in enumerate(marks) if mark.kind == "title"), default=-1) + 1
    lines = []
    for i in range(first, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Paragraph) or marks[i].kind != "paragraph" or marks[i].number is not None:
            continue
        bullet = find_bullet(block.text)
        words = block.text[bullet.end if bullet else 0 :].strip()
        above_body = i == first > 0 and not bullet and _is_author(words)
        short = _is_short(words) and not any(map(closes, blocks[i : i + 2])) and not above_body
        heads = short and _has_body(bullet.sign if bullet else "", blocks[i + 1 : i + 5], marks[i + 1 : i + 5])
        lines.append(_Line(i, bullet.sign if bullet else "", words, short, heads))
    return lines


def _headings(lines: Sequence[_Line]) -> list[_Line]:
    """Those of the lines with the same bullet, or without one, that are headings."""
    heading = [line for line in lines if line.heads]
    others = [line for line in lines if not line.heads and (line.sign or line.short)]
    if len(heading) < FEWEST or len(others) > (0 if lines[0].sign else len(heading) - 1):
        return []
    return heading


def _levels(headings: Sequence[_Line]) -> dict[str, int]:
    """The level of each kind of heading: one below the kind that stands on both sides of it, or right above it."""
    levels: dict[str, int] = {}
    for at, line in enumerate(headings):
        if line.sign in levels:
            continue
        above = headings[at - 1] if at else None
        outer = [one.sign for one in headings[at + 1 :] if one.sign in levels]
        touching = above is not None and above.block == line.block - 1
        inside = levels[above.sign] if above and (touching or outer) else 0
        levels[line.sign] = inside + 1
    return levels


def _has_body(sign: str, following: Sequence[Paragraph | Grid], marks: Sequence[Mark]) -> bool:
    """Whether what stands below a short line is its body: a table, a numbered item, a sentence, or another bullet."""
    below = following[0] if following else None
    if not isinstance(below, Paragraph):
        return below is not None
    if marks[0].kind != "paragraph" or marks[0].number is not None:
        return marks[0].kind == "heading" or marks[0].number is not None
    if is_note(below.text) or is_signature(following) or closes(below):
        return False
    bullet = find_bullet(below.text)
    if bullet and bullet.sign != sign:
        return True
    words = below.text[bullet.end if bullet else 0 :].strip()
    return not bullet and not _is_short(words) and (len(words) > LONGEST_SHAPE or _SENTENCE.search(words) is not None)


def _is_short(words: str) -> bool:
    bare = words.rstrip("：: ")
    return 2 <= len(bare) <= LONGEST_SHAPE and _INSIDE.search(bare) is None and not is_note(words)


def _is_author(words: str) -> bool:
    """Whether a line right below the title says whose paper it is, or to whom it is sent."""
    return len(words) <= LONGEST_NAME or words.endswith(("：", ":")) or names_body(words)
