"""Cut a report into passages: Document to Report."""

from __future__ import annotations

from nlp.extract.sentences import split_sentences
from nlp.types import Cell, Document, Heading, Passage, Place, Report, Table


def extract_report(document: Document, *, id: str) -> Report:
    """The report that a document holds: its sentences, table cells and headings in reading order."""
    passages: list[Passage] = []
    tables = {table.block: table for table in document.tables}
    headings = {heading.block: heading for heading in document.outline}
    section: tuple[str, ...] = ()
    for index, block in enumerate(document.blocks):
        start, end, page = block.place.start, block.place.end, block.place.page
        if index in tables:
            passages.extend(_cells(document, tables[index], section, len(passages)))
            continue
        if block.kind in ("title", "heading"):
            if index in headings:
                section = _path(document, headings[index])
            stop = block.body if block.body is not None else end
            text = document.text[start:stop].rstrip()
            place = Place(index, start, start + len(text), page)
            passages.append(Passage(len(passages), text, place, section, "heading"))
            if block.body is None:
                continue
            start = block.body
        for left, right in split_sentences(document.text, start, end):
            place = Place(index, left, right, page)
            passages.append(Passage(len(passages), document.text[left:right], place, section))
    return Report(
        id=id,
        file=document.file,
        sha256=document.sha256,
        title=document.title,
        unit=document.unit,
        year=document.year,
        period=document.period,
        passages=tuple(passages),
        warnings=document.warnings,
    )


def _path(document: Document, heading: Heading) -> tuple[str, ...]:
    parent = document.outline[heading.parent] if heading.parent is not None else None
    return (*(_path(document, parent) if parent else ()), heading.title)


def _cells(document: Document, table: Table, section: tuple[str, ...], first: int) -> list[Passage]:
    """The cells of a table as passages, each with the rest of its row as `header：text`."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows.setdefault(row, []).append(cell)
    names = {cell.column: document.text_of(cell) for cell in rows.get(0, [])}
    passages: list[Passage] = []
    for cell in table.cells:
        text = document.text_of(cell)
        if not text.strip():
            continue
        others = [other for other in rows[cell.row] if other is not cell and document.text_of(other).strip()]
        context = tuple(f"{names.get(o.column, '')}：{document.text_of(o)}" for o in others) if cell.row else ()
        for left, right in split_sentences(text):
            start = cell.place.start
            place = Place(cell.place.block, start + left, start + right, cell.place.page)
            passages.append(Passage(first + len(passages), text[left:right], place, section, "cell", context))
    return passages
