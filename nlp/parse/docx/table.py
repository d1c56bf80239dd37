"""Lay out a Word table: rows with spans and merges to a Grid in which every position is covered exactly once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.parse.docx.left import Left
from nlp.parse.docx.xml import W, has_any, int_of, unwrap, value_of
from nlp.parse.raw import Grid, GridCell, Paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Blocks = list[Paragraph | Grid]
MAX_SPAN = 1000  # columns; Word itself stops at 63
_INSERTED = frozenset({f"{W}ins"})
_DELETED = frozenset({f"{W}del"})
_CELL_INSERTED = frozenset({f"{W}cellIns"})
_CELL_DELETED = frozenset({f"{W}cellDel"})


@dataclass(slots=True)
class _Area:
    """One merged area while rows are still coming; `end` is the column behind it, `last` its lowest row."""

    row: int
    column: int
    end: int
    last: int
    merge: str | None
    blocks: Blocks = field(default_factory=list)


def read_table(table: Element, read_cell: Callable[[Element], Blocks], left: Left) -> Blocks:
    """The table as one Grid; a table that is a single cell is a frame, and its contents come out as they are.

    `read_cell` gives the blocks of a cell; it is called once for each cell, in reading order. Columns in which no
    cell begins are closed up. A table without cells gives nothing. Time grows with the number of cells.
    """
    areas: list[_Area] = []
    ends: list[int] = []
    above: dict[int, _Area] = {}
    for row in _rows(table, left):
        index = len(ends)
        current, end = _read_row(row, index, read_cell, left)
        ends.append(end)
        following: dict[int, _Area] = {}
        for area in current:
            upper = above.get(area.column)
            if area.merge == "continue" and upper is not None and upper.end == area.end:
                upper.last = index
                upper.blocks += area.blocks
                area = upper
            else:
                areas.append(area)
            if area.merge is not None:
                following[area.column] = area
        above = following
    if len(areas) == 1:
        return areas[0].blocks
    return [_grid(areas, ends)] if areas else []


def _rows(table: Element, left: Left) -> Iterator[Element]:
    for row in unwrap(table):
        if row.tag != f"{W}tr":
            continue
        properties = row.find(f"{W}trPr")
        if has_any(properties, _DELETED):
            left.deletions += 1
            continue
        before = left.insertions
        yield row
        if has_any(properties, _INSERTED):
            left.insertions = before + 1  # what stands in a new row is new with it


def _read_row(row: Element, index: int, read_cell: Callable[[Element], Blocks], left: Left) -> tuple[list[_Area], int]:
    properties = row.find(f"{W}trPr")
    column = _count(value_of(properties, "gridBefore"), 0)
    current: list[_Area] = []
    for cell in unwrap(row):
        if cell.tag != f"{W}tc":
            continue
        properties = cell.find(f"{W}tcPr")
        end = column + _count(value_of(properties, "gridSpan"), 1)
        left.insertions += has_any(properties, _CELL_INSERTED)
        blocks: Blocks = []
        if has_any(properties, _CELL_DELETED):
            left.deletions += 1
        else:
            blocks = read_cell(cell)
        if current and _merge(properties, "hMerge") == "continue":
            current[-1].end = end
            current[-1].blocks += blocks
        else:
            current.append(_Area(index, column, end, index, _merge(properties, "vMerge"), blocks))
        column = end
    return current, column


def _merge(properties: Element | None, name: str) -> str | None:
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(f"{W}val", "continue")


def _count(text: str | None, least: int) -> int:
    return min(max(int_of(text) or 0, least), MAX_SPAN)


def _grid(areas: list[_Area], ends: list[int]) -> Grid:
    width = max(ends)
    edges = sorted({0, *(area.column for area in areas), *(end for end in ends if end < width)})
    covered = [bytearray(len(edges)) for _ in ends]
    cells = []
    for area in areas:
        start, end = bisect_left(edges, area.column), bisect_left(edges, area.end)
        for row in range(area.row, area.last + 1):
            covered[row][start:end] = b"\1" * (end - start)
        text = "\n".join(lines_of(area.blocks))
        cells.append(GridCell(area.row, start, text, area.last - area.row + 1, end - start))
    cells += [
        GridCell(row, column, "")
        for row, line in enumerate(covered)
        if 0 in line
        for column, taken in enumerate(line)
        if not taken
    ]
    return Grid(len(ends), len(edges), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def lines_of(blocks: Blocks) -> Iterator[str]:
    """The lines of a cell: its paragraphs, and each row of a table inside it with its cells separated by a space.

    >>> inner = Grid(1, 2, (GridCell(0, 0, "甲"), GridCell(0, 1, "乙")))
    >>> list(lines_of([Paragraph("其中："), inner]))
    ['其中：', '甲 乙']
    """
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        rows: dict[int, list[str]] = {}
        for cell in block.cells:
            if cell.text:
                rows.setdefault(cell.row, []).append(" ".join(cell.text.split("\n")))
        yield from (" ".join(texts) for texts in rows.values())
