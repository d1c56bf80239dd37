"""The days on which a plan's tasks fall due."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import ConfigError
from nlp.extract.calendar import list_due_days
from nlp.extract.deadlines import find_deadlines
from nlp.types import DocumentFacts, Place, Plan, Task


def plan_of(*sentences: str, year: int | None = 2022) -> Plan:
    """A plan of tasks 1, 2 and so on, one a sentence, with the deadlines that each holds."""
    tasks = tuple(
        Task(str(n), None, None, text, (), (), tuple(find_deadlines(text, year=year)), (), Place(n, 0, len(text)), 1.0)
        for n, text in enumerate(sentences, 1)
    )
    return Plan(DocumentFacts("计划.txt", "", None, "plan", year, None, None), (), tasks)


def days_of(*sentences: str, **options: date | int | None) -> list[str]:
    year = options.pop("year", 2022)
    return [str(due.day) for due in list_due_days(plan_of(*sentences, year=year), **options).days]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("6月底前完成自查", ["2022-06-30"]),
        ("9月前完成选址", ["2022-08-31"]),
        ("第三季度前完成招标", ["2022-09-30"]),
        ("上半年开展家访", ["2022-06-30"]),
        ("8月21日—9月30日自查自纠", ["2022-09-30"]),
        ("第二、四季度组织演练", ["2022-06-30", "2022-12-31"]),
        ("每季度通报", ["2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31"]),
        ("每半年研究一次", ["2022-06-30", "2022-12-31"]),
        ("每年6月底前公示", ["2022-06-30"]),
        ("2023年3月底前验收", ["2023-03-31"]),
        ("2024年春节前走访", ["2024-02-09"]),
        ("明年春节前走访", ["2023-01-21"]),
        ("2023年元旦前检查", ["2022-12-31"]),
        ("每年6月底和12月底前盘点", ["2022-06-30", "2022-12-31"]),
        ("每年3月和9月修剪", ["2022-03-31", "2022-09-30"]),
        ("第三季度末月20日前报送", ["2022-09-20"]),
        ("6月30日起至9月30日止施工", ["2022-09-30"]),
        ("春节前走访", ["2022-01-31"]),
        ("“七一”前夕慰问", ["2022-06-30"]),
        ("每年“七一”前表彰", ["2022-06-30"]),
        ("国庆节前3天封存车辆", ["2022-09-28"]),
        ("国庆节前一周检查", ["2022-09-24"]),
        ("端午节期间抽查", ["2022-06-03"]),
        ("“五一”前后巡查", ["2022-05-01"]),
        ("在元旦、春节、端午、中秋、国庆等重要节假期提醒", ["2022-01-01", "2022-02-01", "2022-06-03", "2022-09-10", "2022-10-01"]),
        ("元旦、春节前检查", ["2022-01-31", "2022-12-31"]),
    ],
)  # fmt: skip
def test_deadline_falls_on_its_days(sentence, days):
    calendar = list_due_days(plan_of(sentence))
    assert [str(due.day) for due in calendar.days] == days
    assert calendar.undated == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "健全制度",
        "长期坚持",
        "接到通知后5日内上报",
        "立行立改",
        "定期抽查",
        "汛期前清淤",
        "节假日前检查",
        "春节后回访",
        "7月1日起实施新标准",
        "6月30日后复核",
        "每月第一周点评",
        "每月第一个工作日报送",
        "每年汛期前清淤",
        "6月30日后5日内汇总",
    ],
)
def test_task_that_falls_on_no_day_is_undated(sentence):
    calendar = list_due_days(plan_of(sentence, "6月底前完成"))
    assert calendar.undated == ("1",)
    assert [due.task for due in calendar.days] == ["2"]


def test_days_stand_by_day_and_then_by_task():
    calendar = list_due_days(plan_of("年底前总结", "每半年通报", "6月底前自查", "6月30日前上报"))
    assert [(str(due.day)[5:], due.task) for due in calendar.days] == [
        ("06-30", "2"), ("06-30", "3"), ("06-30", "4"), ("12-31", "1"), ("12-31", "2"),
    ]  # fmt: skip


def test_days_of_the_week_are_all_due():
    span = {"start": date(2022, 6, 6), "end": date(2022, 6, 12)}
    assert days_of("每周一、周四巡查", **span) == ["2022-06-06", "2022-06-09"]


@pytest.mark.parametrize("end", [date(1, 12, 31), date(9999, 12, 31)], ids=["first year", "last year"])
def test_first_and_last_year_of_all_can_be_shown(end):
    calendar = list_due_days(
        plan_of("每月调度，每周例会，“七一”前走访，元旦前检查"), start=end.replace(month=1, day=1), end=end
    )
    assert {due.day.year for due in calendar.days} == {end.year}


@pytest.mark.parametrize("options", [{"start": date(9999, 1, 1)}, {"end": date(1, 12, 31)}], ids=str)
def test_calendar_open_at_one_end_reaches_the_last_year(options):
    assert list_due_days(plan_of("6月底前自查", "元旦前检查", year=None), **options).days is not None


def test_feast_of_a_year_outside_the_table_is_said():
    calendar = list_due_days(plan_of("春节前走访", "“七一”前慰问", year=2031))
    assert [(w.place, w.problem) for w in calendar.warnings] == [
        ("整个文件", "节日日期只到2030年，2031年的“春节前”排不上日子")
    ]
    assert calendar.undated == ("1",)


def test_calendar_of_a_year_in_the_table_says_nothing():
    assert list_due_days(plan_of("春节前走访")).warnings == ()


def test_calendar_without_any_day_has_no_bounds():
    calendar = list_due_days(plan_of("长期坚持", year=None))
    assert (calendar.start, calendar.end, calendar.days) == (None, None, ())


def test_phrase_said_twice_falls_due_once():
    assert days_of("6月底前自查，6月底前上报") == ["2022-06-30"]


def test_due_day_names_the_phrase():
    (due,) = list_due_days(plan_of("力争６月 底前完成")).days
    assert due.text == "６月 底前"


def test_span_keeps_the_days_within_it():
    span = {"start": date(2022, 6, 1), "end": date(2022, 6, 30)}
    calendar = list_due_days(plan_of("每月调度", "6月底前自查", "年底前总结", "长期坚持"), **span)
    assert [(str(due.day), due.task) for due in calendar.days] == [("2022-06-30", "1"), ("2022-06-30", "2")]
    assert (calendar.start, calendar.end, calendar.undated) == (date(2022, 6, 1), date(2022, 6, 30), ("4",))


def test_instances_are_the_same_in_whole_and_part_of_the_year():
    sentence = "每两周碰头，每周五报送"
    part = days_of(sentence, start=date(2022, 3, 10), end=date(2022, 5, 5))
    assert part == [day for day in days_of(sentence) if "2022-03-10" <= day <= "2022-05-05"]


@pytest.mark.parametrize(
    ("options", "days"),
    [
        ({"start": date(2022, 7, 1)}, ["2022-12-31"]),
        ({"end": date(2022, 7, 1)}, ["2022-06-30"]),
        ({"start": date(2023, 1, 1), "end": date(2023, 12, 31)}, ["2023-06-30", "2023-12-31"]),
    ],
    ids=["start alone", "end alone", "another year"],
)
def test_recurrence_is_spread_over_the_span(options, days):
    assert days_of("每半年研究", **options) == days


def test_calendar_reaches_to_a_date_outside_the_year():
    calendar = list_due_days(plan_of("2023年3月底前验收", "每季度通报"))
    assert (calendar.start, calendar.end) == (date(2022, 1, 1), date(2023, 3, 31))
    assert max(due.day for due in calendar.days if due.task == "2") == date(2022, 12, 31)


def test_plan_without_a_year_keeps_the_dates_that_write_theirs():
    calendar = list_due_days(plan_of("2023年3月底前验收", "6月底前自查", "每季度通报", "春节前走访", year=None))
    assert [(str(due.day), due.task) for due in calendar.days] == [("2023-03-31", "1")]
    assert calendar.undated == ("2", "3", "4")
    assert (calendar.start, calendar.end) == (date(2023, 3, 31), date(2023, 3, 31))


def test_span_stands_in_for_the_year_of_recurrences():
    span = {"start": date(2022, 1, 1), "end": date(2022, 6, 30)}
    assert days_of("每季度通报", year=None, **span) == ["2022-03-31", "2022-06-30"]


def test_plan_without_tasks_has_no_days():
    calendar = list_due_days(plan_of())
    assert (calendar.days, calendar.undated, calendar.start) == ((), (), date(2022, 1, 1))


def test_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ConfigError, match="晚于结束日期 2022-01-01；"):
        list_due_days(plan_of("每月调度"), start=date(2022, 2, 1), end=date(2022, 1, 1))


PHRASES = [
    "每月25日前报送",
    "每周例会",
    "年底前总结",
    "春节前走访",
    "长期坚持",
    "全年推进",
    "3—5月排查",
    "每两年轮训一遍",
]


@given(
    st.lists(st.sampled_from(PHRASES), max_size=5), st.dates(date(2021, 1, 1), date(2023, 12, 31)), st.integers(0, 500)
)
def test_days_are_sorted_within_the_span_and_none_is_double(sentences, start, length):
    end = date.fromordinal(start.toordinal() + length)
    calendar = list_due_days(plan_of(*sentences), start=start, end=end)
    keys = [(due.day, int(due.task)) for due in calendar.days]
    assert keys == sorted(keys)
    assert len(set(calendar.days)) == len(calendar.days)
    assert all(start <= due.day <= end for due in calendar.days)
    assert {due.task for due in calendar.days}.isdisjoint(calendar.undated)
