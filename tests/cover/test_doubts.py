"""Reports that were handed in twice, and reports that look like another plan's."""

from __future__ import annotations

import time
from datetime import date

import pytest

from nlp.cover.doubts import FAR, FEWEST_ACTS, doubt_reports, other_place
from nlp.types import DocumentFacts, Link, Passage, Period, Place, Plan, Report, Statement, Task

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
HALF = Period(date(2024, 1, 1), date(2024, 6, 30))
SECOND = Period(date(2024, 7, 1), date(2024, 12, 31))


def plan(issuer: str | None = None) -> Plan:
    task = Task("1", None, None, "签订责任书。", (), (), (), (), Place(0, 0, 6), 1.0)
    return Plan(DocumentFacts("p.txt", "", None, "plan", 2024, issuer, None), (), (task,))


def report(id: str, unit: str | None = "市容管理所", period: Period | None = YEAR, *texts: str) -> Report:
    passages = tuple(Passage(i, text, Place(i, 0, len(text))) for i, text in enumerate(texts))
    return Report(id, f"{id}.txt", id, None, unit, 2024, period, passages)


def told(*reports: Report) -> list[str]:
    return [str(warning) for warning in doubt_reports(plan(), reports, ())]


def test_one_unit_and_one_time_in_two_files_are_named() -> None:
    (warning,) = doubt_reports(plan(), (report("r1"), report("r2")), ())
    assert (warning.file, warning.place) == ("r1.txt", "整个文件")
    assert warning.problem == "与 r2.txt 是同一单位（市容管理所）的报告，时段相同；两份都计入"


def test_the_report_that_ends_later_is_the_newer() -> None:
    (line,) = told(report("r1"), report("r2", "市容所", HALF))
    assert line.startswith("r2.txt")
    assert "与 r1.txt" in line
    assert "时段重叠，后者报到2024-12-31，较新" in line


def test_versions_of_one_paper_are_told_apart_from_two_papers() -> None:
    texts = [f"{n}月新购办公桌椅{n}套。" for n in range(1, 10)]
    (line,) = told(report("r1", "市容管理所", YEAR, *texts), report("r2", "市容管理所", YEAR, *texts[:8]))
    assert "内容大体相同" in line
    assert line.endswith("请只留较新的一份")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (report("r1", period=HALF), report("r2", period=SECOND)),
        (report("r1"), report("r2", "环境卫生管理所")),
        (report("r1", None), report("r2", None)),
        (report("r1", "执法大队"), report("r2", "执法支队")),
    ],
    ids=["other time", "other unit", "no unit", "other level"],
)
def test_two_reports_that_are_not_one_twice(first: Report, second: Report) -> None:
    assert told(first, second) == []


def test_a_time_that_is_not_stated_is_said_so() -> None:
    (line,) = told(report("r1", period=None), report("r2", period=HALF))
    assert "时段没有写明" in line


def test_three_versions_make_two_warnings() -> None:
    assert len(told(report("r1"), report("r2"), report("r3"))) == 2


@pytest.mark.parametrize(("score", "doubted"), [(FAR - 0.01, True), (FAR, False), (0.9, False)])
@pytest.mark.parametrize("acts", [FEWEST_ACTS - 1, FEWEST_ACTS])
def test_many_acts_far_from_every_task_are_doubted(score: float, doubted: bool, acts: int) -> None:
    made = report("r1", "市容管理所", YEAR, *(f"{n}月新购办公桌椅{n}套。" for n in range(acts)))
    statements = {"r1": tuple(Statement(n, "done", 0.9) for n in range(acts))}
    links = tuple(Link("1", "r1", n, 0.1, score) for n in range(acts))
    found = doubt_reports(plan(), (made,), links, statements=statements)
    assert bool(found) == (doubted and acts >= FEWEST_ACTS)


def test_what_is_no_act_does_not_count() -> None:
    made = report("r1", "市容管理所", YEAR, *("抓好后勤保障。" for _ in range(20)))
    statements = {"r1": tuple(Statement(n, "requirement", 0.9) for n in range(20))}
    assert doubt_reports(plan(), (made,), (), statements=statements) == ()


def test_a_report_from_another_place_is_doubted() -> None:
    (warning,) = doubt_reports(plan("穗宁县农业农村局"), (report("r1", "桐渚县人民医院"),), ())
    assert "报告单位在桐渚县，计划的制发单位在穗宁县" in warning.problem


@pytest.mark.parametrize(
    ("unit", "issuer"),
    [
        ("桐渚县人民医院", "桐渚县卫生健康局"),
        ("栖桐镇卫生院", "桐渚县卫生健康局"),
        ("县人民医院", "桐渚县卫生健康局"),
        ("高新区分局", "云岫区教育局"),
        ("澜川市桐渚县水利局", "桐渚县水利局"),
        ("综合城市管理局", "枫渡市城市管理局"),
        ("市容管理所", "澜川市水利局"),
        ("长岭服务区", "云岫区教育局"),
        (None, "云岫区教育局"),
        ("", None),
    ],
)
def test_places_that_do_not_contradict(unit: str | None, issuer: str | None) -> None:
    assert other_place(unit, issuer) is None


def test_nothing_handed_in_is_nothing_doubted() -> None:
    assert doubt_reports(plan(), (), ()) == ()


def test_many_reports_of_one_unit_take_seconds() -> None:
    many = [report(f"r{n}", "市容管理所", YEAR, f"{n}月清运垃圾{n}吨。") for n in range(1000)]
    start = time.perf_counter()
    assert len(doubt_reports(plan(), many, ())) == 999
    assert time.perf_counter() - start < 20
