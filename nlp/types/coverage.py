"""What covering makes: a verdict with its evidence for each item, and the totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.types.base import Shown, Warning
from nlp.types.document import Period
from nlp.types.plan import TaskList
from nlp.types.report import StatementKind

Status = Literal["covered", "partial", "none"]
Timeliness = Literal["met", "late", "overdue", "due", "unknown"]
Light = Literal["green", "yellow", "red"]
DecisionAct = Literal["accept", "reject", "status", "note"]


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """What a reviewer settled about an item, known by its text, so that it outlives numbers and new versions.

    `quote` is the passage that is accepted or rejected as evidence, None for the item as a whole; `status` is what the
    item is set to. `file` and `line` say where the decision stands.
    """

    act: DecisionAct
    task: str
    quote: str | None = None
    status: Status | None = None
    note: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a coverage report keeps of each report; `decided` is False where part of the file could not be read."""

    id: str
    file: str
    sha256: str
    title: str | None
    unit: str | None
    period: Period | None
    decided: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that proves an item, with its place; `when` is a date as far as it is stated, `count` a stated number."""

    report: str
    quote: str
    page: int | None
    start: int
    end: int
    statement: StatementKind
    score: float
    when: str | None = None
    count: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A near passage that is no evidence, with the reason."""

    report: str
    quote: str
    page: int | None
    start: int
    end: int
    statement: StatementKind
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """The status that one report gives an item; `owed` is False where the item asks nothing of the report's unit."""

    report: str
    status: Status
    owed: bool = True


@dataclass(frozen=True, slots=True)
class ActionProof:
    """One of an item's main actions and the evidence for it, as indices of the item's `evidence`."""

    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one task of the plan over all reports.

    `chance` (0..1) is how often a verdict like this one is right; `decided` is False where a person should look.
    `days_left` counts to the last deadline, negative behind it. `owed_by` names the reporting units that it is asked
    of. `decisions` are the reviewers' that were applied; `changed` tells whether the verdict or its evidence differs
    from the coverage given as the last one, None where none was given.
    """

    task: str
    status: Status
    timeliness: Timeliness
    by_report: tuple[ReportStatus, ...]
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...]
    why: str
    decided: bool = True
    chance: float | None = None
    light: Light | None = None
    days_left: int | None = None
    owed_by: tuple[str, ...] = ()
    work_types: tuple[str, ...] = ()
    actions: tuple[ActionProof, ...] = ()
    decisions: tuple[ItemDecision, ...] = ()
    changed: bool | None = None


@dataclass(frozen=True, slots=True)
class UnitDuty:
    """A unit, its reports' ids and the items asked of it; `silent` where it owes items and handed in nothing."""

    name: str
    reports: tuple[str, ...]
    owes: tuple[str, ...]
    silent: bool


@dataclass(frozen=True, slots=True)
class Orphan:
    """Work that a report tells of and that belongs to no item of the plan."""

    report: str
    quote: str
    page: int | None
    start: int
    end: int
    statement: StatementKind
    work_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkstreamCount:
    """How many items of a workstream have which status; None gathers the tasks without a workstream."""

    workstream: str | None
    covered: int
    partial: int
    none: int


@dataclass(frozen=True, slots=True)
class ReportCount:
    """How many items a report gives which status."""

    report: str
    covered: int
    partial: int
    none: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals; `rate` counts a partial item as one half."""

    items: int
    covered: int
    partial: int
    none: int
    rate: float
    by_workstream: tuple[WorkstreamCount, ...]
    by_report: tuple[ReportCount, ...]


@dataclass(frozen=True, slots=True)
class Coverage(Shown):
    """Which plan items have evidence and which have none.

    `units` are those that report and those that the plan names; `orphans` work without an item; `stale` the reviewers'
    decisions whose item or passage is no longer there.
    """

    plan: TaskList
    as_of: date
    reports: tuple[ReportFacts, ...]
    items: tuple[Item, ...]
    summary: Summary
    warnings: tuple[Warning, ...] = ()
    units: tuple[UnitDuty, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    stale: tuple[ItemDecision, ...] = ()
