"""Read a list that people filled in: a .jsonl, .csv or .xlsx file to rows with their line numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import InputError, explain_os_error
from nlp.lexicon import load
from nlp.parse.encoding import decode

HEAD = 10  # lines at the top among which the headings stand
LARGEST = 50_000_000  # bytes of a file, and of what a workbook unpacks to
SUFFIXES = (".jsonl", ".csv", ".xlsx")

Row = tuple[int, dict[str, Any]]
"""The number of a line, and what it holds by field; empty cells are left out."""
Line = tuple[int, Sequence[Any]]
"""The number of a line, and its cells."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a list is asked to look like.

    `columns` is the lexicon file that names the headings of each field, `needed` the fields that the headings must
    have; `other`, `missing` and `nothing` are the problem and the remedy to be told for a file of another kind, for
    one without a needed column, and for one without rows.
    """

    columns: str
    needed: tuple[str, ...]
    other: tuple[str, str]
    missing: tuple[str, str]
    nothing: tuple[str, str]


def read_rows(path: Path, form: Form) -> tuple[frozenset[str], list[Row]]:
    """The fields that a list has and its rows, by a form; columns that the form does not know are passed over.

    Of a workbook the first sheet that has the needed columns is read.

    Raises InputError for a file that cannot be read, holds no rows or lacks a needed column.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(path.name, *form.other)
    data = read_bytes(path)
    names = _fields(form)
    if suffix == ".jsonl":
        named = [(number, _named(line, names)) for number, line in _json_lines(data, path.name)]
        headings = frozenset(field for _, row in named for field in row)
        empty = not named
    else:
        sheets = _workbook(data, path.name) if suffix == ".xlsx" else [_csv(data, path.name)]
        lines, at, fields = _choose_sheet(sheets, names, form.needed)
        named = [(number, _cells(fields, cells)) for number, cells in lines[at + 1 :]]
        headings = frozenset(fields.values())
        empty = not any(cell not in (None, "") for _, cells in lines for cell in cells)
    if not empty and not headings.issuperset(form.needed):
        raise InputError(path.name, *form.missing)
    rows = [(number, _filled(row)) for number, row in named]
    if not any(row for _, row in rows):
        raise InputError(path.name, *form.nothing)
    return headings, [(number, row) for number, row in rows if row]


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises InputError for one that cannot be read or is too large for a list."""
    try:
        data = path.read_bytes()
    except OSError as err:
        raise InputError(path.name, f"无法读取（{explain_os_error(err)}）", "请检查后再试") from None
    if len(data) > LARGEST:
        raise InputError(path.name, "文件过大", "请分成几个文件")
    return data


def _json_lines(data: bytes, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, text in enumerate(decode(data, name).splitlines() if data else (), 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            line = None
        if not isinstance(line, dict):
            raise InputError(name, f"第{number}行不是一个 JSON 对象", "请核对该行的写法")
        yield number, line


def _csv(data: bytes, name: str) -> list[Line]:
    text = decode(data, name) if data else ""
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise InputError(name, f"第{reader.line_num}行不合 CSV 格式", "请用表格软件另存一份") from None


def _workbook(data: bytes, name: str) -> Iterator[list[Line]]:
    """The lines of each sheet."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > 4 * LARGEST:
                raise InputError(name, "解压后过大", "请分成几个文件")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield list(enumerate(sheet.iter_rows(values_only=True), 1))
    except InputError:
        raise
    except Exception:  # a broken workbook raises what it likes
        raise InputError(name, "文件已损坏，无法打开", "请用表格软件另存一份") from None


def _choose_sheet(
    sheets: Iterable[list[Line]], names: Mapping[str, str], needed: Sequence[str]
) -> tuple[list[Line], int, dict[int, str]]:
    """The lines of the first sheet with the needed columns, else of the first, where its headings are, and which."""
    first: tuple[list[Line], int, dict[int, str]] | None = None
    for lines in sheets:
        found = (lines, *_find_headings(lines, names, needed))
        if set(needed) <= set(found[2].values()):
            return found
        first = first or found
    return first or ([], -1, {})


def _find_headings(
    lines: Sequence[Line], names: Mapping[str, str], needed: Sequence[str]
) -> tuple[int, dict[int, str]]:
    """Which of the first lines names the columns, and the field of each column; a title may stand above it."""
    for at, (_, cells) in enumerate(lines[:HEAD]):
        fields: dict[int, str] = {}
        for column, cell in enumerate(cells):
            field = names.get(_heading(cell))
            if field and field not in fields.values():
                fields[column] = field
        if set(needed) <= set(fields.values()) or len(fields) > 1:
            return at, fields
    return len(lines[:1]) - 1, {}


def _cells(fields: Mapping[int, str], cells: Sequence[Any]) -> dict[str, Any]:
    return {field: cells[column] for column, field in fields.items() if column < len(cells)}


def _named(line: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names[_heading(key)]: value for key, value in line.items() if _heading(key) in names}


def _heading(cell: Any) -> str:
    """A heading without blanks, marks and what stands in brackets behind it."""
    return re.sub(r"[（(][^（()）]*[)）]$|[：:*＊]+$", "", re.sub(r"\s", "", str(cell))).lower()


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without empty cells, spreadsheet guards taken off."""
    plain = {field: _plain(value) for field, value in row.items()}
    return {field: value for field, value in plain.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.strip()
    return value[1:] if value[:1] == "'" and value[1:2] in tuple("=+-@＝＋－＠") else value


def _fields(form: Form) -> dict[str, str]:
    return {row["heading"]: row["field"] for row in load(form.columns, keys=("heading", "field"))}
