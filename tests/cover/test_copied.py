"""Passages copied from another report, in documents made by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

import pytest

from nlp.cover.copies.copied import Copy, find_copied
from nlp.cover.copies.copied_from import Pair, choose_sources
from nlp.cover.copies.runs import cut_runs, find_stock, pair_texts
from nlp.lexicon import load_patterns
from nlp.types import Action, DocumentFacts, Passage, Period, Place, Plan, Report, Statement, StatementKind, Task

SAID = "3月12日组织47名养护站长到沉砂池逐一核对清淤台账，当场签字确认，发现错记4处并全部更正。"
OTHER = "财务科把三年来的租赁合同翻出来重新登记，补收漏缴租金2.6万元。"


def plan(*tasks: str, year: int = 2022) -> Plan:
    made = (
        Task(f"1.1.{n}", "1", None, text, (Action("", text, text),), (), (), (), Place(n, 0, len(text)), 1.0)
        for n, text in enumerate(tasks, 1)
    )
    return Plan(DocumentFacts("plan.txt", "", "", "plan", year, None, None), (), tuple(made))


def report(
    id: str,
    *texts: str,
    unit: str | None = "澄湖养护中心",
    year: int | None = 2022,
    end: date | None = None,
    kind: str = "sentence",
) -> Report:
    passages = tuple(Passage(n, text, Place(n, 0, len(text)), kind=kind) for n, text in enumerate(texts))  # type: ignore[arg-type]
    period = Period(date(end.year, 1, 1), end) if end else None
    return Report(id, f"{id}.txt", "", None, unit, year, period, passages)


def found(*reports: Report, tasks: Sequence[str] = ()) -> dict[tuple[str, int], Copy]:
    return dict(find_copied(reports, {}, plan=plan(*tasks)))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (SAID, "第1段相同"),
        (SAID.replace("3月12日", "5月9日"), "第1段相同，仅改动了日期"),
        (SAID.replace("47", "52").replace("4处", "6处"), "第1段相同，仅改动了数字，请核对是否属实"),
        (SAID.replace("当场签字确认", "在现场签了字"), "第1段大体相同，仅有少量改写"),
        ("当场签字确认，3月12日组织47名养护站长到沉砂池逐一核对清淤台账，发现错记4处并全部更正。", "仅有少量改写"),
        (SAID.replace("3月12日", "３月１２日").replace("，", " ，"), "第1段相同"),
    ],
    ids=["verbatim", "date", "numbers", "clause", "order", "width and spaces"],
)
def test_last_years_text_is_seen_through(text: str, end: str) -> None:
    copies = found(report("old", SAID, year=2021), report("new", OTHER, text))
    assert list(copies) == [("new", 1)]
    assert copies["new", 1].report == "old"
    assert copies["new", 1].reason.endswith(end)
    assert copies["new", 1].reason.startswith("与《澄湖养护中心》2021年报告")


def test_numbers_alone_leave_a_doubt() -> None:
    assert not found(report("old", SAID, year=2021), report("new", SAID.replace("47", "52")))["new", 0].sure


def test_numbers_of_a_copied_paragraph_leave_none() -> None:
    lines = (SAID, OTHER, "仓库管理员把86把旧锁芯全部换成电子锁，领用记录从此由系统自动生成。")
    new = [line.replace("4", "7").replace("6", "9") for line in lines]
    copies = found(report("old", *lines, year=2021), report("new", *new))
    assert [copies["new", n].sure for n in range(3)] == [True] * 3


def test_the_passage_that_names_its_own_unit_is_the_original() -> None:
    mine = SAID.replace("组织", "澄湖养护中心组织")
    copies = found(report("a", mine), report("b", SAID, unit="桐渚保洁所"))
    assert list(copies) == [("b", 0)]
    assert (copies["b", 0].report, copies["b", 0].sure) == ("a", True)


def test_a_name_left_standing_gives_the_copy_away() -> None:
    mine = SAID.replace("组织", "澄湖养护中心组织")
    copies = found(report("a", mine), report("b", mine, unit="桐渚保洁所"))
    assert list(copies) == [("b", 0)]
    assert copies["b", 0].sure


def test_the_report_issued_earlier_is_the_original() -> None:
    half = report("a", SAID, end=date(2022, 6, 30))
    copies = found(half, report("b", SAID, unit="桐渚保洁所", end=date(2022, 12, 31)))
    assert list(copies) == [("b", 0)]
    assert copies["b", 0].sure


def test_the_signature_tells_the_day() -> None:
    early = report("a", SAID, "2022年12月3日", end=date(2022, 12, 31))
    late = report("b", SAID, "2022年12月20日", unit="桐渚保洁所", end=date(2022, 12, 31))
    assert list(found(early, late)) == [("b", 0)]


def test_both_are_doubtful_where_nothing_tells() -> None:
    copies = found(report("a", SAID), report("b", SAID, unit="桐渚保洁所"))
    assert list(copies) == [("a", 0), ("b", 0)]
    assert not any(copy.sure for copy in copies.values())
    assert copies["a", 0].reason.endswith("谁抄谁不明，请核对")


def test_a_report_without_a_unit_is_named_by_its_file() -> None:
    copies = found(report("a", SAID, unit=None), report("b", SAID, unit="桐渚保洁所"))
    assert copies["b", 0].reason.startswith("与《a.txt》第1段相同")
    assert not copies["b", 0].sure


@pytest.mark.parametrize("unit", ["澄湖养护中心", "市澄湖养护中心"])
def test_a_unit_may_tell_its_own_work_of_the_year_again(unit: str) -> None:
    half = report("a", SAID, end=date(2022, 6, 30))
    assert not found(half, report("b", SAID, unit=unit, end=date(2022, 12, 31)))


@pytest.mark.parametrize(
    "text",
    [
        "召开党风廉政建设工作会议。",
        "4月12日，参加市局举办的“清风进机关”主题教育活动，听取专题辅导报告。",
        "陈志远、林晓、周海棠、吴一帆、郑小川、孙梅、钱立、冯安、褚青",
        "办公室，财务科，工程科，养护科，安全科，人事科，监察室",
        "",
    ],
    ids=["stock phrase", "joint event", "names", "offices", "empty"],
)
def test_what_is_no_copy(text: str) -> None:
    assert not found(report("a", text, OTHER), report("b", text, unit="桐渚保洁所"))


def test_the_plans_words_are_everybodys() -> None:
    task = "组织养护站长到沉砂池逐一核对清淤台账，当场签字确认，发现错记全部更正。"
    reports = (report("a", f"已{task}"), report("b", f"已{task}", unit="桐渚保洁所"))
    assert not found(*reports, tasks=(task,))
    assert found(*reports)


def test_headings_are_not_looked_at() -> None:
    assert not found(report("a", SAID, kind="heading"), report("b", SAID, unit="桐渚保洁所", kind="heading"))


@pytest.mark.parametrize(("kind", "copied"), [("done", True), ("planned", False)])
def test_only_what_tells_an_act_is_a_copy(kind: StatementKind, copied: bool) -> None:
    reports = (report("old", SAID, year=2021), report("new", SAID))
    told = {one.id: (Statement(0, kind, 0.9),) for one in reports}
    assert bool(find_copied(reports, told, plan=plan())) is copied


def test_a_short_sentence_inside_a_copied_paragraph_is_copied_too() -> None:
    lines = (SAID, "账目逐笔交接清楚。", OTHER)
    assert list(found(report("old", *lines, year=2021), report("new", *lines))) == [("new", n) for n in range(3)]
    assert not found(report("old", lines[1], year=2021), report("new", lines[1]))


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_reports(count: int) -> None:
    assert not found(*[report("a", SAID)] * count)


def test_many_copies_of_one_text_are_all_found() -> None:
    reports = [report(f"r{n}", SAID, unit=f"第{n}号泵房管理所") for n in range(60)]
    assert len(found(report("old", SAID, year=2021), *reports)) == 60


def test_odd_characters() -> None:
    odd = "\0\ud800𠀀" + SAID
    assert list(found(report("old", odd, year=2021), report("new", odd))) == [("new", 0)]


def test_a_phrase_in_many_contexts_is_stock_and_a_copied_text_is_not() -> None:
    said = ["甲乙丙落实主体责任子丑寅", "丁戊己落实主体责任卯辰巳"]
    runs = cut_runs([*said, "逐一核对台账", "逐一核对台账"], 6, contexts=True)
    assert find_stock(runs, 2).sum() == 2


def test_pairs_are_those_of_other_groups() -> None:
    import numpy as np

    texts = ["逐一核对清淤台账当场签字确认", "逐一核对清淤台账当场签字确认", "租赁合同翻出来重新登记补收租金"]
    runs = cut_runs(texts, 4)
    assert pair_texts(runs, np.array([0, 1, 2]), most=3, least=1) == ((0, 1), (1, 0))
    assert not pair_texts(runs, np.array([0, 0, 1]), most=3, least=1)


def test_copies_in_a_row_are_counted() -> None:
    reports = (report("old", year=2021), report("new"))
    pairs = [Pair(n, 9, 1.0) for n in (1, 2, 3, 7)]
    rows = choose_sources(reports, [2021, 2022], [1] * 9 + [0], [""] * 10, pairs)
    assert [block for _, _, block in rows] == [3, 3, 3, 1]


@pytest.mark.parametrize("rule", tomllib.loads((files("nlp.lexicon") / "joint_work.toml").read_text("utf-8"))["rule"])
def test_joint_work(rule: dict[str, list[str]]) -> None:
    pattern = load_patterns("joint_work.toml")[str(rule["name"])]
    assert all(pattern.search(text) for text in rule["examples"])
    assert not any(pattern.search(text) for text in rule["not_examples"])
