"""Find who acts in a task's own sentence: a sentence to parties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.extract.actors import IN_NAME, VERBS, reach, reads_as_names, words
from nlp.extract.marks import VERB, role_of_verb, rule
from nlp.extract.name_lists import endings, name_ends, posts
from nlp.extract.names import MASK, NICKNAME, PERSON, POST, SUFFIX, Name, alternation, kind_of, split_names
from nlp.types import Party, Role

_LONGEST = 34
_BRACKET = re.compile(r"[（(][^（）()]{1,12}[）)]")
_PERSON = re.compile(PERSON)
_NICKNAME = re.compile(NICKNAME)
_CLEAR_VERBS = [verb for verb in VERBS if verb not in IN_NAME and len(verb) > 1]
_NOUN_VERBS = [verb for verb in VERBS if verb in IN_NAME]
_PREDICATE = re.compile(
    rf"{alternation(words('after'))}|{rule('follow').pattern}|{alternation(_CLEAR_VERBS)}"
    rf"|(?:(?<=[科股处部办室组庭局])(?<!支部)(?<!中心组)){alternation([verb for verb in _NOUN_VERBS if len(verb) > 1])}"
    rf"(?=(?![^，。；]*{alternation(words('noun_after'))})[^，。；、的]{{2,10}}(?:$|[，。；]))"
    rf"|{alternation(_NOUN_VERBS)}(?=[《“各\d全]|本|下属|一|[两三四五六七八九十]{{1,2}}[个名户家所场项件次]|每[^年月周季日天旬])|[（(](?:主动|带头)"
)
_FOLLOW = re.compile(
    rf"{_PREDICATE.pattern}"
    rf"|(?!{SUFFIX}|[长员们]|.?先后)(?:[^，。；、的对把将由每按逐以]{{1,2}}[前后]|[^，。；、的对把将由每按逐以]{{0,6}}(?:季|期间|学期|学年|时段))"
    rf"(?={_PREDICATE.pattern})"
)
"""What may follow a subject: a predicate, or a short time before it."""
_FOLLOW_BY = re.compile(rf"{_FOLLOW.pattern}|{alternation(words('after_by'))}|{alternation(VERBS)}")
_NICKNAMED = re.compile(rf".+{NICKNAME}")
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_ANY_VERB = re.compile(alternation([verb for verb in VERBS if len(verb) > 1]))
_TAKE_PART = re.compile(r"(?:参加|参与|接受)(?=[^，。；、率的]{2})(?!单位|人数|情况|对象)")
"""What only people do, though bodies may be named for it: 全体馆员参加训练."""
_ROLE_VERB = re.compile(rf"(?:共同|分别|具体|联合|派[员人])?(?:{VERB.pattern})(?!制|体系|人|单位|部门)")
_NO_FOLLOW = re.compile(rf"{rule('no_follow').pattern}|(?!主编[^，。；]){POST}")
_NO_AFTER = re.compile(
    r"的|率|人(?![事社民大力])|情况|名单|本(?=[，。；每的全]|$)|书(?![面记])|员(?!工)|组(?![织建合成])|队(?!伍)|商(?![定讨议洽])|[簿册]|(?<!对)表(?![彰态扬决])"
)
_JOINT = re.compile(rf"(?:{rule('before_with').pattern}){{0,3}}{alternation(words('with'))}")
"""会同 and its like, an adverb or a time before it: 要定期联合."""
_COMPANION = re.compile(alternation(words("companion")))
_PAUSE = re.compile("、")
_BODIES_OF_A_KIND = rf"各[^，。；、]{{1,8}}(?:、{alternation(endings('class'))})+"
_BODY_SIGNS = frozenset(word for word in endings("organisation") if len(word) == 1)
"""Endings that may be a verb too: 办 of 由城管办牵头."""
_EACH_ONE = re.compile(_BODIES_OF_A_KIND)
_ONE_PARTY = re.compile(
    rf"(?:{_BODIES_OF_A_KIND}|(?:各[^，。；、]{{1,8}}、)+[^，。；、]{{0,4}}各[^，。；、]{{1,8}}?(?={alternation(posts('generic'))}))"
    rf"{alternation(posts('generic'))}?"
)
"""Names that one 各, or one post behind them, makes one party: 各股室、站所; 各科室、各站所主要负责人."""
_TOGETHER = re.compile(r"(?:共同|联合|一起|一道|携手)")
_BY = re.compile(r"由")
_NOT_BY = re.compile(alternation(words("not_by")))
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」|\"[^\"]*\"")
_LEADER = re.compile(alternation(posts("generic")))
_CLAUSE = re.compile(r"[，；。：！？,;:\n]")
_TIME = re.compile(r"期间|之际|前夕|[之以][前后]")
_GOVERNS = re.compile(alternation(words("governs")))
"""Verbs whose object may open with a time: in 安排春节期间村部值班 nobody acts behind 期间."""
_BULLETS = " \t\u3000●•◆■▪※★○—-"
_LONGEST_TIME = 20
_EACH = re.compile(r"(?:每名|每位|每个|各位|要求|安排)")
_MASKED = re.compile(rf"{MASK}{{2,4}}(?!{MASK})")
_PERSON_BY = re.compile(rf"(?:{PERSON})(?:同志)?(?=牵头|负责)")


@dataclass(frozen=True, slots=True)
class _Found:
    names: tuple[Name, ...]
    end: int


@lru_cache(maxsize=4096)
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
    for party in sorted(_parties(sentence), key=lambda party: party.start or 0):
        if not (_LEADER.fullmatch(party.name) and _of_the_body(sentence, party, parties.values())):
            parties.setdefault(party.name, party)
    return tuple(parties.values())


def _of_the_body(sentence: str, leader: Party, before: Iterable[Party]) -> bool:
    """Whether 主要负责人亲自抓 only says how a body that an earlier clause named goes about it."""
    return rule("own_leader").match(sentence[leader.end :]) is not None and any(
        kind_of(party.name) == "organisation" and _CLAUSE.search(sentence, party.end or 0, leader.start or 0)
        for party in before
    )


def _parties(sentence: str) -> Iterator[Party]:
    masked = _QUOTED.sub(lambda hit: _mask(hit[0]), sentence)
    done = 0
    before = ""
    for start, end in _clauses(masked):
        system = rule("system").search(before)
        before = masked[start:end]
        for head, at, by in _starts(masked, start, end):
            if at >= done and not (system and _EACH.match(masked, at)):
                for names, role in _chain(masked, at, end, by=by):
                    first = replace(names[0], start=head) if names[0].start == at else names[0]
                    yield from _as_parties(sentence, (first, *names[1:]), role)
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


def _starts(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where a subject may begin, where its first known name may, and whether behind 由.

    A subject begins at the clause's start, behind time phrases there, or behind 由; …的 may stand before its name.
    """
    at = start
    while (lead := rule("lead_in").match(text[at:end])) and lead.end():
        at += lead.end()
    while at < end and text[at] in _BULLETS:
        at += 1
    if consent := rule("consent").match(text[at:end]):
        at += consent.end()
    yield at, at, False
    if not _GOVERNS.match(text, at, end):
        for hit in _TIME.finditer(text, at, min(end, at + _LONGEST_TIME)):
            yield hit.end(), hit.end(), False
    if relative := rule("relative").match(text[at:end]):
        yield at, at + relative.end(), False
    for hit in _BY.finditer(text, start, end):
        if not _NOT_BY.match(text, max(0, hit.start() - 1)) and not _NOT_BY.match(text, hit.start()):
            yield hit.end(), hit.end(), True


def _chain(text: str, at: int, end: int, *, by: bool) -> Iterator[tuple[tuple[Name, ...], Role]]:
    """The subject at a place, those who act with it, and those that further verbs of responsibility name."""
    found = _subject(text, at, end, _FOLLOW_BY if by else _FOLLOW)
    if found is None and (joint := _JOINT.match(text, at, end)):
        if partner := _subject(text, joint.end(), end, _FOLLOW_BY, free=True):
            yield partner.names, "support"
        return
    while found:
        verb = _ROLE_VERB.match(text, found.end, end)
        if verb and not by and kind_of(found.names[0].text) == "post" and _TAKE_PART.match(text, found.end, end):
            verb = None
        yield found.names, _role(verb)
        at = verb.end() if verb else found.end
        if not verb and (joint := _JOINT.match(text, at, end)):
            if partner := _subject(text, joint.end(), end, _FOLLOW_BY, free=True):
                yield partner.names, "support"
            return
        if not verb and (companion := _COMPANION.match(text, at, end)):
            if partner := _subject(text, companion.end(), end, _TOGETHER, free=True):
                yield partner.names, "lead"
            elif (partner := _subject(text, companion.end(), end, _PAUSE)) and (
                second := _subject(text, partner.end + 1, end, _COMPANION)
            ):
                yield second.names, "lead"
            return
        if not verb:
            if pause := rule("pause").match(text[at:end]):
                yield from _chain(text, at + pause.end(), end, by=False)
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
    if (masked := _MASKED.match(text, start, end)) and follow.match(text, masked.end(), end):
        return _Found((Name(masked[0], start, masked.end()),), masked.end())
    stops = _stops(text, start, reach(text, start, min(end, start + _LONGEST)))
    for stop in stops:
        nxt = follow.match(text, stop, end)
        if not nxt and kind_of(text[start:stop]) == "post":
            nxt = _TAKE_PART.match(text, stop, end)
        if not nxt and kind_of(text[start:stop]) == "person":
            nxt = _ANY_VERB.match(text, stop, end) or (
                _NICKNAMED.fullmatch(text, start, stop) and _WORD.match(text, stop)
            )
        if (
            not nxt
            or (nxt.end() in stops and nxt[0] in _BODY_SIGNS)
            or (each and rule("quantity_only").match(text[stop:]))
            or _NO_FOLLOW.match(text, stop)
            or _NO_AFTER.match(text, nxt.end())
        ):
            continue
        one = _ONE_PARTY.fullmatch(text, start, stop)
        names = (Name(one[0], start, stop),) if one else split_names(text, start=start, end=stop)
        if names and reads_as_names(text[start:stop], names, free=free):
            return _Found(names, stop)
    return None


def _stops(text: str, start: int, limit: int) -> list[int]:
    """Where names may end, in order: behind a body's ending, a post, or a person's name behind a title."""
    each = _EACH_ONE.match(text, start, limit)
    stops = {each.end()} if each else set()
    for kind, end in name_ends(text, start, limit):
        if kind != "title":
            stops.add(end)
        else:
            stops.update(_person_stops(text, end))
        if kind == "body" and (bracket := _BRACKET.match(text, end, limit)):
            stops.add(bracket.end())
        if kind != "generic" and (nickname := _NICKNAME.match(text, end, limit)):
            stops.add(nickname.end())
    return sorted(stops)


def _person_stops(text: str, at: int) -> Iterator[int]:
    for length in (2, 3, 4):
        person = text[at : at + length]
        if len(person) == length and _PERSON.fullmatch(person) and kind_of(person) == "person":
            yield at + length
            if text.startswith("同志", at + length):
                yield at + length + 2


def _as_parties(sentence: str, names: tuple[Name, ...], role: Role) -> Iterator[Party]:
    for name in names:
        given: Role = "person" if kind_of(name.text) == "person" else role
        yield Party(sentence[name.start : name.end], given, "subject", name.start, name.end)
