"""What a reader of one file format hands to `assemble`: paragraphs and grids in reading order, nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.types import Format, Warning


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. Text carries no line break; automatic numbers are already in front of it.

    `style_level` is 0 for a title style, 1.. for heading styles, None otherwise; `number_level` the depth (from 0) of
    an automatic number, None where the number was typed or there is none. `size` is in points.
    """

    text: str
    page: int | None = None
    style_level: int | None = None
    number_level: int | None = None
    centred: bool = False
    bold: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid, at its first row and column; a line break in `text` is one that the author set."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every position is covered by exactly one cell; empty cells have empty text."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """A file read: its blocks, its number of pages where the format has pages, what was left out."""

    format: Format
    blocks: tuple[Paragraph | Grid, ...]
    pages: int | None = None
    warnings: tuple[Warning, ...] = ()
