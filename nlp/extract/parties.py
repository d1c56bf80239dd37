"""Read who answers for a task where the document marks it: notes, lines and table cells to parties and time limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.extract.marks import (
    column_role,
    explains,
    find_bare_labels,
    find_labels,
    first_is_lead,
    is_limit_column,
    label_at,
)
from nlp.extract.names import CLOSE, OPEN, kind_of
from nlp.extract.party_lists import TRIM, Content, read_labels, read_names, read_verbs
from nlp.types import Party, Role

__all__ = [
    "Note",
    "column_role",
    "find_notes",
    "first_is_lead",
    "is_limit_column",
    "lead_first",
    "read_cell",
    "read_note_line",
]

_ENUMERATION = re.compile(r"[一二三四五六七八九十\d]{1,3}")
_SENTENCE_END = "。；;！!"
_LONGEST_NOTE = 600
_BULLET = re.compile(r"[\s\u3000]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|[—\-•●■◆▪*※○·★]+)?[\s\u3000]*")


@dataclass(frozen=True, slots=True)
class Note:
    """A note of responsibility: its place, who it names, and the time limits inside it.

    `text` is the note with its brackets; `start`, `end` and the parties' places count characters of the text that was
    read. `limits` are phrases with the offset of their first character, values still to be read.
    """

    text: str
    start: int
    end: int
    parties: tuple[Party, ...]
    limits: tuple[tuple[str, int], ...] = ()


def find_notes(text: str) -> tuple[Note, ...]:
    """All notes of responsibility in a paragraph, in reading order.

    Finds bracketed ones with marks (（责任单位：A；配合单位：B）), with verbs (（A牵头，B配合）) and bare ones behind a
    sentence (（A、B）), those whose closing bracket is lost, and marks with a colon behind a sentence's end. Brackets
    that explain, number or date something give nothing; one that holds a marked time limit alone has no parties.

    >>> note, = find_notes("开展自查。（责任单位：办公室、人事股；完成时限：6月底前）")
    >>> [(party.name, party.role) for party in note.parties], note.limits
    ([('办公室', 'lead'), ('人事股', 'lead')], (('6月底前', 24),))
    """
    notes: list[Note] = []
    at = 0
    for start, end, inner, stop in _brackets(text):
        content = _read_bracket(text, inner, stop, bare=_bare_allowed(text, start, end))
        if content:
            notes += _loose_notes(text, at, start)
            notes.append(Note(text[start:end], start, end, content.parties, content.limits))
            at = end
    return (*notes, *_loose_notes(text, at, len(text)))


def read_note_line(text: str) -> Note | None:
    """The note that a whole line is (`责任部门：工程部  完成时间：10月底前`), None where the line is anything else.

    >>> [(party.name, party.role) for party in read_note_line("牵头单位：县司法局  配合单位：各乡镇。").parties]
    [('县司法局', 'lead'), ('各乡镇', 'support')]
    >>> read_note_line("责任单位要按月报送进展。")
    """
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet else 0
    end = len(text.rstrip())
    if start < end and text[start] in OPEN:
        stop = _closing(text, start)
        if stop is not None and text[stop + 1 : end].strip(TRIM):
            return None
        content = _read_bracket(text, start + 1, end if stop is None else stop, bare=False)
    elif label := label_at(text, start):
        content = read_labels(text, start, end, find_labels(text, start=start, end=end))
        if not _plausible(text, content, strict=label.strict):
            return None
    else:
        content = read_verbs(text, start, end, bare=False)
    return Note(text[start:end], start, end, content.parties, content.limits) if content else None


def read_cell(text: str, *, role: Role) -> tuple[Party, ...]:
    r"""The parties of a table cell whose column gives `role`; marks and verbs inside the cell override it.

    Cells that are empty or hold only a sign (/, —, 无) name nobody.

    >>> [(party.name, party.role) for party in read_cell("教育局\n财政局", role="lead")]
    [('教育局', 'lead'), ('财政局', 'lead')]
    >>> [(party.name, party.role) for party in read_cell("教育局牵头，财政局配合", role="lead")]
    [('教育局', 'lead'), ('财政局', 'support')]
    """
    labels = find_labels(text)
    if labels:
        head = read_names(text, 0, labels[0].start, role)
        return (*head.parties, *read_labels(text, 0, len(text), labels).parties)
    return read_names(text, 0, len(text), role).parties


def lead_first(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """The same parties where the first of the responsible ones leads and the others support (see `first_is_lead`).

    >>> [party.role for party in lead_first(read_cell("教育局、财政局", role="lead"))]
    ['lead', 'support']
    """
    first = next((party for party in parties if party.role == "lead"), None)
    return tuple(replace(p, role="support") if p.role == "lead" and p is not first else p for p in parties)


def _brackets(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Outermost brackets as (start, end, inner start, inner end); an unclosed one with a mark ends early."""
    at = 0
    while at < len(text):
        if text[at] in OPEN:
            stop = _closing(text, at)
            if stop is not None:
                yield at, stop + 1, at + 1, stop
                at = stop
            elif _opens_with_mark(text, _skip(text, at + 1)):
                end = _end_of_unclosed(text, at + 1)
                yield at, end, at + 1, end
                at = end - 1
        elif text[at] in CLOSE:
            start = max((text.rfind(mark, 0, at) for mark in _SENTENCE_END), default=-1) + 1
            if (
                start
                and not any(sign in text[start:at] for sign in OPEN)
                and not find_labels(text, start=start, end=at)
            ):
                content = read_names(text, start, at, "lead", trust=False)
                if content.parties and content.limits:
                    yield start, at + 1, start, at
        at += 1


def _opens_with_mark(text: str, at: int) -> bool:
    bare = find_bare_labels(text, start=at, end=min(len(text), at + 20))
    return label_at(text, at) is not None or (bool(bare) and bare[0].start == at)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST_NOTE)):
        depth += (text[at] in OPEN) - (text[at] in CLOSE)
        if not depth:
            return at
    return None


def _end_of_unclosed(text: str, start: int) -> int:
    """Where a note without closing bracket ends: at the first 。 that no further mark follows."""
    for stop in re.finditer(r"。|\n\n|(?=[（(〔\[【](?:责任|牵头))", text[start:]):
        at = start + stop.end()
        if stop.start() and not label_at(text, _skip(text, at)):
            return at
    return len(text)


def _bare_allowed(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands where a list of bodies without mark or verb is a note: behind or at a sentence's end."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if before.endswith(tuple(_SENTENCE_END)):
        return True
    tail = re.split(r"[，。；、：,;:（）()]", before)[-1]
    return bool(before) and (not after or after[0] in _SENTENCE_END) and kind_of(tail) is None


def _read_bracket(text: str, start: int, end: int, *, bare: bool) -> Content | None:
    inside = text[start:end]
    if not inside.strip() or _ENUMERATION.fullmatch(inside.strip()):
        return None
    labels = find_labels(text, start=start, end=end) or find_bare_labels(text, start=start, end=end)
    if labels:
        content = read_labels(text, start, end, labels)
        return content if content.parties or content.limits else None
    if len(inside) > 200 or explains(inside):
        return None
    return read_verbs(text, start, end, bare=bare)


def _plausible(text: str, content: Content, *, strict: bool) -> bool:
    """Whether what stands behind a line's marks is names rather than prose."""
    if not content.parties:
        return bool(content.limits) and strict
    known = sum(kind_of(party.name) is not None for party in content.parties)
    return known == len(content.parties) or (strict and known * 2 >= len(content.parties) and len(text) < 400)


def _loose_notes(text: str, start: int, end: int) -> Iterator[Note]:
    """Marks with a colon outside brackets, behind a sentence's end."""
    for hit in find_labels(text, start=start, end=end):
        before = text[: hit.start].rstrip()
        if hit.start < start or not hit.strict or (before and before[-1] not in _SENTENCE_END):
            continue
        stop = next(
            (at for at in range(hit.end, end) if text[at] in "。" + CLOSE and not _nested(text, hit.end, at)), end
        )
        while (
            stop < end
            and text[stop] == "。"
            and (more := label_at(text, _skip(text, stop + 1), end=end))
            and more.strict
        ):
            stop = next((at for at in range(stop + 1, end) if text[at] == "。"), end)
        content = read_labels(text, hit.start, stop, find_labels(text, start=hit.start, end=stop))
        if _plausible(text[hit.start : stop], content, strict=True):
            last = min(stop + 1, end)
            yield Note(text[hit.start : last], hit.start, last, content.parties, content.limits)
            start = last


def _nested(text: str, start: int, at: int) -> bool:
    """Whether a closing bracket at `at` has its opening one behind `start`."""
    return text[at] in CLOSE and sum(text[start:at].count(sign) for sign in OPEN) > sum(
        text[start:at].count(sign) for sign in CLOSE
    )
