"""Put a plan's deadlines on days: a plan and a span to the days on which its tasks fall due, and the tasks without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from nlp.errors import ConfigError
from nlp.extract.folding import fold
from nlp.extract.holidays import covered_years, event_dates, named_year, names_feast
from nlp.extract.numerals import parse_number
from nlp.extract.recurrence import expand
from nlp.types import Calendar, Deadline, DueDay, Plan, Warning

_COUNTED = re.compile(
    r"(?P<side>[前后])(?:的|[之以]?内)?(?P<n>[\d一二两三四五六七八九十]{1,3})个?(?P<unit>工作日|天|日|周|星期)"
)
_BEFORE = re.compile(r"前夕?$")
_AFTER = re.compile(r"(?<!前)后$")
_LENGTHS = {"周": 7, "星期": 7}


def list_due_days(plan: Plan, *, start: date | None = None, end: date | None = None) -> Calendar:
    """The days on which the tasks of a plan fall due from `start` to `end`, both inclusive, by day and then by task.

    A date falls on its day, a span on its last and one that has no end on none, a recurrence on each instance of the
    plan's year, a feast on its own day, with 前 on the day before (春节前), with 前3天 three days before; the year in
    its phrase is its own. Without `start` and `end` the span is the plan's year, made wider where a date lies outside
    it. A plan without a year, and no span given, leaves only the dates that write their year; `start` and `end` of the
    result are None where there are none. `undated` are the tasks that fall on no day: without deadlines, or with such
    as 长期坚持, 接到通知后5日内, 汛期前 alone. `warnings` name the feasts of a year that the table does not cover.

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
        fallen = [(day, deadline) for deadline in task.deadlines for day in _days(deadline, span, plan.document.year)]
        if not fallen:
            undated.append(task.id)
        for day, deadline in fallen:
            own = named_year(deadline, plan.document.year) is not None
            spread = deadline.kind == "recurring" or (deadline.kind == "event" and not own)
            left, right = span if span and spread else (start or day, end or day)
            if left <= day <= right:
                found[day, index, deadline.text] = DueDay(day, task.id, deadline.text)
    due = tuple(found[key] for key in sorted(found, key=lambda key: key[:2]))
    bounds = [*(span or ()), *(one.day for one in due)]
    warnings = tuple(dict.fromkeys(_unknown_feasts(plan, span)))
    first, last = min(bounds, default=None), max(bounds, default=None)
    return Calendar(plan, first, last, due, tuple(undated), warnings)


def _unknown_feasts(plan: Plan, span: tuple[date, date] | None) -> Iterator[Warning]:
    """What is said of feasts that have no day because the table does not know the year."""
    known = covered_years()
    reach = f"只到{known[-1]}年" if span and span[1].year > known[-1] else f"从{known[0]}年起"
    for deadline in (deadline for task in plan.tasks for deadline in task.deadlines if _is_feast(deadline)):
        for base in _years(deadline, span, plan.document.year):
            year = named_year(deadline, base) or base
            if year not in known and not event_dates(deadline, base):
                problem = f"节日日期{reach}，{year}年的“{deadline.text}”排不上日子"
                yield Warning(plan.document.file, "整个文件", problem, "请在 holidays.tsv 词表中补充该年日期")


def _is_feast(deadline: Deadline) -> bool:
    return deadline.kind in ("event", "recurring") and names_feast(deadline)


def _years(deadline: Deadline, span: tuple[date, date] | None, year: int | None) -> Iterable[int]:
    """The years for which to ask the days of a feast: the plan's where its phrase names one, else those of the span."""
    own = named_year(deadline, year)
    return (
        (own if year is None else year,) if own is not None else range(span[0].year, span[1].year + 1) if span else ()
    )


def _span(year: int | None, start: date | None, end: date | None) -> tuple[date, date] | None:
    """The days over which recurrences and feasts are spread: as given, else from and to the ends of the plan's year."""
    years = [year] if year is not None else []
    years += [day.year for day in (start, end) if day is not None]
    if not years:
        return None
    return start or date(min(years), 1, 1), end or date(max(years), 12, 31)


def _days(deadline: Deadline, span: tuple[date, date] | None, year: int | None) -> Iterator[date]:
    """The days of a deadline: of a dated one its last, of a feast with a year its own, of others all in the span."""
    if deadline.kind in ("date", "range"):
        if deadline.end is not None:
            yield deadline.end
    elif _is_feast(deadline):
        yield from _feasts(deadline, _years(deadline, span, year))
    elif deadline.kind == "recurring" and span is not None:
        yield from expand(deadline, date(span[0].year, 1, 1), date(span[1].year, 12, 31))


def _feasts(deadline: Deadline, years: Iterable[int]) -> Iterator[date]:
    """The days that a phrase with feasts asks for in these years; 元旦前 of a year without a name lies at its end.

    A feast with 后 alone has a first day and no last one: it has none.
    """
    phrase = fold(deadline.text).text
    counted = _COUNTED.search(phrase)
    if counted:
        length = int(parse_number(counted["n"]) or 0) * _LENGTHS.get(counted["unit"], 1)
        shift = length if counted["side"] == "后" else -length
    elif _AFTER.search(phrase):
        return
    else:
        shift = -1 if _BEFORE.search(phrase) else 0
    years = sorted(years)
    named = named_year(deadline, 1) is not None
    for year in years if named else [*years, *(year + 1 for year in years[-1:])]:
        shifted = (day.toordinal() + shift for day in event_dates(deadline, year))
        days = (date.fromordinal(at) for at in shifted if 0 < at <= date.max.toordinal())
        yield from (day for day in days if named or years[0] <= day.year <= years[-1])
