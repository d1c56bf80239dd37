"""Judge rows of features by a logistic formula and boosted trees together: plain arrays in, log-odds out.

The two are averaged: the formula is steady where a row is unlike all that the trees have seen, the trees see what only
holds together. They are fitted by scikit-learn (`fit_blend`) and asked with numpy alone, so that a command starts
without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from nlp.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LEAST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """A logistic formula and trees over the features `names`; log-odds are the mean of theirs.

    `weights` (features + 1) are those of the raw features, the constant last. Node n of a tree compares the feature
    `feature[n]` with `cut[n]` and goes to `left[n]` where it is not above it, else to `right[n]`; a leaf leads to
    itself. `value` is what a leaf adds, and the mean of what lies below any other node. `roots` are the trees' first
    nodes, `depth` the most steps to a leaf; `base` is what the trees add to all.
    """

    names: tuple[str, ...]
    weights: Array
    feature: Array
    cut: Array
    left: Array
    right: Array
    value: Array
    roots: Array
    depth: int
    base: float

    def parts(self) -> dict[str, Any]:
        """The model as arrays, numbers and lists of text, for `nlp.store.write_model`."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return told | {"names": list(self.names)}

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any], names: Sequence[str], *, where: str) -> Blend:
        """The model of these parts. Raises ModelError where they are not those of a model over `names`."""
        import numpy as np

        try:
            found = cls(**{field.name: parts[field.name] for field in fields(cls)})
            nodes = len(found.feature)
            steps = np.concatenate([found.left, found.right, found.roots])
            right = (
                tuple(found.names) == tuple(names)
                and found.weights.shape == (len(names) + 1,)
                and all(len(part) == nodes for part in (found.cut, found.left, found.right, found.value))
                and (not len(steps) or (steps.min() >= 0 and steps.max() < nodes))
                and (not nodes or (found.feature.min() >= 0 and found.feature.max() < len(names)))
                and 0 <= found.depth <= nodes + 1
            )
        except (KeyError, TypeError, AttributeError, ValueError, IndexError):
            right = False
        if not right:
            raise ModelError(f"{where}: 模型的内容与本版本不符；请用 duban train 重新训练")
        return found


def log_odds(model: Blend, table: Array) -> Array:
    """The log-odds of each row of a table (rows, features).

    >>> import numpy as np
    >>> stump = dict(feature=[0, 0, 0], cut=[0.5, 9.0, 9.0], left=[1, 1, 2], right=[2, 1, 2], value=[0.0, -2.0, 2.0])
    >>> arrays = {name: np.array(part) for name, part in stump.items()}
    >>> model = Blend(("x",), np.array([1.0, 0.0]), **arrays, roots=np.array([0]), depth=1, base=0.0)
    >>> log_odds(model, np.array([[0.0], [1.0]])).tolist()
    [-1.0, 1.5]
    """
    linear: Array = table @ model.weights[:-1] + model.weights[-1]
    if not len(model.roots):
        return linear
    grown: Array = model.value[_leaves(model, table)].sum(axis=1) + model.base
    both: Array = (linear + grown) / 2
    return both


def contributions(model: Blend, table: Array, usual: Array) -> Array:
    """What each feature adds to the log-odds of each row, compared with a row of `usual` values: (rows, features).

    Of the formula it is the weight times the difference; of a tree each step's change of the mean below it goes to the
    feature that was asked (Saabas 2014).
    """
    import numpy as np

    found = (table - usual) * model.weights[:-1]
    if not len(model.roots):
        return found
    rows = np.arange(len(table))[:, None]
    node = np.broadcast_to(model.roots, (len(table), len(model.roots)))
    for _ in range(model.depth):
        then = _step(model, table, rows, node)
        np.add.at(found, (rows, model.feature[node]), model.value[then] - model.value[node])
        node = then
    return found / 2


def fit_blend(
    table: Array, truth: Array, names: Sequence[str], *, seeds: Sequence[int], rounds: int = 120, leaves: int = 6
) -> Blend:
    """The model that rows with a truth (True or False) teach; no seeds, no trees.

    One truth for all rows gives a constant.
    """
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    table = np.asarray(table, dtype=np.float64)
    truth = np.asarray(truth, dtype=bool)
    if len(set(truth.tolist())) < 2:
        constant = 4.0 if len(truth) and truth[0] else -4.0
        return _of_trees(names, np.append(np.zeros(table.shape[1]), constant), [])
    middle, spread = table.mean(axis=0), table.std(axis=0)
    unit = np.where(spread > LEAST, spread, np.inf)
    fitted = LogisticRegression(C=0.1, max_iter=500).fit((table - middle) / unit, truth)
    raw = fitted.coef_[0] / unit
    weights = np.append(raw, fitted.intercept_[0] - raw @ middle)
    grown = [
        HistGradientBoostingClassifier(
            max_iter=rounds,
            learning_rate=0.1 if leaves <= 6 else 0.07,
            max_leaf_nodes=leaves,
            min_samples_leaf=30,
            l2_regularization=5.0,
            max_features=0.5,
            early_stopping=False,
            random_state=seed,
        ).fit(table, truth)
        for seed in seeds
    ]
    return _of_trees(names, weights, grown)


def _leaves(model: Blend, table: Array) -> Array:
    import numpy as np

    rows = np.arange(len(table))[:, None]
    node = np.broadcast_to(model.roots, (len(table), len(model.roots)))
    for _ in range(model.depth):
        node = _step(model, table, rows, node)
    return node


def _step(model: Blend, table: Array, rows: Array, node: Array) -> Array:
    import numpy as np

    found: Array = np.where(table[rows, model.feature[node]] <= model.cut[node], model.left[node], model.right[node])
    return found


def _of_trees(names: Sequence[str], weights: Array, grown: Sequence[Any]) -> Blend:
    """The arrays of scikit-learn's trees, the mean over the models that were grown."""
    import numpy as np

    columns: dict[str, list[Any]] = {name: [] for name in ("feature", "cut", "left", "right", "value", "roots")}
    size, depth = 0, 0
    for model in grown:
        for (tree,) in model._predictors:
            nodes = tree.nodes
            here = np.arange(len(nodes)) + size
            leaf = nodes["is_leaf"].astype(bool)
            columns["feature"].append(np.where(leaf, 0, nodes["feature_idx"]))
            columns["cut"].append(np.where(leaf, 0.0, nodes["num_threshold"]))
            columns["left"].append(np.where(leaf, here, nodes["left"].astype(int) + size))
            columns["right"].append(np.where(leaf, here, nodes["right"].astype(int) + size))
            columns["value"].append(_means(nodes, leaf) / len(grown))
            columns["roots"].append(np.array([size]))
            depth = max(depth, int(nodes["depth"].max()))
            size += len(nodes)
    kinds = {"feature": np.int16, "cut": np.float64, "left": np.int32, "right": np.int32, "value": np.float64}
    joined = {
        name: np.concatenate(parts).astype(kinds.get(name, np.int32))
        if parts
        else np.zeros(0, kinds.get(name, np.int32))
        for name, parts in columns.items()
    }
    base = float(np.mean([float(model._baseline_prediction.ravel()[0]) for model in grown])) if grown else 0.0
    return Blend(tuple(names), np.asarray(weights, dtype=np.float64), **joined, depth=depth, base=base)


def _means(nodes: Any, leaf: Array) -> Array:
    """The value of each leaf, and of each other node the mean of its leaves by their counts; children stand behind."""
    import numpy as np

    value = np.where(leaf, nodes["value"], 0.0)
    for at in reversed(np.flatnonzero(~leaf).tolist()):
        left, right = int(nodes["left"][at]), int(nodes["right"][at])
        a, b = float(nodes["count"][left]), float(nodes["count"][right])
        value[at] = (a * value[left] + b * value[right]) / (a + b)
    return value
