"""Labels of automatic numbers: what Word prints for which definition, and what holds for every list."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.parse.docx.numerals import format_number
from nlp.parse.numbering import Counters, Level, ListDefinition, join_label, label_all

COUNTING = ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "chineseLegalSimplified")
DIGITS = dict(zip("零一二三四五六七八九壹贰叁肆伍陆柒捌玖", [*range(10), *range(1, 10)], strict=True))
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


def value_of(numeral: str) -> int:
    """An independent plain reader of Chinese numerals below ten thousand."""
    total, digit = 0, None
    for sign in numeral:
        if sign in UNITS:
            total += (1 if digit is None else digit) * UNITS[sign]
            digit = None
        else:
            digit = DIGITS[sign] or None
    return total + (digit or 0)


@pytest.mark.parametrize(
    ("format", "value", "printed"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCounting", 100, "一○○"),
        ("chineseCounting", 123, "一二三"),
        ("taiwaneseCounting", 15, "十五"),
        ("taiwaneseCounting", 105, "一○五"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 19, "十九"),
        ("chineseCountingThousand", 100, "一百"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 115, "一百一十五"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 1100, "一千一百"),
        ("chineseCountingThousand", 9999, "九千九百九十九"),
        ("chineseCountingThousand", 10001, "一万零一"),
        ("chineseCountingThousand", 100_000, "十万"),
        ("japaneseCounting", 3, "三"),
        ("japaneseCounting", 10, "十"),
        ("japaneseCounting", 12, "十二"),
        ("japaneseCounting", 100, "百"),
        ("japaneseCounting", 201, "二百一"),
        ("japaneseCounting", 1000, "千"),
        ("chineseLegalSimplified", 1, "壹"),
        ("chineseLegalSimplified", 10, "壹拾"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("chineseLegalSimplified", 105, "壹佰零伍"),
        ("ideographLegalTraditional", 23, "貳拾參"),
        ("ideographDigital", 10, "一〇"),
        ("ideographDigital", 203, "二〇三"),
        ("taiwaneseDigital", 10, "一○"),
        ("ideographTraditional", 1, "甲"),
        ("ideographTraditional", 10, "癸"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiac", 13, "13"),
        ("ideographZodiacTraditional", 1, "甲子"),
        ("ideographZodiacTraditional", 60, "癸亥"),
        ("ideographEnclosedCircle", 10, "㈩"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedCircleChinese", 10, "⑩"),
        ("decimalEnclosedCircleChinese", 11, "11"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalFullWidth", 12, "１２"),
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalZero", 17, "17"),
        ("numberInDash", 4, "- 4 -"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 26, "Z"),
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 28, "bb"),
        ("none", 5, ""),
        ("bullet", 5, ""),
        ("thaiCounting", 5, "5"),
        ("chineseCountingThousand", 0, "0"),
        ("lowerLetter", 0, "0"),
        ("lowerLetter", 1_000_000_000, "1000000000"),
        ("upperRoman", 1_000_000_000, "1000000000"),
    ],
)
def test_a_number_is_written_as_word_prints_it(format: str, value: int, printed: str) -> None:
    assert format_number(value, format) == printed


@pytest.mark.parametrize("format", COUNTING)
def test_numerals_to_9999_read_back_as_their_value(format: str) -> None:
    assert [value_of(format_number(value, format)) for value in range(1, 10_000)] == list(range(1, 10_000))


def test_chinese_counting_reads_back_up_to_its_switch_to_digits() -> None:
    assert [value_of(format_number(value, "chineseCounting")) for value in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize("format", [*COUNTING, "chineseCounting", "ideographDigital", "lowerRoman", "upperLetter"])
@settings(deadline=None)
@given(pair=st.tuples(st.integers(1, 700), st.integers(1, 700)))
def test_different_numbers_never_look_the_same(format: str, pair: tuple[int, int]) -> None:
    one, other = pair
    assert (format_number(one, format) == format_number(other, format)) == (one == other)


@settings(deadline=None)
@given(
    value=st.integers(0, 10**12), format=st.sampled_from([*COUNTING, "chineseCounting", "lowerRoman", "lowerLetter"])
)
def test_every_count_has_a_short_label(value: int, format: str) -> None:
    assert 0 < len(format_number(value, format)) < 64


def plan() -> dict[int, Level]:
    return {
        0: Level("chineseCounting", "%1、"),
        1: Level("chineseCounting", "（%2）"),
        2: Level("decimal", "%3."),
        3: Level("decimal", "（%4）"),
    }


def labels(levels: dict[int, Level], *steps: int) -> list[str]:
    return list(label_all({"1": ListDefinition("0", levels)}, [("1", step) for step in steps]))


def test_deeper_levels_start_anew_below_each_higher_one() -> None:
    assert labels(plan(), 0, 1, 2, 2, 1, 2, 0, 1) == ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）"]


@pytest.mark.parametrize(
    ("restart", "printed"),
    [(None, "1."), (0, "3."), (1, "3."), (2, "1."), (9, "1.")],
    ids=["by default", "never", "only below level 1", "below level 2", "beyond its own level"],
)
def test_lvl_restart_after_level_two(restart: int | None, printed: str) -> None:
    levels = plan() | {2: Level("decimal", "%3.", restart=restart)}
    assert labels(levels, 0, 1, 2, 2, 1, 2)[-1] == printed


def test_lvl_restart_below_level_one_starts_anew_there() -> None:
    levels = plan() | {2: Level("decimal", "%3.", restart=1)}
    assert labels(levels, 0, 1, 2, 2, 0, 1, 2)[-1] == "1."


@pytest.mark.parametrize(
    ("levels", "steps", "printed"),
    [
        ({0: Level("chineseCounting", "第%1章")}, (0, 0), "第二章"),
        ({0: Level("decimal", "%1"), 1: Level("decimal", "%1.%2")}, (0, 0, 1, 1), "2.2"),
        ({0: Level("chineseCounting", "%1、"), 1: Level("decimal", "%1.%2", legal=True)}, (0, 0, 1), "2.1"),
        ({0: Level("chineseCounting", "%1、"), 1: Level("decimal", "%1.%2")}, (0, 0, 1), "二.1"),
        ({0: Level("upperRoman", "%1"), 1: Level("decimal", "%1.%2")}, (1,), "I.1"),
        ({0: Level("decimal", "%1.", start=5)}, (0, 0), "6."),
        ({0: Level("none", "附件")}, (0,), "附件"),
        ({0: Level("none", "%1")}, (0,), ""),
        ({0: Level("decimal", "任务%1：")}, (0, 0, 0), "任务3："),
        ({0: Level("decimal", "%1.", hidden=True)}, (0,), ""),
        ({0: Level("bullet", "——")}, (0,), "——"),
        ({0: Level("bullet", "\uf06c")}, (0,), "•"),
        ({0: Level("bullet", "l")}, (0,), "•"),
        ({0: Level("bullet", "")}, (0,), ""),
    ],
    ids=lambda value: "" if isinstance(value, dict) else None,
)
def test_a_level_text_is_filled_in(levels: dict[int, Level], steps: tuple[int, ...], printed: str) -> None:
    assert labels(levels, *steps)[-1] == printed


def test_lists_that_share_a_series_go_on_counting() -> None:
    lists = {"1": ListDefinition("0", plan()), "2": ListDefinition("0", plan())}
    assert label_all(lists, [("1", 0), ("2", 0), ("1", 0)]) == ("一、", "二、", "三、")


def test_a_start_override_begins_anew_once() -> None:
    lists = {"1": ListDefinition("0", plan()), "2": ListDefinition("0", plan(), {0: 1})}
    assert label_all(lists, [("1", 0), ("1", 0), ("2", 0), ("2", 0)]) == ("一、", "二、", "一、", "二、")


def test_lists_of_their_own_do_not_disturb_one_another() -> None:
    lists = {"1": ListDefinition("0", plan()), "2": ListDefinition("1", plan())}
    assert label_all(lists, [("1", 0), ("2", 0), ("1", 0)]) == ("一、", "一、", "二、")


@pytest.mark.parametrize("step", [("9", 0), ("1", 8)], ids=["unknown list", "unknown level"])
def test_what_is_not_defined_has_no_label(step: tuple[str, int]) -> None:
    assert label_all({"1": ListDefinition("0", plan())}, [step]) == ("",)


@settings(deadline=None)
@given(count=st.integers(1, 300))
def test_one_level_counts_up_without_gap_or_repeat(count: int) -> None:
    printed = labels({0: Level("chineseCountingThousand", "%1")}, *[0] * count)
    assert [value_of(label) for label in printed] == list(range(1, count + 1))


@settings(deadline=None)
@given(steps=st.lists(st.integers(0, 3), max_size=60))
def test_full_numbers_are_unique_and_ascend(steps: list[int]) -> None:
    levels = {index: Level("decimal", ".".join(f"%{level + 1}" for level in range(index + 1))) for index in range(4)}
    tidy = accumulate(steps, lambda last, step: min(step, last + 1), initial=0)
    printed = [tuple(int(part) for part in label.split(".")) for label in labels(levels, *tidy)]
    assert printed == sorted(set(printed))


@settings(deadline=None)
@given(steps=st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_a_level_after_a_higher_one_shows_its_start(steps: list[int]) -> None:
    counters = Counters({"1": ListDefinition("0", {level: Level(text=f"%{level + 1}") for level in range(4)})})
    previous = None
    for step in steps:
        printed = counters.label("1", step)
        assert previous is None or step <= previous or printed == "1"
        previous = step


@pytest.mark.parametrize(
    ("label", "text", "suffix", "line"),
    [
        ("一、", "总体要求", "tab", "一、总体要求"),
        ("（一）", "加强领导", "space", "（一）加强领导"),
        ("1.", "落实责任", "tab", "1.落实责任"),
        ("第一章", "总则", "tab", "第一章 总则"),
        ("1.2", "2023年", "tab", "1.2 2023年"),
        ("2.", "5月底前", "space", "2. 5月底前"),
        ("1.2", "落实", "nothing", "1.2落实"),
        ("①", "学习", "tab", "①学习"),
        ("3", "", "tab", "3"),
        ("", "正文", "tab", "正文"),
    ],
    ids=lambda value: value or "empty",
)
def test_label_and_text_do_not_run_into_each_other(label: str, text: str, suffix: str, line: str) -> None:
    assert join_label(label, text, suffix=suffix) == line
