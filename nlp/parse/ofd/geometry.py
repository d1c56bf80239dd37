"""Move points between an OFD's objects, its page, and the page as a reader holds it."""

from __future__ import annotations

from collections.abc import Callable

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[Point], Point]


def turn_back(quarter: int, width: float, height: float) -> Turn:
    """How a point moves when the page is turned back by quarter turns, which its letters stand clockwise."""
    turns: tuple[Turn, ...] = (
        lambda p: p,
        lambda p: (p[1], width - p[0]),
        lambda p: (width - p[0], height - p[1]),
        lambda p: (height - p[1], p[0]),
    )
    return turns[quarter]


def apply(matrix: Matrix, point: Point) -> Point:
    """Where a matrix moves a point.

    >>> apply((2, 0, 0, 2, 10, 0), (1, 1))
    (12, 2)
    """
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that moves a point by the inner and then by the outer one.

    >>> times((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 5))
    (2, 0, 0, 2, 5, 5)
    """
    a, b, c, d, e, f = outer
    i, j, k, m, n, o = inner
    return a * i + c * j, b * i + d * j, a * k + c * m, b * k + d * m, a * n + c * o + e, b * n + d * o + f
