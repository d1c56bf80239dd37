"""Verdicts, evidence and totals from links made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nlp.cover import cover
from nlp.cover.counts import instances, shortfall
from nlp.cover.explain import reason
from nlp.cover.status import Near, judge
from nlp.cover.timeliness import timeliness, when_stated
from nlp.types import (
    Action,
    Coverage,
    Deadline,
    DocumentFacts,
    Evidence,
    Link,
    Passage,
    Place,
    Plan,
    Report,
    Statement,
    StatementKind,
    Target,
    Task,
    TaskList,
    Warning,
    Workstream,
)

YEAR_END = date(2022, 12, 31)


def task(text: str = "签订责任书。", *, id: str = "1.1.1", actions: int = 1, **more: object) -> Task:
    made = tuple(Action("", text, text) for _ in range(actions))
    fields = {"deadlines": (), "targets": (), **more}
    return Task(id, "1", None, text, made, (), source=Place(0, 0, len(text)), confidence=1.0, **fields)  # type: ignore[arg-type]


def near(
    text: str, score: float, kind: StatementKind = "done", *, actions: tuple[int, ...] = (0,), passage: int = 0
) -> Near:
    return Near(Link("1.1.1", "r1", passage, 0.5, score, actions), text, Statement(passage, kind, 0.9))


def run(
    tasks: tuple[Task, ...],
    *reports: tuple[tuple[str, StatementKind, float], ...],
    warn: bool = False,
    warnings: tuple[Warning, ...] = (),
) -> Coverage:
    """Coverage of tasks by reports given as (text, kind, score) for the first task."""
    made, told, links = [], {}, []
    for number, said in enumerate(reports, 1):
        id = f"r{number}"
        passages = tuple(Passage(i, text, Place(0, 0, len(text), 3)) for i, (text, _, _) in enumerate(said))
        unread = (Warning("r.pdf", "page 2", "scanned page", "send text"),) if warn else ()
        made.append(Report(id, "r.txt", "", None, None, 2022, None, passages, unread))
        told[id] = tuple(Statement(i, kind, 0.9) for i, (_, kind, _) in enumerate(said))
        links += [Link(tasks[0].id, id, i, 0.5, score, (0,)) for i, (_, _, score) in enumerate(said)]
    facts = DocumentFacts("p.txt", "", None, "plan", 2022, None, None)
    plan = TaskList(Plan(facts, (Workstream("1", "一", "责任"),), tasks), ())
    return cover(plan, tuple(made), told, tuple(links), as_of=YEAR_END, warnings=warnings)


def test_a_sure_act_covers() -> None:
    verdict = judge(task(), (near("3月2日签订责任书22份。", 0.95),))
    assert (verdict.status, verdict.sure) == ("covered", True)


def test_nothing_near_is_none() -> None:
    assert judge(task(), (near("新购桌椅12套。", 0.01),)).status == "none"


@pytest.mark.parametrize("kind", ["planned", "negated", "requirement", "prior", "background"])
def test_other_kinds_never_count(kind: StatementKind) -> None:
    assert judge(task(), (near("签订责任书。", 1.0, kind),)).status == "none"


@pytest.mark.parametrize(
    "text", ["签订责任书12份，其余10份尚未签。", "签订工作正在推进，只签了3份。"], ids=["rest", "only"]
)
def test_a_rest_undone_is_partial(text: str) -> None:
    assert judge(task(), (near(text, 0.95, "in_progress"),)).status == "partial"


def test_too_few_is_partial() -> None:
    asked = task("研讨不少于4次。", targets=(Target("不少于4次", ">=", 4, "次"),))
    verdict = judge(asked, (near("全年研讨3次。", 0.97),))
    assert (verdict.status, verdict.short) == ("partial", "3/4次")


def test_more_evidence_never_lowers_the_chance() -> None:
    few = (near("3月签订责任书22份。", 0.6),)
    more = (*few, near("4月补签2份。", 0.6, passage=1))
    assert judge(task(), more).found >= judge(task(), few).found


@pytest.mark.parametrize(
    ("target", "quote", "short"),
    [
        (Target("不少于4次", ">=", 4, "次"), "研讨5次。", None),
        (Target("不少于4次", ">=", 4, "次"), "2月研讨1次，6月研讨2次。", "3/4次"),
        (Target("不少于4次", ">=", 4, "次"), "按季度研讨。", None),
        (Target("达到100%", ">=", 100, "%"), "签订率91.9%。", "91.9/100%"),
        (Target("不超过3件", "<=", 3, "件"), "发文5件。", "5/3件"),
        (Target("至少二场", ">=", 2, "场"), "宣讲两场。", None),
        (Target("14次", "=", 14, "次"), "每月评比1次，全年12次。", "12/14次"),
    ],
    ids=["met", "summed", "not stated", "rate", "at most", "numeral", "a total is not added"],
)
def test_quantities(target: Target, quote: str, short: str | None) -> None:
    assert shortfall(task(targets=(target,)), (quote,)) == short


@pytest.mark.parametrize(
    ("quote", "months", "short"),
    [
        ("3月、6月、9月、12月各报一次。", 12, None),
        ("3月、6月各报一次。", 12, "2/4次"),
        ("3月、6月各报一次。", 6, None),
        ("每季度末报送。", 12, None),
        ("按时报送。", 12, None),
    ],
    ids=["all", "half", "half a year", "each", "no count"],
)
def test_recurring_work_needs_its_instances(quote: str, months: int, short: str | None) -> None:
    quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    assert shortfall(task(deadlines=(quarterly,)), (quote,), months=months) == short


def test_instances_by_halves() -> None:
    assert instances(("上半年、下半年各一次",)) == 2


JUNE = Deadline("6月底前", "date", None, date(2022, 6, 30))


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
        ((Deadline("每半年", "recurring", rrule="FREQ=MONTHLY;INTERVAL=6"),), "none", None, YEAR_END, "due"),
        (
            (Deadline("每半年", "recurring", rrule="FREQ=MONTHLY;INTERVAL=6"),),
            "none",
            None,
            date(2023, 1, 1),
            "overdue",
        ),
        ((JUNE,), "none", None, date(2022, 6, 30), "due"),
        ((JUNE,), "none", None, date(2022, 7, 1), "overdue"),
        ((Deadline("长期坚持", "ongoing"),), "none", None, YEAR_END, "unknown"),
    ],
    ids=[
        "met",
        "month",
        "late",
        "no date",
        "overdue",
        "due",
        "no deadline",
        "the year's last day",
        "a year later",
        "the day itself",
        "the day after",
        "ongoing",
    ],
)
def test_timeliness(deadlines: tuple[Deadline, ...], status: str, when: str | None, as_of: date, expected: str) -> None:
    found = timeliness(task(deadlines=deadlines), status, dated(when), as_of=as_of, year=2022)  # type: ignore[arg-type]
    assert found == expected


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


def test_evidence_carries_its_place_date_and_count() -> None:
    [found] = run((task(),), (("6月12日开展培训2次。", "done", 0.97),)).items[0].evidence
    assert (found.report, found.page, found.start, found.end) == ("r1", 3, 0, 12)
    assert (found.when, found.count) == ("2022-06-12", 2)


def test_a_plan_is_rejected_with_the_reason() -> None:
    item = run((task(),), (("下一步将签订责任书。", "planned", 0.1),)).items[0]
    assert item.status == "none"
    assert [(found.statement, found.reason) for found in item.rejected] == [("planned", "仅为计划")]
    assert "仅为计划" in item.why


def test_the_best_report_decides() -> None:
    coverage = run((task(),), (("签订责任书22份。", "done", 0.97),), (("新购桌椅。", "done", 0.01),))
    assert coverage.items[0].status == "covered"
    assert [found.status for found in coverage.items[0].by_report] == ["covered", "none"]


def test_another_report_never_lowers_a_status() -> None:
    good = (("签订责任书22份。", "done", 0.97),)
    half = (("签订责任书，其余10份尚未签。", "done", 0.9),)
    assert run((task(),), good).items[0].status == run((task(),), good, half).items[0].status == "covered"  # type: ignore[arg-type]


def test_a_gap_in_a_report_with_unread_parts_is_not_decided() -> None:
    coverage = run((task(),), (("新购桌椅。", "done", 0.01),), warn=True)
    assert not coverage.items[0].decided
    assert not coverage.reports[0].decided
    assert "未能读出" in coverage.items[0].why


REFUSED = Warning("r2.docx", "整个文件", "文件已加密", "请去掉密码另存", refused=True)


@pytest.mark.parametrize(
    ("said", "status", "decided"),
    [
        (("新购桌椅。", "done", 0.01), "none", False),
        (("签订责任书12份，其余10份尚未签。", "in_progress", 0.95), "partial", False),
        (("3月2日签订责任书22份。", "done", 0.97), "covered", True),
    ],
    ids=["gap", "part", "whole"],
)
def test_a_refused_report_leaves_gaps_undecided(
    said: tuple[str, StatementKind, float], status: str, decided: bool
) -> None:
    item = run((task(),), (said,), warnings=(REFUSED,)).items[0]
    assert (item.status, item.decided) == (status, decided)
    assert ("有报告未能读取，尚不能断定" in item.why) is not decided


def test_a_rate_that_falls_short_keeps_its_unit() -> None:
    asked = task("签订率达到98%。", targets=(Target("签订率达到98%", ">=", 98, "%"),))
    assert "要求98%，报告写明91%" in run((asked,), (("签订率91%。", "done", 0.97),)).items[0].why


def test_a_covered_item_claims_no_count_of_actions_that_it_did_not_use() -> None:
    item = run((task(actions=3),), (("3月2日签订责任书22份。", "done", 0.97),)).items[0]
    assert (item.status, item.why) == ("covered", "找到1处证据。")


@pytest.mark.parametrize(
    ("own", "others", "told", "decided"),
    [
        (0.05, 0.9, "相似但说的是另一件事", True),
        (0.3, 0.01, "可能有关，尚不能确认", False),
        (0.05, 0.01, "用语相近，不足以证明本项", True),
    ],
    ids=["another task fits better", "close", "far"],
)
def test_the_reason_of_a_rejected_act(own: float, others: float, told: str, decided: bool) -> None:
    tasks = (task(), task("慰问职工。", id="1.1.2"))
    text = "3月慰问职工22人。"
    report = Report("r1", "r", "", None, None, 2022, None, (Passage(0, text, Place(0, 0, len(text))),))
    links = (Link("1.1.1", "r1", 0, 0.5, own, (0,)), Link("1.1.2", "r1", 0, 0.5, others, (0,)))
    facts = DocumentFacts("p", "", None, "plan", 2022, None, None)
    statements = {"r1": (Statement(0, "done", 0.9),)}
    item = cover(TaskList(Plan(facts, (), tasks), ()), (report,), statements, links, as_of=YEAR_END).items[0]
    assert (item.rejected[0].reason, item.decided) == (told, decided)


def test_dates_of_evidence_fall_into_the_plans_year() -> None:
    text = "3月2日签订责任书22份。"
    report = Report("r1", "r", "", None, None, None, None, (Passage(0, text, Place(0, 0, len(text))),))
    facts = DocumentFacts("p", "", None, "plan", 2021, None, None)
    plan = TaskList(Plan(facts, (), (task(),)), ())
    links = (Link("1.1.1", "r1", 0, 0.5, 0.97, (0,)),)
    [found] = cover(plan, (report,), {"r1": (Statement(0, "done", 0.9),)}, links, as_of=YEAR_END).items[0].evidence
    assert found.when == "2021-03-02"


def test_totals_add_up() -> None:
    tasks = (task(), task(id="1.1.2"), replace(task(id="2.1.1"), workstream=None))
    summary = run(tasks, (("签订责任书22份。", "done", 0.97),)).summary
    assert (summary.items, summary.covered, summary.none, summary.rate) == (3, 1, 2, 0.3333)
    assert [(n.workstream, n.covered + n.partial + n.none) for n in summary.by_workstream] == [("1", 2), (None, 1)]
    assert [n.covered + n.partial + n.none for n in summary.by_report] == [3]


def test_no_reports_leave_everything_open() -> None:
    coverage = run((task(),))
    assert (coverage.items[0].status, coverage.items[0].by_report, coverage.summary.rate) == ("none", (), 0.0)


def test_an_empty_plan_has_rate_nought() -> None:
    facts = DocumentFacts("p.txt", "", None, "plan", 2022, None, None)
    assert cover(TaskList(Plan(facts, (), ()), ()), (), {}, (), as_of=YEAR_END).summary.rate == 0.0


@pytest.mark.parametrize("kind", ["done", "in_progress", "planned", "negated", "requirement", "prior", "background"])
def test_every_kind_has_a_reason(kind: StatementKind) -> None:
    assert reason(kind)
