"""Join the tasks of a plan and the passages of a report by Links that say how likely each passage is evidence.

Two logistic formulas over the features of `features.py`, their weights in `pair_weights.toml`: the first looks at a
pair by itself, the second at the pair among its rivals. Only passages that report an act (done, in progress) can be
evidence; all others keep a low score and serve as the near passages that were looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.match.candidates import TELLING, Nearness, measure, nearest
from nlp.match.features import FEATURES, SECOND, compete, describe
from nlp.types import Link, Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

KEYS = ("name", "first", "second", "meaning")
KEPT = 9
LOOKED_AT = 3
SPOKEN = 0.7
NOT_TELLING = 0.2


@dataclass(frozen=True, slots=True)
class Pairs:
    """The candidate pairs of a plan and a report: where they stand, what they look like, which tell an act.

    `rows` and `columns` are the pairs' tasks and passages, `table` holds a row of FEATURES for each pair.
    """

    plan: Plan
    report: Report
    nearness: Nearness
    rows: Array
    columns: Array
    table: Array
    telling: Array


@dataclass(frozen=True, slots=True)
class PairWeights:
    """The weights of the first and of the second look, each with its constant at the end."""

    first: Array
    second: Array


def link(plan: Plan, report: Report, statements: tuple[Statement, ...]) -> tuple[Link, ...]:
    """The Links between the plan's tasks and the report's passages, by task, best score first.

    Of each task it keeps the KEPT best passages that tell an act and the LOOKED_AT nearest of the others.

    `statements` are those of the report's passages, in their order. `score` is the chance (0..1) that the passage
    is evidence for the task, `relevance` (0..1) how near its words are, `actions` the task's actions that it speaks of.
    Fitted by `python -m nlp.train` on the labelled plans and reports; its figures stand in `pair_weights.toml`.

    Raises ConfigError where the weights do not fit the features.

    >>> from nlp.types import DocumentFacts, Passage, Place, Task
    >>> facts = DocumentFacts("p.txt", "", None, "plan", 2022, None, None)
    >>> task = Task("1.1.1", None, None, "签订责任书。", (), (), (), (), Place(0, 0, 6), 1.0)
    >>> said = Passage(0, "3月2日签订责任书22份。", Place(0, 0, 13))
    >>> report = Report("r1", "r.txt", "", None, None, 2022, None, (said,))
    >>> [(found.task, found.passage) for found in link(Plan(facts, (), (task,)), report, (Statement(0, "done", 0.9),))]
    [('1.1.1', 0)]
    """
    if not plan.tasks or not report.passages:
        return ()
    return links_of(pair(plan, report, statements), _weights())


def pair(plan: Plan, report: Report, statements: tuple[Statement, ...]) -> Pairs:
    """The candidate pairs of a plan and a report, both not empty, with their features."""
    import numpy as np

    told = [statement.kind in TELLING for statement in statements]
    nearness = measure(plan, report)
    rows, columns = nearest(nearness, told)
    table = describe(plan, report, statements, nearness, (rows, columns))
    return Pairs(plan, report, nearness, rows, columns, table, np.array(told)[columns])


def links_of(pairs: Pairs, weights: PairWeights) -> tuple[Link, ...]:
    """The Links that pairs become under some weights; see `link`."""
    scores = _scores(pairs, weights)
    by_task: dict[int, list[int]] = {}
    for at, row in enumerate(pairs.rows.tolist()):
        by_task.setdefault(row, []).append(at)
    spoken = _Spoken(pairs.nearness)
    columns, links = pairs.columns, []
    for row, places in by_task.items():
        task = pairs.plan.tasks[row]
        ranked = sorted(places, key=lambda at: (-scores[at], columns[at]))
        acts = [at for at in ranked if pairs.telling[at]]
        others = [at for at in ranked if not pairs.telling[at]]
        for at in (*acts[:KEPT], *others[:LOOKED_AT]):
            column = int(columns[at])
            links.append(
                Link(
                    task.id,
                    pairs.report.id,
                    pairs.report.passages[column].id,
                    round(min(1.0, float(pairs.nearness.total[row, column])), 4),
                    round(float(scores[at]), 4),
                    spoken(row, column) if task.actions else (),
                )
            )
    return tuple(links)


def second_table(pairs: Pairs, first: Array) -> Array:
    """What the second look sees of the pairs that tell an act, given the first look's weights."""
    import numpy as np

    able = pairs.telling
    logits = pairs.table[able] @ first[:-1] + first[-1]
    rivals = compete(logits, (pairs.rows[able], pairs.columns[able]), pairs.nearness.total.shape)
    return np.hstack([pairs.table[able], rivals])


def _scores(pairs: Pairs, weights: PairWeights) -> Array:
    """The chance of each pair; pairs whose passage tells no act get NOT_TELLING of what their nearness would give."""
    import numpy as np

    logits = pairs.table @ weights.first[:-1] + weights.first[-1]
    again = second_table(pairs, weights.first) @ weights.second[:-1] + weights.second[-1]
    scores: Array = NOT_TELLING / (1 + np.exp(-logits))
    scores[pairs.telling] = 1 / (1 + np.exp(-again))
    return scores


class _Spoken:
    """Which actions of a task a passage speaks of: those nearly as near as the nearest of them."""

    def __init__(self, nearness: Nearness) -> None:
        import numpy as np

        self.near = nearness.clauses
        owner = np.array(nearness.owner)
        self.rows = {index: np.flatnonzero(owner == index) for index in set(nearness.owner)}

    def __call__(self, row: int, column: int) -> tuple[int, ...]:
        near = self.near[self.rows[row], column]
        best = near.max()
        return tuple(index for index, value in enumerate(near) if value > 0 and value >= SPOKEN * best)


@lru_cache(maxsize=1)
def _weights() -> PairWeights:
    import numpy as np

    rows = {row["name"]: row for row in load("pair_weights.toml", keys=KEYS)}
    try:
        first = [float(rows[name]["first"]) for name in (*FEATURES, "constant")]
        second = [float(rows[name]["second"]) for name in (*FEATURES, *SECOND, "constant")]
    except KeyError as err:
        raise ConfigError(f"pair_weights.toml: 缺少 {err} 的权重；请恢复该文件") from None
    return PairWeights(np.array(first), np.array(second))
