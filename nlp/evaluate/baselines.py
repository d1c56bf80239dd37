"""Judge coverage by likeness alone: what word overlap, BM25, characters and work types would say, for comparison.

Each baseline scores a task by its likest passage; the scores from which a task is partial and covered are chosen on
other plans, as the models' are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nlp.evaluate.evidence import STATUSES, Judged
from nlp.evaluate.labelled import Labelled
from nlp.match.words import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

ALL_MISSING = "all missing"
K1, B = 1.2, 0.75
QUANTILES = 40


def baseline_scores(reports: Sequence[Labelled]) -> Mapping[str, list[Array]]:
    """For each baseline the score of each task of each report: its likest passage's."""
    return {name: [score(one) for one in reports] for name, score in BASELINES.items()}


def judge_by_scores(
    train: Sequence[tuple[Labelled, Array]], test: Sequence[tuple[Labelled, Array]]
) -> tuple[Judged, ...]:
    """Verdicts by two thresholds on a score, those with the best mean F1 of the three statuses on `train`."""
    import numpy as np

    scores = np.concatenate([score for _, score in train])
    gold = np.concatenate([_gold(one) for one, _ in train])
    steps = np.unique(np.quantile(scores, np.linspace(0, 1, QUANTILES)))
    best, chosen = -1.0, (0.0, 0.0)
    for low in steps:
        for high in steps[steps >= low]:
            given = np.where(scores < low, 0, np.where(scores >= high, 2, 1))
            worth = sum(_f1(gold == one, given == one) for one in range(3))
            if worth > best:
                best, chosen = worth, (float(low), float(high))
    return tuple(
        _judged(one, at, 0 if value < chosen[0] else 2 if value >= chosen[1] else 1)
        for one, score in test
        for at, value in enumerate(score.tolist())
    )


def judge_all_missing(reports: Sequence[Labelled]) -> tuple[Judged, ...]:
    """The verdict that nothing is proved, on every task."""
    return tuple(_judged(one, at, 0) for one in reports for at in range(len(one.pairs.plan.tasks)))


def _judged(one: Labelled, at: int, given: int) -> Judged:
    task = one.pairs.plan.tasks[at].id
    status = STATUSES[given]
    gap = float(given == 0)
    return Judged(one.plan, one.pairs.report.id, task, one.gold[task], status, 1.0, gap, 0, 0, one.why[task])


def _gold(one: Labelled) -> Array:
    import numpy as np

    return np.array([STATUSES.index(one.gold[task.id]) for task in one.pairs.plan.tasks])


def _word_overlap(one: Labelled) -> Array:
    space = one.pairs.nearness.spaces[0]
    best: Array = (space.tasks @ space.passages.T).toarray().max(axis=1)
    return best


def _characters(one: Labelled) -> Array:
    space = one.pairs.nearness.spaces[2]
    best: Array = (space.tasks @ space.passages.T).toarray().max(axis=1)
    return best


def _types(one: Labelled) -> Array:
    best: Array = one.pairs.nearness.types.max(axis=1)
    return best


def _bm25(one: Labelled) -> Array:
    """BM25 (Robertson and Zaragoza 2009) over jieba words, a share of what the task's own text would reach."""
    import numpy as np

    passages = [words_of(passage.text) for passage in one.pairs.report.passages]
    sizes = np.array([len(words) for words in passages])
    usual = sizes.mean() or 1.0
    holding: dict[str, list[int]] = {}
    for at, words in enumerate(passages):
        for word in words:
            holding.setdefault(word, []).append(at)
    best = []
    for task in one.pairs.plan.tasks:
        total, most = np.zeros(len(passages)), 1e-6
        for word in set(words_of(task.text)):
            places = holding.get(word, [])
            rare = np.log(1 + (len(passages) - len(set(places)) + 0.5) / (len(set(places)) + 0.5))
            count = np.bincount(places, minlength=len(passages)) if places else np.zeros(len(passages))
            total += rare * count * (K1 + 1) / (count + K1 * (1 - B + B * sizes / usual))
            most += rare * (K1 + 1) / (1 + K1)
        best.append(float(total.max()) / float(most))
    return np.array(best)


def _f1(gold: Array, given: Array) -> float:
    return float(2 * (gold & given).sum() / max(1, gold.sum() + given.sum()))


BASELINES: Mapping[str, Callable[[Labelled], Array]] = {
    "word overlap": _word_overlap,
    "BM25": _bm25,
    "characters": _characters,
    "work types alone": _types,
}
