"""Measure how near every passage of a report is to every task of a plan, and keep the nearest as candidates.

Texts are seen three ways: as jieba words, as concepts (`synonyms.tsv`: what plans call by a name and reports tell in
other words) and as character bigrams; each way is a sparse TF-IDF space over the plan and the report together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlp.lexicon import load
from nlp.lexicon.columns import read_registers
from nlp.types import Passage, Plan, Report, StatementKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.floating[Any]]

NEAREST = 30
TELLING: tuple[StatementKind, ...] = ("done", "in_progress")

_CLAUSE = re.compile(r"[^，,；;。！？：:]{4,}")
_KEEP = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Nearness:
    """Similarities of tasks (rows) and passages (columns), 0..1.

    `words`, `concepts`, `chars` compare whole texts, `context` the task with the passage's heading and row, `total` is
    the mean that ranks; `actions` holds one row for each action of all tasks, in order, `owner` the task of each;
    `clauses` is the same for the nearest clause of each passage.
    """

    words: Matrix
    concepts: Matrix
    chars: Matrix
    context: Matrix
    total: Matrix
    actions: Matrix
    owner: tuple[int, ...]
    clauses: Matrix


def measure(plan: Plan, report: Report) -> Nearness:
    """The nearness of every task of the plan to every passage of the report.

    Both must hold at least one task and one passage. Texts are tokenised once for the life of the process. What a
    register tells is compared together with its row's task.
    """
    import numpy as np

    tasks = [task.text for task in plan.tasks]
    actions = [(index, action.text) for index, task in enumerate(plan.tasks) for action in task.actions or (task,)]
    passages = _as_compared(report.passages)
    around = [_around(passage) for passage in report.passages]
    clauses = [(index, clause) for index, text in enumerate(passages) for clause in _CLAUSE.findall(text) or [text]]
    texts = [*tasks, *(text for _, text in actions), *passages, *around, *(text for _, text in clauses)]
    cuts = np.cumsum([len(tasks), len(actions), len(passages), len(around)])
    starts = np.flatnonzero(np.diff([-1, *(index for index, _ in clauses)]))

    def compare(analyzer: Callable[[str], Sequence[str]]) -> tuple[Matrix, ...]:
        space = _space(texts, analyzer)
        task, action, passage, context, clause = (
            space[a:b] for a, b in zip((0, *cuts), (*cuts, len(texts)), strict=True)
        )
        pairs = ((task, passage), (action, passage), (task, context), (action, clause))
        return tuple((left @ right.T).toarray() for left, right in pairs)

    words, action_words, context_words, clause_words = compare(words_of)
    concepts, action_concepts, context_concepts, clause_concepts = compare(concepts_of)
    chars, action_chars, _, clause_chars = compare(bigrams_of)
    total = (words + concepts + chars) / 3 + 0.25 * (context_words + context_concepts) / 2
    return Nearness(
        words,
        concepts,
        chars,
        (context_words + context_concepts) / 2,
        total / 1.25,
        (action_words + action_concepts + action_chars) / 3,
        tuple(index for index, _ in actions),
        np.maximum.reduceat((clause_words + clause_concepts + clause_chars) / 3, starts, axis=1),
    )


def nearest(nearness: Nearness, telling: Sequence[bool]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The candidate pairs, as indices of tasks and of passages: for each task the nearest passages.

    `telling` says of each passage whether it reports an act; half of the places are kept for those.
    """
    import numpy as np

    total = nearness.total
    few = min(NEAREST // 2, total.shape[1])
    mask = np.asarray(telling, dtype=bool)
    by_all = np.argpartition(-total, few - 1, axis=1)[:, :few]
    by_telling = np.argpartition(-np.where(mask, total, total - 1), few - 1, axis=1)[:, :few]
    chosen = np.zeros(total.shape, dtype=bool)
    np.put_along_axis(chosen, by_all, True, axis=1)
    np.put_along_axis(chosen, by_telling, True, axis=1)
    rows, columns = np.nonzero(chosen & (total > 0))
    return rows, columns


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


def _space(texts: Sequence[str], analyzer: Callable[[str], Sequence[str]]) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(analyzer(text) for text in texts):
        return csr_matrix((len(texts), 1), dtype=np.float32)
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, dtype=np.float32).fit_transform(texts)


def _as_compared(passages: Sequence[Passage]) -> list[str]:
    """The passages' texts; before what a register tells stands the task of its row."""
    rows = zip(passages, read_registers(passages), strict=True)
    return [f"{row.name}，{p.text}" if row.role == "told" and row.name else p.text for p, row in rows]


def _around(passage: Passage) -> str:
    return " ".join((*passage.section[-1:], *passage.row))


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
