"""Join the dots and short dashes of dotted lines into ruling lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

LARGEST = 3.0  # points: a shape no larger either way may be a dot
WIDEST_STEP = 5.0  # points from the beginning of one dot to that of the next
FEWEST = 6  # dots of a line

Dot = tuple[float, float, float, float]  # left, top, right, bottom


def is_dot(dot: Dot) -> bool:
    """Whether a shape with these edges is as small as a dot.

    >>> is_dot((10, 10, 10.7, 10.7)), is_dot((10, 10, 30, 10.7))
    (True, False)
    """
    left, top, right, bottom = dot
    return right - left <= LARGEST and bottom - top <= LARGEST


def join_dots(dots: Iterable[Dot]) -> Iterator[tuple[bool, float, float, float]]:
    """The lines that rows of dots are: whether upright, where they lie, their start and end.

    >>> list(join_dots([(2.0 * i, 10.0, 2.0 * i + 1, 11.0) for i in range(20)]))
    [(False, 10.5, 0.0, 39.0)]
    """
    found = list(dots)
    for vertical in (False, True):
        rows: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        for left, top, right, bottom in found:
            at = (left + right) / 2 if vertical else (top + bottom) / 2
            rows[round(at)].append((top, bottom, at) if vertical else (left, right, at))
        for row in rows.values():
            if len(row) < FEWEST:
                continue
            row.sort()
            chain = row[:1]
            for dot in [*row[1:], (float("inf"), 0.0, 0.0)]:
                if dot[0] - chain[-1][0] <= WIDEST_STEP:
                    chain.append(dot)
                    continue
                if len(chain) >= FEWEST:
                    at = sum(middle for _, _, middle in chain) / len(chain)
                    yield vertical, at, chain[0][0], max(end for _, end, _ in chain)
                chain = [dot]
