"""Verdicts, evidence and totals from links made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from nlp.blend import Blend
from nlp.cover import cover
from nlp.cover.explain import reason
from nlp.cover.near import gather
from nlp.cover.status import Verdict, judge_report
from nlp.cover.verdict_features import FOUND
from nlp.cover.verdict_model import WHOLE, VerdictModel
from nlp.types import (
    Action,
    Coverage,
    Deadline,
    DocumentFacts,
    ItemDecision,
    Link,
    Party,
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
    fields = {"parties": (), "deadlines": (), "targets": (), **more}
    return Task(id, "1", None, text, made, source=Place(0, 0, len(text)), confidence=1.0, **fields)  # type: ignore[arg-type]


def blend(names: tuple[str, ...], **weights: float) -> Blend:
    """A formula without trees; features that are not named weigh nothing."""
    none = np.zeros(0, dtype=int)
    row = np.array([weights.get(name, 0.0) for name in (*names, "constant")])
    return Blend(names, row, none, none, none, none, none, none, 0, 0.0)


MODEL = VerdictModel(
    blend(FOUND, top=1.0),
    blend(WHOLE, constant=3.0, any_undone=-6.0, most_negated=-6.0, most_under_way=-6.0),
    0.5,
    0.5,
    np.array([0.5, 0.6, 0.7, 0.8, 0.9]),
)


def run(
    tasks: tuple[Task, ...],
    *reports: tuple[tuple[str, StatementKind, float], ...],
    warn: bool = False,
    **more: Any,
) -> Coverage:
    """Coverage of tasks by reports given as (text, kind, score) for the first task."""
    made, told, links = [], {}, []
    for number, said in enumerate(reports, 1):
        id = f"r{number}"
        passages = tuple(Passage(i, text, Place(0, 0, len(text), 3)) for i, (text, _, _) in enumerate(said))
        unread = (Warning("r.pdf", "page 2", "scanned page", "send text"),) if warn else ()
        made.append(Report(id, "r.txt", "", None, None, 2022, None, passages, unread))
        told[id] = tuple(Statement(i, kind, 0.9) for i, (_, kind, _) in enumerate(said))
        links += [Link(tasks[0].id, id, i, 0.5, score, (0,), (1.0,)) for i, (_, _, score) in enumerate(said)]
    facts = DocumentFacts("p.txt", "", None, "plan", 2022, None, None)
    plan = TaskList(Plan(facts, (Workstream("1", "一", "责任"),), tasks), ())
    return cover(plan, tuple(made), told, tuple(links), as_of=YEAR_END, model=MODEL, **more)


def judged(asked: Task, *said: tuple[str, StatementKind, float]) -> Verdict:
    passages = tuple(Passage(i, text, Place(0, 0, len(text))) for i, (text, _, _) in enumerate(said))
    report = Report("r1", "r.txt", "", None, None, 2022, None, passages)
    statements = tuple(Statement(i, kind, 0.9) for i, (_, kind, _) in enumerate(said))
    links = [Link(asked.id, "r1", i, 0.5, score, (0,), (1.0,)) for i, (_, _, score) in enumerate(said)]
    (verdict,) = judge_report((asked,), gather(report, statements, links), MODEL)
    return verdict


def test_a_sure_act_covers() -> None:
    verdict = judged(task(), ("3月2日签订责任书22份。", "done", 0.95))
    assert verdict.status == "covered"
    assert verdict.chance > 0.9


def test_nothing_near_is_none() -> None:
    assert judged(task(), ("新购桌椅12套。", "done", 0.01)).status == "none"


@pytest.mark.parametrize("kind", ["planned", "negated", "requirement", "prior", "background"])
def test_other_kinds_never_count(kind: StatementKind) -> None:
    assert judged(task(), ("签订责任书。", kind, 1.0)).status == "none"


@pytest.mark.parametrize(
    "text", ["签订责任书12份，其余10份尚未签。", "签订工作正在推进，只签了3份。"], ids=["rest", "only"]
)
def test_a_rest_undone_is_partial(text: str) -> None:
    verdict = judged(task(), (text, "in_progress", 0.95))
    assert verdict.status == "partial"


def test_too_few_is_partial() -> None:
    asked = task("研讨不少于4次。", targets=(Target("不少于4次", ">=", 4, "次"),))
    verdict = judged(asked, ("全年研讨3次。", "done", 0.97))
    assert (verdict.status, verdict.short) == ("partial", "3/4次")


def test_the_chances_of_a_status_are_shares_of_one() -> None:
    verdict = judged(task(), ("3月签订责任书22份。", "done", 0.7))
    none, partial = 1 - verdict.found, verdict.found * (1 - verdict.complete)
    assert none + partial + verdict.chance == pytest.approx(1)


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
    assert "要求签订率达到98%，报告写明91%" in run((asked,), (("签订率91%。", "done", 0.97),)).items[0].why


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
    links = (Link("1.1.1", "r1", 0, 0.5, own, (0,), (1.0,)), Link("1.1.2", "r1", 0, 0.5, others, (0,), (1.0,)))
    facts = DocumentFacts("p", "", None, "plan", 2022, None, None)
    statements = {"r1": (Statement(0, "done", 0.9),)}
    item = cover(TaskList(Plan(facts, (), tasks), ()), (report,), statements, links, as_of=YEAR_END, model=MODEL).items[
        0
    ]
    assert (item.rejected[0].reason, item.decided) == (told, decided)


def test_dates_of_evidence_fall_into_the_plans_year() -> None:
    text = "3月2日签订责任书22份。"
    report = Report("r1", "r", "", None, None, None, None, (Passage(0, text, Place(0, 0, len(text))),))
    facts = DocumentFacts("p", "", None, "plan", 2021, None, None)
    plan = TaskList(Plan(facts, (), (task(),)), ())
    links = (Link("1.1.1", "r1", 0, 0.5, 0.97, (0,), (1.0,)),)
    [found] = (
        cover(plan, (report,), {"r1": (Statement(0, "done", 0.9),)}, links, as_of=YEAR_END, model=MODEL)
        .items[0]
        .evidence
    )
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


def two_reports(*texts: tuple[str, int]) -> dict[str, Any]:
    """Reports of two units, each with one passage near the only task, given as (text, year)."""
    reports, statements, links = [], {}, []
    for number, (text, year) in enumerate(texts, 1):
        id = f"r{number}"
        passage = Passage(0, text, Place(0, 0, len(text)))
        reports.append(Report(id, f"{id}.txt", id, None, f"第{number}管理所", year, None, (passage,)))
        statements[id] = (Statement(0, "prior" if year < 2022 else "done", 0.9),)
        links.append(Link("1.1.1", id, 0, 0.5, 0.97, (0,), (1.0,)))
    facts = DocumentFacts("p.txt", "", None, "plan", 2022, None, None)
    plan = TaskList(Plan(facts, (Workstream("1", "一", "责任"),), (task(),)), ())
    return {"plan": plan, "reports": tuple(reports), "statements": statements, "links": tuple(links)}


SAID = "组织养护站长到沉砂池逐一核对清淤台账并当场签字确认，发现错记{}处，当天改正并通报到班组。"


def test_text_copied_from_last_year_never_counts() -> None:
    given = two_reports((SAID.format(4), 2021), (SAID.format(4), 2022))
    item = cover(**given, as_of=YEAR_END, model=MODEL).items[0]
    assert item.status == "none"
    assert any("2021年报告" in found.reason for found in item.rejected)


def test_a_general_claim_that_its_report_denies_never_counts() -> None:
    said = ("与各站所的廉政责任书全部签订到位。", "done", 0.97), ("东桥、西桥两个站的责任书至今没签。", "negated", 0.1)
    item = run((task(),), said).items[0]
    assert item.status == "none"
    assert any("东桥、西桥" in found.reason for found in item.rejected)


def test_a_reviewer_comes_before_the_program() -> None:
    said = (("新购桌椅12套。", "done", 0.01),)
    decisions = (ItemDecision("status", "签订责任书。", status="covered", note="见附件"),)
    item = run((task(),), said, decisions=decisions).items[0]
    assert (item.status, item.decided, len(item.decisions)) == ("covered", True, 1)
    assert item.why.startswith("经人工核定为已佐证")


def test_an_accepted_passage_proves_whatever_its_kind() -> None:
    said = (("下一步将签订责任书。", "planned", 0.1),)
    decisions = (ItemDecision("accept", "签订责任书。", "下一步将签订责任书。"),)
    assert run((task(),), said, decisions=decisions).items[0].status == "covered"


def test_a_rejected_passage_is_no_candidate() -> None:
    said = (("3月2日签订责任书22份。", "done", 0.97),)
    decisions = (ItemDecision("reject", "签订责任书。", "3月2日签订责任书22份。"),)
    item = run((task(),), said, decisions=decisions).items[0]
    assert (item.status, item.evidence) == ("none", ())


def test_a_decision_about_a_text_that_is_gone_is_stale() -> None:
    decisions = (ItemDecision("status", "开展述职评议。", status="covered"),)
    [stale] = run((task(),), (("签订责任书。", "done", 0.9),), decisions=decisions).stale
    assert stale.task == "开展述职评议。"


def test_what_is_less_sure_than_asked_is_left_for_a_person() -> None:
    said = (("3月2日签订责任书22份。", "done", 0.9),)
    assert run((task(),), said, decide=0.8).items[0].decided
    assert not run((task(),), said, decide=0.98).items[0].decided


def test_work_of_no_item_is_an_orphan() -> None:
    [orphan] = run((task(),), (("6月新购桌椅12套，发放到各班组。", "done", 0.01),)).orphans
    assert (orphan.report, orphan.quote) == ("r1", "6月新购桌椅12套，发放到各班组。")


def test_each_action_names_its_evidence() -> None:
    item = run((task(actions=2),), (("3月2日签订责任书22份。", "done", 0.97),)).items[0]
    assert [(proof.text, proof.evidence) for proof in item.actions] == [("签订责任书。", (0,)), ("签订责任书。", ())]


def test_an_overdue_gap_is_red_with_its_days() -> None:
    due = task(deadlines=(Deadline("6月底前", "date", None, date(2022, 6, 30)),))
    item = run((due,), (("新购桌椅。", "done", 0.01),)).items[0]
    assert (item.timeliness, item.light, item.days_left) == ("overdue", "red", -184)


def test_the_unit_that_is_asked_and_is_silent_is_named() -> None:
    asked = task(parties=(Party("园林所", "lead", "annotation"),))
    duties = run((asked,), (("签订责任书。", "done", 0.9),)).units
    assert [(duty.name, duty.silent, duty.owes) for duty in duties if duty.silent] == [("园林所", True, ("1.1.1",))]
