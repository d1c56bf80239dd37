"""Find texts again: what people copied out, or an older version said, to the texts that say the same today."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from nlp.lexicon import load

How = Literal["same", "split", "part", "near", "several", "altered", "gone"]

ALIKE = 0.9
"""How alike (0..1, by characters) a text must be that stands for another that is gone."""
LEAST = 8
"""Characters of a text that is looked for inside another."""
LONGEST = 500
"""Characters of a text that is compared with others; a longer one is found in the same words only."""
PIECE = 4
SHARED_BY = 20
"""A piece of more texts than this tells nothing of which is meant."""
COMPARED = 30
MOST = 2_000
"""A text that shares its pieces with more others than this stands for a form, not for one of them."""

_CIRCLED = re.compile(r"^[\s①-⑳❶-❿⓫-⓴➀-➓]+")
_COUNT = "[一二三四五六七八九十百零〇]"
_NUMBERING = re.compile(
    rf"^(?:第(?:{_COUNT}|\d){{1,4}}[条项款]|\((?:{_COUNT}|\d){{1,3}}\)|{_COUNT}{{1,3}}[、.,:)]|{_COUNT}{{1,3}}是"
    r"|\d{1,3}(?:\.\d{1,2}){0,3}[、.)](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s|\d{1,2}(?:\.\d{1,2}){2,3}(?=[^\W\d])|\s+|[-—–•·●○◆◇■□▶►*★☆])"
)
_BETWEEN = re.compile(r"(?<=\d)[^\w%]+(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SIGNS = re.compile(r"[^\w%.]|_|\.(?!\d)|(?<!\d)\.")
_SENTENCE = re.compile(r"(?<=[。！？!?；;\n])")
_NUMBER = re.compile(
    r"\d[\d.]*%?|(?!一起)[一二两三四五六七八九十百千万]+(?=[次个件名人场项份起期条月日年季天周批轮户])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text stands today, as indices of the texts that were looked through.

    `how`: in the `same` words, perhaps twice; `split` into sentences that each stand there; as `part` of a longer one,
    of which it makes the share `share`; `near` to it in words and the same in numbers and sense. Not found: `several`
    are as near, the nearest was `altered` in a number or in its sense, or it is `gone`.
    """

    how: How
    texts: tuple[int, ...] = ()
    share: float = 1.0

    @property
    def sure(self) -> bool:
        """Whether the texts stand for the one looked for."""
        return self.how in ("same", "split", "part", "near")


GONE = Found("gone")
_Keys = Mapping[str, Sequence[str]]


def key_of(text: str) -> str:
    """The text without what differs between copies of it: blanks, marks, widths, and numbering in front.

    >>> key_of("（一） 签订责任书，覆盖率达 100％。") == key_of("1.签订责任书,覆盖率达100%")
    True
    """
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", text))
    for _ in range(6):
        text, cut = _NUMBERING.subn("", text)
        if not cut:
            break
    text = "".join(text.split())
    return _SIGNS.sub("", _BETWEEN.sub(".", _THOUSANDS.sub("", text.casefold())))


def find_texts(wanted: Sequence[str], texts: Sequence[str]) -> tuple[Found, ...]:
    """Where each of some texts stands among others; linear in the length of both.

    >>> [found.how for found in find_texts(["一、开展谈话3次", "开展谈话"], ["（一）开展谈话3次。"])]
    ['same', 'gone']
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if key := key_of(text):
            places[key].append(index)
    keys = {text: key_of(text) for text in wanted}
    found = {key: Found("same", tuple(places[key])) for key in keys.values() if key in places}
    for text, key in keys.items():
        if key not in found and (parts := _split(text, places)):
            found[key] = Found("split", parts)
    left = tuple(dict.fromkeys(key for key in keys.values() if key and key not in found))
    inside, beside = _look_around(left, places)
    for key in left:
        found[key] = _choose(key, inside[key], beside[key], places)
    return tuple(found.get(keys[text], GONE) for text in wanted)


def is_altered(key: str, other: str) -> bool:
    """Whether one of two like texts has other numbers, or says or leaves out what turns the sense."""
    return Counter(_NUMBER.findall(key)) != Counter(_NUMBER.findall(other)) or Counter(
        _sense().findall(key)
    ) != Counter(_sense().findall(other))


def _split(text: str, places: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """The texts that a text's sentences are, where every one of them is one."""
    keys = [key for sentence in _SENTENCE.split(text) if (key := key_of(sentence))]
    if len(keys) < 2 or not all(key in places for key in keys):
        return ()
    return tuple(dict.fromkeys(index for key in keys for index in places[key]))


def _look_around(wanted: Sequence[str], places: Mapping[str, Sequence[int]]) -> tuple[_Keys, _Keys]:
    """The keys that hold a wanted one, and those that share enough pieces with it to be compared."""
    inside: dict[str, list[str]] = {key: [] for key in wanted}
    beside: dict[str, list[str]] = {key: [] for key in wanted}
    heads, pieces = _heads(wanted), _pieces(wanted)
    needed = {key: max(1, len(key) // (5 * PIECE)) for key in wanted}
    for key in places if wanted else ():
        hits: Counter[str] = Counter()
        for i in range(len(key) - PIECE + 1):
            piece = key[i : i + PIECE]
            if piece in pieces:
                hits.update(pieces[piece])
            if piece in heads:
                for offset, one in heads[piece]:
                    if len(inside[one]) < COMPARED and _holds(key, one, i - offset):
                        inside[one].append(key)
        for one, count in hits.items():
            if count >= needed[one] and _is_as_long(one, key) and len(beside[one]) < MOST:
                beside[one].append(key)
    return inside, beside


def _holds(key: str, one: str, at: int) -> bool:
    """Whether a key holds another from a place on, with nothing just before it that turns its sense."""
    return at >= 0 and key.startswith(one, at) and not _sense().search(key[max(0, at - PIECE) : at])


def _is_as_long(one: str, other: str) -> bool:
    """Whether two texts may be alike by their lengths; the share of characters that match bounds them."""
    return ALIKE * (len(one) + len(other)) <= 2 * min(len(one), len(other))


def _pieces(wanted: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The pieces of the wanted keys that few of them share; a few changes leave some piece whole."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for key in wanted:
        if len(key) <= LONGEST:
            for piece in {key[i : i + PIECE] for i in range(0, len(key) - PIECE + 1, PIECE)}:
                pieces[piece].append(key)
    return {piece: keys for piece, keys in pieces.items() if len(keys) <= SHARED_BY}


def _heads(wanted: Sequence[str]) -> Mapping[str, Sequence[tuple[int, str]]]:
    """A piece of each wanted key that few of them share, with where it stands in it."""
    offered = {key: [part * (len(key) - PIECE) // 8 for part in range(9)] for key in wanted if len(key) >= LEAST}
    often = Counter(key[at : at + PIECE] for key, offers in offered.items() for at in set(offers))
    heads: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, offers in offered.items():
        at = min(offers, key=lambda at: often[key[at : at + PIECE]])
        heads[key[at : at + PIECE]].append((at, key))
    return {piece: keys for piece, keys in heads.items() if len(keys) <= SHARED_BY}


def _choose(key: str, inside: Sequence[str], beside: Sequence[str], places: Mapping[str, Sequence[int]]) -> Found:
    """What is found of a text in no other's words: the only one near it, else the only one that holds it."""
    true: list[str] = []
    altered: list[str] = []
    for other in beside:
        (altered if is_altered(key, other) else true).append(other)
    near = _near(key, true)
    for how, others in (("near", near), ("part", tuple(dict.fromkeys(inside)))):
        refs = tuple(index for other in others for index in places[other])
        if len(refs) > 1 or (refs and len(beside) == MOST):
            return Found("several", refs)
        if refs:
            return Found("near" if how == "near" else "part", refs, min(1.0, len(key) / len(others[0])))
    turned = tuple(index for other in _near(key, altered[:COMPARED]) for index in places[other])
    return Found("altered", turned) if turned else GONE


def _near(key: str, others: Sequence[str]) -> Sequence[str]:
    """Those of some keys that are alike, not all of them where they are many."""
    matcher = SequenceMatcher(None, b=key, autojunk=False)
    alike: list[str] = []
    for other in others:
        matcher.set_seq1(other)
        if len(alike) < COMPARED and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            alike.append(other)
    return alike


@cache
def _sense() -> re.Pattern[str]:
    words = [row["word"] for row in load("sense_words.tsv", keys=("word", "kind"))]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
