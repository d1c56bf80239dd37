"""Make the models: labelled corpora and corrections to folders of `models/`.

Fitting is deterministic: equal corpora, corrections and seed give equal bytes, whatever the process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import ModelError
from nlp.evaluate.coverage import Coverage
from nlp.evaluate.coverage_tables import shown_status
from nlp.evaluate.figures import TASKS, Row
from nlp.evaluate.folds import Corpus, Progress
from nlp.evaluate.tables import shown
from nlp.store import check_folder, read_model, write_model
from nlp.store.skops_file import pack
from nlp.train.classifiers import check_classes, draft_classifiers
from nlp.train.draft import NAMES, ModelName
from nlp.train.evidence import check_plans, draft_evidence


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was written: where, how many examples of each class it saw, and what is reached on held-out sets.

    `few` are the classes with fewer than `nlp.train.draft.FEW` examples; classifiers have `rows`, evidence `coverage`.
    """

    name: ModelName
    folder: Path
    examples: Mapping[str, int]
    few: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    coverage: Coverage | None = None

    @property
    def counted(self) -> str:
        """What the examples are, in a reader's words."""
        return "条例句" if self.name in TASKS else "项判定"

    def shown(self, label: str) -> str:
        """What a reader sees of a class."""
        return shown(label) if self.name in TASKS else shown_status(label)


def train_models(
    corpus: Corpus,
    folder: Path,
    *,
    corpora: Path | None,
    names: Sequence[ModelName] = NAMES,
    seed: int = 0,
    fast: bool = False,
    workers: int = 2,
    progress: Progress | None = None,
) -> tuple[Trained, ...]:
    """Fit models on a corpus with its corrections, measure them on folds (not with `fast`), write and read them back.

    `corpora` is the folder that the corpus was loaded from, None for the installed one: evidence learns from its plans
    and reports. Nothing is written before all is fitted.

    Raises ConfigError where a classifier has fewer than two classes to learn, evidence fewer than two plans, or the
    folder cannot be written.
    """
    for name in names:
        check_folder(folder / name)
    classifiers = [name for name in TASKS if name in names]
    check_classes(corpus, classifiers)
    check_plans(corpora, names)
    drafts = list(
        draft_classifiers(corpus, classifiers, seed=seed, fast=fast, workers=workers, progress=progress)
        if classifiers
        else ()
    )
    drafts += [
        draft_evidence(corpora, corpus, name, seed=seed, fast=fast, workers=workers, progress=progress)
        for name in names
        if name not in TASKS
    ]
    trained = []
    for draft in drafts:
        path = folder / draft.name
        write_model(path, draft.parts, config=draft.config, metrics=draft.metrics, card=draft.card)
        check_model(path, draft.name)
        trained.append(Trained(draft.name, path, draft.examples, draft.few, draft.rows, draft.coverage))
    return tuple(trained)


def check_model(folder: Path, name: ModelName) -> None:
    """Read a written model back as the program will: the same parts, and a model can be made of them.

    Raises ModelError as `read_model` does.
    """
    parts = read_model(folder).parts
    if pack(parts) != (folder / "model.skops").read_bytes():
        raise ModelError(f"{folder}: 读回的模型与写出的不同；请重新训练")
    if name == "statements":
        from nlp.classify.statements import StatementModel

        StatementModel.from_parts(parts)
    elif name == "workstreams":
        from nlp.classify.workstreams import WorkstreamModel

        WorkstreamModel.from_parts(parts)
    else:
        from nlp.cover.verdict_model import VerdictModel
        from nlp.match.pair_model import PairModel

        PairModel.from_parts(parts["pairs"])
        VerdictModel.from_parts(parts["verdicts"])
