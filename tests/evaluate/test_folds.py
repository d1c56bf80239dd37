"""Folds: nothing is measured on what it was trained on, and workers change nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nlp.errors import ConfigError
from nlp.evaluate.curve import divide
from nlp.evaluate.folds import Corpus, leave_one_out, load_corpus, run_jobs
from nlp.types import LabelledReport, LabelledTask, Passage, Place, Report


def report(name: str, *texts: str) -> LabelledReport:
    passages = tuple(Passage(at, text, Place(0, 0, len(text))) for at, text in enumerate(texts))
    return LabelledReport(
        name,
        Report("r1", "r1.txt", "", None, None, 2023, None, passages),
        2023,
        tuple("done" for _ in texts),
        tuple(() for _ in texts),
        tuple("责任落实" for _ in texts),
    )


CORPUS = Corpus(
    ("c1", "c2"),
    ("offices",),
    (report("c1", "甲"), report("c2", "乙"), report("offices", "丙")),
    (LabelledTask("c1", "1", "任务", "责任落实"),),
    (report("decisions", "甲", "丁"),),
)


def test_a_fold_trains_on_all_but_its_set() -> None:
    assert [(fold.name, fold.train.sets, fold.test.sets) for fold in leave_one_out(CORPUS)] == [
        ("c1", ("c2", "offices"), ("c1",)),
        ("c2", ("c1", "offices"), ("c2",)),
        ("offices", ("c1", "c2"), ("offices",)),
    ]


def test_tasks_stay_with_their_plan() -> None:
    first, second, _ = leave_one_out(CORPUS)
    assert (len(first.train.tasks), len(first.test.tasks), len(second.train.tasks)) == (0, 1, 1)


def test_decisions_are_trained_on_and_never_measured_on() -> None:
    for fold in leave_one_out(CORPUS):
        assert [one.set for one in fold.train.training][-1] == "decisions"
        assert [one.set for one in fold.test.training] == list(fold.test.sets)


def test_a_decision_about_a_text_that_is_measured_on_is_not_trained_on() -> None:
    first, second, _ = leave_one_out(CORPUS)
    assert first.train.decisions[0].kinds == (None, "done")
    assert second.train.decisions[0].kinds == ("done", "done")


def test_one_set_cannot_be_left_out() -> None:
    with pytest.raises(ConfigError, match="只有一个标注集"):
        leave_one_out(replace(CORPUS.take(["c1"]), decisions=()))


@pytest.mark.parametrize("made", [True, False], ids=["empty", "missing"])
def test_a_folder_without_sets_is_told(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "corpora"
    if made:
        folder.mkdir()
    with pytest.raises(ConfigError, match="其中没有标注集" if made else "没有这个文件夹"):
        load_corpus(folder)


def test_the_corpora_that_are_installed_are_loaded_whole() -> None:
    corpus = load_corpus()
    assert corpus.plans == tuple(f"c{number}" for number in range(1, 16))
    assert {one.set for one in corpus.reports} == set(corpus.sets)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    seen: list[tuple[int, int, str]] = []
    found = run_jobs(abs, [-3, 2, -1], workers=workers, progress=lambda *told: seen.append(told))
    assert list(found) == [3, 2, 1]
    assert seen == [(1, 3, "-3"), (2, 3, "2"), (3, 3, "-1")]


def test_the_curve_is_measured_on_the_last_fifth() -> None:
    sets = tuple(f"c{number}" for number in range(1, 16))
    train, held = divide(Corpus(sets, (), (), ()))
    assert (len(train), held) == (12, ("c13", "c14", "c15"))
