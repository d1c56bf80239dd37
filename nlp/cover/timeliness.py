"""Compare a task's deadlines with the day of judgement and the dates that its evidence states."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from nlp.cover.due_days import due_days
from nlp.lexicon import load
from nlp.types import Evidence, Light, Status, Task, Timeliness

SOON = 30
"""A task without evidence turns yellow so many days before it is due."""

_DAY = re.compile(r"(?:(20\d\d)年)?(?<!\d)(1[0-2]|[1-9])月(?:(3[01]|[12]\d|[1-9])[日号])?")
_CLAUSE = re.compile(r"[^，,；;。]+")
_AHEAD = re.compile("预计|明年|来年|下年|计划于|拟于|将于|力争")
_QUARTERS = {"一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}


def timeliness(
    task: Task, status: Status, evidence: Sequence[Evidence], *, as_of: date, year: int | None = None
) -> Timeliness:
    """Whether the task was done in time: met, late, overdue, due or unknown.

    Full evidence is late where a date in it lies after the last deadline, and unknown where neither tells; of recurring
    work it is met. Without full evidence a task is overdue once a recurrence's first instance or its last deadline lies
    before `as_of`; with none at all, once any of its deadlines does. Recurrences and feasts fall into the plan's
    `year`, that of `as_of` where it is not known. Deadlines without a day (relative, ongoing) tell nothing.

    >>> from nlp.types import Deadline, Place
    >>> by = Deadline("6月底前", "date", None, date(2022, 6, 30))
    >>> task = Task("1", None, None, "签订责任书。", (), (), (by,), (), Place(0, 0, 6), 1.0)
    >>> timeliness(task, "none", (), as_of=date(2022, 7, 1)), timeliness(task, "none", (), as_of=date(2022, 6, 30))
    ('overdue', 'due')
    """
    recurring, single = _due(task, year or as_of.year)
    days = [*recurring, *single]
    if not days:
        return "unknown"
    last = max(days)
    if status != "covered":
        first = min(days) if status == "none" or not single else last
        return "overdue" if first < as_of else "due"
    stated = [day for day in (_earliest(found.when) for found in evidence) if day]
    if stated:
        return "late" if max(stated) > last else "met"
    return "met" if as_of <= last or not single else "unknown"


def days_left(task: Task, *, as_of: date, year: int | None = None) -> int | None:
    """Days from `as_of` to the task's last deadline, negative behind it; None where no deadline has a day.

    Of recurring work and of feasts the next instance counts, behind the last of the `year` that.

    >>> from nlp.types import Deadline, Place
    >>> monthly = Deadline("每月", "recurring", rrule="FREQ=MONTHLY")
    >>> task = Task("1", None, None, "每月通报。", (), (), (monthly,), (), Place(0, 0, 5), 1.0)
    >>> days_left(task, as_of=date(2022, 6, 20), year=2022), days_left(task, as_of=date(2023, 1, 2), year=2022)
    (10, -2)
    """
    recurring, single = _due(task, year or as_of.year)
    ahead = [day for day in recurring if day >= as_of]
    if ahead:
        return (min(ahead) - as_of).days
    days = [*recurring, *single]
    return (max(days) - as_of).days if days else None


def light(timeliness: Timeliness, status: Status, days_left: int | None) -> Light:
    """The colour that tells where to look: red, yellow or green.

    Red is what is overdue, and what is late without full evidence; yellow what has part of its evidence, what has all
    of it but late, and what has none and is due within SOON days; green everything else.

    >>> light("overdue", "partial", -3), light("due", "none", 12), light("due", "none", 90), light("met", "covered", 5)
    ('red', 'yellow', 'green', 'green')
    """
    if timeliness == "overdue" or (timeliness == "late" and status != "covered"):
        return "red"
    near = status == "none" and days_left is not None and days_left <= SOON
    return "yellow" if status == "partial" or timeliness == "late" or near else "green"


def when_stated(quote: str, *, year: int | None) -> str | None:
    """The last date that a quote states as past, as YYYY-MM-DD or YYYY-MM; None without a date or a year.

    A year that a date states holds for the dates behind it.

    >>> when_stated("3月印发方案，6月12日验收，预计10月启用", year=2022), when_stated("持续开展", year=2022)
    ('2022-06-12', None)
    """
    told = "，".join(clause for clause in _CLAUSE.findall(quote) if not _AHEAD.search(clause))
    dates = []
    for found in _DAY.finditer(told):
        year = int(found[1]) if found[1] else year
        if year is None:
            continue
        month, day = int(found[2]), found[3]
        if day and int(day) <= calendar.monthrange(year, month)[1]:
            dates.append(f"{year}-{month:02}-{int(day):02}")
        else:
            dates.append(f"{year}-{month:02}")
    if dates:
        return max(dates)
    months = [month for word, month in _part_ends().items() if word in told]
    return f"{year}-{max(months):02}" if months and year else None


def _due(task: Task, year: int) -> tuple[list[date], list[date]]:
    """The days by which work is due: those that recur within the year, and those of single deadlines."""
    recurring: list[date] = []
    single: list[date] = []
    for deadline in task.deadlines:
        days = due_days(deadline, year)
        again = deadline.kind == "recurring" or len(days) > 1
        (recurring if again else single).extend(days)
    return recurring, single


def _earliest(when: str | None) -> date | None:
    """The first day that a stated date can mean, so that nothing is called late on a guess."""
    if when is None:
        return None
    year, month, *day = (int(part) for part in when.split("-"))
    return date(year, month, day[0] if day else 1)


@lru_cache(maxsize=1)
def _part_ends() -> dict[str, int]:
    rows = load("year_parts.tsv", keys=("word", "first", "last"))
    return {row["word"]: int(row["last"]) for row in rows if row["word"].endswith(("半年", "年初", "年底"))} | _QUARTERS
