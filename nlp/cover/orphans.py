"""Find work that reports tell of and that no task of the plan asks for: reports and Links to Orphans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache

from nlp.cover.near import TELLING
from nlp.lexicon import load
from nlp.types import Link, Orphan, Passage, Plan, Report, Statement

BELOW = 0.2
"""A passage whose best chance of being evidence lies below this belongs to no task.

On reports that the installed model was not fitted on (corpora/demo and gold/dev), 2 of 150 passages that are evidence
lie below it, and 14 of the 38 acts that are none; on c1 to c15, which it was fitted on, 1.8 % and 23 %.
"""
MOST = 20
SHORTEST = 8


def find_orphans(
    plan: Plan,
    reports: Sequence[Report],
    statements: Mapping[str, tuple[Statement, ...]],
    links: Sequence[Link],
    *,
    used: Collection[tuple[str, int]] = (),
    types_of: Callable[[str], tuple[str, ...]] | None = None,
    most: int | None = MOST,
) -> tuple[Orphan, ...]:
    """Concrete acts that are no evidence and near no task, by report and place.

    `statements` are each report's by its id; `links` those of all tasks and reports; `used` the (report, passage) that
    are evidence. An act is concrete where it has a date, a number, a paper or a meeting (concrete_acts.toml). Headings,
    what repeats the plan word for word, and the same words said again are left out. `types_of` names the kinds of work
    of a text; `most` is how many are kept of each report, None for all (`count_left_out` tells how many are not).

    >>> from nlp.types import DocumentFacts, Place
    >>> plan = Plan(DocumentFacts("p.txt", "", None, "plan", 2022, None, None), (), ())
    >>> said = tuple(Passage(i, t, Place(0, 0, 9)) for i, t in enumerate(("6月新购桌椅12套。", "抓好后勤保障工作。")))
    >>> report = Report("r1", "r.txt", "", None, None, 2022, None, said)
    >>> told = {"r1": tuple(Statement(i, "done", 0.9) for i in range(2))}
    >>> [orphan.quote for orphan in find_orphans(plan, (report,), told, ())]
    ['6月新购桌椅12套。']
    """
    best = _best_scores(links)
    asked = {part for task in plan.tasks for part in _parts(task.text)}
    found = []
    for report in reports:
        told = {statement.passage: statement for statement in statements.get(report.id, ())}
        said: set[str] = set()
        kept = 0
        for passage in sorted(report.passages, key=lambda p: (p.place.start, p.id)):
            if most is not None and kept >= most:
                break
            statement = told.get(passage.id)
            if statement is None or (report.id, passage.id) in used or best.get((report.id, passage.id), 0.0) >= BELOW:
                continue
            words = _squeeze(passage.text)
            if words not in said and not asked.issuperset(_parts(words)) and _tells_work(passage, statement):
                said.add(words)
                kept += 1
                found.append(_orphan(report.id, passage, statement, types_of))
    return tuple(found)


def count_left_out(orphans: Sequence[Orphan], *, most: int = MOST) -> dict[str, int]:
    """How many of all orphans (found with `most=None`) go beyond the `most` that are kept of a report, by report."""
    counts = Counter(orphan.report for orphan in orphans)
    return {report: count - most for report, count in counts.items() if count > most}


def is_concrete(text: str) -> bool:
    """Whether a text states a date, a number, a paper or a meeting and is no line about the report or the body.

    >>> is_concrete("新建改造湖心岛步道2公里。"), is_concrete("后勤保障能力明显提升。")
    (True, False)
    """
    positive, negative = _patterns()
    return positive.search(text) is not None and negative.search(text) is None


def _tells_work(passage: Passage, statement: Statement) -> bool:
    long_enough = len(passage.text) >= SHORTEST and passage.kind != "heading"
    return long_enough and statement.kind in TELLING and is_concrete(passage.text)


def _orphan(
    report: str, passage: Passage, statement: Statement, types_of: Callable[[str], tuple[str, ...]] | None
) -> Orphan:
    place = passage.place
    types = types_of(passage.text) if types_of is not None else ()
    return Orphan(report, passage.text, place.page, place.start, place.end, statement.kind, types)


def _best_scores(links: Sequence[Link]) -> dict[tuple[str, int], float]:
    best: dict[tuple[str, int], float] = {}
    for link in links:
        key = (link.report, link.passage)
        best[key] = max(best.get(key, 0.0), link.score)
    return best


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split("[。；;，,]", _squeeze(text)) if part)


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = load("concrete_acts.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))

    def join(wanted: bool) -> re.Pattern[str]:
        return re.compile("|".join(_alternatives(wanted)) or r"(?!)")

    def _alternatives(wanted: bool) -> Iterator[str]:
        return (f"(?:{row['pattern']})" for row in rows if (row["kind"] != "not") == wanted)

    return join(True), join(False)
