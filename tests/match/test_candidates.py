"""The pairs worth a closer look, and the features that they get."""

from collections.abc import Callable

import numpy as np
import pytest

from nlp.match.candidates import NEAREST, OTHERS, chance_of_act, choose, may_act, measure, stand_out
from nlp.match.features import FEATURES, describe
from nlp.types import Passage, Place, Plan, Report, Statement

ASKED = ("改造老旧水厂，更换管网。", "开展廉政谈话。", "修剪行道树木。")
SAID = ("更换管网8公里。", "与新任干部廉政谈话9人。", "5月修剪树木70株。", "购桌椅12套。")


@pytest.fixture
def plan(make_plan: Callable[..., Plan]) -> Plan:
    return make_plan(*ASKED)


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    return make_report(*SAID)


@pytest.mark.parametrize("task", range(3), ids=ASKED)
def test_each_task_is_nearest_to_what_is_told_of_it(task: int, plan: Plan, report: Report) -> None:
    assert measure(plan, report).wording[task].argmax() == task


def test_actions_belong_to_their_tasks(plan: Plan, report: Report) -> None:
    near = measure(plan, report)
    assert near.owner == (0, 0, 1, 2)
    assert len(near.acting) == near.spaces[0].actions.shape[0] == 4


@pytest.mark.parametrize(
    ("statement", "chance"),
    [
        (Statement(0, "done", 0.9), 1),
        (Statement(0, "planned", 0.9), 0),
        (Statement(0, "planned", 0.9, act=0.3), 0.3),
    ],
    ids=["only the kind is known", "no act", "weighed"],
)
def test_chance_of_telling_an_act(statement: Statement, chance: float) -> None:
    assert chance_of_act(statement) == chance


def test_headings_tell_no_act() -> None:
    heading = Passage(0, "签订责任书", Place(0, 0, 5), (), "heading")
    report = Report("r", "r", "", None, None, None, None, (heading,))
    assert may_act(report, (Statement(0, "done", 0.9),)).tolist() == [0]


def test_candidates_are_few(plan: Plan, make_report: Callable[..., Report]) -> None:
    report = make_report(*(f"封存车辆{at}辆。" for at in range(60)))
    able = np.arange(60) % 2 == 0
    rows, columns = choose(measure(plan, report), able)
    assert np.bincount(rows[able[columns]]).tolist() == [NEAREST] * 3
    assert np.bincount(rows[~able[columns]]).tolist() == [OTHERS] * 3


def test_a_small_report_is_looked_at_whole(plan: Plan, report: Report) -> None:
    assert len(choose(measure(plan, report), np.ones(4, dtype=bool))[0]) == 3 * 4


def test_values_that_are_alike_do_not_stand_out() -> None:
    assert np.abs(stand_out(np.full((3, 2), 0.4))).max() < 1e-9


@pytest.mark.parametrize("said", [SAID, ("1",), ("，。",)], ids=["sentences", "a figure", "no words"])
def test_a_table_has_a_finite_column_for_each_feature(
    said: tuple[str, ...], plan: Plan, make_report: Callable[..., Report]
) -> None:
    report = make_report(*said)
    near, able = measure(plan, report), np.arange(len(said)) != 1
    pairs = choose(near, able)
    table = describe(plan, report, [Statement(at, "done", 0.9) for at in range(len(said))], near, pairs, able)
    assert table.shape == (len(pairs[0]), len(FEATURES))
    assert np.isfinite(table).all()


def test_no_pairs_no_rows(plan: Plan, report: Report) -> None:
    none = (np.zeros(0, dtype=int), np.zeros(0, dtype=int))
    table = describe(plan, report, (), measure(plan, report), none, np.zeros(4, dtype=bool))
    assert table.shape == (0, len(FEATURES))
