"""What notes and feet say of the sentences of a plan."""

import pytest

from nlp.extract.tasks import extract_plan

TOP = ("一、审计监督", "（一）日常监督")


def told(plan):
    """Each task's text with the parties that notes give it, and its deadlines."""
    return [
        (t.text, [f"{p.name}:{p.role}" for p in t.parties if p.source == "annotation"], [d.text for d in t.deadlines])
        for t in plan.tasks
    ]


def texts(plan):
    return [task.text for task in plan.tasks]


@pytest.mark.parametrize(
    ("rest", "parties", "deadlines"),
    [
        ("6月底前完成，由财政股负责。", ["财政股:lead"], ["6月底前"]),
        ("资源科牵头。", ["资源科:lead"], []),
        ("由办公室牵头，资源科配合。", ["办公室:lead", "资源科:support"], []),
        ("财政股牵头，办公室配合，7月底前完成。", ["财政股:lead", "办公室:support"], ["7月底前"]),
        ("5月底前完成。", [], ["5月底前"]),
        ("长期坚持。", [], ["长期坚持"]),
        ("由网格长负责，驻村干部协助", ["网格长:lead", "驻村干部:support"], []),
        ("责任单位：财政股", ["财政股:lead"], []),
        ("6月底前由财政股负责完成。", ["财政股:lead"], ["6月底前"]),
        ("由财政股牵头于6月底前完成。", ["财政股:lead"], ["6月底前"]),
        ("财政股、办公室按职责分工负责。", ["财政股:lead", "办公室:lead"], []),
        ("牵头部门 财政股 配合部门 办公室", ["财政股:lead", "办公室:support"], []),
        ("责任领导为局长沈岚。", ["局长沈岚:supervise"], []),
        ("完成时间为6月底。", [], ["6月底"]),
    ],
)
def test_words_that_only_say_who_and_when_belong_to_the_sentence_before(plan, rest, parties, deadlines) -> None:
    assert told(plan(*TOP, f"全面开展往来款项专项审计。{rest}")) == [("全面开展往来款项专项审计。", parties, deadlines)]


@pytest.mark.parametrize(
    "rest", ["每月汇总上报。", "各单位每月报送进展。", "由财政股建立审计台账。", "规划期内推进改造项目。"]
)
def test_sentence_with_work_of_its_own_is_a_task(plan, rest: str) -> None:
    assert texts(plan(*TOP, f"全面开展往来款项专项审计。{rest}")) == ["全面开展往来款项专项审计。", rest]


@pytest.mark.parametrize(
    ("rest", "held"),
    [
        ("以上工作由财政股负责，9月底前完成。", [True, True]),
        ("该项工作由财政股负责，9月底前完成。", [True, True]),
        ("由财政股负责，9月底前完成。", [False, True]),
        ("责任单位：财政股；完成时限：9月底前", [True, True]),
        ("（责任单位：财政股；完成时限：9月底前）", [False, True]),
    ],
)
def test_reach_of_what_closes_a_paragraph_of_two_sentences(plan, rest: str, held: list[bool]) -> None:
    found = plan(*TOP, f"建立合同管理台账。梳理全部存量合同。{rest}")
    assert texts(found) == ["建立合同管理台账。", "梳理全部存量合同。"]
    assert [bool(t.parties) for t in found.tasks] == held
    assert [bool(t.deadlines) for t in found.tasks] == held


def test_lead_in_with_nothing_but_a_time_behind_it_is_the_task(plan) -> None:
    found = plan("一、审计监督", "（一）开展财务盘点。5月底前完成。", "（二）规范合同管理。建立合同台账。")
    assert told(found)[0] == ("开展财务盘点。", [], ["5月底前"])


@pytest.mark.parametrize(
    ("line", "text", "parties", "deadlines"),
    [
        ("为残疾人适配辅具，责任科室：康复科", "为残疾人适配辅具", ["康复科:lead"], []),
        ("3月底前制定方案，牵头单位：办公室", "3月底前制定方案", ["办公室:lead"], ["3月底前"]),
        (
            "开展普查；责任单位：统计站，完成时限：5月底",
            "开展普查；",
            ["统计站:lead"],
            ["5月底"],
        ),
        ("建立普查档案 责任单位：统计站", "建立普查档案", ["统计站:lead"], []),
        ("建立普查档案——责任单位：统计站", "建立普查档案", ["统计站:lead"], []),
        ("建立普查档案，责任单位为统计站，完成时限为5月底。", "建立普查档案", ["统计站:lead"], ["5月底"]),
        ("修订行规行约。负责：法规科", "修订行规行约。", ["法规科:lead"], []),
        ("搭建直播基地；牵头：展贸部；配合：电商科", "搭建直播基地；", ["展贸部:lead", "电商科:support"], []),
        ("示范点3个，责任人：副局长沈岚", "示范点3个", ["副局长沈岚:person"], []),
    ],
)
def test_mark_at_the_end_of_a_line_is_no_part_of_the_task(plan, line, text, parties, deadlines) -> None:
    found = plan(*TOP, "建立工作台账。", line)
    assert told(found) == [("建立工作台账。", [], []), (text, parties, deadlines)]


def test_note_line_behind_the_last_of_several_items_holds_for_all(plan) -> None:
    found = plan(
        *TOP,
        "1.撤桶建亭126座。",
        "2.配齐照明和监控。",
        "责任单位：城管科",
        "完成时限：8月底",
        "（二）宣传",
        "1.入户宣传。",
    )
    assert [p for _, p, _ in told(found)] == [["城管科:lead"], ["城管科:lead"], []]
    assert [d for _, _, d in told(found)] == [["8月底"], ["8月底"], []]


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("以上两项由财政股负责，全年完成。", [False, True, True]),
        ("以上三项工作由财政股负责。", [True, True, True]),
        ("该项工作由财政股负责。", [False, False, True]),
    ],
)
def test_note_line_that_counts_its_tasks_holds_for_so_many_items(plan, line: str, held: list[bool]) -> None:
    found = plan(
        "一、维权服务",
        "（一）服务职工",
        "摸清职工底数。",
        "（二）法律援助",
        "1.建立服务台账。",
        "2.开展法律援助。",
        line,
    )
    assert [bool(t.parties) for t in found.tasks] == held


@pytest.mark.parametrize("foot", [(), ("镜湖局办公室  2022年1月8日印发", "（共印50份）")])
def test_last_item_above_the_foot_is_a_task(plan, foot: tuple[str, ...]) -> None:
    found = plan("一、其他事项", "1.未尽事宜另行通知。", "2.各单位于每季度末报送进展。", *foot)
    assert texts(found) == ["各单位于每季度末报送进展。"]


def test_measure_of_success_is_no_task(plan) -> None:
    found = plan(*TOP, "建立审计工作平台。", "责任部门：财政股", "验收标准：上线运行", "完成时限：10月")
    assert told(found) == [("建立审计工作平台。", ["财政股:lead"], ["10月"])]


def test_note_line_behind_an_item_among_noted_ones_holds_for_it_alone(plan) -> None:
    found = plan(*TOP, "1.撤桶建亭126座。", "责任单位：建设科", "2.配齐照明和监控。", "责任单位：城管科")
    assert [p for _, p, _ in told(found)] == [["建设科:lead"], ["城管科:lead"]]


@pytest.mark.parametrize(
    "line",
    [
        "联系电话：0000-1234567",
        "联系人：沈岚  联系电话：0000-1234567",
        "联系人：沈岚",
        "（此件公开发布）",
        "印发：各镇街",
        "抄送：县纪委，县委办。",
        "审核：沈岚 校对：陆舟",
        "信息公开选项：主动公开",
        "主题词：审计 计划",
    ],
)
def test_foot_of_the_paper_holds_no_task_and_no_party(plan, line: str) -> None:
    assert told(plan(*TOP, "开展审计。", "建立审计台账。", line)) == [
        ("开展审计。", [], []),
        ("建立审计台账。", [], []),
    ]


@pytest.mark.parametrize("line", ["（征集编研科）", "（执行局牵头，财务科配合）", "（财政股、办公室）"])
def test_bracket_on_a_line_of_its_own_names_the_parties(plan, line: str) -> None:
    ((text, parties, _),) = told(plan(*TOP, "建立审计工作台账。", line))
    assert (text, bool(parties)) == ("建立审计工作台账。", True)


def test_contact_of_each_item_is_its_party(plan) -> None:
    found = plan(*TOP, "1.开展审计。", "联系人：沈岚", "2.建立台账。", "联系人：陆舟")
    assert [p for _, p, _ in told(found)] == [["沈岚:person"], ["陆舟:person"]]


def test_bullets_are_no_part_of_a_task(plan, document) -> None:
    lines = ("• 走访会员企业。", "●组织技能培训。", "■ 建立台账。", "—— 组织比赛——扩大影响。", "※完善档案。")
    found = plan(*TOP, *lines)
    assert texts(found) == [line.lstrip("•●■—※ ") for line in lines]
    text = document("镜湖局2022年工作要点", *TOP, *lines).text
    assert all(text[t.source.start : t.source.end] == t.text for t in found.tasks)


def test_plan_without_numbers_and_headings_has_tasks(document) -> None:
    found = extract_plan(
        document(
            "镜湖公园2022年工作要点",
            "去年接待游客46万人次。",
            "要把各项工作往前推。",
            "• 改造候车厅，6月底前投入使用。",
            "• 组织讲解员考试。",
            format="txt",
        )
    )
    assert texts(found)[-2:] == ["改造候车厅，6月底前投入使用。", "组织讲解员考试。"]


@pytest.mark.parametrize(
    ("line", "text", "parties", "mark"),
    [
        ("开展专项审计。（责任单位：  ）", "开展专项审计。", [], "责任单位"),
        ("开展专项审计（责任单位：）。", "开展专项审计", [], "责任单位"),
        ("开展专项审计。责任单位：待定", "开展专项审计。", [], "责任单位"),
        ("开展专项审计。责任单位：待明确", "开展专项审计。", [], "责任单位"),
        ("开展专项审计。（责任人：—）", "开展专项审计。", [], "责任人"),
        ("开展专项审计。（完成时限：待定；责任单位：财政股）", "开展专项审计。", ["财政股:lead"], "完成时限"),
        ("开展专项审计。责任单位：/", "开展专项审计。", [], "责任单位"),
        ("开展专项审计（牵头单位：；配合单位：工会）。", "开展专项审计", ["工会:support"], "牵头单位"),
        ("开展专项审计。（责任单位：财政股；完成时限：）", "开展专项审计。", ["财政股:lead"], "完成时限"),
    ],
)
def test_mark_left_blank_is_said(plan, line, text, parties, mark) -> None:
    found = plan(*TOP, "建立工作台账。", line)
    assert told(found) == [("建立工作台账。", [], []), (text, parties, [])]
    assert [(w.place, w.problem) for w in found.warnings] == [("任务1.1.2", f"{mark}一栏是空的")]


def test_blank_mark_on_a_line_of_its_own_is_said(plan) -> None:
    found = plan(*TOP, "1.建立工作台账。", "责任单位：")
    assert told(found) == [("建立工作台账。", [], [])]
    assert [(w.place, w.problem) for w in found.warnings] == [("任务1.1.1", "责任单位一栏是空的")]


@pytest.mark.parametrize(
    "line", ["开展专项审计。（责任单位：财政股；配合单位：无）", "开展专项审计。（责任单位：财政股）"]
)
def test_no_supporting_body_is_not_worth_a_warning(plan, line: str) -> None:
    assert plan(*TOP, line).warnings == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("3月底前完成清查。", "date"),
        ("上半年召开专题会议。", "range"),
        ("3月至5月组织培训。", "range"),
        ("每月开展检查。", "recurring"),
        ("“七一”前开展慰问。", "event"),
    ],
)
def test_plan_without_a_year_gives_no_dates(document, sentence: str, kind: str) -> None:
    found = extract_plan(document("镜湖局工作要点", *TOP, sentence))
    (deadline,) = found.tasks[0].deadlines
    assert (deadline.kind, deadline.start, deadline.end) == (kind, None, None)
    needs_year = kind in ("date", "range")
    assert deadline.inferred == ("no year" if needs_year else None)
    assert bool([w for w in found.warnings if "年份" in w.problem]) == needs_year


def test_rank_said_in_a_note_holds_for_that_note_alone(plan) -> None:
    found = plan(
        "一、综合服务",
        "1.开展测评。",
        "责任单位：业务科、农资公司（列第一位的为牵头单位，其余为配合单位）",
        "2.开展检查。",
        "责任单位：甲局、乙局",
    )
    assert [p for _, p, _ in told(found)] == [["业务科:lead", "农资公司:support"], ["甲局:lead", "乙局:lead"]]


@pytest.mark.parametrize("line", ["党风廉政建设责任制。", "意识形态工作责任制；", "档案管理。", "档案管理"])
def test_name_of_a_work_is_no_task(plan, line: str) -> None:
    assert texts(plan(*TOP, "开展审计。", line)) == ["开展审计。"]


@pytest.mark.parametrize(
    "line", ["按计划推进工程建设。", "局党组每季度专题研究防火工作。", "落实党风廉政建设责任制。", "新建站点5个"]
)
def test_line_that_orders_work_is_a_task(plan, line: str) -> None:
    assert texts(plan(*TOP, "开展审计。", line)) == ["开展审计。", line]


def test_cell_is_a_task_without_a_verb(plan) -> None:
    assert texts(plan([["工作任务", "责任单位"], ["党风廉政建设责任制", "办公室"]])) == ["党风廉政建设责任制"]


def test_blank_cell_of_the_party_column_is_said(plan) -> None:
    found = plan([["工作任务", "责任单位"], ["开展审计", "待定"], ["建立台账", "办公室"]])
    assert [(w.place, w.problem) for w in found.warnings] == [("任务0.0.1", "责任单位一栏是空的")]


def test_date_of_a_signature_above_the_attachments_is_no_time_limit(plan) -> None:
    found = plan(
        *TOP,
        "开展审计。",
        "甲局",
        "2024年2月20日",
        "附件：任务分解表",
        [["工作任务", "责任单位"], ["建立台账", "办公室"]],
    )
    assert [(task.text, task.deadlines) for task in found.tasks] == [("开展审计。", ()), ("建立台账", ())]


def test_items_that_begin_with_digits_keep_their_own_notes(plan) -> None:
    found = plan(
        "一、工作",
        "1.清查资产。（责任单位：财务科）",
        "2.疏通管道。（责任单位：水务站）",
        "3.10-12月开展巡查。（责任单位：城管队）",
        "4.5个工作日内办结来信。（责任单位：信访科）",
        "5.24小时值班值守。（责任单位：总值班室）",
    )
    assert [(text, parties) for text, parties, _ in told(found)] == [
        ("清查资产。", ["财务科:lead"]),
        ("疏通管道。", ["水务站:lead"]),
        ("10-12月开展巡查。", ["城管队:lead"]),
        ("5个工作日内办结来信。", ["信访科:lead"]),
        ("24小时值班值守。", ["总值班室:lead"]),
    ]


TABLE = [["工作任务", "责任单位"], ["修补路面", "城建办"], ["疏通管道", ""]]


def test_item_with_its_own_party_before_a_table_with_parties_is_a_task(plan) -> None:
    found = plan("一、工作", "1.开展检查。（责任单位：办公室）", TABLE)
    assert [(t.text, t.measure, [p.name for p in t.parties]) for t in found.tasks] == [
        ("开展检查。", None, ["办公室"]),
        ("修补路面", None, ["城建办"]),
        ("疏通管道", None, ["城建办"]),
    ]


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("1.质量安全", TABLE),
        ("1.质量安全。", TABLE),
        ("1.质量安全（责任单位：办公室）", TABLE),
        ("1.质量安全。（责任单位：办公室）", [["工作任务", "完成时限"], ["修补路面", "6月底前"]]),
        ("（一）质量安全。（责任单位：办公室）", TABLE),
    ],
    ids=["no stop", "no note", "note without a stop", "table without parties", "heading's number"],
)
def test_heading_before_a_table_is_its_measure(plan, line: str, table: list[list[str]]) -> None:
    assert {t.measure and t.measure.title for t in plan("一、工作", line, table).tasks} == {"质量安全"}
