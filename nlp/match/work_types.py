"""Place texts among the kinds of work that plans are made of: texts to rows of how much each type speaks through them.

The bridge from an abstract demand (强化权力运行的制约) to a concrete fact (采购小组抽签定人、全程录像), which share no
word: both lie near the same types of `work_types.toml`. A text is described by its weight in every type, and two texts
are alike as these rows are: explicit semantic analysis (Gabrilovich and Markovitch 2007) with types for concepts. The
weight is naive Bayes evidence summed over character n-grams, log(1 + n / (SMOOTHING q N)): n of N n-grams that the
type's phrases and sentences hold, against the share q of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.errors import ConfigError
from nlp.lexicon import load, overlay_by_variable
from nlp.ngrams import cut_ngrams, to_matrix

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

KEYS = ("name", "theme", "about", "demands", "shows", "not", "examples", "evidence", "not_evidence")
ORDERS = (1, 2)
BITS = 17
SMOOTHING = 6.0
PHRASE = 0.5
"""What a phrase counts in a type, against 1 for a sentence."""
CLEAR = 2.5
"""How many standard deviations above its other types a text's weight in a type must be for the text to be of it."""
CLOSE = 0.75
OTHER = ""
MOST = 3


@dataclass(frozen=True, slots=True, eq=False)
class WorkTypes:
    """The types' names, the n-grams' weights in them (2**BITS, types) as scipy CSR, and what any text has of them.

    The last type is OTHER: what looks like some type and is none, from the `not` phrases and `not_evidence` of all.
    """

    names: tuple[str, ...]
    weights: Any
    mean: Table


def place_texts(texts: Sequence[str], *, types: WorkTypes | None = None) -> Table:
    """Where each text lies among the types: (texts, types), rows of length one, so that products are cosines.

    >>> rows = place_texts(["强化权力运行的制约和监督。", "采购小组抽签定人，全程录像。", "开展歌咏比赛。"])
    >>> bool(rows[0] @ rows[1] > rows[0] @ rows[2])
    True
    """
    import numpy as np

    rows = _stand_out(texts, types or load_work_types())
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    placed: Table = (rows / np.maximum(length, 1e-6)).astype(np.float32)
    return placed


def tell_types(texts: Sequence[str], *, types: WorkTypes | None = None) -> tuple[tuple[str, ...], ...]:
    """The types that each text is of, the likeliest first: none, one, or up to MOST that stand out nearly alike.

    None where OTHER stands out most.

    >>> tell_types(["组织观看警示教育片。"])[0][0]
    '警示片与旁听庭审'
    """
    import numpy as np

    types = types or load_work_types()
    rows = _stand_out(texts, types)
    found = []
    for row in rows:
        best = np.argsort(-row, kind="stable")[:MOST]
        bar = max(CLEAR, CLOSE * float(row[best[0]]))
        told = [types.names[at] for at in best if row[at] >= bar]
        found.append(tuple(name for name in told if name != OTHER) if told[:1] != [OTHER] else ())
    return tuple(found)


def load_work_types() -> WorkTypes:
    """The types of `work_types.toml` and of the office's own lexicon, their n-grams counted once for each process."""
    return _load(overlay_by_variable())


@cache
def _load(folder: Path | None) -> WorkTypes:
    return count_types(load("work_types.toml", keys=KEYS, overlay=folder))


def count_types(rows: Sequence[Mapping[str, Any]]) -> WorkTypes:
    """The weights that the phrases and sentences of types give; `rows` have the KEYS.

    Raises ConfigError for a type without a sentence or a phrase.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    texts: list[str] = []
    owners: list[int] = []
    counts: list[float] = []

    def add(owner: int, said: Sequence[str], count: float) -> None:
        texts.extend(said)
        owners.extend([owner] * len(said))
        counts.extend([count] * len(said))

    for at, row in enumerate(rows):
        phrases = [phrase.replace("…", " ") for phrase in (*row.get("demands", ()), *row.get("shows", ()))]
        sentences = [*row.get("examples", ()), *row.get("evidence", ())]
        if not phrases or not sentences:
            raise ConfigError(f"work_types.toml: “{row['name']}”没有短语或例句；请补上 demands 和 evidence")
        add(at, phrases, PHRASE)
        add(at, [*sentences, row["name"], row["about"]], 1.0)
        add(len(rows), row.get("not", ()), PHRASE)
        add(len(rows), row.get("not_evidence", ()), 1.0)
    grams = _held(texts)
    shape = (len(rows) + 1, len(texts))
    held = csr_matrix((np.array(counts, np.float32), (owners, np.arange(len(texts)))), shape=shape) @ grams
    size = np.maximum(np.asarray(held.sum(axis=1)).ravel(), 1.0)
    share = np.asarray(held.sum(axis=0)).ravel() / size.sum()
    at = held.tocoo()
    evidence = np.log1p(at.data / (SMOOTHING * share[at.col] * size[at.row])).astype(np.float32)
    weights = csr_matrix((evidence, (at.col, at.row)), shape=(grams.shape[1], len(rows) + 1))
    names = (*(str(row["name"]) for row in rows), OTHER)
    nothing = WorkTypes(names, weights, np.zeros(len(names), np.float32))
    told = [sentence for row in rows for sentence in row.get("evidence", ())]
    return WorkTypes(names, weights, _stand_out(told, nothing).mean(axis=0))


def _stand_out(texts: Sequence[str], types: WorkTypes) -> Table:
    """How far each type stands out of all in each text, in standard deviations, less what it does in any text."""
    import numpy as np

    weight = np.asarray((_held(texts) @ types.weights).todense(), np.float32)
    middle = weight.mean(axis=1, keepdims=True)
    spread = weight.std(axis=1, keepdims=True)
    rows: Table = np.where(spread > 1e-6, (weight - middle) / np.maximum(spread, 1e-6) - types.mean, 0)
    return rows.astype(np.float32)


def _held(texts: Sequence[str]) -> Any:
    """Which n-grams each text holds: CSR (texts, 2**BITS) of ones."""
    grams = to_matrix(cut_ngrams(texts, orders=ORDERS, bits=BITS))
    grams.data[:] = 1
    return grams
