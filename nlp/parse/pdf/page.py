"""Read one page of an open PDF into upright characters and ruling lines, whatever way the page is turned.

Coordinates are points from the page's upper left corner as a reader holds it, y growing downwards. The page is turned
so that most of its characters stand upright, which serves both a /Rotate entry and a landscape table set sideways.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from sys import byteorder
from typing import TYPE_CHECKING, Any, NamedTuple

from nlp.parse.pdf.chars import Found, read_chars
from nlp.parse.pdf.pdfium import PageError
from nlp.parse.pdf.rulings import Ruling, Turn, clip, read_rulings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from nlp.parse.pdf.pdfium import Numbers

OUTLINES = 200  # shapes on a page without letters: the letters are drawn
MIDDLE = 0.36  # of its size that a letter's middle lies above the baseline
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
        return self.y - MIDDLE * self.size


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """Characters as columns of equal length, which costs less than a record for each."""

    codes: npt.NDArray[np.uint32]
    x0: Numbers
    x1: Numbers
    y: Numbers
    size: Numbers
    bold: npt.NDArray[np.bool_]

    def take(self, places: npt.NDArray[Any]) -> Letters:
        """The characters at some places, in their order."""
        columns = self.codes, self.x0, self.x1, self.y, self.size, self.bold
        codes, x0, x1, y, size, bold = (values[places] for values in columns)
        return Letters(codes, x0, x1, y, size, bold)

    def pick(self, places: npt.NDArray[Any]) -> list[Char]:
        """The characters at some places, as records."""
        numbers = (values[places].tolist() for values in (self.x0, self.x1, self.y, self.size, self.bold))
        marks = text_of(self.codes[places])
        return list(map(partial(tuple.__new__, Char), zip(marks, *numbers, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page: its upright characters, those turned by a quarter (vertical cells), its rulings.

    `unreadable` counts characters whose font does not say what they are; `scanned` is True where a picture covers
    the page, or letters are drawn as shapes, and there is next to no text on it; `layered` where most of its letters
    lie unseen over a picture, as OCR leaves them; `drawing` where it holds more lines than a table has, which are left
    out.
    """

    number: int
    width: float
    height: float
    letters: Letters
    turned: Letters
    rulings: tuple[Ruling, ...]
    unreadable: int
    scanned: bool
    drawing: bool
    layered: bool = False

    @property
    def chars(self) -> list[Char]:
        """The upright characters as records, made anew."""
        return self.letters.pick(_all(self.letters))

    @property
    def sideways(self) -> list[Char]:
        """The characters on their side as records, made anew; their right edge is one letter from their left."""
        return self.turned.pick(_all(self.turned))


def text_of(codes: npt.NDArray[np.uint32]) -> str:
    """The text that an array of codes spells."""
    return codes.tobytes().decode(f"utf-32-{'le' if byteorder == 'little' else 'be'}")


def letters_of(chars: Sequence[Char]) -> Letters:
    """Characters as the columns in which a page holds them; a record of several characters becomes one of its first."""
    import numpy as np

    x0, x1, y, size = np.array([char[1:5] for char in chars], dtype=np.float64).reshape(-1, 4).T
    codes = np.array([ord(char.text[0]) for char in chars], dtype=np.uint32)
    return Letters(codes, x0, x1, y, size, np.array([char.bold for char in chars], dtype=np.bool_))


def read_page(document: Any, index: int) -> Page:
    """One page of a `pypdfium2.PdfDocument`, from 0; everything that PDFium opens for it is closed again.

    Filled form fields and text notes count as text.

    Raises PageError where PDFium cannot load the page, or where there is more on it than any page holds.
    """
    import pypdfium2.raw as c

    handle = c.FPDF_LoadPage(document.raw, index)
    if not handle:
        raise PageError("broken")
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
    import numpy as np

    box = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(handle, box)
    found = _crop(read_chars(c, text), box) if _is_cropped(c, handle, box) else read_chars(c, text)
    counts = np.bincount(found.kinds, minlength=len(found.styles)).tolist()
    quarters = Counter[int]()
    sizes = Counter[float]()
    for style, n in zip(found.styles, counts, strict=True):
        sizes[style.size] += n
        if style.quarter is not None:
            quarters[style.quarter] += n
    quarter = quarters.most_common(1)[0][0] if len(found.codes) else c.FPDFPage_GetRotation(handle)
    width, height = abs(box.right - box.left), abs(box.top - box.bottom)
    if quarter % 2:
        width, height = height, width
    turn = _turn(quarter, box)
    large = WATERMARK * sizes.most_common(1)[0][0] if sizes else 0.0
    letters, turned = _letters(found, quarter, turn, large)
    rulings, pictures, shapes = read_rulings(c, handle, turn, texts=found.texts)
    count = len(letters.codes)
    pictured = count < 20 and pictures > (0.3 if count else 0.05) * width * height
    outlined = not len(found.codes) and shapes > OUTLINES
    scanned, drawing = pictured or outlined, rulings is None and not outlined
    seen = rulings or ()
    if count and letters.x0.min() > 0 and letters.x0.max() < width and letters.y.min() > 0 and letters.y.max() < height:
        seen = clip(seen, width, height)  # else the paper is not what the page was drawn for
    hidden = sum(n for style, n in zip(found.styles, counts, strict=True) if style.hidden)
    layered = 2 * hidden > len(found.codes) and pictures > 0.3 * width * height
    return Page(number, width, height, letters, turned, seen, found.unreadable, scanned, drawing, layered)


def _all(letters: Letters) -> npt.NDArray[np.intp]:
    import numpy as np

    return np.arange(len(letters.codes))


def _letters(found: Found, quarter: int, turn: Turn, large: float) -> tuple[Letters, Letters]:
    """The characters that stand upright on the turned page, and those on their side; no pale large ones."""
    import numpy as np

    kinds = found.kinds
    pale = np.array([style.light and style.size >= large for style in found.styles], bool)[kinds]
    quarters = np.array([-1 if style.quarter is None else style.quarter for style in found.styles], np.intp)[kinds]
    size = np.array([style.size for style in found.styles], np.float64)[kinds]
    bold = np.array([style.bold for style in found.styles], bool)[kinds]
    x0, y = turn(found.ends[:, 0], found.ends[:, 1])
    x1, _ = turn(found.ends[:, 2], found.ends[:, 3])

    def part(members: npt.NDArray[np.bool_], right: Numbers) -> Letters:
        if members.all():
            return Letters(found.codes, x0, right, y, size, bold)
        return Letters(found.codes, x0, right, y, size, bold).take(members)

    upright = (quarters == quarter) & ~pale
    side = (quarters >= 0) & ((quarters - quarter) % 2 == 1) & ~pale
    return part(upright, np.maximum(x1, x0) if quarter else x1), part(side, x0 + size)


def _turn(quarter: int, box: Any) -> Turn:
    left, right, bottom, top = box.left, box.right, box.bottom, box.top
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[quarter]


def _is_cropped(c: Any, handle: Any, box: Any) -> bool:
    """Whether the page shows a part of its paper only: its crop box is clearly smaller than its media box."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPage_GetMediaBox(handle, *sides):
        return False
    left, bottom, right, top = (side.value for side in sides)
    shown = abs((box.right - box.left) * (box.top - box.bottom))
    return bool(shown < 0.95 * abs((right - left) * (top - bottom)))


def _crop(found: Found, box: Any) -> Found:
    """The characters on the part of the paper that is shown, unless most of them lie outside."""
    x, y = (found.ends[:, 0] + found.ends[:, 2]) / 2, (found.ends[:, 1] + found.ends[:, 3]) / 2
    inside = (x > box.left) & (x < box.right) & (y > box.bottom) & (y < box.top)
    if inside.all() or 2 * inside.sum() < len(inside):
        return found
    return replace(found, codes=found.codes[inside], ends=found.ends[inside], kinds=found.kinds[inside])


def _has_fields(c: Any, page: Any) -> bool:
    for i in range(min(c.FPDFPage_GetAnnotCount(page), 2000)):
        note = c.FPDFPage_GetAnnot(page, i)
        kind = c.FPDFAnnot_GetSubtype(note)
        c.FPDFPage_CloseAnnot(note)
        if kind in (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT):
            return True
    return False
