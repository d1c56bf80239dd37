"""Find the notes of responsibility outside brackets: marks with a colon, and words that only say who and by when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from operator import itemgetter

from nlp.extract.actors import VERBS, reads_as_names
from nlp.extract.brackets import SENTENCE_END
from nlp.extract.marked_runs import LONG, MarkedRun, SentenceChain, find_ends
from nlp.extract.marks import (
    VERB,
    Label,
    find_bare_labels,
    find_labels,
    is_bare_limit,
    role_of_verb,
    rule,
)
from nlp.extract.names import kind_of, split_names
from nlp.extract.party_lists import TRIM, Content, Note, read_labels, read_phrase, read_verbs
from nlp.types import Party

_SENTENCE = re.compile(r"(?<=[。；;！!）)])\s*(?P<sentence>[^。；;！!]{4,120})(?:[。；;！!]|$)")
_SENTENCE_END = re.compile(f"[{SENTENCE_END}]")
_COUNT = re.compile(r"(?:该|此|本|这)项|(?:以上|上述|前述|前)(\d{1,2}|[一二两三四五六七八九十])[项条]")
_DIGITS = "〇一二三四五六七八九十"
_WHO = re.compile(rf"由?(?P<names>[^，。；：由]{{2,60}}?)总?{VERB.pattern}(?:组织|落实|实施|办理|完成|抓总|推进|开展)?")
_CUT = re.compile(r"[，,]|(?<=牵头|负责|配合)、|(?<=[前底末内月日旬度])(?=由)|(?<=牵头|负责)(?=于)")
_NEAR = 8  # characters before a mark that tell whether a note may begin there
_LONGEST_UNKNOWN = 8  # characters of such a name behind another mark
_LONGEST_NAME = 12  # characters of a name behind 责任人 or 由 that no list of names knows


def find_loose_notes(text: str, start: int = 0, end: int | None = None) -> Iterator[Note]:
    """The notes outside brackets in `text[start:end]`, in reading order.

    They are marks with a colon behind a sentence or a comma (…，责任单位：A), and sentences behind another that only
    say who does it and by when (6月底前完成，由A负责。). The same words in a sentence's last clauses belong to it.

    >>> [note.text for note in find_loose_notes("适配辅具，责任科室：康复科")]
    ['责任科室：康复科']
    >>> [(note.text, note.whole) for note in find_loose_notes("开展审计。整改。以上工作由财务股负责，6月底前完成。")]
    [('以上工作由财务股负责，6月底前完成。', True)]
    """
    end = len(text) if end is None else end
    found: list[tuple[int, Callable[[], Note | None]]] = []
    found += [(note.start, partial(_same, note)) for note in _marked(text, start, end)]
    found += _spelt_out(text, start, end)
    found += [(note.start, partial(_same, note)) for note in _sentences(text, start, end)]
    for at, read in sorted(found, key=itemgetter(0)):
        if at >= start and (note := read()):
            yield note
            start = note.end


def _same(note: Note) -> Note:
    return note


def is_plausible(text: str, content: Content, *, strict: bool) -> bool:
    """Whether what stands behind a line's marks is names rather than prose; a mark left blank is as good as a name."""
    if not content.parties:
        return bool(content.limits or content.blanks) and strict
    alone = strict and len(content.parties) == 1
    known = sum(
        kind_of(party.name) is not None or ((alone or (strict and party.role == "person")) and _may_name(party))
        for party in content.parties
    )
    return known == len(content.parties) or (strict and known * 2 >= len(content.parties) and len(text) < LONG)


def _may_name(party: Party) -> bool:
    """Whether a word that no list knows may be a name: a short one without a verb, behind 责任人 a longer one too."""
    if party.role == "person":
        return len(party.name) <= _LONGEST_NAME
    return len(party.name) <= _LONGEST_UNKNOWN and not any(verb in party.name for verb in (*VERBS, "要", "的"))


def read_who_and_when(text: str, start: int, end: int) -> Content | None:
    """What words hold of which each part says who does the work or when it is to be done; None for all others.

    >>> content = read_who_and_when("6月底前由财务股负责完成", 0, 12)
    >>> [party.name for party in content.parties], content.limits
    (['财务股'], (('6月底前', 0),))
    >>> read_who_and_when("每月汇总上报", 0, 6)
    """
    back = rule("back_reference").match(text[start : min(end, start + 20)])
    begin = start + back.end() if back else start
    if _SENTENCE_END.search(text[begin:end].strip(TRIM)):
        return None
    found = Content()
    for left, right in _parts(text, begin, end):
        if who := _WHO.fullmatch(text, left, right):
            parties = _who(text, who, trust="由" in text[begin : who.start("names")])
            if not parties:
                return None
            found = replace(found, parties=found.parties + parties)
        elif is_bare_limit(text[left:right]) and rule("done_by").search(text[left:right]):
            found = replace(found, limits=(*found.limits, *read_phrase(text, left, right)))
        else:
            return None
    return found if found.parties or found.limits else None


def said_count(text: str) -> int:
    """Of how many tasks a note says that it speaks: 以上两项工作 of 2, 该项工作 of 1; 0 where it does not say.

    >>> said_count("以上两项由财务股负责"), said_count("此项由财务股负责"), said_count("由财务股负责")
    (2, 1, 0)
    """
    hit = _COUNT.match(text)
    if hit is None:
        return 0
    if hit[1] is None:
        return 1
    return int(hit[1]) if hit[1].isdigit() else _DIGITS.index(hit[1].replace("两", "二"))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at commas, behind a verb of responsibility and between a time and 由; blanks around parts are left out."""
    cuts = [hit.span() for hit in _CUT.finditer(text, start, end)]
    for left, right in zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True):
        part = text[left:right]
        first, last = left + len(part) - len(part.lstrip(TRIM)), left + len(part.rstrip(TRIM))
        if first < last:
            yield first, last


def _who(text: str, who: re.Match[str], *, trust: bool) -> tuple[Party, ...]:
    """The parties of 由A负责, nobody where the names are none; behind 由 (`trust`) short ones may be unknown."""
    names = split_names(text, start=who.start("names"), end=who.end("names"))
    known = all(kind_of(name.text) and reads_as_names(name.text, (name,)) for name in names)
    if not known and not (trust and all(len(name.text) <= _LONGEST_NAME for name in names)):
        return ()
    role = role_of_verb(who["verb"])
    return tuple(
        Party(
            name.text,
            "person" if role == "lead" and kind_of(name.text) == "person" else role,
            "annotation",
            name.start,
            name.end,
        )
        for name in names
    )


def _sentences(text: str, start: int, end: int) -> Iterator[Note]:
    for hit in _SENTENCE.finditer(text, start, end):
        left, right = hit.span("sentence")
        content = read_who_and_when(text, left, right) or _bare_marks(text, left, right)
        if content is None and rule("only_who").search(hit["sentence"]):
            content = read_verbs(text, left, right, bare=False)
            if content and all(party.role != "lead" for party in content.parties):
                content = None
        if content:
            yield _note(text, left, hit.end(), content, whole=bool(rule("back_reference").match(hit["sentence"])))


def _bare_marks(text: str, start: int, end: int) -> Content | None:
    """What marks without a colon hold where they open the words: 责任领导为A, 牵头单位 A 配合单位 B."""
    labels = find_bare_labels(text, start=start, end=end)
    if not labels or labels[0].start != start or find_labels(text, start=start, end=end):
        return None
    content = read_labels(text, start, end, labels)
    return content if is_plausible(text[start:end], content, strict=True) else None


def _spelt_out(text: str, start: int, end: int) -> Iterator[tuple[int, Callable[[], Note | None]]]:
    """The marks without a colon in a sentence's last clauses (…，责任单位为A，完成时限为6月底), each to be read."""
    labels = find_bare_labels(text, start=start, end=end)
    run = MarkedRun(text, labels, is_unknown=_is_unknown)
    stop = start
    for index, label in enumerate(labels):
        if text[label.end - 1] != "为" or text[label.start - 1 : label.start] not in ("，", ","):
            continue
        if stop < label.end:
            found = _SENTENCE_END.search(text, label.end, end)
            stop = found.start() if found else end
        yield label.start, partial(_read_spelt_out, run, index, stop, end)


def _read_spelt_out(run: MarkedRun, index: int, stop: int, end: int) -> Note | None:
    left, content = run.labels[index].start, run.read(index, stop)
    if content is None or not is_plausible(run.text[left:stop], content, strict=True):
        return None
    return _note(run.text, left, min(stop + 1, end), content)


def _marked(text: str, start: int, end: int) -> Iterator[Note]:
    labels = find_labels(text, start=start, end=end)
    run, chain = MarkedRun(text, labels, is_unknown=_is_unknown), SentenceChain(text, end)
    for index, (hit, first_end) in enumerate(zip(labels, find_ends(text, labels, end), strict=True)):
        before = text[max(0, hit.start - _NEAR) : hit.start]
        if hit.start < start or not _may_begin(hit, before):
            continue
        stop = chain.last(first_end)
        content = run.read(index, stop)
        if content is None:
            continue
        if is_plausible(text[hit.start : stop], content, strict=hit.strict or _ends(text, stop)):
            last = min(stop + 1, end)
            yield _note(text, hit.start, last, content, whole=_ends(text, last) and before.rstrip().endswith("。"))
            start = last


def _is_unknown(party: Party) -> bool:
    """Whether a party among several is no name, be it behind a strict mark or not."""
    return kind_of(party.name) is None and not (party.role == "person" and _may_name(party))


def _may_begin(label: Label, before: str) -> bool:
    """Whether a mark stands where a note may begin: behind a sentence or, if it is no mere verb, behind a comma."""
    words, gap = before.rstrip(), before[len(before.rstrip()) :]
    if not words or words[-1] in SENTENCE_END:
        return True
    return (words[-1] in "，," and (label.strict or label.role == "lead")) or (
        label.strict and bool(gap or words[-1] in "—")
    )


def _note(text: str, start: int, end: int, content: Content, *, whole: bool = False) -> Note:
    return Note(text[start:end], start, end, content.parties, content.limits, content.blanks, whole)


def _ends(text: str, at: int) -> bool:
    return at >= _end_of_words(text)


@lru_cache(maxsize=4)
def _end_of_words(text: str) -> int:
    return len(text.rstrip("。；; \n"))
