"""Tell what kind of statement each passage of a report makes, by cue words and what they govern alone.

This is the floor below the trained model: each cue of `statement_cues.toml` votes for a kind in the clauses that it
governs; the clauses then settle the sentence: an act reported beside a plan or a shortcoming is `done`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nlp.classify.cues import KINDS
from nlp.classify.reading import Reading, read_passages
from nlp.classify.votes import Votes, count_votes, list_cue_names
from nlp.lexicon.columns import Register, status_of
from nlp.types import Passage, Statement

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

ACT = 0.9
SHORT_CELL = 8
TELLING = ("in_progress", "planned", "negated", "prior")
"""Kinds whose cues are telling even in a short cell."""

_PLAIN_CELL = re.compile(r"[^，。；！？]*$")


def classify_by_rules(passages: Sequence[Passage], *, year: int | None) -> tuple[Statement, ...]:
    """The kind of statement that each passage makes, in the passages' order.

    `passages` are those of one report, `year` the year that it reports on (None where it is not known: then only words
    such as 去年 tell another year). The score is the winner's share of the votes, 0..1; the cue is the name of the rule
    that decided. On the labelled passages of c1 to c15 (5,280) accuracy 0.87, macro-F1 0.81; on the sentences of
    `corpora/statements` (850), written where readers confuse kinds, 0.67 and 0.66 (0.57 and 0.54 before the rules were
    extended on them).

    Raises ConfigError for a rule with an unknown kind, scope or a broken pattern.

    >>> from nlp.types import Place
    >>> texts = ("6月12日印发《防控手册》，发放41份。", "下一步，将组织专题学习。", "去年签订责任书22份。")
    >>> passages = tuple(Passage(i, text, Place(0, 0, len(text))) for i, text in enumerate(texts))
    >>> [statement.kind for statement in classify_by_rules(passages, year=2022)]
    ['done', 'planned', 'prior']
    """
    return settle(read_passages([(passages, year)]))


def settle(reading: Reading, votes: Votes | None = None) -> tuple[Statement, ...]:
    """The statements of the passages of a reading, by the votes of its clauses."""
    votes = votes or count_votes(reading)
    deciding, shares = _decide(reading, votes)
    names = list_cue_names(reading)
    kinds, cues = votes.kinds[deciding].tolist(), votes.strongest[deciding].tolist()
    return tuple(
        _statement(passage, register, Statement(passage.id, KINDS[kind], share, names[cue]))
        for passage, register, kind, share, cue in zip(
            reading.passages, reading.registers, kinds, shares, cues, strict=True
        )
    )


def told_by_place(passage: Passage, register: Register) -> Statement | None:
    """The statement of a passage whose place alone decides: a heading, a table's column, a status; None for others."""
    if passage.kind == "heading":
        return Statement(passage.id, "background", 0.95, "heading")
    if register.role is None:
        return None
    if register.role != "told":
        return Statement(passage.id, "background", 0.95, f"column: {register.role}")
    status = status_of(passage.text)
    return Statement(passage.id, status, 0.9, "status cell") if status else None


def _statement(passage: Passage, register: Register, found: Statement) -> Statement:
    """The statement by place, else by votes; an act told in a cell is held against its row's status."""
    if passage.kind == "sentence":
        return found
    placed = told_by_place(passage, register)
    if placed is not None:
        return placed
    short = len(passage.text) <= SHORT_CELL and _PLAIN_CELL.match(passage.text)
    if passage.kind == "cell" and short and found.kind not in TELLING:
        return Statement(passage.id, "background", 0.8, "short cell")
    if register.role == "told" and register.status in ("in_progress", "negated") and found.kind == "done":
        return replace(found, kind="in_progress", cue="status of the row")
    return found


def _decide(reading: Reading, votes: Votes) -> tuple[NDArray[int64], list[float]]:
    """The clause that decides each passage, and its winner's share of the votes as a score.

    The strongest act decides, else the strongest clause that is no background, else the first clause.
    """
    import numpy as np

    first = reading.clauses.first[:-1]
    size = len(reading.clauses)
    if not size:
        return np.zeros(0, np.int64), []
    best = votes.counts[np.arange(size), votes.kinds]
    rank = np.where(votes.kinds == len(KINDS) - 1, -1.0, best)
    rank[(votes.kinds == KINDS.index("done")) & (best >= ACT)] += 1e6
    deciding = _first_of_highest(rank, first, reading.clauses.owners)
    total = np.maximum(votes.counts[deciding], 0.0).sum(axis=1)
    share = np.divide(best[deciding], total, out=np.full(len(deciding), 0.5), where=total > 0)
    return deciding, [round(0.4 + 0.6 * part, 3) for part in share.tolist()]


def _first_of_highest(rank: NDArray[Any], first: NDArray[Any], owners: NDArray[Any]) -> NDArray[int64]:
    """For each passage the first of its clauses with the highest rank."""
    import numpy as np

    highest = np.maximum.reduceat(rank, first)
    places = np.where(rank == highest[owners], np.arange(len(rank)), len(rank))
    return np.minimum.reduceat(places, first)
