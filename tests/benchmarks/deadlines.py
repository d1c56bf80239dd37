"""Deadline phrases: speed, and the last days read on corpora/phrases beside JioNLP where that is installed.

JioNLP 1.5.31 (Apache-2.0; it needs jiojio 1.2.8, GPL-3.0, so it is compared with and never a dependency) has a parser of
a time string and an extractor that finds time strings in a sentence. It is asked in each way that it offers: each phrase
alone, the whole sentence, the whole sentence through its extractor. It reads times, not time limits: the sentences whose
time only qualifies a thing ask more of it than it promises. Only dates and spans are compared, by their last day; of a
sentence with several every one has to be right. To have it beside this:
`pip install --target SITE jionlp`, then `PYTHONPATH=SITE python -m tests.benchmarks deadlines`.
"""

import csv
import logging
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from nlp.extract.deadlines import find_deadlines
from tests.benchmarks.measure import row, seconds

CORPORA = Path(__file__).parents[2] / "corpora"
YEAR = 2022  # the plan year of the phrases


class Sentence(NamedTuple):
    """A sentence of the corpus: its time phrases and the last day of each; none where it holds no time limit."""

    text: str
    limit: bool
    phrases: tuple[str, ...]
    days: tuple[str, ...]


def main() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CORPORA.glob("c*/plan.txt")))
    lines = [line for line in text.splitlines() if line]
    size = len(text.encode()) / 1e6
    row("whole text in one call", size / seconds(lambda: find_deadlines(text, year=YEAR)), "MB/s", "to reach: 1")
    sentences = _sentences()
    row("line by line", size / seconds(lambda: [find_deadlines(line, year=YEAR) for line in lines]), "MB/s")
    row("the sentences of the corpus", len(sentences) / seconds(lambda: [_ours(s) for s in sentences]), "sentences/s")
    timed, empty = [s for s in sentences if s.days], [s for s in sentences if not s.days]
    alone = [
        Sentence(
            phrase, True, (phrase,), tuple(sorted({d for p, d in zip(s.phrases, s.days, strict=True) if p == phrase}))
        )
        for s in timed
        for phrase in dict.fromkeys(s.phrases)
    ]
    _score("duban, phrase alone", _ours, alone)
    _score("duban, sentence with a time limit", _ours, timed)
    _score("duban, sentence without", _ours, empty)
    try:
        import jionlp
    except ImportError:
        row("JioNLP", 0, "", "not installed: see the head of this file")
        return
    logging.disable(logging.CRITICAL)  # it logs a traceback for a time it cannot read
    base = datetime(YEAR, 1, 1).timestamp()

    def parsed(sentence: Sentence) -> set[str]:
        try:
            return _last_days(jionlp.parse_time(sentence.text, time_base=base)["time"])
        except Exception:  # it raises ValueError and others where it finds no time
            return set()

    def extracted(sentence: Sentence) -> set[str]:
        try:
            found = jionlp.ner.extract_time(sentence.text, time_base=base)
        except Exception:
            return set()
        return set().union(*(_last_days(item["detail"]["time"]) for item in found))

    rate = len(sentences) / seconds(lambda: [extracted(sentence) for sentence in sentences], runs=1)
    row("JioNLP extractor", rate, "sentences/s")
    _score("JioNLP parser, phrase alone", parsed, alone)
    _score("JioNLP parser, sentence with a time limit", parsed, timed)
    _score("JioNLP parser, sentence without", parsed, empty)
    _score("JioNLP extractor, phrase alone", extracted, alone)
    _score("JioNLP extractor, sentence with a time limit", extracted, timed)
    _score("JioNLP extractor, sentence without", extracted, empty)


def _sentences() -> list[Sentence]:
    """The sentences of the corpus that hold no time limit, or dates and spans alone."""
    with (CORPORA / "phrases" / "deadlines.tsv").open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for phrase in rows:
        written = phrase["deadlines"].split(" | ") if phrase["deadlines"] else []
        values = [re.fullmatch(r"(.+)=(?:date|range):(?:.*/)?([\d-]+)", one) for one in written]
        if all(values):
            texts, days = tuple(one[1] for one in values if one), tuple(one[2] for one in values if one)
            found.append(Sentence(phrase["sentence"], phrase["mode"] == "limit", texts, days))
    return found


def _last_days(time: object) -> set[str]:
    """The last day of JioNLP's value, a pair or a list of pairs; none for a length or a recurrence."""
    while isinstance(time, list):
        time = time[-1]
    return {time[:10]} if isinstance(time, str) else set()


def _ours(sentence: Sentence) -> set[str]:
    return {str(d.end or d.kind) for d in find_deadlines(sentence.text, year=YEAR, limit=sentence.limit)}


def _score(name: str, read: Callable[[Sentence], set[str]], sentences: Sequence[Sentence]) -> None:
    right = sum(read(sentence) == set(sentence.days) for sentence in sentences)
    share = 100 * right / max(1, len(sentences))
    row(name, share, "%", f"{right} of {len(sentences)}; dates as of {date(YEAR, 1, 1)}")
