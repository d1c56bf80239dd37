"""Find where tasks may stand: the sentences and task cells of a plan, each with its headings and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from nlp.extract.parties import Note, find_notes, read_note_line
from nlp.extract.sentences import split_sentences
from nlp.lexicon import load
from nlp.types import Block, Document, Heading, Party, Place

_DATE_LINE = re.compile(r"[（(]?\s*(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年.{1,8}[日号]\s*[)）]?")


@dataclass(frozen=True, slots=True)
class Slot:
    """A sentence or cell that may be a task.

    `workstream`, `measure` and `heading` (the innermost) are indices into the document's outline; `groups` are the
    texts of a table's category columns, the outer first. `parties` carry offsets of the document's text; `limits` are
    the (start, end) of time-limit phrases that notes, columns or month headings give it.
    """

    place: Place
    workstream: int | None = None
    measure: int | None = None
    heading: int | None = None
    groups: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    limits: tuple[tuple[int, int], ...] = ()
    cell: bool = False


@dataclass(slots=True)
class _Scope:
    """What is open while the blocks are walked: headings, and the first slot of the measure, item and workstream."""

    workstream: int | None = None
    measure: int | None = None
    heading: int | None = None
    skipped: bool = False
    item_start: int = 0
    notes: dict[int, list[Note]] = field(default_factory=dict)
    """The notes behind headings, by the heading's index in the outline."""


def body_start(document: Document) -> int:
    """The index of the first block behind the last title: what stands before is the covering notice."""
    titles = [i for i, block in enumerate(document.blocks) if block.kind == "title"]
    return titles[-1] + 1 if titles else 0


def body_end(document: Document) -> int:
    """The index behind the last block of the plan's body: a signature over a date line is cut off."""
    for index in range(len(document.blocks) - 1, max(len(document.blocks) - 8, body_start(document)), -1):
        block = document.blocks[index]
        if block.kind == "paragraph" and _DATE_LINE.fullmatch(document.text_of(block)):
            first = index
            while first > 0 and _is_label(document, document.blocks[first - 1]):
                first -= 1
            return first
    return len(document.blocks)


def _is_label(document: Document, block: Block) -> bool:
    """Whether a line is a bare name, as in a signature: short, unnumbered, without a stop."""
    text = document.text_of(block)
    return block.kind == "paragraph" and block.number is None and len(text) <= 30 and not re.search("[。；，：]", text)


def heading_levels(document: Document) -> tuple[int | None, int | None]:
    """The outline levels that hold workstreams and measures; a list numbered 1. 2. 3. alone has no workstreams."""
    levels = sorted({h.level for h in document.outline if h.block >= body_start(document)})
    if not levels:
        return None, None
    if levels[0] >= 3:
        return None, levels[0]
    return levels[0], (levels[1] if len(levels) > 1 else None)


def find_slots(document: Document) -> tuple[Slot, ...]:
    """The sentences of paragraphs that may be tasks, in reading order, with what notes say about them."""
    top, second = heading_levels(document)
    by_block = {heading.block: (index, heading) for index, heading in enumerate(document.outline)}
    first = _first_ordered(document, flat=top is None)
    slots: list[Slot] = []
    scope = _Scope()
    for index in range(first, body_end(document)):
        block = document.blocks[index]
        if block.kind in ("table", "title"):
            continue
        if index in by_block:
            number, heading = by_block[index]
            depth = {top: 0, second: 1}.get(heading.level, 2)
            _enter(scope, number, heading, depth, len(slots))
            _read_heading(document, block, scope, slots)
        elif not scope.skipped:
            _close(scope, document, block.level, len(slots))
            _read_paragraph(document, block, block.place.start if block.body is None else block.body, scope, slots)
    return tuple(_with_heading_notes(slots, scope))


def _first_ordered(document: Document, *, flat: bool) -> int:
    """The first heading's block, in a flat list the first numbered one; what stands above it introduces."""
    for index in range(body_start(document), len(document.blocks)):
        block = document.blocks[index]
        if block.kind == "heading" or (flat and block.number is not None):
            return index
    return len(document.blocks)


def _enter(scope: _Scope, number: int, heading: Heading, depth: int, count: int) -> None:
    if depth == 0:
        scope.workstream, scope.measure = number, None
    elif depth == 1:
        scope.measure = number
    if depth < 2:
        scope.skipped = heading.title in _skipped_titles()
    scope.heading = number
    scope.item_start = count


def _close(scope: _Scope, document: Document, level: int | None, count: int) -> None:
    """Leave the headings that a numbered item of `level` stands beside or above."""
    if level is None:
        return
    for name in ("heading", "measure", "workstream"):
        index = getattr(scope, name)
        if index is not None and document.outline[index].level >= level:
            setattr(scope, name, None)
    scope.item_start = count


def _read_heading(document: Document, block: Block, scope: _Scope, slots: list[Slot]) -> None:
    """Keep the notes behind a heading's title for every slot under it, read the sentences on its line."""
    body = block.body if block.body is not None else block.place.end
    for note in find_notes(document.text[block.place.start : block.place.end]):
        shifted = shift(note, block.place.start)
        between = document.text[body : shifted.start].strip() if shifted.start >= body else ""
        if between:
            break
        if scope.heading is not None:
            scope.notes.setdefault(scope.heading, []).append(shifted)
        body = max(body, shifted.end)
    if not scope.skipped and document.text[body : block.place.end].strip():
        _read_paragraph(document, block, body, scope, slots)


def _read_paragraph(document: Document, block: Block, start: int, scope: _Scope, slots: list[Slot]) -> None:
    text = document.text
    line = read_note_line(text[start : block.place.end])
    if line is not None:
        for i in range(scope.item_start, len(slots)):
            slots[i] = _noted(slots[i], shift(line, start))
        scope.item_start = len(slots)
        return
    notes = [shift(note, start) for note in find_notes(text[start : block.place.end])]
    first = len(slots)
    left = start
    for note in [*notes, None]:
        right = note.start if note else block.place.end
        for s, e in split_sentences(text, left, right):
            if any(char.isalnum() for char in text[s:e]):
                place = Place(block.place.block, s, e, block.place.page)
                slots.append(Slot(place, scope.workstream, scope.measure, scope.heading))
        if note:
            if len(slots) > first:
                slots[-1] = _noted(slots[-1], note)
            left = note.end
            while left < block.place.end and text[left] in "。；;，, ":
                left += 1


def _with_heading_notes(slots: list[Slot], scope: _Scope) -> Iterator[Slot]:
    for slot in slots:
        for heading in dict.fromkeys((slot.workstream, slot.measure, slot.heading)):
            for note in scope.notes.get(heading, ()) if heading is not None else ():
                slot = _noted(slot, note)
        yield slot


def _noted(slot: Slot, note: Note) -> Slot:
    limits = tuple((offset, offset + len(text)) for text, offset in note.limits)
    return replace(slot, parties=slot.parties + note.parties, limits=slot.limits + limits)


def shift(note: Note, by: int) -> Note:
    """The note with its offsets moved, from those of a part to those of the whole text."""
    parties = tuple(move(party, by) for party in note.parties)
    limits = tuple((text, offset + by) for text, offset in note.limits)
    return Note(note.text, note.start + by, note.end + by, parties, limits)


def move(party: Party, by: int) -> Party:
    """The party with its offsets moved; an inferred one without offsets stays as it is."""
    if party.start is None or party.end is None:
        return party
    return replace(party, start=party.start + by, end=party.end + by)


@cache
def _skipped_titles() -> frozenset[str]:
    return frozenset(row["title"] for row in load("not_task_sections.tsv", keys=("title",)))
