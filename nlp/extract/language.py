"""The spaCy pipeline of the project: a text or a Document to a Doc with sentences, names and the extractors' spans."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from nlp.errors import ConfigError
from nlp.extract.components import COMPONENTS
from nlp.extract.ruler import NameRuler
from nlp.extract.tasks import extract_plan
from nlp.types import Document, Plan

__all__ = ["COMPONENTS", "CharacterTokenizer", "NameRuler", "load", "make_doc", "to_doc"]

LONGEST = 20_000_000  # characters of a text; no component keeps more than a line at a time


class CharacterTokenizer(DummyTokenizer):
    """Cut a text into characters, white space too: a place in the text is a place in the Doc.

    spaCy's own character segmenter for Chinese aligns words anew from each one on, which takes 40 seconds for 800 000
    characters; this takes less than one.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a Doc of as many tokens as it has characters."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


def _take_long_texts(zh: Language) -> None:
    """Let a pipeline take the longest documents that are read; spaCy keeps `max_length` in no file."""
    zh.max_length = max(zh.max_length, LONGEST)


@registry.tokenizers("duban.characters.v1")  # type: ignore[untyped-decorator, unused-ignore]
def make_tokenizer() -> Callable[[Language], CharacterTokenizer]:
    """The tokenizer's entry in a pipeline's config."""

    def make(zh: Language) -> CharacterTokenizer:
        _take_long_texts(zh)
        return CharacterTokenizer(zh.vocab)

    return make


def load() -> Language:
    """The Chinese pipeline with sentences, names and the project's components, none of which needs a model.

    >>> doc = load()("局主要负责人每半年开展廉政谈话不少于1次。")
    >>> [(span.text, span.label_) for span in doc.spans["deadlines"]]
    [('每半年', 'recurring')]
    """
    zh = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "duban.characters.v1"}}})
    _take_long_texts(zh)
    for name in ("duban_sentences", "duban_names", *COMPONENTS):
        zh.add_pipe(name)
    return zh


def to_doc(document: Document, plan: Plan | None = None, *, zh: Language | None = None) -> Doc:
    r"""A document as a spaCy Doc whose spans are what extraction found: headings, notes and tables are minded.

    `doc.text` is `document.text`; `doc.spans` has `tasks`, `parties`, `deadlines`, `targets` and `names`; a span's
    `_.value` is its record, `_.tasks` the ids of its tasks, `doc._.plan` the plan. `plan` saves extracting it anew;
    `zh` is a pipeline with the project's components, by default that of `load()`.

    Raises ConfigError for a plan of another document, and for a pipeline without one of the components.

    >>> from nlp.types import Block, Place
    >>> text = "一、完善制度\n修订制度。（办公室牵头）"
    >>> blocks = Block("heading", Place(0, 0, 6), 1, "一"), Block("paragraph", Place(1, 7, len(text)))
    >>> doc = to_doc(Document("plan.txt", "00", "txt", text, blocks))
    >>> [span.text for span in doc.spans["names"]]
    ['办公室']
    """
    zh = zh or _default()
    if missing := [name for name in COMPONENTS if name not in zh.pipe_names]:
        raise ConfigError(f"zh: 流水线中没有 {'、'.join(missing)}；请用 load() 得到流水线，或用 add_pipe 加上")
    return zh(make_doc(document, plan, zh=zh))


def make_doc(document: Document, plan: Plan | None = None, *, zh: Language) -> Doc:
    """A document as a Doc that the pipeline has still to mark: for `zh.pipe(make_doc(d, zh=zh) for d in documents)`.

    Raises ConfigError for a plan of another document.
    """
    if plan is not None and plan.document.sha256 != document.sha256:
        raise ConfigError(f"plan: 这是 {plan.document.file} 的计划，不是 {document.file} 的；请给出同一文件的计划")
    doc = zh.make_doc(document.text)
    doc._.plan = extract_plan(document) if plan is None else plan
    return doc


@cache
def _default() -> Language:
    return load()
