"""How pairs stand among their rivals: small matrices, counted by hand."""

import numpy as np
import pytest

from nlp.match.standing import NO_PAIR, RIVALS, STRANGERS, WAYS, compete, stand

NEAR = np.array([[0.9, 0.5, 0.1], [0.2, 0.8, 0.1]])
ABLE = np.array([True, True, True])


def way(name: str, pair: tuple[int, int], able: np.ndarray = ABLE, **options: object) -> float:
    table = stand(NEAR, able, (np.array([pair[0]]), np.array([pair[1]])), **options)
    return float(table[0, WAYS.index(name)])


@pytest.mark.parametrize(
    ("name", "pair", "value"),
    [
        ("rank_for_task", (0, 0), 1),
        ("rank_for_task", (0, 1), 1 / 2),
        ("rank_for_task", (0, 2), 1 / 3),
        ("margin_for_task", (0, 0), 0.4),
        ("margin_for_task", (0, 2), -0.8),
        ("rank_for_passage", (1, 1), 1),
        ("rank_for_passage", (1, 0), 1 / 2),
        ("margin_for_passage", (1, 1), 0.3),
        ("margin_for_passage", (1, 0), -0.7),
    ],
    ids=lambda value: str(value),
)
def test_a_pair_stands(name: str, pair: tuple[int, int], value: float) -> None:
    assert way(name, pair) == pytest.approx(value)


@pytest.mark.parametrize("name", ["z_for_task", "z_for_passage"])
def test_the_nearest_stands_out_most(name: str) -> None:
    assert way(name, (0, 0)) > 0 > way(name, (1, 0))


def test_passages_that_tell_no_act_do_not_compete() -> None:
    assert way("rank_for_task", (0, 1), np.array([False, True, True])) == 1


def test_strangers_make_a_lone_passage_earn_its_rank() -> None:
    able = np.array([False, False, True])
    assert way("margin_for_task", (0, 2), able, strangers=STRANGERS) == pytest.approx(0.1 - STRANGERS[0])


def test_no_passage_that_tells_an_act_is_no_failure() -> None:
    table = stand(NEAR, ~ABLE, (np.array([0]), np.array([0])))
    assert table.shape == (1, len(WAYS))
    assert np.isfinite(table).all()


def test_a_lone_pair_has_no_rival() -> None:
    pairs = (np.array([0]), np.array([0]))
    assert np.isfinite(stand(np.array([[0.5]]), np.array([True]), pairs)).all()
    assert np.isfinite(compete(np.array([1.0]), pairs, (1, 1))).all()


def rivals(logits: list[float], rows: list[int], columns: list[int]) -> list[dict[str, float]]:
    table = compete(np.array(logits), (np.array(rows), np.array(columns)), (2, 3))
    return [dict(zip(RIVALS, row, strict=True)) for row in table.tolist()]


def test_a_winner_leads_by_the_distance_to_its_rival() -> None:
    first, second = rivals([2.0, -3.0], [0, 1], [0, 0])
    assert (first["first"], first["lead_over_tasks"]) == (2, 5)
    assert second["lead_over_tasks"] == -5


def test_what_is_no_candidate_is_a_far_rival() -> None:
    first, _ = rivals([2.0, 1.0], [0, 1], [0, 1])
    assert first["lead_over_passages"] == 2 - NO_PAIR


def test_two_alike_share_a_passage() -> None:
    first, second = rivals([1.0, 1.0], [0, 1], [2, 2])
    assert first["share_of_passage"] == pytest.approx(second["share_of_passage"]) == pytest.approx(0.5, abs=1e-4)


def test_a_task_with_two_chances_has_more_mass_than_with_one() -> None:
    two, _, one = rivals([1.0, 1.0, 1.0], [0, 0, 1], [0, 1, 2])
    assert two["mass_of_task"] > one["mass_of_task"]
