"""Measuring the program on a small labelled set made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.evaluate.verdicts import judge_set, main

PLAN = """枫林县水务局2024年工作要点

一、保障供水安全
（一）改造水厂。
完成3座老旧水厂改造。
（二）推进节水宣传。
开展节水宣传进校园活动。
"""
REPORT = """供水科2024年工作总结
一、完成情况
11月底完成3座老旧水厂改造，新增日供水能力1.2万吨。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "r1.txt").write_text(REPORT, encoding="utf-8")
    proved = {"status": "covered", "evidence": ["11月底完成3座老旧水厂改造"], "why": ""}
    gold = {
        "report": "r1.txt",
        "plan": "plan.txt",
        "as_of": "2024-12-31",
        "items": {"1.1.1": proved, "1.2.1": {"status": "none", "evidence": [], "why": ""}},
    }
    (tmp_path / "r1.coverage.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return tmp_path


def test_verdicts_and_quotes_are_compared(folder: Path) -> None:
    assert judge_set(folder) == ([("covered", "covered"), ("none", "none")], 1, 1)


def test_the_figures_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert "all: gap F1 1.000, covered 1.000" in capsys.readouterr().out


def test_a_folder_without_labels_is_no_success(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
