"""Find the brackets of a paragraph that may hold a note: text to places, closing brackets that are lost included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.marks import find_bare_labels, find_labels, label_at
from nlp.extract.names import CLOSE, OPEN
from nlp.extract.party_lists import read_names

SENTENCE_END = "。；;！!"
_LONGEST_NOTE = 600
_LONGEST_BARE = 120
_SIGN = re.compile(f"[{re.escape(OPEN + CLOSE)}]")
_UNCLOSED_END = re.compile(r"。|\n\n|(?=[（(〔\[【](?:责任|牵头))")


def find_brackets(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Outermost brackets as (start, end, inner start, inner end), in time linear in the text.

    One without its closing sign counts where a mark stands in it, up to the next full stop; one without its opening
    sign where names and a time limit stand before it.

    >>> list(find_brackets("自查（牵头单位：甲局（信访室））。"))
    [(2, 16, 3, 15)]
    """
    pairs = match_brackets(text)
    at = 0
    for sign in _SIGN.finditer(text):
        start = sign.start()
        if start < at:
            continue
        if sign[0] in OPEN:
            if (stop := pairs.get(start)) is not None:
                yield start, stop + 1, start + 1, stop
                at = stop + 1
            elif _opens_with_mark(text, skip_blanks(text, start + 1)):
                at = _end_of_unclosed(text, start + 1)
                yield start, at, start + 1, at
        elif first := _start_of_unopened(text, start):
            yield first, start + 1, first, start


def match_brackets(text: str) -> dict[int, int]:
    """Where each bracket closes; one that closes too far away to be a note is not among them.

    >>> match_brackets("（甲（乙）（")
    {2: 4}
    """
    waiting: list[int] = []
    pairs: dict[int, int] = {}
    for hit in _SIGN.finditer(text):
        if hit[0] in OPEN:
            waiting.append(hit.start())
        elif waiting and hit.start() - (start := waiting.pop()) < _LONGEST_NOTE:
            pairs[start] = hit.start()
    return pairs


def skip_blanks(text: str, at: int) -> int:
    """The place of the first sign from `at` on that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _opens_with_mark(text: str, at: int) -> bool:
    bare = find_bare_labels(text, start=at, end=min(len(text), at + 20))
    return label_at(text, at) is not None or (bool(bare) and bare[0].start == at)


def _end_of_unclosed(text: str, start: int) -> int:
    """Where a note without closing bracket ends: at the first 。 that no further mark follows."""
    for stop in _UNCLOSED_END.finditer(text, start):
        if stop.end() > start and not label_at(text, skip_blanks(text, stop.end())):
            return stop.end()
    return len(text)


def _start_of_unopened(text: str, at: int) -> int:
    """Where a note without opening bracket begins, behind a sentence's end; 0 where what stands there is no note."""
    start = max(text.rfind(mark, max(0, at - _LONGEST_BARE), at) for mark in SENTENCE_END) + 1
    if not start or any(sign in text[start:at] for sign in OPEN) or find_labels(text, start=start, end=at):
        return 0
    content = read_names(text, start, at, "lead", trust=False)
    return start if content.parties and content.limits else 0
