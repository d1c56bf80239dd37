"""Measure the program as it is on labelled plans and reports: a folder of sets to figures on the terminal.

`python -m nlp.evaluate corpora/c1 corpora/demo` runs the whole job on each report by itself and compares statuses and
quotes with the labels. On sets that the weights were fitted on the figures flatter; `duban evaluate --task coverage`
prints those of plans left out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from nlp.pipeline import cover, read_plan

STATUSES = ("covered", "partial", "none")
Verdicts = list[tuple[str, str]]
"""Pairs of the golden and the given status."""


def judge_set(folder: Path) -> tuple[Verdicts, int, int]:
    """The verdicts on a set's reports; how many quotes of proved tasks are golden, and how many there are."""
    verdicts: Verdicts = []
    right = quotes = 0
    for path in sorted(folder.glob("*.coverage.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        plan = read_plan(_beside(folder, gold["plan"]))
        found = cover(plan, [_beside(folder, gold["report"])], as_of=date.fromisoformat(gold["as_of"]), workers=1)
        for item in found.items:
            label = gold["items"].get(item.task)
            if label is None:
                continue
            verdicts.append((label["status"], item.status))
            if label["status"] != "none":
                golden = [_squeeze(quote) for quote in label["evidence"]]
                told = [_squeeze(evidence.quote) for evidence in item.evidence]
                right += sum(any(g in t or t in g for g in golden) for t in told)
                quotes += len(told)
    return verdicts, right, quotes


def report_on(verdicts: Verdicts, right: int, quotes: int) -> str:
    """The figures of some verdicts in one line.

    >>> report_on([("none", "none"), ("covered", "none"), ("partial", "partial")], 1, 1)
    'gap F1 0.667, covered 0.000, partial 1.000, three-way 0.556, true quotes 1.000 of 1'
    """
    scores = {}
    for status in STATUSES:
        both = sum(gold == given == status for gold, given in verdicts)
        named = sum((gold == status) + (given == status) for gold, given in verdicts)
        scores[status] = 2 * both / named if named else 1.0
    parts = f"gap F1 {scores['none']:.3f}, covered {scores['covered']:.3f}, partial {scores['partial']:.3f}"
    mean = sum(scores.values()) / len(scores)
    return f"{parts}, three-way {mean:.3f}, true quotes {right / max(1, quotes):.3f} of {quotes}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of each folder that holds labels, and of all together."""
    parser = argparse.ArgumentParser(prog="python -m nlp.evaluate", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("corpora")], help="sets, or folders of sets")
    options = parser.parse_args(arguments)
    total: Verdicts = []
    all_right = all_quotes = 0
    for folder in _sets(options.folders):
        verdicts, right, quotes = judge_set(folder)
        total, all_right, all_quotes = total + verdicts, all_right + right, all_quotes + quotes
        print(f"{folder.name:>5}: {report_on(verdicts, right, quotes)}", flush=True)  # noqa: T201
    print(f"  all: {report_on(total, all_right, all_quotes)}")  # noqa: T201
    return 0 if total else 1


def _sets(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        inside = sorted({path.parent for path in folder.rglob("*.coverage.gold.json")})
        yield from sorted(inside, key=lambda path: (len(path.name), path.name))


def _beside(folder: Path, name: str) -> Path:
    """A file that a label names, whatever ending it has now."""
    path = folder / name
    return path if path.is_file() else next(iter(sorted(folder.glob(f"{Path(name).stem}.*"))), path)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    sys.exit(main())
