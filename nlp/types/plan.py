"""What extraction makes of a plan: workstreams and tasks with parties, deadlines and targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.types.base import DocumentKind, Place, Shown, Warning

Role = Literal["lead", "support", "supervise", "person"]
PartySource = Literal["annotation", "subject"]
DeadlineKind = Literal["date", "range", "recurring", "ongoing", "event", "relative", "immediate"]
Op = Literal[">=", "<=", "="]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a task list keeps of the document it came from."""

    file: str
    sha256: str
    title: str | None
    kind: DocumentKind
    year: int | None
    issuer: str | None
    pages: int | None


@dataclass(frozen=True, slots=True)
class Workstream:
    """A top-level part of the plan; `number` is None where it is a table's category column."""

    id: str
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The heading level below the workstream; `number` is None where there is none."""

    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a task orders: the verb, what it acts on, and the clause they stand in."""

    verb: str
    object: str
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who answers for a task, as the document prints the name.

    `start`, `end` are places in the document's text; None where the name was inferred (`inferred` says from what).
    """

    name: str
    role: Role
    source: PartySource
    start: int | None = None
    end: int | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: the phrase and its value, as gold/FORMAT defines the seven kinds.

    Dates are inclusive. `duration` is ISO 8601, `rrule` an RFC 5545 RRULE.
    `offset` is the phrase's first character: in the text given to `find_deadlines`, in the document's text on a task.
    `inferred` names what was not read but concluded (`"year"` where the plan's year was filled in).
    """

    text: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    duration: str | None = None
    offset: int | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the work must reach; percentages keep the unit `%`. `offset` as in `Deadline`."""

    text: str
    op: Op
    value: float
    unit: str
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence, or one table cell, that orders work; `id` is workstream.measure.sentence, each counted from 1."""

    id: str
    workstream: str | None
    measure: Measure | None
    text: str
    actions: tuple[Action, ...]
    parties: tuple[Party, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    source: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class Plan(Shown):
    """What a plan holds: its workstreams and its tasks in reading order."""

    document: DocumentFacts
    workstreams: tuple[Workstream, ...]
    tasks: tuple[Task, ...]
    warnings: tuple[Warning, ...] = ()

    def _shown(self) -> TaskList:
        return TaskList(self, ())


@dataclass(frozen=True, slots=True)
class Label:
    """The workstream of the taxonomy that a text belongs to; `target` is the task's or passage's id.

    `score` is the probability of the workstream (0..1). `workstream` is None where the text is undecided; `second` is
    the other workstream of a text that belongs to two. `words` carried the decision, the weightiest first.
    """

    target: str
    workstream: str | None
    score: float
    second: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskList(Shown):
    """A plan with the classifier's labels: what `duban tasks` prints."""

    plan: Plan
    labels: tuple[Label, ...]
