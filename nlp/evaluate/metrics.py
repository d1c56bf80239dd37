"""Compare given labels with golden ones: two lists and the probabilities to counts, F1 scores and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

BINS = 10
UNDECIDED = "undecided"
"""Stands in the confusion matrix for an answer that names no class."""


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one class was told: `n` golden ones; precision, recall and F1 from 0 to 1."""

    precision: float
    recall: float
    f1: float
    n: int


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose probability lies in one of the bins: how many, their mean probability, how many are right."""

    n: int
    mean_score: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of one comparison; `confusion[golden][given]` counts, `undecided` is one of the given."""

    n: int
    accuracy: float
    macro_f1: float
    ece: float | None
    classes: dict[str, ClassScore]
    confusion: dict[str, dict[str, int]]
    reliability: tuple[Bin, ...] = ()


def measure(
    gold: Sequence[str], given: Sequence[str | None], probabilities: Sequence[float] = (), *, labels: Sequence[str]
) -> Scores:
    """The figures of some answers; `labels` are the classes in the order in which they are shown.

    `given` holds None where an answer is undecided: it is right for no class. `probabilities` are those of the given
    classes; where there are none, nor is a calibration.

    F1 is that of scikit-learn, for a class without a right answer 0; macro-F1 is the plain mean over the classes that
    are golden or given at least once. The expected calibration error is that of Naeini et al. (2015) and Guo et al.
    (2017) over the winner's probability: answers in 10 bins of equal width, the mean over bins, weighted by their
    answers, of |share of right answers - mean probability|; an undecided answer has none and is left out.

    >>> scores = measure(["a", "a", "b"], ["a", "b", "b"], [0.9, 0.6, 0.8], labels=("a", "b", "c"))
    >>> scores.macro_f1, scores.ece, scores.confusion["a"]
    (0.6667, 0.3, {'a': 1, 'b': 1, 'undecided': 0})
    """
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    told = [label or UNDECIDED for label in given]
    used = [label for label in labels if label in gold or label in told]
    if not used:
        return Scores(0, 0.0, 0.0, None, {}, {})
    parts = precision_recall_fscore_support(gold, told, labels=used, average=None, zero_division=0)
    classes = {
        label: ClassScore(round(float(p), 4), round(float(r), 4), round(float(f), 4), int(n))
        for label, p, r, f, n in zip(used, *parts, strict=True)
    }
    columns = [*used, UNDECIDED]
    table = confusion_matrix(gold, told, labels=columns).tolist()
    bins = reliability(gold, given, probabilities) if len(probabilities) else ()
    rated = sum(one.n for one in bins)
    error = sum(one.n * abs(one.accuracy - one.mean_score) for one in bins) / rated if rated else None
    return Scores(
        n=len(gold),
        accuracy=round(sum(a == b for a, b in zip(gold, told, strict=True)) / len(gold), 4),
        macro_f1=round(float(sum(parts[2])) / len(used), 4),
        ece=None if error is None else round(error, 4),
        classes=classes,
        confusion={label: dict(zip(columns, row, strict=True)) for label, row in zip(used, table, strict=False)},
        reliability=tuple(Bin(b.n, round(b.mean_score, 4), round(b.accuracy, 4)) for b in bins),
    )


def reliability(gold: Sequence[str], given: Sequence[str | None], probabilities: Sequence[float]) -> tuple[Bin, ...]:
    """The ten bins of a reliability table, the first from 0 to 0.1 (both included), empty ones with n = 0."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for golden, label, probability in zip(gold, given, probabilities, strict=True):
        if label is not None:
            at = min(BINS - 1, max(0, ceil(probability * BINS) - 1))
            held[at].append((probability, golden == label))
    return tuple(
        Bin(len(one), sum(p for p, _ in one) / len(one), sum(right for _, right in one) / len(one))
        if one
        else Bin(0, 0.0, 0.0)
        for one in held
    )
