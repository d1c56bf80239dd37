"""Find the tasks in a plan's tables: columns by their headers, cells filled from merged ones above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.extract.grid import TableGrid
from nlp.extract.parties import column_role, is_limit_column, read_cell
from nlp.extract.slots import Slot, move
from nlp.lexicon import load
from nlp.types import Document, Party, Role, Table

HEADER_ROWS = 4  # a header stands in one of the first rows; a title row or two may stand above it
LONGEST_GROUP = 30  # characters of a row across the table that heads the rows below it
FILLED_ROLES: frozenset[Role] = frozenset({"lead", "supervise", "person"})
"""The roles whose blank cell means the name above; a blank cell of those who support means nobody."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a task table hold; `groups` outer first, `row` is the last header row."""

    row: int
    task: int
    groups: tuple[int, ...]
    parties: tuple[tuple[int, Role], ...]
    limits: tuple[int, ...]
    amounts: tuple[int, ...] = ()
    months: tuple[int, ...] = ()


def find_table_slots(document: Document, table: Table) -> tuple[Slot, ...]:
    """The task cells of a table with their categories, parties and time limits; none where it is no task table."""
    grid = TableGrid(document, table)
    columns = find_columns(grid.rows(), grid.header_depth)
    if columns is None:
        return ()
    slots: list[Slot] = []
    header = tuple(grid.text(columns.row, c) for c in range(table.columns))
    across: str | None = None
    for row in range(columns.row + 1, table.rows):
        if (heading := grid.across(row)) is not None:
            if heading.endswith("表") and not any(heading == grid.across(above) for above in range(row)):
                break  # the title of another table that follows without a gap; ours is repeated on each page
            if 0 < len(heading) <= LONGEST_GROUP and not re.search("[。；：:]", heading):
                across = _squeeze(heading)
            continue
        cell = grid.own(row, columns.task)
        if cell is None or not document.text_of(cell).strip():
            continue
        if tuple(grid.text(row, c) for c in range(table.columns)) == header:
            continue
        groups = tuple(text for c in columns.groups if (text := _squeeze(grid.filled(row, c).text)))
        months = tuple(text for c in columns.months if (text := _squeeze(grid.filled(row, c).text)))
        parties = tuple(party for column, role in columns.parties for party in _parties(grid, row, column, role))
        limits = [grid.filled(row, c, blank=c in columns.months).span for c in (*columns.limits, *columns.months)]
        amounts = [grid.filled(row, c, blank=False).span for c in columns.amounts]
        slots.append(
            Slot(
                cell.place,
                groups=_grouped((across, *groups) if across else groups, months),
                parties=parties,
                limits=tuple(span for span in limits if span is not None),
                amounts=tuple(span for span in amounts if span is not None),
                cell=True,
            )
        )
    return tuple(slots)


def find_columns(rows: Sequence[Sequence[str]], depth_of: Sequence[int] | None = None) -> Columns | None:
    """The use of each column by the header row; None where no row names a task and a party, limit or group column.

    `depth_of` gives for each row how many rows a header that starts there takes: two where 责任分工 stands over
    牵头单位 and 配合单位; the lower names decide.
    """
    for index, row in enumerate(rows[:HEADER_ROWS]):
        last = index + (depth_of[index] if depth_of else 1) - 1
        below = rows[last] if last < len(rows) else row
        squeezed = [_squeeze(low or high) for low, high in zip(below, row, strict=True)]
        uses = [_header_use(text) for text in squeezed]
        parties = tuple((c, role) for c, text in enumerate(squeezed) if (role := column_role(text)) is not None)
        limits = tuple(c for c, text in enumerate(squeezed) if is_limit_column(text))
        taken = {c for c, _ in parties} | set(limits)
        tasks = [
            (rank, -_mean_length(rows[last + 1 :], c), c)
            for c, (use, rank) in enumerate(uses)
            if use == "task" and c not in taken
        ]
        groups = [c for c, (use, _) in enumerate(uses) if use in ("group", "month")]
        if not tasks or not (parties or limits or groups):
            continue
        task = min(tasks)[2]
        outer = tuple(c for c in range(task) if uses[c][0] in ("group", "task") and c not in taken)
        amounts = tuple(c for c, (use, _) in enumerate(uses) if use == "amount")
        months = tuple(c for c, (use, _) in enumerate(uses) if use == "month")
        return Columns(last, task, outer, parties, limits, amounts, months)
    return None


def _parties(grid: TableGrid, row: int, column: int, role: Role) -> list[Party]:
    filled = grid.filled(row, column, blank=role in FILLED_ROLES)
    if filled.span is None:
        return []
    found = [move(party, filled.span[0]) for party in read_cell(filled.text, role=role)]
    return [replace(party, inferred="cell above") if filled.inferred else party for party in found]


def _grouped(groups: tuple[str, ...], months: tuple[str, ...]) -> tuple[str, ...]:
    """The categories with the month, which is a measure, never a workstream."""
    return (*(groups or ("",)), *months) if months else groups


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


def _mean_length(rows: Sequence[Sequence[str]], column: int) -> float:
    lengths = [len(row[column]) for row in rows if row[column]]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
