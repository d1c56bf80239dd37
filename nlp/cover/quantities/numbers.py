"""Read the numbers of a text with what they count: a sentence to Mentions, its numerals to values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.lexicon import load

HAN = "〇零一二两三四五六七八九十百千万"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}(?!\d)|\d{{1,9}}(?:\.\d{{1,6}})?)万?|[{HAN}]{{1,9}}"
REACH = 80  # characters on one side of a number that may tell what it is
STOPS = "，,。；;！!？?：:\n"
_CLAUSE = re.compile(rf"[^{STOPS}]+")
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")
_TOTAL = re.compile(
    r"(?:全年|一年|本年|今年|(?<![上下])半年|年内|累计|总共|总计|合计|共计|一共|(?<!公)共|(?<![统预估核设])计)[^，。；\d、]{0,12}$"
)
_PART_OF = re.compile("其中|内含|包括")
_ORDINAL = re.compile(r"第\s*$")
_EACH_OF = re.compile(r"各[^，。；\d]{0,12}$")
_DOCUMENT = re.compile(
    r"〔\d{4}〕\s*\d+\s*号|[“「][^”」]{1,12}[”」]|《[^》]{0,80}》|三会一课|一岗双责|一把手|一次性|一对一|一件事"
)
_MONTH = re.compile(r"[\d一二三四五六七八九十]+(?=月)")
_LISTED = re.compile(r"[、和与及]")
_OF_THEM = re.compile(rf"(\d{{1,6}}|[{HAN}]{{1,5}})(?:个?(?:学期|季度|半年|季|月)|名|个|位|家|人)[^，。；\d]{{0,12}}$")
_SCALE = {"万": 10000.0}


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit: `kind` names what the unit counts, units of one kind may answer one another.

    `clause` is the text of its clause, `before` and `after` its parts on both sides of the number. `total` says that
    the number sums up (全年12次), `part` that it is a part of one told before (其中2次), `ordinal` that it numbers
    (第2轮), `each` that it holds for each of what is named before it (3月、6月各1次).
    """

    value: float
    unit: str
    kind: str
    clause: str
    before: str
    after: str
    start: int
    total: bool = False
    part: bool = False
    ordinal: bool = False
    each: bool = False

    @property
    def whole(self) -> float:
        """The value over all that it holds for: 3月、6月各1次 is 2."""
        return self.value * (_holds_for(self.before.rpartition("各")[0]) if self.each else 1)


def to_number(text: str) -> float:
    """The value of Arabic digits or of a Chinese numeral with 十 百 千 万; 0 where the text is none.

    >>> to_number("十二"), to_number("3.5"), to_number("九千九百九十九"), to_number("1,862"), to_number("1.5万")
    (12.0, 3.5, 9999.0, 1862.0, 15000.0)
    """
    plain = text.replace(",", "").strip()
    if plain[:1].isdigit():
        scale = _SCALE.get(plain[-1], 1.0)
        return float(plain.rstrip("万")) * scale
    values = _digits()
    digits = [values[char] for char in plain if char in values]
    if not digits or len(digits) < len(plain):
        return 0.0
    if max(digits) < 10:
        return float("".join(f"{digit}" for digit in digits))
    whole = section = digit = 0
    for value in digits:
        if value == 10000:
            whole, section, digit = (whole + section + digit) * value, 0, 0
        elif value >= 10:
            section, digit = section + (digit or 1) * value, 0
        else:
            digit = value
    return float(whole + section + digit)


def kind_of(unit: str) -> str:
    """What a unit counts; a unit without like ones counts itself.

    >>> kind_of("场") == kind_of("次"), kind_of("人次"), kind_of("场次")
    (True, '人次', 'time')
    """
    return _kinds().get(unit, (unit, True))[0]


@lru_cache(maxsize=4096)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """The counted numbers of a text, in order; dates, document numbers, names in quotation marks are none.

    >>> [(m.value, m.unit, m.total) for m in find_mentions("5月9日印发〔2024〕3号文，全年学习12次，参加56人次。")]
    [(12.0, '次', True), (56.0, '人次', False)]
    """
    text = _DOCUMENT.sub(lambda found: "　" * len(found[0]), text)
    rows = []
    for clause in _CLAUSE.finditer(text):
        for found in _counted().finditer(clause[0]):
            unit, number = found["unit"], found["n"]
            kind, one = _kinds().get(unit, (unit, False))
            if (number == "一" and not one) or clause[0][found.end() : found.end() + 1] in _not_before(unit):
                continue
            at, start = found.start(), clause.start() + found.start()
            before = clause[0][max(0, at - REACH) : at]
            told = _SENTENCE_END.split(text[max(0, start - REACH) : start])[-1]
            rows.append(
                Mention(
                    to_number(number),
                    unit,
                    kind,
                    clause[0][max(0, at - REACH) : found.end() + REACH],
                    before,
                    clause[0][found.end() : found.end() + REACH],
                    start,
                    bool(_TOTAL.search(before)),
                    bool(_PART_OF.search(told)),
                    bool(_ORDINAL.search(before)),
                    bool(_EACH_OF.search(before)),
                )
            )
    return tuple(rows)


def _holds_for(before: str) -> int:
    """How many are named before 各: months where there are any, else a number of them or their list."""
    if months := len(set(_MONTH.findall(before))):
        return months
    of_them = _OF_THEM.search(before)
    return max(1 + len(_LISTED.findall(before)), int(to_number(of_them[1])) if of_them else 1)


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    units = sorted({*_units(), *_kinds()}, key=len, reverse=True)
    names = "|".join(map(re.escape, units))
    return re.compile(rf"(?<![\d.{HAN}])(?P<n>{NUMBER})\s{{0,3}}余?多?(?P<unit>{names})")


@lru_cache(maxsize=1)
def _units() -> Mapping[str, str]:
    rows = load("units.tsv", keys=("unit", "use", "not_before"))
    return {row["unit"]: row["not_before"] or "" for row in rows if row["unit"] not in ("月", "年", "日")}


def _not_before(unit: str) -> tuple[str, ...]:
    return tuple(_units().get(unit, ""))


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, tuple[str, bool]]:
    rows = load("like_units.tsv", keys=("unit", "kind", "one"))
    return {row["unit"]: (row["kind"], row["one"] == "yes") for row in rows if row["unit"] != "日"}


@lru_cache(maxsize=1)
def _digits() -> Mapping[str, int]:
    return {row["numeral"]: int(row["value"]) for row in load("numerals.tsv", keys=("numeral", "value"))}
