"""Look around a passage: its neighbours, its section, the tasks beside a task; matrices of nearness to a few numbers.

Reports tell what belongs together in one place, so a passage whose neighbours are about the same measure is likelier
to be about it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nlp.match.candidates import Nearness
from nlp.types import Plan, Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

AROUND = ("before", "after", "measure_around", "section_best", "section_fit")


def look_around(plan: Plan, report: Report, nearness: Nearness, pairs: tuple[Array, Array]) -> Array:
    """For each pair what stands around it, a column for each of AROUND: (pairs, 5).

    `before` and `after` are how near the neighbouring passages of the section are to the task, `measure_around` how
    near they are to any task of its measure, `section_best` the nearest passage of the section, `section_fit` how much
    nearer the section is to the task's workstream than to the plan at large.
    """
    import numpy as np

    rows, columns = pairs
    both = nearness.both
    starts = _section_starts(report)
    run = np.searchsorted(starts, columns, side="right") - 1
    last = both.shape[1] - 1
    ends = np.append(starts[1:], last + 1)
    has_before, has_after = columns > starts[run], columns + 1 < ends[run]
    earlier, later = np.maximum(columns - 1, 0), np.minimum(columns + 1, last)
    measures, of_task = _groups([(task.workstream, task.measure and task.measure.title) for task in plan.tasks])
    by_measure = np.stack([both[tasks].max(axis=0) for tasks in measures])[of_task[rows]]
    at = np.arange(len(rows))
    beside = np.where(columns > 0, by_measure[at, earlier], 0) + np.where(columns < last, by_measure[at, later], 0)
    return np.stack(
        [
            np.where(has_before, both[rows, earlier], 0),
            np.where(has_after, both[rows, later], 0),
            beside,
            np.maximum.reduceat(both, starts, axis=1)[rows, run],
            _section_fit(plan, nearness.wording, starts)[rows, run],
        ],
        axis=1,
    )


def _section_fit(plan: Plan, wording: Array, starts: Array) -> Array:
    """How much nearer each section's passages are to each task's workstream than to the plan at large."""
    import numpy as np

    streams, of_task = _groups([task.workstream for task in plan.tasks])
    nearest = np.stack([wording[tasks].max(axis=0) for tasks in streams])
    sizes = np.diff(np.append(starts, wording.shape[1]))
    fit = np.add.reduceat(nearest, starts, axis=1) / sizes
    found: Array = (fit - fit.mean(axis=0, keepdims=True))[of_task]
    return found


def _section_starts(report: Report) -> Array:
    """Where each run of passages under one path of headings begins."""
    import numpy as np

    paths = [passage.section for passage in report.passages]
    return np.array([at for at, path in enumerate(paths) if at == 0 or path != paths[at - 1]])


def _groups(keys: Sequence[object]) -> tuple[list[list[int]], Array]:
    """The places of each different key, and for each place the number of its group."""
    import numpy as np

    numbers: dict[object, int] = {}
    groups: list[list[int]] = []
    for at, key in enumerate(keys):
        if key not in numbers:
            numbers[key] = len(groups)
            groups.append([])
        groups[numbers[key]].append(at)
    return groups, np.array([numbers[key] for key in keys])
