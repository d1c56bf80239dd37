"""Judge tasks by what a report says near them: Links to verdicts, with the evidence that carries each.

Two questions, put to the model of `verdict_model.py`: whether anything proves the task, and whether every action and
quantity is proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.cover.near import Near, Said
from nlp.cover.quantities.counts import shortfall
from nlp.cover.verdict_features import COMPLETE, acts_of, choose_evidence, complete_row, found_table
from nlp.cover.verdict_model import VerdictModel, chance_complete, chance_found
from nlp.types import Status, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

REST = ("any_undone", "most_negated")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a task on some evidence.

    `found` is the chance (0..1) that there is any evidence, `complete` that it is all of it, `evidence` the best of
    it, best first, `proved` the actions that it speaks of, `short` what is missing in number ("2/4次"), `rest_undone`
    whether the evidence itself tells of a rest.
    """

    status: Status
    found: float
    complete: float
    evidence: tuple[Near, ...]
    proved: tuple[int, ...]
    short: str | None
    rest_undone: bool = False

    @property
    def chance(self) -> float:
        """The chance that the status is right."""
        shares = {"none": 1 - self.found, "partial": self.found * (1 - self.complete)}
        return shares.get(self.status, self.found * self.complete)


NOTHING = Verdict("none", 0.0, 0.0, (), (), None)


def judge_report(tasks: Sequence[Task], said: Said, model: VerdictModel, *, months: int = 12) -> tuple[Verdict, ...]:
    """The verdict on each task from what one report says near it, in the tasks' order.

    `months` is how many months of the plan's year have passed, by which recurring work is counted. Passages that
    cannot tell an act (planned, negated, demanded, of another year, background) never count.
    """
    if not tasks:
        return ()
    found = found_table(tasks, said)
    chances = chance_found(model, found)
    return tuple(
        judge(task, said.near.get(task.id, ()), row, float(chance), model, months=months)
        for task, row, chance in zip(tasks, found, chances, strict=True)
    )


def judge(
    task: Task, near: Sequence[Near], found: Array, chance: float, model: VerdictModel, *, months: int = 12
) -> Verdict:
    """The verdict on a task from passages near it; `found` is its row of FOUND and `chance` what that gives."""
    import numpy as np

    acts = acts_of(near)
    if not acts:
        return NOTHING
    evidence = tuple(choose_evidence(acts))
    short = shortfall(task, tuple(one.text for one in evidence), months=months)
    row = complete_row(task, near, evidence, short)
    complete = float(chance_complete(model, np.append(found, row)[None])[0])
    if chance < model.found_from:
        return Verdict("none", chance, complete, (), (), None)
    status: Status = "covered" if complete >= model.complete_from and short is None else "partial"
    proved = tuple(sorted({index for one in evidence for index in one.link.actions}))
    rest = any(row[COMPLETE.index(name)] > 0 for name in REST)
    return Verdict(status, chance, complete, evidence, proved, short, rest)
