"""Put days to a task's deadlines within the plan's year: deadlines to dates by which something is due."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from nlp.lexicon import load
from nlp.types import Deadline

_RRULE = re.compile(r"FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY)(?:;INTERVAL=(\d{1,3}))?(?:;.*)?")
_DAY = re.compile(r"(?<!\d)(3[01]|[12]?\d)日")
_ALIASES = 4  # names that may stand for one another in a row, so that a circle of them ends


def due_days(deadline: Deadline, year: int) -> tuple[date, ...]:
    """The days of `year` by which a deadline asks for something, earliest first; none where it has no days.

    A recurring deadline has one at the end of each of its periods (每月25日前 at its day), an event one for each feast
    that it names, the day before it for 前. Ongoing, relative and immediate deadlines have none, nor a recurrence
    without a period (定期) or an event without a day (汛期前).

    >>> quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    >>> [f"{day:%m-%d}" for day in due_days(quarterly, 2023)]
    ['03-31', '06-30', '09-30', '12-31']
    >>> [f"{day:%m-%d}" for day in due_days(Deadline("中秋、国庆节前", "event"), 2023)]
    ['09-28', '09-30']
    """
    if deadline.kind in ("date", "range"):
        return (deadline.end,) if deadline.end else ()
    if deadline.kind == "event":
        return feast_days(deadline.text, year)
    rule = _RRULE.fullmatch(deadline.rrule or "") if deadline.kind == "recurring" else None
    if rule is None or not date.min.year < year < date.max.year:
        return ()
    every = max(1, int(rule[2] or 1))
    if rule[1] == "YEARLY":
        return feast_days(deadline.text, year) or (date(year, 12, 31),)
    if rule[1] == "MONTHLY":
        found = _DAY.search(deadline.text) if every == 1 else None
        return tuple(_day(year, month, int(found[1]) if found else 31) for month in range(every, 13, every))
    step = timedelta(days=7 * every if rule[1] == "WEEKLY" else every)
    days, day = [], date(year, 1, 1) - timedelta(days=1) + step
    while day.year == year:
        days.append(day)
        day += step
    return tuple(days)


def feast_days(text: str, year: int) -> tuple[date, ...]:
    """The days of the feasts that a text names, the day before them where it says 前; none where one is not known.

    >>> [str(day) for day in feast_days("在春节、“五一”期间", 2022)]
    ['2022-02-01', '2022-05-01']
    """
    plain = re.sub(r"[“”\"\s]", "", text)
    days: set[date] = set()
    for found in _names().finditer(plain):
        known = _days_of(found[0], year)
        if not known:
            return ()
        days |= known
    before = timedelta(days=1 if re.search(r"前(?!后)", plain) else 0)
    return tuple(sorted(day - before for day in days))


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(max(1, day), calendar.monthrange(year, month)[1]))


def _days_of(name: str, year: int) -> set[date]:
    days = _table()[name]
    for _ in range(_ALIASES):
        days = _table().get(days, days)
    if re.fullmatch(r"\d\d-\d\d", days):
        return {date(year, int(days[:2]), int(days[3:]))}
    return {date.fromisoformat(day) for day in days.split() if day.startswith(f"{year}-")}


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    return {row["holiday"]: row["days"] or "" for row in load("holidays.tsv", keys=("holiday", "alone", "days"))}


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    """The names, the longest first; 十一 in 双十一 or 十一届 is none."""
    names = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"(?<![双二三四五六七八九十第])(?:{'|'.join(names)})(?![届月次个名])")
