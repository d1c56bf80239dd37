"""Sort a page's characters into lines of text in reading order, one column after the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.parse.pdf.page import Char

SAME_LINE = 0.4  # baselines this near, in letter sizes, are one line
GUTTER = 1.0  # narrowest white between two columns, in letter sizes
FEWEST_ROWS = 5  # rows that each of two columns must have

Row = list[Char]


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
        return [_line(row, page, 0) for row in rows]
    lines: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        before = [char for char in row if char.x1 <= gutter + 0.3 * char.size]
        after = [char for char in row if char.x0 >= gutter - 0.3 * char.size]
        if len(before) + len(after) < len(row) or _centred_title(before, after, gutter):
            lines += [*left, *right, _line(row, page, 0)]
            left, right = [], []
            continue
        if before:
            left.append(_line(before, page, 1))
        if after:
            right.append(_line(after, page, 2))
    return [*lines, *left, *right]


def sort_rows(chars: Iterable[Char]) -> list[Row]:
    """Characters by baseline from the top, each row from the left; a letter printed twice on one spot stands once."""
    levels: dict[float, Row] = {}
    for char in chars:
        levels.setdefault(char.y, []).append(char)
    rows: list[Row] = []
    base, size = 0.0, 1.0
    for y in sorted(levels):
        level = levels[y]
        near, high = (y - base) / size if rows else math.inf, max(char.size for char in level)
        if near <= SAME_LINE and (near * size <= SAME_LINE * high or _beside(rows[-1], level)):
            rows[-1] += level
        else:
            rows.append(level)
            base, size = y, high
    return [kept for row in rows if (kept := _tidy(row))]


def _beside(row: Row, level: Row) -> bool:
    """Small letters set lower or higher beside the row's own: an index, not a line of small print below."""
    return all(not any(one.x0 < two.x1 - 1 and two.x0 < one.x1 - 1 for two in row) for one in level)


def _tidy(row: Row) -> Row:
    row.sort(key=lambda char: char.x0)
    kept: Row = []
    for char in row:
        if kept and char.text == kept[-1].text and char.x0 - kept[-1].x0 < 0.2 * char.size:
            continue
        kept.append(char)
    while kept and kept[-1].text == " ":
        kept.pop()
    first = next((i for i, char in enumerate(kept) if char.text != " "), len(kept))
    return kept[first:]


def row_text(row: Sequence[Char]) -> str:
    """The text of a row from the left: a gap that the page shows without a space becomes one.

    >>> row_text([Char("a", 0, 5, 9, 10, False), Char("b", 9, 14, 9, 10, False), Char("年", 16, 26, 9, 10, False)])
    'a b年'
    """
    parts = [row[0].text]
    for one, two in pairwise(row):
        gap = two.x0 - one.x1
        if two.text == " ":
            if parts[-1] != " ":
                parts.append(" ")
            continue
        if gap > 0.2 * two.size and parts[-1] != " ":
            latin = one.text.isascii() and two.text.isascii()
            if gap > 0.9 * two.size or (latin and (one.text + two.text).isalpha()) or (latin and gap > 0.35 * two.size):
                parts.append(" ")
        parts.append(two.text)
    return "".join(parts)


def _line(row: Row, page: int, column: int) -> Line:
    sizes = Counter(char.size for char in row)
    size = sizes.most_common(1)[0][0]
    bold = 2 * sum(char.bold for char in row) > len(row)
    return Line(row_text(row), row[0].x0, row[-1].x1, row[-1].y, size, bold, page, column)


# --- columns --------------------------------------------------------------------------------------------------------


def find_gutter(rows: Sequence[Row]) -> float | None:
    """The middle of the white between two columns, or None where the rows run across the page.

    A gutter lies in the page's middle third, at most one row in four crosses it, both columns have enough rows, and
    most lines of the left one end near it, as those of a list of names and values would not.
    """
    if len(rows) < FEWEST_ROWS:
        return None
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    size = Counter(char.size for row in rows for char in row).most_common(1)[0][0]
    if right - left < 20 * size:
        return None
    spans = [_spans(row, GUTTER * size) for row in rows]
    third = (right - left) / 3
    if 4 * sum(any(one < left + third and two > right - third for one, two in row) for row in spans) > len(rows):
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


def _spans(row: Row, gap: float) -> list[tuple[float, float]]:
    spans = [(row[0].x0, row[0].x1)]
    for char in row[1:]:
        if char.text == " ":
            continue
        if char.x0 - spans[-1][1] < gap:
            spans[-1] = spans[-1][0], max(spans[-1][1], char.x1)
        else:
            spans.append((char.x0, char.x1))
    return spans


def _centred_title(before: Row, after: Row, gutter: float) -> bool:
    """Whether letters on both sides of the gutter are one spread-out title rather than two lines."""
    if not before or not after:
        return False
    return after[0].x0 - before[-1].x1 < GUTTER * before[-1].size and before[-1].x1 <= gutter
