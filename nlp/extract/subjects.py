"""Find who acts in a task's own sentence: a sentence to parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.extract.actors import IN_NAME, VERBS, reads_as_names, words
from nlp.extract.marks import VERB, role_of_verb, rule
from nlp.extract.names import GENERIC, PERSON, POST, SUFFIX, TITLE, Name, alternation, kind_of, split_names
from nlp.types import Party, Role

_LONGEST = 34
_BRACKET = r"(?:[（(][^（）()]{1,12}[）)])?"
_SUFFIX, _POST, _TITLE, _PERSON, _GENERIC = map(re.compile, (SUFFIX, POST, TITLE, PERSON, GENERIC))
_SUFFIX_BRACKET = re.compile(rf"{SUFFIX}{_BRACKET}")
_CLEAR_VERBS = [verb for verb in VERBS if verb not in IN_NAME and len(verb) > 1]
_NOUN_VERBS = [verb for verb in VERBS if verb in IN_NAME]
_FOLLOW = re.compile(
    rf"{alternation(words('after'))}|\d+(?:月|日|年|-)|{alternation(_CLEAR_VERBS)}"
    rf"|{alternation(_NOUN_VERBS)}(?=[《“各\d全]|本|下属|一)|[（(]?(?:主动|带头|每)"
)
_FOLLOW_BY = re.compile(rf"{_FOLLOW.pattern}|{alternation(words('after_by'))}|{alternation(VERBS)}")
_ROLE_VERB = re.compile(rf"(?:共同|分别|具体|联合)?(?:{VERB.pattern})(?!制|体系|人|单位|部门)")
_NO_FOLLOW = re.compile(rf"的|所|负责[人同]|{POST}")
_NO_AFTER = re.compile(r"的|率|人(?![事社民大力])|情况|名单")
_WITH = re.compile(alternation(words("with")))
_COMPANION = re.compile(alternation(words("companion")))
_TOGETHER = re.compile(r"(?:共同|联合|一起|一道|携手)")
_BY = re.compile(r"由")
_NOT_BY = re.compile(alternation(words("not_by")))
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」|\"[^\"]*\"")
_CLAUSE = re.compile(r"[，；。：！？,;:\n]")
_EACH = re.compile(r"(?:每名|每位|每个|各位|要求|安排)")
_PERSON_BY = re.compile(rf"(?:{PERSON})(?:同志)?(?=牵头|负责)")


@dataclass(frozen=True, slots=True)
class _Found:
    names: tuple[Name, ...]
    end: int


def find_subjects(sentence: str) -> tuple[Party, ...]:
    """Who acts in a sentence, in reading order; places count characters of `sentence`.

    A clause's subject leads (a named person is `person`), and so does X in 由X牵头, X负责; X配合 and 会同X support.
    Times and aims in front are skipped; objects of an action are no parties.

    >>> [(p.name, p.role) for p in find_subjects("办公室会同人事科修订制度，由财务科配合，督促各单位整改。")]
    [('办公室', 'lead'), ('人事科', 'support'), ('财务科', 'support')]
    >>> find_subjects("对下属单位开展监督，组织党员干部学习。")
    ()
    """
    parties: dict[str, Party] = {}
    for party in _parties(sentence):
        parties.setdefault(party.name, party)
    return tuple(sorted(parties.values(), key=lambda party: party.start or 0))


def _parties(sentence: str) -> Iterator[Party]:
    masked = _QUOTED.sub(lambda hit: _mask(hit[0]), sentence)
    done = 0
    for start, end in _clauses(masked):
        for at, by in _starts(masked, start, end):
            if at >= done:
                found = list(_chain(masked, at, end, by=by))
                for names, role in found:
                    yield from _as_parties(sentence, names, role)
                    done = names[-1].end


def _mask(quoted: str) -> str:
    """Quotations blotted out, except names such as “一把手”."""
    return quoted if re.fullmatch(rf"“{POST}”", quoted) else quoted[0] + "□" * (len(quoted) - 2) + quoted[-1]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for hit in _CLAUSE.finditer(text):
        if start < hit.start():
            yield start, hit.start()
        start = hit.end()
    if start < len(text):
        yield start, len(text)


def _starts(text: str, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Where a subject may begin: at the clause's start behind time phrases, and behind 由."""
    at = start
    while (lead := rule("lead_in").match(text[at:end])) and lead.end():
        at += lead.end()
    while at < end and text[at] in " \u3000":
        at += 1
    yield at, False
    for hit in _BY.finditer(text, start, end):
        if not _NOT_BY.match(text, max(0, hit.start() - 1)) and not _NOT_BY.match(text, hit.start()):
            yield hit.end(), True


def _chain(text: str, at: int, end: int, *, by: bool) -> Iterator[tuple[tuple[Name, ...], Role]]:
    """The subject at a place, those who act with it, and those that further verbs of responsibility name."""
    found = _subject(text, at, end, _FOLLOW_BY if by else _FOLLOW)
    if found is None and (joint := _WITH.match(text, at, end)):
        if partner := _subject(text, joint.end(), end, _FOLLOW_BY, free=True):
            yield partner.names, "support"
        return
    while found:
        verb = _ROLE_VERB.match(text, found.end, end)
        yield found.names, _role(verb)
        at = verb.end() if verb else found.end
        if not verb and (joint := _WITH.match(text, at, end)):
            if partner := _subject(text, joint.end(), end, _FOLLOW_BY, free=True):
                yield partner.names, "support"
            return
        if not verb and (companion := _COMPANION.match(text, at, end)):
            partner = _subject(text, companion.end(), end, _TOGETHER, free=True)
            if partner:
                yield partner.names, "lead"
            return
        if not verb:
            return
        while at < end and text[at] in "、和及与":
            at += 1
        found = _subject(text, at, end, _ROLE_VERB) if at < end else None


def _role(verb: re.Match[str] | None) -> Role:
    role = role_of_verb(verb["verb"]) if verb else "lead"
    return role if role != "supervise" else "lead"


def _subject(text: str, start: int, end: int, follow: re.Pattern[str], *, free: bool = False) -> _Found | None:
    """The shortest list of names at `start` that stands before a predicate; `free` lets a list begin with any word."""
    each = _EACH.match(text, start, end) if text.startswith("每", start) else None
    if each:
        start = each.end()
    if (person := _PERSON_BY.match(text, start, end)) and kind_of(person[0]) == "person":
        return _Found((Name(person[0], start, person.end()),), person.end())
    limit = min(end, start + _LONGEST)
    stops = sorted({hit_end for at in range(start, limit) for hit_end in _stops(text, at, limit)})
    for stop in stops:
        nxt = follow.match(text, stop, end)
        if not nxt or _NO_FOLLOW.match(text, stop) or _NO_AFTER.match(text, nxt.end()):
            continue
        names = split_names(text, start=start, end=stop)
        if names and reads_as_names(text[start:stop], names, free=free):
            return _Found(names, stop)
    return None


def _stops(text: str, at: int, limit: int) -> Iterator[int]:
    """Where a name may end that has its ending at `at`: a body's, a post's, or a person's behind a title."""
    for ending in (_SUFFIX, _SUFFIX_BRACKET, _GENERIC, _POST):
        if hit := ending.match(text, at, limit):
            yield hit.end()
    if title := _TITLE.match(text, at, limit):
        for length in (2, 3):
            person = text[title.end() : title.end() + length]
            if _PERSON.fullmatch(person) and kind_of(person) == "person":
                yield title.end() + length
                if text.startswith("同志", title.end() + length):
                    yield title.end() + length + 2


def _as_parties(sentence: str, names: tuple[Name, ...], role: Role) -> Iterator[Party]:
    for name in names:
        given: Role = "person" if kind_of(name.text) == "person" else role
        yield Party(sentence[name.start : name.end], given, "subject", name.start, name.end)
