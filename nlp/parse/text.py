"""Read a .txt or .md into raw blocks: encoding found, wrapped lines joined, rows with tabs or strokes made a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nlp.parse.drawn import find_drawn
from nlp.parse.encoding import LOST, decode
from nlp.parse.markdown import is_markdown, plain, read_line
from nlp.parse.raw import Grid, GridCell, Paragraph, Raw
from nlp.parse.tidy import line_kind
from nlp.parse.unwrap import STOPS, unwrap
from nlp.types import Warning

MARKDOWN = (".md", ".markdown")
LONGEST_GROUP = 24  # characters of a line that heads a group of rows


def read_text(path: Path) -> Raw:
    """The paragraphs of a text file, and its tables: rows with tabs, or drawn with pipes or strokes; without pages.

    Markdown's headings are headings, its other marks are left out. Letters that are damaged are counted in `warnings`.

    Raises InputError where the bytes are no text in UTF-8, UTF-16, UTF-32, GB18030 or Big5.
    """
    text = decode(path.read_bytes(), path.name)
    lines = text.replace("\f", "\n").splitlines()
    marked = path.suffix.lower() in MARKDOWN or is_markdown(lines)
    blocks: list[Paragraph | Grid] = []
    plain_lines: list[str] = []

    def end_lines() -> None:
        blocks.extend(Paragraph(line) for line in unwrap(plain_lines) if line)
        plain_lines.clear()

    start = 0
    while start < len(lines):
        grid, end = _find_grid(lines, start)
        if grid is not None:
            end_lines()
            blocks.append(_without_marks(grid) if marked else grid)
            start = end
            continue
        for line in lines[start : max(end, start + 1)]:
            kept = read_line(line) if marked else line.replace("\t", " ").rstrip()
            if isinstance(kept, Paragraph):
                end_lines()
                blocks.append(kept)
            elif kept is not None and line_kind(kept) not in ("page", "site"):
                plain_lines.append(kept)
        start = max(end, start + 1)
    end_lines()
    lost = text.count(LOST)
    said = Warning(path.name, f"第{text[: text.index(LOST)].count(chr(10)) + 1}行" if lost else "", *_damaged(lost))
    return Raw("txt", tuple(blocks), warnings=(said,) if lost else ())


def _damaged(lost: int) -> tuple[str, str]:
    return f"{lost}处文字已损坏，显示为“{LOST}”", "请对方重新发送"


def _find_grid(lines: Sequence[str], start: int) -> tuple[Grid | None, int]:
    """The table that begins at a line, and the line behind it; else None, and the line behind what is no table."""
    grid, end = find_drawn(lines, start)
    if grid is not None:
        return grid, end
    end = _table_end(lines, start)
    filled = sum(1 for cell in lines[start].split("\t") if cell.strip())
    return (_grid(lines[start:end]) if end - start >= 2 and filled >= 2 and "\t" in lines[start] else None), end


def _without_marks(grid: Grid) -> Grid:
    return replace(grid, cells=tuple(replace(cell, text=plain(cell.text)) for cell in grid.cells))


def _table_end(lines: Sequence[str], start: int) -> int:
    """The line behind the tab-separated rows that start here; a short line between rows is a row of its own."""
    end = start
    while end < len(lines):
        if "\t" in lines[end].rstrip():
            end += 1
        elif (
            end > start
            and end + 1 < len(lines)
            and "\t" in lines[end + 1].rstrip()
            and 0 < len(lines[end].strip()) <= LONGEST_GROUP
            and not lines[end].strip().endswith(STOPS)
        ):
            end += 2
        else:
            break
    return end


def _grid(lines: Sequence[str]) -> Grid:
    rows = [[cell.strip() for cell in line.rstrip("\r\n").split("\t")] for line in lines]
    columns = max(len(row) for row in rows)
    cells: list[GridCell] = []
    for i, row in enumerate(rows):
        if len(row) == 1:
            cells.append(GridCell(i, 0, row[0], 1, columns))
        else:
            cells.extend(GridCell(i, j, row[j] if j < len(row) else "") for j in range(columns))
    return Grid(len(rows), columns, tuple(cells))
