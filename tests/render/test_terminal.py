from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from nlp.render import terminal
from nlp.types import Coverage, Document, Plan, PlanDiff, Tagged, TaskList

PRINTERS = {
    "task_list": terminal.print_tasks,
    "coverage": terminal.print_coverage,
    "document": terminal.print_document,
    "tagged": terminal.print_tagged,
    "lint": terminal.print_review,
    "diff": terminal.print_review,
    "calendar": terminal.print_review,
}


def printed(name: str, record: object, *, width: int = 80, colours: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=colours)
    PRINTERS[name](record, console)  # type: ignore[operator]
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", PRINTERS)
def test_piped_output_has_no_colours_and_fits(name: str, request: pytest.FixtureRequest) -> None:
    text = printed(name, request.getfixturevalue(name))
    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_tasks_have_their_columns(task_list: TaskList) -> None:
    text = printed("task_list", task_list, width=120)
    heading = next(line for line in text.splitlines() if line.startswith("编号"))
    assert heading.split() == ["编号", "任务", "责任单位", "时限", "工作线"]
    assert "办公室、人事科" in text


def test_gaps_come_before_partial_items(coverage: Coverage) -> None:
    text = printed("coverage", coverage)
    assert text.index("无佐证（1 项）") < text.index("部分佐证（1 项）") < text.index("已佐证（2 项）")
    assert "nothing done" in " ".join(text.split())
    assert "需人工核定" in squeezed(text)


def test_bars_read_without_colours(coverage: Coverage) -> None:
    line = next(line for line in printed("coverage", coverage).splitlines() if line.startswith("总结"))
    assert line.split() == ["总结", "▓▓▓▓▓···············", "0", "1", "3"]


def test_a_full_coverage_says_that_there_are_no_gaps(coverage: Coverage) -> None:
    full = replace(coverage, items=coverage.items[:2])
    assert "没有缺口" in printed("coverage", full)


@pytest.mark.parametrize("text", ["[red]甲[/red]", "[/]", ":smile:"])
def test_markup_in_a_document_is_text(text: str, task_list: TaskList) -> None:
    plan = Plan(task_list.plan.document, (), (replace(task_list.plan.tasks[0], text=text),))
    assert text in printed("task_list", TaskList(plan, ()))


def test_a_document_cannot_steer_the_terminal(task_list: TaskList) -> None:
    plan = Plan(task_list.plan.document, (), (replace(task_list.plan.tasks[0], text="甲\x1b[2J\x07乙\u202e丙"),))
    text = printed("task_list", TaskList(plan, ()))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_a_document_and_its_passages(document: Document, tagged: Tagged) -> None:
    assert "一、责任落实" in printed("document", document)
    assert "已完成" in printed("tagged", tagged)


def test_a_mixed_passage_stands_as_its_clauses(tagged: Tagged) -> None:
    text = printed("tagged", tagged)
    assert "〔已完成〕召开会议" in text
    assert "〔未做或不足〕2次。" in text


def test_a_passage_of_two_workstreams_names_both(tagged: Tagged) -> None:
    assert "责任、监督" in printed("tagged", tagged)


def test_many_kinds_of_change_leave_the_texts_their_width(diff: PlanDiff) -> None:
    kinds = ("reworded", "deadline_moved", "owner_changed", "target_changed")
    change = replace(diff.changes[1], kinds=kinds, details=())
    lines = printed("diff", replace(diff, changes=(change,))).splitlines()
    heading = next(line for line in lines if line.startswith("变化"))
    assert cell_len(heading[: heading.index("编号")]) <= 12
    assert {line.split()[0] for line in lines[-4:]} >= {"改写", "时限调整", "责任调整", "指标调整"}
