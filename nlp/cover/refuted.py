"""Find the general claims that a report takes back elsewhere: a report and its statements to claims and denials."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from nlp.cover.near import ABLE, TELLING
from nlp.lexicon import load
from nlp.types import Passage, Report, Statement

LONG_WORD = 3
"""A shared word of so many characters names the matter by itself."""
SHARED = 2
MOST = 16
"""So many refuting passages are kept for a word; more would only say the same."""
_CLAUSE = re.compile(r"[^，,；;。！？：:]+")
_UNDONE = re.compile(r"(?:未|没有?)(?:能|按[时期])?(?:完成|落实|开展|做|到位)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def find_refuted(
    report: Report, statements: Sequence[Statement], about: Mapping[int, Sequence[str]] | None = None
) -> Mapping[int, int]:
    """The ids of passages that claim in general what the report denies elsewhere, each with the denying passage's id.

    A claim has no detail of its own (a number other than 100%, a date, a named paper) and says that all was done or
    nothing happened; it is denied by a shortcoming that shares two words of its matter, or a long one, and nothing
    happened by a number of what did. `about` are the tasks that passages are linked to, by passage id: for a common
    task one shared word is enough. A shortcoming that was found and dealt with denies nothing.

    >>> from nlp.types import Place
    >>> said = ["与各站所的廉政责任书全部签订到位。", "东桥、西桥两个站的责任书至今没签。"]
    >>> report = Report("r1", "r1.txt", "", None, None, 2022, None,
    ...     tuple(Passage(i, text, Place(i, 0, len(text))) for i, text in enumerate(said)))
    >>> dict(find_refuted(report, (Statement(0, "done", 0.9), Statement(1, "negated", 0.9))))
    {0: 1}
    """
    told = {statement.passage: statement for statement in statements}
    passages = [p for p in report.passages if p.kind != "heading" and p.id in told]
    claims = [passage for passage in passages if _is_general(passage, told[passage.id])]
    if not claims:
        return {}
    about = about or {}
    denials: dict[str, list[int]] = defaultdict(list)
    words: dict[int, frozenset[str]] = {}
    absent = any(_has("absence", passage.text) for passage in claims)
    undone: list[int] = []
    left: set[int] = set()
    happened: dict[str, list[int]] = defaultdict(list)
    for passage in passages:
        denied = "，".join(_denied(passage, told[passage.id]))
        if denied:
            words[passage.id] = _words(denied)
            if _UNDONE.search(denied):
                undone.append(passage.id)
            if _has("left", denied):
                left.add(passage.id)
            _file(denials, words[passage.id], passage.id)
        if absent and told[passage.id].kind in (*TELLING, "negated") and (fact := "，".join(_happened(passage))):
            _file(happened, _words(fact), passage.id)
    found = {}
    for passage in claims:
        best = _deny(passage, about, words, denials, undone, left)
        if best is None:
            best = _counter(passage, happened)
        if best is not None:
            found[passage.id] = best
    return found


def _is_general(passage: Passage, statement: Statement) -> bool:
    """Whether a passage may be evidence and claims something general without a detail."""
    able = statement.kind in TELLING if statement.act is None else statement.act >= ABLE
    return (
        able
        and not _has("detail", passage.text)
        and not _has("left", passage.text)
        and any(_has(kind, passage.text) for kind in ("whole", "everything", "absence"))
    )


def _denied(passage: Passage, statement: Statement) -> Iterator[str]:
    """The clauses of a passage that tell of a shortcoming, each with the one before it, which may name the matter."""
    if statement.clauses:
        stretches = [passage.text[c.start : c.end] for c in statement.clauses if c.kind == "negated"]
    else:
        stretches = [passage.text] if statement.kind == "negated" else []
    for stretch in stretches:
        if _has("settled", stretch) and not _has("left", stretch):
            continue
        clauses = _CLAUSE.findall(stretch)
        for before, clause in zip(["", *clauses], clauses, strict=False):
            if _has("refuting", clause):
                yield f"{before}，{clause}"


def _happened(passage: Passage) -> Iterator[str]:
    """The clauses of a passage that tell of something that happened, each with the one before it."""
    if not _has("settled", passage.text) and not _has("absence", passage.text):
        clauses = _CLAUSE.findall(passage.text)
        for before, clause in zip(["", *clauses], clauses, strict=False):
            if _has("counter", clause):
                yield f"{before}，{clause}"


def _deny(
    passage: Passage,
    about: Mapping[int, Sequence[str]],
    words: Mapping[int, frozenset[str]],
    denials: Mapping[str, Sequence[int]],
    undone: Sequence[int],
    left: Container[int],
) -> int | None:
    """The passage that best denies that all was done, None where none does."""
    claims = _claims(passage.text)
    if not claims:
        return None
    mended, mine = _has("mended", claims), _words(claims)
    if not mine and undone and _has("everything", passage.text):
        return undone[0]
    met = {other for word in mine for other in denials.get(word, ()) if other != passage.id}
    met = {other for other in met if not mended or other in left}
    best: tuple[int, int, int] | None = None
    for other in met:
        shared = mine & words[other]
        agrees = bool(set(about.get(passage.id, ())) & set(about.get(other, ())))
        weight = sum(1 + (len(word) >= LONG_WORD) for word in shared) + agrees
        if weight >= SHARED and (best is None or (weight, -abs(other - passage.id), -other) > best):
            best = (weight, -abs(other - passage.id), -other)
    return -best[2] if best else None


def _claims(text: str) -> str:
    """The clauses that say that all was done, each with the one before it, which may name the matter."""
    clauses = _CLAUSE.findall(text)
    pairs = zip(["", *clauses], clauses, strict=False)
    return "，".join(f"{before}，{c}" for before, c in pairs if _has("whole", c) or _has("everything", c))


def _counter(passage: Passage, happened: Mapping[str, Sequence[int]]) -> int | None:
    """The passage that tells of what is claimed not to have happened, None where none does."""
    for found in _patterns("absence")[0].finditer(passage.text):
        what = _words(found["what"])
        met = [set(happened.get(word, ())) for word in what]
        if met and (all_of := set.intersection(*met) - {passage.id}):
            return min(all_of)
    return None


def _file(index: dict[str, list[int]], words: frozenset[str], passage: int) -> None:
    for word in words:
        if len(index[word]) < MOST:
            index[word].append(passage)


def _words(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about."""
    import jieba

    jieba.setLogLevel(30)
    words = {word for run in _HAN.findall(text) for word in jieba.lcut(run) if len(word) > 1}
    return frozenset(word for word in words if not _is_vague(word))


@lru_cache(maxsize=50_000)
def _is_vague(word: str) -> bool:
    return _has("vague", word)


def _has(kind: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns(kind))


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    rows = load("general_claims.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))
    return tuple(re.compile(row["pattern"]) for row in rows if row["kind"] == kind)
