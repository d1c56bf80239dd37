"""Each kind of finding beside what is none, then the order, the places and what is said once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest

from nlp.lexicon import load
from nlp.review.lint import lint_plan
from nlp.types import (
    Action,
    Block,
    Deadline,
    Document,
    DocumentFacts,
    Finding,
    Party,
    Place,
    Plan,
    PlanLint,
    Table,
    Task,
)

AS_OF = date(2024, 1, 10)
JUNE = Deadline("6月底前", "date", None, date(2024, 6, 30), offset=0)
OFFICE = Party("办公室", "lead", "annotation", 0, 3)


def plan_of(*lines: str, table: tuple[str, ...] = (), year: int | None = 2024) -> tuple[Plan, Document]:
    """A plan of bare tasks, a block each; the lines of `table` are cells of one table block."""
    tasks: list[Task] = []
    text, blocks = "", []
    for line in lines:
        place = Place(len(blocks), len(text), len(text) + len(line))
        tasks.append(Task(f"1.0.{len(tasks) + 1}", "1", None, line, (Action("", "", line),), (), (), (), place, 1.0))
        blocks.append(Block("paragraph", place))
        text += line + "\n"
    begin = len(text)
    for line in table:
        place = Place(len(blocks), len(text), len(text) + len(line))
        tasks.append(Task(f"0.0.{len(tasks) + 1}", None, None, line, (Action("", "", line),), (), (), (), place, 1.0))
        text += line + "\n"
    tables = (Table(len(blocks), len(table), 1, ()),) if table else ()
    if table:
        blocks.append(Block("table", Place(len(blocks), begin, len(text))))
    facts = DocumentFacts("plan.txt", "", None, "plan", year, None, None)
    document = Document("plan.txt", "", "txt", text, tuple(blocks), tables, year=year)
    return Plan(facts, (), tuple(tasks)), document


def with_parties(line: str, *parties: tuple[str, str, str], more: int = 0) -> tuple[Plan, Document]:
    """A plan of one task, and `more` alike, with parties (name, role, source) found by their name in the line."""
    plan, document = plan_of(*[line] * (more + 1))
    found = tuple(Party(n, r, s, line.index(n), line.index(n) + len(n)) for n, r, s in parties)  # type: ignore[arg-type]
    return replace(plan, tasks=tuple(replace(task, parties=found, deadlines=(JUNE,)) for task in plan.tasks)), document


def with_deadline(phrase: str, **values: object) -> tuple[Plan, Document]:
    plan, document = plan_of(f"{phrase}完成3座公厕改造。")
    deadline = Deadline(phrase, offset=0, **values)  # type: ignore[arg-type]
    return replace(plan, tasks=(replace(plan.tasks[0], parties=(OFFICE,), deadlines=(deadline,)),)), document


def review(made: tuple[Plan, Document], as_of: date = AS_OF) -> PlanLint:
    return lint_plan(*made, as_of=as_of)


def of_kind(made: tuple[Plan, Document], kind: str, as_of: date = AS_OF) -> list[Finding]:
    return [found for found in review(made, as_of).findings if found.kind == kind]


@pytest.mark.parametrize(
    ("role", "source", "missing"),
    [
        ("lead", "annotation", False),
        ("lead", "subject", False),
        ("person", "annotation", False),
        ("support", "annotation", True),
        ("supervise", "annotation", True),
    ],
)
def test_no_party_unless_somebody_leads(role: str, source: str, missing: bool) -> None:
    assert bool(of_kind(with_parties("办公室召开会议。", ("办公室", role, source)), "no_party")) is missing


def test_an_inferred_party_counts() -> None:
    plan, document = plan_of("召开会议。")
    party = Party("办公室", "lead", "annotation", None, None, "合并单元格")
    assert not of_kind((replace(plan, tasks=(replace(plan.tasks[0], parties=(party,)),)), document), "no_party")


@pytest.mark.parametrize("kind", ["date", "range", "recurring", "ongoing", "event", "relative", "immediate"])
def test_every_kind_of_deadline_counts(kind: str) -> None:
    assert not of_kind(with_deadline("持续推进", kind=kind), "no_deadline")


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("召开警示教育大会。", True),
        ("公布保留清单，清单之外一律不得索要证明。", True),
        ("严禁为服务对象指定中介机构。", False),
        ("对苗头性、倾向性问题及时谈话提醒。", False),
        ("凡重大事项一律提交集体研究。", False),
    ],
    ids=str,
)
def test_only_a_duty_that_falls_due_each_time_needs_no_deadline(line: str, missing: bool) -> None:
    assert bool(of_kind(plan_of(line), "no_deadline")) is missing


@pytest.mark.parametrize(
    ("line", "names", "found"),
    [
        ("排查风险。（责任单位：人事科、审计科）", ["人事科", "审计科"], True),
        ("排查风险。\t人事科\n审计科\t6月底前", ["人事科", "审计科"], True),
        ("排查风险。（责任单位：人事科）", ["人事科"], False),
        ("排查风险。（人事科、审计科按职责分工负责）", ["人事科", "审计科"], False),
        ("排查风险。（人事科、审计科等单位分别负责）", ["人事科", "审计科"], False),
        ("排查风险。（人事科、审计科共同牵头）", ["人事科", "审计科"], False),
        ("排查风险。（责任单位：人事科、各下属单位）", ["人事科", "各下属单位"], False),
        ("排查风险。（人事科牵头，审计科落实）", ["人事科", "审计科"], False),
        ("排查风险。\t人事科\t审计科", ["人事科", "审计科"], False),
    ],
    ids=str,
)
def test_several_leads_under_one_mark(line: str, names: list[str], found: bool) -> None:
    made = with_parties(line, *((name, "lead", "annotation") for name in names))
    assert bool(of_kind(made, "several_leads")) is found


def test_an_acting_subject_is_no_rival_of_the_marked_lead() -> None:
    parties = (("局党组", "lead", "subject"), ("人事科", "lead", "annotation"))
    assert not of_kind(with_parties("局党组听取汇报。（责任单位：人事科）", *parties), "several_leads")


def test_a_supporting_body_is_no_second_lead() -> None:
    parties = (("人事科", "lead", "annotation"), ("审计科", "support", "annotation"))
    assert not of_kind(with_parties("排查风险。（人事科、审计科）", *parties), "several_leads")


def test_several_leads_quotes_the_names() -> None:
    parties = (("人事科", "lead", "annotation"), ("审计科", "lead", "annotation"))
    (found,) = of_kind(with_parties("排查风险。（责任单位：人事科、审计科）", *parties), "several_leads")
    assert (found.text, found.problem) == ("人事科、审计科", "人事科、审计科并列负责，没有写明谁牵头")


def test_a_note_for_many_tasks_is_found_once_at_the_first() -> None:
    parties = (("人事科", "lead", "annotation"), ("审计科", "lead", "annotation"))
    found = of_kind(with_parties("排查风险。（责任单位：人事科、审计科）", *parties, more=2), "several_leads")
    assert [one.task for one in found] == ["1.0.1"]


@pytest.mark.parametrize(
    ("end", "past"),
    [(date(2024, 1, 9), True), (date(2024, 1, 10), False), (date(2023, 6, 30), True), (date(2024, 6, 30), False)],
    ids=str,
)
def test_past_date(end: date, past: bool) -> None:
    assert bool(of_kind(with_deadline("月底前", kind="date", end=end), "past_date")) is past


@pytest.mark.parametrize(
    ("phrase", "end", "rest"),
    [
        ("6月30日前", date(2024, 6, 30), "是星期日"),
        ("6月15日至6月30日", date(2024, 6, 30), "是星期日"),
        ("10月2日前", date(2024, 10, 2), "在国庆节假期内"),
        ("2月4日前", date(2024, 2, 4), None),  # a Sunday of work
        ("7月1日前", date(2024, 7, 1), None),
        ("6月底前", date(2024, 6, 30), None),
        ("6月1日至6月底", date(2024, 6, 30), None),
        ("10月1日前", date(2024, 10, 1), None),
    ],
    ids=str,
)
def test_rest_day(phrase: str, end: date, rest: str | None) -> None:
    found = of_kind(with_deadline(phrase, kind="range" if "至" in phrase else "date", end=end), "rest_day")
    what = "截止日" if "至" in phrase else "时限"
    assert [one.problem for one in found] == ([f"{what}{end.year}年{end.month}月{end.day}日{rest}"] if rest else [])


def test_rest_day_names_the_working_day_before() -> None:
    (found,) = of_kind(with_deadline("6月30日前", kind="date", end=date(2024, 6, 30)), "rest_day")
    assert found.remedy == "请改到工作日，可提前到2024年6月28日"


@pytest.mark.parametrize(("year", "said"), [(2024, False), (2100, True)])
def test_an_unknown_arrangement_of_holidays_is_said(year: int, said: bool) -> None:
    warnings = review(with_deadline("6月30日前", kind="date", end=date(year, 6, 30))).warnings
    assert [warning.problem.startswith(f"本机尚无{year}年放假调休安排") for warning in warnings] == [True] * said


@pytest.mark.parametrize(
    ("line", "vague"), [("进一步加强作风建设。", True), ("召开作风建设专题会议。", False)], ids=str
)
def test_unmeasurable(line: str, vague: bool) -> None:
    assert bool(of_kind(plan_of(line), "unmeasurable")) is vague


TWINS = ("制定道路清扫保洁分级标准。", "制定道路清扫保洁分级标准")


def twins(ours: dict[str, object], theirs: dict[str, object]) -> tuple[Plan, Document]:
    plan, document = plan_of(TWINS[0], table=TWINS[1:])
    first, second = plan.tasks
    return replace(plan, tasks=(replace(first, **ours), replace(second, **theirs))), document  # type: ignore[arg-type]


def test_differing_leads_name_both_tasks() -> None:
    made = twins({"parties": (OFFICE,)}, {"parties": (replace(OFFICE, name="人事科"),)})
    (found,) = of_kind(made, "party_differs")
    assert (found.task, found.other) == ("1.0.1", "0.0.2")
    assert found.problem == "责任单位前后不一：正文是办公室，表中是人事科"


def test_differing_dates_name_both_days() -> None:
    made = twins({"deadlines": (JUNE,)}, {"deadlines": (replace(JUNE, end=date(2024, 9, 30)),)})
    (found,) = of_kind(made, "deadline_differs")
    assert found.problem == "完成时限前后不一：正文是2024年6月30日，表中是2024年9月30日"


@pytest.mark.parametrize("kind", ["no_party", "no_deadline"])
def test_what_the_table_says_is_not_missing_in_the_prose(kind: str) -> None:
    assert not of_kind(twins({}, {"parties": (OFFICE,), "deadlines": (JUNE,)}), kind)


def test_a_gap_in_both_is_found_once() -> None:
    assert [one.task for one in of_kind(twins({}, {}), "no_party")] == ["1.0.1"]


def test_findings_come_in_the_order_of_tasks() -> None:
    tasks = [found.task for found in review(plan_of("召开会议。", "进一步加强作风建设。", "更换线路。")).findings]
    assert tasks == sorted(tasks)


def test_every_finding_quotes_the_document() -> None:
    made = with_deadline("6月30日前", kind="date", end=date(2024, 6, 30))
    findings = review(made, date(2025, 1, 1)).findings
    assert {one.kind for one in findings} == {"past_date", "rest_day"}
    assert all(made[1].text[one.start : one.end] == one.text == "6月30日前" for one in findings)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            plan_of("召开会议。", "更换线路。"),
            ["全文没有标注责任单位，2项任务没有写明由谁负责", "全文没有写明完成日期，2项任务没有完成时限"],
        ),
        (with_deadline("6月底前", kind="date", end=date(2024, 6, 30)), []),
    ],
    ids=["nobody and never", "somebody and a date"],
)
def test_what_is_missing_everywhere_is_said_once(made: tuple[Plan, Document], said: list[str]) -> None:
    assert [warning.problem for warning in review(made).warnings] == said


def test_an_old_plan_is_said_once() -> None:
    made = with_deadline("6月底前", kind="date", end=date(2024, 6, 30))
    assert [w.problem for w in review(made, date(2026, 3, 2)).warnings] == [
        "计划是2024年的，检查日期是2026年3月2日，写明的日期多已过去"
    ]


def test_a_plan_without_tasks_has_no_findings() -> None:
    assert (review(plan_of()).findings, review(plan_of()).warnings) == ((), ())


def test_200_tasks_are_quick() -> None:
    lines = tuple(
        f"第{n}片区开展{chr(0x4E00 + n * 7)}{chr(0x5E00 + n * 11)}专项排查并建立台账，逐项销号。" for n in range(100)
    )
    made = plan_of(*lines, table=lines)
    review(made)
    begin = perf_counter()
    review(made)
    assert perf_counter() - begin < 1  # 0.2 s is wanted; a busy machine may take longer


@pytest.mark.parametrize(
    ("row", "example", "fits"),
    [
        pytest.param(row, example, fits, id=f"{row['name']}: {example!r} {fits}")
        for row in load("lint_patterns.toml", keys=("name", "pattern", "examples", "not_examples"))
        for fits, key in ((True, "examples"), (False, "not_examples"))
        for example in row[key]
    ],
)
def test_patterns_read_their_examples(row, example: str, fits: bool) -> None:
    assert bool(re.search(row["pattern"], example)) is fits
