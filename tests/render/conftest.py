"""Small records built by hand, one of them full of strings that attack the format they are written to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nlp.types import (
    ActionProof,
    Block,
    Calendar,
    Cell,
    Change,
    Clause,
    Coverage,
    Deadline,
    Document,
    DocumentFacts,
    DueDay,
    Evidence,
    Finding,
    Heading,
    Item,
    ItemDecision,
    Label,
    Measure,
    Orphan,
    Party,
    Passage,
    Period,
    Place,
    Plan,
    PlanDiff,
    PlanLint,
    Rejected,
    Report,
    ReportCount,
    ReportFacts,
    ReportStatus,
    Statement,
    Summary,
    Table,
    Tagged,
    Target,
    Task,
    TaskList,
    UnitDuty,
    Warning,
    Workstream,
    WorkstreamCount,
)

HOSTILE = '=HYPERLINK("http://evil.example","点")|<script>alert(1)</script>\n第二行'


def make_task(id: str, text: str, measure: str = "压实责任", **parts: object) -> Task:
    fields: dict[str, object] = {"actions": (), "parties": (), "deadlines": (), "targets": ()}
    place = Place(0, 0, len(text))
    return Task(id, id[0], Measure("（一）", measure), text, source=place, confidence=0.9, **(fields | parts))  # type: ignore[arg-type]


@pytest.fixture
def hostile() -> str:
    return HOSTILE


@pytest.fixture
def task_list() -> TaskList:
    parties = (
        Party("办公室", "lead", "annotation"),
        Party("人事科", "lead", "annotation"),
        Party("各科室", "support", "annotation"),
        Party("分管领导", "supervise", "annotation"),
        Party("王小明", "person", "annotation"),
    )
    deadlines = (
        Deadline("6月底前", "date", end=date(2022, 6, 30)),
        Deadline("每季度", "recurring", rrule="FREQ=MONTHLY"),
    )
    tasks = (
        make_task("1.1.1", "召开责任部署会。", parties=parties, deadlines=deadlines),
        make_task("1.1.2", "签订责任书。", targets=(Target("不少于4次", ">=", 4, "次"),)),
        make_task("1.2.1", HOSTILE, "从严监督"),
        make_task("2.1.1", "讲授廉政党课。"),
    )
    facts = DocumentFacts("plan.docx", "00", "2022年工作要点", "plan", 2022, None, 3)
    workstreams = (Workstream("1", "一", "责任落实"), Workstream("2", None, "教育"))
    warnings = (Warning("plan.docx", "page 3", "a scanned page", "send the text"),)
    return TaskList(Plan(facts, workstreams, tasks, warnings), (Label("1.1.1", "责任", 0.9),))


@pytest.fixture
def coverage(task_list: TaskList) -> Coverage:
    def by(first: str, second: str) -> tuple[ReportStatus, ...]:
        return ReportStatus("r1", first), ReportStatus("r2", second)  # type: ignore[arg-type]

    proof = Evidence("r1", "3月召开部署会1次", 2, 0, 9, "done", 0.9)
    begun = Evidence("r2", HOSTILE, None, 0, 9, "in_progress", 0.6)
    near = Rejected("r2", "下一步将讲授廉政党课", 4, 0, 9, "planned", 0.7, "只是打算")
    items = (
        Item("1.1.1", "covered", "met", by("covered", "none"), (proof,), (), "1 of 1 actions"),
        Item("1.1.2", "covered", "late", by("covered", "none"), (proof,), (), "4 of 4 times"),
        Item("1.2.1", "partial", "due", by("none", "partial"), (begun,), (), HOSTILE),
        Item("2.1.1", "none", "overdue", by("none", "none"), (), (near,), "nothing done", decided=False),
    )
    reports = (
        ReportFacts("r1", "a.docx", "01", None, "养护中心", Period(date(2022, 1, 1), date(2022, 6, 30))),
        ReportFacts("r2", "b.pdf", "02", "总结", None, None, decided=False),
    )
    summary = Summary(
        items=4,
        covered=2,
        partial=1,
        none=1,
        rate=0.625,
        by_workstream=(WorkstreamCount("1", 2, 1, 0), WorkstreamCount("2", 0, 0, 1)),
        by_report=(ReportCount("r1", 2, 0, 2), ReportCount("r2", 0, 1, 3)),
    )
    warnings = (Warning("b.pdf", "page 2", "a picture of a table", "send the table as text"),)
    return Coverage(task_list, date(2022, 12, 31), reports, items, summary, warnings)


@pytest.fixture
def judged(coverage: Coverage) -> Coverage:
    """The coverage with all that is known of it: lights, who owes what, decisions, changes, what fits no item."""
    first, second, third, fourth = coverage.items
    accepted = ItemDecision("accept", first.task, "3月召开部署会1次", None, "看过记录", "核定.csv", 2)
    settled = ItemDecision("status", third.task, None, "partial", HOSTILE, "核定.csv", 3)
    items = (
        replace(
            first,
            by_report=(ReportStatus("r1", "covered"), ReportStatus("r2", "none", owed=False)),
            chance=0.94,
            light="green",
            days_left=-184,
            owed_by=("养护中心",),
            work_types=("责任书签订",),
            actions=(ActionProof("召开责任部署会", (0,)),),
            decisions=(accepted,),
            changed=False,
        ),
        replace(second, decided=False, chance=0.7, light="yellow", owed_by=("养护中心", "总结"), changed=True),
        replace(third, chance=0.998, light="yellow", days_left=12, decisions=(settled,), changed=False),
        replace(fourth, chance=0.8, light="red", days_left=-3, owed_by=("总结",), changed=True),
    )
    units = (
        UnitDuty("养护中心", ("r1",), ("1.1.1", "1.1.2", "1.2.1", "2.1.1"), silent=False),
        UnitDuty("总结", ("r2",), ("1.1.2", "1.2.1", "2.1.1"), silent=False),
        UnitDuty("法制科", (), ("1.1.2", "2.1.1"), silent=True),
    )
    orphans = (
        Orphan("r1", "6月新购桌椅12套。", 3, 0, 9, "done", ("后勤保障",)),
        *(Orphan("r2", f"{HOSTILE}{n}", None, 0, 9, "done") for n in range(6)),
    )
    stale = (ItemDecision("reject", HOSTILE, "旧的原文", None, "是去年的〔程序注：佐证原文已找不到〕", "核定.csv", 7),)
    return replace(coverage, items=items, units=units, orphans=orphans, stale=stale)


@pytest.fixture
def document() -> Document:
    text = "工作总结\n一、责任落实\n<b>召开</b>会议。\n任务\t单位\n"
    cells = (Cell(0, 0, Place(3, 25, 27), header=True), Cell(0, 1, Place(3, 28, 30), column_span=2, header=True))
    blocks = (
        Block("title", Place(0, 0, 4)),
        Block("heading", Place(1, 5, 11), level=1, number="一"),
        Block("paragraph", Place(2, 12, 24)),
        Block("table", Place(3, 25, 30)),
    )
    outline = (Heading("一", "责任落实", 1, 1),)
    return Document(
        "a.docx", "00", "docx", text, blocks, (Table(3, 1, 3, cells),), outline, title="工作总结", year=2022
    )


@pytest.fixture
def tagged() -> Tagged:
    passages = (Passage(0, "召开会议2次。", Place(0, 0, 7), ("一、做法",)), Passage(1, "高度重视。", Place(0, 7, 12)))
    report = Report("r1", "a.docx", "00", "工作总结", "养护中心", 2022, None, passages)
    clauses = (Clause("done", 0, 4, 0.9), Clause("negated", 4, 7, 0.8))
    statements = (Statement(0, "done", 0.91, "召开", clauses), Statement(1, "requirement", 0.9))
    return Tagged(report, statements, (Label("0", "责任", 0.8, "监督", ("会议",)), Label("1", None, 0.3)))


@pytest.fixture
def lint(task_list: TaskList) -> PlanLint:
    findings = (
        Finding("no_party", "1.1.2", "签订责任书。", 0, 6, "任务没有写明责任单位", "请补上牵头单位"),
        Finding("no_party", "2.1.1", HOSTILE, 0, 6, "任务没有写明责任单位", "请补上牵头单位"),
        Finding("party_differs", "1.1.1", "办公室", 0, 3, "正文与表格不一致", "请核对", other="3.1.1"),
    )
    warnings = (Warning("plan.docx", "整个文件", "不知道当年的放假安排", "请核对"),)
    return PlanLint(task_list.plan, date(2022, 3, 1), findings, warnings)


@pytest.fixture
def diff(task_list: TaskList) -> PlanDiff:
    plan = task_list.plan
    changes = (
        Change(("carried_over",), "1.1.1", "1.1.1"),
        Change(("reworded", "deadline_moved"), "2.1.1", "1.1.2", 0.7, ("时限：6月底前 → 9月底前", HOSTILE)),
        Change(("new",), None, "1.2.1", 0.0),
        Change(("dropped",), "1.2.1", None, 0.0),
    )
    return PlanDiff(plan, plan, changes)


@pytest.fixture
def calendar(task_list: TaskList) -> Calendar:
    days = (DueDay(date(2022, 3, 31), "1.1.1", "每季度"), DueDay(date(2022, 6, 30), "1.1.1", "6月底前"))
    return Calendar(task_list.plan, date(2022, 1, 1), date(2022, 12, 31), days, ("1.1.2", "2.1.1"))
