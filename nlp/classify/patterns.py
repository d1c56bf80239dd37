"""Search many regular expressions in many short lines at once: patterns and lines to a table of hits.

The lines stand under one another in one text, which each pattern searches in one go, rewritten so that it never
leaves its line. Only the lines that hold what the pattern cannot match without (one of some characters or pairs of
characters, read from the pattern itself) are searched; these are looked up for all lines at once, a bit of a number
for each set of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import uint32, uint64
    from numpy.typing import NDArray

_WIDTH = 1 << 16  # code points beyond count as one that every set holds; pairs are hashed into as many numbers
_MOST = 1500  # a larger set of pieces tells too little
_RARE = 40  # how much rarer a pair of characters is than a character, about
_BITS = 64
_LEAVES_LINE = re.compile(r"\\[AZDWS]|\(\?[a-zA-Z]|\[[^\]]*\\s|[+*?}]\+|\(\?>")

Pieces = frozenset[str]
"""Strings of one or two characters, one of which every line with a match of a pattern holds."""


class Search:
    """Patterns made ready to be searched in many lines.

    >>> search = Search([re.compile("^已.*成$"), re.compile("[^月]底")])
    >>> search.find(["已完成", "月底", "年底已建成"]).tolist()
    [[True, False], [False, False], [False, True]]
    """

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        import numpy as np

        self.patterns = tuple(patterns)
        self._joined = tuple(map(_keep_to_line, patterns))
        self._needs: list[list[tuple[int, Any]]] = []
        self._singles: list[NDArray[uint64]] = []
        self._pairs: list[NDArray[uint64]] = []
        used = _BITS
        for pattern in patterns:
            self._needs.append([])
            for pieces in needed_pieces(pattern.pattern, pattern.flags):
                if used == _BITS:
                    self._singles.append(np.zeros(_WIDTH + 1, np.uint64))
                    self._pairs.append(np.zeros(_WIDTH, np.uint64))
                    used = 0
                bit = np.uint64(1 << used)
                self._singles[-1][[*(ord(piece) for piece in pieces if len(piece) == 1), _WIDTH]] |= bit
                pairs = np.array([[ord(char) for char in piece] for piece in pieces if len(piece) == 2], np.uint32)
                if len(pairs):
                    self._pairs[-1][_number(pairs[:, 0], pairs[:, 1])] |= bit
                self._needs[-1].append((len(self._singles) - 1, bit))
                used += 1

    def find(self, lines: Sequence[str]) -> NDArray[Any]:
        """Where each pattern matches: a table of truth values (lines, patterns). The lines hold no line breaks."""
        import numpy as np

        hits = np.zeros((len(lines), len(self.patterns)), bool)
        if not len(lines):
            return hits
        sizes = np.fromiter(map(len, lines), np.int64, len(lines)) + 1
        starts = np.cumsum(sizes) - sizes
        codes = np.minimum(_codes("\n".join(lines) + "\n"), _WIDTH)
        numbers = _number(codes, np.append(codes[1:], np.uint32(10)))
        masks = [
            np.bitwise_or.reduceat(singles.take(codes) | pairs.take(numbers), starts)
            for singles, pairs in zip(self._singles, self._pairs, strict=True)
        ]
        for at, (pattern, joined, needs) in enumerate(zip(self.patterns, self._joined, self._needs, strict=True)):
            open_ = np.ones(len(lines), bool)
            for table, bit in needs:
                open_ &= (masks[table] & bit) != 0
            rows = np.flatnonzero(open_)
            if joined is None:
                rows = rows[[pattern.search(lines[row]) is not None for row in rows.tolist()]]
            elif len(rows):
                rows = rows[_search_lines(joined, [lines[row] for row in rows.tolist()], sizes[rows])]
            hits[rows, at] = True
        return hits


def needed_pieces(pattern: str, flags: int = 0) -> list[Pieces]:
    """Up to two sets of pieces such that every line with a match holds one of each; none where nothing is known.

    >>> [sorted(pieces) for pieces in needed_pieces("已?完成|(?<!未)办[结妥]")]
    [['办妥', '办结', '完成']]
    """
    try:
        from re import _parser  # type: ignore[attr-defined]  # private, hence this guard
    except ImportError:
        return []
    if flags & re.IGNORECASE:
        return []
    found = sorted(_needed(list(_parser.parse(pattern))), key=lambda pieces: (_cost(pieces), sorted(pieces)))
    kept: list[Pieces] = []
    for pieces in filter(_usable, found):
        if not any(pieces >= other for other in kept):
            kept.append(pieces)
    return kept[:2]


def _needed(items: list[Any]) -> list[Pieces]:
    """The sets of pieces that a sequence needs, one for each place in it where they are known."""
    found: list[Pieces] = []
    for at, (operation, value) in enumerate(items):
        name = str(operation)
        if (heads := _heads(items[at:])) is not None and "" not in heads:
            found.append(frozenset(heads))
        if name == "SUBPATTERN":
            found += _needed(list(value[3]))
        elif name == "ASSERT":  # what must stand beside a match stands in its line too
            found += _needed(list(value[1]))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
            found += _needed(list(value[2]))
        elif name == "BRANCH":
            best = [min(filter(_usable, _needed(list(branch))), key=_cost, default=None) for branch in value[1]]
            if None not in best:
                found.append(frozenset().union(*best))  # type: ignore[arg-type]
    return found


def _heads(items: list[Any], length: int = 2) -> set[str] | None:
    """The first characters of what a sequence matches, "" among them where it may match nothing; None: unknown."""
    heads = {""}
    for operation, value in items:
        name = str(operation)
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        short = {head for head in heads if len(head) < length}
        if not short:
            break
        more = _first(name, value, length)
        if more is None or len(heads) * len(more) > _MOST:
            return None if "" in heads else heads  # what is known so far begins every match
        heads = (heads - short) | {(head + tail)[:length] for head in short for tail in more}
    return heads


def _first(name: str, value: Any, length: int) -> set[str] | None:
    """The first characters of what one item matches."""
    if name == "LITERAL":
        return {chr(value)}
    if name == "IN":
        return _members(value)
    if name == "SUBPATTERN":
        return _heads(list(value[3]), length)
    if name == "BRANCH":
        branches = [_heads(list(branch), length) for branch in value[1]]
        return None if None in branches else set().union(*branches)  # type: ignore[arg-type]
    if name in ("MAX_REPEAT", "MIN_REPEAT") and value[1] == 1:
        inner = _heads(list(value[2]), length)
        return None if inner is None else inner | ({""} if value[0] == 0 else set())
    return None


def _members(value: Any) -> set[str] | None:
    """The characters of a class, None where it is open."""
    members: set[str] = set()
    for operation, held in value:
        name = str(operation)
        if name == "LITERAL":
            members.add(chr(held))
        elif name == "RANGE" and held[1] - held[0] <= _MOST:
            members.update(map(chr, range(held[0], held[1] + 1)))
        elif name == "CATEGORY" and str(held) == "CATEGORY_DIGIT":
            members |= _digits()
        else:
            return None
    return members


def _usable(pieces: Pieces) -> bool:
    return 0 < len(pieces) <= _MOST and all(ord(char) < _WIDTH for piece in pieces for char in piece)


def _cost(pieces: Pieces) -> int:
    """About how often one of the pieces stands in a line."""
    return sum(1 if len(piece) == 2 else _RARE for piece in pieces)


@cache
def _digits() -> frozenset[str]:
    return frozenset(chr(code) for code in range(_WIDTH) if chr(code).isdecimal())


def _keep_to_line(pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """The pattern for lines that stand in one text, None where it may leave its line and must search each by itself.

    ^ and $ mean the line's ends, and no open class matches a line break.
    """
    source = pattern.pattern
    if _LEAVES_LINE.search(source) or pattern.flags & ~re.UNICODE:
        return None
    kept = source.replace("[^", "[^\n").replace(r"\s", r"[^\S\n]")
    try:
        return re.compile(kept, re.MULTILINE)
    except re.error:
        return None


def _search_lines(pattern: re.Pattern[str], lines: list[str], sizes: NDArray[Any]) -> NDArray[Any]:
    """Which lines hold a match; the sizes count the break behind each line."""
    import numpy as np

    text = "\n".join(lines) + "\n"
    found, place = [], 0
    while place < len(text) and (match := pattern.search(text, place)):
        found.append(match.start())
        place = text.find("\n", match.start()) + 1  # one match a line is enough
        if not place:
            break
    hits = np.zeros(len(lines) + 1, bool)
    hits[np.searchsorted(np.cumsum(sizes), found, side="right")] = True
    return hits[:-1]


def _number(first: NDArray[uint32], second: NDArray[uint32]) -> NDArray[uint32]:
    """The hash of a pair of characters, 16 bits."""
    import numpy as np

    mixed = (first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA77))
    number: NDArray[uint32] = (mixed * np.uint32(0xC2B2AE3D)) >> np.uint32(16)
    return number


def _codes(text: str) -> NDArray[uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
