"""Answer what holds at each position of a table, merged and blank cells included: Table to texts by row and column."""

from __future__ import annotations

import re
from functools import cache

from nlp.lexicon import load
from nlp.types import Cell, Document, Table


class TableGrid:
    """A table's cells by position."""

    def __init__(self, document: Document, table: Table) -> None:
        self._document = document
        self.row_count, self.column_count = table.rows, table.columns
        self._texts: dict[tuple[int, int], str] = {}
        self._holders: dict[int, list[Cell | None]] = {}
        self._owner = {
            (row, column): cell
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position."""
        return self._owner.get((row, column))

    def holder(self, row: int, column: int, *, least: int = 0) -> Cell | None:
        """The nearest cell at a position or above it, not above row `least`, that holds words or a sign of its own."""
        if column not in self._holders:
            held: list[Cell | None] = []
            for at in range(self.row_count):
                cell = self._owner.get((at, column))
                text = self.raw(cell)[0] if cell else ""
                held.append(cell if text and not is_ditto(text) else held[-1] if held else None)
            self._holders[column] = held
        cell = self._holders[column][row]
        return cell if cell is not None and cell.row >= least else None

    def raw(self, cell: Cell) -> tuple[str, tuple[int, int]]:
        """The text of a cell as it is printed, without the white space around it, and its place."""
        whole = self._document.text_of(cell)
        text = whole.strip()
        start = cell.place.start + whole.index(text)
        return text, (start, start + len(text))

    def text(self, row: int, column: int) -> str:
        """The text at a position without white space, a merged cell's in every position that it covers."""
        cell = self._owner.get((row, column))
        if cell is None:
            return ""
        if (place := (cell.row, cell.column)) not in self._texts:
            self._texts[place] = squeeze(self._document.text_of(cell))
        return self._texts[place]

    def row(self, row: int) -> tuple[str, ...]:
        """The texts of a row, a merged cell's in every position that it covers."""
        return tuple(self.text(row, column) for column in range(self.column_count))

    def own(self, row: int, column: int) -> Cell | None:
        """The cell that begins at this row, None where a merged one from above holds."""
        cell = self._owner.get((row, column))
        return cell if cell and cell.row == row else None

    def own_cells(self, row: int) -> tuple[Cell, ...]:
        """The filled cells that begin at this row, from left to right."""
        cells = {id(cell): cell for column in range(self.column_count) if (cell := self.own(row, column))}
        return tuple(cell for cell in cells.values() if self.text(row, cell.column))

    def across(self, row: int) -> str | None:
        """The text of a cell that covers the whole row, None where the row has several cells."""
        cell = self._owner.get((row, 0))
        if cell is None or self.column_count == 1 or cell.column_span < self.column_count:
            return None
        return self.text(row, 0)

    def lone(self, row: int) -> str | None:
        """The text of a row that covers it whole or stands in its first cell, with nothing beside it; else None."""
        if (text := self.across(row)) is not None:
            return text
        cells = [self._owner.get((row, column)) for column in range(self.column_count)]
        if any(cell is None or cell.row != row or cell.row_span > 1 for cell in cells):
            return None
        filled = self.own_cells(row)
        return self.text(row, 0) if self.column_count > 1 and len(filled) == 1 and filled[0].column == 0 else None


def squeeze(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def is_ditto(text: str) -> bool:
    """Whether a cell only says that the one above holds.

    >>> is_ditto("同上"), is_ditto("〃"), is_ditto("县教育局")
    (True, True, False)
    """
    return _signs().get(squeeze(text)) == "above"


def is_sign(text: str) -> bool:
    """Whether a cell holds a sign and no words: a dash, a stroke, 无, 待定.

    >>> is_sign("——"), is_sign("待定"), is_sign("县教育局"), is_sign("")
    (True, True, False, False)
    """
    text = squeeze(text)
    return bool(text) and (_signs().get(text) == "none" or not any(char.isalnum() for char in text))


@cache
def _signs() -> dict[str, str]:
    return {row["sign"]: row["means"] for row in load("cell_signs.tsv", keys=("sign", "means"))}
