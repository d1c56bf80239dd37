"""Fit the model of evidence and measure it on plans left out: labelled plans and reports to the Draft of a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from nlp import __version__
from nlp.cover.verdict_model import LEVELS
from nlp.errors import ConfigError
from nlp.evaluate.coverage import PARTS, count_plans, measure_reports, read_held_out, require_encoder
from nlp.evaluate.evidence import FOLDS, STATUSES, EvidenceModels, fit_evidence
from nlp.evaluate.folds import Corpus, Progress, run_jobs
from nlp.evaluate.labelled import Labelled
from nlp.train.decisions import SET, WEIGHT
from nlp.train.draft import Draft, ModelName, find_few
from nlp.train.evidence_card import write_evidence_card

TREES = 2
"""How many seeds of trees are averaged."""


def draft_evidence(
    corpora: Path | None,
    corpus: Corpus,
    name: ModelName = "evidence",
    *,
    seed: int = 0,
    fast: bool = False,
    workers: int = 2,
    progress: Progress | None = None,
) -> Draft:
    """The model that the plans and reports of a folder teach, measured with its parts unless `fast`.

    Its statements are told by models that were trained without the report's set, as those of a new report will be;
    reviewers' corrections in `corpus` reach it through them alone.
    """
    encoder = require_encoder() if name == "evidence_semantic" else None
    reports = read_held_out(corpora, corpus, seed=seed, encoder=encoder, workers=workers, progress=progress)
    (models,) = run_jobs(partial(_fit, reports=reports), [seed], workers=1)
    coverage = None if fast else measure_reports(reports, seed=seed, parts=True, workers=workers, progress=progress)
    examples = count_statuses(reports)
    few = find_few(examples)
    config = _config(name, corpus, reports, models, seed, examples)
    metrics = {
        "held_out": f"leave one plan out; parts and curve: {PARTS} folds of plans",
        "coverage": asdict(coverage) if coverage else None,
    }
    card = write_evidence_card(name, config, coverage, few)
    return Draft(name, examples, few, models.parts(), config, metrics, card, coverage=coverage)


def check_plans(corpora: Path | None, names: Sequence[ModelName]) -> None:
    """Raise ConfigError where a model of evidence is asked for and there are fewer than two plans to learn from.

    It is raised too where the semantic one is asked for without an encoder.
    """
    for name in names:
        if name.startswith("evidence") and count_plans(corpora) < 2:
            raise ConfigError(f"--corpora: 有佐证标注的计划不足两份，无法训练 {name}；请补充 rN.coverage.gold.json")
        if name == "evidence_semantic":
            require_encoder()


def count_statuses(reports: Sequence[Labelled]) -> dict[str, int]:
    """How many tasks on a report have each status, in the order of `nlp.evaluate.evidence.STATUSES` backwards."""
    counts = Counter(status for one in reports for status in one.gold.values())
    return {status: counts[status] for status in reversed(STATUSES) if counts[status]}


def _fit(seed: int, *, reports: Sequence[Labelled]) -> EvidenceModels:
    return fit_evidence(reports, seed=seed, trees=TREES)


def _config(
    name: str,
    corpus: Corpus,
    reports: Sequence[Labelled],
    models: EvidenceModels,
    seed: int,
    examples: dict[str, int],
) -> dict[str, Any]:
    """The settings that stand beside a model; nothing of the machine or the day, so that equal models are equal."""
    verdicts = models.verdicts
    return {
        "name": name,
        "duban": __version__,
        "seed": seed,
        "sets": list(dict.fromkeys(one.plan for one in reports)),
        SET: sum(kind is not None for one in corpus.decisions for kind in one.kinds),
        "decision_weight": WEIGHT,
        "classes": examples,
        "counts": {
            "reports": len(reports),
            "passages": sum(len(one.statements) for one in reports),
            "pairs": sum(int(one.pairs.able.sum()) for one in reports),
            "evidence": sum(int(one.proof[one.pairs.able].sum()) for one in reports),
        },
        "options": {
            "folds": FOLDS,
            "trees": TREES,
            "found_from": round(verdicts.found_from, 4),
            "complete_from": round(verdicts.complete_from, 4),
            "levels": list(LEVELS),
            "decided_from": [round(float(chance), 4) for chance in verdicts.decided_from],
        },
    }
