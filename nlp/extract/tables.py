"""Find the tasks in a plan's tables: columns by their headers, cells filled from merged ones above."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from nlp.extract.parties import column_role, is_limit_column, read_cell
from nlp.extract.slots import Slot, move
from nlp.lexicon import load
from nlp.types import Cell, Document, Party, Role, Table

HEADER_ROWS = 4  # a header stands in one of the first rows; a title row or two may stand above it


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a task table hold; `groups` outer first, `row` is the last header row."""

    row: int
    task: int
    groups: tuple[int, ...]
    parties: tuple[tuple[int, Role], ...]
    limits: tuple[int, ...]


def find_table_slots(document: Document, table: Table) -> tuple[Slot, ...]:
    """The task cells of a table with their categories, parties and time limits; none where it is no task table."""
    grid = _Grid(document, table)
    columns = find_columns(grid.rows())
    if columns is None:
        return ()
    slots = []
    header = [grid.text(columns.row, c) for c in range(table.columns)]
    for row in range(columns.row + 1, table.rows):
        cell = grid.own(row, columns.task)
        if cell is None or not document.text_of(cell).strip():
            continue
        if [grid.text(row, c) for c in range(table.columns)] == header:
            continue
        if cell.column_span >= table.columns > 1:  # a note across the table
            continue
        groups = tuple(text for c in columns.groups if (text := _squeeze(grid.filled(row, c)[0])))
        parties: list[Party] = []
        for column, role in columns.parties:
            parties.extend(_parties(grid, row, column, role))
        limits = tuple(span for c in columns.limits if (span := grid.filled_span(row, c)) is not None)
        slots.append(Slot(cell.place, groups=groups, parties=tuple(parties), limits=limits, cell=True))
    return tuple(slots)


def find_columns(rows: tuple[tuple[str, ...], ...]) -> Columns | None:
    """The use of each column by the header row; None where no row names a task and a party, limit or group column."""
    for index, row in enumerate(rows[:HEADER_ROWS]):
        squeezed = [_squeeze(text) for text in row]
        uses = [_header_use(text) for text in squeezed]
        tasks = [(rank, -_mean_length(rows[index + 1 :], c), c) for c, (use, rank) in enumerate(uses) if use == "task"]
        parties = tuple((c, role) for c, text in enumerate(squeezed) if (role := column_role(text)) is not None)
        limits = tuple(c for c, text in enumerate(squeezed) if is_limit_column(text))
        groups = [c for c, (use, _) in enumerate(uses) if use == "group"]
        if not tasks or not (parties or limits or groups):
            continue
        task = min(tasks)[2]
        taken = {c for c, _ in parties} | set(limits) | {task}
        outer = [c for c in range(task) if (uses[c][0] in ("group", "task")) and c not in taken]
        return Columns(index, task, tuple(outer), tuple((c, r) for c, r in parties if c != task), limits)
    return None


def _parties(grid: _Grid, row: int, column: int, role: Role) -> list[Party]:
    text, cell, inferred = grid.filled_from(row, column)
    if cell is None:
        return []
    found = [move(party, cell.place.start) for party in read_cell(text, role=role)]
    return [replace(party, inferred="cell above") if inferred else party for party in found]


class _Grid:
    """A table's cells by position, with merged and blank cells answered by the one above."""

    def __init__(self, document: Document, table: Table) -> None:
        self._document, self._table = document, table
        self._owner: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self._owner[row, column] = cell

    def rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(self.text(row, column) for column in range(self._table.columns)) for row in range(self._table.rows)
        )

    def text(self, row: int, column: int) -> str:
        cell = self._owner.get((row, column))
        return self._document.text_of(cell) if cell else ""

    def own(self, row: int, column: int) -> Cell | None:
        """The cell that begins at this row, None where a merged one from above holds."""
        cell = self._owner.get((row, column))
        return cell if cell and cell.row == row else None

    def filled_from(self, row: int, column: int) -> tuple[str, Cell | None, bool]:
        """The text that holds at a position, its cell, and whether it was taken from above an unmerged blank cell."""
        cell = self._owner.get((row, column))
        if cell is None:
            return "", None, False
        text = self._document.text_of(cell)
        if text.strip():
            return text, cell, False
        merged = self._document.format != "txt"
        for above in range(row - 1, -1, -1):
            other = self._owner.get((above, column))
            if other is None:
                break
            text = self._document.text_of(other)
            if text.strip():
                if other.header or (merged and other.row_span == 1):
                    break
                return text, other, True
        return "", None, False

    def filled(self, row: int, column: int) -> tuple[str, Cell | None, bool]:
        return self.filled_from(row, column)

    def filled_span(self, row: int, column: int) -> tuple[int, int] | None:
        _, cell, _ = self.filled_from(row, column)
        return (cell.place.start, cell.place.end) if cell else None


@cache
def _headers() -> tuple[tuple[str, str, int], ...]:
    rows = load("table_headers.tsv", keys=("header", "use", "rank"))
    return tuple(sorted(((r["header"], r["use"], int(r["rank"])) for r in rows), key=lambda r: -len(r[0])))


def _header_use(text: str) -> tuple[str, int]:
    if len(text) <= 12:
        for word, use, rank in _headers():
            if word in text:
                return use, rank
    return "", 0


def _mean_length(rows: tuple[tuple[str, ...], ...], column: int) -> float:
    lengths = [len(row[column]) for row in rows if row[column]]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
