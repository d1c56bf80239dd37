"""Read one sheet of a workbook piece by piece: its part to the cells that show something, merges and hidden parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.parse.xlsx.book import Book, Look, Sheet, clean, drop, related, relation_id, text_of
from nlp.parse.xlsx.numbers import show_number, show_text
from nlp.parse.zipped import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Place = tuple[int, int]  # row and column, from 1
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_ON = ("1", "true", "on")
_READ = ("{*}col", "{*}row", "{*}mergeCell", "{*}drawing")
_PICTURE = "DISPIMG("
_PLAIN = Look()


@dataclass(slots=True)
class Content:
    """What a sheet shows and what it hides, as far as it was read; `merges` are first and last place of each.

    `cells` holds those with text, hidden ones too. `uncomputed` and `errors` are references of cells whose formula has
    no stored value, or shows an error; `lost` of those whose text is not in the file.
    """

    cells: dict[Place, tuple[str, Look]] = field(default_factory=dict)
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    pictures: int = 0
    boxes: int = 0

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return bool(self.hidden_columns) and any(first <= column <= last for first, last in self.hidden_columns)


def read_sheet(package: Package, book: Book, sheet: Sheet) -> Content:
    """The content of a sheet. Time grows with the sheet's cells, memory with those that hold something.

    Raises InputError where its part is missing or broken.
    """
    from lxml import etree

    content = Content()
    drawings: list[str] = []
    written = etree.XPath("*[*]")
    row = 0
    for _, element in package.elements(sheet.part, tag=_READ):
        kind = str(element.tag).rpartition("}")[2]
        if kind == "row":
            row = int(number) if (number := element.get("r", "")).isdigit() else row + 1
            found = written(element)
            if isinstance(found, list) and found:
                _read_row(element, row, book, content)
            drop(element)
        elif kind == "mergeCell":
            first, _, last = element.get("ref", "").partition(":")
            start, end = place_of(first), place_of(last or first)
            if start and end and start != end:
                content.merges.append((min(start, end), max(start, end)))
        elif kind == "col" and (element.get("hidden") in _ON or element.get("width") == "0"):
            ends = element.get("min", ""), element.get("max", "")
            if all(end.isdigit() for end in ends):
                content.hidden_columns.append((int(ends[0]), int(ends[1])))
        elif kind == "drawing":
            drawings.append(relation_id(element))
    parts = related(package, sheet.part) if drawings else {}
    for drawing in drawings:
        if drawing in parts:
            _count_drawing(package, parts[drawing][1], content)
    return content


def place_of(reference: str) -> Place | None:
    """The row and column, from 1, of a reference such as B12; None where it is none.

    >>> place_of("B12"), place_of("$AA$1"), place_of("Sheet")
    ((12, 2), (1, 27), None)
    """
    match = _REFERENCE.match(reference)
    return (int(match[2]), _column(match[1].upper())) if match else None


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _read_row(row: Element, number: int, book: Book, content: Content) -> None:
    column = 0
    shown = False
    for cell in row:
        reference = cell.get("r", "")
        place = place_of(reference)
        column = place[1] if place else column + 1
        if not len(cell):
            continue
        style = cell.get("s", "0")
        look = book.looks[int(style)] if style.isdigit() and int(style) < len(book.looks) else _PLAIN
        text = _read_cell(cell, reference, look, book, content)
        if text:
            content.cells[number, column] = text, look
            shown = True
    if shown and (row.get("hidden") in _ON or row.get("ht") == "0"):
        content.hidden_rows.add(number)


def _read_cell(cell: Element, reference: str, look: Look, book: Book, content: Content) -> str:
    value = formula = None
    for child in cell:
        name = child.tag[-2:]
        value, formula = (child if name == "}v" else value), (child if name == "}f" else formula)
    kind = cell.get("t", "n")
    stored = "" if value is None else value.text or ""
    if formula is not None and not stored and kind != "inlineStr":
        if kind != "str":
            content.uncomputed.append(reference)
        return ""
    if _PICTURE in stored or (formula is not None and _PICTURE in (formula.text or "")):
        content.pictures += 1  # WPS keeps a picture that lies in a cell as a formula
        return ""
    if kind == "s":
        text = _shared(stored, book)
        if text is None:
            content.lost.append(reference)
            return ""
        return show_text(text, look.code)
    if kind == "inlineStr":
        return show_text(text_of(cell.find("{*}is")), look.code)
    if kind == "b":
        return "TRUE" if stored in _ON else "FALSE"
    if kind == "e":
        content.errors.append(reference)
        return stored
    if kind == "d":
        return _day(stored)
    if kind == "str":
        return show_text(clean(stored), look.code)
    try:
        return clean(show_number(float(stored), look.code, from_1904=book.from_1904)) if stored.strip() else ""
    except (ValueError, OverflowError):
        return clean(stored)


def _shared(index: str, book: Book) -> str | None:
    return book.texts[int(index)] if index.strip().isdecimal() and int(index) < len(book.texts) else None


def _day(text: str) -> str:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?", text)
    if match is None:
        return clean(text)
    clock = f" {match[4]}" if match[4] and match[4] != "00:00" else ""
    return f"{int(match[1])}年{int(match[2])}月{int(match[3])}日{clock}"


def _count_drawing(package: Package, part: str, content: Content) -> None:
    if not package.has(part):
        return
    root = package.root(part)
    content.pictures += sum(1 for _ in root.iter("{*}pic"))
    content.boxes += sum(
        any((run.text or "").strip() for run in shape.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
        for shape in root.iter("{*}sp")
    )
