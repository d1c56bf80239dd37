"""Reviewers' lists: what is read of each form, and the one line that says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from nlp.codec import dump
from nlp.errors import InputError
from nlp.item_decisions import read_item_decisions
from nlp.render import render
from nlp.types import (
    Coverage,
    DocumentFacts,
    Evidence,
    Item,
    ItemDecision,
    Place,
    Plan,
    ReportFacts,
    Summary,
    Task,
    TaskList,
)

HEAD = "任务原文,佐证原文,处理,说明"
Read = tuple[str, str, str | None, str | None, str]


def csv_of(folder: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "核定.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def xlsx_of(folder: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.save(folder / "核定.xlsx")
    return folder / "核定.xlsx"


def read(path: Path) -> list[Read]:
    return [(one.act, one.task, one.quote, one.status, one.note) for one in read_item_decisions(path)]


def test_each_kind_of_row(tmp_path: Path) -> None:
    lines = (
        HEAD,
        "签订责任书。,已签订责任书12份。,认可,",
        "签订责任书。,下一步将补签。,不认可,是打算",
        "开展谈话。,,部分落实,只谈了一半",
        "编制手册。,,,待单位补报",
        "检查泵站。,已查3座。,,",
    )
    path = csv_of(tmp_path, *lines)
    assert read(path) == [
        ("accept", "签订责任书。", "已签订责任书12份。", None, ""),
        ("reject", "签订责任书。", "下一步将补签。", None, "是打算"),
        ("status", "开展谈话。", None, "partial", "只谈了一半"),
        ("note", "编制手册。", None, None, "待单位补报"),
    ]
    assert [(one.file, one.line) for one in read_item_decisions(path)] == [("核定.csv", n) for n in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("written", "act", "status"),
    [
        ("采信", "accept", None),
        ("不 采 信。", "reject", None),
        ("√", "accept", None),
        ("已佐证", "status", "covered"),
        ("部分落实（只开了1次会）", "status", "partial"),
        ("未落实，没有会议记录", "status", "none"),
        ("ACCEPT", "accept", None),
    ],
)
def test_words_that_reviewers_write(tmp_path: Path, written: str, act: str, status: str | None) -> None:
    first = read_item_decisions(csv_of(tmp_path, HEAD, f"开展谈话。,已谈话9人。,{written},"))[0]
    assert (first.act, first.status) == (act, status)


@pytest.mark.parametrize(
    ("written", "note"), [("部分落实（只开了1次会）", "只开了1次会"), ("不认可：是去年的", "是去年的")]
)
def test_what_stands_behind_the_word_is_the_note(tmp_path: Path, written: str, note: str) -> None:
    assert read_item_decisions(csv_of(tmp_path, HEAD, f"开展谈话。,已谈话9人。,{written},"))[0].note == note


@pytest.mark.parametrize(("written", "act"), [("已落实", "accept"), ("部分落实", "accept"), ("未落实", "reject")])
def test_a_status_beside_a_passage_settles_both(tmp_path: Path, written: str, act: str) -> None:
    status, passage = read_item_decisions(csv_of(tmp_path, HEAD, f"开展谈话。,已谈话9人。,{written},"))
    assert (status.act, passage.act, passage.quote) == ("status", act, "已谈话9人。")


def test_other_headings_and_columns_with_names_are_tolerated(tmp_path: Path) -> None:
    rows = [
        ["督办核定表"],
        ["序号", "任务/事项原文", "佐证 原文", "处理（认可/不认可）", "核对人", "备注："],
        [1, "签订责任书。", "已签订责任书12份。", "认可", "某某", "核过原件"],
        [2, None, "下一步将补签。", "不认可", "某某", None],
    ]
    path = xlsx_of(tmp_path, rows)
    assert read(path) == [
        ("accept", "签订责任书。", "已签订责任书12份。", None, "核过原件"),
        ("reject", "签订责任书。", "下一步将补签。", None, ""),
    ]
    assert "某某" not in str(read_item_decisions(path))


def test_the_sheet_with_the_columns_is_found(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, [["总览"], ["任务数", "1"]], [["任务", "处理"], ["签订责任书。", "已落实"]])
    assert read(path) == [("status", "签订责任书。", None, "covered", "")]


def test_lines_of_json_in_both_languages(tmp_path: Path) -> None:
    lines = [
        {"任务原文": "签订责任书。", "佐证原文": "已签订12份。", "处理": "采信"},
        {"act": "status", "task": "开展谈话。", "quote": None, "status": "covered", "note": "看过记录"},
    ]
    path = tmp_path / "核定.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert read(path) == [
        ("accept", "签订责任书。", "已签订12份。", None, ""),
        ("status", "开展谈话。", None, "covered", "看过记录"),
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (HEAD, "开展谈话。,已谈话。,看看,"),
            "第2行的处理“看看”不认识；请改为 认可、不认可、已落实、部分落实、未落实 中的一个",
        ),
        ((HEAD, ",已谈话。,认可,"), "第2行有处理而没有任务原文；请补上任务原文，或删去该行"),
        ((HEAD, "开展谈话。,,认可,"), "第2行写了“认可”而没有佐证原文；"),
        ((HEAD, "开展谈话。,,不认可,"), "第2行写了“不认可”而没有佐证原文；"),
        ((HEAD, "开展谈话。,已谈话。,,"), "“处理”一列没有填写；"),
        ((HEAD,), "其中没有核定；"),
        (
            ("任务原文,佐证原文", "开展谈话。,已谈话。"),
            "没有“任务原文”或“处理”一列；请在首行写上 任务原文、佐证原文、处理、说明",
        ),
        (
            (HEAD, "（一）开展谈话。,已谈话９人。,认可,", "开展 谈话,已谈话9人,不采信,"),
            "第3行与第2行矛盾：同一任务的同一处原文核定为“不认可”和“认可”；请只留一种",
        ),
        (
            (HEAD, "开展谈话。,,已落实,", "一、开展谈话,,未落实,"),
            "第3行与第2行矛盾：同一任务核定为“无佐证”和“已佐证”；请只留一种",
        ),
    ],
)
def test_the_wrong_line_is_named(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_item_decisions(csv_of(tmp_path, *lines))
    assert str(caught.value).startswith(f"核定.csv: {told}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("核定.docx", b"", "不能作为核定清单；请存为 .csv、.xlsx 或 .jsonl"),
        ("核定.xlsx", b"PK", "文件已损坏，无法打开；"),
        ("核定.csv", b"", "其中没有核定；"),
        ("核定.json", b'{"schema": "duban.tasks/1"}', "不是 duban coverage 写出的结果；"),
        ("核定.json", b"[" * 100_000, "不是 duban coverage 写出的结果；"),
        ("核定.jsonl", b"[]", "第1行不是一个 JSON 对象；"),
    ],
    ids=["another ending", "a broken workbook", "an empty file", "another JSON", "a deep JSON", "a line of no object"],
)
def test_files_that_are_no_list(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_item_decisions(tmp_path / name)
    assert str(caught.value).startswith(f"{name}: {told}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件"):
        read_item_decisions(tmp_path / "无.csv")


QUOTES = ("已签订责任书12份。", "组织培训3场。")
DECISION = ItemDecision("status", "编制手册。", None, "covered", "看过", "旧核定.csv", 7)


def coverage() -> Coverage:
    texts = ("签订责任书。", "编制手册。")
    tasks = tuple(
        Task(f"1.1.{n}", None, None, text, (), (), (), (), Place(n, 0, len(text)), 1.0) for n, text in enumerate(texts)
    )
    plan = TaskList(Plan(DocumentFacts("计划.txt", "00", "计划", "plan", 2022, None, None), (), tasks), ())
    evidence = tuple(Evidence("r1", quote, 2, 0, len(quote), "done", 0.9) for quote in QUOTES)
    items = (
        Item("1.1.0", "covered", "met", (), evidence, (), "找到2处证据。"),
        Item("1.1.1", "none", "due", (), (), (), "没有。", decided=False, decisions=(DECISION,)),
    )
    report = ReportFacts("r1", "r1.txt", "01", None, "养护中心", None)
    return Coverage(plan, date(2022, 12, 31), (report,), items, Summary(2, 1, 0, 1, 0.5, (), ()))


def fill(path: Path, *words: str) -> None:
    """Add a column 处理 to the register that `duban coverage` wrote, and fill it in."""
    book = openpyxl.load_workbook(path)
    sheet = book["督办台账"]
    for row, cell in enumerate(("处理", *words), 2):
        sheet.cell(row, sheet.max_column + (row == 2), cell)
    book.save(path)


def test_the_register_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    render(coverage(), path)
    fill(path, "认可", "认可")
    assert [(one.act, one.task, one.quote, one.status) for one in read_item_decisions(path)] == [
        ("status", "签订责任书。", None, "covered"),
        ("accept", "签订责任书。", QUOTES[0], None),
        ("accept", "签订责任书。", QUOTES[1], None),
        ("status", "编制手册。", None, "none"),
    ]
    assert all(one.note == "" for one in read_item_decisions(path))


def test_the_register_with_passages_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    render(coverage(), path)
    fill(path, "不认可", "已落实")
    assert [(one.act, one.quote, one.status) for one in read_item_decisions(path)] == [
        ("reject", QUOTES[0], None),
        ("reject", QUOTES[1], None),
        ("status", None, "covered"),
    ]


def test_a_coverage_gives_its_decisions_back(tmp_path: Path) -> None:
    path = tmp_path / "上次.json"
    stale = replace(DECISION, task="已取消的任务。")
    path.write_text(dump(replace(coverage(), stale=(stale,))), encoding="utf-8")
    assert read_item_decisions(path) == (DECISION, stale)
