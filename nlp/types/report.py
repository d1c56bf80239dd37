"""What extraction and classification make of a report: passages, their statements, their links to tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.types.base import Place, Shown, Warning
from nlp.types.document import Period
from nlp.types.plan import Label

StatementKind = Literal["done", "in_progress", "planned", "negated", "requirement", "prior", "background"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a table cell of a report; `section` is the path of heading titles above it.

    `row` holds the other cells of a table row, as `header：text`, so that a cell is not judged alone.
    """

    id: int
    text: str
    place: Place
    section: tuple[str, ...] = ()
    kind: Literal["heading", "sentence", "cell"] = "sentence"
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit handed in, cut into passages."""

    id: str
    file: str
    sha256: str
    title: str | None
    unit: str | None
    year: int | None
    period: Period | None
    passages: tuple[Passage, ...]
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a passage that makes one kind of statement: `passage.text[start:end]` is its text."""

    kind: StatementKind
    start: int
    end: int
    score: float = 1.0
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What kind of statement a passage is, how sure (0..1), and the cue that decided.

    `clauses` are the stretches of a passage that mixes kinds, in order and covering it; empty where it makes one kind.
    `act` is the chance (0..1) that some clause of it tells an act, done or under way; None where nothing weighed it.
    """

    passage: int
    kind: StatementKind
    score: float
    cue: str | None = None
    clauses: tuple[Clause, ...] = ()
    act: float | None = None


@dataclass(frozen=True, slots=True)
class Tagged(Shown):
    """A document's passages with their statements and labels: what `duban classify` prints."""

    report: Report
    statements: tuple[Statement, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A passage that speaks about a task: `score` is how likely it is evidence, `relevance` how near its words are.

    `actions` are the indices of the task's actions that the passage speaks of, `reach` how far it speaks of each of
    them; `kinship` (-1..1) is how alike the kinds of work are that the two are about.
    """

    task: str
    report: str
    passage: int
    relevance: float
    score: float
    actions: tuple[int, ...] = ()
    reach: tuple[float, ...] = ()
    kinship: float = 0.0
