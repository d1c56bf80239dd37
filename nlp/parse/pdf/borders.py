"""Join a page's ruling lines into the borders and cells of tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nlp.parse.pdf.rulings import Ruling

SNAP = 3.0  # points between rulings that are one border
REACH = 3.5  # points by which a ruling may miss the one it ends at
OPEN = 8.0  # points by which rulings must stick out to stand for a border that is not drawn
COVER = 0.6  # part of a cell's side that must be ruled

Cell = tuple[int, int, int, int]  # row, column, row span, column span


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


def merge(rulings: Iterable[Ruling]) -> list[Ruling]:
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


def components(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
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


def area_of(group: Sequence[Ruling]) -> float:
    """The area that a group of rulings covers."""
    xs = [x for r in group for x in ((r.at,) if r.vertical else (r.start, r.end))]
    ys = [y for r in group for y in ((r.start, r.end) if r.vertical else (r.at,))]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def borders_of(group: Sequence[Ruling]) -> tuple[list[float], list[float], tuple[bool, bool]]:
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


def cells_of(group: Sequence[Ruling], xs: Sequence[float], ys: Sequence[float]) -> list[tuple[int, int, int, int]]:
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
