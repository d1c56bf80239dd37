"""Tell who copied from whom: pairs of alike passages to those of which one is the copy, with how sure that is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.cover.copies.skeleton import LEAST_NAME
from nlp.types import Report

GAP = 2
"""Copied passages with less than so many steps between them stand in a row."""
SIGNATURE = 4
_SIGNED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage that stands, as far as `alike` (0..1), in another; both by their numbers among all passages."""

    copy: int
    source: int
    alike: float


def choose_sources(
    reports: Sequence[Report], years: Sequence[int], owner: Sequence[int], texts: Sequence[str], pairs: Sequence[Pair]
) -> Iterator[tuple[Pair, bool, int]]:
    """The pairs whose copy is not the original, whether that is known, and how many copies stand in a row there.

    `owner` is the report of each passage. The report of an earlier year is the source; else the one whose unit the
    passages name; else the one that was signed on an earlier day, or whose period ended in an earlier month. Where
    nothing tells, both are kept and not known.
    """
    by_reports: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_reports[owner[pair.copy], owner[pair.source]].append(pair)
    for (mine, theirs), found in by_reports.items():
        both = [*found, *(Pair(p.source, p.copy, p.alike) for p in by_reports.get((theirs, mine), ()))]
        earlier = _earlier(reports, years, mine, theirs, [(texts[p.copy], texts[p.source]) for p in both])
        if earlier == mine:
            continue
        blocks = _blocks(found)
        for pair in found:
            yield pair, earlier is not None, blocks[pair.copy]


def _earlier(
    reports: Sequence[Report], years: Sequence[int], mine: int, theirs: int, said: Sequence[tuple[str, str]]
) -> int | None:
    """Which of two reports is the original, None where nothing tells."""
    if years[mine] != years[theirs]:
        return mine if years[mine] < years[theirs] else theirs
    a, b = reports[mine].unit, reports[theirs].unit
    mark, other_mark = _mark(a, b), _mark(b, a)
    votes = 0
    for text, other in said:
        votes += _holds(text, mark) + 2 * _holds(other, mark) - _holds(other, other_mark) - 2 * _holds(text, other_mark)
    if votes:
        return mine if votes > 0 else theirs
    days = [_day(reports[mine]), _day(reports[theirs])]
    if (
        a is None
        or b is None
        or days[0] is None
        or days[1] is None
        or days[0][: len(days[1])] == days[1][: len(days[0])]
    ):
        return None
    return mine if days[0] < days[1] else theirs


def _day(report: Report) -> tuple[int, ...] | None:
    """The year, month and day in the signature of a report; without one the month in which its period ends."""
    for passage in reversed(report.passages[-SIGNATURE:]):
        if found := _SIGNED.fullmatch(re.sub(r"\s", "", passage.text)):
            return tuple(map(int, found.groups()))
    end = report.period.end if report.period else None
    return (end.year, end.month) if end else None


def _mark(unit: str | None, other: str | None) -> str | None:
    """The shortest end of a unit's name that tells it from another unit; every longer name holds it."""
    if not unit:
        return None
    lengths = range(min(LEAST_NAME, len(unit)), len(unit) + 1)
    return next((unit[-n:] for n in lengths if not (other or "").endswith(unit[-n:])), None)


def _holds(text: str, mark: str | None) -> bool:
    return mark is not None and mark in text


def _blocks(pairs: Sequence[Pair]) -> dict[int, int]:
    """How many copies stand in a row around each, by the copy's number."""
    sizes: dict[int, int] = {}
    row: list[int] = []
    for copy in [*sorted({pair.copy for pair in pairs}), None]:
        if row and (copy is None or copy - row[-1] > GAP):
            sizes |= dict.fromkeys(row, len(row))
            row = []
        if copy is not None:
            row.append(copy)
    return sizes
