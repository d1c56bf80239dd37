"""Choose from a very long report the passages worth a closer look: thousands of them to some dozens a task.

Seen by kinds of work and by hashed pairs of characters alone, a batch at a time, so that time and memory stay small;
what a long archive of reports loses by it is never among the first candidates (`python -m tests.benchmarks coverage`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nlp.match.work_types import place_texts
from nlp.ngrams import cut_ngrams, to_matrix
from nlp.types import Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LONG = 4_000
"""A report of no more passages is looked at as a whole."""
EACH = 64
"""How many passages are kept for each task, of those that may tell an act, and as many of the others."""
BATCH = 8_192
BITS = 16


def shorten(
    plan: Plan, report: Report, statements: tuple[Statement, ...], able: Array
) -> tuple[Report, tuple[Statement, ...]]:
    """The report and its statements with the passages nearest to each task, in their order.

    `able` says which passages may tell an act. A report that is not LONG is returned as it is.
    """
    import numpy as np

    if len(report.passages) <= LONG:
        return report, statements
    near = _near([task.text for task in plan.tasks], [passage.text for passage in report.passages])
    kept = np.zeros(len(report.passages), dtype=bool)
    for mask in (able, ~able):
        columns = np.flatnonzero(mask)
        few = min(EACH, len(columns))
        if few:
            best = np.argpartition(-near[:, columns], few - 1, axis=1)[:, :few]
            kept[columns[best].ravel()] = True
    places = np.flatnonzero(kept).tolist()
    passages = tuple(report.passages[at] for at in places)
    return replace(report, passages=passages), tuple(statements[at] for at in places)


def _near(tasks: Sequence[str], texts: Sequence[str]) -> Array:
    """How near each text is to each task (tasks, texts): the sum of both cosines."""
    import numpy as np

    typed = place_texts(tasks)
    near = np.empty((len(tasks), len(texts)), dtype=np.float32)
    asked = _pairs(tasks)
    rare = np.log((1 + len(tasks)) / (1 + np.asarray((asked > 0).sum(axis=0)).ravel())) + 1
    asked = _unit(asked.multiply(rare).tocsr())
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        said = _unit(_pairs(batch).multiply(rare).tocsr())
        near[:, start : start + len(batch)] = (asked @ said.T).toarray() + typed @ place_texts(batch).T
    return near


def _pairs(texts: Sequence[str]) -> Any:
    """Which pairs of characters each text holds: CSR (texts, 2**BITS) of ones."""
    import numpy as np

    held = to_matrix(cut_ngrams(texts, orders=(2,), bits=BITS))
    held.data = np.ones_like(held.data)
    return held


def _unit(rows: Any) -> Any:
    """Sparse rows of length one."""
    import numpy as np
    from scipy.sparse import diags

    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags((1 / np.maximum(length, 1e-6)).astype(np.float32)) @ rows
