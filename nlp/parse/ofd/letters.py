"""Place the letters of one text object of an OFD: its codes and steps to glyphs on the page."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from nlp.lexicon import load
from nlp.parse.ofd.book import numbers_of
from nlp.parse.ofd.geometry import Matrix, Point, apply
from nlp.parse.pdf.chars import READABLE
from nlp.parse.pdf.styles import LIGHT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BOLD_WEIGHT = 600
LATIN = 0.62  # widest part of its size that a Latin letter is taken to fill


class Glyph(NamedTuple):
    """A letter as it stands on the unturned page: both ends of its baseline, its quarter turns, whether it is pale."""

    text: str
    start: Point
    end: Point
    size: float
    bold: bool
    quarter: int
    light: bool


def read_text(thing: Element, matrix: Matrix, bold_fonts: Collection[str]) -> tuple[list[Glyph], int]:
    """The glyphs of a TextObject, and how many of its letters say nothing; `matrix` takes them to the page.

    Slanting text, which is a watermark, gives none. `bold_fonts` are ids.
    """
    glyphs: list[Glyph] = []
    unreadable = 0
    a, b, c, d, _, _ = matrix
    em = (numbers_of(thing.get("Size")) or [0.0])[0]
    size = round(em * math.hypot(c, d), 1)
    turns = math.atan2(b, a) / (math.pi / 2)
    if size <= 0 or abs(turns - round(turns)) > 0.06:
        return [], 0
    facing = (numbers_of(thing.get("CharDirection")) or [0.0])[0]
    quarter = round(turns + facing / 90) % 4
    weight = (numbers_of(thing.get("Weight")) or [400.0])[0]
    bold = weight >= BOLD_WEIGHT or thing.get("Font", "") in bold_fonts
    wide = em * (numbers_of(thing.get("HScale")) or [1.0])[0]
    light = _is_light(thing)
    x = y = 0.0
    for code in thing.iterfind("{*}TextCode"):
        x, y = (numbers_of(code.get("X")) or [x])[0], (numbers_of(code.get("Y")) or [y])[0]
        text = (code.text or "").replace("\n", "").replace("\r", "")
        for mark, at_x, at_y, advance in _places(text, x, y, code, wide):
            letter = _letter(mark)
            if not letter:
                unreadable += 1
                continue
            start, end = apply(matrix, (at_x, at_y)), apply(matrix, (at_x + advance, at_y))
            glyphs.append(Glyph(letter, start, end, size, bold, quarter, light))
    return glyphs, unreadable


def _places(text: str, x: float, y: float, code: Element, em: float) -> Iterator[tuple[str, float, float, float]]:
    """Each letter of a TextCode with its place and width; where no step to the next is given, it is its usual width."""
    across, down = steps_of(code.get("DeltaX"), len(text)), steps_of(code.get("DeltaY"), len(text))
    for i, mark in enumerate(text):
        wide = east_asian_width(mark) in "WFA"
        step = across[i] if i < len(across) else (0.0 if i < len(down) and down[i] else em * (1.0 if wide else 0.5))
        most = em * (1.0 if wide else LATIN)
        yield mark, x, y, min(step, most) if step > 0 else most
        x += step
        y += down[i] if i < len(down) else 0.0


def steps_of(text: str | None, most: int) -> list[float]:
    """The steps between letters, at most `most` of them; `g 3 5.6` stands for three of 5.6.

    >>> steps_of("4 g 3 5.6", 10)
    [4.0, 5.6, 5.6, 5.6]
    """
    words = (text or "").split()
    steps: list[float] = []
    i = 0
    while i < len(words) and len(steps) < most:
        repeat, value = 1, words[i]
        if value == "g" and i + 2 < len(words) and words[i + 1].isdigit():
            repeat, value = min(int(words[i + 1]), most), words[i + 2]
            i += 2
        steps += (numbers_of(value)[:1] or [0.0]) * repeat
        i += 1
    return steps[:most]


def _is_light(thing: Element) -> bool:
    colour = thing.find("{*}FillColor")
    alphas = [thing.get("Alpha"), None if colour is None else colour.get("Alpha")]
    if any(0 < alpha < 128 for text in alphas for alpha in numbers_of(text)):
        return True
    parts = numbers_of(None if colour is None else colour.get("Value"))
    return len(parts) == 3 and min(parts) >= LIGHT


@lru_cache(maxsize=20_000)
def _letter(mark: str) -> str:
    """The letter that a mark stands for; empty where it says nothing."""
    if mark.isspace() or mark in "\u200b\u200c\u200d\ufeff":
        return " "
    return _radicals().get(mark, mark) if READABLE.match(mark) else ""


@lru_cache(maxsize=1)
def _radicals() -> dict[str, str]:
    rows = load("pdf_radicals.tsv", keys=("radical", "character"))
    return {row["radical"]: row["character"] for row in rows}
