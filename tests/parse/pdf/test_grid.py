"""Ruled tables drawn in the test, read back as grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nlp.parse.raw import Grid, Paragraph, Raw

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
HEIGHT = 842
XS = [60, 100, 300, 380, 460]
Draw = Callable[[Any], object]


def put(pen: Any, text: str, x: float, y: float, size: float = 10) -> Any:
    pen.setFont("STSong-Light", size)
    for i, line in enumerate(text.split("\n")):
        pen.drawString(x, HEIGHT - y - 14 * i, line)


def ruled(pen: Any, rows: Sequence[Sequence[str]], top: float = 100, high: float = 40, xs: Sequence[float] = XS) -> Any:
    """A grid of equal rows with every line drawn."""
    pen.grid(xs, [HEIGHT - top - high * i for i in range(len(rows) + 1)])
    fill(pen, rows, top, high, xs)


def fill(pen: Any, rows: Sequence[Sequence[str]], top: float = 100, high: float = 40, xs: Sequence[float] = XS) -> Any:
    for i, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            put(pen, text, x + 5, top + high * i + 14)


def grids(raw: Raw) -> list[Grid]:
    return [block for block in raw.blocks if isinstance(block, Grid)]


def rows_of(grid: Grid) -> list[list[str]]:
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


HEAD = ["序号", "工作任务", "责任单位", "完成时限"]
ROWS = [HEAD, ["1", "修订档案借阅办法。", "综合科", "6月底前"], ["2", "开展库房安全检查。", "", "每季度"]]


def test_plain_grid_keeps_empty_cells(read: Callable[[Draw], Raw]) -> None:
    (grid,) = grids(read(lambda pen: ruled(pen, ROWS)))
    assert rows_of(grid) == ROWS
    assert len(grid.cells) == grid.rows * grid.columns


def test_same_cells_as_pdfplumber(read: Callable[[Draw], Raw], tmp_path: Path) -> None:
    import pdfplumber

    (grid,) = grids(read(lambda pen: ruled(pen, ROWS)))
    with pdfplumber.open(tmp_path / "plan.pdf") as document:
        (theirs,) = document.pages[0].extract_tables()
    assert rows_of(grid) == [[text or "" for text in row] for row in theirs]


@pytest.mark.parametrize("way", ["thin-filled", "stroked-boxes", "dashes", "one-path"])
def test_ways_to_draw_rulings(read: Callable[[Draw], Raw], way: str) -> None:
    ys = [HEIGHT - 100 - 40 * i for i in range(4)]

    def draw(pen: Any) -> None:
        if way == "thin-filled":
            for y in ys:
                pen.rect(XS[0], y, XS[-1] - XS[0], 0.6, stroke=0, fill=1)
            for x in XS:
                pen.rect(x, ys[-1], 0.6, ys[0] - ys[-1], stroke=0, fill=1)
        elif way == "stroked-boxes":
            for low in ys[1:]:
                for left, right in pairwise(XS):
                    pen.rect(left, low, right - left, 40)
        elif way == "dashes":
            for y in ys:
                for x in range(XS[0], XS[-1], 8):
                    pen.line(x, y, x + 6, y)
            for x in XS:
                for y in range(ys[-1], ys[0], 8):
                    pen.line(x, y, x, y + 6)
        else:
            path = pen.beginPath()
            for y in ys:
                path.moveTo(XS[0], y)
                path.lineTo(XS[-1], y)
            for x in XS:
                path.moveTo(x, ys[0])
                path.lineTo(x, ys[-1])
            pen.drawPath(path)
        fill(pen, ROWS)

    (grid,) = grids(read(draw))
    assert rows_of(grid) == ROWS


def test_shading_is_no_border(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        pen.setFillGray(0.9)
        pen.rect(110, HEIGHT - 135, 100, 20, stroke=0, fill=1)
        pen.setFillGray(0)
        ruled(pen, ROWS)

    (grid,) = grids(read(draw))
    assert rows_of(grid) == ROWS


def test_open_sides(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        for i in range(4):
            pen.line(XS[0], HEIGHT - 100 - 40 * i, XS[-1], HEIGHT - 100 - 40 * i)
        for x in XS[1:-1]:
            pen.line(x, HEIGHT - 100, x, HEIGHT - 220)
        fill(pen, ROWS)

    (grid,) = grids(read(draw))
    assert rows_of(grid) == ROWS


def test_merged_cells_both_ways(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        for x in (60, 460):
            pen.line(x, HEIGHT - 100, x, HEIGHT - 220)
        for x in (100, 300, 380):
            pen.line(x, HEIGHT - 140, x, HEIGHT - 220)
        for y in (100, 140, 220):
            pen.line(60, HEIGHT - y, 460, HEIGHT - y)
        pen.line(100, HEIGHT - 180, 460, HEIGHT - 180)
        put(pen, "任务一览", 240, 120)
        put(pen, "库房", 65, 180)
        fill(pen, [["", "检查。", "综合科", "6月"], ["", "维修。", "办公室", "7月"]], top=140)

    (grid,) = grids(read(draw))
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["任务一览"] == (0, 0, 1, 4)
    assert spans["库房"] == (1, 0, 2, 1)
    assert spans["维修。"] == (2, 1, 1, 1)
    assert sum(cell.row_span * cell.column_span for cell in grid.cells) == grid.rows * grid.columns


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("区综合行政\n执法局", "区综合行政执法局"),
        ("综合科\n法规科", "综合科\n法规科"),
        ("2023年6月\n底前", "2023年6月底前"),
        ("区教育体育\n区财政局", "区教育体育区财政局"),
        ("区民政分局\n区财政局", "区民政分局\n区财政局"),
        ("（综合科、\n法规科）", "（综合科、法规科）"),
        ("一\n二\n三", "一\n二\n三"),
        ("沈舟南\n85550123", "沈舟南\n85550123"),
        ("综合科、\n法规科", "综合科、法规科"),
    ],
)
def test_lines_of_a_cell(read: Callable[[Draw], Raw], printed: str, text: str) -> None:
    xs = [60, 160, 220]  # the right column is five letters wide
    (grid,) = grids(read(lambda pen: ruled(pen, [["任务", "责任单位"], ["检查。", printed]], xs=xs, high=60)))
    assert rows_of(grid)[1][1] == text


def test_frame_around_text_is_no_table(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: [pen.rect(50, 50, 495, 742), put(pen, "框内的一段话。", 72, 120)])
    assert [block.text for block in raw.blocks if isinstance(block, Paragraph)] == ["框内的一段话。"]
    assert not grids(raw)


def test_page_frame_around_a_table(read: Callable[[Draw], Raw]) -> None:
    (grid,) = grids(read(lambda pen: [pen.rect(30, 30, 535, 782), ruled(pen, ROWS)]))
    assert rows_of(grid) == ROWS


def test_sideways_table(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        pen.translate(595, 0)
        pen.rotate(90)
        ruled(pen, ROWS, top=350)

    (grid,) = grids(read(draw))
    assert rows_of(grid) == ROWS


@pytest.mark.parametrize("angle", [90, -90])
def test_text_on_its_side_in_a_cell(read: Callable[[Draw], Raw], angle: int) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, [["", "修订档案借阅办法。", "综合科", "6月底前"]], high=80)
        pen.translate(80, HEIGHT - 140 - angle / 3)
        pen.rotate(angle)
        pen.drawString(0, 0, "制度建设")

    (grid,) = grids(read(draw))
    assert rows_of(grid)[0][0] == "制度建设"


# --- over pages -----------------------------------------------------------------------------------------------------


def test_table_over_pages_is_one_without_the_repeated_head(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, ROWS)
        put(pen, "— 1 —", 280, 810)
        pen.showPage()
        ruled(pen, [HEAD, ["3", "编制全年统计报表。", "法规科", "年底前"]])
        put(pen, "— 2 —", 280, 810)

    raw = read(draw)
    (grid,) = raw.blocks
    assert isinstance(grid, Grid)
    assert rows_of(grid) == [*ROWS, ["3", "编制全年统计报表。", "法规科", "年底前"]]
    assert {cell.page for cell in grid.cells if cell.row == 3} == {2}


def test_row_cut_by_the_page_is_one(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, [*ROWS[:2], ["2", "对照清单逐项核查馆藏档案数量和状况，", "综合科", "每季度"]])
        pen.showPage()
        ruled(pen, [["", "形成问题台账。", "", ""], ["3", "编制报表。", "法规科", "年底前"]])

    (grid,) = grids(read(draw))
    assert rows_of(grid)[2:] == [
        ["2", "对照清单逐项核查馆藏档案数量和状况，形成问题台账。", "综合科", "每季度"],
        ["3", "编制报表。", "法规科", "年底前"],
    ]


def test_merged_cell_goes_on_over_the_page(read: Callable[[Draw], Raw]) -> None:
    xs = [60, 120, 300, 400]

    def part(pen: Any, rows: Sequence[Sequence[str]]) -> None:
        bottom = HEIGHT - 100 - 40 * len(rows)
        for x in xs:
            pen.line(x, HEIGHT - 100, x, bottom)
        for y in (HEIGHT - 100, bottom):
            pen.line(xs[0], y, xs[-1], y)
        for i in range(1, len(rows)):
            pen.line(xs[1], HEIGHT - 100 - 40 * i, xs[-1], HEIGHT - 100 - 40 * i)
        fill(pen, rows, xs=xs)

    def draw(pen: Any) -> None:
        part(pen, [["库房", "检查库房。", "综合科"], ["", "维修设备。", "综合科"]])
        pen.showPage()
        part(pen, [["", "清点器材。", "办公室"], ["", "更新标识。", "办公室"]])

    (grid,) = grids(read(draw))
    assert [(cell.row_span, cell.text) for cell in grid.cells if cell.column == 0] == [(4, "库房")]
    assert [cell.text for cell in grid.cells if cell.column == 1] == [
        "检查库房。",
        "维修设备。",
        "清点器材。",
        "更新标识。",
    ]


TITLE = "石桥县档案馆任务分解表"


def titled(pen: Any, rows: Sequence[Sequence[str]]) -> Any:
    """A table whose first row is its title, merged over all columns."""
    for x in (XS[0], XS[-1]):
        pen.line(x, HEIGHT - 100, x, HEIGHT - 130)
    pen.line(XS[0], HEIGHT - 100, XS[-1], HEIGHT - 100)
    put(pen, TITLE, 200, 118)
    ruled(pen, rows, top=130)


def test_title_row_repeated_on_each_page_stands_once(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        titled(pen, ROWS)
        pen.showPage()
        titled(pen, [HEAD, ["3", "编制报表。", "法规科", "年底前"]])

    (grid,) = grids(read(draw))
    assert [row[0] for row in rows_of(grid)] == [TITLE, "序号", "1", "2", "3"]


def columns(pen: Any, top: float, bottom: float, across: Sequence[tuple[float, float, float]]) -> None:
    """Upright rulings from top to bottom, and some lines across, each as height, left, right."""
    for x in XS:
        pen.line(x, HEIGHT - top, x, HEIGHT - bottom)
    for y, left, right in across:
        pen.line(left, HEIGHT - y, right, HEIGHT - y)


def test_cut_row_under_merged_cells(read: Callable[[Draw], Raw]) -> None:
    """The last column is merged over the cut row and the next one, and its text is cut as well."""

    def draw(pen: Any) -> None:
        ruled(pen, [["类别", "工作任务", "责任单位", "联系人"], ["库房", "检查。", "综合科", "沈舟"]])
        task = "修订档案借阅办法并且及时报送给上级主管"
        ruled(pen, [["制度", task, "综合科", "沈舟南"]], top=180)
        pen.showPage()
        whole = (XS[0], XS[-1])
        columns(pen, 100, 180, [(100, *whole), (140, XS[1], XS[3]), (180, *whole)])
        fill(pen, [["", "部门。", "", "85550123"], ["", "形成目录。", "法规科", ""]])

    (grid,) = grids(read(draw))
    assert rows_of(grid)[2:] == [
        ["制度", "修订档案借阅办法并且及时报送给上级主管部门。", "综合科", "沈舟南\n85550123"],
        ["", "形成目录。", "法规科", ""],
    ]
    assert {(cell.row, cell.row_span) for cell in grid.cells if cell.column in (0, 3) and cell.row == 2} == {(2, 2)}


def test_row_without_border_at_the_page_break_is_one(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, ROWS[:2])
        columns(pen, 180, 220, [])
        fill(pen, [["2", "开展库房", "综合科", "每季"]], top=180)
        pen.showPage()
        columns(pen, 100, 140, [(140, XS[0], XS[-1])])
        fill(pen, [["", "检查", "", "度"]])
        ruled(pen, [["3", "编制报表。", "法规科", "年底前"]], top=140)

    (grid,) = grids(read(draw))
    assert [row[0] for row in rows_of(grid)] == ["序号", "1", "2", "3"]
    assert "".join(rows_of(grid)[2][1].split()) == "开展库房检查"


def test_beginning_of_a_row_that_the_next_page_prints_whole(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, ROWS)
        columns(pen, 220, 240, [])
        pen.showPage()
        ruled(pen, [["3", "编制报表。", "法规科", "年底前"]])

    (grid,) = grids(read(draw))
    assert [row[0] for row in rows_of(grid)] == ["序号", "1", "2", "3"]


def test_lines_beyond_the_paper_draw_no_rows(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, ROWS, top=HEIGHT - 130)
        columns(pen, HEIGHT - 10, HEIGHT + 60, [(HEIGHT + y, XS[0], XS[-1]) for y in (20, 60)])

    (grid,) = grids(read(draw))
    assert rows_of(grid) == ROWS


def test_many_pages_are_one_table(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        for page in range(40):
            ruled(pen, [HEAD, *([str(2 * page + i), "检查。", "综合科", "每季度"] for i in (1, 2))])
            pen.showPage()

    (grid,) = grids(read(draw))
    assert [row[0] for row in rows_of(grid)] == ["序号", *map(str, range(1, 81))]


def test_tables_of_other_columns_stay_apart(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, ROWS)
        pen.showPage()
        ruled(pen, [["姓名", "职务"], ["陈静", "馆员"]], xs=[60, 200, 460])

    assert [grid.columns for grid in grids(read(draw))] == [4, 2]


def test_text_between_keeps_tables_apart(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        ruled(pen, ROWS)
        pen.showPage()
        put(pen, "附表二", 72, 80, 16)
        ruled(pen, ROWS)

    assert len(grids(read(draw))) == 2


# --- ruled across only ----------------------------------------------------------------------------------------------


def across(pen: Any, places: Sequence[float]) -> Any:
    for y in places:
        pen.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)


def test_three_line_table(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: [across(pen, (100, 125, 175)), fill(pen, ROWS, high=25)])
    (grid,) = grids(raw)
    assert rows_of(grid) == ROWS


def test_unclear_table_is_text_with_a_warning(read: Callable[[Draw], Raw]) -> None:
    rows = [
        HEAD,
        ["1", "修订办法。", "综合科", "6月"],
        ["", "一段横跨几栏的说明文字，栏与栏之间没有空白可以分开。", "", ""],
    ]
    raw = read(lambda pen: [across(pen, (100, 125, 175)), fill(pen, rows, high=25)])
    assert not grids(raw)
    assert [warning.place for warning in raw.warnings] == ["第1页"]


def test_rules_drawn_cell_by_cell(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        for y in (100, 125, 175):
            for left, right in pairwise(XS):
                pen.line(left, HEIGHT - y, right, HEIGHT - y)
        fill(pen, ROWS, high=25)

    (grid,) = grids(read(draw))
    assert rows_of(grid) == ROWS


def test_table_without_rules_is_text_with_a_warning(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: fill(pen, [ROWS[1]] * 8, high=25))
    assert not grids(raw)
    assert ["框线不全" in warning.problem for warning in raw.warnings] == [True]


def test_squared_paper_is_no_table(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        pen.grid([50 + 3.3 * i for i in range(150)], [50 + 3.3 * i for i in range(200)])
        put(pen, "图上的字", 200, 300)

    raw = read(draw)
    assert [block.text for block in raw.blocks if isinstance(block, Paragraph)] == ["图上的字"]
    assert ["图形" in warning.problem for warning in raw.warnings] == [True]


def test_map_of_many_lines_is_named(read: Callable[[Draw], Raw], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.parse.pdf.rulings.MOST_SHAPES", 10)
    raw = read(lambda pen: [put(pen, "图", 72, 90), *(pen.line(50, 50 + i, 90, 50 + i) for i in range(20))])
    assert ["图形" in warning.problem for warning in raw.warnings] == [True]


def test_rules_around_prose_are_no_table(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: [across(pen, (100, 125, 175)), put(pen, "各科室：\n\n现将有关事项通知如下。", 72, 118)])
    assert not grids(raw)
    assert raw.warnings == ()
