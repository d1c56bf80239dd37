from collections import Counter
from datetime import date

import pytest

from nlp.extract.tasks import extract_plan, is_order
from nlp.lexicon import load
from nlp.parse import read

RULES = load("not_tasks.toml", keys=("name", "pattern", "examples", "not_examples"))


@pytest.fixture(scope="module")
def sample_plan(sample):
    return extract_plan(read(sample))


def test_sample_has_four_workstreams_twelve_measures_and_32_tasks(sample_plan) -> None:
    assert [w.number for w in sample_plan.workstreams] == ["一", "二", "三", "四"]
    assert len({(t.workstream, t.measure) for t in sample_plan.tasks}) == 12
    assert len(sample_plan.tasks) == 32
    assert (sample_plan.tasks[0].id, sample_plan.tasks[-1].id) == ("1.1.1", "4.3.2")


def test_sample_fields(sample_plan) -> None:
    tasks = {task.id: task for task in sample_plan.tasks}
    assert [(d.text, d.rrule) for d in tasks["1.2.2"].deadlines] == [("每半年", "FREQ=MONTHLY;INTERVAL=6")]
    assert [(p.name, p.source) for p in tasks["1.3.2"].parties] == [("局主要负责人", "subject")]
    assert [d.text for d in tasks["1.3.2"].deadlines] == ["定期"]
    (event,) = tasks["4.2.2"].deadlines
    assert event.kind == "event"
    assert "元旦" in event.text
    assert "国庆" in event.text


def test_sample_places_hold_their_text(sample_plan, sample) -> None:
    text = read(sample).text
    for task in sample_plan.tasks:
        assert text[task.source.start : task.source.end] == task.text
        for deadline in task.deadlines:
            assert text[deadline.offset :].startswith(deadline.text)
        for party in task.parties:
            assert text[party.start : party.end] == party.name
        for target in task.targets:
            assert text[target.offset :].startswith(target.text)
        for action in task.actions:
            assert action.text in task.text


def test_same_ids_on_every_run(sample) -> None:
    first, second = (extract_plan(read(sample)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("rule", "text"), [(r["name"], t) for r in RULES for t in r["examples"]])
def test_no_order(rule: str, text: str) -> None:  # noqa: ARG001 - the rule's name is the test's id
    assert not is_order(text)


@pytest.mark.parametrize(("rule", "text"), [(r["name"], t) for r in RULES for t in r["not_examples"]])
def test_order(rule: str, text: str) -> None:  # noqa: ARG001
    import re

    assert not any(re.search(r["pattern"], text) for r in RULES)


def rows(plan):
    return [(t.id, t.text, [(p.name, p.role) for p in t.parties]) for t in plan.tasks]


def test_note_in_mid_paragraph_holds_for_the_sentence_before_it(plan) -> None:
    found = plan("一、压实责任", "（一）签字背书。", "签订责任书。建立工作台账。（责任单位：办公室）按月通报进度。")
    assert rows(found) == [
        ("1.1.1", "签订责任书。", []),
        ("1.1.2", "建立工作台账。", [("办公室", "lead")]),
        ("1.1.3", "按月通报进度。", []),
    ]


def test_note_line_holds_for_the_measure(plan) -> None:
    found = plan(
        "一、压实责任",
        "（一）签字背书。",
        "签订责任书。建立工作台账。",
        "（责任单位：办公室；完成时限：6月底前）",
        "（二）请示报告。",
        "按月报告情况。",
    )
    assert [[p.name for p in t.parties] for t in found.tasks] == [["办公室"], ["办公室"], []]
    assert [d.end for d in found.tasks[0].deadlines] == [date(2022, 6, 30)]


def test_second_note_line_holds_for_what_follows_the_first(plan) -> None:
    found = plan(
        "一、压实责任", "（一）签字背书。", "签订责任书。", "责任单位：办公室", "建立工作台账。", "责任单位：人事科"
    )
    assert [[p.name for p in t.parties] for t in found.tasks] == [["办公室"], ["人事科"]]


@pytest.mark.parametrize(
    "heading",
    [
        "（一）签字背书（责任单位：办公室）",
        "（一）签字背书。（责任单位：办公室）",
        "（一）签字背书（责任单位：办公室）。",
    ],
)
def test_note_behind_a_measure_holds_for_its_tasks(plan, heading: str) -> None:
    found = plan("一、压实责任", heading, "签订责任书。建立工作台账。", "（二）请示报告。", "按月报告情况。")
    assert [[p.name for p in t.parties] for t in found.tasks] == [["办公室"], ["办公室"], []]
    assert [t.measure.title for t in found.tasks] == ["签字背书", "签字背书", "请示报告"]


def test_note_behind_a_workstream_holds_for_its_tasks(plan) -> None:
    found = plan(
        "一、压实责任（牵头单位：党建办）",
        "（一）签字背书。",
        "签订责任书。",
        "二、教育",
        "（一）上课。",
        "组织开展培训。",
    )
    assert [[p.name for p in t.parties] for t in found.tasks] == [["党建办"], []]


def test_flat_list_has_no_workstream_and_its_lead_in_is_the_measure(plan) -> None:
    found = plan(
        "1.压降漏损水平。加密布设计量设备。逐段更换管网。",
        "责任部门：管网部",
        "2.完成城北水厂深度处理改造工程的主体施工任务。",
        "责任部门：工程部",
    )
    assert [(t.id, t.workstream, t.measure.title if t.measure else None) for t in found.tasks] == [
        ("0.1.1", None, "压降漏损水平"),
        ("0.1.2", None, "压降漏损水平"),
        ("0.0.1", None, None),
    ]
    assert [[p.name for p in t.parties] for t in found.tasks] == [["管网部"], ["管网部"], ["工程部"]]


def test_first_item_of_a_flat_list_before_any_heading_is_a_task(plan) -> None:
    found = plan(
        "为确保完成目标，现将任务明确如下。",
        "1.完成城北水厂深度处理改造工程的主体施工任务。",
        "2.压降漏损水平。加密布设计量设备。",
    )
    assert [t.text for t in found.tasks] == ["完成城北水厂深度处理改造工程的主体施工任务。", "加密布设计量设备。"]


def test_guiding_paragraph_and_signature_are_no_tasks(plan) -> None:
    found = plan(
        "2022年，总体要求是：坚持从严，推进各项工作。",
        "一、压实责任",
        "（一）签字背书。",
        "签订责任书。",
        "镜湖局办公室",
        "2022年3月1日",
    )
    assert [t.text for t in found.tasks] == ["签订责任书。"]


def test_section_of_principles_holds_no_tasks(plan) -> None:
    found = plan("一、总体要求", "坚持从严从实，推进全面覆盖。", "二、重点任务", "（一）签字背书。", "签订责任书。")
    assert [t.text for t in found.tasks] == ["签订责任书。"]


def test_signature_and_date_on_one_line_are_no_note(plan) -> None:
    (task,) = plan("柳溪县林业局2024年工作要点", "一、任务", "1.植树20万株。", "柳溪县林业局　　2024年3月1日").tasks
    assert (task.parties, task.deadlines) == ((), ())


def test_remark_holds_no_tasks(plan) -> None:
    lines = "一、抓整治", "（一）抓住重点", "开展专项整治。", "注：开展整治以上级文件为准。各科室要及时报送进展。"
    assert [task.text for task in plan(*lines).tasks] == ["开展专项整治。"]


def test_covering_notice_holds_no_tasks(document) -> None:
    notice = document(
        "镜湖局文件", "关于印发《镜湖局2022年工作要点》的通知", "各科室：", "一、3月15日前报送备案。", "请认真贯彻执行。", "镜湖局", "2022年1月5日",
        "附件", "镜湖局2022年工作要点", "一、压实责任", "（一）签字背书。", "签订责任书。",
    )  # fmt: skip
    found = extract_plan(notice)
    assert [t.text for t in found.tasks] == ["签订责任书。"]
    assert found.document.title == "镜湖局2022年工作要点"


def test_document_without_tasks_gives_an_empty_plan(plan) -> None:
    assert plan("今天天气不错。").tasks == ()


def test_first_party_leads_where_the_plan_says_so(plan) -> None:
    found = plan(
        "一、压实责任",
        "（一）签字背书。",
        "签订责任书。（责任单位：办公室、人事科）",
        "注：列第一位的责任单位为牵头单位。",
    )
    assert [(p.name, p.role) for p in found.tasks[0].parties] == [("办公室", "lead"), ("人事科", "support")]


def test_year_that_is_not_stated_is_said(document) -> None:
    found = extract_plan(document("镜湖局工作要点", "一、压实责任", "（一）签字背书。", "6月底前签订责任书。"))
    assert found.tasks[0].deadlines[0].end is None
    assert [w.remedy for w in found.warnings] == ["请用 --year 指定年份"]


def test_ids_are_unique(sample_plan) -> None:
    assert max(Counter(t.id for t in sample_plan.tasks).values()) == 1


def test_schedule_by_months(plan) -> None:
    found = plan(
        "一、指导思想", "坚持安全第一的方针。", "二、月度安排", "1月：", "1.召开总结会。", "2月—3月：开展安全周活动。"
    )
    assert [(t.id, t.measure.title, str(t.deadlines[0].start), str(t.deadlines[0].end)) for t in found.tasks] == [
        ("1.1.1", "1月", "2022-01-01", "2022-01-31"),
        ("1.2.1", "2月—3月", "2022-02-01", "2022-03-31"),
    ]


def test_months_alone_are_measures_without_workstream(plan) -> None:
    found = plan("3月：", "1.召开总结会。", "4月：", "1.开展演练。")
    assert [(t.id, t.workstream, t.measure.title) for t in found.tasks] == [
        ("0.1.1", None, "3月"),
        ("0.2.1", None, "4月"),
    ]


def test_numbers_without_a_mark(plan) -> None:
    found = plan("一、产业", "1保障粮油生产。登记撂荒地块。", "2做强特色种养。新建标准果园。")
    assert [(t.measure.title, t.text) for t in found.tasks] == [
        ("保障粮油生产", "登记撂荒地块。"),
        ("做强特色种养", "新建标准果园。"),
    ]


def test_articles(plan) -> None:
    found = plan("第一条 逐级签订年度安全生产目标责任书并存档备查。", "第二条 每季度组织一次全面的安全检查并通报。")
    assert [(t.id, t.text[:4]) for t in found.tasks] == [("0.0.1", "逐级签订"), ("0.0.2", "每季度组")]


def test_form_in_an_attachment_holds_no_tasks(plan) -> None:
    found = plan("一、产业", "（一）种粮。", "登记撂荒地块。", "附件2", "工作完成情况表", "填写各项任务的完成时间。")
    assert [t.text for t in found.tasks] == ["登记撂荒地块。"]


def test_table_of_tasks_in_an_attachment_holds_tasks(plan) -> None:
    table = [["具体任务", "责任单位"], ["清运垃圾。", "环卫所"]]
    found = plan("一、产业", "（一）种粮。", "登记撂荒地块。", "附件：重点任务分解表", table)
    assert [(t.id, t.text) for t in found.tasks] == [("1.1.1", "登记撂荒地块。"), ("0.0.1", "清运垃圾。")]


def test_several_note_lines_hold_for_the_same_tasks(plan) -> None:
    found = plan(
        "1.压降漏损。加密布设设备。",
        "责任单位：管网部",
        "责任领导：副经理陆舟",
        "完成时限：6月底前",
        "2.保障供水。检测水质。",
        "责任单位：水质部",
    )
    assert [[(p.name, p.role) for p in t.parties] for t in found.tasks] == [
        [("管网部", "lead"), ("副经理陆舟", "supervise")],
        [("水质部", "lead")],
    ]
    assert [len(t.deadlines) for t in found.tasks] == [1, 0]


def test_traditional_script_is_read_as_it_is(plan) -> None:
    found = plan("一、服務群眾", "（一）走訪慰問。", "6月底前走訪困難家庭。（責任單位：黨群服務站）")
    (task,) = found.tasks
    assert [p.name for p in task.parties] == ["黨群服務站"]
    assert [(d.text, str(d.end)) for d in task.deadlines] == [("6月底前", "2022-06-30")]
    assert task.text == "6月底前走訪困難家庭。"
    assert [(a.verb, a.object, a.text) for a in task.actions] == [("走訪", "困難家庭", "6月底前走訪困難家庭")]


def test_name_with_a_space_in_traditional_script_is_whole(plan) -> None:
    (task,) = plan("一、服務群眾", "（一）走訪慰問。", "走訪困難家庭。", "責任單位：各 鄉鎮").tasks
    assert [p.name for p in task.parties] == ["各鄉鎮"]


def test_damaged_date_is_said(document) -> None:
    found = extract_plan(document("镜湖局2024年工作要点", "一、压实责任", "（一）签字背书。", "202049日前签订责任书。"))
    assert [(w.place, w.remedy) for w in found.warnings] == [("任务1.1.1", "请核对原文")]


def test_damaged_date_in_a_cell_of_limits_is_said(plan) -> None:
    table = [["工作任务", "责任单位", "完成时限"], ["清点库房物资。", "总务科", "1129日前"]]
    assert [(w.place, w.problem) for w in plan(table).warnings] == [("任务0.0.1", "日期“1129日前”不完整")]


def test_damaged_date_in_a_note_is_said_once_for_a_task(plan) -> None:
    found = plan("一、任务", "清点库房物资。（责任单位：总务科；完成时限：6月31日前）")
    assert [w.problem for w in found.warnings] == ["日期“6月31日前”不存在"]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("2月30日", "日期“2月30日”不存在"),
        ("2月29日前", "日期“2月29日前”不存在"),
        ("2024-02-30", "日期“2024-02-30”不存在"),
        ("99年底前", "日期“99年底前”年份有误"),
        ("45350", "时限“45350”读不出日期"),
        ("@SUM(A1)", "时限“@SUM(A1)”读不出日期"),
        ("按进度要求办", None),
        ("按上级要求", "时限“按上级要求”读不出日期"),
        ("——", None),
        ("待定", None),
        ("每季度不少于2场", None),
        ("持续推进", None),
    ],
)
def test_cell_of_limits_that_says_no_date_is_said(plan, cell: str, problem: str | None) -> None:
    table = [
        ["工作任务", "责任单位", "完成时限"],
        ["清点库房物资。", "总务科", cell],
        ["修剪树木。", "总务科", "3月底前"],
    ]
    found = plan("镜湖局2023年工作要点", table)
    assert [(w.place, w.problem) for w in found.warnings] == ([("任务0.0.1", problem)] if problem else [])


def test_parties_of_the_row_above_are_said(plan) -> None:
    table = [
        ["工作任务", "责任单位", "完成时限"],
        ["清点库房物资。", "总务科、保卫科", "6月底前"],
        ["更新台账。", "", "9月底前"],
    ]
    assert [str(w).partition("任务")[2] for w in plan(table).warnings] == [
        "0.0.2: 责任单位栏空白，按上一行填为“总务科、保卫科”；请核对原表"
    ]


def test_name_is_printed_without_the_blanks_inside_it(plan) -> None:
    (task,) = plan("一、任务", "清点库房物资。", "责任单位：总 务 科  配合单位：各 乡镇").tasks
    assert [party.name for party in task.parties] == ["总务科", "各乡镇"]


def test_part_of_a_month_is_of_the_month_above(plan) -> None:
    (task,) = plan("10月", "1.中下旬召开座谈会。").tasks
    assert [(d.text, str(d.start), str(d.end)) for d in task.deadlines] == [
        ("中下旬", "2022-10-11", "2022-10-31"),
        ("10月", "2022-10-01", "2022-10-31"),
    ]


def test_title_below_an_attachment_label_is_no_task(plan) -> None:
    lines = [
        "镜湖局2024年工作要点",
        "一、压实责任",
        "签订责任书。",
        "附件2",
        "2024年任务分解表",
        "一、治理",
        "清淤3处。",
    ]
    assert [task.text for task in plan(*lines).tasks] == ["签订责任书。", "清淤3处。"]


@pytest.mark.parametrize("title", ["创建目标", "实施范围", "活动时间"])
def test_section_that_only_describes_holds_no_tasks(plan, title: str) -> None:
    lines = ["镜湖局2024年活动方案", "一、" + title, "全年创建示范户500户。", "二、步骤", "3月底前张贴倡议书。"]
    assert [task.text for task in plan(*lines).tasks] == ["3月底前张贴倡议书。"]


@pytest.mark.parametrize("title", ["2021年工作回顾", "过去一年", "上年度工作开展情况"])
def test_section_that_looks_back_holds_no_tasks(plan, title: str) -> None:
    found = plan(
        f"一、{title}", "（一）水质监测", "完成巡检320次。", "二、2022年重点工作", "（一）管网", "改造管网9公里。"
    )
    assert [(task.id, task.text) for task in found.tasks] == [("1.1.1", "改造管网9公里。")]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("2021年，全局办结诉求件1200件。", 0),
        ("2021年底，全县建成泵站62座。", 0),
        ("2021年，群众反映的积水点尚有3处，各站所要逐处整治。", 1),
        ("2022年，全局办结诉求件1200件。", 1),
        ("2021年度审计查出的问题6月底前整改。", 1),
    ],
)
def test_sentence_that_tells_of_a_year_before_is_no_task(plan, sentence: str, count: int) -> None:
    assert len(plan("一、服务群众", "（一）诉求办理", sentence).tasks) == count


def test_name_that_signs_above_an_attachment_is_no_task(plan) -> None:
    signed = ("一、窗口建设", "推行延时服务。", "镜湖区行政审批服务局", "2022年3月4日", "附件：重点任务分解表")
    assert [task.text for task in plan(*signed).tasks] == ["推行延时服务。"]


def test_lines_between_dates_are_tasks(plan) -> None:
    dated = ("2022年3月4日", "召开动员会", "2022年5月6日", "开展排查", "2022年6月8日", "组织验收")
    found = plan("一、进度安排", *dated, "二、工作要求", "1.加强值守。")
    assert [task.text for task in found.tasks] == ["召开动员会", "开展排查", "组织验收", "加强值守。"]


def test_month_in_chinese_numerals_is_a_measure(plan) -> None:
    (task,) = plan("镜湖中学2024年行事历", "九月份", "1.召开主题班会。").tasks
    assert (task.measure and task.measure.title, task.workstream) == ("九月份", None)
