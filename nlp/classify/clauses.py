"""Cut sentences into clauses, and join neighbouring clauses of one kind to stretches again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.classify.patterns import Search
from nlp.lexicon import load_patterns, overlay_by_variable
from nlp.types import Clause

if TYPE_CHECKING:
    from numpy import int32, int64, uint8
    from numpy.typing import NDArray

MARKS = "，,；;。！？!?"
LONGEST = 240
"""A clause of more characters is no clause but a text without marks: it is cut, so that no search takes long."""
CLOSERS = "”’」』）)"
_MARK, _CLOSER, _DIGIT, _COMMA = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a batch of texts, each text cut without gaps.

    Clause c is `texts[owners[c]][starts[c]:ends[c]]`; `lines[c]` is it without the marks behind it, on one line.
    Text t's clauses are those from `first[t]` up to, not including, `first[t + 1]`, at least one, even of no text.
    """

    lines: tuple[str, ...]
    starts: NDArray[int32]
    ends: NDArray[int32]
    owners: NDArray[int32]
    first: NDArray[int32]

    def __len__(self) -> int:
        return len(self.lines)


def cut_clauses(texts: Sequence[str]) -> Clauses:
    """Cut each text behind its commas and stops, and where `clause_breaks.toml` says so.

    >>> cut_clauses(["已完成整改19个、正在整改6个，但没有建档。", ""]).lines
    ('已完成整改19个、', '正在整改6个', '但没有建档', '')
    """
    import numpy as np

    joined = "\n".join(text.replace("\n", " ") for text in texts)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    begins = np.cumsum(sizes + 1) - sizes - 1
    after_marks, words_end = _find_marks(joined + "\n")
    breaks = np.concatenate([after_marks, _find_other_breaks(texts, begins)])
    ends = _cut_long(np.union1d(breaks, begins + sizes), begins)
    owners = np.searchsorted(begins + sizes, ends)
    starts = np.maximum(np.concatenate([[0], ends[:-1]])[: len(ends)], begins[owners])
    last = np.maximum(words_end[np.maximum(ends - 1, 0)], starts) if len(ends) else ends
    lines = tuple(joined[a:b] for a, b in zip(starts.tolist(), last.tolist(), strict=True))
    first = np.searchsorted(owners, np.arange(len(texts) + 1))
    shift = begins[owners]
    return Clauses(
        lines,
        (starts - shift).astype(np.int32),
        (ends - shift).astype(np.int32),
        owners.astype(np.int32),
        first.astype(np.int32),
    )


def join_clauses(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Neighbouring clauses of one kind as one stretch, scored as the surest of them; none if all are alike.

    >>> a, b, c = Clause("done", 0, 4, 0.9), Clause("done", 4, 9, 0.8), Clause("negated", 9, 12)
    >>> [(found.kind, found.start, found.end, found.score) for found in join_clauses([a, b, c])]
    [('done', 0, 9, 0.9), ('negated', 9, 12, 1.0)]
    >>> join_clauses([a, b])
    ()
    """
    stretches: list[Clause] = []
    for clause in clauses:
        if stretches and stretches[-1].kind == clause.kind:
            last = stretches.pop()
            surest = max(last, clause, key=lambda part: part.score)
            clause = Clause(clause.kind, last.start, clause.end, surest.score, surest.cue)
        stretches.append(clause)
    return tuple(stretches) if len(stretches) > 1 else ()


def _find_marks(text: str) -> tuple[NDArray[int64], NDArray[int64]]:
    """The places behind marks, with the closing quotes among and after them, and for each place where its words end.

    Marks before any word of a line, and a comma between digits, break nothing.
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _classes().take(np.minimum(codes, len(_classes()) - 1))
    here = np.arange(len(codes))
    mark = (classes & _MARK) > 0
    digit = (classes & _DIGIT) > 0
    mark[1:-1] &= ~(((classes[1:-1] & _COMMA) > 0) & digit[:-2] & digit[2:])
    within = mark | ((classes & _CLOSER) > 0)
    outside = np.maximum.accumulate(np.where(within, -1, here))
    marked = np.maximum.accumulate(np.where(mark, here, -1))
    at_end = within & ~np.append(within[1:], False) & (marked > outside)
    at_end &= (outside >= 0) & (codes[outside] != 10)
    return np.flatnonzero(at_end) + 1, np.maximum.accumulate(np.where(mark, -1, here)) + 1


def _cut_long(ends: NDArray[int64], begins: NDArray[int64]) -> NDArray[int64]:
    """The ends of clauses, with further ones where a clause has more than LONGEST characters."""
    import numpy as np

    starts = np.union1d(ends, begins)
    starts = starts[np.searchsorted(starts, ends) - 1]
    long = np.flatnonzero(ends - starts > LONGEST)
    more = [np.arange(starts[at] + LONGEST, ends[at], LONGEST) for at in long.tolist()]
    return np.union1d(ends, np.concatenate(more)) if more else ends


def _find_other_breaks(texts: Sequence[str], begins: NDArray[int64]) -> NDArray[int64]:
    """The places of the breaks that `clause_breaks.toml` tells, in the joined texts."""
    import numpy as np

    search = _breaks(overlay_by_variable())
    lines = [text.replace("\n", " ") for text in texts]
    places = [
        int(begins[row]) + match.end()
        for row, column in np.argwhere(search.find(lines)).tolist()
        for match in search.patterns[column].finditer(lines[row])
    ]
    return np.array(places, np.int64)


@cache
def _classes() -> NDArray[uint8]:
    """What each character is for the cut: a mark, a closing quote, a digit, a comma."""
    import numpy as np

    table = np.zeros(1 << 16, np.uint8)
    for characters, bit in ((MARKS, _MARK), (CLOSERS, _CLOSER), ("0123456789", _DIGIT), (",", _COMMA)):
        table[[ord(character) for character in characters]] |= bit
    return table


@cache
def _breaks(folder: Path | None) -> Search:  # noqa: ARG001  # the overlay's folder is the key of the cache
    return Search(list(load_patterns("clause_breaks.toml").values()))
