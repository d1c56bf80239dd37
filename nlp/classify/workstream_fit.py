"""Fit the workstream model on labelled reports and tasks: labels to plain arrays.

The first layer is a linear support vector machine for each class over hashed n-grams. The second is fitted on the
scores that the first gives to texts of sets that it was not fitted on (stacking, Wolpert 1992), so that its
probabilities hold for new text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.classify.items import Item, Reading, items_of_passages, lay_out
from nlp.classify.seeds import SeedWords
from nlp.classify.taxonomy import read_taxonomy
from nlp.classify.workstream_features import BITS, ORDERS, describe_items, name_features
from nlp.classify.workstreams import WorkstreamModel, seeds_of
from nlp.errors import ModelError
from nlp.ngrams import cut_ngrams, to_matrix
from nlp.types import LabelledReport, LabelledTask

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

FOLDS = 5
SOFTNESS = 0.3
"""The machine's C: a larger one follows the training text more closely."""
LOOSENESS = 0.1
"""The regression's C, likewise."""
SCALE = 0.2
"""Texts' vectors are about as long as one with this."""
LEAST_TEXTS = 2
"""In how many texts an n-gram must stand to count."""
NEVER = -30.0

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Labelled texts made ready: answers are places among the classes, _UNKNOWN where there is none."""

    reading: Reading
    counts: Any
    answers: NDArray[Any]
    weights: NDArray[Any]
    folds: NDArray[Any]
    classes: int


@dataclass(frozen=True, slots=True)
class _Machine:
    """The weights of the n-grams for each class, and the n-grams' rarity."""

    grams: Table
    rarity: Table


def fit_model(reports: Sequence[LabelledReport], tasks: Sequence[LabelledTask], *, seed: int) -> WorkstreamModel:
    """The model that labelled reports and tasks teach; the same ones and the same seed give the same arrays.

    Raises ModelError where fewer than two classes are labelled, or a label is no theme.
    """
    from threadpoolctl import threadpool_limits

    themes = tuple(theme.name for theme in read_taxonomy())
    lesson = _prepare(reports, tasks, themes)
    known = lesson.answers != _UNKNOWN
    found = {int(answer) for answer in lesson.answers[known]}
    if len(found) < 2:
        raise ModelError("workstreams: 带工作线标注的句子不足两类，无法训练；请先标注若干句子")
    seeds = seeds_of(themes)
    with threadpool_limits(1):
        machine = _fit_machine(lesson, known, seed)
        scores = _scores_of_others(lesson, seed)
        context = _fit_context(lesson, scores, seeds)
    return WorkstreamModel(
        themes=themes,
        grams=_with_base(machine),
        rarity=machine.rarity,
        context=context,
        absent=tuple(theme for place, theme in enumerate(themes) if place not in found),
        seeds=seeds,
    )


def _prepare(reports: Sequence[LabelledReport], tasks: Sequence[LabelledTask], themes: Sequence[str]) -> _Lesson:
    import numpy as np

    places: dict[str | None, int] = {theme: place for place, theme in enumerate(themes)}
    documents: list[Sequence[Item]] = []
    answers: list[int] = []
    weights: list[float] = []
    sets: list[str] = []
    for name in dict.fromkeys(task.set for task in tasks):
        held = [task for task in tasks if task.set == name]
        documents.append([Item(task.id, task.text, kind="task") for task in held])
        answers += [_UNKNOWN if task.theme is None else _place(task.theme, places) for task in held]
        weights += [1.0] * len(held)
        sets += [name] * len(held)
    for labelled in reports:
        items = items_of_passages(labelled.report.passages)
        documents += [items] if labelled.report.sha256 else [[item] for item in items]  # else single sentences
        corrected = labelled.weight > 1
        for kind, theme in zip(labelled.kinds, labelled.themes, strict=True):
            none = _UNKNOWN if kind is None or corrected else len(themes)
            answers.append(none if theme is None else _place(theme, places))
        weights += [labelled.weight] * len(items)
        sets += [labelled.set] * len(items)
    reading = lay_out(documents)
    counts = to_matrix(cut_ngrams(reading.texts, orders=ORDERS, bits=BITS))
    folds = _folds(sets, reading)
    return _Lesson(reading, counts, np.array(answers, np.int64), np.array(weights), folds, len(themes) + 1)


def _place(theme: str, places: dict[str | None, int]) -> int:
    if theme not in places:
        raise ModelError(f"workstreams: 标注中的“{theme}”不是默认的工作线；请改正标注")
    return places[theme]


def _folds(sets: Sequence[str], reading: Reading) -> NDArray[Any]:
    """The fold of each item: sets are never divided where there are several, nor documents; else runs of items."""
    import numpy as np

    names = list(dict.fromkeys(sets))
    if len(names) > 1:
        return np.array([names.index(name) for name in sets], np.int64) % FOLDS
    if len(reading) and reading.document[-1] > 0:
        return np.asarray(reading.document % FOLDS, np.int64)
    return np.arange(len(reading)) * FOLDS // max(1, len(reading))


def _fit_machine(lesson: _Lesson, rows: NDArray[Any], seed: int) -> _Machine:
    """A machine for each class among the rows; a class that none or all of them have scores nothing."""
    import numpy as np
    from sklearn.svm import LinearSVC

    places = np.flatnonzero(rows)
    held = lesson.counts[places]
    texts = np.bincount(held.indices, minlength=held.shape[1])
    rarity = (np.log((1 + len(places)) / (1 + texts)) + 1).astype(np.float32)
    used = np.flatnonzero(texts >= max(1, min(LEAST_TEXTS, texts.max())))
    inputs = _weigh(lesson, places, rarity)[:, used].astype(np.float64)
    grams = np.zeros((held.shape[1], lesson.classes), np.float32)
    for place in range(lesson.classes):
        answers = lesson.answers[places] == place
        if answers.any() and not answers.all():
            machine = LinearSVC(C=SOFTNESS, dual=True, tol=1e-2, max_iter=2000, random_state=seed)
            machine.fit(inputs, answers, sample_weight=lesson.weights[places])
            grams[used, place] = machine.coef_[0]
    return _Machine(grams * (SCALE * rarity)[:, None], rarity)


def _weigh(lesson: _Lesson, places: NDArray[Any], rarity: Table) -> Any:
    """The counts of n-grams times their rarity, over the root of the text's length."""
    import numpy as np
    from scipy.sparse import diags

    scale = (SCALE / np.sqrt(lesson.reading.length[places] + 1)).astype(np.float32)
    return (diags(scale) @ lesson.counts[places] @ diags(rarity)).tocsr()


def _scores_of_others(lesson: _Lesson, seed: int) -> Table:
    """Each text's scores by a machine that was fitted without the fold it is in, nothing added."""
    import numpy as np

    scores = np.zeros((len(lesson.reading), lesson.classes), np.float32)
    length = np.sqrt(lesson.reading.length + 1, dtype=np.float32)[:, None]
    for fold in np.unique(lesson.folds):
        held = lesson.folds == fold
        machine = _fit_machine(lesson, ~held & (lesson.answers != _UNKNOWN), seed)
        scores[held] = lesson.counts[np.flatnonzero(held)] @ machine.grams / length[held]
    return scores


def _fit_context(lesson: _Lesson, scores: Table, seeds: SeedWords) -> Table:
    """The weights of the features for each class, the last row what is added; classes that do not occur are out."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = lesson.answers != _UNKNOWN
    inputs = describe_items(lesson.reading, scores, seeds)[known].astype(np.float64)
    answers = lesson.answers[known]
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    spread[spread < 1e-6] = 1.0
    regression = LogisticRegression(C=LOOSENESS, max_iter=1000, tol=1e-4)
    regression.fit((inputs - mean) / spread, answers, sample_weight=lesson.weights[known])
    slopes, base, classes = regression.coef_.T, regression.intercept_, regression.classes_
    if len(classes) == 2:  # scikit-learn keeps the second class's alone
        slopes, base = np.hstack([0 * slopes, slopes]), np.array([0.0, base[0]])
    slopes = slopes / spread[:, None]
    found = np.zeros((len(name_features(lesson.classes, lesson.classes - 1)) + 1, lesson.classes), np.float32)
    found[-1] = NEVER
    found[:-1, classes] = slopes
    found[-1, classes] = base - mean @ slopes
    return found


def _with_base(machine: _Machine) -> Table:
    """The weights of the n-grams with a last row of zeros, for places where none begins."""
    import numpy as np

    return np.vstack([machine.grams, np.zeros((1, machine.grams.shape[1]), np.float32)]).astype(np.float32)
