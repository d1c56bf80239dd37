"""Make a sentence plain for pattern matching and keep the way back: text to folded text with offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.lexicon import load

_GAP = re.compile(r"(?<!\d)\s+|\s+(?!\d)|(?<=(?<!\d)(?:19|20))\s+(?=\d\d\s*年)")  # 20 19 年 too


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without variant characters and inner spaces; `offsets` are its characters' places in the original.

    `offsets` is None where nothing was left out, so that every character has kept its place.
    """

    text: str
    offsets: tuple[int, ...] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original text that a non-empty range of the folded text came from."""
        return (start, end) if self.offsets is None else (self.offsets[start], self.offsets[end - 1] + 1)


def fold(text: str) -> Folded:
    """Replace full-width and traditional forms, dashes and quotes one by one, and drop spaces except between digits.

    >>> folded = fold("于２０２６ 年 12 月底前")
    >>> folded.text, folded.place(1, 11)
    ('于2026年12月底前', (1, 14))
    """
    seen = plain(text)
    gaps = [gap.span() for gap in _GAP.finditer(seen)]
    if not gaps:
        return Folded(seen)
    offsets: list[int] = []
    pieces: list[str] = []
    at = 0
    for start, end in [*gaps, (len(seen), len(seen))]:
        offsets.extend(range(at, start))
        pieces.append(seen[at:start])
        at = end
    return Folded("".join(pieces), tuple(offsets))


def plain(text: str) -> str:
    """The text with full-width and traditional forms, dashes and quotes replaced one by one; every place stays.

    >>> plain("“七一”後５日內")
    '"七一"后5日内'
    """
    return text.translate(_variants())


@lru_cache(maxsize=1)
def _variants() -> dict[int, str]:
    return {ord(row["variant"]): row["plain"] for row in load("variants.tsv", keys=("variant", "plain"))}
