"""Spread a recurring deadline over a span of days: deadline, first day, last day to the last day of each period."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from nlp.types import Deadline


def expand(deadline: Deadline, start: date, end: date) -> tuple[date, ...]:
    """The last day of each period that ends within `start` and `end`, both inclusive.

    Periods of months and years are counted from January of the span's first year, weeks end on Sunday. A deadline
    without a recurrence, or one by the hour, has none. Reads the RFC 5545 rules that `find_deadlines` makes.

    >>> quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    >>> [str(day) for day in expand(quarterly, date(2022, 1, 1), date(2022, 7, 1))]
    ['2022-03-31', '2022-06-30']
    """
    if deadline.rrule is None:
        return ()
    rule = dict(part.split("=", 1) for part in deadline.rrule.split(";"))
    interval = int(rule.get("INTERVAL", "1"))
    match rule["FREQ"]:
        case "YEARLY":
            return _month_ends(start, end, 12 * interval)
        case "MONTHLY":
            return _month_ends(start, end, interval)
        case "WEEKLY":
            first = start + timedelta(days=6 - start.weekday() + 7 * (interval - 1))
            return _steps(first, end, 7 * interval)
        case "DAILY":
            days = _steps(start + timedelta(days=interval - 1), end, interval)
            return tuple(day for day in days if "BYDAY" not in rule or day.weekday() < 5)
        case _:
            return ()


def _month_ends(start: date, end: date, interval: int) -> tuple[date, ...]:
    count = 12 * (end.year - start.year + 1)
    months = (
        (start.year + (number - 1) // 12, (number - 1) % 12 + 1) for number in range(interval, count + 1, interval)
    )
    days = (date(year, month, monthrange(year, month)[1]) for year, month in months)
    return tuple(day for day in days if start <= day <= end)


def _steps(first: date, end: date, step: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=offset) for offset in range(0, (end - first).days + 1, step))
