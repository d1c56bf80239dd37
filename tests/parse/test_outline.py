import re

import pytest

from nlp.lexicon import load
from nlp.parse.numbers import Number, find_number
from nlp.parse.outline import mark_blocks
from nlp.parse.raw import Paragraph

RULES = load("headings.toml", keys=("name", "level", "pattern", "examples", "not_examples"))


@pytest.mark.parametrize(
    ("rule", "text"),
    [(r, t) for r in RULES for t in r["examples"]],
    ids=lambda v: v if isinstance(v, str) else v["name"],
)
def test_rule_matches_its_examples(rule, text: str) -> None:
    assert re.match(rule["pattern"], text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [(r, t) for r in RULES for t in r["not_examples"]],
    ids=lambda v: v if isinstance(v, str) else v["name"],
)
def test_rule_leaves_its_counterexamples(rule, text: str) -> None:
    assert not re.match(rule["pattern"], text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、提高政治站位", Number("一", 1, 2)),
        ("一、  全面深化", Number("一", 1, 4)),
        ("（十二）严格监督", Number("（十二）", 2, 4)),
        ("１．开展排查", Number("１", 3, 2)),
        ("（3）制定方案", Number("（3）", 4, 3)),
        ("2022年工作", None),
        ("1.5万元", None),
    ],
    ids=str,
)
def test_number(text: str, number: Number | None) -> None:
    assert find_number(text) == number


def mark(*lines: str):
    return mark_blocks([Paragraph("某局2022年工作要点"), *map(Paragraph, lines)])[1:]


@pytest.mark.parametrize(
    ("lines", "kind", "title", "body"),
    [
        (["一、提高政治站位,着力推动责任落实"], "heading", "提高政治站位,着力推动责任落实", None),
        (["（一）强化政治自觉。", "深入学习。"], "heading", "强化政治自觉", None),
        (["（一）守住“生命线”。公开招生政策。"], "heading", "守住“生命线”", 11),
        (["（一）压实责任链条（责任单位：各社区、机关各办）", "签订责任书。"], "heading", "压实责任链条", None),
        (["1.完成城北水厂深度处理改造工程主体施工，新增供水能力5万吨。"], "paragraph", None, 2),
        (["2.压降漏损水平。加密布设计量设备。"], "heading", "压降漏损水平", 9),
        (["1.完成改造", "责任部门：工程部"], "paragraph", None, 2),
        (["1.完成改造", "对老旧管网逐段更换。"], "heading", "完成改造", None),
        (["1.完成垃圾分类点建设15个。（责任单位：村建办）", "2.开展培训3场。"], "paragraph", None, 2),
        (["（一）开展春播技术培训3场。", "（二）完成改造。"], "paragraph", None, 3),
        (["（一）签字背书。（责任单位：办公室）", "签订责任书。"], "heading", "签字背书", 8),
        (["2022年是开局之年。"], "paragraph", None, None),
        (["（一）落实：各单位要签订责任书。"], "heading", "落实", 6),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else None,
)
def test_line(lines: list[str], kind: str, title: str | None, body: int | None) -> None:
    found = mark(*lines)[0]
    assert (found.kind, found.title, found.body) == (kind, title, body)


def test_style_makes_a_heading_without_number() -> None:
    found = mark_blocks([Paragraph("某局2022年工作要点", style_level=0), Paragraph("压实责任", style_level=1)])
    assert [(m.kind, m.level) for m in found] == [("title", None), ("heading", 1)]


def test_notice_and_the_paper_it_sends_are_both_titles() -> None:
    lines = [
        "某院文件",
        "某院发〔2024〕9号",
        "关于印发《某院2024年任务分解表》的通知",
        "各科室：",
        "请认真执行。",
        "附件",
        "某院2024年任务分解表",
    ]
    kinds = [m.kind for m in mark_blocks([Paragraph(line) for line in lines])]
    assert [i for i, kind in enumerate(kinds) if kind == "title"] == [2, 6]


def test_issuer_above_the_title_is_no_title() -> None:
    kinds = [
        m.kind
        for m in mark_blocks([Paragraph("穗野县农业局"), Paragraph("2023年作风建设工作要点"), Paragraph("正文。")])
    ]
    assert kinds == ["paragraph", "title", "paragraph"]


def test_plan_that_starts_with_its_guiding_paragraph_has_no_title() -> None:
    kinds = [m.kind for m in mark_blocks([Paragraph("2022年，总体要求是：坚持从严。"), Paragraph("一、压实责任")])]
    assert kinds == ["paragraph", "heading"]


@pytest.mark.parametrize(
    "following", ["附：校历一份", "附件：1.进度表", "抄送：县委办。", "甲方（盖章）：", "特此报告。", "某某学院"]
)
def test_closing_lines_are_no_body_of_the_last_item(following: str) -> None:
    found = mark("3、6月份进行安全检查。", following)[0]
    assert (found.kind, found.body) == ("paragraph", 2)


def test_short_line_without_a_stop_is_a_body_where_the_text_goes_on() -> None:
    found = mark("（二）完善治理机制", "修订章程和议事规则", "三、组织实施")[0]
    assert (found.kind, found.title) == ("heading", "完善治理机制")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("九月份", "九月份"),
        ("十月—十一月：", "十月—十一月"),
        ("第一阶段（3月—5月）：动员部署。摸底调查。", "第一阶段（3月—5月）：动员部署"),
        ("第二阶段：组织实施", "第二阶段：组织实施"),
    ],
)
def test_time_or_stage_as_heading(line: str, title: str) -> None:
    found = mark("一、进度", line, "每月评比一次。")[1]
    assert (found.kind, found.level, found.number, found.title) == ("heading", 2, None, title)


def test_months_with_nothing_above_them_are_the_parts() -> None:
    found = mark("九月份", "每月评比一次。", "十月份", "1.检修渠道，更换闸门3座。")
    assert [(m.kind, m.level) for m in found] == [("heading", 1), ("paragraph", None), ("heading", 1), ("paragraph", 3)]


def test_dash_behind_a_title_is_no_part_of_it() -> None:
    assert mark("三、后勤工作——", "1、改造宿舍；")[0].title == "后勤工作"


def test_bare_bracket_behind_an_item_is_no_body() -> None:
    found = mark("1．新建社区食堂26个。（市民政局、市财政局）", "2．改造床位。")[0]
    assert (found.kind, found.level) == ("paragraph", 3)


def test_quarter_opens_the_list_of_its_heading() -> None:
    found = mark("（一） 专题学习", "第一季度：学习党章，开展研讨1次。")
    assert [m.title for m in found] == ["专题学习", "第一季度"]


@pytest.mark.parametrize(
    "below",
    [
        ["附件2"],
        ["注：以上面积为年度新增。"],
        ["备注：按季度通报。"],
        ["以上工作请各科室抓好落实。"],
        ["印发：各科室"],
        ["柳溪县林业局", "柳溪县农业农村局", "2024年3月1日"],
        ["（此件公开发布）"],
    ],
    ids=lambda lines: lines[0],
)
def test_last_item_stays_an_item_above_what_closes_the_paper(below: list[str]) -> None:
    marks = mark("一、任务", "1.完成造林1万亩。", "2.义务植树20万株。", *below)
    assert [m.kind for m in marks[1:3]] == ["paragraph", "paragraph"]


def test_decimal_items_below_a_bare_number_are_items() -> None:
    lines = "1 重点任务", "1.1 举办讲座24场。", "1.2 开展送书12次。", "1.3 新增图书2万册。", "2 保障措施", "加强保障。"
    assert [m.kind for m in mark(*lines)] == ["heading", "paragraph", "paragraph", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize("below", ["联系人每月走访2次，及时反映困难。", "各科室签字后报办公室，存入档案。"])
def test_sentence_that_begins_like_a_closing_line_is_a_body(below: str) -> None:
    assert mark("一、任务", "1.落实制度", below)[1].kind == "heading"


@pytest.mark.parametrize(
    "following",
    [
        ["附件2"],
        ["注：面积按年底数计。"],
        ["备注：株数含补植。"],
        ["说明：面积含补植。"],
        ["以上工作请各科室抓好落实。"],
        ["印发：各科室"],
        ["联系人：李某"],
        ["甲方（签字）：        乙方（签字）："],
        ["松野县林业局", "松野县财政局", "2022年3月1日"],
    ],
    ids=lambda v: v[0],
)
def test_last_item_above_the_end_of_a_paper_is_no_heading(following: list[str]) -> None:
    found = mark("一、任务", "1.完成造林1万亩。", "2.义务植树20万株。", *following)
    assert [m.kind for m in found[:3]] == ["heading", "paragraph", "paragraph"]


def test_decimal_does_not_open_the_decimal_above_it() -> None:
    lines = [
        "1 重点任务",
        "1.1 举办讲座24场。",
        "1.2 开展送书下乡12次。",
        "1.3 新增图书2万册。",
        "2 保障措施",
        "加强。",
    ]
    assert [m.title for m in mark(*lines)] == ["重点任务", None, None, None, "保障措施", None]


@pytest.mark.parametrize(
    "line",
    [
        "（二）建设检查站2处。由资源科负责。",
        "（二）建设检查站2处。资源科、防火办牵头。",
        "（二）开展审计。6月底前完成，由财政股负责。",
        "（二）开展审计。6月底前由财政股负责完成。",
        "（二）开展审计。由财政股负责，年底前完成。",
    ],
)
def test_who_behind_a_lead_in_is_no_body(line: str) -> None:
    found = mark("一、任务", line, "（三）开展普查。")[1]
    assert (found.kind, found.number) == ("paragraph", "（二）")


@pytest.mark.parametrize(
    "line",
    [
        "（二）压实责任。实行首问负责制。",
        "（二）开展审计。年底前完成。",
        "（二）开展审计。6月底前完成单位自查。",
        "（二）开展审计。由财政股负责制定方案并抓好整改。",
    ],
)
def test_work_behind_a_lead_in_is_its_body(line: str) -> None:
    assert mark("一、任务", line, "（三）开展普查。")[1].kind == "heading"


@pytest.mark.parametrize(
    "lines",
    [
        ["1.落实联系人制度", "联系人每月走访2次，及时反映困难。"],
        ["2.签订责任书", "各科室签字后报办公室。"],
    ],
    ids=lambda v: v[0],
)
def test_sentence_that_starts_like_a_closing_line_is_a_body(lines: list[str]) -> None:
    assert mark("一、任务", *lines)[1].kind == "heading"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["（一）第一阶段（4月—6月）：摸底排查", "1.各村逐户登记。"], "第一阶段（4月—6月）：摸底排查"),
        (["（一）摸底排查阶段：4月至6月", "各村逐户登记。"], "摸底排查阶段：4月至6月"),
        (["（一）摸底排查：4月底前逐户登记", "各村逐户登记。"], "摸底排查"),
        (["（一）摸底排查：责任单位：各村", "各村逐户登记。"], "摸底排查"),
        (["（一）摸底排查：逐户登记", "（二）整改。"], "摸底排查"),
    ],
    ids=["stage", "time", "task", "note", "nothing below"],
)
def test_what_stands_behind_a_colon(lines: list[str], title: str) -> None:
    assert mark(*lines)[0].title == title


def test_number_without_words_is_no_heading() -> None:
    found = mark_blocks([Paragraph("某局2022年工作要点"), Paragraph("一、", style_level=1, number_level=0)])[1]
    assert found.kind == "paragraph"
