"""Line breaks inside a Word paragraph: what ends a line and what only cuts it."""

from __future__ import annotations

import pytest

from nlp.parse.docx.breaks import join_broken
from nlp.parse.docx.text import Line


def line(text: str, *, bold: bool = False, size: float = 16.0, hard: bool = False) -> Line:
    made = Line(hard=hard)
    made.add(text, bold, size)
    return made


def joined(*lines: Line, centred: bool = False) -> list[str]:
    return [line.text for line in join_broken(lines, centred=centred)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("每周播出3期。", "年底前完成。"),
        ("主要任务如下：", "抓好宣传。"),
        ("健全制度；", "开展检查。"),
        ("要做到“件件有着落。”", "各科室照此办理。"),
        ("推动整改（责任单位：办公室）", "按月通报"),
        ("1.健全制度", "2.开展检查"),
        ("重点抓好两项", "（一）学习教育"),
        ("各单位要落实责任", "一、压实责任"),
        ("一、办好广播站", "每周播出3期，由文化站负责。"),
        ("修订应急预案", "责任单位：应急办"),
        ("联系人：张某", "电话：1234"),
        ("汐桥镇人民政府", "2024年1月5日"),
        ("汐桥镇人民政府", "二〇二四年一月五日"),
    ],
    ids=lambda text: text,
)
def test_ends_a_line(before: str, after: str) -> None:
    assert joined(line(before), line(after)) == [before, after]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("三、培训通讯", "员30名。"),
        ("不折不扣贯彻上级", "决策部署。"),
        ("推进以下", "工作：一是抓学习。"),
        ("落实县（市、", "区）要求。"),
        ("到年底完成投资", "3.5亿元以上。"),
        ("坚持“管行业必须管", "安全”。"),
        ("一、统筹推进全域环境整治、道路养护、绿化管护等", "重点工作。"),
    ],
    ids=lambda text: text,
)
def test_is_joined(before: str, after: str) -> None:
    assert joined(line(before), line(after)) == [before + after]


def test_latin_words_keep_a_space() -> None:
    assert joined(line("使用 open"), line("data 平台")) == ["使用 open data 平台"]


@pytest.mark.parametrize(
    "after", [line("各科室要带头", size=12.0), line("各科室要带头", bold=True)], ids=["size", "weight"]
)
def test_a_short_line_of_another_look_is_a_heading(after: Line) -> None:
    assert joined(line("严明纪律"), after) == ["严明纪律", "各科室要带头"]


def test_a_title_over_two_lines_is_one_and_its_bracket_another() -> None:
    title = line("汐桥镇人民政府"), line("2024年工作要点"), line("（征求意见稿）")
    assert joined(*title, centred=True) == ["汐桥镇人民政府2024年工作要点", "（征求意见稿）"]


@pytest.mark.parametrize(
    "between", [[line("", hard=True)], [line("")], []], ids=["page break and empty line", "empty line", "page break"]
)
def test_what_stands_apart_is_not_joined(between: list[Line]) -> None:
    assert joined(line("澹州市工作要点"), *between, line("为做好工作", hard=not between)) == [
        "澹州市工作要点",
        "为做好工作",
    ]


def test_joined_lines_share_their_look() -> None:
    (one,) = join_broken([line("贯彻上级", bold=True), line("决策部署和各项要求", bold=True)])
    assert one.look == (True, 16.0)


@pytest.mark.parametrize("lines", [[], [line("")]], ids=["no line", "an empty line"])
def test_nothing_to_join(lines: list[Line]) -> None:
    assert join_broken(lines) == lines
