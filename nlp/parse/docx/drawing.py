"""Look through a drawing of a Word document: text boxes are collected, pictures and objects counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.parse.docx.left import Left
from nlp.parse.docx.xml import ALTERNATIVES, CHART, DIAGRAM, OFFICE, PIC, VML, WP, W, alternative_of, int_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MIN_SIDE = 3 / 2.54 * 72  # points: a picture with two sides above 3 cm can hold text that matters
_EMU = 12_700  # to a point
_OBJECTS = frozenset({f"{OFFICE}OLEObject", f"{DIAGRAM}relIds", f"{CHART}chart"})
_PICTURES = frozenset({f"{PIC}pic", f"{VML}imagedata"})
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm|px)?", re.IGNORECASE)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "px": 0.75, "": 0.75}


def read_drawing(drawing: Element, left: Left, boxes: list[Element]) -> None:
    """Append the contents of the drawing's text boxes to `boxes`; count its large pictures and its objects in `left`.

    Where the same drawing is stored twice for old programs, only one of the two is read.
    """
    _walk(drawing, (0.0, 0.0), left, boxes)


def _walk(element: Element, size: tuple[float, float], left: Left, boxes: list[Element]) -> None:
    embedded = any(child.tag in _OBJECTS for child in element)
    for child in element:
        tag = child.tag
        if tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag == ALTERNATIVES:
            branch = alternative_of(child)
            if branch is not None:
                _walk(branch, size, left, boxes)
        elif tag in _OBJECTS:
            left.objects += 1
        elif tag in _PICTURES:
            left.pictures += min(size) > MIN_SIDE
        elif not (embedded and str(tag).startswith(VML)):  # the preview of an object is no picture of its own
            _walk(child, _size(child) or size, left, boxes)


def _size(element: Element) -> tuple[float, float] | None:
    """Width and height in points where the element states them: DrawingML's extent or VML's style."""
    extent = element.find(f"{WP}extent")
    if extent is not None:
        return (int_of(extent.get("cx")) or 0) / _EMU, (int_of(extent.get("cy")) or 0) / _EMU
    lengths = {name.lower(): float(number) * _POINTS[(unit or "").lower()] for name, number, unit in _lengths(element)}
    return (lengths["width"], lengths["height"]) if len(lengths) == 2 else None


def _lengths(element: Element) -> list[tuple[str, str, str]]:
    found = _LENGTH.findall(element.get("style") or "")
    return [(name, number, unit) for name, number, unit in found if number.count(".") < 2 and number != "."]
