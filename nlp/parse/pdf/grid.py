"""Join a page's ruling lines and characters into lattices: tables with their merged cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nlp.parse.pdf.lines import Line, row_text, sort_rows
from nlp.parse.pdf.page import Char, Page
from nlp.parse.pdf.rulings import Ruling

SNAP = 3.0  # points between rulings that are one border
REACH = 3.5  # points by which a ruling may miss the one it ends at
OPEN = 8.0  # points by which rulings must stick out to stand for a border that is not drawn
COVER = 0.6  # part of a cell's side that must be ruled


class Box(NamedTuple):
    """One cell as printed: its place in the lattice, its lines of text, its left and right side, its page."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]
    x0: float
    x1: float
    page: int

    @property
    def text(self) -> str:
        """The cell's letters without spaces, for comparing."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table on one page, or joined over several: its column borders, its boxes by row and column.

    `top` and `bottom` are its edges on the first and on the last of its pages.
    """

    rows: int
    borders: tuple[float, ...]
    boxes: tuple[Box, ...]
    top: float
    bottom: float
    page: int
    last_page: int

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.borders) - 1


def find_lattices(page: Page) -> tuple[list[Lattice], list[Char]]:
    """The ruled tables of a page from the top, and the characters that stand in none of them.

    A frame around one cell is no table; a table inside a cell is read as that cell's text.
    """
    groups = sorted(_components(_merged(page.rulings)), key=_area, reverse=True)
    chars = list(page.chars)
    lattices: list[Lattice] = []
    taken: list[tuple[float, float, float, float]] = []
    for group in groups:
        xs, ys = _borders(group)
        if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
            continue
        edges = xs[0], ys[0], xs[-1], ys[-1]
        if any(
            a <= edges[0] + SNAP and b <= edges[1] + SNAP and c >= edges[2] - SNAP and d >= edges[3] - SNAP
            for a, b, c, d in taken
        ):
            continue
        cells = _cells(group, xs, ys)
        inside = [char for char in chars if xs[0] < (char.x0 + char.x1) / 2 < xs[-1] and ys[0] < char.middle < ys[-1]]
        if len(cells) < 2 or not any(char.text != " " for char in inside):
            continue
        taken.append(edges)
        lattices.append(fill(page, cells, xs, ys, inside))
        gone = set(map(id, inside))
        chars = [char for char in chars if id(char) not in gone]
    return sorted(lattices, key=lambda lattice: lattice.top), chars


def fill(
    page: Page,
    cells: Iterable[tuple[int, int, int, int]],
    xs: Sequence[float],
    ys: Sequence[float],
    chars: Iterable[Char],
) -> Lattice:
    """A lattice from cells (row, column, row span, column span), their borders, and the characters in them."""
    owner = {
        (r, c): cell
        for cell in cells
        for r in range(cell[0], cell[0] + cell[2])
        for c in range(cell[1], cell[1] + cell[3])
    }
    held: dict[tuple[int, int, int, int], list[Char]] = {cell: [] for cell in sorted(set(owner.values()))}
    turned: dict[tuple[int, int, int, int], list[Char]] = defaultdict(list)
    for pile, found in ((held, chars), (turned, page.turned)):
        for char in found:
            row = bisect_right(ys, char.middle) - 1
            column = bisect_right(xs, (char.x0 + char.x1) / 2) - 1
            if (row, column) in owner:
                pile[owner[row, column]].append(char)
    boxes = tuple(
        Box(
            *cell,
            _lines(held[cell], page.number) or _sideways(turned[cell], page.number),
            xs[cell[1]],
            xs[cell[1] + cell[3]],
            page.number,
        )
        for cell in held
    )
    return Lattice(len(ys) - 1, tuple(xs), boxes, ys[0], ys[-1], page.number, page.number)


def snap(places: Iterable[float]) -> list[float]:
    """Borders from the places of rulings, those that lie together being one.

    >>> snap([10.0, 80.5, 11.0])
    [10.5, 80.5]
    """
    borders: list[list[float]] = []
    for at in sorted(places):
        if borders and at - borders[-1][0] <= SNAP:
            borders[-1].append(at)
        else:
            borders.append([at])
    return [sum(border) / len(border) for border in borders]


def _lines(chars: list[Char], page: int) -> tuple[Line, ...]:
    return tuple(
        Line(row_text(row), row[0].x0, row[-1].x1, row[-1].y, row[0].size, row[0].bold, page)
        for row in sort_rows(chars)
    )


def _sideways(chars: list[Char], page: int) -> tuple[Line, ...]:
    """Letters lying on their side, in the order in which they were set."""
    text = "".join(char.text for char in chars).strip()
    return (Line(text, chars[0].x0, chars[0].x1, chars[0].y, chars[0].size, chars[0].bold, page),) if text else ()


# --- rulings --------------------------------------------------------------------------------------------------------


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one line as one: on the same height, one beginning where another ends."""
    merged: list[Ruling] = []
    for vertical in (False, True):
        found = sorted(ruling for ruling in rulings if ruling.vertical is vertical)
        lines: list[list[Ruling]] = []
        for ruling in found:
            if lines and ruling.at - lines[-1][0].at <= 1.6:
                lines[-1].append(ruling)
            else:
                lines.append([ruling])
        for line in lines:
            line.sort(key=lambda ruling: ruling.start)
            at = sum(ruling.at for ruling in line) / len(line)
            start, end = line[0].start, line[0].end
            for ruling in line[1:]:
                if ruling.start <= end + REACH:
                    end = max(end, ruling.end)
                else:
                    merged.append(Ruling(vertical, at, start, end))
                    start, end = ruling.start, ruling.end
            merged.append(Ruling(vertical, at, start, end))
    return merged


def _components(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings that cross or touch one another, group by group."""
    parent = list(range(len(rulings)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    across = [i for i, ruling in enumerate(rulings) if not ruling.vertical]
    down = [i for i, ruling in enumerate(rulings) if ruling.vertical]
    for i in across:
        flat = rulings[i]
        for j in down:
            upright = rulings[j]
            if (
                flat.start - REACH <= upright.at <= flat.end + REACH
                and upright.start - REACH <= flat.at <= upright.end + REACH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for i, ruling in enumerate(rulings):
        groups[root(i)].append(ruling)
    return [group for group in groups.values() if len(group) >= 3]


def _area(group: Sequence[Ruling]) -> float:
    xs = [x for r in group for x in ((r.at,) if r.vertical else (r.start, r.end))]
    ys = [y for r in group for y in ((r.start, r.end) if r.vertical else (r.at,))]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _borders(group: Sequence[Ruling]) -> tuple[list[float], list[float]]:
    """The column and row borders of a group; sides that are left open lie where the rulings end."""
    down = [ruling for ruling in group if ruling.vertical]
    across = [ruling for ruling in group if not ruling.vertical]
    xs, ys = snap(ruling.at for ruling in down), snap(ruling.at for ruling in across)
    for borders, crossing in ((xs, across), (ys, down)):
        if not borders:
            continue
        first, last = min(r.start for r in crossing), max(r.end for r in crossing)
        if borders[0] - first > OPEN and sum(borders[0] - r.start > OPEN for r in crossing) >= 2:
            borders.insert(0, first)
        if last - borders[-1] > OPEN and sum(r.end - borders[-1] > OPEN for r in crossing) >= 2:
            borders.append(last)
    return xs, ys


def _cells(group: Sequence[Ruling], xs: Sequence[float], ys: Sequence[float]) -> list[tuple[int, int, int, int]]:
    """Cells as (row, column, row span, column span): units between which no border is drawn are one cell."""
    rows, columns = len(ys) - 1, len(xs) - 1
    right = [[_ruled(group, True, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns - 1)] for r in range(rows)]
    below = [[_ruled(group, False, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows - 1)]
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) not in free:
                continue
            wide = 1
            while c + wide < columns and (r, c + wide) in free and not right[r][c + wide - 1]:
                wide += 1
            high = 1
            while r + high < rows and _extends(r + high, c, wide, columns, right, below, free):
                high += 1
            free -= {(i, j) for i in range(r, r + high) for j in range(c, c + wide)}
            cells.append((r, c, high, wide))
    return cells


def _extends(
    row: int,
    column: int,
    wide: int,
    columns: int,
    right: Sequence[Sequence[bool]],
    below: Sequence[Sequence[bool]],
    free: set[tuple[int, int]],
) -> bool:
    """Whether the cell above goes on in this row: no border above, none inside, borders at both sides."""
    span = range(column, column + wide)
    return (
        all((row, j) in free and not below[row - 1][j] for j in span)
        and not any(right[row][j] for j in span[:-1])
        and (column == 0 or right[row][column - 1])
        and (column + wide == columns or right[row][column + wide - 1])
    )


def _ruled(group: Iterable[Ruling], vertical: bool, at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(ruling.end, end) - max(ruling.start, start))
        for ruling in group
        if ruling.vertical is vertical and abs(ruling.at - at) <= SNAP
    )
    return covered >= COVER * (end - start)
