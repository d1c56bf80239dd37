"""Plans that state no year, and what is told of a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from nlp.errors import ConfigError
from nlp.pipeline import compare_plans
from nlp.review import pairing
from nlp.review.diff import diff_plans
from nlp.review.pairing import prepare
from nlp.types import Action, Deadline, DocumentFacts, Party, Place, Plan, PlanDiff, Task, Workstream


def write(folder: Path, name: str, title: str, limit: str) -> Path:
    path = folder / name
    body = f"{title}\n一、环境卫生\n（一）修订道路清扫保洁作业规范。（责任单位：环卫所；完成时限：{limit}）"
    path.write_text(body, encoding="utf-8")
    return path


def compare(
    folder: Path, limits: tuple[str, str], titles: tuple[str, str] = ("", "2024年"), *, year: int | None = None
) -> PlanDiff:
    old, new = (
        write(folder, f"{name}.txt", f"某县城市管理局{title}工作要点", limit)
        for name, title, limit in zip(("old", "new"), titles, limits, strict=True)
    )
    return compare_plans(old, new, year=year)


def said(diff: PlanDiff) -> list[str]:
    return [warning.problem for plan in (diff.old, diff.new) for warning in plan.warnings] + [
        warning.problem for warning in diff.warnings
    ]


@pytest.mark.parametrize(
    ("limits", "details"),
    [
        (("3月底前", "3月底前"), ()),
        (("3月底前", "3月31日前"), ()),
        (("2月底前", "2024年2月底前"), ()),
        (("3月底前", "4月底前"), ("时限：3月底前 → 4月底前",)),
        (("上半年", "第二季度"), ("时限：上半年 → 第二季度",)),
    ],
    ids=str,
)
@pytest.mark.parametrize("titles", [("", "2024年"), ("", "")], ids=["one without", "both without"])
def test_limits_without_a_year_are_compared_by_month_and_day(
    limits: tuple[str, str], details: tuple[str, ...], titles: tuple[str, str], tmp_path: Path
) -> None:
    (change,) = compare(tmp_path, limits, titles).changes
    assert change.details == details


def test_one_warning_and_its_remedy_can_be_given(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("3月底前", "3月底前"))
    assert said(diff) == ["没有读到年度，时限只按月日比较"]
    assert diff.warnings[0].remedy == "请用 --year 指定年度"


def test_a_borrowed_year_is_not_stated(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("3月底前", "3月底前"))
    assert diff.old.document.year is None
    assert [limit.end for limit in diff.old.tasks[0].deadlines] == [None]


def test_year_is_that_of_the_plan_that_states_none(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("3月底前", "3月底前"), year=2023)
    assert (diff.old.document.year, diff.new.document.year) == (2023, 2024)
    assert (diff.changes[0].kinds, said(diff)) == (("carried_over",), [])


def test_year_beside_two_years_that_are_stated_is_said(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("3月底前", "3月底前"), ("2023年", "2024年"), year=2022)
    assert said(diff) == ["两份计划都写明了年度，未采用 2022"]


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--year 20"):
        compare(tmp_path, ("3月底前", "3月底前"), ("2023年", "2024年"), year=20)


def plan(*tasks: Task, year: int | None = 2024) -> Plan:
    facts = DocumentFacts(f"{year}.txt", "", None, "plan", year, None, None)
    streams = (Workstream("1", "一", "环境卫生"), Workstream("2", "二", "市容秩序"))
    return Plan(facts, streams, tuple(replace(task, id=f"0.0.{n}") for n, task in enumerate(tasks, 1)))


def task(text: str, *parties: Party, limits: tuple[Deadline, ...] = (), stream: str | None = None) -> Task:
    return Task("", stream, None, text, (), parties, limits, (), Place(0, 0, 0), 1.0)


def test_records_without_dates_are_compared_by_their_words() -> None:
    old = plan(task("修订规范。", limits=(Deadline("3月底前", "date", inferred="no year"),)), year=None)
    new = plan(task("修订规范。", limits=(Deadline("3月底前", "date", end=date(2024, 3, 31)),)))
    assert diff_plans(old, new).changes[0].kinds == ("carried_over",)


def test_the_last_day_there_is() -> None:
    limit = Deadline("9999年12月31日前", "date", end=date(9999, 12, 31))
    old, new = task("修订规范。"), task("修订规范。", limits=(limit,))
    assert diff_plans(plan(old), plan(new)).changes[0].kinds == ("deadline_moved",)


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        (
            task("修订应急预案。"),
            task("修订应急预案。", Party("安全科", "lead", "annotation")),
            "责任单位：无 → 安全科",
        ),
        (
            task("修订应急预案。", Party("王局", "supervise", "annotation")),
            task("修订应急预案。", Party("李局", "supervise", "annotation")),
            "督办领导：王局 → 李局",
        ),
        (task("修订应急预案并备案。"), task("修订应急预案并公示备案。"), "措辞：增加“公示”"),
        (task("修订应急预案并公示备案。"), task("修订应急预案并备案。"), "措辞：删去“公示”"),
    ],
    ids=["lead", "supervisor", "words come", "words gone"],
)
def test_a_detail_reads_as_an_office_would_say_it(old: Task, new: Task, detail: str) -> None:
    assert diff_plans(plan(old, year=2023), plan(new)).changes[0].details == (detail,)


def test_of_two_alike_the_one_in_the_same_workstream_is_the_pair() -> None:
    text = "每季度开展一次检查。"
    others = [task(f"{text}号料场清理建档", stream="1") for text in ("甲", "乙", "丙")]
    old = plan(task(text, stream="1"), task(text, stream="2"), year=2023)
    new = plan(*others, task(text, stream="1"))
    kept = [change for change in diff_plans(old, new).changes if change.old and change.new == "0.0.4"]
    assert [(change.old, change.details) for change in kept] == [("0.0.1", ())]


@pytest.mark.parametrize("block", [1, 3, 100])
def test_blocks_of_any_size_give_the_same_scores(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["每季度检查料场。", "签订责任书并公示。", "开展廉政谈话。", "修订应急预案。", "清理河道。"]
    acted = [replace(task(text), actions=(Action("", "", text[:-1]), Action("", "", text[2:]))) for text in texts]
    sides = [prepare(plan(*tasks), year=2024) for tasks in ([*acted[:2], task("巡河。"), *acted[2:]], acted[::-1])]
    whole = pairing.score(*sides)
    monkeypatch.setattr(pairing, "BLOCK", block)
    for one, other in zip(whole, pairing.score(*sides), strict=True):
        np.testing.assert_array_equal(one, other)
