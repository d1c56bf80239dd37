"""Say what a passage tells by itself and beside a task: its kind, its facts, whose matter it is, what it repeats."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlp.lexicon import load
from nlp.match.candidates import chance_of_act
from nlp.types import Plan, Statement, StatementKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

KINDS: tuple[StatementKind, ...] = ("done", "in_progress", "planned", "negated", "requirement", "prior")
ALONE = ("bare_echo", "told_echo", "facts", "finished", "figures", "dated", "length", "sureness", "act", *KINDS)
TOGETHER = ("outsiders", "names", "unit")

_NAME = re.compile(r"[《“]([^》”]{2,})[》”]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_DATED = re.compile(r"\d{1,2}月|\d{1,2}日|季度|[上下]半年|节前|期间")
_FACT = re.compile(r"\d{1,2}月|\d{1,2}日|[上下]半年|[一二三四]季度|《[^》]{2,}》|\d+(?:\.\d+)?[%％]")
_COUNT = re.compile(
    r"(?<!不少于)(?<!不低于)(?<!至少)(?<!不超过)(?<!不得少于)(?<![\d.])"
    r"\d+(?:\.\d+)?(?:余|多|万|亿)?(?![\d.月日年时点号%％])\w"
)
_GRAM = 4


def describe_passages(plan: Plan, texts: Sequence[str], statements: Sequence[Statement]) -> Array:
    """What each passage tells, a column for each of ALONE: (passages, 15)."""
    import numpy as np

    known = {task.text[i : i + _GRAM] for task in plan.tasks for i in range(len(task.text) - _GRAM + 1)}
    rows = []
    for text, statement in zip(texts, statements, strict=True):
        echo, facts, finished = tell(text, known)
        own = facts + finished > 0
        rows.append(
            (
                0.0 if own else echo,
                echo if own else 0.0,
                math.log1p(facts),
                finished,
                math.log1p(len(_FIGURE.findall(text))),
                float(bool(_DATED.search(text))),
                math.log1p(len(text)),
                statement.score,
                chance_of_act(statement),
                *(float(statement.kind == kind) for kind in KINDS),
            )
        )
    return np.array(rows, dtype=float).reshape(len(rows), len(ALONE))


def tell(text: str, known: set[str]) -> tuple[float, int, float]:
    """What a passage repeats of the plan and what it adds: echo, facts, finished.

    The echo is the share of its runs of four characters that stand in a task word for word (`known`). Facts are the
    dates, rates and 《》 that it states outside of those runs, and every count that is no demand (不少于…); it is
    finished where a completed form (已…, …了, 竣工) stands outside of them. Words of the plan said again speak against
    a passage only where it adds nothing of its own.

    >>> tell("召开专题会议2次。", {"召开专题", "开专题会", "专题会议"})[1:]
    (1, 0.0)
    """
    starts = [i for i in range(len(text) - _GRAM + 1) if text[i : i + _GRAM] in known]
    said_again = {at for i in starts for at in range(i, i + _GRAM)}
    own = "".join("，" if at in said_again else sign for at, sign in enumerate(text))
    facts = len(_FACT.findall(own)) + len(_COUNT.findall(text))
    return len(starts) / max(1, len(text) - _GRAM + 1), facts, float(bool(_completed().search(own)))


def describe_together(plan: Plan, texts: Sequence[str], pairs: tuple[Array, Array]) -> Array:
    """What passages tell beside their tasks, a column for each of TOGETHER: (pairs, 3).

    `outsiders`: how many kinds of people outside the body the passage speaks of and the task does not, logarithmic;
    `names`: the share of the task's quoted names that the passage holds; `unit`: whether it counts in the unit of one
    of the task's targets. `pairs` are indices of tasks and of `texts`.
    """
    import numpy as np

    words = [row["word"] for row in load("outsiders.tsv", keys=("word",))]
    told = [frozenset(word for word in words if word in text) for text in texts]
    asked = [frozenset(word for word in words if word in task.text) for task in plan.tasks]
    names = [_NAME.findall(task.text) for task in plan.tasks]
    units = [_counted(tuple(target.unit for target in task.targets)) for task in plan.tasks]
    rows = [
        (
            math.log1p(len(told[column] - asked[row])),
            sum(name in texts[column] for name in names[row]) / len(names[row]) if names[row] else 0.0,
            float(bool((unit := units[row]) and unit.search(texts[column]))),
        )
        for row, column in zip(*(part.tolist() for part in pairs), strict=True)
    ]
    return np.array(rows, dtype=float).reshape(len(rows), len(TOGETHER))


@lru_cache(maxsize=1000)
def _counted(units: tuple[str, ...]) -> re.Pattern[str] | None:
    if not units:
        return None
    return re.compile("|".join(rf"[\d一二两三四五六七八九十百]\s*{re.escape(unit)}" for unit in units))


@lru_cache(maxsize=1)
def _completed() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load("completed.tsv", keys=("pattern",))))
