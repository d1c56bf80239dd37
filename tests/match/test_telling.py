"""What a passage tells by itself and beside a task."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nlp.match.telling import ALONE, TOGETHER, describe_passages, describe_together, tell
from nlp.types import Plan, Statement, Target

DONE = Statement(0, "done", 0.9)


def grams(text: str) -> set[str]:
    return {text[i : i + 4] for i in range(len(text) - 3)}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("召开会议。", 0),
        ("3月召开会议。", 1),
        ("印发《车辆管理办法》。", 1),
        ("签订率达100%。", 1),
        ("走访群众22户。", 1),
        ("不少于22户。", 0),
        ("3月走访22户，印发《走访办法》。", 3),
    ],
    ids=lambda value: str(value),
)
def test_facts_are_counted(text: str, facts: int) -> None:
    assert tell(text, set())[1] == facts


def test_a_fact_that_the_plan_holds_is_none() -> None:
    assert tell("印发《车辆管理办法》。", grams("印发《车辆管理办法》"))[1] == 0


def test_words_of_the_plan_said_again_are_an_echo() -> None:
    assert tell("管好公务用车", grams("管好公务用车"))[0] == 1
    assert tell("管好公务用车", grams("开展廉政谈话"))[0] == 0


@pytest.mark.parametrize(("text", "finished"), [("水厂竣工。", 1), ("水厂动工。", 0)], ids=lambda value: str(value))
def test_a_completed_form_is_finished(text: str, finished: float) -> None:
    assert tell(text, set())[2] == finished


@pytest.mark.parametrize("text", ["", "好", "一二三"], ids=["empty", "one", "three"])
def test_a_text_shorter_than_a_run_is_no_echo(text: str) -> None:
    assert tell(text, {"一二三四"})[0] == 0


def alone(plan: Plan, text: str, statement: Statement = DONE) -> dict[str, float]:
    return dict(zip(ALONE, describe_passages(plan, [text], [statement])[0].tolist(), strict=True))


def test_an_echo_with_a_fact_is_not_bare(make_plan: Callable[..., Plan]) -> None:
    plan = make_plan("管好公务用车。")
    bare, told = alone(plan, "管好公务用车。"), alone(plan, "管好公务用车，封存8辆。")
    assert bare["bare_echo"] > 0 == bare["told_echo"]
    assert told["told_echo"] > 0 == told["bare_echo"]


def test_the_kind_of_statement_is_one_column(make_plan: Callable[..., Plan]) -> None:
    row = alone(make_plan("管好用车。"), "将封存车辆。", Statement(0, "planned", 0.7, act=0.1))
    assert (row["planned"], row["done"], row["sureness"], row["act"]) == (1, 0, 0.7, 0.1)


def test_no_passages_no_rows(make_plan: Callable[..., Plan]) -> None:
    assert describe_passages(make_plan("管好用车。"), [], []).shape == (0, len(ALONE))


def together(plan: Plan, text: str) -> dict[str, float]:
    return dict(zip(TOGETHER, describe_together(plan, [text], (np.array([0]), np.array([0])))[0], strict=True))


@pytest.mark.parametrize(
    ("asked", "said", "strange"),
    [("管好公务用车。", "走访企业12家。", True), ("走访企业。", "走访企业12家。", False)],
    ids=["none asked for", "asked for"],
)
def test_outsiders_that_the_task_does_not_ask_for(
    asked: str, said: str, strange: bool, make_plan: Callable[..., Plan]
) -> None:
    assert (together(make_plan(asked), said)["outsiders"] > 0) == strange


@pytest.mark.parametrize(
    ("said", "share"), [("学习了《甲办法》。", 0.5), ("学习了《甲办法》《乙办法》。", 1), ("学习了文件。", 0)], ids=str
)
def test_quoted_names_are_looked_for(said: str, share: float, make_plan: Callable[..., Plan]) -> None:
    assert together(make_plan("学习《甲办法》《乙办法》。"), said)["names"] == share


@pytest.mark.parametrize(("said", "held"), [("走访22户。", 1), ("走访二户。", 1), ("走访多人。", 0)], ids=str)
def test_the_unit_of_a_target_is_looked_for(said: str, held: float, make_plan: Callable[..., Plan]) -> None:
    plan = make_plan("走访群众不少于20户。")
    asked = replace(plan.tasks[0], targets=(Target("20户", ">=", 20, "户"),))
    assert together(Plan(plan.document, (), (asked,)), said)["unit"] == held
