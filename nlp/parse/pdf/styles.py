"""Read how the text objects of a page are set: size, weight, turn and colour, as PDFium knows them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nlp.parse.pdf.pdfium import COUNT, HANDLE, ask, bare, measure
from nlp.parse.pdf.wrap import patterns

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from nlp.parse.pdf.pdfium import Numbers

LIGHT = 200  # of 255: a colour all of whose parts are lighter may be a watermark's
BOLD, PLAIN = patterns()["bold_font"], patterns()["plain_font"]  # names of fonts
HEAVY = 600  # of 900: the weight of a bold font
LARGE = 20.0  # points: only letters as large may be a watermark


class Style(NamedTuple):
    """How a text object is set; `quarter` counts its turns against the clock, None where it slants.

    `hidden` text is not drawn: the layer that OCR lays over a scan.
    """

    size: float
    bold: bool
    quarter: int | None  # counter-clockwise quarter turns of the text on the unturned page; None for a slant
    light: bool
    hidden: bool = False


class Objects(NamedTuple):
    """A page's text objects: their styles, and for each the index of its style, its font's number, its origin."""

    styles: list[Style]
    kinds: npt.NDArray[np.intp]
    fonts: npt.NDArray[np.intp]
    origins: Numbers


def read_objects(c: Any, text: Any, firsts: Sequence[int], keys: Sequence[int]) -> Objects:
    """How text objects are set and where they stand.

    `text` is the text page, `firsts` the first character of each object, `keys` the objects' addresses.
    """
    import numpy as np

    addresses = list(map(bare("FPDFTextObj_GetFont", ctypes.c_size_t, HANDLE), keys))
    bold = {address: _is_bold(address) for address in set(addresses)}
    order = {address: number for number, address in enumerate(bold)}
    fonts = np.array([order[address] for address in addresses], np.intp)
    matrices = measure("FPDFText_GetMatrix", text, firsts, 6)
    facts = np.zeros((len(keys), 7))  # size, the matrix without its origin, way of drawing, whether pale
    facts[:, 0] = list(ask("FPDFText_GetFontSize", ctypes.c_double, text, firsts))
    facts[:, 1:5] = matrices[:, :4]
    facts[:, 5] = list(map(bare("FPDFTextObj_GetTextRenderMode", COUNT, HANDLE), keys))
    tall = np.abs(np.where(facts[:, 4], facts[:, 4], facts[:, 3])) * facts[:, 0]
    for i in np.flatnonzero(tall > LARGE).tolist():
        facts[i, 6] = _is_light(c, keys[i])
    changes = np.flatnonzero(np.concatenate(([True], (facts[1:] != facts[:-1]).any(axis=1))))
    known: dict[Any, int] = {}
    ways = [known.setdefault(tuple(row), len(known)) for row in facts[changes].tolist()]
    way = np.repeat(np.array(ways, np.intp), np.diff([*changes, len(keys)]))
    pairs = way * len(bold) + fonts
    unseen = c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP
    rows, heavy = list(known), list(bold.values())
    styles: dict[Style, int] = {}
    table = np.zeros(len(rows) * len(heavy), np.intp)
    for pair in set(pairs.tolist()):
        size, *matrix, mode, light = rows[pair // len(heavy)]
        is_heavy = heavy[pair % len(heavy)] or mode == c.FPDF_TEXTRENDERMODE_FILL_STROKE
        table[pair] = styles.setdefault(_style(size, matrix, is_heavy, bool(light), mode in unseen), len(styles))
    samples = [addresses.index(address) for address in bold]
    origins = _origins(text, firsts, samples, fonts, matrices[:, 4:])
    return Objects(list(styles), table[pairs], fonts, origins)


def _origins(
    text: Any, firsts: Sequence[int], samples: Sequence[int], fonts: npt.NDArray[np.intp], corners: Numbers
) -> Numbers:
    """The origin of each object's first character: the object's own corner, but for fonts that are set downwards.

    `samples` is one object of each font.
    """
    import numpy as np

    def ask_for(places: Sequence[int]) -> Numbers:
        return measure("FPDFText_GetCharOrigin", text, [firsts[i] for i in places], 2, double=True)

    off = np.flatnonzero(np.abs(ask_for(samples) - corners[samples]).min(axis=1) > 0.01)
    if not len(off):
        return corners
    members = np.flatnonzero(np.isin(fonts, off))
    origins = corners.copy()
    origins[members] = ask_for(members.tolist())
    return origins


def _style(size: float, matrix: Sequence[float], bold: bool, light: bool, hidden: bool) -> Style:
    turns = math.atan2(matrix[1], matrix[0]) / (math.pi / 2)
    quarter = None if abs(turns - round(turns)) > 0.06 else round(turns) % 4
    return Style(round(abs(size) * (math.hypot(matrix[2], matrix[3]) or 1.0), 1), bold, quarter, light, hidden)


def _is_bold(font: int) -> bool:
    name = ctypes.create_string_buffer(200)
    bare("FPDFFont_GetBaseFontName", ctypes.c_size_t, HANDLE, HANDLE, ctypes.c_size_t)(
        font, ctypes.addressof(name), len(name)
    )
    said = _weight_in(name.value)
    return bare("FPDFFont_GetWeight", COUNT, HANDLE)(font) >= HEAVY if said is None else said


@lru_cache(maxsize=1000)
def _weight_in(name: bytes) -> bool | None:
    """Whether a font's name says that it is bold, or that it is not; the weight in the file is often a guess."""
    try:
        text = name.decode()
    except UnicodeDecodeError:
        text = name.decode("gb18030", "replace")
    if BOLD.search(text):
        return True
    return False if PLAIN.search(text) else None


def _is_light(c: Any, key: int) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    c.FPDFPageObj_GetFillColor(ctypes.cast(key, c.FPDF_PAGEOBJECT), *colours)
    return min(colour.value for colour in colours[:3]) >= LIGHT or 0 < colours[3].value < 128
