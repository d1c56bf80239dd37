"""Ask the statement classifier, the rules and a textcat about held-out reports: a fold to their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from nlp.evaluate.answers import Answers, answers_of, compare_clauses, compare_sentences, compare_splits
from nlp.evaluate.folds import Corpus, Fold, Progress, leave_one_out, run_jobs
from nlp.types import LabelledReport, Statement

LEVELS = ("sentence", "clause", "mixed", "split")
"""Whole passages; stretches of one kind; those of mixed passages alone; whether a passage was split."""

Told = tuple[tuple[Statement, ...], ...]
"""The statements of some reports, in their order."""


def tell_held_out(fold: Fold, *, seed: int = 0) -> Told:
    """The statements of a fold's reports, told by a model that was trained on all else."""
    from nlp.classify.statements import classify_statements, fit_statements

    model = fit_statements(fold.train.training, seed=seed)
    return tuple(classify_statements(one.report.passages, year=one.year, model=model) for one in fold.test.reports)


def tell_by_rules(fold: Fold) -> Told:
    """The statements of a fold's reports by rules alone."""
    from nlp.classify.rules import classify_by_rules

    return tuple(classify_by_rules(one.report.passages, year=one.year) for one in fold.test.reports)


def ask_textcat(fold: Fold, *, seed: int = 0) -> dict[str, Answers]:
    """A textcat's answers about a fold's passages, trained on the text of all others."""
    from nlp.evaluate.textcat import fit_textcat

    texts, kinds = zip(*_labelled(fold.train.training), strict=True)
    asked = _labelled(fold.test.reports)
    told = fit_textcat(texts, kinds, seed=seed)([text for text, _ in asked])
    return {"sentence": answers_of((gold, *one) for (_, gold), one in zip(asked, told, strict=True))}


def compare(fold: Fold, told: Told) -> dict[str, Answers]:
    """The answers at each of LEVELS."""
    pairs = list(zip(fold.test.reports, told, strict=True))
    empty = Answers()
    return {
        "sentence": sum((compare_sentences(*pair) for pair in pairs), empty),
        "clause": sum((compare_clauses(*pair) for pair in pairs), empty),
        "mixed": sum((compare_clauses(*pair, mixed=True) for pair in pairs), empty),
        "split": sum((compare_splits(*pair) for pair in pairs), empty),
    }


def tell_out_of_fold(
    corpus: Corpus, *, seed: int = 0, workers: int = 2, progress: Progress | None = None
) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
    """The statements of every report, by its set and its id, told by a model that was trained without its set."""
    folds = leave_one_out(corpus)
    call = partial(_tell_named, corpus=corpus, seed=seed)
    told = run_jobs(call, [fold.name for fold in folds], workers=workers, progress=progress)
    return {
        (fold.name, report.report.id): statements
        for fold, reports in zip(folds, told, strict=True)
        for report, statements in zip(fold.test.reports, reports, strict=True)
    }


def _tell_named(name: str, *, corpus: Corpus, seed: int) -> Told:
    return tell_held_out(next(fold for fold in leave_one_out(corpus) if fold.name == name), seed=seed)


def _labelled(reports: Sequence[LabelledReport]) -> list[tuple[str, str]]:
    return [
        (passage.text, kind)
        for one in reports
        for passage, kind in zip(one.report.passages, one.kinds, strict=True)
        if kind is not None
    ]
