"""Extract the task list of a plan: Document to Plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from nlp.extract.actions import find_actions
from nlp.extract.deadlines import find_damaged, find_deadlines
from nlp.extract.parties import first_is_lead, lead_first
from nlp.extract.slots import Slot, move
from nlp.extract.subjects import find_subjects
from nlp.extract.targets import find_targets
from nlp.extract.walk import depth_of, find_slots
from nlp.lexicon import load
from nlp.lexicon.script import to_simplified
from nlp.types import Deadline, Document, DocumentFacts, Measure, Party, Plan, Target, Task, Warning, Workstream

SHORTEST_TASK = 4  # characters; a shorter line is a label


def extract_plan(document: Document) -> Plan:
    """The plan that a document holds: workstreams, and tasks with parties, deadlines and targets.

    A document without tasks gives a plan with none; the caller decides whether that is an error. Traditional script is
    read through a simplified copy of the same length; every text of the plan is the document's own.
    """
    plan = _extract(replace(document, text=to_simplified(document.text)))
    return plan if to_simplified(document.text) == document.text else _in_own_script(plan, document.text)


def _extract(document: Document) -> Plan:
    found = find_slots(document)
    slots = [slot for slot in found if slot.cell or is_order(document.text[slot.place.start : slot.place.end])]
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
    parties = lead_first(slot.parties, text=document.text) if ranked else slot.parties
    subjects = tuple(move(party, start) for party in find_subjects(text))
    actions = find_actions(text)
    targets = [replace(t, offset=start + (t.offset or 0)) for t in find_targets(text)]
    for left, right in slot.amounts:
        targets += [replace(t, offset=left + (t.offset or 0)) for t in find_targets(document.text[left:right])]
    return Task(
        id=id,
        workstream=workstream,
        measure=measure,
        text=text,
        actions=actions,
        parties=_unique(parties) + subjects,
        deadlines=tuple(deadlines),
        targets=tuple(targets),
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
    used = {slot.workstream for slot in slots if slot.workstream is not None}
    first = min(used, default=len(document.outline))
    headings = [i for i in range(first, len(document.outline)) if depth_of(document, i) == 0]
    ids = {index: str(n) for n, index in enumerate(headings, 1)}
    found = [Workstream(ids[i], document.outline[i].number, document.outline[i].title) for i in headings]
    keys: list[str | None] = []
    categories: dict[tuple[int, str], str] = {}
    for slot in slots:
        if slot.workstream is not None:
            keys.append(ids[slot.workstream])
        elif slot.groups and slot.groups[0]:
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
    numbers = _measure_numbers(document, slots, keys)
    found: list[tuple[int, Measure | None]] = []
    for slot, key in zip(slots, keys, strict=True):
        measure: Measure | None = None
        name: object = None
        inner = slot.groups if slot.workstream is not None else slot.groups[1:]
        if slot.measure is not None:
            heading = document.outline[slot.measure]
            measure, name = Measure(heading.number, heading.title), slot.measure
        elif inner:
            measure, name = Measure(None, inner[0]), inner[0]
        known = numbers.setdefault(key, {})
        found.append((known.setdefault(name, len(known) + 1) if measure else 0, measure))
    return found


def _measure_numbers(
    document: Document, slots: Sequence[Slot], keys: Sequence[str | None]
) -> dict[str | None, dict[object, int]]:
    """The numbers of the outline's measures by workstream id; headings without tasks count too."""
    ids = {slot.workstream: key for slot, key in zip(slots, keys, strict=True) if slot.workstream is not None}
    numbers: dict[str | None, dict[object, int]] = {}
    for index, heading in enumerate(document.outline):
        if heading.parent in ids and depth_of(document, index) == 1:
            known = numbers.setdefault(ids[heading.parent], {})
            known.setdefault(index, len(known) + 1)
    return numbers


def _in_own_script(plan: Plan, text: str) -> Plan:
    """The plan with each text as the document prints it, found by its place."""
    return replace(plan, tasks=tuple(_task_in_own_script(task, text) for task in plan.tasks))


def _task_in_own_script(task: Task, text: str) -> Task:
    def own(start: int | None, length: int, else_: str) -> str:
        return else_ if start is None else text[start : start + length]

    base, sentence = task.source.start, task.text
    return replace(
        task,
        text=own(base, len(sentence), sentence),
        actions=tuple(
            replace(a, text=own(base + sentence.index(a.text), len(a.text), a.text)) if a.text in sentence else a
            for a in task.actions
        ),
        parties=tuple(replace(p, name=own(p.start, len(p.name), p.name)) for p in task.parties),
        deadlines=tuple(replace(d, text=own(d.offset, len(d.text), d.text)) for d in task.deadlines),
        targets=tuple(_target_in_own_script(target, text) for target in task.targets),
    )


def _target_in_own_script(target: Target, text: str) -> Target:
    if target.offset is None:
        return target
    own = text[target.offset : target.offset + len(target.text)]
    unit = target.text.rfind(target.unit) if target.unit else -1
    return replace(target, text=own, unit=own[unit : unit + len(target.unit)] if unit >= 0 else target.unit)


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
        yield Warning(document.file, "整个文件", "没有写明年份，缺年份的日期无法确定", "请用 --year 指定年份")
    for task in tasks:
        for phrase in find_damaged(task.text):
            yield Warning(document.file, f"任务{task.id}", f"日期“{phrase}”不完整", "请核对原文")
