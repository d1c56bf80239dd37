"""Give PDFium one font for every font that a PDF names but does not bring along: each letter a square.

Only the places of letters matter here, and those stand in the PDF. Without this PDFium measures the outlines of
whatever font is installed: ten times slower, and otherwise on another machine.
"""

from __future__ import annotations

import ctypes
from functools import cache
from struct import pack
from typing import Any

EM, ASCENT, DESCENT = 1000, 880, -120


@cache
def use_square_font() -> tuple[Any, ...]:
    """Let PDFium find this font alone, once for the process; gives what has to be kept alive for it."""
    import pypdfium2.raw as c

    data = make_font()

    def find(*_: Any) -> int:
        return 1

    def read(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    kinds = dict(c.FPDF_SYSFONTINFO._fields_)
    info = c.FPDF_SYSFONTINFO(version=1)
    info.MapFont, info.GetFontData = kinds["MapFont"](find), kinds["GetFontData"](read)
    c.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info, find, read


def make_font() -> bytes:
    """A TrueType font whose character map (format 13) gives one square for every letter.

    Source: the OpenType specification, tables cmap, glyf, head, hhea, hmtx, loca and maxp.

    >>> make_font()[:4].hex(), len(make_font())
    ('00010000', 344)
    """
    square = pack(">5h", 1, 0, DESCENT, EM, ASCENT) + pack(">HH4B", 3, 0, 1, 1, 1, 1)
    square += pack(">8h", 0, EM, 0, -EM, DESCENT, 0, ASCENT - DESCENT, 0) + b"\0\0"
    tables = {
        b"cmap": pack(">4HL2H6L", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0x3FFFF, 1),
        b"glyf": square,
        b"head": pack(">4L2H2Q4h2H3h", 1 << 16, 0, 0, 0x5F0F3CF5, 3, EM, 0, 0, 0, DESCENT, EM, ASCENT, 0, 8, 2, 1, 0),
        b"hhea": pack(">L3hH11hH", 1 << 16, ASCENT, DESCENT, 0, EM, 0, 0, EM, 1, *[0] * 7, 2),
        b"hmtx": pack(">HhHh", EM, 0, EM, 0),
        b"loca": pack(">3L", 0, 0, len(square)),
        b"maxp": pack(">L14H", 1 << 16, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }
    place = 12 + 16 * len(tables)
    head, body = pack(">L4H", 1 << 16, len(tables), 64, 2, 16 * len(tables) - 64), b""
    for name, table in tables.items():
        head += name + pack(">3L", 0, place + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body
