"""Find tables without upright rulings by their head: known column words in a row, and white through all rows below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.parse.header_words import use_of
from nlp.parse.pdf.borders import Cell
from nlp.parse.pdf.grid import Lattice, fill
from nlp.parse.pdf.lines import Row, row_text, sort_rows
from nlp.parse.pdf.merged import EVEN, Ink, Span, blocks_of, borders_of, ink_of, is_merged, spread
from nlp.parse.pdf.page import Char, Page
from nlp.parse.pdf.wrap import patterns

WHITE = 0.9  # narrowest white between two pieces of a row, in letter sizes
FEWEST_COLUMNS = 3
FEWEST_ROWS = 2  # below the head
NARROWEST = 3.0  # points of white between two columns
LONGEST_HEAD = 10  # letters of a column's name
APART = 2.2  # times the widest step in a table, from which on what follows is no part of it
UNMERGED = ("number", "note")  # uses of columns whose cells stand alone or are blank

Piece = tuple[float, float]


class Body(NamedTuple):
    """The rows of a table that was found: all of its lines, the head's first, and the span of each column."""

    rows: Sequence[Row]
    columns: Sequence[Piece]


def find_bare_tables(page: Page, chars: Sequence[Char]) -> tuple[list[Lattice], list[Char], int, bool]:
    """Tables under a head of known words, the characters outside them, how many were not clear, and whether there are
    columns in them whose cells seem to be merged while it is not clear over which rows.

    A table is clear if it has as many columns as its head has words, and its lines can be told into rows: by the
    numbers in its first column, or by wider white between them, at least half of the cells of each row being filled.
    """
    rows = sort_rows(chars)
    lattices: list[Lattice] = []
    gone: set[int] = set()
    doubtful = start = 0
    unsure = False
    while start < len(rows):
        if not is_head([text for _, text in _texts(rows[start])]):
            start += 1
            continue
        body = _grow(rows[start:])
        cuts, told = (_cut(body) if body else None) or (None, False)
        if body is None or cuts is None:
            doubtful += 1
            start += 1
            continue
        lines = body.rows[: cuts[-1]]
        inside = [char for row in lines for char in row]
        spans, unclear = _spans(Body(lines, body.columns), cuts)
        unsure |= unclear or (bool(spans) and not told)
        lattices.append(_build(page, Body(lines, body.columns), cuts[:-1], inside, spans))
        gone.update(map(id, inside))
        start += len(lines)
    rest = [char for row in rows for char in row if id(char) not in gone] if gone else list(chars)
    return lattices, rest, doubtful, unsure


def is_head(words: Sequence[str]) -> bool:
    """Whether the pieces of a line name the columns of a table.

    >>> is_head(["序号", "工作任务", "责任单位"]), is_head(["推进", "工作任务", "落实。"])
    (True, False)
    """
    short = len(words) >= FEWEST_COLUMNS and max(map(len, words)) <= LONGEST_HEAD
    return short and 2 * sum(bool(patterns()["column_head"].search(word)) for word in words) > len(words)


def _texts(row: Row) -> list[tuple[Piece, str]]:
    """The pieces of a row between wide whites, and the letters of each without spaces."""
    groups: list[Row] = []
    for char in row:
        if char.text == " ":
            continue
        if groups and char.x0 - groups[-1][-1].x1 < WHITE * char.size:
            groups[-1].append(char)
        else:
            groups.append([char])
    return [((group[0].x0, max(char.x1 for char in group)), row_text(group)) for group in groups]


def _grow(rows: Sequence[Row]) -> Body | None:
    """The longest run of lines, from the head on, through which as much white runs as the head has gaps."""
    head = [piece for piece, _ in _texts(rows[0])]
    spans = list(head)
    best: tuple[int, list[Piece]] | None = None
    widest = 0.0
    for count, row in enumerate(rows[1:], 2):
        step = row[0].y - rows[count - 2][0].y
        if count > 3 and step > APART * widest:
            break
        widest = max(widest, step)
        spans = _union([*spans, *(piece for piece, _ in _texts(row))])
        if len(spans) < len(head) or any(sum(x0 <= a and b <= x1 for a, b in head) > 1 for x0, x1 in spans):
            break
        if len(spans) == len(head):
            best = count, spans
    return Body(rows[: best[0]], best[1]) if best and best[0] > FEWEST_ROWS else None


def _union(pieces: Iterable[Piece]) -> list[Piece]:
    spans: list[Piece] = []
    for x0, x1 in sorted(pieces):
        if spans and x0 < spans[-1][1] + NARROWEST:
            spans[-1] = spans[-1][0], max(x1, spans[-1][1])
        else:
            spans.append((x0, x1))
    return spans


def _cut(body: Body) -> tuple[list[int], bool] | None:
    """Where the table's rows begin, as indices of its lines, and where the last one ends; None if not clear.

    With it whether numbers or wider white tell so; else a cell's second line may be taken for a row.
    """
    filled = [{_column(char, body.columns) for char in row if char.text != " "} for row in body.rows]
    first = ["".join(char.text for char in row if _column(char, body.columns) == 0).strip() for row in body.rows]
    steps = [0.0, *(two[0].y - one[0].y for one, two in pairwise(body.rows))]
    numbered = [i for i in range(1, len(first)) if first[i].rstrip("．.、").isdigit()]
    counted = numbered and all(i in numbered for i in range(1, len(first)) if first[i])
    told = _by_numbers(numbered, [row[0].y for row in body.rows], steps) if counted else _by_words(body)
    cuts = told or _by_white(filled, steps)
    ends = [*cuts[1:], len(body.rows)]
    kept = [
        (one, end)
        for one, end in zip(cuts, ends, strict=True)
        if 2 * len(set().union(*filled[one:end])) >= len(body.columns)
    ]
    if len(kept) < FEWEST_ROWS or kept != list(zip(cuts, ends, strict=True))[: len(kept)]:
        return None
    return [0, *(one for one, _ in kept), kept[-1][1]], bool(told)


def _by_numbers(numbered: Sequence[int], places: Sequence[float], steps: Sequence[float]) -> list[int]:
    """Rows of which each has its number at the top or in the middle: cut at the widest step between two numbers.

    Where several steps are as wide, a row with its number in the middle is as high below it as above.
    """
    cuts = [1]
    for one, two in pairwise(numbered):
        between = range(one + 1, two + 1)
        widest = max(steps[i] for i in between)
        wide = [i for i in between if steps[i] > widest - EVEN]
        foot = 2 * places[one] - places[cuts[-1]]
        at_top = numbered[0] == 1
        cuts.append(wide[-1] if at_top else min(wide, key=lambda i, foot=foot: abs(places[i - 1] - foot)))  # type: ignore[misc]
    return cuts


def _by_words(body: Body) -> list[int]:
    """Rows by the white in the column with most letters, whose lines no text merged over rows disturbs; [] for none."""
    columns = [[_in_column(row, body.columns, column) for row in body.rows] for column in range(len(body.columns))]
    main = max(columns, key=lambda lines: sum(map(len, lines)))
    places = {i: row[0].y for i, row in enumerate(main) if i and row}
    steps = [(i, k, places[k] - places[i]) for i, k in pairwise(places)]
    pitch = min((step for _, _, step in steps), default=0.0)
    wide = [(i, k) for i, k, step in steps if step > 1.2 * pitch]
    heights = [row[0].y for row in body.rows]
    nearer = [
        next(j for j in range(i + 1, k + 1) if j == k or places[k] - heights[j] < heights[j] - places[i])
        for i, k in wide
    ]
    return [1, *nearer] if wide else []


def _spans(body: Body, cuts: Sequence[int]) -> tuple[dict[int, list[Span]], bool]:
    """The rows over which the cells of a column are merged, for each column that has such, and whether any is unsure.

    Rows are counted below the head. What decides are the columns that have a cell in every row.
    """
    groups = [body.rows[one:end] for one, end in pairwise(cuts[1:])]
    columns = [
        [[line for row in group if (line := _in_column(row, body.columns, column))] for group in groups]
        for column in range(len(body.columns))
    ]
    whole = [cells for cells in columns if all(cells)]
    if not whole or len(groups) < 2:
        return {}, False
    rows: list[Ink] = [ink_of([line for cells in whole for line in cells[i]]) for i in range(len(groups))]
    steps = [b[0].y - a[0].y for cells in whole for lines in cells for a, b in pairwise(lines)]
    size = body.rows[0][0].size
    found: dict[int, list[Span]] = {}
    unsure = False
    for column, cells in enumerate(columns):
        head = row_text(_in_column(body.rows[0], body.columns, column))
        if all(cells) or not any(cells) or use_of(head) in UNMERGED:
            continue
        blocks = blocks_of([line for lines in cells for line in lines], min(steps, default=1.5 * size))
        if not is_merged(rows, blocks, size):
            continue
        spans = spread(borders_of(rows), blocks, size)
        if spans is None:
            unsure = True
        else:
            found[column] = spans
    return found, unsure


def _in_column(row: Row, columns: Sequence[Piece], column: int) -> Row:
    return [char for char in row if char.text != " " and _column(char, columns) == column]


def _by_white(filled: Sequence[set[int]], steps: Sequence[float]) -> list[int]:
    """Rows that wider white parts; where all lines are one pitch apart, the barest column tells where they begin."""
    within = [steps[i] for i in range(2, len(steps)) if filled[i] & filled[i - 1]]
    pitch = min(within, default=0.0)
    wide = [i for i in range(2, len(steps)) if steps[i] > 1.2 * pitch]
    barest = min(filled[1], key=lambda column: (sum(column in row for row in filled), column))
    return [1, *(wide or (i for i in range(2, len(steps)) if barest in filled[i]))]


def _column(char: Char, columns: Sequence[Piece]) -> int:
    return next((i for i, (x0, x1) in enumerate(columns) if x0 - 1 <= char.x0 and char.x1 <= x1 + 1), 0)


def _build(
    page: Page, body: Body, cuts: Sequence[int], inside: Iterable[Char], spans: Mapping[int, Sequence[Span]]
) -> Lattice:
    """The table as a lattice; each cell is as wide as its column's letters, so that full lines are known."""
    xs = [body.columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(body.columns)), body.columns[-1][1] + 1]
    tops = [(body.rows[i - 1][0].y + min(char.y - 0.86 * char.size for char in body.rows[i])) / 2 for i in cuts[1:]]
    head, foot = body.rows[0][0], body.rows[-1][0]
    ys = [head.y - head.size, *tops, foot.y + 0.3 * foot.size]
    alone = [(row, row + 1) for row in range(len(ys) - 2)]
    cells: list[Cell] = [(0, c, 1, 1) for c in range(len(xs) - 1)]
    cells += [(a + 1, c, b - a, 1) for c in range(len(xs) - 1) for a, b in spans.get(c, alone)]
    lattice = fill(page, cells, xs, ys, inside)
    boxes = tuple(box._replace(x0=body.columns[box.column][0], x1=body.columns[box.column][1]) for box in lattice.boxes)
    return Lattice(lattice.rows, lattice.borders, boxes, lattice.top, lattice.bottom, page.number, page.number)
