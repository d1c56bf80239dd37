"""Put a task list or a coverage into the words that people read, whatever file they go into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.render.words import word
from nlp.types import (
    Coverage,
    Deadline,
    Evidence,
    Item,
    Period,
    Plan,
    Rejected,
    ReportFacts,
    Role,
    Status,
    Task,
    TaskList,
    Timeliness,
    Warning,
)

URGENCY: tuple[Status, ...] = ("none", "partial", "covered")


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


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A passage of a report, evidence or rejected, with where it stands and why it counts or not."""

    quote: str
    source: str
    file: str
    statement: str
    reason: str

    def __str__(self) -> str:
        if self.reason:
            return word("format.rejected", quote=self.quote, source=self.source, reason=self.reason)
        return word("format.quote", quote=self.quote, source=self.source)


@dataclass(frozen=True, slots=True)
class ItemView:
    """A verdict as a row for people; `by_report` follows the order of the reports, None where one says nothing."""

    task: TaskView
    status: Status
    timeliness: Timeliness
    note: str
    by_report: tuple[Status | None, ...]
    evidence: tuple[QuoteView, ...]
    rejected: tuple[QuoteView, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report by the name that people know it by."""

    name: str
    file: str
    period: str
    note: str


@dataclass(frozen=True, slots=True)
class CountView:
    """How many items under one name have which status."""

    name: str
    covered: int
    partial: int
    none: int

    @property
    def items(self) -> int:
        """All of them."""
        return self.covered + self.partial + self.none

    @property
    def rate(self) -> float:
        """The share that has evidence, a partial item counted as one half; 0 where there are no items."""
        return (self.covered + self.partial / 2) / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True)
class CoverageView:
    """A whole coverage for people; `items` in the plan's order."""

    title: str
    plan_file: str
    as_of: str
    total: CountView
    overdue: int
    workstreams: tuple[CountView, ...]
    units: tuple[CountView, ...]
    reports: tuple[ReportView, ...]
    items: tuple[ItemView, ...]
    warnings: tuple[Warning, ...]

    def with_status(self, *statuses: Status) -> tuple[ItemView, ...]:
        """The items of these statuses, gaps first, in the plan's order within a status."""
        return tuple(item for status in URGENCY if status in statuses for item in self.items if item.status == status)


def view_tasks(task_list: TaskList) -> tuple[TaskView, ...]:
    """The tasks of a list as rows for people, in reading order."""
    plan = task_list.plan
    numbers = {workstream.id: workstream.number or "" for workstream in plan.workstreams}
    names = _workstream_names(plan)
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


def view_coverage(coverage: Coverage) -> CoverageView:
    """A coverage in the words that people read."""
    plan, summary = coverage.plan.plan, coverage.summary
    reports = {report.id: view for report, view in zip(coverage.reports, _reports(coverage.reports), strict=True)}
    tasks = {task.id: task for task in view_tasks(coverage.plan)}
    names = _workstream_names(plan)
    title = title_of(plan)
    return CoverageView(
        title=title,
        plan_file=plan.document.file,
        as_of=coverage.as_of.isoformat(),
        total=CountView(title, summary.covered, summary.partial, summary.none),
        overdue=sum(item.timeliness == "overdue" for item in coverage.items),
        workstreams=tuple(
            CountView(names.get(count.workstream, count.workstream or ""), count.covered, count.partial, count.none)
            for count in summary.by_workstream
        ),
        units=tuple(
            CountView(reports[count.report].name, count.covered, count.partial, count.none)
            for count in summary.by_report
        ),
        reports=tuple(reports.values()),
        items=tuple(_item(item, tasks[item.task], reports) for item in coverage.items),
        warnings=tuple(dict.fromkeys((*plan.warnings, *coverage.warnings))),
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


def _item(item: Item, task: TaskView, reports: dict[str, ReportView]) -> ItemView:
    said = {entry.report: entry.status for entry in item.by_report}
    return ItemView(
        task=task,
        status=item.status,
        timeliness=item.timeliness,
        note="" if item.decided else word("note.undecided"),
        by_report=tuple(said.get(report) for report in reports),
        evidence=tuple(_quote(entry, reports[entry.report], "") for entry in item.evidence),
        rejected=tuple(_quote(entry, reports[entry.report], entry.reason) for entry in item.rejected),
        why=one_line(item.why),
    )


def _quote(entry: Evidence | Rejected, report: ReportView, reason: str) -> QuoteView:
    page = word("format.page", page=entry.page) if entry.page else ""
    return QuoteView(
        quote=one_line(entry.quote),
        source=" ".join(filter(None, (report.name, page))),
        file=report.file,
        statement=word(f"statement.{entry.statement}"),
        reason=one_line(reason) or (word(f"statement.{entry.statement}") if isinstance(entry, Rejected) else ""),
    )


def _reports(reports: tuple[ReportFacts, ...]) -> list[ReportView]:
    names = [one_line(report.unit or report.title or report.file) for report in reports]
    often = Counter(names)
    return [
        ReportView(
            name=name if often[name] == 1 else word("format.dated", text=name, value=report.file),
            file=report.file,
            period=say_period(report.period),
            note="" if report.decided else word("note.undecided_report"),
        )
        for name, report in zip(names, reports, strict=True)
    ]


def _workstream_names(plan: Plan) -> dict[str | None, str]:
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
