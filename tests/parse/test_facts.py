from datetime import date

import pytest

from nlp.parse.facts import find_facts
from nlp.parse.kinds import find_kind
from nlp.parse.outline import mark_blocks
from nlp.parse.raw import Grid, GridCell, Paragraph
from nlp.types import Period


def facts(*lines: str, file: str = "a.txt"):
    blocks = [Paragraph(line) for line in lines]
    return find_facts(blocks, mark_blocks(blocks), file)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("江岭市中心医院2024年度重点工作任务分解表", "plan"),
        ("澄岚街道2025年清廉街道建设重点任务", "plan"),
        ("便民中心关于重点任务落实情况的报告", "report"),
        ("某所2021年行风建设落实情况登记表", "report"),
        ("某中心2023年廉政工作台账（截至12月31日）", "report"),
        ("述责述廉报告", "report"),
        ("某局2022年工作计划（征求意见稿）", "plan"),
    ],
)
def test_kind_by_title(title: str, kind: str) -> None:
    assert find_kind(title, []) == kind


def test_kind_without_title_by_its_sentences() -> None:
    assert find_kind("a", ["一年来，我们完成了整改，已签订责任书。"]) == "report"
    assert find_kind("a", ["要严格执行请示报告制度，加强监督，12月底前完成。"]) == "plan"
    assert find_kind("a", []) == "other"


@pytest.mark.parametrize(
    ("lines", "file", "year", "source"),
    [
        (["某局2022年工作要点"], "a.txt", 2022, "title"),
        (["某局工作要点", "正文。"], "plan-2021.txt", 2021, "file name"),
        (["某局工作要点", "2023年，总体要求是从严。"], "a.txt", 2023, "text"),
        (["镜湖局工作总结", "我局认真落实。", "镜湖局", "2024年12月25日"], "a.txt", 2024, "date of issue"),
        (["某局工作总结", "我局去年比2019年减少会议。"], "a.txt", None, None),
        (["某局工作要点", "正文。"], "a.txt", None, None),
        (
            ["某局整治方案", "2023年底，全县共有泵站62座，老化较多。", "某局", "2024年3月4日"],
            "a.txt",
            2024,
            "date of issue",
        ),
        (["某局整治方案", "定于2024年5月至9月开展整治。", "2023年底，全县共有泵站62座。"], "a.txt", 2024, "text"),
        (["某局工作要点", "2024年，全局要抓好防汛工作。", "某局", "2023年12月28日"], "a.txt", 2024, "text"),
        (["某局工作总结", "2023年，我局已完成各项任务。", "某局", "2024年1月8日"], "a.txt", 2023, "text"),
        (["某局二〇二二年工作要点"], "a.txt", 2022, "title"),
        (["某局行动计划（2026—2027年）"], "a.txt", 2026, "title"),
    ],
    ids=str,
)
def test_year(lines: list[str], file: str, year: int | None, source: str | None) -> None:
    found = facts(*lines, file=file)
    assert (found.year, found.year_source) == (year, source)


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["市港航中心关于2023年上半年任务落实情况的报告"], "市港航中心"),
        (["清风润校园", "——云野县第二中学2023年党风廉政建设工作总结", "正文。"], "云野县第二中学"),
        (["党风廉政工作落实登记表", "填报单位：镜湖监督所", "正文。"], "镜湖监督所"),
        (["关于2023年廉政工作的报告", "县局：", "一年来完成任务。", "县畜牧站", "2023年12月20日"], "县畜牧站"),
        (["2023年度述责述廉报告", "市执法支队支队长 高远", "各位领导："], "市执法支队"),
        (["某所领导班子2023年度整改报告"], "某所"),
    ],
    ids=str,
)
def test_unit(lines: list[str], unit: str) -> None:
    assert facts(*lines).unit == unit


def test_unit_falls_back_to_the_file_name() -> None:
    assert facts("述职报告", "各位领导：", file="03_市容管理所.txt").unit == "市容管理所"


@pytest.mark.parametrize(
    ("lines", "period"),
    [
        (["某所2023年上半年工作报告"], Period(date(2023, 1, 1), date(2023, 6, 30))),
        (["某所2023年第三季度工作报告"], Period(date(2023, 7, 1), date(2023, 9, 30))),
        (["某所2023年前三季度工作报告"], Period(date(2023, 1, 1), date(2023, 9, 30))),
        (["某所2023年1—4月工作报告"], Period(date(2023, 1, 1), date(2023, 4, 30))),
        (["某所2023年工作台账（截至11月30日）"], Period(date(2023, 1, 1), date(2023, 11, 30))),
        (["某所2023年工作总结", "5月至6月，组织培训。"], Period(date(2023, 1, 1), date(2023, 12, 31))),
        (["某所2023年工作总结", "正文。", "某所", "2023年12月20日"], Period(date(2023, 1, 1), date(2023, 12, 20))),
    ],
    ids=str,
)
def test_period(lines: list[str], period: Period) -> None:
    assert facts(*lines).period == period


def test_plan_has_no_unit_and_no_period() -> None:
    found = facts("某局2022年工作要点", "某局", "2022年3月1日")
    assert (found.unit, found.period) == (None, None)


def test_head_of_a_red_headed_file() -> None:
    found = facts(
        "江野医院文件",
        "江医发〔2024〕9号",
        "关于印发《江野医院2024年工作计划》的通知",
        "各科室：",
        "江野医院",
        "2024年2月26日",
    )
    assert (found.issuer, found.number, found.issued) == ("江野医院", "江医发〔2024〕9号", date(2024, 2, 26))
    assert found.title == "江野医院2024年工作计划"


def test_impossible_date_is_no_date_of_issue() -> None:
    assert facts("某局2022年工作要点", "某局", "2022年13月41日").issued is None


def test_title_as_a_row_across_the_table() -> None:
    row = GridCell(0, 0, "柏溪县2023年\n重点任务分解表", 1, 2)
    blocks = [Paragraph("附件1"), Grid(2, 2, (row, GridCell(1, 0, "任务"), GridCell(1, 1, "责任单位")))]
    found = find_facts(blocks, mark_blocks(blocks), "a.docx")
    assert (found.title, found.year) == ("柏溪县2023年重点任务分解表", 2023)


@pytest.mark.parametrize(
    "lines",
    [
        ["镜湖县政府办公室关于印发镜湖县2019年", "营商环境重点任务的通知", "各乡镇："],
        ["镜湖县政府办公室", "关于印发镜湖县2019年营商环境重点任务的通知", "各乡镇："],
        ["镜湖县政府办公室关于印发《镜湖县2019年营商环境重点任务》的通知", "各乡镇："],
    ],
    ids=["in two lines", "under its issuer", "quoted"],
)
def test_title_of_the_paper_that_a_notice_sends(lines: list[str]) -> None:
    assert facts(*lines).title == "镜湖县2019年营商环境重点任务"


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("二〇二四年一月十五日", date(2024, 1, 15)),
        ("二零二四年十二月三十一日", date(2024, 12, 31)),
        ("望川县教育局办公室            2024年2月28日印发", date(2024, 2, 28)),
        ("成文日期：2024-02-28", date(2024, 2, 28)),
        ("发布时间：2024/2/8  来源：某局  浏览次数：318", date(2024, 2, 8)),
        ("填报：办公室 时间：2024年2月8日", date(2024, 2, 8)),
        ("会议时间：2024年4月11日上午", None),
        ("时间：2024年4月11日上午", None),
        ("2024.2.28", date(2024, 2, 28)),
        ("2024-02-28版本", None),
    ],
)
def test_date_of_issue(line: str, issued: date | None) -> None:
    assert facts("望川县2024年工作要点", line, "正文。").issued == issued


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["望川县教育局会议纪要", "地点：局会议室"], "望川县教育局"),
        (["望川消防救援站目标责任书", "甲方：望川管理委员会"], "望川消防救援站"),
        (["望川征收服务中心1—9月工作总结"], "望川征收服务中心"),
        (["三年行动计划", "一、目标", "望川县政府办公室        2024年3月1日印发"], "望川县政府办公室"),
        (["年度计划", "一、目标", "望川县政府", "2024年3月1日", "望川县政府办 2024年3月2日印发"], "望川县政府"),
        (["望川县政府办公室关于印发《望川县2024年工作要点》的通知"], "望川县政府办公室"),
        (["关于加强机关党委工作的意见"], None),
        (["关于开展2024年“质量月”活动的通知"], None),
        (["关于做好工作的通知", "各校：", "望川县教育局", "2024年3月1日", "附件", *["练习。"] * 8], "望川县教育局"),
        (["学校2024年度工作计划", "正文。", "望川小学", "2024.1.12"], "望川小学"),
        (["望川区2024年植树方案", "正文。", "望川区绿化委员会", "2024年2月19日"], "望川区绿化委员会"),
        (["发文机关：望川县农业局     成文日期：2023年3月2日", "2023年春耕生产工作方案"], "望川县农业局"),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else None,
)
def test_issuer(lines: list[str], issuer: str | None) -> None:
    assert facts(*lines).issuer == issuer


@pytest.mark.parametrize("line", ["望川区人民法庭  庭长  高远", "望川区人民法庭庭长 高远"], ids=["spaced", "closed up"])
def test_unit_of_the_one_who_reports(line: str) -> None:
    assert facts("述职报告", line, "2024年度，收案12件。").unit == "望川区人民法庭"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("望教发〔2024〕12号        签发人：高远", "望教发〔2024〕12号"),
        ("文 号：望教发〔2024〕12号", "望教发〔2024〕12号"),
        ("〔2024〕3期", "〔2024〕3期"),
        ("发文字号：望教发〔2024〕12号     发布日期：2024年3月6日", "望教发〔2024〕12号"),
        ("根据望教发〔2024〕12号文件", None),
    ],
)
def test_file_number(line: str, number: str | None) -> None:
    assert facts(line, "望川县教育局2024年工作要点", "一、教学").number == number


@pytest.mark.parametrize(
    "title", ["某中学行事历（2024—2025学年第一学期）", "某县行动计划（2024－2026年）", "某站责任书（2024年度）"]
)
def test_year_in_brackets(title: str) -> None:
    assert facts(title).year == 2024


def test_date_of_printing_yields_to_the_notice_s_own() -> None:
    notice = ["关于印发《望川县2024年工作要点》的通知", *["各校："] * 12, "望川县教育局", "2024年3月11日"]
    paper = ["望川县2024年工作要点", "一、教学", *["练习。"] * 6, "望川县教育局办公室    2024年3月12日印发"]
    assert facts(*notice, *paper).issued == date(2024, 3, 11)


@pytest.mark.parametrize(
    "opening", ["1至6月，街道受理86件。", "今年1—6月，街道受理86件。", "2024年1月至6月，受理86件。"]
)
def test_period_by_the_opening_words(opening: str) -> None:
    found = facts("某街道2024年信访工作情况通报", "各社区：", opening)
    assert found.period == Period(date(2024, 1, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("file", "unit"), [("01_环卫所.docx", "环卫所"), ("最终版0630.docx", None), ("附件2报告表.docx", None)]
)
def test_unit_from_a_file_name_that_names_a_body(file: str, unit: str | None) -> None:
    blocks = [Paragraph("2024年工作总结"), Paragraph("今年召开会议3次。")]
    assert find_facts(blocks, mark_blocks(blocks), file).unit == unit


def test_unit_in_the_head_of_a_form() -> None:
    cells = GridCell(0, 0, "填报单位：柳溪县农业农村局", 1, 2), GridCell(1, 0, "事项"), GridCell(1, 1, "进展情况")
    blocks = [Paragraph("2024年工作总结"), Grid(2, 2, cells)]
    assert find_facts(blocks, mark_blocks(blocks), "a.docx").unit == "柳溪县农业农村局"


@pytest.mark.parametrize(
    "line",
    [
        "2.自2024年9月1日起执行新标准。",
        "自2024年9月1日起执行新标准",
        "2024年9月1日前完成改造",
        "2024年9月1日完成改造。",
        "4.2024年9月1日建成",
        "■2024年9月1日建成",
        "完成时间：2024年9月1日",
    ],
)
def test_date_of_work_is_no_date_of_issue(line: str) -> None:
    assert facts("某局2024年工作要点", "一、工作", "1.召开例会。", line).issued is None


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (["2024年2月26日"], date(2024, 2, 26)),
        (["某局2024年2月26日"], date(2024, 2, 26)),
        (["（2024年2月26日局务会议通过）"], date(2024, 2, 26)),
        (["某局办公室　　2024年2月27日印发"], date(2024, 2, 27)),
        (["成文日期：2024年2月26日"], date(2024, 2, 26)),
        (["（截至2024年2月26日）"], date(2024, 2, 26)),
        (["登记人：综合科，2024年2月26日。"], date(2024, 2, 26)),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else None,
)
def test_date_at_the_foot_is_that_of_issue(lines: list[str], issued: date) -> None:
    assert facts("某局2024年工作要点", "一、工作", "1.自2024年9月1日起执行新标准。", *lines).issued == issued
