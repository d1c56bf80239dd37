"""Measure how near every passage of a report is to every task of a plan, and choose the pairs worth a closer look.

Nearness is seen two ways: by wording (jieba words, concepts and character bigrams, each a sparse TF-IDF space over plan
and report together) and by kinds of work (`work_types.py`). A pair is chosen where it stands out for its task in both
taken together, first among the passages that may tell an act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.lexicon.columns import read_registers
from nlp.match.words import bigrams_of, concepts_of, words_of
from nlp.match.work_types import place_texts
from nlp.types import Passage, Plan, Report, Statement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.floating[Any]]
    Array = NDArray[Any]

NEAREST = 16
"""How many passages that may tell an act are looked at for each task; see recall in the card of `models/evidence`."""
OTHERS = 6
"""How many of the other passages, which only say why something is no evidence."""
ABLE = 0.12
"""The least chance of telling an act that makes a passage able to be evidence."""
STEADY = 0.02

_CLAUSE = re.compile(r"[^，,；;。！？：:]{4,}")


@dataclass(frozen=True, slots=True)
class Space:
    """One way to compare texts: sparse rows of length one for tasks, actions, passages, headings and clauses."""

    tasks: Any
    actions: Any
    passages: Any
    headings: Any
    clauses: Any


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near tasks (rows) and passages (columns) are.

    `wording` and `types` are cosines of whole texts; `both` is the sum of the two, each in standard deviations over the
    tasks of its column, so that it tells which task a passage is about. `spaces` are words, concepts and characters,
    `typed` and `acting` the places of passages and actions among the work types; `owner` is the task of each action,
    `first` where the clauses of each passage begin, `texts` the passages as they were compared.
    """

    wording: Matrix
    types: Matrix
    both: Matrix
    spaces: tuple[Space, Space, Space]
    typed: Matrix
    acting: Matrix
    owner: tuple[int, ...]
    first: Array
    texts: tuple[str, ...]


def may_act(report: Report, statements: Sequence[Statement]) -> Array:
    """The chance of each passage of telling an act, headings none."""
    import numpy as np

    told = zip(report.passages, statements, strict=True)
    chances = [0.0 if passage.kind == "heading" else chance_of_act(statement) for passage, statement in told]
    return np.array(chances, dtype=float)


def chance_of_act(statement: Statement) -> float:
    """The chance that a passage tells an act; certain either way where only its kind is known."""
    return float(statement.kind in ("done", "in_progress")) if statement.act is None else statement.act


def measure(plan: Plan, report: Report) -> Nearness:
    """The nearness of every task of the plan to every passage of the report.

    Both must hold at least one task and one passage. Texts are tokenised once for the life of the process. What a
    register tells is compared together with its row's task.
    """
    import numpy as np

    tasks = [task.text for task in plan.tasks]
    owned = [(index, action.text) for index, task in enumerate(plan.tasks) for action in task.actions or (task,)]
    actions = [text for _, text in owned]
    passages = _as_compared(report.passages)
    headings = [" ".join((*passage.section[-1:], *passage.row)) for passage in report.passages]
    clauses = [(index, clause) for index, text in enumerate(passages) for clause in _CLAUSE.findall(text) or [text]]
    texts = (tasks, actions, passages, headings, [clause for _, clause in clauses])
    words, concepts, characters = (_space(texts, cut) for cut in (words_of, concepts_of, bigrams_of))
    whole = [(space.tasks @ space.passages.T).toarray() for space in (words, concepts, characters)]
    around = [(space.tasks @ space.headings.T).toarray() for space in (words, concepts)]
    wording = (sum(whole) / 3 + 0.125 * sum(around)) / 1.25
    typed = place_texts(passages)
    types = place_texts(tasks) @ typed.T
    both = stand_out(wording) + stand_out(types)
    first = np.flatnonzero(np.diff([-1, *(index for index, _ in clauses)]))
    owner = tuple(index for index, _ in owned)
    spaces = (words, concepts, characters)
    return Nearness(wording, types, both, spaces, typed, place_texts(actions), owner, first, tuple(passages))


def choose(nearness: Nearness, able: Array) -> tuple[Array, Array]:
    """The pairs to look at, as indices of tasks and of passages; `able` says which passages may be evidence."""
    import numpy as np

    standing = stand_out(nearness.wording, axis=1) + stand_out(nearness.types, axis=1)
    chosen = np.zeros(standing.shape, dtype=bool)
    for mask, most in ((able, NEAREST), (~able, OTHERS)):
        columns = np.flatnonzero(mask)
        few = min(most, len(columns))
        if few:
            best = np.argpartition(-standing[:, columns], few - 1, axis=1)[:, :few]
            np.put_along_axis(chosen, columns[best], True, axis=1)
    rows, columns = np.nonzero(chosen)
    return rows, columns


def stand_out(values: Matrix, axis: int = 0) -> Matrix:
    """Each value in standard deviations from the mean along an axis, steadied where all are alike."""
    found: Matrix = (values - values.mean(axis=axis, keepdims=True)) / (values.std(axis=axis, keepdims=True) + STEADY)
    return found


def _space(texts: Sequence[Sequence[str]], cut: Callable[[str], Sequence[str]]) -> Space:
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    flat = [text for part in texts for text in part]
    if any(cut(text) for text in flat):
        rows = TfidfVectorizer(analyzer=cut, sublinear_tf=True, dtype=np.float32).fit_transform(flat)
    else:
        rows = csr_matrix((len(flat), 1), dtype=np.float32)
    ends = np.cumsum([len(part) for part in texts])
    return Space(*(rows[end - len(part) : end] for part, end in zip(texts, ends.tolist(), strict=True)))


def _as_compared(passages: Sequence[Passage]) -> list[str]:
    """The passages' texts; before what a register tells stands the task of its row."""
    rows = zip(passages, read_registers(passages), strict=True)
    return [f"{row.name}，{p.text}" if row.role == "told" and row.name else p.text for p, row in rows]
