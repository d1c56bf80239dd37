"""Read a list that people filled in: a .jsonl, .csv or .xlsx file to rows with their line numbers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
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


def read_rows(path: Path) -> tuple[frozenset[str], list[Row]]:
    """The fields that a list has and its rows; their headings are named in lexicon/decision_columns.tsv.

    Other columns are passed over.

    Raises InputError for a file that cannot be read, holds no rows or has no column of texts.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(path.name, "不能作为更正清单", "请存为 .csv、.xlsx 或 .jsonl")
    try:
        data = path.read_bytes()
    except OSError as err:
        raise InputError(path.name, f"无法读取（{explain_os_error(err)}）", "请检查后再试") from None
    if len(data) > LARGEST:
        raise InputError(path.name, "文件过大", "请分成几个文件")
    if suffix == ".jsonl":
        named = [(number, _named(line)) for number, line in _json_lines(data, path.name)]
        headings = frozenset(field for _, row in named for field in row)
        empty = not named
    else:
        lines = list(_workbook(data, path.name) if suffix == ".xlsx" else _csv(data, path.name))
        at, fields = _find_headings(lines)
        named = [(number, _cells(fields, cells)) for number, cells in lines[at + 1 :]]
        headings = frozenset(fields.values())
        empty = not any(cell not in (None, "") for _, cells in lines for cell in cells)
    if not empty and "text" not in headings:
        raise InputError(path.name, "没有“原文”一列", "请在首行写上 原文、陈述类型、工作线")
    rows = [(number, _filled(row)) for number, row in named]
    if not any(row for _, row in rows):
        raise InputError(path.name, "其中没有更正", "请核对给出的是不是更正清单")
    return headings, [(number, row) for number, row in rows if row]


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


def _csv(data: bytes, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    text = decode(data, name) if data else ""
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        raise InputError(name, f"第{reader.line_num}行不合 CSV 格式", "请用表格软件另存一份") from None


def _workbook(data: bytes, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """The lines of the first sheet."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > 4 * LARGEST:
                raise InputError(name, "解压后过大", "请分成几个文件")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from enumerate(book.worksheets[0].iter_rows(values_only=True), 1)
    except InputError:
        raise
    except Exception:  # a broken workbook raises what it likes
        raise InputError(name, "文件已损坏，无法打开", "请用表格软件另存一份") from None


def _find_headings(lines: Sequence[tuple[int, Sequence[Any]]]) -> tuple[int, dict[int, str]]:
    """Which of the first lines names the columns, and the field of each column; a title may stand above it."""
    names = _fields()
    for at, (_, cells) in enumerate(lines[:HEAD]):
        fields: dict[int, str] = {}
        for column, cell in enumerate(cells):
            field = names.get(str(cell).strip().lower())
            if field and field not in fields.values():
                fields[column] = field
        if "text" in fields.values() or len(fields) > 1:
            return at, fields
    return len(lines[:1]) - 1, {}


def _cells(fields: Mapping[int, str], cells: Sequence[Any]) -> dict[str, Any]:
    return {field: cells[column] for column, field in fields.items() if column < len(cells)}


def _named(line: Mapping[str, Any]) -> dict[str, Any]:
    names = _fields()
    return {names[key.strip().lower()]: value for key, value in line.items() if key.strip().lower() in names}


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without empty cells, spreadsheet guards taken off."""
    plain = {field: _plain(value) for field, value in row.items()}
    return {field: value for field, value in plain.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.strip()
    return value[1:] if value[:1] == "'" and value[1:2] in tuple("=+-@＝＋－＠") else value


def _fields() -> dict[str, str]:
    return {row["heading"]: row["field"] for row in load("decision_columns.tsv", keys=("heading", "field"))}
