"""Turn the named groups of a deadline pattern into its value: month, day, quarter or period to dates, rule or duration.

Every function takes the groups and the year that holds, and returns one value for each time the phrase names; a date
that the calendar does not have raises ValueError. A month or a year with 前 but without 底 ends the day before it;
a day, ten days, a quarter or a half-year with 前 is inclusive.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from nlp.extract.numerals import parse_number
from nlp.lexicon import load

Groups = Mapping[str, str | None]
_THIRDS = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31),
    "初": (1, 10), "月初": (1, 10),
}  # fmt: skip
_HALVES = {"上": (1, 6), "下": (7, 12)}
_WORDS = {"明": 1, "来": 1, "次": 1}


class ReversedError(ValueError):
    """A span that ends before it starts."""


class Value(NamedTuple):
    """What a phrase says: dates, a recurrence or a duration."""

    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    duration: str | None = None


def read_year(text: str, base: int | None) -> int | None:
    """The year that a phrase names: 2023年, 23年, 二〇二三年, or 今年 and 明年 from `base`; None where it stays open.

    >>> read_year("二〇二三年", None), read_year("23年", None), read_year("明年", 2022), read_year("今年", None)
    (2023, 2023, 2023, None)
    """
    number = parse_number(text.rstrip("年度"))
    if number is not None:
        return int(number) + (2000 if number < 100 else 0)
    return None if base is None else base + _WORDS.get(text[0], 0)


def day(groups: Groups, year: int) -> list[Value]:
    """6月30日前: that day."""
    return [Value(end=date(year, _number(groups, "month"), _number(groups, "day")))]


def month_end(groups: Groups, year: int) -> list[Value]:
    """6月底前: the last day of each month named."""
    months = re.findall(r"\d+|[一二三四五六七八九十元]+", groups["month"] or "")
    return [Value(end=_last(year, _month(text))) for text in months]


def month_before(groups: Groups, year: int) -> list[Value]:
    """6月前: the last day of May."""
    return [Value(end=date(year, _number(groups, "month"), 1) - timedelta(days=1))]


def month_span(groups: Groups, year: int) -> list[Value]:
    """3月, 3—5月, 8月21日—9月30日, 5月上旬至6月底, 3月至年底: from the first day to the last."""
    year2 = read_year(groups.get("year2") or "今年", year) or year
    first = _number(groups, "month")
    last = 12 if groups.get("year_end") else _number(groups, "month2") if groups.get("month2") else first
    start = _bounds(year, first, groups.get("day"), groups.get("third"))[0]
    single = not any(groups.get(name) for name in ("month2", "day2", "third2", "year_end"))
    tail = ("day", "third") if single else ("day2", "third2")
    end = _bounds(year2, last, *(groups.get(name) for name in tail))[1]
    if end < start:
        raise ReversedError
    return [Value(start, end)]


def month_list(groups: Groups, year: int) -> list[Value]:
    """七、八月份: from the first day to the last of each run of months; 3、9月份: two months."""
    months = [_month(text) for text in re.findall(r"\d+|十[一二]?|[一二三四五六七八九元]", groups["months"] or "")]
    runs: list[tuple[int, int]] = []
    for month in months:
        follows = bool(runs) and month == runs[-1][1] + 1
        runs[-1:] = [(runs[-1][0], month)] if follows else [*runs[-1:], (month, month)]
    return [_months(year, first, last) for first, last in runs]


def part_end(groups: Groups, year: int) -> list[Value]:
    """15日前, 中旬前, 月底前 under the heading of a month: the last day of that part."""
    return [value._replace(start=None) for value in month_span(groups, year)]


def third_end(groups: Groups, year: int) -> list[Value]:
    """6月中旬前: the last day of the ten."""
    return [value._replace(start=None) for value in month_span(groups, year)]


def opening(groups: Groups, year: int) -> list[Value]:
    """7月1日起, 7月起, 2024年起: from that day, that month's or that year's first day on; 后 from the day after."""
    if groups.get("month"):
        first, last = _bounds(year, _number(groups, "month"), groups.get("day"), groups.get("third"))
    else:
        first, last = date(year, 1, 1), date(year, 12, 31)
    return [Value(start=last + timedelta(days=1) if groups.get("after") else first)]


def half(groups: Groups, year: int) -> list[Value]:
    """上半年; 上、下半年: six months for each half named."""
    return [_months(year, *_HALVES[char]) for char in groups["half"] or "" if char in _HALVES]


def half_end(groups: Groups, year: int) -> list[Value]:
    """上半年底前: its last day."""
    return [value._replace(start=None) for value in half(groups, year)]


def quarters(groups: Groups, year: int) -> list[Value]:
    """第三季度; 第二、四季度: three months for each quarter named."""
    named = re.findall(r"[一二三四1-4]", groups["quarter"] or "")
    return [_months(year, 3 * int(parse_number(text) or 0) - 2, 3 * int(parse_number(text) or 0)) for text in named]


def quarters_end(groups: Groups, year: int) -> list[Value]:
    """第三季度末前, 第三季度前: the last day of each quarter named."""
    return [value._replace(start=None) for value in quarters(groups, year)]


def quarter_month(groups: Groups, year: int) -> list[Value]:
    """第三季度末月, 第三季度第二个月中旬: that month or that part of it, from the first day to the last."""
    nth = groups["nth"] or ""
    place = int(parse_number(nth[1:2]) or 0) if nth.startswith("第") else 1 if nth == "首月" else 3
    month = 3 * (_number(groups, "quarter") - 1) + place
    return [Value(*_bounds(year, month, groups.get("day"), groups.get("third")))]


def quarter_day(groups: Groups, year: int) -> list[Value]:
    """第三季度末月20日前: that day."""
    return [value._replace(start=None) for value in quarter_month(groups, year)]


def quarter_span(groups: Groups, year: int) -> list[Value]:
    """前三季度, 一至三季度: from the first day of the first quarter to the last day of the last."""
    first = _number(groups, "quarter") if groups.get("quarter") else 1
    return [_months(year, 3 * first - 2, 3 * _number(groups, "quarter2"))]


def whole_year(_: Groups, year: int) -> list[Value]:
    """全年, 年内, 2023年: the whole year."""
    return [_months(year, 1, 12)]


def year_end(_: Groups, year: int) -> list[Value]:
    """年底前: the last day of the year."""
    return [Value(end=date(year, 12, 31))]


def year_middle(_: Groups, year: int) -> list[Value]:
    """年中: the last day of June."""
    return [Value(end=date(year, 6, 30))]


def year_before(_: Groups, year: int) -> list[Value]:
    """2025年前: the last day of 2024."""
    return [Value(end=date(year - 1, 12, 31))]


def year_span(groups: Groups, year: int) -> list[Value]:
    """2021—2025年: from the first day of the first year to the last day of the last."""
    return [Value(date(year, 1, 1), date(read_year(groups["year2"] or "", year) or year, 12, 31))]


def year_start(_: Groups, year: int) -> list[Value]:
    """年初: the first quarter."""
    return [_months(year, 1, 3)]


def five_years(groups: Groups, _: int) -> list[Value]:
    """“十四五”期间: the five years of that plan; 十一五 began in 2006."""
    first = 2001 + 5 * _number(groups, "plan")
    return [Value(date(first, 1, 1), date(first + 4, 12, 31))]


def five_years_end(groups: Groups, year: int) -> list[Value]:
    """“十四五”末: the last day of the five years."""
    return [value._replace(start=None) for value in five_years(groups, year)]


def numeric_day(groups: Groups, year: int) -> list[Value]:
    """2022.6.30, 2022-06-30, 6.30: that day."""
    return [Value(end=date(int(groups["year4"] or year), _number(groups, "month"), _number(groups, "day")))]


def every(groups: Groups, _: int) -> list[Value]:
    """每两周, 隔周, 每隔一周: the recurrence of the period, as often as its number says; 隔 leaves that many out."""
    row = _periods()[groups["period"] or ""]
    number = _number(groups, "n") if groups.get("n") else 1
    interval = int(row["interval"]) * (number + 1 if groups.get("other") else number)
    step = f";INTERVAL={interval}" if interval > 1 else ""
    return [Value(rrule=f"FREQ={row['freq']}{step}{row['by'] or ''}")]


def within(groups: Groups, _: int) -> list[Value]:
    """5个工作日内: the duration in ISO 8601."""
    row = _periods()[groups["period"] or groups["period2"] or ""]
    named = groups.get("n") or groups.get("n2")
    number = (parse_number(named) if named else 1.0) or 0.0
    amount = f"{number * int(row['length']):g}"
    designator = row["designator"]
    return [Value(duration=f"PT{amount}{designator.upper()}" if designator in "Hm" else f"P{amount}{designator}")]


def nothing(_: Groups, __: int) -> list[Value]:
    """A phrase without a value: 长期坚持."""
    return [Value()]


DATED: dict[str, Callable[[Groups, int], list[Value]]] = {
    function.__name__: function
    for function in (
        day, month_end, month_before, month_span, month_list, part_end, third_end, half, half_end, quarters,
        quarters_end, quarter_span, quarter_month, quarter_day, opening,
        whole_year, year_end, year_middle, year_before, year_span, year_start, numeric_day,
    )
}  # fmt: skip
VALUES = DATED | {function.__name__: function for function in (five_years, five_years_end, every, within, nothing)}


def period_names() -> tuple[str, ...]:
    """The units of time that the lexicon knows, longest first."""
    return tuple(sorted(_periods(), key=len, reverse=True))


@lru_cache(maxsize=1)
def _periods() -> dict[str, Mapping[str, str]]:
    keys = ("period", "freq", "interval", "by", "length", "designator")
    return {row["period"]: row for row in load("periods.tsv", keys=keys)}


def _month(text: str) -> int:
    return 1 if text == "元" else int(parse_number(text) or 0)


def _number(groups: Groups, name: str) -> int:
    return _month(groups[name] or "")


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> Value:
    return Value(date(year, first, 1), _last(year, last))


def _bounds(year: int, month: int, day_text: str | None, third: str | None) -> tuple[date, date]:
    if day_text:
        exact = date(year, month, int(parse_number(day_text) or 0))
        return exact, exact
    last = _last(year, month)
    if third in _THIRDS:
        first, end = _THIRDS[third]
        return date(year, month, first), min(last, date(year, month, min(end, last.day)))
    return (last if third else date(year, month, 1)), last
