"""Find the time limits of a sentence or of a time-limit cell: text to Deadlines, and the dates too damaged to read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from typing import NamedTuple

from nlp.errors import ConfigError
from nlp.extract.deadline_values import DATED, VALUES, Groups, ReversedError, Value, period_names, read_year
from nlp.extract.folding import fold, plain
from nlp.extract.holidays import covered_years, event_dates
from nlp.extract.recurrence import expand
from nlp.lexicon import load
from nlp.types import Deadline, DeadlineKind

__all__ = ["Damage", "covered_years", "event_dates", "expand", "find_damaged", "find_deadlines"]

KEYS = ("name", "kind", "pattern", "needs", "value", "when", "reach", "problem", "examples", "not_examples")
_RULE_FILES = ("deadlines.toml", "not_deadlines.toml", "damaged_dates.toml")
_LEAP = 2000  # stands in where no year is known, so that 29 February is a day
_REACH = 24  # characters before a match that may belong to the phrase
_DENIED = 40  # characters on either side of a match in which it may be denied
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]*|[。;!?]+")
_STRANGE_YEAR = re.compile(r"(?:\d+|[〇零一二三四五六七八九十]{2,})年度?$")  # before a date that found no year to read
_JOINT = re.compile(r"[、,和及与]|以及")


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


class Damage(NamedTuple):
    """Words that were meant as a date, and what is wrong with it: 不完整, 不存在, 年份有误 or 起止颠倒."""

    text: str
    problem: str


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
    a bare 下旬 or 15日前. A start without an end (7月1日起) is a range whose end is None. A written year before the
    plan's makes a date of prose a baseline, which is left out. Damaged dates give nothing; see `find_damaged`. A phrase
    that names two times (第二、四季度) gives two deadlines with one text. The rules are in lexicon/deadlines.toml and
    not_deadlines.toml; they are tried sentence by sentence, so that the time grows with the text's length alone.

    Raises ConfigError for a year that no date can have.

    >>> [(found.text, str(found.end)) for found in find_deadlines("力争6月底前完成", reference=date(2022, 1, 1))]
    [('6月底前', '2022-06-30')]
    >>> find_deadlines("力争6月底前完成")[0].inferred
    'no year'
    >>> [found.kind for found in find_deadlines("持续推进", limit=True)], find_deadlines("持续推进整改")
    (['ongoing'], [])
    """
    plan_year = year if year is not None else reference.year if reference is not None else None
    return _scan(text, plan_year, month, limit=limit, thorough=False)[0]


def find_damaged(text: str, *, year: int | None = None, limit: bool = False) -> tuple[Damage, ...]:
    """The phrases of `text` that are no dates though they were meant as such, and what is wrong, for a warning.

    `year` and `limit` are as for `find_deadlines`: the year tells whether there is a 29 February.

    >>> [tuple(found) for found in find_damaged("1129日前报送，6月31日销号，2月29日办结，6月30日复核", year=2023)]
    [('1129日前', '不完整'), ('6月31日', '不存在'), ('2月29日', '不存在')]
    """
    return tuple(_scan(text, year, None, limit=limit, thorough=True)[1])


def _scan(
    text: str, plan_year: int | None, month: int | None, *, limit: bool, thorough: bool
) -> tuple[list[Deadline], list[Damage]]:
    """The time limits of a text and its damaged dates, in reading order; all of these only where it is `thorough`."""
    if plan_year is not None and not MINYEAR <= plan_year <= MAXYEAR:
        raise ConfigError(f"年份 {plan_year}: 须在 {MINYEAR} 至 {MAXYEAR} 之间")
    folded = fold(text)
    known = plan_year
    found: list[Deadline] = []
    damage: list[tuple[int, Damage]] = []
    for part in _SENTENCE.finditer(folded.text):
        groups = _groups_in(part[0])
        hits = _hits(part[0], groups, limit=limit, month=month)
        if not hits and not thorough:
            continue
        damaged, problems = _damaged_spans(text, *folded.place(*part.span()), groups)
        damage += [(at, Damage(text[at:to], problem)) for (at, to), problem in zip(damaged, problems, strict=True)]
        past: tuple[int, int] | None = None  # where a date of a year before the plan's ends, and that year
        for hit in hits:
            start, end = folded.place(part.start() + hit.start, part.start() + hit.end)
            if hit.rule.kind is None or _overlaps(damaged, start, end):
                continue
            holds = past[1] if past and _JOINT.fullmatch(part[0][past[0] : hit.start]) else known
            try:
                values, written, inferred = _values(hit, holds, part[0])
            except _NoDateError as error:
                left = folded.place(part.start() + hit.start - error.before, part.start() + hit.end)[0]
                damage.append((left, Damage(text[left:end], error.problem)))
                continue
            if (written or holds) != known and plan_year is not None and not limit and _is_past(values, plan_year):
                past = (hit.end, written or holds or plan_year)
                continue
            known = written or known
            kind, phrase = hit.rule.kind, text[start:end]
            found.extend(Deadline(phrase, kind, *value, offset=start, inferred=inferred) for value in values)
    return found, [one for _, one in sorted(damage, key=lambda pair: pair[0])]


class _NoDateError(Exception):
    """A hit that is no date: what is wrong, and how many characters before it belong to the phrase."""

    def __init__(self, problem: str, before: int = 0) -> None:
        self.problem = problem
        self.before = before


def _values(hit: Hit, known: int | None, sentence: str) -> tuple[list[Value], int | None, str | None]:
    """The values of a hit, the year that it writes itself, and what was inferred; _NoDateError where there is none."""
    if not hit.rule.dated:
        return hit.rule.value(hit.groups, known or _LEAP), None, None
    text = hit.groups.get("year") or hit.groups.get("year4")
    if not text and (strange := _STRANGE_YEAR.search(sentence[max(0, hit.start - _REACH) : hit.start])):
        raise _NoDateError("年份有误", len(strange[0]))
    holds = read_year(text, known) if text else known
    try:
        values = hit.rule.value(hit.groups, _LEAP if holds is None else holds)
    except ReversedError:
        raise _NoDateError("起止颠倒") from None
    except (ValueError, OverflowError):
        raise _NoDateError("不存在") from None
    if holds is None:
        return [Value() for _ in values], None, "no year"
    written = holds if text and read_year(text, None) is not None else None
    return values, written, None if written is not None else "year"


def _is_past(values: Iterable[Value], plan_year: int) -> bool:
    """Whether a date with its year written lies before the plan's year: then it is a baseline, no limit."""
    days = [value.end or value.start for value in values]
    return all(day is not None and day.year < plan_year for day in days)


def _hits(sentence: str, groups: int, *, limit: bool, month: int | None) -> list[Hit]:
    """What a sentence holds; the negative rules run only where there is something to deny."""
    positive, negative = _rules(limit=limit, monthly=month is not None)
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


def _damaged_spans(text: str, first: int, last: int, groups: int) -> tuple[list[tuple[int, int]], list[str]]:
    """The places of damaged dates in the sentence at `first` to `last`, none inside another, and their problems."""
    seen = plain(text[first:last])
    found = [
        (*match.span(), problem)
        for rule, problem in _damaged_rules()
        if not rule.needs & ~groups
        for match in rule.find.finditer(seen)
    ]
    spans: list[tuple[int, int]] = []
    problems: list[str] = []
    for start, end, problem in sorted(found, key=lambda one: (one[0], -one[1])):
        if not spans or first + end > spans[-1][1]:
            spans.append((first + start, first + end))
            problems.append(problem)
    return spans, problems


def _overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, start, key=lambda span: span[1])
    return index < len(spans) and spans[index][0] < end


def _groups_in(text: str) -> int:
    """The groups of needed characters of which `text` holds one, a bit for each; a rule's `needs` are such bits."""
    bits, groups = _bits(), 0
    for char in _chars().intersection(text):
        groups |= bits[char]
    return groups


@lru_cache(maxsize=1)
def _chars() -> frozenset[str]:
    return frozenset(_bits())


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
def _damaged_rules() -> tuple[tuple[Rule, str], ...]:
    """The rules for damaged dates, each with what it says is wrong."""
    return tuple((_compile(row), row.get("problem", "不完整")) for row in load(_RULE_FILES[2], keys=KEYS))


def _compile(row: Mapping[str, str]) -> Rule:
    pattern = _expand_parts(row["pattern"])
    if "kind" not in row:
        pattern = re.sub(r"\(\?P<\w+>", "(?:", pattern)
    value = row.get("value", "nothing")
    reach = _expand_parts(_parts()[f"reach_{row['reach']}"]) if "reach" in row else None
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
