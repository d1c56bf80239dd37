"""Find the time that a heading gives to the tasks under it: a heading to the place of its month or phase."""

from __future__ import annotations

import re

from nlp.extract.marks import is_bare_limit
from nlp.types import Document, Heading

_MONTH = re.compile(r"[\d年月份上中下旬第一二三四五六七八九十季度半至到、和—\-–~～]{2,16}")
_BRACKET = re.compile(r"[（(](?P<time>[^（()）]{2,40})[)）]")
_PHASE = re.compile(r"[^，。；：:（()）]{2,16}[（(](?P<time>[^（()）]{2,40})[)）]\s*[。：:]\s*")
_PART = re.compile(r"[^：:（()）]+")
_FINE = re.compile(r"[月季旬日]|半年|年[底末初]")  # finer than a year, which may be a programme's span


def is_month(heading: Heading) -> bool:
    """Whether a heading is nothing but a month, a span of months, a quarter or a half-year, as in a schedule."""
    return heading.number is None and _MONTH.fullmatch(heading.title) is not None


def lead_time(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """The (start, end) of the time in a phase's name that opens a paragraph, and where its sentences begin.

    >>> lead_time("动员部署（3月）。召开动员会。", 0, 15)
    (5, 7, 9)
    >>> lead_time("召开动员会（3月）。", 0, 10)
    """
    hit = _PHASE.match(text, start, end)
    if hit is None or not text[hit.end() : end].strip() or not _is_time(hit["time"]):
        return None
    return hit.start("time"), hit.end("time"), hit.end()


def _is_time(words: str) -> bool:
    return is_bare_limit(words) and _FINE.search(words) is not None


def time_of(document: Document, heading: Heading) -> tuple[int, int] | None:
    """The (start, end) of the time in a heading: its whole title, a bracket in it, or what stands before or behind ：.

    Found are months, dates, quarters and half-years (第一阶段（3月—5月）, 自查自纠（4月）); a mere year is none.
    """
    block = document.blocks[heading.block].place
    line = document.text[block.start : block.end]
    if heading.title[:1] not in line:
        return None
    start = line.index(heading.title[:1], len(heading.number or ""))
    end = _end_of(line, start, heading.title)
    if is_month(heading):
        return block.start + start, block.start + end
    for pattern, group in ((_BRACKET, "time"), (_PART, 0)):
        for hit in pattern.finditer(line, start, end):
            if _is_time(hit[group]) and (group or hit.span() != (start, end)):
                return block.start + hit.start(group), block.start + hit.end(group)
    return None


def _end_of(line: str, start: int, title: str) -> int:
    """Where a title ends in its line, white space in it not counted."""
    at = start
    for sign in title:
        at = line.find(sign, at) + 1 or at
    return at
