"""What parsing makes: a Document with its blocks, tables, outline and the facts of its head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from nlp.types.base import DocumentKind, Place, Shown, Warning
from nlp.types.plan import Task

if TYPE_CHECKING:
    from nlp.types.report import Passage

Format = Literal["txt", "html", "csv", "docx", "pdf", "xlsx", "ofd", "image"]
BlockKind = Literal["title", "heading", "paragraph", "table"]
OutcomeState = Literal["read", "read with warnings", "refused"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell stands once, at its first row and column, and says what it spans.

    `column_span` and `row_span` are counts; `header` is True in rows that name the columns.
    """

    row: int
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in reading order; `block` is the index of the table's block, `rows` and `columns` its size."""

    block: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph or table in reading order.

    `level` is the depth of a heading or numbered item: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, each one
    deeper below a 第一部分 that holds 一、; None elsewhere.
    `number` is the printed or automatic number (`一`, `（二）`, `1`), part of the text.
    `body` is the offset in the document's text at which the first sentence begins behind a heading's title on the
    same line, or behind a list item's number or bullet (■, ——); None where there is no title, number or bullet, or
    nothing behind it.
    """

    kind: BlockKind
    place: Place
    level: int | None = None
    number: str | None = None
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A node of the outline: its number, its title without number and end mark, its depth, its block and its parent.

    `parent` is the index of the enclosing heading in `Document.outline`, None at the top.
    """

    number: str | None
    title: str
    level: int
    block: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both inclusive; None where it is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Document(Shown):
    """A file as a reader sees it: one text, its blocks, tables and outline, and the facts that its head states.

    `year_source` tells whether the year was read in the title, the file name, the date of issue or the text.
    `unit` is the body that a report speaks for, `period` the time it speaks about; both None on plans.
    """

    file: str
    sha256: str
    format: Format
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    outline: tuple[Heading, ...] = ()
    title: str | None = None
    kind: DocumentKind = "other"
    year: int | None = None
    year_source: str | None = None
    issuer: str | None = None
    number: str | None = None
    issued: date | None = None
    unit: str | None = None
    period: Period | None = None
    pages: int | None = None
    warnings: tuple[Warning, ...] = ()

    def text_of(self, record: Block | Cell | Task | Passage) -> str:
        """The text of a block, cell, task or passage of this document."""
        place = record.source if isinstance(record, Task) else record.place
        return self.text[place.start : place.end]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a file: its state, the size of its text, its tables and pages, what is to be said of it."""

    file: str
    state: OutcomeState
    characters: int = 0
    tables: int = 0
    pages: int | None = None
    warnings: tuple[Warning, ...] = ()
