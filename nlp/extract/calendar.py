"""Put a plan's deadlines on days: a plan and a span to the days on which its tasks fall due, and the tasks without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlp.errors import ConfigError
from nlp.extract.folding import fold
from nlp.extract.holidays import event_dates, names_feast
from nlp.extract.numerals import parse_number
from nlp.extract.recurrence import expand
from nlp.types import Calendar, Deadline, DueDay, Plan

_COUNTED = re.compile(
    r"(?P<side>[前后])(?:的|[之以]?内)?(?P<n>[\d一二两三四五六七八九十]{1,3})个?(?P<unit>工作日|天|日|周|星期)"
)
_BEFORE = re.compile(r"前夕?$")
_AFTER = re.compile(r"(?<!前)后$")
_LENGTHS = {"周": 7, "星期": 7}


def list_due_days(plan: Plan, *, start: date | None = None, end: date | None = None) -> Calendar:
    """The days on which the tasks of a plan fall due from `start` to `end`, both inclusive, by day and then by task.

    A date falls on its day, a span on its last, a recurrence on each instance of the plan's year, a feast on its own
    day, with 前 on the day before it (春节前), with 前3天 three days before. Without `start` and `end` the span is the
    plan's year, made wider where a date lies outside it. A plan without a year, and no span given, leaves only the
    dates that write their year. `undated` are the tasks that fall on no day: without deadlines, or with such as
    长期坚持, 接到通知后5日内, 汛期前 alone.

    Raises ConfigError where `start` is later than `end`.

    >>> from nlp.types import DocumentFacts, Place, Task
    >>> facts = DocumentFacts("a.txt", "", None, "plan", 2022, None, None)
    >>> place = Place(0, 0, 2)
    >>> deadline = Deadline("“七一”前", "event")
    >>> task = Task("1.1.1", "1", None, "走访", (), (), (deadline,), (), place, 1.0)
    >>> calendar = list_due_days(Plan(facts, (), (task,)))
    >>> [(str(due.day), due.task, due.text) for due in calendar.days]
    [('2022-06-30', '1.1.1', '“七一”前')]
    """
    if start is not None and end is not None and start > end:
        raise ConfigError(f"开始日期 {start} 晚于结束日期 {end}；请对调")
    span = _span(plan.document.year, start, end)
    found: dict[tuple[date, int, str], DueDay] = {}
    undated = []
    for index, task in enumerate(plan.tasks):
        fallen = [(day, deadline) for deadline in task.deadlines for day in _days(deadline, span)]
        if not fallen:
            undated.append(task.id)
        for day, deadline in fallen:
            spread = deadline.kind in ("recurring", "event")
            first, last = span if span and spread else (start or day, end or day)
            if first <= day <= last:
                found[day, index, deadline.text] = DueDay(day, task.id, deadline.text)
    due = tuple(found[key] for key in sorted(found, key=lambda key: key[:2]))
    bounds = [*(span or ()), *(one.day for one in due)] or [date.min, date.max]
    return Calendar(plan, min(bounds), max(bounds), due, tuple(undated))


def _span(year: int | None, start: date | None, end: date | None) -> tuple[date, date] | None:
    """The days over which recurrences and feasts are spread: as given, else from and to the ends of the plan's year."""
    years = [year] if year is not None else []
    years += [day.year for day in (start, end) if day is not None]
    if not years:
        return None
    return start or date(min(years), 1, 1), end or date(max(years), 12, 31)


def _days(deadline: Deadline, span: tuple[date, date] | None) -> Iterator[date]:
    """The days of a deadline: of a dated one its last, of others all in the years of the span."""
    if deadline.kind in ("date", "range"):
        if deadline.end is not None:
            yield deadline.end
    elif span is None:
        return
    elif deadline.kind == "event" or (deadline.kind == "recurring" and names_feast(deadline)):
        yield from _feasts(deadline, span)
    elif deadline.kind == "recurring":
        yield from expand(deadline, date(span[0].year, 1, 1), date(span[1].year, 12, 31))


def _feasts(deadline: Deadline, span: tuple[date, date]) -> Iterator[date]:
    """The days that a phrase with feasts asks for; the feast behind the span too, since 元旦前 lies in the year before.

    A feast with 后 alone has a first day and no last one: it has none.
    """
    phrase = fold(deadline.text).text
    counted = _COUNTED.search(phrase)
    if counted:
        length = int(parse_number(counted["n"]) or 0) * _LENGTHS.get(counted["unit"], 1)
        shift = timedelta(days=length if counted["side"] == "后" else -length)
    elif _AFTER.search(phrase):
        return
    else:
        shift = timedelta(days=-1 if _BEFORE.search(phrase) else 0)
    for year in range(span[0].year, span[1].year + 2):
        days = (day + shift for day in event_dates(deadline, year))
        yield from (day for day in days if span[0].year <= day.year <= span[1].year)
