"""Sort a page's characters into lines of text in reading order, one column after the other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from operator import eq, itemgetter, sub
from typing import NamedTuple

from nlp.parse.pdf.page import Char

SAME_LINE = 0.4  # baselines this near, in letter sizes, are one line
GUTTER = 1.0  # narrowest white between two columns, in letter sizes
FEWEST_ROWS = 5  # rows that each of two columns must have
RAISED = 0.75  # of the row's size: no larger is a note's mark above the line
FEWEST_TOUCHING = 6  # letters of a row that tell how it is set

Row = list[Char]
Span = tuple[float, float]
_MARKS = frozenset("0123456789*①②③④⑤⑥⑦⑧⑨⑩[]〔〕")
_HAN = "\u4e00", "\u9fff"
_TEXT, _LEFT, _RIGHT, _BASE, _SIZE, _BOLD = map(itemgetter, range(6))


class Line(NamedTuple):
    """One line of text: its edges and baseline, its size, and the column it stands in (0 where there is one)."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int = 1
    column: int = 0


def read_lines(chars: Iterable[Char], *, page: int = 1) -> list[Line]:
    """The lines of a page, or of the part of it between two tables, in reading order.

    Two columns are found by the white gutter between them; a line across the gutter ends both columns.

    >>> [line.text for line in read_lines([Char("乙", 12, 22, 9, 10, False), Char("甲", 0, 10, 10, 10, False)])]
    ['甲乙']
    """
    rows = sort_rows(chars)
    gutter = find_gutter(rows)
    if gutter is None:
        return [join_row(row, page, 0) for row in rows]
    lines: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        before = [char for char in row if char.x1 <= gutter + 0.3 * char.size]
        after = [char for char in row if char.x0 >= gutter - 0.3 * char.size]
        if len(before) + len(after) < len(row) or _centred_title(before, after, gutter):
            lines += [*left, *right, join_row(row, page, 0)]
            left, right = [], []
            continue
        if before:
            left.append(join_row(before, page, 1))
        if after:
            right.append(join_row(after, page, 2))
    return [*lines, *left, *right]


def sort_rows(chars: Iterable[Char]) -> list[Row]:
    """Characters by baseline from the top, each row from the left; a letter printed twice on one spot stands once."""
    levels: dict[float, Row] = defaultdict(list)
    for y, letters in groupby(chars, _BASE):
        levels[y] += letters
    rows: list[Row] = []
    base, size = 0.0, 1.0
    for y, level in sorted(levels.items(), key=itemgetter(0)):
        near, high = (y - base) / size if rows else math.inf, max(map(_SIZE, level))
        if near <= SAME_LINE and (near * size <= SAME_LINE * high or _beside(rows[-1], level)):
            rows[-1] += level
        elif near * size <= SAME_LINE * high and size < RAISED * high and _beside(level, rows[-1]):
            rows[-1] += level  # letters below the raised marks among them
            base, size = y, high
        else:
            rows.append(level)
            base, size = y, high
    return [kept for row in rows if (kept := tidy_row(row))]


def _beside(row: Row, level: Row) -> bool:
    """Small letters set lower or higher beside the row's own: an index, not a line of small print below."""
    return all(not any(one.x0 < two.x1 - 1 and two.x0 < one.x1 - 1 for two in row) for one in level)


def tidy_row(row: Row) -> Row:
    """The row from the left, without spaces at its ends and without letters printed twice."""
    row.sort(key=_LEFT)
    texts = list(map(_TEXT, row))
    if True in map(eq, texts, texts[1:]):
        kept = row[:1]
        for char in row[1:]:
            if char.text != kept[-1].text or char.x0 - kept[-1].x0 >= 0.2 * char.size:
                kept.append(char)
        row = kept
    row = _without_marks(row)
    while row and row[-1][0] == " ":
        row.pop()
    first = next((i for i, char in enumerate(row) if char[0] != " "), len(row))
    return row[first:] if first else row


def _without_marks(row: Row) -> Row:
    """The row without the raised numbers of notes behind Chinese letters; those behind units (m2) stay."""
    low, high = min(map(_SIZE, row)), max(map(_SIZE, row))
    if low > RAISED * high:
        return row
    base = max(char.y for char in row if char.size == high)
    kept: Row = []
    for char in row:
        raised = char.size <= RAISED * high and base - char.y > 0.15 * high and char.text in _MARKS
        if not raised or not kept or kept[-1].text < "\u2e80":
            kept.append(char)
    return kept


def row_text(row: Sequence[Char]) -> str:
    """The text of a row from the left: a gap that the page shows without a space becomes one.

    >>> row_text([Char("a", 0, 5, 9, 10, False), Char("b", 9, 14, 9, 10, False), Char("年", 16, 26, 9, 10, False)])
    'a b年'
    """
    texts = list(map(_TEXT, row))
    widest = max(map(sub, map(_LEFT, row[1:]), map(_RIGHT, row)), default=0)
    if " " not in texts and widest <= 0.2 * min(map(_SIZE, row)):
        return "".join(texts)
    parts = texts[:1]
    tight = _is_tight(row)
    for (one, left, end, _, _, _), (two, start, after, _, size, _) in pairwise(row):
        if two == " ":
            if parts[-1] != " ":
                parts.append(" ")
            continue
        gap = start - end
        if gap > 0.2 * size and parts[-1] != " ":
            latin = one.isascii() and two.isascii()
            lone = tight and gap > 0.22 * size and _HAN[0] <= min(one, two) and max(one, two) <= _HAN[1]
            lone = lone and start + after - left - end > 2.34 * size  # the middles, for some fonts state glyphs' edges
            if lone or gap > 0.9 * size or (latin and (one + two).isalpha()) or (latin and gap > 0.35 * size):
                parts.append(" ")
        parts.append(two)
    return "".join(parts)


def _is_tight(row: Sequence[Char]) -> bool:
    """Whether nearly all letters of a row touch, so that a narrow white in it is a space and no spreading."""
    wide = sum(two.x0 - one.x1 > 0.08 * two.size for one, two in pairwise(row))
    return len(row) > FEWEST_TOUCHING and 6 * wide < len(row)


def join_row(row: Row, page: int, column: int) -> Line:
    """The line that a tidy row is."""
    size = usual_size(list(map(_SIZE, row)))
    bold = 2 * sum(map(_BOLD, row)) > len(row)
    return Line(row_text(row), row[0].x0, row[-1].x1, row[-1].y, size, bold, page, column)


def usual_size(sizes: Sequence[float]) -> float:
    """The most frequent size.

    >>> usual_size([16.0, 10.5, 16.0])
    16.0
    """
    return sizes[0] if set(sizes) == {sizes[0]} else Counter(sizes).most_common(1)[0][0]


# --- columns --------------------------------------------------------------------------------------------------------


def find_gutter(rows: Sequence[Row]) -> float | None:
    """The middle of the white between two columns, or None where the rows run across the page.

    A gutter lies in the page's middle third, at most one row in four crosses it, both columns have enough rows, and
    most lines of the left one end near it, as those of a list of names and values would not.
    """
    if len(rows) < FEWEST_ROWS:
        return None
    size = usual_size([char.size for row in rows for char in row])
    spans = [spans_of(row, GUTTER * size) for row in rows]
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    third = (right - left) / 3
    if is_one_column([(row[0].x0, row[-1].x1) for row in rows], spans, size):
        return None
    marks = [left + third + k * size / 4 for k in range(int(4 * third / size))]
    crossings = [sum(any(one - size / 2 < x < two + size / 2 for one, two in row) for row in spans) for x in marks]
    fewest, _, gutter = min((n, abs(x - (left + right) / 2), x) for n, x in zip(crossings, marks, strict=True))
    if 4 * fewest > len(rows):
        return None
    ends = [two for row in spans for one, two in row if two <= gutter]
    starts = [one for row in spans for one, two in row if one >= gutter]
    if min(len(ends), len(starts)) < FEWEST_ROWS:
        return None
    near_end = sum(max(ends) - end < 2 * size for end in ends)
    near_start = sum(start - min(starts) < 2.6 * size for start in starts)
    wide = min(max(ends) - left, right - min(starts)) > 8 * size
    if wide and 2 * near_end >= len(ends) and 2 * near_start >= len(starts):
        return gutter
    return None


def is_one_column(rows: Sequence[Span], spans: Sequence[Sequence[Span]], size: float) -> bool:
    """Whether the page is narrow, or more than one row in four runs across its middle third.

    `rows` are the rows' left and right edges, `spans` their pieces, `size` is the usual letter's.
    """
    left, right = min(x0 for x0, _ in rows), max(x1 for _, x1 in rows)
    third = (right - left) / 3
    across = sum(any(one < left + third and two > right - third for one, two in row) for row in spans)
    return right - left < 20 * size or 4 * across > len(rows)


def is_tabular(spans: Sequence[Sequence[Span]]) -> bool:
    """Whether one row in ten is in three pieces or more: a table of which no border is drawn."""
    pieces = sum(len(row) > 2 for row in spans)
    return pieces >= FEWEST_ROWS and 10 * pieces > len(spans)


def spans_of(row: Row, gap: float) -> list[Span]:
    """The pieces of a row between whites as wide as `gap`."""
    spans: list[Span] = []
    _, left, right, _, _, _ = row[0]
    for text, x0, x1, _, _, _ in row:
        if text == " ":
            continue
        if x0 - right >= gap:
            spans.append((left, right))
            left, right = x0, x1
        elif x1 > right:
            right = x1
    return [*spans, (left, right)]


def _centred_title(before: Row, after: Row, gutter: float) -> bool:
    """Whether letters on both sides of the gutter are one spread-out title rather than two lines."""
    if not before or not after:
        return False
    white, size = after[0].x0 - before[-1].x1, before[-1].size
    return white < size / 2 or (white < GUTTER * size and before[-1].x1 <= gutter)
