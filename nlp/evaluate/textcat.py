"""A spaCy text classifier as the yardstick beside ours: labelled texts to a function that tells texts' labels.

A bag of words over character tokens (`zh` blank, nothing downloaded), a few passes, a fixed seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

EPOCHS = 4
BATCH = 32
MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "length": 262144,
    "no_output_layer": False,
}

Teller = Callable[[Sequence[str]], list[tuple[str, float]]]
"""Tells the label and its probability of each text."""


def fit_textcat(texts: Sequence[str], labels: Sequence[str], *, seed: int = 0) -> Teller:
    """A teller that was trained on texts and their labels.

    >>> tell = fit_textcat(["已完成整改", "下一步将整改"] * 20, ["done", "planned"] * 20)
    >>> [label for label, _ in tell(["下一步将推进"])]
    ['planned']
    """
    import spacy
    from spacy.training import Example
    from thinc.api import fix_random_seed

    fix_random_seed(seed)
    zh = spacy.blank("zh")
    names = sorted(set(labels))
    cat = zh.add_pipe("textcat", config={"model": MODEL})
    for name in names:
        cat.add_label(name)  # type: ignore[attr-defined]
    examples = [
        Example.from_dict(zh.make_doc(text), {"cats": {name: float(name == label) for name in names}})
        for text, label in zip(texts, labels, strict=True)
    ]
    optimizer = zh.initialize(lambda: examples[:BATCH])
    shuffler = Random(seed)
    for _ in range(EPOCHS):
        shuffler.shuffle(examples)
        for start in range(0, len(examples), BATCH):
            zh.update(examples[start : start + BATCH], sgd=optimizer)

    def tell(asked: Sequence[str]) -> list[tuple[str, float]]:
        docs = zh.pipe(asked, batch_size=256)
        return [max(doc.cats.items(), key=lambda item: item[1]) for doc in docs]

    return tell
