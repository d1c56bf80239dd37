"""Gather what every task is judged by: reports, statements and Links to near passages, verdicts and what counts not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from nlp.cover.copies.copied import find_copied
from nlp.cover.explain import Unread, spoilt
from nlp.cover.near import Near, Said, gather
from nlp.cover.refuted import find_refuted
from nlp.cover.reviewed.decisions import Matched
from nlp.cover.status import Verdict, judge_report
from nlp.cover.verdict_features import found_table
from nlp.cover.verdict_model import VerdictModel
from nlp.types import Link, Passage, Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LIKELY = 0.3
"""From this score on a passage is about a task, where it is asked whether a report denies its own claim."""

Place = tuple[str, int]
"""A report's id and a passage's."""
Statements = Mapping[str, tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """What every task is judged by.

    `near` and `verdicts` are by task and report, `found` what the model saw of each; `fits` holds the two best scores
    of each passage over all tasks, best first, each with its task. `spoilt` passages count for nothing, each with the
    reason; `doubtful` ones may be copied. `months` of the plan's year have passed on the day.
    """

    reports: Mapping[str, Report]
    passages: Mapping[Place, Passage]
    near: Mapping[tuple[str, str], Sequence[Near]]
    verdicts: Mapping[tuple[str, str], Verdict]
    found: Mapping[tuple[str, str], Array]
    fits: Mapping[Place, Sequence[tuple[float, str]]]
    spoilt: Mapping[Place, str]
    doubtful: Mapping[Place, str]
    matched: Matched
    as_of: date
    year: int | None
    months: int
    unread: Unread | None
    model: VerdictModel
    decided_at: float


def make_case(
    plan: Plan,
    reports: Sequence[Report],
    statements: Statements,
    links: Sequence[Link],
    matched: Matched,
    *,
    as_of: date,
    refused: bool,
    model: VerdictModel,
    decided_at: float,
) -> Case:
    """The case of a plan and its reports; `links` are those that reviewers' decisions leave, `refused` tells that some
    report could not be read.
    """
    months = as_of.month if as_of.year == (plan.document.year or as_of.year) else 12
    accepted = {place for reviewed in matched.tasks.values() for place in reviewed.accepted}
    bad, doubtful = _find_spoilt(plan, reports, statements, links)
    bad = {place: why for place, why in bad.items() if place not in accepted}
    told = {report.id: _without(report.id, statements.get(report.id, ()), bad) for report in reports}
    by_report: dict[str, list[Link]] = {report.id: [] for report in reports}
    for link in links:
        by_report[link.report].append(link)
    near: dict[tuple[str, str], Sequence[Near]] = {}
    verdicts: dict[tuple[str, str], Verdict] = {}
    found: dict[tuple[str, str], Array] = {}
    for report in reports:
        said = _accept(gather(report, told[report.id], by_report[report.id]), matched)
        judged = judge_report(plan.tasks, said, model, months=months)
        for task, verdict, row in zip(plan.tasks, judged, found_table(plan.tasks, said), strict=True):
            key = (task.id, report.id)
            near[key], verdicts[key], found[key] = said.near.get(task.id, ()), verdict, row
    part: Unread | None = "part" if any(report.warnings for report in reports) else None
    return Case(
        {report.id: report for report in reports},
        {(report.id, passage.id): passage for report in reports for passage in report.passages},
        near,
        verdicts,
        found,
        _best_fits(links),
        bad,
        {place: why for place, why in doubtful.items() if place not in accepted},
        matched,
        as_of,
        plan.document.year,
        months,
        "report" if refused else part,
        model,
        decided_at,
    )


def _find_spoilt(
    plan: Plan, reports: Sequence[Report], statements: Statements, links: Sequence[Link]
) -> tuple[dict[Place, str], dict[Place, str]]:
    """The passages that count for nothing and those that may be copied, each with the reason."""
    bad: dict[Place, str] = {}
    doubtful: dict[Place, str] = {}
    for place, copy in find_copied(reports, statements, plan=plan).items():
        (bad if copy.sure else doubtful)[place] = spoilt("copied", copy.reason)
    about: dict[Place, list[str]] = {}
    for link in links:
        if link.score >= LIKELY:
            about.setdefault((link.report, link.passage), []).append(link.task)
    for report in reports:
        own = {passage: tasks for (id, passage), tasks in about.items() if id == report.id}
        texts = {passage.id: passage.text for passage in report.passages}
        for claim, denial in find_refuted(report, statements.get(report.id, ()), own).items():
            bad.setdefault((report.id, claim), spoilt("refuted", texts[denial]))
    return bad, doubtful


def _without(report: str, statements: Sequence[Statement], bad: Mapping[Place, str]) -> tuple[Statement, ...]:
    """The statements, those of spoilt passages unable to prove anything."""
    return tuple(replace(s, act=0.0) if (report, s.passage) in bad else s for s in statements)


def _accept(said: Said, matched: Matched) -> Said:
    """What a report says, each passage able to prove the tasks for which a reviewer accepted it."""
    near = {
        task: [
            replace(one, statement=replace(one.statement, kind="done", act=1.0))
            if (one.link.report, one.link.passage) in matched.of(task).accepted
            else one
            for one in found
        ]
        for task, found in said.near.items()
    }
    return replace(said, near=near) if matched.tasks else said


def _best_fits(links: Sequence[Link]) -> dict[Place, Sequence[tuple[float, str]]]:
    """The two best scores of each passage, with their tasks."""
    fits: dict[Place, list[tuple[float, str]]] = {}
    for link in links:
        fits.setdefault((link.report, link.passage), []).append((link.score, link.task))
    return {place: sorted(scores, reverse=True)[:2] for place, scores in fits.items()}
