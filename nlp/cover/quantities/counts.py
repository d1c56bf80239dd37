"""Compare the numbers that evidence states with the quantities and frequencies that a task asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.cover.quantities.demands import Demand, asked
from nlp.cover.quantities.numbers import Mention, find_mentions, to_number
from nlp.cover.quantities.rates import rate_told
from nlp.cover.quantities.times import Told, times_told
from nlp.types import Task

__all__ = ["Shortfall", "asked", "count_for", "find_shortfall", "instances", "shortfall", "to_number"]

_HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_EMPTY = frozenset(
    [
        "全年",
        "不少",
        "少于",
        "至少",
        "以上",
        "每年",
        "每季",
        "季度",
        "每月",
        "每半",
        "半年",
        "达到",
        "工作",
        "开展",
        "组织",
        "情况",
        "进行",
        "单位",
        "部门",
        "主要",
        "负责",
    ]
)
_PERIOD = re.compile(r"全年|每个?[季月年周]度?|每半年|[上下]半年|年内|累计|组织|开展|安排|举办")
MONTHLY_SLACK = 1
"""Work of each month may be told of a month later."""

BARE = 6
"""A clause so short (全年12次) counts what the one before it names."""

_ANY = Demand("", ">=", 0, "次", 0, "", 1)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """That evidence tells of less (or more) than a demand asks for by now."""

    demand: Demand
    told: float

    def __str__(self) -> str:
        """As "2/4次"."""
        return f"{self.told:g}/{self.demand.due:g}{self.demand.unit}"

    @property
    def sentence(self) -> str:
        """In words for a reader.

        >>> due = Demand("每季度1次", ">=", 4, "次", 4, "", 3)
        >>> Shortfall(due, 2).sentence
        '要求每季度1次，到期应有4次，报告写明2次'
        """
        demand = self.demand
        due = f"，到期应有{demand.due:g}{demand.unit}" if demand.every is not None or demand.due < demand.value else ""
        return f"要求{demand.text}{due}，报告写明{self.told:g}{demand.unit}"


def shortfall(task: Task, quotes: Sequence[str], *, months: int = 12) -> str | None:
    """What the quotes fall short of, as "stated/asked unit", or None where nothing asked for is known to be missing.

    As `find_shortfall`.

    >>> from nlp.types import Place, Target
    >>> target = Target("不少于4次", ">=", 4, "次")
    >>> task = Task("1", None, None, "研讨不少于4次。", (), (), (), (target,), Place(0, 0, 8), 1.0)
    >>> shortfall(task, ("全年组织研讨3次。",))
    '3/4次'
    """
    found = find_shortfall(task, quotes, months=months)
    return None if found is None else str(found)


def find_shortfall(task: Task, quotes: Sequence[str], *, months: int = 12) -> Shortfall | None:
    """The first of a task's demands that the quotes fall short of, after `months` (1..12) of its year.

    Nothing is called short on a guess: of several readings of a number the most generous holds (three dates may be
    three times, the numbers of two sentences may add up), and a quantity that no quote states is not held against the
    task.

    >>> from nlp.types import Deadline, Place
    >>> quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    >>> task = Task("1", None, None, "每季度报送信息。", (), (), (quarterly,), (), Place(0, 0, 8), 1.0)
    >>> found = find_shortfall(task, ("3月、6月各报送1次。",), months=9)
    >>> str(found), find_shortfall(task, ("按季报送。",))
    ('2/3次', None)
    """
    demands = asked(task, months)
    if not demands or not quotes:
        return None
    mentions = [find_mentions(quote) for quote in quotes]
    when = times_told(quotes)
    for demand in demands:
        if demand.due <= 0:
            continue
        told = rate_told(quotes, demand) if demand.unit == "%" else _told(quotes, mentions, when, demand)
        if told is not None and not _meets(told, demand):
            return Shortfall(demand, told)
    return None


def instances(quotes: Sequence[str]) -> int | None:
    """How many times the quotes say that something was done: a stated count, or the months or halves named.

    None where they say that it was done each time, or nothing about times.

    >>> instances(("3月、6月各报送一次。",)), instances(("每季度末报送。",))
    (2, None)
    """
    told = _told(quotes, [find_mentions(quote) for quote in quotes], times_told(quotes), _ANY)
    return int(told) if told else None


def count_for(task: Task, quote: str) -> float | None:
    """The number that a quote states in the unit of one of the task's targets, else a number of times.

    >>> from nlp.types import Place
    >>> count_for(Task("1", None, None, "报送信息。", (), (), (), (), Place(0, 0, 5), 1.0), "报送2次")
    2.0
    """
    mentions = [find_mentions(quote)]
    for demand in (*asked(task), _ANY):
        told = rate_told((quote,), demand) if demand.unit == "%" else _sum_up(_of_kind(mentions, demand), demand)
        if told is not None:
            return told
    return None


def _told(quotes: Sequence[str], mentions: Sequence[Sequence[Mention]], when: Told, demand: Demand) -> float | None:
    """The most that the quotes can mean, in a demand's unit; None where they state nothing, or that all was done.

    Times of the year count as instances; without a number beside them only where a quote shares the demand's words.
    """
    near = _of_kind(mentions, demand)
    counted = _sum_up(near, demand)
    if demand.op == "<=" or (demand.kind != "time" and demand.every is None):
        return counted
    if when.each and not when.spanned:
        totals = [m.value for row in near for m in row if m.total and m.unit == demand.unit]
        return None if demand.every is not None else max(totals, default=None)
    if counted is None and (
        demand.kind != "time" or (demand.clause and not any(_pairs(demand.clause) & _pairs(quote) for quote in quotes))
    ):
        return None
    named = when.times(demand.every or 1) if demand.every != 0 else None
    return max((value for value in (counted, named) if value), default=None)


def _of_kind(mentions: Sequence[Sequence[Mention]], demand: Demand) -> list[list[Mention]]:
    """The mentions of each quote that may answer a demand: of like units, those beside its object where any is."""
    every = [[m for m in row if m.kind == demand.kind and not m.ordinal] for row in mentions]
    own = _object(demand)
    near = [[m for m in row if own & _pairs(m.clause) or len(m.clause) <= BARE] for row in every]
    return near if any(own & _pairs(m.clause) for row in near for m in row) else every


def _object(demand: Demand) -> frozenset[str]:
    """Pairs of characters of what a demand's number counts, from both sides of the number."""
    if not demand.number or demand.unit == "%":
        return frozenset()
    head, _, tail = demand.clause.partition(demand.number)
    head, tail = _PERIOD.sub("", head)[-6:], _PERIOD.sub("", tail)[:6]
    return _pairs(head) | _pairs(tail)


def _sum_up(rows: Sequence[Sequence[Mention]], demand: Demand) -> float | None:
    """The highest sum that the mentions of quotes allow: a quote's total, or all that are no parts; quotes added up."""
    tops = [m.value for row in rows for m in row]
    if not tops:
        return None
    if demand.op == "<=" or demand.head:
        return (min if demand.op == "<=" else max)(tops)
    open_sum = 0.0
    for row in rows:
        whole = [m.value for m in row if m.total]
        tops += whole
        open_sum += 0 if whole else sum(m.whole for m in row if not m.part)
    return max(*tops, open_sum)


def _meets(told: float, demand: Demand) -> bool:
    if demand.op == "<=":
        return told <= demand.due
    if demand.every is None:
        return told >= demand.due
    slack = {0: 0.75 * demand.due, 1: demand.due - MONTHLY_SLACK}.get(demand.every, demand.due)
    return told >= slack


def _pairs(text: str) -> frozenset[str]:
    return frozenset(_HAN_PAIR.findall(text)) - _EMPTY
