"""Read a stretch of a note or cell: marks, verbs and names to parties and time limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.extract.actors import reads_as_names
from nlp.extract.marks import VERB, Label, MarkRole, is_bare_limit, is_limit, role_of_verb, rule
from nlp.extract.names import Name, is_person, kind_of, split_names
from nlp.types import Party, Role

TRIM = " \t\n\u3000，,；;、。:：."
SAME_AGAIN = ("同上", "同前", "″", '"')
_LONGEST_NAME = 30
_JOINT = re.compile(r"会同|联合(?![会社体党总])")
_LAST_PART = re.compile(r"[^（(）)]*[，；。,;]")
_REMARK = re.compile(r"[（(][^（()）]*[)）]$")
_ROLE_BRACKET = re.compile(r"[（(〔\[【]\s*(?P<verb>[\u4e00-\u9fff]{2,6})(?:单位|部门|科室|股室|处室)?\s*[）)〕\]】]$")


@dataclass(frozen=True, slots=True)
class Content:
    """What a stretch of text names: parties, time limits with the offset of their first character, marks left blank."""

    parties: tuple[Party, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note of responsibility: its place, who it names, and the time limits inside it.

    `text` is the note with its brackets; `start`, `end` and the parties' places count characters of the text that was
    read. `limits` are phrases with the offset of their first character, values still to be read; `blanks` are the
    marks behind which nothing stands (责任单位：). `whole` is True where the note speaks of all sentences before it in
    its paragraph (以上工作由…, or a mark without brackets that closes the paragraph).
    """

    text: str
    start: int
    end: int
    parties: tuple[Party, ...]
    limits: tuple[tuple[str, int], ...] = ()
    blanks: tuple[str, ...] = ()
    whole: bool = False


def read_labels(text: str, start: int, end: int, labels: tuple[Label, ...]) -> Content:
    """What marked segments hold; in front of the first mark only a time limit counts, or names with verbs."""
    head = read_verbs(text, start, labels[0].start, bare=False) if start < labels[0].start else None
    parties, limits = (list(head.parties), list(head.limits)) if head else ([], [])
    blanks: list[str] = []
    if not head and is_limit(text[start : labels[0].start].strip(TRIM)):
        limits += read_phrase(text, start, labels[0].start)
    for label, following in zip(labels, (*labels[1:], None), strict=True):
        stop = following.start if following else end
        role = label.role
        if _is_blank(text[label.end : stop], role):
            blanks.append(re.sub(r"\s", "", text[label.start : label.end]).rstrip(":："))
        elif role == "limit":
            limits += read_phrase(text, label.end, stop)
        elif role != "other":
            content = read_names(text, label.end, stop, role)
            parties += content.parties
            limits += content.limits
    return Content(tuple(parties), tuple(limits), tuple(blanks))


def _is_blank(text: str, role: MarkRole) -> bool:
    """Whether a mark was left open: nothing or 待定 stands behind it, or where one must answer for the work, nobody."""
    words = text.strip(TRIM + "（(〔[【）)〕]】")
    nobody = role in ("lead", "person") and words not in SAME_AGAIN and not split_names(words)
    return role not in ("other", "support") and (not words or nobody or rule("left_open").search(words) is not None)


def read_verbs(text: str, start: int, end: int, *, bare: bool) -> Content | None:
    """What a segment without marks holds; None unless every part is a name or a time limit.

    该项工作, 以上任务 and the like in front are skipped.
    """
    if back := rule("back_reference").match(text[start : min(end, start + 20)]):
        start += back.end()
    content = read_names(text, start, end, "lead", trust=False)
    if not content.parties:
        return None
    marked = any(_verbs(text, start, end)) or bool(content.limits)
    sure = all(kind_of(party.name) == "organisation" or is_person(party.name) for party in content.parties)
    return content if marked or (bare and sure) else None


def read_phrase(text: str, start: int, end: int) -> list[tuple[str, int]]:
    """A time limit trimmed, with its offset; nothing where the stretch holds none."""
    phrase = text[start:end]
    offset = start + len(phrase) - len(phrase.lstrip(TRIM))
    phrase = phrase.strip(TRIM + "（(")
    return [(phrase, offset)] if phrase and phrase not in ("无", "/", "—", "-") else []


def _verbs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Verbs of responsibility that have names before them and end their part (any place will do for 牵头)."""
    depth_free = re.sub(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]?", lambda hit: "□" * len(hit[0]), text[start:end])
    for hit in VERB.finditer(depth_free):
        before, after = depth_free[: hit.start()], depth_free[hit.end() : hit.end() + 1]
        ends = not after or after in TRIM or hit["verb"].startswith("牵头")
        if before and before[-1] not in TRIM and ends and not after.startswith(("单", "部", "科", "处", "股")):
            found = VERB.match(text, start + hit.start(), end)
            if found:
                yield found


def read_names(text: str, start: int, end: int, role: Role, *, trust: bool = True) -> Content:
    """Names and time limits of a stretch; without `trust` every part must look like a name, or nothing is found.

    Verbs (A牵头，B配合), 会同 and brackets (A（牵头）) override `role`; behind an explicit leader the others support.

    >>> [(party.name, party.role) for party in read_names("甲局牵头，乙局配合", 0, 9, "lead").parties]
    [('甲局', 'lead'), ('乙局', 'support')]
    """
    parties: list[Party] = []
    limits: list[tuple[str, int]] = []
    leads: set[int | None] = set()
    at, rest = start, role
    spans = []
    for verb in _verbs(text, start, end):
        own = role_of_verb(verb["verb"])
        if own != "lead" and (cut := _LAST_PART.match(text, at, verb.start())):
            spans.append((at, cut.end(), rest))
            at = cut.end()
        spans.append((at, verb.start(), own))
        at = verb.end()
        rest = "support" if any(span[2] == "lead" for span in spans) and role == "lead" else role
    for begin, stop, own in [*spans, (at, end, rest)]:
        joint = _JOINT.search(text[begin:stop])
        cuts = [(begin, stop, own)]
        if joint:
            cuts = [(begin, begin + joint.start(), own), (begin + joint.end(), stop, "support")]
        for first, last, given in cuts:
            for name in split_names(text, start=first, end=last):
                limit = is_limit(name.text) if trust else is_bare_limit(name.text)
                if limit and kind_of(name.text) != "organisation":
                    limits += read_phrase(text, name.start, name.end)
                    continue
                party, leading = _party(name, given, trust=trust)
                if party is not None:
                    parties.append(party)
                    leads |= {party.start} if leading else set()
                elif not trust:
                    return Content()
    if leads and role == "lead":
        parties = [p if p.start in leads or p.role != "lead" or spans else replace(p, role="support") for p in parties]
    return Content(tuple(parties), tuple(limits))


def _party(name: Name, role: Role, *, trust: bool) -> tuple[Party | None, bool]:
    """A party from a name, and whether it says itself that it leads: 办公室（牵头）."""
    remark = _REMARK.search(name.text)
    if remark and rule("first_is_lead").search(remark[0]):
        length = remark.start()
        name = Name(name.text[:length], name.start, name.start + length)
    own = _ROLE_BRACKET.search(name.text)
    if own and VERB.fullmatch(own["verb"]):
        text = name.text[: own.start()]
        role = role_of_verb(own["verb"])
        return Party(text, role, "annotation", name.start, name.start + len(text)), role == "lead"
    if not trust and (re.search(r"\d", name.text) or not reads_as_names(name.text, (name,))):
        return None, False
    if len(name.text) > _LONGEST_NAME + name.text.count("（") * 20:
        return None, False
    if role == "lead" and (is_person(name.text) if trust else kind_of(name.text) == "person"):
        role = "person"
    return Party(name.text, role, "annotation", name.start, name.end), False
