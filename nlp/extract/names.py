"""Split a list of names into names, and tell a body from a post from a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlp.extract.name_lists import (
    CALLED,
    ENDINGS,
    GENERIC,
    LISTED,
    MASK,
    NICKNAME,
    PERSON,
    POST,
    SUFFIX,
    SURNAMES,
    TITLE,
    NameKind,
    alternation,
    endings,
    no_names,
    posts,
    read_listed,
)

__all__ = [
    "CALLED",
    "CLOSE",
    "ENDINGS",
    "GENERIC",
    "LISTED",
    "MASK",
    "NICKNAME",
    "OPEN",
    "PERSON",
    "POST",
    "SUFFIX",
    "TITLE",
    "Name",
    "NameKind",
    "alternation",
    "blot_phones",
    "is_person",
    "kind_of",
    "read_listed",
    "split_names",
]

_LONGEST = 80  # characters of a stretch that may be one name
_MOST_PARTS = 5  # pieces of one name
OPEN, CLOSE = "（(〔[【", "）)〕]】"

_ORGANISATION = re.compile(rf".+{SUFFIX}|{alternation(endings('bare'))}|{GENERIC}|各.{{1,12}}")
_NO_ENDING = re.compile(rf".*{alternation(no_names('ending'))}")
_POST = re.compile(rf".*{POST}")
_PERSON = re.compile(rf"(?:.*{CALLED})?{PERSON}(?:同志|{TITLE})?")
_CALLED = re.compile(rf".*(?:{POST}|{CALLED}|{SUFFIX}){NICKNAME}")
_TITLED = re.compile(rf"({PERSON}){TITLE}")
_LONE_TITLE = re.compile(TITLE)
_OFFICE = re.compile(rf"(?!各|全体).*{alternation(sorted(set(posts('title')) - set(posts('generic'))))}")
_HOLDER = re.compile(rf".*{CALLED}{PERSON}(?:同志)?")
_GROUP = re.compile(rf"(?!各|全体|所有).*{alternation(posts('collective'))}")
_TAIL_OF_GROUP = re.compile(alternation(endings("tail")))
_STUB = re.compile(alternation(endings("stub")))
_LONG_SUFFIX = re.compile(alternation([word for word in endings("organisation") if len(word) > 1]))
_PARENT = re.compile(rf".*{alternation(endings('parent'))}")
_CHILD = re.compile(alternation(endings("child")))
_HAS_PHONE = re.compile(r"\d{7}|电话")
_PHONE = re.compile(
    r"[（(]?(?:(?:联系|办公|固定)?(?:电话|手机|座机|号码)\s*[:：]?\s*)?(?<![\d.])(?<!\d[-—])"
    r"(?:(?:0\d{2,3}[-—－ ]?)?(?!(?:19|20)\d\d[01]\d[0-3]\d)[1-9]\d{6,7}|1[3-9]\d{9})"
    r"(?![\d.年月万亿元人户]|[-—]\d)[）)]?|[（(](?:联系)?电话[^（）()]{0,24}[）)]"
)
_LEVEL = re.compile(r"(?:各|中共)?[省市县区州旗镇乡]")
_EMPTY = frozenset(no_names("empty"))
_NO_PERSON = frozenset(no_names("not_person"))
_IN_DATE = (
    r"(?<=\d)\s+(?:[年月日号底]|季度|学期|个?(?:工作日|小时)|[天周](?:内|前))|(?<=[年月第])\s+(?:\d|底|[上中下]旬|[上下]半年)"
    r"|(?<=[年月日号])\s+[至到—－~-]|(?<=[至到—－~-])\s+\d"
)
_SEPARATOR = re.compile(rf"\s*[、，,；;/／|｜。]\s*|(?<!\s)(?!{_IN_DATE})\s+")
_TAIL = re.compile(rf"等(?:\d+个)?(?:{SUFFIX}|(?:有关|相关|各|各有关|各相关)(?:{SUFFIX}|方面))?$")
_LEAD = re.compile(r"(?:由|每名|每位|\d{1,2}[.．]|[（(]\d{1,2}[)）]|[①-⑳])\s*")
_AND = re.compile(r"以及|[及和与]")
_TIER = re.compile(r"各?(?:市|县|区|州|盟|旗|乡|镇|地)")
_TIER_NEXT = re.compile(rf"(?!各)(?:市|县|区|旗|镇|街道|乡|自治).*{SUFFIX}")
_BRACKETED = re.compile(rf"[{re.escape(OPEN)}][^{re.escape(CLOSE)}]*[{re.escape(CLOSE)}]$")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a list: its text without white space, and its place in the given text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def kind_of(name: str) -> NameKind | None:
    """What a name names, by its ending; None where it looks like none of the three.

    >>> kind_of("县教育局"), kind_of("局主要负责人"), kind_of("党委书记、局长陈志远"), kind_of("工作方案")
    ('organisation', 'post', 'person', None)
    """
    if len(name) > 2 * _LONGEST:
        return None
    name = re.sub(r"\s+", "", name)
    if known := _known(name):
        return known
    name = _BRACKETED.sub("", name)
    if not name or len(name) > 40 or _NO_ENDING.fullmatch(name):
        return None if not _POST.fullmatch(name) else "post"
    if _CALLED.fullmatch(name) and name[-2:] not in _NO_PERSON:
        return "person"
    if _POST.fullmatch(name):
        titled = _TITLED.fullmatch(name)
        return "person" if titled and kind_of(titled[1]) == "person" else "post"
    if _ORGANISATION.fullmatch(name):
        return "organisation"
    return "person" if _PERSON.fullmatch(name) and name not in _NO_PERSON else None


def _known(name: str) -> NameKind | None:
    """The kind of a listed name, one sign of its level before it allowed."""
    return LISTED.get(name) or (LISTED.get(name[1:]) if _LEVEL.fullmatch(name[:1]) else None)


def is_person(name: str) -> bool:
    """Whether a name is surely a person's: one with a title, or a family name with two signs that open no known word.

    >>> is_person("局长沈岚"), is_person("沈明远"), is_person("文广旅")
    (True, True, False)
    """
    return kind_of(name) == "person" and (
        any(pattern.fullmatch(name) for pattern in (_HOLDER, _TITLED, _CALLED))
        or (len(name) > 2 and name[:2] not in _NO_PERSON)
    )


def split_names(text: str, *, start: int = 0, end: int | None = None) -> tuple[Name, ...]:
    r"""The names of a list that 、 ， ； /, white space or line breaks separate, as places in `text`.

    Brackets stay with their name; a name that a line break cuts is joined; a title stays with the person behind it;
    等单位 and cells that name nobody (无, /, —) are dropped.

    >>> [name.text for name in split_names("县教育局、公安局（交警大队）及各有关部门")]
    ['县教育局', '公安局（交警大队）', '各有关部门']
    >>> [name.text for name in split_names("党委书记、局长陈志远 区综合行政执\n法局")]
    ['党委书记、局长陈志远', '区综合行政执法局']
    """
    end = len(text) if end is None else end
    if _HAS_PHONE.search(text, start, end):
        plain = blot_phones(text[start:end])
        text = text if plain == text[start:end] else text[:start] + plain + text[end:]
    pieces = _join(text, list(_pieces(text, start, end)))
    names = (name for piece in pieces for name in _divide(text, *piece))
    return tuple(name for name in names if name.text not in _EMPTY and not name.text.isdigit())


def blot_phones(text: str) -> str:
    """The text with telephone numbers blotted out by blanks, places kept.

    >>> blot_phones("沈明远8123456")
    '沈明远       '
    """
    return _PHONE.sub(lambda hit: " " * len(hit[0]), text) if _HAS_PHONE.search(text) else text


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at separators outside brackets."""
    depth, begin, at = 0, start, start
    while at < end:
        if text[at] in OPEN:
            depth += 1
        elif text[at] in CLOSE:
            depth = max(0, depth - 1)
        elif not depth and (gap := _SEPARATOR.match(text, at, end)):
            if begin < at:
                yield begin, at
            begin = at = gap.end()
            continue
        at += 1
    if begin < end:
        yield begin, end


def _join(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Put together what a separator or a line break only seems to part."""
    at = 0
    while at < len(pieces):
        most = min(_MOST_PARTS, len(pieces) - at)
        count = next((n for n in range(most, 1, -1) if _belong(text, pieces[at : at + n])), 1)
        yield pieces[at][0], pieces[at + count - 1][1]
        at += count


def _belong(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether adjacent pieces are one name."""
    if pieces[-1][1] - pieces[0][0] > _LONGEST:
        return False
    parts = [_squeeze(text[start:end]) for start, end in pieces]
    gaps = [text[left[1] : right[0]] for left, right in pairwise(pieces)]
    if all(gap.isspace() for gap in gaps):
        return _cut(parts) and not ("".join(gaps).strip(" \t\u3000") and _broken_on_purpose(text, pieces))
    if gaps[-1].isspace() and len(parts) > 2 and kind_of(parts[-2]) == "post" and kind_of(parts[-1]) == "person":
        parts[-2:], gaps = ["".join(parts[-2:])], gaps[:-1]
    if any(gap.strip() != "、" for gap in gaps):
        return False
    if _TIER.fullmatch(parts[0]) and len(parts) == 2:
        return bool(_TIER_NEXT.fullmatch(parts[1]))
    holder = _HOLDER.fullmatch(parts[-1]) and kind_of(parts[-1]) == "person"
    return bool(holder) and all(_OFFICE.fullmatch(part) for part in parts[:-1])


def _broken_on_purpose(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether a line ends though more than one sign more would have fit: the lines do not fill the cell."""
    lines = text[text.rfind("\n", 0, pieces[0][0]) + 1 : pieces[-1][1]].split("\n")
    short = any(len(line.strip()) + 1 < max(map(len, lines)) for line in lines[:-1])
    first = _squeeze(text[pieces[0][0] : pieces[0][1]])
    return short and len(first) > 1 and not (_PARENT.fullmatch(first) or _LEVEL.fullmatch(first))


def _cut(parts: list[str]) -> bool:
    """Whether white space cut one name into these parts."""
    whole = "".join(parts)
    kinds = [kind_of(part) for part in parts]
    if len(parts) == 2:
        left, right = parts
        if kinds == ["post", "person"] and _LONE_TITLE.search(left):
            return True
        if len(left) == 1 and left in SURNAMES and len(right) <= 2:
            return kind_of(whole) == "person"
        if _PARENT.fullmatch(left) and _CHILD.fullmatch(right):
            return True
        if _GROUP.fullmatch(left) and _TAIL_OF_GROUP.fullmatch(right):
            return True
        if kinds[0] == "organisation" and _STUB.fullmatch(right) and not left.startswith("各"):
            return kind_of(whole) == "organisation"
        if kinds[0] and any(hit.start() < len(left) < hit.end() for hit in _LONG_SUFFIX.finditer(whole)):
            return len(right) < 3 and kind_of(whole) == "organisation"
    return not any(kinds[:-1]) and kind_of(whole) in ("organisation", "post")


def _divide(text: str, start: int, end: int) -> Iterator[Name]:
    """Cut a piece at 和, 及, 与 where names stand on both sides, and trim it."""
    for hit in _AND.finditer(text, start, end if end - start <= _LONGEST else start):
        left, right = text[start : hit.start()], text[hit.end() : end]
        whole = left.count("（") + left.count("(") == left.count("）") + left.count(")")
        kinds = kind_of(left), kind_of(_TAIL.sub("", right)) or kind_of(right)
        if whole and all(kinds) and (kinds[0] == "person") == (kinds[1] == "person"):
            yield from _divide(text, start, hit.start())
            yield from _divide(text, hit.end(), end)
            return
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    tail = _TAIL.search(_mask(text[start:end]))
    if tail and tail.start() == 0:
        return
    end = start + tail.start() if tail else end
    while start < end and text[start] in " \t\n\u3000:：":
        start += 1
    while start < end and text[end - 1] in " \t\n\u3000.．:：":
        end -= 1
    if start < end:
        yield Name(_squeeze(text[start:end]), start, end)


def _mask(text: str) -> str:
    """Text with the inside of brackets blotted out, so that 等 in a bracket ends nothing."""
    return re.sub(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]?", lambda hit: "□" * len(hit[0]), text)
