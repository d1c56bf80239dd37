"""Read labelled plans and reports for fitting: a set's folder to pairs of tasks and passages with their labels."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.classify.rules import classify_by_rules
from nlp.corpora import list_sets
from nlp.extract.passages import extract_report
from nlp.match.meaning import Encoder
from nlp.match.score import Pairs, pair
from nlp.parse import read
from nlp.pipeline import extract_tasks
from nlp.reports import in_simplified
from nlp.types import Plan, Report, Statement, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

OutOfFold = Mapping[tuple[str, str], tuple[Statement, ...]]
"""The statements of reports by set and id."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with its labels: `proof` tells of each pair whether it is evidence, `proving` of each task and passage.

    `gold` is each task's status, `why` what its label says of a decoy, `quotes` its evidence without spaces.
    """

    plan: str
    pairs: Pairs
    statements: tuple[Statement, ...]
    proof: Array
    proving: Array
    gold: Mapping[str, Status]
    why: Mapping[str, str]
    quotes: Mapping[str, tuple[str, ...]]


def read_sets(
    corpora: Path | None = None, told: OutOfFold | None = None, *, encoder: Encoder | None = None
) -> list[Labelled]:
    """The labelled reports of all sets; `told` and `encoder` as in `read_labelled`."""
    return [one for folder in list_sets(corpora) for one in read_labelled(folder, told, encoder=encoder)]


def read_labelled(folder: Path, told: OutOfFold | None = None, *, encoder: Encoder | None = None) -> list[Labelled]:
    """The labelled reports of a set's folder, read as the program reads them.

    `told` are the statements of reports by set and id, made by models that were trained without the set, as
    `nlp.evaluate.statements.tell_out_of_fold` gives them; where there are none, the rules tell them. With an `encoder`
    the pairs are those of a semantic model.
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
        pairs = pair(plan, report, statements, encoder=encoder)
        proving = _proving(plan, report, quotes, folder / f"{stem}.passages.gold.jsonl")
        proof = np.array(proving[pairs.rows, pairs.columns], dtype=bool)
        gold = {task.id: items[task.id]["status"] for task in plan.tasks}
        why = {task.id: items[task.id].get("why", "") for task in plan.tasks}
        out.append(Labelled(folder.name, pairs, statements, proof, proving, gold, why, quotes))
    return out


def squeeze(text: str) -> str:
    """A text without spaces, as texts are compared."""
    return re.sub(r"\s", "", text)


def is_among(text: str, quotes: Sequence[str]) -> bool:
    """Whether a passage is one of the quotes, holds one or is part of one."""
    return any(quote in text or (len(text) > 6 and text in quote) for quote in quotes)


def _proving(plan: Plan, report: Report, quotes: Mapping[str, Sequence[str]], labels: Path) -> Array:
    """Whether each passage is evidence for each task: (tasks, passages)."""
    import numpy as np

    named: dict[str, set[str]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        named.setdefault(squeeze(label["text"]), set()).update(label["items"])
    texts = [squeeze(passage.text) for passage in report.passages]
    return np.array(
        [[task.id in named.get(text, ()) or is_among(text, quotes[task.id]) for text in texts] for task in plan.tasks]
    )
