"""Deadline phrases: speed, and the score on corpora/phrases beside JioNLP's parser where that is installed."""

import csv
import re
from datetime import date, datetime
from pathlib import Path

from nlp.extract.deadlines import find_deadlines
from tests.benchmarks.measure import row, seconds

CORPORA = Path(__file__).parents[2] / "corpora"
YEAR = 2022  # the plan year of the phrases


def main() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CORPORA.glob("c*/plan.txt")))
    lines = [line for line in text.splitlines() if line]
    size = len(text.encode()) / 1e6
    row("whole text in one call", size / seconds(lambda: find_deadlines(text, year=YEAR)), "MB/s", "to reach: 1")
    row("line by line", size / seconds(lambda: [find_deadlines(line, year=YEAR) for line in lines]), "MB/s")
    phrases = _phrases()
    ours = [{str(d.end) for d in find_deadlines(text, year=YEAR, limit=limit) if d.end} for text, limit, _ in phrases]
    _score("duban, phrases with a last day or none", ours, [wanted for *_, wanted in phrases])
    try:
        import jionlp
    except ImportError:
        row("JioNLP", 0, "", "not installed: pip install jionlp beside this to compare")
        return
    base = datetime(YEAR, 1, 1).timestamp()
    theirs = []
    for text, *_ in phrases:
        try:
            theirs.append({jionlp.parse_time(text, time_base=base)["time"][-1][:10]})
        except Exception:  # it raises ValueError and others where it finds no time
            theirs.append(set())
    _score("JioNLP, phrases with a last day or none", theirs, [wanted for *_, wanted in phrases])


def _phrases() -> list[tuple[str, bool, set[str]]]:
    """The phrases of the corpus whose value is a last day in the plan's year, or that hold no time limit."""
    with (CORPORA / "phrases" / "deadlines.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    found = []
    for phrase in rows:
        values = re.findall(r"=(\w+)(?::(\S+))?", phrase["deadlines"] or "")
        if all(kind == "date" for kind, _ in values):
            found.append((phrase["sentence"], phrase["mode"] == "limit", {value for _, value in values if value}))
    return found


def _score(name: str, found: list[set[str]], wanted: list[set[str]]) -> None:
    right = sum(a == b for a, b in zip(found, wanted, strict=True))
    row(name, 100 * right / max(1, len(wanted)), "%", f"{right} of {len(wanted)}; dates as of {date(YEAR, 1, 1)}")
