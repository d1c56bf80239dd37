"""Find the words that carried a decision: texts and the theme given to each, to its words, the weightiest first.

A word's weight for a theme is that of the n-grams inside it, against their mean over all themes, and its vote as a seed
word (the contributions of a linear model, summed over words so that they can be read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from nlp.classify.seeds import SeedWords
from nlp.ngrams import cut_ngrams

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

ORDERS = (1, 2, 3)
MOST = 5
LONGEST = 2000
"""Of a longer text only so many characters are looked at."""
SEED = 0.3
"""What a unit of a seed word's weight counts against the n-grams of a text, whose weights are made to sum to one."""
FAINT = 0.25
"""A word that weighs less than this share of the weightiest one is not told."""
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{2,}")


class Weighed(Protocol):
    """What weighs n-grams and seed words for each theme."""

    @property
    def seeds(self) -> SeedWords:
        """The seed words."""

    @property
    def grams(self) -> Table:
        """The weights of n-grams, a row each, the themes' columns first."""


def explain_texts(texts: Sequence[str], themes: Sequence[int | None], weighed: Weighed) -> list[tuple[str, ...]]:
    """For each text at most five words that spoke for its theme, a place among the columns; none where it is None."""
    told = [place for place, theme in enumerate(themes) if theme is not None]
    words: list[tuple[str, ...]] = [() for _ in texts]
    if not told:
        return words
    kept = [texts[place][:LONGEST] for place in told]
    chosen = [theme for theme in themes if theme is not None]
    for place, found in zip(told, _explain(kept, chosen, weighed), strict=True):
        words[place] = found
    return words


def _explain(texts: Sequence[str], themes: Sequence[int], weighed: Weighed) -> Iterator[tuple[str, ...]]:
    import numpy as np

    grams = cut_ngrams(texts, orders=ORDERS, bits=(len(weighed.grams) - 1).bit_length() - 1)
    columns = weighed.grams[:, : weighed.seeds.themes]
    against = columns - columns.mean(axis=1, keepdims=True)
    chosen = np.repeat(np.array(themes), np.diff(grams.starts))
    sums = [np.concatenate([[0.0], np.cumsum(against[ids, chosen], dtype=float)]) for ids in grams.ids]
    cut = _cutter()
    for place, (text, theme) in enumerate(zip(texts, themes, strict=True)):
        begin = int(grams.starts[place]) + 1  # the edge before the text has a place too
        gained: dict[str, float] = {}
        for start, word in _words(text, weighed.seeds, cut):
            left, size = begin + start, len(word)
            inside = sum(
                total[left + size - order + 1] - total[left]
                for order, total in zip(ORDERS, sums, strict=True)
                if order <= size
            )
            gained[word] = max(gained.get(word, 0.0), float(inside))
        yield _weightiest(gained, theme, weighed.seeds)


def _words(text: str, seeds: SeedWords, cut: Any) -> Iterator[tuple[int, str]]:
    """The words of a text with their places: its seed words, and what jieba cuts outside of them."""
    found = seeds.find(text)
    covered = [(start, start + len(word)) for start, word in found]
    yield from found
    place = 0
    for word in cut(text):
        start, place = place, place + len(word)
        if _WORD.fullmatch(word) and not any(left < place and start < right for left, right in covered):
            yield start, word


def _weightiest(gained: dict[str, float], theme: int, seeds: SeedWords) -> tuple[str, ...]:
    whole = sum(abs(weight) for weight in gained.values()) or 1.0
    total: dict[str, float] = {}
    for word, weight in gained.items():
        votes = seeds.weights.get(word)
        vote = votes[theme] - sum(votes) / len(votes) if votes else 0.0
        total[word] = weight / whole + SEED * vote
    floor = FAINT * max(total.values(), default=0.0)
    best = sorted((word for word in total if total[word] > max(floor, 0.0)), key=lambda word: (-total[word], word))
    return tuple(best[:MOST])


def _cutter() -> Any:
    import jieba

    jieba.setLogLevel(30)
    return jieba.lcut
