"""The days of feasts by name and year."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.extract.deadlines import event_dates, find_deadlines
from nlp.extract.holidays import covered_years
from nlp.lexicon import load
from nlp.types import Deadline

ROWS = load("holidays.tsv", keys=("holiday", "alone", "days"))
NAMES = {row["holiday"] for row in ROWS}


@pytest.mark.parametrize(
    ("phrase", "year", "days"),
    [
        ("春节前", 2022, ["2022-02-01"]),
        ("元宵节期间", 2024, ["2024-02-24"]),
        ("清明节前", 2023, ["2023-04-05"]),
        ("端午节当天", 2025, ["2025-05-31"]),
        ("中秋、国庆期间", 2020, ["2020-10-01"]),
        ("重阳节前", 2021, ["2021-10-14"]),
        ("除夕当天", 2026, ["2026-02-16"]),
        ("“七一”前", 2022, ["2022-07-01"]),
        ("「八一」前", 2015, ["2015-08-01"]),
        ("“五一”、“六一”期间", 2030, ["2030-05-01", "2030-06-01"]),
        ("教师节前", 2040, ["2040-09-10"]),
        ("在国家宪法日等节点", 2022, ["2022-12-04"]),
        ("全国助残日期间", 2027, ["2027-05-16"]),
        ("国庆节前3天", 2022, ["2022-10-01"]),
        ("2024年春节前", 2023, ["2024-02-10"]),
        ("明年春节前", 2023, ["2024-02-10"]),
        ("次年元旦、春节期间", 2023, ["2024-01-01", "2024-02-10"]),
        ("今年春节前", 2023, ["2023-01-22"]),
        ("二〇二四年春节前", 2023, ["2024-02-10"]),
        ("在元旦、春节、端午、中秋、国庆等重要节假期", 2022, ["2022-01-01", "2022-02-01", "2022-06-03", "2022-09-10", "2022-10-01"]),
    ],
)  # fmt: skip
def test_feast_has_its_day(phrase, year, days):
    assert [str(day) for day in event_dates(Deadline(phrase, "event"), year)] == days


@pytest.mark.parametrize("phrase", ["汛期前", "节假日前", "会议召开前", "暑假期间", "“双十一”期间", "十一届全会召开前"])
def test_event_without_a_day(phrase):
    assert event_dates(Deadline(phrase, "event"), 2022) == ()


@pytest.mark.parametrize("year", [2014, 2031])
def test_year_outside_the_table_has_no_moving_feast(year):
    assert year not in covered_years()
    assert event_dates(Deadline("元旦、春节前", "event"), year) == ()


@pytest.mark.parametrize("year", [-1, 0, 10000])
def test_year_that_no_date_can_have_has_no_feast(year):
    assert event_dates(Deadline("“七一”前", "event"), year) == ()


def test_other_kinds_have_no_feast():
    assert event_dates(Deadline("元旦起5日内", "relative", duration="P5D"), 2022) == ()


def test_yearly_feast_has_its_day_too():
    yearly = Deadline("每年“七一”前", "recurring", rrule="FREQ=YEARLY")
    assert event_dates(yearly, 2023) == (date(2023, 7, 1),)


def test_what_the_engine_finds_can_be_dated():
    (found,) = find_deadlines("“七一”前走访老党员", year=2022)
    assert event_dates(found, 2022) == (date(2022, 7, 1),)


@pytest.mark.parametrize("row", [row for row in ROWS if row["days"]], ids=lambda row: row["holiday"])
def test_days_are_a_date_or_one_for_each_year_or_another_name(row):
    days = row["days"].split()
    if len(days) > 1:
        assert [date.fromisoformat(day).year for day in days] == list(covered_years())
    else:
        assert row["days"] in NAMES or date.fromisoformat(f"2024-{row['days']}")


def test_new_moons_of_spring_lie_in_their_window():
    (days,) = (row["days"].split() for row in ROWS if row["holiday"] == "春节")
    assert all("01-21" <= day[5:] <= "02-21" for day in days)
