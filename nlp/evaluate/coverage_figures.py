"""Count what judgements are worth: verdicts beside their labels to figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.cover.verdict_model import LEVELS
from nlp.evaluate.evidence import STATUSES, Judged
from nlp.evaluate.labelled import Labelled
from nlp.evaluate.metrics import Scores, measure

DECOYS = ("planned only", "negated", "restated only", "prior period", "similar words")
"""What a report holds in place of evidence, as the labels name it; see `gold/FORMAT.md`."""


@dataclass(frozen=True, slots=True)
class Decoy:
    """Items without evidence for which the report holds something like it, and how many were called what."""

    n: int
    covered: int
    partial: int


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdicts whose chance is at least so much that `level` of them should be right: their share and accuracy."""

    level: float
    share: float
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What some verdicts are worth; rates from 0 to 1.

    `gap_*` are precision, recall and F1 of finding items without evidence, `macro_f1` the mean F1 of the three
    statuses, `true_quotes` the share of the `quotes` given for proved items that are golden; `scores` has confusions
    and calibration.
    """

    name: str
    n: int
    gap_precision: float
    gap_recall: float
    gap_f1: float
    macro_f1: float
    true_quotes: float | None
    quotes: int
    scores: Scores
    decoys: Mapping[str, Decoy]


@dataclass(frozen=True, slots=True)
class Recall:
    """In how many of `n` pairs of a task and its true evidence the passage is among the first so many candidates."""

    name: str
    n: int
    within: Mapping[int, float]


def measure_judged(name: str, judged: Sequence[Judged], *, calibrated: bool = True) -> Figures:
    """The figures of some verdicts."""
    gold, given = [one.gold for one in judged], [one.given for one in judged]
    chances = [one.chance for one in judged] if calibrated else ()
    scores = measure(gold, given, chances, labels=STATUSES)
    gap = scores.classes.get("none")
    quotes = sum(one.quotes for one in judged)
    return Figures(
        name,
        len(judged),
        gap.precision if gap else 0.0,
        gap.recall if gap else 0.0,
        gap.f1 if gap else 0.0,
        scores.macro_f1,
        round(sum(one.right for one in judged) / quotes, 4) if quotes else None,
        quotes,
        scores,
        {kind: _decoy([one for one in judged if decoy_of(one) == kind]) for kind in DECOYS},
    )


def decoy_of(one: Judged) -> str | None:
    """The kind of decoy that an item without evidence has, as its label says; None for all others."""
    if one.gold != "none":
        return None
    return next((kind for kind in DECOYS if re.search(kind.split()[0], one.why)), None)


def _decoy(judged: Sequence[Judged]) -> Decoy:
    covered, partial = (sum(one.given == status for one in judged) for status in ("covered", "partial"))
    return Decoy(len(judged), covered, partial)


def measure_recall(name: str, reports: Sequence[Labelled], sizes: Sequence[int] = (1, 5, 10, 16)) -> Recall:
    """How much of the true evidence is among the first candidates; labelled evidence that is no passage counts not."""
    import numpy as np

    from nlp.match.candidates import ABLE, may_act, stand_out

    hits, n = np.zeros(len(sizes)), 0
    for one in reports:
        near = one.pairs.nearness
        standing = stand_out(near.wording, axis=1) + stand_out(near.types, axis=1)
        able = may_act(one.pairs.report, one.statements) >= ABLE
        order = np.argsort(-np.where(able, standing, standing - 100), axis=1, kind="stable")
        place = np.argsort(order, axis=1, kind="stable")[one.proving]
        hits += [(place < size).sum() for size in sizes]
        n += len(place)
    return Recall(name, n, {size: round(float(hit) / max(1, n), 4) for size, hit in zip(sizes, hits, strict=True)})


def decided_of(judged: Sequence[Judged]) -> tuple[Decided, ...]:
    """For each level how many verdicts are decided at it, and how many of those are right."""
    found = []
    for at, level in enumerate(LEVELS):
        kept = [one for one in judged if one.decided and one.decided[at]]
        right = sum(one.gold == one.given for one in kept)
        accuracy = round(right / len(kept), 4) if kept else None
        found.append(Decided(level, round(len(kept) / max(1, len(judged)), 4), accuracy))
    return tuple(found)
