"""Load the labelled sets: a folder of `corpora/` to reports, sentences and tasks with their labels.

A report is read as the program reads it; each label is then given to the passage that holds the labelled sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nlp.errors import InputError
from nlp.extract.passages import extract_report
from nlp.parse import read
from nlp.reports import in_simplified
from nlp.resources import find_resource
from nlp.types import Clause, LabelledReport, LabelledTask, Passage, Place, Report

Line = Mapping[str, Any]
"""One line of a `.jsonl` file of labels."""

PLAN_LABELS = "plan.tasks.gold.json"
REPORT_LABELS = ".passages.gold.jsonl"


def list_sets(folder: Path | None = None) -> tuple[Path, ...]:
    """The folders of the labelled plans with reports, c1 to c15, in `folder` or in the corpora that are installed.

    Raises ConfigError where no corpora are installed.

    >>> [path.name for path in list_sets()][:3]
    ['c1', 'c2', 'c3']
    """
    root = folder or find_resource("corpora")
    found = (path.parent for path in root.glob(f"c[0-9]*/{PLAN_LABELS}"))
    return tuple(sorted(found, key=lambda path: int(path.name[1:])))


def list_sentences(folder: Path | None = None) -> tuple[Path, ...]:
    """The files of labelled sentences that stand without their reports, by name."""
    return tuple(sorted(((folder or find_resource("corpora")) / "statements").glob("*.jsonl")))


def load_reports(folder: Path) -> tuple[LabelledReport, ...]:
    """The reports of a set with the labels of their passages.

    The year reported on is that of the set's plan, or of each report in `reports.json` where the set has no plan.

    Raises InputError for a report that cannot be read, or a line of labels that is no such line.
    """
    loaded = []
    for path in sorted(folder.glob(f"*{REPORT_LABELS}")):
        stem = path.name.removesuffix(REPORT_LABELS)
        report = in_simplified(extract_report(read(folder / f"{stem}.txt"), id=stem))
        loaded.append(_label(folder.name, report, _year(folder, stem), _align(report, _lines(path))))
    return tuple(loaded)


def load_sentences(path: Path) -> tuple[LabelledReport, ...]:
    """The sentences of a file, one report for each year reported on; the file is a set by itself.

    Raises InputError for a line that is no line of labels.
    """
    by_year: dict[int, list[Line]] = {}
    for line in _lines(path):
        by_year.setdefault(int(line["year"]), []).append(line)
    loaded = []
    for year, lines in sorted(by_year.items()):
        passages = tuple(_passage(number, line) for number, line in enumerate(lines))
        report = Report(str(year), path.name, "", None, None, year, None, passages)
        loaded.append(_label(path.stem, report, year, dict(enumerate(lines))))
    return tuple(loaded)


def load_tasks(folder: Path) -> tuple[LabelledTask, ...]:
    """The tasks of a set's plan, or of its `tasks.jsonl`, with their workstream in the default taxonomy.

    >>> load_tasks(list_sets()[0])[0].theme
    '责任落实'
    """
    plan, lone = folder / PLAN_LABELS, folder / "tasks.jsonl"
    told = (
        json.loads(plan.read_text(encoding="utf-8"))["tasks"]
        if plan.exists()
        else [json.loads(line) for line in lone.read_text(encoding="utf-8").splitlines()]
    )
    return tuple(
        LabelledTask(folder.name, str(number), f"{task['measure'] or ''} {task['text']}".strip(), task.get("theme"))
        for number, task in enumerate(told, 1)
    )


def _year(folder: Path, stem: str) -> int:
    plan = folder / PLAN_LABELS
    path = plan if plan.exists() else folder / "reports.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    return int(told["year"] if plan.exists() else told[stem]["year"])


def _lines(path: Path) -> Iterator[Line]:
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = json.loads(text)
            yield {"text": line["text"], "statement": line["statement"], **line}
        except (ValueError, KeyError, TypeError) as err:
            raise InputError(path.name, f"第{number}行不是标注（{err}）", "请核对该行的写法") from None


def _passage(number: int, line: Line) -> Passage:
    heading = (line["section"],) if line.get("section") else ()
    place = Place(number, 0, len(line["text"]))
    return Passage(number, line["text"], place, heading, "cell" if line.get("cell") else "sentence")


def _align(report: Report, lines: Iterator[Line]) -> dict[int, Line]:
    """The label of each passage, by its place in the report: the next passage with the same text, spaces left out."""
    texts = [_squeeze(passage.text) for passage in report.passages]
    found: dict[int, Line] = {}
    at = 0
    for line in lines:
        text = _squeeze(line["text"])
        match = next((place for place in range(at, len(texts)) if texts[place] == text), None)
        if match is not None:
            found[match] = line
            at = match + 1
    return found


def _label(name: str, report: Report, year: int, lines: Mapping[int, Line]) -> LabelledReport:
    told = [lines.get(place) for place in range(len(report.passages))]
    return LabelledReport(
        name,
        report,
        year,
        tuple(line["statement"] if line else None for line in told),
        tuple(_clauses(p.text, line) for p, line in zip(report.passages, told, strict=True)),
        tuple(line.get("theme") if line else None for line in told),
    )


def _clauses(text: str, line: Line | None) -> tuple[Clause, ...]:
    """The labelled stretches of a passage; their texts follow one another, spaces aside."""
    stretches, start = [], 0
    for clause in line.get("clauses", ()) if line else ():
        size, end = len(_squeeze(clause["text"])), start
        while size and end < len(text):
            size -= not text[end].isspace()
            end += 1
        stretches.append(Clause(clause["statement"], start, end))
        start = end
    return tuple(stretches)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
