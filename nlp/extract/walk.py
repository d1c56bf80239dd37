"""Find where tasks may stand: the sentences and task cells of a plan, each with its headings and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from nlp.extract.frame import attachment_holds_tasks, body_end, body_start, is_attachment_title
from nlp.extract.parties import Note, find_notes, read_note_line
from nlp.extract.sentences import split_sentences
from nlp.extract.slots import Slot, noted, shift
from nlp.extract.tables import find_table_slots
from nlp.lexicon import load
from nlp.types import Block, Document, Heading, Place

_MONTH = re.compile(r"[\d年月份上中下旬第一二三四五六七八九十季度半至到、和—\-–~～]{2,16}")


@dataclass(slots=True)
class _Scope:
    """What is open while the blocks are walked: the headings, and the first slot that a note line speaks of."""

    workstream: int | None = None
    measure: int | None = None
    heading: int | None = None
    skipped: bool = False
    item_start: int = 0
    noted: bool = False
    notes: dict[int, list[Note]] = field(default_factory=dict)
    """The notes behind headings, by the heading's index in the outline."""


def depth_of(document: Document, index: int) -> int:
    """The depth of a heading of the outline: 0 for a workstream, 1 for a measure, more below.

    It counts the headings above it, so that a plan which goes from 一、 to 1. has measures too; a list numbered
    1. 2. 3. alone has no workstreams, its lead-ins are measures.
    """
    heading = document.outline[index]
    if heading.parent is not None:
        return depth_of(document, heading.parent) + 1
    return 0 if heading.level <= 2 and not _is_month(heading) else 1


def find_slots(document: Document) -> tuple[Slot, ...]:
    """The sentences and task cells that may be tasks, in reading order, with what notes and columns say of them."""
    by_block = {heading.block: index for index, heading in enumerate(document.outline)}
    tables = {table.block: table for table in document.tables}
    first = _first_ordered(document)
    slots: list[Slot] = []
    scope = _Scope()
    for index in range(body_start(document), body_end(document)):
        block = document.blocks[index]
        holds = attachment_holds_tasks(document, index) if slots else None
        if holds is not None:
            scope = _Scope(skipped=not holds, item_start=len(slots), notes=scope.notes)
        elif index in tables and not scope.skipped:
            found = find_table_slots(document, tables[index])
            slots.extend(replace(slot, workstream=scope.workstream, measure=scope.measure) for slot in found)
        elif index in by_block:
            _enter(scope, document, by_block[index], len(slots))
            _read_heading(document, block, scope, slots)
        elif is_attachment_title(document, index):
            continue
        elif block.kind == "paragraph" and index >= first and not scope.skipped:
            _close(scope, document, block.level, len(slots))
            _read_paragraph(document, block, block.place.start if block.body is None else block.body, scope, slots)
    return tuple(_with_headings(document, slots, scope))


def _first_ordered(document: Document) -> int:
    """The first heading's block, in a flat list the first numbered one; what stands above it introduces."""
    flat = not any(heading.level <= 2 for heading in document.outline)
    for index in range(body_start(document), len(document.blocks)):
        block = document.blocks[index]
        if block.kind == "heading" or (flat and block.number is not None):
            return index
    return len(document.blocks)


def _enter(scope: _Scope, document: Document, index: int, count: int) -> None:
    heading = document.outline[index]
    depth = depth_of(document, index)
    if depth == 0:
        scope.workstream, scope.measure = index, None
    elif depth == 1:
        scope.measure = index
        if heading.parent is None:
            scope.workstream = None
    if depth < 2:
        scope.skipped = heading.title in _skipped_titles() or (
            heading.parent is not None and document.outline[heading.parent].title in _skipped_titles()
        )
    scope.heading = index
    scope.item_start, scope.noted = count, False


def _close(scope: _Scope, document: Document, level: int | None, count: int) -> None:
    """Leave the headings that a numbered item of `level` stands beside or above."""
    if level is None:
        return
    for name in ("heading", "measure", "workstream"):
        index = getattr(scope, name)
        if index is not None and document.outline[index].level >= level:
            setattr(scope, name, None)
    scope.item_start, scope.noted = count, False


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
    if not scope.skipped and document.text[body : block.place.end].strip("。；; \n"):
        _read_paragraph(document, block, body, scope, slots)


def _read_paragraph(document: Document, block: Block, start: int, scope: _Scope, slots: list[Slot]) -> None:
    text = document.text
    if _remark().match(text[start : block.place.end]):
        return
    line = read_note_line(text[start : block.place.end])
    if line is not None:
        for i in range(scope.item_start, len(slots)):
            slots[i] = noted(slots[i], shift(line, start))
        scope.noted = True
        return
    if scope.noted:  # several note lines may follow one another; a sentence behind them begins anew
        scope.item_start, scope.noted = len(slots), False
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
                slots[-1] = noted(slots[-1], note)
            left = note.end
            while left < block.place.end and text[left] in "。；;，, ":
                left += 1


def _with_headings(document: Document, slots: list[Slot], scope: _Scope) -> Iterator[Slot]:
    """The slots with the notes behind their headings, and the months that are their heading."""
    months = {i: span for i, heading in enumerate(document.outline) if (span := _month(document, heading))}
    for slot in slots:
        for heading in dict.fromkeys((slot.workstream, slot.measure, slot.heading)):
            if heading is None:
                continue
            for note in scope.notes.get(heading, ()):
                slot = noted(slot, note)
            if heading in months:
                slot = replace(slot, limits=(*slot.limits, months[heading]))
        yield slot


def _month(document: Document, heading: Heading) -> tuple[int, int] | None:
    """The place of a heading that is nothing but a time, as in a schedule by months."""
    if not _is_month(heading):
        return None
    start = document.blocks[heading.block].place.start
    return start, document.text.index(heading.title[-1], start + len(heading.title) - 1) + 1


def _is_month(heading: Heading) -> bool:
    """Whether a heading is nothing but a month, a span of months, a quarter or a half-year."""
    return heading.number is None and _MONTH.fullmatch(heading.title) is not None


@cache
def _skipped_titles() -> frozenset[str]:
    return frozenset(row["title"] for row in load("not_task_sections.tsv", keys=("title",)))


@cache
def _remark() -> re.Pattern[str]:
    """What a paragraph begins with that only remarks on the others (注：…)."""
    rows = load("not_tasks.toml", keys=("name", "pattern", "examples", "not_examples"))
    return re.compile(next(row["pattern"] for row in rows if row["name"] == "remark"))
