"""Join Word tables that stand against one another: two grids of the same columns become one, as Word shows them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from nlp.parse.docx.xml import W, int_of
from nlp.parse.header_words import is_header_row
from nlp.parse.raw import Grid, GridCell

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SAME_WIDTH = 0.05  # of the table's width
DEEPEST_HEADER = 4  # rows among which a header is looked for
_Row = list[tuple[int, int, str]]  # column, column span, text


def column_widths(table: Element) -> tuple[int, ...]:
    """The widths that the table's tblGrid states; nothing where one of them is unsaid."""
    widths = [int_of(column.get(f"{W}w")) or 0 for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    return tuple(widths) if all(width > 0 for width in widths) else ()


def have_same_widths(above: tuple[int, ...], below: tuple[int, ...]) -> bool:
    """Whether two tables can be one by the widths of their columns; what is unsaid contradicts nothing.

    >>> have_same_widths((1000, 3000), (1100, 2900)), have_same_widths((1000, 3000), (2000, 2000))
    (True, False)
    """
    if not above or not below:
        return True
    most = SAME_WIDTH * max(sum(above), sum(below))
    return len(above) == len(below) and all(abs(a - b) <= most for a, b in zip(above, below, strict=True))


def adjoin(above: Grid, below: Grid) -> Grid | None:
    """The two grids as one, or None where the upper has no header or the lower has another one.

    Rows at the head of the lower grid that repeat the upper one's header are dropped. Row spans stay.

    >>> above = Grid(1, 2, (GridCell(0, 0, "序号"), GridCell(0, 1, "任务")))
    >>> joined = adjoin(above, Grid(1, 2, (GridCell(0, 0, "1"), GridCell(0, 1, "修路"))))
    >>> joined.rows, joined.cells[-1]
    (2, GridCell(row=1, column=1, text='修路', row_span=1, column_span=1, page=None))
    """
    if above.columns != below.columns:
        return None
    upper, lower = _head(above), _head(below)
    header = _header_row(upper)
    if header is None:
        return None
    repeated = _repeated(upper[: header + 1], lower)
    if repeated:
        repeated = max(cell.row + cell.row_span for cell in below.cells if cell.row < repeated)
    elif _header_row(lower) is not None:
        return None
    shift = above.rows - repeated
    moved = tuple(
        GridCell(cell.row + shift, cell.column, cell.text, cell.row_span, cell.column_span, cell.page)
        for cell in below.cells
        if cell.row >= repeated
    )
    return Grid(above.rows + below.rows - repeated, above.columns, above.cells + moved, above.page)


def _head(grid: Grid) -> list[_Row]:
    rows: list[_Row] = [[] for _ in range(min(DEEPEST_HEADER, grid.rows))]
    for cell in takewhile(lambda cell: cell.row < len(rows), grid.cells):
        rows[cell.row].append((cell.column, cell.column_span, "".join(cell.text.split())))
    return rows


def _header_row(rows: list[_Row]) -> int | None:
    """The first row with more than one written cell, below a title over the whole width, if it is a header."""
    for index, row in enumerate(rows):
        texts = [text for _, _, text in row if text]
        if len(texts) > 1:
            return index if is_header_row(texts) else None
    return None


def _repeated(upper: list[_Row], lower: list[_Row]) -> int:
    """How many rows at the head of `lower` repeat the last rows of `upper`, which ends with the header."""
    return next((len(upper[i:]) for i in range(len(upper)) if lower[: len(upper) - i] == upper[i:]), 0)
