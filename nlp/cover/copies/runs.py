"""Cut texts into hashed runs of characters and pair the texts that share rare ones, in n log n.

Runs of a few characters (shingles: Broder 1997) measure how much of a text stands in another; longer ones find whom to
compare: each is looked up in one sorted list of all, and a text meets only its nearest neighbours there, so that no
run, however common, makes all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

Pairs = Sequence[tuple[int, int]]

SHORT = 4
LONG = 8
SIDE = 3
"""Characters on each side of a run that make its context."""
NEAREST = 4

_STEP = 0x9E3779B97F4A7C15
_MIX = 0xBF58476D1CE4E5B9


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a batch of texts: those of text t are `hashes[bounds[t]:bounds[t + 1]]`, `owners` their texts.

    `contexts` are the hashes of each run with the characters on both sides of it, where they were asked for.
    """

    hashes: Array
    owners: Array
    bounds: Array
    contexts: Array | None = None


def cut_runs(texts: Sequence[str], length: int, *, contexts: bool = False) -> Runs:
    """All runs of `length` characters of each text, on demand with their contexts; a text that is shorter has none.

    >>> cut_runs(["印发通知书", "通知书"], 3).owners.tolist()
    [0, 0, 0, 1]
    """
    import numpy as np

    pad = "\0" * SIDE
    joined = pad + "".join(text.replace("\0", "") + pad for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(text.replace("\0", "")) for text in texts), dtype=np.int64, count=len(texts))
    counts = np.maximum(0, lengths - length + 1)
    bounds = np.concatenate([[0], np.cumsum(counts)])
    owners = np.repeat(np.arange(len(texts)), counts)
    first = SIDE + np.concatenate([[0], np.cumsum(lengths + SIDE)])[:-1] if len(texts) else bounds[:0]
    places = first[owners] + np.arange(len(owners)) - bounds[owners]
    around = _hash(codes, places - SIDE, length + 2 * SIDE) if contexts else None
    return Runs(_hash(codes, places, length), owners, bounds, around)


def find_stock(runs: Runs, least: int) -> Array:
    """Whether each run, cut with contexts, occurs in `least` of them or more: such a run is a phrase that all use.

    The copies of one text share their contexts, so that a text is no phrase however often it is copied.
    """
    import numpy as np

    around = runs.hashes if runs.contexts is None else runs.contexts
    order = np.lexsort((around, runs.hashes))
    hashes, contexts = runs.hashes[order], around[order]
    starts = _differs(hashes)
    fresh = starts | _differs(contexts)
    number = np.cumsum(starts) - 1
    many = np.bincount(number, weights=fresh) >= least if len(number) else np.zeros(0, dtype=bool)
    stock = np.zeros(len(order), dtype=bool)
    stock[order] = many[number]
    return stock


def pair_texts(runs: Runs, groups: Array, *, most: int, least: int) -> Pairs:
    """Pairs of texts of different groups that share runs: each text with the `most` that share most with it.

    They share `least` runs or more; of those that share as many the lower group stands first. `groups` numbers each
    text's group in the order in which a text is rather the source: a run's texts meet the first text of the first group
    that has it, of the `NEAREST` groups before theirs and of the one behind. Every other run is looked up.
    """
    import numpy as np

    kept = np.flatnonzero((runs.hashes & np.uint64(1)) == 0)
    group = groups[runs.owners[kept]]
    order = np.lexsort((runs.owners[kept], group, runs.hashes[kept]))
    hashes, group, owner = runs.hashes[kept][order], group[order], runs.owners[kept][order]
    starts = _differs(hashes)
    fresh = starts | _differs(group)
    heads = np.flatnonzero(fresh)  # the first text of each group that has the run
    head, run = np.cumsum(fresh) - 1, np.cumsum(starts) - 1
    first = head[starts]
    keys = []
    for shift in (*range(1, NEAREST + 1), -1, 0):
        other = np.clip(head - shift, 0, max(0, len(heads) - 1)) if shift else first[run]
        places = heads[other]
        met = np.flatnonzero((run[places] == run) & (other != head) & (shift != 0 or head - first[run] > NEAREST))
        one, two = owner[met], owner[places[met]]
        keys.append(np.minimum(one, two) * len(groups) + np.maximum(one, two))
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    low, high = pairs // max(1, len(groups)), pairs % max(1, len(groups))
    low, high, counts = low[counts >= least], high[counts >= least], counts[counts >= least]
    texts, partners = np.append(low, high), np.append(high, low)
    ranked = np.lexsort((partners, groups[partners], -np.append(counts, counts), texts))
    texts, partners = texts[ranked], partners[ranked]
    places = np.arange(len(texts))
    nearest = places - np.maximum.accumulate(np.where(_differs(texts), places, 0)) < most
    return tuple(zip(texts[nearest].tolist(), partners[nearest].tolist(), strict=True))


def _hash(codes: Array, places: Array, length: int) -> Array:
    import numpy as np

    mixed = np.zeros(len(places), dtype=np.uint64)
    for step in range(length):
        mixed = mixed * np.uint64(_STEP) + codes[places + step] + np.uint64(1)
        mixed ^= mixed >> np.uint64(29)
    mixed = mixed * np.uint64(_MIX)
    return np.asarray(mixed ^ (mixed >> np.uint64(32)))


def _differs(values: Array) -> Array:
    """Whether each of some sorted values is the first of its kind."""
    import numpy as np

    return np.concatenate([[True], values[1:] != values[:-1]]) if len(values) else np.zeros(0, dtype=bool)
