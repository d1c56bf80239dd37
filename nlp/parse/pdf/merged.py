"""Spread the texts of a table without rulings over the rows that they stand in the middle of: centres to row spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from nlp.parse.pdf.lines import Row

TOLERANCE = 0.35  # letter sizes by which a text may miss the middle of its rows
EVEN = 1.0  # points by which steps of one kind may differ
Span = tuple[int, int]  # the first row and the one behind the last


class Ink(NamedTuple):
    """How far the letters of a cell or row reach: their upper and lower edge."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height in the middle of the letters."""
        return (self.top + self.bottom) / 2


def ink_of(rows: Sequence[Row]) -> Ink:
    """The edges of the letters of some lines."""
    chars = [char for row in rows for char in row]
    return Ink(min(char.y - 0.86 * char.size for char in chars), max(char.y + 0.14 * char.size for char in chars))


def blocks_of(lines: Sequence[Row], pitch: float) -> list[Ink]:
    """The cells of a column that has fewer than the table has rows: lines no more than one pitch apart are one cell."""
    groups: list[list[Row]] = []
    for line in lines:
        if groups and line[0].y - groups[-1][-1][0].y < pitch + EVEN:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [ink_of(group) for group in groups]


def borders_of(rows: Sequence[Ink]) -> list[float]:
    """The heights between the rows, and as far above the first and below the last as the narrowest gap allows."""
    gaps = [(one.bottom, two.top) for one, two in pairwise(rows)]
    white = min((below - above for above, below in gaps), default=0.0) / 2
    return [rows[0].top - white, *((above + below) / 2 for above, below in gaps), rows[-1].bottom + white]


def spread(borders: Sequence[float], cells: Sequence[Ink], size: float) -> list[Span] | None:
    """The rows that each cell of a column spans, if all rows can be dealt out so that each cell stands in the middle.

    None where they cannot, or in more than one way.

    >>> spread([0, 20, 40, 60, 80, 100], [Ink(25, 35), Ink(75, 85)], 10)
    [(0, 3), (3, 5)]
    >>> spread([0, 20, 40], [Ink(5, 15)], 10) is None
    True
    """
    middles = [cell.middle for cell in cells]
    found = list(islice(_ways(borders, middles, TOLERANCE * size, 0), 2))
    return found[0] if len(found) == 1 else None


def is_merged(rows: Sequence[Ink], cells: Sequence[Ink], size: float) -> bool:
    """Whether a column with blank rows seems to be merged downwards from the middle, and not from the top.

    Its first row is blank, or a cell stands neither in the middle nor at the top of a row.
    """
    near = TOLERANCE * size
    first = cells[0].top > rows[0].bottom
    return first or any(
        all(min(abs(cell.middle - row.middle), abs(cell.top - row.top)) > near for row in rows) for cell in cells
    )


def _ways(borders: Sequence[float], middles: Sequence[float], near: float, start: int) -> Iterator[list[Span]]:
    last = len(borders) - 1
    if not middles:
        if start == last:
            yield []
        return
    for end in range(start + 1, last - len(middles) + 2):
        if abs((borders[start] + borders[end]) / 2 - middles[0]) <= near:
            for rest in _ways(borders, middles[1:], near, end):
                yield [(start, end), *rest]
