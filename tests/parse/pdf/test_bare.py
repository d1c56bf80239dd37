"""Tables without upright rulings, drawn in the test, read back as grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nlp.parse.raw import Grid, Paragraph, Raw

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
XS = (72, 120, 360, 460)
LINE = 16
Draw = Callable[[Any], object]

HEAD = [["序号"], ["工作任务"], ["责任单位"], ["完成时限"]]
ROWS = [
    [["1"], ["把网格优化调整为86个，配齐专职网", "格员并完成上岗培训。"], ["区委政法委、各", "街道"], ["3月底前"]],
    [["2"], ["建设社区助餐点12处。"], ["区民政局"], ["9月底前"]],
    [
        ["3"],
        ["完成老旧管网普查，建立问题清单和", "台账，明确整改时限和责任人，逐项", "销号管理。"],
        ["区水务集团"],
        ["6月底前"],
    ],
    [["4"], ["修订机关考勤制度。"], ["办公室"], ["4月"]],
]
READ = [["".join(cell) for cell in row] for row in [HEAD, *ROWS]]


def table(pen: Any, rows: Sequence[Sequence[Sequence[str]]], *, middle: bool = False, white: float = 0) -> None:
    """Rows of cells of lines, each row as high as its highest cell, `white` points apart."""
    pen.setFont("STSong-Light", 12)
    pen.drawString(200, 780, "石桥县档案馆重点任务")
    y = 740.0
    for row in rows:
        high = max(map(len, row)) * LINE
        for x, cell in zip(XS, row, strict=False):
            start = y - (high - len(cell) * LINE) / 2 * middle
            for i, line in enumerate(cell):
                pen.drawString(x, start - LINE * i, line)
        y -= high + white
    pen.drawString(72, y - 30, "以上任务由各单位按月报送进展情况，办公室汇总后报分管领导审阅。")


def rows_of(raw: Raw) -> list[list[str]]:
    (grid,) = (block for block in raw.blocks if isinstance(block, Grid))
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


@pytest.mark.parametrize("white", [0, 8, 20], ids=["tight", "spaced", "wide"])
@pytest.mark.parametrize("middle", [False, True], ids=["at the top", "in the middle"])
def test_numbered_rows(read: Callable[[Draw], Raw], middle: bool, white: float) -> None:
    assert rows_of(read(lambda pen: table(pen, [HEAD, *ROWS], middle=middle, white=white))) == READ


def test_rows_without_numbers_are_parted_by_white(read: Callable[[Draw], Raw]) -> None:
    rows = [[[], *row[1:]] for row in [HEAD, *ROWS]]
    raw = read(lambda pen: table(pen, rows, middle=True, white=8))
    assert rows_of(raw) == [row[1:] for row in READ]


def test_rows_without_numbers_and_white_begin_where_most_columns_are_filled(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: table(pen, [[[], *row[1:]] for row in [HEAD, *ROWS]]))
    assert rows_of(raw) == [row[1:] for row in READ]


def test_text_around_stays_text(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: table(pen, [HEAD, *ROWS], white=8))
    kinds = [block.text[:4] if isinstance(block, Paragraph) else Grid for block in raw.blocks]
    assert (kinds, raw.warnings) == (["石桥县档", Grid, "以上任务"], ())


def test_three_rules_with_folded_cells(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        table(pen, [HEAD, *ROWS], white=8)
        for y in (755, 727, 570):
            pen.line(60, y, 535, y)

    assert rows_of(read(draw)) == READ


def test_rows_that_cannot_be_told_are_text_with_a_warning(read: Callable[[Draw], Raw]) -> None:
    rows = [[["一段横跨几栏的说明文字，栏与栏之间没有空白可以分开，因此不能当作表格来读。"]]] * 2
    raw = read(lambda pen: table(pen, [HEAD, *rows]))
    assert not any(isinstance(block, Grid) for block in raw.blocks)
    assert ["框线不全" in warning.problem for warning in raw.warnings] == [True]


# --- cells merged downwards, their texts in the middle -----------------------------------------------------------------

GROUPED = [["类别"], ["工作任务"], ["责任单位"], ["完成时限"]]
MERGED = [  # a cell with the rows that it spans, None below it
    [("基层治理", 3), ["把网格优化调整为86个，配齐专职网", "格员并完成上岗培训。"], ("区委政法委", 2), ["3月底前"]],
    [None, ["建设社区助餐点12处。"], None, ["9月底前"]],
    [None, ["完成老旧管网普查，建立问题清单和", "台账，逐项销号管理。"], ("区水务集团", 1), ["6月底前"]],
    [("机关建设", 2), ["修订机关考勤制度。"], ("办公室", 1), ["4月"]],
    [None, ["组织干部夜学，邀请专家授课，全年", "不少于10期。"], ("区委组织部", 1), ["全年"]],
]


def merged(pen: Any, *, number: bool, white: float, shift: float = 0, top: bool = False) -> None:
    """A table whose cells stand in the middle of their rows; `shift` moves the merged texts down, `top` up to the top."""
    pen.setFont("STSong-Light", 12)
    pen.drawString(200, 780, "石桥县档案馆重点任务")
    xs = (60, 110, 180, 400, 480)[0 if number else 1 :]
    y = 740.0
    for x, cell in zip(xs, [*([["序号"]] if number else []), *GROUPED], strict=True):
        pen.drawString(x, y, cell[0])
    heights = [max(len(cell) for cell in row if isinstance(cell, list)) * LINE + white for row in MERGED]
    y -= LINE + white
    for i, row in enumerate(MERGED):
        cells = [([str(i + 1)], 1)] if number else []
        for cell in row:
            lines, span = (cell, 1) if isinstance(cell, list) else ([cell[0]], cell[1]) if cell else ([], 1)
            cells.append((lines, span))
        for x, (lines, span) in zip(xs, cells, strict=True):
            room = sum(heights[i : i + span]) - white - len(lines) * LINE
            start = y - (0 if top else room / 2) - (shift if span > 1 else 0)
            for k, line in enumerate(lines):
                pen.drawString(x, start - LINE * k, line)
        y -= heights[i]
    pen.drawString(72, y - 40, "以上任务由各单位按月报送进展情况，办公室汇总后报分管领导审阅。")


def spans_of(raw: Raw, column: int) -> list[tuple[str, int]]:
    (grid,) = (block for block in raw.blocks if isinstance(block, Grid))
    return [(cell.text, cell.row_span) for cell in grid.cells if cell.column == column and cell.row]


@pytest.mark.parametrize("white", [4, 8, 14], ids=["tight", "spaced", "wide"])
@pytest.mark.parametrize("number", [True, False], ids=["numbered", "without numbers"])
def test_text_in_the_middle_holds_for_all_its_rows(read: Callable[[Draw], Raw], number: bool, white: float) -> None:
    raw = read(lambda pen: merged(pen, number=number, white=white))
    assert spans_of(raw, number) == [("基层治理", 3), ("机关建设", 2)]
    parties = [("区委政法委", 2), ("区水务集团", 1), ("办公室", 1), ("区委组织部", 1)]
    assert spans_of(raw, number + 2) == parties
    assert raw.warnings == ()


def test_text_in_no_middle_is_warned_of(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: merged(pen, number=True, white=8, shift=9))
    assert [(w.place, w.problem, w.remedy) for w in raw.warnings] == [
        ("第1页", "表格没有框线，合并单元格可能读错", "请核对")
    ]


def test_text_at_the_top_stands_in_the_first_of_its_rows(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: merged(pen, number=True, white=8, top=True))
    assert spans_of(raw, 1) == [("基层治理", 1), ("", 1), ("", 1), ("机关建设", 1), ("", 1)]
    assert raw.warnings == ()


def test_blank_cells_of_a_column_of_notes_stay_blank(read: Callable[[Draw], Raw]) -> None:
    rows = [[*row[:2], [], row[3]] for row in ROWS]
    rows[1][2] = ["已启动"]
    head = [*HEAD[:2], ["备注"], HEAD[3]]
    raw = read(lambda pen: table(pen, [head, *rows], middle=True, white=8))
    assert spans_of(raw, 2) == [("", 1), ("已启动", 1), ("", 1), ("", 1)]
    assert raw.warnings == ()


def test_rows_that_nothing_parts_are_warned_of_where_cells_are_merged(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: merged(pen, number=False, white=0))
    assert len(raw.warnings) == 1
