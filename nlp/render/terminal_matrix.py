"""Print which unit's reports prove which item: a matrix of signs that fits the terminal, items down or units down."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nlp.render.coverage_records import URGENCY, CoverageView
from nlp.render.coverage_sheets import status_word
from nlp.render.terminal_look import STYLES, print_heading
from nlp.render.words import word
from nlp.types import Status

MOST_UNITS = 12
"""Of more units than this only the counts are shown."""
MOST_LINES = 60
"""A matrix that would be longer is left out; the counts stand for it."""
_NAME = 20  # cells of a unit's name; a longer one is cut
_GAP = 1
_MARK = 3  # cells of a column of signs, its gap included

Marks = Sequence[Status | None]


def print_matrix(view: CoverageView, console: Console) -> None:
    """Print the matrix in the form that takes fewer lines; nothing where it would be too wide or too long."""
    if not view.items or not 0 < len(view.units) <= MOST_UNITS:
        return
    wide = max(len(item.task.id) for item in view.items) + _GAP
    label = min(_NAME, max(cell_len(name) for name in _names(view))) + _GAP
    fit = (console.width - label) // wide  # items side by side
    blocks = -(-len(view.items) // fit) if fit > 0 else MOST_LINES
    across = blocks * (len(view.units) + 2)
    left = console.width - wide - _MARK * (len(view.units) + 2)  # for the text of an item
    down = len(view.items) + 2 if left > 0 else MOST_LINES + 1
    if min(across, down) > MOST_LINES:
        return
    print_heading(console, word("sheet.matrix"))
    console.print(_legend())
    if across <= down:
        step = -(-len(view.items) // blocks)  # blocks of one size
        for first in range(0, len(view.items), step):
            console.print(_units_down(view, first, first + step, label - _GAP))
    else:
        console.print(Text("　".join(f"{n}.{unit.name}" for n, unit in enumerate(view.units, 1))))
        console.print(_items_down(view, wide - _GAP, left))


def _names(view: CoverageView) -> list[str]:
    return [word("column.overall"), *(unit.name for unit in view.units)]


def _units_down(view: CoverageView, first: int, end: int, label: int) -> Table:
    """The items from `first` to `end` as columns under their ids, a row for each unit."""
    items = view.items[first:end]
    table = _grid()
    table.add_column("", width=label, no_wrap=True, overflow="ellipsis")
    for item in items:
        table.add_column(item.task.id, justify="center", no_wrap=True)
    rows: list[Marks] = [[item.status for item in items]]
    rows += [[item.by_unit[at] for item in items] for at in range(len(view.units))]
    for name, marks in zip(_names(view), rows, strict=True):
        table.add_row(Text(name), *map(_dot, marks))
    return table


def _items_down(view: CoverageView, id_width: int, text_width: int) -> Table:
    """A row for each item, the units as columns under their numbers."""
    table = _grid()
    table.add_column("", no_wrap=True, width=id_width)
    table.add_column(word("column.overall"), justify="center", no_wrap=True, width=2 * _MARK - _GAP)
    for number in range(1, len(view.units) + 1):
        table.add_column(str(number), justify="center", no_wrap=True, width=_MARK - _GAP)
    table.add_column("", no_wrap=True, overflow="ellipsis", width=text_width)
    for item in view.items:
        table.add_row(item.task.id, _dot(item.status), *map(_dot, item.by_unit), Text(item.task.text))
    return table


def _grid() -> Table:
    return Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold")


def _dot(status: Status | None) -> Text:
    return Text(word(f"dot.{status or 'absent'}"), style=STYLES[status] if status else "dim")


def _legend() -> Text:
    line = Text()
    for status in (*reversed(URGENCY), None):
        line.append_text(_dot(status)).append(f" {status_word(status)}　")
    return line
