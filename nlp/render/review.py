"""Lay out what reviewing plans gives: findings, changes and due days to sheets, with a tally for their head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nlp.render.sheets import Sheet, Value, sheet_of
from nlp.render.view import TaskView, one_line, view_tasks
from nlp.render.words import word
from nlp.types import AsOfSource, Calendar, Plan, PlanDiff, PlanLint, TaskList

Review = PlanLint | PlanDiff | Calendar
_AS_OF: dict[AsOfSource, str] = {
    "given": "format.as_of",
    "issued": "format.as_of_issued",
    "today": "format.as_of_today",
}
WEEKDAYS = "一二三四五六日"
FINDING_COLUMNS = ("number", "id", "finding", "words", "problem", "remedy")
CHANGE_COLUMNS = ("number", "change", "id", "new_text", "old", "old_text", "details")
DAY_COLUMNS = ("number", "day", "weekday", "id", "text", "lead", "short_deadline")


def review_sheet(record: Review) -> Sheet:
    """One row a finding, a change or a due day."""
    match record:
        case PlanLint():
            return sheet_of("findings", FINDING_COLUMNS, _findings(record))
        case PlanDiff():
            return sheet_of("changes", CHANGE_COLUMNS, _changes(record))
        case Calendar():
            return sheet_of("calendar", DAY_COLUMNS, _days(record))


def tally(record: Review) -> tuple[str, ...]:
    """What stands below a head: the day of judgement, how many there are of each kind (无责任单位 3), undated tasks."""
    facts: tuple[str, ...] = ()
    match record:
        case PlanLint():
            facts = (word(_AS_OF[record.as_of_source], date=record.as_of.isoformat()),)
            counts = Counter(f"finding.{finding.kind}" for finding in record.findings)
        case PlanDiff():
            counts = Counter(f"change.{kind}" for change in record.changes for kind in change.kinds)
        case Calendar():
            named = "、".join(record.undated)
            return (word("format.undated", count=len(record.undated), tasks=named),) if named else ()
    return facts + tuple(word("format.count", name=word(name), count=count) for name, count in counts.most_common())


def _findings(lint: PlanLint) -> Iterable[tuple[Value, ...]]:
    for number, found in enumerate(lint.findings, 1):
        id = found.task if found.other is None else f"{found.task} / {found.other}"
        words = (found.text, found.problem, found.remedy)
        yield (number, id, word(f"finding.{found.kind}"), *map(one_line, words))


def _changes(diff: PlanDiff) -> Iterable[tuple[Value, ...]]:
    old, new = _tasks(diff.old), _tasks(diff.new)
    for number, change in enumerate(diff.changes, 1):
        kinds = "、".join(word(f"change.{kind}") for kind in change.kinds)
        texts = [plan[id].text if id else "" for plan, id in ((new, change.new), (old, change.old))]
        details = "\n".join(map(one_line, change.details))
        yield number, kinds, change.new or "", texts[0], change.old or "", texts[1], details


def _days(calendar: Calendar) -> Iterable[tuple[Value, ...]]:
    tasks = _tasks(calendar.plan)
    for number, due in enumerate(calendar.days, 1):
        task = tasks[due.task]
        weekday = WEEKDAYS[due.day.weekday()]
        yield number, due.day.isoformat(), weekday, due.task, task.text, task.lead, one_line(due.text)


def _tasks(plan: Plan) -> dict[str, TaskView]:
    return {task.id: task for task in view_tasks(TaskList(plan, ()))}
