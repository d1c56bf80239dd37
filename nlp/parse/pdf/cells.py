"""Turn a lattice into a Grid: the lines of each cell joined where they were cut, kept apart where they are entries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.parse.pdf.grid import Box, Lattice
from nlp.parse.pdf.lines import Line
from nlp.parse.pdf.wrap import glue, is_ended, is_full, is_open, patterns
from nlp.parse.raw import Grid, GridCell

SLACK = 0.35  # letters that a full line of a cell may lack
LONGEST_NAME = 4  # letters of a person's name
LISTING = ("、", "，")  # a line that ends so is no entry's end
NARROW = 14  # letters: a cell no wider may hold a list of names


def to_grid(lattice: Lattice) -> Grid:
    """The lattice as a Grid; a break stays in a cell's text only where a line clearly ends before the cell does."""
    pad = _padding(lattice.boxes)
    cells = tuple(
        GridCell(
            box.row,
            box.column,
            cell_text(box.lines, box.x0 + pad, box.x1 - pad),
            box.row_span,
            box.column_span,
            box.page,
        )
        for box in sorted(lattice.boxes)
    )
    return Grid(lattice.rows, lattice.columns, cells, lattice.page)


def cell_text(lines: Sequence[Line], left: float, right: float) -> str:
    r"""The text of a cell whose text area reaches from `left` to `right`.

    >>> lines = [Line("区综合行政执", 0, 60, 10, 10, False), Line("法局", 0, 20, 22, 10, False)]
    >>> cell_text(lines, 0, 62), cell_text(lines, 0, 90)
    ('区综合行政执法局', '区综合行政执\n法局')
    """
    if not lines:
        return ""
    middles = [(line.x0 + line.x1) / 2 for line in lines]
    starts = [line.x0 for line in lines]
    size = lines[0].size
    centred = max(middles) - min(middles) < 0.3 * size < max(starts) - min(starts)
    text = lines[0].text
    entry = text
    for line, following in pairwise(lines):
        used = line.x1 - (line.x0 if centred else min(line.x0, left + 2.5 * size))
        room = right - left - used if centred else right - line.x1
        cut = is_full(room, following.text, line.size, slack=SLACK)
        cut |= entry.endswith(LISTING) or (line.page != following.page and _is_torn(entry))
        apart = _next_name(text, entry, following.text, right - left, size) or _is_entry(following.text)
        if is_open(entry) or (cut and not apart):
            text, entry = glue(text, following.text), glue(entry, following.text)
        else:
            text, entry = f"{text}\n{following.text}", following.text
    return text


def _next_name(text: str, entry: str, following: str, room: float, size: float) -> bool:
    """Whether a full line of a narrow cell ends a name and the next line begins another (区发展改革局 / 区教育局)."""
    plain = not any(mark in text for mark in "、，。；：")
    return (
        plain
        and room < NARROW * size
        and bool(patterns()["name_end"].search(entry))
        and following[0] == text[0]
        and len(following) > 2
    )


def _is_torn(entry: str) -> bool:
    """Whether text before a page break has no end there: no sentence, no body's name, longer than a person's."""
    return len(entry) > LONGEST_NAME and not is_ended(entry) and not patterns()["name_end"].search(entry)


def _is_entry(line: str) -> bool:
    """Whether a line stands for itself wherever the line above ends: a telephone number under a name."""
    return bool(patterns()["entry"].fullmatch(line.strip()))


def _padding(boxes: Sequence[Box]) -> float:
    """The least white left of the text in most cells, at most six points."""
    gaps = sorted(line.x0 - box.x0 for box in boxes for line in box.lines)
    return min(6.0, max(0.0, gaps[len(gaps) // 20])) if gaps else 0.0
