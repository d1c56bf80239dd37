"""Join a page's ruling lines and characters into lattices: tables with their merged cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nlp.parse.pdf.lines import Line, row_text, sort_rows
from nlp.parse.pdf.page import MIDDLE, Char, Page
from nlp.parse.pdf.rulings import Ruling

SNAP = 3.0  # points between rulings that are one border
REACH = 3.5  # points by which a ruling may miss the one it ends at
OPEN = 8.0  # points by which rulings must stick out to stand for a border that is not drawn
MOST_CROSSINGS = 4_000_000  # pairs of a line across and one down on a page
MOST_CELLS = 20_000  # of one table on one page
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

    `top` and `bottom` are its edges on the first and on the last of its pages; `open_top` and `open_bottom` tell that
    no border is drawn there.
    """

    rows: int
    borders: tuple[float, ...]
    boxes: tuple[Box, ...]
    top: float
    bottom: float
    page: int
    last_page: int
    open_top: bool = False
    open_bottom: bool = False

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.borders) - 1


def find_lattices(page: Page) -> tuple[list[Lattice], list[Char], bool]:
    """The ruled tables of a page from the top, the characters that stand in none of them, and whether one was given up.

    A frame around one cell is no table; a table inside a cell is read as that cell's text; what has more cells than
    any printed table is a drawing, and given up.
    """
    chars = page.chars
    merged = _merged(page.rulings)
    upright = sum(ruling.vertical for ruling in merged)
    if upright * (len(merged) - upright) > MOST_CROSSINGS:
        return [], chars, True
    lattices: list[Lattice] = []
    taken: list[tuple[float, float, float, float]] = []
    given_up = False
    for group in sorted(_components(merged), key=_area, reverse=True):
        xs, ys, ends = _borders(group)
        if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
            continue
        edges = xs[0], ys[0], xs[-1], ys[-1]
        if any(
            a <= edges[0] + SNAP and b <= edges[1] + SNAP and c >= edges[2] - SNAP and d >= edges[3] - SNAP
            for a, b, c, d in taken
        ):
            continue
        if len(xs) * len(ys) > MOST_CELLS:
            given_up = True
            continue
        cells = _cells(group, xs, ys)
        inside, outside = part(chars, xs, ys)
        if len(cells) < 2 or not any(char[0] != " " for char in inside):
            continue
        taken.append(edges)
        lattices.append(fill(page, cells, xs, ys, inside, open_ends=ends))
        chars = outside
    return sorted(lattices, key=lambda lattice: lattice.top), chars, given_up


def part(chars: Iterable[Char], xs: Sequence[float], ys: Sequence[float]) -> tuple[list[Char], list[Char]]:
    """The characters whose middle lies within the outer borders, and the others."""
    left, right, top, bottom = xs[0], xs[-1], ys[0], ys[-1]
    inside: list[Char] = []
    outside: list[Char] = []
    for char in chars:
        _, x0, x1, y, size, _ = char
        within = left < (x0 + x1) / 2 < right and top < y - MIDDLE * size < bottom
        (inside if within else outside).append(char)
    return inside, outside


def fill(
    page: Page,
    cells: Iterable[tuple[int, int, int, int]],
    xs: Sequence[float],
    ys: Sequence[float],
    chars: Iterable[Char],
    *,
    open_ends: tuple[bool, bool] = (False, False),
) -> Lattice:
    """A lattice from cells (row, column, row span, column span), their borders, and the characters in them.

    `open_ends` tells whether no border is drawn at its top and at its bottom.
    """
    owner = {
        (r, c): cell
        for cell in cells
        for r in range(cell[0], cell[0] + cell[2])
        for c in range(cell[1], cell[1] + cell[3])
    }
    held: dict[tuple[int, int, int, int], list[Char]] = {cell: [] for cell in sorted(set(owner.values()))}
    turned: dict[tuple[int, int, int, int], list[Char]] = defaultdict(list)
    for pile, found in ((held, chars), (turned, page.sideways)):
        left = right = top = bottom = 0.0  # of the unit in which the last character stood
        letters: list[Char] = []
        for char in found:
            _, x0, x1, y, size, _ = char
            x, middle = (x0 + x1) / 2, y - MIDDLE * size
            if not (left <= x < right and top <= middle < bottom):
                row, column = bisect_right(ys, middle) - 1, bisect_right(xs, x) - 1
                if (row, column) not in owner:
                    continue
                letters = pile[owner[row, column]]
                left, right, top, bottom = xs[column], xs[column + 1], ys[row], ys[row + 1]
            letters.append(char)
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
    return Lattice(len(ys) - 1, tuple(xs), boxes, ys[0], ys[-1], page.number, page.number, *open_ends)


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
    down = sorted((ruling.at, i) for i, ruling in enumerate(rulings) if ruling.vertical)
    for i in across:
        flat = rulings[i]
        for k in range(bisect_left(down, (flat.start - REACH,)), bisect_right(down, (flat.end + REACH, len(rulings)))):
            j = down[k][1]
            if rulings[j].start - REACH <= flat.at <= rulings[j].end + REACH:
                parent[root(i)] = root(j)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for i, ruling in enumerate(rulings):
        groups[root(i)].append(ruling)
    return [group for group in groups.values() if len(group) >= 3]


def _area(group: Sequence[Ruling]) -> float:
    xs = [x for r in group for x in ((r.at,) if r.vertical else (r.start, r.end))]
    ys = [y for r in group for y in ((r.start, r.end) if r.vertical else (r.at,))]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _borders(group: Sequence[Ruling]) -> tuple[list[float], list[float], tuple[bool, bool]]:
    """The column and row borders of a group, and whether its top and its bottom are open.

    Sides that are left open lie where the rulings end.
    """
    down = [ruling for ruling in group if ruling.vertical]
    across = [ruling for ruling in group if not ruling.vertical]
    xs, ys = snap(ruling.at for ruling in down), snap(ruling.at for ruling in across)
    ends = False, False
    for borders, crossing in ((xs, across), (ys, down)):
        if not borders:
            continue
        first, last = min(r.start for r in crossing), max(r.end for r in crossing)
        before = borders[0] - first > OPEN and sum(borders[0] - r.start > OPEN for r in crossing) >= 2
        behind = last - borders[-1] > OPEN and sum(r.end - borders[-1] > OPEN for r in crossing) >= 2
        borders[:] = [*[first] * before, *borders, *[last] * behind]
        ends = before, behind
    return xs, ys, ends


def _cells(group: Sequence[Ruling], xs: Sequence[float], ys: Sequence[float]) -> list[tuple[int, int, int, int]]:
    """Cells as (row, column, row span, column span): units between which no border is drawn are one cell."""
    rows, columns = len(ys) - 1, len(xs) - 1
    down = _along(group, True, xs)
    across = _along(group, False, ys)
    right = [[_ruled(down[c + 1], ys[r], ys[r + 1]) for c in range(columns - 1)] for r in range(rows)]
    below = [[_ruled(across[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows - 1)]
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


def _along(group: Sequence[Ruling], vertical: bool, borders: Sequence[float]) -> list[list[Ruling]]:
    """The rulings that lie on each border."""
    found: list[list[Ruling]] = [[] for _ in borders]
    for ruling in group:
        if ruling.vertical is vertical:
            for k in range(bisect_left(borders, ruling.at - SNAP), bisect_right(borders, ruling.at + SNAP)):
                found[k].append(ruling)
    return found


def _ruled(rulings: Iterable[Ruling], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(ruling.end, end) - max(ruling.start, start)) for ruling in rulings)
    return covered >= COVER * (end - start)
