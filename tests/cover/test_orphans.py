"""Work that reports tell of and that no task asks for."""

from __future__ import annotations

import re
import time
from typing import get_args

import pytest

from nlp.cover.orphans import BELOW, count_left_out, find_orphans, is_concrete
from nlp.lexicon import load
from nlp.types import DocumentFacts, Link, Passage, Place, Plan, Report, Statement, StatementKind, Task

RULES = load("concrete_acts.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))
ACT = "6月新购办公桌椅12套。"


def plan(*texts: str) -> Plan:
    tasks = tuple(Task(str(i), None, None, t, (), (), (), (), Place(0, 0, 1), 1.0) for i, t in enumerate(texts))
    return Plan(DocumentFacts("p.txt", "", None, "plan", 2024, None, None), (), tasks)


def report(*texts: str, id: str = "r1", kind: str = "sentence") -> Report:
    passages = tuple(
        Passage(i, text, Place(i, 100 * i, 100 * i + len(text), 2), (), kind) for i, text in enumerate(texts)
    )  # type: ignore[arg-type]
    return Report(id, f"{id}.txt", "", None, None, 2024, None, passages)


def told(report: Report, kind: StatementKind = "done") -> dict[str, tuple[Statement, ...]]:
    return {report.id: tuple(Statement(passage.id, kind, 0.9) for passage in report.passages)}


def quotes(made: Report, *links: Link, kind: StatementKind = "done", **more: object) -> list[str]:
    found = find_orphans(plan("签订责任书。"), (made,), told(made, kind), links, **more)  # type: ignore[arg-type]
    return [orphan.quote for orphan in found]


def test_a_concrete_act_near_no_task_is_an_orphan() -> None:
    (found,) = find_orphans(plan("签订责任书。"), (report(ACT),), told(report(ACT)), ())
    assert (found.report, found.quote, found.page, found.start, found.statement) == ("r1", ACT, 2, 0, "done")


@pytest.mark.parametrize("kind", [k for k in get_args(StatementKind) if k not in ("done", "in_progress")])
def test_only_acts_are_orphans(kind: StatementKind) -> None:
    assert quotes(report(ACT), kind=kind) == []


def test_work_under_way_is_an_orphan() -> None:
    assert quotes(report(ACT), kind="in_progress") == [ACT]


@pytest.mark.parametrize(("score", "count"), [(BELOW - 0.01, 1), (BELOW, 0)])
def test_the_best_score_decides(score: float, count: int) -> None:
    assert len(quotes(report(ACT), Link("1", "r1", 0, 0.1, 0.01), Link("2", "r1", 0, 0.1, score))) == count


def test_evidence_is_no_orphan() -> None:
    assert quotes(report(ACT), used={("r1", 0)}) == []


def test_headings_are_no_orphans() -> None:
    assert quotes(report("三、6月完成桌椅采购12套", kind="heading")) == []


def test_the_plan_said_again_is_no_orphan() -> None:
    again = "3月底前签订责任书22份。"
    assert find_orphans(plan(again), (report(again),), told(report(again)), ()) == ()


def test_the_same_words_count_once() -> None:
    assert quotes(report(ACT, ACT)) == [ACT]


def test_orphans_stand_by_report_and_place() -> None:
    two = report("7月清淤3公里。", ACT), report("8月种树40棵。", id="r2")
    found = find_orphans(plan(), two, {**told(two[0]), **told(two[1])}, ())
    assert [(orphan.report, orphan.start) for orphan in found] == [("r1", 0), ("r1", 100), ("r2", 0)]


def test_only_so_many_are_kept_and_the_rest_is_counted() -> None:
    made = report(*(f"{n}月新购办公桌椅{n}套。" for n in range(1, 6)))
    assert len(quotes(made, most=3)) == 3
    everything = find_orphans(plan(), (made,), told(made), (), most=None)
    assert count_left_out(everything, most=3) == {"r1": 2}


def test_the_kinds_of_work_are_the_callers() -> None:
    found = find_orphans(plan(), (report(ACT),), told(report(ACT)), (), types_of=lambda _: ("采购",))
    assert [orphan.work_types for orphan in found] == [("采购",)]


@pytest.mark.parametrize("reports", [(), (report(),), (report(""),), (report("……"),)])
def test_nothing_told_is_nothing_found(reports: tuple[Report, ...]) -> None:
    assert find_orphans(plan(), reports, {}, ()) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_rules_match_their_examples(rule: dict[str, str]) -> None:
    assert [text for text in rule["examples"] if not re.search(rule["pattern"], text)] == []
    assert [text for text in rule["not_examples"] if re.search(rule["pattern"], text)] == []


@pytest.mark.parametrize("text", ["后勤保障能力明显提升。", "始终把安全放在第一位。", "现将2024年情况报告如下：", ""])
def test_what_states_nothing_is_not_concrete(text: str) -> None:
    assert not is_concrete(text)


def test_many_passages_take_seconds() -> None:
    made = report(*(f"{n % 12 + 1}月新购办公桌椅{n}套。" for n in range(100_000)))
    links = tuple(Link("1", "r1", n, 0.1, 0.9) for n in range(0, 100_000, 2))
    start = time.perf_counter()
    found = find_orphans(plan("签订责任书。"), (made,), told(made), links, most=None)
    assert len(found) == 50_000
    assert time.perf_counter() - start < 30
