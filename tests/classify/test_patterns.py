"""Many patterns in many lines at once: the same hits as each pattern in each line."""

from __future__ import annotations

import re

import pytest

from nlp.classify.clauses import cut_clauses
from nlp.classify.cues import KEYS, SECTION_KEYS, read_cues
from nlp.classify.patterns import Search, needed_pieces
from nlp.corpora import list_sentences, list_sets, load_reports, load_sentences
from nlp.lexicon import load

LINES = ["已完成", "月底", "", "年底已建成", "１２个", "😀底", " 已成", "甲\t乙", "办结5件、12件", "A1", "底月"]


@pytest.mark.parametrize(
    "pattern",
    [
        "^已.*成$",
        "[^月]底",
        r"\d+[个件]",
        r"(?<!\d)\d件",
        r"\s",
        r"[\s成]",
        r"\D底",
        r"(?i)a\d",
        r"(?:^|、)1",
        "(?=完)完成|办(?:结|妥)",
        "(?<=已)(?=完成)",
        r"底\Z",
        "x*",
        "完?成",
        "[一-龥]底",
        "😀",
    ],
    ids=str,
)
def test_joined_lines_are_searched_as_each_alone(pattern: str) -> None:
    compiled = re.compile(pattern)
    found = Search([compiled]).find(LINES)[:, 0].tolist()
    assert found == [compiled.search(line) is not None for line in LINES]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("完成", [["完成"]]),
        ("办[结妥]", [["办妥", "办结"]]),
        ("(?:下一步|今后)", [["一步", "今后"]]),
        ("将(?=来)", [["将"]]),
        ("已?", []),
        ("[^月]", []),
        ("(?i)a", []),
    ],
    ids=str,
)
def test_what_a_match_needs(pattern: str, wanted: list[list[str]]) -> None:
    found = [sorted(pieces) for pieces in needed_pieces(pattern, re.compile(pattern).flags)]
    assert found[: len(wanted)] == wanted or all(len(pieces) for pieces in found)
    for line in ("完成", "办妥", "今后", "将来", "a", "A"):
        if re.search(pattern, line):
            assert all(any(piece in line for piece in pieces) for pieces in found)


def test_every_cue_is_found_in_the_corpora_as_by_itself() -> None:
    labelled = [report for folder in list_sets() for report in load_reports(folder)]
    labelled += [report for path in list_sentences() for report in load_sentences(path)]
    lines = cut_clauses([passage.text for one in labelled for passage in one.report.passages]).lines
    patterns = [re.compile(row["pattern"]) for row in load("statement_cues.toml", keys=KEYS)]
    found = Search(patterns).find(lines)
    plain = [[pattern.search(line) is not None for pattern in patterns] for line in lines]
    assert found.tolist() == plain


def test_every_cue_is_searched_in_joined_lines() -> None:
    cues = read_cues()
    assert None not in (*cues.clause_search._joined, *cues.section_search._joined)
    assert len(cues.section) == len(load("section_cues.tsv", keys=SECTION_KEYS))
