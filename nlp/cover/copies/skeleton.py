"""Reduce a sentence to what stays when it is copied: unit names, dates, numbers and titles become marks, kept aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import load

LEAST_NAME = 4
"""Fewer characters of the end of a unit's name do not tell which unit is meant."""

_NUMERAL = "一二三四五六七八九十百千万亿两"
_DATE = (
    rf"(?:(?:\d{{2,4}}|[〇零{_NUMERAL}]{{4}})年(?:度|底|初)?|(?:\d{{1,2}}|[{_NUMERAL}]{{1,2}})月(?:份|底|初|[上中下]旬)?"
    rf"|\d{{1,2}}[日号]|[上下]半年|第?[1-4一二三四]季度|[今去前]年|[本上]年度)"
)
_MARKS = re.compile(
    rf"(?=[《\d〇零{_NUMERAL}上下第今去前本])(?:(?P<title>《[^《》]*》)|(?P<date>{_DATE}(?:[至到和、—–~-]{{0,2}}{_DATE})*)"
    rf"|(?P<number>\d[\d.,]*(?:[万亿千百]*)[%％‰]?|[{_NUMERAL}]+(?=[余多]?[个名人份场期起件项条次批轮类篇封])))"
)
_LEFT_OUT = re.compile(r"[^\w《》%]+|_+")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A sentence without its facts, and the facts in their order."""

    text: str
    units: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[str, ...]
    titles: tuple[str, ...]


def strip_facts(text: str, names: re.Pattern[str] | None = None) -> Skeleton:
    """The skeleton of a sentence; `names` are those of the unit whose report it stands in.

    >>> strip_facts("3月5日，我局与12名科长签订《责任书》。")
    Skeleton(text='DU与0名科长签订《》', units=('我局',), dates=('3月5日',), numbers=('12',), titles=('责任书',))
    """
    text = "".join((unicodedata.normalize("NFKC", text) if _WIDE.search(text) else text).split())
    units: list[str] = []

    def keep_unit(found: re.Match[str]) -> str:
        units.append(found[0])
        return "U"

    for pattern in (names, _own_words()):
        if pattern is not None:
            text = pattern.sub(keep_unit, text)
    facts: dict[str, list[str]] = {"title": [], "date": [], "number": []}

    def keep_fact(found: re.Match[str]) -> str:
        kind = found.lastgroup or "number"
        facts[kind].append(found[0].strip("《》"))
        return {"title": "《》", "date": "D", "number": "0"}[kind]

    marked = _LEFT_OUT.sub("", _MARKS.sub(keep_fact, text))
    return Skeleton(marked, tuple(units), tuple(facts["date"]), tuple(facts["number"]), tuple(facts["title"]))


@cache
def names_of(unit: str | None) -> re.Pattern[str] | None:
    """What a unit is called in its own report: its name, and every end of it that is long enough.

    >>> names_of("市政设施养护中心").findall("养护中心与市政设施养护中心")
    ['养护中心', '市政设施养护中心']
    """
    name = re.sub(r"\s+", "", unicodedata.normalize("NFKC", unit or ""))
    if len(name) < 2:
        return None
    ends = [name[i:] for i in range(len(name)) if i == 0 or len(name) - i >= LEAST_NAME]
    return re.compile("|".join(map(re.escape, ends)))


@cache
def _own_words() -> re.Pattern[str]:
    rows = load("organisations.tsv", keys=("suffix", "kind"))
    ends = sorted({row["suffix"] for row in rows if "organisation" in row["kind"].split()}, key=lambda end: -len(end))
    return re.compile(f"[我本全](?:{'|'.join(map(re.escape, ends))})")
