"""Pair the tasks of two plans that are one and the same, one to one: those that are likest, taken together.

A score is made of the likeness of words (`nlp.review.likeness`) and a little context: measure, leads, time limits,
place in the plan. The pairs are the linear assignment of the greatest total, without those below the threshold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any

from nlp.review.compare import deadline_values, owners
from nlp.review.likeness import compare_names, compare_pieces, compare_words, weigh_swapped
from nlp.review.wording import Wording, letters, word
from nlp.types import Plan, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.floating[Any]]

# Chosen on the development pairs of corpora/revisions.
THRESHOLD = 0.35
WORDS, PART, ACTION, NAME, PIECES = 0.35, 0.1, 0.15, 0.15, 0.25  # shares of the likeness
CONTEXT = 0.1  # share of the score
LOOKED_AT, FAR = 6, 0.1  # the likest tasks of each task are compared closely, unless their words are far apart
WORKSTREAM, POSITION = 0.004, 0.002  # part what is alike in all else: the workstream first, then the place
BLOCK = 256  # tasks of one plan compared at once with all of the other


@dataclass(frozen=True, slots=True)
class Side:
    """A plan's tasks with their wordings and the titles of their workstreams, and its year."""

    tasks: tuple[Task, ...]
    wordings: tuple[Wording, ...]
    streams: tuple[str | None, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tasks by their indices; `similarity` is that of their words, from 0 to 1."""

    old: int
    new: int
    similarity: float


def prepare(plan: Plan, *, year: int | None) -> Side:
    """The tasks of a plan as pairing takes them; years in their words are counted from `year`."""
    titles = {stream.id: letters(stream.title) for stream in plan.workstreams}
    streams = tuple(titles.get(task.workstream or "") for task in plan.tasks)
    return Side(plan.tasks, tuple(word(task, year) for task in plan.tasks), streams, year)


def pair(old: Side, new: Side) -> tuple[Pair, ...]:
    """The pairs of tasks that are one, in the order of the new plan; a task stands in one pair at most.

    The pairs are the same whichever of the plans is called old.
    """
    if not old.tasks or not new.tasks:
        return ()
    if _rank(new) < _rank(old):
        pairs = [Pair(row, column, likeness) for column, row, likeness in _assign(new, old)]
    else:
        pairs = [Pair(row, column, likeness) for row, column, likeness in _assign(old, new)]
    return tuple(sorted(pairs, key=lambda found: found.new))


def _rank(side: Side) -> tuple[int, list[str]]:
    return len(side.tasks), [repr(task) for task in side.tasks]


def _assign(first: Side, second: Side) -> list[tuple[int, int, float]]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    words, scores = score(first, second)
    kept = np.where(scores >= THRESHOLD, scores, 0.0)
    rows, columns = linear_sum_assignment(kept, maximize=True)
    return [
        (int(row), int(column), round(float(words[row, column]), 4))
        for row, column in zip(rows, columns, strict=True)
        if kept[row, column] > 0
    ]


def score(first: Side, second: Side) -> tuple[Matrix, Matrix]:
    """The likeness of the words of every two tasks, and the score by which they are paired; 0 where they are far."""
    import numpy as np

    texts = [[wording.bare for wording in side.wordings] for side in (first, second)]
    shape = (len(first.tasks), len(second.tasks))
    cuts = [*range(0, shape[0], BLOCK), shape[0]]
    words, likeness, ranked = (np.empty(shape, dtype=np.float32) for _ in range(3))
    blocks = zip(compare_words(*texts, cuts=cuts), _compare_actions(first.tasks, second.tasks, cuts), strict=True)
    for (start, stop), ((cosine, part), actions) in zip(pairwise(cuts), blocks, strict=True):
        alike = WORDS * cosine + PART * part + ACTION * actions
        near = _compare_places(first, second, range(start, stop))
        words[start:stop], likeness[start:stop] = cosine, alike
        ranked[start:stop] = np.where(cosine < FAR, 0.0, alike + near)
    scores = np.zeros(shape, dtype=np.float32)
    for row, column in _likest(ranked):
        a, b = first.wordings[row], second.wordings[column]
        bare = sorted((a.bare, b.bare))
        close = NAME * compare_names(*bare) + PIECES * compare_pieces(*bare)
        brake = weigh_swapped(*sorted((a.free, b.free)))
        context = CONTEXT * _compare_context(first, second, row, column)
        total = (1 - CONTEXT) * (likeness[row, column] + close) * (1 - brake)
        scores[row, column] = total + context + ranked[row, column] - likeness[row, column]
    return words, scores


def _compare_places(first: Side, second: Side, rows: range) -> Matrix:
    """The little that the same workstream and a near place in the plan add, for some tasks of the first plan."""
    import numpy as np

    places = [np.arange(len(side.tasks)) / max(len(side.tasks) - 1, 1) for side in (first, second)]
    apart = np.subtract.outer(places[0][rows.start : rows.stop], places[1])
    titles = {title: index for index, title in enumerate(dict.fromkeys((*first.streams, *second.streams)))}
    streams = [np.asarray([titles[title] for title in side.streams]) for side in (first, second)]
    same = np.equal.outer(streams[0][rows.start : rows.stop], streams[1])
    near: Matrix = WORKSTREAM * (same - 1.0) + POSITION * (1 - apart**2)
    return near


def _likest(likeness: Matrix) -> list[tuple[int, int]]:
    """The cells among the greatest of their row or of their column, without those that are 0."""
    import numpy as np

    kept = np.zeros(likeness.shape, dtype=bool)
    for looked, marked in ((likeness, kept), (likeness.T, kept.T)):
        for start in range(0, len(looked), BLOCK):
            block = looked[start : start + BLOCK]
            greatest = np.argsort(-block, axis=1, kind="stable")[:, :LOOKED_AT]
            np.put_along_axis(marked[start : start + BLOCK], greatest, True, 1)
    return [(int(row), int(column)) for row, column in zip(*np.nonzero(kept & (likeness > 0)), strict=True)]


def _compare_actions(first: Sequence[Task], second: Sequence[Task], cuts: Sequence[int]) -> Iterator[Matrix]:
    """The likeness of the likest two actions of every two tasks, in blocks of rows; 0 where one of them has none."""
    import numpy as np

    found = [
        [(index, letters(action.text)) for index, task in enumerate(tasks) for action in task.actions]
        for tasks in (first, second)
    ]
    rows, columns = (np.asarray([index for index, _ in actions], dtype=int) for actions in found)
    bounds = np.searchsorted(rows, cuts).tolist()
    texts = [[text for _, text in actions] for actions in found]
    blocks = compare_words(*texts, cuts=bounds) if all(texts) else repeat(None)
    tails, ends = np.unique(columns, return_index=True)
    for (start, stop), (begin, end), block in zip(pairwise(cuts), pairwise(bounds), blocks, strict=False):
        best = np.zeros((stop - start, len(second)))
        if block is not None and begin < end:
            heads, starts = np.unique(rows[begin:end], return_index=True)
            most = np.maximum.reduceat(np.maximum.reduceat(block[0], starts, axis=0), ends, axis=1)
            best[np.ix_(heads - start, tails)] = most
        yield best


def _compare_context(first: Side, second: Side, row: int, column: int) -> float:
    """How far measure, leads and time limits agree, from 0 to 1."""
    tasks = (first.tasks[row], second.tasks[column])
    measures = [letters(task.measure.title) if task.measure else None for task in tasks]
    leads = [owners(task, "lead").keys() for task in tasks]
    limits = [deadline_values(task, side.year).keys() for task, side in zip(tasks, (first, second), strict=True)]
    return 0.4 * (measures[0] == measures[1]) + 0.3 * (leads[0] == leads[1]) + 0.3 * (limits[0] == limits[1])
