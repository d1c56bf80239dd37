from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console

from nlp.render import render, to_frame
from nlp.render.gist import headline
from nlp.render.md import encode as encode_md
from nlp.render.review import review_sheet, tally
from nlp.render.terminal import print_review
from nlp.types import AsOfSource, Calendar, PlanDiff, PlanLint


def columns_of(record: PlanLint | PlanDiff | Calendar, *names: str) -> list[tuple[object, ...]]:
    sheet = review_sheet(record)
    return [tuple(row[sheet.columns.index(name)] for name in names) for row in sheet.rows]


def test_a_finding_names_its_task_and_what_to_do(lint: PlanLint) -> None:
    assert columns_of(lint, "id", "finding", "problem", "remedy")[0] == (
        *("1.1.2", "无责任单位", "任务没有写明责任单位", "请补上牵头单位"),
    )


def test_a_difference_names_both_tasks(lint: PlanLint) -> None:
    assert columns_of(lint, "id")[-1] == ("1.1.1 / 3.1.1",)


def test_a_change_shows_both_texts(diff: PlanDiff) -> None:
    assert columns_of(diff, "change", "old", "old_text", "id", "new_text")[1] == (
        *("改写、时限调整", "2.1.1", "讲授廉政党课。", "1.1.2", "签订责任书。"),
    )


def test_a_dropped_task_has_no_new_text(diff: PlanDiff) -> None:
    assert columns_of(diff, "change", "id", "new_text")[-1] == ("未再列入", "", "")


def test_a_day_has_its_weekday_and_who_leads(calendar: Calendar) -> None:
    assert columns_of(calendar, "day", "weekday", "lead")[1] == ("2022-06-30", "四", "办公室、人事科")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lint", ("截至 2022-03-01", "无责任单位 2", "单位不一致 1")),
        ("diff", ("沿用 1", "改写 1", "时限调整 1", "新增 1", "未再列入 1")),
        ("calendar", ("未定日期 2 项：1.1.2、2.1.1",)),
    ],
)
def test_the_head_tells_how_many(name: str, said: tuple[str, ...], request: pytest.FixtureRequest) -> None:
    assert tally(request.getfixturevalue(name)) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("given", "截至 2022-03-01"),
        ("issued", "截至 2022-03-01（文中印发日期）"),
        ("today", "截至 2022-03-01（今天）"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "html", "xlsx", "terminal"])
def test_the_head_of_findings_tells_the_day_and_whence_it_is(
    lint: PlanLint, source: AsOfSource, said: str, suffix: str, tmp_path: Path
) -> None:
    lint = replace(lint, as_of_source=source)
    if suffix == "terminal":
        console = Console(file=io.StringIO(), width=120)
        print_review(lint, console)
        text = console.file.getvalue()  # type: ignore[attr-defined]
    elif suffix == "xlsx":
        path = tmp_path / "lint.xlsx"
        render(lint, path)
        text = str(load_workbook(path).worksheets[0]["A1"].value)
    else:
        path = tmp_path / f"lint.{suffix}"
        render(lint, path)
        text = path.read_text(encoding="utf-8")
    assert re.search(rf"{said}(?!（)", text)


def test_plans_of_the_same_title_are_told_apart_by_their_files(diff: PlanDiff) -> None:
    facts = replace(diff.new.document, file="new.docx")
    assert headline(replace(diff, new=replace(diff.new, document=facts))) == (
        "2022年工作要点（new.docx）与2022年工作要点（plan.docx）的比较"
    )


def test_a_calendar_without_undated_tasks_says_nothing_of_them(calendar: Calendar) -> None:
    assert tally(replace(calendar, undated=())) == ()


def test_markdown_has_the_warnings_of_plan_and_lint(lint: PlanLint) -> None:
    text = encode_md(lint).decode()
    assert "a scanned page" in text
    assert "不知道当年的放假安排" in text


def test_frames_have_a_row_each(lint: PlanLint, diff: PlanDiff, calendar: Calendar) -> None:
    assert to_frame(lint)["task"].tolist() == ["1.1.2", "2.1.1", "1.1.1"]
    assert to_frame(diff)["new_text"].tolist()[1:2] == ["签订责任书。"]
    assert to_frame(calendar)["lead"].tolist()[0] == ("办公室", "人事科")
