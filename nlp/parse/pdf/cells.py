"""Turn a lattice into a Grid: the lines of each cell joined where they were cut, kept apart where they are entries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.parse.pdf.grid import Box, Lattice
from nlp.parse.pdf.lines import Line
from nlp.parse.pdf.wrap import LEAST, glue, is_ended, is_full, is_open, patterns
from nlp.parse.raw import Grid, GridCell

SLACK = 0.35  # letters that a full line of a cell may lack
LONGEST_NAME = 4  # letters of a person's name
LISTING = ("、", "，")  # a line that ends so is no entry's end
NARROW = 14  # letters: a cell no wider may hold a list of names


def to_grid(lattice: Lattice) -> Grid:
    """The lattice as a Grid; a break stays in a cell's text only where a line clearly ends before the cell does."""
    pad = _padding(lattice.boxes)
    heads = {box.column: box.text for box in sorted(lattice.boxes, reverse=True) if box.row < 2 and box.text}
    persons = {column for column, text in heads.items() if patterns()["person_column"].search(text)}
    rows, columns, page, boxes = lattice.rows, lattice.columns, lattice.page, sorted(lattice.boxes, reverse=True)
    del lattice  # a table of many pages is not held twice
    cells = []
    while boxes:
        box = boxes.pop()
        text = cell_text(box.lines, box.x0 + pad, box.x1 - pad, persons=box.column in persons)
        cells.append(GridCell(box.row, box.column, text, box.row_span, box.column_span, box.page))
    return Grid(rows, columns, tuple(cells), page)


def cell_text(lines: Sequence[Line], left: float, right: float, *, persons: bool = False) -> str:
    r"""The text of a cell whose text area reaches from `left` to `right`; `persons` is for a column of their names.

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
        apart |= persons and _are_persons(entry, following.text)
        apart |= room >= LEAST * size and _are_names(entry, following.text)
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


def _are_persons(one: str, two: str) -> bool:
    """Whether two lines in a column of persons are two names: two or three letters each, too many for one, no title."""
    fit = min(len(one), len(two)) > 1 and max(len(one), len(two)) < LONGEST_NAME < len(one + two)
    return fit and _is_han(one + two) and not patterns()["office"].search(one)


def _are_names(one: str, two: str) -> bool:
    """Whether two lines are two bodies: the first of them has room for more, and both end as a body's name does."""
    ends = patterns()["name_end"]
    return bool(ends.search(one) and ends.search(two)) and _is_han(one + two)


def _is_han(text: str) -> bool:
    return all("\u4e00" <= mark <= "\u9fff" for mark in text)


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
