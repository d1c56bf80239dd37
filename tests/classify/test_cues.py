"""Cues of clauses and headings, and the years that clauses state."""

from __future__ import annotations

import pytest

from nlp.classify.cues import read_cues


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("2020年举办党课", ["earlier year"]),
        ("二〇二一年开设专栏", ["earlier year"]),
        ("一七年查出两人", ["earlier year"]),
        ("2023年建成长廊", ["later year"]),
        ("2022年签订责任书", []),
        ("较2021年下降", []),
        ("干了一二年", []),
        ("近一二年间", []),
        ("市发〔2020〕9号", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_years_are_held_against_the_reports(line: str, named: list[str]) -> None:
    cues = read_cues()
    [hits] = cues.find([line], [2022])
    assert [cue.name for cue, hit in zip(cues.clause, hits, strict=True) if hit and "year" in cue.name.split()] == named


def test_without_a_year_of_the_report_no_year_tells() -> None:
    assert not read_cues().find(["2020年举办党课"], [None])[0, -2:].any()


def test_headings_are_searched_once_each() -> None:
    cues = read_cues()
    found = cues.find_above(["存在问题", "主要做法", "存在问题"])
    assert (found[0] == found[2]).all()
    assert [cue.name for cue, hit in zip(cues.section, found[0], strict=True) if hit] == ["shortcoming section"]
