"""Describe pairs of a task and a passage by numbers that a person can read: how alike, how placed, what is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from nlp.match.candidates import Nearness
from nlp.match.context import AROUND, look_around
from nlp.match.meaning_features import MEANING, describe_meaning
from nlp.match.standing import STRANGERS, WAYS, stand
from nlp.match.telling import ALONE, TOGETHER, describe_passages, describe_together
from nlp.types import Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Encode = Callable[[Sequence[str]], Array]

ALIKE = ("words", "concepts", "characters", "heading", "best_action", "best_clause", "types", "type_of_action", "both")
STANDING = tuple(f"{name}_{way}" for name in ("wording", "types", "both") for way in WAYS)
FEATURES = (*ALIKE, *STANDING, *AROUND, *ALONE, *TOGETHER)
WITH_MEANING = (*FEATURES, *MEANING)
"""The features where an encoder is there."""


def describe(
    plan: Plan,
    report: Report,
    statements: Sequence[Statement],
    nearness: Nearness,
    pairs: tuple[Array, Array],
    able: Array,
    encode: Encode | None = None,
) -> Array:
    """A row for each pair of `pairs`, a column for each name of FEATURES, with `encode` of WITH_MEANING.

    `statements` are the kinds of the report's passages, in their order; `pairs` indices of tasks and of passages;
    `able` says which passages may tell an act.
    """
    import numpy as np

    rows, columns = pairs
    if not len(rows):
        return np.zeros((0, len(WITH_MEANING if encode else FEATURES)), dtype=np.float32)
    used, at = np.unique(columns, return_inverse=True)
    texts = [report.passages[column].text for column in used.tolist()]
    told = [statements[column] for column in used.tolist()]
    parts = [
        _alike(nearness, rows, used, at),
        stand(nearness.wording, able, pairs, strangers=STRANGERS),
        stand(nearness.types, able, pairs),
        stand(nearness.both, able, pairs),
        look_around(plan, report, nearness, pairs),
        describe_passages(plan, texts, told)[at],
        describe_together(plan, texts, (rows, at)),
    ]
    if encode:
        parts.append(describe_meaning(plan, nearness, pairs, able, encode))
    return np.hstack(parts).astype(np.float32)


def _alike(nearness: Nearness, rows: Array, used: Array, at: Array) -> Array:
    """A column for each of ALIKE: only the `used` passages are compared, `at` are the pairs' places among them."""
    import numpy as np

    owner = np.array(nearness.owner)
    first = np.searchsorted(owner, np.arange(len(nearness.types)))
    ends = np.append(nearness.first[1:], nearness.spaces[0].clauses.shape[0])
    counts = (ends - nearness.first)[used]
    begins = np.cumsum(counts) - counts
    clauses = np.repeat(nearness.first[used] - begins, counts) + np.arange(counts.sum())

    def product(left: Any, right: Any, places: Array) -> Array:
        found: Array = (left @ right[places].T).toarray()
        return found

    def best(near: Array) -> Array:
        return np.maximum.reduceat(near, first, axis=0)[rows, at]

    spaces = nearness.spaces
    whole = [product(space.tasks, space.passages, used)[rows, at] for space in spaces]
    heading = np.mean([product(space.tasks, space.headings, used)[rows, at] for space in spaces[:2]], axis=0)
    action = np.mean([product(space.actions, space.passages, used) for space in spaces], axis=0)
    clause = np.mean([product(space.actions, space.clauses, clauses) for space in spaces], axis=0)
    clause = np.maximum.reduceat(clause, begins, axis=1)
    typed = nearness.acting @ nearness.typed[used].T
    columns = used[at]
    alike = (heading, best(action), best(clause), nearness.types[rows, columns], best(typed))
    return np.stack([*whole, *alike, nearness.both[rows, columns]], axis=1)
