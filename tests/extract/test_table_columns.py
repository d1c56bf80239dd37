import pytest

from nlp.extract.grid import TableGrid
from nlp.extract.table_columns import Columns, find_columns

FILLING = {
    "序号": "1",
    "责任单位": "县教育局",
    "牵头单位": "县水利局",
    "牵头部门": "宣传科",
    "配合单位": "县财政局",
    "配合部门": "各科室",
    "主责单位": "县住建局",
    "协办单位": "县发改局",
    "牵头领导": "周启",
    "完成时限": "6月底前",
    "时限要求": "6月底前",
    "完成时间": "6月底前",
    "时间节点": "6月底前",
    "月份": "3月",
    "考核要点": "活动照片",
    "备注": "省考核",
    "佐证材料": "会议记录",
    "完成情况": "",
    "总投资": "8600",
    "总投资（万元）": "8600",
    "投资额": "300",
    "建设周期": "2024—2026年",
    "建设内容": "新建渠道36公里",
    "建设内容及规模": "新建厂房2万平方米",
    "项目名称": "东河灌区续建配套项目",
    "重点项目": "月牙渡露营基地",
    "2026年目标": "新建3.5万亩",
    "2027年目标": "新建4万亩",
    "分值": "5",
    "得分": "4.5",
    "评分标准": "每少一次扣1分",
    "同比增长": "6.1%",
}
ORDER = "开展隐患排查整治，建立问题台账。"


@pytest.fixture
def columns(document):
    """Find the columns of a table of rows; `merged` as the grid takes it."""

    def find(rows: list[list[str]], merged: dict | None = None, merge=None) -> Columns | None:
        found = document("镜湖局2022年工作要点", merge(rows, merged) if merge else rows)
        return find_columns(TableGrid(found, found.tables[0]))

    return find


def rows_of(header: list[str], tasks: dict[int, list[str]]) -> list[list[str]]:
    """A header with two rows below it: `tasks` gives the cells of some columns, the others are filled by their names."""
    plain = ["".join(name.split()) for name in header]
    below = [[tasks[c][i] if c in tasks else FILLING.get(name, "甲") for c, name in enumerate(plain)] for i in (0, 1)]
    return [header, *below]


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
        (["工作任务", "任务分解/时序进度", "考核要点"], 1),
        (["类别", "任务内容", "牵头领导", "责任单位"], 1),
        (["重点举措", "实施路径", "完成时限", "责任单位"], 1),
        (["一级  指标", "工作内容", "责任单位"], 1),
        (["存在问题", "整改措施", "责任单位", "完成时限"], 1),
        (["序号", "工作任务", "完成时限", "完成情况", "责任单位"], 1),
        (["序号", "2024年重点工作任务（共12项）", "责任单位"], 1),
        (["工作  任务", "责任\n单位"], 0),
        (["序号", "重点任务", "备注", "佐证材料"], 1),
    ],
    ids=lambda v: "|".join(v) if isinstance(v, list) else None,
)
def test_header_families(columns, header: list[str], task: int) -> None:
    names = {c: ["压实责任", "压实责任"] for c, name in enumerate(header) if c < task and name != "序号"}
    found = columns(rows_of(header, {**names, task: [ORDER, ORDER]}))
    assert found is not None
    assert found.task == task


@pytest.mark.parametrize(
    "header",
    [
        ["项目名称", "总投资", "建设周期"],
        ["序号", "项目名称", "建设内容及规模", "总投资（万元）", "责任单位"],
        ["序号", "重点项目", "建设内容", "投资额", "责任单位", "完成时限"],
        ["序号", "项目名称", "责任单位"],
        ["企业名称", "地址", "联系电话"],
        ["序号", "姓名", "职务"],
        ["姓名", "职务", "联系电话", "包联村", "责任单位"],
        ["园区", "面积", "产值"],
        ["指标名称", "2024年完成", "同比增长", "责任单位"],
        ["考核项目", "评分标准", "分值", "得分"],
        ["考核内容", "评分标准", "分值", "责任单位"],
    ],
    ids="|".join,
)
def test_other_tables_hold_no_tasks(columns, header: list[str]) -> None:
    assert columns(rows_of(header, {})) is None


def test_table_of_what_was_done_holds_no_tasks(columns) -> None:
    rows = [["工作任务", "完成情况", "责任单位"], [ORDER, "已全部完成", "县教育局"], [ORDER, "完成12项", "县财政局"]]
    assert columns(rows) is None


def test_last_column_of_progress_may_be_filled_where_limits_stand(columns) -> None:
    rows = [["工作任务", "责任单位", "完成时限", "进展情况"], [ORDER, "县教育局", "6月底前", "已召开会议"]]
    assert columns(rows).task == 0


def test_measures_beside_an_amount_of_money_are_tasks(columns) -> None:
    rows = [["重点任务", "具体措施", "投资额", "责任单位"], ["修路", ORDER, "300", "县交通局"]]
    assert columns(rows).task == 1


def test_list_of_matters_with_a_body_each_holds_no_tasks(columns) -> None:
    rows = [["序号", "事项", "责任单位"], ["1", "企业开办", "县市场监管局"], ["2", "不动产", "县自然资源局"]]
    assert columns(rows) is None


def test_weak_name_over_orders_is_the_task(columns) -> None:
    rows = [["序号", "事项", "责任单位"], ["1", "开展安全检查", "县应急局"], ["2", "修订应急预案", "县应急局"]]
    assert columns(rows).task == 1


def test_unknown_name_over_orders_is_the_task_where_parties_stand(columns) -> None:
    rows = [["序号", "抓手", "责任单位"], ["1", ORDER, "县应急局"], ["2", ORDER, "县应急局"]]
    assert columns(rows).task == 1


def test_demands_that_only_say_how_much_leave_the_task_where_it_is(columns) -> None:
    rows = [
        ["工作任务", "工作要求", "责任单位"],
        ["召开安全生产专题会议，分析研判形势。", "每季度不少于1次", "县应急局"],
        ["组织开展应急演练，检验预案。", "2次以上", "县应急局"],
    ]
    found = columns(rows)
    assert (found.task, found.amounts) == (0, (1,))


def test_columns_of_goals_are_amounts(columns) -> None:
    found = columns(rows_of(["工作内容", "2026年目标", "2027年目标", "牵头单位"], {0: [ORDER, ORDER]}))
    assert found.amounts == (1, 2)


def test_name_that_covers_number_and_task(columns, merge) -> None:
    rows = [["工作任务", "", "责任单位"], ["1", ORDER, "县应急局"], ["2", ORDER, "县教育局"]]
    found = columns(rows, {(0, 0): (1, 2)}, merge)
    assert (found.task, found.groups) == (1, ())


@pytest.mark.parametrize("name", ["单位", "部门", "领导"])
def test_bare_name_over_bodies_is_a_column_of_parties(columns, name: str) -> None:
    cells = ["周启", "方静"] if name == "领导" else ["县应急局", "县教育局"]
    rows = [["工作任务", name, "时限"], [ORDER, cells[0], "6月底前"], [ORDER, cells[1], "9月底前"]]
    assert [c for c, _ in columns(rows).parties] == [1]


def test_bare_name_over_other_things_is_none(columns) -> None:
    rows = [["工作任务", "单位", "责任科室"], [ORDER, "场次", "办公室"], [ORDER, "万元", "财务科"]]
    assert [c for c, _ in columns(rows).parties] == [2]


# --- headers of several rows ------------------------------------------------------------------------------------------

TWO_ROWS = {
    "first row names nothing": (
        [["基本情况", "", "", "责任分工", ""], ["序号", "类别", "具体任务", "牵头单位", "配合单位"]],
        {(0, 0): (1, 3), (0, 3): (1, 2)},
    ),
    "first row reaches down": (
        [["序号", "类别", "具体任务", "责任分工", ""], ["", "", "", "牵头单位", "配合单位"]],
        {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 2)},
    ),
    "nothing merged": (
        [["序号", "类别", "具体任务", "责任分工", ""], ["", "", "", "牵头单位", "配合单位"]],
        {},
    ),
    "task and parties under one name": (
        [["序号", "类别", "任务及分工", "", ""], ["", "", "具体任务", "牵头单位", "配合单位"]],
        {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 3)},
    ),
    "upper name needed": (
        [["序号", "类别", "具体任务", "牵头", "配合"], ["", "", "", "单位", "单位"]],
        {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1)},
    ),
    "three rows": (
        [
            ["重点任务分解", "", "", "责任", ""],
            ["序号", "类别", "具体任务", "分工情况", ""],
            ["", "", "", "牵头单位", "配合单位"],
        ],
        {(0, 0): (1, 3), (0, 3): (1, 2), (1, 0): (2, 1), (1, 1): (2, 1), (1, 2): (2, 1), (1, 3): (1, 2)},
    ),
    "below a title": (
        [
            ["镜湖局2022年任务表", "", "", "", ""],
            ["序号", "类别", "具体任务", "责任分工", ""],
            ["", "", "", "牵头单位", "配合单位"],
        ],
        {(0, 0): (1, 5), (1, 0): (2, 1), (1, 1): (2, 1), (1, 2): (2, 1), (1, 3): (1, 2)},
    ),
}


@pytest.mark.parametrize("name", TWO_ROWS)
def test_headers_of_several_rows(columns, merge, name: str) -> None:
    header, merged = TWO_ROWS[name]
    body = ["1", "党建", ORDER, "县水利局", "县财政局"]
    found = columns([*header, body, ["2", *body[1:]]], merged, merge)
    assert found is not None
    assert found.header[1] == len(header) - 1
    assert (found.task, found.groups, found.parties) == (2, (1,), ((3, "lead"), (4, "support")))


def test_quarters_below_one_name_are_amounts(columns, merge) -> None:
    header = [["工作任务", "年度目标", "", "责任单位"], ["", "上半年", "下半年", ""]]
    merged = {(0, 0): (2, 1), (0, 1): (1, 2), (0, 3): (2, 1)}
    found = columns([*header, [ORDER, "修路3公里", "修路5公里", "县交通局"]], merged, merge)
    assert (found.task, found.amounts, found.parties) == (0, (1, 2), ((3, "lead"),))


def test_first_row_of_tasks_is_no_header_row(columns) -> None:
    rows = [["重点任务", "责任单位", "时限"], ["推进任务落实", "县委办", "全年"], ["压实工作责任", "县府办", "全年"]]
    assert columns(rows).header == (0, 0)


def test_parts_of_the_year_behind_the_task_are_quantities(columns) -> None:
    found = columns([["重点任务", "上半年目标", "三季度", "责任单位"], [ORDER, "完成选址", "完成50%", "县交通局"]])
    assert (found.months, found.amounts) == ((), (1, 2))


def test_those_who_take_part_are_no_parties(columns) -> None:
    rows = [["会议时间", "会议内容", "参加人员", "责任科室"], ["每周一", "听取工作汇报", "班子成员", "办公室"]]
    assert (columns(rows).parties, columns(rows).limits) == (((3, "lead"),), (0,))
