"""Fit the weights of matching and judging on labelled plans and reports: corpora to `nlp/lexicon/*_weights.toml`.

`python -m nlp.train.pairs` prints what is reached on each plan left out, then fits on all and writes the files.
A weight whose sign a reader would take for granted is held to it: nearness, say, never speaks against a passage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.corpora import list_sets
from nlp.cover.counts import shortfall
from nlp.cover.status import (
    COMPLETE,
    FOUND,
    REFUTING,
    TELLING,
    Formulas,
    Near,
    chance,
    chosen,
    complete_features,
    found_features,
    judge,
)
from nlp.evaluate.evaluation import Verdicts
from nlp.evaluate.folds import Progress, load_corpus
from nlp.evaluate.statements import tell_out_of_fold
from nlp.match.features import FEATURES, SECOND
from nlp.match.score import PairWeights, links_of, second_table
from nlp.train.labelled import Labelled, OutOfFold, is_among, read_labelled, squeeze
from nlp.types import Status, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

FREE = frozenset({"length", "mass_of_task", "actions", "planned", "negated", "requirement", "prior"})
DOWN = frozenset({"outsiders", "bare_echo", "in_progress", "rest_undone", "under_way", "too_few", "lead_of_others"}) | {
    f"lead_of_{kind}" for kind in REFUTING
}
"""The features whose weight may have any sign, and those whose weight may not be positive; no other may be negative."""

STATUSES: tuple[Status, ...] = ("covered", "partial", "none")


@dataclass(frozen=True, slots=True)
class Tally:
    """Golden and given statuses, and how many given quotes of proved tasks are golden ones."""

    gold: tuple[Status, ...] = ()
    given: tuple[Status, ...] = ()
    right: int = 0
    quotes: int = 0

    def __add__(self, other: Tally) -> Tally:
        right, quotes = self.right + other.right, self.quotes + other.quotes
        return Tally(self.gold + other.gold, self.given + other.given, right, quotes)

    def f1(self, status: Status) -> float:
        """The F1 of one status."""
        both = sum(a == b == status for a, b in zip(self.gold, self.given, strict=True))
        return 2 * both / max(1, self.gold.count(status) + self.given.count(status))

    @property
    def three_way_f1(self) -> float:
        """The mean F1 of the three statuses."""
        return sum(self.f1(status) for status in STATUSES) / len(STATUSES)

    @property
    def true_quotes(self) -> float:
        """The share of given quotes that are golden ones."""
        return self.right / max(1, self.quotes)

    def __str__(self) -> str:
        figures = f"gap F1 {self.f1('none'):.3f}, three-way F1 {self.three_way_f1:.3f}"
        return f"{figures}, true quotes {self.true_quotes:.3f} of {self.quotes}"


def fit_pairs(reports: Sequence[Labelled]) -> PairWeights:
    """The weights of the two looks at pairs; only passages that tell an act are looked at."""
    import numpy as np

    proof = np.concatenate([one.proof[one.pairs.telling] for one in reports])
    first = _fit(np.vstack([one.pairs.table[one.pairs.telling] for one in reports]), proof, FEATURES, 0.3)
    second = np.vstack([second_table(one.pairs, first) for one in reports])
    return PairWeights(first, _fit(second, proof, (*FEATURES, *SECOND), 0.3))


def fit_verdicts(reports: Sequence[Labelled], weights: PairWeights) -> Formulas:
    """The weights and thresholds of the two formulas that judge a task by its Links."""
    import numpy as np

    cases = [(one.gold[task.id], task, near) for one in reports for task, near in _near(one, weights)]
    proved = np.array([gold != "none" for gold, _, _ in cases])
    asked = np.array([list(found_features(task, near).values()) for _, task, near in cases])
    found = dict(zip((*FOUND, "constant"), _fit(asked, proved, FOUND, 0.1).tolist(), strict=True))
    chances = [chance(found, found_features(task, near)) for _, task, near in cases]
    found["threshold"] = _threshold(np.array(chances), proved, range(20, 90))
    rows, whole = [], []
    for (gold, task, near), found_chance in zip(cases, chances, strict=True):
        acts = sorted((n for n in near if n.statement.kind in TELLING), key=lambda n: -n.link.score)
        if acts and gold != "none" and found_chance >= found["threshold"]:
            evidence = chosen(acts)
            short = shortfall(task, tuple(n.text for n in evidence))
            rows.append(list(complete_features(task, near, evidence, found_chance, short).values()))
            whole.append(gold == "covered")
    table, full = np.array(rows), np.array(whole)
    fitted = _fit(table, full, COMPLETE, 0.3)
    complete = dict(zip((*COMPLETE, "constant"), fitted.tolist(), strict=True))
    complete["threshold"] = _threshold(_sigmoid(table @ fitted[:-1] + fitted[-1]), full, range(30, 80))
    return {"found": found, "complete": complete}


def assess(reports: Sequence[Labelled], weights: PairWeights, formulas: Formulas) -> Tally:
    """How the given weights judge some reports."""
    total = Tally()
    for one in reports:
        for task, near in _near(one, weights):
            verdict = judge(task, near, formulas=formulas)
            gold = one.gold[task.id]
            told = verdict.evidence if gold != "none" else ()
            right = sum(is_among(squeeze(n.text), one.quotes[task.id]) for n in told)
            total += Tally((gold,), (verdict.status,), right, len(told))
    return total


def read_reports(corpora: Path | None = None, told: OutOfFold | None = None) -> list[Labelled]:
    """The labelled reports of all sets; `told` as in `read_labelled`."""
    return [one for folder in list_sets(corpora) for one in read_labelled(folder, told)]


def leave_plans_out(reports: Sequence[Labelled]) -> Iterator[tuple[str, Tally]]:
    """What is reached on each plan in turn, by weights that were fitted on the others."""
    for plan in dict.fromkeys(one.plan for one in reports):
        rest = [one for one in reports if one.plan != plan]
        weights = fit_pairs(rest)
        yield plan, assess([one for one in reports if one.plan == plan], weights, fit_verdicts(rest, weights))


def measure_plans(
    corpora: Path | None = None, *, seed: int = 0, progress: Progress | None = None
) -> tuple[Verdicts, ...]:
    """The verdicts on each plan left out, and on all together; neither weights nor statements have seen the plan.

    Statements come from a model trained without the plan's set; those that the weights were fitted on come from models
    trained without their own set. Nothing where fewer than two plans have labels of what is proved.
    """
    corpus = load_corpus(corpora)
    labelled = [path for path in list_sets(corpora) if any(path.glob("*.coverage.gold.json"))]
    if len(labelled) < 2:
        return ()
    told = tell_out_of_fold(corpus, seed=seed, progress=progress)
    total, found = Tally(), []
    for plan, reached in leave_plans_out(read_reports(corpora, told)):
        total += reached
        found.append(_verdicts(plan, reached))
        if progress:
            progress(len(found), len(labelled), plan)
    return (*found, _verdicts("all", total))


def write_weights(folder: Path, weights: PairWeights, formulas: Formulas, note: str) -> None:
    """Write `pair_weights.toml` and `verdict_weights.toml` into a folder, the note at their heads."""
    names = (*FEATURES, *SECOND, "constant")
    first = dict(zip((*FEATURES, "constant"), weights.first.tolist(), strict=True))
    second = dict(zip(names, weights.second.tolist(), strict=True))
    tables: dict[str, dict[str, Mapping[str, float]]] = {
        "pair_weights.toml": {"first": first, "second": second},
        "verdict_weights.toml": {"found": formulas["found"], "complete": formulas["complete"]},
    }
    for name, columns in tables.items():
        blocks = [f"# Weights on raw features, fitted by `python -m nlp.train`.\n# {note}\n"]
        for feature in dict.fromkeys(feature for column in columns.values() for feature in column):
            values = [f"{key} = {column[feature]:.4f}" for key, column in columns.items() if feature in column]
            blocks.append("\n".join(["[[rule]]", f'name = "{feature}"', *values, ""]))
        (folder / name).write_text("\n".join(blocks), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print what is reached on each plan left out, and write the weights."""
    import nlp.lexicon

    parser = argparse.ArgumentParser(prog="python -m nlp.train.pairs", description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, default=Path("corpora"), help="the folder of labelled sets")
    parser.add_argument("-o", "--output", type=Path, default=Path(nlp.lexicon.__file__).parent, help="where to write")
    parser.add_argument("--fast", action="store_true", help="fit only, leave no plan out")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    parser.add_argument("--rules", action="store_true", help="statements by rules, not by models without the set")
    options = parser.parse_args(arguments)
    reports = read_reports(options.corpora, None if options.rules else tell_out_of_fold(load_corpus(options.corpora)))
    plans = dict.fromkeys(one.plan for one in reports)
    note = f"{len(plans)} plans with {len(reports)} reports."
    if not options.fast:
        total = Tally()
        for plan, reached in leave_plans_out(reports):
            total += reached
            print(f"{plan:>5}: {reached}", flush=True)  # noqa: T201
        note += f" Leave one plan out: {total}."
    print(note)  # noqa: T201
    if not options.dry_run:
        weights = fit_pairs(reports)
        write_weights(options.output, weights, fit_verdicts(reports, weights), note)
    return 0


def _verdicts(name: str, tally: Tally) -> Verdicts:
    gap, three, true = (round(figure, 4) for figure in (tally.f1("none"), tally.three_way_f1, tally.true_quotes))
    return Verdicts(name, len(tally.gold), gap, three, true, tally.quotes)


def _near(one: Labelled, weights: PairWeights) -> list[tuple[Task, list[Near]]]:
    """Each task of the plan with its near passages."""
    by_task: dict[str, list[Near]] = {task.id: [] for task in one.pairs.plan.tasks}
    passages = one.pairs.report.passages
    for link in links_of(one.pairs, weights):
        by_task[link.task].append(Near(link, passages[link.passage].text, one.statements[link.passage]))
    return [(task, by_task[task.id]) for task in one.pairs.plan.tasks]


def _fit(table: Array, truth: Array, names: Sequence[str], strength: float) -> Array:
    """Logistic regression with a ridge of 1 / strength on standardised columns, signs held by FREE and DOWN.

    Returns the weights on raw columns, the constant at the end.
    """
    import numpy as np
    from scipy.optimize import minimize

    mean, spread = table.mean(axis=0), table.std(axis=0)
    unit = np.where(spread > 1e-6, spread, 1.0)
    scaled = (table - mean) / unit
    signs = np.where(truth, 1.0, -1.0)
    bounds = [(None if name in FREE | DOWN else 0, 0 if name in DOWN else None) for name in names]

    def loss(weights: Array) -> tuple[float, Array]:
        margin = signs * (scaled @ weights[:-1] + weights[-1])
        pull = -strength * signs * _sigmoid(-margin)
        value = strength * np.logaddexp(0, -margin).sum() + 0.5 * (weights[:-1] ** 2).sum()
        return float(value), np.append(scaled.T @ pull + weights[:-1], pull.sum())

    start = np.zeros(table.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options={"maxiter": 500})
    raw = np.where(spread > 1e-6, found.x[:-1] / unit, 0.0)
    return np.append(raw, found.x[-1] - raw @ mean)


def _threshold(chances: Array, truth: Array, hundredths: range) -> float:
    """The threshold with the best mean of both classes' F1, the middle one of the best."""
    import numpy as np

    def mean_f1(threshold: float) -> float:
        given = chances >= threshold
        parts = ((given & truth, given, truth), (~given & ~truth, ~given, ~truth))
        return float(sum(2 * both.sum() / max(1, a.sum() + b.sum()) for both, a, b in parts)) / 2

    scores = np.array([mean_f1(at / 100) for at in hundredths])
    best = np.flatnonzero(scores >= scores.max() - 1e-9)
    return hundredths[int(best[len(best) // 2])] / 100


def _sigmoid(values: Array) -> Array:
    import numpy as np

    out: Array = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return out


if __name__ == "__main__":
    sys.exit(main())
