"""Read a number as Chinese documents print it: ASCII or full-width digits, 二〇二三, 一百二十, 1.5万, to a float."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.lexicon import load

_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?")


def parse_number(text: str) -> float | None:
    """The value of a numeral, None where the text is none.

    A row of digits (二〇二三) is read by place, one with 十百千万 by value (三百二十); digits may end in 万 (1.5万)
    and have commas between thousands (1,200).

    >>> [parse_number(text) for text in ("12", "１２", "二〇二三", "两", "十五", "一百二十", "1.5万", "若干")]
    [12.0, 12.0, 2023.0, 2.0, 15.0, 120.0, 15000.0, None]
    """
    values = _values()
    plain = _PLAIN.match(text)
    if plain:
        rest = [values.get(char, 0) for char in text[plain.end() :]]
        scale = 1
        for value in rest:
            if value < 10:
                return None
            scale *= value
        return float(plain.group().replace(",", "")) * scale
    if not text or any(char not in values for char in text):
        return None
    digits = [values[char] for char in text]
    if max(digits) < 10:
        return float("".join(map(str, digits)))
    total = section = digit = 0
    for value in digits:
        if value == 10000:
            total, section, digit = (total + section + digit) * value, 0, 0
        elif value >= 10:
            section, digit = section + (digit or 1) * value, 0
        else:
            digit = value
    return float(total + section + digit)


@lru_cache(maxsize=1)
def _values() -> dict[str, int]:
    return {row["numeral"]: int(row["value"]) for row in load("numerals.tsv", keys=("numeral", "value"))}
