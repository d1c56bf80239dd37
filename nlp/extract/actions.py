"""Find what a task orders to be done: a sentence to its main actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.extract.actors import IN_NAME, VERBS
from nlp.extract.marks import rule
from nlp.extract.names import alternation
from nlp.extract.subjects import find_subjects
from nlp.lexicon import load, load_patterns
from nlp.types import Action

_KINDS = load_patterns("clause_kinds.toml")
_LONG = [verb for verb in VERBS if len(verb) > 1]
_VERB = re.compile(alternation(_LONG))
_CLEAR_VERB = re.compile(alternation([verb for verb in _LONG if verb not in IN_NAME]))
_SHORT_VERB = re.compile(alternation([verb for verb in VERBS if len(verb) == 1]))
_BEFORE = load("adverbs.tsv", keys=("word", "form"))
_ADVERB = re.compile(alternation([row["word"] for row in _BEFORE if row["form"] == "adverb"]))
_PREPOSITION = re.compile(alternation([row["word"] for row in _BEFORE if row["form"] == "preposition"]))
_CONDITION = re.compile(r"凡|(?:对|将|把|针对)|.{4,}的$")
_MAY_HOLD_VERB = re.compile(r"围绕|结合|依托|针对|立足|按照|根据|对照|在")
_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "〔": "〕", "【": "】", "‘": "’"}
_BREAKS = frozenset("，；。！？：,;!?:\n")
_TRIM = " \u3000，；。！？：,;!?:\n"


@lru_cache(maxsize=4096)
def find_actions(sentence: str) -> tuple[Action, ...]:
    """The main actions of a sentence in order, each with its verb, its object and its clause as an exact substring.

    Clauses of mere stance or purpose (深刻体悟…, 确保…) and those of a time or quantity only are left out, unless the
    sentence holds nothing else; the acting subject is cut off. On the sets c9 to c12 of the labelled plans, clauses
    are found with F1 0.96 (developed there; a general opening such as 强化…监督 counts only where two do not follow).

    >>> [(action.verb, action.object) for action in find_actions("坚决纠治形式主义，严肃查处违纪行为，确保政令畅通。")]
    [('纠治', '形式主义'), ('查处', '违纪行为')]
    """
    clauses = [clause for clause in _clauses(sentence) if clause]
    chosen = [clause for clause in clauses if _kind(clause) is None]
    if len(chosen) > 2 and chosen[0] == clauses[0] and _KINDS["topic"].search(chosen[0]):
        chosen = chosen[1:]
    if not chosen:
        chosen = [clause for clause in clauses if _kind(clause) != "measure"][:1] or clauses[:1]
    return tuple(_action(clause) for clause in chosen)


def names_work(sentence: str) -> bool:
    """Whether a sentence only names a work (党风廉政建设责任制, 档案管理工作): one clause, a noun at its end, no act.

    >>> names_work("党风廉政建设责任制"), names_work("完善档案管理制度"), names_work("各村每月评比一次")
    (True, False, False)
    """
    named = _KINDS["work"].fullmatch(sentence) is not None and not _CLEAR_VERB.search(sentence)
    return named and not find_subjects(sentence)


def _clauses(sentence: str) -> Iterator[str]:
    """The sentence's clauses without subjects; a condition (凡…, 对… without a verb) stays with what it opens."""
    parties = [(party.start, party.end) for party in find_subjects(sentence)]
    begin, held = 0, False
    for stop in (*_breaks(sentence), len(sentence)):
        if not held:
            begin = _begin(sentence, begin, stop, parties)
        clause = sentence[begin:stop].rstrip(_TRIM)
        held = not held and sentence[stop : stop + 1] in ("，", ",") and _opens(clause)
        if not held:
            yield clause
            begin = stop


def _begin(sentence: str, at: int, stop: int, parties: list[tuple[int | None, int | None]]) -> int:
    """Where a clause begins behind signs, its subject and a modal."""
    while at < stop and sentence[at] in _TRIM:
        at += 1
    for start, end in parties:
        if start is not None and end is not None and at <= start < stop:
            at = at if sentence[at:start].strip("、和及各每名位") else end
    while at < stop and sentence[at] in "要应须并 ":
        at += 1
    return at


def _breaks(sentence: str) -> Iterator[int]:
    """Where clauses end; signs inside quotation marks and brackets do not count."""
    waiting: list[str] = []
    for at, sign in enumerate(sentence):
        if waiting and sign == waiting[-1]:
            waiting.pop()
        elif sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif not waiting and sign in _BREAKS:
            yield at


def _opens(clause: str) -> bool:
    """Whether a clause is a mere condition or object of the next one."""
    return bool(_CONDITION.match(clause)) and (clause.endswith("的") or not _VERB.search(clause, 1))


def _kind(clause: str) -> str | None:
    """What a clause is besides an action (a rule's name); None for an action."""
    lead = rule("lead_in").match(clause)
    for text in (clause, clause[lead.end() :] if lead else clause):
        for name, pattern in _KINDS.items():
            acts = name == "frame" and _MAY_HOLD_VERB.match(text) and _CLEAR_VERB.search(text, 3)
            if name not in ("topic", "work") and pattern.search(text) and not acts:
                return name
    return None


def _action(clause: str) -> Action:
    """Verb and object of a clause: the first verb behind times and adverbs; 对X V without more has the object X."""
    at = 0
    while lead := rule("lead_in").match(clause[at:]):
        at += lead.end()
    verb = _VERB.match(clause, at)
    while (adverb := _ADVERB.match(clause, at)) and not (verb and verb.end() > adverb.end()):
        at = adverb.end()
        verb = _VERB.match(clause, at)
    preposition = None if verb else _PREPOSITION.match(clause, at)
    if preposition:
        start = preposition.end()
        partners = [party.end for party in find_subjects(clause[at:]) if party.start == start - at and party.end]
        start = at + max(partners) if partners else start
        verb = _CLEAR_VERB.search(clause, start) or _VERB.search(clause, start)
    verb = verb or _SHORT_VERB.match(clause, at) or _VERB.search(clause, at)
    if not verb:
        return Action("", clause, clause)
    behind = clause[verb.end() :].strip(_TRIM + "、")
    if preposition and not behind:
        behind = re.sub(rf"{_ADVERB.pattern}+$", "", clause[preposition.end() : verb.start()])
    return Action(verb[0], behind or clause[at : verb.start()], clause)
