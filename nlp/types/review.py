"""What reviewing makes: findings on one plan, the changes from one plan to another, the days of a plan's deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.types.base import Shown, Warning
from nlp.types.plan import Plan

FindingKind = Literal[
    "no_party",
    "no_deadline",
    "several_leads",
    "invalid_date",
    "past_date",
    "rest_day",
    "unmeasurable",
    "party_differs",
    "deadline_differs",
]
AsOfSource = Literal["given", "issued", "today"]
ChangeKind = Literal["carried_over", "reworded", "deadline_moved", "owner_changed", "target_changed", "new", "dropped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at before a plan is issued.

    `text` are the words it rests on, at `start` to `end` of the document's text: the task itself where something is
    missing. `other` is the task in the plan's table, where prose and table disagree.
    """

    kind: FindingKind
    task: str
    text: str
    start: int
    end: int
    problem: str
    remedy: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class PlanLint(Shown):
    """The findings on a plan in the order of its tasks; `as_of` is the day before which a date is past.

    `as_of_source` tells whether the caller gave that day, or it is the document's day of issue, or today.
    """

    plan: Plan
    as_of: date
    findings: tuple[Finding, ...]
    warnings: tuple[Warning, ...] = ()
    as_of_source: AsOfSource = "given"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a task from one plan to the next: its ids there, `old` None for a new one, `new` for a dropped.

    `kinds` has all that is true of the pair, `carried_over` alone where nothing changed; `similarity` from 0 to 1 is
    that of their texts; `details` say in Chinese what changed from what to what.
    """

    kinds: tuple[ChangeKind, ...]
    old: str | None
    new: str | None
    similarity: float = 1.0
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDiff(Shown):
    """Two plans and what became of each task: the new plan's tasks in their order, behind them the dropped ones."""

    old: Plan
    new: Plan
    changes: tuple[Change, ...]
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which a task falls due: of a dated deadline its last day, of a recurring one each instance.

    `text` is the deadline's phrase.
    """

    day: date
    task: str
    text: str


@dataclass(frozen=True, slots=True)
class Calendar(Shown):
    """A plan's due days in the order of days; `undated` are the ids of tasks that fall on no day.

    `start` and `end` are None where nothing says which days to show: a plan without a year and without a dated task.
    """

    plan: Plan
    start: date | None
    end: date | None
    days: tuple[DueDay, ...]
    undated: tuple[str, ...] = ()
    warnings: tuple[Warning, ...] = ()
