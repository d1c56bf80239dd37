"""Join a table that a page break cut: two lattices with the same column borders become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from nlp.parse.pdf.grid import Box, Lattice
from nlp.parse.pdf.wrap import head_width, is_ended, is_open

SAME_BORDER = 4.0  # points
DEEPEST_HEADER = 4  # rows that may be repeated on the next page


def goes_on(above: Lattice, below: Lattice) -> bool:
    """Whether two tables, with nothing written between them, are one that a page break cut."""
    return below.page == above.last_page + 1 and _union(above.borders, below.borders) is not None


def stitch(parts: list[Lattice]) -> Lattice:
    """The parts of one table, each on its page, as one.

    Rows that repeat the head are dropped, the two halves of a row that a page break cut become one row, and a merged
    cell that goes on below with nothing written in it spans on. Linear in the number of parts. The list is
    emptied on the way, so that a long table is held once only.
    """
    borders = parts[0].borders
    for part in parts[1:]:
        borders = _union(borders, part.borders) or borders
    parts.reverse()
    first = below = parts.pop()
    if not parts:
        return first
    tail = _refit(first, borders)
    head = [box for box in tail if box.row < DEEPEST_HEADER]
    top = next((box.row + 1 for box in tail if box.column_span < len(borders) - 1), 0)  # below the head's first row
    merged = {box.column for box in tail if box.row_span > 1 and box.row >= top}
    number = _number_column(tail)
    endings = Endings()
    done: list[Box] = []
    rows = first.rows
    while parts:
        above, below = below, parts.pop()
        bottom = _refit(below, borders)
        repeated = _repeated(head, bottom, first.rows)
        bottom = [box._replace(row=box.row - repeated) for box in bottom if box.row >= repeated]
        if not bottom:
            continue
        merged |= {box.column for box in bottom if box.row_span > 1}
        torn = above.open_bottom and below.open_top and not first.open_top
        if torn or _is_cut(tail, bottom, rows - 1, merged, number, endings):
            tail, added = _join_rows(tail, bottom, rows - 1), below.rows - repeated - 1
        else:
            shifted = [box._replace(row=box.row + rows) for box in bottom]
            tail, added = _span_on(tail, shifted, rows - 1, merged), below.rows - repeated
        start, rows = rows, rows + added
        closed = [box for box in tail if box.row < start and box.row + box.row_span < rows]
        tail = [box for box in tail if box.row >= start or box.row + box.row_span >= rows]
        done += closed
        endings.count(closed)
        number = _number_column(tail) if number is None else number
    boxes = tuple(sorted(done + tail))
    return Lattice(rows, borders, boxes, first.top, below.bottom, first.page, below.last_page)


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
    if not any(text for _, _, text in first):
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


class Endings:
    """How many cells of each column, on the pages before, are written in and end as a sentence does."""

    def __init__(self) -> None:
        self.written: Counter[int] = Counter()
        self.ended: Counter[int] = Counter()

    def count(self, boxes: Iterable[Box]) -> None:
        """Add boxes that no page break cuts any more."""
        for box in boxes:
            if box.text:
                self.written[box.column] += 1
                self.ended[box.column] += is_ended(box.text)

    def lacks(self, box: Box, page: Iterable[Box]) -> bool:
        """Whether a box on this page is cut: its last line is full, or the other cells of its column are sentences."""
        if not box.text or is_ended(box.text):
            return False
        line = box.lines[-1]
        if box.x1 - line.x1 < head_width("字", line.size) + 0.9 * line.size:
            return True
        texts = [other.text for other in page if other.column == box.column and other.text and other.row < box.row]
        others = len(texts) + self.written[box.column]
        return others > 1 and sum(map(is_ended, texts)) + self.ended[box.column] > 0.7 * others


def _is_cut(
    top: Sequence[Box],
    bottom: Sequence[Box],
    last: int,
    merged: Collection[int],
    number: int | None,
    endings: Endings,
) -> bool:
    """Whether the first row below is the rest of the last row above.

    `merged` are the columns with merged cells, `number` is the one that counts the rows.
    """
    upper = {box.column: box for box in top if box.row <= last < box.row + box.row_span}
    lower = {box.column: box for box in bottom if box.row == 0}
    if upper.keys() != lower.keys():
        return False
    written = [column for column, box in lower.items() if box.text]
    if not written or len(written) == len(lower) > 1:
        return False
    if not any(not box.text and upper[column].text and column not in merged for column, box in lower.items()):
        return False  # a whole row under merged cells
    if number in lower:
        if lower[number].text and upper[number].text:
            return False
        few = not lower[number].text and 2 * len(written) <= len(lower)
        return few or any(endings.lacks(upper[column], top) for column in written)
    return (
        min(lower) not in written
        and all(upper[column].text for column in written)
        and any(endings.lacks(upper[column], top) for column in written if lower[column].row_span == 1)
    )


def _number_column(boxes: Sequence[Box]) -> int | None:
    """The first column in which nearly every cell is a number and none is merged downwards."""
    for column in sorted({box.column for box in boxes})[:2]:
        texts = [box.text for box in boxes if box.column == column and box.column_span == 1 and box.text]
        if any(box.row_span > 1 and box.text.isdigit() for box in boxes if box.column == column):
            continue
        digits = sum(text.isdigit() for text in texts)
        if digits >= 1 and digits >= len(texts) - 2 and digits * 2 > len(texts) - 1:
            return column
    return None


def _join_rows(top: Sequence[Box], bottom: Sequence[Box], last: int) -> list[Box]:
    """The boxes of two parts, the last row above and the first below being one; what has no match stays whole."""
    ends = {box.column: box for box in top if box.row <= last < box.row + box.row_span}
    rest = {box.column: box for box in bottom if box.row == 0}
    joined = []
    for column, box in ends.items():
        other = rest[column]
        joined.append(box._replace(row_span=box.row_span + other.row_span - 1, lines=box.lines + other.lines))
    kept = [box for box in top if box not in ends.values()]
    return [*kept, *joined, *(box._replace(row=box.row + last) for box in bottom if box.row)]


def _span_on(top: Sequence[Box], bottom: Sequence[Box], last: int, grouping: Collection[int]) -> list[Box]:
    """Join a merged cell with its other half over the page break, where one half is empty or the upper one is open."""
    ends = {(box.column, box.column_span): box for box in top if box.row + box.row_span == last + 1}
    merged: dict[Box, Box] = {}
    gone: set[Box] = set()
    for box in bottom:
        other = ends.get((box.column, box.column_span))
        if box.row != last + 1 or other is None or box.column not in grouping or not _halves(other, box):
            continue
        page = other.page if other.text or not box.text else box.page
        merged[other] = other._replace(row_span=other.row_span + box.row_span, lines=other.lines + box.lines, page=page)
        gone.add(box)
    return [*(merged.get(box, box) for box in top), *(box for box in bottom if box not in gone)]


def _halves(upper: Box, lower: Box) -> bool:
    return not upper.text or not lower.text or is_open(upper.text) or upper.text.endswith(("、", "，"))
