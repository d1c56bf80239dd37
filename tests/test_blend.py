"""The formula and the trees as arrays give what scikit-learn's own models give."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from nlp.blend import Blend, contributions, fit_blend, log_odds
from nlp.errors import ModelError

NAMES = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def taught() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    table = rng.normal(size=(400, 4))
    return table, table[:, 0] + table[:, 1] * table[:, 2] + 0.3 * rng.normal(size=400) > 0.2


@pytest.fixture(scope="module")
def model(taught: tuple[np.ndarray, np.ndarray]) -> Blend:
    return fit_blend(*taught, NAMES, seeds=(0, 1), rounds=20)


def formula(table: np.ndarray, truth: np.ndarray) -> np.ndarray:
    unit = StandardScaler().fit_transform(table)
    return LogisticRegression(C=0.1, max_iter=500).fit(unit, truth).decision_function(unit)


def test_without_seeds_it_is_the_logistic_formula(taught: tuple[np.ndarray, np.ndarray]) -> None:
    model = fit_blend(*taught, NAMES, seeds=())
    assert log_odds(model, taught[0]) == pytest.approx(formula(*taught), abs=1e-9)


@pytest.mark.parametrize(("leaves", "rate"), [(6, 0.1), (10, 0.07)], ids=["few leaves", "many leaves"])
def test_trees_are_those_of_scikit_learn(leaves: int, rate: float, taught: tuple[np.ndarray, np.ndarray]) -> None:
    table, truth = taught
    grown = [
        HistGradientBoostingClassifier(
            max_iter=20,
            learning_rate=rate,
            max_leaf_nodes=leaves,
            min_samples_leaf=30,
            l2_regularization=5.0,
            max_features=0.5,
            early_stopping=False,
            random_state=seed,
        ).fit(table, truth)
        for seed in (0, 1)
    ]
    wanted = (formula(table, truth) + np.mean([one.decision_function(table) for one in grown], axis=0)) / 2
    model = fit_blend(table, truth, NAMES, seeds=(0, 1), rounds=20, leaves=leaves)
    assert log_odds(model, table) == pytest.approx(wanted, abs=1e-9)


def test_contributions_add_up_to_the_difference(model: Blend, taught: tuple[np.ndarray, np.ndarray]) -> None:
    table = taught[0]
    usual = table.mean(axis=0)
    told = log_odds(model, table) - contributions(model, table, usual).sum(axis=1)
    start = (usual @ model.weights[:-1] + model.weights[-1] + model.value[model.roots].sum() + model.base) / 2
    assert told == pytest.approx(np.full(len(table), start), abs=1e-9)


def test_a_feature_that_never_varies_counts_nothing(taught: tuple[np.ndarray, np.ndarray]) -> None:
    table = np.hstack([taught[0][:, :3], np.full((len(taught[0]), 1), 7.0)])
    model = fit_blend(table, taught[1], NAMES, seeds=(0,), rounds=5)
    assert model.weights[3] == 0
    assert not contributions(model, table, np.zeros(4))[:, 3].any()


@pytest.mark.parametrize(("truth", "sign"), [(True, 1), (False, -1)], ids=["all true", "none true"])
def test_one_truth_for_all_is_a_constant(truth: bool, sign: int) -> None:
    model = fit_blend(np.eye(4), np.full(4, truth), NAMES, seeds=(0,))
    assert set(log_odds(model, np.eye(4)).tolist()) == {4.0 * sign}


def test_equal_rows_give_equal_models(model: Blend, taught: tuple[np.ndarray, np.ndarray]) -> None:
    again = fit_blend(*taught, NAMES, seeds=(0, 1), rounds=20)
    assert all(np.array_equal(part, again.parts()[name]) for name, part in model.parts().items())


def test_parts_give_the_model_again(model: Blend, taught: tuple[np.ndarray, np.ndarray]) -> None:
    again = Blend.from_parts(model.parts(), NAMES, where="evidence")
    assert np.array_equal(log_odds(again, taught[0]), log_odds(model, taught[0]))


BROKEN: dict[str, dict[str, Any]] = {
    "other names": {"names": ["a", "b", "c", "e"]},
    "too few weights": {"weights": np.zeros(4)},
    "weights are no array": {"weights": 3},
    "fewer cuts than nodes": {"cut": np.zeros(1)},
    "a step out of the trees": {"left": None},
    "no such feature": {"feature": None},
    "a root out of the trees": {"roots": np.array([10**6])},
    "endless depth": {"depth": 10**9},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_broken_parts_are_refused(change: dict[str, Any], model: Blend) -> None:
    parts = model.parts() | {name: getattr(model, name) + 10**4 if to is None else to for name, to in change.items()}
    with pytest.raises(ModelError, match="evidence"):
        Blend.from_parts(parts, NAMES, where="evidence")


@pytest.mark.parametrize("missing", ["names", "weights", "roots", "base"])
def test_missing_parts_are_refused(missing: str, model: Blend) -> None:
    parts = {name: part for name, part in model.parts().items() if name != missing}
    with pytest.raises(ModelError):
        Blend.from_parts(parts, NAMES, where="evidence")


def test_a_model_without_trees_is_read(model: Blend) -> None:
    none = {name: np.zeros(0, dtype=np.int32) for name in ("feature", "left", "right", "roots")}
    bare = replace(model, **none, cut=np.zeros(0), value=np.zeros(0), depth=0)
    assert Blend.from_parts(bare.parts(), NAMES, where="evidence").depth == 0
