import pytest

from nlp.parse.raw import Paragraph
from nlp.parse.titles import ends_paper, find_second, find_titles


def titles(*lines: str) -> list[str]:
    return [lines[i] for i in sorted(find_titles([Paragraph(line) for line in lines]))]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["望川乡2024年政务公开工作实施", "方案", "为做好工作，制定本方案。"], [0, 1]),
        (["关于2022年审计发现问题", "整改落实情况的报告", "县审计局："], [0, 1]),
        (["望川县水利局", "望川县水利局关于报送2024年", "法治建设情况的报告", "县委："], [1, 2]),
        (["望川集团", "改革提升行动实施方案", "（2024—2026年）", "一、总体要求"], [1, 2]),
        (["望川集团2024年工作要点", "（2024年3月1日经理会通过）", "一、改革"], [0]),
        (["秘密★1年", "望川县委老干部局", "2024年工作安排", "正文。"], [2]),
        (["望川教发〔2024〕12号    签发人：高远", "望川县教育局2024年工作要点", "一、教学"], [1]),
        (["发布时间：2024-01-02 来源：办公室", "望川县2024年工作要点", "一、教学"], [1]),
        (["清风润校园", "——望川二中2023年廉政工作总结", "正文。"], [0, 1]),
    ],
    ids=lambda v: v[0] if isinstance(v[0], str) else None,
)
def test_lines_of_a_title(lines: list[str], found: list[int]) -> None:
    assert titles(*lines) == [lines[i] for i in found]


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        (["望川县教育局2024年工作要点"], True),
        (["望川县教育局", "2024年工作要点"], True),
        (["2024年", "工作要点"], True),
        (["附件：1.2024年工作要点"], False),
    ],
    ids=str,
)
def test_title_of_the_paper_that_a_notice_sends(paper: list[str], found: bool) -> None:
    notice = ["关于印发《2024年工作要点》的通知", "各学校：", "请认真执行。"]
    assert titles(*notice, *paper, "一、教学") == [notice[0], *(paper if found else [])]


def test_words_that_end_a_title() -> None:
    assert ends_paper("2024年工作要点（征求意见稿）")
    assert not ends_paper("要点在于落实")


@pytest.mark.parametrize(
    ("above", "second"),
    [(["望川县图书馆", "2024年1月5日"], True), (["2024年1月5日", "附件2"], False), (["望川县图书馆"], False)],
    ids=str,
)
def test_second_paper_in_a_file(above: list[str], second: bool) -> None:
    lines = ["图书馆2024年工作计划", "一、阅读", "办活动3场。", *above, "文化馆2024年工作计划", "一、演出"]
    found = find_second([Paragraph(line) for line in lines], {0})
    assert (found == len(lines) - 2) is second


def test_title_above_those_it_is_sent_to() -> None:
    lines = ["柳溪县民政局2024年重点工作", "各科室：", "工作方案", "一、抓落实"]
    assert find_titles([Paragraph(line) for line in lines]) == {0}


def test_larger_line_with_a_year_is_the_title() -> None:
    head = Paragraph("柳溪县民政局2024年工作", size=22.0)
    parts = [Paragraph(line, size=16.0, bold=True) for line in ("上半年工作总结", "一、主要做法")]
    assert find_titles([head, *parts]) == {0}


def test_paper_that_a_notice_sends_is_no_second_paper() -> None:
    lines = [
        "关于印发2024年工作要点的通知",
        "各科室：",
        "现予印发。",
        "2024年3月1日",
        "2024年全县民政工作要点",
        "一、抓落实",
    ]
    assert find_second([Paragraph(line) for line in lines], {0}) is None
