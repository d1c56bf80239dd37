"""Compare two plans of one office: Plan and Plan to PlanDiff, what became of each task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from nlp.review.compare import compare
from nlp.review.likeness import grams
from nlp.review.pairing import Pair, Side, pair, prepare
from nlp.review.wording import letters
from nlp.types import Change, Plan, PlanDiff, Task, Warning

HARDLY = 0.1  # the share of the smaller plan's tasks below which two plans are not of one office
PART = 0.4  # the share of a task's words, or of what another lost, from which the one may be a part of the other
SHOWN = 24  # characters of a task in a detail


def diff_plans(old: Plan, new: Plan) -> PlanDiff:
    """What became of each task from the old plan to the new one: the new plan's tasks in their order, then the dropped.

    Tasks are paired one to one by their words, actions, measures, parties and time limits (`nlp.review.pairing`); a
    pair's kinds of change and details are those of `nlp.review.compare`: `carried_over` alone where nothing changed,
    `reworded`, `deadline_moved` (by value, counted from each plan's year), `owner_changed` (another lead, person or
    supervisor, and a supporting body that came or went), `target_changed`. Of a task that was split, or of two that
    were merged, the likest are the pair; the rest is `new` or `dropped`, and its details say from what it may have
    been split or into what it may have been merged. A move to another workstream is told in the details. A warning
    says so where the plans hardly share a task, or where one of them has no year.

    Figures and how they came about: the card of corpora/revisions. 300 tasks against 300 take about a second.

    >>> from nlp.types import Deadline, DocumentFacts, Place
    >>> from datetime import date
    >>> def plan(year, text, *limits):
    ...     facts = DocumentFacts(f"{year}.txt", "", None, "plan", year, None, None)
    ...     return Plan(facts, (), (Task("0.0.1", None, None, text, (), (), limits, (), Place(0, 0, 9), 1.0),))
    >>> old = plan(2023, "6月底前完成换届。", Deadline("6月底前", "date", end=date(2023, 6, 30)))
    >>> new = plan(2024, "9月底前完成换届。", Deadline("9月底前", "date", end=date(2024, 9, 30)))
    >>> diff_plans(old, new).changes
    (Change(kinds=('deadline_moved',), old='0.0.1', new='0.0.1', similarity=1.0, details=('时限：6月底前 → 9月底前',)),)
    """
    known = old.document.year is not None and new.document.year is not None
    before, after = (prepare(plan, year=plan.document.year if known else None) for plan in (old, new))
    pairs = pair(before, after)
    moved = _moves(old, new, pairs)
    parts = _splits(before, after, pairs)
    by_new = {found.new: found for found in pairs}
    changes = [
        _change(before, after, by_new[index], moved.get(index, ()))
        if index in by_new
        else Change(("new",), None, task.id, 0.0, parts.get(task.id, ()))
        for index, task in enumerate(new.tasks)
    ]
    merged = _splits(after, before, [Pair(found.new, found.old, found.similarity) for found in pairs], merged=True)
    paired = {found.old for found in pairs}
    changes += [
        Change(("dropped",), task.id, None, 0.0, merged.get(task.id, ()))
        for index, task in enumerate(old.tasks)
        if index not in paired
    ]
    return PlanDiff(old, new, tuple(changes), _warnings(old, new, len(pairs)))


def _change(before: Side, after: Side, found: Pair, moved: Sequence[str]) -> Change:
    old, new = before.tasks[found.old], after.tasks[found.new]
    wordings = (before.wordings[found.old], after.wordings[found.new])
    kinds, details = compare(old, new, wordings=wordings, years=(before.year, after.year))
    return Change(kinds, old.id, new.id, found.similarity, (*details, *moved))


def _moves(old: Plan, new: Plan, pairs: Sequence[Pair]) -> Mapping[int, tuple[str, ...]]:
    """For the new tasks that stand in another workstream than before, the detail that says so.

    A workstream is the same where its title is, or where most of the one's tasks came from the other.
    """
    titles = [{stream.id: letters(stream.title) for stream in plan.workstreams} for plan in (old, new)]
    names = [{s.id: f"{s.number}、{s.title}" if s.number else s.title for s in plan.workstreams} for plan in (old, new)]
    ways = [(old.tasks[found.old].workstream, new.tasks[found.new].workstream) for found in pairs]
    counted = Counter(ways)
    renamed = {
        way
        for way, count in counted.items()
        if all(count >= other for (a, b), other in counted.items() if a == way[0] or b == way[1])
    }
    moves = {}
    for found, (a, b) in zip(pairs, ways, strict=True):
        if a is None or b is None or ((a, b) in renamed and titles[0].get(a) not in titles[1].values()):
            continue
        if titles[0].get(a) != titles[1].get(b):
            moves[found.new] = (f"由“{names[0].get(a, a)}”移至“{names[1].get(b, b)}”",)
    return moves


def _splits(whole: Side, parts: Side, pairs: Sequence[Pair], *, merged: bool = False) -> Mapping[str, tuple[str, ...]]:
    """For the unpaired tasks that may be a part of a paired one: they hold words that it lost to its own pair."""
    paired = {found.new for found in pairs}
    lost = [
        (found.old, grams(whole.wordings[found.old].bare) - grams(parts.wordings[found.new].bare)) for found in pairs
    ]
    told = {}
    for index, task in enumerate(parts.tasks):
        if index in paired:
            continue
        own = grams(parts.wordings[index].bare)
        shares = [
            (len(own & rest) / min(len(own), len(rest)), -place)
            for place, rest in lost
            if len(own & rest) >= 4  # two characters more than a common word
        ]
        if shares and max(shares)[0] >= PART:
            text = _short(whole.tasks[-max(shares)[1]])
            told[task.id] = (f"可能并入“{text}”" if merged else f"可能由“{text}”拆分",)
    return told


def _short(task: Task) -> str:
    text = "".join(task.text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _warnings(old: Plan, new: Plan, pairs: int) -> tuple[Warning, ...]:
    found = []
    file = new.document.file
    if pairs < HARDLY * min(len(old.tasks), len(new.tasks)) or not (old.tasks and new.tasks):
        found.append(Warning(file, "整个文件", "两份计划几乎没有相同的任务", "请核对是不是同一单位的计划"))
    for plan in (old, new):
        dated = any(limit.kind in ("date", "range") for task in plan.tasks for limit in task.deadlines)
        if plan.document.year is None and dated:
            undated = "没有读到年度，时限只按月日比较"
            found.append(Warning(plan.document.file, "整个文件", undated, "请用 --year 指定年度"))
    return tuple(found)
