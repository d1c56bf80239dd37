"""Put a task list into the words that people read, whatever file they go into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.render.words import word
from nlp.types import Deadline, Period, Plan, Role, Task, TaskList


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as a row for people; `number` counts from 1, several values of one cell are joined.

    `deadline` has the days that a phrase means behind it, `short_deadline` the phrase alone.
    """

    number: int
    id: str
    workstream: str
    workstream_number: str
    measure: str
    text: str
    lead: str
    support: str
    supervise: str
    deadline: str
    short_deadline: str
    target: str
    label: str


def view_tasks(task_list: TaskList) -> tuple[TaskView, ...]:
    """The tasks of a list as rows for people, in reading order."""
    plan = task_list.plan
    numbers = {workstream.id: workstream.number or "" for workstream in plan.workstreams}
    names = name_workstreams(plan)
    labels = {label.target: label.workstream or "" for label in task_list.labels}
    return tuple(
        TaskView(
            number=number,
            id=task.id,
            workstream=names.get(task.workstream, ""),
            workstream_number=numbers.get(task.workstream or "", ""),
            measure=_numbered(task.measure.number, task.measure.title) if task.measure else "",
            text=one_line(task.text),
            lead=_names(task, "lead"),
            support=_names(task, "support"),
            supervise=_names(task, "supervise", "person"),
            deadline=_joined(say_deadline(deadline) for deadline in task.deadlines),
            short_deadline=_joined(one_line(deadline.text) for deadline in task.deadlines),
            target=_joined(one_line(target.text) for target in task.targets),
            label=labels.get(task.id, ""),
        )
        for number, task in enumerate(plan.tasks, 1)
    )


def title_of(plan: Plan) -> str:
    """The plan's title, or its file's name where it has none."""
    return one_line(plan.document.title or plan.document.file) or word("note.untitled")


def say_deadline(deadline: Deadline) -> str:
    """A deadline as it is printed, with the days it means where they are known.

    >>> from datetime import date
    >>> say_deadline(Deadline("6月底前", "date", end=date(2022, 6, 30)))
    '6月底前（2022-06-30）'
    """
    days = say_period(Period(deadline.start, deadline.end))
    text = one_line(deadline.text)
    return word("format.dated", text=text, value=days) if days else text


def say_period(period: Period | None) -> str:
    """A span of days; empty where neither end is known."""
    if period is None or (period.start is None and period.end is None):
        return ""
    if period.start is None or period.start == period.end:
        return str(period.end)
    if period.end is None:
        return word("format.since", start=period.start)
    return word("format.span", start=period.start, end=period.end)


def one_line(text: str) -> str:
    r"""The text without line breaks and control characters, so that it cannot steer a terminal or break a row.

    >>> one_line("责任\n单位\x1b[31m")
    '责任 单位 [31m'
    """
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def name_workstreams(plan: Plan) -> dict[str | None, str]:
    """The names of the plan's workstreams by their ids, with their numbers; None is for tasks without one."""
    named: dict[str | None, str] = {None: word("note.no_workstream")}
    return named | {entry.id: _numbered(entry.number, entry.title) for entry in plan.workstreams}


def _numbered(number: str | None, title: str) -> str:
    title = one_line(title)
    if not number:
        return title
    if number[-1] in "）)、.．":
        return f"{number}{title}"
    return word("format.workstream", number=number, title=title)


def _names(task: Task, *roles: Role) -> str:
    return "、".join(dict.fromkeys(one_line(party.name) for party in task.parties if party.role in roles))


def _joined(parts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(parts))
