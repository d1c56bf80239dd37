"""Find the time limits of a sentence or of a time-limit cell: text to Deadlines, and the dates too damaged to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nlp.extract.deadline_values import DATED, VALUES, Groups, Value, period_names, read_year
from nlp.extract.folding import fold, plain
from nlp.extract.recurrence import expand
from nlp.lexicon import load
from nlp.types import Deadline, DeadlineKind

__all__ = ["expand", "find_damaged", "find_deadlines"]

KEYS = ("name", "kind", "pattern", "needs", "value", "when", "reach", "examples", "not_examples")
_LEAP = 2000  # stands in where no year is known, so that 29 February is a day
_REACH = 24  # characters before a match that may belong to the phrase


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern ready to run; without a kind it marks a time that is no deadline."""

    kind: DeadlineKind | None
    find: re.Pattern[str]
    needs: frozenset[str]
    value: Callable[[Groups, int], list[Value]]
    dated: bool
    when: str | None
    reach: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule matched in the folded text, and the groups of its pattern."""

    start: int
    end: int
    rule: Rule
    groups: Groups


def find_deadlines(
    text: str, *, reference: date | None = None, year: int | None = None, limit: bool = False
) -> tuple[Deadline, ...]:
    """All time limits in `text`, in reading order, each with its exact words, place and value.

    `year`, else the year of `reference`, is the plan's: it fills in a year that is not written, unless a deadline
    before it in `text` wrote one; either way `inferred` is "year". Without any, dates stay None and `inferred` is
    "no year". `limit` says that the text is itself a time limit (a table cell, what follows 完成时限：), where
    持续推进, 立即 or 2023年 count too. Damaged dates give nothing; see `find_damaged`. A phrase that names two times
    (第二、四季度) gives two deadlines with one text. The rules are in lexicon/deadlines.toml and not_deadlines.toml.

    >>> [(found.text, str(found.end)) for found in find_deadlines("力争6月底前完成", reference=date(2022, 1, 1))]
    [('6月底前', '2022-06-30')]
    >>> find_deadlines("力争6月底前完成")[0].inferred
    'no year'
    >>> [found.kind for found in find_deadlines("持续推进", limit=True)], find_deadlines("持续推进整改")
    (['ongoing'], ())
    """
    plan_year = year if year is not None else reference.year if reference is not None else None
    folded = fold(text)
    hits = _choose(_hits(folded.text, limit=limit))
    damaged = _damaged_spans(text) if hits else []
    known = plan_year
    found: list[Deadline] = []
    for hit in hits:
        start, end = folded.place(hit.start, hit.end)
        if hit.rule.kind is None or any(first < end and start < last for first, last in damaged):
            continue
        values, written, inferred = _values(hit, known)
        if written is not None and plan_year is not None and not limit and _is_past(values, plan_year):
            continue
        known = written or known
        found.extend(
            Deadline(text[start:end], hit.rule.kind, *value, offset=start, inferred=inferred) for value in values
        )
    return tuple(found)


def find_damaged(text: str) -> tuple[str, ...]:
    """The phrases of `text` that were dates once and cannot be read any more, for a warning.

    >>> find_damaged("1129日前报送，202049复核，6月31日销号，6月30日办结")
    ('1129日前', '202049', '6月31日')
    """
    return tuple(text[start:end] for start, end in _damaged_spans(text))


def _values(hit: Hit, known: int | None) -> tuple[list[Value], int | None, str | None]:
    """The values of a hit, the year that it writes itself, and what was inferred."""
    if not hit.rule.dated:
        return hit.rule.value(hit.groups, known or _LEAP), None, None
    text = hit.groups.get("year") or hit.groups.get("year4")
    holds = read_year(text, known) if text else known
    try:
        values = hit.rule.value(hit.groups, holds or _LEAP)
    except ValueError:
        return [], None, None
    if holds is None:
        return [Value() for _ in values], None, "no year"
    written = holds if text and read_year(text, None) is not None else None
    return values, written, None if written is not None else "year"


def _is_past(values: Iterable[Value], plan_year: int) -> bool:
    """Whether a date with its year written lies before the plan's year: then it is a baseline, no limit."""
    return all(value.end is not None and value.end.year < plan_year for value in values)


def _hits(text: str, *, limit: bool) -> list[Hit]:
    """What the rules find; the negative ones run only where there is something to deny."""
    positive, negative = _rules()
    letters = frozenset(text)
    hits = list(_run(positive, text, letters, limit=limit))
    return [*_run(negative, text, letters, limit=limit), *hits] if hits else []


def _run(rules: Iterable[Rule], text: str, letters: frozenset[str], *, limit: bool) -> Iterator[Hit]:
    skipped = "prose" if limit else "limit"
    for rule in rules:
        if rule.when == skipped or letters.isdisjoint(rule.needs):
            continue
        for match in rule.find.finditer(text):
            start, end = match.span()
            before = rule.reach and rule.reach.search(text[max(0, start - _REACH) : start])
            yield Hit(start - len(before["reach"]) if before else start, end, rule, match.groupdict())


def _choose(hits: Iterable[Hit]) -> list[Hit]:
    """The longest hits that do not overlap, in reading order; of two equal ones the first."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _damaged_spans(text: str) -> list[tuple[int, int]]:
    seen = plain(text)
    letters = set(seen)
    rules = [rule for rule in _damaged_rules() if not letters.isdisjoint(rule.needs)]
    spans = sorted({match.span() for rule in rules for match in rule.find.finditer(seen)})
    return [span for span in spans if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)]


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    positive, negative = (load(name, keys=KEYS) for name in ("deadlines.toml", "not_deadlines.toml"))
    return tuple(map(_compile, positive)), tuple(map(_compile, negative))


@lru_cache(maxsize=1)
def _damaged_rules() -> tuple[Rule, ...]:
    return tuple(_compile(row) for row in load("damaged_dates.toml", keys=KEYS))


def _compile(row: Mapping[str, str]) -> Rule:
    pattern = _expand_parts(row["pattern"])
    if "kind" not in row:
        pattern = re.sub(r"\(\?P<\w+>", "(?:", pattern)
    value = row.get("value", "nothing")
    reach = _parts()[f"reach_{row['reach']}"] if "reach" in row else None
    return Rule(
        kind=row.get("kind"),  # type: ignore[arg-type]
        find=re.compile(pattern),
        needs=frozenset(row["needs"]),
        value=VALUES[value],
        dated=value in DATED,
        when=row.get("when"),
        reach=re.compile(reach) if reach else None,
    )


def _expand_parts(pattern: str) -> str:
    """Put the pieces in for their names: {month}; {month2} is the same piece with its groups renamed."""

    def put(reference: re.Match[str]) -> str:
        name, number = reference[1], reference[2]
        return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{number}>", _expand_parts(_parts()[name]))

    return re.sub(r"\{([a-z_]+)(2?)\}", put, pattern)


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    parts = {row["part"]: row["pattern"] for row in load("deadline_parts.tsv", keys=("part", "pattern"))}
    holidays = load("holidays.tsv", keys=("holiday", "alone"))
    names = sorted((row["holiday"] for row in holidays), key=len, reverse=True)
    seasons = [row["holiday"] for row in holidays if row["alone"] == "yes"]
    return parts | {"periods": "|".join(period_names()), "holidays": "|".join(names), "seasons": "|".join(seasons)}
