"""The extractors as spaCy components: a text to a Doc with spans for tasks, parties, deadlines and targets.

Each component first finds, then stores: `doc.spans[NAME]` holds the spans, `span._.value` the record of `nlp.types`.
spaCy's Chinese pipeline cuts characters, so that every span of the text falls on token borders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.extract.actions import find_actions
from nlp.extract.deadlines import find_deadlines
from nlp.extract.parties import find_notes
from nlp.extract.sentences import split_sentences
from nlp.extract.subjects import find_subjects
from nlp.extract.targets import find_targets
from nlp.extract.tasks import is_order

if TYPE_CHECKING:
    from nlp.types import Action, Party, Target

Found = tuple[int, int, str, object]
"""Start, end, label and value of a span."""

COMPONENTS = ("duban_tasks", "duban_parties", "duban_deadlines", "duban_targets")


def load() -> Language:
    """The Chinese pipeline with sentences and the project's components, none of which needs a model.

    >>> doc = load()("局主要负责人每半年开展廉政谈话不少于1次。")
    >>> [(span.text, span.label_) for span in doc.spans["deadlines"]]
    [('每半年', 'recurring')]
    """
    zh = spacy.blank("zh")
    zh.add_pipe("sentencizer", config={"punct_chars": list("。！？；!?;")})
    for name in COMPONENTS:
        zh.add_pipe(name)
    return zh


@Language.factory("duban_tasks", assigns=["doc.spans", "span._.value"])
def make_tasks(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's signature
    """The component that marks the sentences that order something; the value is the tuple of their actions."""
    return _component("tasks", _tasks)


@Language.factory("duban_parties", assigns=["doc.spans", "span._.value"])
def make_parties(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """The component that marks who answers for the work; the label is the role, the value a Party."""
    return _component("parties", _parties)


@Language.factory("duban_deadlines", assigns=["doc.spans", "span._.value"])
def make_deadlines(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """The component that marks time limits; the label is the kind, the value a Deadline."""
    return _component("deadlines", _deadlines)


@Language.factory("duban_targets", assigns=["doc.spans", "span._.value"])
def make_targets(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """The component that marks quantities that the work must reach; the label is the comparison, the value a Target."""
    return _component("targets", _targets)


def _component(key: str, find: Callable[[str], Iterable[Found]]) -> Callable[[Doc], Doc]:
    """A component that stores what `find` finds in the doc's text as `doc.spans[key]`."""
    if not Span.has_extension("value"):
        Span.set_extension("value", default=None)

    def mark(doc: Doc) -> Doc:
        spans = []
        for start, end, label, value in find(doc.text):
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
            if span is not None:
                span._.value = value
                spans.append(span)
        doc.spans[key] = spans
        return doc

    return mark


def _tasks(text: str) -> Iterable[Found]:
    for start, end in split_sentences(text):
        if is_order(text[start:end]):
            actions: tuple[Action, ...] = find_actions(text[start:end])
            yield start, end, "task", actions


def _parties(text: str) -> Iterable[Found]:
    found: list[Party] = [party for note in find_notes(text) for party in note.parties]
    for party in found:
        if party.start is not None and party.end is not None:
            yield party.start, party.end, party.role, party
    for start, end in split_sentences(text):
        for party in find_subjects(text[start:end]):
            if party.start is not None and party.end is not None:
                yield start + party.start, start + party.end, party.role, party


def _deadlines(text: str) -> Iterable[Found]:
    for deadline in find_deadlines(text):
        start = deadline.offset or 0
        yield start, start + len(deadline.text), deadline.kind, deadline


def _targets(text: str) -> Iterable[Found]:
    found: tuple[Target, ...] = find_targets(text)
    for target in found:
        start = target.offset or 0
        yield start, start + len(target.text), target.op, target
