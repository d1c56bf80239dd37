"""Find the time limits of a sentence or of a time-limit cell: text to Deadlines, and the dates too damaged to read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nlp.extract.deadline_values import DATED, VALUES, Groups, Value, period_names, read_year
from nlp.extract.folding import fold, plain
from nlp.extract.holidays import covered_years, event_dates
from nlp.extract.recurrence import expand
from nlp.lexicon import load
from nlp.types import Deadline, DeadlineKind

__all__ = ["covered_years", "event_dates", "expand", "find_damaged", "find_deadlines"]

KEYS = ("name", "kind", "pattern", "needs", "value", "when", "reach", "examples", "not_examples")
_RULE_FILES = ("deadlines.toml", "not_deadlines.toml", "damaged_dates.toml")
_LEAP = 2000  # stands in where no year is known, so that 29 February is a day
_REACH = 24  # characters before a match that may belong to the phrase
_DENIED = 40  # characters on either side of a match in which it may be denied
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]*|[。;!?]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern ready to run; without a kind it marks a time that is no deadline."""

    kind: DeadlineKind | None
    find: re.Pattern[str]
    needs: int
    value: Callable[[Groups, int], list[Value]]
    dated: bool
    monthly: bool
    reach: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule matched in the folded text, and the groups of its pattern."""

    start: int
    end: int
    rule: Rule
    groups: Groups


def find_deadlines(
    text: str,
    *,
    reference: date | None = None,
    year: int | None = None,
    month: int | None = None,
    limit: bool = False,
) -> list[Deadline]:
    """All time limits in `text`, in reading order, each with its exact words, place and value.

    `year`, else the year of `reference`, is the plan's: it fills in a year that is not written, unless a deadline
    before it in `text` wrote one; either way `inferred` is "year". Without any, dates stay None and `inferred` is
    "no year". `limit` says that the text is itself a time limit (a table cell, what follows 完成时限：), where
    持续推进, 立即 or 2023年 count too. `month` is that of the heading above (in a schedule by months), which holds for
    a bare 下旬 or 15日前. Damaged dates give nothing; see `find_damaged`. A phrase that names two times
    (第二、四季度) gives two deadlines with one text. The rules are in lexicon/deadlines.toml and not_deadlines.toml;
    they are tried sentence by sentence, so that the time grows with the text's length alone.

    >>> [(found.text, str(found.end)) for found in find_deadlines("力争6月底前完成", reference=date(2022, 1, 1))]
    [('6月底前', '2022-06-30')]
    >>> find_deadlines("力争6月底前完成")[0].inferred
    'no year'
    >>> [found.kind for found in find_deadlines("持续推进", limit=True)], find_deadlines("持续推进整改")
    (['ongoing'], [])
    """
    plan_year = year if year is not None else reference.year if reference is not None else None
    folded = fold(text)
    known = plan_year
    found: list[Deadline] = []
    for part in _SENTENCE.finditer(folded.text):
        hits = _hits(part[0], limit=limit, month=month)
        if not hits:
            continue
        damaged = _damaged_spans(text, *folded.place(*part.span()))
        for hit in hits:
            start, end = folded.place(part.start() + hit.start, part.start() + hit.end)
            if hit.rule.kind is None or _overlaps(damaged, start, end):
                continue
            values, written, inferred = _values(hit, known)
            if written is not None and plan_year is not None and not limit and _is_past(values, plan_year):
                continue
            known = written or known
            kind, phrase = hit.rule.kind, text[start:end]
            found.extend(Deadline(phrase, kind, *value, offset=start, inferred=inferred) for value in values)
    return found


def find_damaged(text: str) -> tuple[str, ...]:
    """The phrases of `text` that were dates once and cannot be read any more, for a warning.

    >>> find_damaged("1129日前报送，202049复核，6月31日销号，6月30日办结")
    ('1129日前', '202049', '6月31日')
    """
    parts = (part.span() for part in _SENTENCE.finditer(plain(text)))
    return tuple(text[start:end] for part in parts for start, end in _damaged_spans(text, *part))


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


def _hits(sentence: str, *, limit: bool, month: int | None) -> list[Hit]:
    """What a sentence holds; the negative rules run only where there is something to deny."""
    positive, negative = _rules(limit=limit, monthly=month is not None)
    groups = _groups_in(sentence)
    hits = list(_run(positive, sentence, groups, 0, len(sentence), month))
    if not hits:
        return hits
    first, last = min(hit.start for hit in hits) - _DENIED, max(hit.end for hit in hits) + _DENIED
    return _choose([*_run(negative, sentence, groups, max(0, first), last, None), *hits], len(sentence))


def _run(rules: Iterable[Rule], text: str, groups: int, first: int, last: int, month: int | None) -> Iterator[Hit]:
    for rule in rules:
        if rule.needs & ~groups:
            continue
        for match in rule.find.finditer(text, first, last):
            start, end = match.span()
            before = rule.reach and rule.reach.search(text[max(0, start - _REACH) : start])
            yield Hit(start - len(before["reach"]) if before else start, end, rule, _named(match, rule, month))


def _named(match: re.Match[str], rule: Rule, month: int | None) -> Groups:
    """The groups of a match, with the heading's month where the rule wants it."""
    return match.groupdict() | {"month": str(month)} if rule.monthly else match.groupdict()


def _choose(hits: Iterable[Hit], length: int) -> list[Hit]:
    """The longest hits that do not overlap, in reading order; of two equal ones the first."""
    taken = bytearray(length)
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if taken.find(1, hit.start, hit.end) < 0:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _damaged_spans(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """The places of damaged dates in the sentence at `first` to `last`, in reading order, none inside another."""
    seen = plain(text[first:last])
    groups = _groups_in(seen)
    rules = [rule for rule in _damaged_rules() if not rule.needs & ~groups]
    found = sorted((match.span() for rule in rules for match in rule.find.finditer(seen)), key=lambda s: (s[0], -s[1]))
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if not spans or first + end > spans[-1][1]:
            spans.append((first + start, first + end))
    return spans


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, start, key=lambda span: span[1])
    return index < len(spans) and spans[index][0] < end


def _groups_in(text: str) -> int:
    """The groups of needed characters of which `text` holds one, a bit for each; a rule's `needs` are such bits."""
    bits, groups = _bits(), 0
    for char in bits.keys() & set(text):
        groups |= bits[char]
    return groups


@lru_cache(maxsize=1)
def _bits() -> dict[str, int]:
    """The bits of every needed character: one for each different group, over all rules."""
    bits: dict[str, int] = {}
    for group, bit in _group_bits().items():
        for char in group:
            bits[char] = bits.get(char, 0) | bit
    return bits


@lru_cache(maxsize=1)
def _group_bits() -> dict[str, int]:
    rows = [row for name in _RULE_FILES for row in load(name, keys=KEYS)]
    groups = dict.fromkeys(group for row in rows for group in row["needs"].split())
    return {group: 1 << index for index, group in enumerate(groups)}


@lru_cache(maxsize=4)
def _rules(*, limit: bool, monthly: bool) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that find and the rules that deny, of those that hold in a time limit, in prose, below a month."""
    skipped = ("prose" if limit else "limit", "" if monthly else "month")
    positive, negative = (
        tuple(_compile(row) for row in load(name, keys=KEYS) if row.get("when") not in skipped)
        for name in _RULE_FILES[:2]
    )
    return positive, negative


@lru_cache(maxsize=1)
def _damaged_rules() -> tuple[Rule, ...]:
    return tuple(_compile(row) for row in load(_RULE_FILES[2], keys=KEYS))


def _compile(row: Mapping[str, str]) -> Rule:
    pattern = _expand_parts(row["pattern"])
    if "kind" not in row:
        pattern = re.sub(r"\(\?P<\w+>", "(?:", pattern)
    value = row.get("value", "nothing")
    reach = _parts()[f"reach_{row['reach']}"] if "reach" in row else None
    return Rule(
        kind=row.get("kind"),  # type: ignore[arg-type]
        find=re.compile(pattern),
        needs=sum(_group_bits()[group] for group in set(row["needs"].split())),
        value=VALUES[value],
        dated=value in DATED,
        monthly=row.get("when") == "month",
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
    holidays = load("holidays.tsv", keys=("holiday", "alone", "days"))
    names = {
        piece: "|".join(sorted((row["holiday"] for row in holidays if row["alone"] in alone), key=len, reverse=True))
        for piece, alone in (("holidays", ("yes", "first", "no")), ("seasons", ("yes",)), ("openers", ("first",)))
    }
    return parts | names | {"periods": "|".join(period_names())}
