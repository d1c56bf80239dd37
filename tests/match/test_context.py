"""What stands around a pair: neighbours, section, tasks beside the task."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nlp.match.candidates import Nearness, measure
from nlp.match.context import AROUND, look_around
from nlp.types import Plan, Report

BOTH = np.array([[1.0, 2.0, 3.0, 4.0], [8.0, 7.0, 6.0, 5.0]])


@pytest.fixture
def plan(make_plan: Callable[..., Plan]) -> Plan:
    return make_plan("管好公务用车。", "开展廉政谈话。")


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    """Two sections of two passages."""
    return make_report(("用车", "封存车辆。"), ("用车", "登记派车。"), ("谈话", "谈话9人。"), ("谈话", "提醒3人。"))


def around(plan: Plan, report: Report, pair: tuple[int, int]) -> dict[str, float]:
    near: Nearness = replace(measure(plan, report), both=BOTH)
    row = look_around(plan, report, near, (np.array([pair[0]]), np.array([pair[1]])))[0]
    return dict(zip(AROUND, row.tolist(), strict=True))


def test_neighbours_are_those_of_the_section(plan: Plan, report: Report) -> None:
    assert (around(plan, report, (0, 1))["before"], around(plan, report, (0, 1))["after"]) == (1, 0)
    assert (around(plan, report, (0, 2))["before"], around(plan, report, (0, 2))["after"]) == (0, 4)


def test_the_nearest_of_the_section(plan: Plan, report: Report) -> None:
    assert [around(plan, report, (1, at))["section_best"] for at in (0, 3)] == [8, 6]


def test_neighbours_near_the_tasks_of_the_measure(make_plan: Callable[..., Plan], report: Report) -> None:
    apart = make_plan("管好公务用车。", "开展廉政谈话。")
    first, second = make_plan(("车辆", "管好公务用车。"), ("车辆", "开展廉政谈话。")).tasks
    together = Plan(apart.document, (), (first, replace(second, workstream=first.workstream)))
    assert around(apart, report, (0, 1))["measure_around"] == 1 + 3
    assert around(together, report, (0, 1))["measure_around"] == 8 + 6


def test_a_section_fits_the_workstream_that_it_is_about(plan: Plan, report: Report) -> None:
    assert around(plan, report, (1, 2))["section_fit"] > 0 > around(plan, report, (0, 2))["section_fit"]


def test_one_passage_has_nothing_around_it(make_plan: Callable[..., Plan], make_report: Callable[..., Report]) -> None:
    plan, report = make_plan("管好公务用车。"), make_report("封存车辆。")
    row = look_around(plan, report, measure(plan, report), (np.array([0]), np.array([0])))[0]
    found = dict(zip(AROUND, row.tolist(), strict=True))
    assert (found["before"], found["after"], found["measure_around"]) == (0, 0, 0)
