"""The extractors as spaCy components: a Doc to spans for tasks, parties, deadlines and targets.

Each component first finds, then stores: `doc.spans[KEY]` holds the spans, `span._.value` the record of `nlp.types`,
`span._.tasks` the ids of the tasks it belongs to. A doc that carries a plan (`doc._.plan`, see `to_doc`) shows what
extraction found in the document; any other is read sentence by sentence, as plain text without headings or tables.
What the extensions hold lies in `doc.user_data` as plain data, so that a Doc with its records fits into a DocBin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import msgspec
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.errors import ConfigError
from nlp.extract.actions import find_actions
from nlp.extract.deadlines import find_deadlines
from nlp.extract.parties import find_notes
from nlp.extract.sentences import split_sentences
from nlp.extract.slots import move
from nlp.extract.subjects import find_subjects
from nlp.extract.targets import find_targets
from nlp.extract.tasks import is_order
from nlp.types import Deadline, Party, Place, Plan, Target, Task

Record = Task | Party | Deadline | Target
Component = Callable[[Doc], Doc]

COMPONENTS = ("duban_tasks", "duban_parties", "duban_deadlines", "duban_targets")
KEYS = ("tasks", "parties", "deadlines", "targets")
_RECORDS: dict[str, type[Record]] = {kind.__name__: kind for kind in (Task, Party, Deadline, Target)}
_ASSIGNS = ["doc.spans", "span._.value", "span._.tasks"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a span will say: its place in the text, its label, its record and the ids of its tasks."""

    start: int
    end: int
    label: str
    record: Record
    tasks: tuple[str, ...] = ()


@Language.component("duban_sentences", assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: Doc) -> Doc:
    """The component that cuts sentences as the extractors do: up to 。！？； or a line's end, not inside brackets."""
    starts = {start for start, _ in split_sentences(doc.text)}
    flags: Any = np.array([1 if token.i == 0 or token.idx in starts else -1 for token in doc], dtype="int64")
    return doc.from_array(["SENT_START"], flags.astype("uint64")) if len(doc) else doc


@Language.factory("duban_tasks", requires=["doc.sents"], assigns=_ASSIGNS)
def make_tasks(nlp: Language, name: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """The component that marks what is ordered; the value is a Task, the span's id the task's."""
    return partial(_mark, "tasks", _text_tasks)


@Language.factory("duban_parties", requires=["doc.sents"], assigns=_ASSIGNS)
def make_parties(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """The component that marks who answers for the work; the label is the role, the value a Party."""
    return partial(_mark, "parties", _text_parties)


@Language.factory("duban_deadlines", assigns=_ASSIGNS)
def make_deadlines(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """The component that marks time limits; the label is the kind, the value a Deadline."""
    return partial(_mark, "deadlines", _text_deadlines)


@Language.factory("duban_targets", assigns=_ASSIGNS)
def make_targets(nlp: Language, name: str) -> Component:  # noqa: ARG001
    """The component that marks quantities that the work must reach; the label is the comparison, the value a Target."""
    return partial(_mark, "targets", _text_targets)


def _mark(key: str, find: Callable[[Doc], Iterable[Mark]], doc: Doc) -> Doc:
    """Store the marks of a kind: those of the doc's plan, or those that `find` finds in its text."""
    plan: Plan | None = doc._.plan
    marks = plan_marks(plan, key) if plan else _in_tasks(doc, find(doc))
    spans = []
    for mark in marks:
        span = doc.char_span(mark.start, mark.end, label=mark.label, alignment_mode="expand")
        if span is not None:
            span.id_ = mark.tasks[0] if key == "tasks" else ""
            span._.value, span._.tasks = mark.record, mark.tasks
            spans.append(span)
    doc.spans[key] = spans
    return doc


def plan_marks(plan: Plan, key: str) -> tuple[Mark, ...]:
    """The marks of a kind in a plan, in reading order; one that a note gives to several tasks stands once.

    `key` is one of KEYS. Records without a place in the text (inferred ones) give none.
    """
    marks: dict[tuple[int, int, str], Mark] = {}
    for task in plan.tasks:
        for record in _records(task, key):
            start, end, label = _place(record)
            if start is not None and end is not None:
                known = marks.get((start, end, label))
                tasks = (*(known.tasks if known else ()), task.id)
                marks[start, end, label] = Mark(start, end, label, known.record if known else record, tasks)
    return tuple(sorted(marks.values(), key=lambda mark: (mark.start, mark.end)))


def _records(task: Task, key: str) -> tuple[Record, ...]:
    return (task,) if key == "tasks" else getattr(task, key)


def _place(record: Record) -> tuple[int | None, int | None, str]:
    """Start, end and label of a record."""
    match record:
        case Task():
            return record.source.start, record.source.end, "task"
        case Party():
            return record.start, record.end, record.role
        case _:
            end = None if record.offset is None else record.offset + len(record.text)
            return record.offset, end, record.kind if isinstance(record, Deadline) else record.op


def _in_tasks(doc: Doc, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks with the ids of the doc's task spans that they stand in."""
    tasks = iter(doc.spans.get("tasks", ()))
    task = next(tasks, None)
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        while task is not None and task.end_char <= mark.start:
            task = next(tasks, None)
        inside = task is not None and task.start_char <= mark.start and not mark.tasks
        yield replace(mark, tasks=(task.id_,)) if task is not None and inside else mark


def _text_tasks(doc: Doc) -> Iterator[Mark]:
    number = 0
    for start, text in _sentences(doc):
        if is_order(text):
            number += 1
            id, end, actions = f"0.0.{number}", start + len(text), find_actions(text)
            parties = tuple(move(party, start) for party in find_subjects(text))
            deadlines = tuple(replace(d, offset=start + (d.offset or 0)) for d in find_deadlines(text))
            targets = tuple(replace(t, offset=start + (t.offset or 0)) for t in find_targets(text))
            place, sure = Place(0, start, end), 0.9 if actions else 0.6
            task = Task(id, None, None, text, actions, parties, deadlines, targets, place, sure)
            yield Mark(start, end, "task", task, (id,))


def _text_parties(doc: Doc) -> Iterator[Mark]:
    found = [(start, party) for start, line in _lines(doc) for note in find_notes(line) for party in note.parties]
    found += [(start, party) for start, text in _sentences(doc) for party in find_subjects(text)]
    yield from _unique(move(party, start) for start, party in found)


def _text_deadlines(doc: Doc) -> Iterator[Mark]:
    for at, line in _lines(doc):
        yield from _unique(replace(found, offset=at + (found.offset or 0)) for found in find_deadlines(line))


def _text_targets(doc: Doc) -> Iterator[Mark]:
    for at, line in _lines(doc):
        yield from _unique(replace(found, offset=at + (found.offset or 0)) for found in find_targets(line))


def _unique(records: Iterable[Record]) -> Iterator[Mark]:
    seen = set()
    for record in records:
        start, end, label = _place(record)
        if start is not None and end is not None and (start, end, label) not in seen:
            seen.add((start, end, label))
            yield Mark(start, end, label, record)


def _sentences(doc: Doc) -> Iterator[tuple[int, str]]:
    """The doc's sentences, without white space around them, and where they start."""
    if not doc.has_annotation("SENT_START"):
        raise ConfigError("这个 spaCy 流水线没有分句；请在前面加上 duban_sentences 或 sentencizer")
    for sentence in doc.sents if len(doc) else ():
        text = sentence.text
        if text.strip():
            yield sentence.start_char + len(text) - len(text.lstrip()), text.strip()


def _lines(doc: Doc) -> Iterator[tuple[int, str]]:
    at = 0
    for line in doc.text.split("\n"):
        yield at, line
        at += len(line) + 1


def _key(span: Span, name: str) -> str:
    """Where `doc.user_data` keeps a span's value: two spans of one place differ in their labels."""
    return f"duban.{name}.{span.label_}.{span.start_char}.{span.end_char}"


def _get_value(span: Span) -> Record | None:
    kind, data = span.doc.user_data.get(_key(span, "value"), (None, None))
    return msgspec.convert(data, _RECORDS[kind]) if kind else None


def _set_value(span: Span, record: Record) -> None:
    span.doc.user_data[_key(span, "value")] = [type(record).__name__, msgspec.to_builtins(record)]


def _get_tasks(span: Span) -> tuple[str, ...]:
    return tuple(span.doc.user_data.get(_key(span, "tasks"), ()))


def _set_tasks(span: Span, tasks: Iterable[str]) -> None:
    span.doc.user_data[_key(span, "tasks")] = list(tasks)


def _get_plan(doc: Doc) -> Plan | None:
    data = doc.user_data.get("duban.plan")
    return msgspec.convert(data, Plan) if data else None


def _set_plan(doc: Doc, plan: Plan) -> None:
    doc.user_data["duban.plan"] = msgspec.to_builtins(plan)


if not Doc.has_extension("plan"):
    Doc.set_extension("plan", getter=_get_plan, setter=_set_plan)
    Span.set_extension("value", getter=_get_value, setter=_set_value)
    Span.set_extension("tasks", getter=_get_tasks, setter=_set_tasks)
