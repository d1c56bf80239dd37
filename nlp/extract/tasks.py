"""Extract the task list of a plan: Document to Plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from nlp.extract.actions import find_actions, names_work
from nlp.extract.deadlines import find_damaged, find_deadlines
from nlp.extract.grid import is_sign
from nlp.extract.papers import Paper, find_papers, separate
from nlp.extract.parties import lead_first, ranked_spans
from nlp.extract.slots import Slot, move
from nlp.extract.subjects import find_subjects
from nlp.extract.targets import find_targets
from nlp.extract.walk import depth_of, find_slots
from nlp.lexicon import load_patterns
from nlp.lexicon.script import to_simplified
from nlp.types import Action, Deadline, Document, DocumentFacts, Measure, Party, Plan, Target, Task, Warning, Workstream

SHORTEST_TASK = 4  # characters; a shorter line is a label
_TOLD_OF = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*年(?:[底末度]|全年|以来)?，(?![^。；]*[，、][^，。；]{0,6}(?:要(?!求)|必须|应当|须))"
)


def extract_plan(document: Document) -> Plan:
    """The plan that a document holds: workstreams, and tasks with parties, deadlines and targets.

    A document without tasks gives a plan with none; the caller decides whether that is an error. Traditional script is
    read through a simplified copy of the same length; every text of the plan is the document's own.
    """
    plan = _extract(replace(document, text=to_simplified(document.text)))
    return plan if to_simplified(document.text) == document.text else _in_own_script(plan, document.text)


def _extract(document: Document) -> Plan:
    papers = find_papers(document)
    document = separate(document, papers)
    slots = [slot for slot in find_slots(document, papers) if slot.cell or _orders(document, slot, papers)]
    keys, workstreams = _workstreams(document, slots)
    measures = _measures(document, slots, keys)
    tasks: list[Task] = []
    counts: dict[str, int] = {}
    for slot, key, (number, measure), ranked in zip(slots, keys, measures, _ranked(document, slots), strict=True):
        prefix = f"{key or 0}.{number}"
        counts[prefix] = counts.get(prefix, 0) + 1
        id = f"{prefix}.{counts[prefix]}"
        year = _year_at(slot, document, papers)
        tasks.append(_task(document, slot, id, key, measure, year=year, ranked=ranked))
    return Plan(facts_of(document), workstreams, tuple(tasks), _warnings(document, papers, slots, tasks))


def _year_at(slot: Slot, document: Document, papers: Sequence[Paper]) -> int | None:
    """The year of the paper in which a slot stands."""
    return next((paper.year for paper in reversed(papers) if paper.start <= slot.place.block), document.year)


def _orders(document: Document, slot: Slot, papers: Sequence[Paper]) -> bool:
    """Whether a sentence orders something and does not tell of a year before its paper's (2021年，全县建成…)."""
    sentence = document.text[slot.place.start : slot.place.end]
    told, year = _TOLD_OF.match(sentence), _year_at(slot, document, papers)
    if told and year is not None and int(told["year"]) < year:
        return False
    return is_order(sentence, told=slot.told)


def _ranked(document: Document, slots: Sequence[Slot]) -> Iterator[bool]:
    """For each slot whether its first party leads and its others support, as the plan or their note says."""
    spans = ranked_spans(document.text)
    for slot in slots:
        starts = [party.start for party in slot.parties if party.start is not None]
        yield any(left <= start < right for start in starts for left, right in spans)


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
    document: Document,
    slot: Slot,
    id: str,
    workstream: str | None,
    measure: Measure | None,
    *,
    year: int | None,
    ranked: bool,
) -> Task:
    start = slot.place.start
    text = document.text[start : slot.place.end]
    limits = [
        _at(d, left)
        for left, right in slot.limits
        for d in find_deadlines(document.text[left:right], year=year, limit=True)
    ]
    deadlines = [_at(d, start) for d in find_deadlines(text, year=year, month=_month(limits))] + limits
    for left, right, own in slot.dated:
        deadlines += [_at(d, left) for d in find_deadlines(document.text[left:right], year=own or year)]
    parties = lead_first(slot.parties, text=document.text) if ranked else slot.parties
    subjects = tuple(move(party, start) for party in find_subjects(text))
    actions = find_actions(text)
    targets = [replace(t, offset=start + (t.offset or 0)) for t in find_targets(text)]
    for left, right in slot.amounts:
        found = find_targets(document.text[left:right], amount=True)
        targets += [replace(t, offset=left + (t.offset or 0)) for t in found]
    return Task(
        id=id,
        workstream=workstream,
        measure=measure,
        text=text,
        actions=actions,
        parties=_unique(map(_named, parties)) + tuple(map(_named, subjects)),
        deadlines=tuple(deadlines),
        targets=tuple(targets),
        source=slot.place,
        confidence=_confidence(slot, bool(actions), measure is not None),
    )


def is_order(sentence: str, *, told: bool = False) -> bool:
    """Whether a text orders something: no notice, meaning, fact or form, and a sentence or a line with a verb.

    A mere name of a work with a stop behind it (党风廉政建设责任制。) orders nothing, unless it is `told` who does it.

    >>> is_order("每季度组织党员干部开展专题学习。"), is_order("制度是管长远的根本。"), is_order("镜湖局办公室")
    (True, False, False)
    """
    words = sentence.strip("。；;！! ")
    if len(words) < SHORTEST_TASK or any(pattern.search(sentence) for pattern in _not_tasks()):
        return False
    if told or find_targets(sentence):
        return True
    return not names_work(words) and (words != sentence or any(action.verb for action in find_actions(sentence)))


@cache
def _not_tasks() -> tuple[re.Pattern[str], ...]:
    return tuple(load_patterns("not_tasks.toml").values())


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
        actions=tuple(_action_in_own_script(a, sentence, text[base : base + len(sentence)]) for a in task.actions),
        parties=tuple(replace(p, name=_squeezed(text, p.start, p.end) or p.name) for p in task.parties),
        deadlines=tuple(replace(d, text=own(d.offset, len(d.text), d.text)) for d in task.deadlines),
        targets=tuple(_target_in_own_script(target, text) for target in task.targets),
    )


def _squeezed(text: str, start: int | None, end: int | None) -> str:
    """A place's text without white space; "" where there is no place."""
    return "" if start is None or end is None else "".join(text[start:end].split())


def _action_in_own_script(action: Action, sentence: str, own: str) -> Action:
    """An action with its clause, verb and object as `own`, the sentence in the document's script, prints them."""
    start = sentence.find(action.text)
    if start < 0:
        return action
    clause = own[start : start + len(action.text)]
    verb, object_ = action.text.find(action.verb), action.text.find(action.object)
    return Action(
        clause[verb : verb + len(action.verb)] if verb >= 0 else action.verb,
        clause[object_ : object_ + len(action.object)] if object_ >= 0 else action.object,
        clause,
    )


def _target_in_own_script(target: Target, text: str) -> Target:
    if target.offset is None:
        return target
    own = text[target.offset : target.offset + len(target.text)]
    unit = target.text.rfind(target.unit) if target.unit else -1
    return replace(target, text=own, unit=own[unit : unit + len(target.unit)] if unit >= 0 else target.unit)


def _month(limits: Iterable[Deadline]) -> int | None:
    """The one month that notes, columns or the heading name for a task: a bare 下旬 in its sentence is of it."""
    months = {(d.start.month, d.end.month) for d in limits if d.kind == "range" and d.start and d.end}
    first, last = months.pop() if len(months) == 1 else (0, 1)
    return first if first == last else None


def _named(party: Party) -> Party:
    """The party with its name as printed, but for the blanks and line breaks that a line's end or a grid put in it."""
    return replace(party, name="".join(party.name.split()))


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


def _warnings(
    document: Document, papers: Sequence[Paper], slots: Sequence[Slot], tasks: Sequence[Task]
) -> tuple[Warning, ...]:
    titles = {paper.title: paper for paper in papers if paper.title is not None}
    second = [_second_paper(document, paper, tasks) for paper in titles.values()]
    names = {f"“{document.text_of(document.blocks[title]).strip()}”" for title in titles}
    kept = [warning for warning in document.warnings if warning.place not in names]
    return (*kept, *second, *_task_warnings(document, papers, slots, tasks))


def _second_paper(document: Document, paper: Paper, tasks: Sequence[Task]) -> Warning:
    """What is said of a file in which a second paper begins: its title, its place, its first task and its year."""
    block = document.blocks[paper.title or 0]
    page = f"第{block.place.page}页" if block.place.page else ""
    first = next((task.id for task in tasks if paper.start <= task.source.block < paper.end), None)
    problem = "似为另一份材料，已与前文一并读取" + (f"，其任务从{first}起" if first else "")
    if paper.year != document.year:
        problem += f"，缺年份的日期按{paper.year}年计"
    return Warning(document.file, f"{page}“{document.text_of(block).strip()}”", problem, "请拆分后分别提交")


def _task_warnings(
    document: Document, papers: Sequence[Paper], slots: Sequence[Slot], tasks: Sequence[Task]
) -> Iterable[Warning]:
    if any(d.inferred == "no year" for task in tasks for d in task.deadlines):
        yield Warning(document.file, "整个文件", "没有写明年份，缺年份的日期无法确定", "请用 --year 指定年份")
    marked = {slot.place.block for slot in slots if slot.cell and slot.parties}
    for slot, task in zip(slots, tasks, strict=True):
        blanks = slot.blanks or (("责任单位",) if slot.place.block in marked and slot.cell and not slot.parties else ())
        for mark in dict.fromkeys(blanks):
            yield Warning(document.file, f"任务{task.id}", f"{mark}一栏是空的", "请补填后再读取")
        for problem in _date_problems(document, slot, task.text, _year_at(slot, document, papers)):
            yield Warning(document.file, f"任务{task.id}", problem, "请核对原文")
        if names := "、".join(party.name for party in task.parties if party.inferred == "cell above"):
            problem = f"责任单位栏空白，按上一行填为“{names}”"
            yield Warning(document.file, f"任务{task.id}", problem, "请核对原表")


def _date_problems(document: Document, slot: Slot, sentence: str, year: int | None) -> Iterable[str]:
    """What is wrong with the dates of a task, each once: damaged ones, and time limits that say nothing.

    A cell that holds a sign (无, /) or a quantity says something.
    """
    problems = [find_damaged(sentence, year=year)]
    problems += [find_damaged(document.text[left:right], year=own or year) for left, right, own in slot.dated]
    silent = []
    for left, right in slot.limits:
        words = document.text[left:right]
        problems.append(find_damaged(words, year=year, limit=True))
        told = problems[-1] or is_sign(words) or any(left <= start < right for start, _ in slot.amounts)
        if not told and not find_deadlines(words, year=year, limit=True):
            silent.append(f"时限“{words.strip()}”读不出日期")
    damaged = (f"日期“{found.text}”{found.problem}" for some in problems for found in some)
    return dict.fromkeys((*damaged, *silent))
