"""Limits and parties that a plan has and that do not hold: unreadable days, starts, blank cells, old dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nlp.pipeline import lint_plan as lint_file
from nlp.review.lint import lint_plan
from nlp.types import Deadline, Document, DocumentFacts, Finding, Party, Place, Plan, PlanLint, Task, Warning

AS_OF = date(2024, 1, 10)
OFFICE = Party("办公室", "lead", "annotation", 0, 3)
LINE = "2月30日前完成3座公厕改造。"


def review(
    *limits: Deadline, parties: tuple[Party, ...] = (OFFICE,), said: str = "", more: str = "", as_of: date = AS_OF
) -> PlanLint:
    """The review of a plan of one task, of which its plan warns `said`; `more` stands behind it in the document."""
    task = Task("1.0.1", None, None, LINE, (), parties, limits, (), Place(0, 0, len(LINE)), 1.0)
    warnings = (Warning("plan.txt", "任务1.0.1", said, "请核对原文"),) if said else ()
    facts = DocumentFacts("plan.txt", "", None, "plan", 2024, None, None)
    document = Document("plan.txt", "", "txt", LINE + more, ())
    return lint_plan(Plan(facts, (), (task,), warnings), document, as_of=as_of)


def told(lint: PlanLint) -> list[tuple[str, str]]:
    return [(found.kind, found.problem) for found in lint.findings]


@pytest.mark.parametrize(
    "said",
    ["日期“2月30日前”不存在", "日期“2月30日前”不完整", "完成时限“2月30日前”不是日期", "完成时限栏“2月30日前”没有读懂"],
)
def test_a_limit_that_cannot_be_read_is_not_a_missing_one(said: str) -> None:
    (found,) = review(said=said).findings
    assert (found.kind, found.problem) == ("invalid_date", "时限“2月30日前”不是有效日期")
    assert (found.text, found.start, found.end) == ("2月30日前", 0, 6)


def test_an_unreadable_cell_is_quoted_where_it_stands() -> None:
    (found,) = review(said="日期“4月31日”不存在", more="\t4月31日").findings
    assert (found.text, found.start) == ("4月31日", len(LINE) + 1)


def test_an_unreadable_limit_beside_a_good_one_is_found() -> None:
    good = Deadline("6月底前", "date", None, date(2024, 6, 30))
    assert [kind for kind, _ in told(review(good, said="日期“2月30日前”不存在"))] == ["invalid_date"]


def test_other_warnings_are_no_limits() -> None:
    assert [kind for kind, _ in told(review(said="责任单位“甲、乙”不一致"))] == ["no_deadline"]


@pytest.mark.parametrize(
    ("party", "said", "problem"),
    [
        (replace(OFFICE, inferred="cell above"), "", "责任单位栏空白（按上一行为“办公室”）"),
        (None, "责任单位一栏是空的", "责任单位栏空白"),
        (None, "", "任务没有写明责任单位"),
        (replace(OFFICE, source="subject"), "责任单位一栏是空的", "责任单位栏空白"),
    ],
    ids=["filled from above", "empty", "no cell", "empty beside who acts"],
)
def test_a_blank_party_cell_is_found(party: Party | None, said: str, problem: str) -> None:
    limit = Deadline("6月底前", "date", None, date(2024, 6, 30))
    (found,) = review(limit, parties=(party,) if party else (), said=said).findings
    assert (found.kind, found.problem, found.text) == ("no_party", problem, LINE)


@pytest.mark.parametrize("party", [OFFICE, replace(OFFICE, inferred="merged cell")], ids=["own cell", "merged cell"])
def test_a_party_that_the_table_names_is_none(party: Party) -> None:
    assert not review(Deadline("6月底前", "date", None, date(2024, 6, 30)), parties=(party,)).findings


def test_a_start_is_never_past_nor_on_a_day_of_rest() -> None:
    start = Deadline("6月30日起", "range", date(2024, 6, 30), None)
    assert not review(start, as_of=date(2025, 1, 1)).findings


def test_the_advice_on_a_range_speaks_of_its_end() -> None:
    (found,) = review(Deadline("3月31日起至6月30日止", "range", date(2024, 3, 31), date(2024, 6, 30))).findings
    assert (found.kind, found.problem) == ("rest_day", "截止日2024年6月30日是星期日")
    assert found.remedy == "请把截止日改到工作日，可提前到2024年6月28日"


@pytest.mark.parametrize(("past", "said"), [(1, False), (2, True)], ids=["one of three", "two of three"])
def test_an_old_plan_has_most_dates_past(past: int, said: bool) -> None:
    limits = [Deadline(f"{n}月", "date", None, date(2025 if n <= past else 2026, n, 28)) for n in (1, 2, 3)]
    remedies = [warning.remedy for warning in review(*limits, as_of=date(2025, 12, 1)).warnings]
    assert ["--as-of" in remedy for remedy in remedies] == [True] * said


def test_a_year_without_known_holidays_is_said_in_plain_words() -> None:
    (warning,) = review(Deadline("6月30日", "date", None, date(2099, 6, 30))).warnings
    assert warning.problem == "本机尚无2099年放假调休安排，只按周末和元旦、劳动节、国庆节判断"


def findings_of(folder: Path, *lines: str) -> list[Finding]:
    path = folder / "plan.txt"
    path.write_text("\n".join(("某局2023年工作计划", "一、重点工作", *lines)), encoding="utf-8")
    return list(lint_file(path, as_of=date(2023, 1, 1)).findings)


@pytest.mark.parametrize("limit", ["2月30日前", "6月31日前", "13月底前", "2月29日前"])
def test_a_file_with_an_impossible_day(limit: str, tmp_path: Path) -> None:
    (found,) = findings_of(tmp_path, f"（一）{limit}完成3座公厕改造。（责任单位：环卫所）")
    assert (found.kind, found.text) == ("invalid_date", limit)


@pytest.mark.parametrize(
    ("given", "lines", "source"),
    [
        (date(2024, 1, 1), "某局\n2024年3月10日", "given"),
        (None, "某局\n2024年3月10日", "issued"),
        (None, "", "today"),
    ],
    ids=["given", "issued", "today"],
)
def test_the_day_of_judgement_says_whence_it_is(given: date | None, lines: str, source: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    text = f"某局2024年工作要点\n一、责任落实\n（一）压实责任\n3月底前由办公室印发清单。\n{lines}"
    path.write_text(text, encoding="utf-8")
    assert lint_file(path, as_of=given).as_of_source == source
