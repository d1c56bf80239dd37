"""Compare the numbers that evidence states with the quantities and frequencies that a task asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lexicon import load
from nlp.types import Target, Task

TIMES = "次期轮回场批"

_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
_QUARTER = re.compile(r"[一二三四](?=、|季|和)")
_EACH = re.compile(r"每[个]?(?:月|季|半年|周|学期)|逐月|按月|按季|一月一|一季一|一季度一|月月|季季|每半月")
_HALF = re.compile(r"[上下]半年")
_RRULE = re.compile(r"FREQ=MONTHLY(?:;INTERVAL=(\d+))?")
_TOTAL = "全年|累计|总共|合计|总计|一共|年内|共"
_NUMBER = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)"


def shortfall(task: Task, quotes: Sequence[str], *, months: int = 12) -> str | None:
    """What the quotes fall short of, as "stated/asked unit", or None where nothing asked for is known to be missing.

    A quantity that no quote states is not held against the task. `months` of the year have passed for recurring work.

    >>> from nlp.types import Place
    >>> target = Target("不少于4次", ">=", 4, "次")
    >>> task = Task("1", None, None, "研讨不少于4次。", (), (), (), (target,), Place(0, 0, 8), 1.0)
    >>> shortfall(task, ("全年组织研讨3次。",))
    '3/4次'
    """
    for target in task.targets:
        stated = _stated(quotes, target)
        if stated is not None and not _meets(stated, target):
            return f"{_plain(stated)}/{_plain(target.value)}{target.unit}"
    if any(target.unit in TIMES for target in task.targets):
        return None
    for deadline in task.deadlines:
        rule = _RRULE.fullmatch(deadline.rrule or "")
        if deadline.kind == "recurring" and rule:
            asked = months // int(rule[1] or 1)
            told = instances(quotes)
            if told is not None and 0 < told < min(asked, 4):
                return f"{told}/{asked}次"
    return None


def instances(quotes: Sequence[str]) -> int | None:
    """How many times the quotes say that something was done: a stated count, or the months or halves named.

    None where they say that it was done each time, or nothing about times.

    >>> instances(("3月、6月各报送一次。",)), instances(("每季度末报送。",))
    (2, None)
    """
    text = "".join(quotes)
    if _EACH.search(text):
        return None
    stated = [to_number(found[1]) for found in re.finditer(rf"{_NUMBER}[{TIMES}]", text)]
    named = max(len(set(_MONTH.findall(text))), len(set(_QUARTER.findall(text))), len(set(_HALF.findall(text))))
    most = max([*(int(number) for number in stated), named], default=0)
    return most or None


def count_for(task: Task, quote: str) -> float | None:
    """The number that a quote states in the unit of one of the task's targets, else a number of times.

    >>> from nlp.types import Place
    >>> count_for(Task("1", None, None, "报送信息。", (), (), (), (), Place(0, 0, 5), 1.0), "报送2次")
    2.0
    """
    for target in task.targets:
        stated = _stated((quote,), target)
        if stated is not None:
            return stated
    found = re.search(rf"{_NUMBER}[{TIMES}]", quote)
    return to_number(found[1]) if found else None


def to_number(text: str) -> float:
    """The value of Arabic digits or of a Chinese numeral up to 99.

    >>> to_number("十二"), to_number("3.5")
    (12.0, 3.5)
    """
    if text[0].isdigit():
        return float(text)
    digits = {row["numeral"]: float(row["value"]) for row in load("numerals.tsv", keys=("numeral", "value"))}
    tens, ten, ones = text.partition("十")
    if not ten:
        return digits.get(text, digits.get(text[-1], 0.0))
    return 10 * digits.get(tens, 1.0) + (digits.get(ones, 0.0) if ones else 0.0)


def _stated(quotes: Sequence[str], target: Target) -> float | None:
    """The number that quotes state in a target's unit; times are added up, unless one of them is a total (全年12次)."""
    unit = re.escape(target.unit).replace("%", "[%％]")
    found = [
        found for quote in quotes for found in re.finditer(rf"({_TOTAL})?[^，。；\d]{{0,6}}?{_NUMBER}\s*{unit}", quote)
    ]
    values = [to_number(one[2]) for one in found]
    if not values:
        return None
    if target.op == "<=":
        return min(values)
    adds_up = target.unit in TIMES and not any(one[1] for one in found)
    return sum(values) if adds_up else max(values)


def _meets(stated: float, target: Target) -> bool:
    return stated <= target.value if target.op == "<=" else stated >= target.value


def _plain(value: float) -> str:
    return f"{value:g}"
