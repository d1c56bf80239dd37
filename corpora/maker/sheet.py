"""Write a workbook: keys and blocks of a source to an Excel file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from . import labels
from .archive import fix
from .source import Block, spans


def write_xlsx(keys: dict[str, str], blocks: list[Block], out: Path) -> None:
    """Write one workbook, the same bytes on every run; lines outside a table are merged over its width."""
    book = openpyxl.Workbook()
    book.properties.creator = keys["issuer"]
    page, row = book.active, 1
    width = max(len(content[0]) for mark, content in blocks if mark == "%")
    for n, (mark, content) in enumerate(blocks):
        if mark == "@":
            page, row = (page if n == 0 else book.create_sheet()), 1
            page.title = content
        elif mark == "%":
            _add_table(page, row, *content)
            row += len(content[1])
        elif not mark.startswith("@"):
            page.cell(row, 1, labels.plain(content)).alignment = Alignment(wrap_text=True)
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            row += 1
    book.save(out)
    fix(out)


def _add_table(page: Any, top: int, columns: Any, rows: Any) -> None:
    for i, (_, *width) in enumerate(columns, 1):
        if width:
            page.column_dimensions[get_column_letter(i)].width = float(width[0]) * 4  # cm to characters
    for r, c, bottom, right, marked in spans(rows):
        text = re.sub("[⏎¶]", "\n", labels.plain(marked))
        cell = page.cell(top + r, c + 1, (int(text) if re.fullmatch(r"\d{1,5}", text) else text) or None)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        if (bottom, right) != (r, c):
            place = {"start_row": top + r, "end_row": top + bottom, "start_column": c + 1, "end_column": right + 1}
            page.merge_cells(**place)
