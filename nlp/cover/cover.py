"""Compose Links into a Coverage: a verdict on every task, who owes what, what belongs to no task, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from nlp.cover.case import make_case
from nlp.cover.doubts import doubt_reports
from nlp.cover.duties.units import list_duties, share_out
from nlp.cover.item import make_item
from nlp.cover.orphans import find_orphans
from nlp.cover.reviewed.decisions import decide_links, match_decisions
from nlp.cover.verdict_model import VerdictModel, load_verdict_model
from nlp.types import (
    Coverage,
    Item,
    ItemDecision,
    Link,
    Report,
    ReportCount,
    ReportFacts,
    Statement,
    Status,
    Summary,
    TaskList,
    Warning,
    WorkstreamCount,
)

DECIDE = 0.9
"""How often decided verdicts are to be right where the caller does not say."""

TypesOf = Callable[[str], tuple[str, ...]]


def cover(
    plan: TaskList,
    reports: tuple[Report, ...],
    statements: Mapping[str, tuple[Statement, ...]],
    links: tuple[Link, ...],
    *,
    as_of: date,
    warnings: tuple[Warning, ...] = (),
    decisions: Sequence[ItemDecision] = (),
    decide: float = DECIDE,
    types_of: TypesOf | None = None,
    model: VerdictModel | None = None,
) -> Coverage:
    """Which tasks of the plan the reports prove, as of a day.

    `statements` are each report's, by its id, in the order of its passages; `links` those of all tasks and reports;
    `warnings` what else must be said, put before the plan's and the reports' own; where one of them says that a report
    was refused, nothing short of full evidence is decided. An item has the best status that one report gives it, or
    all reports' evidence taken together. Passages copied from another report, and general claims that their report
    refutes, count for nothing.

    `decisions` are reviewers'; they come before all else. `decide` (0.8..0.98) is how often decided verdicts are to be
    right; what is less sure is left for a person. `types_of` names the kinds of work of a text.

    Raises InputError where two decisions contradict each other, ModelError where the installed model is missing or
    broken.
    """
    tasks = plan.plan.tasks
    model = model or load_verdict_model()
    matched = match_decisions(decisions, plan.plan, reports)
    decided = decide_links(links, matched)
    refused = any(warning.refused for warning in warnings)
    case = make_case(
        plan.plan,
        reports,
        statements,
        decided,
        matched,
        as_of=as_of,
        refused=refused,
        model=model,
        decided_at=model.decided_at(decide),
    )
    duties = list_duties(plan.plan, reports)
    owed = share_out(plan.plan, [duty.name for duty in duties if not duty.silent])
    of_unit = {duty.name: duty.reports for duty in duties}
    items = tuple(
        make_item(
            task,
            case,
            owed_by=owed[task.id],
            owing=frozenset(report for name in owed[task.id] for report in of_unit[name]),
            types=types_of(task.text) if types_of else (),
        )
        for task in tasks
    )
    places = {(report.id, passage.place.start): passage.id for report in reports for passage in report.passages}
    used = {(found.report, places[found.report, found.start]) for item in items for found in item.evidence}
    return Coverage(
        plan,
        as_of,
        tuple(ReportFacts(r.id, r.file, r.sha256, r.title, r.unit, r.period, decided=not r.warnings) for r in reports),
        items,
        _summary(plan, items, reports),
        (
            *warnings,
            *doubt_reports(plan.plan, reports, links, statements=statements),
            *plan.plan.warnings,
            *(warning for report in reports for warning in report.warnings),
        ),
        duties,
        find_orphans(plan.plan, reports, statements, decided, used=used, types_of=types_of),
        matched.stale,
    )


def _summary(plan: TaskList, items: Sequence[Item], reports: Sequence[Report]) -> Summary:
    streams = {task.id: task.workstream for task in plan.plan.tasks}
    whole = Counter(item.status for item in items)
    by_stream: dict[str | None, Counter[Status]] = {workstream.id: Counter() for workstream in plan.plan.workstreams}
    for item in items:
        by_stream.setdefault(streams[item.task], Counter())[item.status] += 1
    by_report: dict[str, Counter[Status]] = {report.id: Counter() for report in reports}
    for item in items:
        for found in item.by_report:
            by_report[found.report][found.status] += 1
    rate = (whole["covered"] + 0.5 * whole["partial"]) / len(items) if items else 0.0
    return Summary(
        len(items),
        whole["covered"],
        whole["partial"],
        whole["none"],
        round(rate, 4),
        tuple(WorkstreamCount(name, n["covered"], n["partial"], n["none"]) for name, n in by_stream.items()),
        tuple(ReportCount(name, n["covered"], n["partial"], n["none"]) for name, n in by_report.items()),
    )
