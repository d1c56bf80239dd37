"""Cut texts into what they are compared by: jieba words, concepts of `synonyms.tsv`, pairs of characters."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.lexicon import load

_KEEP = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


def words_of(text: str) -> tuple[str, ...]:
    """The jieba words of a text that can tell what it is about."""
    return tuple(word for run in _KEEP.findall(text) for word in _words_of_run(run))


@lru_cache(maxsize=200_000)
def _words_of_run(run: str) -> tuple[str, ...]:
    """Punctuation and figures end a word, so a run is cut the same in a sentence and in its clauses."""
    import jieba

    jieba.setLogLevel(30)
    return tuple(word for word in jieba.lcut(run) if word not in _stopwords())


@lru_cache(maxsize=200_000)
def concepts_of(text: str) -> tuple[str, ...]:
    """The concepts whose words stand in a text, once for each different word.

    >>> concepts_of("机关纪委不打招呼查岗")
    ('明察暗访', '明察暗访')
    """
    table = _concepts()
    found: dict[tuple[str, str], None] = {}
    for index in range(len(text) - 1):
        for word, concept in table.get(text[index : index + 2], ()):
            if text.startswith(word, index):
                found[word, concept] = None
    return tuple(concept for _, concept in found)


@lru_cache(maxsize=200_000)
def bigrams_of(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters, punctuation and figures left out.

    >>> bigrams_of("签订2份")
    ('签订',)
    """
    return tuple(run[i : i + 2] for run in _KEEP.findall(text) for i in range(len(run) - 1))


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return frozenset(row["word"] for row in load("stopwords.tsv", keys=("word",)))


@lru_cache(maxsize=1)
def _concepts() -> dict[str, tuple[tuple[str, str], ...]]:
    """Words by their first two characters; words of one character cannot be told apart from parts of others."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in load("synonyms.tsv", keys=("concept", "words")):
        for word in dict.fromkeys(row["words"].split()):
            if len(word) > 1:
                table.setdefault(word[:2], []).append((word, row["concept"]))
    return {start: tuple(words) for start, words in table.items()}
