"""Find where tasks may stand: the sentences and task cells of a plan, each with its headings and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from nlp.extract.frame import (
    attachment_holds_tasks,
    body_end,
    first_ordered,
    is_attachment_title,
    is_foot,
    is_signed,
    lead_line,
    leads,
)
from nlp.extract.heading_times import is_month, lead_time, time_of
from nlp.extract.loose_notes import read_who_and_when, said_count
from nlp.extract.papers import Paper, find_papers
from nlp.extract.parties import find_notes, read_note_line
from nlp.extract.party_lists import Note
from nlp.extract.sentences import skip_bullets, split_sentences
from nlp.extract.slots import Slot, noted, shift
from nlp.extract.tables import find_table_slots
from nlp.lexicon import load, load_patterns
from nlp.types import Block, Document, Place

LONGEST_TITLE_TAIL = 8  # characters behind a title's colon that go on with it, where more stands below


@dataclass(slots=True)
class _Scope:
    """What is open while the blocks are walked: the headings, and the first slot that a note line speaks of.

    `item_start` is the first slot of the numbered item or paragraphs that a note line closes, `measure_start` that of
    the measure, whose items share a note line behind the last of them, `part_start` that of the workstream.
    """

    workstream: int | None = None
    measure: int | None = None
    heading: int | None = None
    skipped: bool = False
    item_start: int = 0
    measure_start: int = 0
    part_start: int = 0
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
    return 0 if heading.level <= 2 and not is_month(heading) else 1


def find_slots(document: Document, papers: Sequence[Paper] | None = None) -> tuple[Slot, ...]:
    """The sentences and task cells that may be tasks, in reading order, with what notes and columns say of them.

    Each paper of the file is walked by itself: no heading and no note reaches into the next one.
    """
    slots: list[Slot] = []
    notes: dict[int, list[Note]] = {}
    for paper in papers if papers is not None else find_papers(document):
        _walk(document, paper, notes, slots)
    return tuple(_with_headings(document, slots, notes))


def _walk(document: Document, paper: Paper, notes: dict[int, list[Note]], slots: list[Slot]) -> None:
    by_block = {heading.block: index for index, heading in enumerate(document.outline)}
    tables = {table.block: table for table in document.tables}
    end = body_end(document, start=paper.start, end=paper.end)
    first, ordered = first_ordered(document, paper.start, end)
    scope = _Scope(notes=notes, item_start=len(slots), measure_start=len(slots))
    for index in range(paper.start, end):
        block = document.blocks[index]
        holds = attachment_holds_tasks(document, index) if slots else None
        if holds is not None:
            scope = _Scope(skipped=not holds, item_start=len(slots), measure_start=len(slots), notes=notes)
        elif index in tables and not scope.skipped:
            found = find_table_slots(document, tables[index])
            slots.extend(replace(slot, workstream=scope.workstream, measure=scope.measure) for slot in found)
        elif index in by_block:
            _enter(scope, document, by_block[index], len(slots))
            _read_heading(document, block, scope, slots, end)
        elif is_attachment_title(document, index) or is_foot(document, index) or is_signed(document, index):
            continue
        elif block.kind == "paragraph" and block.number is None and _holds_none(lead_line(document, index)):
            scope.skipped = True
        elif not ordered and leads(document, index):
            scope.item_start = scope.measure_start = len(slots)
            scope.skipped = False
        elif block.kind == "paragraph" and index >= first and not scope.skipped:
            _close(scope, document, block.level, len(slots))
            _read_paragraph(document, block, block.place.start if block.body is None else block.body, scope, slots, end)


def _enter(scope: _Scope, document: Document, index: int, count: int) -> None:
    heading = document.outline[index]
    depth = depth_of(document, index)
    if depth == 0:
        scope.workstream, scope.measure, scope.part_start = index, None, count
    elif depth == 1:
        scope.measure = index
        if heading.parent is None:
            scope.workstream = None
    if depth < 2:
        above = None if heading.parent is None else document.outline[heading.parent].title
        scope.skipped = _holds_none(heading.title) or (above is not None and _holds_none(above))
        scope.measure_start = count
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
            scope.measure_start = count
    scope.item_start, scope.noted = count, False


def _read_heading(document: Document, block: Block, scope: _Scope, slots: list[Slot], end: int) -> None:
    """Keep the notes behind a heading's title for every slot under it, read the sentences on its line.

    Where nothing stands under a heading that ends in a stop, or behind its title only by when the work is done, the
    title is the task.
    """
    stop = body = block.body if block.body is not None else block.place.end
    for note in find_notes(document.text[block.place.start : block.place.end]):
        shifted = shift(note, block.place.start)
        between = document.text[body : shifted.start].strip() if shifted.start >= body else ""
        if between:
            break
        if scope.heading is not None:
            scope.notes.setdefault(scope.heading, []).append(shifted)
        stop = min(stop, shifted.start)
        body = max(body, shifted.end)
    if scope.skipped:
        return
    if scope.heading is not None and (time := _leading_time(document, body, block.place.end)):
        scope.notes.setdefault(scope.heading, []).append(time)
        body = time.end
    rest = document.text[body : block.place.end].strip()
    if rest == rest.strip("。；;，") and 0 < len(rest) <= LONGEST_TITLE_TAIL and not _is_last(document, block, end):
        return  # 第一阶段（3月）：动员部署 is a title to its end
    if rest.strip("。；;"):
        _read_paragraph(document, block, body, scope, slots, end)
    elif (
        scope.heading is not None
        and _is_last(document, block, end)
        and (body > block.body if block.body is not None else document.text_of(block).endswith(("。", "；")))
    ):
        start = document.text.find(document.outline[scope.heading].title[:1], block.place.start, stop)
        scope.measure = None if scope.measure == scope.heading else scope.measure
        for place in _sentences(document, block, start, stop, tail=True) if start >= 0 else ():
            slots.append(Slot(place, scope.workstream, scope.measure, scope.heading, told=block.body is not None))


def _leading_time(document: Document, start: int, end: int) -> Note | None:
    """The first sentence behind a heading's title where it is nothing but a time (集中攻坚：6月—9月。)."""
    left, right = next(iter(split_sentences(document.text, start, end)), (start, start))
    content = read_who_and_when(document.text, left, right)
    if content is None or content.parties:
        return None
    return Note(document.text[left:right], left, right, (), content.limits)


def _is_last(document: Document, block: Block, end: int) -> bool:
    """Whether nothing stands under a heading but note lines: then comes a heading or item of its level or a higher."""
    for below in document.blocks[block.place.block + 1 : end]:
        if below.level is not None:
            return block.level is not None and below.level <= block.level
        if below.kind != "paragraph" or read_note_line(document.text_of(below)) is None:
            return False
    return True


def _read_paragraph(document: Document, block: Block, start: int, scope: _Scope, slots: list[Slot], end: int) -> None:
    text = document.text
    start = skip_bullets(text, start, block.place.end)
    if _rule("remark").match(text[start : block.place.end]):
        return
    line = read_note_line(text[start : block.place.end])
    if line is not None:
        said = said_count(text[start : block.place.end])
        if not said and not scope.noted and _closes_measure(document, block, scope, slots, end):
            scope.item_start = scope.measure_start
        starts = (scope.item_start, scope.measure_start, scope.part_start)
        scope.item_start = next((at for at in starts if len(slots) - at >= said), scope.item_start)
        for i in range(scope.item_start, len(slots)):
            slots[i] = noted(slots[i], shift(line, start))
        scope.noted = True
        return
    if scope.noted:  # several note lines may follow one another; a sentence behind them begins anew
        scope.item_start, scope.noted = len(slots), False
    limits: tuple[tuple[int, int], ...] = ()
    if phase := lead_time(text, start, block.place.end):
        limits, start = ((phase[0], phase[1]),), phase[2]
    notes = [shift(note, start) for note in find_notes(text[start : block.place.end])]
    first = len(slots)
    left = start
    for note in [*notes, None]:
        right = note.start if note else block.place.end
        for place in _sentences(document, block, left, right, tail=note is not None):
            slots.append(Slot(place, scope.workstream, scope.measure, scope.heading, limits=limits))
        if note:
            for i in range(first if note.whole else max(first, len(slots) - 1), len(slots)):
                slots[i] = replace(noted(slots[i], note), told=True)
            left = note.end
            while left < block.place.end and text[left] in "。；;，, ":
                left += 1


def _sentences(document: Document, block: Block, left: int, right: int, *, tail: bool) -> Iterator[Place]:
    """The places of the sentences in a stretch, without bullets; with `tail` a note follows, the last comma goes."""
    text = document.text
    for s, e in split_sentences(text, left, right):
        s = skip_bullets(text, s, e)
        while tail and e > s and text[e - 1] in "，,—　 ":
            e -= 1
        if any(char.isalnum() for char in text[s:e]):
            yield Place(block.place.block, s, e, block.place.page)


def _closes_measure(document: Document, block: Block, scope: _Scope, slots: list[Slot], end: int) -> bool:
    """Whether a note line behind a measure's last item speaks of all its items: none of them has a note of its own."""
    if scope.measure is None or scope.measure_start == scope.item_start:
        return False
    if any(slot.told or slot.parties or slot.limits for slot in slots[scope.measure_start :]):
        return False
    for below in document.blocks[block.place.block + 1 : end]:
        if below.kind != "paragraph":
            return True
        if below.number is not None or read_note_line(document.text_of(below)) is None:
            return False
    return True


def _with_headings(document: Document, slots: list[Slot], notes: dict[int, list[Note]]) -> Iterator[Slot]:
    """The slots with the notes behind their headings, and the time that stands in the innermost of them."""
    times = {i: span for i, heading in enumerate(document.outline) if (span := time_of(document, heading))}
    for slot in slots:
        above = [i for i in dict.fromkeys((slot.workstream, slot.measure, slot.heading)) if i is not None]
        for note in (note for heading in above for note in notes.get(heading, ())):
            slot = noted(slot, note)
        if (inner := next((times[i] for i in reversed(above) if i in times), None)) is not None:
            slot = replace(slot, limits=(*slot.limits, inner))
        yield slot


def _holds_none(title: str) -> bool:
    """Whether a section of this title holds no tasks: it guides, describes, or looks back (2021年工作回顾)."""
    return title in _skipped_titles() or _rule("review section").search(title) is not None


@cache
def _skipped_titles() -> frozenset[str]:
    return frozenset(row["title"] for row in load("not_task_sections.tsv", keys=("title",)))


@cache
def _rule(name: str) -> re.Pattern[str]:
    """The pattern of a rule of not_tasks.toml; a paragraph that begins with a "remark" (注：…) holds no task."""
    return load_patterns("not_tasks.toml")[name]
