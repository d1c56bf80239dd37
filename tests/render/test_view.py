from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from nlp import types
from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.render.coverage_view import view_coverage
from nlp.render.view import one_line, say_deadline, say_period, view_tasks
from nlp.render.words import word
from nlp.types import Coverage, Deadline, Period, TaskList

KINDS = {
    "status": types.Status,
    "timeliness": types.Timeliness,
    "statement": types.StatementKind,
    "finding": types.FindingKind,
    "change": types.ChangeKind,
}
ROWS = load("interface.tsv", keys=("key", "zh", "en"))


@pytest.mark.parametrize("key", [f"{group}.{value}" for group, kind in KINDS.items() for value in get_args(kind)])
def test_every_value_has_its_words(key: str) -> None:
    assert word(key) != word(key, language="en")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["key"])
def test_both_languages_fill_in_the_same_values(row: dict[str, str]) -> None:
    fields = [set(re.findall(r"\{(\w+)\}", row[language])) for language in ("zh", "en")]
    assert fields[0] == fields[1]
    assert row["zh"]
    assert row["en"]


def test_no_word_is_left_unused() -> None:
    folder = Path(import_module("nlp.render").__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in (".py", ".html"))
    said = set(re.findall(r"[\w.]+", code))
    fixed = [row["key"] for row in ROWS if row["key"].split(".")[0] not in {*KINDS, "glyph", "block"}]
    assert [key for key in fixed if not {key, key.split(".")[1]} & said] == []


def test_a_missing_word_is_named() -> None:
    with pytest.raises(ConfigError, match=r"interface\.tsv: 没有 status\.lost"):
        word("status.lost")


def test_the_status_words() -> None:
    assert [word(f"status.{status}") for status in get_args(types.Status)] == ["已佐证", "部分佐证", "无佐证"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, ""),
        (None, date(2022, 6, 30), "2022-06-30"),
        (date(2022, 1, 1), date(2022, 6, 30), "2022-01-01至2022-06-30"),
        (date(2022, 5, 1), date(2022, 5, 1), "2022-05-01"),
        (date(2022, 1, 1), None, "2022-01-01起"),
    ],
    ids=str,
)
def test_say_period(start: date | None, end: date | None, said: str) -> None:
    assert say_period(Period(start, end)) == said


def test_a_deadline_without_days_is_its_phrase() -> None:
    assert say_deadline(Deadline("每\n半年", "recurring")) == "每 半年"


@pytest.mark.parametrize(
    ("text", "line"), [("甲\n乙", "甲 乙"), ("甲\u2028乙", "甲 乙"), ("\x1b[31m甲", "[31m甲"), ("", "")]
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_two_reports_of_one_unit_are_told_apart(coverage: Coverage) -> None:
    reports = tuple(replace(report, unit="养护中心") for report in coverage.reports)
    view = view_coverage(replace(coverage, reports=reports))
    assert [report.name for report in view.reports] == ["养护中心（a.docx）", "养护中心（b.pdf）"]


def test_counts_of_the_view_add_up(coverage: Coverage) -> None:
    view = view_coverage(coverage)
    assert sum(count.items for count in view.workstreams) == view.total.items == len(view.items)
    assert view.total.rate == coverage.summary.rate


def test_a_task_without_workstream_has_an_empty_number(task_list: TaskList) -> None:
    plan = replace(task_list.plan, tasks=(replace(task_list.plan.tasks[0], workstream=None, measure=None),))
    (task,) = view_tasks(TaskList(plan, ()))
    assert (task.workstream, task.workstream_number, task.measure) == ("未列工作线", "", "")
