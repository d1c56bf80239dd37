"""The brackets of a paragraph that may hold a note, with those whose sign is lost."""

import pytest

from nlp.extract.brackets import find_brackets, match_brackets

TEXTS = {
    "自查（甲局）。": ["（甲局）"],
    "自查（甲局（信访室）、乙局）。": ["（甲局（信访室）、乙局）"],
    "自查（甲局）。整改[乙局]。": ["（甲局）", "[乙局]"],
    "自查。（责任单位：甲局、乙局。再部署。": ["（责任单位：甲局、乙局。"],
    "自查。甲局、乙局，6月底前）": ["甲局、乙局，6月底前）"],
    "自查。按要求完成）": [],
    "自查（甲局": [],
    "）（": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items(), ids=map(repr, TEXTS))
def test_outermost_brackets(text, expected):
    assert [text[start:end] for start, end, _, _ in find_brackets(text)] == expected


def test_a_bracket_that_closes_too_far_away_has_no_pair():
    assert match_brackets("（" + "甲" * 700 + "）") == {}
