"""Reviewers' decisions: where they hold, what they outlive, when they are stale, and when they contradict."""

from __future__ import annotations

import pytest

from nlp.cover.reviewed.decisions import Matched, Reviewed, check_agreement, decide_links, match_decisions, settle_item
from nlp.errors import InputError
from nlp.types import DocumentFacts, Item, ItemDecision, Link, Passage, Place, Plan, Report, Status, Task

TASK = "签订年度安全责任书，明确各站所负责人的职责。"
QUOTE = "3月，与各站所负责人逐一签订安全责任书12份并存档备查。"


def plan(*texts: str, first: int = 1) -> Plan:
    tasks = tuple(
        Task(f"1.1.{n}", None, None, text, (), (), (), (), Place(n, 0, len(text)), 1.0)
        for n, text in enumerate(texts, first)
    )
    return Plan(DocumentFacts("计划.txt", "00", "计划", "plan", 2022, None, None), (), tasks)


def report(*texts: str, id: str = "r1") -> Report:
    passages = tuple(Passage(n, text, Place(n, 0, len(text))) for n, text in enumerate(texts))
    return Report(id, f"{id}.txt", id, None, None, 2022, None, passages)


def decide(
    act: str, task: str, quote: str | None = None, *, status: Status | None = None, line: int = 2
) -> ItemDecision:
    return ItemDecision(act, task, quote, status, "", "核定.csv", line)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [TASK, f"（三）{TASK}", TASK.replace("，", ","), f" {TASK} ", TASK.replace("明确各站所", "明确各个站所")],
    ids=["the same", "numbered", "another comma", "blanks", "a small edit"],
)
@pytest.mark.parametrize(
    "said", [QUOTE, QUOTE.replace("3月", "３月"), QUOTE.replace("备查", "待查").replace("待", "备")]
)
def test_a_decision_holds_for_the_same_words(text: str, said: str) -> None:
    matched = match_decisions([decide("accept", TASK, QUOTE)], plan("别的。", text, first=7), [report("无关。", said)])
    assert matched.of("1.1.8").accepted == {("r1", 1)}
    assert matched.stale == ()


def test_a_small_edit_is_told_in_the_note() -> None:
    matched = match_decisions([decide("accept", TASK, QUOTE)], plan(TASK), [report(QUOTE.replace("逐一", "逐个"))])
    (kept,) = matched.of("1.1.1").decisions
    assert kept.note == "〔程序注：佐证原文有少量改动〕"


def test_a_note_of_ours_is_not_kept_beside_the_next() -> None:
    (kept,) = (
        match_decisions([decide("accept", TASK, QUOTE)], plan(TASK), [report(QUOTE.replace("逐一", "逐个"))])
        .of("1.1.1")
        .decisions
    )
    (again,) = match_decisions([kept], plan(TASK), [report(QUOTE)]).of("1.1.1").decisions
    assert again == decide("accept", TASK, QUOTE)


@pytest.mark.parametrize(
    ("task", "said", "told"),
    [
        ("编制手册。", QUOTE, "任务原文已找不到"),
        (f"未{TASK}", QUOTE, "任务原文已有改动，数字或意思不同"),
        (TASK, "无关。", "佐证原文已找不到"),
        (TASK, QUOTE.replace("12份", "11份"), "佐证原文已有改动，数字或意思不同"),
    ],
)
def test_what_is_gone_or_altered_is_stale_and_says_why(task: str, said: str, told: str) -> None:
    matched = match_decisions([decide("accept", TASK, QUOTE)], plan(task), [report(said)])
    assert matched.tasks == {}
    assert [one.note for one in matched.stale] == [f"〔程序注：{told}〕"]


def test_two_that_are_as_near_are_stale() -> None:
    said = report(QUOTE.replace("逐一", "逐个"), QUOTE.replace("存档", "归档"))
    (stale,) = match_decisions([decide("accept", TASK, QUOTE)], plan(TASK), [said]).stale
    assert "不能确定是哪一处" in stale.note


def test_equal_words_in_several_places_are_all_meant() -> None:
    matched = match_decisions(
        [decide("reject", TASK, QUOTE)], plan(TASK, TASK), [report(QUOTE), report(QUOTE, id="r2")]
    )
    assert {task: matched.of(task).rejected for task in ("1.1.1", "1.1.2")} == {
        "1.1.1": {("r1", 0), ("r2", 0)},
        "1.1.2": {("r1", 0), ("r2", 0)},
    }
    assert "2项任务文字相同" in matched.of("1.1.1").decisions[0].note


@pytest.mark.parametrize(("act", "stale"), [("accept", 0), ("reject", 1)])
def test_a_small_part_of_a_passage_proves_it_and_does_not_refuse_it(act: str, stale: int) -> None:
    said = report(f"组织学习8次，开展座谈，走访居民，整理台账，修订制度，{QUOTE}")
    matched = match_decisions([decide(act, TASK, "签订安全责任书12份")], plan(TASK), [said])
    assert len(matched.stale) == stale


def test_a_status_and_a_note_need_no_passage() -> None:
    said = [decide("status", TASK, status="partial"), decide("note", TASK)]
    held = match_decisions(said, plan(TASK), ()).of("1.1.1")
    assert (held.status, len(held.decisions)) == ("partial", 2)


def test_what_is_said_twice_counts_once() -> None:
    said = [decide("accept", TASK, QUOTE), decide("accept", f"一、{TASK}", QUOTE, line=3)]
    (kept,) = match_decisions(said, plan(TASK), [report(QUOTE)]).of("1.1.1").decisions
    assert kept.line == 2


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            decide("accept", TASK, QUOTE),
            decide("reject", f"一、{TASK}", QUOTE, line=5),
            "同一处原文核定为“不认可”和“认可”",
        ),
        (
            decide("status", TASK, status="none"),
            decide("status", TASK, status="covered", line=5),
            "核定为“已佐证”和“无佐证”",
        ),
    ],
    ids=["a passage", "a status"],
)
def test_a_contradiction_names_both_lines(one: ItemDecision, other: ItemDecision, told: str) -> None:
    with pytest.raises(InputError, match=r"核定\.csv: 第5行与第2行矛盾.*请只留一种") as caught:
        match_decisions([one, other], plan(TASK), ())
    assert told in str(caught.value)


def test_a_contradiction_over_two_files_names_both() -> None:
    other = ItemDecision("status", TASK, status="none", file="旧.csv", line=9)
    with pytest.raises(InputError, match=r"核定\.csv: 第2行与旧\.csv 第9行矛盾"):
        check_agreement([other, decide("status", TASK, status="covered")])


def test_the_same_words_outdo_those_that_changed() -> None:
    said = [decide("accept", TASK, QUOTE), decide("reject", TASK, QUOTE.replace("逐一", "逐个"), line=3)]
    matched = match_decisions(said, plan(TASK), [report(QUOTE)])
    assert matched.of("1.1.1").accepted == {("r1", 0)}
    assert [one.line for one in matched.stale] == [3]


def test_two_that_changed_and_contradict_are_both_stale() -> None:
    said = [
        decide("accept", TASK, QUOTE.replace("逐一", "逐个")),
        decide("reject", TASK, QUOTE.replace("存档", "归档"), line=3),
    ]
    matched = match_decisions(said, plan(TASK), [report(QUOTE)])
    assert matched.tasks == {}
    assert [one.line for one in matched.stale] == [2, 3]


MATCHED = Matched({"1": Reviewed(frozenset({("r1", 0), ("r1", 5)}), frozenset({("r1", 1)}))})


def test_links_follow_the_reviewers() -> None:
    links = [Link("1", "r1", n, 0.5, 0.3, (0,)) for n in range(3)] + [Link("2", "r1", 1, 0.5, 0.3)]
    assert decide_links(links, MATCHED) == (
        Link("1", "r1", 0, 0.5, 1.0, (0,)),
        links[2],
        links[3],
        Link("1", "r1", 5, 1.0, 1.0),
    )


ITEM = Item("1", "none", "due", (), (), (), "报告中没有找到相关做法。", decided=False)
PASSAGES = Reviewed(frozenset({("r1", 0)}), frozenset({("r1", 1)}), decisions=(decide("accept", TASK, QUOTE),))


def test_an_item_without_decisions_stays() -> None:
    assert settle_item(ITEM, Reviewed()) is ITEM


def test_passages_leave_the_verdict_to_the_program() -> None:
    settled = settle_item(ITEM, PASSAGES)
    assert (settled.status, settled.decided, settled.decisions) == ("none", False, PASSAGES.decisions)
    assert settled.why == "经人工核定认可佐证1处、不认可佐证1处；报告中没有找到相关做法。"


def test_nothing_in_nothing_out() -> None:
    assert match_decisions((), plan(), ()) == Matched({}, ())


@pytest.mark.parametrize("text", ["", "。", " "])
def test_a_blank_decision_is_stale(text: str) -> None:
    assert len(match_decisions([decide("accept", text, text)], plan(TASK, ""), [report("", QUOTE)]).stale) == 1
