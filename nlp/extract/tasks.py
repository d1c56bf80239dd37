"""Extract the task list of a plan: Document to Plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from nlp.extract.actions import find_actions
from nlp.extract.deadlines import find_damaged, find_deadlines
from nlp.extract.parties import first_is_lead, lead_first
from nlp.extract.slots import Slot, find_slots, heading_levels, move
from nlp.extract.subjects import find_subjects
from nlp.extract.tables import find_table_slots
from nlp.extract.targets import find_targets
from nlp.lexicon import load
from nlp.types import Deadline, Document, DocumentFacts, Measure, Party, Plan, Task, Warning, Workstream

SHORTEST_TASK = 4  # characters; a shorter line is a label


def extract_plan(document: Document) -> Plan:
    """The plan that a document holds: workstreams, and tasks with parties, deadlines and targets.

    A document without tasks gives a plan with none; the caller decides whether that is an error.
    """
    slots = sorted(
        [*find_slots(document), *(s for table in document.tables for s in find_table_slots(document, table))],
        key=lambda slot: slot.place.start,
    )
    slots = [slot for slot in slots if slot.cell or is_order(document.text[slot.place.start : slot.place.end])]
    keys, workstreams = _workstreams(document, slots)
    measures = _measures(document, slots, keys)
    ranked = first_is_lead(document.text)
    tasks: list[Task] = []
    counts: dict[str, int] = {}
    for slot, key, (number, measure) in zip(slots, keys, measures, strict=True):
        prefix = f"{key or 0}.{number}"
        counts[prefix] = counts.get(prefix, 0) + 1
        tasks.append(_task(document, slot, f"{prefix}.{counts[prefix]}", key, measure, ranked=ranked))
    return Plan(facts_of(document), workstreams, tuple(tasks), document.warnings + tuple(_warnings(document, tasks)))


def facts_of(document: Document) -> DocumentFacts:
    """What a task list keeps of its document."""
    return DocumentFacts(
        document.file,
        document.sha256,
        document.title,
        document.kind,
        document.year,
        document.issuer,
        document.pages,
    )


def _task(
    document: Document, slot: Slot, id: str, workstream: str | None, measure: Measure | None, *, ranked: bool
) -> Task:
    start = slot.place.start
    text = document.text[start : slot.place.end]
    year = document.year
    deadlines = [_at(d, start) for d in find_deadlines(text, year=year)]
    for left, right in slot.limits:
        deadlines += [_at(d, left) for d in find_deadlines(document.text[left:right], year=year, limit=True)]
    parties = lead_first(slot.parties) if ranked else slot.parties
    subjects = tuple(move(party, start) for party in find_subjects(text))
    actions = find_actions(text)
    targets = tuple(replace(t, offset=start + (t.offset or 0)) for t in find_targets(text))
    return Task(
        id=id,
        workstream=workstream,
        measure=measure,
        text=text,
        actions=actions,
        parties=_unique(parties) + subjects,
        deadlines=tuple(deadlines),
        targets=targets,
        source=slot.place,
        confidence=_confidence(slot, bool(actions), measure is not None),
    )


def is_order(sentence: str) -> bool:
    """Whether a text orders something: no notice, meaning, fact or form, and a full sentence or a line with a verb.

    >>> is_order("每季度组织党员干部开展专题学习。"), is_order("制度是管长远的根本。"), is_order("镜湖局办公室")
    (True, False, False)
    """
    words = sentence.strip("。；;！! ")
    if len(words) < SHORTEST_TASK or any(pattern.search(sentence) for pattern in _not_tasks()):
        return False
    return words != sentence or any(action.verb for action in find_actions(sentence)) or bool(find_targets(sentence))


@cache
def _not_tasks() -> tuple[re.Pattern[str], ...]:
    rows = load("not_tasks.toml", keys=("name", "pattern", "examples", "not_examples"))
    return tuple(re.compile(row["pattern"]) for row in rows)


def _workstreams(document: Document, slots: Sequence[Slot]) -> tuple[list[str | None], tuple[Workstream, ...]]:
    """The workstream id of each slot, and the workstreams: headings of the top level, else a table's categories."""
    top, _ = heading_levels(document)
    used = {slot.workstream for slot in slots if slot.workstream is not None}
    first = min(used, default=0)
    headings = [i for i, h in enumerate(document.outline) if h.level == top and (i >= first)] if used else []
    ids = {index: str(n) for n, index in enumerate(headings, 1)}
    found = [Workstream(ids[i], document.outline[i].number, document.outline[i].title) for i in headings]
    keys: list[str | None] = []
    categories: dict[tuple[int | None, str], str] = {}
    for slot in slots:
        if slot.workstream is not None:
            keys.append(ids[slot.workstream])
        elif slot.groups:
            category = (slot.place.block, slot.groups[0])
            if category not in categories:
                categories[category] = str(len(found) + 1)
                found.append(Workstream(categories[category], None, slot.groups[0]))
            keys.append(categories[category])
        else:
            keys.append(None)
    return keys, tuple(found)


def _measures(
    document: Document, slots: Sequence[Slot], keys: Sequence[str | None]
) -> list[tuple[int, Measure | None]]:
    """The number of each slot's measure within its workstream (0 for none), and the measure."""
    _, second = heading_levels(document)
    seen: dict[str | None, dict[object, int]] = {}
    found: list[tuple[int, Measure | None]] = []
    for index, heading in enumerate(document.outline):  # headings without tasks count too
        if heading.level == second and heading.parent is not None:
            key = next((k for k, s in zip(keys, slots, strict=True) if s.workstream == heading.parent), None)
            if key is not None:
                numbers = seen.setdefault(key, {})
                numbers.setdefault(index, len(numbers) + 1)
    for slot, key in zip(slots, keys, strict=True):
        measure: Measure | None = None
        name: object = None
        if slot.measure is not None:
            heading = document.outline[slot.measure]
            measure, name = Measure(heading.number, heading.title), slot.measure
        elif len(slot.groups) > 1:
            measure, name = Measure(None, slot.groups[1]), slot.groups[1]
        if measure is None:
            found.append((0, None))
            continue
        numbers = seen.setdefault(key, {})
        found.append((numbers.setdefault(name, len(numbers) + 1), measure))
    return found


def _unique(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple({(party.name, party.role): party for party in reversed(tuple(parties))}.values())[::-1]


def _at(deadline: Deadline, start: int) -> Deadline:
    return replace(deadline, offset=start + (deadline.offset or 0))


def _confidence(slot: Slot, acts: bool, measured: bool) -> float:
    """How sure it is that the text is a task, a fixed grade: a task cell or a sentence with an action under a measure
    0.97, one without a measure 0.9, one without an action 0.6.
    """
    if not acts:
        return 0.8 if slot.cell else 0.6
    return 0.97 if slot.cell or measured else 0.9


def _warnings(document: Document, tasks: Sequence[Task]) -> Iterable[Warning]:
    if document.year is None and any(d.inferred == "no year" for task in tasks for d in task.deadlines):
        yield Warning(
            document.file, "", "no year is stated, so dates without a year have no value", "name it with --year"
        )
    for task in tasks:
        for phrase in find_damaged(task.text):
            yield Warning(document.file, f"task {task.id}", f"the date {phrase} is damaged", "read it in the original")
