"""Make the models of the classifiers: labelled corpora and corrections to folders of `models/`.

Fitting is deterministic: equal corpora, corrections and seed give equal bytes, whatever the process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nlp import __version__
from nlp.classify.skops_file import pack
from nlp.classify.store import check_folder, read_model, write_model
from nlp.errors import ConfigError, ModelError
from nlp.evaluate.figures import TASKS, Job, Row, Task, answer, gather, plan_jobs
from nlp.evaluate.folds import Corpus, Progress, run_jobs
from nlp.train.card import FEW, write_card
from nlp.train.decisions import SET, WEIGHT


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was written: where, how many examples of each class it saw, and what is reached on held-out sets.

    `few` are the classes with fewer than FEW examples.
    """

    name: Task
    folder: Path
    examples: Mapping[str, int]
    few: tuple[str, ...]
    rows: tuple[Row, ...]


def train_models(
    corpus: Corpus,
    folder: Path,
    *,
    names: Sequence[Task] = TASKS,
    seed: int = 0,
    fast: bool = False,
    workers: int = 2,
    progress: Progress | None = None,
) -> tuple[Trained, ...]:
    """Fit models on a corpus with its corrections, measure them on folds (not with `fast`), write and read them back.

    Nothing is written before all is fitted.

    Raises ConfigError where a model has fewer than two classes to learn, or the folder cannot be written.
    """
    for name in names:
        check_folder(folder / name)
    examples = {name: count_examples(corpus, name) for name in names}
    for name, counts in examples.items():
        if len(counts) < 2:
            raise ConfigError(f"--corpora: {name} 只有 {len(counts)} 个类别的标注，无法训练；请补充其他类别的语句")
    jobs = [Job(name, "", ("model",)) for name in names]
    measured = [] if fast else plan_jobs(corpus, names, textcat=False)
    found = list(
        run_jobs(partial(_do, corpus=corpus, seed=seed), [*jobs, *measured], workers=workers, progress=progress)
    )
    rows = gather(corpus, zip(measured, found[len(jobs) :], strict=True))
    trained = []
    for name, parts in zip(names, found, strict=False):
        own = tuple(row for row in rows if row.task == name)
        few = tuple(label for label, count in examples[name].items() if count < FEW)
        config = _config(corpus, name, seed, examples[name], parts)
        path = folder / name
        write_model(
            path,
            parts,
            config=config,
            metrics={"held_out": "leave one set out", "rows": [asdict(row) for row in own]},
            card=write_card(name, config, own, few),
        )
        check_model(path, name)
        trained.append(Trained(name, path, examples[name], few, own))
    return tuple(trained)


def count_examples(corpus: Corpus, name: Task) -> dict[str, int]:
    """How many labelled passages (and tasks, for workstreams) there are of each class, the largest first."""
    if name == "statements":
        labels: list[str] = [kind for one in corpus.training for kind in one.kinds if kind]
    else:
        labels = [theme for one in corpus.training for theme in one.themes if theme]
        labels += [task.theme for task in corpus.tasks if task.theme]
    return dict(sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0])))


def check_model(folder: Path, name: Task) -> None:
    """Read a written model back as the program will: the same parts, and a classifier can be made of them.

    Raises ModelError as `read_model` does.
    """
    parts = read_model(folder).parts
    if pack(parts) != (folder / "model.skops").read_bytes():
        raise ModelError(f"{folder}: 读回的模型与写出的不同；请重新训练")
    _class(name).from_parts(parts)


def _do(job: Job, *, corpus: Corpus, seed: int) -> Any:
    """The parts of a model for a job without a fold, else the answers on its fold."""
    if job.fold:
        return answer(job, corpus=corpus, seed=seed)
    if job.task == "statements":
        from nlp.classify.statements import fit_statements

        return fit_statements(corpus.training, seed=seed).parts()
    from nlp.evaluate.workstreams import fit_on

    return fit_on(corpus, seed=seed).parts()


def _class(name: Task) -> Any:
    if name == "statements":
        from nlp.classify.statements import StatementModel

        return StatementModel
    from nlp.classify.workstreams import WorkstreamModel

    return WorkstreamModel


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
