"""What labelled corpora hold: reports and tasks with the labels that people gave them."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.types.report import Clause, Report, StatementKind


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """A report with a label for each of its passages, in their order.

    `set` is the labelled set that it belongs to: reports of one set share their plan and are never divided between
    training and test. `year` is the year reported on. `kinds` holds None where a passage has no label; `clauses` holds
    the stretches of passages that mix kinds, else nothing; `themes` holds the workstream of the default taxonomy, None
    where the passage is about none. `weight` is what each of its passages counts in training.
    """

    set: str
    report: Report
    year: int | None
    kinds: tuple[StatementKind | None, ...]
    clauses: tuple[tuple[Clause, ...], ...]
    themes: tuple[str | None, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LabelledTask:
    """A task of a labelled plan: its text with its measure's title before it, and its workstream in the taxonomy."""

    set: str
    id: str
    text: str
    theme: str | None
