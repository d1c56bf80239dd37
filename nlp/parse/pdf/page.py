"""Read one page of an open PDF into upright characters and ruling lines, whatever way the page is turned.

Coordinates are points from the page's upper left corner as a reader holds it, y growing downwards. The page is turned
so that most of its characters stand upright, which serves both a /Rotate entry and a landscape table set sideways.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from nlp.parse.pdf.chars import read_chars
from nlp.parse.pdf.rulings import Ruling, Turn, read_rulings

OUTLINES = 200  # shapes on a page without letters: the letters are drawn
WATERMARK = 1.8  # times the usual size: light letters this large are no text


class Char(NamedTuple):
    """One printed character: its left and right edge, its baseline, its size in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """The height of the character's middle."""
        return self.y - 0.36 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its upright characters, those turned by a quarter (vertical cells), its rulings.

    `unreadable` counts characters whose font does not say what they are; `scanned` is True where a picture covers
    the page, or letters are drawn as shapes, and there is next to no text on it.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    turned: tuple[Char, ...]
    rulings: tuple[Ruling, ...]
    unreadable: int
    scanned: bool


def read_page(document: Any, index: int) -> Page:
    """One page of a `pypdfium2.PdfDocument`, from 0; everything that PDFium opens for it is closed again.

    Raises ValueError where PDFium cannot load the page. Filled form fields and text notes count as text.
    """
    import pypdfium2.raw as c

    handle = c.FPDF_LoadPage(document.raw, index)
    if not handle:
        raise ValueError(f"page {index + 1} cannot be loaded")
    try:
        if _has_fields(c, handle) and c.FPDFPage_Flatten(handle, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS:
            c.FPDF_ClosePage(handle)
            handle = c.FPDF_LoadPage(document.raw, index)
        text = c.FPDFText_LoadPage(handle)
        try:
            return _page(c, handle, text, index + 1)
        finally:
            c.FPDFText_ClosePage(text)
    finally:
        c.FPDF_ClosePage(handle)


def _page(c: Any, handle: Any, text: Any, number: int) -> Page:
    found, unreadable = read_chars(c, text)
    box = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(handle, box)
    kinds = Counter(entry[5] for entry in found)
    quarters = Counter[int]()
    sizes = Counter[float]()
    for style, n in kinds.items():
        sizes[style.size] += n
        if style.quarter is not None:
            quarters[style.quarter] += n
    quarter = quarters.most_common(1)[0][0] if quarters else c.FPDFPage_GetRotation(handle)
    width, height = abs(box.right - box.left), abs(box.top - box.bottom)
    if quarter % 2:
        width, height = height, width
    turn = _turn(quarter, box)
    large = WATERMARK * sizes.most_common(1)[0][0] if sizes else 0.0
    chars: list[Char] = []
    turned: list[Char] = []
    x_origin, y_origin = box.left, box.top
    for mark, x0, y0, x1, y1, style in found:
        if style.light and style.size >= large:
            continue  # a watermark
        if style.quarter == quarter == 0:
            chars.append(Char(mark, x0 - x_origin, x1 - x_origin, y_origin - y0, style.size, style.bold))
            continue
        left, base = turn(x0, y0)
        if style.quarter == quarter:
            chars.append(Char(mark, left, max(turn(x1, y1)[0], left), base, style.size, style.bold))
        elif style.quarter is not None and (style.quarter - quarter) % 4 != 2:
            turned.append(Char(mark, left, left + style.size, base, style.size, style.bold))
    rulings, pictures, shapes = read_rulings(c, handle, turn)
    pictured = len(chars) < 20 and pictures > (0.3 if chars else 0.05) * width * height
    outlined = not found and shapes > OUTLINES
    return Page(number, width, height, tuple(chars), tuple(turned), rulings, unreadable, pictured or outlined)


def _turn(quarter: int, box: Any) -> Turn:
    left, right, bottom, top = box.left, box.right, box.bottom, box.top
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[quarter]


def _has_fields(c: Any, page: Any) -> bool:
    for i in range(min(c.FPDFPage_GetAnnotCount(page), 2000)):
        note = c.FPDFPage_GetAnnot(page, i)
        kind = c.FPDFAnnot_GetSubtype(note)
        c.FPDFPage_CloseAnnot(note)
        if kind in (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT):
            return True
    return False
