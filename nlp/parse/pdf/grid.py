"""Join a page's ruling lines and characters into lattices: tables with their merged cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from nlp.parse.pdf.borders import SNAP, Cell, area_of, borders_of, cells_of, components, merge
from nlp.parse.pdf.lines import Line, row_text, sort_rows
from nlp.parse.pdf.page import MIDDLE, Char, Page

MOST_CROSSINGS = 4_000_000  # pairs of a line across and one down on a page
MOST_CELLS = 20_000  # of one table on one page


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
    rulings = merge(page.rulings)
    upright = sum(ruling.vertical for ruling in rulings)
    if upright * (len(rulings) - upright) > MOST_CROSSINGS:
        return [], chars, True
    lattices: list[Lattice] = []
    taken: list[tuple[float, float, float, float]] = []
    given_up = False
    for group in sorted(components(rulings), key=area_of, reverse=True):
        xs, ys, ends = borders_of(group)
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
        cells = cells_of(group, xs, ys)
        inside, outside = part(chars, xs, ys)
        if len(cells) < 2 or not any(char[0] != " " for char in inside):
            continue
        taken.append(edges)
        lattices.append(trim(fill(page, cells, xs, ys, inside, open_ends=ends)))
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
    cells: Iterable[Cell],
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
    held: dict[Cell, list[Char]] = {cell: [] for cell in sorted(set(owner.values()))}
    turned: dict[Cell, list[Char]] = defaultdict(list)
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
    known: dict[float, float] = {}
    boxes = tuple(
        Box(
            *cell,
            _lines(held[cell], page.number, known) or _sideways(turned[cell], page.number),
            xs[cell[1]],
            xs[cell[1] + cell[3]],
            page.number,
        )
        for cell in held
    )
    return Lattice(len(ys) - 1, tuple(xs), boxes, ys[0], ys[-1], page.number, page.number, *open_ends)


def trim(lattice: Lattice) -> Lattice:
    """The lattice without a last row that is open and empty: the beginning of one that the next page prints whole."""
    last = lattice.rows - 1
    ends = [box for box in lattice.boxes if box.row + box.row_span > last]
    if not lattice.open_bottom or last < 1 or any(box.text for box in ends if box.row == last):
        return lattice
    kept = (box._replace(row_span=min(box.row_span, last - box.row)) for box in lattice.boxes if box.row < last)
    return replace(lattice, rows=last, boxes=tuple(kept), open_bottom=False)


def _lines(chars: list[Char], page: int, known: dict[float, float]) -> tuple[Line, ...]:
    """The lines of a cell; equal numbers of a page are one object in `known`, for a long table holds many lines."""
    lines = []
    for row in sort_rows(chars):
        x0, x1, y, size = (known.setdefault(at, at) for at in (row[0].x0, row[-1].x1, row[-1].y, row[0].size))
        lines.append(Line(row_text(row), x0, x1, y, size, row[0].bold, page))
    return tuple(lines)


def _sideways(chars: list[Char], page: int) -> tuple[Line, ...]:
    """Letters lying on their side, in the order in which they were set."""
    text = "".join(char.text for char in chars).strip()
    return (Line(text, chars[0].x0, chars[0].x1, chars[0].y, chars[0].size, chars[0].bold, page),) if text else ()
