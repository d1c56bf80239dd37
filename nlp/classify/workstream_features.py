"""Describe items for the workstream model: their scores, their neighbours' and the titles above, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.classify.items import Reading
from nlp.classify.seeds import SeedWords
from nlp.ngrams import cut_ngrams, sum_rows

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

ORDERS = (1, 2, 3)
BITS = 16
SHORT = 7
"""Below so many characters a text is hardly a sentence."""


def score_texts(reading: Reading, grams: Table) -> Table:
    """The score of each text for each class: the sum of its n-grams' weights over the root of its length."""
    import numpy as np

    sums = sum_rows(cut_ngrams(reading.texts, orders=ORDERS, bits=BITS), grams)
    return np.asarray(sums / np.sqrt(reading.length + 1, dtype=np.float32)[:, None], np.float32)


def describe_items(reading: Reading, scores: Table, seeds: SeedWords) -> Table:
    """What is known of each item: (items, features), the features in the order of `name_features`."""
    import numpy as np

    votes = np.log1p(seeds.count(reading.texts))
    above = np.log1p(seeds.count(reading.headings))
    before, after = reading.shift(scores, 1), reading.shift(scores, -1)
    further = sum(reading.shift(scores, by) for by in (-3, -2, 2, 3)) / np.float32(4)
    alone = ~(before.any(axis=1) | after.any(axis=1))
    plain = np.stack(
        [*(reading.kind == kind for kind in range(3)), alone, np.log1p(reading.length), reading.length < SHORT], axis=1
    )
    columns = [plain.astype(np.float32), scores, before, after, further, votes, above[reading.last]]
    return np.hstack([*columns, above[reading.first]]).astype(np.float32)


def name_features(classes: int, themes: int) -> tuple[str, ...]:
    """The names of the features for so many classes of scores and so many themes with seed words.

    >>> len(name_features(5, 4))
    38
    """
    scored = (f"{where} {at}" for where in ("own", "before", "after", "further") for at in range(classes))
    voted = (f"{where} {at}" for where in ("words", "title", "part") for at in range(themes))
    return ("task", "heading", "cell", "alone", "length", "short", *scored, *voted)
