"""Spread a recurring deadline over a span of days: deadline, first day, last day to one day for each period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from nlp.extract.folding import fold
from nlp.extract.holidays import event_dates, names_feast
from nlp.extract.numerals import parse_number
from nlp.types import Deadline

_LAST = 31
_NUMERAL = r"\d{1,2}|[一二三四五六七八九十元]{1,3}"
_DAY = re.compile(rf"(?P<day>{_NUMERAL})[日号](?!常)|(?P<part>[上中下]旬|[初底末](?!月))")
_MONTH_OF_YEAR = re.compile(rf"(?P<month>{_NUMERAL})月")
_MONTH_OF_PERIOD = re.compile(r"首月|末月|次月|第(?P<month>[一二三])个月|最后一?个月")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_PARTS = {"上旬": 10, "初": 10, "中旬": 20}


def expand(deadline: Deadline, start: date, end: date) -> tuple[date, ...]:
    """The days on which a recurring deadline falls within `start` and `end`, both inclusive, one for each period.

    It is the day that the phrase names (每月25日前, 每季度首月10日前, 每周五, 每年“七一”前), else the last day
    of the period. Periods of months and years are counted from January of the span's first year, weeks end on Sunday.
    A deadline without a recurrence, or one by the hour, has none; nor has a year that the table of feasts does not
    cover. Reads the RFC 5545 rules that `find_deadlines` makes.

    >>> quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    >>> [str(day) for day in expand(quarterly, date(2022, 1, 1), date(2022, 7, 1))]
    ['2022-03-31', '2022-06-30']
    >>> monthly = Deadline("每月25日前", "recurring", rrule="FREQ=MONTHLY")
    >>> [str(day) for day in expand(monthly, date(2022, 1, 1), date(2022, 2, 28))]
    ['2022-01-25', '2022-02-25']
    """
    if deadline.rrule is None:
        return ()
    rule = dict(part.split("=", 1) for part in deadline.rrule.split(";"))
    interval = int(rule.get("INTERVAL", "1"))
    phrase = fold(deadline.text).text
    match rule["FREQ"]:
        case "YEARLY":
            if names_feast(deadline):
                years = range(start.year, end.year + 1, interval)
                days = [day for year in years for day in event_dates(deadline, year)]
            else:
                days = _months(start, end, 12 * interval, _month(phrase, 12 * interval), _days(phrase))
        case "MONTHLY":
            days = _months(start, end, interval, _month(phrase, interval), _days(phrase))
        case "WEEKLY":
            days = _weeks(start, end, interval, phrase)
        case "DAILY":
            days = _steps(start + timedelta(days=interval - 1), end, interval)
            days = [day for day in days if "BYDAY" not in rule or day.weekday() < 5]
        case _:
            days = []
    return tuple(day for day in days if start <= day <= end)


def _month(phrase: str, interval: int) -> int:
    """Which month of the period the phrase names, from 1; 次月 is the one behind it, the last where none is named."""
    named = _MONTH_OF_PERIOD.search(phrase)
    if named and interval > 1:
        fixed = {"首月": 1, "次月": interval + 1}.get(named[0], interval)
        return int(parse_number(named["month"]) or 0) if named["month"] else fixed
    of_year = _MONTH_OF_YEAR.search(phrase) if interval % 12 == 0 else None
    if of_year is None:
        return interval
    return interval - 12 + (1 if of_year["month"] == "元" else int(parse_number(of_year["month"]) or 12))


def _days(phrase: str) -> list[int]:
    """The days of the month that the phrase names, the last where it names none."""
    days = [
        _PARTS.get(found["part"], _LAST) if found["part"] else int(parse_number(found["day"]) or _LAST)
        for found in _DAY.finditer(phrase)
    ]
    return days or [_LAST]


def _months(start: date, end: date, interval: int, month: int, days: list[int]) -> list[date]:
    found = []
    for first in range(12 * start.year - interval, 12 * (end.year + 1), interval):
        year, index = divmod(first + month - 1, 12)
        last = monthrange(year, index + 1)[1]
        found += [date(year, index + 1, min(day, last)) for day in days]
    return found


def _weeks(start: date, end: date, interval: int, phrase: str) -> list[date]:
    named = _WEEKDAY.search(phrase)
    day = "一二三四五六日".index(named["day"].replace("天", "日")) if named else 6
    return _steps(start + timedelta(days=day - start.weekday() + 7 * (interval - 1)), end, 7 * interval)


def _steps(first: date, end: date, step: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(0, (end - first).days + 1, step)]
