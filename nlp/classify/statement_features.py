"""Make the features of the statement model: the clauses and passages of a reading to tables of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, get_args

from nlp.classify.cues import KINDS
from nlp.classify.reading import Reading
from nlp.classify.rules import SHORT_CELL
from nlp.classify.votes import Votes
from nlp.lexicon.columns import ColumnRole, Register
from nlp.types import Passage

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

ORDERS = (1, 2, 3)
BITS = 16
MOST_VOTES = 4.0
LEAST = 1e-4
ROLES: tuple[str, ...] = get_args(ColumnRole)
FORMS = ("heading", "sentence", "cell", "short cell")


def describe_clauses(reading: Reading, votes: Votes) -> tuple[Table, tuple[str, ...]]:
    """What is known of each clause beside its characters: a table (clauses, features) and the features' names.

    The cues in it, those that govern it from before or above, the votes of its neighbours, of its whole passage and of
    the passages around it, its place in the passage, what its table says of it.

    >>> from nlp.classify.reading import read_passages
    >>> from nlp.classify.votes import count_votes
    >>> from nlp.types import Passage, Place
    >>> reading = read_passages([([Passage(0, "正在征求意见。", Place(0, 0, 7))], 2022)])
    >>> table, names = describe_clauses(reading, count_votes(reading))
    >>> float(table[0, names.index("cue: under way")]), table.shape == (1, len(names))
    (1.0, True)
    """
    import numpy as np

    owners, first, size = reading.clauses.owners, reading.clauses.first, len(reading.clauses)
    counts = (np.minimum(votes.counts, MOST_VOTES) / 2).astype(np.float32)
    most = np.maximum.reduceat(counts, first[:-1], axis=0) if size else counts
    begins = np.zeros(len(reading.passages) + 1, bool)
    begins[list(reading.reports)] = True
    starts = np.zeros(size + 1, bool)
    starts[first] = True
    blocks: list[tuple[Sequence[str], Any]] = [
        ([f"cue: {cue.name}" for cue in reading.cues.clause], reading.hits),
        ([f"carried: {kind}" for kind in KINDS], votes.carried / 2),
        ([f"above: {cue.name}" for cue in reading.cues.section], reading.above[owners]),
        ([f"votes: {kind}" for kind in KINDS], counts),
        ([f"votes before: {kind}" for kind in KINDS], _shift(counts, 1, starts)),
        ([f"votes after: {kind}" for kind in KINDS], _shift(counts, -1, starts)),
        ([f"votes of all: {kind}" for kind in KINDS], most[owners]),
        ([f"passage before: {kind}" for kind in KINDS], _shift(most, 1, begins)[owners]),
        ([f"passage after: {kind}" for kind in KINDS], _shift(most, -1, begins)[owners]),
        ([f"winner: {kind}" for kind in KINDS], votes.kinds[:, None] == np.arange(len(KINDS))),
        (("first", "last", "only", "length", "number"), _places(reading)),
        (_PLACED, _placed(reading.passages, reading.registers)[owners]),
    ]
    table = np.hstack([np.asarray(block, np.float32).reshape(size, len(names)) for names, block in blocks])
    return table, tuple(name for names, _ in blocks for name in names)


def describe_passages(reading: Reading, votes: Votes, chances: Table) -> Table:
    """What is known of each passage once its clauses are: a table (passages, features).

    `chances` (clauses, KINDS) are the probabilities of the clauses' kinds: their highest, their mean by length, those
    of the first and the last clause, and pairs of the highest; the votes and the number of clauses beside them.
    """
    import numpy as np

    first = reading.clauses.first
    if len(first) == 1:
        return np.zeros((0, PASSAGE_FEATURES), np.float32)
    begin, last, number = first[:-1], first[1:] - 1, np.diff(first)
    length = np.log1p(reading.clauses.ends - reading.clauses.starts).astype(np.float32)[:, None] + np.float32(0.01)
    highest = np.maximum.reduceat(chances, begin, axis=0)
    mean = np.add.reduceat(chances * length, begin, axis=0) / np.add.reduceat(length, begin, axis=0)
    pairs = [highest[:, a] * highest[:, b] for a in range(len(KINDS)) for b in range(a)]
    counts = np.maximum.reduceat(np.minimum(votes.counts, MOST_VOTES) / 2, begin, axis=0)
    columns = [
        highest,
        mean,
        np.log(np.maximum(highest, LEAST)),
        np.log(np.maximum(mean, LEAST)),
        chances[begin],
        chances[last],
        np.stack(pairs, axis=1),
        counts,
        np.stack([number == 1, number == 2, number > 3], axis=1),
    ]
    return np.hstack([np.asarray(column, np.float32) for column in columns])


PASSAGE_FEATURES = 7 * len(KINDS) + len(KINDS) * (len(KINDS) - 1) // 2 + 3

_STATES = ("done", "in_progress", "negated", "planned")
_PLACED = tuple(
    [f"column: {role}" for role in ROLES] + [f"row: {state}" for state in _STATES] + [f"form: {form}" for form in FORMS]
)


def _places(reading: Reading) -> Any:
    """Whether a clause is its passage's first, last, only one; its length and how many there are."""
    import numpy as np

    clauses = reading.clauses
    here, number = np.arange(len(clauses)), np.diff(clauses.first)[clauses.owners]
    return np.stack(
        [
            here == clauses.first[clauses.owners],
            here == clauses.first[clauses.owners + 1] - 1,
            number == 1,
            np.log1p(clauses.ends - clauses.starts) / 4,
            np.minimum(number, 8) / 8,
        ],
        axis=1,
    )


def _placed(passages: Sequence[Passage], registers: Sequence[Register]) -> Any:
    """What form a passage has and what its table says of it."""
    import numpy as np

    table = np.zeros((len(passages), len(_PLACED)), np.float32)
    at = {name: place for place, name in enumerate(_PLACED)}
    for row, (passage, register) in enumerate(zip(passages, registers, strict=True)):
        table[row, at[f"form: {passage.kind}"]] = 1
        if passage.kind == "cell":
            if register.role is not None:
                table[row, at[f"column: {register.role}"]] = 1
            if (place := at.get(f"row: {register.status}")) is not None:
                table[row, place] = 1
            if len(passage.text) <= SHORT_CELL:
                table[row, at["form: short cell"]] = 1
    return table


def _shift(table: Any, by: int, begins: Any) -> Any:
    """The rows before (by 1) or after (by -1), zeros where another group begins; `begins` marks rows, and the end."""
    import numpy as np

    shifted = np.zeros_like(table)
    if by > 0:
        shifted[1:] = table[:-1]
        shifted[begins[:-1]] = 0
    else:
        shifted[:-1] = table[1:]
        shifted[begins[1:]] = 0
    return shifted
