"""Compare a coverage with the last one: two Coverages to one that says which items have to be looked at again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.cover.reviewed.decisions import strip_note
from nlp.cover.reviewed.same_text import find_texts, key_of
from nlp.types import Coverage, Evidence, Item, Rejected, ReportFacts, Task, Warning

NAMED = 10
"""So many items or reports are named in one warning, the rest are counted."""

Said = frozenset[tuple[str, str]]
"""Quotes by the report that they stand in, under its id in the last coverage, and their words."""


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What was there before: the last item's task of each task, and the last report's id of each report's id.

    `same_plan` and `same_reports` tell that the files are the same, `gaps` that something could not be read now that
    could be then.
    """

    tasks: Mapping[str, Task]
    reports: Mapping[str, str]
    same_plan: bool
    same_reports: bool
    gaps: bool


def mark_changes(coverage: Coverage, last: Coverage) -> Coverage:
    """The coverage with `changed` set on each item against the last one, and what is new or gone in its warnings.

    Items are paired by their words, reports by their content, else by unit and period, else by the file's name. An
    item changed where it is new or reworded, or its status or the words and reports of its evidence differ; where some
    report changed, also where its nearest passages do. An item that did not change is not asked again where it was
    decided before, unless a file cannot be read now that could be then. One that changed behind a reviewer's status
    keeps it and is asked again, until the decision is written anew. `timeliness` alone, which moves with the day, is
    no change.
    """
    pairs = _pair(coverage, last)
    before = {item.task: item for item in last.items}
    tasks = {task.id: task for task in coverage.plan.plan.tasks}
    items = tuple(
        _mark(item, tasks[item.task], before.get(old.id) if old else None, old, pairs)
        for item in coverage.items
        for old in [pairs.tasks.get(item.task)]
    )
    return replace(coverage, items=items, warnings=(*coverage.warnings, *_name_changes(coverage, last, pairs)))


def _mark(item: Item, task: Task, old: Item | None, old_task: Task | None, pairs: _Pairs) -> Item:
    if old is None or old_task is None:
        return replace(item, changed=True)
    same_work = _is_same_work(task, old_task, pairs)
    same_proof = _said(item.evidence, pairs.reports) == _said(old.evidence, None) and (
        pairs.same_reports or _said(item.rejected, pairs.reports) == _said(old.rejected, None)
    )
    settled = _settled(item)
    if settled and settled == _settled(old) and not (same_work and same_proof and old.decided):
        asked = "核定后任务或佐证有变化，请复核；仍按原核定的，请在核定清单的说明中注明"
        why = item.why if asked in item.why else f"{item.why}{asked}。"
        return replace(item, changed=not (same_work and same_proof), decided=False, why=why)
    if not (same_work and same_proof and item.status == old.status):
        return replace(item, changed=True)
    kept = old.decided and (item.status == "covered" or not pairs.gaps)
    return replace(item, changed=False, decided=item.decided or kept)


def _is_same_work(task: Task, old: Task, pairs: _Pairs) -> bool:
    """Whether a task asks for the same: its words do, and where the plan is another file its times and amounts too."""
    if key_of(task.text) != key_of(old.text):
        return False
    return pairs.same_plan or _terms(task) == _terms(old)


def _terms(task: Task) -> Counter[tuple[object, ...]]:
    times: list[tuple[object, ...]] = [(d.kind, d.start, d.end, d.rrule, d.duration) for d in task.deadlines]
    return Counter([*times, *((t.op, t.value, t.unit) for t in task.targets)])


def _said(quotes: Iterable[Evidence | Rejected], reports: Mapping[str, str] | None) -> Said:
    """The quotes by their words; `reports` gives the last id of a report, a new one keeps its own."""
    return frozenset(
        (one.report if reports is None else reports.get(one.report, f"new {one.report}"), key_of(one.quote))
        for one in quotes
    )


def _settled(item: Item) -> Said:
    """The reviewers' statuses of an item, with what they wrote beside them; a note written anew settles anew."""
    return frozenset((str(one.status), strip_note(one.note).strip()) for one in item.decisions if one.act == "status")


def _pair(coverage: Coverage, last: Coverage) -> _Pairs:
    plan, old = coverage.plan.plan, last.plan.plan
    tasks = _pair_tasks(plan.tasks, old.tasks)
    reports = _pair_reports(coverage.reports, last.reports)
    return _Pairs(
        tasks,
        reports,
        plan.document.sha256 == old.document.sha256,
        sorted(r.sha256 for r in coverage.reports) == sorted(r.sha256 for r in last.reports),
        bool(_unread(coverage) - _unread(last)),
    )


def _pair_tasks(tasks: Sequence[Task], old: Sequence[Task]) -> dict[str, Task]:
    """The last task of each task by its id: in the same words, the same number first, else the only one near to it."""
    held: dict[str, dict[str, Task]] = defaultdict(dict)
    for task in old:
        held[key_of(task.text)][task.id] = task
    pairs: dict[str, Task] = {}
    for task in tasks:
        if one := held[key_of(task.text)].pop(task.id, None):
            pairs[task.id] = one
    for task in tasks:
        if task.id not in pairs and (same := held[key_of(task.text)]):
            pairs[task.id] = same.pop(next(iter(same)))
    taken = {id(one) for one in pairs.values()}
    rest = [task for task in tasks if task.id not in pairs]
    gone = [task for task in old if id(task) not in taken]
    for task, found in zip(rest, find_texts([task.text for task in rest], [task.text for task in gone]), strict=True):
        if found.how in ("near", "altered") and len(found.texts) == 1:
            one = gone[found.texts[0]]
            if id(one) not in taken:
                taken.add(id(one))
                pairs[task.id] = one
    return pairs


def _pair_reports(reports: Sequence[ReportFacts], old: Sequence[ReportFacts]) -> dict[str, str]:
    """The last id of each report that was there, perhaps in another version."""
    pairs: dict[str, str] = {}
    for name in (_by_content, _by_unit, _by_file):
        taken = set(pairs.values())
        left: dict[object, list[str]] = defaultdict(list)
        for one in old:
            if one.id not in taken:
                left[name(one)].append(one.id)
        mine: dict[object, list[str]] = defaultdict(list)
        for one in reports:
            if one.id not in pairs:
                mine[name(one)].append(one.id)
        for key, ids in mine.items():
            if key is not None and len(ids) == len(left[key]) == 1:
                pairs[ids[0]] = left[key][0]
    return pairs


def _by_content(report: ReportFacts) -> object:
    return report.sha256 or None


def _by_unit(report: ReportFacts) -> object:
    return (report.unit, report.period) if report.unit and report.period else None


def _by_file(report: ReportFacts) -> object:
    return report.file


def _unread(coverage: Coverage) -> set[str]:
    refused = {warning.file for warning in coverage.warnings if warning.refused}
    return refused | {report.file for report in coverage.reports if not report.decided}


def _name_changes(coverage: Coverage, last: Coverage, pairs: _Pairs) -> tuple[Warning, ...]:
    plan, old = coverage.plan.plan, last.plan.plan
    name = plan.document.file
    if old.tasks and plan.tasks and not pairs.tasks:
        return (Warning(name, "", "上次的结果中没有这份计划的任务，未作比较", "请核对上次的结果是不是这份计划的"),)
    kept = {id(task) for task in pairs.tasks.values()}
    held = set(pairs.reports.values())
    lists = (
        ([_short(task) for task in plan.tasks if task.id not in pairs.tasks], "项任务上次没有", "请查看其佐证"),
        (
            [_short(task) for task in old.tasks if id(task) not in kept],
            "项上次的任务已不在计划中",
            "请核对计划是否完整",
        ),
        (
            [r.file for r in coverage.reports if r.id not in pairs.reports],
            "份报告上次没有",
            "有变化的任务已标出，请查看",
        ),
        ([r.file for r in last.reports if r.id not in held], "份上次的报告这次没有", "仍需计入的，请一并给出"),
    )
    return tuple(
        Warning(name, "", f"有{len(names)}{problem}：{_listed(names)}", remedy)
        for names, problem, remedy in lists
        if names
    )


def _short(task: Task) -> str:
    text = " ".join(task.text.split())
    return f"{task.id} {text if len(text) <= 20 else f'{text[:20]}…'}"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
