"""Measure ours, the rules and a textcat on all folds: labelled corpora to rows of figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from nlp.evaluate.answers import Answers
from nlp.evaluate.folds import Corpus, Fold, Progress, leave_one_out, run_jobs
from nlp.evaluate.metrics import Scores

Task = Literal["statements", "workstreams"]
Maker = Literal["model", "rules", "textcat"]
Said = Mapping[tuple[Maker, str], Answers]
"""What was answered, by who answered and at which level."""

TASKS: tuple[Task, ...] = ("statements", "workstreams")
MAKERS: tuple[Maker, ...] = ("model", "rules", "textcat")


class Job(NamedTuple):
    """What a worker computes: the answers of some makers about one task on one fold."""

    task: Task
    fold: str
    makers: tuple[Maker, ...]

    def __str__(self) -> str:
        return f"{self.task} {self.fold}"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one maker on one task at one level; `group` is plans (c1 to c15) or sentences."""

    task: Task
    level: str
    group: str
    maker: Maker
    scores: Scores


def measure_folds(
    corpus: Corpus,
    tasks: Sequence[Task] = TASKS,
    *,
    textcat: bool = False,
    seed: int = 0,
    workers: int = 2,
    progress: Progress | None = None,
) -> tuple[Row, ...]:
    """The figures of every maker from answers about held-out sets, pooled over the folds.

    The textcat is asked about the sets with plans alone.
    """
    jobs = plan_jobs(corpus, tasks, textcat=textcat)
    said = run_jobs(partial(answer, corpus=corpus, seed=seed), jobs, workers=workers, progress=progress)
    return gather(corpus, zip(jobs, said, strict=True))


def plan_jobs(corpus: Corpus, tasks: Sequence[Task], *, textcat: bool) -> list[Job]:
    """A job for each fold and task, and one more where a textcat is asked, the long ones first."""
    sets = corpus.plans or corpus.sentences
    slow = [Job(task, name, ("textcat",)) for task in tasks for name in sets] if textcat else []
    return [*slow, *(Job(task, fold.name, ("model", "rules")) for task in tasks for fold in leave_one_out(corpus))]


def answer(job: Job, *, corpus: Corpus, seed: int) -> Said:
    """The answers that a job asks for."""
    fold = next(fold for fold in leave_one_out(corpus) if fold.name == job.fold)
    said: dict[tuple[Maker, str], Answers] = {}
    for maker in job.makers:
        for level, answers in ask(job.task, maker, fold, seed).items():
            said[maker, level] = answers
    return said


def ask(task: Task, maker: Maker, fold: Fold, seed: int) -> Mapping[str, Answers]:
    """A maker's answers about a fold's test sets, by level."""
    if task == "statements":
        from nlp.evaluate import statements

        if maker == "textcat":
            return statements.ask_textcat(fold, seed=seed)
        told = statements.tell_held_out(fold, seed=seed) if maker == "model" else statements.tell_by_rules(fold)
        return statements.compare(fold, told)
    from nlp.evaluate import workstreams

    if maker == "textcat":
        return workstreams.ask_textcat(fold, seed=seed)
    return workstreams.ask_model(fold, seed=seed) if maker == "model" else workstreams.ask_rules(fold)


def gather(corpus: Corpus, said: Iterable[tuple[Job, Said]]) -> tuple[Row, ...]:
    """The figures of the answers, pooled over the folds of each group."""
    pooled: dict[tuple[Task, str, str, Maker], Answers] = {}
    for job, answers in said:
        group = "plans" if job.fold in corpus.plans else "sentences"
        for (maker, level), one in answers.items():
            key = (job.task, level, group, maker)
            pooled[key] = pooled.get(key, Answers()) + one
    rows = [
        Row(task, level, group, maker, answers.measure(labels_of(task, level)))
        for (task, level, group, maker), answers in pooled.items()
        if answers.gold
    ]
    order = {name: at for at, name in enumerate((*TASKS, *_levels(), "plans", "sentences", *MAKERS))}
    return tuple(sorted(rows, key=lambda row: [order[name] for name in (row.task, row.level, row.group, row.maker)]))


def labels_of(task: Task, level: str) -> tuple[str, ...]:
    """The classes of a task at a level, in the order in which they are shown."""
    if level == "split":
        return ("mixed", "plain")
    if task == "statements":
        from nlp.classify.cues import KINDS

        return KINDS
    from nlp.classify.taxonomy import read_taxonomy

    themes = tuple(theme.name for theme in read_taxonomy())
    return (*themes, "none") if level == "any" else themes


def _levels() -> tuple[str, ...]:
    from nlp.evaluate.statements import LEVELS as KINDS
    from nlp.evaluate.workstreams import LEVELS as THEMES

    return (*KINDS, *THEMES)
