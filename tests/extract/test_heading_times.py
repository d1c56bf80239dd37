"""The time that a heading or a phase's name gives to the tasks under it."""

import pytest


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("（一）第一阶段（3月—5月）", "3月—5月"),
        ("第一阶段（3月—5月）：动员部署", "3月—5月"),
        ("（一）动员部署阶段（3月1日—3月31日）", "3月1日—3月31日"),
        ("（一）自查自纠（4月）", "4月"),
        ("（一）总结提升（10月底前）", "10月底前"),
        ("（一）集中整治（第三季度）", "第三季度"),
    ],
)
def test_time_in_a_heading_holds_for_its_tasks(plan, heading: str, text: str) -> None:
    found = plan("一、实施步骤", heading, "制定方案。", "每周召开例会。", "（二）其他工作", "建立台账。")
    assert [[d.text for d in t.deadlines] for t in found.tasks] == [[text], ["每周", text], []]


@pytest.mark.parametrize(
    "heading", ["（一）规划编制（2021—2025年）", "（一）制度建设（2022年）", "（一）隐患排查（重点）"]
)
def test_year_or_word_in_a_heading_is_no_time(plan, heading: str) -> None:
    assert [t.deadlines for t in plan("一、工作", heading, "制定方案。", "建立台账。").tasks] == [(), ()]


def test_innermost_time_of_the_headings_holds(plan) -> None:
    found = plan(
        "一、集中整治（3月—9月）", "（一）自查自纠（4月）", "全面开展自查。", "（二）整改落实", "逐项完成整改。"
    )
    assert [[d.text for d in t.deadlines] for t in found.tasks] == [["4月"], ["3月—9月"]]
