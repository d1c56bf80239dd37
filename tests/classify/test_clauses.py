"""Sentences cut into clauses, and clauses joined to stretches."""

from __future__ import annotations

import re

import pytest

from nlp.classify.clauses import LONGEST, cut_clauses, join_clauses
from nlp.lexicon import load
from nlp.types import Clause

BREAKS = load("clause_breaks.toml", keys=("name", "pattern", "examples", "not_examples"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("6月印发手册，发放41份。", ["6月印发手册", "发放41份"]),
        ("", [""]),
        ("完", ["完"]),
        ("，，。", [""]),
        ("，完成", ["，完成"]),
        ("完成1,234件，办结5件", ["完成1,234件", "办结5件"]),
        ("完成3件,余下2件", ["完成3件", "余下2件"]),
        ("他说“办完了。”然后走了", ["他说“办完了。”", "然后走了"]),
        ("已完成整改19个、正在整改6个", ["已完成整改19个、", "正在整改6个"]),
        ("整改完成但还有6个没动", ["整改完成", "但还有6个没动"]),
        ("查出问题12个其中已整改10个", ["查出问题12个", "其中已整改10个"]),
        ("领导班子、中层干部", ["领导班子、中层干部"]),
        ("第一行\n第二行", ["第一行 第二行"]),
    ],
    ids=repr,
)
def test_cut(text: str, lines: list[str]) -> None:
    assert list(cut_clauses([text]).lines) == lines


@pytest.mark.parametrize("rule", BREAKS, ids=lambda rule: rule["name"])
def test_breaks_know_their_examples(rule: dict[str, object]) -> None:
    pattern = re.compile(str(rule["pattern"]))
    assert [text for text in rule["examples"] if not pattern.search(text)] == []  # type: ignore[attr-defined]
    assert [text for text in rule["not_examples"] if pattern.search(text)] == []  # type: ignore[attr-defined]


def test_clauses_cover_their_texts() -> None:
    texts = ["甲，乙；丙", "", "。", "丁" * 9, "戊，\n己。”"]
    cut = cut_clauses(texts)
    joined = [
        "".join(texts[t][cut.starts[c] : cut.ends[c]] for c in range(cut.first[t], cut.first[t + 1])) for t in range(5)
    ]
    assert joined == texts


def test_a_batch_is_cut_as_each_text_alone() -> None:
    texts = ["甲，乙", "", "，丙", "丁。", "戊但不行"]
    assert list(cut_clauses(texts).lines) == [line for text in texts for line in cut_clauses([text]).lines]


@pytest.mark.parametrize(
    "text", ["办，" * 50_000, "，" * 100_000, "办" * 100_000, "1," * 50_000, "办但" * 50_000], ids=lambda t: t[:2]
)
def test_long_texts_are_cut_in_one_pass(text: str) -> None:
    cut = cut_clauses([text])
    assert (int(cut.starts[0]), int(cut.ends[-1])) == (0, len(text))


def test_no_texts_have_no_clauses() -> None:
    assert len(cut_clauses([])) == 0


def test_stretches_follow_one_another() -> None:
    kinds = ("done", "done", "negated", "done")
    found = join_clauses([Clause(kind, at, at + 1) for at, kind in enumerate(kinds)])  # type: ignore[arg-type]
    assert [(part.kind, part.start, part.end) for part in found] == [("done", 0, 2), ("negated", 2, 3), ("done", 3, 4)]


def test_a_text_without_marks_is_cut_too() -> None:
    assert max(map(len, cut_clauses(["甲", "办" * 1000, "", "乙，丙"]).lines)) <= LONGEST
