"""Make a Document of raw blocks: one text, places, outline and facts."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.parse.contents import drop_contents
from nlp.parse.facts import find_facts
from nlp.parse.headings import Mark
from nlp.parse.join import join_cut
from nlp.parse.outline import mark_blocks
from nlp.parse.raw import Grid, GridCell, Paragraph, Raw
from nlp.parse.tidy import tidy
from nlp.parse.titles import find_second
from nlp.types import Block, Cell, Document, Heading, Place, Table, Warning


def assemble(raw: Raw, *, file: str, sha256: str) -> Document:
    """The document that the raw blocks make.

    Blocks stand on lines of their own in the text; a table's rows too, its cells separated by tabs. A merged cell's
    text stands once, at its first row and column.
    """
    filled = [b for b in raw.blocks if (b.cells if isinstance(b, Grid) else b.text.strip())]
    kept = join_cut(drop_contents(tidy(filled)))
    marks = mark_blocks(kept)
    parts: list[str] = []
    blocks: list[Block] = []
    tables: list[Table] = []
    position = 0
    for index, (block, mark) in enumerate(zip(kept, marks, strict=True)):
        if isinstance(block, Grid):
            text, cells = _lay_out(block, index, position)
            tables.append(Table(index, block.rows, block.columns, cells))
        else:
            text = block.text.strip()
        place = Place(index, position, position + len(text), block.page)
        body = position + mark.body if mark.body is not None else None
        blocks.append(Block(mark.kind, place, mark.level, mark.number, body))
        parts.append(text)
        position += len(text) + 1
    facts = find_facts(kept, marks, file)
    return Document(
        file=file,
        sha256=sha256,
        format=raw.format,
        text="\n".join(parts),
        blocks=tuple(blocks),
        tables=tuple(tables),
        outline=_outline(marks),
        title=facts.title,
        kind=facts.kind,
        year=facts.year,
        year_source=facts.year_source,
        issuer=facts.issuer,
        number=facts.number,
        issued=facts.issued,
        unit=facts.unit,
        period=facts.period,
        pages=raw.pages,
        warnings=raw.warnings + _second_paper(kept, marks, file),
    )


def _lay_out(grid: Grid, block: int, position: int) -> tuple[str, tuple[Cell, ...]]:
    """The text of a grid and its cells with their places."""
    by_place: dict[tuple[int, int], GridCell] = {(cell.row, cell.column): cell for cell in grid.cells}
    lines: list[str] = []
    cells: list[Cell] = []
    for row in range(grid.rows):
        line = ""
        for column in range(grid.columns):
            if column:
                line += "\t"
            cell = by_place.get((row, column))
            if cell is None:
                continue
            text = cell.text.strip().replace("\t", " ")
            start = position + len(line)
            place = Place(block, start, start + len(text), cell.page or grid.page)
            cells.append(Cell(row, column, place, cell.row_span, cell.column_span))
            line += text
        lines.append(line)
        position += len(line) + 1
    return "\n".join(lines), tuple(cells)


def _second_paper(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark], file: str) -> tuple[Warning, ...]:
    """What is said of a file in which a second paper begins below the signature of the first."""
    index = find_second(blocks, {i for i, mark in enumerate(marks) if mark.kind == "title"})
    block = blocks[index] if index is not None else None
    if not isinstance(block, Paragraph):
        return ()
    return (Warning(file, f"“{block.text.strip()}”", "似为另一份材料，已与前文一并读取", "请拆分后分别提交"),)


def _outline(marks: Sequence[Mark]) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    open_: list[int] = []
    for block, mark in enumerate(marks):
        if mark.kind != "heading" or mark.level is None:
            continue
        while open_ and headings[open_[-1]].level >= mark.level:
            open_.pop()
        headings.append(Heading(mark.number, mark.title or "", mark.level, block, open_[-1] if open_ else None))
        open_.append(len(headings) - 1)
    return tuple(headings)
