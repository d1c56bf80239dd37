"""Review a plan before it is issued: Plan and Document to PlanLint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import get_args

from nlp.lexicon import load
from nlp.lexicon.script import to_simplified
from nlp.review.patterns import pattern
from nlp.review.rest_days import is_arranged, last_working_day, names_day, rest_on, shown_day
from nlp.review.twins import differing_dates, differing_parties, pair_twins
from nlp.review.unread import blank_marks, unread_limits
from nlp.review.vague import is_unmeasurable
from nlp.types import AsOfSource, Deadline, Document, Finding, FindingKind, Party, Plan, PlanLint, Task, Warning

_ORDER: tuple[FindingKind, ...] = get_args(FindingKind)
_OFTEN = 5  # notes that name several leads; from here on a general rule is worth writing
_NEAR = 400  # characters behind a task in which its row or note ends
_BESIDE = 16  # characters beside names in which a shared duty is said

_Span = tuple[int, int]  # the words of the document that a finding rests on


def lint_plan(plan: Plan, document: Document, *, as_of: date, as_of_source: AsOfSource = "given") -> PlanLint:
    """What to look at in a plan before it is issued, in the order of its tasks.

    `document` is the one the plan was read from; a date before `as_of` is past, `as_of_source` says whose day it is. A
    limit that is written and names no day there is, and a blank cell, are known from the plan's own warnings. A task
    that stands in the prose and in the plan's table counts as one: who or when has to stand in one of the two only.
    Words that hold for several tasks, as a note behind a measure, are found once, at the first of them. `warnings` say
    what holds for the whole plan.

    >>> from nlp.types import DocumentFacts, Place
    >>> text = "各科室要加强作风建设。"
    >>> task = Task("1", None, None, text, (), (), (), (), Place(0, 0, len(text)), 1.0)
    >>> plan = Plan(DocumentFacts("plan.txt", "", None, "plan", 2024, None, None), (), (task,))
    >>> document = Document("plan.txt", "", "txt", text, ())
    >>> [(found.kind, found.problem) for found in lint_plan(plan, document, as_of=date(2024, 1, 1)).findings][:2]
    [('no_party', '任务没有写明责任单位'), ('no_deadline', '任务没有写明完成时限')]
    """
    twins = pair_twins(plan, document)
    unread = unread_limits(plan)
    found = [
        *_missing(plan, document, twins, unread),
        *_unread(plan, document, unread),
        *_several_leads(plan, document),
        *_dates(plan, document, as_of),
        *_differences(plan, document, twins),
    ]
    place = {task.id: at for at, task in enumerate(plan.tasks)}
    ordered = sorted(found, key=lambda one: (place[one.task], _ORDER.index(one.kind), one.start))
    findings = tuple({(one.kind, one.start, one.end): one for one in reversed(ordered)}.values())[::-1]
    return PlanLint(plan, as_of, findings, tuple(_warnings(plan, findings, as_of)), as_of_source)


def _missing(
    plan: Plan, document: Document, twins: Mapping[str, Task], unread: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Tasks without anybody, without a time limit (duties that fall due each time need none), or too vague."""
    blank = blank_marks(plan)
    listed = {task.id for task in twins.values()}
    for task in plan.tasks:
        if task.id in listed:
            continue
        both = (task, twins[task.id]) if task.id in twins else (task,)
        yield from _nobody(document, task, both, [mark for one in both for mark in blank.get(one.id, ())])
        limited = any(one.deadlines or one.id in unread for one in both)
        if not limited and not pattern("standing").search(to_simplified(task.text)):
            yield _finding("no_deadline", task, document)
        if all(is_unmeasurable(one) for one in both):
            yield _finding("unmeasurable", task, document)


def _nobody(document: Document, task: Task, both: Iterable[Task], blank: Sequence[str]) -> Iterator[Finding]:
    """Whether nobody answers for a task, or nobody by its own mark where its cell in the table is blank."""
    parties = [party for one in both for party in one.parties if _answers(party)]
    marked = [party for party in parties if party.source == "annotation"]
    above = [party.name for party in marked if party.inferred == "cell above"]
    if len(above) < len(marked):
        return
    if above:
        yield _finding("no_party", task, document, rule="filled_party", names="、".join(dict.fromkeys(above)))
    elif blank:
        yield _finding("no_party", task, document, rule="blank_party", mark=blank[0])
    elif not parties:
        yield _finding("no_party", task, document)


def _several_leads(plan: Plan, document: Document) -> Iterator[Finding]:
    """Tasks whose every mark names several bodies that lead, where nothing says that they share the duty.

    A body that the sentence itself names as acting is no rival to the one that a note marks, and 各科室 cannot lead.
    """
    for task in plan.tasks:
        groups = list(_groups(task, document.text))
        if not groups or any(len({party.name for party in group}) < 2 for group in groups):
            continue
        start, end = groups[0][0].start or 0, groups[0][-1].end or 0
        beside = document.text[max(start - _BESIDE, 0) : start], document.text[end : end + _BESIDE]
        if any(pattern("shared_duty").search(to_simplified(words.split("\n\n")[0])) for words in beside):
            continue
        names = "、".join(dict.fromkeys("".join(party.name.split()) for party in groups[0]))
        yield _finding("several_leads", task, document, (start, end), names=names)


def _groups(task: Task, text: str) -> Iterator[list[Party]]:
    """The marked leads of a task, those under one mark together; groups of bodies and inferred names are left out."""
    group: list[Party] = []
    marked = [p for p in task.parties if p.role == "lead" and p.source == "annotation" and p.start is not None]
    last: int | None = None
    for party in sorted(marked, key=lambda party: party.start or 0):
        if last is not None and not pattern("name_gap").search(text[last : party.start]):
            if group:
                yield group
            group = []
        last = party.end
        if not pattern("generic_party").search(to_simplified(party.name)):
            group.append(party)
    if group:
        yield group


def _unread(plan: Plan, document: Document, unread: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Time limits that name no day there is."""
    for task in plan.tasks:
        for phrase in unread.get(task.id, ()):
            yield _finding("invalid_date", task, document, _find(phrase, task, document), phrase=phrase)


def _dates(plan: Plan, document: Document, as_of: date) -> Iterator[Finding]:
    """Dated time limits that are past, and those that fall on a named day of rest."""
    for task in plan.tasks:
        for deadline in task.deadlines:
            if deadline.kind not in ("date", "range") or deadline.end is None:
                continue
            span = _span_of(deadline, task)
            day = shown_day(deadline.end)
            if deadline.end < as_of:
                yield _finding("past_date", task, document, span, day=day)
            if names_day(deadline.text, deadline.end) and (rest := rest_on(deadline.end)):
                before = shown_day(last_working_day(deadline.end))
                rule = "rest_day_range" if deadline.kind == "range" else "rest_day"
                yield _finding("rest_day", task, document, span, rule=rule, day=day, rest=rest, before=before)


def _differences(plan: Plan, document: Document, twins: Mapping[str, Task]) -> Iterator[Finding]:
    """Where a task's prose and its row in the table name other leads or other days."""
    for task in plan.tasks:
        if (other := twins.get(task.id)) is None:
            continue
        if parties := differing_parties(task, other):
            ours, theirs = ("、".join(names) for names in parties)
            yield _finding("party_differs", task, document, other=other.id, ours=ours, theirs=theirs)
        if days := differing_dates(task, other):
            ours, theirs = ("、".join(map(shown_day, some)) for some in days)
            yield _finding("deadline_differs", task, document, other=other.id, ours=ours, theirs=theirs)


def _answers(party: Party) -> bool:
    return party.role in ("lead", "person")


def _span_of(deadline: Deadline, task: Task) -> _Span:
    """Where a time limit stands; the task where that is not known."""
    if deadline.offset is None:
        return task.source.start, task.source.end
    return deadline.offset, deadline.offset + len(deadline.text)


def _find(phrase: str, task: Task, document: Document) -> _Span | None:
    """Where a phrase stands in a task or close behind it, as in the next cells; None where it does not."""
    at = document.text.find(phrase, task.source.start, task.source.end + _NEAR)
    return None if at < 0 else (at, at + len(phrase))


def _finding(
    kind: FindingKind,
    task: Task,
    document: Document,
    span: _Span | None = None,
    *,
    rule: str | None = None,
    other: str | None = None,
    **values: object,
) -> Finding:
    start, end = span or (task.source.start, task.source.end)
    problem, remedy = _words(rule or kind, **values)
    return Finding(kind, task.id, document.text[start:end], start, end, problem, remedy, other)


def _warnings(plan: Plan, findings: Iterable[Finding], as_of: date) -> Iterator[Warning]:
    """What is said once: nobody or no date anywhere, several leads again and again, an old plan, unknown holidays."""
    count = {kind: sum(found.kind == kind for found in findings) for kind in _ORDER}
    file, year = plan.document.file, plan.document.year
    ends = [d.end for task in plan.tasks for d in task.deadlines if d.end]
    past = sum(end < as_of for end in ends)
    marked = any(_answers(p) and p.source == "annotation" for task in plan.tasks for p in task.parties)
    if count["no_party"] > 1 and not marked:
        yield _warning(file, "no_party_anywhere", count=count["no_party"])
    if count["no_deadline"] > 1 and not ends:
        yield _warning(file, "no_date_anywhere", count=count["no_deadline"])
    if count["several_leads"] >= _OFTEN:
        yield _warning(file, "often_several_leads", count=count["several_leads"])
    if year is not None and year < as_of.year and 2 * past > len(ends):
        yield _warning(file, "old_plan", year=year, day=shown_day(as_of))
    exact = {d.end.year for task in plan.tasks for d in task.deadlines if d.end and names_day(d.text, d.end)}
    for unknown in sorted(year for year in exact if not is_arranged(year)):
        yield _warning(file, "unknown_rest_days", year=unknown)


def _warning(file: str, name: str, **values: object) -> Warning:
    return Warning(file, "整个文件", *_words(name, **values))


def _words(name: str, **values: object) -> tuple[str, str]:
    """The problem and the remedy of a rule of lint_rules.tsv, filled in."""
    problem, remedy = _rules()[name]
    return problem.format(**values), remedy.format(**values)


@cache
def _rules() -> dict[str, tuple[str, str]]:
    rows = load("lint_rules.tsv", keys=("name", "problem", "remedy"))
    return {row["name"]: (row["problem"], row["remedy"]) for row in rows}
