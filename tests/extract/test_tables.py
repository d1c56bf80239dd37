import pytest

from nlp.extract.tables import find_columns

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


def test_blank_cells_under_a_merged_one_hold_too(plan, merge) -> None:
    table = [
        HEADER,
        ["1", "质量安全", "开展病历点评。", "周启", "医务部", "", "全年"],
        ["", "", "修订授权目录。", "", "护理部", "", "4月底前"],
        ["", "", "落实上报制度。", "", "护理部", "", "5月底前"],
    ]
    grid = merge(table, {(1, 1): (2, 1), (1, 3): (2, 1)})
    assert [(t.workstream, t.parties[0].name, t.parties[0].inferred) for t in plan(grid).tasks] == [
        ("1", "周启", None),
        ("1", "周启", None),
        ("1", "周启", "cell above"),
    ]


def test_blank_cell_of_those_who_lead_means_the_name_above_and_says_so(plan) -> None:
    table = [["具体任务", "责任单位", "配合单位"], ["开展病历点评。", "医务部", "护理部"], ["修订授权目录。", "", ""]]
    first, second = plan(table).tasks
    assert [p.name for p in first.parties] == ["医务部", "护理部"]
    assert [(p.name, p.inferred) for p in second.parties] == [("医务部", "cell above")]


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


@pytest.mark.parametrize(
    ("header", "task"),
    [
        (["工作任务", "具体要求", "责任单位", "时限要求"], 1),
        (["重点任务", "具体工作", "责任单位", "完成时限"], 1),
        (["任务名称", "任务内容", "责任单位", "时间节点"], 1),
        (["序号", "领域", "具体任务", "责任单位"], 2),
        (["序号", "具体任务", "牵头部门"], 1),
        (["细则名称", "细则内容", "牵头部门", "配合部门"], 1),
        (["重点工程", "工作内容", "2026年目标", "2027年目标", "牵头单位"], 1),
        (["重点任务", "工作措施", "牵头部门", "主责单位", "协办单位", "完成时限"], 1),
        (["类别", "任务内容", "牵头领导", "责任单位"], 1),
        (["重点举措", "实施路径", "完成时限", "责任单位"], 1),
        (["工作  任务", "责任\n单位"], 0),
    ],
    ids=lambda v: "|".join(v) if isinstance(v, list) else None,
)
def test_header_families(header: list[str], task: int) -> None:
    columns = find_columns((tuple(header), tuple("甲" for _ in header)))
    assert columns is not None
    assert columns.task == task


@pytest.mark.parametrize(
    "header",
    [
        ["项目名称", "总投资", "建设周期"],
        ["企业名称", "地址", "联系电话"],
        ["序号", "姓名", "职务"],
        ["园区", "面积", "产值"],
    ],
    ids="|".join,
)
def test_other_tables_hold_no_tasks(header: list[str]) -> None:
    assert find_columns((tuple(header), tuple("甲" for _ in header))) is None
