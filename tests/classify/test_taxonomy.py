"""Labels by the seed words of a taxonomy."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.classify.taxonomy import KEYS, label_texts, read_taxonomy
from nlp.errors import ConfigError
from nlp.lexicon import load

ROWS = load("taxonomy.toml", keys=KEYS)


@pytest.mark.parametrize(
    ("name", "text"), [(row["name"], text) for row in ROWS for text in row["examples"]], ids=lambda value: value
)
def test_examples_carry_their_theme(name: str, text: str) -> None:
    assert label_texts([("1", text)], read_taxonomy())[0].workstream == name


@pytest.mark.parametrize(
    ("name", "text"), [(row["name"], text) for row in ROWS for text in row["not_examples"]], ids=lambda value: value
)
def test_counterexamples_carry_another_theme(name: str, text: str) -> None:
    assert label_texts([("1", text)], read_taxonomy())[0].workstream != name


def test_a_text_without_seed_words_has_no_theme() -> None:
    [label] = label_texts([("9", "天气晴。")], read_taxonomy())
    assert (label.target, label.workstream, label.score) == ("9", None, 0.0)


def test_more_words_of_a_theme_make_it_surer() -> None:
    one, two = label_texts([("1", "受理举报。"), ("2", "受理信访举报，核查线索。")], read_taxonomy())
    assert one.workstream == two.workstream
    assert one.score < two.score <= 1


def test_a_users_file_replaces_the_default(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[[rule]]\nname = "防汛"\n[rule.words]\n"堤防" = 2\n', encoding="utf-8")
    taxonomy = read_taxonomy(file)
    assert [label.workstream for label in label_texts([("1", "巡查堤防"), ("2", "受理举报")], taxonomy)] == [
        "防汛",
        None,
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "没有 \\[\\[rule\\]\\]"),
        ("[[rule]", "无法读取"),
        ('[[rule]]\nname = "a"\n', "要有名称和用词"),
        ('[[rule]]\nname = "a"\ncolour = 1\n', "不认识的键 colour"),
        ('[[rule]]\nname = "a"\n[rule.words]\n"b" = "c"\n', "不是数字"),
    ],
    ids=["empty", "not TOML", "no words", "unknown key", "weight"],
)
def test_a_wrong_file_is_named(content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"mine.toml.*{told}"):
        read_taxonomy(file)
