"""The sample PDFs of the corpora, letter by letter and cell by cell as pdfplumber reads them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from nlp.lexicon import load
from nlp.parse.pdf.grid import find_lattices
from nlp.parse.pdf.page import read_page
from nlp.parse.pdf.square import use_square_font

CORPORA = Path(__file__).parents[3] / "corpora"
NO_LETTERS = {"no-encoding.pdf", "scan.pdf"}
OTHERWISE = {"watermark.pdf"}  # letters that are left out on purpose
SAMPLES = [
    path
    for folder in ("documents", "tables")
    for path in sorted((CORPORA / folder).glob("*.pdf"))
    if path.name not in NO_LETTERS | OTHERWISE
]
OPEN = {"table-half-ruled.pdf", "two-columns.pdf", "table-broken-row.pdf"}  # whose borders are not all drawn
RULED = [path for path in SAMPLES if path.name.startswith("t") and path.name not in OPEN]


RADICALS = {ord(row["radical"]): row["character"] for row in load("pdf_radicals.tsv", keys=("radical", "character"))}


def letters(text: str) -> str:
    """The letters without spaces; Chromium prints 一 as the radical ⼀."""
    return "".join(text.split()).translate(RADICALS)


@pytest.fixture(autouse=True)
def plumber() -> Any:
    return pytest.importorskip("pdfplumber")


def pages_of(path: Path) -> list[Any]:
    use_square_font()
    document = pypdfium2.PdfDocument(path)
    try:
        return [read_page(document, index) for index in range(len(document))]
    finally:
        document.close()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_same_letters(path: Path, plumber: Any) -> None:
    with plumber.open(path) as document:
        for page, theirs in zip(pages_of(path), document.pages, strict=True):
            ours = letters("".join(char.text for char in (*page.chars, *page.sideways)))
            assert Counter(ours) == Counter(letters("".join(char["text"] for char in theirs.chars)))


@pytest.mark.parametrize("path", RULED, ids=lambda path: path.name)
def test_same_cells(path: Path, plumber: Any) -> None:
    with plumber.open(path) as document:
        for page, theirs in zip(pages_of(path), document.pages, strict=True):
            tables = [
                [letters(text) for row in table.extract() for text in row if text is not None]
                for table in theirs.find_tables()
            ]
            lattices, _, _ = find_lattices(page)
            assert [[box.text for box in sorted(lattice.boxes)] for lattice in lattices] == tables
