"""Find the names of bodies and posts anywhere in a text with spaCy's ruler: a Doc to `doc.spans["names"]`, `doc.ents`.

The ruler is spaCy's SpanRuler with phrase patterns alone: whole names, and endings of names (局, 办公室, 书记). What an
ending ends is found by growing it to the left, word by word, and asking the rules that read notes and subjects
(`kind_of`, `reads_as_names`) whether the stretch is a name and nothing else. Token patterns for the same (`.{1,12}局`)
keep a dozen partial matches alive at each character and cannot ask; the EntityRuler always takes the longest match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.pipeline.span_ruler import SpanRuler
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from nlp.extract.actors import IN_NAME, VERBS, reads_as_names, words
from nlp.extract.marks import VERB, column_role
from nlp.extract.names import CLOSE, ENDINGS, LISTED, kind_of, split_names
from nlp.lexicon.script import to_simplified

LABELS = {"organisation": "ORG", "post": "POST", "person": "PERSON"}
LONGEST = 24  # characters of a name
_SIGN = r"\u4e00-\u9fff〇\dXx×“”"
_RUN = re.compile(rf"[{_SIGN}](?:[{_SIGN}]|[（(〔][{_SIGN}、]{{1,16}}[）)〕])*")
_BRACKET = re.compile(r"[（(〔](?P<inside>[^（(〔）)〕]+)[）)〕]")
_PAIRS = tuple(map(tuple, ("（）", "()", "〔〕", "“”")))
_AND = re.compile(r"[^和及]{2,6}[和及][^和及]{2,5}(?:局|委员会|委|厅|科|处|股|部|办|中心|站|所|馆)")
_COUNTED = re.compile(
    r"\d+(?!\d|号楼?|[\u4e00-\u9fff]*热线)|(?<=[\d一二三四五六七八九十两几每])[个名位家次件项户年月日]"
)
_TOGETHER = re.compile("(会同)")
_MARKED = re.compile(r"[\s\u3000]*(?:[:：\t\n]|$)")
_STOPS = ({*words("after"), *words("inside"), *words("start"), *VERBS} - IN_NAME - set("和及")) | set("报是进好内前")
_OPENERS = {verb for verb in VERBS if len(verb) > 1 and not VERB.fullmatch(verb)}

Pattern = dict[str, str]


class NameRuler(SpanRuler):
    """spaCy's SpanRuler whose patterns with the id `ending` are grown to the whole name; others are names already.

    Patterns are added, saved and loaded as SpanRuler's are, so that a notebook can teach it a name on the spot.
    """

    def match(self, doc: Doc) -> list[Span]:
        """The names of bodies and posts in a doc, in reading order, none inside another."""
        plain = to_simplified(doc.text)
        twin = doc if plain == doc.text else self.nlp.make_doc(plain)
        matches = super().match(twin)
        ends = {(span.start_char, span.end_char) for span in matches if span.id_ == "ending"}
        grown = (twin.char_span(start, end, label=label) for start, end, label in grow(plain, ends))
        found = [span for span in (*matches, *grown) if span is not None and span.id_ != "ending"]
        return [Span(doc, span.start, span.end, label=span.label) for span in sorted(filter_spans(found))]


@Language.factory("duban_names", assigns=["doc.spans", "doc.ents", "token.ent_type", "token.ent_iob"])
def make_names(nlp: Language, name: str) -> NameRuler:
    """The component that marks bodies (ORG) and posts (POST) wherever they stand, and the persons of names.tsv.

    On the plans and tables of `corpora` it finds 0.96 of the bodies and posts that answer for a task, and 0.96 of the
    names that touch one have its very borders (`pytest -s -k corpora tests/extract/test_ruler.py` prints both). It
    marks everybody who is named, not only parties; of a hundred such other names, read by eye, one in five was wrong.
    Who answers for the work is what `duban_parties` says.
    """
    ruler = NameRuler(nlp, name, spans_key="names", annotate_ents=True, overwrite=True, scorer=None)
    ruler.add_patterns(patterns())
    return ruler


def patterns() -> list[Any]:
    """The ruler's patterns, from organisations.tsv, posts.tsv and names.tsv and an office's overlay of them.

    >>> {"label": "ORG", "pattern": "局", "id": "ending"} in patterns()
    True
    """
    whole: list[Pattern] = [{"label": LABELS[kind], "pattern": name} for name, kind in LISTED.items()]
    return whole + [{"label": "ORG", "pattern": ending, "id": "ending"} for ending in sorted(ENDINGS)]


def grow(text: str, ends: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """The names whose endings stand at `ends`, as start, end and label; for each ending the longest that is a name.

    >>> text = "开展对市教育局的检查，党组书记带头。"
    >>> [(text[start:end], label) for start, end, label in grow(text, [(6, 7), (11, 15)])]
    [('市教育局', 'ORG'), ('党组书记', 'POST')]
    """
    waiting = sorted(ends)
    at = 0
    for run in _RUN.finditer(text):
        here = []
        while at < len(waiting) and waiting[at][1] <= run.end():
            if waiting[at][0] >= run.start():
                here.append(waiting[at])
            at += 1
        if here:
            yield from _names(text, run.start(), run.end(), here)


def _names(text: str, start: int, end: int, ends: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    tokens = list(_tokens(text, start, end))
    first, last = {token[0] for token in tokens}, {token[1] for token in tokens}
    for left, right in ends:
        if right not in last and (right - left == 1 or left not in first):
            continue
        begins = _begins(text, tokens, left, right)
        if _MARKED.match(text, right) and any(map(column_role, (text[start:right], text[left:right]))):
            continue
        for stop in _stops(text, right, end):
            name = next(filter(None, (_name(text, begin, stop) for begin in begins)), None)
            if name:
                yield name


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a run, as jieba cuts them, 会同 one by itself (会同县 is a place in its dictionary)."""
    for part in _TOGETHER.split(text[start:end]):
        for word in _jieba().cut(part, HMM=False):
            yield start, start + len(word)
            start += len(word)


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(30)
    return jieba


def _stops(text: str, right: int, end: int) -> Iterator[int]:
    """Where a name may stop: behind a bracket that is part of it (党政办（应急室）, 各局（办）), and at its ending."""
    group = _BRACKET.match(text, right, end)
    if group and not VERB.fullmatch(group["inside"]):
        names = split_names(group["inside"])
        if len(group["inside"]) < 3 or all(kind_of(name.text) for name in names):
            yield group.end()
    yield right


def _begins(text: str, tokens: list[tuple[int, int]], left: int, right: int) -> list[int]:
    """Where a name may begin, the farthest first: at words before its ending up to one that no name holds."""
    begins = []
    for start, end in reversed(tokens):
        if start > left:
            continue
        if right - start > LONGEST:
            break
        stop = end <= left and text[start:end] in _STOPS
        if not stop or text[start:end] in _OPENERS:
            begins.append(start)
        if stop:
            break
    return begins[::-1]


def _name(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """The stretch as a name, 等单位 behind it left out; None where it is more or less than one, or a mark."""
    stretch = text[start:end]
    if stretch[0] in CLOSE or any(stretch.count(left) != stretch.count(right) for left, right in _PAIRS):
        return None
    if any(sign in stretch for sign in "和及") and not _AND.match(stretch):
        return None
    names = split_names(stretch)
    if len(names) != 1 or _COUNTED.search(text, start, end) or not reads_as_names(stretch, names):
        return None
    (name,) = names
    kind = kind_of(name.text)
    return (start + name.start, start + name.end, LABELS[kind]) if kind in ("organisation", "post") else None
