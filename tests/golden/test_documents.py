"""Each document of corpora/documents is read as a person reads it: its golden reading stands beside it.

`pytest tests/golden --rewrite-golden` writes the readings from the program, those with a known fault excepted.
"""

import importlib.util
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from nlp.folder import find_files
from nlp.parse import read
from nlp.parse.limits import DEFAULT_LIMITS
from nlp.types import Document

FOLDER = Path(__file__).parents[2] / "corpora" / "documents"
NO_DOCUMENTS = {".py", ".md", ".json"}
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.suffix not in NO_DOCUMENTS)
OFFICE = {".doc", ".rtf", ".odt"}

FAULTS = {  # file: what the program still reads wrongly
}


def golden_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.golden.json")


def reading(document: Document) -> dict[str, Any]:
    """What a person sees: lines with [table n] where a table stands; `^` and `<` carry on a merged cell."""
    lines: list[str] = []
    numbers = {table.block: i for i, table in enumerate(document.tables, 1)}
    for i, block in enumerate(document.blocks):
        lines.append(f"[table {numbers[i]}]" if i in numbers else document.text_of(block))
    return {
        "title": document.title,
        "kind": document.kind,
        "year": document.year,
        "text": lines,
        "outline": [[heading.level, heading.number, heading.title] for heading in document.outline],
        "tables": [rows_of(document, i) for i in range(len(document.tables))],
        "warnings": [f"{w.place}: {w.problem}" if w.place else w.problem for w in document.warnings],
    }


def readings(path: Path) -> dict[str, Any]:
    """The reading of a document, or of each in an archive, by its name there."""
    if path.suffix != ".zip":
        return reading(read(path))
    with find_files([path], limits=DEFAULT_LIMITS) as found:
        return {f"{file.parent.name}/{file.name}": reading(read(file)) for file in found.files}


def rows_of(document: Document, index: int) -> list[list[str]]:
    table = document.tables[index]
    rows = [["?"] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for i in range(cell.row, cell.row + cell.row_span):
            for j in range(cell.column, cell.column + cell.column_span):
                rows[i][j] = "<" if j > cell.column else "^"
        rows[cell.row][cell.column] = document.text_of(cell)
    return rows


def dump(value: dict[str, Any]) -> str:
    """JSON with one line for each line of text, heading and row, so that a diff can be read."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    flat = re.compile(r"\[\s+((?:(?:null|\d+|\"(?:[^\"\\]|\\.)*\"),?\s*)+)\](?=,?\n {2,})")
    return flat.sub(lambda found: "[" + re.sub(r",\n\s+", ", ", found[1]).strip() + "]", text) + "\n"


def parameters() -> list[Any]:
    return [
        pytest.param(
            path,
            id=path.name,
            marks=[pytest.mark.xfail(reason=FAULTS[path.name], strict=True)] if path.name in FAULTS else [],
        )
        for path in DOCUMENTS
    ]


@pytest.mark.parametrize("path", parameters())
def test_is_read_as_a_person_reads_it(path: Path, rewrite_golden: bool) -> None:
    if path.suffix in OFFICE and not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    if path.name == "scan.pdf" and importlib.util.find_spec("rapidocr"):
        pytest.skip("the golden reading is the one without the extra [ocr]")
    if rewrite_golden and path.name not in FAULTS:
        golden_of(path).write_text(dump(readings(path)), encoding="utf-8")
    assert readings(path) == json.loads(golden_of(path).read_text(encoding="utf-8"))


def test_readings_are_not_rewritten_where_they_are_checked(rewrite_golden: bool) -> None:
    checked = bool(os.environ.get("CI"))
    assert not (rewrite_golden and checked)


def test_every_reading_has_its_document() -> None:
    assert {golden.name for golden in FOLDER.glob("*.golden.json")} == {golden_of(path).name for path in DOCUMENTS}


def test_every_fault_is_one_of_a_document() -> None:
    assert FAULTS.keys() <= {path.name for path in DOCUMENTS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_card_names_the_form(path: Path) -> None:
    assert f"| {path.name} | " in (FOLDER / "README.md").read_text(encoding="utf-8")
