"""Fitting weights: signs that are held, thresholds, tallies, and files that the program reads back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.lexicon import load
from nlp.match.features import FEATURES, SECOND
from nlp.match.score import KEYS, PairWeights
from nlp.train import pairs
from nlp.train.pairs import Tally, write_weights


def test_a_weight_never_takes_the_sign_it_may_not_have() -> None:
    rng = np.random.default_rng(3)
    table = rng.normal(size=(400, 3))
    truth = table[:, 0] - table[:, 1] - table[:, 2] > 0
    up, down, free, _ = pairs._fit(table, truth, ("words", "outsiders", "length"), 1.0)
    assert up > 0 > down
    assert free < 0
    assert pairs._fit(-table, truth, ("words", "outsiders", "length"), 1.0)[:2].tolist() == [0.0, 0.0]


def test_a_column_that_never_varies_weighs_nothing() -> None:
    table = np.array([[0.0, 1.0], [1.0, 1.0], [0.1, 1.0], [0.9, 1.0]])
    fitted = pairs._fit(table, np.array([False, True, False, True]), ("words", "chars"), 1.0)
    assert fitted[1] == 0


def test_the_threshold_parts_the_classes() -> None:
    chances = np.array([0.1, 0.3, 0.6, 0.9])
    assert 0.3 < pairs._threshold(chances, chances > 0.5, range(20, 90)) <= 0.6


def test_a_tally_adds_up() -> None:
    both = Tally(("none", "covered"), ("none", "none"), 1, 2) + Tally(("covered",), ("covered",), 2, 2)
    assert (both.f1("none"), both.f1("covered"), both.right, both.quotes) == (2 / 3, 2 / 3, 3, 4)


def test_written_weights_are_read_back(tmp_path: Path) -> None:
    weights = PairWeights(np.arange(len(FEATURES) + 1.0), np.arange(len(FEATURES) + len(SECOND) + 1.0))
    write_weights(tmp_path, weights, {"found": {"top": 1.5}, "complete": {"quotes": 0.25}}, "made for a test")
    rows = {row["name"]: row for row in load("pair_weights.toml", keys=KEYS, overlay=tmp_path)}
    assert rows[FEATURES[2]]["first"] == 2
    assert rows["constant"]["second"] == len(FEATURES) + len(SECOND)
    verdict = load("verdict_weights.toml", keys=("name", "found", "complete", "meaning"), overlay=tmp_path)
    assert next(row for row in verdict if row["name"] == "quotes")["complete"] == 0.25


@pytest.mark.parametrize("name", sorted(pairs.FREE | pairs.DOWN))
def test_every_named_feature_exists(name: str) -> None:
    assert name in {*FEATURES, *SECOND, *pairs.FOUND, *pairs.COMPLETE}
