"""Find tables that are drawn in lines of text, with pipes (| a | b |) or box strokes (│ a │ b │): lines to grids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.raw import Grid, GridCell

FEWEST_ROWS = 2
MOST_COLUMNS = 200
_RULE = re.compile(r"[\s|+:=\-_\u2500-\u257f—－＋｜]+")
_STROKE = re.compile(r"[\u2500\u2501\u2550]+|[-=_—－]{2,}")
_BAR = re.compile(r"(?<!\\)[|｜\u2502\u2503\u2551]")
_EDGE = re.compile(r"[|｜\u2500-\u257f]")
_CROSSING = re.compile(r"[|｜+\u2502\u2503\u2551\u251c-\u254b\u255e-\u256c]")
_BOX = re.compile(r"[\u2500-\u257f]")


def find_drawn(lines: Sequence[str], start: int) -> tuple[Grid | None, int]:
    """The table that begins at a line and the line behind it; None and `start` where none begins there.

    Where strokes stand between the rows, the lines between two of them are one row, else each line is a row. A stroke
    that does not cross a column leaves its cell open downwards: the cell is merged.

    >>> grid, end = find_drawn(["┌──┬──┐", "│任务│单位│", "├──┼──┤", "│查桥│城建│", "├──┼──┤", "│修订│办公│",
    ...   "│预案│室　│", "└──┴──┘"], 0)
    >>> [cell.text for cell in grid.cells], end
    (['任务', '单位', '查桥', '城建', '修订预案', '办公室'], 8)
    """
    end = start
    while end < len(lines) and (_is_rule(lines[end]) or _is_row(lines[end])):
        end += 1
    drawn = lines[start:end]
    if sum(map(_is_row, drawn)) < FEWEST_ROWS or sum(map(_is_rule, drawn)) == len(drawn):
        return None, start
    inner = [i for i, line in enumerate(drawn) if 0 < i < len(drawn) - 1 and (_is_rule(line) or _is_part_of_rule(line))]
    boxed = bool(_BOX.search("".join(drawn)))
    bars = [len(_BAR.findall(line)) for line in drawn if _is_row(line)]
    if max(bars) > MOST_COLUMNS or (not boxed and (len(set(bars)) > 2 or (not inner and min(bars) < 3))):
        return None, start
    rows = _by_rules(drawn) if len(inner) > 1 else [[(cell, False) for cell in _split(d)] for d in drawn if _is_row(d)]
    return (_grid(rows), end) if len(rows) >= FEWEST_ROWS else (None, start)


def _is_rule(line: str) -> bool:
    """Whether a line is a stroke from edge to edge."""
    if not _RULE.fullmatch(line) or not _STROKE.search(line):
        return False
    return all(_STROKE.search(part) for part in _parts(line)) and bool(_EDGE.search(line) or "+" in line)


def _is_part_of_rule(line: str) -> bool:
    """Whether a line is a stroke that leaves out some of the columns."""
    parts = _parts(line)
    stroked = [bool(_STROKE.fullmatch(part.strip())) for part in parts]
    return bool(_BOX.match(line.strip()) and _BOX.search(line.strip()[-1:])) and any(stroked) and not all(stroked)


def _is_row(line: str) -> bool:
    text = line.strip()
    if _is_part_of_rule(line):
        return True
    return len(_BAR.findall(text)) >= 2 and bool(_BAR.match(text)) and not _is_rule(line)


def _parts(line: str) -> list[str]:
    """What stands between the bars, crossings and corners of a line."""
    return re.split(_CROSSING, line.strip())[1:-1]


def _split(line: str) -> list[str]:
    inner = _BAR.sub("\0", line.strip()).strip("\0") if not line.strip().startswith("||") else line.strip()[1:-1]
    return [re.sub(r"(?i)<br\s*/?>", "\n", cell).replace("\\|", "|").strip(" \u3000") for cell in inner.split("\0")]


def _by_rules(drawn: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Rows of cells with whether each goes on from the one above it; a rule, or a part of one, ends a row."""
    rows: list[list[tuple[str, bool]]] = []
    open_: list[str] = []
    goes_on: list[bool] = []
    for line in [*drawn, "--+--"]:
        parts = _parts(line) if _is_part_of_rule(line) else []
        if not parts and not _is_rule(line):
            cells = _split(line)
            if len(cells) > len(open_):
                open_ += [""] * (len(cells) - len(open_))
            open_ = [_join(open_[i], cells[i]) if i < len(cells) else open_[i] for i in range(len(open_))]
            continue
        if open_:
            rows.append([(text, i < len(goes_on) and goes_on[i]) for i, text in enumerate(open_)])
        stroked = [bool(_STROKE.fullmatch(part.strip())) for part in parts]
        goes_on = [not one for one in stroked]
        open_ = ["" if one else part.strip(" \u3000") for one, part in zip(stroked, parts, strict=True)]
        if not parts:
            open_ = []
    return rows


def _join(above: str, below: str) -> str:
    """The two lines of a cell, as one line where nothing but its width broke them."""
    glue = " " if above[-1:].isascii() and below[:1].isascii() and above and below else ""
    return f"{above}{glue}{below}" if above and below else above or below


def _grid(rows: Sequence[Sequence[tuple[str, bool]]]) -> Grid:
    columns = max(map(len, rows))
    cells: list[GridCell] = []
    above: dict[int, int] = {}  # column: index of the cell that a cell below may go on
    for i, row in enumerate(rows):
        for j in range(len(row) if len(row) == 1 else columns):
            text, goes_on = row[j] if j < len(row) else ("", False)
            before = cells[above[j]] if j in above else None
            if goes_on and before and before.row + before.row_span == i:
                joined = _join(before.text, text)
                cells[above[j]] = GridCell(before.row, j, joined, before.row_span + 1, before.column_span)
                continue
            above[j] = len(cells)
            cells.append(GridCell(i, j, text, 1, columns if len(row) == 1 else 1))
    return Grid(len(rows), columns, tuple(cells))
