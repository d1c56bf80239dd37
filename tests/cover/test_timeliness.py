"""Deadlines against the day of judgement and the dates of evidence."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.cover.due_days import due_days
from nlp.cover.timeliness import days_left, light, timeliness, when_stated
from nlp.types import Deadline, Evidence, Place, Task

YEAR_END = date(2022, 12, 31)
JUNE = Deadline("6月底前", "date", None, date(2022, 6, 30))
OCTOBER = Deadline("10月底前", "date", None, date(2022, 10, 31))
HALVES = Deadline("每半年", "recurring", rrule="FREQ=MONTHLY;INTERVAL=6")
QUARTERS = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
FEASTS = Deadline("中秋国庆节前", "event")
ONGOING = Deadline("长期坚持", "ongoing")
RELATIVE = Deadline("任职后一个月内", "relative", duration="P1M")


def task(*deadlines: Deadline) -> Task:
    return Task("1.1.1", "1", None, "签订责任书。", (), (), deadlines, (), Place(0, 0, 6), 1.0)


def dated(when: str | None) -> tuple[Evidence, ...]:
    return (Evidence("r1", "签订责任书。", None, 0, 6, "done", 0.9, when),)


@pytest.mark.parametrize(
    ("deadlines", "status", "when", "as_of", "expected"),
    [
        ((JUNE,), "covered", "2022-06-12", YEAR_END, "met"),
        ((JUNE,), "covered", "2022-06", YEAR_END, "met"),
        ((JUNE,), "covered", "2022-08", YEAR_END, "late"),
        ((JUNE,), "covered", None, YEAR_END, "unknown"),
        ((JUNE,), "partial", None, YEAR_END, "overdue"),
        ((JUNE,), "none", None, date(2022, 5, 1), "due"),
        ((), "covered", "2022-06", YEAR_END, "unknown"),
        ((JUNE,), "none", None, date(2022, 6, 30), "due"),
        ((JUNE,), "none", None, date(2022, 7, 1), "overdue"),
        ((HALVES,), "none", None, date(2022, 6, 30), "due"),
        ((HALVES,), "none", None, date(2022, 7, 1), "overdue"),
        ((HALVES,), "partial", None, YEAR_END, "overdue"),
        ((HALVES,), "covered", None, date(2023, 1, 15), "met"),
        ((QUARTERS,), "covered", "2022-06", date(2022, 9, 30), "met"),
        ((JUNE, OCTOBER), "none", None, date(2022, 8, 1), "overdue"),
        ((JUNE, OCTOBER), "partial", None, date(2022, 8, 1), "due"),
        ((JUNE, OCTOBER), "covered", "2022-09", YEAR_END, "met"),
        ((FEASTS,), "none", None, date(2022, 9, 1), "due"),
        ((FEASTS,), "none", None, date(2022, 10, 8), "overdue"),
        ((ONGOING,), "none", None, YEAR_END, "unknown"),
        ((RELATIVE,), "covered", "2022-06", YEAR_END, "unknown"),
    ],
)
def test_timeliness(deadlines: tuple[Deadline, ...], status: str, when: str | None, as_of: date, expected: str) -> None:
    found = timeliness(task(*deadlines), status, dated(when), as_of=as_of, year=2022)  # type: ignore[arg-type]
    assert found == expected


@pytest.mark.parametrize(
    ("deadlines", "as_of", "expected"),
    [
        ((JUNE,), date(2022, 6, 20), 10),
        ((JUNE,), date(2022, 7, 2), -2),
        ((JUNE, OCTOBER), date(2022, 7, 2), 121),
        ((QUARTERS,), date(2022, 9, 1), 29),
        ((QUARTERS,), date(2023, 1, 1), -1),
        ((FEASTS,), date(2022, 9, 1), 8),
        ((FEASTS,), date(2022, 9, 15), 15),
        ((ONGOING,), date(2022, 9, 1), None),
        ((RELATIVE,), date(2022, 9, 1), None),
        ((), date(2022, 9, 1), None),
    ],
)
def test_days_left(deadlines: tuple[Deadline, ...], as_of: date, expected: int | None) -> None:
    assert days_left(task(*deadlines), as_of=as_of, year=2022) == expected


@pytest.mark.parametrize(
    ("time", "status", "left", "expected"),
    [
        ("overdue", "none", -3, "red"),
        ("overdue", "partial", -3, "red"),
        ("late", "partial", -3, "red"),
        ("late", "covered", -3, "yellow"),
        ("due", "partial", 90, "yellow"),
        ("due", "none", 30, "yellow"),
        ("due", "none", 31, "green"),
        ("unknown", "none", None, "green"),
        ("met", "covered", -3, "green"),
    ],
)
def test_light(time: str, status: str, left: int | None, expected: str) -> None:
    assert light(time, status, left) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "rrule", "days"),
    [
        ("每月25日前", "recurring", "FREQ=MONTHLY", 12),
        ("每周", "recurring", "FREQ=WEEKLY", 52),
        ("每年", "recurring", "FREQ=YEARLY", 1),
        ("每年“七一”前", "recurring", "FREQ=YEARLY", 1),
        ("定期", "recurring", None, 0),
        ("汛期前", "event", None, 0),
        ("三年一次", "recurring", "FREQ=NONSENSE", 0),
    ],
)
def test_due_days_lie_in_the_year(text: str, kind: str, rrule: str | None, days: int) -> None:
    found = due_days(Deadline(text, kind, rrule=rrule), 2022)  # type: ignore[arg-type]
    assert (len(found), all(day.year == 2022 for day in found)) == (days, True)


@pytest.mark.parametrize("year", [1, 1899, 2099, 9999])
def test_years_out_of_reach_have_days_or_none(year: int) -> None:
    assert all(day.year == year for day in (*due_days(QUARTERS, year), *due_days(FEASTS, year)))


@pytest.mark.parametrize(
    ("quote", "when"),
    [
        ("2021年3月2日签订", "2021-03-02"),
        ("3月签订，4月9日备案", "2022-04-09"),
        ("2月30日签订", "2022-02"),
        ("上半年签订", "2022-06"),
        ("签订12份", None),
        ("2021年1月和7月签订", "2021-07"),
        ("3月动工，预计10月完工", "2022-03"),
    ],
    ids=lambda value: str(value),
)
def test_when_stated(quote: str, when: str | None) -> None:
    assert when_stated(quote, year=2022) == when
