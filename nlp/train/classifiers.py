"""Fit the classifiers of statements and workstreams and measure them on folds: a corpus to Drafts of models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from nlp import __version__
from nlp.errors import ConfigError
from nlp.evaluate.figures import Job, Task, answer, gather, plan_jobs
from nlp.evaluate.folds import Corpus, Progress, run_jobs
from nlp.train.card import write_card
from nlp.train.decisions import SET, WEIGHT
from nlp.train.draft import Draft, find_few


def draft_classifiers(
    corpus: Corpus,
    names: Sequence[Task],
    *,
    seed: int = 0,
    fast: bool = False,
    workers: int = 2,
    progress: Progress | None = None,
) -> Iterator[Draft]:
    """The named classifiers, fitted on a corpus with its corrections; not measured with `fast`."""
    jobs = [Job(name, "", ("model",)) for name in names]
    measured = [] if fast else plan_jobs(corpus, names, textcat=False)
    call = partial(_do, corpus=corpus, seed=seed)
    found = list(run_jobs(call, [*jobs, *measured], workers=workers, progress=progress))
    rows = gather(corpus, zip(measured, found[len(jobs) :], strict=True))
    for name, parts in zip(names, found, strict=False):
        own = tuple(row for row in rows if row.task == name)
        examples = count_examples(corpus, name)
        few = find_few(examples)
        config = _config(corpus, name, seed, examples, parts)
        metrics = {"held_out": "leave one set out", "rows": [asdict(row) for row in own]}
        yield Draft(name, examples, few, parts, config, metrics, write_card(name, config, own, few), own)


def check_classes(corpus: Corpus, names: Sequence[Task]) -> None:
    """Raise ConfigError where a classifier has fewer than two classes to learn."""
    for name in names:
        count = len(count_examples(corpus, name))
        if count < 2:
            raise ConfigError(f"--corpora: {name} 只有 {count} 个类别的标注，无法训练；请补充其他类别的语句")


def count_examples(corpus: Corpus, name: Task) -> dict[str, int]:
    """How many labelled passages (and tasks, for workstreams) there are of each class, the largest first."""
    if name == "statements":
        labels: list[str] = [kind for one in corpus.training for kind in one.kinds if kind]
    else:
        labels = [theme for one in corpus.training for theme in one.themes if theme]
        labels += [task.theme for task in corpus.tasks if task.theme]
    return dict(sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0])))


def _do(job: Job, *, corpus: Corpus, seed: int) -> Any:
    """The parts of a model for a job without a fold, else the answers on its fold."""
    if job.fold:
        return answer(job, corpus=corpus, seed=seed)
    if job.task == "statements":
        from nlp.classify.statements import fit_statements

        return fit_statements(corpus.training, seed=seed).parts()
    from nlp.evaluate.workstreams import fit_on

    return fit_on(corpus, seed=seed).parts()


def _config(
    corpus: Corpus, name: Task, seed: int, examples: Mapping[str, int], parts: Mapping[str, Any]
) -> dict[str, Any]:
    """The settings that stand beside a model; nothing of the machine or the day, so that equal models are equal."""
    taken = count_examples(Corpus((), (), (), (), corpus.decisions), name)
    return {
        "name": name,
        "duban": __version__,
        "seed": seed,
        "sets": list(corpus.sets),
        SET: sum(taken.values()),
        "decision_weight": WEIGHT,
        "classes": dict(examples),
        "decision_classes": taken,
        "options": {**_options(name), **parts.get("options", {})},
    }


def _options(name: Task) -> dict[str, Any]:
    """The settings of the fitting."""
    if name == "statements":
        from nlp.classify.statement_features import BITS, ORDERS
        from nlp.classify.statement_fit import FOLDS, LEAST_TEXTS, SOFTNESS

        return {"orders": list(ORDERS), "bits": BITS, "folds": FOLDS, "softness": SOFTNESS, "least_texts": LEAST_TEXTS}
    from nlp.classify import workstream_features, workstream_fit

    return {
        "orders": list(workstream_features.ORDERS),
        "bits": workstream_features.BITS,
        "folds": workstream_fit.FOLDS,
        "softness": workstream_fit.SOFTNESS,
        "looseness": workstream_fit.LOOSENESS,
        "least_texts": workstream_fit.LEAST_TEXTS,
    }
