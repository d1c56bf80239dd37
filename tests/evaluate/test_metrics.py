"""Figures of answers, held against scikit-learn and against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.evaluate.metrics import BINS, UNDECIDED, measure, reliability


def test_figures_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import accuracy_score, f1_score

    rng = np.random.default_rng(1)
    labels = ("a", "b", "c")
    gold, given = (rng.choice(labels, 300, p=[0.6, 0.3, 0.1]).tolist() for _ in range(2))
    scores = measure(gold, given, labels=labels)
    assert scores.macro_f1 == round(f1_score(gold, given, average="macro"), 4)
    assert scores.accuracy == round(accuracy_score(gold, given), 4)
    assert [one.n for one in scores.classes.values()] == [gold.count(label) for label in labels]
    assert (scores.ece, scores.reliability) == (None, ())


def test_an_undecided_answer_is_wrong_and_has_no_probability() -> None:
    scores = measure(["a", "a", "b"], ["a", None, "b"], [1.0, 0.2, 1.0], labels=("a", "b"))
    assert scores.accuracy == round(2 / 3, 4)
    assert scores.classes["a"].recall == 0.5
    assert scores.confusion["a"] == {"a": 1, "b": 0, UNDECIDED: 1}
    assert scores.ece == 0.0


def test_a_class_that_is_told_and_never_right_counts_as_nought() -> None:
    assert measure(["a", "a"], ["a", "b"], labels=("a", "b")).macro_f1 == pytest.approx(1 / 3, abs=1e-4)


def test_a_class_that_never_occurs_does_not_count() -> None:
    assert measure(["a", "b"], ["a", "b"], labels=("a", "b", "c")).macro_f1 == 1.0


def test_no_answers_have_no_figures() -> None:
    assert measure([], [], labels=("a",)).n == 0


@pytest.mark.parametrize(
    ("probability", "at"), [(0.0, 0), (0.1, 0), (0.11, 1), (0.9, 8), (0.901, 9), (1.0, 9)], ids=str
)
def test_bins_hold_their_upper_edge(probability: float, at: int) -> None:
    bins = reliability(["a"], ["a"], [probability])
    assert [one.n for one in bins] == [int(place == at) for place in range(BINS)]


def test_the_calibration_error_weighs_bins_by_their_answers() -> None:
    gold, given = ["a"] * 10, ["a"] * 6 + ["b"] * 4
    scores = measure(gold, given, [0.95] * 6 + [0.35] * 4, labels=("a", "b"))
    assert scores.ece == pytest.approx((6 * 0.05 + 4 * 0.35) / 10)


def test_answers_that_are_right_as_often_as_they_say_are_calibrated() -> None:
    rng = np.random.default_rng(2)
    sure = rng.uniform(0.5, 1, 40_000)
    given = np.where(rng.random(40_000) < sure, "a", "b").tolist()
    assert measure(["a"] * 40_000, given, sure.tolist(), labels=("a", "b")).ece < 0.01
