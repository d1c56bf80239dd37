"""Every rule's examples, then what the engine does with years, limits, spaces and damage."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import ConfigError
from nlp.extract.deadlines import KEYS, expand, find_damaged, find_deadlines
from nlp.lexicon import load
from nlp.types import Deadline

RULES = load("deadlines.toml", keys=KEYS)
TO_TRADITIONAL = opencc.OpenCC("s2t")
NEGATIVE = load("not_deadlines.toml", keys=KEYS)
DAMAGED = load("damaged_dates.toml", keys=KEYS)


def phrases() -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "corpora" / "phrases" / "deadlines.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def stated(deadline: Deadline) -> str:
    """`text=kind:value`, as the phrase corpus puts it."""
    text, _, value = written(deadline).partition(" = ")
    return f"{text}={deadline.kind}:{value}" if value else f"{text}={deadline.kind}"


def written(deadline: Deadline) -> str:
    """`text = value`, as the rules' examples put it."""
    span = "/".join(str(day) for day in (deadline.start, deadline.end) if day is not None)
    value = span or deadline.rrule or deadline.duration
    return f"{deadline.text} = {value}" if value else deadline.text


@pytest.mark.parametrize(
    ("rule", "sentence", "expected"),
    [
        pytest.param(rule, sentence, expected, id=f"{rule['name']}: {sentence}")
        for rule in RULES
        for sentence, *expected in rule["examples"]
    ],
)
def test_rule_reads_its_example(rule, sentence, expected):
    month = 6 if rule.get("when") == "month" else None
    found = find_deadlines(sentence, year=2022, month=month, limit=rule.get("when") == "limit")
    assert [written(deadline) for deadline in found] == expected
    assert rule["kind"] in {deadline.kind for deadline in found}


@pytest.mark.parametrize("sentence", [sentence for rule in RULES for sentence in rule.get("not_examples", ())], ids=str)
def test_rule_leaves_its_counterexample(sentence):
    assert find_deadlines(sentence, year=2022) == []


@pytest.mark.parametrize("sentence", [sentence for rule in NEGATIVE for sentence in rule["examples"]], ids=str)
def test_time_that_is_no_deadline(sentence):
    assert find_deadlines(sentence, year=2022) == []


@pytest.mark.parametrize(
    "sentence", [sentence for rule in NEGATIVE for sentence in rule.get("not_examples", ())], ids=str
)
def test_time_that_only_looks_like_no_deadline(sentence):
    assert find_deadlines(sentence, year=2022)


@pytest.mark.parametrize("rule", [*RULES, *NEGATIVE, *DAMAGED], ids=lambda rule: rule["name"])
def test_every_rule_has_an_example(rule):
    assert rule["examples"]


@pytest.mark.parametrize("sentence", [sentence for rule in DAMAGED for sentence in rule["examples"]], ids=str)
def test_damaged_date_is_named_and_gives_no_deadline(sentence):
    assert len(find_damaged(sentence)) == 1
    assert find_deadlines(sentence, year=2022, limit=True) == []


@pytest.mark.parametrize("sentence", [sentence for rule in DAMAGED for sentence in rule["not_examples"]], ids=str)
def test_sound_date_is_not_damaged(sentence):
    assert find_damaged(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "mode", "expected"),
    [pytest.param(row["sentence"], row["mode"], row["deadlines"], id=row["sentence"]) for row in phrases()],
)
def test_phrase_of_the_corpus(sentence, mode, expected):
    found = find_deadlines(sentence, year=2022, limit=mode == "limit")
    assert " | ".join(stated(deadline) for deadline in found) == expected


def test_a_third_of_the_corpus_holds_no_deadline():
    rows = phrases()
    assert len(rows) >= 600
    assert 3 * sum(not row["deadlines"] for row in rows) >= len(rows)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("1129日前报送", "1129日前"),
        ("１１２９日前報送", "１１２９日前"),
        ("1129 日 前报送", "1129 日 前"),
        ("6月31日前销号", "6月31日前"),
        ("於６月３１日之前銷號", "６月３１日之前"),
        ("于X月底前完成", "X月底前"),
        ("202049复核", "202049"),
    ],
    ids=str,
)
def test_damaged_date_is_named_as_the_text_prints_it(sentence, phrase):
    assert [found.text for found in find_damaged(sentence)] == [phrase]
    assert find_deadlines(sentence, year=2022) == []


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("2月29日前报送", ("2月29日前", "不存在")),
        ("2024年2月30日前报送", ("2024年2月30日前", "不存在")),
        ("六月三十一日前报送", ("六月三十一日前", "不存在")),
        ("2.30前报送", ("2.30前", "不存在")),
        ("9999年12月31日前报送", ("9999年12月31日前", "年份有误")),
        ("12345年上半年报送", ("12345年上半年", "年份有误")),
        ("11月至3月巡查", ("11月至3月", "起止颠倒")),
        ("1129日前报送", ("1129日前", "不完整")),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_date_is_said(text, damage):
    assert [tuple(found) for found in find_damaged(text, year=2023)] == [damage]
    assert find_deadlines(text, year=2023) == []


@pytest.mark.parametrize(("year", "count"), [(2023, 1), (2024, 0), (None, 0)])
def test_29_february_is_a_day_in_a_leap_year(year, count):
    assert len(find_damaged("2月29日前报送", year=year)) == count


@pytest.mark.parametrize("text", ["第3年底前达标", "9999年底前建成", "99年底前建成", "1899年第三季度建成"], ids=str)
def test_year_that_cannot_be_read_is_never_taken_for_the_plan_s(text):
    assert find_deadlines(text, year=2023) == []


@pytest.mark.parametrize(
    ("text", "start"), [("7月1日起实施新标准", "2023-07-01"), ("6月底后开展", "2023-07-01")], ids=str
)
def test_start_has_no_end(text, start):
    (found,) = find_deadlines(text, year=2023)
    assert (found.kind, str(found.start), found.end, found.inferred) == ("range", start, None, "year")


@pytest.mark.parametrize(
    "text", ["2020年6月底和年底前分别办理", "2020年3月底、6月底前分别办理", "自2020年9月1日起执行新标准"], ids=str
)
def test_year_before_the_plan_holds_for_what_is_joined_to_it(text):
    assert find_deadlines(text, year=2023) == []


def test_year_before_the_plan_does_not_hold_for_the_next_clause():
    assert [str(found.end) for found in find_deadlines("2020年6月底前开工，年底前验收", year=2023)] == ["2023-12-31"]


@pytest.mark.parametrize("year", [0, -1, 10000])
def test_year_that_no_date_can_have_is_refused(year):
    with pytest.raises(ConfigError, match=f"年份 {year}: 须在"):
        find_deadlines("6月底前完成", year=year)


@pytest.mark.parametrize(
    ("text", "year"), [("1月前", 1), ("明年底前", 9999), ("2024年前", 1), ("12月31日后", 9999)], ids=str
)
def test_no_date_lies_outside_the_calendar(text, year):
    assert all(found.end is None or found.end.year == 2023 for found in find_deadlines(text, year=year))


def values(text: str, *, limit: bool = False) -> list[tuple[object, ...]]:
    """What the deadlines of a text say, without their words and places."""
    found = find_deadlines(text, year=2022, limit=limit)
    return [(item.kind, item.start, item.end, item.rrule, item.duration, item.inferred) for item in found]


def in_full_width(text: str) -> str:
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789()"})


def in_traditional(text: str) -> str:
    converted: str = TO_TRADITIONAL.convert(text)
    return converted


@pytest.mark.parametrize("row", phrases(), ids=lambda row: row["sentence"])
@pytest.mark.parametrize("rewrite", [in_full_width, in_traditional], ids=["full width", "traditional"])
def test_another_script_says_the_same(row, rewrite):
    sentence, limit = row["sentence"], row["mode"] == "limit"
    assert values(rewrite(sentence), limit=limit) == values(sentence, limit=limit)


SPACED = [row for row in phrases() if row["deadlines"]]


@given(st.sampled_from(SPACED), st.randoms(use_true_random=False), st.sampled_from([" ", "\u3000", "\n"]))
def test_spaces_inside_a_phrase_change_nothing(row, random, space):
    sentence, limit = row["sentence"], row["mode"] == "limit"
    spaced = sentence[0]
    for before, char in pairwise(sentence):
        between_digits = before.isdecimal() and char.isdecimal()
        spaced += (space if not between_digits and random.random() < 0.4 else "") + char
    assert values(spaced, limit=limit) == values(sentence, limit=limit)


def test_reference_gives_the_year_that_is_not_written():
    (found,) = find_deadlines("力争6月底前完成", reference=date(2022, 1, 1))
    assert (found.kind, found.end, found.inferred) == ("date", date(2022, 6, 30), "year")


def test_plan_year_goes_before_the_reference():
    (found,) = find_deadlines("6月底前完成", reference=date(2022, 1, 1), year=2021)
    assert found.end == date(2021, 6, 30)


@pytest.mark.parametrize("text", ["6月底前", "年底前", "上半年", "明年3月底前", "2月29日前"])
def test_no_year_is_ever_invented(text):
    (found,) = find_deadlines(f"力争{text}完成")
    assert (found.start, found.end, found.inferred) == (None, None, "no year")


def test_written_year_is_read_without_reference():
    (found,) = find_deadlines("2023年6月底前完成")
    assert (found.end, found.inferred) == (date(2023, 6, 30), None)


def test_written_year_holds_for_the_dates_after_it():
    first, second = find_deadlines("2023年3月底前启动，6月底前完成", year=2022)
    assert (first.inferred, second.end, second.inferred) == (None, date(2023, 6, 30), "year")


def test_year_before_the_plan_is_a_baseline_in_prose_and_a_limit_in_a_cell():
    assert find_deadlines("2020年6月底前完成", year=2022) == []
    assert [found.end for found in find_deadlines("2020年6月底前", year=2022, limit=True)] == [date(2020, 6, 30)]


@pytest.mark.parametrize("text", ["持续推进", "立即", "及时", "随时", "2023年", "长期"])
def test_adverb_counts_only_as_the_limit_itself(text):
    assert len(find_deadlines(text, year=2022, limit=True)) == 1
    assert find_deadlines(f"{text}督促整改", year=2022) == []


@pytest.mark.parametrize("text", ["于 2026 年 12 月 底 前，接到通知后 5 个工作日内", "（２０２６年）　每季度 末\n报送"])
def test_place_and_text_agree(text):
    found = find_deadlines(text, year=2022)
    assert found
    assert all(text[item.offset : item.offset + len(item.text)] == item.text for item in found)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("下旬召开例会", "2022-10-21", "2022-10-31"), ("中下旬召开例会", "2022-10-11", "2022-10-31")],
    ids=str,
)
def test_part_of_a_month_is_of_the_heading_s_month(text, first, last):
    (found,) = find_deadlines(text, year=2022, month=10)
    assert (str(found.start), str(found.end), found.inferred) == (first, last, "year")


@pytest.mark.parametrize("text", ["下旬召开例会", "15日前报送"], ids=str)
def test_part_of_a_month_that_no_heading_names_is_none(text):
    assert find_deadlines(text, year=2022) == []


def test_year_cut_by_a_space_is_in_the_phrase():
    (found,) = find_deadlines("于 20 23 年 6 月 30 日前交接", year=2022)
    assert (found.text, str(found.end)) == ("20 23 年 6 月 30 日前", "2023-06-30")


@pytest.mark.parametrize("text", ["", " ", "\n", "。"])
def test_empty_text_has_none(text):
    assert (find_deadlines(text), find_damaged(text)) == ([], ())


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=YEARLY", ["2022-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=6", ["2022-06-30", "2022-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31"]),
        ("FREQ=HOURLY", []),
        (None, []),
    ],
    ids=str,
)
def test_recurrence_falls_on_the_last_day_of_each_period(rrule, expected):
    days = expand(Deadline("每", "recurring", rrule=rrule), date(2022, 1, 1), date(2022, 12, 31))
    assert [str(day) for day in days] == expected


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY", ["2022-06-05", "2022-06-12"]),
        ("FREQ=WEEKLY;INTERVAL=2", ["2022-06-12"]),
        ("FREQ=DAILY;INTERVAL=10", ["2022-06-10"]),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", [f"2022-06-{day:02}" for day in (1, 2, 3, 6, 7, 8, 9, 10, 13, 14)]),
    ],
    ids=str,
)
def test_weeks_and_days_are_counted_from_the_span(rrule, expected):
    days = expand(Deadline("每", "recurring", rrule=rrule), date(2022, 6, 1), date(2022, 6, 14))
    assert [str(day) for day in days] == expected


def test_recurrence_leaves_a_period_that_ends_outside_the_span():
    quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    assert expand(quarterly, date(2022, 4, 1), date(2022, 6, 29)) == ()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("每月25日前", ["2022-01-25", "2022-02-25", "2022-03-25"]),
        ("每月10日、20日前", ["2022-01-10", "2022-01-20", "2022-02-10", "2022-02-20", "2022-03-10", "2022-03-20"]),
        ("每月上旬", ["2022-01-10", "2022-02-10", "2022-03-10"]),
        ("每季度首月10日前", ["2022-01-10"]),
        ("每季度次月15日前", ["2022-01-15"]),
        ("每季度最后一个月20日前", ["2022-03-20"]),
        ("每年2月底前", ["2022-02-28"]),
        ("每年元月8日前", ["2022-01-08"]),
        ("每年春节前", ["2022-02-01"]),
        ("每月30日、底", ["2022-01-30", "2022-02-28", "2022-03-30"]),
        ("每月10日至15日", ["2022-01-15", "2022-02-15", "2022-03-15"]),
        ("每年1月和3月", ["2022-01-31", "2022-03-31"]),
        ("每年1月5日、20日和3月上旬", ["2022-01-05", "2022-01-20", "2022-03-10"]),
        ("每年1至2月", ["2022-02-28"]),
        ("每年第一季度", ["2022-03-31"]),
        ("每月第一周", []),
        ("每月第一个工作日", []),
        ("每月最后一个周五", []),
        ("每年春季和秋季", []),
        ("每年汛期前", []),
    ],
)
def test_recurrence_falls_on_the_day_that_the_phrase_names(phrase, expected):
    (found,) = find_deadlines(phrase, year=2022)
    assert [str(day) for day in expand(found, date(2022, 1, 1), date(2022, 3, 31))] == expected


def test_week_falls_on_the_weekday_that_the_phrase_names():
    (found,) = find_deadlines("每周五报送周报", year=2022)
    days = expand(found, date(2022, 6, 1), date(2022, 6, 14))
    assert [str(day) for day in days] == ["2022-06-03", "2022-06-10"]


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("每周一、周四", [6, 9, 13]),
        ("每周一、三、五", [6, 8, 10, 13]),
        ("每周三至周五", [8, 9, 10]),
        ("每周末", [12]),
    ],
)
def test_week_has_each_day_that_the_phrase_names(phrase, days):
    (found,) = find_deadlines(f"{phrase}巡查", year=2022)
    assert [day.day for day in expand(found, date(2022, 6, 6), date(2022, 6, 13))] == days


@pytest.mark.parametrize("rrule", ["FREQ=WEEKLY", "FREQ=DAILY", "FREQ=MONTHLY", "FREQ=YEARLY"])
@pytest.mark.parametrize("day", [date.min, date.max], ids=["first", "last"])
def test_first_and_last_day_of_all_can_be_asked_for(rrule, day):
    assert set(expand(Deadline("每", "recurring", rrule=rrule), day, day)) <= {day}


def test_yearly_feast_outside_the_table_is_not_put_at_the_end_of_the_year():
    (found,) = find_deadlines("每年春节前慰问", year=2022)
    assert expand(found, date(2040, 1, 1), date(2040, 12, 31)) == ()


def test_deadlines_come_as_a_list():
    assert isinstance(find_deadlines("6月底前完成"), list)


def test_whole_document_gives_what_its_sentences_give():
    sentences = [
        "6月底前完成自查。",
        "每季度通报；",
        "“七一”前走访。",
        "1129日前报送。",
        "2023年3月底前启动。",
        "9月底前完成。",
    ]
    text = "".join(sentences)
    found = find_deadlines(text, year=2022)
    assert [item.text for item in found] == ["6月底前", "每季度", "“七一”前", "2023年3月底前", "9月底前"]
    assert [text[item.offset : item.offset + len(item.text)] for item in found] == [item.text for item in found]
    assert (found[-1].end, found[-1].inferred) == (date(2023, 9, 30), "year")


@pytest.mark.parametrize("phrase", ["6月30日前、", "每月", "至少提前5天,"], ids=str)
def test_phrase_said_thousands_of_times_in_one_sentence_is_read_each_time(phrase):
    assert len(find_deadlines(phrase * 5000, year=2022)) == 5000


def test_damaged_date_said_thousands_of_times_is_named_each_time():
    assert len(find_damaged("6月31日前，" * 5000)) == 5000


DATE_LIKE = "每季度月年底前日内定期12０6三 —至“七一”上旬半起后号.-/〔〕xX×_第、会节春汛周隔截自在"


@given(st.text(alphabet=DATE_LIKE, max_size=32))
def test_any_text_gives_damaged_dates_that_stand_in_it(text):
    at = 0
    for phrase, _ in find_damaged(text):
        at = text.index(phrase, at) + len(phrase)


@given(st.text(alphabet=DATE_LIKE, max_size=32), st.booleans())
def test_any_text_gives_places_that_slice_to_the_phrase(text, limit):
    for found in find_deadlines(text, year=2022, limit=limit):
        assert text[found.offset : found.offset + len(found.text)] == found.text
        assert found.start is None or found.end is None or found.start <= found.end
