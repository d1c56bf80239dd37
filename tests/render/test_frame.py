from __future__ import annotations

from datetime import date

import pytest

from nlp.errors import ConfigError
from nlp.render import to_frame
from nlp.types import Coverage, Document, Place, Plan, Tagged, TaskList


def test_a_task_list_has_one_row_a_task(task_list: TaskList) -> None:
    frame = to_frame(task_list).set_index("id")
    first = frame.loc["1.1.1"]
    assert list(frame.index) == ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]
    assert first["lead"] == ("办公室", "人事科")
    assert first["due"] == date(2022, 6, 30)
    assert first["label"] == "责任"
    assert frame.loc["2.1.1", "workstream_title"] == "教育"


def test_a_coverage_has_a_column_for_each_report(coverage: Coverage) -> None:
    frame = to_frame(coverage).set_index("task")
    assert list(frame["status"]) == ["covered", "covered", "partial", "none"]
    assert list(frame["r2"]) == ["none", "none", "partial", "none"]
    assert frame.loc["1.1.1", "evidence"] == ("3月召开部署会1次",)


def test_a_document_has_one_row_a_block(document: Document) -> None:
    frame = to_frame(document)
    assert list(frame["kind"]) == ["title", "heading", "paragraph", "table"]
    assert [document.text[row.start : row.end] for row in frame.itertuples()] == list(frame["text"])


def test_passages_carry_their_statement(tagged: Tagged) -> None:
    assert to_frame(tagged)["statement"].tolist()[0] == "done"


def test_an_empty_plan_keeps_its_columns(task_list: TaskList) -> None:
    empty = to_frame(TaskList(Plan(task_list.plan.document, (), ()), ()))
    assert list(empty.columns) == list(to_frame(task_list).columns)
    assert empty.empty


def test_anything_else_is_refused() -> None:
    with pytest.raises(ConfigError, match="Place: 不能列成表"):
        to_frame(Place(0, 0, 1))  # type: ignore[arg-type]
