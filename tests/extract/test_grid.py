import pytest

from nlp.extract.grid import TableGrid, is_ditto, is_sign
from nlp.extract.table_fill import Body

ROWS = [
    ["镜湖局任务表", "", ""],
    ["领域", "具体 任务", "责任单位"],
    ["道路", "修补路面。", "城建办"],
    ["", "划定车位。", ""],
    ["绿化", "", ""],
]


@pytest.fixture
def grid(document, merge) -> TableGrid:
    found = document("镜湖局2022年工作要点", merge(ROWS, {(0, 0): (1, 3), (2, 0): (2, 1)}))
    return TableGrid(found, found.tables[0])


def test_merged_cell_holds_in_every_position(grid: TableGrid) -> None:
    assert grid.row(0) == ("镜湖局任务表",) * 3
    assert (grid.text(3, 0), grid.own(3, 0)) == ("道路", None)


def test_text_has_no_white_space(grid: TableGrid) -> None:
    assert grid.text(1, 1) == "具体任务"


def test_raw_text_stands_at_its_place(grid: TableGrid) -> None:
    text, (start, end) = grid.raw(grid.own(2, 1))
    assert (text, end - start) == ("修补路面。", 5)


@pytest.mark.parametrize(
    ("row", "across", "lone"), [(0, "镜湖局任务表", "镜湖局任务表"), (2, None, None), (4, None, "绿化")]
)
def test_rows_across(grid: TableGrid, row: int, across: str | None, lone: str | None) -> None:
    assert (grid.across(row), grid.lone(row)) == (across, lone)


def test_own_cells_are_the_filled_ones_that_begin_in_the_row(grid: TableGrid) -> None:
    assert [grid.text(3, cell.column) for cell in grid.own_cells(3)] == ["划定车位。"]


@pytest.mark.parametrize(
    ("text", "ditto", "sign"),
    [("同上", True, False), ("—", False, True), ("无", False, True), ("无线电办", False, False), ("1", False, False)],
)
def test_signs(text: str, ditto: bool, sign: bool) -> None:
    assert (is_ditto(text), is_sign(text)) == (ditto, sign)


def test_blank_cell_is_the_one_above_and_says_so(grid: TableGrid) -> None:
    found = Body(grid, 2).filled(3, 2)
    assert (found.text, found.inferred) == ("城建办", "cell above")


def test_blank_cell_stays_blank_where_it_shall(grid: TableGrid) -> None:
    assert Body(grid, 2).filled(3, 2, blank=False).text == ""


def test_nothing_is_taken_from_above_a_stop(grid: TableGrid) -> None:
    body = Body(grid, 2, (4,))
    assert (body.filled(4, 2).text, body.filled(4, 2, across_groups=True).text) == ("", "城建办")


def test_nothing_is_taken_from_the_header(grid: TableGrid) -> None:
    assert Body(grid, 3).filled(3, 2).text == ""


def test_first_rows_hold_what_ended_the_table_before(grid: TableGrid) -> None:
    assert Body(grid, 3, before=Body(grid, 2)).filled(3, 2).text == "城建办"


def test_row_that_names_someone(grid: TableGrid) -> None:
    assert Body(grid, 2).named_row(4, [2]) == 2
    assert Body(grid, 2, (4,)).named_row(4, [2]) == 4


def test_table_that_goes_on_with_a_new_group_takes_nothing_from_the_one_before(grid: TableGrid) -> None:
    assert Body(grid, 3, (3,), before=Body(grid, 2)).filled(3, 2).text == ""
