"""Read the straight lines of one page of an open PDF, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from nlp.parse.pdf.chars import bare

MOST_RULINGS = 40_000  # a page with more is a drawing

Point = tuple[float, float]
Turn = Callable[[float, float], Point]


class Ruling(NamedTuple):
    """A straight line: horizontal at height `at` from `start` to `end`, or vertical at `at`."""

    vertical: bool
    at: float
    start: float
    end: float


def read_rulings(c: Any, page: Any, turn: Turn) -> tuple[tuple[Ruling, ...], float, int]:
    """The page's straight lines, the area that its pictures cover, and how many shapes are drawn on it."""
    rulings: list[Ruling] = []
    area = 0.0
    shapes = 0
    matrix = c.FS_MATRIX()
    edges = [ctypes.c_float() for _ in range(4)]
    stack: list[tuple[Any, tuple[float, ...], int]] = [(thing, (1, 0, 0, 1, 0, 0), 0) for thing in _drawn(c, page)]
    while stack and len(rulings) < MOST_RULINGS:
        thing, outer, depth = stack.pop()
        kind = c.FPDFPageObj_GetType(thing)
        if kind == c.FPDF_PAGEOBJ_PATH:
            shapes += 1
            c.FPDFPageObj_GetMatrix(thing, matrix)
            rulings += _path(c, thing, _times(matrix, outer), turn)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            c.FPDFPageObj_GetBounds(thing, *edges)
            left, bottom, right, top = (edge.value for edge in edges)
            corner, other = (turn(*_apply(outer, x, y)) for x, y in ((left, bottom), (right, top)))
            area += abs(corner[0] - other[0]) * abs(corner[1] - other[1])
            rulings += _thin(corner, other)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < 8:
            c.FPDFPageObj_GetMatrix(thing, matrix)
            inner = _times(matrix, outer)
            stack += [
                (c.FPDFFormObj_GetObject(thing, i), inner, depth + 1) for i in range(c.FPDFFormObj_CountObjects(thing))
            ]
    return (() if stack else tuple(rulings)), area, shapes


def _drawn(c: Any, page: Any) -> Iterator[Any]:
    """The page's objects other than text, of which there are most."""
    get = bare(c.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    kind = bare(c.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
    handle = ctypes.cast(page, ctypes.c_void_p).value
    things = map(get, repeat(handle), range(c.FPDFPage_CountObjects(page)))
    return (ctypes.cast(thing, c.FPDF_PAGEOBJECT) for thing in things if kind(thing) != c.FPDF_PAGEOBJ_TEXT)


def _path(c: Any, path: Any, matrix: tuple[float, ...], turn: Turn) -> Iterator[Ruling]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[Point]] = []
    for i in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, i)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_BEZIERTO:
            return
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn(*_apply(matrix, x.value, y.value))
        if kind == c.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if c.FPDFPathSegment_GetClose(segment) and parts[-1][0] != point:
            parts[-1].append(parts[-1][0])
    for part in parts:
        low = min(p[0] for p in part), min(p[1] for p in part)
        high = max(p[0] for p in part), max(p[1] for p in part)
        thin = list(_thin(low, high))
        if thin:
            yield from thin
        elif stroke.value:
            for one, two in pairwise(part):
                yield from _thin(one, two)


def _thin(one: Point, two: Point) -> Iterator[Ruling]:
    """The ruling that a line or thin rectangle between two corners is, if it is one."""
    width, height = abs(one[0] - two[0]), abs(one[1] - two[1])
    if height <= 3 and width > 4 * height and width >= 3:
        yield Ruling(False, (one[1] + two[1]) / 2, min(one[0], two[0]), max(one[0], two[0]))
    elif width <= 3 and height > 4 * width and height >= 3:
        yield Ruling(True, (one[0] + two[0]) / 2, min(one[1], two[1]), max(one[1], two[1]))


def _apply(matrix: tuple[float, ...], x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Any, outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = outer
    return (
        a * inner.a + c * inner.b,
        b * inner.a + d * inner.b,
        a * inner.c + c * inner.d,
        b * inner.c + d * inner.d,
        a * inner.e + c * inner.f + e,
        b * inner.e + d * inner.f + f,
    )
