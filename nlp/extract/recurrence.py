"""Spread a recurring deadline over a span of days: deadline, first day, last day to one day for each period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date

from nlp.extract.folding import fold
from nlp.extract.holidays import event_dates, names_feast
from nlp.extract.numerals import parse_number
from nlp.types import Deadline

_LAST = 31
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十元]{1,3})"
_LIST = rf"{_NUMERAL}(?:(?:[、和及]|[至到]|-+){_NUMERAL})*"
_DAYS = rf"{_NUMERAL}[日号](?!常)(?:(?:[、,和及与]|[至到]|-+){_NUMERAL}[日号])*"
_DAY = re.compile(rf"(?P<days>{_DAYS})|(?P<part>[上中下]旬|首日|[初底末](?!月))")
_POINT = re.compile(rf"(?P<months>{_LIST})月份?(?:(?P<days>{_DAYS})|(?P<part>[上中下]旬|月?[初底末]))?")
_PART_OF_YEAR = re.compile(r"(?P<halves>[上下](?:[、和及][上下])?)半年|(?P<quarters>[一二三四1-4季度第、和及]+)季度")
_NUMBER = re.compile(_NUMERAL)
_MONTH_OF_PERIOD = re.compile(r"首月|末月|次月|后(?=\d)|第(?P<month>[一二三])个月|最后一?个月")
_WEEKDAYS = re.compile(r"^每.{0,3}?(?:周|星期|礼拜)(?P<days>[一二三四五六日天].*)")
_PARTS = {"上旬": 10, "初": 10, "月初": 10, "中旬": 20, "首日": 1}
_UNCOUNTED = re.compile(r"工作日|周|星期|礼拜")  # of a month or a year: the phrase alone does not tell the day
_SEASON = re.compile(r"[春夏秋冬汛暖]|开学|放假")


def expand(deadline: Deadline, start: date, end: date) -> tuple[date, ...]:
    """The days on which a recurring deadline falls within `start` and `end`, both inclusive, one for each period.

    It is the day that the phrase names (每月25日前, 每季度首月10日前, 每周一、周四, 每年“七一”前), else the last day
    of the period; a span (每年5月至9月) falls on its last. Periods of months and years are counted from January of the
    span's first year, weeks end on Sunday. A deadline without a recurrence, or one by the hour, has none; nor has one
    whose day the phrase does not tell (每月第一周, 每月第一个工作日, 每年汛期前), nor a feast in a year that the table
    of feasts does not cover. Reads the RFC 5545 rules that `find_deadlines` makes.

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
        case "YEARLY" if names_feast(deadline):
            days = [day for year in range(start.year, end.year + 1, interval) for day in event_dates(deadline, year)]
        case "YEARLY" if not _SEASON.search(phrase):
            points = [] if _UNCOUNTED.search(phrase) else _of_year(phrase)
            last_year = 12 * interval - 12
            days = _months(start, end, 12 * interval, [(last_year + month, day) for month, day in points])
        case "MONTHLY" if not _UNCOUNTED.search(phrase):
            month = _month(phrase, interval)
            days = _months(start, end, interval, [(month, day) for day in _days(phrase)])
        case "WEEKLY":
            days = _weeks(start, end, interval, phrase)
        case "DAILY":
            days = _steps(start.toordinal() + interval - 1, end, interval)
            days = [day for day in days if "BYDAY" not in rule or day.weekday() < 5]
        case _:
            days = []
    return tuple(sorted({day for day in days if start <= day <= end}))


def _month(phrase: str, interval: int) -> int:
    """Which month of the period the phrase names, from 1; 次月 is the one behind it, the last where none is named."""
    named = _MONTH_OF_PERIOD.search(phrase)
    if named is None or interval == 1:
        return interval
    if named["month"]:
        return int(parse_number(named["month"]) or 0)
    return {"首月": 1, "次月": interval + 1, "后": interval + 1}.get(named[0], interval)


def _days(phrase: str) -> list[int]:
    """The days of the month that the phrase names, the last where it names none."""
    return [day for found in _DAY.finditer(phrase) for day in _days_of(found)] or [_LAST]


def _days_of(found: re.Match[str]) -> list[int]:
    return _numbers(found["days"]) if found["days"] else [_PARTS.get(found["part"] or "", _LAST)]


def _of_year(phrase: str) -> list[tuple[int, int]]:
    """The months and days of the year that the phrase names, of a span its last; 31 December where it names none."""
    named: list[list[tuple[int, int]]] = []
    at = 0
    for found in _POINT.finditer(phrase):
        if named and re.fullmatch(r"[至到]|-+", phrase[at : found.start()]):
            named.pop()
        named.append([(month, day) for month in _numbers(found["months"]) for day in _days_of(found)])
        at = found.end()
    for found in _PART_OF_YEAR.finditer(phrase):
        halves = [6 if half == "上" else 12 for half in re.findall(r"[上下]", found["halves"] or "")]
        named.append([(month, _LAST) for month in halves or [3 * n for n in _numbers(found["quarters"])]])
    return [point for points in named for point in points] or [(12, _LAST)]


def _numbers(text: str) -> list[int]:
    """The numbers of a list (3、9; 10日、20日), of a span (5至9) the last."""
    return [
        1 if found[0] == "元" else int(parse_number(found[0]) or _LAST)
        for found in _NUMBER.finditer(text)
        if not re.match(r"[日号]?(?:[至到]|-+)", text[found.end() :])
    ]


def _months(start: date, end: date, interval: int, points: list[tuple[int, int]]) -> list[date]:
    """The days of each period of `interval` months; `points` are the month of the period, from 1, and its day."""
    found = []
    for first in range(12 * start.year - interval, 12 * (end.year + 1), interval):
        for month, day in points:
            year, index = divmod(first + month - 1, 12)
            if MINYEAR <= year <= MAXYEAR:
                found.append(date(year, index + 1, min(day, monthrange(year, index + 1)[1])))
    return found


def _weeks(start: date, end: date, interval: int, phrase: str) -> list[date]:
    named = _WEEKDAYS.search(phrase)
    monday = start.toordinal() - start.weekday() + 7 * (interval - 1)
    return [day for at in _weekdays(named["days"] if named else "日") for day in _steps(monday + at, end, 7 * interval)]


def _weekdays(text: str) -> list[int]:
    """The days of the week in a list (一、周四) or a span (一至五: each of them), from Monday 0."""
    found: list[int] = []
    for mark, char in re.findall(r"([至到]|-+)?(?:周|星期|礼拜)?([一二三四五六日天])", text):
        day = "一二三四五六日".index(char.replace("天", "日"))
        found += range(found[-1] + 1 if mark and found else day, day + 1)
    return found


def _steps(first: int, end: date, step: int) -> list[date]:
    return [date.fromordinal(at) for at in range(first, end.toordinal() + 1, step) if at > 0]
