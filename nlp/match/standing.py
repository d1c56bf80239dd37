"""Tell how a pair stands among its rivals: matrices of nearness to ranks, margins and scores, both ways.

How the passage stands among the report's passages for the task, and how the task stands among the plan's tasks for
the passage. They are worth more than any similarity by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Pairs = tuple[Array, Array]

WAYS = ("rank_for_task", "z_for_task", "margin_for_task", "rank_for_passage", "z_for_passage", "margin_for_passage")
RIVALS = ("first", "lead_over_tasks", "lead_over_passages", "share_of_passage", "share_of_task", "mass_of_task")
TOP = 64
"""Ranks are counted up to here; what stands behind is alike."""
STEADY = 0.02
NO_PAIR = -8.0
STRANGERS = (0.08, 0.05, 0.03, 0.02, 0.01, *(0.0,) * 7)
"""The nearness in wording of texts that have nothing to do with one another, for reports with fewer passages."""


def stand(values: Array, able: Array, pairs: Pairs, *, strangers: tuple[float, ...] = ()) -> Array:
    """For each pair how it stands, a column for each of WAYS: (pairs, 6).

    `values` (tasks, passages) say how near they are; only the `able` passages compete for a task. Where there are
    fewer of them than `strangers`, these fill up, so that the only passage of a report is not the nearest by default.
    Ranks are 1 for the first, 1/2 for the second and so on.
    """
    import numpy as np

    rows, columns = pairs
    of = values[rows, columns]
    fill = np.array(strangers[: max(0, len(strangers) - int(able.sum()))], dtype=values.dtype)
    competing = np.concatenate([values[:, able], np.broadcast_to(fill, (len(values), len(fill)))], axis=1)
    if competing.shape[1] == 0:
        competing = np.zeros((len(values), 1), dtype=values.dtype)
    top = -np.sort(-_largest(competing, TOP), axis=1)
    second = top[:, min(1, top.shape[1] - 1)]
    best = np.where(of >= top[rows, 0], second[rows], top[rows, 0])
    middle, spread = competing.mean(axis=1), competing.std(axis=1)
    column = values[:, columns]
    ordered = -np.sort(-column, axis=0)[:2]
    rival = np.where(of >= ordered[0], ordered[-1], ordered[0])
    return np.stack(
        [
            1 / (1.0 + (top[rows] > of[:, None]).sum(axis=1)),
            np.clip((of - middle[rows]) / (spread[rows] + STEADY), -3, 8),
            of - best,
            1 / (1.0 + (column > of).sum(axis=0)),
            np.clip((of - column.mean(axis=0)) / (column.std(axis=0) + STEADY), -3, 8),
            of - rival,
        ],
        axis=1,
    )


def compete(logits: Array, pairs: Pairs, shape: tuple[int, int]) -> Array:
    """The second look at pairs, a column for each of RIVALS: how a pair's first score stands among its rivals.

    `logits` are the first scores of `pairs`, `shape` the numbers of tasks and passages; a pair that is no candidate
    counts as NO_PAIR.
    """
    import numpy as np

    rows, columns = pairs
    used, columns = np.unique(columns, return_inverse=True)
    grid = np.full((shape[0], len(used)), NO_PAIR)
    grid[rows, columns] = logits
    chance = 1 / (1 + np.exp(-grid))
    by_task, by_passage = -np.sort(-grid, axis=0), -np.sort(-grid, axis=1)
    next_task = by_task[min(1, grid.shape[0] - 1)]
    next_passage = by_passage[:, min(1, grid.shape[1] - 1)]
    rival_task = np.where(logits >= by_task[0][columns], next_task[columns], by_task[0][columns])
    rival_passage = np.where(logits >= by_passage[:, 0][rows], next_passage[rows], by_passage[:, 0][rows])
    mass = chance.sum(axis=1)[rows]
    return np.stack(
        [
            logits,
            logits - rival_task,
            logits - rival_passage,
            chance[rows, columns] / (chance.sum(axis=0)[columns] + 1e-6),
            chance[rows, columns] / (mass + 1e-6),
            np.log(mass + 1e-3),
        ],
        axis=1,
    )


def _largest(values: Array, most: int) -> Array:
    import numpy as np

    if values.shape[1] <= most:
        return values
    return -np.partition(-values, most - 1, axis=1)[:, :most]
