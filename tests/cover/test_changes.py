"""What has changed since the last run: which items are asked again, and what is new or gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nlp.codec import from_json, to_json
from nlp.cover.reviewed.changes import mark_changes
from nlp.types import (
    Coverage,
    Deadline,
    DocumentFacts,
    Evidence,
    Item,
    ItemDecision,
    Period,
    Place,
    Plan,
    Rejected,
    ReportFacts,
    Status,
    Summary,
    Task,
    TaskList,
    Warning,
)

TEXTS = ("签订年度安全责任书，明确各站所负责人的职责。", "编制防汛操作手册并发至各站所。")
QUOTES = ("3月，与各站所签订安全责任书12份。", "手册已发至各站所。")
NEAR = "手册正在修改之中。"
SETTLED = ItemDecision("status", TEXTS[0], status="covered", note="看过原件", file="核定.csv", line=2)


def task(n: int, text: str) -> Task:
    return Task(f"1.1.{n}", None, None, text, (), (), (), (), Place(n, 0, len(text)), 1.0)


def facts(id: str, sha: str = "", file: str = "", unit: str | None = None) -> ReportFacts:
    year = Period(date(2022, 1, 1), date(2022, 12, 31))
    return ReportFacts(id, file or f"{id}.txt", sha or id, None, unit, year)


def proof(quote: str, report: str = "r1") -> Evidence:
    return Evidence(report, quote, None, 0, len(quote), "done", 0.9)


def refusal(quote: str, report: str = "r1") -> Rejected:
    return Rejected(report, quote, None, 0, len(quote), "in_progress", 0.4, "尚未完成")


def item(n: int, status: Status, evidence: tuple[Evidence, ...] = (), *, near: tuple[Rejected, ...] = ()) -> Item:
    return Item(f"1.1.{n}", status, "due", (), evidence, near, "程序的理由。", decided=False)


ITEMS = (item(1, "covered", (proof(QUOTES[0]),)), item(2, "none", near=(refusal(NEAR),)))


def run(*items: Item, texts: tuple[str, ...] = TEXTS, reports: tuple[ReportFacts, ...] = (facts("r1"),)) -> Coverage:
    tasks = tuple(task(n, text) for n, text in enumerate(texts, 1))
    plan = Plan(DocumentFacts("计划.txt", str(hash(texts)), "计划", "plan", 2022, None, None), (), tasks)
    return Coverage(TaskList(plan, ()), date(2022, 12, 31), reports, items or ITEMS, Summary(2, 1, 0, 1, 0.5, (), ()))


def decided(coverage: Coverage) -> Coverage:
    return replace(coverage, items=tuple(replace(one, decided=True) for one in coverage.items))


def told(now: Coverage, last: Coverage) -> list[tuple[bool | None, bool]]:
    return [(one.changed, one.decided) for one in mark_changes(now, last).items]


SAME, CHANGED = (False, True), (True, False)


def test_nothing_changed_and_nothing_is_asked_again() -> None:
    assert told(run(), decided(run())) == [SAME, SAME]
    assert mark_changes(run(), run()).warnings == ()


def test_what_was_open_stays_open() -> None:
    assert told(run(), run()) == [(False, False), (False, False)]


def test_the_last_coverage_may_come_out_of_its_file() -> None:
    back = from_json(to_json(decided(run())))
    assert isinstance(back, Coverage)
    assert told(run(), back) == [SAME, SAME]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (item(1, "partial", (proof(QUOTES[0]),)), ITEMS[1]),
        (item(1, "covered", (proof(QUOTES[0]), proof(QUOTES[1]))), ITEMS[1]),
        (item(1, "covered"), ITEMS[1]),
    ],
    ids=["another status", "more evidence", "no evidence"],
)
def test_a_verdict_or_its_evidence_changed(first: Item, second: Item) -> None:
    assert told(run(first, second), decided(run())) == [CHANGED, SAME]


def test_another_day_is_no_change() -> None:
    now = run(*(replace(one, timeliness="overdue") for one in ITEMS))
    assert told(replace(now, as_of=date(2023, 1, 31)), decided(run())) == [SAME, SAME]


def test_a_new_version_of_a_report_asks_again_only_where_its_words_changed() -> None:
    now = run(ITEMS[0], item(2, "none", near=(refusal("手册将于下月修改。"),)), reports=(facts("r1", "new"),))
    assert told(now, decided(run())) == [SAME, CHANGED]


def test_the_nearest_passages_of_the_same_reports_are_no_change() -> None:
    assert told(run(ITEMS[0], item(2, "none")), decided(run())) == [SAME, SAME]


@pytest.mark.parametrize(
    "now",
    [facts("r2", "r1", "改名.txt"), facts("r2", "new", "改名.txt", "养护中心"), facts("r2", "new", "r1.txt")],
    ids=["the same content", "the same unit and period", "the same name"],
)
def test_a_report_with_another_number_is_known_again(now: ReportFacts) -> None:
    items = (item(1, "covered", (proof(QUOTES[0], "r2"),)), item(2, "none", near=(refusal(NEAR, "r2"),)))
    last = run(reports=(facts("r1", unit="养护中心"),))
    assert told(run(*items, reports=(now,)), decided(last)) == [SAME, SAME]


def test_the_same_words_of_another_report_are_a_change() -> None:
    items = (item(1, "covered", (proof(QUOTES[0], "r2"),)), ITEMS[1])
    assert told(run(*items, reports=(facts("r1"), facts("r2"))), decided(run())) == [CHANGED, SAME]


def test_items_are_known_by_their_words_under_new_numbers() -> None:
    now = run(item(1, "none", near=(refusal(NEAR),)), item(2, "covered", (proof(QUOTES[0]),)), texts=TEXTS[::-1])
    assert told(now, decided(run())) == [SAME, SAME]


def test_items_with_equal_words_are_paired_in_order() -> None:
    texts = (TEXTS[0], TEXTS[0])
    items = (ITEMS[0], item(2, "none"))
    assert told(run(*items, texts=texts), decided(run(*items, texts=texts))) == [SAME, SAME]


@pytest.mark.parametrize("text", [TEXTS[0].replace("明确", "压实"), f"{TEXTS[0][:-1]}3次。"], ids=["words", "a number"])
def test_a_reworded_item_is_asked_again_and_is_not_new(text: str) -> None:
    now = mark_changes(run(texts=(text, TEXTS[1])), decided(run()))
    assert [(one.changed, one.decided) for one in now.items] == [CHANGED, SAME]
    assert now.warnings == ()


@pytest.mark.parametrize(("sha", "expected"), [("new", CHANGED), ("", SAME)], ids=["another plan", "the same plan"])
def test_a_moved_deadline_counts_where_the_plan_is_another_file(sha: str, expected: tuple[bool, bool]) -> None:
    now = run()
    plan = now.plan.plan
    first = replace(plan.tasks[0], deadlines=(Deadline("6月底前", "date", end=date(2022, 6, 30)),))
    document = replace(plan.document, sha256=sha or plan.document.sha256)
    now = replace(now, plan=TaskList(replace(plan, document=document, tasks=(first, plan.tasks[1])), ()))
    assert told(now, decided(run())) == [expected, SAME]


def settled(one: Item, decision: ItemDecision = SETTLED) -> Item:
    return replace(one, status="covered", decided=True, decisions=(decision,))


def test_a_new_decision_is_a_change_that_asks_nothing() -> None:
    assert told(run(ITEMS[0], settled(ITEMS[1])), run()) == [(False, False), (True, True)]


def test_evidence_that_changed_behind_a_decision_is_asked_again_until_it_is_written_anew() -> None:
    last = run(settled(ITEMS[0]), ITEMS[1])
    now = run(settled(item(1, "covered")), ITEMS[1])
    first = mark_changes(now, last)
    assert (first.items[0].changed, first.items[0].decided, first.items[0].status) == (True, False, "covered")
    assert "核定后任务或佐证有变化，请复核" in first.items[0].why
    second = mark_changes(now, first)
    assert (second.items[0].changed, second.items[0].decided) == (False, False)
    anew = run(settled(item(1, "covered"), replace(SETTLED, note="又看过")), ITEMS[1])
    assert told(anew, second)[0] == (False, True)


def test_a_gap_is_asked_again_where_a_file_can_no_longer_be_read() -> None:
    refused = Warning("r9.docx", "整个文件", "文件已加密", "去掉密码", refused=True)
    now = replace(run(), warnings=(refused,))
    assert told(now, decided(run())) == [SAME, (False, False)]
    assert told(now, replace(decided(run()), warnings=(refused,))) == [SAME, SAME]


def problems(now: Coverage, last: Coverage) -> list[str]:
    return [warning.problem for warning in mark_changes(now, last).warnings]


def test_new_and_dropped_items_are_named() -> None:
    now = run(texts=(TEXTS[0], "检查泵站电气设备并登记隐患。"))
    assert problems(now, run()) == [
        "有1项任务上次没有：1.1.2 检查泵站电气设备并登记隐患。",
        "有1项上次的任务已不在计划中：1.1.2 编制防汛操作手册并发至各站所。",
    ]
    assert told(now, decided(run()))[1] == CHANGED


def test_new_and_dropped_reports_are_named() -> None:
    now = run(reports=tuple(facts(f"n{n}") for n in range(12)))
    first, second = problems(now, run())
    assert first.startswith("有12份报告上次没有：n0.txt、n1.txt")
    assert first.endswith("n9.txt等")
    assert second == "有1份上次的报告这次没有：r1.txt"


def test_the_last_coverage_of_another_plan_is_said_once() -> None:
    now = run(texts=("检查泵站电气设备并登记隐患。", "组织职工体检并建立档案。"))
    assert problems(now, run()) == ["上次的结果中没有这份计划的任务，未作比较"]


def test_empty_coverages_are_compared() -> None:
    empty = replace(run(texts=()), items=())
    assert mark_changes(empty, empty) == empty
