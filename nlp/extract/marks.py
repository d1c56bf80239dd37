"""Read the marks of responsibility (责任单位, 牵头, 完成时限 …): mark, verb or column header to role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlp.extract.names import alternation
from nlp.lexicon import load, load_patterns
from nlp.types import Role

MarkRole = Literal["lead", "support", "supervise", "person", "limit", "other"]

_ROWS = load("party_marks.tsv", keys=("mark", "role", "form"))
_VERBS: dict[str, Role] = {row["verb"]: row["role"] for row in load("party_verbs.tsv", keys=("verb", "role"))}
_RULES = load_patterns("party_rules.toml")


def _rows(form: str) -> dict[str, MarkRole]:
    return {row["mark"]: row["role"] for row in _ROWS if row["form"] == form}


_STEMS, _NOUNS, _WHOLE = _rows("stem"), _rows("noun"), _rows("whole")


_STEM, _NOUN = alternation(list(_STEMS)), alternation(list(_NOUNS))
_COMPOUND = re.compile(
    rf"(?:{_STEM}|[（(]{_STEM}[）)]){{1,3}}{_NOUN}(?:[及和与、/（(](?:{_STEM})*(?:{_NOUN})?[）)]?)?(?<![及和与、/（(])"
)
_PLAIN = re.compile(rf"{_STEM}{{1,2}}")
_ALONE = re.compile(r"负责人|牵头|配合|主办|协办|督办|主责|参加|参与|责任科")
_LIMIT_HEADER = re.compile(r".{0,4}(?:时限|时间节点|完成时间|完成期限|时序进度|时间安排|时间要求)(?:要求|安排)?")
_CONTACT = re.compile(r"[及和与、/（(]*(?:联系|办公)?(?:电话|方式|手机|号码)号?码?[）)]?$")
_COLON = re.compile(r"[:：]")
_LONGEST_MARK = 16
VERB = re.compile(rf"(?:共同|一起|联合|分别)?(?P<verb>{alternation(list(_VERBS))})")
"""A verb of responsibility behind its names."""


@dataclass(frozen=True, slots=True)
class Label:
    """A mark and its colon, as a place in a text; `strict` where the mark is more than a verb (责任单位, not 落实)."""

    start: int
    end: int
    role: MarkRole
    strict: bool


def find_labels(text: str, *, start: int = 0, end: int | None = None) -> tuple[Label, ...]:
    """The marks with a colon in a stretch of text; white space inside a mark does not matter.

    >>> [(label.start, label.role) for label in find_labels("责任 单位：甲局；配合:乙局")]
    [(0, 'lead'), (9, 'support')]
    """
    end = len(text) if end is None else end
    labels: list[Label] = []
    for colon in _COLON.finditer(text, start, end):
        least = max(labels[-1].end if labels else start, colon.start() - _LONGEST_MARK)
        for at in range(least, colon.start()):
            strict = None if text[at].isspace() else _strict(text[at : colon.start()])
            if strict is not None:
                labels.append(Label(at, colon.end(), role_of_mark(text[at : colon.start()]), strict))
                break
    return tuple(labels)


def label_at(text: str, at: int, *, end: int | None = None) -> Label | None:
    """The mark with a colon that begins at a place."""
    labels = find_labels(text, start=at, end=min(len(text) if end is None else end, at + _LONGEST_MARK + 2))
    return labels[0] if labels and labels[0].start == at else None


def find_bare_labels(text: str, *, start: int, end: int) -> tuple[Label, ...]:
    """The marks that stand behind a separator and before white space or 为, as brackets hold them at times.

    >>> [label.role for label in find_bare_labels("牵头单位 甲局 配合单位 乙局", start=0, end=15)]
    ['lead', 'support']
    """
    labels: list[Label] = []
    at = start
    while at < end:
        before = at == start or text[at - 1].isspace() or text[at - 1] in "，,；;。、（(〔[【|：:)）〕]】"
        label = _bare_at(text, at, end) if before else None
        if label:
            labels.append(label)
        at = label.end if label else at + 1
    return tuple(labels)


def _bare_at(text: str, at: int, end: int) -> Label | None:
    for stop in range(min(end - 1, at + _LONGEST_MARK), at + 1, -1):
        if (text[stop].isspace() or text[stop] in "为:：") and _strict(text[at:stop]):
            return Label(at, stop + 1, role_of_mark(text[at:stop]), strict=True)
    return None


@lru_cache(maxsize=4096)
def _strict(mark: str) -> bool | None:
    """True for a mark with a noun, False for a mere stem, None for what is no mark."""
    mark = _bare(mark)
    if mark in _WHOLE or _COMPOUND.fullmatch(mark):
        return True
    return False if _PLAIN.fullmatch(mark) else None


def _bare(mark: str) -> str:
    """A mark without white space and without the telephone number that it promises (联系人及电话)."""
    mark = re.sub(r"\s+", "", mark)
    return mark if mark in _WHOLE else _CONTACT.sub("", mark)


def rule(name: str) -> re.Pattern[str]:
    """A pattern of party_rules.toml by its name."""
    return _RULES[name]


@lru_cache(maxsize=1024)
def role_of_mark(mark: str) -> MarkRole:
    """The role that a mark gives to the names behind it.

    >>> [role_of_mark(mark) for mark in ("责任单位", "配合 科室", "牵头领导", "责任人", "完成时限", "主要责任单位")]
    ['lead', 'support', 'supervise', 'person', 'limit', 'lead']
    """
    mark = _bare(mark)
    if mark in _WHOLE:
        return _WHOLE[mark]
    mark = re.split(r"(?:[及和、/（(]|(?<!参)与)(?!牵头|责任[）)])", mark)[0]
    noun = next((noun for noun in sorted(_NOUNS, key=len, reverse=True) if mark.endswith(noun)), "")
    if _NOUNS.get(noun):
        return _NOUNS[noun]
    stems = re.findall(alternation(list(_STEMS)), mark.removesuffix(noun))
    return next((_STEMS[stem] for stem in stems if _STEMS[stem] != "lead"), "lead")


def role_of_verb(verb: str) -> Role:
    """The role of those who stand before a verb of responsibility: 牵头 lead, 配合 support."""
    return _VERBS[verb]


def column_role(header: str) -> Role | None:
    """The role of a table's column by its header, None where the column names no parties.

    White space inside header words does not matter.

    >>> column_role("牵头  单位"), column_role("责任单位（部门）"), column_role("责任领导"), column_role("具体措施")
    ('lead', 'lead', 'supervise', None)
    """
    words = re.sub(r"\s+", "", header).rstrip(":：")
    for mark in (words, re.sub(r"[（(][^（(]*[）)]$", "", words)):
        if _strict(mark) or _ALONE.fullmatch(mark):
            role = role_of_mark(mark)
            return None if role == "limit" or role == "other" else role
    return None


def is_limit_column(header: str) -> bool:
    """Whether a table's column holds time limits, by its header.

    >>> is_limit_column("完成 时限"), is_limit_column("责任单位")
    (True, False)
    """
    words = re.split(r"[（(]", re.sub(r"\s+", "", header))[0].rstrip(":：")
    return _WHOLE.get(words) == "limit" or bool(_LIMIT_HEADER.fullmatch(words))


def is_limit(text: str) -> bool:
    """Whether a part of a list is a time limit rather than a name.

    >>> is_limit("6月底完成"), is_limit("县教育局")
    (True, False)
    """
    return bool(_RULES["limit"].search(re.sub(r"\s+", "", text)))


def is_bare_limit(text: str) -> bool:
    """Whether a part of a list is a time limit and nothing more: no work with an object of its own behind it.

    >>> is_bare_limit("6月底前完成"), is_bare_limit("上半年分别召开专题会议")
    (True, False)
    """
    return is_limit(text) and not _RULES["work"].search(re.sub(r"\s+", "", text))


def explains(text: str) -> bool:
    """Whether a bracket opens like an explanation: 见附件2, 其中…."""
    return bool(_RULES["explanation"].search(re.sub(r"\s+", "", text)))


def first_is_lead(text: str) -> bool:
    """Whether a text says that the first of the responsible units leads.

    >>> first_is_lead("列第一位的责任单位为牵头单位")
    True
    """
    return bool(_RULES["first_is_lead"].search(re.sub(r"\s+", "", text)))
