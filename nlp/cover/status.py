"""Judge one task by its Links, to whether there is evidence and whether it is all of it.

Two logistic formulas with weights in `verdict_weights.toml`: `found` tells whether anything proves the task,
`complete` whether every action and quantity is proved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.cover.counts import shortfall
from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.types import Link, Statement, StatementKind, Status, Task

TELLING: tuple[StatementKind, ...] = ("done", "in_progress")
REFUTING: tuple[StatementKind, ...] = ("negated", "planned", "requirement", "prior")
FOUND = ("top", "second", "third", "mass", "lead_of_others", "actions", *(f"lead_of_{kind}" for kind in REFUTING))
COMPLETE = ("top", "proved", "quotes", "rest_undone", "under_way", "too_few", "found", "actions")
MOST = 4
SHARE = 0.45
LEAST = 0.12
HALF_WAY = 0.7
BAND = 0.07
FLOOR = 1e-3

Weights = Mapping[str, float]
Formulas = Mapping[str, Weights]


@dataclass(frozen=True, slots=True)
class Near:
    """A Link with what stands behind it: the passage's words and kind of statement."""

    link: Link
    text: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a task on some evidence.

    `found` is the chance (0..1) that there is any evidence, `evidence` the best of it, best first, `proved` the actions
    that it speaks of, `short` what is missing in number ("2/4次"), `sure` False close to a threshold, `rest_undone`
    whether the evidence itself tells of a rest.
    """

    status: Status
    found: float
    evidence: tuple[Near, ...]
    proved: tuple[int, ...]
    short: str | None
    sure: bool
    rest_undone: bool = False


def judge(task: Task, near: Sequence[Near], *, months: int = 12, formulas: Formulas | None = None) -> Verdict:
    """The verdict on a task from its near passages, of one report or of several together.

    `months` is how many months of the plan's year have passed, by which recurring work is counted. Passages that
    are planned, negated, demanded, of another year or background never count. `formulas` are the weights of `found`
    and `complete`, those of `verdict_weights.toml` where they are not given.

    >>> from nlp.types import Place
    >>> judge(Task("1", None, None, "签订责任书。", (), (), (), (), Place(0, 0, 6), 1.0), ()).status
    'none'
    """
    acts = sorted((n for n in near if n.statement.kind in TELLING), key=lambda n: -n.link.score)
    if not acts:
        return Verdict("none", 0.0, (), (), None, True)
    use = formulas or {"found": _weights("found"), "complete": _weights("complete")}
    found = chance(use["found"], found_features(task, near))
    threshold = use["found"]["threshold"]
    sure = abs(found - threshold) > BAND
    if found < threshold:
        return Verdict("none", found, (), (), None, sure)
    evidence = tuple(chosen(acts))
    proved = tuple(sorted({index for n in evidence for index in n.link.actions}))
    short = shortfall(task, tuple(n.text for n in evidence), months=months)
    features = complete_features(task, near, evidence, found, short)
    covered = chance(use["complete"], features) >= use["complete"]["threshold"] and short is None
    status: Status = "covered" if covered else "partial"
    return Verdict(status, found, evidence, proved, short, sure, features["rest_undone"] > 0)


def chosen(acts: Sequence[Near]) -> list[Near]:
    """The acts that carry the verdict: at most MOST, each of at least SHARE of the best one's score."""
    best = acts[0].link.score
    return [n for n in acts if n is acts[0] or n.link.score >= max(LEAST, SHARE * best)][:MOST]


def found_features(task: Task, near: Sequence[Near]) -> dict[str, float]:
    """What `found` looks at: the three best scores, their sum, how much nearer other passages are, the actions.

    Of the kinds that refute (not done, planned, demanded, another year) it looks at how far the nearest passage reaches
    beyond HALF_WAY of the nearest act.
    """
    acts = sorted((n.link.score for n in near if n.statement.kind in TELLING), reverse=True) + [0.0] * 3
    nearest: dict[StatementKind, float] = {}
    for n in near:
        nearest[n.statement.kind] = max(n.link.relevance, nearest.get(n.statement.kind, 0.0))
    nearest_act = max(nearest.get(kind, 0.0) for kind in TELLING)
    nearest_other = max((value for kind, value in nearest.items() if kind not in TELLING), default=0.0)
    return {
        "top": _logit(acts[0]),
        "second": _logit(acts[1]),
        "third": _logit(acts[2]),
        "mass": math.log(sum(acts) + FLOOR),
        "lead_of_others": nearest_other - nearest_act,
        "actions": float(len(task.actions)),
        **{f"lead_of_{kind}": max(0.0, nearest.get(kind, 0.0) - HALF_WAY * nearest_act) for kind in REFUTING},
    }


def complete_features(
    task: Task, near: Sequence[Near], evidence: Sequence[Near], found: float, short: str | None
) -> dict[str, float]:
    """What `complete` looks at: the share of actions spoken of, words of a rest undone, counts that fall short."""
    proved = {index for n in evidence for index in n.link.actions}
    undone = sum(bool(_undone().search(n.text)) for n in evidence)
    acts = max(n.link.score for n in near if n.statement.kind in TELLING)
    return {
        "top": _logit(acts),
        "proved": len(proved) / max(1, len(task.actions)),
        "quotes": float(len(evidence)),
        "rest_undone": float(undone > 0),
        "under_way": float(any(n.statement.kind == "in_progress" for n in evidence)),
        "too_few": float(short is not None),
        "found": found,
        "actions": float(len(task.actions)),
    }


def _logit(chance: float) -> float:
    bounded = min(1 - FLOOR, max(FLOOR, chance))
    return math.log(bounded / (1 - bounded))


def chance(weights: Weights, features: Mapping[str, float]) -> float:
    """What a logistic formula gives for some features (0..1)."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in features.items()) - weights["constant"]))


@lru_cache(maxsize=2)
def _weights(formula: str) -> Weights:
    rows = load("verdict_weights.toml", keys=("name", "found", "complete", "meaning"))
    weights = {row["name"]: float(row[formula]) for row in rows if formula in row}
    missing = [name for name in (*_NAMES[formula], "constant", "threshold") if name not in weights]
    if missing:
        raise ConfigError(f"verdict_weights.toml: {formula} 缺少 {', '.join(missing)} 的权重；请恢复该文件")
    return weights


@lru_cache(maxsize=1)
def _undone() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load("undone.tsv", keys=("pattern",))))


_NAMES = {"found": FOUND, "complete": COMPLETE}
