"""Turn what an engine finds on the picture of a page into a page of characters and rulings in points."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from nlp.parse.pdf.page import Char, Page, letters_of
from nlp.parse.pdf.rulings import Ruling
from nlp.parse.raster import find_rulings

CERTAIN = 0.5  # confidence under which a line is left out
TURNED = 0.7  # mean confidence under which the page may stand on its head
LATIN = 0.55  # width of a letter or digit, in full widths
OPENING, CLOSING = "（《〈“‘「『【〔", "，。、；：！？）》〉”’」』】〕"  # marks that fill half of their width
LONG = 6  # letters of a line whose width tells their size
WIDE = dict(zip(",:;?!", "，：；？！", strict=True))
SIZES = (9, 10.5, 12, 14, 16, 18, 22, 26, 36)  # the sizes that official documents are set in, in points
ALIKE = 0.15  # sizes that differ by less are one

Point = tuple[float, float]


class Found(NamedTuple):
    """A line that an engine found on a picture.

    Its corners in pixels, from the upper left one clockwise as the text runs; how sure the engine is, from 0 to 1.
    """

    corners: tuple[Point, Point, Point, Point]
    text: str
    confidence: float


Engine = Callable[[Any], Sequence[Found]]
"""Finds the lines of text on a picture, an array of height x width x 3 bytes."""


class Line(NamedTuple):
    """A line of text on a page that stands straight, in points; `unit` is the width of a Chinese letter in it."""

    text: str
    x0: float
    x1: float
    middle: float
    unit: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was found on the picture of one page; `lost` counts the lines that could not be made out."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...]
    confidence: float
    lost: int


def recognise(picture: Any, *, number: int, scale: float, engine: Engine) -> Sheet:
    """What an engine finds on the picture of page `number`, turned upright and straightened.

    `picture` is an array of height x width x 3 bytes, `scale` is how many points a pixel is wide.
    """
    import numpy
    from PIL import Image

    picture, found = _upright(picture, engine)
    height, width = picture.shape[:2]
    lean = _lean(found)
    kept = [one for one in found if one.confidence >= CERTAIN and one.text.strip()]
    turn = _straighten(lean, width / 2, height / 2)
    grey = Image.fromarray(picture.mean(axis=2).astype("uint8"))
    if lean:
        grey = grey.rotate(math.degrees(lean), fillcolor=255)
    letters = sum(len(one.text) for one in kept)
    return Sheet(
        number,
        width * scale,
        height * scale,
        tuple(_line(one, turn, scale) for one in kept),
        find_rulings(numpy.asarray(grey), scale=scale),
        sum(len(one.text) * one.confidence for one in kept) / letters if letters else 0.0,
        sum(one.confidence < CERTAIN for one in found),
    )


def to_pages(sheets: Sequence[Sheet]) -> tuple[Page, ...]:
    """Pages whose characters share each line's width evenly, and whose sizes are those that documents are set in."""
    sizes = _sizes([line for sheet in sheets for line in sheet.lines])
    return tuple(
        Page(
            number=sheet.number,
            width=sheet.width,
            height=sheet.height,
            letters=letters_of([char for line in sheet.lines for char in _chars(line, sizes[line])]),
            turned=letters_of([]),
            rulings=sheet.rulings,
            unreadable=0,
            scanned=False,
            drawing=False,
        )
        for sheet in sheets
    )


# --- geometry ---------------------------------------------------------------------------------------------------------


def _upright(picture: Any, engine: Engine) -> tuple[Any, Sequence[Found]]:
    """The picture turned so that its lines run from left to right and stand on their feet, and the lines."""
    import numpy

    found = engine(picture)
    sideways = sum(_height(one) - _width(one) for one in found) > 0
    if not found or (not sideways and _confidence(found) >= TURNED):
        return picture, found
    best = picture, found
    for quarters in (1, 3) if sideways else (2,):
        turned = numpy.ascontiguousarray(numpy.rot90(picture, quarters))
        found = engine(turned)
        if _confidence(found) > _confidence(best[1]):
            best = turned, found
    return best


def _confidence(found: Sequence[Found]) -> float:
    return sum(one.confidence * len(one.text) for one in found) / max(sum(len(one.text) for one in found), 1)


def _width(found: Found) -> float:
    xs = [x for x, _ in found.corners]
    return max(xs) - min(xs)


def _height(found: Found) -> float:
    ys = [y for _, y in found.corners]
    return max(ys) - min(ys)


def _lean(found: Sequence[Found]) -> float:
    """By what angle the lines fall, in radians; 0 where they hardly do."""
    angles = [
        math.atan2(two[1] - one[1], two[0] - one[0])
        for one, two, _, four in (line.corners for line in found)
        if two[0] - one[0] > 5 * abs(four[1] - one[1])
    ]
    lean = median(angles) if angles else 0.0
    return lean if abs(lean) > 0.0005 else 0.0


def _straighten(lean: float, x0: float, y0: float) -> Callable[[Point], Point]:
    sin, cos = math.sin(lean), math.cos(lean)
    return lambda p: (
        x0 + (p[0] - x0) * cos + (p[1] - y0) * sin,
        y0 - (p[0] - x0) * sin + (p[1] - y0) * cos,
    )


def _line(found: Found, turn: Callable[[Point], Point], scale: float) -> Line:
    corners = [turn(corner) for corner in found.corners]
    left, right = (corners[0][0] + corners[3][0]) / 2, (corners[1][0] + corners[2][0]) / 2
    top, bottom = (corners[0][1] + corners[1][1]) / 2, (corners[2][1] + corners[3][1]) / 2
    text = _widen(" ".join(found.text.split()))
    ink = sum(map(_full_widths, text)) - 0.5 * (text[0] in OPENING) - 0.5 * (text[-1] in CLOSING)
    unit = (right - left) / ink
    left -= 0.5 * unit * (text[0] in OPENING)
    right += 0.5 * unit * (text[-1] in CLOSING)
    return Line(text, left * scale, right * scale, (top + bottom) / 2 * scale, unit * scale, (bottom - top) * scale)


def _widen(text: str) -> str:
    """Marks beside Chinese letters, and brackets in a Chinese line, are full-width: an engine cannot see it.

    >>> _widen("1.责任单位:办公室(牵头),完成6.5%")
    '1.责任单位：办公室（牵头），完成6.5%'
    """
    wide = [*map(_is_wide, text), False]
    if True not in wide:
        return text
    text = text.replace("(", "（").replace(")", "）")
    wide = [*map(_is_wide, text), False]
    return "".join(WIDE.get(char, char) if wide[i - 1] or wide[i + 1] else char for i, char in enumerate(text))


def _full_widths(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else LATIN


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _chars(line: Line, size: float) -> Iterator[Char]:
    unit = (line.x1 - line.x0) / sum(map(_full_widths, line.text))
    x = line.x0
    for char in line.text:
        end = x + unit * _full_widths(char)
        yield Char(char, x, end, line.middle + 0.36 * size, size, False)
        x = end


def _sizes(lines: Sequence[Line]) -> dict[Line, float]:
    """The size of each line: that of the text where it is near it, else the usual one that is nearest.

    The width of long lines tells the size; how it goes with their height tells that of the short ones.
    """
    long = [line for line in lines if len(line.text) >= LONG]
    high = median(line.unit / line.height for line in long) if long else 0.93
    measured = {line: line.unit if len(line.text) >= LONG else high * line.height for line in lines}
    body = median([measured[line] for line in lines for _ in line.text] or SIZES)
    return {line: _nearest(body if abs(math.log(size / body)) < ALIKE else size) for line, size in measured.items()}


def _nearest(size: float) -> float:
    return min(SIZES, key=lambda one: abs(math.log(one / size)))
