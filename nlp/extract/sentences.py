"""Cut a text into sentences: offsets of the stretches up to 。！？； outside brackets and titles."""

from __future__ import annotations

import re

_STOP = re.compile(r"[。！？；!?;]+[”’」』）)]*|\n")
_BULLET = re.compile(r"(?:[•●■◆▪※★☆▲△▶►➢➤✓√□◇◎▉○·*](?![○*●])|[—–]{1,2}|-(?!\d))[\s\u3000]*")
_OPEN = "（(《〔[【〈"
_BRACKET = re.compile(r"[（(《〔\[【〈）)》〕\]】〉]")
_CLOSE_OR_END = re.compile(r"[）)》〕\]】〉\n]")


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
    inside = _Inside(text, start, end)
    while position < end:
        match = _STOP.search(text, position, end)
        stop = match.end() if match else end
        if match and stop < end and match[0] != "\n" and inside(match.start()):
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
        inside.begin(left)
    return tuple(found)


def skip_bullets(text: str, start: int, end: int) -> int:
    """Where the words of `text[start:end]` begin behind the signs that set off an item of a list.

    >>> skip_bullets("—— • 组织比赛——扩大影响", 0, 14), skip_bullets("○○镇开展排查", 0, 7)
    (5, 0)
    """
    while start < end and (bullet := _BULLET.match(text, start, end)):
        start = bullet.end()
    return start


class _Inside:
    """Tells of one place after another whether it lies in a bracket; each sign of the text is looked at once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.at, self.end = text, start, end
        self.depth = 0
        self.next_close = start - 1  # the first closing sign or line break from the place last asked for

    def begin(self, start: int) -> None:
        """Let go of the brackets before `start`, where a sentence begins."""
        self.at, self.depth = start, 0

    def __call__(self, at: int) -> bool:
        """Whether `at` lies inside a bracket that opens in this sentence and closes before the line's end."""
        for sign in _BRACKET.finditer(self.text, self.at, at):
            self.depth = self.depth + 1 if sign[0] in _OPEN else max(0, self.depth - 1)
        self.at = at
        if self.depth == 0:
            return False
        if self.next_close < at:
            ahead = _CLOSE_OR_END.search(self.text, at, self.end)
            self.next_close = ahead.start() if ahead else self.end
        return self.next_close < self.end and self.text[self.next_close] != "\n"
