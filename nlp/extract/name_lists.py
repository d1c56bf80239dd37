"""Read what names are made of: the lexicon's endings, posts, titles and family names to regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from nlp.errors import ConfigError
from nlp.lexicon import load

NameKind = Literal["organisation", "post", "person"]

_ORGANISATIONS = load("organisations.tsv", keys=("suffix", "kind"))
_POSTS = load("posts.tsv", keys=("post", "kind"))
_NOT = load("not_parties.tsv", keys=("word", "why"))


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first.

    >>> alternation(["局", "分局"])
    '(?:分局|局)'
    """
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) + ")"


def endings(kind: str) -> list[str]:
    """The words of organisations.tsv that have a kind."""
    return [row["suffix"] for row in _ORGANISATIONS if kind in row["kind"].split()]


def posts(kind: str = "") -> list[str]:
    """The words of posts.tsv, all of them or those that have a kind."""
    return [row["post"] for row in _POSTS if not kind or kind in row["kind"].split()]


def no_names(why: str) -> list[str]:
    """The words of not_parties.tsv that are there for a reason."""
    return [row["word"] for row in _NOT if why in row["why"].split()]


def read_listed() -> dict[str, NameKind]:
    """The whole names of names.tsv and their kinds; ConfigError for a kind that is none of the three."""
    rows = {row["name"]: row["kind"] for row in load("names.tsv", keys=("name", "kind"))}
    for name, kind in rows.items():
        if kind not in get_args(NameKind):
            raise ConfigError(f"names.tsv: {name} 的 kind 是 {kind!r}；只能是 {'、'.join(get_args(NameKind))}")
    return rows


LISTED = read_listed()
"""Whole names that no ending gives away, an office's own among them, and their kinds."""


def _listed(kind: NameKind) -> list[str]:
    return [name for name, own in LISTED.items() if own == kind]


SURNAMES = frozenset(row["surname"] for row in load("surnames.tsv", keys=("surname",)))
_CHIEFS = ["首席" + post for post in posts("single")]
POST = alternation([*posts(), *_listed("post")])
TITLE = alternation([*posts("title"), *_CHIEFS])
CALLED = alternation([*posts("title"), *posts("single"), *_CHIEFS])
"""What may stand before one person's name: a title, or what a single one of a group is called."""
SUFFIX = alternation(endings("organisation"))
GENERIC = alternation([*endings("generic"), *_listed("organisation")])
ENDINGS = frozenset({*endings("organisation"), *endings("bare"), *endings("generic"), *posts(), *LISTED})
"""What the names of bodies and posts end in."""
MASK = "[某xXｘＸ×*＊○〇●]"
PERSON = rf"(?:{alternation(SURNAMES)}(?:[\u4e00-\u9fff]{{1,2}}?|{MASK}{{1,3}})|{MASK}{{2,4}})"
NICKNAME = rf"[老小]{alternation(word for word in SURNAMES if len(word) == 1)}"
"""How a person is called behind a post: 文书老纪."""

EndKind = Literal["body", "generic", "post", "title"]
_ENDS: dict[EndKind, frozenset[str]] = {
    "body": frozenset(endings("organisation")),
    "generic": frozenset([*endings("generic"), *_listed("organisation")]),
    "post": frozenset([*posts(), *_listed("post")]),
    "title": frozenset([*posts("title"), *posts("single"), *_CHIEFS]),
}


def _kinds_of_ends() -> dict[str, tuple[EndKind, ...]]:
    return {
        word: tuple(kind for kind, own in _ENDS.items() if word in own) for word in frozenset().union(*_ENDS.values())
    }


_KINDS = _kinds_of_ends()
_LENGTHS = {
    sign: tuple(sorted({len(word) for word in _KINDS if word[0] == sign}, reverse=True))
    for sign in {word[0] for word in _KINDS}
}


def name_ends(text: str, start: int, limit: int) -> Iterator[tuple[EndKind, int]]:
    """Where endings of names end in a stretch of text, the longest of a kind at each place; looked up, not searched.

    >>> list(name_ends("县教育局科长", 0, 6))
    [('body', 4), ('post', 6), ('title', 6), ('body', 5)]
    """
    for at in range(start, limit):
        found: set[EndKind] = set()
        for length in _LENGTHS.get(text[at], ()):
            if at + length <= limit:
                for kind in _KINDS.get(text[at : at + length], ()):
                    if kind not in found:
                        found.add(kind)
                        yield kind, at + length
