import pytest

HEADER = ["序号", "工作任务", "具体措施", "责任领导", "责任单位", "配合单位", "完成时限"]


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
        ("1", "周启", "merged cell"),
    ]


def test_row_that_names_nobody_has_the_parties_of_the_row_above_and_says_so(plan) -> None:
    table = [["具体任务", "责任单位", "配合单位"], ["开展病历点评。", "医务部", "护理部"], ["修订授权目录。", "", ""]]
    first, second = plan(table).tasks
    assert [(p.name, p.inferred) for p in first.parties] == [("医务部", None), ("护理部", None)]
    assert [(p.name, p.inferred) for p in second.parties] == [("医务部", "cell above"), ("护理部", "cell above")]


def test_row_that_names_nobody_has_no_party_of_a_row_further_above(plan) -> None:
    table = [
        ["具体任务", "责任单位", "配合单位"],
        ["开展病历点评。", "医务部", "护理部"],
        ["修订授权目录。", "药剂科", ""],
        ["落实上报制度。", "", ""],
    ]
    assert [[p.name for p in task.parties] for task in plan(table).tasks] == [
        ["医务部", "护理部"],
        ["药剂科"],
        ["药剂科"],
    ]


def test_blank_cell_beside_a_named_leader_is_nobody(plan) -> None:
    table = [
        ["具体任务", "牵头单位", "主责单位", "协办单位"],
        ["修补路面。", "城建办", "各社区", "交警队"],
        ["疏通管道。", "水务站", "", ""],
    ]
    assert [p.name for p in plan(table).tasks[1].parties] == ["水务站"]


def test_blank_leader_beside_a_named_supporter_is_the_one_above(plan) -> None:
    table = [["具体任务", "责任单位", "配合单位"], ["修补路面。", "城建办", "交警队"], ["疏通管道。", "", "各社区"]]
    assert [(p.name, p.inferred) for p in plan(table).tasks[1].parties] == [("城建办", "cell above"), ("各社区", None)]


@pytest.mark.parametrize("sign", ["—", "——", "/", "无", "待定", "待明确", "N/A", "……", "（空）"])
def test_sign_names_nobody_and_is_not_filled(plan, sign: str) -> None:
    table = [["具体任务", "责任单位"], ["修补路面。", "城建办"], ["疏通管道。", sign], ["清运垃圾。", ""]]
    assert [[p.name for p in task.parties] for task in plan(table).tasks] == [["城建办"], [], []]


@pytest.mark.parametrize("sign", ["同上", "〃"])
@pytest.mark.parametrize("header", ["责任单位", "配合单位"])
def test_ditto_sign_is_the_cell_above(plan, sign: str, header: str) -> None:
    table = [["具体任务", header, "时限"], ["修补路面。", "城建办", "6月底前"], ["疏通管道。", sign, sign]]
    (party,) = plan(table).tasks[1].parties
    assert (party.name, party.inferred) == ("城建办", "cell above")
    assert [d.text for d in plan(table).tasks[1].deadlines] == ["6月底前"]


def test_nothing_is_filled_from_another_group(plan, merge) -> None:
    table = [
        ["领域", "具体任务", "责任单位"],
        ["道路", "修补路面。", "城建办"],
        ["", "疏通管道。", ""],
        ["绿化", "补种树木。", ""],
    ]
    tasks = plan(merge(table, {(1, 0): (2, 1)})).tasks
    assert [[p.name for p in task.parties] for task in tasks] == [["城建办"], ["城建办"], []]


def test_category_of_each_row_alone_ends_no_group(plan) -> None:
    table = [["任务名称", "任务内容", "责任单位"], ["修路", "修补路面。", "城建办"], ["治水", "疏通管道。", ""]]
    assert [p.name for p in plan(table).tasks[1].parties] == ["城建办"]


def test_task_beside_several_rows_of_parties_has_them_all(plan, merge) -> None:
    table = [["具体任务", "责任单位", "时限"], ["修补路面。", "城建办", "6月底前"], ["", "交警队", "9月底前"]]
    (task,) = plan(merge(table, {(1, 0): (2, 1)})).tasks
    assert [p.name for p in task.parties] == ["城建办", "交警队"]
    assert [d.text for d in task.deadlines] == ["6月底前", "9月底前"]
