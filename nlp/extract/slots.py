"""A place where a task may stand, and what notes, columns and headings say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nlp.extract.party_lists import Note
from nlp.types import Party, Place


@dataclass(frozen=True, slots=True)
class Slot:
    """A sentence or cell that may be a task.

    `workstream`, `measure` and `heading` (the innermost) are indices into the document's outline; `groups` are the
    texts of a table's category columns, the outer first. `parties` carry offsets of the document's text; `limits` are
    the (start, end) of time-limit phrases that notes, columns or month headings give it, `amounts` those of cells that
    hold the quantities to reach, `dated` the same with the year in which times in them fall (None for the plan's).
    `told` is True where a note behind the sentence itself says who does it or when;
    `blanks` are the marks (责任单位) that notes leave open.
    """

    place: Place
    workstream: int | None = None
    measure: int | None = None
    heading: int | None = None
    groups: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    limits: tuple[tuple[int, int], ...] = ()
    amounts: tuple[tuple[int, int], ...] = ()
    dated: tuple[tuple[int, int, int | None], ...] = ()
    cell: bool = False
    told: bool = False
    blanks: tuple[str, ...] = ()


def noted(slot: Slot, note: Note) -> Slot:
    """The slot with what a note says of it."""
    limits = tuple((offset, offset + len(text)) for text, offset in note.limits)
    return replace(
        slot,
        parties=slot.parties + note.parties,
        limits=slot.limits + limits,
        blanks=tuple(dict.fromkeys(slot.blanks + note.blanks)),
    )


def shift(note: Note, by: int) -> Note:
    """The note with its offsets moved, from those of a part to those of the whole text."""
    parties = tuple(move(party, by) for party in note.parties)
    limits = tuple((text, offset + by) for text, offset in note.limits)
    return replace(note, start=note.start + by, end=note.end + by, parties=parties, limits=limits)


def move(party: Party, by: int) -> Party:
    """The party with its offsets moved; an inferred one without offsets stays as it is."""
    if party.start is None or party.end is None:
        return party
    return replace(party, start=party.start + by, end=party.end + by)
