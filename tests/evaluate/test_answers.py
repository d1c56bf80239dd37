"""Kinds of sentences and clauses beside their labels."""

from __future__ import annotations

import pytest

from nlp.evaluate.answers import compare_clauses, compare_sentences, compare_splits
from nlp.types import Clause, LabelledReport, Passage, Place, Report, Statement

MIXED = "已改19个，在改6个"
PLAIN = "下一步再改"


def labelled(*kinds: str | None, clauses: tuple[tuple[Clause, ...], ...]) -> LabelledReport:
    texts = (MIXED, PLAIN)
    passages = tuple(Passage(at, text, Place(0, 0, len(text))) for at, text in enumerate(texts))
    report = Report("r1", "r1.txt", "", None, None, 2023, None, passages)
    return LabelledReport("c1", report, 2023, kinds, clauses, (None, None))


SPLIT = (Clause("done", 0, 6), Clause("in_progress", 6, 10))
REPORT = labelled("done", "planned", clauses=(SPLIT, ()))
WHOLE = (Statement(0, "done", 0.9), Statement(1, "done", 0.6))


def test_each_labelled_sentence_is_compared() -> None:
    answers = compare_sentences(REPORT, WHOLE)
    assert (answers.gold, answers.given, answers.scores) == (("done", "planned"), ("done", "done"), (0.9, 0.6))


def test_a_sentence_without_label_is_left_out() -> None:
    assert compare_sentences(labelled(None, "planned", clauses=((), ())), WHOLE).gold == ("planned",)


def test_a_sentence_that_was_not_split_gives_its_kind_to_each_stretch() -> None:
    answers = compare_clauses(REPORT, WHOLE)
    assert answers.gold == ("done", "in_progress", "planned")
    assert answers.given == ("done", "done", "done")


@pytest.mark.parametrize(
    ("border", "second"), [(6, "in_progress"), (7, "in_progress"), (9, "done")], ids=["at it", "near it", "far off"]
)
def test_a_stretch_has_the_kind_of_most_of_its_characters(border: int, second: str) -> None:
    told = Statement(0, "done", 0.9, None, (Clause("done", 0, border, 0.8), Clause("in_progress", border, 10, 0.7)))
    answers = compare_clauses(REPORT, (told, WHOLE[1]), mixed=True)
    assert answers.given == ("done", second)
    assert answers.scores == (0.8, 0.7 if second == "in_progress" else 0.8)


def test_splits_are_compared() -> None:
    split = Statement(0, "done", 0.9, None, SPLIT)
    assert compare_splits(REPORT, (split, WHOLE[1])).given == ("mixed", "plain")
    assert compare_splits(REPORT, WHOLE).gold == ("mixed", "plain")
