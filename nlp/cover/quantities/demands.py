"""Read what a task asks for in numbers, and how much of it was due: a task to Demands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.cover.quantities.numbers import kind_of, to_number
from nlp.types import Op, Target, Task

ADDS_UP = ("time", "text", "paper", "lesson", "case")
"""Kinds of which a part of the year brings a part."""

_RRULE = re.compile(r"FREQ=(MONTHLY|WEEKLY)(?:;INTERVAL=(\d+))?(?:;.*)?")
_PERIOD = re.compile(
    r"每[一1]?个?(?:半年度?|季度?|月度?|学期|周|星期|[两二2]个?月)(?:末|初|底)?|双月|[按逐](?:季度?|月)|全年|每年|年度|年内|[上下]半年|第[一二三四](?:、[一二三四])*季度|\d{1,2}月底?前?|年底前"
)
_WHOLE_YEAR = re.compile("全年|每年|年度|年内|本年|年底")
_PER_HEAD = re.compile("每名|每人|人均|每位|每户|每家")
_FRACTION = re.compile(
    r"(?P<least>不少于|不低于|至少|达到|超过)?(?P<whole>[二三四五六七八九十])分之(?P<part>[一二两三四五六七八九])(?P<up>以上)?|(?:半数|一半)以上|(?:超过|不少于|不低于|至少)(?:半数|一半)|过半"
)
_EVERY_OTHER_MONTH = re.compile(r"双月|每(?:隔)?[两二2]个?月|两月一")
WEEKS_IN_A_MONTH = 4


@dataclass(frozen=True, slots=True)
class Demand:
    """A number that a task asks for: `value` in all, of which `due` is asked by now.

    `text` says it in the task's words (每季度不少于1次); `every` is how many months lie between two instances of
    recurring work, 0 for weekly work, None where the demand is no recurring one. `clause` is where it stands, `measure`
    what a percentage measures, `number` the phrase of the number. `head` says that it is asked of each person, so that
    numbers do not add up.
    """

    text: str
    op: Op
    value: float
    unit: str
    due: float
    clause: str
    every: int | None = None
    measure: str = ""
    head: bool = False
    number: str = ""

    @property
    def kind(self) -> str:
        """What its unit counts."""
        return kind_of(self.unit)


def asked(task: Task, months: int = 12) -> tuple[Demand, ...]:
    """The numbers that a task asks for, by the time that `months` (1..12) of its year have passed.

    A number beside a recurrence (每季度至少1次) is asked each time; one for the year (全年12次) as far as the year has
    gone; a recurrence without a number once each time.

    >>> from nlp.types import Deadline, Place
    >>> quarterly = Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")
    >>> task = Task("1", None, None, "每季度报送信息。", (), (), (quarterly,), (), Place(0, 0, 8), 1.0)
    >>> [(one.text, one.value, one.due, one.unit) for one in asked(task, 9)]
    [('每季度1次', 4, 3, '次')]
    """
    rows = [_of_target(task, target, months) for target in task.targets]
    rows += _fractions(task) if not any(target.unit == "%" for target in task.targets) else []
    if any(row.kind == "time" or row.every is not None for row in rows):
        return tuple(rows)
    for every, text in _recurrences(task):
        whole, due = _instances(every, 12), _instances(every, months)
        if whole > 1:
            rows.append(Demand(f"{text}1次", ">=", whole, "次", due, task.text, every))
            break
    return tuple(rows)


def _of_target(task: Task, target: Target, months: int) -> Demand:
    at = max(0, task.text.find(target.text))
    clause = _clause(task.text, at)
    head = bool(_PER_HEAD.search(task.text[max(0, at - 30) : at]))
    if target.unit == "%":
        measure = re.split(r"不?[低少]于|达到?|[不超]过|以上|至少|\d|[一二三四五六七八九十]成|百分", target.text)[0]
        return Demand(target.text, target.op, target.value, "%", target.value, clause, measure=measure, head=head)
    kind = kind_of(target.unit)
    period = [found[0] for found in _PERIOD.finditer(task.text[:at])][-1:] or [""]
    every, phrase = next(((e, t) for e, t in _recurrences(task) if t and t in task.text[:at]), (None, ""))
    sums = target.op != "<=" and kind in (*ADDS_UP, "thing")
    if every is not None and sums and _same_period(period[0], phrase):
        whole, due = target.value * _instances(every, 12), target.value * _instances(every, months)
        text = phrase + target.text.removeprefix(phrase)
        return Demand(text, target.op, whole, target.unit, due, clause, every, head=head, number=target.text)
    due = target.value
    year_long = _WHOLE_YEAR.search(period[0]) or not (period[0] or any(d.end for d in task.deadlines))
    if any(d.kind == "range" and d.text in period[0] and d.start and d.start.month > months for d in task.deadlines):
        due = 0
    elif sums and kind in ADDS_UP and target.value > 1 and year_long and not head:
        due = max(1.0, float(int(target.value * min(months, 12) / 12 + 1e-9)))
    return Demand(target.text, target.op, target.value, target.unit, due, clause, head=head, number=target.text)


def _same_period(period: str, phrase: str) -> bool:
    return bool(period) and (period in phrase or phrase in period)


def _recurrences(task: Task) -> list[tuple[int, str]]:
    """The months between two instances (0 for a week) of each recurrence, with its words."""
    rows: list[tuple[int, str]] = []
    for deadline in task.deadlines:
        rule = _RRULE.fullmatch(deadline.rrule or "") if deadline.kind == "recurring" else None
        if rule and (every := 0 if rule[1] == "WEEKLY" else int(rule[2] or 1)) <= 12:
            rows.append((every, deadline.text))
    if not rows and (found := _EVERY_OTHER_MONTH.search(task.text)):
        rows.append((2, found[0]))
    return rows


def _instances(every: int, months: int) -> int:
    months = max(0, min(months, 12))
    return months // every if every else WEEKS_IN_A_MONTH * months


def _fractions(task: Task) -> list[Demand]:
    """Shares that are asked in words: 半数以上, 不少于三分之一."""
    rows = []
    for found in _FRACTION.finditer(task.text):
        share = 50.0
        if found["whole"]:
            if not (found["least"] or found["up"]):
                continue
            share = round(100 * to_number(found["part"]) / to_number(found["whole"]), 1)
        rows.append(Demand(found[0], ">=", share, "%", share, _clause(task.text, found.start())))
    return rows


def _clause(text: str, at: int) -> str:
    """The clause around a place, with the one before it where it is short: 全年不少于4次 says not of what."""
    stops = "，,。；;"
    start = max((text.rfind(stop, 0, at) for stop in stops), default=-1) + 1
    end = min((place for stop in stops if (place := text.find(stop, at)) >= 0), default=len(text))
    if end - start < 14 and start > 1:
        start = max((text.rfind(stop, 0, start - 1) for stop in stops), default=-1) + 1
    return text[start:end]
