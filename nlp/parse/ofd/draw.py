"""Draw a page of an OFD: its text and path objects to the characters and rulings that the reading of PDFs works on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nlp.parse.ofd.book import Box, Resources, Sheet, numbers_of
from nlp.parse.ofd.geometry import Matrix, Point, apply, times, turn_back
from nlp.parse.ofd.letters import Glyph, read_text
from nlp.parse.pdf.page import WATERMARK, Char, Page, letters_of
from nlp.parse.pdf.rulings import Ruling

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POINTS = 72 / 25.4  # to the millimetre
DEEPEST = 8  # drawings within drawings
MOST_PATHS = 20_000  # a page with more is a drawing
THICK = 3.0  # points: a thicker bar is no ruling
OFF = "false"


class Drawing(NamedTuple):
    """A page as it can be read, and the part of it that pictures cover."""

    page: Page
    covered: float


@dataclass(slots=True)
class Drawn:
    """What was met while a page was drawn; `paths` are subpaths with whether they are stroked."""

    glyphs: list[Glyph] = field(default_factory=list)
    paths: list[tuple[list[Point], bool]] = field(default_factory=list)
    unreadable: int = 0
    pictured: float = 0.0  # square points


def draw_page(sheet: Sheet, resources: Resources, number: int) -> Drawing:
    """The page in points, turned so that most of its letters stand upright.

    Large pale letters and slanting ones are watermarks and left out.
    """
    left, top, width, height = (side * POINTS for side in sheet.box)
    outer: Matrix = (POINTS, 0, 0, POINTS, -left, -top)
    drawn = Drawn()
    for content in sheet.templates:
        _walk(content, outer, drawn, resources, 0)
    drawn.pictured = 0.0
    for content in sheet.own:
        _walk(content, outer, drawn, resources, 0)
    quarters = Counter(glyph.quarter for glyph in drawn.glyphs)
    quarter = quarters.most_common(1)[0][0] if quarters else 0
    turn = turn_back(quarter, width, height)
    sizes = Counter(glyph.size for glyph in drawn.glyphs)
    large = WATERMARK * sizes.most_common(1)[0][0] if sizes else 0.0
    chars, turned = [], []
    for glyph in drawn.glyphs:
        if glyph.light and glyph.size >= large:
            continue
        (x0, y), (x1, _) = turn(glyph.start), turn(glyph.end)
        if glyph.quarter == quarter:
            chars.append(Char(glyph.text, x0, max(x0, x1), y, glyph.size, glyph.bold))
        elif (glyph.quarter - quarter) % 2:
            turned.append(Char(glyph.text, x0, x0 + glyph.size, y, glyph.size, glyph.bold))
    paths = () if len(drawn.paths) > MOST_PATHS else drawn.paths
    rulings = tuple(ruling for path, stroked in paths for ruling in _rulings([turn(point) for point in path], stroked))
    covered = drawn.pictured / (width * height)
    if quarter % 2:
        width, height = height, width
    page = Page(
        number=number,
        width=width,
        height=height,
        letters=letters_of(chars),
        turned=letters_of(turned),
        rulings=rulings,
        unreadable=drawn.unreadable,
        scanned=False,
        drawing=len(drawn.paths) > MOST_PATHS,
    )
    return Drawing(page, covered)


def _walk(container: Element, outer: Matrix, drawn: Drawn, resources: Resources, depth: int) -> None:
    for thing in container:
        kind = str(thing.tag).rpartition("}")[2]
        if kind in ("Layer", "PageBlock", "Content"):
            _walk(thing, outer, drawn, resources, depth)
            continue
        if kind not in ("TextObject", "PathObject", "ImageObject", "CompositeObject") or thing.get("Visible") == OFF:
            continue
        x, y, width, height = _boundary(thing)
        inner = times((1, 0, 0, 1, x, y), outer)
        if kind == "ImageObject":
            (x0, y0), (x1, y1) = apply(outer, (x, y)), apply(outer, (x + width, y + height))
            drawn.pictured += abs(x1 - x0) * abs(y1 - y0)
            continue
        given = numbers_of(thing.get("CTM"))
        if len(given) == 6:
            inner = times((given[0], given[1], given[2], given[3], given[4], given[5]), inner)
        if kind == "TextObject":
            glyphs, unreadable = read_text(thing, inner, resources.bold)
            drawn.glyphs += glyphs
            drawn.unreadable += unreadable
        elif kind == "PathObject":
            drawn.paths += _paths(thing, inner)
        elif depth < DEEPEST and (unit := resources.composites.get(thing.get("ResourceID", ""))) is not None:
            _walk(unit, inner, drawn, resources, depth + 1)


def _boundary(thing: Element) -> Box:
    found = numbers_of(thing.get("Boundary"))
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else (0.0, 0.0, 0.0, 0.0)


# --- paths ----------------------------------------------------------------------------------------------------------


def _paths(thing: Element, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The subpaths of a path object; one with curves is a drawing and gives none."""
    data = thing.find("{*}AbbreviatedData")
    words = ((None if data is None else data.text) or "").split()
    stroked, filled = thing.get("Stroke") != OFF, thing.get("Fill") == "true"
    if not (stroked or filled) or any(word in ("Q", "B", "A") for word in words):
        return
    parts: list[list[Point]] = []
    i = 0
    while i < len(words):
        if words[i] in ("S", "M", "L") and len(at := numbers_of(" ".join(words[i + 1 : i + 3]))) == 2:
            if words[i] != "L" or not parts:
                parts.append([])
            parts[-1].append(apply(matrix, (at[0], at[1])))
            i += 3
            continue
        if words[i] == "C" and parts:
            parts[-1].append(parts[-1][0])
        i += 1
    yield from ((part, stroked) for part in parts if len(part) > 1)


def _rulings(path: Sequence[Point], stroked: bool) -> Iterator[Ruling]:
    low = min(x for x, _ in path), min(y for _, y in path)
    high = max(x for x, _ in path), max(y for _, y in path)
    whole = _ruling(low, high)
    sides = pairwise(path) if stroked and whole is None else ()
    yield from (ruling for ruling in (whole, *(_ruling(*side) for side in sides)) if ruling is not None)


def _ruling(one: Point, two: Point) -> Ruling | None:
    """The ruling that a line, or a thin bar between two corners, is, if it is one."""
    (x0, x1), (y0, y1) = sorted((one[0], two[0])), sorted((one[1], two[1]))
    wide, high = x1 - x0, y1 - y0
    if high <= THICK <= wide and wide > 4 * high:
        return Ruling(False, (y0 + y1) / 2, x0, x1)
    if wide <= THICK <= high and high > 4 * wide:
        return Ruling(True, (x0 + x1) / 2, y0, y1)
    return None
