"""Set what a classifier said of held-out text beside the labels: reports and statements to pairs of classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.evaluate.metrics import Scores, measure
from nlp.types import Clause, LabelledReport, Statement


@dataclass(frozen=True, slots=True)
class Answers:
    """Golden classes, given ones (None where undecided) and the probabilities of those (none where not known)."""

    gold: tuple[str, ...] = ()
    given: tuple[str | None, ...] = ()
    scores: tuple[float, ...] = ()

    def __add__(self, other: Answers) -> Answers:
        return Answers(self.gold + other.gold, self.given + other.given, self.scores + other.scores)

    def measure(self, labels: Sequence[str]) -> Scores:
        """The figures; see `nlp.evaluate.metrics.measure`."""
        return measure(self.gold, self.given, self.scores, labels=labels)


def answers_of(rows: Iterable[tuple[str, str | None, float]]) -> Answers:
    """The answers in rows of golden class, given class and probability.

    >>> answers_of([("done", "planned", 0.5)])
    Answers(gold=('done',), given=('planned',), scores=(0.5,))
    """
    listed = list(rows)
    return Answers(*(tuple(column) for column in zip(*listed, strict=True))) if listed else Answers()


def compare_sentences(report: LabelledReport, statements: Sequence[Statement]) -> Answers:
    """Each labelled passage's kind beside the kind that it was given."""
    return answers_of(
        (gold, statement.kind, statement.score)
        for gold, statement in zip(report.kinds, statements, strict=True)
        if gold is not None
    )


def compare_clauses(report: LabelledReport, statements: Sequence[Statement], *, mixed: bool = False) -> Answers:
    """Each labelled stretch's kind beside the kind given to most of its characters.

    A passage without labelled clauses is one stretch; with `mixed`, only passages with labelled clauses are looked at.
    """
    return answers_of(_stretches(report, statements, mixed))


def compare_splits(report: LabelledReport, statements: Sequence[Statement]) -> Answers:
    """Whether each labelled passage mixes kinds, beside whether it was split into clauses of several kinds."""

    def said(clauses: Iterable[Clause]) -> str:
        return "mixed" if len({clause.kind for clause in clauses}) > 1 else "plain"

    pairs = zip(report.kinds, report.clauses, statements, strict=True)
    rows = [(said(clauses), said(told.clauses)) for gold, clauses, told in pairs if gold is not None]
    return Answers(tuple(gold for gold, _ in rows), tuple(given for _, given in rows))


def _stretches(
    report: LabelledReport, statements: Sequence[Statement], mixed: bool
) -> Iterator[tuple[str, str | None, float]]:
    for passage, gold, labelled, told in zip(
        report.report.passages, report.kinds, report.clauses, statements, strict=True
    ):
        if gold is None or (mixed and not labelled):
            continue
        size = len(passage.text)
        given = told.clauses or (Clause(told.kind, 0, size, told.score),)
        for stretch in labelled or (Clause(gold, 0, size),):
            kind, score = _most(given, stretch.start, stretch.end)
            yield stretch.kind, kind, score


def _most(clauses: Sequence[Clause], start: int, end: int) -> tuple[str, float]:
    """The kind of most characters from start to end, and the probability of its longest clause there."""
    shares: dict[str, int] = {}
    best: dict[str, tuple[int, float]] = {}
    for clause in clauses:
        size = max(0, min(end, clause.end) - max(start, clause.start))
        shares[clause.kind] = shares.get(clause.kind, 0) + size
        best[clause.kind] = max(best.get(clause.kind, (0, 0.0)), (size, clause.score))
    kind = max(shares, key=lambda one: shares[one])
    return kind, best[kind][1]
