"""What a verdict on a task looks at: Links with the words and the kind of statement behind them, of one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.types import Link, Report, Statement, StatementKind

TELLING: tuple[StatementKind, ...] = ("done", "in_progress")
ABLE = 0.12
"""The least chance of telling an act that makes a passage able to be evidence; that of `nlp.match`."""


@dataclass(frozen=True, slots=True)
class Near:
    """A Link with what stands behind it: the passage's words and kind of statement."""

    link: Link
    text: str
    statement: Statement

    @property
    def able(self) -> bool:
        """Whether the passage may be evidence."""
        act = self.statement.act
        return self.statement.kind in TELLING if act is None else act >= ABLE


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says near each task, with how many passages it has and what share of them tells of work done."""

    near: Mapping[str, Sequence[Near]]
    passages: int
    done: float


def gather(report: Report, statements: Sequence[Statement], links: Sequence[Link]) -> Said:
    """What a report says near each task, from its statements, in the order of its passages, and its Links."""
    told = {statement.passage: statement for statement in statements}
    texts = {passage.id: passage.text for passage in report.passages}
    near: dict[str, list[Near]] = {}
    for link in links:
        near.setdefault(link.task, []).append(Near(link, texts[link.passage], told[link.passage]))
    done = sum(statement.kind == "done" for statement in statements) / max(1, len(statements))
    return Said(near, len(report.passages), done)
