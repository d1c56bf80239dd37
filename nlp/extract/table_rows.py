"""Tell what each row below a table's header is: a task, a heading of the rows below it, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlp.extract.grid import TableGrid, is_sign
from nlp.extract.table_columns import Columns
from nlp.lexicon import load_patterns

RowKind = Literal["task", "heading", "title", "other"]

_NUMBERED = ("workstream", "measure", "item")
LONGEST_HEADING = 40  # characters of a row across the table that heads the rows below it


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its index and kind; `level` and `text` of a heading, 0 for 一、, 1 for （一）, 2 for 1."""

    index: int
    kind: RowKind
    text: str = ""
    level: int = 0


def read_rows(grid: TableGrid, columns: Columns) -> Iterator[Row]:
    """The rows below the header, those of a header that is repeated left out.

    A title (…分解表) that is none of those above begins another table.
    """
    first, last = columns.header
    header = [grid.row(row) for row in range(first, last + 1)]
    titles = {grid.across(row) for row in range(first)}
    for row in range(last + 1, grid.row_count):
        if any(_repeats(grid.row(row), names) for names in header):
            continue
        text = _heading_text(grid, columns, row)
        if text is None:
            yield Row(row, "task" if _holds_task(grid, columns, row) else "other")
        elif text in titles or not _has_words(without_number(text)) or is_continued(text):
            yield Row(row, "other")
        elif (level := _level(text)) is not None and len(text) <= LONGEST_HEADING and not re.search("[。；]", text):
            yield Row(row, "heading", text, level)
        elif _rule("title").search(text) and len(text) <= LONGEST_HEADING:
            yield Row(row, "title", text)
        elif len(text) <= LONGEST_HEADING and not re.search("[。；：:]", text) and not _is_none(text):
            yield Row(row, "heading", text, 0)
        else:
            yield Row(row, "other")


def is_continued(text: str) -> bool:
    """Whether a line only says that a table goes on.

    >>> is_continued("续表"), is_continued("续建项目")
    (True, False)
    """
    return _rule("continued").search(text) is not None


def without_number(text: str) -> str:
    """A heading row's text without its number.

    >>> without_number("（一）建强组织")
    '建强组织'
    """
    return next((text[m.end() :] for name in _NUMBERED if (m := _rule(name).search(text))), text)


def _repeats(row: tuple[str, ...], header: tuple[str, ...]) -> bool:
    """Whether a row is a header row printed again, blank where a merged cell above it covered a name."""
    filled = [text == name for text, name in zip(row, header, strict=True) if text]
    return len(filled) >= min(2, len(header)) and all(filled)


def _heading_text(grid: TableGrid, columns: Columns, row: int) -> str | None:
    """The text of a row that may head others: it covers the table, or stands alone in the first cell.

    Where the first cell is that of the tasks it must cover the table or be numbered.
    """
    text = grid.lone(row)
    if text is None or grid.across(row) is not None or columns.task != 0:
        return text
    return text if _level(text) in (0, 1) else None


def _holds_task(grid: TableGrid, columns: Columns, row: int) -> bool:
    cell = grid.own(row, columns.task)
    text = grid.text(row, columns.task)
    if cell is None or not text or _is_none(text):
        return False
    if not _has_words(text) or len(text) == 1:
        return False
    head = grid.own_cells(row)[0]
    return not _is_none(grid.text(row, head.column)) or head.column in columns.groups


def _has_words(text: str) -> bool:
    """Whether a text is more than a number and marks, as the serial number of a row left blank is."""
    return re.search(r"[^\W\d_]", re.sub(r"^[一二三四五六七八九十]+$", "", text)) is not None


def _is_none(text: str) -> bool:
    """Whether a row that begins so is no task and heads none: a sum, a note, a sign."""
    return is_sign(text) or bool(_rule("total").search(text) or _rule("note").search(text))


def _level(text: str) -> int | None:
    return next((i for i, name in enumerate(_NUMBERED) if _rule(name).search(text)), None)


@cache
def _rule(name: str) -> re.Pattern[str]:
    return load_patterns("table_rows.toml")[name]
