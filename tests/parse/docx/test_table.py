"""Tables of a .docx: every position covered once, whatever was merged, nested, moved or deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from nlp.parse.docx import read_docx
from nlp.parse.docx.left import Left
from nlp.parse.docx.table import read_table
from nlp.parse.raw import Grid, Paragraph, Raw

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Read = Callable[[str], Raw]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a document whose body is one table given by its rows."""

    def write_and_read(rows: str) -> Raw:
        document = docx.Document()
        document.element.body.insert(0, parse_xml(f"<w:tbl {SPACE}>{rows}</w:tbl>"))
        document.save(str(tmp_path / "table.docx"))
        return read_docx(tmp_path / "table.docx")

    return write_and_read


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


SPAN = '<w:gridSpan w:val="{}"/>'.format
TOP, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
AROUND = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
HINT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
CONTROL = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format
LEFT, BESIDE = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
BLOCK = tr(tc("甲", SPAN(2) + TOP), tc("乙")) + tr(tc("", SPAN(2) + BELOW), tc("丙")) + tr(tc("丁"), tc("戊"), tc("己"))
INNER = f"<w:tbl>{tr(tc('甲'), tc('乙'))}{tr(tc('丙'), tc(p('丁') + p('戊')))}</w:tbl>"


def grid_of(raw: Raw) -> Grid:
    (grid,) = raw.blocks
    assert isinstance(grid, Grid)
    return grid


def shape(grid: Grid) -> list[str]:
    """A map of the grid: each position with the text of the cell that covers it, `.` for an empty one."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] += cell.text or "."
    return ["".join(row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (tr(tc("甲"), tc("乙")) + tr(tc("丙"), tc("")), ["甲乙", "丙."]),
        (tr(tc("甲", SPAN(2))) + tr(tc("乙"), tc("丙")), ["甲甲", "乙丙"]),
        (tr(tc("甲", TOP), tc("乙")) + tr(tc("", BELOW), tc("丙")), ["甲乙", "甲丙"]),
        (BLOCK, ["甲甲乙", "甲甲丙", "丁戊己"]),
        (tr(tc("甲", TOP), tc("乙")) + tr(tc("丁", TOP), tc("丙")), ["甲乙", "丁丙"]),
        (tr(tc("甲"), tc("乙")) + tr(tc("丁", BELOW), tc("丙")), ["甲乙", "丁丙"]),
        (tr(tc("甲", TOP), tc("乙"), tc("丙")) + tr(tc("丁", SPAN(2) + BELOW), tc("戊")), ["甲乙丙", "丁丁戊"]),
        (tr(tc("甲"), tc("乙"), tc("丙")) + tr(tc("丁"), properties=AROUND), ["甲乙丙", ".丁."]),
        (tr(tc("甲", LEFT), tc("", BESIDE), tc("乙")) + tr(tc("丙"), tc("丁"), tc("戊")), ["甲甲乙", "丙丁戊"]),
        (tr(tc("甲", SPAN(2)), tc("乙", SPAN(3))) + tr(tc("丙", SPAN(2)), tc("丁", SPAN(3))), ["甲乙", "丙丁"]),
        (tr(tc("甲", SPAN(99_999_999)), tc("乙")) + tr(tc("丙")), ["甲甲乙", "丙.."]),
        (tr(tc("甲"), tc("乙")) + tr(tc("丙"), tc("丁"), properties="<w:del/>"), ["甲乙"]),
        (tr(tc("甲"), tc("乙"), properties="<w:ins/>"), ["甲乙"]),
        (tr(tc("甲"), tc("乙", "<w:cellDel/>")), ["甲."]),
        (CONTROL(tr(tc("甲"), CONTROL(tc("乙")))), ["甲乙"]),
        (tr(tc("甲"), HINT(tc("单击")), tc("乙")), ["甲单击乙"]),
        (tr(tc("甲"), tc("乙")) + tr(), ["甲乙", ".."]),
    ],
    ids=[
        "plain", "across", "down", "both ways", "two merges below each other", "continues nothing",
        "continues another width",
        "gaps before and after", "legacy merge across", "columns in which nothing begins", "absurd span", "deleted row",
        "inserted row", "deleted cell", "content controls", "control never filled in", "row without cells",
    ],
)  # fmt: skip
def test_layout(read: Read, rows: str, expected: list[str]) -> None:
    assert shape(grid_of(read(rows))) == expected


def test_a_merged_area_is_one_cell_with_its_spans(read: Read) -> None:
    first = grid_of(read(BLOCK)).cells[0]
    assert (first.row, first.column, first.row_span, first.column_span) == (0, 0, 2, 2)


def test_cells_come_in_reading_order(read: Read) -> None:
    places = [(cell.row, cell.column) for cell in grid_of(read(tr(tc("甲", TOP), tc("乙")) * 3)).cells]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (p("甲") + p("乙"), "甲\n乙"),
        (p("甲") + p("") + p("乙"), "甲\n乙"),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", "甲\n乙"),
        (p("外") + INNER + p(""), "外\n甲 乙\n丙 丁 戊"),
        (f"<w:tbl>{tr(tc('框'))}</w:tbl>" + p(""), "框"),
    ],
    ids=["paragraphs", "an empty one between", "a line break", "nested table", "nested frame"],
)  # fmt: skip
def test_text_of_a_cell(read: Read, content: str, text: str) -> None:
    assert grid_of(read(tr(tc(content), tc("右")))).cells[0].text == text


def test_text_hidden_below_a_merge_is_kept(read: Read) -> None:
    assert grid_of(read(tr(tc("甲", TOP), tc("乙")) + tr(tc("残", BELOW), tc("丙")))).cells[0].text == "甲\n残"


@pytest.mark.parametrize(
    "rows",
    [tr(tc(p("甲") + p("乙"))), tr(tc("甲", TOP)) + tr(tc("乙", BELOW))],
    ids=["one cell", "one merged cell"],
)
def test_a_frame_gives_its_paragraphs(read: Read, rows: str) -> None:
    assert [block.text for block in read(rows).blocks if isinstance(block, Paragraph)] == ["甲", "乙"]


def test_a_table_inside_a_frame_stays_a_table(read: Read) -> None:
    raw = read(tr(tc(p("题") + f"<w:tbl>{tr(tc('甲'), tc('乙'))}</w:tbl>" + p(""))))
    assert [type(block) for block in raw.blocks] == [Paragraph, Grid]


@pytest.mark.parametrize("rows", ["", tr()], ids=["no rows", "no cells"])
def test_a_table_without_cells_is_nothing(read: Read, rows: str) -> None:
    assert read(rows).blocks == ()


def test_changes_in_rows_and_cells_are_counted(read: Read) -> None:
    rows = tr(tc("甲"), tc("乙", "<w:cellDel/>"), properties="<w:ins/>") + tr(tc("丙"), properties="<w:del/>")
    assert [warning.problem for warning in read(rows).warnings] == ["有1处插入、2处删除的修订，按已接受读取"]


def test_a_new_row_is_one_change(read: Read) -> None:
    new = "<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
    raw = read(tr(tc("甲"), tc("乙")) + tr(tc(new), tc(new), properties="<w:ins/>"))
    assert [warning.problem for warning in raw.warnings] == ["有1处插入的修订，按已接受读取"]


cell = st.tuples(st.integers(1, 4), st.sampled_from(["", TOP, BELOW, LEFT, BESIDE, "<w:cellDel/>"]))


@settings(deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 2), st.lists(cell, max_size=5)), min_size=1, max_size=6))
def test_every_position_is_covered_once(rows: list[tuple[int, list[tuple[int, str]]]]) -> None:
    xml = "".join(
        tr(*(tc("字", SPAN(span) + merge) for span, merge in cells), properties=f'<w:gridBefore w:val="{before}"/>')
        for before, cells in rows
    )
    blocks = read_table(etree.fromstring(f"<w:tbl {SPACE}>{xml}</w:tbl>"), lambda _: [Paragraph("字")], Left())
    for grid in blocks:
        if isinstance(grid, Grid):
            covered = [
                (row, column)
                for cell in grid.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert sorted(covered) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]


def test_time_grows_with_the_number_of_cells(read: Read) -> None:
    def seconds(count: int) -> float:
        rows = tr(*(tc(f"事项{index}") for index in range(6))) * count
        start = process_time()
        assert grid_of(read(rows)).rows == count
        return process_time() - start

    seconds(10)
    assert seconds(2000) < 20 * seconds(250)  # eightfold work; a quadratic reader takes sixty times as long
