"""Pair the tasks that stand both in a plan's prose and in its table, and say where the two disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from nlp.lexicon.script import to_simplified
from nlp.review.patterns import pattern
from nlp.types import Document, Party, Plan, Task

_LEAST_DICE = 0.5
_LEAST_HELD = 0.75  # the share of the shorter text's bigrams that the longer one holds
_SHORTEST = 5  # bigrams; less is no text to know a task by


def pair_twins(plan: Plan, document: Document) -> Mapping[str, Task]:
    """The task in a table of the document for the id of each task in its prose that stands there too, one to one.

    Texts are compared by their character bigrams (Dice coefficient), without numbers, time limits, acting subjects,
    notes in brackets and adverbs; the nearest pairs are taken first.
    """
    blocks = {table.block for table in document.tables}
    prose = [task for task in plan.tasks if task.source.block not in blocks]
    listed = [task for task in plan.tasks if task.source.block in blocks]
    if not prose or not listed:
        return {}
    grams = {id(task): _bigrams(task) for task in plan.tasks}
    near = [
        (score, i, j)
        for i, ours in enumerate(prose)
        for j, theirs in enumerate(listed)
        if (score := _likeness(grams[id(ours)], grams[id(theirs)]))
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(near, key=lambda found: (-found[0], found[1], found[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return {prose[i].id: listed[j] for i, j in pairs.items()}


def differing_parties(ours: Task, theirs: Task) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The lead parties of two tasks where they disagree, else None.

    They agree where each lead of the one leads or supports in the other and at least one leads in both; a task that
    marks or charges no lead does not disagree, nor do groups of bodies (各科室) with one another. 局办公室 is 办公室.
    """
    leads, others = _leads(ours), _leads(theirs)
    if not leads or not others:
        return None
    shared = any(_same(a, b) for a in leads for b in others)
    held = _all_in(leads, others + _supports(theirs)) and _all_in(others, leads + _supports(ours))
    return None if shared and held else (tuple(leads), tuple(others))


def differing_dates(ours: Task, theirs: Task) -> tuple[tuple[date, ...], tuple[date, ...]] | None:
    """The last days of two tasks' dated time limits where they disagree, else None.

    They agree where all days of the one are among the other's; a task without a dated limit does not disagree.
    """
    days, others = _days(ours), _days(theirs)
    return None if days <= others or others <= days else (tuple(sorted(days)), tuple(sorted(others)))


def _bigrams(task: Task) -> frozenset[str]:
    text = pattern("numbering").sub("", to_simplified(task.text))
    for phrase in (*(d.text for d in task.deadlines), *(p.name for p in task.parties if p.source == "subject")):
        text = text.replace(to_simplified(phrase), "")
    text = pattern("filler").sub("", pattern("note").sub("", text))
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The Dice coefficient of two sets of bigrams; 0 below the bounds."""
    fewer = min(len(ours), len(theirs))
    if fewer < _SHORTEST:
        return 0.0
    held = len(ours & theirs)
    dice = 2 * held / (len(ours) + len(theirs))
    return dice if held >= _LEAST_HELD * fewer and dice >= _LEAST_DICE else 0.0


def _leads(task: Task) -> list[str]:
    """The names of the leads that a task is marked with, or that its sentence charges (由办公室牵头)."""
    leads = [party for party in task.parties if party.role == "lead"]
    marked = [party for party in leads if party.source == "annotation"]
    return _names(marked or [party for party in leads if _is_charged(party, task)])


def _is_charged(party: Party, task: Task) -> bool:
    """Whether the sentence charges a body with the work; who merely acts in it (局党组听取汇报) may be another."""
    if party.end is None:
        return False
    behind = to_simplified(task.text[party.end - task.source.start :])
    return pattern("named_duty").search(behind) is not None


def _supports(task: Task) -> list[str]:
    return _names([party for party in task.parties if party.role == "support"])


def _names(parties: Sequence[Party]) -> list[str]:
    return list(dict.fromkeys("".join(party.name.split()) for party in parties))


def _all_in(names: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(_same(name, other) for other in others) for name in names)


def _same(name: str, other: str) -> bool:
    generic = pattern("generic_party")
    if generic.search(to_simplified(name)) and generic.search(to_simplified(other)):
        return True
    return name.endswith(other) or other.endswith(name)


def _days(task: Task) -> frozenset[date]:
    return frozenset(d.end for d in task.deadlines if d.kind in ("date", "range") and d.end)
