"""Label texts with themes that no corpus teaches, a user's or a plan's own: by likeness to the few texts each has.

Every theme has texts that speak for it (examples, or a plan's tasks) and seed words. A theme's chance grows with the
likeness of a text, of its neighbours and of the titles above it to the theme's texts, with the votes of the seed words
and, for a plan, with what the trained model says of the text and of the theme's tasks. The same few weights hold for
every theme (a conditional logit, McFadden 1974); `likeness_fit` learns them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlp.classify.items import Documents, Reading, lay_out
from nlp.classify.seeds import SeedWords
from nlp.classify.workstream_features import BITS, ORDERS
from nlp.classify.workstreams import TASK, WorkstreamModel, share_out
from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.ngrams import cut_ngrams, to_matrix

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

FEATURES = ("likest", "mean", "votes", "bridge", "title_likest", "title_votes", "near_likest", "near_votes")
NONE_FEATURES = ("none", "none_odds")
SOURCES = ("plan", "taxonomy")
FEW = 5
"""A theme of a taxonomy with fewer examples is told with reserve."""
_BLOCK = 4096
_LEAST_CHANCE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class LikenessModel:
    """Themes with the texts that speak for them.

    `texts` (a scipy CSR matrix of unit rows, by theme) are the n-grams of these texts, `begins` where each theme's
    begin; `against` (likewise, `against_begins`) those of texts that look alike and belong elsewhere. `bridge` (themes,
    base's themes) is how likely each theme is where the base sees its own; None where nothing is known of it. `few`
    names the themes with few examples.
    """

    themes: tuple[str, ...]
    seeds: SeedWords
    grams: Table
    texts: Any
    begins: NDArray[Any]
    against: Any
    against_owners: NDArray[Any]
    bridge: Table | None
    base: WorkstreamModel
    weights: Mapping[str, float]
    few: tuple[str, ...] = ()

    def tell(self, documents: Documents) -> Table:
        """The probability of each theme, and last of none of them: (items, themes + 1)."""
        import numpy as np

        table, none = describe_likeness(self, documents)
        weights = np.array([self.weights[name] for name in FEATURES], np.float32)
        none_weights = np.array([self.weights[name] for name in NONE_FEATURES], np.float32)
        return share_out(np.hstack([table @ weights, (none @ none_weights)[:, None]]))


def make_likeness(
    themes: Sequence[str],
    texts: Sequence[Sequence[str]],
    *,
    source: str,
    base: WorkstreamModel,
    seeds: SeedWords,
    against: Sequence[Sequence[str]] = (),
    shares: Table | None = None,
    few: tuple[str, ...] = (),
) -> LikenessModel:
    """The model of themes with these texts for them and against them; each theme needs at least one text for it.

    `source` is "plan" or "taxonomy", for the weights that hold; `shares` (themes, base's themes) is how much of each
    theme's texts the base gives to its own themes.
    """
    import numpy as np

    matrix = unit_rows([text for some in texts for text in some], base.rarity)
    begins = np.cumsum([0, *(len(some) for some in texts)])[:-1]
    owners = np.repeat(np.arange(len(themes)), [len(some) for some in texts])
    grams = np.zeros((matrix.shape[1] + 1, len(themes)), np.float32)
    for place, some in enumerate(texts):
        mean = np.asarray(matrix[owners == place].sum(axis=0)).ravel() / len(some)
        grams[:-1, place] = mean * base.rarity
    bridge = None if shares is None else (shares / shares.sum(axis=0)).astype(np.float32)
    return LikenessModel(
        tuple(themes),
        seeds,
        grams,
        matrix,
        begins,
        unit_rows([text for some in against for text in some], base.rarity),
        np.repeat(np.arange(len(against)), [len(some) for some in against]),
        bridge,
        base,
        load_weights(source),
        few,
    )


def describe_likeness(model: LikenessModel, documents: Documents) -> tuple[Table, Table]:
    """What speaks for each theme, (items, themes, FEATURES), and for none of them, (items, NONE_FEATURES)."""
    import numpy as np

    reading = lay_out(documents)
    likest, mean = _likeness(model, reading.texts)
    title_likest = _likeness(model, reading.headings)[0] * np.array([bool(text) for text in reading.headings])[:, None]
    votes = np.log1p(model.seeds.count(reading.texts))
    title_votes = np.log1p(model.seeds.count(reading.headings))
    said = model.base.tell(documents)
    columns = {
        "likest": likest,
        "mean": mean,
        "votes": votes,
        "bridge": _bridge(model, said),
        "title_likest": np.maximum(title_likest[reading.last], title_likest[reading.first]),
        "title_votes": np.maximum(title_votes[reading.last], title_votes[reading.first]),
        "near_likest": _near(reading, likest),
        "near_votes": _near(reading, votes),
    }
    odds = np.log((said[:, -1] + _LEAST_CHANCE) / (1 - said[:, -1] + _LEAST_CHANCE))
    told = reading.kind != TASK  # of a task the base says nothing here
    none = np.stack([np.ones(len(reading)), odds * told], axis=1).astype(np.float32)
    return np.stack([columns[name] for name in FEATURES], axis=2).astype(np.float32), none


def unit_rows(texts: Sequence[str], rarity: Table) -> Any:
    """The n-grams of the texts, weighed by their rarity: a CSR matrix of rows of length one."""
    import numpy as np
    from scipy.sparse import diags

    matrix = to_matrix(cut_ngrams(texts, orders=ORDERS, bits=BITS)) @ diags(rarity)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags((1 / np.maximum(length, 1e-6)).astype(np.float32)) @ matrix).tocsr()


@lru_cache(maxsize=2)
def load_weights(source: str) -> Mapping[str, float]:
    """The weights for themes from this source, "plan" or "taxonomy". Raises ConfigError where the lexicon lacks one."""
    rows = {row["name"]: row for row in load("likeness_weights.toml", keys=("name", *SOURCES))}
    try:
        return {name: float(rows[name][source]) for name in (*FEATURES, *NONE_FEATURES)}
    except (KeyError, TypeError, ValueError) as err:
        raise ConfigError(f"likeness_weights.toml: 缺少 {err}；请恢复原来的文件") from None


def _likeness(model: LikenessModel, texts: Sequence[str]) -> tuple[Table, Table]:
    """The cosine of each text with the likest text of each theme, less that with a text against it, and the mean."""
    import numpy as np

    size = (len(texts), len(model.themes))
    likest, mean = np.zeros(size, np.float32), np.zeros(size, np.float32)
    counts = np.diff(np.append(model.begins, model.texts.shape[0]))
    for first in range(0, len(texts), _BLOCK):
        rows = unit_rows(texts[first : first + _BLOCK], model.base.rarity)
        like = (rows @ model.texts.T).toarray()
        here = slice(first, first + _BLOCK)
        likest[here] = np.maximum.reduceat(like, model.begins, axis=1)
        mean[here] = np.add.reduceat(like, model.begins, axis=1) / counts
        if model.against.shape[0]:
            unlike = (rows @ model.against.T).toarray()
            for place in np.unique(model.against_owners):
                likest[here, place] -= unlike[:, model.against_owners == place].max(axis=1)
    return likest, mean


def _bridge(model: LikenessModel, said: Table) -> Table:
    """How likely each theme is by what the base says, as a logarithm; zeros where nothing joins the two."""
    import numpy as np

    if model.bridge is None:
        return np.zeros((len(said), len(model.themes)), np.float32)
    among = said[:, :-1] / np.maximum(said[:, :-1].sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.log(among @ model.bridge.T + _LEAST_CHANCE), np.float32)


def _near(reading: Reading, table: Table) -> Table:
    """The mean of the neighbours' rows."""
    near: Table = (reading.shift(table, 1) + reading.shift(table, -1)) / 2
    return near
