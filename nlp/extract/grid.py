"""Answer what holds at each position of a table, merged and blank cells included: Table to texts by row and column."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.types import Cell, Document, Table


@dataclass(frozen=True, slots=True)
class Filled:
    """The text that holds at a position and its place; `inferred` where it was taken from above a blank cell."""

    text: str = ""
    span: tuple[int, int] | None = None
    inferred: bool = False


class TableGrid:
    """A table's cells by position."""

    def __init__(self, document: Document, table: Table) -> None:
        self._document, self._table = document, table
        self._owner = {
            (row, column): cell
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The texts of all rows, a merged cell's in every position that it covers."""
        return tuple(
            tuple(self.text(row, column) for column in range(self._table.columns)) for row in range(self._table.rows)
        )

    @property
    def header_depth(self) -> tuple[int, ...]:
        """For each row, how many rows a header that starts there takes: those that most of its cells span."""
        return tuple(self._depth(row) for row in range(self._table.rows))

    def text(self, row: int, column: int) -> str:
        """The text at a position, a merged cell's in every position that it covers."""
        cell = self._owner.get((row, column))
        return self._document.text_of(cell) if cell else ""

    def own(self, row: int, column: int) -> Cell | None:
        """The cell that begins at this row, None where a merged one from above holds."""
        cell = self._owner.get((row, column))
        return cell if cell and cell.row == row else None

    def across(self, row: int) -> str | None:
        """The text of a cell that covers the whole row, None where the row has several cells.

        In a text file, which knows no merged cells, a row whose first cell alone is filled is one.
        """
        cell = self._owner.get((row, 0))
        if cell is None or self._table.columns == 1:
            return None
        text = self._document.text_of(cell).strip()
        if cell.column_span >= self._table.columns:
            return text
        others = (self.text(row, column).strip() for column in range(1, self._table.columns))
        return text if self._document.format == "txt" and text and not any(others) else None

    def filled(self, row: int, column: int, *, blank: bool = True) -> Filled:
        """What holds at a position: its cell's text, or where that is blank the one above.

        A blank cell under a merged one is always filled (a page break cut it); under a plain one only where `blank`.
        """
        cell = self._owner.get((row, column))
        if cell is None:
            return Filled()
        if text := self._document.text_of(cell).strip():
            return Filled(text, self._span(cell, text))
        for above in range(row - 1, -1, -1):
            other = self._owner.get((above, column))
            if other is None or self.across(above) is not None:
                break
            if text := self._document.text_of(other).strip():
                if not blank and other.row_span == 1:
                    break
                return Filled(text, self._span(other, text), inferred=True)
        return Filled()

    def _span(self, cell: Cell, text: str) -> tuple[int, int]:
        start = cell.place.start + self._document.text_of(cell).index(text)
        return start, start + len(text)

    def _depth(self, row: int) -> int:
        spans = [cell.row_span for cell in self._table.cells if cell.row == row]
        return 2 if spans and max(spans) == 2 and min(spans) == 1 and self._nested(row) else 1

    def _nested(self, row: int) -> bool:
        """Whether a cell of this row stands over several cells of the next."""
        return any(cell.row == row and cell.row_span == 1 and cell.column_span > 1 for cell in self._table.cells)
