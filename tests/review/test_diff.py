from datetime import date
from itertools import count

import pytest

from nlp.review.diff import diff_plans
from nlp.types import Deadline, DocumentFacts, Measure, Party, Place, Plan, Target, Task, Workstream


def task(text, *, lead=(), support=(), person=(), subject=(), limits=(), targets=(), stream=None, measure=None):
    names = [("lead", lead), ("support", support), ("person", person)]
    parties = [Party(name, role, "annotation") for role, given in names for name in given]
    parties += [Party(name, "lead", "subject") for name in subject]
    heading = Measure(None, measure) if measure else None
    return Task("", stream, heading, text, (), tuple(parties), tuple(limits), tuple(targets), Place(0, 0, 0), 1.0)


def plan(*tasks, year=2024, streams=(), file=None):
    from dataclasses import replace

    numbers = count(1)
    facts = DocumentFacts(file or f"{year}.txt", "", None, "plan", year, None, None)
    return Plan(facts, tuple(streams), tuple(replace(each, id=f"0.0.{next(numbers)}") for each in tasks))


def by(text, year, month, day, *, start=None, kind="date"):
    return Deadline(text, kind, start=start, end=date(year, month, day))


def only(old, new, *, years=(2023, 2024)):
    """The one change between two plans of one task each."""
    (change,) = diff_plans(plan(old, year=years[0]), plan(new, year=years[1])).changes
    return change


def ways(diff):
    return [(change.old, change.new) for change in diff.changes]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("签订责任书，逐级压实责任。", "签订责任书，逐级压实责任。"),
        ("签订责任书，逐级压实责任。", "3．签订责任书,逐级压实责任"),
        ("（二）签订责任书，逐级压实责任；", "签订 责任书， 逐级压实责任。"),
        ("召开１次推进会。", "召开1次推进会。"),
        ("编制2023年部门预算。", "编制2024年部门预算。"),
    ],
)
def test_nothing_changed(old, new):
    assert only(task(old), task(new)).kinds == ("carried_over",)


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("严格登记领用，做到账物相符。", "严格登记领用，确保账物相符。", "措辞：做到 → 确保"),
        ("修订应急预案并备案。", "修订应急预案并公示备案。", "措辞：增加“公示”"),
        ("部门绩效与安全考核结果挂钩。", "安全考核结果要与各部门的绩效挂起钩来。", "措辞改动较大"),
    ],
)
def test_reworded(old, new, detail):
    change = only(task(old), task(new))
    assert (change.kinds, change.details) == (("reworded",), (detail,))


LIMIT_TEXT = "{}完成机关换届工作。"


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        (by("6月底前", 2023, 6, 30), by("9月底前", 2024, 9, 30), "时限：6月底前 → 9月底前"),
        (by("2023年6月底前", 2023, 6, 30), by("2025年6月底前", 2025, 6, 30), "时限：2023年6月底前 → 2025年6月底前"),
        (
            Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3"),
            Deadline("每半年", "recurring", rrule="FREQ=MONTHLY;INTERVAL=6"),
            "时限：每季度 → 每半年",
        ),
        (
            Deadline("5个工作日内", "relative", duration="P5D"),
            Deadline("3个工作日内", "relative", duration="P3D"),
            "时限：5个工作日内 → 3个工作日内",
        ),
        (
            by("上半年", 2023, 6, 30, start=date(2023, 1, 1), kind="range"),
            by("6月底前", 2024, 6, 30),
            "时限：上半年 → 6月底前",
        ),
    ],
    ids=["later", "two years later", "frequency", "relative", "other kind"],
)
def test_deadline_moved(old, new, detail):
    change = only(
        task(LIMIT_TEXT.format(old.text), limits=[old]),
        task(LIMIT_TEXT.format(new.text), limits=[new]),
    )
    assert (change.kinds, change.details) == (("deadline_moved",), (detail,))


def test_deadline_added():
    change = only(task("完成机关换届工作。"), task("于6月底前完成机关换届工作。", limits=[by("6月底前", 2024, 6, 30)]))
    assert (change.kinds, change.details) == (("deadline_moved",), ("时限：无 → 6月底前",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (by("2023年6月底前", 2023, 6, 30), by("2024年6月底前", 2024, 6, 30)),
        (by("6月底前", 2023, 6, 30), by("6月30日前", 2024, 6, 30)),
        (by("2月底前", 2023, 2, 28), by("2月底前", 2024, 2, 29)),
        (by("2023年6月底前", 2023, 6, 30), by("2023年6月底前", 2023, 6, 30)),
        (by("2027年底前", 2027, 12, 31), by("2027年底前", 2027, 12, 31)),
        (Deadline("长期坚持", "ongoing"), Deadline("常态化", "ongoing")),
        (Deadline("节假日前", "event"), Deadline("节假日 前", "event")),
        (Deadline("一个月内", "relative", duration="P1M"), Deadline("1个月内", "relative", duration="P1M")),
    ],
    ids=lambda limit: limit.text,
)
def test_deadline_not_moved(old, new):
    change = only(
        task(LIMIT_TEXT.format(old.text), limits=[old]),
        task(LIMIT_TEXT.format(new.text), limits=[new]),
    )
    assert change.kinds == ("carried_over",)


def test_deadlines_are_compared_by_month_and_day_without_a_year():
    old, new = by("6月底前", 2023, 6, 30), by("6月底前", 2021, 6, 30)
    change = only(task("6月底前换届。", limits=[old]), task("6月底前换届。", limits=[new]), years=(2023, None))
    assert change.kinds == ("carried_over",)


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ({"lead": ["办公室"]}, {"lead": ["人事科"]}, "责任单位：办公室 → 人事科"),
        ({"lead": ["办公室"]}, {"lead": ["综合办公室"]}, "责任单位：办公室 → 综合办公室"),
        ({}, {"lead": ["人事科"]}, "责任单位：无 → 人事科"),
        ({"person": ["王一"]}, {"person": ["李二"]}, "责任人：王一 → 李二"),
        ({"lead": ["办公室"]}, {"lead": ["办公室"], "support": ["财务科"]}, "配合单位增加财务科"),
        ({"support": ["财务科", "技术科"]}, {"support": ["技术科"]}, "配合单位减少财务科"),
    ],
)
def test_owner_changed(old, new, detail):
    change = only(task("整理机关档案。", **old), task("整理机关档案。", **new))
    assert (change.kinds, change.details) == (("owner_changed",), (detail,))


def test_owner_in_the_sentence_is_no_wording():
    old = task("整理机关档案，由办公室牵头，财务科配合。", subject=["办公室"], support=["财务科"])
    new = task("整理机关档案，由人事科牵头。", subject=["人事科"])
    assert only(old, new).kinds == ("owner_changed",)


def test_order_of_owners_does_not_count():
    old, new = (task("整理机关档案。", lead=names) for names in (["办公室", "人事科"], ["人事科", "办公室"]))
    assert only(old, new).kinds == ("carried_over",)


def test_target_raised():
    old = task("开展巡查不少于4次。", targets=[Target("不少于4次", ">=", 4, "次")])
    new = task("开展巡查不少于6次。", targets=[Target("不少于6次", ">=", 6, "次")])
    change = only(old, new)
    assert (change.kinds, change.details) == (("target_changed",), ("指标：不少于4次 → 不少于6次",))


def test_target_added():
    old, new = task("签订责任书。"), task("签订责任书，签订率100%。", targets=[Target("签订率100%", "=", 100, "%")])
    assert only(old, new).kinds == ("target_changed",)


def test_number_that_is_no_target():
    change = only(task("对12个断面开展采样分析。"), task("对15个断面开展采样分析。"))
    assert (change.kinds, change.details) == (("target_changed",), ("数字：12 → 15",))


def test_several_kinds_at_once():
    old = task("6月底前开展巡查。", lead=["办公室"], limits=[by("6月底前", 2023, 6, 30)])
    new = task("9月底前认真开展巡查。", lead=["人事科"], limits=[by("9月底前", 2024, 9, 30)])
    assert only(old, new).kinds == ("reworded", "deadline_moved", "owner_changed")


def test_new_tasks_stand_in_their_order_and_dropped_ones_behind():
    old = plan(task("清理河道漂浮物。"), task("建设口袋公园。"), task("评选美丽楼栋。"), year=2023)
    new = plan(task("安装视频监控系统。"), task("建设口袋公园。"), task("清理河道漂浮物。"))
    assert ways(diff_plans(old, new)) == [(None, "0.0.1"), ("0.0.2", "0.0.2"), ("0.0.1", "0.0.3"), ("0.0.3", None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("完成文昌路、柳堤街供水管网改造。", "完成望江路、梧桐巷供水管网改造。"),
        ("制定《编外人员管理办法》。", "制定《文化志愿者管理办法》。"),
        ("组织信贷人员开展风险识别培训。", "组织归集人员开展执法取证培训。"),
    ],
)
def test_same_frame_with_another_object_is_another_task(old, new):
    assert ways(diff_plans(plan(task(old)), plan(task(new)))) == [(None, "0.0.1"), ("0.0.1", None)]


@pytest.mark.parametrize("turned", [False, True])
def test_near_twins_find_their_own(turned):
    first, second = task("组织东沙水厂开展隐患自查。"), task("组织西浦水厂开展隐患自查。")
    old, new = plan(first, second, year=2023), plan(*((second, first) if turned else (first, second)))
    assert all(change.kinds == ("carried_over",) for change in diff_plans(old, new).changes)


def test_halves_of_the_year_find_their_own():
    first = task("上半年更换书架标识。", limits=[by("上半年", 2024, 6, 30, start=date(2024, 1, 1), kind="range")])
    second = task("下半年更换书架标识。", limits=[by("下半年", 2024, 12, 31, start=date(2024, 7, 1), kind="range")])
    diff = diff_plans(plan(first, second), plan(second))
    assert ways(diff) == [("0.0.2", "0.0.1"), ("0.0.1", None)]


def test_rest_of_a_split_task_says_where_it_may_come_from():
    old = plan(task("摸排使用三十年的铸铁管，建立管线电子档案。"))
    new = plan(task("摸排使用三十年的铸铁管。"), task("建立管线电子档案，接入平台。"))
    rest = diff_plans(old, new).changes[1]
    assert (rest.kinds, rest.details) == (("new",), ("可能由“摸排使用三十年的铸铁管，建立管线电子档案。”拆分",))


def test_rest_of_merged_tasks_says_where_it_may_have_gone():
    old = plan(task("摸排使用三十年的铸铁管。"), task("建立管线电子档案。"))
    new = plan(task("摸排使用三十年的铸铁管，建立管线电子档案。"))
    rest = diff_plans(old, new).changes[1]
    assert (rest.kinds, rest.details) == (("dropped",), ("可能并入“摸排使用三十年的铸铁管，建立管线电子档案。”",))


def test_new_task_of_other_words_is_no_part():
    new = plan(task("摸排铸铁管。"), task("评选美丽楼栋。"))
    assert diff_plans(plan(task("摸排铸铁管。")), new).changes[1].details == ()


STREAMS = (Workstream("1", "一", "夯实基础"), Workstream("2", "二", "提升服务"))


def test_move_to_another_workstream_is_told():
    old = plan(task("设置综合柜员岗。", stream="1"), task("清理欠缴。", stream="2"), streams=STREAMS)
    new = plan(task("设置综合柜员岗。", stream="2"), task("清理欠缴。", stream="2"), streams=STREAMS)
    change = diff_plans(old, new).changes[0]
    assert (change.kinds, change.details) == (("carried_over",), ("由“一、夯实基础”移至“二、提升服务”",))


@pytest.mark.parametrize(
    "streams",
    [(STREAMS[1], STREAMS[0]), (Workstream("1", "一", "打牢根基"), STREAMS[1])],
    ids=["renumbered", "renamed"],
)
def test_workstream_renumbered_or_renamed_is_no_move(streams):
    from dataclasses import replace

    numbered = [replace(stream, id=str(place)) for place, stream in enumerate(streams, 1)]
    ids = {stream.title: stream.id for stream in numbered}
    old = plan(task("设置综合柜员岗。", stream="1"), task("清理欠缴。", stream="2"), streams=STREAMS)
    first = ids.get("夯实基础", ids.get("打牢根基"))
    new = plan(
        task("设置综合柜员岗。", stream=first), task("清理欠缴。", stream=ids["提升服务"]), streams=tuple(numbered)
    )
    assert [change.details for change in diff_plans(old, new).changes] == [(), ()]


def test_plans_with_nothing_in_common():
    diff = diff_plans(plan(task("清理河道漂浮物。")), plan(task("举办故事课堂。"), file="b.txt"))
    assert [change.kinds for change in diff.changes] == [("new",), ("dropped",)]
    assert [str(warning) for warning in diff.warnings] == [
        "b.txt, 整个文件: 两份计划几乎没有相同的任务；请核对是不是同一单位的计划"
    ]


def test_one_task_in_twenty_is_hardly_anything():
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    old = plan(*(task(f"{word}" * 6) for word in words))
    new = plan(*(task(f"{word}" * 6) for word in words[0] + "春夏秋冬东西南北中上下左右前后内外大小"))
    assert [warning.problem for warning in diff_plans(old, new).warnings] == ["两份计划几乎没有相同的任务"]


def test_empty_plan():
    diff = diff_plans(plan(), plan(task("举办故事课堂。")))
    assert [change.kinds for change in diff.changes] == [("new",)]


def test_missing_year_is_said():
    undated = plan(task("清理河道。", limits=[Deadline("6月底前", "date")]), year=None, file="a.txt")
    diff = diff_plans(undated, plan(task("清理河道。")))
    assert [str(warning) for warning in diff.warnings] == [
        "a.txt, 整个文件: 没有读到年度，时限只按月日比较；请用 --year 指定年度"
    ]


@pytest.mark.parametrize("old_year", [None, 2023])
def test_same_file_twice_has_no_warning(old_year):
    given = plan(task("清理河道。"), year=old_year)
    assert diff_plans(given, given).warnings == ()
