"""Put dates to the feasts that an event names: a deadline and a year to the days of 春节 or “七一” in that year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache

from nlp.extract.folding import fold
from nlp.extract.numerals import parse_number
from nlp.lexicon import load
from nlp.types import Deadline

_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d|[一二][〇零一二三四五六七八九]{3})(?=年)|(?<!每)[今本当明来次](?=年)"
)
_ALIASES = 4  # names that may stand for one another in a row, so that a circle of them ends


def event_dates(deadline: Deadline, year: int) -> tuple[date, ...]:
    """The days of the feasts that a deadline names in `year`, earliest first; the feast itself, also for 前.

    Read from events and from recurrences (每年“七一”前). Nothing for other kinds, for what has no day of its own
    (汛期, 节假日, 会议召开前), and for a year that the table does not cover for one of the feasts named; see
    `covered_years`. A year in the phrase goes before `year`, and 明年 is the one after it.

    >>> [str(day) for day in event_dates(Deadline("元旦、春节前", "event"), 2023)]
    ['2023-01-01', '2023-01-22']
    >>> event_dates(Deadline("汛期前", "event"), 2023), event_dates(Deadline("中秋节前", "event"), 2099)
    ((), ())
    """
    holds = named_year(deadline, year) or year
    if deadline.kind not in ("event", "recurring") or not MINYEAR <= holds <= MAXYEAR:
        return ()
    phrase = fold(deadline.text).text
    days: set[date] = set()
    for match in _names().finditer(phrase):
        found = _days_of(match[0], holds)
        if found is None:
            return ()
        days |= found
    return tuple(sorted(days))


def named_year(deadline: Deadline, year: int | None) -> int | None:
    """The year that the phrase of a feast names, 明年 and 次年 counted from `year`; None where it names none.

    >>> named_year(Deadline("2024年春节前", "event"), 2023), named_year(Deadline("明年春节前", "event"), 2023)
    (2024, 2024)
    """
    named = _YEAR.search(fold(deadline.text).text)
    if named is None:
        return None
    if named["year"]:
        number = parse_number(named["year"])
        return None if number is None else int(number)
    return None if year is None else year + (named[0] in "明来次")


def names_feast(deadline: Deadline) -> bool:
    """Whether the phrase names a feast that has a day.

    >>> names_feast(Deadline("每年“七一”前", "recurring")), names_feast(Deadline("每年汛期前", "recurring"))
    (True, False)
    """
    return any(_table()[match[0]] for match in _names().finditer(fold(deadline.text).text))


def covered_years() -> range:
    """The years for which the table knows the moving feasts; later ones have no dates until rows are added.

    >>> covered_years()
    range(2015, 2031)
    """
    tables = [{int(day[:4]) for day in row.split()} for row in _table().values() if re.match(r"\d{4}-", row)]
    common = set.intersection(*tables)
    return range(min(common), max(common) + 1)


def _days_of(name: str, year: int) -> set[date] | None:
    """The days of a feast; empty where it has none at all, None where the table does not cover the year."""
    days = _table()[name]
    for _ in range(_ALIASES):
        days = _table().get(days, days)
    if re.fullmatch(r"\d\d-\d\d", days):
        return {date(year, int(days[:2]), int(days[3:]))}
    found = {date.fromisoformat(day) for day in days.split() if day.startswith(f"{year}-")}
    return found if found or not days else None


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    rows = load("holidays.tsv", keys=("holiday", "alone", "days"))
    return {row["holiday"]: row["days"] or "" for row in rows}


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    """The names, the longest first; 十一 in 双十一 or 十一届 is none."""
    names = sorted(_table(), key=len, reverse=True)
    return re.compile(rf"(?<![双二三四五六七八九十第])(?:{'|'.join(names)})(?![届月次个名])")
