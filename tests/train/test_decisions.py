"""Reviewers' corrections: what is taken of a list, and the one line that says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from nlp.errors import InputError
from nlp.render import render
from nlp.train.decisions import WEIGHT, as_reports, check_agreement, read_decisions
from nlp.types import Label, Passage, Place, Report, Statement, Tagged

HEAD = "原文,陈述类型,工作线,所在章节"


def csv_of(folder: Path, *lines: str, encoding: str = "utf-8-sig", name: str = "更正.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def xlsx_of(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(folder / "更正.xlsx")
    return folder / "更正.xlsx"


def jsonl_of(folder: Path, *lines: object) -> Path:
    path = folder / "更正.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def labels_of(path: Path) -> list[tuple[str, str | None, str | None]]:
    return [(one.text, one.kind, one.theme) for one in read_decisions(path).decisions]


WANTED = [("抓紧在办。", "in_progress", "专项整治"), ("会议记录齐了。", "done", None)]


def test_a_csv_written_by_hand(tmp_path: Path) -> None:
    lines = (HEAD, "抓紧在办。,正在进行,专项整治,一、情况 / （一）整改", "会议记录齐了。,已完成,,")
    taken = read_decisions(csv_of(tmp_path, *lines))
    assert [(one.text, one.kind, one.theme) for one in taken.decisions] == WANTED
    assert taken.decisions[0].section == ("一、情况", "（一）整改")
    assert (taken.marked, taken.unchecked, taken.unlabelled, taken.repeated) == (False, 0, 0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    lines = (HEAD, "抓紧在办。,正在进行,专项整治,", "会议记录齐了。,已完成,,")
    assert labels_of(csv_of(tmp_path, *lines, encoding=encoding)) == WANTED


def test_a_list_of_json(tmp_path: Path) -> None:
    lines = (
        {"text": "抓紧在办。", "statement": "in_progress", "label": {"workstream": "专项整治", "score": 0.4}},
        "",
        {"原文": "会议记录齐了。", "陈述类型": "已完成", "section": ["一、情况"], "year": 2023},
    )
    taken = read_decisions(jsonl_of(tmp_path, *lines))
    assert [(one.text, one.kind, one.theme) for one in taken.decisions] == WANTED
    assert (taken.decisions[1].section, taken.decisions[1].year) == (("一、情况",), 2023)


def test_a_workbook_with_a_title_above(tmp_path: Path) -> None:
    rows = [
        ["核对表"],
        ["原文", "陈述类型", "工作线"],
        ["抓紧在办。", "正在进行", "专项整治"],
        ["会议记录齐了。", "已完成"],
    ]
    assert labels_of(xlsx_of(tmp_path, rows)) == WANTED


def mark(path: Path) -> None:
    """Put a mark into the last column, 已核, of every row that holds a sentence."""
    if path.suffix == ".csv":
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        path.write_text("\n".join([lines[0], *(f"{line}√" for line in lines[1:])]), encoding="utf-8")
        return
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    (head,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "已核")
    for row in range(head.row + 1, sheet.max_row + 1):
        sheet.cell(row, head.column).value = "√"
    book.save(path)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_classify_writes_is_taken_once_it_is_marked(tmp_path: Path, suffix: str) -> None:
    texts = ("=合计办结3件。", "下一步，将开展自查。")
    passages = tuple(Passage(at, text, Place(0, 0, len(text)), ("一、情况",)) for at, text in enumerate(texts))
    report = Report("r1", "r1.txt", "00", "工作总结", None, 2023, None, passages)
    statements = (Statement(0, "done", 0.9), Statement(1, "planned", 0.8))
    path = tmp_path / f"x{suffix}"
    render(Tagged(report, statements, (Label("0", "监督执纪", 0.7), Label("1", None, 0.0))), path)
    with pytest.raises(InputError, match="“已核”一列没有标记"):
        read_decisions(path)
    mark(path)
    assert labels_of(path) == [(texts[0], "done", "监督执纪"), (texts[1], "planned", None)]
    assert {one.section for one in read_decisions(path).decisions} == {("一、情况",)}


@pytest.mark.parametrize("mark", ["√", "是", "1", "x"])
def test_only_checked_rows_count_where_a_column_says_which(tmp_path: Path, mark: str) -> None:
    lines = ("原文,陈述类型,已核", f"在办。,正在进行,{mark}", "办结。,已完成,", "没办。,未做或不足,否")
    taken = read_decisions(csv_of(tmp_path, *lines))
    assert [one.text for one in taken.decisions] == ["在办。"]
    assert (taken.marked, taken.unchecked) == (True, 2)


def test_rows_without_label_and_repeated_rows_are_counted(tmp_path: Path) -> None:
    lines = (HEAD, "在办。,正在进行,,", "在办。,正在进行,,", "无标注。,,,")
    taken = read_decisions(csv_of(tmp_path, *lines))
    assert (len(taken.decisions), taken.unlabelled, taken.repeated) == (1, 1, 1)


def test_one_text_may_differ_under_different_headings(tmp_path: Path) -> None:
    lines = (HEAD, "加强培训。,计划安排,,下一步打算", "加强培训。,重复要求,,工作要求")
    assert len(read_decisions(csv_of(tmp_path, *lines)).decisions) == 2


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((HEAD, "在办。,办着呢,,"), "第2行的陈述类型“办着呢”不认识；请改为 已完成、正在进行、"),
        (
            (HEAD, "在办。,,打扫卫生,"),
            "第2行的工作线“打扫卫生”不认识；请改为 责任落实、教育宣传、专项整治、监督执纪 中的一个",
        ),
        (
            (HEAD, "在办。,正在进行,,", "在 办。,已完成,,"),
            "第3行与第2行矛盾：同一句话标为“已完成”和“正在进行”；请只留一种",
        ),
        ((HEAD, ",已完成,,"), "第2行有类型而没有原文；"),
        (("陈述类型,工作线", "已完成,责任落实"), "没有“原文”一列；请在首行写上 原文、陈述类型、工作线"),
        (("甲,乙", "1,2"), "没有“原文”一列；"),
        ((HEAD,), "其中没有更正；"),
        (("原文,陈述类型,已核", "在办。,正在进行,"), "“已核”一列没有标记；"),
        ((HEAD, "在办。,,,"), "各行都没有陈述类型或工作线；"),
        (("原文,陈述类型,年度", "在办。,正在进行,去年"), "第2行的年度“去年”不是年份；请写成 2024 的样子"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_csv_is_one_line(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    with pytest.raises(InputError) as wrong:
        read_decisions(csv_of(tmp_path, *lines))
    assert str(wrong.value).startswith(f"更正.csv: {told}")
    assert len(str(wrong.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", b"", "其中没有更正；"),
        ("a.jsonl", b"", "其中没有更正；"),
        ("a.jsonl", b'{"text": "a", "statement": "done"}\n[1]\n', "第2行不是一个 JSON 对象；"),
        ("a.jsonl", b'{"text": "a", "statement": ["done"]}', "第1行的陈述类型“['done']”不认识；"),
        ("a.jsonl", b'{"statement": "done"}', "没有“原文”一列；"),
        ("a.xlsx", b"PK\x03\x04", "文件已损坏，无法打开；"),
        ("a.xlsx", b"", "文件已损坏，无法打开；"),
        ("a.docx", b"", "不能作为更正清单；请存为 .csv、.xlsx 或 .jsonl"),
        ("a.csv", b'\xe5\x8e\x9f\xe6\x96\x87\n"' + b"a" * 200_000, "第2行不合 CSV 格式；"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_file_is_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as wrong:
        read_decisions(tmp_path / name)
    assert str(wrong.value).startswith(f"{name}: {told}")
    assert len(str(wrong.value).splitlines()) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: 无法读取（没有这个文件或文件夹）"):
        read_decisions(tmp_path / "none.csv")


def test_two_files_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    one = read_decisions(csv_of(tmp_path, HEAD, "在办。,正在进行,,", name="甲.csv"))
    two = read_decisions(csv_of(tmp_path, HEAD, "在办。,已完成,,", name="乙.csv"))
    with pytest.raises(InputError, match=r"乙\.csv: 第2行与甲\.csv 第2行矛盾"):
        check_agreement([*one.decisions, *two.decisions])


def test_corrections_become_reports_by_year_that_weigh_more(tmp_path: Path) -> None:
    lines = (
        "原文,陈述类型,工作线,年度",
        "在办。,正在进行,,2023",
        "办结。,已完成,监督执纪,",
        "没办。,未做或不足,,2023年",
    )
    none, dated = as_reports(read_decisions(csv_of(tmp_path, *lines)).decisions)
    assert (none.year, none.kinds, none.themes) == (None, ("done",), ("监督执纪",))
    assert (dated.year, dated.kinds, dated.weight) == (2023, ("in_progress", "negated"), WEIGHT)
    assert WEIGHT > 1


def test_a_quote_that_never_ends_swallows_no_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不合 CSV 格式"):
        read_decisions(csv_of(tmp_path, "原文,陈述类型", "在办。,正在进行", '"开展督查,已完成', "办结。,已完成"))
