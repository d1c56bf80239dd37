"""Find the tasks in a plan's tables: a table to its task cells, each with its categories, parties and time limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from nlp.extract.deadlines import find_deadlines
from nlp.extract.grid import TableGrid, is_sign, squeeze
from nlp.extract.parties import read_cell
from nlp.extract.slots import Slot, move
from nlp.extract.table_columns import Columns, find_columns
from nlp.extract.table_fill import Body
from nlp.extract.table_rows import Row, is_continued, read_rows, without_number
from nlp.extract.targets import find_targets
from nlp.types import Document, Party, Role, Table

SHARED_ROLES: frozenset[Role] = frozenset({"lead", "support"})
"""The roles that share a row's work: if all their cells are blank the row above holds, else a blank one is nobody."""


def find_table_slots(document: Document, table: Table) -> tuple[Slot, ...]:
    """The task cells of a table with their categories, parties and time limits; none where it is no task table.

    Another table may follow in the same grid, below a title of its own. Blank cells at the head of a table that goes on
    from the one before (续表) hold what stood there.
    """
    slots: list[Slot] = []
    for columns, rows, body in _parts(document, table):
        slots += _read(document, columns, rows, body)
    return tuple(slots)


def _parts(document: Document, table: Table) -> Iterator[tuple[Columns, list[Row], Body]]:
    """The task tables in a grid, one below the other: the columns, the rows and the body of each."""
    grid = TableGrid(document, table)
    before = _continued(document, table)
    first: int | None = 0
    while first is not None and (columns := find_columns(grid, first=first)) is not None:
        rows = list(takewhile(lambda row: row.kind != "title", read_rows(grid, columns)))
        begin, end = columns.header[1] + 1, rows[-1].index + 1 if rows else columns.header[1] + 1
        yield columns, rows, Body(grid, begin, _stops(grid, columns, rows), before)
        before = None
        first = end + 1 if end < grid.row_count else None


def _continued(document: Document, table: Table) -> Body | None:
    """The body that a table goes on from: that of the table before, where only 续表 stands between them."""
    index = next((i for i, one in enumerate(document.tables) if one is table), 0)
    above = document.tables[index - 1] if index else None
    if above is None or above.columns != table.columns:
        return None
    between = document.blocks[above.block + 1 : table.block]
    if not all(is_continued(squeeze(document.text_of(block))) for block in between):
        return None
    return next((body for *_, body in reversed(list(_parts(document, above)))), None)


def _read(document: Document, columns: Columns, rows: list[Row], body: Body) -> Iterator[Slot]:
    above: list[Row] = []
    for row in rows:
        if row.kind == "heading":
            above = [*(heading for heading in above if heading.level < row.level), row]
        elif row.kind == "task":
            heads = [without_number(heading.text) if i else heading.text for i, heading in enumerate(above)]
            yield _slot(document, columns, row.index, heads, body)


def _slot(document: Document, columns: Columns, row: int, heads: list[str], body: Body) -> Slot:
    cell = body.grid.own(row, columns.task)
    if cell is None:
        raise ValueError("a task row begins a task cell")
    groups = (*heads, *_texts(columns.groups, row, body))
    months = _texts(columns.months, row, body, across_groups=True)
    lines = range(row, row + cell.row_span)  # a task's cell may stand beside several rows of parties
    parties = (party for line in lines for party in _parties(columns, line, body))
    limits = _spans(columns.limits, lines, body)
    amounts = _spans(columns.amounts, lines, body)
    times = [span for column in columns.months if (span := body.filled(row, column, across_groups=True).span)]
    return Slot(
        cell.place,
        groups=(*(groups or ("",)), *months) if months else groups,  # a month is a measure, never a workstream
        parties=tuple(parties),
        limits=(*limits, *times),
        amounts=(*amounts, *(span for limit in limits for span in _quantities_in(document, limit))),
        dated=tuple(_dated(columns, lines, body)),
        cell=True,
    )


def _texts(columns: Iterable[int], row: int, body: Body, *, across_groups: bool = False) -> tuple[str, ...]:
    texts = (squeeze(body.filled(row, column, across_groups=across_groups).text) for column in columns)
    return tuple(text for text in texts if text and not is_sign(text))


def _spans(columns: Iterable[int], rows: range, body: Body) -> tuple[tuple[int, int], ...]:
    """The places of what stands in columns beside a task, each once."""
    spans = (body.filled(row, column, blank=False).span for row in rows for column in columns)
    return tuple(dict.fromkeys(span for span in spans if span is not None))


def _parties(columns: Columns, row: int, body: Body) -> Iterator[Party]:
    """The parties of a row.

    Where none of those who lead or support is named, the next row above that names one holds for this one too; a blank
    cell beside a named one is nobody, but for that of the only one who leads. Those who oversee hold on by themselves.
    """
    shared = [column for column, role in columns.parties if role in SHARED_ROLES]
    leads = [column for column, role in columns.parties if role == "lead"]
    above = body.named_row(row, shared)
    for column, role in columns.parties:
        alone = role not in SHARED_ROLES or leads == [column]
        filled = body.filled(row, column, blank=alone)
        if above != row and column in shared and not filled.text:
            filled = body.filled(above, column, blank=alone)
            filled = replace(filled, inferred=filled.inferred or "cell above")
        if filled.span is None or is_sign(filled.text):
            continue
        for party in read_cell(filled.text, role=role):
            if not is_sign(party.name):
                yield replace(move(party, filled.span[0]), inferred=filled.inferred)


def _dated(columns: Columns, rows: range, body: Body) -> Iterator[tuple[int, int, int | None]]:
    """The cells of quantities, which may hold times too (6月底前上线3个), with the year that the column's name gives.

    Those below a name of several years (2021—2025年目标) are left out.
    """
    for column in columns.amounts:
        years = set(re.findall(r"20\d\d(?=年)", "".join(_names(columns, column, body))))
        if len(years) <= 1:
            year = int(years.pop()) if years else None
            yield from ((left, right, year) for left, right in _spans([column], rows, body))


def _names(columns: Columns, column: int, body: Body) -> Iterator[str]:
    first, last = columns.header
    return (body.grid.text(row, column) for row in range(first, last + 1))


def _quantities_in(document: Document, limit: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The quantities in a cell of time limits (每季度不少于2场), those of time itself left out (20个工作日内)."""
    text = document.text[limit[0] : limit[1]]
    targets = find_targets(text)
    times = [
        ((d.offset or 0), (d.offset or 0) + len(d.text)) for d in (find_deadlines(text, limit=True) if targets else ())
    ]
    for target in targets:
        start = target.offset or 0
        if all(right <= start or start + len(target.text) <= left for left, right in times):
            yield limit[0] + start, limit[0] + start + len(target.text)


def _stops(grid: TableGrid, columns: Columns, rows: list[Row]) -> tuple[int, ...]:
    """The rows where another group begins: behind a heading, and at a new name in a category that gathers rows."""
    found = {row.index + 1 for row in rows if row.kind == "heading"}
    tasks = [row.index for row in rows if row.kind == "task"]
    for column in columns.groups:
        begun = [row for row in tasks if grid.own(row, column) and grid.text(row, column)]
        fresh = [
            row for i, row in enumerate(begun) if not i or grid.text(begun[i - 1], column) != grid.text(row, column)
        ]
        if len(fresh) < len(tasks):
            found.update(fresh)
    return tuple(sorted(found))
