"""Lay out a table of a web page: its cells with their spans to a grid, or to the blocks that it only arranges."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.errors import InputError
from nlp.parse.raw import Grid, GridCell, Paragraph

MOST_PLACES = 500_000  # of one table, filled or not


@dataclass(slots=True)
class Cell:
    """A cell while it is read: what it spans, and the blocks in it."""

    rows: int
    columns: int
    blocks: list[Paragraph | Grid] = field(default_factory=list)


@dataclass(slots=True)
class WebTable:
    """A table while it is read; `outside` holds what stands in it but in no cell, as its caption does."""

    rows: list[list[Cell]] = field(default_factory=list)
    outside: list[Paragraph | Grid] = field(default_factory=list)

    @property
    def in_cell(self) -> bool:
        """Whether a cell was begun."""
        return any(self.rows[-1:])

    def start_cell(self, cell: Cell) -> None:
        """Begin a cell, in the row that is open or in a first one."""
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(cell)

    def put(self, block: Paragraph | Grid) -> None:
        """Add a block to the cell that was begun last."""
        (self.rows[-1][-1].blocks if self.in_cell else self.outside).append(block)

    def finish(self, file: str) -> Iterator[Paragraph | Grid]:
        """A grid, or the blocks of the cells one after another where the table only arranges the page.

        It does where it has a single row or column, or where tables in its cells hold most of its text.

        Raises InputError, naming `file`, where the table has too many places.
        """
        yield from self.outside
        cells = [cell for row in self.rows for cell in row]
        filled = [row for row in self.rows if any(cell.blocks for cell in row)]
        nested = sum(_length(block) for cell in cells for block in cell.blocks if isinstance(block, Grid))
        whole = sum(_length(block) for cell in cells for block in cell.blocks)
        if len(filled) < 2 or max(map(len, filled)) < 2 or 2 * nested > whole:
            for cell in cells:
                yield from cell.blocks
        else:
            yield self._grid(file)

    def _grid(self, file: str) -> Grid:
        """Every cell at its place, as browsers find it; columns and rows in which none begins are closed up."""
        places: list[tuple[int, int, int, int, str]] = []
        taken: set[tuple[int, int]] = set()
        for i, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (i, column) in taken:
                    column += 1
                last = min(i + cell.rows, len(self.rows))
                end = column + cell.columns
                while end > column + 1 and any((i, j) in taken for j in range(column + 1, end)):
                    end -= 1
                taken.update((r, c) for r in range(i, last) for c in range(column, end))
                if len(taken) > MOST_PLACES:
                    raise InputError(file, f"有表格超过{MOST_PLACES:,}个单元格", "请拆分后分别提交")
                places.append((i, column, last, end, _text(cell)))
                column = end
        rows = sorted({place[0] for place in places})
        columns = sorted({place[1] for place in places})
        cells = []
        covered: set[tuple[int, int]] = set()
        for first, left, last, right, text in places:
            top, column = bisect_left(rows, first), bisect_left(columns, left)
            below, beyond = bisect_left(rows, last), bisect_left(columns, right)
            span = {(r, c) for r in range(top, below) for c in range(column, beyond)}
            if not covered.isdisjoint(span):  # spans that cross one another
                span, below, beyond = {(top, column)}, top + 1, column + 1
                if not covered.isdisjoint(span):
                    continue
            covered |= span
            cells.append(GridCell(top, column, text, below - top, beyond - column))
        cells += [GridCell(r, c, "") for r in range(len(rows)) for c in range(len(columns)) if (r, c) not in covered]
        return Grid(len(rows), len(columns), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _text(cell: Cell) -> str:
    lines = []
    for block in cell.blocks:
        lines += [block.text] if isinstance(block, Paragraph) else [one.text for one in block.cells if one.text]
    return "\n".join(lines)


def _length(block: Paragraph | Grid) -> int:
    return len(block.text) if isinstance(block, Paragraph) else sum(len(cell.text) for cell in block.cells)
