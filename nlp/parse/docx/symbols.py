"""Write a sign of a symbol font (Wingdings, Symbol …) as the character that looks like it: font and text to text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from nlp.lexicon import load
from nlp.parse.docx.left import Left

_BASE, _LAST = 0xF000, 0xF0FF  # where Word keeps the 256 signs of a symbol font
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ANY = ("wingdings", "symbol")  # tried in this order where no font is named


def read_symbol(font: str | None, code: str | None, left: Left) -> str:
    """The character for the sign `code` (hexadecimal) of a font; "" and a count in `left` where it is not known.

    >>> [read_symbol(font, "F0B3", Left()) for font in ("Symbol", "Wingdings")], read_symbol("宋体", "2103", Left())
    (['≥', ''], '℃')
    """
    try:
        sign = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
    return read_letters(sign, font, left)


def read_letters(text: str, font: str | None, left: Left) -> str:
    """The text with the signs of symbol fonts replaced; `font` is the one the text is set in, None where unsaid.

    Letters are signs where the font has nothing but signs; a letter for which no sign is known stays as it is.

    >>> [read_letters(text, font, Left()) for text, font in (("\uf0a8 已完成", None), ("ü", "Wingdings"), ("ü", None))]
    ['□ 已完成', '✓', 'ü']
    """
    if font is None and not _PRIVATE.search(text):
        return text
    name = (font or "").strip().lower()
    known = name in _signs()
    fonts = (name,) if known else _ANY
    return "".join(_sign(char, fonts, left) if known or _PRIVATE.match(char) else char for char in text)


def _sign(char: str, fonts: tuple[str, ...], left: Left) -> str:
    private = _PRIVATE.match(char) is not None
    code = ord(char) - _BASE if private and _BASE <= ord(char) <= _LAST else ord(char)
    found = next((sign for font in fonts if (sign := _signs()[font].get(code))), None)
    if found is not None:
        return found
    if not private:
        return char
    if fonts == ("symbol",) and chr(code).isascii() and chr(code).isprintable():
        return chr(code)  # digits and marks stand where they stand in ASCII
    left.symbols += 1
    return ""


@cache
def _signs() -> Mapping[str, Mapping[int, str]]:
    """The signs of each font by their code within it."""
    signs: dict[str, dict[int, str]] = {}
    for row in load("symbols.tsv", keys=("code", "sign")):
        font, _, code = row["code"].rpartition(" ")
        signs.setdefault(font, {})[int(code, 16)] = row["sign"]
    return signs
