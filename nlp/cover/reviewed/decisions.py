"""Put reviewers' decisions where they belong today: ItemDecisions, a plan and reports to what holds for each task."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nlp.cover.reviewed.same_text import Found, find_texts, key_of
from nlp.errors import InputError
from nlp.types import Item, ItemDecision, Link, Plan, Report, Status

Pair = tuple[str, str, int]
"""A task's id, a report's and a passage's."""

HALF = 0.5
"""A passage is rejected by a piece of it that makes at least this share of it."""
_OURS = re.compile(r"〔程序注：[^〕]*〕$")
_SHOWN: Mapping[Status, str] = {"covered": "已佐证", "partial": "部分佐证", "none": "无佐证"}
_LOST = {"several": "有几处相近，不能确定是哪一处", "altered": "已有改动，数字或意思不同", "gone": "已找不到"}
_LOOSE = {"near": "有少量改动", "part": "是其中一部分", "split": "分为几句"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reviewers settled about a task, and the decisions that say so.

    `accepted` passages are its evidence, `rejected` ones are not, both as (report, passage).
    """

    accepted: frozenset[tuple[str, int]] = frozenset()
    rejected: frozenset[tuple[str, int]] = frozenset()
    status: Status | None = None
    decisions: tuple[ItemDecision, ...] = ()


NOTHING_REVIEWED = Reviewed()


@dataclass(frozen=True, slots=True)
class Matched:
    """What holds for each task by its id; `stale` are the decisions whose task or passage is no longer there."""

    tasks: Mapping[str, Reviewed] = field(default_factory=dict)
    stale: tuple[ItemDecision, ...] = ()

    def of(self, task: str) -> Reviewed:
        """What holds for a task."""
        return self.tasks.get(task, NOTHING_REVIEWED)


def match_decisions(decisions: Sequence[ItemDecision], plan: Plan, reports: Sequence[Report]) -> Matched:
    """What the decisions say of the plan's tasks and the reports' passages.

    Tasks and passages are known by their words alone (`same_text.key_of`), so that a decision outlives new numbers,
    new ids and a new version of a file; where the words were changed a little, and one text alone comes near, it holds
    for that one, and its note says so. One whose words are gone, or changed in a number or in sense, is stale, and its
    note says why. Where two decisions contradict each other, one in the same words outdoes one that is not.

    Raises InputError where two decisions in the same words contradict each other. Linear in the length of all texts.

    >>> from nlp.types import DocumentFacts, Place, Task
    >>> task = Task("1.2.1", None, None, "一、签订责任书。", (), (), (), (), Place(0, 0, 8), 1.0)
    >>> plan = Plan(DocumentFacts("p", "", "", "plan", 2022, None, None), (), (task,))
    >>> matched = match_decisions([ItemDecision("status", "（一）签订责任书", status="covered")], plan, ())
    >>> matched.of("1.2.1").status
    'covered'
    """
    said = _once(decisions)
    check_agreement(said)
    wanted = [one for one in said if one.quote]
    passages = [(report.id, passage) for report in reports for passage in report.passages] if wanted else []
    items = find_texts([one.task for one in said], [task.text for task in plan.tasks])
    quotes = find_texts([one.quote or "" for one in wanted], [passage.text for _, passage in passages])
    quote_of = dict(zip(wanted, quotes, strict=True))
    stale: list[ItemDecision] = []
    placed: list[_Placed] = []
    for one, item in zip(said, items, strict=True):
        quote = quote_of.get(one)
        if not item.sure or item.how == "split":
            stale.append(_noted(one, f"任务原文{_LOST[item.how if item.how in _LOST else 'gone']}"))
        elif quote and not _stands(one, quote):
            stale.append(_noted(one, f"佐证原文{_LOST.get(quote.how, _LOST['gone'])}"))
        else:
            ids = tuple(plan.tasks[index].id for index in item.texts)
            where = tuple((passages[at][0], passages[at][1].id) for at in quote.texts) if quote else ()
            exact = item.how == "same" and (quote is None or quote.how == "same")
            placed.append(_Placed(_say_how(one, item, quote), ids, where, exact))
    kept, beaten = _settle(placed)
    return Matched(_by_task(kept), (*stale, *beaten))


def check_agreement(decisions: Iterable[ItemDecision]) -> None:
    """Raise InputError where two decisions, in the same words, accept and reject one passage, or set two statuses."""
    seen: dict[tuple[str, str], tuple[ItemDecision, str]] = {}
    for one in decisions:
        for about, said in _claims(one):
            other, before = seen.setdefault((key_of(one.task), about), (one, said))
            if before != said:
                where = f"第{other.line}行" if other.file == one.file else f"{other.file} 第{other.line}行"
                what = "同一任务核定为" if one.act == "status" else "同一任务的同一处原文核定为"
                problem = f"第{one.line}行与{where}矛盾：{what}“{said}”和“{before}”"
                raise InputError(one.file, problem, "请只留一种")


def decide_links(links: Sequence[Link], matched: Matched) -> tuple[Link, ...]:
    """The links as the reviewers want them: score 1 for accepted passages, none for rejected ones.

    A link that is missing for an accepted passage is added at the end.
    """
    wanted: dict[Pair, None] = {
        (task, *where): None for task, said in matched.tasks.items() for where in sorted(said.accepted)
    }
    barred = {(task, *where) for task, said in matched.tasks.items() for where in said.rejected}
    kept = []
    for link in links:
        pair = (link.task, link.report, link.passage)
        if pair in wanted:
            del wanted[pair]
            kept.append(replace(link, score=1.0))
        elif pair not in barred:
            kept.append(link)
    return (*kept, *(Link(*pair, relevance=1.0, score=1.0) for pair in wanted))


def settle_item(item: Item, reviewed: Reviewed) -> Item:
    """The item with the reviewers' status and decisions, and a reason that names them first.

    A status that they set is decided, however sure the program is; passages alone leave that to it.

    >>> item = Item("1", "none", "due", (), (), (), "报告中没有找到相关做法。", decided=False)
    >>> settled = settle_item(item, Reviewed(status="covered"))
    >>> settled.status, settled.decided, settled.why
    ('covered', True, '经人工核定为已佐证。（程序判定：报告中没有找到相关做法。）')
    """
    if not reviewed.decisions and reviewed.status is None:
        return item
    counts = ((len(reviewed.accepted), "认可"), (len(reviewed.rejected), "不认可"))
    passages = "、".join(f"{word}佐证{count}处" for count, word in counts if count)
    why, status, decided = item.why, item.status, item.decided
    if reviewed.status is not None:
        status, decided = reviewed.status, True
        why = f"经人工核定为{_SHOWN[status]}{f'，{passages}' if passages else ''}。（程序判定：{item.why}）"
    elif passages:
        why = f"经人工核定{passages}；{item.why}"
    return replace(item, status=status, decided=decided, why=why, decisions=reviewed.decisions)


def strip_note(note: str) -> str:
    """A note without what the program added to it."""
    return _OURS.sub("", note)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A decision with the tasks and passages that it holds for; `exact` where their words are the same."""

    decision: ItemDecision
    tasks: tuple[str, ...]
    passages: tuple[tuple[str, int], ...]
    exact: bool


def _once(decisions: Sequence[ItemDecision]) -> tuple[ItemDecision, ...]:
    """The decisions without those that say the same again."""
    once: dict[tuple[object, ...], ItemDecision] = {}
    for one in decisions:
        one = replace(one, note=strip_note(one.note))
        note = one.note if one.act == "note" else ""
        once.setdefault((one.act, key_of(one.task), key_of(one.quote or ""), one.status, note), one)
    return tuple(once.values())


def _claims(one: ItemDecision) -> Sequence[tuple[str, str]]:
    """What a decision is about, within its task, and what it says of that."""
    if one.act == "status" and one.status:
        return [("", _SHOWN[one.status])]
    if one.act in ("accept", "reject") and (key := key_of(one.quote or "")):
        return [(key, "认可" if one.act == "accept" else "不认可")]
    return []


def _stands(one: ItemDecision, quote: Found) -> bool:
    return quote.sure and (one.act != "reject" or quote.how != "part" or quote.share >= HALF)


def _say_how(one: ItemDecision, item: Found, quote: Found | None) -> ItemDecision:
    """The decision, with what differs between its words and those that it holds for in its note."""
    told = [f"任务原文{_LOOSE[item.how]}"] if item.how in _LOOSE else []
    if quote and quote.how in _LOOSE:
        told.append(f"佐证原文{_LOOSE[quote.how]}")
    if quote and quote.how == "same" and len(quote.texts) > 1:
        told.append(f"报告中有{len(quote.texts)}处文字相同，一并适用")
    if len(item.texts) > 1:
        told.append(f"计划中有{len(item.texts)}项任务文字相同，一并适用")
    return _noted(one, "；".join(told)) if told else one


def _noted(one: ItemDecision, said: str) -> ItemDecision:
    return replace(one, note=f"{strip_note(one.note)}〔程序注：{said}〕")


def _settle(placed: Sequence[_Placed]) -> tuple[list[_Placed], list[ItemDecision]]:
    """The decisions that hold, and those that another one outdoes: all that contradict, unless one is exact."""
    said: dict[tuple[str, object], dict[str, bool]] = defaultdict(dict)
    for one in placed:
        for about, claim in _targets(one):
            said[about][claim] = said[about].get(claim, False) or one.exact
    kept, beaten = [], []
    for one in placed:
        against = [exact for about, claim in _targets(one) for other, exact in said[about].items() if other != claim]
        if against and (not one.exact or any(against)):
            beaten.append(_noted(one.decision, "原文有改动，且与另一处核定矛盾，请重新核定"))
        else:
            kept.append(one)
    return kept, beaten


def _targets(one: _Placed) -> Iterable[tuple[tuple[str, object], str]]:
    for task in one.tasks:
        if one.decision.act == "status":
            yield (task, None), str(one.decision.status)
        elif one.decision.act != "note":
            for where in one.passages:
                yield (task, where), one.decision.act


def _by_task(placed: Sequence[_Placed]) -> dict[str, Reviewed]:
    held: dict[str, list[_Placed]] = defaultdict(list)
    for one in placed:
        for task in one.tasks:
            held[task].append(one)
    return {
        task: Reviewed(
            frozenset(where for one in said if one.decision.act == "accept" for where in one.passages),
            frozenset(where for one in said if one.decision.act == "reject" for where in one.passages),
            next((one.decision.status for one in said if one.decision.act == "status"), None),
            tuple(one.decision for one in said),
        )
        for task, said in held.items()
    }
