from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from nlp.codec import Record
from nlp.render.xlsx import encode
from nlp.types import Coverage, Plan, TaskList


def book(record: Record) -> Any:
    return openpyxl.load_workbook(io.BytesIO(encode(record)))


def column(sheet: Any, heading: str) -> list[object]:
    index = [cell.value for cell in sheet[2]].index(heading) + 1
    return [sheet.cell(row, index).value for row in range(3, sheet.max_row + 1)]


def test_the_breakdown_has_its_columns(task_list: TaskList) -> None:
    sheet = book(task_list)["任务分解表"]
    headings = [
        "序号",
        "工作线",
        "工作措施",
        "任务内容",
        "责任单位",
        "配合单位",
        "督办领导/责任人",
        "完成时限",
        "量化目标",
    ]
    assert [cell.value for cell in sheet[2]] == headings
    assert sheet["A1"].value == "2022年工作要点任务分解表"
    assert column(sheet, "督办领导/责任人")[0] == "分管领导、王小明"
    assert column(sheet, "量化目标")[1] == "不少于4次"


def test_categories_are_merged_within_their_workstream(task_list: TaskList) -> None:
    sheet = book(task_list)["任务分解表"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:I1", "B3:B5", "C3:C4"}
    assert sheet["B3"].value == "一、责任落实"
    assert sheet["B6"].value == "教育"


@pytest.mark.parametrize("name", ["任务分解表", "督办台账", "缺口", "提示"])
def test_the_page_is_ready_to_print(name: str, coverage: Coverage) -> None:
    sheet = book(coverage)[name]
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text


def test_a_coverage_has_its_sheets(coverage: Coverage) -> None:
    assert book(coverage).sheetnames == ["总览", "督办台账", "矩阵", "缺口", "人工核定", "提示", "任务分解表"]


@pytest.mark.parametrize("name", ["task_list", "coverage"])
def test_no_cell_is_a_formula_or_a_link(name: str, hostile: str, request: pytest.FixtureRequest) -> None:
    workbook = book(request.getfixturevalue(name))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert [cell for cell in cells if str(cell.value).startswith(hostile[:11])]


def test_status_has_its_word_and_its_colour(coverage: Coverage) -> None:
    sheet = book(coverage)["督办台账"]
    assert column(sheet, "佐证情况") == ["已佐证", "已佐证", "部分佐证", "无佐证"]
    index = [cell.value for cell in sheet[2]].index("佐证情况") + 1
    assert len({sheet.cell(row, index).fill.fgColor.rgb for row in (3, 5, 6)}) == 3


def test_gaps_come_first_with_what_did_not_count(coverage: Coverage) -> None:
    sheet = book(coverage)["缺口"]
    assert column(sheet, "编号") == ["2.1.1", "1.2.1"]
    assert column(sheet, "未采信的相近表述")[0] == "下一步将讲授廉政党课【总结 第4页；只是打算】"
    assert column(sheet, "判定依据")[0] == "nothing done；需人工核定"


def test_the_matrix_is_item_by_unit(coverage: Coverage) -> None:
    sheet = book(coverage)["矩阵"]
    assert [cell.value for cell in sheet[2]] == ["编号", "任务内容", "总体", "养护中心", "总结"]
    assert [cell.value for cell in sheet[5]][2:] == ["部分佐证", "无佐证", "部分佐证"]


def test_totals_stand_in_the_overview(coverage: Coverage) -> None:
    rows = [[cell.value for cell in row] for row in book(coverage)["总览"].iter_rows()]
    assert ["2022年工作要点", 4, 2, 1, 1, 0.625] in rows
    assert ["一、责任落实", 3, 2, 1, 0, pytest.approx(5 / 6)] in rows
    assert any("总结：该报告有内容未能读取" in str(row[0]) for row in rows)


def test_warnings_of_plan_and_reports_are_listed(coverage: Coverage) -> None:
    assert column(book(coverage)["提示"], "文件") == ["plan.docx", "b.pdf"]


def test_a_plan_without_tasks_is_a_table_without_rows(task_list: TaskList) -> None:
    empty = TaskList(Plan(task_list.plan.document, (), ()), ())
    assert book(empty)["任务分解表"].max_row == 2


def test_equal_records_give_equal_bytes(coverage: Coverage) -> None:
    assert encode(coverage) == encode(coverage)


def test_nothing_is_loaded_from_elsewhere(coverage: Coverage) -> None:
    with zipfile.ZipFile(io.BytesIO(encode(coverage))) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name.lower()]
