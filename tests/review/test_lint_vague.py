"""The rules' examples, what makes a task one that can be checked, and the labelled sentences."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from nlp.extract.actions import find_actions
from nlp.extract.deadlines import find_deadlines
from nlp.extract.targets import find_targets
from nlp.lexicon import load
from nlp.review.vague import is_unmeasurable
from nlp.types import Deadline, Place, Target, Task

RULES = load("vague_wording.toml", keys=("name", "pattern", "examples", "not_examples"))
VAGUE = "进一步加强作风建设。"


def task_of(
    text: str, *, deadlines: tuple[Deadline, ...] = (), targets: tuple[Target, ...] = (), start: int = 0
) -> Task:
    place = Place(0, start, start + len(text))
    return Task("1", None, None, text, find_actions(text), (), deadlines, targets, place, 1.0)


def labelled() -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "corpora" / "phrases" / "unmeasurable.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("row", "example", "fits"),
    [
        pytest.param(row, example, fits, id=f"{row['name']}: {example}")
        for row in RULES
        for fits, key in ((True, "examples"), (False, "not_examples"))
        for example in row[key]
    ],
)
def test_rules_read_their_examples(row, example: str, fits: bool) -> None:
    assert bool(re.search(row["pattern"], example)) is fits


@pytest.mark.parametrize(
    ("kind", "offset", "vague"),
    [("date", 0, False), ("recurring", 4, False), ("ongoing", 4, True), ("date", 400, True)],
    ids=["its own date", "its own recurrence", "长期坚持", "a date in a note"],
)
def test_a_time_limit_of_its_own_can_be_checked(kind, offset: int, vague: bool) -> None:
    limit = Deadline("6月底前", kind, None, date(2024, 6, 30), offset=offset)
    assert is_unmeasurable(task_of(VAGUE, deadlines=(limit,))) is vague


def test_a_quantity_can_be_checked() -> None:
    assert not is_unmeasurable(task_of(VAGUE, targets=(Target("满意率95%", ">=", 95, "%"),)))


def test_one_act_that_leaves_a_trace_is_enough() -> None:
    assert not is_unmeasurable(task_of("进一步加强作风建设，建立问题台账。"))


def test_traditional_script_is_read() -> None:
    assert is_unmeasurable(task_of("進一步加強作風建設，營造風清氣正的良好氛圍。"))


@pytest.mark.parametrize("row", [pytest.param(row, id=row["sentence"]) for row in labelled()])
def test_labelled_sentences(row: dict[str, str]) -> None:
    text = row["sentence"]
    task = task_of(text, deadlines=tuple(find_deadlines(text, year=2022)), targets=tuple(find_targets(text)))
    assert ("yes" if is_unmeasurable(task) else "no") == row["found"]


def test_nothing_that_can_be_checked_is_named() -> None:
    assert not [row["sentence"] for row in labelled() if (row["label"], row["found"]) == ("no", "yes")]
