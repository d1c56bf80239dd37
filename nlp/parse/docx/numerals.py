"""Write a number the way Word prints it in one of its numbering formats: value and format to text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _System:
    """How a counting system writes digits, tens, hundreds, thousands and ten thousands.

    `silent` places leave out a leading one (百 for 100); `bare_ten` leaves it out at the start of a ten alone (十一).
    """

    digits: str
    units: str
    myriad: str
    zero: str = "零"
    silent: bool = False
    bare_ten: bool = False


_CHINESE = _System(_DIGITS, "十百千", "万", bare_ten=True)
_TAIWANESE = _System(_DIGITS, "十百千", "萬", bare_ten=True)
_JAPANESE = _System(_DIGITS, "十百千", "万", zero="", silent=True)
_LEGAL = _System("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万")
_LEGAL_TRADITIONAL = _System("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬")

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MAX_ROMAN = 32_767  # Word's own limits: beyond them it prints plain digits
_MAX_LETTER = 780
_MAX_GROUPED = 99_999_999


def format_number(value: int, format: str) -> str:
    """The text of `value` in a format of ST_NumberFormat; formats we do not know are written in plain digits.

    `value` is a count from 0. Where a format has only so many signs (甲 to 癸, ① to ⑳), Word goes on in digits.
    Source: ECMA-376 part 1, 17.18.59, with Microsoft's notes on it (MS-OI29500) and the samples in MS-DOCX 2.4
    (chineseCounting turns to digits at 100: 一○○; ideographEnclosedCircle prints ㈠).

    >>> [format_number(n, "chineseCounting") for n in (1, 10, 11, 20, 99, 101)]
    ['一', '十', '十一', '二十', '九十九', '一○一']
    >>> [format_number(n, "chineseCountingThousand") for n in (10, 101, 110, 1010, 9999)]
    ['十', '一百零一', '一百一十', '一千零一十', '九千九百九十九']
    """
    if format in ("none", "bullet"):
        return ""
    write = _FORMATS.get(format)
    return str(value) if write is None or value < 0 else write(value) or str(value)


def _grouped(system: _System) -> Callable[[int], str]:
    def write(value: int) -> str:
        if not 0 < value <= _MAX_GROUPED:
            return ""
        high, low = divmod(value, 10_000)
        text = f"{_four(high, system)}{system.myriad}" if high else ""
        if low:
            text += (system.zero if high and low < 1000 else "") + _four(low, system)
        ten = system.digits[1] + system.units[0]
        return text[1:] if system.bare_ten and text.startswith(ten) else text

    return write


def _four(value: int, system: _System) -> str:
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            gap = bool(text)
            continue
        text += system.zero if gap else ""
        gap = False
        text += "" if system.silent and power and digit == 1 else system.digits[digit]
        text += system.units[power - 1] if power else ""
    return text


def _counting(value: int) -> str:
    return _grouped(_CHINESE)(value) if 0 < value < 100 else _positional("○一二三四五六七八九")(value)


def _positional(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda value: str(value).translate(table)


def _listed(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else ""


def _letter(first: str) -> Callable[[int], str]:
    def write(value: int) -> str:
        return chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= _MAX_LETTER else ""

    return write


def _roman(value: int) -> str:
    text = ""
    if value <= _MAX_ROMAN:
        for worth, sign in _ROMAN:
            count, value = divmod(value, worth)
            text += sign * count
    return text


def _sexagenary(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 0 < value <= 60 else ""


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + index) for index in range(count))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _grouped(_CHINESE),
    "taiwaneseCountingThousand": _grouped(_TAIWANESE),
    "japaneseCounting": _grouped(_JAPANESE),
    "chineseLegalSimplified": _grouped(_LEGAL),
    "ideographLegalTraditional": _grouped(_LEGAL_TRADITIONAL),
    "ideographDigital": _positional("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _positional("〇一二三四五六七八九"),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _listed(_run("㈠", 10)),
    "decimalEnclosedCircle": _listed(_run("①", 20)),
    "decimalEnclosedCircleChinese": _listed(_run("①", 10)),
    "decimalEnclosedParen": _listed(_run("⑴", 20)),
    "decimalEnclosedFullstop": _listed(_run("⒈", 20)),
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerLetter": _letter("a"),
    "upperLetter": _letter("A"),
}
