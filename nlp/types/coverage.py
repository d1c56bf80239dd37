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
    """The status that one report gives an item."""

    report: str
    status: Status


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one task of the plan over all reports."""

    task: str
    status: Status
    timeliness: Timeliness
    by_report: tuple[ReportStatus, ...]
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...]
    why: str
    decided: bool = True


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
    """Which plan items have evidence and which have none."""

    plan: TaskList
    as_of: date
    reports: tuple[ReportFacts, ...]
    items: tuple[Item, ...]
    summary: Summary
    warnings: tuple[Warning, ...] = ()
