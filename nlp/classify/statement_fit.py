"""Fit the statement model on labelled reports: labels of passages and clauses to plain arrays.

Clauses come first: a linear support vector machine a kind over hashed n-grams and cues. The machine's margins for
clauses of reports that it was not fitted on (folds by set) are then turned into probabilities by a logistic regression
(Platt 1999), and these, still of reports not fitted on, teach how clauses settle a passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.classify.cues import KINDS
from nlp.classify.reading import Reading, read_passages
from nlp.classify.statement_features import BITS, ORDERS, describe_clauses, describe_passages
from nlp.classify.statements import StatementModel, share_out
from nlp.classify.votes import Votes, count_votes
from nlp.errors import ModelError
from nlp.ngrams import cut_ngrams, to_matrix
from nlp.types import LabelledReport

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

FOLDS = 3
SOFTNESS = 0.5
"""The machine's C: a larger one follows the training text more closely."""
CONTEXT = 0.6
"""How much the n-grams of the whole passage count beside those of the clause."""
LEAST_TEXTS = 2
"""In how many clauses an n-gram must stand to count."""
NEVER = -30.0

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Labelled reports made ready: labels are places in KINDS, _UNKNOWN where there is none; groups are the folds'."""

    reading: Reading
    votes: Votes
    counts: Any
    whole: Any
    cues: Table
    names: tuple[str, ...]
    clauses: NDArray[Any]
    passages: NDArray[Any]
    weights: NDArray[Any]
    groups: NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Machine:
    """The weights of the clause's and the passage's n-grams and of cues, the rarity of n-grams, what is added."""

    grams: Table
    around: Table
    cues: Table
    base: Table
    rarity: Table


def fit_model(reports: Sequence[LabelledReport], *, seed: int) -> StatementModel:
    """The model that labelled reports teach; the same reports and seed give the same arrays.

    A kind that no passage has is named in `absent` and never told. With reports of one set, or one report, the folds
    are made of reports, or of runs of passages.

    Raises ModelError where no passage is labelled.
    """
    from threadpoolctl import threadpool_limits

    lesson = _prepare(reports)
    if not (lesson.passages != _UNKNOWN).any():
        raise ModelError("statements: 没有一句带标注，无法训练；请先标注若干句子")
    with threadpool_limits(1):
        machine = _fit_machine(lesson, lesson.clauses != _UNKNOWN, seed)
        margins = _margins_of_others(lesson, seed)
        known = lesson.clauses != _UNKNOWN
        weights = lesson.weights[lesson.reading.clauses.owners]
        clause = _fit_logistic(margins[known], lesson.clauses[known], weights[known])
        settling = describe_passages(lesson.reading, lesson.votes, share_out(margins, clause))
        known = lesson.passages != _UNKNOWN
        passage = _fit_logistic(settling[known], lesson.passages[known], lesson.weights[known])
    return _model(lesson, machine, clause, passage)


def _prepare(reports: Sequence[LabelledReport]) -> _Lesson:
    import numpy as np
    from scipy.sparse import csr_matrix

    reading = read_passages([(labelled.report.passages, labelled.year) for labelled in reports])
    votes = count_votes(reading)
    cues, names = describe_clauses(reading, votes)
    told = [
        (kind, stretches)
        for labelled in reports
        for kind, stretches in zip(labelled.kinds, labelled.clauses, strict=True)
    ]
    passages = np.array([_UNKNOWN if kind is None else KINDS.index(kind) for kind, _ in told], np.int64)
    clauses = passages[reading.clauses.owners] if len(passages) else passages
    begins, ends = reading.clauses.starts.tolist(), reading.clauses.ends.tolist()
    for place, owner in enumerate(reading.clauses.owners.tolist()):
        if stretches := told[owner][1]:
            shared = [min(part.end, ends[place]) - max(part.start, begins[place]) for part in stretches]
            clauses[place] = KINDS.index(stretches[shared.index(max(shared))].kind)
    weights = np.array([labelled.weight for labelled in reports for _ in labelled.kinds], float)
    counts = to_matrix(cut_ngrams(reading.clauses.lines, orders=ORDERS, bits=BITS))
    members = csr_matrix((np.ones(len(clauses), np.float32), (reading.clauses.owners, np.arange(len(clauses)))))
    whole = (members @ counts)[reading.clauses.owners]  # a passage's n-grams are those of its clauses
    return _Lesson(reading, votes, counts, whole, cues, names, clauses, passages, weights, _groups(reports))


def _groups(reports: Sequence[LabelledReport]) -> NDArray[Any]:
    """The fold of each passage: sets are never divided where there are several, then reports, then runs of passages."""
    import numpy as np

    sizes = [len(labelled.kinds) for labelled in reports]
    sets = list(dict.fromkeys(labelled.set for labelled in reports))
    if len(sets) > 1:
        numbers = [sets.index(labelled.set) for labelled in reports]
    elif len(reports) > 1:
        numbers = list(range(len(reports)))
    else:
        return np.arange(sum(sizes)) * FOLDS // max(1, sum(sizes))
    return np.repeat(np.array(numbers, np.int64) % FOLDS, sizes)


def _margins_of_others(lesson: _Lesson, seed: int) -> Table:
    """Each clause's margins by a machine that was fitted without the fold it is in."""
    import numpy as np

    margins = np.zeros((len(lesson.reading.clauses), len(KINDS)), np.float32)
    folds = lesson.groups[lesson.reading.clauses.owners]
    for fold in np.unique(folds):
        held = folds == fold
        machine = _fit_machine(lesson, ~held & (lesson.clauses != _UNKNOWN), seed)
        rows = np.flatnonzero(held)
        margins[rows] = _weigh(lesson.counts[rows], machine.rarity) @ machine.grams + machine.base
        margins[rows] += _weigh(lesson.whole[rows], machine.rarity) @ machine.around
        margins[rows] += lesson.cues[rows] @ machine.cues
    return margins


def _fit_machine(lesson: _Lesson, rows: NDArray[Any], seed: int) -> _Machine:
    """A machine for each kind among the rows; a kind that none or all of them have is told by the base alone."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.svm import LinearSVC

    places = np.flatnonzero(rows)
    held = lesson.counts[places]
    texts = np.bincount(held.indices, minlength=held.shape[1])
    rarity = (np.log((1 + len(places)) / (1 + texts)) + 1).astype(np.float32)
    used = np.flatnonzero(texts >= LEAST_TEXTS)
    grams, around = np.zeros((2, held.shape[1], len(KINDS)), np.float32)
    cues = np.zeros((lesson.cues.shape[1], len(KINDS)), np.float32)
    base = np.full(len(KINDS), -1.0, np.float32)
    blocks = [_weigh(held, rarity)[:, used], _weigh(lesson.whole[places], rarity)[:, used] * CONTEXT]
    inputs = hstack([*blocks, csr_matrix(lesson.cues[places])]).tocsr().astype(np.float64)
    weights = lesson.weights[lesson.reading.clauses.owners][places]
    for kind in range(len(KINDS)):
        answers = lesson.clauses[places] == kind
        if not len(answers) or answers.all() or not answers.any():
            base[kind] = 1.0 if len(answers) and answers.all() else -1.0
            continue
        svm = LinearSVC(C=SOFTNESS, dual=True, tol=1e-1, max_iter=2000, random_state=seed)
        svm.fit(inputs, answers, sample_weight=weights)
        grams[used, kind] = svm.coef_[0, : len(used)]
        around[used, kind] = svm.coef_[0, len(used) : 2 * len(used)] * CONTEXT
        cues[:, kind] = svm.coef_[0, 2 * len(used) :]
        base[kind] = svm.intercept_[0]
    return _Machine(grams, around, cues, base, rarity)


def _weigh(counts: Any, rarity: Table) -> Any:
    """Counts of n-grams times their rarity, each row divided by its length, every n-gram at every place counted."""
    import numpy as np
    from scipy.sparse import diags

    length = np.sqrt(np.maximum(counts @ rarity**2, 1e-6))
    return diags((1 / length).astype(np.float32)) @ counts @ diags(rarity)


def _fit_logistic(inputs: Table, answers: NDArray[Any], weights: NDArray[Any]) -> Table:
    """The weights of a logistic regression, the last row what is added; kinds that do not occur are ruled out."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    found = np.zeros((inputs.shape[1] + 1, len(KINDS)), np.float32)
    found[-1] = NEVER
    kinds = np.unique(answers)
    if len(kinds) == 1:
        found[-1, kinds] = 0.0
        return found
    regression = LogisticRegression(C=0.5, max_iter=1000, tol=1e-4)
    regression.fit(inputs.astype(np.float64), answers, sample_weight=weights)
    slopes, base = regression.coef_.T, regression.intercept_
    if len(kinds) == 2:  # scikit-learn keeps the second kind's alone
        slopes, base = np.hstack([0 * slopes, slopes]), np.array([0.0, base[0]])
    found[:, kinds] = np.vstack([slopes, base])
    return found


def _model(lesson: _Lesson, machine: _Machine, clause: Table, passage: Table) -> StatementModel:
    import numpy as np

    rarity = machine.rarity[:, None]
    table = np.hstack([machine.grams * rarity, machine.around * rarity, rarity**2])
    grams = np.vstack([table, np.zeros((1, table.shape[1]))]).astype(np.float16).astype(np.float32)  # as it is kept
    absent = tuple(kind for at, kind in enumerate(KINDS) if not (lesson.passages == at).any())
    return StatementModel(grams, machine.cues, lesson.names, machine.base, clause, passage, absent)
