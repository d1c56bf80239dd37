"""Find the header of a task table and the use of its columns: a TableGrid to Columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.extract.grid import TableGrid
from nlp.extract.marks import column_role, is_limit_column
from nlp.extract.table_cells import Cells
from nlp.lexicon import load
from nlp.types import Role

HEADER_ROWS = 4  # a header begins in one of the first rows; a title row or two may stand above it
DEEPEST = 3  # rows of a header
LONGEST_NAME = 14  # characters of a column's name, without what stands in brackets
WEAKEST = 3  # the last rank whose word alone makes a column one of tasks
_REMARK = re.compile(r"[（(][^（()）]*[）)]?$|^20\d\d年度?(?!.{0,2}(?:目标|计划|指标))|[:：]$")
_ROLES: dict[str, Role] = {"lead": "lead", "support": "support", "supervise": "supervise", "person": "person"}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a task table hold; `groups` outer first, `header` the first and the last header row."""

    header: tuple[int, int]
    task: int
    groups: tuple[int, ...]
    parties: tuple[tuple[int, Role], ...]
    limits: tuple[int, ...]
    amounts: tuple[int, ...] = ()
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Use:
    """What a column's name says that it holds."""

    use: str = ""
    rank: int = 0


def find_columns(grid: TableGrid, *, first: int = 0) -> Columns | None:
    """The header that begins at row `first` or one of the next, and the use of each column below it.

    A header has one to three rows; the lowest name of a column decides, else the one above it. None where no row names
    tasks, or where names and cells are those of a list of projects, firms or persons, of figures, or of a score sheet.
    """
    for row in range(first, min(first + HEADER_ROWS, grid.row_count)):
        if grid.across(row) is not None or len(grid.own_cells(row)) < 2:
            continue
        header = (row, _last_row(grid, row))
        uses = [_use_of(grid, header, column) for column in range(grid.column_count)]
        if sum(1 for use in uses if use.use) >= 2 or any(use.use in ("task", "demand") for use in uses):
            return _columns(grid, header, uses)
    return None


def _columns(grid: TableGrid, header: tuple[int, int], uses: list[_Use]) -> Columns | None:
    cells = [Cells(grid, column, header[1] + 1) for column in range(grid.column_count)]
    parties = tuple(
        (c, _ROLES[use.use])
        for c, use in enumerate(uses)
        if use.use in _ROLES and (use.rank < 2 or cells[c].names >= 0.5)
    )
    limits = [c for c, use in enumerate(uses) if use.use == "limit"]
    task = _task_column(uses, cells, answered=bool(parties or limits))
    if task is None or _is_other_table(uses, cells, task, answered=bool(limits), parties=bool(parties)):
        return None
    periods = {c for c in limits if cells[c].periods == 1}
    months = [c for c in range(task) if uses[c].use == "month" or c in periods]  # a schedule
    outer = (c for c in range(task) if uses[c].use in ("group", "task", "demand"))
    amounts = (c for c, use in enumerate(uses) if use.use in ("amount", "demand", "month") and c > task)
    return Columns(
        header,
        task,
        tuple(c for c in outer if cells[c].words > 0),
        parties,
        tuple(c for c in limits if c not in months),
        tuple(amounts),
        tuple(months),
    )


def _task_column(uses: list[_Use], cells: list[Cells], *, answered: bool) -> int | None:
    """The column that holds the tasks: the best name, the longer cells; else the one whose cells order something."""
    named = [c for c, use in enumerate(uses) if use.use in ("task", "demand") and cells[c].words >= 0.5]
    for c in list(named):
        others = [other for other in named if uses[other].use == "task"]
        if uses[c].use == "demand" and any(_says_more(cells[other], cells[c]) for other in others):
            named.remove(c)
    if named:
        best = min(named, key=lambda c: (uses[c].rank, -cells[c].length, c))
        supported = answered or len(named) > 1 or any(use.use in ("group", "month") for use in uses)
        if cells[best].orders >= 0.5 or (uses[best].rank <= WEAKEST and supported):
            return best
    unknown = [c for c, use in enumerate(uses) if use.use in ("", "amount") and cells[c].orders >= 0.6]
    return max(unknown, key=lambda c: cells[c].length) if answered and unknown else None


def _says_more(task: Cells, demand: Cells) -> bool:
    """Whether a task column's cells hold the orders, and those of a column of demands only what they must reach."""
    return task.orders >= 0.5 and (demand.orders < 0.5 or 2 * demand.length < task.length)


def _is_other_table(uses: list[_Use], cells: list[Cells], task: int, *, answered: bool, parties: bool) -> bool:
    """Whether the names beside the tasks are those of a list, of figures, of a score sheet or of what was done."""
    lists = sum(1 for use in uses if use.use == "list")
    scores = [use.rank for use in uses if use.use == "score"]
    weak = uses[task].use not in ("task", "demand") or uses[task].rank > WEAKEST
    if weak and (lists or scores):
        return True
    if uses[task].rank > 1 and (lists >= 2 or sum(scores) >= 3 or (scores and not parties)):
        return True
    told = max((cells[c].filled for c, use in enumerate(uses) if use.use == "told"), default=0.0)
    return told >= 0.5 and not answered


def _last_row(grid: TableGrid, first: int) -> int:
    """The last row of the header that begins at a row."""
    last = first
    while last + 1 < min(grid.row_count, first + DEEPEST) and _goes_on(grid, first, last):
        last += 1
    return last


def _goes_on(grid: TableGrid, first: int, last: int) -> bool:
    """Whether the row below belongs to the header: its cells are names, and a name above spans them or most are known.

    A merged name above reaches down beside it, or stands over several of its cells; else at least half of its cells,
    and two of them, must be known names.
    """
    names = [grid.text(last + 1, cell.column) for cell in grid.own_cells(last + 1)]
    if not names or grid.across(last + 1) is not None or any(not _is_name(name) for name in names):
        return False
    spanned = any(
        (cell := grid.cell(row, column)) is not None and cell.row + cell.row_span > last + 1
        for row in range(first, last + 1)
        for column in range(grid.column_count)
    )
    known = [name for name in names if _use(name).use]
    return (spanned and _nested(grid, last)) or (len(known) >= 2 and 2 * len(known) >= len(names))


def _nested(grid: TableGrid, row: int) -> bool:
    """Whether a cell of a row stands over several of the next, and does not reach down itself."""
    return any(
        cell.column_span > 1 and cell.row + cell.row_span == row + 1
        for column in range(grid.column_count)
        if (cell := grid.cell(row, column)) is not None
    )


def _use_of(grid: TableGrid, header: tuple[int, int], column: int) -> _Use:
    """What the names of a column say, the lowest first: alone, or with the one above where alone it says too little."""
    names = list(dict.fromkeys(grid.text(row, column) for row in range(header[1], header[0] - 1, -1)))
    names = [name for name in names if name]
    for name, above in zip(names, [*names[1:], ""], strict=True):
        alone, joined = _use(name), _use(above + name)
        vague = not alone.use or (alone.use in _ROLES and alone.rank > 1)  # 单位 below 牵头
        if vague and joined.use in ("limit", *_ROLES):
            return joined
        if alone.use or joined.use:
            return alone if alone.use else joined
    return _Use()


def _is_name(text: str) -> bool:
    return len(_bare(text)) <= LONGEST_NAME and not re.search("[。；，]", text)


def _bare(name: str) -> str:
    """A column's name without the remark in brackets behind it and the year before it."""
    bare = _REMARK.sub("", name)
    return _REMARK.sub("", bare) or name


@cache
def _use(name: str) -> _Use:
    bare = _bare(name)
    if f"={bare}" in _whole():
        return _whole()[f"={bare}"]
    if (role := column_role(name)) is not None:
        return _Use(role, 1)
    if is_limit_column(name):
        return _Use("limit", 1)
    if not _is_name(name):
        return _Use()
    return next((use for word, use in _words() if word in bare), _Use())


@cache
def _words() -> tuple[tuple[str, _Use], ...]:
    """The words of headers that decide where a name holds them, the longest first."""
    return tuple(sorted(_rows(whole=False), key=lambda row: -len(row[0])))


@cache
def _whole() -> dict[str, _Use]:
    """The words that decide where they are the whole name."""
    return dict(_rows(whole=True))


def _rows(*, whole: bool) -> Iterator[tuple[str, _Use]]:
    for row in load("table_headers.tsv", keys=("header", "use", "rank")):
        if row["header"].startswith("=") == whole:
            yield row["header"], _Use(row["use"], int(row["rank"]))
