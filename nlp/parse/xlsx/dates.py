"""Write a day or time the way a spreadsheet shows it: serial number and format section to text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from nlp.parse.docx.numerals import format_number
from nlp.parse.xlsx.formats import Section, Token

LAST_DAY = 2_958_465  # 9999-12-31
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DAYS = "一二三四五六日"
_CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def show_date(value: float, section: Section, *, from_1904: bool = False) -> str | None:
    """A date or time; None where the value is no day of the calendar.

    A date whose format has digits and strokes only is written with 年月日.

    >>> from nlp.parse.xlsx.formats import parse_format
    >>> show_date(45473.25, parse_format("yyyy/m/d")[0]), show_date(0.5, parse_format("h:mm")[0])
    ('2024年6月30日', '12:00')
    """
    if not 0 <= value <= LAST_DAY:
        return None
    days = value if from_1904 or value >= 60 else value + 1  # spreadsheets count a 29 February 1900
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = start + timedelta(seconds=round(days * 86_400))
    tokens = _minutes(section.tokens)
    units = {token.text[0] for token in tokens if token.kind == "date"}
    plain = not any(token.kind == "literal" and _HAN.search(token.text) for token in tokens)
    if plain and units & {"y", "e", "m", "d"} and not section.chinese:
        return _plain_date(moment, units)
    twelve = section.has("half")
    return "".join(_unit(token, moment, value, twelve, section.chinese) for token in tokens).strip()


def _minutes(tokens: Sequence[Token]) -> list[Token]:
    """The same tokens with the m that means minutes, behind hours or before seconds, written as n."""
    found = list(tokens)
    times = [i for i, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    for k, i in enumerate(times):
        before = tokens[times[k - 1]].text[0] if k else ""
        after = tokens[times[k + 1]].text[0] if k + 1 < len(times) else ""
        if tokens[i].kind == "date" and tokens[i].text[0] == "m" and (before == "h" or after == "s"):
            found[i] = Token("date", "n" * len(tokens[i].text))
    return found


def _plain_date(moment: datetime, units: set[str]) -> str:
    parts = [
        f"{moment.year}年" if units & {"y", "e"} else "",
        f"{moment.month}月" if "m" in units else "",
        f"{moment.day}日" if "d" in units else "",
    ]
    clock = f" {moment:%H:%M:%S}" if "s" in units else f" {moment:%H:%M}" if "h" in units else ""
    if moment.time() == time.min:  # a day, whatever its format: programs that export registers show 0:00:00 behind it
        clock = ""
    return "".join(parts) + clock


def _unit(token: Token, moment: datetime, value: float, twelve: bool, chinese: bool) -> str:
    if token.kind == "half":
        return "上午" if moment.hour < 12 else "下午"
    if token.kind == "elapsed":
        return str(int(value * {"h": 24, "m": 1440, "s": 86_400}[token.text[0]] + 1e-6))
    if token.kind not in ("date", "literal", "comma", "point"):
        return ""
    if token.kind != "date":
        return token.text
    letter, width = token.text[0], len(token.text)
    if letter == "a" or (letter == "d" and width > 2):
        return ("星期" if width > 3 else "周") + _DAYS[moment.weekday()]
    if letter in "ye":
        year = f"{moment.year % 100:02}" if letter == "y" and width < 3 else str(moment.year)
        return year.translate(_CHINESE_DIGITS) if chinese else year
    hour = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[letter]
    if chinese:
        return format_number(number, "chineseCountingThousand")
    return f"{number:02}" if width == 2 else str(number)
