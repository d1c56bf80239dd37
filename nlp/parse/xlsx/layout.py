"""Lay out what a sheet shows: cells and merges to paragraphs and grids, from the top."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from nlp.errors import InputError
from nlp.lexicon import load
from nlp.parse.raw import Grid, GridCell, Paragraph
from nlp.parse.xlsx.book import Look
from nlp.parse.xlsx.sheet import Content

MOST_CELLS = 2_000_000  # places of one grid, filled or not
MOST_SIGNED = 3  # rows that sign and date what is said below a table
_NUMBER = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class Area:
    """A cell, or a merged one, that shows text: its first and last row and column among those that are seen."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str
    look: Look


Rows = list[list[Area]]  # the areas that begin in each row


def lay_out(content: Content, *, file: str = "") -> list[Paragraph | Grid]:
    """The blocks of a sheet: its tables as grids, the lines above and below them as paragraphs.

    A blank row ends a table, unless the numbering in its first column goes on behind it. Hidden rows and columns are
    left out; rows and columns in which no text begins are closed up.

    Raises InputError, naming `file`, where a table would have more than MOST_CELLS places.
    """
    by_row: dict[int, list[Area]] = defaultdict(list)
    for area in sorted(_areas(content), key=lambda area: (area.row, area.column)):
        by_row[area.row].append(area)
    blocks: list[Paragraph | Grid] = []
    for rows in _join(_split(list(by_row.values()), sorted(content.hidden_rows))):
        if len(rows) * len({area.column for row in rows for area in row}) > MOST_CELLS:
            raise InputError(file, f"有表格超过{MOST_CELLS:,}个单元格", "请拆分后分别提交")
        blocks += _block(rows)
    return blocks


def is_default_name(name: str) -> bool:
    """Whether a sheet's name says nothing.

    >>> is_default_name("Sheet1"), is_default_name("重点任务")
    (True, False)
    """
    return bool(patterns()["default_name"].fullmatch(name))


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What the lexicon says about names and lines: a pattern for each kind of rule."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for rule in load("sheet_lines.toml", keys=("name", "kind", "pattern", "examples", "not_examples")):
        kinds[rule["kind"]].append(rule["pattern"])
    return {kind: re.compile("|".join(rules), re.IGNORECASE) for kind, rules in kinds.items()}


# --- what is seen ---------------------------------------------------------------------------------------------------


def _areas(content: Content) -> Iterator[Area]:
    """The areas with text; a merged one begins at the first of its rows and columns that is not hidden."""
    inside: set[tuple[int, int]] = set()
    merged = {start: end for start, end in content.merges if start in content.cells}
    last = max((row for row, _ in content.cells), default=0), max((column for _, column in content.cells), default=0)
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in content.cells:
        by_row[row].append(column)
    rows = sorted(by_row)
    for start, end in merged.items():
        for row in rows[bisect_left(rows, start[0]) : bisect_right(rows, end[0])]:
            inside |= {(row, column) for column in by_row[row] if start[1] <= column <= end[1]} - {start}
    for place, (text, look) in content.cells.items():
        if place in inside:
            continue
        (row, column), (last_row, last_column) = place, merged.get(place, place)
        last_row, last_column = min(last_row, max(last[0], row)), min(last_column, max(last[1], column))
        while row <= last_row and row in content.hidden_rows:
            row += 1
        while column <= last_column and content.hides_column(column):
            column += 1
        if row <= last_row and column <= last_column:
            yield Area(row, column, last_row, last_column, text, look)


def _split(rows: Rows, hidden: Sequence[int]) -> Iterator[Rows]:
    """Rows in runs without a blank row between them; a row that a merged cell covers is not blank."""
    block: Rows = []
    reach = 0
    for row in rows:
        at = row[0].row
        unseen = bisect_left(hidden, at) - bisect_right(hidden, reach)
        if block and at - reach - 1 > unseen:
            yield block
            block = []
        block.append(row)
        reach = max(reach, *(area.last_row for area in row), at)
    if block:
        yield block


def _join(blocks: Iterable[Rows]) -> list[Rows]:
    """Blocks as they are, but for one whose first number goes on from the last of the table above: that is its rest."""
    joined: list[Rows] = []
    for block in blocks:
        if joined and len(block[0]) > 1 and _follows(joined[-1][-1][0], block[0][0]):
            joined[-1] = joined[-1] + block
        else:
            joined.append(block)
    return joined


def _follows(one: Area, two: Area) -> bool:
    numbers = _NUMBER.fullmatch(one.text), _NUMBER.fullmatch(two.text)
    return one.column == two.column and all(numbers) and int(two.text) == int(one.text) + 1


# --- blocks ---------------------------------------------------------------------------------------------------------


def _block(rows: Rows) -> Iterator[Paragraph | Grid]:
    """The lines above a table, the table, the lines below it."""
    widest = max(len(row) for row in rows)
    start, end = 0, len(rows)
    if widest == 1 and all(area.last_row == area.row for row in rows for area in row):
        start = end
    while start < end and _heads(rows[start], widest):
        start += 1
    end -= _said_below(rows[start:end])
    while end > start and _closes(rows, start, end - 1, widest):
        end -= 1
    for row in rows[:start]:
        yield from _lines(row)
    if end > start:
        yield _grid([area for row in rows[start:end] for area in row])
    for row in rows[end:]:
        yield from _lines(row)


def _lines(row: Sequence[Area]) -> Iterator[Paragraph]:
    for area in row:
        for line in area.text.split("\n"):
            yield Paragraph(line, centred=area.look.centred, bold=area.look.bold, size=area.look.size)


def _heads(row: Sequence[Area], widest: int) -> bool:
    """Whether a row above the widest is a title or names who filled in the form."""
    if any(area.last_row > area.row for area in row):
        return False
    return len(row) == 1 < widest or _is_form_line(row, widest)


def _said_below(rows: Rows) -> int:
    """How many rows at the foot are sentences across the table, with the line that heads and those that sign them."""
    first = min((area.column for row in rows for area in row), default=0)
    last = max((area.last_column for row in rows for area in row), default=0)
    foot = [row[0] for row in takewhile(lambda row: len(row) == 1, reversed(rows))] if last > first else []
    says = [(a.column, a.last_column) == (first, last) and a.text.rstrip().endswith("。") for a in foot]
    if True not in says[: MOST_SIGNED + 1]:
        return 0
    count = says.index(True)
    count += sum(1 for _ in takewhile(bool, says[count:]))
    if count < len(foot) and foot[count].text.rstrip().endswith(("：", ":")):
        count += 1
    begins = foot[count - 1].row
    return 0 if any(area.last_row >= begins for row in rows[: len(rows) - count] for area in row) else count


def _closes(rows: Rows, start: int, at: int, widest: int) -> bool:
    """Whether the last row is a remark or names who filled in the form."""
    row = rows[at]
    first = min(area.column for line in rows[start : at + 1] for area in line)
    last = max(area.last_column for line in rows[start:at] for area in line) if at > start else 0
    if any(area.last_row >= row[0].row for line in rows[start:at] for area in line):
        return False
    if len(row) == 1 and widest > 1 and row[0].column == first:
        across = row[0].last_column >= last and at == len(rows) - 1 and len(row[0].text) > 30
        return across or bool(patterns()["note"].match(row[0].text) or patterns()["label"].match(row[0].text))
    return _is_form_line(row, widest)


def _is_form_line(row: Sequence[Area], widest: int) -> bool:
    return len(row) < widest and widest > 2 and all(patterns()["label"].match(area.text) for area in row)


def _grid(areas: Sequence[Area]) -> Grid:
    rows, columns = sorted({area.row for area in areas}), sorted({area.column for area in areas})
    taken: set[tuple[int, int]] = set()
    cells = []
    for area in areas:
        row, column = bisect_left(rows, area.row), bisect_left(columns, area.column)
        last_row, last_column = bisect_right(rows, area.last_row), bisect_right(columns, area.last_column)
        span = {(row, column)}
        if last_row > row + 1 or last_column > column + 1:
            span = {(r, c) for r in range(row, last_row) for c in range(column, last_column)}
        if not taken.isdisjoint(span):  # a broken file merges one cell twice
            span = {(row, column)} - taken
            last_row, last_column = row + 1, column + 1
        taken |= span
        cells.append(GridCell(row, column, area.text, last_row - row, last_column - column))
    cells += [
        GridCell(row, column, "")
        for row in range(len(rows))
        for column in range(len(columns))
        if (row, column) not in taken
    ]
    return Grid(len(rows), len(columns), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
