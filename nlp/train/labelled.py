"""Read labelled plans and reports for fitting: a set's folder to pairs of tasks and passages with their labels."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.classify.rules import classify_by_rules
from nlp.extract.passages import extract_report
from nlp.match.score import Pairs, pair
from nlp.parse import read
from nlp.pipeline import extract_tasks, in_simplified
from nlp.types import Statement, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

OutOfFold = Mapping[tuple[str, str], tuple[Statement, ...]]
"""The statements of reports by set and id."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with its labels: `proof` tells of each pair whether it is evidence, `gold` each task's status."""

    plan: str
    pairs: Pairs
    statements: tuple[Statement, ...]
    proof: NDArray[Any]
    gold: Mapping[str, Status]
    quotes: Mapping[str, tuple[str, ...]]


def read_labelled(folder: Path, told: OutOfFold | None = None) -> list[Labelled]:
    """The labelled reports of a set's folder, read as the program reads them.

    `told` are the statements of reports by set and id, made by models that were trained without the set, as
    `nlp.evaluate.statements.tell_out_of_fold` gives them; where there are none, the rules tell them.
    """
    import numpy as np

    paths = sorted(folder.glob("r*.coverage.gold.json"))
    if not paths:
        return []
    plan = extract_tasks(read(folder / "plan.txt"))
    out = []
    for path in paths:
        stem = path.name.split(".")[0]
        report = in_simplified(extract_report(read(folder / f"{stem}.txt"), id=stem))
        statements = (told or {}).get((folder.name, stem))
        if statements is None:
            statements = classify_by_rules(report.passages, year=plan.document.year or report.year)
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
        quotes = {task.id: tuple(map(squeeze, items[task.id]["evidence"])) for task in plan.tasks}
        proving: dict[str, set[str]] = {}
        for line in (folder / f"{stem}.passages.gold.jsonl").read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            proving.setdefault(squeeze(label["text"]), set()).update(label["items"])
        pairs = pair(plan, report, statements)
        texts = [squeeze(passage.text) for passage in report.passages]
        proof = [
            plan.tasks[row].id in proving.get(texts[column], ()) or is_among(texts[column], quotes[plan.tasks[row].id])
            for row, column in zip(pairs.rows, pairs.columns, strict=True)
        ]
        gold = {task.id: items[task.id]["status"] for task in plan.tasks}
        out.append(Labelled(folder.name, pairs, statements, np.array(proof), gold, quotes))
    return out


def squeeze(text: str) -> str:
    """A text without spaces, as texts are compared."""
    return re.sub(r"\s", "", text)


def is_among(text: str, quotes: Sequence[str]) -> bool:
    """Whether a passage is one of the quotes, holds one or is part of one."""
    return any(quote in text or (len(text) > 6 and text in quote) for quote in quotes)
