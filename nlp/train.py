"""Fit the weights of matching and judging on labelled plans and reports: corpora to `nlp/lexicon/*_weights.toml`.

`python -m nlp.train` prints what is reached where each plan in turn is left out, then fits on all and writes the files.
A weight whose sign a reader would take for granted is held to it: nearness, say, never speaks against a passage.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.classify.rules import classify_statements
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
from nlp.extract.passages import extract_report
from nlp.match.features import FEATURES, SECOND
from nlp.match.score import Pairs, PairWeights, links_of, pair, second_table
from nlp.parse import read
from nlp.pipeline import extract_tasks, in_simplified
from nlp.types import Statement, Status, Task

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

FREE = frozenset({"length", "mass_of_task", "actions", "planned", "negated", "requirement", "prior"})
DOWN = frozenset({"outsiders", "bare_echo", "in_progress", "rest_undone", "under_way", "too_few", "lead_of_others"}) | {
    f"lead_of_{kind}" for kind in REFUTING
}
"""The features whose weight may have any sign, and those whose weight may not be positive; no other may be negative."""

STATUSES: tuple[Status, ...] = ("covered", "partial", "none")
SETS = "c[0-9]*"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with its labels: `proof` tells of each pair whether it is evidence, `gold` each task's status."""

    plan: str
    pairs: Pairs
    statements: tuple[Statement, ...]
    proof: Array
    gold: Mapping[str, Status]
    quotes: Mapping[str, tuple[str, ...]]


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

    def __str__(self) -> str:
        three = sum(self.f1(status) for status in STATUSES) / len(STATUSES)
        share = self.right / max(1, self.quotes)
        return f"gap F1 {self.f1('none'):.3f}, three-way F1 {three:.3f}, true quotes {share:.3f} of {self.quotes}"


def read_labelled(folder: Path) -> list[Labelled]:
    """The labelled reports of a set's folder, read as the program reads them."""
    import numpy as np

    plan = extract_tasks(read(folder / "plan.txt"))
    out = []
    for path in sorted(folder.glob("r*.coverage.gold.json")):
        stem = path.name.split(".")[0]
        report = in_simplified(extract_report(read(folder / f"{stem}.txt"), id=stem))
        statements = classify_statements(report.passages, year=plan.document.year or report.year)
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
        quotes = {task.id: tuple(map(_squeeze, items[task.id]["evidence"])) for task in plan.tasks}
        proving: dict[str, set[str]] = {}
        for line in (folder / f"{stem}.passages.gold.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            proving.setdefault(_squeeze(told["text"]), set()).update(told["items"])
        pairs = pair(plan, report, statements)
        texts = [_squeeze(passage.text) for passage in report.passages]
        proof = [
            plan.tasks[row].id in proving.get(texts[column], ()) or _among(texts[column], quotes[plan.tasks[row].id])
            for row, column in zip(pairs.rows, pairs.columns, strict=True)
        ]
        gold = {task.id: items[task.id]["status"] for task in plan.tasks}
        out.append(Labelled(folder.name, pairs, statements, np.array(proof), gold, quotes))
    return out


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
            right = sum(_among(_squeeze(n.text), one.quotes[task.id]) for n in told)
            total += Tally((gold,), (verdict.status,), right, len(told))
    return total


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

    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, default=Path("corpora"), help="the folder of labelled sets")
    parser.add_argument("-o", "--output", type=Path, default=Path(nlp.lexicon.__file__).parent, help="where to write")
    parser.add_argument("--fast", action="store_true", help="fit only, leave no plan out")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args(arguments)
    folders = sorted(options.corpora.glob(SETS), key=lambda path: int(path.name[1:]))
    reports = [one for folder in folders for one in read_labelled(folder)]
    note = f"{len(folders)} plans with {len(reports)} reports."
    if not options.fast:
        total = Tally()
        for folder in folders:
            rest = [one for one in reports if one.plan != folder.name]
            weights = fit_pairs(rest)
            held_out = [one for one in reports if one.plan == folder.name]
            reached = assess(held_out, weights, fit_verdicts(rest, weights))
            total += reached
            print(f"{folder.name:>5}: {reached}", flush=True)  # noqa: T201
        note += f" Leave one plan out: {total}."
    print(note)  # noqa: T201
    if not options.dry_run:
        weights = fit_pairs(reports)
        write_weights(options.output, weights, fit_verdicts(reports, weights), note)
    return 0


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


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def _among(text: str, quotes: Sequence[str]) -> bool:
    """Whether a passage is one of the quotes, holds one or is part of one."""
    return any(quote in text or (len(text) > 6 and text in quote) for quote in quotes)


if __name__ == "__main__":
    sys.exit(main())
