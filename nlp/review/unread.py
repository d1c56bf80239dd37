"""Tell what reading a plan left open: its warnings to the time limits that name no day, and to blank cells, by task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from nlp.lexicon import load
from nlp.review.patterns import pattern
from nlp.types import Plan


def unread_limits(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """By a task's id its time limits that are written but name no day there is, as the plan's warnings quote them.

    >>> from nlp.types import DocumentFacts, Warning
    >>> said = Warning("a.txt", "任务1.1.1", "日期“6月31日前”不存在", "请核对原文")
    >>> unread_limits(Plan(DocumentFacts("a.txt", "", None, "plan", 2024, None, None), (), (), (said,)))
    {'1.1.1': ('6月31日前',)}
    """
    return _by_task(_said(plan, "unread_limit", "phrase"))


def blank_marks(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """By a task's id the names of its columns and notes for those who lead or answer that are left blank.

    >>> from nlp.types import DocumentFacts, Warning
    >>> said = tuple(Warning("a.txt", "任务1.1.1", f"{mark}一栏是空的", "") for mark in ("责任单位", "配合单位"))
    >>> blank_marks(Plan(DocumentFacts("a.txt", "", None, "plan", 2024, None, None), (), (), said))
    {'1.1.1': ('责任单位',)}
    """
    return _by_task((id, mark) for id, mark in _said(plan, "blank_cell", "mark") if _role(mark) in ("lead", "person"))


def _said(plan: Plan, name: str, group: str) -> Iterator[tuple[str, str]]:
    for warning in plan.warnings:
        if warning.place.startswith("任务") and (found := pattern(name).search(warning.problem)):
            yield warning.place.removeprefix("任务"), found[group]


def _by_task(said: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for id, words in said:
        found[id] = tuple(dict.fromkeys((*found.get(id, ()), words)))
    return found


@cache
def _role(mark: str) -> str | None:
    """The role of the longest mark of party_marks.tsv that a column's name begins with (责任单位, 责任领导)."""
    rows = load("party_marks.tsv", keys=("mark", "role", "form"))
    fits = [row for row in rows if mark.startswith(row["mark"])]
    return max(fits, key=lambda row: len(row["mark"]))["role"] if fits else None
