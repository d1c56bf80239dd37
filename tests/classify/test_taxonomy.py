"""Taxonomies: what a file may hold, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.classify.seeds import label_by_seeds
from nlp.classify.taxonomy import KEYS, LARGEST, read_taxonomy
from nlp.errors import ConfigError
from nlp.lexicon import load

ROWS = load("taxonomy.toml", keys=KEYS)
A, B = '[[rule]]\nname = "防汛"\n', '[[rule]]\nname = "供水"\n'
WORDS = "[rule.words]\n"


def write(folder: Path, content: str | bytes) -> Path:
    file = folder / "mine.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    ("name", "text"), [(row["name"], text) for row in ROWS for text in row["examples"]], ids=lambda value: value
)
def test_examples_carry_their_theme(name: str, text: str) -> None:
    assert label_by_seeds([("1", text)], read_taxonomy())[0].workstream == name


@pytest.mark.parametrize(
    ("name", "text"), [(row["name"], text) for row in ROWS for text in row["not_examples"]], ids=lambda value: value
)
def test_counterexamples_carry_another_theme(name: str, text: str) -> None:
    assert label_by_seeds([("1", text)], read_taxonomy())[0].workstream != name


def test_a_text_without_seed_words_has_no_theme() -> None:
    [label] = label_by_seeds([("9", "天气晴。")], read_taxonomy())
    assert (label.target, label.workstream, label.score) == ("9", None, 0.0)


def test_more_words_of_a_theme_make_it_surer() -> None:
    one, two = label_by_seeds([("1", "受理举报。"), ("2", "受理信访举报，核查线索。")], read_taxonomy())
    assert one.workstream == two.workstream
    assert one.score < two.score <= 1


def test_a_word_counts_once_a_text() -> None:
    one, two = label_by_seeds([("1", "举报"), ("2", "举报、举报、举报")], read_taxonomy())
    assert one.score == two.score


def test_a_word_does_not_reach_across_two_texts() -> None:
    labels = label_by_seeds([("1", "收到举"), ("2", "报")], read_taxonomy())
    assert [label.workstream for label in labels] == [None, None]


def test_a_file_gives_names_words_and_examples(tmp_path: Path) -> None:
    content = f'{A}description = "堤防与排涝"\nexamples = ["巡查堤防"]\nnot_examples = ["抄表"]\n{B}{WORDS}"水表" = 2\n'
    first, second = read_taxonomy(write(tmp_path, content))
    assert (first.name, first.description, first.examples, first.not_examples, dict(first.words)) == (
        "防汛",
        "堤防与排涝",
        ("巡查堤防",),
        ("抄表",),
        {},
    )
    assert (second.name, dict(second.words)) == ("供水", {"水表": 2.0})


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    content = f'\ufeff{A}{WORDS}"堤防" = 2\n{B}{WORDS}"水表" = 2\n'
    assert [theme.name for theme in read_taxonomy(write(tmp_path, content))] == ["防汛", "供水"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "没有 \\[\\[rule\\]\\]"),
        ("[[rule]", "不是 TOML 写法"),
        ("x = " + "[" * 20_000, "不是 TOML 写法"),
        (b"\xb7\xc0\xd1\xb4 = 1", "不是 UTF-8 编码"),
        ("#" * (LARGEST + 1), "超过 1 MB"),
        ("rule = 3", "rule 的写法有误"),
        ('theme = "防汛"', "不认识的键 theme"),
        (f'{A}{WORDS}"堤防" = 2\n', "只有“防汛”一条工作线"),
        (f'{A}{WORDS}"堤防" = 2\n{A}{WORDS}"排涝" = 2\n', "“防汛”出现两次"),
        (f'{A}description = "堤防"\n{B}{WORDS}"水表" = 2\n', "防汛: 既没有用词也没有例句"),
        (f'{A}examples = ["巡查 堤防"]\n{B}examples = ["巡查堤防"]\n', "例句“巡查堤防”同时写在“防汛”和“供水”下"),
        ('[[rule]]\nname = " "\n', "第1条: 工作线没有名称"),
        ("[[rule]]\nname = 3\n", "第1条: 工作线没有名称"),
        (f"{A}colour = 1\n", "不认识的键 colour"),
        (f"{A}description = 1\n", "description 不是文字"),
        (f'{A}words = ["堤防"]\n', "words 的写法有误"),
        (f'{A}examples = "巡查堤防"\n', "examples 的写法有误"),
        (f"{A}not_examples = [1]\n", "not_examples 的写法有误"),
        (f'{A}{WORDS}"堤防" = "c"\n', "“堤防”的权重不是数字"),
        (f'{A}{WORDS}"堤防" = true\n', "“堤防”的权重不是数字"),
        (f'{A}{WORDS}"堤防" = 0\n', "权重 0 不可用"),
        (f'{A}{WORDS}"堤防" = -1.5\n', "权重 -1.5 不可用"),
        (f'{A}{WORDS}"堤防" = nan\n', "权重 nan 不可用"),
        (f'{A}{WORDS}"堤防" = inf\n', "权重 inf 不可用"),
        (f'{A}{WORDS}"堤防" = 1{"0" * 400}\n', "权重 1000"),
        (f'{A}{WORDS}" " = 1\n', "有一个用词是空的"),
    ],
    ids=[
        "empty",
        "not TOML",
        "deeply nested",
        "GB18030",
        "enormous",
        "rule is a number",
        "another table",
        "one theme",
        "doubled name",
        "no words and no examples",
        "an example of two themes",
        "blank name",
        "name is a number",
        "unknown key",
        "description is a number",
        "words is a list",
        "examples is a text",
        "example is a number",
        "weight is a text",
        "weight is a truth value",
        "weight is zero",
        "weight is negative",
        "weight is NaN",
        "weight is infinite",
        "weight is enormous",
        "blank word",
    ],
)
def test_a_wrong_file_is_named(content: str | bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"mine.toml.*{told}") as caught:
        read_taxonomy(write(tmp_path, content))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("made", [False, True], ids=["missing", "a folder"])
def test_a_file_that_cannot_be_opened_is_named(made: bool, tmp_path: Path) -> None:
    if made:
        (tmp_path / "mine.toml").mkdir()
    with pytest.raises(ConfigError, match=r"mine.toml: 工作线文件无法读取（(没有这个文件或文件夹|这是文件夹)）"):
        read_taxonomy(tmp_path / "mine.toml")
