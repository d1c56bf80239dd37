"""Read at which times of the year a text tells that something was done: quotes to months, and to a number of times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.cover.quantities.numbers import to_number
from nlp.lexicon import load

_M = r"(1[0-2]|0?[1-9]|十[一二]?|[一二两三四五六七八九])"
_JOIN = r"(?:至|到|[-—－–~～]+)"
_MONTH = re.compile(rf"(?<![\d.一二三四五六七八九十第每]){_M}月(?!一[^、，。至到]|份?[一1]次)")
_MONTH_RANGE = re.compile(rf"(?<![\d.]){_M}月?(?:份|底|初|末|[上中下]旬|\d{{1,2}}[日号])?{_JOIN}{_M}月")
_MONTH_LIST = re.compile(r"(?<![\d.])((?:(?:1[0-2]|[1-9])月?[、和及,，]){1,11}(?:1[0-2]|[1-9]))月")
_QUARTER_LIST = re.compile(r"第?([一二三四1-4](?:[、和及,，]?第?[一二三四1-4]){0,3})(?:个)?季(?:度)?")
_QUARTER_RANGE = re.compile(rf"第?([一1])季?度?{_JOIN}第?([二三四2-4])季度?")
_FIRST_QUARTERS = re.compile(r"前([二两三23])个?季度")
_ALL_PARTS = re.compile(r"(四|三|两|二)个(季度|学期|半年)|春、?秋两季?学?期?|春秋")
_EACH = re.compile(
    r"(?:每|逐|各|按)[一1]?个?(?:月度?|季度?|半年|周|星期|学期)(?!\d|份)"
    r"|(?<!第)一个?(?:月|季度?|半年|周|学期)(?:[一1两二]|开|查)|(?<![第头前后下上])一个(?:季度|月)(?=[^，。]{0,4}[一1])"
    r"|月月|季季|周周|年年|个个月|半月一|旬|每次|每半月|双月|每[两二2]个?月|没有?断|未断|一[次期周月]没[落断缺]|从未间断|不间断|无一缺"
)
_AHEAD = re.compile("预计|明年|来年|下年|下一步|计划于|(?<!模)拟|将于|力争")
_CLAUSE = re.compile(r"[^；;。！!？?\n]+")
_SPAN = {"季度": 3, "学期": 6, "半年": 6}


@dataclass(frozen=True, slots=True)
class Told:
    """At which times something was done: the months (1..12) named, and whether it was done each time.

    `each` holds within `months` where some are named as a span (1月至8月每月), else for the whole time.
    """

    months: frozenset[int]
    each: bool
    spanned: bool = False

    def times(self, interval: int) -> int | None:
        """How many instances of work due every `interval` months; None where it was done each time or none is named.

        >>> told = times_told(("1月至8月每月检查一次。",))
        >>> told.times(1), told.times(3), times_told(("每月检查。",)).times(1)
        (8, 3, None)
        """
        if not self.months or (self.each and not self.spanned):
            return None
        periods = {(month - 1) // interval for month in self.months}
        return len(periods) if self.spanned else max(len(periods), len(self.months))


def times_told(quotes: Sequence[str]) -> Told:
    """The times of the year that quotes name as past.

    >>> sorted(times_told(("3月、6月各报送一次，第三季度又报一次，预计12月再报。",)).months)
    [3, 6, 7]
    """
    months: set[int] = set()
    each = spanned = False
    for quote in quotes:
        for found in _CLAUSE.finditer(quote):
            text = found[0]
            ahead = _AHEAD.search(text)
            text = text[: max(text.rfind(comma, 0, ahead.start()) for comma in "，,") + 1] if ahead else text
            named, span = _months(text)
            says_each = bool(_EACH.search(text))
            months |= named
            each |= says_each
            spanned |= says_each and span
    return Told(frozenset(months), each, spanned)


def _months(text: str) -> tuple[set[int], bool]:
    """The months that a text names, and whether a span of them is among them."""
    months: set[int] = set()
    span = False
    for found in _MONTH_RANGE.finditer(text):
        first, last = int(to_number(found[1])), int(to_number(found[2]))
        if 1 <= first <= last <= 12:
            months |= set(range(first, last + 1))
            span = True
    for found in _MONTH_LIST.finditer(text):
        months |= {int(number) for number in re.findall(r"\d+", found[1])}
    months |= {int(to_number(found[1])) for found in _MONTH.finditer(text)}
    for found in _QUARTER_RANGE.finditer(text):
        months |= {3 * quarter - 2 for quarter in range(1, int(to_number(found[2])) + 1)}
    for found in _FIRST_QUARTERS.finditer(text):
        months |= {3 * quarter - 2 for quarter in range(1, int(to_number(found[1])) + 1)}
        span = True
    for found in _QUARTER_LIST.finditer(text):
        months |= {3 * int(to_number(number)) - 2 for number in re.findall(r"[一二三四1-4]", found[1])}
    for found in _ALL_PARTS.finditer(text):
        count, part = int(to_number(found[1] or "两")), found[2] or "学期"
        months |= {1 + index * _SPAN[part] for index in range(count)}
    for found in _parts().finditer(text):
        first, last = _part_rows()[found[0]]
        months.add(first)
        span |= last - first >= 5
        if last - first >= 5 and _EACH.search(text):
            months |= set(range(first, last + 1))
    return {month for month in months if 1 <= month <= 12}, span


@lru_cache(maxsize=1)
def _part_rows() -> dict[str, tuple[int, int]]:
    rows = load("year_parts.tsv", keys=("word", "first", "last"))
    return {row["word"]: (int(row["first"]), int(row["last"])) for row in rows}


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _part_rows()), key=len, reverse=True)))
