"""Read who answers for a task where the document marks it: notes, lines and table cells to parties and time limits."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.extract.brackets import SENTENCE_END, find_brackets, match_brackets
from nlp.extract.loose_notes import find_loose_notes, is_plausible, read_who_and_when
from nlp.extract.marks import (
    VERB,
    column_role,
    explains,
    find_bare_labels,
    find_labels,
    first_is_lead,
    is_bare_limit,
    is_limit_column,
    label_at,
    role_of_verb,
    rule,
)
from nlp.extract.names import OPEN, blot_phones, kind_of
from nlp.extract.party_lists import TRIM, Content, Note, read_labels, read_names, read_phrase, read_verbs
from nlp.types import Party, Role

__all__ = [
    "Note",
    "column_role",
    "find_notes",
    "first_is_lead",
    "is_limit_column",
    "lead_first",
    "ranked_spans",
    "read_cell",
    "read_note_line",
]

_ENUMERATION = re.compile(r"[一二三四五六七八九十\d]{1,3}")
_LONGEST_LIST = 200
_REST_OF_NOTE = re.compile(r"(?:[（(〔][^（）()〔〕]*[）)〕]|[^（(〔）)〕】\]；;。\n\t])*")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{3,8}(?<!各)(?:科|股|处|部|办|室|局|队|站|所|中心)")
_BULLET = re.compile(r"[\s\u3000]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|[—\-•●■◆▪*※○·★]+)?[\s\u3000]*")


def find_notes(text: str) -> tuple[Note, ...]:
    """All notes of responsibility in a paragraph, in reading order.

    Finds bracketed ones with marks (（责任单位：A；配合单位：B）), with verbs (（A牵头，B配合）) and bare ones behind a
    sentence (（A、B）), those whose closing bracket is lost, marks with a colon behind a sentence's end, and sentences
    behind another that only say who does it (该项工作由A牵头，B配合。). Brackets that explain, number or date something
    give nothing; one that holds a time limit alone, marked or behind a sentence's end, has no parties.

    >>> note, = find_notes("开展自查。（责任单位：办公室、人事股；完成时限：6月底前）")
    >>> [(party.name, party.role) for party in note.parties], note.limits
    ([('办公室', 'lead'), ('人事股', 'lead')], (('6月底前', 24),))
    """
    clean = blot_phones(text)
    notes: list[Note] = []
    at = 0
    for start, end, inner, stop in find_brackets(clean):
        content = _read_bracket(clean, inner, stop, bare=_bare_allowed(clean, start, end))
        if not content and _ends_sentence(clean, start) and is_bare_limit(clean[inner:stop]):
            content = Content((), tuple(read_phrase(clean, inner, stop)))
        if content:
            notes += find_loose_notes(clean, at, start)
            notes.append(Note(text[start:end], start, end, content.parties, content.limits, content.blanks))
            at = end
    return (*notes, *find_loose_notes(clean, at, len(text)))


def read_note_line(text: str) -> Note | None:
    """The note that a whole line is (`责任部门：工程部  完成时间：10月底前`), None where the line is anything else.

    >>> [(party.name, party.role) for party in read_note_line("牵头单位：县司法局  配合单位：各乡镇。").parties]
    [('县司法局', 'lead'), ('各乡镇', 'support')]
    >>> read_note_line("责任单位要按月报送进展。")
    """
    text, whole = blot_phones(text), text
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet else 0
    end = len(text.rstrip())
    content: Content | None = None
    if start < end and text[start] in OPEN:
        stop = match_brackets(text).get(start)
        if stop is not None and text[stop + 1 : end].strip(TRIM):
            return None
        content = _read_bracket(text, start + 1, end if stop is None else stop, bare=True)
    elif label := label_at(text, start):
        content = read_labels(text, start, end, find_labels(text, start=start, end=end))
        if not is_plausible(text, content, strict=label.strict):
            return None
    elif not any(label.strict for label in find_labels(text, start=start, end=end)):
        content = read_verbs(text, start, end, bare=False) or read_who_and_when(text, start, end)
    if content is None:
        return None
    return Note(whole[start:end], start, end, content.parties, content.limits, content.blanks)


def read_cell(text: str, *, role: Role) -> tuple[Party, ...]:
    r"""The parties of a table cell whose column gives `role`; marks and verbs inside the cell override it.

    Cells that are empty or hold only a sign (/, —, 无) name nobody.

    >>> [(party.name, party.role) for party in read_cell("教育局\n财政局", role="lead")]
    [('教育局', 'lead'), ('财政局', 'lead')]
    >>> [(party.name, party.role) for party in read_cell("教育局牵头，财政局配合", role="lead")]
    [('教育局', 'lead'), ('财政局', 'support')]
    """
    text = blot_phones(text)
    labels = find_labels(text)
    if labels:
        head = read_names(text, 0, labels[0].start, role)
        return (*head.parties, *read_labels(text, 0, len(text), labels).parties)
    return read_names(text, 0, len(text), role).parties


def lead_first(parties: tuple[Party, ...], *, text: str | None = None) -> tuple[Party, ...]:
    """The same parties where the first of the responsible ones leads and the others support (see `first_is_lead`).

    With `text`, in which the parties' places count, it is so only for those under 责任单位 or in a column: whoever
    stands under 牵头单位 or before a verb (A牵头B负责; A、B按职责分工负责) keeps the role that the note gives.

    >>> [party.role for party in lead_first(read_cell("教育局、财政局", role="lead"))]
    ['lead', 'support']
    """
    ranked = [party for party in parties if party.role == "lead" and (text is None or _is_ranked(party, text))]
    return tuple(replace(p, role="support") if p in ranked[1:] else p for p in parties)


def ranked_spans(text: str) -> tuple[tuple[int, int], ...]:
    r"""Where a document's parties are ranked by their order: its whole text, or the lines of the notes that say so.

    A remark behind the names of a note (责任单位：A、B（列第一位的为牵头单位）) holds for that note alone.

    >>> ranked_spans("开展排查。责任单位：甲局、乙局\n列第一位的责任单位为牵头单位。")
    ((0, 31),)
    >>> ranked_spans("开展排查。\n责任单位：甲局、乙局（列第一位的为牵头单位）")
    ((6, 28),)
    """
    start = 0
    spans: list[tuple[int, int]] = []
    for line in text.splitlines(keepends=True):
        if first_is_lead(line):
            label = next(iter(find_labels(line)), None)
            if label is None or label.role == "other" or first_is_lead(line[: label.start]):
                return ((0, len(text)),)
            spans.append((start, start + len(line)))
        start += len(line)
    return tuple(spans) or (((0, len(text)),) if first_is_lead(text) else ())


def _is_ranked(party: Party, text: str) -> bool:
    """Whether a party's rank in its list decides its role: no mark before it and no verb behind it says more."""
    if party.start is None or party.end is None:
        return True
    before = max(0, party.start - _LONGEST_LIST)
    before = max(before, text.rfind("\n", before, party.start) + 1)
    labels = find_labels(text, start=before, end=party.start)
    if labels and rule("names_leader").search(text[labels[-1].start : labels[-1].end]):
        return False
    rest = _REST_OF_NOTE.match(text, party.end, party.end + _LONGEST_LIST)
    if rest and first_is_lead(rest[0]):
        return True
    verbs = VERB.finditer(text, party.end, rest.end() if rest else party.end)
    return all(role_of_verb(verb["verb"]) != "lead" for verb in verbs)


def _ends_sentence(text: str, at: int) -> bool:
    """Whether a sentence ends before a place, white space between them set aside."""
    while at and text[at - 1].isspace():
        at -= 1
    return at > 0 and text[at - 1] in SENTENCE_END


def _bare_allowed(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands where a list of bodies without mark or verb is a note: behind or at a sentence's end."""
    before, after = text[max(0, start - 60) : start].rstrip(), text[end : end + 60].lstrip()
    if before.endswith(tuple(SENTENCE_END)):
        return True
    tail = re.split(r"[，。；、：,;:（）()]", before)[-1]
    return bool(before) and (not after or after[0] in SENTENCE_END) and kind_of(tail) is None


def _read_bracket(text: str, start: int, end: int, *, bare: bool) -> Content | None:
    inside = text[start:end]
    if not inside.strip() or _ENUMERATION.fullmatch(inside.strip()):
        return None
    labels = find_labels(text, start=start, end=end) or find_bare_labels(text, start=start, end=end)
    if labels:
        content = read_labels(text, start, end, labels)
        return content if content.parties or content.limits or content.blanks else None
    if len(inside) > 200 or explains(inside):
        return None
    if bare and _OFFICE.fullmatch(inside.strip()) and kind_of(inside.strip()) == "organisation":
        return read_names(text, start, end, "lead")  # one office, whatever verb it is named for: （征集编研科）
    return read_verbs(text, start, end, bare=bare)
