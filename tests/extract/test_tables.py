from pathlib import Path

import pytest

from nlp.extract.tasks import extract_plan
from nlp.parse import read

HEADER = ["序号", "工作任务", "具体措施", "责任领导", "责任单位", "配合单位", "完成时限"]


def found(plan):
    return [(t.id, t.text, [(p.name, p.role) for p in t.parties], [d.text for d in t.deadlines]) for t in plan.tasks]


def test_merged_cells_hold_for_their_rows(plan, merge) -> None:
    table = [
        HEADER,
        ["1", "质量安全", "开展病历点评。", "周启", "医务部", "各科室", "全年"],
        ["", "", "修订授权目录。", "", "护理部", "/", "4月底前"],
        ["2", "人才建设", "引进人才15名。", "方静", "人事部", "", "10月底前"],
    ]
    grid = merge(table, {(1, 0): (2, 1), (1, 1): (2, 1), (1, 3): (2, 1)})
    assert found(plan(grid)) == [
        ("1.0.1", "开展病历点评。", [("周启", "supervise"), ("医务部", "lead"), ("各科室", "support")], ["全年"]),
        ("1.0.2", "修订授权目录。", [("周启", "supervise"), ("护理部", "lead")], ["4月底前"]),
        ("2.0.1", "引进人才15名。", [("方静", "supervise"), ("人事部", "lead")], ["10月底前"]),
    ]


def test_row_across_the_table_heads_the_rows_below_it(plan, merge) -> None:
    table = [
        ["序号", "任务", "责任单位"],
        ["产业扶贫", "", ""],
        ["1", "建设大棚。", "农业局"],
        ["住房保障", "", ""],
        ["1", "改造危房。", "住建局"],
    ]
    found = plan(merge(table, {(1, 0): (1, 3), (3, 0): (1, 3)}))
    assert [(w.number, w.title) for w in found.workstreams] == [(None, "产业扶贫"), (None, "住房保障")]
    assert [t.id for t in found.tasks] == ["1.0.1", "2.0.1"]


def test_two_header_rows(plan, merge) -> None:
    table = [["工作任务", "责任分工", ""], ["", "牵头单位", "配合单位"], ["修建水渠。", "水利局", "财政局"]]
    (task,) = plan(merge(table, {(0, 0): (2, 1), (0, 1): (1, 2)})).tasks
    assert [(p.name, p.role) for p in task.parties] == [("水利局", "lead"), ("财政局", "support")]


def test_column_of_months_is_measure_and_range(plan) -> None:
    table = [["月份", "工作任务", "责任单位"], ["3月", "召开部署会。", "办公室"], ["", "签订责任书。", "办公室"]]
    found = plan(table)
    assert found.workstreams == ()
    assert [(t.measure.title, t.deadlines[0].kind, str(t.deadlines[0].end)) for t in found.tasks] == [
        ("3月", "range", "2022-03-31"),
        ("3月", "range", "2022-03-31"),
    ]


def test_column_of_quantities(plan) -> None:
    table = [["工作任务", "2022年目标", "责任单位"], ["建设大棚。", "不少于20座", "农业局"]]
    assert [(t.text, t.value) for t in plan(table).tasks[0].targets] == [("不少于20座", 20)]


def test_headings_above_tables_are_the_workstreams(plan) -> None:
    one = [["领域", "具体任务", "责任单位"], ["道路", "修补路面。", "市政科"]]
    two = [["具体任务", "责任单位"], ["清运垃圾。", "环卫所"]]
    found = plan("一、设施提升", one, "二、环境提升", two)
    assert [(t.workstream, t.measure and t.measure.title) for t in found.tasks] == [("1", "道路"), ("2", None)]


def test_blank_cells_of_a_text_table_are_filled_from_above(plan) -> None:
    table = [["重点领域", "工作任务", "牵头单位"], ["规划公开", "归集规划文本。", "发改局"], ["", "公布决策目录。", ""]]
    assert [(t.workstream, [p.name for p in t.parties]) for t in plan(table, format="txt").tasks] == [
        ("1", ["发改局"]),
        ("1", ["发改局"]),
    ]


def test_task_cell_stays_one_task(plan) -> None:
    table = [["具体任务", "责任单位"], ["开展病历点评。修订授权目录；逐级上报。", "医务部"]]
    assert [t.text for t in plan(table).tasks] == ["开展病历点评。修订授权目录；逐级上报。"]


def test_repeated_header_and_full_width_note_are_no_tasks(plan, merge) -> None:
    head = ["具体任务", "责任单位"]
    table = [head, ["开展病历点评。", "医务部"], head, ["填表说明：由责任单位填写。", ""], ["修订授权目录。", "护理部"]]
    grid = merge(table, {(3, 0): (1, 2)})
    assert [t.text for t in plan(grid).tasks] == ["开展病历点评。", "修订授权目录。"]


def test_two_category_columns_are_workstream_and_measure(plan) -> None:
    table = [["类别", "工作任务", "具体措施", "责任单位"], ["党建", "学习教育", "每月开展主题党日。", "党办"]]
    found = plan(table)
    assert found.workstreams[0].title == "党建"
    assert found.tasks[0].measure.title == "学习教育"
    assert found.tasks[0].id == "1.1.1"


# --- several lines, times, quantities ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1.修补路面；\n2.疏通管道。",
        "①修补路面\n②疏通管道",
        "一是修补路面；二是疏通管道。",
        "道路养护：\n1.修补路面；\n2.疏通管道。",
    ],
)
def test_cell_of_several_numbered_items_stays_one_task(plan, text: str) -> None:
    assert [t.text for t in plan([["具体任务", "责任单位"], [text, "城建办"]]).tasks] == [text]


def test_merged_month_gives_its_rows_measure_and_range(plan, merge) -> None:
    table = [
        ["月份", "工作内容", "责任人"],
        ["3月", "召开部署会。", "周启"],
        ["", "签订责任书；\n报送名单。", ""],
        ["全年", "开展巡查。", "方静"],
    ]
    found = plan(merge(table, {(1, 0): (2, 1), (1, 2): (2, 1)}))
    assert [(t.measure.title, str(t.deadlines[0].start), t.parties[0].name) for t in found.tasks] == [
        ("3月", "2022-03-01", "周启"),
        ("3月", "2022-03-01", "周启"),
        ("全年", "2022-01-01", "方静"),
    ]


@pytest.mark.parametrize("header", ["时间", "时间安排", "季度", "阶段"])
def test_first_column_of_parts_of_the_year_is_a_schedule(plan, header: str) -> None:
    table = [[header, "工作内容", "责任人"], ["第一季度", "召开部署会。", "周启"], ["第二季度", "开展自查。", "方静"]]
    assert [(t.measure.title, str(t.deadlines[0].end)) for t in plan(table).tasks] == [
        ("第一季度", "2022-03-31"),
        ("第二季度", "2022-06-30"),
    ]


def test_first_column_of_limits_is_no_schedule(plan) -> None:
    table = [["完成时限", "工作内容", "责任人"], ["3月底前", "召开部署会。", "周启"]]
    (task,) = plan(table).tasks
    assert (task.measure, [d.text for d in task.deadlines]) == (None, ["3月底前"])


def test_several_limits_in_a_cell(plan) -> None:
    table = [["工作内容", "责任人", "时限"], ["召开部署会。", "周启", "3月底前\n9月底前"]]
    assert [d.text for d in plan(table).tasks[0].deadlines] == ["3月底前", "9月底前"]


def test_quantity_in_a_cell_of_limits_is_a_target(plan) -> None:
    table = [
        ["工作内容", "责任单位", "时限"],
        ["举办促销活动。", "商贸股", "每季度不少于2场"],
        ["答复来信。", "", "20个工作日内"],
    ]
    assert [[(x.op, x.value, x.unit) for x in t.targets] for t in plan(table).tasks] == [[(">=", 2, "场")], []]


def test_bare_quantity_in_a_column_of_goals_is_a_target(plan) -> None:
    table = [
        ["工作任务", "目标值", "责任单位"],
        ["举办培训班。", "2期", "人事科"],
        ["到社区宣讲。", "12次/年", "宣传科"],
    ]
    found = [[(x.text, x.op, x.value, x.unit) for x in task.targets] for task in plan(table).tasks]
    assert found == [[("2期", "=", 2, "期")], [("12次/年", "=", 12, "次")]]


def test_time_in_a_cell_of_quantities_is_a_deadline_of_its_year(plan) -> None:
    table = [
        ["工作内容", "2022年目标", "2023年目标", "责任单位"],
        ["开发小程序。", "6月底前上线", "9月底前升级", "信息科"],
    ]
    (task,) = plan(table).tasks
    assert [(d.text, str(d.end)) for d in task.deadlines] == [("6月底前", "2022-06-30"), ("9月底前", "2023-09-30")]


def test_time_below_a_goal_of_several_years_is_none(plan) -> None:
    table = [["工作内容", "2021年—2025年目标", "责任单位"], ["开发小程序。", "6月底前上线", "信息科"]]
    assert plan(table).tasks[0].deadlines == ()


# --- from files -------------------------------------------------------------------------------------------------------

PAGE = """<h1>镜湖局2022年任务分解表</h1><table>
<tr><th colspan=3>工作</th><th colspan=2>责任</th><th rowspan=2>完成<br>时限</th></tr>
<tr><th>序号</th><th>领域</th><th>具体任务</th><th>牵头单位</th><th>配合单位</th></tr>
<tr><th>1</th><th rowspan=2>道路</th><td>修补路面。</td><td>城建办</td><td>交警队</td><td rowspan=2>6月底前</td></tr>
<tr><td>2</td><td>疏通管道。</td><td>水务站</td><td>/</td></tr></table>"""
LINES = """镜湖局2022年任务分解表
序号\t领域\t具体任务\t牵头单位\t配合单位\t完成时限
1\t道路\t修补路面。\t城建办\t交警队\t6月底前
2\t\t疏通管道。\t水务站\t/\t6月底前
合计\t\t2项
"""


@pytest.mark.parametrize(("name", "text"), [("plan.html", PAGE), ("plan.txt", LINES)])
def test_pages_and_texts(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert found(extract_plan(read(tmp_path / name))) == [
        ("1.0.1", "修补路面。", [("城建办", "lead"), ("交警队", "support")], ["6月底前"]),
        ("1.0.2", "疏通管道。", [("水务站", "lead")], ["6月底前"]),
    ]
