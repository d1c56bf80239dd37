"""Counts and percentages that work must reach, and numbers that are none."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extract.folding import plain
from nlp.extract.targets import RULE_KEYS, find_targets
from nlp.lexicon import load

TO_TRADITIONAL = opencc.OpenCC("s2t")
NEGATIVE = load("not_targets.toml", keys=RULE_KEYS)


def phrases() -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "corpora" / "phrases" / "targets.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("sentence", "expected"), [pytest.param(row["sentence"], row["targets"], id=row["sentence"]) for row in phrases()]
)
def test_phrase_of_the_corpus(sentence, expected):
    found = [f"{target.text}={target.op} {target.value:g} {target.unit}" for target in find_targets(sentence)]
    assert " | ".join(found).strip() == expected.strip()


@pytest.mark.parametrize("sentence", [sentence for rule in NEGATIVE for sentence in rule["examples"]], ids=str)
def test_number_that_is_no_target(sentence):
    assert find_targets(sentence) == ()


@pytest.mark.parametrize(
    ("before", "op"),
    [("不少于", ">="), ("至少", ">="), ("不低于", ">="), ("不超过", "<="), ("最多", "<="), ("开展", "=")],
)
def test_word_before_the_number_gives_the_op(before, op):
    (found,) = find_targets(f"全年{before}4次")
    assert (found.op, found.value, found.unit) == (op, 4.0, "次")


@pytest.mark.parametrize(("after", "op"), [("以上", ">="), ("及以上", ">="), ("以内", "<="), ("以下", "<="), ("", "=")])
def test_word_after_the_number_gives_the_op(after, op):
    (found,) = find_targets(f"组织检查3次{after}")
    assert found.op == op


def test_once_beside_a_period_only_says_the_period_again():
    assert find_targets("每季度开展一次暗访") == ()
    assert find_targets("例会每两周一次") == ()
    assert [found.text for found in find_targets("每季度开展1次暗访")] == ["1次"]


def test_number_in_front_of_a_noun_needs_a_verb_near_by():
    assert [found.text for found in find_targets("配备3名联络员")] == ["3名"]
    assert find_targets("3名联络员负责收集") == ()


@pytest.mark.parametrize(
    ("sign", "op"), [(sign, ">=") for sign in "≥≧⩾>＞"] + [(sign, "<=") for sign in "≤≦⩽<＜"] + [(">=", ">=")], ids=str
)
def test_sign_before_the_number_gives_the_op_and_opens_the_text(sign, op):
    (found,) = find_targets(f"每月抽查{sign}30份")
    assert (found.text, found.op, found.value, found.unit) == (f"{sign}30份", op, 30.0, "份")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("巡查12次/年", "次"), ("抽检4批/季度", "批"), ("抽检率95%/年", "%"), ("不低于500吨/日", "吨/日")],
    ids=str,
)
def test_period_behind_a_count_is_in_its_text_and_not_in_its_unit(text, unit):
    (found,) = find_targets(text)
    assert (found.unit, text.endswith(found.text)) == (unit, True)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2期", [("2期", 2)]),
        ("3000人", [("3000人", 3000)]),
        ("12次/年", [("12次/年", 12)]),
        ("全年12次", [("12次", 12)]),
        ("约50户", [("50户", 50)]),
        ("5个示范社区", [("5个", 5)]),
        ("5个、3处", [("5个", 5), ("3处", 3)]),
        ("两场", [("两场", 2)]),
        ("第3期", []),
        ("二级", []),
        ("3天", []),
        ("6月底上线", []),
        ("一户一档", []),
    ],
    ids=str,
)
def test_bare_count_is_a_target_where_the_text_is_an_amount(cell, expected):
    assert [(found.text, found.value) for found in find_targets(cell, amount=True)] == expected


def test_bare_count_is_none_in_prose():
    assert find_targets("2期") == ()


def test_what_is_left_counts_only_behind_a_verb_of_doing():
    assert [found.text for found in find_targets("拆除存量围挡20处")] == ["20处"]
    assert find_targets("存量围挡20处") == ()


def test_place_and_text_agree_over_spaces():
    text = "确保 满意率 不低于 ９０ ％，走访不少于 4 次"
    found = find_targets(text)
    assert [text[item.offset : item.offset + len(item.text)] for item in found] == [item.text for item in found]
    assert [(item.value, item.unit) for item in found] == [(90.0, "%"), (4.0, "次")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("不少於120個", "個"),
        ("加裝電梯5部", "部"),
        ("压缩至3个工作日以内", "个工作日"),
        ("達到２萬戶以上", "萬戶"),
        ("提高到0.6以上", ""),
    ],
)
def test_unit_is_written_as_in_the_text(text, unit):
    (found,) = find_targets(text)
    assert found.unit == unit


def test_number_that_is_counted_needs_no_verb_of_the_list():
    assert [found.text for found in find_targets("焕新长椅25张，共有长椅90张")] == ["25张"]


def test_unlisted_unit_counts_beside_a_comparing_word_only():
    assert [found.text for found in find_targets("刻印不少于5锭")] == ["不少于5锭"]
    assert find_targets("刻印5锭") == ()


def test_whole_document_gives_what_its_sentences_give():
    sentences = ["走访不少于4次。", "新建站点6个；", "覆盖率达到90%。"]
    text = "".join(sentences)
    found = find_targets(text)
    assert [item.text for item in found] == ["不少于4次", "6个", "覆盖率达到90%"]
    assert [text[item.offset : item.offset + len(item.text)] for item in found] == [item.text for item in found]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("对3个镇开展巡察", ["3个"]),
        ("为60户老人安装扶手", ["60户"]),
        ("向全县20家企业发放问卷", ["20家"]),
        ("对三个镇开展巡察", []),
        ("对5个方面问题开展整治", []),
        ("针对3类风险完善措施", []),
        ("分为3个组开展检查", []),
    ],
)
def test_number_of_what_is_acted_on_counts_in_digits(text, phrases):
    assert [found.text for found in find_targets(text)] == phrases


@pytest.mark.parametrize("phrase", ["不少于4次，", "对3个镇开展巡察，", "覆盖率达到90%、", "1"], ids=str)
def test_phrase_said_thousands_of_times_in_one_sentence_is_read_each_time(phrase):
    found = find_targets(phrase * 3000)
    assert len(found) == (0 if phrase == "1" else 3000)


def values(text: str) -> list[tuple[str, float, bool]]:
    """What the targets of a text ask for; of the unit, which is written as in the text, only whether it has one."""
    return [(found.op, found.value, bool(found.unit)) for found in find_targets(text)]


def in_full_width(text: str) -> str:
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789%()"})


def in_traditional(text: str) -> str:
    converted: str = TO_TRADITIONAL.convert(text)
    return converted


@pytest.mark.parametrize("row", phrases(), ids=lambda row: row["sentence"])
@pytest.mark.parametrize("rewrite", [in_full_width, in_traditional], ids=["full width", "traditional"])
def test_another_script_says_the_same(row, rewrite):
    sentence = row["sentence"]
    assert values(rewrite(sentence)) == values(sentence)


@given(st.sampled_from([row["sentence"] for row in phrases()]), st.randoms(use_true_random=False))
def test_spaces_inside_a_phrase_change_nothing(sentence, random):
    spaced = sentence[0]
    for before, char in pairwise(sentence):
        inside_number = all(plain(one) in "0123456789.," for one in (before, char))  # full-width digits too
        spaced += (" " if not inside_number and random.random() < 0.4 else "") + char
    assert values(spaced) == values(sentence)


@given(st.text(alphabet="不少于12０三次件%率达到以上每季度开展 ，百分之成", max_size=24))
def test_any_text_gives_places_that_slice_to_the_phrase(text):
    for found in find_targets(text):
        assert text[found.offset : found.offset + len(found.text)] == found.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巡河、清淤、绿化面积分别达到3万亩、2万亩和1.5万亩", [(">=", 3.0), (">=", 2.0), (">=", 1.5)]),
        ("建成站点20个以上、驿站3处", [(">=", 20.0), ("=", 3.0)]),
        ("新建泵站2座、闸门4座", [("=", 2.0), ("=", 4.0)]),
    ],
)
def test_comparison_before_a_list_holds_for_each_of_its_numbers(text, expected):
    assert [(target.op, target.value) for target in find_targets(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("抽查数量不低于登记在册企业的8%", [("抽查数量不低于登记在册企业的8%", ">=", 8.0)]),
        ("公务接待支出控制在年度预算总额的5%以内", [("接待支出控制在年度预算总额的5%以内", "<=", 5.0)]),
        ("覆盖率达到85%", [("覆盖率达到85%", ">=", 85.0)]),
    ],
)
def test_comparison_reaches_over_what_a_share_is_of(text, expected):
    assert [(target.text, target.op, target.value) for target in find_targets(text)] == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("疏浚河道30公里，其中镇级河道12公里", [30.0, 12.0]),
        ("现有河道30公里，其中镇级河道12公里", []),
        ("整治隐患30处，其中已整治12处", [30.0]),
    ],
)
def test_part_of_a_target_is_a_target(text, values):
    assert [target.value for target in find_targets(text)] == values


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("支部书记至少为党员上2次党课", ["至少为党员上2次"]),
        ("落实上次会议要求", []),
        ("全年培训3000人日", ["3000人日"]),
        ("选派5人日常值守", ["5人"]),
    ],
)
def test_words_that_only_look_alike(text, phrases):
    assert [target.text for target in find_targets(text)] == phrases
