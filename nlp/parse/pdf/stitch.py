"""Join a table that a page break cut: two lattices with the same column borders become one."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.parse.pdf.grid import Box, Lattice
from nlp.parse.pdf.wrap import head_width, is_ended

SAME_BORDER = 4.0  # points
DEEPEST_HEADER = 4  # rows that may be repeated on the next page


def stitch(above: Lattice, below: Lattice) -> Lattice | None:
    """The two as one table, or None where their column borders do not agree.

    Rows that repeat the head are dropped, the two halves of a row that the page break cut become one row, and a
    merged cell that goes on below with nothing written in it spans on.
    """
    if below.page != above.last_page + 1:
        return None
    borders = _union(above.borders, below.borders)
    if borders is None:
        return None
    top, bottom = _refit(above, borders), _refit(below, borders)
    repeated = _repeated(top, bottom, above.rows)
    bottom = [box._replace(row=box.row - repeated) for box in bottom if box.row >= repeated]
    rows = below.rows - repeated
    if not bottom:
        return Lattice(above.rows, borders, tuple(top), above.top, below.bottom, above.page, below.last_page)
    last = above.rows - 1
    if _cut_row(top, bottom, last):
        boxes, added = _join_rows(top, bottom, last), rows - 1
    else:
        boxes, added = _span_on(top, [box._replace(row=box.row + above.rows) for box in bottom], last), rows
    return Lattice(
        above.rows + added, borders, tuple(sorted(boxes)), above.top, below.bottom, above.page, below.last_page
    )


def _union(one: Sequence[float], two: Sequence[float]) -> tuple[float, ...] | None:
    """The borders of the finer of the two, if the coarser has no border that the finer lacks."""
    fine, coarse = (one, two) if len(one) >= len(two) else (two, one)
    shift = fine[0] - coarse[0]  # left and right pages may have other margins
    if abs(shift) > 60 or abs(fine[-1] - coarse[-1] - shift) > SAME_BORDER:
        return None
    if any(min(abs(x + shift - y) for y in fine) > SAME_BORDER for x in coarse):
        return None
    if len(coarse) == 2 < len(fine):
        return None  # a box of another kind
    return tuple(one) if fine is one else tuple(x + one[0] - fine[0] for x in fine)


def _refit(lattice: Lattice, borders: Sequence[float]) -> list[Box]:
    if tuple(borders) == lattice.borders:
        return list(lattice.boxes)
    shift = borders[0] - lattice.borders[0]
    place = {
        i: min(range(len(borders)), key=lambda k: abs(borders[k] - x - shift)) for i, x in enumerate(lattice.borders)
    }
    if all(i == k for i, k in place.items()):
        return list(lattice.boxes)
    return [
        box._replace(column=place[box.column], column_span=place[box.column + box.column_span] - place[box.column])
        for box in lattice.boxes
    ]


def _row(boxes: Sequence[Box], row: int) -> list[tuple[int, int, str]]:
    return [(box.column, box.column_span, box.text) for box in sorted(box for box in boxes if box.row == row)]


def _repeated(top: Sequence[Box], bottom: Sequence[Box], rows: int) -> int:
    """How many rows at the head of `bottom` repeat rows at the head of `top`."""
    first = _row(bottom, 0)
    if len([text for _, _, text in first if text]) < 2:
        return 0
    start = next((i for i in range(min(DEEPEST_HEADER, rows)) if _row(top, i) == first), None)
    if start is None:
        return 0
    count = 1
    while start + count < min(DEEPEST_HEADER, rows) and _row(bottom, count) == _row(top, start + count):
        if not _row(bottom, count):
            break
        count += 1
    return max(count, *(box.row + box.row_span for box in bottom if box.row < count))


# --- the row at the page break --------------------------------------------------------------------------------------


def _cut_row(top: Sequence[Box], bottom: Sequence[Box], last: int) -> bool:
    """Whether the first row below is the rest of the last row above."""
    upper = {box.column: box for box in top if box.row <= last < box.row + box.row_span}
    lower = {box.column: box for box in bottom if box.row == 0}
    if upper.keys() != lower.keys() or any(box.row_span > 1 for box in lower.values() if box.text):
        return False
    written = [column for column, box in lower.items() if box.text]
    if not written or len(written) == len(lower) > 1:
        return False
    grouping = {box.column for box in [*top, *bottom] if box.row_span > 1}
    if not any(not box.text and column not in grouping for column, box in lower.items()):
        return False  # a whole row under merged cells
    number = _number_column(top)
    if number in lower:
        if lower[number].text and upper[number].text:
            return False
        few = not lower[number].text and 2 * len(written) <= len(lower)
        return few or any(_unfinished(upper[column], top) for column in written)
    return (
        min(lower) not in written
        and all(upper[column].text for column in written)
        and any(_unfinished(upper[column], top) for column in written)
    )


def _number_column(boxes: Sequence[Box]) -> int | None:
    """The first column in which nearly every cell is a number and none is merged downwards."""
    for column in sorted({box.column for box in boxes})[:2]:
        texts = [box.text for box in boxes if box.column == column and box.column_span == 1 and box.text]
        if any(box.row_span > 1 and box.text for box in boxes if box.column == column):
            continue
        digits = sum(text.isdigit() for text in texts)
        if digits >= 1 and digits >= len(texts) - 2 and digits * 2 > len(texts) - 1:
            return column
    return None


def _unfinished(box: Box, boxes: Sequence[Box]) -> bool:
    """A cell whose last line is full and does not end a sentence, though its column's cells do."""
    if not box.text or is_ended(box.text):
        return False
    line = box.lines[-1]
    if box.x1 - line.x1 < head_width("字", line.size) + 0.9 * line.size:
        return True
    others = [other.text for other in boxes if other.column == box.column and other.text and other.row < box.row]
    return len(others) > 1 and sum(is_ended(text) for text in others) > 0.7 * len(others)


def _join_rows(top: Sequence[Box], bottom: Sequence[Box], last: int) -> list[Box]:
    ends = {box.column: box for box in top if box.row <= last < box.row + box.row_span}
    rest = {box.column: box for box in bottom if box.row == 0}
    joined = []
    for column, box in ends.items():
        other = rest[column]
        joined.append(box._replace(row_span=box.row_span + other.row_span - 1, lines=box.lines + other.lines))
    kept = [box for box in top if box not in ends.values()]
    return [*kept, *joined, *(box._replace(row=box.row + last) for box in bottom if box.row)]


def _span_on(top: Sequence[Box], bottom: Sequence[Box], last: int) -> list[Box]:
    """Join a merged cell with its other half over the page break, where one of the two halves is empty."""
    ends = {(box.column, box.column_span): box for box in top if box.row + box.row_span == last + 1}
    merged: dict[Box, Box] = {}
    gone: set[Box] = set()
    grouping = {box.column for box in [*top, *bottom] if box.row_span > 1}
    for box in bottom:
        other = ends.get((box.column, box.column_span))
        if box.row != last + 1 or other is None or box.column not in grouping or (box.text and other.text):
            continue
        page = other.page if other.text or not box.text else box.page
        merged[other] = other._replace(row_span=other.row_span + box.row_span, lines=other.lines + box.lines, page=page)
        gone.add(box)
    return [*(merged.get(box, box) for box in top), *(box for box in bottom if box not in gone)]
