"""Count the seed words of themes in many texts: texts to votes, and, by the votes alone, to labels."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from nlp.classify.taxonomy import Theme
from nlp.types import Label

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

SHARP = 0.45
LEAST = 1.0
_GAP = "\0"


@dataclass(frozen=True, slots=True)
class SeedWords:
    """Words with their weight for each theme, in the themes' order; `pattern` finds the longest that begins somewhere.

    `pattern` is None where there are no words.
    """

    weights: Mapping[str, tuple[float, ...]]
    themes: int
    pattern: re.Pattern[str] | None

    def count(self, texts: Sequence[str]) -> NDArray[float32]:
        """The votes of each text: an array (texts, themes) of summed weights, each word counted once a text.

        Of words that overlap the one that begins first counts, of those that begin together the longest.
        """
        import numpy as np

        votes = np.zeros((len(texts), self.themes), np.float32)
        if self.pattern is None or not texts:
            return votes
        joined = _GAP.join(text.replace(_GAP, " ") for text in texts)
        numbers = {word: place for place, word in enumerate(self.weights)}
        hits = [(found.start(), numbers[found[0]]) for found in self.pattern.finditer(joined)]
        if not hits:
            return votes
        starts, words = np.array(hits, np.int64).T
        ends = np.array(list(accumulate(len(text) + 1 for text in texts)), np.int64)
        once = np.unique(np.searchsorted(ends, starts, side="right") * len(numbers) + words)
        table = np.array(list(self.weights.values()), np.float32)
        np.add.at(votes, once // len(numbers), table[once % len(numbers)])
        return votes

    def find(self, text: str) -> list[tuple[int, str]]:
        """Where the words stand in a text."""
        return [(found.start(), found[0]) for found in self.pattern.finditer(text)] if self.pattern else []


def make_seeds(taxonomy: Sequence[Theme]) -> SeedWords:
    """The seed words of the themes.

    >>> theme = Theme("监督", "", {"举报": 3.0, "信访举报": 3.5})
    >>> make_seeds([theme]).count(["受理信访举报，核查举报", "天气晴"]).tolist()
    [[6.5], [0.0]]
    """
    weights: dict[str, list[float]] = {}
    for place, theme in enumerate(taxonomy):
        for word, weight in theme.words.items():
            weights.setdefault(word, [0.0] * len(taxonomy))[place] = weight
    longest_first = sorted(weights, key=lambda word: (-len(word), word))
    begins = "".join(sorted({re.escape(word[0]) for word in weights}))
    alternatives = "|".join(map(re.escape, longest_first))
    pattern = re.compile(f"(?=[{begins}])(?:{alternatives})") if weights else None
    return SeedWords({word: tuple(weights[word]) for word in sorted(weights)}, len(taxonomy), pattern)


def label_by_seeds(targets: Iterable[tuple[str, str]], taxonomy: Sequence[Theme]) -> tuple[Label, ...]:
    """The theme with the most votes for each text, the floor under the models; `targets` are pairs of id and text.

    The score is the winner's share after a softmax (0..1). The workstream is None, with score 0, where the votes do
    not reach LEAST.

    >>> themes = [Theme("监督", "", {"举报": 3.0}), Theme("教育", "", {"党课": 3.0})]
    >>> [label.workstream for label in label_by_seeds([("1", "受理举报2件"), ("2", "吃饭")], themes)]
    ['监督', None]
    """
    pairs = list(targets)
    votes = make_seeds(taxonomy).count([text for _, text in pairs]).tolist()
    return tuple(_label(target, row, taxonomy) for (target, _), row in zip(pairs, votes, strict=True))


def _label(target: str, votes: Sequence[float], taxonomy: Sequence[Theme]) -> Label:
    most = max(votes)
    if most < LEAST:
        return Label(target, None, 0.0)
    share = 1 / sum(math.exp(SHARP * (vote - most)) for vote in votes)
    return Label(target, taxonomy[votes.index(most)].name, round(share, 4))
