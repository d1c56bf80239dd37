"""Cut a text into sentences: offsets of the stretches up to 。！？； outside brackets and titles."""

from __future__ import annotations

import re

_STOP = re.compile(r"[。！？；!?;]+[”’」』）)]*|\n")
_BULLET = re.compile(r"(?:[•●■◆▪※★☆▲△▶►➢➤✓√□◇◎▉○·*](?![○*●])|[—–]{1,2}|-(?!\d))[\s\u3000]*")
_OPEN, _CLOSE = "（(《〔[【〈", "）)》〕]】〉"


def split_sentences(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each sentence in `text[start:end]`, its end mark included, white space around it not.

    A mark inside brackets or a 《title》 ends no sentence; an unclosed bracket is let go at the next line break.

    >>> text = "深化排查；建立台账（含附表。）。完成整改"
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['深化排查；', '建立台账（含附表。）。', '完成整改']
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    left = start
    position = start
    while position < end:
        match = _STOP.search(text, position, end)
        stop = match.end() if match else end
        if match and stop < end and match[0] != "\n" and _inside(text, left, match.start(), end):
            position = stop
            continue
        first, last = left, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            found.append((first, last))
        left = position = stop
    return tuple(found)


def skip_bullets(text: str, start: int, end: int) -> int:
    """Where the words of `text[start:end]` begin behind the signs that set off an item of a list.

    >>> skip_bullets("—— • 组织比赛——扩大影响", 0, 14), skip_bullets("○○镇开展排查", 0, 7)
    (5, 0)
    """
    while start < end and (bullet := _BULLET.match(text, start, end)):
        start = bullet.end()
    return start


def _inside(text: str, start: int, at: int, end: int) -> bool:
    """Whether `at` lies inside a bracket that opens after `start` and closes before the line's end."""
    depth = 0
    for char in text[start:at]:
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
    if depth == 0:
        return False
    line_end = text.find("\n", at, end)
    rest = text[at : end if line_end < 0 else line_end]
    return any(char in _CLOSE for char in rest)
