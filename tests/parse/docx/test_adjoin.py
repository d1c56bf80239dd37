"""Tables that stand against one another: one where Word shows one, two where the lower has a header of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from nlp.parse.docx import read_docx
from nlp.parse.raw import Grid, Raw

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADER = "序号|任务|责任单位|时限"
FIRST, SECOND, THIRD = "1|修缮步道|园林科|6月", "2|清理河道|水务科|9月", "3|更换路灯|照明科|11月"
LISTED, SPOKEN = "重点任务|工作措施|责任单位|时限", "专项行动|落实整改措施|项目科|时间另定"
Read = Callable[..., Raw]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(*parts: str) -> Raw:
        document = docx.Document()
        for index, part in enumerate(parts):
            document.element.body.insert(index, parse_xml(part.replace(">", f" {SPACE}>", 1)))
        document.save(str(tmp_path / "plan.docx"))
        return read_docx(tmp_path / "plan.docx")

    return write_and_read


def p(text: str) -> str:
    return f"<w:p ><w:r><w:t>{text}</w:t></w:r></w:p>" if text else "<w:p ></w:p>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows whose cells are parted by |; ^ in front of a cell begins a merge downwards, ^ alone goes on."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(map(tr, rows))}</w:tbl>"


def tr(row: str) -> str:
    cells = row.split("|")
    span = '<w:gridSpan w:val="4"/>' if len(cells) == 1 else ""
    return f"<w:tr>{''.join(tc(cell, span) for cell in cells)}</w:tr>"


def tc(cell: str, span: str) -> str:
    merge = "" if not cell.startswith("^") else "<w:vMerge/>" if cell == "^" else '<w:vMerge w:val="restart"/>'
    text = cell.removeprefix("^")
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def tables(raw: Raw) -> list[list[str]]:
    """The rows of each table."""
    return [
        ["|".join(cell.text for cell in grid.cells if cell.row == row) for row in range(grid.rows)]
        for grid in raw.blocks
        if isinstance(grid, Grid)
    ]


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        ((tbl(HEADER, FIRST), tbl(SECOND)), [HEADER, FIRST, SECOND]),
        ((tbl(HEADER, FIRST), p(""), p(" "), tbl(SECOND)), [HEADER, FIRST, SECOND]),
        ((tbl(HEADER, FIRST), tbl(SECOND), tbl(THIRD)), [HEADER, FIRST, SECOND, THIRD]),
        ((tbl(HEADER, FIRST), tbl("2|推进项目|责任单位|园林科")), [HEADER, FIRST, "2|推进项目|责任单位|园林科"]),
        ((tbl(HEADER, FIRST), tbl(HEADER, SECOND)), [HEADER, FIRST, SECOND]),
        ((tbl("分工表", HEADER, FIRST), tbl("分工表", HEADER, SECOND)), ["分工表", HEADER, FIRST, SECOND]),
        ((tbl("分工表", HEADER, FIRST), tbl(HEADER, SECOND)), ["分工表", HEADER, FIRST, SECOND]),
        ((tbl(LISTED, "道路工程|开工|工程科|6月"), tbl(SPOKEN)), [LISTED, "道路工程|开工|工程科|6月", SPOKEN]),
        (
            (tbl(HEADER, FIRST, widths=(500, 3000, 1500, 1000)), tbl(SECOND, widths=(600, 2900, 1400, 1100))),
            [HEADER, FIRST, SECOND],
        ),
    ],
    ids=[
        "against",
        "empty lines between",
        "three",
        "words of a header",
        "header repeated",
        "title too",
        "without title",
        "data in words of a header",
        "nearly as wide",
    ],
)
def test_joined(read: Read, parts: tuple[str, ...], rows: list[str]) -> None:
    assert tables(read(*parts)) == [rows]


@pytest.mark.parametrize(
    "parts",
    [
        (tbl(HEADER, FIRST), p("以下为第二批。"), tbl(SECOND)),
        (tbl(HEADER, FIRST), tbl("编号|工作内容|牵头单位|备注", SECOND)),
        (tbl(HEADER, FIRST), tbl("第二批", "编号|工作内容|牵头单位|备注", SECOND)),
        (tbl(HEADER, FIRST), tbl("项目|建设内容|总投资|备注", SECOND)),
        (tbl(HEADER, FIRST), tbl("2|清理河道|水务科")),
        (tbl(FIRST), tbl(SECOND)),
        (tbl(HEADER, FIRST, widths=(500, 3000, 1500, 1000)), tbl(SECOND, widths=(1500, 1500, 1500, 1500))),
    ],
    ids=[
        "text between",
        "another header",
        "below a title",
        "header of a list",
        "fewer columns",
        "no header",
        "other widths",
    ],
)
def test_kept_apart(read: Read, parts: tuple[str, ...]) -> None:
    assert len(tables(read(*parts))) == 2


def test_row_spans_stay(read: Read) -> None:
    (grid,) = read(tbl(HEADER, FIRST), tbl("2|^清理河道|水务科|9月", "3|^|照明科|11月")).blocks
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.text) for cell in grid.cells if cell.row_span == 2] == [(2, "清理河道")]
