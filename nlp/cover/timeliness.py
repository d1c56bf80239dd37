"""Compare a task's deadlines with the day of judgement and the dates that its evidence states."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from nlp.types import Deadline, Evidence, Status, Task, Timeliness

_DAY = re.compile(r"(?:(20\d\d)年)?(?<!\d)(1[0-2]|[1-9])月(?:(3[01]|[12]\d|[1-9])[日号])?")
_CLAUSE = re.compile(r"[^，,；;。]+")
_AHEAD = re.compile("预计|明年|来年|下年|计划于|拟于|将于|力争")
_HALF = {"上半年": 6, "下半年": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}


def timeliness(
    task: Task, status: Status, evidence: Sequence[Evidence], *, as_of: date, year: int | None = None
) -> Timeliness:
    """Whether the task was done in time: met, late, overdue, due or unknown.

    A task with full evidence is late where a date in its evidence lies after its last deadline, and unknown where
    neither tells; without full evidence it is overdue once the deadline lies before `as_of`. Recurring work is over
    with the plan's `year`, that of `as_of` where it is not known.

    >>> from nlp.types import Place
    >>> by = Deadline("6月底前", "date", None, date(2022, 6, 30))
    >>> task = Task("1", None, None, "签订责任书。", (), (), (by,), (), Place(0, 0, 6), 1.0)
    >>> timeliness(task, "none", (), as_of=date(2022, 7, 1)), timeliness(task, "none", (), as_of=date(2022, 6, 30))
    ('overdue', 'due')
    """
    ends = (_end(deadline, year or as_of.year) for deadline in task.deadlines)
    last = max((end for end in ends if end), default=None)
    if last is None:
        return "unknown"
    if status != "covered":
        return "overdue" if last < as_of else "due"
    stated = [day for day in (_earliest(found.when) for found in evidence) if day]
    if stated:
        return "late" if max(stated) > last else "met"
    return "met" if as_of <= last else "unknown"


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
    months = [month for word, month in _HALF.items() if word in told]
    return f"{year}-{max(months):02}" if months and year else None


def _end(deadline: Deadline, year: int) -> date | None:
    if deadline.kind in ("date", "range"):
        return deadline.end
    if deadline.kind == "recurring" and deadline.rrule:
        return date(year, 12, 31)
    return None


def _earliest(when: str | None) -> date | None:
    """The first day that a stated date can mean, so that nothing is called late on a guess."""
    if when is None:
        return None
    year, month, *day = (int(part) for part in when.split("-"))
    return date(year, month, day[0] if day else 1)
