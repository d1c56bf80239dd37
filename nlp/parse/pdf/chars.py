"""Read the characters of one page of an open PDF: letter, place and style, as PDFium knows them."""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from nlp.lexicon import load

LIGHT = 200  # of 255: a colour all of whose parts are lighter may be a watermark's
READABLE = re.compile(
    r"[ -~·×÷°±§²³\u0370-\u03ff\u2000-\u2bff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
BOLD = re.compile(r"bold|heavy|black|simhei|heiti|xiaobiao|fzxbs|黑体|小标宋", re.IGNORECASE)


class Style(NamedTuple):
    """How a text object is set; `quarter` counts its turns against the clock, None where it slants."""

    size: float
    bold: bool
    quarter: int | None  # counter-clockwise quarter turns of the text on the unturned page; None for a slant
    light: bool


Found = tuple[str, float, float, float, float, Style]  # a letter, its start and end on the baseline


def read_chars(c: Any, text: Any) -> tuple[list[Found], int]:
    """Every printed character with its start and end point on the baseline; how many could not be read.

    The letters of one text object share style and baseline, so that most letters cost three calls of PDFium.
    """
    read_style = _styles(c, text)
    marks = _marks()
    codes, owners, boxes = _codes(c, text), *_bulk(c, text)
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    found: list[Found] = []
    bad = same = last = 0
    doubtful, level, edges = True, 0.0, (0.0, 0.0)
    for i, (code, key, (left, top, right, bottom)) in enumerate(zip(codes, owners, boxes, strict=True)):
        if not key:
            continue  # a space or line end that PDFium made up
        if key != last:
            style, doubtful = read_style(i, key)
            last, level = key, math.inf
        mark = marks[code]
        if not mark or (doubtful and c.FPDFText_HasUnicodeMapError(text, i) == 1):
            bad += 1
            continue
        if style.quarter is None:
            continue  # slanting: a watermark
        sideways = style.quarter % 2
        low = left if sideways else bottom
        if abs(low - level) > style.size / 2:  # another baseline in one object: vertical writing
            c.FPDFText_GetCharOrigin(text, i, at_x, at_y)
            level = low
        if sideways:
            x0 = x1 = x.value
            y0, y1 = (bottom, top) if style.quarter == 1 else (top, bottom)
        else:
            y0 = y1 = y.value
            x0, x1 = (left, right) if style.quarter == 0 else (right, left)
        same = same + 1 if edges == (x0, y0) and found and found[-1][5] is style else 0
        edges = x0, y0
        found.append((mark, x0, y0, x1, y1, style))
        if same:  # a ligature: one glyph for several letters, which share its width
            found[-same - 1 :] = _shared(found[-same - 1 :], x0, y0, x1, y1)
    return found, bad


def _codes(c: Any, text: Any) -> Sequence[int]:
    """The code of each character: in one call, or one by one where PDFium's text holds more or fewer."""
    count: int = c.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    if c.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        codes = buffer[:count]
        if not any(0xD800 <= code < 0xE000 for code in codes):
            return codes
    return [c.FPDFText_GetUnicode(text, i) for i in range(count)]


def _bulk(c: Any, text: Any) -> tuple[Sequence[int | None], Iterator[tuple[float, ...]]]:
    """For each character the address of its text object, and its left, upper, right and lower edge."""
    count: int = c.FPDFText_CountChars(text)
    handle = ctypes.cast(text, ctypes.c_void_p).value
    owner = bare(c.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    loose = bare(c.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    owners = list(map(owner, repeat(handle), range(count)))
    rectangles = (c.FS_RECTF * max(count, 1))()
    step = ctypes.sizeof(c.FS_RECTF)
    start = ctypes.addressof(rectangles)
    deque(map(loose, repeat(handle), range(count), range(start, start + count * step, step)), maxlen=0)
    return owners, struct.iter_unpack("4f", memoryview(rectangles).cast("B")[: count * step])


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes and gives handles as plain numbers, which costs less than wrapping each."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def _shared(letters: list[Found], x0: float, y0: float, x1: float, y1: float) -> list[Found]:
    wide, high = (x1 - x0) / len(letters), (y1 - y0) / len(letters)
    return [
        (letter[0], x0 + k * wide, y0 + k * high, x0 + (k + 1) * wide, y0 + (k + 1) * high, letter[5])
        for k, letter in enumerate(letters)
    ]


class _Marks(dict[int, str]):
    """Code to letter, empty where it says nothing: control codes, private use, scripts that no such paper holds."""

    def __missing__(self, code: int) -> str:
        mark = chr(code) if code < 0x110000 else ""
        if mark and (mark.isspace() or mark in "\u200b\u200c\u200d\ufeff"):
            mark = " "
        elif not READABLE.match(mark):
            mark = ""
        self[code] = mark
        return mark


@lru_cache(maxsize=1)
def _marks() -> _Marks:
    rows = load("pdf_radicals.tsv", keys=("radical", "character"))
    hyphens = dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")  # a hyphen at a line's end, as PDFium marks it
    return _Marks({ord(row["radical"]): row["character"] for row in rows} | hyphens)


def _styles(c: Any, text: Any) -> Callable[[int, int], tuple[Style, bool]]:
    """A function from a character and its text object to the object's style, and whether to doubt its letters.

    A font whose first fifty objects have a meaning for every letter is trusted.
    """
    get_matrix, get_size = c.FPDFText_GetMatrix, c.FPDFText_GetFontSize
    get_font = bare(c.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)
    get_mode = bare(c.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
    fonts: dict[int, list[Any]] = {}
    styles: dict[tuple[float, ...], Style] = {}
    matrix = c.FS_MATRIX()
    colours = [ctypes.c_uint() for _ in range(4)]
    at_matrix = ctypes.byref(matrix)
    name = ctypes.create_string_buffer(200)

    def style(i: int, key: int) -> tuple[Style, bool]:
        get_matrix(text, i, at_matrix)
        place = get_font(key)
        known = fonts.get(place)
        if known is None:
            font = ctypes.cast(place, c.FPDF_FONT)
            c.FPDFFont_GetBaseFontName(font, name, 200)
            known = fonts[place] = [c.FPDFFont_GetWeight(font) >= 600 or bool(BOLD.search(_name(name.value))), 0, False]
        if known[1] < 50 and not known[2]:
            known[1] += 1
            known[2] = bool(c.FPDFText_HasUnicodeMapError(text, i) == 1)
        size = get_size(text, i)
        mode = get_mode(key)
        light = False
        if size * abs(matrix.d or matrix.c) > 20:
            c.FPDFPageObj_GetFillColor(ctypes.cast(key, c.FPDF_PAGEOBJECT), *colours)
            light = min(colour.value for colour in colours[:3]) >= LIGHT or 0 < colours[3].value < 128
        facts = (size, matrix.a, matrix.b, matrix.c, matrix.d, mode, known[0], light)
        found = styles.get(facts)
        if found is None:
            turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
            quarter = None if abs(turns - round(turns)) > 0.06 else round(turns) % 4
            letters = round(abs(size) * (math.hypot(matrix.c, matrix.d) or 1.0), 1)
            found = Style(letters, known[0] or mode == c.FPDF_TEXTRENDERMODE_FILL_STROKE, quarter, light)
            styles[facts] = found
        return found, known[2] or known[1] < 50

    return style


def _name(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
