"""Compare a task's deadlines with the day of judgement and the dates that its evidence states."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from nlp.types import Deadline, Evidence, Status, Task, Timeliness

_DAY = re.compile(r"(?:(20\d\d)年)?(?<!\d)(1[0-2]|[1-9])月(?:(3[01]|[12]\d|[1-9])[日号])?")
_HALF = {"上半年": 6, "下半年": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}


def timeliness(task: Task, status: Status, evidence: Sequence[Evidence], *, as_of: date) -> Timeliness:
    """Whether the task was done in time: met, late, overdue, due or unknown.

    A task with full evidence is late where a date in its evidence lies after its last deadline, and unknown where
    neither tells; without full evidence it is overdue once the deadline has passed. Recurring work is overdue
    when the year is over.

    >>> from nlp.types import Place
    >>> by = Deadline("6月底前", "date", None, date(2022, 6, 30))
    >>> task = Task("1", None, None, "签订责任书。", (), (), (by,), (), Place(0, 0, 6), 1.0)
    >>> timeliness(task, "none", (), as_of=date(2022, 12, 31)), timeliness(task, "none", (), as_of=date(2022, 3, 1))
    ('overdue', 'due')
    """
    last = max((end for end in (_end(deadline, as_of) for deadline in task.deadlines) if end), default=None)
    if last is None:
        return "unknown"
    if status != "covered":
        return "overdue" if as_of > last or (as_of == last and last == date(last.year, 12, 31)) else "due"
    stated = [day for day in (_earliest(found.when) for found in evidence) if day]
    if stated:
        return "late" if max(stated) > last else "met"
    return "met" if as_of <= last else "unknown"


def when_stated(quote: str, *, year: int | None) -> str | None:
    """The last date that a quote states, as YYYY-MM-DD or YYYY-MM; None without a date or a year.

    >>> when_stated("3月印发方案，6月12日验收", year=2022), when_stated("持续开展", year=2022)
    ('2022-06-12', None)
    """
    dates = []
    for found in _DAY.finditer(quote):
        stated = int(found[1]) if found[1] else year
        if stated is None:
            continue
        month, day = int(found[2]), found[3]
        if day and int(day) <= calendar.monthrange(stated, month)[1]:
            dates.append(f"{stated}-{month:02}-{int(day):02}")
        else:
            dates.append(f"{stated}-{month:02}")
    if dates:
        return max(dates)
    months = [month for word, month in _HALF.items() if word in quote]
    return f"{year}-{max(months):02}" if months and year else None


def _end(deadline: Deadline, as_of: date) -> date | None:
    if deadline.kind in ("date", "range"):
        return deadline.end
    if deadline.kind == "recurring" and deadline.rrule:
        return date(as_of.year, 12, 31)
    return None


def _earliest(when: str | None) -> date | None:
    """The first day that a stated date can mean, so that nothing is called late on a guess."""
    if when is None:
        return None
    year, month, *day = (int(part) for part in when.split("-"))
    return date(year, month, day[0] if day else 1)
