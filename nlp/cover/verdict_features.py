"""Describe tasks by what a report says near them: Links to the numbers that a verdict rests on.

FOUND tells whether there is any evidence, COMPLETE whether it is all of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlp.cover.near import Near, Said
from nlp.lexicon import load
from nlp.types import StatementKind, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

OTHERS: tuple[StatementKind, ...] = ("negated", "planned", "requirement", "prior", "background")
FOUND = (
    *("top", "second", "third", "mass", "any", "share_of_passage", "actions", "length", "targets", "nearest_act"),
    *(f"{what}_{kind}" for kind in OTHERS for what in ("lead_of", "nearest")),
    *("passages", "done", "top_z", "top_rank", "mean_top"),
)
COMPLETE = (
    *("quotes", "evidence", "best", "negated", "most_negated", "under_way", "most_under_way", "planned"),
    *("undone", "any_undone", "too_few", "least_reach", "mean_reach", "relative_reach", "unreached"),
    *("quoted_length", "sureness", "figures", "asked", "listed"),
)
MOST = 4
SHARE = 0.45
LEAST = 0.12
HALF_WAY = 0.7
FLOOR = 1e-3
NO_ACT = -7.0
UNTOLD = 0.5
"""How far passages speak of a task that names no action."""

_FIGURE = re.compile(r"\d+")
_LISTED = re.compile("[、，]")


def found_table(tasks: Sequence[Task], said: Said) -> Array:
    """What FOUND tells of each task on a report: (tasks, features).

    Of the kinds that refute (not done, planned, demanded, another year) it holds how near the nearest passage is and
    how far it reaches beyond HALF_WAY of the nearest act; at the end how the task's best score stands among all tasks'.
    """
    import numpy as np

    held: dict[int, float] = {}
    for near in said.near.values():
        for one in near:
            held[one.link.passage] = held.get(one.link.passage, 0.0) + (one.link.score if one.able else 0.0)
    rows = [_found(task, said.near.get(task.id, ()), held) for task in tasks]
    table = np.array(rows, dtype=float).reshape(len(rows), len(FOUND) - 5)
    top = table[:, 0]
    rank = np.argsort(np.argsort(-top, kind="stable"), kind="stable") / max(1, len(top))
    spread = (top - top.mean()) / (top.std() + FLOOR) if len(top) else top
    report = [np.full(len(top), value) for value in (math.log1p(said.passages), said.done)]
    mean = np.full(len(top), top.mean() if len(top) else 0.0)
    return np.column_stack([table, *report, spread, rank, mean])


def acts_of(near: Sequence[Near]) -> list[Near]:
    """The passages that may be evidence, the likeliest first."""
    return sorted((one for one in near if one.able), key=lambda one: (-one.link.score, one.link.passage))


def choose_evidence(acts: Sequence[Near]) -> list[Near]:
    """The acts that carry the verdict: at most MOST, each of at least SHARE of the best one's score."""
    if not acts:
        return []
    bar = max(LEAST, SHARE * acts[0].link.score)
    return [one for one in acts if one is acts[0] or one.link.score >= bar][:MOST]


def complete_row(task: Task, near: Sequence[Near], evidence: Sequence[Near], short: str | None) -> list[float]:
    """What COMPLETE tells of a task on its chosen evidence, which is not empty; `short` is a quantity not reached."""
    scores = [one.link.score for one in evidence]
    kinds = {kind: [_part(one, kind) for one in evidence] for kind in ("negated", "in_progress", "planned")}
    undone = [float(bool(_undone().search(one.text))) for one in evidence]
    reach, best = (_reach(task, said) for said in (evidence, acts_of(near)))
    return [
        float(len(evidence)),
        sum(scores),
        scores[0],
        kinds["negated"][0],
        max(kinds["negated"]),
        kinds["in_progress"][0],
        max(kinds["in_progress"]),
        max(kinds["planned"]),
        undone[0],
        max(undone),
        float(short is not None),
        min(reach),
        sum(reach) / len(reach),
        min(reach) / (max(reach) + FLOOR),
        max(a - b for a, b in zip(best, reach, strict=True)),
        math.log1p(sum(len(one.text) for one in evidence)),
        sum(one.statement.score for one in evidence) / len(evidence),
        math.log1p(sum(len(_FIGURE.findall(one.text)) for one in evidence)),
        float(len(task.targets)),
        float(len(_LISTED.findall(task.text))),
    ]


def _reach(task: Task, said: Sequence[Near]) -> list[float]:
    """How far passages speak of each action at best; a passage that a reviewer linked to the task speaks of all."""
    count = len(task.actions)
    if not count:
        return [UNTOLD]
    rows = [one.link.reach or (1.0,) * count for one in said]
    return [max((row[at] for row in rows if at < len(row)), default=0.0) for at in range(count)]


def _found(task: Task, near: Sequence[Near], held: dict[int, float]) -> list[float]:
    acts = acts_of(near)
    scores = [one.link.score for one in acts]
    logits = [_logit(score) for score in scores[:3]] + [NO_ACT] * 3
    nearest: dict[StatementKind, float] = {}
    for one in near:
        nearest[one.statement.kind] = max(one.link.relevance, nearest.get(one.statement.kind, 0.0))
    act = max(nearest.get("done", 0.0), nearest.get("in_progress", 0.0))
    missed = math.prod(1 - score for score in scores)
    leads = [
        value
        for kind in OTHERS
        for value in (max(0.0, nearest.get(kind, 0.0) - HALF_WAY * act), nearest.get(kind, 0.0))
    ]
    return [
        *logits[:3],
        math.log(sum(scores) + FLOOR),
        math.log(1 - missed + FLOOR),
        scores[0] / (held[acts[0].link.passage] + FLOOR) if acts else 0.0,
        float(len(task.actions)),
        float(len(task.text)),
        float(bool(task.targets)),
        act,
        *leads,
    ]


def _part(near: Near, kind: StatementKind) -> float:
    """What share of a passage's characters makes a kind of statement."""
    clauses = near.statement.clauses
    if not clauses:
        return float(near.statement.kind == kind)
    whole = sum(clause.end - clause.start for clause in clauses)
    return sum(clause.end - clause.start for clause in clauses if clause.kind == kind) / max(1, whole)


def _logit(chance: float) -> float:
    bounded = min(1 - FLOOR, max(FLOOR, chance))
    return math.log(bounded / (1 - bounded))


@lru_cache(maxsize=1)
def _undone() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load("undone.tsv", keys=("pattern",))))
