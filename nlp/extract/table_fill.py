"""Say what holds in a table's blank cells: a position to its text, or to the one above that holds on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.extract.grid import TableGrid, is_ditto
from nlp.types import Cell

Source = Literal["merged cell", "cell above"]


@dataclass(frozen=True, slots=True)
class Filled:
    """The text that holds at a position and its place; `inferred` says whence where the position's own cell is blank.

    It is "merged cell" where a merged cell above holds on (a page break cut it), "cell above" for a plain one.
    """

    text: str = ""
    span: tuple[int, int] | None = None
    inferred: Source | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table below its header.

    `first` is the first of them; nothing is taken from above a row in `stops` (ascending), where another group begins.
    `before` is the body of the table that this one goes on from (续表).
    """

    grid: TableGrid
    first: int
    stops: tuple[int, ...] = ()
    before: Body | None = None

    def filled(self, row: int, column: int, *, blank: bool = True, across_groups: bool = False) -> Filled:
        """What holds at a position: its cell's text, or where that is blank or a ditto sign the one above.

        A blank cell under a merged one is always filled; under a plain one only where `blank`. Nothing is taken from
        another group of rows unless a sign says so, or `across_groups` does.
        """
        own = self.grid.cell(row, column)
        text, span = self.grid.raw(own) if own else ("", None)
        ditto = is_ditto(text)
        if text and not ditto:
            return Filled(text, span)
        above = self._holder(row, column, any_group=ditto or across_groups)
        if above is not None:
            if above.row_span > 1 or blank or ditto:
                return Filled(*self.grid.raw(above), "merged cell" if above.row_span > 1 else "cell above")
        elif self.before and (blank or ditto) and self._is_at_head(row, column):
            held = self.before.filled(self.before.grid.row_count - 1, column, across_groups=across_groups)
            return Filled(held.text, held.span, held.inferred or "cell above") if held.text else Filled()
        return Filled()

    def named_row(self, row: int, columns: Sequence[int]) -> int:
        """The row itself where one of the columns is filled, else the next above it in its group that is."""
        found = (cell for column in columns if (cell := self._holder(row, column)) is not None)
        return max((row if cell.row_span > 1 else cell.row for cell in found), default=row)

    def _is_at_head(self, row: int, column: int) -> bool:
        """Whether a position belongs to the group that goes on from the table before, and nothing fills it there."""
        return not bisect_right(self.stops, row) and self.grid.holder(row, column, least=self.first) is None

    def _holder(self, row: int, column: int, *, any_group: bool = False) -> Cell | None:
        """The nearest cell at or above a position that holds words, in the position's own group."""
        cell = self.grid.holder(row, column, least=self.first)
        if cell is None or any_group or bisect_right(self.stops, row) == bisect_right(self.stops, cell.row):
            return cell
        return None
