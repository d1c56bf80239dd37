"""Put the sheets of a workbook one below the other: their names and blocks to blocks, the title of the paper first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.parse.header_words import is_header_row, use_of
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.titles import ends_paper
from nlp.parse.xlsx.layout import is_default_name

HEADER_ROWS = 4  # a table's header stands in one of its first rows

Blocks = list[Paragraph | Grid]


def name_sheets(sheets: Sequence[tuple[str, Blocks]]) -> Iterator[Paragraph | Grid]:
    """The blocks of all sheets, each sheet's name above its own where it says more than they do.

    Above them all stands the title of the first sheet, or where it names no paper that of the first one which names a
    paper of a year.
    """
    titles = {n: i for n, (_, blocks) in enumerate(sheets) if (i := _title_line(blocks, dated=n > 0)) is not None}
    chosen = min(titles, default=0)
    if chosen:
        yield sheets[chosen][1][titles[chosen]]
    for n, (name, blocks) in enumerate(sheets):
        if n == chosen and n:
            blocks = [block for i, block in enumerate(blocks) if i != titles[n]]
        head = blocks[0] if blocks else None
        titled = isinstance(head, Paragraph) and (len(sheets) == 1 or name in head.text)
        above = 0
        if n == chosen == 0 and len(sheets) > 1:  # the first sheet's title is that of all
            above = next((i for i, block in enumerate(blocks) if isinstance(block, Grid)), 0)
        yield from blocks[:above]
        if not titled and not is_default_name(name):
            yield Paragraph(name, style_level=1 if len(sheets) > 1 and _is_part(blocks) else None)
        yield from blocks[above:]


def _title_line(blocks: Blocks, *, dated: bool) -> int | None:
    """The line above a sheet's first table that says what kind of paper it heads (要点, 任务表 …), of which year."""
    for i, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            return None
        if ends_paper(block.text) and ("年" in block.text or not dated):
            return i
    return None


def _is_part(blocks: Blocks) -> bool:
    """Whether a sheet is a part of the paper, as its name then says: its table has tasks and no categories."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    uses = {use for grid in grids for use in _uses(grid)}
    return not grids or ("task" in uses and "group" not in uses)


def _uses(grid: Grid) -> Iterator[str]:
    """The uses of a table's columns, down to the row that names its tasks."""
    for row in range(min(grid.rows, HEADER_ROWS)):
        texts = [cell.text for cell in grid.cells if cell.row == row and cell.column_span == 1]
        uses = [use for text in texts if (use := use_of(text))] if is_header_row(texts) else []
        yield from uses
        if "task" in uses:
            return
