import re

import pytest

from nlp.lexicon import load

RULES = load("table_rows.toml", keys=("name", "pattern", "examples", "not_examples"))


@pytest.mark.parametrize(
    ("rule", "text"),
    [(rule, text) for rule in RULES for text in rule["examples"]],
    ids=lambda v: v if isinstance(v, str) else v["name"],
)
def test_examples(rule, text: str) -> None:
    assert re.search(rule["pattern"], text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [(rule, text) for rule in RULES for text in rule["not_examples"]],
    ids=lambda v: v if isinstance(v, str) else v["name"],
)
def test_not_examples(rule, text: str) -> None:
    assert not re.search(rule["pattern"], text)


def test_uses_of_headers_are_known() -> None:
    uses = {row["use"] for row in load("table_headers.tsv", keys=("header", "use", "rank"))}
    parties = {"lead", "support", "supervise", "person"}
    others = {"limit", "month", "amount", "told", "list", "score", "number", "note"}
    assert uses == {"task", "demand", "group"} | parties | others


# --- rows that are no tasks -------------------------------------------------------------------------------------------

HEAD = ["序号", "具体任务", "责任单位"]


def across(text: str) -> list[str]:
    return [text, "", ""]


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "not merged"])
def test_numbered_rows_across_are_workstream_and_measure(plan, merge, merged: bool) -> None:
    table = [
        HEAD,
        across("一、强化政治建设"),
        across("（一）压实责任"),
        ["1", "签订责任书。", "办公室"],
        across("（二）加强学习"),
        ["2", "组织集中学习。", "宣传科"],
        across("二、强化作风建设"),
        ["3", "开展明察暗访。", "监察室"],
    ]
    heads = {(row, 0): (1, 3) for row, cells in enumerate(table) if row and not cells[1]}
    found = plan(merge(table, heads if merged else {}))
    titles = {w.id: w.title for w in found.workstreams}
    assert [(titles[t.workstream], t.measure and t.measure.title) for t in found.tasks] == [
        ("一、强化政治建设", "压实责任"),
        ("一、强化政治建设", "加强学习"),
        ("二、强化作风建设", None),
    ]


def test_row_across_over_a_category_column_is_the_outer_one(plan, merge) -> None:
    table = [["领域", "具体任务", "责任单位"], across("一、城市建设"), ["道路", "修补路面。", "城建办"]]
    found = plan(merge(table, {(1, 0): (1, 3)}))
    assert (found.workstreams[0].title, found.tasks[0].measure.title) == ("一、城市建设", "道路")


@pytest.mark.parametrize(
    "text", ["合计", "小计：", "注：本表按季更新。", "备注：未列入的按原分工执行", "填表人：", "续表", "★为省考核任务"]
)
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "not merged"])
def test_row_that_sums_notes_or_says_it_goes_on_is_nothing(plan, merge, text: str, merged: bool) -> None:
    table = [HEAD, ["1", "修补路面。", "城建办"], across(text), ["2", "疏通管道。", "水务站"]]
    found = plan(merge(table, {(2, 0): (1, 3)} if merged else {}))
    assert [t.text for t in found.tasks] == ["修补路面。", "疏通管道。"]
    assert found.workstreams == ()


@pytest.mark.parametrize(
    "row", [["合计", "12项", ""], ["", "合计", ""], ["小计", "5", "/"], ["3", "/", "/"], ["1", "2", "3"]]
)
def test_row_of_sums_signs_or_numbers_is_no_task(plan, row: list[str]) -> None:
    assert [t.text for t in plan([HEAD, ["1", "修补路面。", "城建办"], row]).tasks] == ["修补路面。"]


def test_header_of_two_rows_repeated_on_the_next_page(plan, merge) -> None:
    head = [["序号", "具体任务", "责任分工", ""], ["", "", "牵头单位", "配合单位"]]
    one, two = ["1", "修补路面。", "城建办", "交警队"], ["2", "疏通管道。", "水务站", "各社区"]
    spans = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (3, 0): (2, 1), (3, 1): (2, 1), (3, 2): (1, 2)}
    found = plan(merge([*head, one, *head, two], spans))
    assert [(t.text, [p.role for p in t.parties]) for t in found.tasks] == [
        ("修补路面。", ["lead", "support"]),
        ("疏通管道。", ["lead", "support"]),
    ]


def test_another_table_below_a_title_in_the_same_grid(plan, merge) -> None:
    table = [
        HEAD,
        ["1", "修补路面。", "城建办"],
        across("镜湖局2022年问题整改清单"),
        ["责任科室", "整改措施", "整改时限"],
        ["财务科", "健全报销制度。", "6月底前"],
    ]
    found = plan(merge(table, {(2, 0): (1, 3)})).tasks
    assert [(t.text, t.parties[0].name, len(t.deadlines)) for t in found] == [
        ("修补路面。", "城建办", 0),
        ("健全报销制度。", "财务科", 1),
    ]


def test_title_repeated_on_each_page_ends_nothing(plan, merge) -> None:
    title = across("镜湖局2022年重点任务分解表")
    table = [title, HEAD, ["1", "修补路面。", "城建办"], title, HEAD, ["2", "疏通管道。", "水务站"]]
    found = plan(merge(table, {(0, 0): (1, 3), (3, 0): (1, 3)}))
    assert [t.text for t in found.tasks] == ["修补路面。", "疏通管道。"]


def test_table_that_goes_on_holds_the_category_of_the_one_before(plan, merge) -> None:
    head = ["重点任务", "具体工作", "责任单位"]
    one = merge([head, ["道路", "修补路面。", "城建办"], ["", "划定车位。", ""]], {(1, 0): (2, 1)})
    found = plan(one, "续表", [head, ["", "疏通管道。", ""], ["绿化", "补种树木。", "园林站"]])
    titles = {w.id: w.title for w in found.workstreams}
    assert [(titles[t.workstream], [p.name for p in t.parties]) for t in found.tasks] == [
        ("道路", ["城建办"]),
        ("道路", ["城建办"]),
        ("道路", ["城建办"]),
        ("绿化", ["园林站"]),
    ]


def test_blank_cell_below_the_header_is_not_the_header(plan) -> None:
    table = [["重点任务", "具体工作", "责任单位"], ["", "疏通管道。", ""], ["绿化", "补种树木。", "园林站"]]
    first = plan(table).tasks[0]
    assert (first.workstream, first.parties) == (None, ())


def test_short_task_in_the_first_column_is_no_heading(plan) -> None:
    table = [["具体任务", "责任单位"], ["修补路面", "城建办"], ["疏通管道", ""]]
    assert [t.text for t in plan(table, format="txt").tasks] == ["修补路面", "疏通管道"]


def test_notes_behind_the_task_column_are_no_tasks(plan) -> None:
    table = [
        ["重点任务", "考核要点", "备注", "佐证材料", "完成情况", "责任单位"],
        ["推进植树造林。", "开展督查不少于2次", "开展督查", "制定方案", "", "造林股"],
    ]
    assert [t.text for t in plan(table).tasks] == ["推进植树造林。"]


@pytest.mark.parametrize("serial", ["3", "3.", "（3）", "三", "（三）"])
def test_row_with_only_a_serial_number_heads_nothing(plan, serial: str) -> None:
    table = [HEAD, ["1", "修补路面。", "城建办"], [serial, "", ""], ["4", "疏通管道。", "水务站"]]
    found = plan(table)
    assert (found.workstreams, [(t.text, t.measure) for t in found.tasks]) == (
        (),
        [("修补路面。", None), ("疏通管道。", None)],
    )
