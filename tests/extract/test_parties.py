"""Notes, lines, cells and headers that name who answers for a task; all bodies and persons are invented."""

import csv
import re
from pathlib import Path

import pytest

from nlp.extract.parties import (
    column_role,
    find_notes,
    first_is_lead,
    is_limit_column,
    lead_first,
    read_cell,
    read_note_line,
)
from nlp.lexicon import load

LETTERS = {"lead": "L", "support": "S", "supervise": "V", "person": "P"}


def shown(parties):
    return " ".join(f"{LETTERS[party.role]}:{party.name}" for party in parties)


def noted(text):
    """Parties of all notes, and behind | their time limits."""
    notes = find_notes(text)
    limits = [phrase for note in notes for phrase, _ in note.limits]
    return " ".join(filter(None, [*(shown(note.parties) for note in notes), *(f"|{limit}" for limit in limits)]))


NOTES = {
    # one mark, every separator and bracket
    "开展自查。（责任单位：办公室）": "L:办公室",
    "开展自查。(责任单位:办公室、人事科)": "L:办公室 L:人事科",
    "开展自查。〔责任单位：县民政局，云溪镇政府〕": "L:县民政局 L:云溪镇政府",
    "开展自查。[责任部门：工程部；财务部]": "L:工程部 L:财务部",
    "开展自查。【责任科室：法规科 信访科】": "L:法规科 L:信访科",
    "开展自查（责任单位：办公室）。": "L:办公室",
    "开展自查（责任单位：办公室），建立台账。": "L:办公室",
    "开展自查。（ 责任 单位 ： 办公室 ）": "L:办公室",
    "开展自查。（责任单位：县 民政局、县司 法局）": "L:县民政局 L:县司法局",
    "开展自查。（责任单位：区综合行政执\n法局）": "L:区综合行政执法局",
    # every mark
    "推进。（牵头单位：甲局）": "L:甲局",
    "推进。（牵头部门：甲局）": "L:甲局",
    "推进。（牵头科室：法规科）": "L:法规科",
    "推进。（牵头股室：人事股）": "L:人事股",
    "推进。（责任股室：人事股）": "L:人事股",
    "推进。（责任处室：综合处）": "L:综合处",
    "推进。（主责单位：甲局）": "L:甲局",
    "推进。（主办单位：甲局）": "L:甲局",
    "推进。（承办单位：甲局）": "L:甲局",
    "推进。（协办单位：甲局）": "S:甲局",
    "推进。（配合单位：甲局）": "S:甲局",
    "推进。（配合科室：各科室）": "S:各科室",
    "推进。（参加单位：甲局）": "S:甲局",
    "推进。（参与单位：甲局）": "S:甲局",
    "推进。（落实单位：甲局）": "L:甲局",
    "推进。（主要责任单位：甲局）": "L:甲局",
    "推进。（其他责任单位：乙局）": "S:乙局",
    "推进。（协同责任单位：乙局）": "S:乙局",
    "推进。（建议责任单位：甲局）": "L:甲局",
    "推进。（牵头领导：沈明远）": "V:沈明远",
    "推进。（牵头县领导：沈明远）": "V:沈明远",
    "推进。（责任领导：沈明远、柳知秋）": "V:沈明远 V:柳知秋",
    "推进。（分管领导：副局长沈明远）": "V:副局长沈明远",
    "推进。（责任人：沈明远）": "P:沈明远",
    "推进。（联系人：柳知秋）": "P:柳知秋",
    "推进。（督办单位：县委督查室）": "V:县委督查室",
    "推进。（监督单位：派驻纪检监察组）": "V:派驻纪检监察组",
    "推进。（责任：办公室）": "L:办公室",
    "推进。（牵头：办公室；配合：人事科）": "L:办公室 S:人事科",
    "推进。（主责：办公室；协办：人事科）": "L:办公室 S:人事科",
    # several marks in one bracket, limits, a full stop inside
    "推进。（责任单位：党建办、人事股；配合单位：各股室；完成时限：12月底前）": "L:党建办 L:人事股 S:各股室 |12月底前",
    "推进。（牵头单位：甲局，配合单位：乙局、丙局）": "L:甲局 S:乙局 S:丙局",
    "推进。（牵头单位：甲局。配合单位：乙局。）": "L:甲局 S:乙局",
    "推进。（责任单位：甲局。）": "L:甲局",
    "推进。（责任领导：沈明远；责任单位：办公室；责任人：柳知秋）": "V:沈明远 L:办公室 P:柳知秋",
    "推进。（牵头单位 县民政局 配合单位 县司法局）": "L:县民政局 S:县司法局",
    "推进。（责任单位：甲局；完成时间：2023年6月30日前）": "L:甲局 |2023年6月30日前",
    "推进。（完成时限：每季度末；责任单位：甲局）": "L:甲局 |每季度末",
    "推进。（6月底前完成，责任单位：办公室）": "L:办公室 |6月底前完成",
    "推进。（责任单位：甲局，6月底完成）": "L:甲局 |6月底完成",
    "推进。（责任单位：甲局、乙局，长期坚持）": "L:甲局 L:乙局 |长期坚持",
    "推进。（责任单位：甲局；备注：按月报送）": "L:甲局",
    "推进。（完成时限：6月底前）": "|6月底前",
    # names
    "推进。（责任单位：各镇、街道办事处）": "L:各镇、街道办事处",
    "推进。（责任单位：各市、县〔市、区〕政府）": "L:各市、县〔市、区〕政府",
    "推进。（责任单位：各县（市、区）教育局）": "L:各县（市、区）教育局",
    "推进。（责任单位：市场监管局（知识产权局）、司法局）": "L:市场监管局（知识产权局） L:司法局",
    "推进。（责任单位：办公室（信访室））": "L:办公室（信访室）",
    "推进。（责任单位：省工信厅及相关省级部门）": "L:省工信厅 L:相关省级部门",
    "推进。（责任单位：法院、税务分局等单位）": "L:法院 L:税务分局",
    "推进。（责任单位：甲局、乙局等）": "L:甲局 L:乙局",
    "推进。（责任单位：各科室、各单位）": "L:各科室 L:各单位",
    "推进。（责任单位：各有关部门）": "L:各有关部门",
    "推进。（责任单位：各支部、各村支部）": "L:各支部 L:各村支部",
    "推进。（责任单位：发展和改革局、文化和旅游局）": "L:发展和改革局 L:文化和旅游局",
    "推进。（责任人：党委书记、局长沈明远）": "P:党委书记、局长沈明远",
    "推进。（责任人：局长沈明远、副局长柳知秋）": "P:局长沈明远 P:副局长柳知秋",
    "推进。（责任单位：办公室（牵头）、人事科、财务科）": "L:办公室 S:人事科 S:财务科",
    "推进。（责任单位：办公室（牵头）、人事科（配合））": "L:办公室 S:人事科",
    "推进。（责任单位：县残疾人联合会、县工商业联合会）": "L:县残疾人联合会 L:县工商业联合会",
    "推进。（责任单位：长期护理保险中心）": "L:长期护理保险中心",
    # verbs instead of marks
    "推进。（甲局牵头，乙局参加，丙局落实）": "L:甲局 S:乙局 L:丙局",
    "推进。（甲局牵头乙局负责）": "L:甲局 L:乙局",
    "推进。（甲局牵头，乙局、丙局配合）": "L:甲局 S:乙局 S:丙局",
    "推进。（甲局、乙局按职责分工负责）": "L:甲局 L:乙局",
    "推进。（各部门按照职责分工负责）": "L:各部门",
    "推进。（区卫生健康委负责）": "L:区卫生健康委",
    "推进。（由办公室牵头，各科室配合）": "L:办公室 S:各科室",
    "推进。（由办公室牵头，各科室配合，6月底前完成）": "L:办公室 S:各科室 |6月底前完成",
    "推进。（甲局牵头负责，乙局协助）": "L:甲局 S:乙局",
    "推进。（甲局会同乙局负责）": "L:甲局 S:乙局",
    "推进。（责任单位：甲局牵头，乙局配合）": "L:甲局 S:乙局",
    "推进。（责任单位：甲局牵头，乙局、丙局）": "L:甲局 S:乙局 S:丙局",
    "推进。（办公室主办、人事科协办）": "L:办公室 S:人事科",
    "推进。（派驻纪检监察组监督）": "V:派驻纪检监察组",
    "推进。（组织委员沈明远负责）": "P:组织委员沈明远",
    "推进。（柳知秋牵头，人事科配合）": "P:柳知秋 S:人事科",
    "推进。（分管副局长负责）": "L:分管副局长",
    "推进。（责任单位及责任人：办公室、沈明远）": "L:办公室 P:沈明远",
    "推进。（甲局牵头，乙局参加，丙中心落实；9月底前完成）": "L:甲局 S:乙局 L:丙中心 |9月底前完成",
    # persons with offices and numbers
    "推进。（责任人：县委常委、宣传部部长沈明远）": "P:县委常委、宣传部部长沈明远",
    "推进。（责任领导：副镇长、派出所所长柳知秋；责任单位：应急办）": "V:副镇长、派出所所长柳知秋 L:应急办",
    "推进。（责任人：沈明远、柳知秋）": "P:沈明远 P:柳知秋",
    "推进。（联系人：沈明远 8321456）": "P:沈明远",
    "推进。（责任人：沈明远（电话：8321456））": "P:沈明远",
    "推进。（联系人：沈明远，电话：0321-8321456）": "P:沈明远",
    "推进。（责任单位：XX局、***科）": "L:XX局 L:***科",
    "推进。（责任领导：***；责任人：×××）": "V:*** P:×××",
    # sentences that only say who does it
    "清理台账。该项工作由宣传科牵头，各支部配合。": "L:宣传科 S:各支部",
    "清理台账。以上工作由财务科、审计科分别负责。": "L:财务科 L:审计科",
    "清理台账。此项工作由人事科负责，7月底前完成。": "L:人事科 |7月底前完成",
    "清理台账。由工程科牵头，各站所配合。": "L:工程科 S:各站所",
    "清理台账。工程科牵头，各站所配合。": "L:工程科 S:各站所",
    "清理台账。（该项工作由工程科负责）": "L:工程科",
    "清理台账。由分管副书记、主任沈明远牵头，各科室配合，上半年召开专题推进会议。": "",
    "清理台账。由工程科牵头制定管护办法。": "",
    "该项制度由人事科负责解释。": "",
    "清理台账。（8月底前完成）逐户走访。": "|8月底前完成",
    "清理台账。（2022年修订）逐户走访。": "",
    # bare names behind a sentence
    "推进。（县民政局、县司法局）": "L:县民政局 L:县司法局",
    "推进工作（县民政局、县司法局）。": "L:县民政局 L:县司法局",
    "推进。（经开区管委会，6月底完成）": "L:经开区管委会 |6月底完成",
    # brackets or labels that are damaged or missing
    "推进。（责任单位：党建办、人事股": "L:党建办 L:人事股",
    "推进。（责任单位：县民政局、县残联、\n县妇联）": "L:县民政局 L:县残联 L:县妇联",
    "推进。（责任单位：党建办。下一句要落实到位。": "L:党建办",
    "推进。（责任单位：各县〔市、区〕政府": "L:各县〔市、区〕政府",
    "推进项目建设。经开区管委会,6月底完成)": "L:经开区管委会 |6月底完成",
    "推进。责任单位：党建办、人事股。": "L:党建办 L:人事股",
    "推进。责任单位：党建办。配合单位：人事股。": "L:党建办 S:人事股",
    # several notes
    "自查。（责任单位：甲局）整改。（责任单位：乙局）": "L:甲局 L:乙局",
    # no notes
    "严格执行管理办法（试行）。": "",
    "（一）加强组织领导。": "",
    "落实要求（见附件1）。": "",
    "报领导小组办公室（县委组织部）。": "",
    "甲镇人民政府（以下简称镇政府）要落实。": "",
    "完成清查（2022年1月—6月）。": "",
    "专（兼）职人员要到位。": "",
    "推进重点工作（包括教育、医疗等）。": "",
    "经发局（科技局）会同公安局（交警大队）开展检查。": "",
    "因私出国（境）须报告。": "",
    "压实责任（加强各部门配合）。": "",
    "牵头单位要抓总，责任单位要落实。": "",
    "各责任单位：请按时报送。": "",
    "落实到位（由各科室提出的意见）。": "",
}

LINES = {
    "责任部门：工程建设部  配合部门：生产运营部  完成时间：2020年10月底前": "L:工程建设部 S:生产运营部 |2020年10月底前",
    "责任单位:县政府办公室、县司法局、各有关单位。": "L:县政府办公室 L:县司法局 L:各有关单位",
    "牵头单位：民政局；责任领导：沈明远": "L:民政局 V:沈明远",
    "（责任单位：办公室；完成时限：6月底前）": "L:办公室 |6月底前",
    "  责任单位：办公室": "L:办公室",
    "1.责任单位：办公室": "L:办公室",
    "——责任单位：办公室": "L:办公室",
    "牵头：办公室  配合：人事科": "L:办公室 S:人事科",
    "办公室牵头，人事科配合。": "L:办公室 S:人事科",
    "责任人：沈明远  联系人：柳知秋": "P:沈明远 P:柳知秋",
    "监督部门：纪检监察室": "V:纪检监察室",
    "完成时限：2023年6月底前": "|2023年6月底前",
    "该项工作由宣传科牵头，各支部配合。": "L:宣传科 S:各支部",
    "由分管副书记、主任沈明远牵头，各科室配合，上半年、下半年分别召开专题推进会议。": None,
    "由工会牵头组织联谊活动。": None,
    "责任单位要按月报送进展。": None,
    "责任单位：各单位要高度重视，抓好落实，确保取得实效。": None,
    "（一）加强领导": None,
    "（责任单位：甲局）下一句要求落实。": None,
    "监督检查：加强对各单位的监督": None,
    "各科室每季度自查一次。": None,
    "问题线索在3个工作日内移交纪工委。": None,
}

CELLS = {
    "教育局": "L:教育局",
    "教育局\n财政局": "L:教育局 L:财政局",
    "教育局、财政局，人社局；司法局": "L:教育局 L:财政局 L:人社局 L:司法局",
    "教育局 财政局": "L:教育局 L:财政局",
    "教育局/财政局": "L:教育局 L:财政局",
    "区综合行政执\n法局": "L:区综合行政执法局",
    "发展改革局、\n工业和信\n息化局": "L:发展改革局 L:工业和信息化局",
    "县委\n宣传部": "L:县委宣传部",
    "县政府办\n公室": "L:县政府办公室",
    "区教育局\n区民政局\n区司法局": "L:区教育局 L:区民政局 L:区司法局",
    "教育局牵头，财政局配合": "L:教育局 S:财政局",
    "牵头：教育局\n配合：财政局": "L:教育局 S:财政局",
    "教育局（牵头）\n财政局": "L:教育局 S:财政局",
    "办公室（信访室）、人事科": "L:办公室（信访室） L:人事科",
    "各县（市、区）人民政府": "L:各县（市、区）人民政府",
    "1.办公室\n2.人事科": "L:办公室 L:人事科",
    "各科室": "L:各科室",
    "办公室及相关科室": "L:办公室 L:相关科室",
    "甲局、乙局等部门": "L:甲局 L:乙局",
    "沈明远\n柳知秋": "P:沈明远 P:柳知秋",
    "沈  岚": "L:沈岚",
    "局长 沈明远": "P:局长沈明远",
    "教育局、6月底前": "L:教育局",
    "市公安分局\n治安大队": "L:市公安分局治安大队",
    "党委学生\n工作处": "L:党委学生工作处",
    "离退休干部\n服务中心": "L:离退休干部服务中心",
    "市住房和城乡\n建设局": "L:市住房和城乡建设局",
    "高新区\n管委会": "L:高新区管委会",
    "县交通运输\n局": "L:县交通运输局",
    "财务科\n审计科": "L:财务科 L:审计科",
    "县委办\n团县委\n各乡镇（街道）": "L:县委办 L:团县委 L:各乡镇（街道）",
    "水利\n农业农村局": "L:水利 L:农业农村局",
    "沈明远\n8321456": "P:沈明远",
    "沈明远8321456\n柳知秋 13900001111": "P:沈明远 P:柳知秋",
    "县委常委、统战部部长\n沈明远": "P:县委常委、统战部部长沈明远",
    "办公室、人事科": "L:办公室 L:人事科",
    "": "",
    " \n": "",
    "/": "",
    "—": "",
    "-": "",
    "——": "",
    "无": "",
}

HEADERS = {
    "责任单位": "lead",
    "牵头  单位": "lead",
    "牵头\n部门": "lead",
    "责任单位（部门）": "lead",
    "牵头（责任）单位": "lead",
    "责任单位及责任人": "lead",
    "主责单位": "lead",
    "责任科室": "lead",
    "协办单位": "support",
    "配合部门": "support",
    "参与单位": "support",
    "其他责任单位": "support",
    "责任领导": "supervise",
    "牵头领导": "supervise",
    "牵头县领导": "supervise",
    "分管领导": "supervise",
    "督办单位": "supervise",
    "责任人": "person",
    "联系人": "person",
    "负责人": "person",
    "联系人及电话": "person",
    "责任人（联系方式）": "person",
    "联系人/联系电话": "person",
    "完成时限": None,
    "工作任务": None,
    "具体措施": None,
    "落实情况": None,
    "责任清单": None,
    "单位": None,
    "联系电话": None,
    "任务分解/时序进度": None,
}


@pytest.mark.parametrize(("text", "expected"), NOTES.items(), ids=NOTES)
def test_notes_in_a_paragraph(text, expected):
    assert noted(text) == expected


@pytest.mark.parametrize("text", NOTES)
def test_places_slice_the_text(text):
    for note in find_notes(text):
        assert text[note.start : note.end] == note.text
        for party in note.parties:
            assert "".join(text[party.start : party.end].split()) == party.name
        for phrase, offset in note.limits:
            assert text.startswith(phrase, offset)


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=LINES)
def test_a_line_of_its_own(line, expected):
    note = read_note_line(line)
    got = note and " ".join(filter(None, [shown(note.parties), *(f"|{phrase}" for phrase, _ in note.limits)]))
    assert got == expected


@pytest.mark.parametrize(("cell", "expected"), CELLS.items(), ids=map(repr, CELLS))
def test_a_cell_of_a_party_column(cell, expected):
    assert shown(read_cell(cell, role="lead")) == expected


@pytest.mark.parametrize(("header", "role"), HEADERS.items(), ids=map(repr, HEADERS))
def test_the_role_of_a_column(header, role):
    assert column_role(header) == role


def test_a_cell_takes_the_columns_role():
    assert shown(read_cell("沈明远、柳知秋", role="supervise")) == "V:沈明远 V:柳知秋"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("完成时限", True),
        ("时限要求", True),
        ("时间\n节点", True),
        ("时序进度", True),
        ("完成时间（2022年）", True),
        ("责任单位", False),
        ("任务分解/时序进度", False),
        ("工作任务", False),
    ],
)
def test_columns_of_time_limits(header, expected):
    assert is_limit_column(header) is expected


def test_the_first_body_leads_where_the_plan_says_so():
    assert first_is_lead("注：列第一位的责任单位为牵头单位。")
    assert shown(lead_first(read_cell("甲局、乙局、丙局", role="lead"))) == "L:甲局 S:乙局 S:丙局"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进。（责任单位：甲局、乙局、丙局）", "L:甲局 S:乙局 S:丙局"),
        ("推进。（责任单位：甲局、乙局；丁局配合）", "L:甲局 S:乙局 S:丁局"),
        ("推进。（甲局牵头乙局负责）", "L:甲局 L:乙局"),
        ("推进。（甲局、乙镇按职责分工负责）", "L:甲局 L:乙镇"),
        ("推进。（甲局（信访室）、乙局等负责）", "L:甲局（信访室） L:乙局"),
        ("推进。（甲局牵头，乙局参加，丙局落实）", "L:甲局 S:乙局 L:丙局"),
        ("推进。（牵头单位：甲局、乙局）", "L:甲局 L:乙局"),
    ],
)
def test_the_first_leads_only_where_the_rank_decides(text, expected):
    (note,) = find_notes(text)
    assert shown(lead_first(note.parties, text=text)) == expected


@pytest.mark.parametrize(
    "text", ["（" * 20_000, "）" * 20_000, "（）" * 10_000, "（" * 10_000 + "）" * 10_000], ids=len
)
def test_many_brackets_hold_no_note(text):
    assert find_notes(text) == ()


def test_rules_match_their_examples_and_nothing_else():
    for row in load("party_rules.toml", keys=("name", "pattern", "examples", "not_examples")):
        pattern = re.compile(row["pattern"])
        assert [text for text in row["examples"] if not pattern.search(text)] == []
        assert [text for text in row["not_examples"] if pattern.search(text)] == []


@pytest.mark.parametrize(
    "line", ["4月至10月，各村每月评比一次。", "各所要高度重视，9月30日前报送总结。", "6月底前，各科室应当开展自查。"]
)
def test_sentence_with_a_time_is_no_note(line: str) -> None:
    assert read_note_line(line) is None


def phrases() -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "corpora" / "phrases" / "parties.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("sentence", "expected"), [pytest.param(row["sentence"], row["parties"], id=row["sentence"]) for row in phrases()]
)
def test_sentence_of_the_corpus(plan, sentence, expected):
    tasks = plan("一、重点工作", sentence).tasks
    found = {f"{party.name}={party.role}" for task in tasks for party in task.parties}
    assert found == set(filter(None, expected.split(" | ")))
