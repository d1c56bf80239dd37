"""Divide the labelled corpora so that nothing is measured on what it was trained on: sets to folds and to workers."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from nlp.corpora import list_sentences, list_sets, load_reports, load_sentences, load_tasks
from nlp.errors import ConfigError
from nlp.types import LabelledReport, LabelledTask

Progress = Callable[[int, int, str], None]
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled reports and tasks by the set that they belong to.

    `plans` are the names of the sets that have a plan with reports, `sentences` those of the files of sentences, both
    in their fixed order; `reports` and `tasks` are in that order too. `decisions` are reviewers' corrections: always
    trained on, never measured on.
    """

    plans: tuple[str, ...]
    sentences: tuple[str, ...]
    reports: tuple[LabelledReport, ...]
    tasks: tuple[LabelledTask, ...]
    decisions: tuple[LabelledReport, ...] = ()

    @property
    def sets(self) -> tuple[str, ...]:
        """The names of all sets."""
        return (*self.plans, *self.sentences)

    def take(self, names: Sequence[str]) -> Corpus:
        """What belongs to the named sets, with the decisions."""
        return Corpus(
            tuple(name for name in self.plans if name in names),
            tuple(name for name in self.sentences if name in names),
            tuple(report for report in self.reports if report.set in names),
            tuple(task for task in self.tasks if task.set in names),
            self.decisions,
        )

    def hold_out(self, name: str, train: Sequence[str], test: Sequence[str]) -> Fold:
        """A fold that trains on some sets and measures on others; no decision about a text of those is trained on."""
        measured = replace(self.take(test), decisions=())
        texts = {passage.text for one in measured.reports for passage in one.report.passages}
        taught = tuple(_without(one, texts) for one in self.decisions)
        return Fold(name, replace(self.take(train), decisions=taught), measured)

    @property
    def training(self) -> tuple[LabelledReport, ...]:
        """The reports to train on: those of the sets and the decisions."""
        return (*self.reports, *self.decisions)


@dataclass(frozen=True, slots=True)
class Fold:
    """A held-out set: its name, what is trained on (all else) and what is measured on."""

    name: str
    train: Corpus
    test: Corpus


def load_corpus(folder: Path | None = None, *, decisions: Sequence[LabelledReport] = ()) -> Corpus:
    """The labelled sets in a folder, or those that are installed.

    Raises ConfigError where there are none, InputError for a set that cannot be read.
    """
    if folder is not None and not folder.is_dir():
        raise ConfigError(f"--corpora {folder}: 没有这个文件夹；请给出放有 c1、c2 等标注集的文件夹")
    plans, files = list_sets(folder), list_sentences(folder)
    if not plans and not files:
        raise ConfigError(f"--corpora {folder}: 其中没有标注集；请给出放有 c1、c2 等标注集的文件夹")
    return Corpus(
        tuple(path.name for path in plans),
        tuple(path.stem for path in files),
        (
            *(report for path in plans for report in load_reports(path)),
            *(report for path in files for report in load_sentences(path)),
        ),
        tuple(task for path in plans for task in load_tasks(path)),
        tuple(decisions),
    )


def leave_one_out(corpus: Corpus) -> tuple[Fold, ...]:
    """A fold for each set: that set is measured on, all other sets and the decisions are trained on.

    Raises ConfigError where there is but one set.
    """
    if len(corpus.sets) < 2:
        raise ConfigError("--corpora: 只有一个标注集，无法留出一集检验；请再加一集，或用 duban train --fast 不作检验")
    return tuple(
        corpus.hold_out(name, [other for other in corpus.sets if other != name], [name]) for name in corpus.sets
    )


def _without(report: LabelledReport, texts: Container[str]) -> LabelledReport:
    """The report with no label where a passage's text is one of these."""
    hidden = [passage.text in texts for passage in report.report.passages]
    return replace(
        report,
        kinds=tuple(None if hide else kind for kind, hide in zip(report.kinds, hidden, strict=True)),
        themes=tuple(None if hide else theme for theme, hide in zip(report.themes, hidden, strict=True)),
    )


def run_jobs(
    call: Callable[[Any], R], jobs: Sequence[Any], *, workers: int = 2, progress: Progress | None = None
) -> Iterator[R]:
    """What `call` gives for each job, in their order, each computed on one thread.

    With more than one worker the jobs run in fresh processes: `call`, the jobs and the results can be pickled then.
    `progress` is called after each with the number done, the number of all and the job's text.
    """
    for done, result in enumerate(_results(call, jobs, min(workers, len(jobs))), 1):
        if progress:
            progress(done, len(jobs), str(jobs[done - 1]))
        yield result


def _results(call: Callable[[Any], R], jobs: Sequence[Any], workers: int) -> Iterator[R]:
    if workers <= 1:
        for job in jobs:
            yield _on_one_thread(call, job)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # fresh processes: OpenMP does not survive a fork of a process that has used it
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_hold, initargs=(call,)) as pool:
        yield from pool.map(_do, jobs)


_held: list[Callable[[Any], Any]] = []


def _hold(call: Callable[[Any], Any]) -> None:
    """Keep the function that this worker is for, with what is bound to it."""
    _held[:] = [call]


def _do(job: Any) -> Any:
    return _on_one_thread(_held[0], job)


def _on_one_thread(call: Callable[[Any], R], job: Any) -> R:
    """Sums over several threads may differ in their last bit from run to run."""
    import sklearn.linear_model  # noqa: F401  # the limit holds for libraries that are loaded already
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return call(job)
