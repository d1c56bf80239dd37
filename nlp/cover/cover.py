"""Compose Links into a Coverage: a verdict on every task, its evidence, what was rejected, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nlp.cover.counts import count_for
from nlp.cover.explain import Fit, Unread, reason, why
from nlp.cover.status import TELLING, Near, Verdict, judge
from nlp.cover.timeliness import timeliness, when_stated
from nlp.types import (
    Coverage,
    Evidence,
    Item,
    Link,
    Passage,
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
MAYBE = 0.25
BETTER = 1.5
RANK: Mapping[Status, int] = {"none": 0, "partial": 1, "covered": 2}


@dataclass(frozen=True, slots=True)
class _Case:
    """What every task is judged by: the reports, what they say near it, the day and the plan's year.

    `fits` holds the two best scores of each passage over all tasks, best first, each with its task.
    """

    reports: Mapping[str, Report]
    near: Mapping[tuple[str, str], Sequence[Near]]
    fits: Mapping[tuple[str, int], Sequence[tuple[float, str]]]
    as_of: date
    year: int | None
    unread: Unread | None


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
    `warnings` what else must be said, put before the plan's and the reports' own; where one of them says that a report
    was refused, nothing short of full evidence is decided. An item has the best status that one report gives it, or
    all reports' evidence taken together.
    """
    told = {report.id: {s.passage: s for s in statements.get(report.id, ())} for report in reports}
    passages = {report.id: {passage.id: passage for passage in report.passages} for report in reports}
    near: dict[tuple[str, str], list[Near]] = {}
    fits: dict[tuple[str, int], list[tuple[float, str]]] = {}
    for link in links:
        found = Near(link, passages[link.report][link.passage].text, told[link.report][link.passage])
        near.setdefault((link.task, link.report), []).append(found)
        fits.setdefault((link.report, link.passage), []).append((link.score, link.task))
    unread: Unread | None = "part" if any(report.warnings for report in reports) else None
    case = _Case(
        {report.id: report for report in reports},
        near,
        {passage: sorted(scores, reverse=True)[:2] for passage, scores in fits.items()},
        as_of,
        plan.plan.document.year,
        "report" if any(warning.refused for warning in warnings) else unread,
    )
    items = tuple(_item(task, case) for task in plan.plan.tasks)
    return Coverage(
        plan,
        as_of,
        tuple(ReportFacts(r.id, r.file, r.sha256, r.title, r.unit, r.period, decided=not r.warnings) for r in reports),
        items,
        _summary(plan, items, reports),
        (*warnings, *plan.plan.warnings, *(warning for report in reports for warning in report.warnings)),
    )


def _item(task: Task, case: _Case) -> Item:
    near = {report: case.near.get((task.id, report), ()) for report in case.reports}
    months = case.as_of.month if case.as_of.year == (case.year or case.as_of.year) else 12
    verdicts = {report: judge(task, found, months=months) for report, found in near.items()}
    best = max(verdicts.values(), key=lambda verdict: (RANK[verdict.status], verdict.found), default=_NOTHING)
    if len(near) > 1:
        proving = [n for report, verdict in verdicts.items() if verdict.status != "none" for n in near[report]]
        together = judge(task, proving, months=months) if proving else _NOTHING
        if RANK[together.status] >= RANK[best.status] and together.evidence:
            best = together
    evidence = tuple(_evidence(task, found, case) for found in best.evidence)
    rejected, doubtful = _rejected(task, best, [n for found in near.values() for n in found], case)
    open_ended = case.unread is not None and best.status != "covered"
    return Item(
        task.id,
        best.status,
        timeliness(task, best.status, evidence, as_of=case.as_of, year=case.year),
        tuple(ReportStatus(report, verdict.status) for report, verdict in verdicts.items()),
        evidence,
        rejected,
        why(task, best, rejected, unread=case.unread),
        decided=best.sure and not open_ended and not doubtful,
    )


def _evidence(task: Task, near: Near, case: _Case) -> Evidence:
    report = case.reports[near.link.report]
    passage = _passage(near, case)
    return Evidence(
        report.id,
        passage.text,
        passage.place.page,
        passage.place.start,
        passage.place.end,
        near.statement.kind,
        near.link.score,
        when_stated(passage.text, year=case.year or report.year),
        count_for(task, passage.text),
    )


def _rejected(task: Task, verdict: Verdict, near: Sequence[Near], case: _Case) -> tuple[tuple[Rejected, ...], bool]:
    """The nearest passages that are no evidence, acts only where nothing was found; and whether one might be."""
    used = {(n.link.report, n.link.passage) for n in verdict.evidence}
    left = [
        n
        for n in near
        if (n.link.report, n.link.passage) not in used
        and n.link.relevance >= (NEAR_BACKGROUND if n.statement.kind == "background" else NEAR_ENOUGH)
        and (n.statement.kind not in TELLING or verdict.status == "none")
        and not (n.statement.cue or "").startswith("column")
    ]
    nearest = sorted(left, key=lambda n: (-n.link.relevance, n.link.report, n.link.passage))[:MOST_REJECTED]
    fits = [_fit(task, n, case) for n in nearest]
    rows = []
    for n, fit in zip(nearest, fits, strict=True):
        passage = _passage(n, case)
        place = passage.place
        kind = n.statement.kind
        told = (passage.text, place.page, place.start, place.end, kind, n.link.score, reason(kind, fit))
        rows.append(Rejected(n.link.report, *told))
    return tuple(rows), "maybe" in fits


def _fit(task: Task, near: Near, case: _Case) -> Fit:
    """How an act stands to a task that it does not prove: near to proof, fitting another task better, or neither."""
    if near.statement.kind not in TELLING:
        return "weak"
    rivals = [score for score, other in case.fits[near.link.report, near.link.passage] if other != task.id]
    if rivals and rivals[0] >= max(MAYBE, BETTER * near.link.score):
        return "other"
    return "maybe" if near.link.score >= MAYBE else "weak"


def _passage(near: Near, case: _Case) -> Passage:
    return next(p for p in case.reports[near.link.report].passages if p.id == near.link.passage)


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
