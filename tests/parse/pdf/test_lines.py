"""What the PDF lexicon and the line rules say about single lines."""

from __future__ import annotations

import re
from typing import Any

import pytest

from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.parse.pdf.wrap import glue, is_ended, is_full, is_open, patterns

RULES = load("pdf_lines.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))


def fits(rule: Any, text: str) -> bool:
    """Whether a rule alone fits a line, as its kind asks: at the beginning, at the end, or the whole line."""
    pattern = re.compile(rule["pattern"])
    if rule["kind"].endswith("_font"):
        return bool(re.search(f"(?i:{rule['pattern']})", text))
    if rule["kind"].endswith("_end"):
        return bool(re.search(f"(?:{rule['pattern']})$", text))
    return bool(
        pattern.fullmatch(text) if rule["kind"] in ("page_number", "entry", "column_head") else pattern.match(text)
    )


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule["examples"]])
def test_examples(rule: Any, text: str) -> None:
    assert fits(rule, text)
    assert patterns()[rule["kind"]].search(text)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule["not_examples"]])
def test_not_examples(rule: Any, text: str) -> None:
    assert not fits(rule, text)


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ("区综合行政执", "法局", "区综合行政执法局"),
        ("open", "data", "open data"),
        ("20", "23年", "2023年"),
        ("COVID-", "19", "COVID-19"),
        ("第3", "项", "第3项"),
        ("", "项", "项"),
    ],
)
def test_glue(one: str, two: str, joined: str) -> None:
    assert glue(one, two) == joined


@pytest.mark.parametrize("text", ["完成。", "完成；", "“完成。”", "（完成。）", "一、总则………3"])
def test_ended(text: str) -> None:
    assert is_ended(text)


@pytest.mark.parametrize("text", ["完成", "完成，", "（完成", "完成、"])
def test_not_ended(text: str) -> None:
    assert not is_ended(text)


@pytest.mark.parametrize(
    ("text", "opened"), [("（综合科", True), ("〔综合科〕", False), ("（《办法》、", True), ("1）综合科", False)]
)
def test_open_bracket(text: str, opened: bool) -> None:
    assert is_open(text) is opened


@pytest.mark.parametrize(
    ("room", "following", "full"),
    [(9, "法局", True), (12, "法局", False), (25, "前）。", True), (20, "98%以上", True), (19, "期“课堂”", True)],
)
def test_full_line(room: float, following: str, full: bool) -> None:
    assert is_full(room, following, 10, slack=0) is full


def test_unknown_kind_is_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pdf_lines.toml").write_text(
        '[[rule]]\nname = "own"\nkind = "begin"\npattern = "x"\nexamples = []\nnot_examples = []\n', encoding="utf-8"
    )
    monkeypatch.setenv("DUBAN_LEXICON", str(tmp_path))
    patterns.cache_clear()
    with pytest.raises(ConfigError, match="第1条: kind 是 'begin'；可用的是 "):
        patterns()
    patterns.cache_clear()
