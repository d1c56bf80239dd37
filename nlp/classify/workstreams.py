"""Tell which workstream each text belongs to, with a trained model or one made of a taxonomy or a plan.

The model has two layers. The first scores each text by its hashed character n-grams for each theme, and for none of
them. The second, a logistic regression over these scores, the neighbours' scores and the seed words of the text and of
the titles above it, gives the probabilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nlp.classify.items import KINDS, Documents, Item, lay_out
from nlp.classify.seeds import SeedWords, make_seeds
from nlp.classify.taxonomy import Theme, read_taxonomy
from nlp.classify.workstream_features import BITS, describe_items, name_features, score_texts
from nlp.errors import ModelError
from nlp.types import Label, LabelledReport, LabelledTask

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

NONE = 0.5
"""From this probability of none of the themes on, a text is undecided."""
LEAST = 0.4
"""Below this share of the likeliest theme among the themes, a text is undecided."""
CLEAR = 1.2
"""So many times the share that chance gives is the least, too: of two themes, one must reach 0.6."""
SECOND = 0.3
"""From this share of the next theme on, a text belongs to two."""


NEVER = -1e4
TASK = KINDS.index("task")


class Labeller(Protocol):
    """What labels texts with one of its themes: a trained model, or one made of a taxonomy or of a plan."""

    @property
    def themes(self) -> tuple[str, ...]:
        """The names that it gives."""

    @property
    def seeds(self) -> SeedWords:
        """Its seed words."""

    @property
    def grams(self) -> Table:
        """The weights of n-grams, a column for each theme at least: what the words that decided are weighed by."""

    def tell(self, documents: Documents) -> Table:
        """The probability of each theme, and last of none of them: (items, themes + 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkstreamModel:
    """A trained model, as plain arrays. Classes are the themes and, last, none of them.

    `grams` (2**16 + 1, classes) are the n-grams' weights, `rarity` (2**16) how rare each is in the training texts,
    `context` (features + 1, classes) the weights of the features, the last row what is added. `absent` names the
    themes that the training did not have.
    """

    themes: tuple[str, ...]
    grams: Table
    rarity: Table
    context: Table
    absent: tuple[str, ...]
    seeds: SeedWords

    def tell(self, documents: Documents) -> Table:
        """The probability of each theme, and last of none of them: (items, themes + 1), items in reading order.

        A task of a plan is always about one of them.
        """
        reading = lay_out(documents)
        inputs = describe_items(reading, score_texts(reading, self.grams), self.seeds)
        logits = inputs @ self.context[:-1] + self.context[-1]
        logits[reading.kind == TASK, -1] = NEVER
        return share_out(logits)

    def parts(self) -> dict[str, Any]:
        """The model as arrays and lists of text, for `store.write_model`; the seed words stay in the lexicon."""
        told = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "seeds"}
        options = {"none": NONE, "least": LEAST, "clear": CLEAR, "second": SECOND}
        return told | {"themes": list(self.themes), "absent": list(self.absent), "options": options}

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> WorkstreamModel:
        """The model of these parts, with the seed words of the default taxonomy.

        Raises ModelError where they are not those of such a model.
        """
        import numpy as np

        themes = tuple(parts.get("themes", ()))
        classes = len(themes) + 1
        shapes = {
            "grams": ((1 << BITS) + 1, classes),
            "rarity": (1 << BITS,),
            "context": (len(name_features(classes, len(themes))) + 1, classes),
        }
        right = len(themes) > 1 and all(
            isinstance(parts.get(name), np.ndarray) and parts[name].shape == shape for name, shape in shapes.items()
        )
        if not right:
            raise ModelError("workstreams: 模型的内容与本版本不符；请用 duban train 重新训练")
        arrays = {name: np.asarray(parts[name], np.float32) for name in shapes}
        return cls(themes, **arrays, absent=tuple(parts.get("absent", ())), seeds=seeds_of(themes))


def fit_workstreams(
    reports: Sequence[LabelledReport], tasks: Sequence[LabelledTask] = (), *, seed: int = 0
) -> WorkstreamModel:
    """The model that labelled reports and tasks teach; the same ones and the same seed give the same arrays.

    The themes are those of the default taxonomy; one that never occurs stands in the model's `absent` and is never
    told. A passage without a theme teaches what is about none of them, where it bears any label at all; one that weighs
    more than 1 is a correction, in which no theme means that nothing is said.

    Raises ModelError where fewer than two classes are labelled, or a label is no theme.
    """
    from nlp.classify.workstream_fit import fit_model  # scikit-learn is needed here alone

    return fit_model(reports, tasks, seed=seed)


def label_items(items: Sequence[Item], *, labeller: Labeller | None = None, explain: bool = False) -> tuple[Label, ...]:
    """The workstream of each item of one document, in its order; the installed model tells it without a `labeller`.

    `workstream` is None where the text is undecided: it is probably about none of the themes, or no theme stands out.
    `second` is set where the text belongs to two. The score is the probability of the likeliest theme (0..1).
    `explain` adds the words that carried the decision, which takes longer.

    Raises ModelError where the installed model is missing or broken.

    >>> label_items(())
    ()
    """
    return label_documents([items], labeller=labeller, explain=explain)[0]


def label_documents(
    documents: Documents, *, labeller: Labeller | None = None, explain: bool = False
) -> tuple[tuple[Label, ...], ...]:
    """The labels of several documents' items, as `label_items` gives them; faster than one by one."""
    if not any(len(items) for items in documents):
        return tuple(() for _ in documents)
    labeller = labeller or load_workstream_model()
    chances = labeller.tell(documents)
    labels = decide([item.target for items in documents for item in items], chances, labeller.themes)
    if explain:
        from nlp.classify.explain import explain_texts

        told = [labeller.themes.index(label.workstream) if label.workstream else None for label in labels]
        words = explain_texts([item.text for items in documents for item in items], told, labeller)
        labels = [replace(label, words=some) for label, some in zip(labels, words, strict=True)]
    left = iter(labels)
    return tuple(tuple(next(left) for _ in items) for items in documents)


def decide(targets: Sequence[str], chances: Table, themes: Sequence[str]) -> list[Label]:
    """The labels that probabilities give: `chances` (targets, themes + 1), the last column that of none.

    >>> import numpy as np
    >>> chances = np.array([[0.9, 0.1, 0.0], [0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    >>> [(label.workstream, label.second) for label in decide(["1", "2", "3"], chances, ["甲", "乙"])]
    [('甲', None), ('甲', '乙'), (None, None)]
    """
    import numpy as np

    among = chances[:, :-1]
    order = np.argsort(-among, axis=1, kind="stable")[:, :2]
    rows = np.arange(len(among))
    best, next_best = among[rows, order[:, 0]], among[rows, order[:, 1]]
    whole = np.maximum(among.sum(axis=1), 1e-9)
    least = max(LEAST, CLEAR / max(1, among.shape[1]))
    decided = ((chances[:, -1] < NONE) & (best >= least * whole)).tolist()
    two = (next_best >= SECOND * whole).tolist()
    scores = np.round(best.astype(float), 4).tolist()
    return [
        Label(target, themes[a], score, themes[b] if both else None) if sure else Label(target, None, score)
        for target, (a, b), score, sure, both in zip(targets, order.tolist(), scores, decided, two, strict=True)
    ]


def load_workstream_model() -> WorkstreamModel:
    """The installed model. Raises ModelError where it is missing or broken."""
    from nlp.store import find_model

    return _load(find_model("workstreams"))


@lru_cache(maxsize=2)
def _load(folder: Path) -> WorkstreamModel:
    from nlp.store import read_model

    return WorkstreamModel.from_parts(read_model(folder).parts)


def seeds_of(themes: Sequence[str]) -> SeedWords:
    """The seed words that the default taxonomy has for these themes, in their order."""
    known = {theme.name: theme for theme in read_taxonomy()}
    return make_seeds([known.get(name, Theme(name, "", {})) for name in themes])


def share_out(logits: Table) -> Table:
    """Each row as shares of one (softmax)."""
    import numpy as np

    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
