"""Read the straight lines of one page of an open PDF, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from nlp.parse.pdf.dots import Dot, is_dot, join_dots
from nlp.parse.pdf.pdfium import COUNT, HANDLE, address_of, ask, bare

MOST_SHAPES = 40_000  # shapes on a page, of which dotted borders need thousands; one with more is a drawing
MOST_SEGMENTS = 60_000  # pieces of the outlines of those that are no plain box
BOX = 5  # pieces of a rectangle's outline
DEEPEST = 8  # forms within forms

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[Any, Any], tuple[Any, Any]]


class Ruling(NamedTuple):
    """A straight line: horizontal at height `at` from `start` to `end`, or vertical at `at`."""

    vertical: bool
    at: float
    start: float
    end: float


def read_rulings(
    c: Any, page: Any, turn: Turn, *, texts: frozenset[int] = frozenset()
) -> tuple[tuple[Ruling, ...] | None, float, int]:
    """The page's straight lines, the area that its pictures cover, and how many shapes are drawn on it.

    `texts` are objects known to be text, which are passed over. The lines are None where the page is a drawing.
    """
    get_type = bare("FPDFPageObj_GetType", COUNT, HANDLE)
    rulings: list[Ruling] = []
    dots: list[Dot] = []
    area, shapes, segments = 0.0, 0, MOST_SEGMENTS
    stack: list[tuple[int, Matrix, int]] = [(thing, (1, 0, 0, 1, 0, 0), 0) for thing in _objects(page, texts)]
    while stack:
        thing, outer, depth = stack.pop()
        kind = get_type(thing)
        if kind == c.FPDF_PAGEOBJ_PATH:
            shapes += 1
            count = bare("FPDFPath_CountSegments", COUNT, HANDLE)(thing)
            segments -= count if count > BOX else 0
            if shapes > MOST_SHAPES or segments < 0:
                return None, area, shapes
            rulings += _path(c, thing, count, outer, turn, dots)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            corner, other = (turn(*_apply(outer, x, y)) for x, y in _bounds(thing))
            area += abs(corner[0] - other[0]) * abs(corner[1] - other[1])
            rulings += _thin(corner, other)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(c, thing), outer)
            count = min(bare("FPDFFormObj_CountObjects", COUNT, HANDLE)(thing), 2 * MOST_SHAPES)
            parts = ask("FPDFFormObj_GetObject", HANDLE, HANDLE(thing), range(count))
            stack += [(part, inner, depth + 1) for part in parts if part not in texts]
            if len(stack) > 2 * MOST_SHAPES:
                return None, area, shapes
    rulings += (Ruling(*line) for line in join_dots(dots))
    return tuple(rulings), area, shapes


def clip(rulings: Iterable[Ruling], width: float, height: float) -> tuple[Ruling, ...]:
    """The parts of lines that lie on a page of this size.

    >>> clip([Ruling(True, 10, -50, 20), Ruling(False, 900, 0, 50)], 595, 842)
    (Ruling(vertical=True, at=10, start=0, end=20),)
    """
    seen = []
    for ruling in rulings:
        vertical, at, start, end = ruling
        across, along = (width, height) if vertical else (height, width)
        if start < 0 or end > along:
            ruling = Ruling(vertical, at, max(start, 0), min(end, along))
        if -1 <= at <= across + 1 and ruling.start < ruling.end:
            seen.append(ruling)
    return tuple(seen)


def _objects(page: Any, texts: frozenset[int]) -> list[int]:
    """The page's objects other than text, of which there are most; no more than would make a drawing."""
    count = bare("FPDFPage_CountObjects", COUNT, HANDLE)(address_of(page))
    things = ask("FPDFPage_GetObject", HANDLE, page, range(count))
    return list(islice((thing for thing in things if thing not in texts), 2 * MOST_SHAPES))


def _matrix(c: Any, thing: int) -> Any:
    matrix = c.FS_MATRIX()
    bare("FPDFPageObj_GetMatrix", COUNT)(HANDLE(thing), ctypes.byref(matrix))
    return matrix


def _bounds(thing: int) -> tuple[Point, Point]:
    left, bottom, right, top = edges = [ctypes.c_float() for _ in range(4)]
    bare("FPDFPageObj_GetBounds", COUNT)(HANDLE(thing), *map(ctypes.byref, edges))
    return (left.value, bottom.value), (right.value, top.value)


def _path(c: Any, path: int, count: int, outer: Matrix, turn: Turn, dots: list[Dot]) -> Iterator[Ruling]:
    """The rulings that a path of `count` segments draws, none where it is curved; what is a dot goes to `dots`."""
    get = bare("FPDFPath_GetPathSegment", HANDLE, HANDLE, COUNT)
    get_type = bare("FPDFPathSegment_GetType", COUNT, HANDLE)
    stroked = _is_stroked(path)
    if count <= BOX and not stroked:  # a filled rectangle
        one, two = (turn(*_apply(outer, x, y)) for x, y in _bounds(path))
        if not _keep_dot(one, two, dots) and get_type(get(path, count - 1)) != c.FPDF_SEGMENT_BEZIERTO:
            yield from _thin(one, two)
        return
    matrix = _times(_matrix(c, path), outer)
    get_point = bare("FPDFPathSegment_GetPoint", COUNT, HANDLE, HANDLE, HANDLE)
    is_closed = bare("FPDFPathSegment_GetClose", COUNT, HANDLE)
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    parts: list[list[Point]] = []
    for i in range(count):
        segment = get(path, i)
        kind = get_type(segment)
        if kind == c.FPDF_SEGMENT_BEZIERTO:
            one, two = (turn(*_apply(outer, x, y)) for x, y in _bounds(path))
            _keep_dot(one, two, dots)
            return
        get_point(segment, at_x, at_y)
        point = turn(*_apply(matrix, x.value, y.value))
        if kind == c.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if is_closed(segment) and parts[-1][0] != point:
            parts[-1].append(parts[-1][0])
    for part in parts:
        low = min(p[0] for p in part), min(p[1] for p in part)
        high = max(p[0] for p in part), max(p[1] for p in part)
        thin = list(_thin(low, high))
        if thin:
            yield from thin
        elif not _keep_dot(low, high, dots) and stroked:
            for one, two in pairwise(part):
                yield from _thin(one, two)


def _keep_dot(one: Point, two: Point, dots: list[Dot]) -> bool:
    """Note a shape between two corners where it is a dot, and tell whether it is."""
    (left, right), (top, bottom) = sorted((one[0], two[0])), sorted((one[1], two[1]))
    dot = left, top, right, bottom
    if not is_dot(dot):
        return False
    dots.append(dot)
    return True


def _is_stroked(path: int) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    bare("FPDFPath_GetDrawMode", COUNT)(HANDLE(path), ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _thin(one: Point, two: Point) -> Iterator[Ruling]:
    """The ruling that a line or thin rectangle between two corners is, if it is one."""
    width, height = abs(one[0] - two[0]), abs(one[1] - two[1])
    if height <= 3 and width > 4 * height and width >= 3:
        yield Ruling(False, (one[1] + two[1]) / 2, min(one[0], two[0]), max(one[0], two[0]))
    elif width <= 3 and height > 4 * width and height >= 3:
        yield Ruling(True, (one[0] + two[0]) / 2, min(one[1], two[1]), max(one[1], two[1]))


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: Any, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    return (
        a * inner.a + c * inner.b,
        b * inner.a + d * inner.b,
        a * inner.c + c * inner.d,
        b * inner.c + d * inner.d,
        a * inner.e + c * inner.f + e,
        b * inner.e + d * inner.f + f,
    )
