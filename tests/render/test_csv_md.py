from __future__ import annotations

import csv
import io

import pytest

from nlp.render.csv import encode as encode_csv
from nlp.render.csv import guard
from nlp.render.md import encode as encode_md
from nlp.render.md import escape
from nlp.types import Coverage, Document, Tagged, TaskList


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_opens_with_a_byte_order_mark(task_list: TaskList) -> None:
    assert encode_csv(task_list).startswith(b"\xef\xbb\xbf")


def test_csv_has_one_row_a_task(task_list: TaskList) -> None:
    first, *_, last = rows(encode_csv(task_list))
    assert (first["编号"], last["编号"]) == ("1.1.1", "2.1.1")
    assert (first["责任单位"], first["配合单位"], first["督办领导/责任人"]) == (
        "办公室、人事科",
        "各科室",
        "分管领导、王小明",
    )
    assert first["完成时限"] == "6月底前（2022-06-30）；每季度"


def test_csv_has_one_row_an_item(coverage: Coverage) -> None:
    table = rows(encode_csv(coverage))
    assert [row["佐证情况"] for row in table] == ["已佐证", "已佐证", "部分佐证", "无佐证"]
    assert [row["办理时效"] for row in table] == ["按期", "逾期完成", "未到期", "已逾期"]
    assert table[0]["佐证摘录"] == "3月召开部署会1次【养护中心 第2页】"
    assert table[-1]["备注"] == "需人工核定"


@pytest.mark.parametrize("name", ["task_list", "coverage"])
def test_csv_holds_no_formula(name: str, request: pytest.FixtureRequest) -> None:
    cells = [cell for row in rows(encode_csv(request.getfixturevalue(name))) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert [cell for cell in cells if cell.startswith("'=HYPERLINK")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－1"])
def test_guard_takes_the_force_from_a_formula(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["责任落实", "——加强", "1-2次", ""])
def test_guard_leaves_other_text(text: str) -> None:
    assert guard(text) == text


def test_md_tables_keep_their_columns(coverage: Coverage) -> None:
    lines = encode_md(coverage).decode().splitlines()
    tables = [line for line in lines if line.startswith("|")]
    widths = {line.replace("\\|", "").count("|") for line in tables}
    assert widths == {7, 11, 12, 5}
    assert "| 养护中心 | 4 | 2 | 0 | 2 | 50.0% |" in lines


def test_md_names_gaps_before_the_ledger(coverage: Coverage) -> None:
    text = encode_md(coverage).decode()
    assert text.index("## 缺口") < text.index("## 督办台账") < text.index("## 提示")
    assert "佐证率 62.5%" in text


@pytest.mark.parametrize("name", ["task_list", "coverage"])
def test_md_holds_no_html_of_the_document(name: str, request: pytest.FixtureRequest) -> None:
    text = encode_md(request.getfixturevalue(name)).decode()
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("甲|乙", "甲\\|乙"),
        ("甲\n乙", "甲<br>乙"),
        ("甲\r\n乙", "甲<br>乙"),
        ("*x*", "\\*x\\*"),
        ("a\\|b", "a\\\\\\|b"),
    ],
)
def test_escape(text: str, written: str) -> None:
    assert escape(text) == written


def test_md_of_a_document_and_of_passages(document: Document, tagged: Tagged) -> None:
    assert "| 2 | 小标题 | 1 | 一、责任落实 |  |" in encode_md(document).decode()
    first = "| 1 | 召开会议2次。 | 已完成 | 0.91 | 〔已完成〕召开会议<br>〔未做或不足〕2次。 | 责任 | 0.8 | 监督 | 会议 | 一、做法 |  |"
    assert first in encode_md(tagged).decode()
