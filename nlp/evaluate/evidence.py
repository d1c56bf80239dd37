"""Fit the models of pairs and of verdicts on labelled reports, and ask them about others: reports to judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.cover.near import Near, Said, gather
from nlp.cover.quantities.counts import shortfall
from nlp.cover.status import judge_report
from nlp.cover.verdict_features import COMPLETE, acts_of, choose_evidence, complete_row, found_table
from nlp.cover.verdict_model import VerdictModel, fit_verdict_model
from nlp.evaluate.labelled import Labelled, is_among, squeeze
from nlp.match.pair_model import PairModel, fit_pair_model
from nlp.match.score import links_of
from nlp.types import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

STATUSES: tuple[Status, ...] = ("none", "partial", "covered")
FOLDS = 5
"""How many parts the plans are divided into, so that verdicts learn from scores of pairs that were not trained on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the models say of a task on a report, beside its label.

    `chance` is that of the given status, `gap` that of none; `right` of the `quotes` given are golden ones, counted
    where the task is proved at all; `why` names the decoy that the label knows of; `decided` tells for each of LEVELS
    whether the verdict is among those of which so many are to be right.
    """

    plan: str
    report: str
    task: str
    gold: Status
    given: Status
    chance: float
    gap: float
    right: int
    quotes: int
    why: str
    decided: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Spared:
    """Features that a fit does without, to see what they are worth: of pairs and of verdicts, and the trees or not."""

    pairs: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    trees: bool = True


NOTHING = Spared()


@dataclass(frozen=True, slots=True)
class EvidenceModels:
    """The two models that are kept together in `models/evidence`."""

    pairs: PairModel
    verdicts: VerdictModel

    def parts(self) -> dict[str, Any]:
        """Both as plain data, for `nlp.store.write_model`."""
        return {"pairs": self.pairs.parts(), "verdicts": self.verdicts.parts()}


def fit_pairs(reports: Sequence[Labelled], *, seeds: Sequence[int], spared: Spared = NOTHING) -> PairModel:
    """The model of pairs that reports teach."""
    tables = [one.pairs.able_table() for one in reports]
    return fit_pair_model(tables, [one.proof[one.pairs.able] for one in reports], seeds=seeds, spared=spared.pairs)


def fit_evidence(
    reports: Sequence[Labelled], *, seed: int = 0, trees: int = 2, spared: Spared = NOTHING
) -> EvidenceModels:
    """The models that reports teach; the verdicts learn from scores of plans that the pairs' model has not seen."""
    import numpy as np

    seeds = tuple(range(seed, seed + trees)) if spared.trees else ()
    plans = list(dict.fromkeys(one.plan for one in reports))
    asked: dict[int, tuple[Array, Array]] = {}
    for at in range(min(FOLDS, len(plans))):
        out = set(plans[at::FOLDS])
        model = fit_pairs([one for one in reports if one.plan not in out], seeds=seeds, spared=spared)
        asked |= {id(one): _tables(one, _said(one, model)) for one in reports if one.plan in out}
    found, complete = (np.vstack([asked[id(one)][part] for one in reports]) for part in (0, 1))
    gold = np.array([STATUSES.index(one.gold[task.id]) for one in reports for task in one.pairs.plan.tasks])
    groups = [one.plan for one in reports for _ in one.pairs.plan.tasks]
    verdict_model = fit_verdict_model(found, complete, gold, groups, seeds=seeds, spared=spared.verdicts)
    return EvidenceModels(fit_pairs(reports, seeds=seeds, spared=spared), verdict_model)


def judge_labelled(one: Labelled, models: EvidenceModels) -> tuple[Judged, ...]:
    """The models' verdicts on a report's tasks, as the program judges them."""
    tasks, model = one.pairs.plan.tasks, models.verdicts
    verdicts = judge_report(tasks, _said(one, models.pairs), model)
    out = []
    for task, verdict in zip(tasks, verdicts, strict=True):
        gold = one.gold[task.id]
        told = verdict.evidence if gold != "none" else ()
        right = sum(is_among(squeeze(near.text), one.quotes[task.id]) for near in told)
        figures = (verdict.chance, 1 - verdict.found, right, len(told))
        decided = tuple((verdict.chance >= model.decided_from).tolist())
        report, why = one.pairs.report.id, one.why[task.id]
        out.append(Judged(one.plan, report, task.id, gold, verdict.status, *figures, why, decided))
    return tuple(out)


def _said(one: Labelled, model: PairModel) -> Said:
    return gather(one.pairs.report, one.statements, links_of(one.pairs, model))


def _tables(one: Labelled, said: Said) -> tuple[Array, Array]:
    """What is found near each task, and how complete it is, NaN where nothing may be evidence."""
    import numpy as np

    tasks = one.pairs.plan.tasks
    rows = []
    for task in tasks:
        near: Sequence[Near] = said.near.get(task.id, ())
        evidence = choose_evidence(acts_of(near))
        short = shortfall(task, tuple(near.text for near in evidence))
        rows.append(complete_row(task, near, evidence, short) if evidence else [np.nan] * len(COMPLETE))
    return found_table(tasks, said), np.array(rows)
