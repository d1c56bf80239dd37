"""Cut many texts into hashed character n-grams at once, and sum the rows of a weight table over each text's n-grams.

The hashing trick (Weinberger et al. 2009) on code points: no vocabulary is kept, an n-gram's number is its hash. Texts
are joined with a mark between them, so that numpy works on the whole batch; an n-gram may begin or end at the mark
(the text's edge) but none crosses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float32, int32, uint32
    from numpy.typing import NDArray

ORDERS = (1, 2, 3)
BITS = 16

_EDGE = "\0"
_FOLDED = 1 << 16  # code points beyond are one character
_MULTIPLIERS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)
_CHUNK = 1 << 16  # characters summed at a time: the rows they pick stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of a batch of texts.

    `ids[k][i]` is the number (0 ≤ id < 2**bits) of the n-gram of order `orders[k]` that begins at character i of the
    joined texts, 2**bits where none begins. Text t's n-grams begin at `starts[t]` up to, not including,
    `starts[t + 1]`: first the edge before it, then its characters. `orders` and `bits` as in `cut_ngrams`.
    """

    ids: tuple[NDArray[int32], ...]
    starts: NDArray[int32]
    orders: tuple[int, ...]
    bits: int

    def __len__(self) -> int:
        return len(self.starts) - 1


def cut_ngrams(texts: Sequence[str], *, orders: Sequence[int] = ORDERS, bits: int = BITS) -> Grams:
    """The n-grams of each text.

    `orders` are the lengths wanted (1 to 5), `bits` the size of the hash, 2**bits numbers. Digits count as one
    character, full-width letters and signs as their plain ones, capitals as small letters, white space as one space.

    >>> grams = cut_ngrams(["６月", "8月"], orders=(2,), bits=10)
    >>> grams.starts.tolist(), (grams.ids[0][:3] == grams.ids[0][3:6]).tolist()
    ([0, 3, 6], [True, True, True])
    """
    import numpy as np

    codes = fold(texts)
    starts = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
    edges = codes == 0
    return Grams(tuple(_hash(codes, edges, order, bits) for order in orders), starts, tuple(orders), bits)


def sum_rows(grams: Grams, table: NDArray[float32]) -> NDArray[float32]:
    """For each text the sum of the table's rows that its n-grams number: an array (texts, columns).

    `table` has 2**bits + 1 rows; the last one, for places where no n-gram begins, must be zero.

    >>> import numpy as np
    >>> table = np.ones((2**10 + 1, 1), np.float32); table[-1] = 0
    >>> sum_rows(cut_ngrams(["6月", ""], orders=(1, 2), bits=10), table).tolist()
    [[5.0], [0.0]]
    """
    import numpy as np

    sums = np.zeros((len(grams), table.shape[1]), np.float32)
    for first, last in _chunks(grams.starts):
        begin, end = grams.starts[first], grams.starts[last]
        places = grams.starts[first:last] - begin
        for ids in grams.ids:
            sums[first:last] += np.add.reduceat(table.take(ids[begin:end], axis=0), places, axis=0)
    return sums


def to_matrix(grams: Grams) -> Any:
    """How often each text holds each n-gram: a scipy CSR matrix (texts, 2**bits) for fitting, indices sorted.

    >>> to_matrix(cut_ngrams(["月月"], orders=(1,), bits=10)).data.tolist()
    [2.0]
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    width = 1 << grams.bits
    texts = np.repeat(np.arange(len(grams), dtype=np.int32), np.diff(grams.starts))
    whole = csr_matrix((len(grams), width), dtype=np.float32)
    for ids in grams.ids:
        held = ids < width
        ones = np.ones(int(held.sum()), np.float32)
        whole = whole + csr_matrix((ones, (texts[held], ids[held])), shape=whole.shape)
    whole.sort_indices()
    return whole


def fold(texts: Sequence[str]) -> NDArray[uint32]:
    """The code points of the texts, alike characters made one, each text after a 0 and a last 0 behind them all.

    >>> fold(["Ａ1", ""]).tolist() == [0, ord("a"), ord("0"), 0, 0]
    True
    """
    import numpy as np

    joined = _EDGE + _EDGE.join(text.replace(_EDGE, " ") for text in texts) + (_EDGE if texts else "")
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded: NDArray[uint32] = _folding().take(np.minimum(codes, _FOLDED))
    return folded


@cache
def _folding() -> NDArray[uint32]:
    """For each code point the one that stands for it."""
    import numpy as np

    table = np.arange(_FOLDED + 1, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)  # full-width signs, digits, letters
    table[[0x3000, 0xA0, *range(1, 0x20), *range(0x2000, 0x200C)]] = 0x20
    capitals = table[(table >= 0x41) & (table <= 0x5A)]
    table[np.isin(table, capitals)] += 0x20
    table[(table >= 0x30) & (table <= 0x39)] = 0x30
    return table


def _hash(codes: NDArray[uint32], edges: NDArray[Any], order: int, bits: int) -> NDArray[int32]:
    """The number of the n-gram that begins at each place; one that crosses an edge, or is a mere edge, has none."""
    import numpy as np

    size = len(codes) - 1  # the last edge begins nothing
    ids = np.full(size, 1 << bits, np.int32)
    count = min(size, len(codes) - order + 1)
    if count <= 0:
        return ids
    mixed = np.full(count, order, np.uint32)
    for at in range(order):
        mixed = (mixed ^ codes[at : at + count]) * np.uint32(_MULTIPLIERS[at])
        mixed ^= mixed >> np.uint32(15)
    crosses = edges[:count] & edges[order - 1 : order - 1 + count] if order < 3 else np.zeros(count, bool)
    for at in range(1, order - 1):
        crosses |= edges[at : at + count]
    found = (mixed >> np.uint32(32 - bits)).astype(np.int32)
    ids[:count] = np.where(crosses, np.int32(1 << bits), found)
    return ids


def _chunks(starts: NDArray[int32]) -> list[tuple[int, int]]:
    """Runs of whole texts, each of about _CHUNK characters."""
    import numpy as np

    last = len(starts) - 1
    if last <= 0:
        return []
    cuts = np.unique(np.searchsorted(starts, np.arange(0, starts[-1] + _CHUNK, _CHUNK)).clip(0, last)).tolist()
    return list(pairwise(cuts))
