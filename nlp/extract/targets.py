"""Find the quantities that work must reach, counts and percentages: a task's sentence to Targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlp.extract.folding import fold
from nlp.extract.numerals import parse_number
from nlp.lexicon import load
from nlp.types import Op, Target

RULE_KEYS = ("name", "pattern", "examples")
_NUMERALS = "〇零一二两三四五六七八九十百千"
_NUMBER = rf"(?P<n>(?<![\d.])\d+(?:\.\d+)?|(?<![{_NUMERALS}])[{_NUMERALS}]+)"
_DIGITS = frozenset(f"0123456789{_NUMERALS}")
_NOT_TENTHS = "果效立员本为就熟功分长"  # after 成, no tenths: 三成员
_HAN = r"(?:(?![的对将把使底前末了、和年月])[\u4e00-\u9fff])"
_STOPS = ",。;:!?\n"
_ENDS = f"{_STOPS}、和及()"
_LEFT = 30  # characters before a quantity that may tell what it is
_PERIOD_BEFORE = re.compile(r"(?P<each>每)?(?:[一两二三四六\d]个?)?(?:半年|季度|季|学期|年|月|周|星期)$")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns that the word lists make; `ops` gives each comparing word its op, `units` each unit (plain, use)."""

    quantity: re.Pattern[str]
    measure: re.Pattern[str]
    near_verb: re.Pattern[str]
    verb: re.Pattern[str]
    hidden: re.Pattern[str]
    ops: dict[str, Op]
    units: dict[str, tuple[str, str]]


def find_targets(text: str) -> tuple[Target, ...]:
    """All targets in `text`, in reading order: op, value, unit, the exact words and their place.

    A count starts at its comparing word or its number (不少于4次), a percentage at what it measures (整改率达到100%).
    A bare number is a target only after a verb of doing (举办1期). `以上`, `达到` are >=, `以内`, `不超过` <=. Numbers
    that name a thing (“一把手”, 三会一课, 对3个镇) are none; lexicon/not_targets.toml holds them.

    >>> [(found.text, found.op, found.value, found.unit) for found in find_targets("每季度至少1次，整改率达到100%")]
    [('至少1次', '>=', 1.0, '次'), ('整改率达到100%', '>=', 100.0, '%')]
    >>> find_targets("落实“一岗双责”，对3个镇开展巡察")
    ()
    """
    folded = fold(text)
    grammar = _grammar()
    if set(folded.text).isdisjoint(_DIGITS):
        return ()
    hidden = [match.span() for match in grammar.hidden.finditer(folded.text)]
    found: list[tuple[int, int, Op, float, str]] = []
    for match in grammar.quantity.finditer(folded.text):
        start, end = match.span("n")
        if any(first < end and start < last for first, last in hidden):
            continue
        left = folded.text[max(0, match.start() - _LEFT) : match.start()]
        left = left[max(map(left.rfind, _STOPS)) + 1 :]
        quantity = _count(match, left, grammar) if match["unit"] else _percentage(match, left, grammar)
        if quantity is not None:
            found.append(quantity)
    targets = []
    for first, last, op, value, unit in found:
        start, end = folded.place(first, last)
        targets.append(Target(text[start:end], op, value, unit, start))
    return tuple(targets)


def _percentage(match: re.Match[str], left: str, grammar: _Grammar) -> tuple[int, int, Op, float, str]:
    measure = grammar.measure.search(left)
    start = match.start() - (len(left) - measure.start("measure") if measure else 0)
    scale = 10 if match["percent"] == "成" else 1
    return start, match.end(), _op(match, grammar), scale * (parse_number(match["n"]) or 0.0), "%"


def _count(match: re.Match[str], left: str, grammar: _Grammar) -> tuple[int, int, Op, float, str] | None:
    plain, use = grammar.units[match["unit"]]
    compared = match["before"] or match["ahead"]
    if not compared and (use == "size" or not (match["after"] or _is_ordered(match, left, use, grammar))):
        return None
    op: Op = ">=" if match["more"] and not compared else _op(match, grammar)
    return match.start(), match.end(), op, parse_number(match["n"]) or 0.0, plain


def _is_ordered(match: re.Match[str], left: str, use: str, grammar: _Grammar) -> bool:
    """Whether a bare number is one that the work must reach, from the words before it in its clause.

    A number behind what it counts (培养骨干20名) needs a verb of doing anywhere before it, one in front of it
    (配备1名联络员) needs the verb near by; 一次 beside 每季度 only says the period again.
    """
    number, follows = match["n"], match.string[match.end() : match.end() + 1]
    period = _PERIOD_BEFORE.search(left)
    if period:
        return period["each"] is not None
    if number[0].isdigit():
        last = use == "act" or follows in _ENDS
        return bool((grammar.verb if last else grammar.near_verb).search(left))
    if number == "一":
        return use == "act" and "每" not in left and bool(grammar.verb.search(left))
    near = grammar.near_verb.search(left)
    return bool(near and (use == "act" or near.end("verb") == len(left)))


def _op(match: re.Match[str], grammar: _Grammar) -> Op:
    word = match["after"] or match["before"] or match["ahead"]
    return grammar.ops[word] if word else "="


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    words = load("target_words.tsv", keys=("word", "place", "op"))
    units = load("units.tsv", keys=("unit", "plain", "use"))
    measures = load("target_measures.tsv", keys=("word", "role"))
    verbs = _either(row["verb"] for row in load("target_verbs.tsv", keys=("verb",)))
    before = _either(row["word"] for row in words if row["place"] == "before")
    after = _either(row["word"] for row in words if row["place"] == "after")
    heads = _either(row["word"] for row in measures if row["role"] == "measure")
    modifiers = _either(row["word"] for row in measures if row["role"] == "modifier")
    change = _either(row["word"] for row in measures if row["role"] == "change")
    rules = load("not_targets.toml", keys=RULE_KEYS)
    ahead = _either(row["word"] for row in words if row["place"] == "ahead")
    gap = r"(?:(?!提前|每)[\u4e00-\u9fff]){0,4}?"
    return _Grammar(
        quantity=re.compile(
            rf"(?:(?P<before>{before})|(?P<ahead>{ahead}){gap})?(?P<share>百分之)?{_NUMBER}(?P<more>余|多|[-至到][\d{_NUMERALS}]+%?)?"
            rf"(?:(?P<percent>%|(?(share)|成(?![{_NOT_TENTHS}])))|(?P<unit>{_either(row['unit'] for row in units)}))"
            rf"(?P<after>{after})?"
        ),
        measure=re.compile(
            rf"(?P<measure>(?:{_HAN}{{2,4}}[、和])*(?:{modifiers})*{_HAN}{{0,2}}(?:{heads}))"
            rf"(?:全年|年均|均|都|全部|分别)?(?:(?:比|较|同比)[\u4e00-\u9fff]{{0,4}}?)?(?:{change})?了?$"
        ),
        near_verb=re.compile(rf"(?P<verb>{verbs})(?:了|出)?[^的对在由从向为]{{0,8}}$"),
        verb=re.compile(verbs),
        hidden=re.compile("|".join(row["pattern"] for row in rules)),
        ops={row["word"]: row["op"] for row in words},
        units={row["unit"]: (row["plain"], row["use"]) for row in units},
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
