"""See a task's sentence as its bare wording: without number, punctuation, time limits and acting parties."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import load
from nlp.types import Task

_NUMBERED = re.compile(
    r"(?:\d{1,3}(?:[.．]\d{1,2})*(?:[、)]|[.．](?!\d))|\(\d{1,3}\)|[①-⑳]"
    r"|\([一二三四五六七八九十百]+\)|[一二三四五六七八九十]+(?:、|是[:,]?)|第[一二三四五六七八九十百]+条|[-—•●·*]+)"
)
_CLAUSE = re.compile(r"[^,;。!?:]+[,;。!?:]?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=学?年|[-—–至到~]\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?[百千万亿]*")
_COUNT = re.compile(r"\d+(?:\.\d+)?[百千万亿]*|[〇零一二两三四五六七八九十百千万]+")
_SIGN = re.compile(r"[^\w#%]|_")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a task says, in three degrees, none of them with time limits or acting parties.

    `words` has its numbers, in `bare` each is `#` (`numbers` are they), `free` is without the phrases of targets.
    """

    words: str
    bare: str
    free: str
    numbers: tuple[str, ...]


def fold(text: str) -> str:
    """Text without white space, in half width, without the number that stands before it.

    >>> fold("１. 每季度　检查，"), fold("（二）制定方案"), fold("3月底前办结")
    ('每季度检查,', '制定方案', '3月底前办结')
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return _NUMBERED.sub("", plain, count=1) if _NUMBERED.match(plain) else plain


def letters(text: str) -> str:
    """Folded text without punctuation.

    >>> letters("“第一议题”制度；")
    '第一议题制度'
    """
    return _SIGN.sub("", fold(text))


def word(task: Task, year: int | None) -> Wording:
    """The wording of a task; years are counted from `year`, that of its plan, so that 2023年 then is 2024年 now.

    >>> from nlp.types import Place
    >>> task = Task("1.1.1", "1", None, "1.编制2023年预算，新增8人。", (), (), (), (), Place(0, 0, 18), 1.0)
    >>> word(task, 2023)
    Wording(words='编制本年预算新增8人', bare='编制本年预算新增#人', free='编制本年预算新增8人', numbers=('8',))
    """
    text = _without_limits(fold(task.text), (deadline.text for deadline in task.deadlines))
    text = _without_parties(text, task)
    if year is not None:
        text = _YEAR.sub(lambda match: _relative(int(match[0]) - year), text)
    counted = free = text
    numbers: list[str] = []
    for phrase in _longest(target.text for target in task.targets):
        if phrase in counted:
            numbers += _COUNT.findall(phrase)
            counted = counted.replace(phrase, _COUNT.sub("#", phrase))
        free = free.replace(phrase, "")
    numbers += _NUMBER.findall(counted)
    words, bare = _SIGN.sub("", text), _SIGN.sub("", _NUMBER.sub("#", counted))
    return Wording(words, bare, _SIGN.sub("", free), tuple(numbers))


def _relative(years: int) -> str:
    return {-1: "上", 0: "本", 1: "下"}.get(years, f"{years:+d}".replace("+", "后").replace("-", "前"))


def _longest(texts: Iterable[str]) -> list[str]:
    return sorted(
        {folded for text in texts if (folded := re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))},
        key=lambda text: (-len(text), text),
    )


def _without_limits(text: str, phrases: Iterable[str]) -> str:
    """The text without its time limits, the word that leads them in, and a clause of which hardly anything is left."""
    before = _either(words_of("before"))
    alone = words_of("alone")
    for phrase in _longest(phrases):
        kept = []
        for clause in _CLAUSE.findall(text):
            rest = re.sub(rf"(?:{before})*{re.escape(phrase)}", "", clause)
            kept.append("" if rest != clause and _SIGN.sub("", rest) in alone else rest)
        text = "".join(kept)
    return text


def _without_parties(text: str, task: Task) -> str:
    """The text without those who act in it, and without clauses that only say who does (由A牵头，B配合)."""
    names = _longest(party.name for party in task.parties)
    if not names:
        return text
    subjects = _longest(party.name for party in task.parties if party.source == "subject")
    verbs = tuple(row["verb"] for row in load("party_verbs.tsv", keys=("verb", "role")))
    frame = re.compile(rf"(?:{_either((*verbs, *words_of('party')))}|[、,;。()]|等)*")
    kept = []
    for clause in _CLAUSE.findall(text):
        rest = _without(clause, names)
        if rest != clause and frame.fullmatch(rest):
            continue
        kept.append(_without(clause, subjects))
    return "".join(kept)


def _without(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, "")
    return text


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def words_of(form: str) -> frozenset[str]:
    """The words of a form in revision_words.tsv: before, alone, party, stance."""
    rows = load("revision_words.tsv", keys=("word", "form"))
    return frozenset(row["word"] for row in rows if form in row["form"].split())
