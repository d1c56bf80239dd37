"""Make the verdict on one task over all reports: its evidence, what was rejected and why, how sure, how urgent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.cover.case import Case
from nlp.cover.explain import Fit, reason, why
from nlp.cover.near import Near
from nlp.cover.quantities.counts import count_for
from nlp.cover.reviewed.decisions import settle_item
from nlp.cover.status import NOTHING, Verdict, judge
from nlp.cover.timeliness import days_left, light, timeliness, when_stated
from nlp.types import ActionProof, Evidence, Item, Rejected, ReportStatus, Status, Task

MOST_REJECTED = 3
NEAR_ENOUGH = 0.12
NEAR_BACKGROUND = 0.3
KIN = 0.3
MAYBE = 0.25
BETTER = 1.5
RANK: Mapping[Status, int] = {"none": 0, "partial": 1, "covered": 2}


def make_item(
    task: Task,
    case: Case,
    *,
    owed_by: Sequence[str] = (),
    owing: frozenset[str] = frozenset(),
    types: Sequence[str] = (),
) -> Item:
    """The verdict on a task.

    `owed_by` are the reporting units that it is asked of, `owing` the ids of their reports, `types` its kinds of work.
    """
    near = {report: case.near[task.id, report] for report in case.reports}
    verdicts = {report: case.verdicts[task.id, report] for report in case.reports}
    best = _judge_all(task, verdicts, near, case)
    evidence = tuple(_evidence(task, found, case) for found in best.evidence)
    rejected, doubtful = _rejected(task, best, [n for found in near.values() for n in found], case)
    copied = any((n.link.report, n.link.passage) in case.doubtful for n in best.evidence)
    open_ended = case.unread is not None and best.status != "covered"
    item = Item(
        task.id,
        best.status,
        "unknown",
        tuple(ReportStatus(report, verdict.status, report in owing) for report, verdict in verdicts.items()),
        evidence,
        rejected,
        why(task, best, rejected, months=case.months, unread=case.unread, copied=_doubts(best, case)),
        decided=best.chance >= case.decided_at and not open_ended and not doubtful and not copied,
        chance=round(best.chance, 3),
        owed_by=tuple(owed_by),
        work_types=tuple(types),
        actions=_proofs(task, best),
    )
    return _in_time(task, settle_item(item, case.matched.of(task.id)), case)


def _in_time(task: Task, item: Item, case: Case) -> Item:
    """The item with its timeliness, days left and light, for the status that it has in the end."""
    state = timeliness(task, item.status, item.evidence, as_of=case.as_of, year=case.year)
    left = days_left(task, as_of=case.as_of, year=case.year)
    return replace(item, timeliness=state, days_left=left, light=light(state, item.status, left))


def _judge_all(task: Task, verdicts: Mapping[str, Verdict], near: Mapping[str, Sequence[Near]], case: Case) -> Verdict:
    """The best verdict of one report, or that on the evidence of all reports that prove anything, taken together."""
    proving = {report: verdict for report, verdict in verdicts.items() if verdict.status != "none"}
    best = max(verdicts.values(), key=lambda verdict: (RANK[verdict.status], verdict.chance), default=NOTHING)
    if len(proving) < 2:
        return best
    first = max(proving, key=lambda report: proving[report].found)
    said = [one for report in proving for one in near[report]]
    found = case.found[task.id, first]
    together = judge(task, said, found, proving[first].found, case.model, months=case.months)
    return together if RANK[together.status] >= RANK[best.status] else best


def _proofs(task: Task, verdict: Verdict) -> tuple[ActionProof, ...]:
    """Which of the evidence speaks of each of the task's actions."""
    spoken = [near.link.actions for near in verdict.evidence]
    return tuple(
        ActionProof(action.text, tuple(at for at, actions in enumerate(spoken) if index in actions))
        for index, action in enumerate(task.actions)
    )


def _doubts(verdict: Verdict, case: Case) -> str | None:
    places = [(near.link.report, near.link.passage) for near in verdict.evidence]
    return next((case.doubtful[place] for place in places if place in case.doubtful), None)


def _evidence(task: Task, near: Near, case: Case) -> Evidence:
    report = case.reports[near.link.report]
    passage = case.passages[near.link.report, near.link.passage]
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


def _rejected(task: Task, verdict: Verdict, near: Sequence[Near], case: Case) -> tuple[tuple[Rejected, ...], bool]:
    """The nearest passages that are no evidence, acts only where nothing was found; and whether one might be."""
    used = {(n.link.report, n.link.passage) for n in verdict.evidence}
    left = [
        n
        for n in near
        if (n.link.report, n.link.passage) not in used
        and (n.link.relevance >= (NEAR_BACKGROUND if n.statement.kind == "background" else NEAR_ENOUGH) or _is_kin(n))
        and (not n.able or verdict.status == "none")
        and not (n.statement.cue or "").startswith("column")
    ]
    nearest = sorted(left, key=lambda n: (-max(n.link.relevance, n.link.score), n.link.report, n.link.passage))
    fits = [_fit(task, n, case) for n in nearest[:MOST_REJECTED]]
    rows = []
    for n, fit in zip(nearest, fits, strict=False):
        passage = case.passages[n.link.report, n.link.passage]
        place = passage.place
        kind = n.statement.kind
        told = case.spoilt.get((n.link.report, n.link.passage)) or reason(kind, fit)
        rows.append(Rejected(n.link.report, passage.text, place.page, place.start, place.end, kind, n.link.score, told))
    return tuple(rows), "maybe" in fits


def _is_kin(near: Near) -> bool:
    """Whether a passage that shares few words tells an act of the same kind of work."""
    return near.able and near.link.kinship >= KIN


def _fit(task: Task, near: Near, case: Case) -> Fit:
    """How an act stands to a task that it does not prove: near to proof, fitting another task better, or neither."""
    if not near.able:
        return "weak"
    rivals = [score for score, other in case.fits[near.link.report, near.link.passage] if other != task.id]
    if rivals and rivals[0] >= max(MAYBE, BETTER * near.link.score):
        return "other"
    return "maybe" if near.link.score >= MAYBE else "weak"
