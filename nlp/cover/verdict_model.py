"""The model of verdicts: what a report says near a task to the chances of covered, partial and none.

Two questions, each a Blend: is there any evidence (`found`), and is it all of it (`complete`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.blend import Blend, fit_blend, log_odds
from nlp.cover.verdict_features import COMPLETE, FOUND
from nlp.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

NAME = "evidence"
WHOLE = (*FOUND, *COMPLETE)
LEVELS = (0.8, 0.85, 0.9, 0.95, 0.98)
"""How often decided verdicts are to be right; for each the least chance that makes a verdict decided is fitted."""
STATUSES = 3


@dataclass(frozen=True, slots=True, eq=False)
class VerdictModel:
    """The two questions, the chances from which they are answered yes, and the least chances for each of LEVELS."""

    found: Blend
    complete: Blend
    found_from: float
    complete_from: float
    decided_from: Array

    def parts(self) -> dict[str, Any]:
        """The model as plain data, for `nlp.store.write_model`."""
        return {
            "found": self.found.parts(),
            "complete": self.complete.parts(),
            "found_from": self.found_from,
            "complete_from": self.complete_from,
            "decided_from": self.decided_from,
        }

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> VerdictModel:
        """The model of these parts. Raises ModelError where they are not those of such a model."""
        found = Blend.from_parts(parts.get("found", {}), FOUND, where=NAME)
        complete = Blend.from_parts(parts.get("complete", {}), WHOLE, where=NAME)
        try:
            rest = (float(parts["found_from"]), float(parts["complete_from"]), parts["decided_from"])
            if rest[2].shape != (len(LEVELS),):
                raise ValueError
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ModelError(f"{NAME}: 模型的内容与本版本不符；请用 duban train 重新训练") from None
        return cls(found, complete, *rest)

    def decided_at(self, level: float) -> float:
        """The least chance of a verdict that is decided where `level` of the decided ones are to be right."""
        import numpy as np

        return float(np.interp(level, LEVELS, self.decided_from))


def chance_found(model: VerdictModel, table: Array) -> Array:
    """The chance of each task (rows of FOUND) that anything proves it."""
    return sigmoid(log_odds(model.found, table))


def chance_complete(model: VerdictModel, table: Array) -> Array:
    """The chance of each task (rows of FOUND and COMPLETE) that its evidence is all of it."""
    return sigmoid(log_odds(model.complete, table))


def fit_verdict_model(
    found: Array,
    complete: Array,
    gold: Array,
    groups: Sequence[object],
    *,
    seeds: Sequence[int] = (0, 1),
    spared: frozenset[str] = frozenset(),
) -> VerdictModel:
    """The model that tasks with a known status teach.

    `found` (tasks, FOUND) and `complete` (tasks, COMPLETE; rows of NaN where nothing may be evidence) describe them,
    `gold` is 0 for none, 1 for partial, 2 for covered; `groups` are their plans: the chances from which a question is
    answered yes, and those that decide, are chosen on plans that the formulas have not seen. It does without the
    features named in `spared`.
    """
    import numpy as np

    able: Array = np.asarray(~np.isnan(complete).any(axis=1))
    proved: Array = np.asarray(np.asarray(gold) > 0)
    whole = np.where([name in spared for name in WHOLE], 0, np.hstack([found, complete]))
    found = whole[:, : len(FOUND)]

    def fit(at: Array) -> tuple[Blend, Blend]:
        asked = at[proved[at] & able[at]]
        yes = fit_blend(found[at], proved[at], FOUND, seeds=seeds, rounds=60)
        return yes, fit_blend(whole[asked], gold[asked] == 2, WHOLE, seeds=seeds, rounds=60)

    held = np.zeros((len(gold), 2))
    for out in _folds(groups):
        a, b = fit(np.flatnonzero(~out))
        held[out, 0] = sigmoid(log_odds(a, found[out]))
        complete_chance = sigmoid(log_odds(b, np.nan_to_num(whole[out])))
        held[out, 1] = np.where(able[out], complete_chance, 0)
    grid = np.arange(30, 80) / 100
    found_from = _best(grid, lambda at: _mean_f1(proved, held[:, 0] >= at, (False, True)))
    complete_from = _best(grid, lambda at: _mean_f1(gold, verdicts(held, found_from, at), (0, 1, 2)))
    given = verdicts(held, found_from, complete_from)
    decided = _decided_from(chances(held)[np.arange(len(gold)), given], given == gold)
    return VerdictModel(*fit(np.arange(len(gold))), found_from, complete_from, decided)


def verdicts(held: Array, found_from: float, complete_from: float) -> Array:
    """0 for none, 1 for partial, 2 for covered, from the chances of `found` and `complete` (tasks, 2)."""
    import numpy as np

    return np.where(held[:, 0] < found_from, 0, np.where(held[:, 1] >= complete_from, 2, 1))


def chances(held: Array) -> Array:
    """The chances of none, partial and covered: (tasks, 3)."""
    import numpy as np

    found, complete = held.T
    return np.stack([1 - found, found * (1 - complete), found * complete], axis=1)


def load_verdict_model(name: str = NAME) -> VerdictModel:
    """The installed model of a name, that of the pairs that it judges; ModelError where it is missing or broken."""
    from nlp.store import find_model

    return _load(find_model(NAME).with_name(name))


@lru_cache(maxsize=2)
def _load(folder: Path) -> VerdictModel:
    from nlp.store import read_model

    return VerdictModel.from_parts(read_model(folder).parts.get("verdicts", {}))


def sigmoid(values: Array) -> Array:
    """Log-odds as chances."""
    import numpy as np

    found: Array = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return found


def _folds(groups: Sequence[object], count: int = 5) -> list[Array]:
    """Masks of the rows that are left out, whole groups at a time."""
    import numpy as np

    names = list(dict.fromkeys(groups))
    return [np.array([group in names[at::count] for group in groups]) for at in range(min(count, len(names)))]


def _best(grid: Array, worth: Any) -> float:
    """The value with the highest worth, the middle one of the best."""
    import numpy as np

    worths = np.array([worth(at) for at in grid])
    best = np.flatnonzero(worths >= worths.max() - 1e-9)
    return float(grid[best[len(best) // 2]])


def _mean_f1(gold: Array, given: Array, classes: Sequence[object]) -> float:
    parts = [(gold == one, given == one) for one in classes]
    return float(sum(2 * (a & b).sum() / max(1, a.sum() + b.sum()) for a, b in parts)) / len(parts)


def _decided_from(chance: Array, right: Array) -> Array:
    """For each of LEVELS the least chance from which on so many verdicts are right; 1 where none is."""
    import numpy as np

    order = np.argsort(-chance, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    found = []
    for level in LEVELS:
        enough = np.flatnonzero(share >= level)
        found.append(float(chance[order][enough[-1]]) if len(enough) else 1.0)
    return np.maximum.accumulate(np.array(found))
