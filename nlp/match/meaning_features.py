"""Describe pairs of a task and a passage by how near they are in meaning: an encoder's rows to a few numbers a pair.

Whatever an encoder is asked, all its cosines lie close together; so tasks, actions and passages are each seen from the
middle of their own kind, and what counts is how a pair stands among its rivals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from nlp.match.candidates import Nearness, stand_out
from nlp.match.standing import WAYS, stand
from nlp.types import Plan, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Encode = Callable[[Sequence[str]], Array]

NEAR = ("meaning", "meaning_of_action", "joint")
MEANING = (*NEAR, *(f"{name}_{way}" for name in NEAR for way in WAYS))
MOST = 600
"""How many passages of a report are encoded: the nearest, as `both` tells."""
FEW = 4
"""As many times a report's own passages are joined by the middle of the plan's tasks to tell their middle."""


def describe_meaning(plan: Plan, nearness: Nearness, pairs: tuple[Array, Array], able: Array, encode: Encode) -> Array:
    """A row for each pair, a column for each of MEANING; zeros where the passage tells no act: (pairs, 21).

    `meaning` compares the passage with the task below its measure's title, `meaning_of_action` with the nearest of its
    actions; `joint` adds to `both` how the mean of the two stands out for the passage. Only passages that are paired
    and `able` to tell an act are encoded and compete.
    """
    import numpy as np

    rows, columns = pairs
    table = np.zeros((len(rows), len(MEANING)), dtype=np.float32)
    used = np.unique(columns[able[columns]])
    if len(used) > MOST:
        nearest = np.argsort(-nearness.both[:, used].max(axis=0), kind="stable")[:MOST]
        used = np.sort(used[nearest])
    asked = np.isin(columns, used)
    if not len(used):
        return table
    tasks = encode([name_task(task) for task in plan.tasks])
    actions = encode([action.text for task in plan.tasks for action in task.actions or (task,)])
    said = encode([nearness.texts[column] for column in used.tolist()])
    middle = tasks.mean(axis=0)
    said = _seen_from(said, (said.sum(axis=0) + FEW * middle) / (len(said) + FEW))
    first = np.searchsorted(np.array(nearness.owner), np.arange(len(plan.tasks)))
    whole = _seen_from(tasks, middle) @ said.T
    part = np.maximum.reduceat(_seen_from(actions, actions.mean(axis=0)) @ said.T, first, axis=0)
    joint = nearness.both[:, used] + stand_out((whole + part) / 2)
    at = (rows[asked], np.searchsorted(used, columns[asked]))
    all_able = np.ones(len(used), dtype=bool)
    near = np.stack([values[at] for values in (whole, part, joint)], axis=1)
    table[asked] = np.hstack([near, *(stand(values, all_able, at) for values in (whole, part, joint))])
    return table


def name_task(task: Task) -> str:
    """A task's words behind the title of its measure, which says what it is about.

    >>> from nlp.types import Place
    >>> name_task(Task("1.1.1", None, None, "签订责任书。", (), (), (), (), Place(0, 0, 6), 1.0))
    '签订责任书。'
    """
    return f"{task.measure.title}：{task.text}" if task.measure else task.text


def _seen_from(rows: Array, middle: Array) -> Array:
    """The rows less the middle, of length one."""
    import numpy as np

    rows = rows - middle
    seen: Array = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return seen
