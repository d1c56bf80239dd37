"""Read what stands behind the marks of a line, each stretch between two marks once: a mark and an end to a Content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nlp.extract.marks import Label, label_at
from nlp.extract.names import CLOSE, OPEN
from nlp.extract.party_lists import Content, read_labels
from nlp.types import Party

LONG = 400  # characters from which on each name of a note must be one that the program knows
_SIGN = re.compile(f"[。{re.escape(OPEN + CLOSE)}]")


class MarkedRun:
    """The marks of a text in their order, and what each stretch between them holds.

    `is_unknown` tells of a party that is no name, whatever else stands in its note; it makes a long note of several
    parties no note at all, and so each that begins before it: this keeps the work linear in the text.
    """

    def __init__(self, text: str, labels: Sequence[Label], *, is_unknown: Callable[[Party], bool]) -> None:
        self.text, self.labels, self.is_unknown = text, labels, is_unknown
        self._parts: dict[tuple[int, int], Content] = {}
        self._hopeless: dict[int, int] = {}

    def read(self, index: int, stop: int) -> Content | None:
        """What stands from a mark to `stop`; None for a long stretch that is no note."""
        start = self.labels[index].start
        if stop - start >= LONG and self._hopeless.get(stop, -1) >= index:
            return None
        parties: list[Party] = []
        limits: list[tuple[str, int]] = []
        blanks: list[str] = []
        unknown: tuple[int, int] | None = None  # the first stretch that holds one, and the number of parties before it
        for at in range(index, len(self.labels)):
            if self.labels[at].end > stop:
                break
            part = self._part(at, stop)
            if unknown is None and any(map(self.is_unknown, part.parties)):
                unknown = at, len(parties)
            parties += part.parties
            limits += part.limits
            blanks += part.blanks
            if unknown and stop - start >= LONG and len(parties) - unknown[1] > 1:
                self._hopeless[stop] = unknown[0]
                return None
        return Content(tuple(parties), tuple(limits), tuple(blanks))

    def _part(self, index: int, stop: int) -> Content:
        label = self.labels[index]
        following = self.labels[index + 1] if index + 1 < len(self.labels) else None
        right = following.start if following and following.end <= stop else stop
        if (index, right) not in self._parts:
            self._parts[index, right] = read_labels(self.text, label.start, right, (label,))
        return self._parts[index, right]


def find_ends(text: str, labels: Sequence[Label], end: int) -> list[int]:
    """For each mark where the note ends that it opens: at the first 。, or where the bracket closes that it stands in.

    >>> from nlp.extract.marks import find_labels
    >>> text = "（责任单位：甲局（信访室））。"
    >>> find_ends(text, find_labels(text), len(text))
    [13]
    """
    ends = [end] * len(labels)
    waiting: list[tuple[int, int]] = []  # marks whose end has not come yet, with the depth of brackets they stand in
    depth = count = 0
    for sign in _SIGN.finditer(text, labels[0].end if labels else end, end):
        while count < len(labels) and labels[count].end <= sign.start():
            waiting.append((depth, count))
            count += 1
        if sign[0] in OPEN:
            depth += 1
            continue
        while waiting and (sign[0] == "。" or waiting[-1][0] >= depth):
            ends[waiting.pop()[1]] = sign.start()
        if sign[0] in CLOSE:
            depth = max(0, depth - 1)
    return ends


class SentenceChain:
    """Follow a note over full stops behind which another mark stands (责任人：A。联系人：B。)."""

    def __init__(self, text: str, end: int) -> None:
        self.text, self.end = text, end
        self._last: dict[int, int] = {}

    def last(self, stop: int) -> int:
        """The place of the last full stop from `stop` on."""
        passed = []
        while stop not in self._last and self._goes_on(stop):
            passed.append(stop)
            following = self.text.find("。", stop + 1, self.end)
            stop = self.end if following < 0 else following
        last = self._last.get(stop, stop)
        self._last.update(dict.fromkeys([*passed, stop], last))
        return last

    def _goes_on(self, stop: int) -> bool:
        if stop >= self.end or self.text[stop] != "。":
            return False
        at = stop + 1
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        more = label_at(self.text, at, end=self.end)
        return more is not None and more.strict
