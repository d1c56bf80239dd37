"""What people are shown of a coverage: its verdicts, units, reports and quotes as records in words."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.render.view import TaskView
from nlp.render.words import word
from nlp.types import Light, Status, Timeliness, Warning

URGENCY: tuple[Status, ...] = ("none", "partial", "covered")
LIGHTS: tuple[Light | None, ...] = ("red", "yellow", "green", None)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A passage of a report, with where it stands, why it does not count, and what a reviewer settled about it."""

    quote: str
    source: str
    file: str
    statement: str
    reason: str
    reviewed: str = ""
    work_types: str = ""

    def __str__(self) -> str:
        if self.reason:
            return word("format.rejected", quote=self.quote, source=self.source, reason=self.reason)
        return word("format.quote", quote=self.quote, source=self.source)


@dataclass(frozen=True, slots=True)
class ItemView:
    """A verdict as a row for people.

    `by_unit` follows the units of the coverage, None where the item is not asked of one and it proves nothing;
    `days_left` and `left`, the same in words, stand only where full evidence is still wanted.
    """

    task: TaskView
    status: Status
    timeliness: Timeliness
    note: str
    by_unit: tuple[Status | None, ...]
    evidence: tuple[QuoteView, ...]
    rejected: tuple[QuoteView, ...]
    why: str
    decided: bool
    chance: float | None
    light: Light | None
    days_left: int | None
    left: str
    owed_by: str
    work_types: str
    reviewed: str
    changed: bool | None

    @property
    def when(self) -> str:
        """How it stands with its time: the days left where they are known, else the word, both where they differ."""
        told = word(f"timeliness.{self.timeliness}")
        if not self.left or self.days_left is None:
            return told
        same = (self.timeliness, self.days_left < 0) in (("overdue", True), ("due", False))
        return self.left if same else f"{told} {self.left}"


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report by the name that people know it by."""

    name: str
    file: str
    period: str
    note: str


@dataclass(frozen=True, slots=True)
class CountView:
    """How many items under one name have which status."""

    name: str
    covered: int
    partial: int
    none: int

    @property
    def items(self) -> int:
        """All of them."""
        return self.covered + self.partial + self.none

    @property
    def rate(self) -> float:
        """The share that has evidence, a partial item counted as one half; 0 where there are no items."""
        return (self.covered + self.partial / 2) / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True)
class SilentView:
    """A unit that handed in nothing, and the items that it owes."""

    name: str
    owes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaleView:
    """A reviewer's decision that holds no more, with the reason and where it is written."""

    task: str
    quote: str
    act: str
    lost: str
    written: str

    def __str__(self) -> str:
        what = " / ".join(filter(None, (self.task, self.quote)))
        return word("format.stale", what=what, written=self.written, act=self.act, lost=self.lost)


@dataclass(frozen=True, slots=True)
class CoverageView:
    """A whole coverage for people; `items` in the plan's order.

    `units` are the reporting units, or the reports where the coverage knows no units (`shared` is False then).
    `graded` tells whether it knows lights, chances and who owes what, `compared` whether it was held against the last.
    """

    title: str
    plan_file: str
    as_of: str
    total: CountView
    overdue: int
    workstreams: tuple[CountView, ...]
    units: tuple[CountView, ...]
    reports: tuple[ReportView, ...]
    items: tuple[ItemView, ...]
    warnings: tuple[Warning, ...]
    silent: tuple[SilentView, ...]
    orphans: tuple[QuoteView, ...]
    stale: tuple[StaleView, ...]
    shared: bool
    graded: bool
    compared: bool

    def with_status(self, *statuses: Status) -> tuple[ItemView, ...]:
        """The items of these statuses, gaps first, in the plan's order within a status."""
        return tuple(item for status in URGENCY if status in statuses for item in self.items if item.status == status)

    @property
    def queue(self) -> tuple[ItemView, ...]:
        """The items that a person must settle, red before yellow before green, the least sure first."""
        asked = (item for item in self.items if not item.decided)
        return tuple(sorted(asked, key=lambda item: (LIGHTS.index(item.light), item.chance or 0.0)))

    @property
    def changed(self) -> tuple[ItemView, ...]:
        """The items that differ from the last coverage."""
        return tuple(item for item in self.items if item.changed)
