"""What is shown of a coverage that knows lights, who owes what, decisions, changes and work outside the plan."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from rich.cells import cell_len
from rich.console import Console

from nlp.errors import InputError
from nlp.item_decisions import read_item_decisions
from nlp.render import encode, render, to_frame
from nlp.render.coverage_sheets import choices, form_sheet, gaps_sheet, ledger_sheet, matrix_sheet
from nlp.render.coverage_view import view_coverage
from nlp.render.terminal import print_coverage
from nlp.types import Coverage, ItemDecision, ReportStatus, UnitDuty

NEW = ("应报单位", "灯色", "剩余天数", "可信度", "需人工核定", "工作类型", "与上次相比")
PARTS = ("需人工核定（", "未交报告的单位", "计划外工作", "已失效的核定", "不涉及", "与上次相比", "可信度", "灯")


def printed(coverage: Coverage, *, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_coverage(coverage, console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def squeezed(text: str) -> str:
    return "".join(text.split())


def with_units(coverage: Coverage, count: int) -> Coverage:
    """The coverage with so many units, each with one report that says what the first report says."""
    reports = tuple(
        replace(coverage.reports[0], id=f"r{n}", file=f"{n}.txt", unit=f"第{n}所") for n in range(1, count + 1)
    )
    ids = [report.id for report in reports]
    items = tuple(
        replace(item, evidence=(), rejected=(), by_report=tuple(ReportStatus(id, item.status) for id in ids))
        for item in coverage.items
    )
    units = tuple(UnitDuty(f"第{n}所", (id,), (), silent=False) for n, id in enumerate(ids, 1))
    return replace(coverage, reports=reports, items=items, units=units, orphans=())


def book(coverage: Coverage) -> Any:
    return openpyxl.load_workbook(io.BytesIO(encode(coverage, ".xlsx")))


def rows(sheet: Any) -> list[dict[str, Any]]:
    heading, *lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    return [dict(zip(heading, line, strict=True)) for line in lines]


def page(coverage: Coverage) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(encode(coverage, ".html").decode())


def texts(root: lxml.html.HtmlElement, path: str) -> list[str]:
    return ["".join(node.text_content().split()) for node in root.xpath(path)]


@pytest.mark.parametrize("part", PARTS)
def test_what_a_coverage_does_not_know_is_not_shown(part: str, coverage: Coverage) -> None:
    assert part not in printed(coverage)
    assert part not in encode(coverage, ".md").decode()
    assert part not in page(coverage).xpath("string(//main)")
    assert part not in encode(coverage, ".csv").decode()


@pytest.mark.parametrize("suffix", [".md", ".html", ".csv", "terminal"])
def test_nothing_known_and_nothing_empty_are_the_same(suffix: str, coverage: Coverage, judged: Coverage) -> None:
    bare = replace(judged, items=coverage.items, units=(), orphans=(), stale=())
    shown = printed if suffix == "terminal" else lambda record: encode(record, suffix)
    assert shown(bare) == shown(coverage)


def test_a_unit_has_the_best_status_of_its_reports(judged: Coverage) -> None:
    units = (UnitDuty("养护中心", ("r1", "r2"), (), silent=False),)
    view = view_coverage(replace(judged, units=units))
    assert [item.by_unit for item in view.items] == [("covered",), ("covered",), ("partial",), ("none",)]


def test_a_report_without_a_unit_keeps_its_column(judged: Coverage) -> None:
    view = view_coverage(replace(judged, units=judged.units[:1]))
    assert [unit.name for unit in view.units] == ["养护中心", "总结"]


def test_an_item_that_is_not_asked_is_no_gap_of_the_unit(judged: Coverage) -> None:
    view = view_coverage(judged)
    assert [item.by_unit[1] for item in view.items] == [None, "none", "partial", "none"]
    assert [(unit.name, unit.items) for unit in view.units] == [("养护中心", 4), ("总结", 3)]


def test_days_left_stand_only_on_gaps(judged: Coverage) -> None:
    view = view_coverage(judged)
    assert [(item.days_left, item.left) for item in view.items] == [
        *((None, ""), (None, ""), (12, "剩12天"), (-3, "逾期3天")),
    ]


@pytest.mark.parametrize(
    ("timeliness", "days", "said"),
    [("overdue", -3, "逾期3天"), ("due", 0, "今天到期"), ("overdue", 5, "已逾期 剩5天"), ("unknown", None, "时限不明")],
)
def test_time_and_days_left_are_said_once(timeliness: Any, days: int | None, said: str, judged: Coverage) -> None:
    gap = replace(judged.items[3], timeliness=timeliness, days_left=days)
    (item,) = view_coverage(replace(judged, items=(gap,))).items
    assert item.when == said


def test_the_queue_has_the_most_urgent_first(judged: Coverage) -> None:
    items = tuple(replace(item, decided=False) for item in judged.items)
    assert [item.task.id for item in view_coverage(replace(judged, items=items)).queue] == [
        *("2.1.1", "1.1.2", "1.2.1", "1.1.1"),
    ]


def test_the_terminal_shows_lights_and_days(judged: Coverage) -> None:
    text = squeezed(printed(judged, width=120))
    assert "红逾期3天" in text
    assert "黄剩12天" in text


def test_the_terminal_says_what_a_person_must_look_at(judged: Coverage) -> None:
    text = printed(judged, width=160)
    assert "需人工核定（2 项）" in text
    assert "未交报告的单位（1）\n法制科（2 项）" in text
    assert "计划外工作（7）\n6月新购桌椅12套。【养护中心 第3页】" in text
    assert "其余 2 条未列出" in text
    assert "旧的原文【核定.csv 第7行 不认可】佐证原文已找不到" in text
    assert "有变化 2 项，与上次相同 2 项：1.1.2  2.1.1" in text


def test_units_stand_down_where_that_is_shorter(judged: Coverage) -> None:
    lines = [line.split() for line in printed(judged).splitlines()]
    at = lines.index(["1.1.1", "1.1.2", "1.2.1", "2.1.1"])
    assert lines[at + 1 : at + 4] == [
        ["总体", "●", "●", "◐", "○"],
        ["养护中心", "●", "●", "○", "○"],
        ["总结", "·", "○", "◐", "○"],
    ]


def test_items_stand_down_where_that_is_shorter(judged: Coverage) -> None:
    lines = [line.split() for line in printed(with_units(judged, 8)).splitlines()]
    at = lines.index(["总体", *map(str, range(1, 9))])
    assert lines[at + 1][:10] == ["1.1.1", *["●"] * 9]
    assert "8.第8所" in lines[at - 1]


@pytest.mark.parametrize(("count", "shown"), [(12, True), (13, False)])
def test_of_many_units_only_the_counts_are_shown(count: int, shown: bool, judged: Coverage) -> None:
    many = with_units(judged, count)
    text = printed(many)
    assert ("不涉及" in text) == shown
    assert f"第{count}所" in text
    assert ("## 矩阵" in encode(many, ".md").decode()) == shown


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("units", [1, 12, 40])
def test_the_terminal_keeps_its_width(width: int, units: int, judged: Coverage) -> None:
    for record in (judged, with_units(judged, units)):
        assert max(cell_len(line) for line in printed(record, width=width).splitlines()) <= width


def test_many_silent_units_are_counted(judged: Coverage) -> None:
    silent = tuple(UnitDuty(f"第{n}科", (), ("1.1.1",), silent=True) for n in range(30))
    assert "第9科（1 项）等另外 20 个单位" in printed(replace(judged, units=silent), width=400)


@pytest.mark.parametrize(
    "heading", ["## 需人工核定", "## 矩阵", "## 未交报告的单位", "## 计划外工作", "## 已失效的核定"]
)
def test_md_has_its_sections(heading: str, judged: Coverage) -> None:
    assert heading in encode(judged, ".md").decode().splitlines()


def test_md_shows_chances_in_per_cent(judged: Coverage) -> None:
    assert " 99% |" in encode(judged, ".md").decode()


def test_html_has_queue_and_tables(judged: Coverage) -> None:
    root = page(judged)
    assert texts(root, "//ul[@class='queue']//b") == ["2.1.1", "1.1.2"]
    assert set(texts(root, "//section/h2")) >= {"未交报告的单位（1）", "计划外工作（7）", "已失效的核定（1）"}
    assert texts(root, "//table[@class='matrix']/tbody/tr[1]/td") == ["√已佐证", "√已佐证", "–不涉及"]
    assert root.xpath("//article[@id='item-2.1.1']//span[@class='lamp red']/@title") == ["灯色：红"]
    assert root.xpath("//article[contains(@data-tags, 'undecided')]/@id") == ["item-2.1.1", "item-1.1.2"]
    assert root.xpath("//article[contains(@data-tags, 'changed')]/@id") == ["item-2.1.1", "item-1.1.2"]


def test_html_shows_what_was_decided(judged: Coverage) -> None:
    assert "认可：看过记录" in page(judged).xpath("string(//article[@id='item-1.1.1']//blockquote)")
    assert "部分落实：=HYPERLINK" in page(judged).xpath("string(//article[@id='item-1.2.1']/dl)")


def test_new_columns_stand_behind_the_old(coverage: Coverage, judged: Coverage) -> None:
    old, new = (ledger_sheet(view_coverage(record)).headings for record in (coverage, judged))
    assert new == (*old, *NEW)
    old, new = (gaps_sheet(view_coverage(record)).headings for record in (coverage, judged))
    assert new == (*old, "灯色", "剩余天数")


def test_csv_has_the_new_columns(judged: Coverage) -> None:
    text = encode(judged, ".csv").decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [tuple(row[name] for name in NEW) for row in (table[0], table[3])] == [
        ("养护中心", "绿", "", "0.94", "", "责任书签订", "与上次相同"),
        ("总结", "红", "-3", "0.8", "是", "", "有变化"),
    ]


def test_the_frame_has_the_new_columns_behind_the_reports(judged: Coverage) -> None:
    frame = to_frame(judged)
    assert list(frame.columns)[-10:] == [
        *("r1", "r2", "chance", "light", "days_left", "owed_by", "work_types", "actions", "decisions", "changed"),
    ]
    first = frame.iloc[0]
    assert first["actions"] == (("召开责任部署会", (0,)),)
    assert first["decisions"] == (("accept", "3月召开部署会1次", "看过记录"),)
    assert list(frame["light"]) == ["green", "yellow", "yellow", "red"]


def test_the_workbook_has_its_sheets(judged: Coverage) -> None:
    assert book(judged).sheetnames == [
        *(
            "总览",
            "督办台账",
            "矩阵",
            "缺口",
            "人工核定",
            "未交报告的单位",
            "计划外工作",
            "已失效的核定",
            "提示",
            "任务分解表",
        ),
    ]


def test_the_matrix_is_grey_where_a_unit_is_not_asked(judged: Coverage) -> None:
    sheet = book(judged)["矩阵"]
    assert [cell.value for cell in sheet[3]][2:] == ["已佐证", "已佐证", "不涉及"]
    assert sheet["E3"].fill.fgColor.rgb == "FFEFEFEF"
    assert sheet["D3"].fill.fgColor.rgb != "FFEFEFEF"


def test_lights_have_their_colours(judged: Coverage) -> None:
    sheet = book(judged)["督办台账"]
    at = [cell.value for cell in sheet[2]].index("灯色") + 1
    assert [sheet.cell(row, at).value for row in range(3, 7)] == ["绿", "黄", "黄", "红"]
    assert len({sheet.cell(row, at).fill.fgColor.rgb for row in range(3, 7)}) == 3


def test_work_outside_the_plan_has_its_sheet(judged: Coverage) -> None:
    first, *rest = rows(book(judged)["计划外工作"])
    assert (first["内容"], first["出处"], first["工作类型"]) == ("6月新购桌椅12套。", "养护中心 第3页", "后勤保障")
    assert len(rest) == 6


def test_no_cell_is_a_formula(judged: Coverage, hostile: str) -> None:
    cells = [cell for sheet in book(judged) for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    for name in ("人工核定", "计划外工作", "已失效的核定"):
        assert [row for row in rows(book(judged)[name]) if hostile[:11] in str(row)]
    shown = [value for row in csv.reader(io.StringIO(encode(judged, ".csv").decode("utf-8-sig"))) for value in row]
    assert not [value for value in shown if value.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_no_text_of_a_document_becomes_markup(suffix: str, judged: Coverage) -> None:
    text = encode(judged, suffix).decode()
    assert "<script>alert" not in text


def test_the_form_asks_first_what_a_person_must_settle(judged: Coverage) -> None:
    table = rows(book(judged)["人工核定"])
    assert list(dict.fromkeys(row["编号"] for row in table)) == ["2.1.1", "1.1.2", "1.1.1", "1.2.1"]
    assert [(row["类别"], row["佐证原文"], row["未采信原因"]) for row in table[:2]] == [
        ("任务整体", "", ""),
        ("未采信", "下一步将讲授廉政党课", "只是打算"),
    ]
    assert {(row["处理"], row["说明"]) for row in table} == {(None, None)}


def fill_in(coverage: Coverage, folder: Path, fills: dict[tuple[str, str | None], tuple[str, str]]) -> Path:
    """The workbook with 处理 and 说明 filled in for an item's id and a quote."""
    workbook = book(coverage)
    sheet = workbook["人工核定"]
    at = {cell.value: cell.column for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        key = tuple(sheet.cell(row, at[name]).value or None for name in ("编号", "佐证原文"))
        if key in fills:
            sheet.cell(row, at["处理"]).value, sheet.cell(row, at["说明"]).value = fills[key]
    workbook.save(folder / "填好.xlsx")
    return folder / "填好.xlsx"


def test_the_filled_form_is_read_back(judged: Coverage, tmp_path: Path) -> None:
    fills: dict[tuple[str, str | None], tuple[str, str]] = {
        ("1.1.1", "3月召开部署会1次"): ("认可", ""),
        ("2.1.1", "下一步将讲授廉政党课"): ("不认可", "是打算"),
        ("2.1.1", None): ("未落实", ""),
        ("1.1.2", None): ("认可", ""),
    }
    found = {replace(one, file="", line=0) for one in read_item_decisions(fill_in(judged, tmp_path, fills))}
    assert found == {
        ItemDecision("accept", "召开责任部署会。", "3月召开部署会1次"),
        ItemDecision("reject", "讲授廉政党课。", "下一步将讲授廉政党课", None, "是打算"),
        ItemDecision("status", "讲授廉政党课。", None, "none"),
        ItemDecision("status", "签订责任书。", None, "covered"),
    }


@pytest.mark.parametrize("choice", choices())
def test_every_word_to_choose_from_can_be_read(choice: str, judged: Coverage, tmp_path: Path) -> None:
    path = fill_in(judged, tmp_path, {("1.1.1", "3月召开部署会1次"): (choice, "")})
    assert read_item_decisions(path)


def test_the_form_offers_the_words(judged: Coverage) -> None:
    (check,) = book(judged)["人工核定"].data_validations.dataValidation
    assert check.formula1 == f'"{",".join(choices())}"'


def test_an_empty_form_settles_nothing(judged: Coverage, tmp_path: Path) -> None:
    render(judged, tmp_path / "out.xlsx")
    with pytest.raises(InputError, match="没有填写"):
        read_item_decisions(tmp_path / "out.xlsx")


def test_the_form_says_what_was_decided(judged: Coverage) -> None:
    sheet = form_sheet(view_coverage(judged))
    at = sheet.columns.index("reviewed")
    assert next(row[at] for row in sheet.rows if row[at]) == "认可：看过记录"


def test_a_coverage_without_items_or_reports_is_shown(judged: Coverage, tmp_path: Path) -> None:
    empty = replace(judged, items=(), reports=(), units=judged.units[2:], orphans=())
    for suffix in (".md", ".html", ".csv", ".xlsx"):
        render(empty, tmp_path / f"out{suffix}")
    assert "法制科" in printed(empty)
    assert matrix_sheet(view_coverage(empty)).rows == ()
