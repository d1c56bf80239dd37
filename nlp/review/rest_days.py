"""Tell which days are no working days: a day to what makes it one of rest, a phrase to whether it names the day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from nlp.lexicon import load

_WEEKDAYS = "一二三四五六日"
_FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}
_FEASTS = {(1, 1), (5, 1), (10, 1)}
_DAY = re.compile(r"(\d{1,2}|[一二两三四五六七八九十廿]{1,3})\s*[日号號]|[-./]\s*(\d{1,2})(?!\s*[-./\d])")


def names_day(phrase: str, day: date) -> bool:
    """Whether a phrase prints the very day on which it ends: 6月30日前, not 6月底前.

    10月1日前 and the like mean before the feast, and name no day of work to be done on it.

    >>> names_day("6月30日前", date(2024, 6, 30)), names_day("6月底前", date(2024, 6, 30))
    (True, False)
    >>> names_day("10月1日前", date(2024, 10, 1)), names_day("10月1日", date(2024, 10, 1))
    (False, True)
    >>> names_day("二〇一六年七月一日前", date(2016, 7, 1)), names_day("3月1日至5月底", date(2024, 5, 31))
    (True, False)
    """
    if phrase.endswith("前") and (day.month, day.day) in _FEASTS:
        return False
    found = list(_DAY.finditer(phrase))
    return bool(found) and _number(found[-1][1] or found[-1][2]) == day.day


def rest_on(day: date) -> str | None:
    """What makes a day one of rest, as 在国庆节假期内 or 是星期日; None for a working day, make-up days among them.

    The yearly arrangement is that of the package chinese_calendar; in a year that it does not know, weekends and the
    fixed feasts count.

    >>> rest_on(date(2024, 6, 30)), rest_on(date(2024, 10, 1)), rest_on(date(2024, 9, 29)), rest_on(date(2024, 7, 1))
    ('是星期日', '在国庆节假期内', None, None)
    """
    from chinese_calendar import Holiday, get_holiday_detail

    try:
        rests, name = get_holiday_detail(day)
        feast = Holiday(name).chinese if name else None
    except NotImplementedError:
        feast = _FIXED.get((day.month, day.day))
        rests = feast is not None or day.weekday() >= 5
    if not rests:
        return None
    if feast:
        return f"在{feast}假期内"
    return f"是星期{_WEEKDAYS[day.weekday()]}"


def is_arranged(year: int) -> bool:
    """Whether the installed arrangement of holidays knows a year.

    >>> is_arranged(2024), is_arranged(1999)
    (True, False)
    """
    from chinese_calendar import get_holiday_detail

    try:
        get_holiday_detail(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def last_working_day(day: date) -> date:
    """The last working day before a day.

    >>> last_working_day(date(2024, 6, 30))
    datetime.date(2024, 6, 28)
    """
    day -= timedelta(1)
    while rest_on(day):
        day -= timedelta(1)
    return day


def shown_day(day: date) -> str:
    """A day as a document prints it.

    >>> shown_day(date(2024, 6, 28))
    '2024年6月28日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def _number(text: str) -> int:
    """A day's number in digits or as 二十五.

    >>> _number("25"), _number("二十五"), _number("十"), _number("三十")
    (25, 25, 10, 30)
    """
    if text.isdecimal():
        return int(text)
    tens, sep, ones = text.replace("廿", "二十").rpartition("十")
    digits = _digits()
    return (digits.get(tens, 1) * 10 if sep else 0) + digits.get(ones, 0)


@cache
def _digits() -> dict[str, int]:
    return {row["numeral"]: int(row["value"]) for row in load("numerals.tsv", keys=("numeral", "value"))}
