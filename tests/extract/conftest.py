from collections.abc import Callable

import pytest

from nlp.parse.assemble import assemble
from nlp.parse.raw import Grid, GridCell, Paragraph, Raw
from nlp.types import Document, Plan


def grid_of(rows: list[list[str]], merged: dict[tuple[int, int], tuple[int, int]] | None = None) -> Grid:
    """A grid of rows of texts; `merged` gives (row span, column span) by the first position."""
    spans = merged or {}
    hidden = {
        (r + i, c + j) for (r, c), (h, w) in spans.items() for i in range(h) for j in range(w) if (i, j) != (0, 0)
    }
    cells = tuple(
        GridCell(r, c, text, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in hidden
    )
    return Grid(len(rows), max(map(len, rows)), cells)


@pytest.fixture
def document() -> Callable[..., Document]:
    """Make a document of lines (paragraphs), tables (lists of rows) and grids."""

    def make(*blocks: str | list[list[str]] | Grid, file: str = "plan.docx", format: str = "docx") -> Document:
        raw = [Paragraph(b) if isinstance(b, str) else b if isinstance(b, Grid) else grid_of(b) for b in blocks]
        return assemble(Raw(format, tuple(raw)), file=file, sha256="0")  # type: ignore[arg-type]

    return make


@pytest.fixture
def plan(document: Callable[..., Document]) -> Callable[..., Plan]:
    """Make a plan of the same blocks."""
    from nlp.extract.tasks import extract_plan

    def make(*blocks: str | list[list[str]] | Grid, format: str = "docx") -> Plan:
        return extract_plan(document("镜湖局2022年工作要点", *blocks, format=format))

    return make


@pytest.fixture
def merge() -> Callable[..., Grid]:
    return grid_of
