"""Measure what more labelled text brings: trained on 1, 2, 4, 8 and all sets, measured on the same held-out sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from nlp.evaluate.figures import TASKS, Task, ask, labels_of
from nlp.evaluate.folds import Corpus, Progress, run_jobs

STEPS = (1, 2, 4, 8)
HELD = 5
"""One set in so many is measured on: the last ones."""

CURVED = {"statements": ("sentence",), "workstreams": ("task", "passage")}


class Step(NamedTuple):
    """What a worker computes: a task with the first sets in their order, all of the files of sentences too or not."""

    task: Task
    sets: int
    sentences: bool

    def __str__(self) -> str:
        return f"{self.task} {self.sets}"


@dataclass(frozen=True, slots=True)
class Point:
    """What is reached with so many sets: `trained` is the number of labelled passages and tasks trained on."""

    task: Task
    level: str
    sets: int
    trained: int
    n: int
    macro_f1: float
    accuracy: float


def measure_curve(
    corpus: Corpus,
    tasks: Sequence[Task] = TASKS,
    *,
    seed: int = 0,
    workers: int = 2,
    progress: Progress | None = None,
) -> tuple[Point, ...]:
    """The points of each task's curve; none where there are too few sets to leave one in five out.

    The sets are taken in their fixed order; the last point has all sets and all files of sentences.
    """
    train, _ = divide(corpus)
    if not train:
        return ()
    sizes = [*(size for size in STEPS if size < len(train)), len(train)]
    jobs = [Step(task, size, False) for task in tasks for size in sizes]
    jobs += [Step(task, len(train), True) for task in tasks if corpus.sentences]
    found = run_jobs(partial(_points, corpus=corpus, seed=seed), jobs, workers=workers, progress=progress)
    points = [point for points in found for point in points]
    return tuple(sorted(points, key=lambda point: (TASKS.index(point.task), CURVED[point.task].index(point.level))))


def divide(corpus: Corpus) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sets that are trained on and those that are measured on.

    >>> divide(Corpus(("c1", "c2", "c3"), (), (), ()))
    (('c1', 'c2'), ('c3',))
    """
    held = max(1, len(corpus.plans) // HELD)
    return corpus.plans[:-held], corpus.plans[-held:]


def _points(step: Step, *, corpus: Corpus, seed: int) -> list[Point]:
    train, held = divide(corpus)
    names = [*train[: step.sets], *(corpus.sentences if step.sentences else ())]
    fold = corpus.hold_out("curve", names, held)
    points = []
    said = ask(step.task, "model", fold, seed)
    for level in CURVED[step.task]:
        scores = said[level].measure(labels_of(step.task, level))
        size = sum(kind is not None for one in fold.train.reports for kind in one.kinds)
        if step.task == "workstreams":
            size = sum(theme is not None for one in fold.train.reports for theme in one.themes) + len(fold.train.tasks)
        points.append(Point(step.task, level, len(names), size, scores.n, scores.macro_f1, scores.accuracy))
    return points
