"""Find tables that are ruled across only (three-line tables): columns by the white that runs through all rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from nlp.parse.pdf.borders import Cell, merge, snap
from nlp.parse.pdf.grid import Lattice, fill
from nlp.parse.pdf.lines import Row, sort_rows
from nlp.parse.pdf.page import Char, Page
from nlp.parse.pdf.rulings import Ruling

SAME_END = 4.0  # points by which the ends of a table's rules may differ
WHITE = 1.0  # narrowest white between two columns, in letter sizes
FEWEST_RULES = 3


def find_open_tables(page: Page, chars: Sequence[Char]) -> tuple[list[Lattice], list[Char], int]:
    """Tables between three or more rules of one length, the characters outside them, and how many were not clear.

    A table is clear if white runs through all its rows, its head names every column, and every row fills its first
    column, or rules separate the rows; one that is not stays running text.
    """
    lattices: list[Lattice] = []
    doubtful = 0
    rest = list(chars)
    for rules in _stacks(merge(page.rulings)):
        ys = snap(rule.at for rule in rules)
        left, right = rules[0].start, rules[0].end
        inside = [char for char in rest if ys[0] < char.middle < ys[-1] and left - 3 < char.x0 and char.x1 < right + 3]
        rows = sort_rows(inside)
        head = [row for row in rows if row[0].middle < ys[1]] if len(ys) >= FEWEST_RULES else []
        if not head or len(rows) == len(head) or max(len(_words(row)) for row in head) < 2:
            continue
        xs = _borders(rows, left, right)
        lines = _row_borders(rows, xs, ys)
        if lines is None or any(len(_words(row)) != len(xs) - 1 for row in head):
            doubtful += max(len(_words(row)) for row in head) > 2
            continue
        cells: list[Cell] = [(r, c, 1, 1) for r in range(len(lines) - 1) for c in range(len(xs) - 1)]
        lattices.append(fill(page, cells, xs, lines, inside))
        gone = set(map(id, inside))
        rest = [char for char in rest if id(char) not in gone]
    return lattices, rest, doubtful


def _stacks(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rules of one length below one another, with nothing upright touching them."""
    upright = [ruling for ruling in rulings if ruling.vertical]
    stacks: dict[tuple[int, int], list[Ruling]] = defaultdict(list)
    for rule in sorted((ruling for ruling in rulings if not ruling.vertical), key=lambda ruling: ruling.at):
        if any(rule.start - 3 < up.at < rule.end + 3 and up.start - 3 < rule.at < up.end + 3 for up in upright):
            continue
        ends = next((e for e in stacks if abs(e[0] - rule.start) + abs(e[1] - rule.end) < 2 * SAME_END), None)
        stacks[ends or (round(rule.start), round(rule.end))].append(rule)
    return [stack for stack in stacks.values() if len(stack) >= FEWEST_RULES]


def _words(row: Row) -> list[tuple[float, float]]:
    """The pieces of a row between wide whites, as left and right edges."""
    pieces: list[tuple[float, float]] = []
    for char in row:
        if char.text == " ":
            continue
        if pieces and char.x0 - pieces[-1][1] < WHITE * char.size:
            pieces[-1] = pieces[-1][0], max(char.x1, pieces[-1][1])
        else:
            pieces.append((char.x0, char.x1))
    return pieces


def _borders(rows: Sequence[Row], left: float, right: float) -> list[float]:
    """Column borders in the middle of each white that no row interrupts."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted(piece for row in rows for piece in _words(row)):
        if columns and x0 < columns[-1][1] + 2:
            columns[-1] = columns[-1][0], max(x1, columns[-1][1])
        else:
            columns.append((x0, x1))
    return [left, *((one[1] + two[0]) / 2 for one, two in pairwise(columns)), right]


def _row_borders(rows: Sequence[Row], xs: Sequence[float], ys: Sequence[float]) -> list[float] | None:
    """Row borders: the rules, or between any two lines of the body where three rules are all; None if not clear."""
    if len(xs) < 3:
        return None
    if len(ys) > FEWEST_RULES:
        return list(ys)
    body = [row for row in rows if row[0].middle > ys[1]]
    if any(_words(row)[0][0] > xs[1] for row in body):
        return None
    tops = [(one[0].y + two[0].middle - two[0].size * 0.5) / 2 for one, two in pairwise(body)]
    return [ys[0], ys[1], *tops, ys[2]]
