"""Read the numbers that head lines: a line's text, or all lines for numbers that only their order tells, to Numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from nlp.lexicon import load
from nlp.parse.bullets import find_bullet
from nlp.parse.headings import value_of

_BARE = re.compile(
    r"\s*(\d{1,2})\s*(?=[\u4e00-\u9fff“《])(?![年月日时分秒个次名项条件起人户家份场期类级周天季度岁万亿千百余多处所只台套间部篇至号]|大(?![力胆兴幅抓]))"
)
_DECIMAL = re.compile(
    r"\s*(?P<number>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?\s*(?=[\u4e00-\u9fff“《])(?![万亿千百余多个元倍年米公吨]|月(?!度))"
)
_GLUED = re.compile(r"\s*(?P<number>\d{1,3})\.(?=\d)")
_DOTTED = re.compile(r"\s*(?P<number>[0-9０-９]{1,3})\s*[、．.]")
_AMOUNT = re.compile(  # a time or a quantity, which no section's number runs into
    r"\d+(?:\.\d+)?\s*(?:[%％‰年月日天周时分秒个名项条件起人户家份场期次类级岁元万亿千百余多米公吨亩处所座台套间部篇号]|小时|工作日|[—\-–~～至到/]\s*\d)"
    r"|\d{4}\.\d{1,2}(?!\d)|\d{3,}"
)
_MONTHS = re.compile(
    r"\s*((?:[\d一二三四五六七八九十]{1,2}[、.．]\s*)+[\d一二三四五六七八九十]{1,2})\s*月份?\s*[:：]?\s*"
)
_DEEPEST = 5
_ITEM_LEVEL, _MONTH_LEVEL = 3, 2  # as `headings.toml` has them


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a line: as printed, its depth, and where the words behind it begin.

    `title` is set where the mark is the heading itself, as a month is in a schedule.
    """

    text: str
    level: int
    end: int
    title: str | None = None


def find_number(text: str) -> Number | None:
    """The heading number that a line starts with, behind a bullet too; None where there is none.

    >>> find_number("（二）严明纪律规矩。")
    Number(text='（二）', level=2, end=3, title=None)
    >>> find_number("◆（二）严明纪律规矩。").end, find_number("2022年工作要点")
    (4, None)
    """
    bullet = find_bullet(text)
    for level, pattern in _patterns():
        if match := pattern.match(text, bullet.end if bullet else 0):
            named = match.groupdict()
            return Number((named.get("number") or "").strip(), level, match.end(), named.get("title"))
    return None


def find_counted(texts: Sequence[str]) -> dict[int, Number]:
    """The numbers without a mark of their own, by the index of their line: they count where others go on from them.

    A bare number (1保障粮油生产) needs a neighbour one more or one less; decimals (2.1) begin at a .1, have two lines
    at least, and each has such a neighbour or its part above it. Where a text has decimals and no 一、, its bare
    numbers are its parts. In a list 2. 3. the line 4.10-12月 is item 4, not a section 4.10. In a schedule by months
    七、八月份 is two months, not the number 七.

    >>> {i: (n.text, n.level) for i, n in find_counted(["1 概况", "1.1 队伍", "组建班组。", "2 打算"]).items()}
    {0: ('1', 3), 3: ('2', 3)}
    >>> {i: (n.text, n.level) for i, n in find_counted(["1概况", "1.1队伍", "1.2任务", "2打算"]).items()}
    {0: ('1', 1), 3: ('2', 1), 1: ('1.1', 2), 2: ('1.2', 2)}
    """
    glued = _glued(texts)
    bare = [(i, match) for i, text in enumerate(texts) if (match := _BARE.match(text))]
    decimals = _decimals(["" if i in glued else text for i, text in enumerate(texts)])
    values = [int(match[1]) for _, match in bare]
    counted = {
        i: match
        for n, (i, match) in enumerate(bare)
        if values[n + 1 : n + 2] == [values[n] + 1] or (n and values[n - 1] == values[n] - 1)
    }
    top = 1 if decimals and not _has_higher(texts) else 3
    found = {i: Number(match[1], top, match.end()) for i, match in counted.items()}
    for i, match in decimals:
        level = min(_DEEPEST, top + len(_parts(match["number"])) - 1)
        found[i] = Number(match["number"], level, match.end())
    return found | glued | _months(texts)


def _glued(texts: Sequence[str]) -> dict[int, Number]:
    """The items of a list whose words begin with a digit right behind the number's dot (4.10-12月, 5.24小时).

    Such a line is the item that the list waits for: the one above it is one less, and the one below it is one more, or
    what stands behind the dot is a time or a quantity. A list begins so where it goes on to an item beyond doubt.
    """
    listed = [
        (i, match)
        for i, text in enumerate(texts)
        if (match := _GLUED.match(text)) or ((match := _DOTTED.match(text)) and find_number(text))
    ]
    values = [int(match["number"]) for _, match in listed]
    sure = [find_number(texts[i]) is not None for i, _ in listed]
    found: dict[int, Number] = {}
    above: int | None = None  # the value of the item above, where it is one
    for n, (i, match) in enumerate(listed):
        value, below = values[n], values[n + 1 : n + 2]
        amount = _AMOUNT.match(texts[i], match.end()) is not None
        begins = value == 1 and values[n - 1 : n] != [1] and amount and _reaches(values[n:], sure[n:])
        goes_on = above == value - 1 and (amount or below == [value + 1])
        if not sure[n] and below != [value] and (begins or goes_on):
            found[i] = Number(match["number"], _ITEM_LEVEL, match.end())
        above = value if sure[n] or i in found else None
    return found


def _reaches(values: Sequence[int], sure: Sequence[bool]) -> bool:
    """Whether numbers that count up from the first of them come to one that is sure."""
    counts = takewhile(lambda n: values[n] == values[0] + n, range(len(values)))
    return any(sure[n] for n in counts)


def _decimals(texts: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    """The lines whose decimals count: 2.1 stands beside a 2.2, or below a 2; 7.1 and 10.1 alone are days."""
    matches = [(i, match) for i, text in enumerate(texts) if (match := _DECIMAL.match(text))]
    if len(matches) < 2 or _parts(matches[0][1]["number"])[-1] != 1:
        return []
    known = {tuple(_parts(match["number"])) for _, match in matches}
    known |= {(int(match[1]),) for text in texts if (match := _BARE.match(text))}
    return [(i, match) for i, match in matches if _has_neighbour(_parts(match["number"]), known)]


def _has_neighbour(parts: Sequence[int], known: Collection[tuple[int, ...]]) -> bool:
    *above, last = parts
    return any(one in known for one in ((*above, last - 1), (*above, last + 1), tuple(above)))


def _months(texts: Sequence[str]) -> dict[int, Number]:
    """The lines 七、八月份 that head months: other lines head one month each, or all such lines go on from another."""
    spans = {
        i: span for i, text in enumerate(texts) if (match := _MONTHS.fullmatch(text)) and (span := _span(match[1]))
    }
    if not spans:
        return {}
    numbers = [number for i, text in enumerate(texts) if i not in spans and (number := find_number(text))]
    chain = len(spans) > 1 and all(two[0] == one[1] + 1 for one, two in pairwise(spans.values()))
    if sum("月" in (number.title or "") for number in numbers) < 2 and not (chain and _least(numbers) > 1):
        return {}
    return {i: Number("", _MONTH_LEVEL, len(texts[i]), texts[i].strip().rstrip(":： ")) for i in spans}


def _span(text: str) -> tuple[int, int] | None:
    """The first and the last of months in a row, None for other numbers."""
    names = [name.strip() for name in re.split(r"[、.．]", text)]
    months = [int(name) if name.isdecimal() else value_of(name) or 0 for name in names]
    in_a_row = months[0] >= 1 and months[-1] <= 12 and all(two == one + 1 for one, two in pairwise(months))
    return (months[0], months[-1]) if in_a_row else None


def _parts(number: str) -> list[int]:
    return [int(part) for part in re.split(r"[.．]", number)]


def _has_higher(texts: Iterable[str]) -> bool:
    return any(number.level < 3 for text in texts if (number := find_number(text)))


def _least(numbers: Iterable[Number]) -> int:
    return min((number.level for number in numbers), default=_DEEPEST)


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    rows = load("headings.toml", keys=("name", "level", "pattern", "examples", "not_examples"))
    return tuple((int(row["level"]), re.compile(row["pattern"])) for row in rows)
