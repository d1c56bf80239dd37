"""Numbers that evidence states against what tasks ask for."""

from __future__ import annotations

import re

import pytest

from nlp.cover.quantities.counts import asked, count_for, find_shortfall, instances, shortfall
from nlp.lexicon import load, load_patterns
from nlp.types import Deadline, Place, Target, Task


def task(text: str, *targets: Target, every: str | None = None, rrule: str = "") -> Task:
    deadlines = (Deadline(every, "recurring", rrule=rrule),) if every else ()
    return Task("1.1.1", "1", None, text, (), (), deadlines, targets, Place(0, 0, len(text)), 1.0)


def monthly(every: str, interval: int, text: str = "报送信息。") -> Task:
    return task(every + text, every=every, rrule=f"FREQ=MONTHLY;INTERVAL={interval}")


PEOPLE = task("配备监督员不少于15名。", Target("不少于15名", ">=", 15, "名"))
STUDY = task("全年集体学习不少于12次。", Target("不少于12次", ">=", 12, "次"))
TALKS = task("研讨不少于4次。", Target("不少于4次", ">=", 4, "次"))
RATE = task("培训覆盖率达到95%。", Target("覆盖率达到95%", ">=", 95, "%"))
SIGNED = task("责任书签订率达到100%。", Target("签订率达到100%", ">=", 100, "%"))
FEWER = task("发文数量比上年下降10%以上。", Target("发文数量比上年下降10%以上", ">=", 10, "%"))


@pytest.mark.parametrize(
    ("asking", "quote", "short"),
    [
        (TALKS, "研讨5次。", None),
        (TALKS, "2月研讨1次，6月研讨2次。", "3/4次"),
        (TALKS, "按季度研讨。", None),
        (TALKS, "共研讨3次，其中专题研讨2次。", "3/4次"),
        (TALKS, "2月、7月、10月就纪律建设各研讨一次，计3次。", "3/4次"),
        (TALKS, "3月、5月、8月、11月各研讨一次。", None),
        (TALKS, "研讨4期。", None),
        (task("发文不超过3件。", Target("不超过3件", "<=", 3, "件")), "发文5件。", "5/3件"),
        (task("宣讲至少二场。", Target("至少二场", ">=", 2, "场")), "宣讲两场。", None),
        (task("评比14次。", Target("14次", "=", 14, "次")), "每月评比1次，全年12次。", "12/14次"),
        (STUDY, "学习10次，参加人数56。", "10/12次"),
        (STUDY, "学习10次，56人次参加。", "10/12次"),
        (STUDY, "上半年学习6次、下半年学习6次。", None),
        (STUDY, "带队学了15次，其中报告5次、论述6次、自我革命论述4次。", None),
        (STUDY, "累计学习九千九百九十九次。", None),
        (PEOPLE, "聘请监督员十二人。", "12/15名"),
        (PEOPLE, "3月12日印发〔2024〕3号文，配备监督员。", None),
        (PEOPLE, "发放补贴12万元，配备监督员15名。", None),
        (task("报送信息不少于6篇。", Target("不少于6篇", ">=", 6, "篇")), "采用消息4条、简讯3条。", None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_counts(asking: Task, quote: str, short: str | None) -> None:
    assert shortfall(asking, (quote,)) == short


@pytest.mark.parametrize(
    ("asking", "quote", "short"),
    [
        (RATE, "应到28人，实到27人。", None),
        (RATE, "应到28人实到25人。", "89.3/95%"),
        (RATE, "28人中25人参加。", "89.3/95%"),
        (RATE, "参训25/28。", "89.3/95%"),
        (RATE, "2024/5/12组织培训。", None),
        (RATE, "30人中仅2人未参加。", "93.3/95%"),
        (RATE, "覆盖率97%，合格率80%。", None),
        (RATE, "覆盖率94%，合格率98%。", "94/95%"),
        (SIGNED, "签订27份、应签28份。", "96.4/100%"),
        (SIGNED, "签订责任书34份，尚有3名未签，签订率91.9%。", "91.9/100%"),
        (SIGNED, "应签31份，实签31份。", None),
        (SIGNED, "签订责任书58份，无一遗漏。", None),
        (SIGNED, "应签30份，已签20份，其余10份6月补签完毕。", None),
        (FEWER, "全年发文161件，比2022年的187件减少。", None),
        (FEWER, "发文由20件减到19件。", "5/10%"),
        (FEWER, "发文少了一成。", None),
        (task("不少于三分之一的干部参加轮训。"), "30名干部中有6名参加轮训。", "20/33.3%"),
        (task("半数以上支部建成阵地。"), "12个支部中有7个建成。", None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_rates(asking: Task, quote: str, short: str | None) -> None:
    assert shortfall(asking, (quote,)) == short


@pytest.mark.parametrize(
    ("asking", "quote", "months", "short"),
    [
        (monthly("每季度", 3), "3月、6月、9月、12月各报一次。", 12, None),
        (monthly("每季度", 3), "3月、6月各报一次。", 12, "2/4次"),
        (monthly("每季度", 3), "3月、6月各报一次。", 6, None),
        (monthly("每季度", 3), "每季度末报送。", 12, None),
        (monthly("每季度", 3), "按时报送。", 12, None),
        (monthly("每季度", 3), "1、4、7、10月报送。", 12, None),
        (monthly("每季度", 3), "第一季度至第三季度报送。", 12, "3/4次"),
        (monthly("每季度", 3), "一季度、二季度报送。", 12, "2/4次"),
        (monthly("每季度", 3), "四个季度均报送。", 12, None),
        (monthly("每季度", 3), "3月29日、6月28日报送信息。", 12, "2/4次"),
        (monthly("每季度", 3), "3月、6月、9月分别报送，12月拟再报。", 12, "3/4次"),
        (monthly("每季度", 3), "全年报送4次。", 12, None),
        (monthly("每月", 1), "1月至8月每月报送。", 12, "8/12次"),
        (monthly("每月", 1), "1月至11月报送。", 12, None),
        (monthly("每月", 1), "全年报送12次。", 12, None),
        (monthly("每半年", 6), "上半年报送1次。", 12, "1/2次"),
        (monthly("每半年", 6), "上半年报送1次。", 9, None),
        (monthly("每半年", 6), "五月和十月两次报送。", 12, None),
        (monthly("双月", 2), "2月、4月报送信息。", 12, "2/6次"),
        (monthly("每季度", 3), "开展检查时正在施工，3月。", 12, None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_recurring_work_needs_its_instances(asking: Task, quote: str, months: int, short: str | None) -> None:
    assert shortfall(asking, (quote,), months=months) == short


def test_a_number_beside_a_recurrence_is_asked_each_time() -> None:
    asking = task(
        "每半年编发案例不少于2个。", Target("不少于2个", ">=", 2, "个"), every="每半年", rrule="FREQ=MONTHLY;INTERVAL=6"
    )
    assert [(one.text, one.value, one.due) for one in asked(asking, 9)] == [("每半年不少于2个", 4, 2)]


def test_a_number_for_the_year_is_due_as_far_as_the_year_has_gone() -> None:
    assert [shortfall(STUDY, ("半年学习7次。",), months=months) for months in (6, 12)] == [None, "7/12次"]


def test_the_shortfall_says_what_was_asked_and_what_was_due() -> None:
    found = find_shortfall(monthly("每季度", 3), ("3月、6月报送信息2次。",))
    assert found is not None
    assert found.sentence == "要求每季度1次，到期应有4次，报告写明2次"


def test_numbers_of_several_quotes_add_up_but_not_to_a_total() -> None:
    assert shortfall(STUDY, ("1月学习2次。", "3月学习1次。")) == "3/12次"
    assert shortfall(STUDY, ("全年学习10次。", "3月学习1次。")) == "10/12次"


def test_instances_by_halves() -> None:
    assert instances(("上半年、下半年各一次",)) == 2


@pytest.mark.parametrize(("quote", "count"), [("报送2次", 2.0), ("", None), ("〔2024〕3号", None)])
def test_count_for(quote: str, count: float | None) -> None:
    assert count_for(monthly("每月", 1), quote) == count


@pytest.mark.parametrize(
    "quotes", [(), ("",), ("，" * 50_000,), ("应到28人实到27人" * 5_000,), ("1" * 50_000,)], ids=len
)
def test_odd_quotes_are_no_shortfall(quotes: tuple[str, ...]) -> None:
    assert shortfall(RATE, quotes) is None


RATE_WORDS = load("rate_words.toml", keys=("name", "pattern", "examples", "not_examples"))


@pytest.mark.parametrize("rule", RATE_WORDS, ids=lambda rule: rule["name"])
def test_rate_words_hold_their_examples(rule: dict[str, list[str]]) -> None:
    pattern: re.Pattern[str] = load_patterns("rate_words.toml")[rule["name"]]  # type: ignore[index]
    assert all(pattern.search(text) for text in rule["examples"])
    assert not any(pattern.search(text) for text in rule.get("not_examples", []))
