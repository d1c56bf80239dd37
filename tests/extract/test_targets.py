"""Counts and percentages that work must reach, and numbers that are none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extract.targets import RULE_KEYS, find_targets
from nlp.lexicon import load

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
    assert [found.text for found in find_targets("每季度开展1次暗访")] == ["1次"]


def test_number_in_front_of_a_noun_needs_a_verb_near_by():
    assert [found.text for found in find_targets("配备3名联络员")] == ["3名"]
    assert find_targets("3名联络员负责收集") == ()


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
        ("压缩至3个工作日以内", "工作日"),
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


@given(st.text(alphabet="不少于12０三次件%率达到以上每季度开展 ，百分之成", max_size=24))
def test_any_text_gives_places_that_slice_to_the_phrase(text):
    for found in find_targets(text):
        assert text[found.offset : found.offset + len(found.text)] == found.text
