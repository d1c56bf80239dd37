"""Where the title of a numbered line ends: before a mark, behind a time in brackets, at a colon or not."""

import pytest

from nlp.parse.outline import mark_blocks
from nlp.parse.raw import Paragraph


def mark(*lines: str):
    return mark_blocks([Paragraph("某局2022年工作要点"), *map(Paragraph, lines)])[1:]


@pytest.mark.parametrize(
    "line",
    [
        "1.适配辅具，责任科室：康复科",
        "1.适配辅具，牵头单位：县残联；配合单位：各乡镇。",
        "1.适配辅具；完成时限：6月底",
        "1.适配辅具。责任科室：康复科，完成时限：6月底",
        "1.适配辅具  责任人：李某",
    ],
)
def test_mark_behind_an_item_makes_it_no_heading(line: str) -> None:
    found = mark("一、任务", line, "2.开展巡诊，责任科室：门诊部")[1]
    assert (found.kind, found.number, found.title, found.body) == ("paragraph", "1", None, 2)


def test_title_ends_before_a_mark() -> None:
    found = mark("（一）适配辅具，责任科室：康复科", "1.上门评估120人。", "2.免费配发轮椅30台。")[0]
    assert (found.kind, found.title) == ("heading", "适配辅具")


@pytest.mark.parametrize(
    "line",
    [
        "1.明确分工，主要内容：建立台账。",
        "1.压实责任：逐级签订责任书。",
        "1.抓好统筹，完成以下任务：修渠。",
        "1.深入学习，联系实际：抓整改。",
    ],
)
def test_other_colons_are_no_marks(line: str) -> None:
    found = mark("一、任务", line, "2.开展巡诊。")[1]
    assert (found.kind, found.title) == ("heading", line[2 : line.index("：")])


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）动员部署（3月1日至3月15日）。召开动员会。", "动员部署（3月1日至3月15日）"),
        ("（一）组织实施（2024年3月上旬—2024年11月底前）。逐户登记。", "组织实施（2024年3月上旬—2024年11月底前）"),
        ("（一）开展“回头看”自查自纠（第二季度）。逐户登记。", "开展“回头看”自查自纠（第二季度）"),
        ("（一）动员部署阶段（2024年3月1日至3月15日）：召开动员会。", "动员部署阶段（2024年3月1日至3月15日）"),
    ],
)
def test_time_in_brackets_does_not_lengthen_a_title(line: str, title: str) -> None:
    found = mark(line, "（二）总结验收。形成报告。")[0]
    assert (found.kind, found.title, line[found.body or 0 :]) == ("heading", title, line[len(title) + 4 :])


def test_other_words_in_brackets_do() -> None:
    assert mark("（一）开展排查整治（含学校、医院、养老机构、车站）。逐户登记。", "（二）总结。")[0].kind == "paragraph"


FEET = [
    ["共印30份"],
    ["（共印120份）"],
    ["柳溪县林业局办公室  2024年3月5日印发"],
    ["柳溪县林业局办公室        2024年3月5日"],
    ["以上两项由造林科负责"],
    ["上述任务由造林科、种苗站按职责分工负责。"],
    ["校对：李某"],
]


@pytest.mark.parametrize("below", FEET, ids=lambda lines: lines[0])
@pytest.mark.parametrize("last", ["2.义务植树20万株", "2.义务植树20万株。"], ids=["open", "stopped"])
def test_last_item_stays_an_item_above_the_foot(last: str, below: list[str]) -> None:
    marks = mark("一、任务", "1.完成造林1万亩。", last, *below, "抄送：县委办。")
    assert [m.kind for m in marks[1:3]] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    "below", ["共印发简报12期。", "以上级部署为准，由各科制定方案。", "2024年3月5日印发实施方案，每月调度一次。"]
)
def test_work_that_begins_like_a_foot_is_a_body(below: str) -> None:
    assert mark("一、任务", "1.落实制度", below)[1].kind == "heading"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）动员部署：全面发动（责任单位：办公室）", "动员部署：全面发动"),
        ("（一）动员部署：4月至6月（责任单位：办公室）。", "动员部署：4月至6月"),
        ("（一）动员部署：全面发动（4月至6月）", "动员部署：全面发动（4月至6月）"),
    ],
)
def test_phrase_and_note_behind_a_colon_carry_the_title_on(line: str, title: str) -> None:
    found = mark(line, "1.各村召开动员会。")[0]
    assert (found.kind, found.title, found.body) == ("heading", title, None)


def test_sentence_and_note_behind_a_colon_are_a_body() -> None:
    line = "（一）动员部署：召开动员会，发放资料。（责任单位：办公室）"
    found = mark(line, "1.各村召开动员会。")[0]
    assert (found.title, line[found.body or 0 :][:5]) == ("动员部署", "召开动员会")


@pytest.mark.parametrize("sign", ["◆", "● ", "·", "——", "➢"])
def test_number_behind_a_bullet_is_read(sign: str) -> None:
    line = f"{sign}（一）压实责任。签订责任书。"
    found = mark("一、任务", line)[1]
    assert (found.kind, found.level, found.number, found.title) == ("heading", 2, "（一）", "压实责任")
    assert line[found.body or 0 :] == "签订责任书。"


def test_item_behind_a_bullet_begins_behind_both() -> None:
    line = "◆1.完成造林1万亩，栽植苗木20万株，成活率达到九成以上。"
    found = mark("一、任务", line)[1]
    assert (found.kind, found.number, line[found.body or 0 :][:2]) == ("paragraph", "1", "完成")
