"""Describe candidate pairs of a task and a passage by a few numbers that a person can read.

The ranks and margins run both ways: how the passage stands among the report's passages for the task, and how the task
stands among the plan's tasks for the passage. They are worth more than any similarity by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlp.lexicon import load
from nlp.match.candidates import TELLING, Nearness
from nlp.types import Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

FEATURES = (
    "words",
    "concepts",
    "chars",
    "context",
    "best_action",
    "best_clause",
    "outsiders",
    "names",
    "bare_echo",
    "told_echo",
    "facts",
    "finished",
    "figures",
    "dated",
    "length",
    "unit",
    "done",
    "in_progress",
    "planned",
    "negated",
    "requirement",
    "prior",
    "sureness",
    "rank_for_task",
    "z_for_task",
    "margin_for_task",
    "rank_for_passage",
    "z_for_passage",
    "margin_for_passage",
    "section_fit",
)
SECOND = ("first", "lead_over_tasks", "lead_over_passages", "share_of_passage", "share_of_task", "mass_of_task")
NO_PAIR = -8.0
FEW = 12
STRANGERS = (0.08, 0.05, 0.03, 0.02, 0.01, *(0.0,) * 7)
"""The nearness of texts that have nothing to do with one another."""

_NAME = re.compile(r"[《“]([^》”]{2,})[》”]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_DATED = re.compile(r"\d{1,2}月|\d{1,2}日|季度|[上下]半年|节前|期间")
_FACT = re.compile(r"\d{1,2}月|\d{1,2}日|[上下]半年|[一二三四]季度|《[^》]{2,}》|\d+(?:\.\d+)?[%％]")
_COUNT = re.compile(
    r"(?<!不少于)(?<!不低于)(?<!至少)(?<!不超过)(?<!不得少于)(?<![\d.])"
    r"\d+(?:\.\d+)?(?:余|多|万|亿)?(?![\d.月日年时点号%％])\w"
)
_GRAM = 4


def describe(
    plan: Plan,
    report: Report,
    statements: Sequence[Statement],
    nearness: Nearness,
    pairs: tuple[Array, Array],
) -> Array:
    """A row for each pair of `pairs`, a column for each name of FEATURES.

    `statements` are the kinds of the report's passages, in their order; `pairs` indices of tasks and of passages.
    """
    import numpy as np

    rows, columns = pairs
    kinds = [statement.kind for statement in statements]
    telling = np.array([kind in TELLING for kind in kinds])
    texts = [passage.text for passage in report.passages]
    standing = _standing(nearness, telling)
    best_action = np.zeros_like(nearness.total)
    np.maximum.at(best_action, list(nearness.owner), nearness.actions)
    best_clause = np.zeros_like(nearness.total)
    np.maximum.at(best_clause, list(nearness.owner), nearness.clauses)
    echo, facts, finished = _told(plan, texts)
    one = {
        "bare_echo": np.where(facts + finished > 0, 0.0, echo),
        "told_echo": np.where(facts + finished > 0, echo, 0.0),
        "facts": np.log1p(facts),
        "finished": finished,
        "figures": np.log1p([len(_FIGURE.findall(text)) for text in texts]),
        "dated": np.array([bool(_DATED.search(text)) for text in texts], dtype=float),
        "length": np.log1p([len(text) for text in texts]),
        "sureness": np.array([statement.score for statement in statements]),
        **{
            kind: np.array([k == kind for k in kinds], dtype=float)
            for kind in ("done", "in_progress", "planned", "negated", "requirement", "prior")
        },
    }
    both = {
        "words": nearness.words,
        "concepts": nearness.concepts,
        "chars": nearness.chars,
        "context": nearness.context,
        "best_action": best_action,
        "best_clause": best_clause,
        "section_fit": _section_fit(plan, report, nearness),
        **standing,
    }
    table = np.zeros((len(rows), len(FEATURES)), dtype=np.float32)
    for at, name in enumerate(FEATURES):
        if name in both:
            table[:, at] = both[name][rows, columns]
        elif name in one:
            table[:, at] = one[name][columns]
    table[:, FEATURES.index("names")] = _names(plan, texts, pairs)
    table[:, FEATURES.index("outsiders")] = _outsiders(plan, texts, pairs)
    table[:, FEATURES.index("unit")] = _units(plan, texts, pairs)
    return table


def compete(logits: Array, pairs: tuple[Array, Array], shape: tuple[int, int]) -> Array:
    """The second look at pairs, a column for each name of SECOND: how a pair's first score stands among its rivals.

    `logits` are the first scores of `pairs`, `shape` the numbers of tasks and passages; a pair that is no candidate
    counts as NO_PAIR.
    """
    import numpy as np

    rows, columns = pairs
    grid = np.full(shape, NO_PAIR)
    grid[rows, columns] = logits
    chance = 1 / (1 + np.exp(-grid))
    by_task, by_passage = -np.sort(-grid, axis=0), -np.sort(-grid, axis=1)
    next_task = by_task[min(1, shape[0] - 1)]
    next_passage = by_passage[:, min(1, shape[1] - 1)]
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


def _standing(nearness: Nearness, telling: Array) -> dict[str, Array]:
    """Ranks (1 for the first, falling), z-scores and margins over passages and over tasks.

    Only passages that report an act compete for a task. Where fewer than FEW compete, STRANGERS fill up, so that the
    only passage of a report is not the nearest by default.
    """
    import numpy as np

    total = nearness.total
    out: dict[str, Array] = {}
    competing = np.where(telling, total, -1.0)
    for name, rivals, axis in (("for_task", competing, 1), ("for_passage", total, 0)):
        known = int(telling.sum()) if axis else len(total)
        strangers = np.array(STRANGERS[: max(0, FEW - known)])
        shape = (len(total), len(strangers)) if axis else (len(strangers), total.shape[1])
        grid = np.concatenate([rivals, np.broadcast_to(strangers if axis else strangers[:, None], shape)], axis=axis)
        valid = grid >= 0
        order = np.argsort(np.argsort(-grid, axis=axis, kind="stable"), axis=axis, kind="stable")
        out[f"rank_{name}"] = 1.0 / (1.0 + order[: len(total), : total.shape[1]])
        count = valid.sum(axis=axis, keepdims=True)
        mean = np.where(valid, grid, 0).sum(axis=axis, keepdims=True) / count
        spread = np.sqrt((np.where(valid, grid - mean, 0) ** 2).sum(axis=axis, keepdims=True) / count) + 1e-3
        out[f"z_{name}"] = np.clip((total - mean) / spread, -3, 8)
        two = -np.partition(-grid, 1, axis=axis)
        best, second = np.take(two, [0], axis=axis), np.take(two, [1], axis=axis)
        out[f"margin_{name}"] = total - np.where(total >= best, second, best)
    return out


def _section_fit(plan: Plan, report: Report, nearness: Nearness) -> Array:
    """How much nearer the passages of one section are to the task's workstream than to the plan at large."""
    import numpy as np

    streams: dict[str | None, list[int]] = {}
    for index, task in enumerate(plan.tasks):
        streams.setdefault(task.workstream, []).append(index)
    sections: dict[tuple[str, ...], list[int]] = {}
    for index, passage in enumerate(report.passages):
        sections.setdefault(passage.section, []).append(index)
    fit = np.zeros_like(nearness.total)
    for passages in sections.values():
        near = np.array([nearness.total[np.ix_(tasks, passages)].max(axis=0).mean() for tasks in streams.values()])
        near = near - near.mean()
        for tasks, value in zip(streams.values(), near, strict=True):
            fit[np.ix_(tasks, passages)] = value
    return fit


def _told(plan: Plan, texts: Sequence[str]) -> tuple[Array, Array, Array]:
    """What each passage repeats of the plan and what it adds: echo, facts, finished.

    The echo is the share of its runs of four characters that stand in a task word for word. Facts are the dates, rates
    and 《》 that it states outside of those runs, and every count that is no demand (不少于…); it is finished where a
    completed form (已…, …了, 竣工) stands outside of them. Words of the plan said again speak against a passage only
    where it adds nothing of its own.
    """
    import numpy as np

    known = {task.text[i : i + _GRAM] for task in plan.tasks for i in range(len(task.text) - _GRAM + 1)}
    completed = _completed()
    rows = []
    for text in texts:
        starts = [i for i in range(len(text) - _GRAM + 1) if text[i : i + _GRAM] in known]
        said_again = {at for i in starts for at in range(i, i + _GRAM)}
        own = "".join("，" if at in said_again else sign for at, sign in enumerate(text))
        facts = len(_FACT.findall(own)) + len(_COUNT.findall(text))
        rows.append((len(starts) / max(1, len(text) - _GRAM + 1), facts, float(bool(completed.search(own)))))
    echo, facts_told, finished = np.array(rows, dtype=float).T
    return echo, facts_told, finished


@lru_cache(maxsize=1)
def _completed() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load("completed.tsv", keys=("pattern",))))


def _names(plan: Plan, texts: Sequence[str], pairs: tuple[Array, Array]) -> list[float]:
    """The share of the task's quoted names that the passage holds."""
    names = [_NAME.findall(task.text) for task in plan.tasks]
    return [
        sum(name in texts[column] for name in names[row]) / len(names[row]) if names[row] else 0.0
        for row, column in zip(*pairs, strict=True)
    ]


def _units(plan: Plan, texts: Sequence[str], pairs: tuple[Array, Array]) -> list[float]:
    """1 where the passage counts in the unit of one of the task's targets."""
    units = [
        re.compile("|".join(rf"[\d一二两三四五六七八九十百]\s*{re.escape(target.unit)}" for target in task.targets))
        if task.targets
        else None
        for task in plan.tasks
    ]
    out = []
    for row, column in zip(*pairs, strict=True):
        unit = units[row]
        out.append(float(bool(unit and unit.search(texts[column]))))
    return out


def _outsiders(plan: Plan, texts: Sequence[str], pairs: tuple[Array, Array]) -> list[float]:
    """How many kinds of people outside the body the passage speaks of and the task does not, logarithmic."""
    import math

    words = [row["word"] for row in load("outsiders.tsv", keys=("word",))]
    told = [frozenset(word for word in words if word in text) for text in texts]
    asked = [frozenset(word for word in words if word in task.text) for task in plan.tasks]
    return [math.log1p(len(told[column] - asked[row])) for row, column in zip(*pairs, strict=True)]
