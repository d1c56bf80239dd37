"""Compose Links into a Coverage: a verdict on every task, its evidence, what was rejected, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from nlp.cover.counts import count_for
from nlp.cover.explain import reason, why
from nlp.cover.status import TELLING, Near, Verdict, judge
from nlp.cover.timeliness import timeliness, when_stated
from nlp.types import (
    Coverage,
    Evidence,
    Item,
    Link,
    Rejected,
    Report,
    ReportCount,
    ReportFacts,
    ReportStatus,
    Statement,
    Status,
    Summary,
    Task,
    TaskList,
    Warning,
    WorkstreamCount,
)

MOST_REJECTED = 3
NEAR_ENOUGH = 0.12
NEAR_BACKGROUND = 0.3
RANK: Mapping[Status, int] = {"none": 0, "partial": 1, "covered": 2}


def cover(
    plan: TaskList,
    reports: tuple[Report, ...],
    statements: Mapping[str, tuple[Statement, ...]],
    links: tuple[Link, ...],
    *,
    as_of: date,
    warnings: tuple[Warning, ...] = (),
) -> Coverage:
    """Which tasks of the plan the reports prove, as of a day.

    `statements` are each report's, by its id, in the order of its passages; `links` those of all tasks and reports;
    `warnings` what else must be said, put before the plan's and the reports' own. An item has the best status that one
    report gives it, or all reports' evidence taken together.
    """
    told = {report.id: {s.passage: s for s in statements.get(report.id, ())} for report in reports}
    passages = {report.id: {passage.id: passage for passage in report.passages} for report in reports}
    by_pair: dict[tuple[str, str], list[Near]] = {}
    for link in links:
        near = Near(link, passages[link.report][link.passage].text, told[link.report][link.passage])
        by_pair.setdefault((link.task, link.report), []).append(near)
    items = tuple(_item(task, reports, by_pair, as_of) for task in plan.plan.tasks)
    return Coverage(
        plan,
        as_of,
        tuple(ReportFacts(r.id, r.file, r.sha256, r.title, r.unit, r.period, decided=not r.warnings) for r in reports),
        items,
        _summary(plan, items, reports),
        (*warnings, *plan.plan.warnings, *(warning for report in reports for warning in report.warnings)),
    )


def _item(
    task: Task, reports: Sequence[Report], by_pair: Mapping[tuple[str, str], Sequence[Near]], as_of: date
) -> Item:
    near = {report.id: by_pair.get((task.id, report.id), ()) for report in reports}
    months = as_of.month if any(report.year == as_of.year for report in reports) else 12
    verdicts = {report: judge(task, found, months=months) for report, found in near.items()}
    best = max(verdicts.values(), key=lambda verdict: (RANK[verdict.status], verdict.found), default=_NOTHING)
    if len(reports) > 1:
        proving = [n for report, verdict in verdicts.items() if verdict.status != "none" for n in near[report]]
        together = judge(task, proving, months=months) if proving else _NOTHING
        if RANK[together.status] >= RANK[best.status] and together.evidence:
            best = together
    unread = any(report.warnings for report in reports)
    by_id = {report.id: report for report in reports}
    evidence = tuple(_evidence(task, found, by_id[found.link.report]) for found in best.evidence)
    rejected = _rejected(best, [n for found in near.values() for n in found], by_id)
    undecided = best.status == "none" and unread
    return Item(
        task.id,
        best.status,
        timeliness(task, best.status, evidence, as_of=as_of),
        tuple(ReportStatus(report, verdict.status) for report, verdict in verdicts.items()),
        evidence,
        rejected,
        why(task, best, rejected, undecided=undecided),
        decided=best.sure and not undecided,
    )


def _evidence(task: Task, near: Near, report: Report) -> Evidence:
    passage = next(passage for passage in report.passages if passage.id == near.link.passage)
    return Evidence(
        report.id,
        passage.text,
        passage.place.page,
        passage.place.start,
        passage.place.end,
        near.statement.kind,
        near.link.score,
        when_stated(passage.text, year=report.year),
        count_for(task, passage.text),
    )


def _rejected(verdict: Verdict, near: Sequence[Near], reports: Mapping[str, Report]) -> tuple[Rejected, ...]:
    """The nearest passages that are no evidence; acts only where nothing was found."""
    used = {(n.link.report, n.link.passage) for n in verdict.evidence}
    left = [
        n
        for n in near
        if (n.link.report, n.link.passage) not in used
        and n.link.relevance >= (NEAR_BACKGROUND if n.statement.kind == "background" else NEAR_ENOUGH)
        and (n.statement.kind not in TELLING or verdict.status == "none")
    ]
    nearest = sorted(left, key=lambda n: (-n.link.relevance, n.link.report, n.link.passage))[:MOST_REJECTED]
    out = []
    for n in nearest:
        passage = next(p for p in reports[n.link.report].passages if p.id == n.link.passage)
        place = passage.place
        out.append(
            Rejected(
                n.link.report,
                passage.text,
                place.page,
                place.start,
                place.end,
                n.statement.kind,
                n.link.score,
                reason(n.statement.kind),
            )
        )
    return tuple(out)


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


_NOTHING = Verdict("none", 0.0, (), (), None, True)
