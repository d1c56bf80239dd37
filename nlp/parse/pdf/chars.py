"""Read the characters of one page of an open PDF: letter, place and style, as PDFium knows them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from nlp.lexicon import load
from nlp.parse.pdf.pdfium import COUNT, HANDLE, PageError, ask, measure
from nlp.parse.pdf.styles import Style, read_objects

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from nlp.parse.pdf.pdfium import Numbers

MOST_CHARS = 200_000  # characters on a page; a sheet of a newspaper holds twenty thousand
TRUSTED = 100  # codes of a font that are looked at before it is trusted
UNREADABLE = 1  # the code of a character that says nothing
READABLE = re.compile(
    r"[ -~·×÷°±§²³\u0370-\u03ff\u2000-\u2bff\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)

COMPATIBLE = re.compile(r"[\uf900-\ufaff\U0002f800-\U0002fa1f]")  # second codes for one and the same character


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A page's printed characters: their codes, their start and end on the baseline, the index of their style.

    `ends` has a row x0, y0, x1, y1 for each letter, `texts` are the addresses of the text objects, `unreadable` counts
    the characters whose font does not say what they are.
    """

    codes: npt.NDArray[np.uint32]
    ends: Numbers
    kinds: npt.NDArray[np.intp]
    styles: Sequence[Style]
    texts: frozenset[int]
    unreadable: int


def read_chars(c: Any, text: Any) -> Found:
    """Every printed character of a page that stands upright or on a side; slanting ones are a watermark's.

    The letters of one text object share style and baseline, so that most letters cost two calls of PDFium.

    Raises PageError for a page with more characters than any paper holds.
    """
    import numpy as np

    count: int = c.FPDFText_CountChars(text)
    if count > MOST_CHARS:
        raise PageError("crowded")
    handle = ctypes.cast(text, HANDLE)
    owners = np.fromiter(ask("FPDFText_GetTextObject", ctypes.c_size_t, handle, range(count)), np.uint64, count)
    places = np.flatnonzero(owners)  # the others are spaces and line ends that PDFium made up
    if not len(places):
        return Found(places.astype(np.uint32), np.zeros((0, 4)), places, (), frozenset(), 0)
    owners, codes = owners[places], _codes(c, text, count)[places]
    new = np.concatenate(([True], owners[1:] != owners[:-1]))
    begins, run = np.flatnonzero(new), np.cumsum(new) - 1
    firsts, keys = places[begins].tolist(), owners[begins].tolist()
    styles, kinds, fonts, origins = read_objects(c, handle, firsts, keys)
    kind = kinds[run]
    letters = _letters(codes)
    readable = (letters != UNREADABLE) & ~_unmapped(handle, places, codes, fonts[run])
    boxes = measure("FPDFText_GetLooseCharBox", handle, places.tolist(), 4)
    made_up = (letters == ord(" ")) & (boxes[:, 0] >= boxes[:, 2])  # a space where PDFium saw a gap
    kept = readable & ~made_up & np.array([style.quarter is not None for style in styles])[kind]
    ends = _ends(handle, places, boxes, origins[run], begins[run], kind, styles)
    if not kept.all():
        letters, ends, kind = letters[kept], ends[kept], kind[kept]
    _share(ends, kind)
    return Found(letters, ends, kind, styles, frozenset(keys), len(readable) - int(readable.sum()))


def _codes(c: Any, text: Any, count: int) -> npt.NDArray[Any]:
    """The code of each character: in one call, or one by one where PDFium's text holds more or fewer."""
    import numpy as np

    codes = np.zeros(count + 1, np.uint16)
    place = codes.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    if c.FPDFText_GetText(text, 0, count, place) == count + 1 and not ((codes >= 0xD800) & (codes < 0xE000)).any():
        return codes[:count]
    return np.fromiter(ask("FPDFText_GetUnicode", ctypes.c_uint, text, range(count)), np.uint32, count)


def _unmapped(
    handle: Any, places: npt.NDArray[Any], codes: npt.NDArray[Any], fonts: npt.NDArray[Any]
) -> npt.NDArray[np.bool_]:
    """Which characters have a code that is no letter's, since their font does not say which.

    The lowest codes of each font are looked at, for a glyph's bare number is low; if all are letters, so is the rest.
    """
    import numpy as np

    def wrong(indices: npt.NDArray[Any]) -> npt.NDArray[Any]:
        said = ask("FPDFText_HasUnicodeMapError", COUNT, handle, places[indices].tolist())
        return np.equal(np.fromiter(said, np.intc, len(indices)), 1)

    _, first = np.unique(fonts << 21 | codes, return_index=True)
    owner = fonts[first]
    begins = np.searchsorted(owner, owner)
    first = first[np.arange(len(first)) - begins < TRUSTED]
    found = np.zeros(len(places), bool)
    for font in set(fonts[first[wrong(first)]].tolist()):
        members = np.flatnonzero(fonts == font)
        found[members] = wrong(members)
    return found


def _ends(
    handle: Any,
    places: npt.NDArray[Any],
    boxes: Numbers,
    origins: Numbers,
    begins: npt.NDArray[Any],
    kind: npt.NDArray[Any],
    styles: Sequence[Style],
) -> Numbers:
    """Start and end of each character on its baseline, which is its text object's unless that is set downwards."""
    import numpy as np

    left, top, right, bottom = boxes.T
    quarter = np.array([-1 if style.quarter is None else style.quarter for style in styles])[kind]
    size = np.array([style.size for style in styles])[kind]
    sideways = quarter % 2 == 1
    low = np.where(sideways, left, bottom)
    off = np.flatnonzero(np.abs(low - low[begins]) > size / 2)
    if len(off):
        origins[off] = measure("FPDFText_GetCharOrigin", handle, places[off].tolist(), 2, double=True)
    x, y = origins.T
    if not quarter.any():
        return np.column_stack((left, y, right, y))
    ends = np.empty_like(boxes)
    ends[:, 0] = np.where(sideways, x, np.where(quarter == 0, left, right))
    ends[:, 2] = np.where(sideways, x, np.where(quarter == 0, right, left))
    ends[:, 1] = np.where(sideways, np.where(quarter == 1, bottom, top), y)
    ends[:, 3] = np.where(sideways, np.where(quarter == 1, top, bottom), y)
    return ends


def _share(ends: Numbers, kind: npt.NDArray[Any]) -> None:
    """Part the width of a ligature, one glyph for several letters, among its letters."""
    import numpy as np

    same = (ends[1:, 0] == ends[:-1, 0]) & (ends[1:, 1] == ends[:-1, 1]) & (kind[1:] == kind[:-1])
    if not same.any():
        return
    bounds = np.flatnonzero(np.concatenate(([True], ~same, [True])))
    for start, end in pairwise(bounds.tolist()):
        if end - start > 1:
            x0, y0, x1, y1 = ends[end - 1]
            cuts = np.linspace((x0, y0), (x1, y1), end - start + 1)
            ends[start:end] = np.hstack((cuts[:-1], cuts[1:]))


def _letters(codes: npt.NDArray[Any]) -> npt.NDArray[np.uint32]:
    """The letters that codes stand for, UNREADABLE for one that says nothing; looked up once for the process."""
    import numpy as np

    known = _known()
    places = np.minimum(codes.astype(np.uint32), len(known) - 1)
    for code in set(places[known[places] == 0].tolist()):
        known[code] = ord(_letter(chr(code)))
    letters: npt.NDArray[np.uint32] = known[places]
    return letters


def _letter(mark: str) -> str:
    """The mark itself, a space for any white; no letter are control codes, private use and scripts of other papers."""
    if mark.isspace() or mark in "\u200b\u200c\u200d\ufeff":
        return " "
    if COMPATIBLE.match(mark) and len(plain := normalize("NFKC", mark)) == 1:
        return plain
    return mark if READABLE.match(mark) else chr(UNREADABLE)


@lru_cache(maxsize=1)
def _known() -> npt.NDArray[np.uint32]:
    """Code to letter, 0 for one not met yet."""
    import numpy as np

    known = np.zeros(0x110000, np.uint32)
    for row in load("pdf_radicals.tsv", keys=("radical", "character")):
        known[ord(row["radical"])] = ord(row["character"])
    known[[0x02, 0xAD, 0xFFFE]] = ord("-")  # a hyphen at a line's end, as PDFium marks it
    return known
