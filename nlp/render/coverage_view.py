"""Put a coverage into the words that people read: verdicts, units, what a person must settle, what fits no item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from nlp.render.coverage_records import (
    URGENCY,
    CountView,
    CoverageView,
    ItemView,
    QuoteView,
    ReportView,
    SilentView,
    StaleView,
)
from nlp.render.view import TaskView, name_workstreams, one_line, say_period, title_of, view_tasks
from nlp.render.words import word
from nlp.types import Coverage, Evidence, Item, ItemDecision, Orphan, Rejected, ReportFacts, Status

_OURS = re.compile(r"〔程序注：([^〕]*)〕")  # why the decision no longer holds, behind what the reviewer wrote


def view_coverage(coverage: Coverage) -> CoverageView:
    """A coverage in the words that people read."""
    plan, summary = coverage.plan.plan, coverage.summary
    reports = {report.id: view for report, view in zip(coverage.reports, _reports(coverage.reports), strict=True)}
    tasks = {task.id: task for task in view_tasks(coverage.plan)}
    names = name_workstreams(plan)
    title = title_of(plan)
    units = _units(coverage, reports)
    items = tuple(_item(item, tasks[item.task], reports, units) for item in coverage.items)
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
        units=tuple(_count(name, (item.by_unit[at] for item in items)) for at, name in enumerate(units)),
        reports=tuple(reports.values()),
        items=items,
        warnings=tuple(dict.fromkeys((*plan.warnings, *coverage.warnings))),
        silent=tuple(SilentView(one_line(unit.name), unit.owes) for unit in coverage.units if unit.silent),
        orphans=tuple(_quote(orphan, reports[orphan.report]) for orphan in coverage.orphans),
        stale=tuple(map(_stale, coverage.stale)),
        shared=bool(coverage.units),
        graded=any(item.light or item.chance is not None or item.owed_by for item in coverage.items),
        compared=any(item.changed is not None for item in coverage.items),
    )


def say_chance(chance: float | None) -> str:
    """How sure a verdict is, in per cent; short of certain it is never 100.

    >>> say_chance(0.681), say_chance(0.998), say_chance(None)
    ('68%', '99%', '')
    """
    return "" if chance is None else f"{chance if chance == 1 else min(chance, 0.99):.0%}"


def say_changes(view: CoverageView) -> str:
    """How many items changed since the last coverage."""
    changed = len(view.changed)
    return word("format.changes", changed=changed, same=len(view.items) - changed)


def say_days(days: int) -> str:
    """Days to a deadline, negative behind it, in words.

    >>> say_days(12), say_days(0), say_days(-3)
    ('剩12天', '今天到期', '逾期3天')
    """
    if days == 0:
        return word("left.today")
    return word("left.ahead" if days > 0 else "left.behind", count=abs(days))


def _units(coverage: Coverage, reports: Mapping[str, ReportView]) -> dict[str, tuple[str, ...]]:
    """The reporting units with the ids of their reports; a report that no unit has stands for itself."""
    units = {one_line(unit.name): unit.reports for unit in coverage.units if unit.reports}
    held = {report for ids in units.values() for report in ids}
    for id, view in reports.items():
        if id not in held:
            units[view.name] = (*units.get(view.name, ()), id)
    return units


def _count(name: str, statuses: Iterator[Status | None]) -> CountView:
    counts = Counter(statuses)
    return CountView(name, counts["covered"], counts["partial"], counts["none"])


def _item(
    item: Item, task: TaskView, reports: Mapping[str, ReportView], units: Mapping[str, tuple[str, ...]]
) -> ItemView:
    said = {entry.report: entry.status if entry.owed or entry.status != "none" else None for entry in item.by_report}
    left = item.days_left if item.status != "covered" else None
    evidence, rejected = item.evidence, item.rejected
    reviewed, rest = _reviewed(item.decisions, [*(one.quote for one in evidence), *(one.quote for one in rejected)])
    return ItemView(
        task=task,
        status=item.status,
        timeliness=item.timeliness,
        note="" if item.decided else word("note.undecided"),
        by_unit=tuple(_best([said.get(report) for report in ids]) for ids in units.values()),
        evidence=tuple(_quote(one, reports[one.report], reviewed) for one in evidence),
        rejected=tuple(_quote(one, reports[one.report], reviewed) for one in rejected),
        why=one_line(item.why),
        decided=item.decided,
        chance=item.chance,
        light=item.light,
        days_left=left,
        left="" if left is None else say_days(left),
        owed_by="、".join(map(one_line, item.owed_by)),
        work_types="、".join(map(one_line, item.work_types)),
        reviewed=rest,
        changed=item.changed,
    )


def _best(statuses: Sequence[Status | None]) -> Status | None:
    """The best status of a unit's reports."""
    return next((status for status in reversed(URGENCY) if status in statuses), None)


def _reviewed(decisions: Sequence[ItemDecision], quotes: Sequence[str]) -> tuple[dict[str, str], str]:
    """What reviewers settled about each quote by its words, and all else that they settled about the item."""
    keys = set(map(_key, quotes))
    by_quote: dict[str, list[str]] = {}
    rest: list[str] = []
    for one in decisions:
        key = _key(one.quote or "")
        (by_quote.setdefault(key, []) if key in keys else rest).append(_say_decision(one))
    return {key: "；".join(dict.fromkeys(said)) for key, said in by_quote.items()}, "；".join(dict.fromkeys(rest))


def _key(quote: str) -> str:
    return "".join(quote.split())


def _say_decision(decision: ItemDecision) -> str:
    note = one_line(decision.note)
    return "：".join(filter(None, (_act(decision), note)))


def _act(decision: ItemDecision) -> str:
    if decision.act == "note":
        return word("column.remark")
    return word(f"choice.{decision.status or 'none'}" if decision.act == "status" else f"choice.{decision.act}")


def _stale(decision: ItemDecision) -> StaleView:
    place = word("format.line", file=one_line(decision.file), line=decision.line) if decision.line else decision.file
    quote = one_line(decision.quote or "")
    note = _OURS.search(decision.note)
    lost = note[1] if note else decision.note
    return StaleView(one_line(decision.task), quote, _act(decision), one_line(lost), one_line(place))


def _quote(
    entry: Evidence | Rejected | Orphan, report: ReportView, reviewed: Mapping[str, str] = MappingProxyType({})
) -> QuoteView:
    page = word("format.page", page=entry.page) if entry.page else ""
    reason = ""
    if isinstance(entry, Rejected):
        reason = one_line(entry.reason) or word(f"statement.{entry.statement}")
    return QuoteView(
        quote=one_line(entry.quote),
        source=" ".join(filter(None, (report.name, page))),
        file=report.file,
        statement=word(f"statement.{entry.statement}"),
        reason=reason,
        reviewed=reviewed.get(_key(entry.quote), ""),
        work_types="、".join(map(one_line, entry.work_types)) if isinstance(entry, Orphan) else "",
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
