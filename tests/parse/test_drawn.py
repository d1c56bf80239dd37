from pathlib import Path

import pytest

from nlp.parse.drawn import find_drawn
from nlp.parse.raw import Grid
from nlp.parse.text import read_text


def rows(grid: Grid | None) -> list[list[str]]:
    assert grid is not None
    lines = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        lines[cell.row][cell.column] = cell.text
    return lines


TABLE = [["序号", "任务"], ["1", "修路"], ["2", "架桥"]]
DRAWN = {
    "pipes": ["| 序号 | 任务 |", "|---|:--:|", "| 1 | 修路 |", "| 2 | 架桥 |"],
    "pipes without edges at the end": ["|序号|任务|", "|1|修路|", "|2|架桥|"],
    "plus signs": [
        "+----+----+",
        "|序号|任务|",
        "+====+====+",
        "|1   |修路|",
        "+----+----+",
        "|2   |架桥|",
        "+----+----+",
    ],
    "box": ["┌──┬──┐", "│序号│任务│", "├──┼──┤", "│1 │修路│", "├──┼──┤", "│2 │架桥│", "└──┴──┘"],
    "heavy box, one rule": ["┏━┳━┓", "┃序号┃任务┃", "┣━╋━┫", "┃1┃修路┃", "┃2┃架桥┃", "┗━┻━┛"],
}


@pytest.mark.parametrize("lines", DRAWN.values(), ids=DRAWN.keys())
def test_table(lines: list[str]) -> None:
    grid, end = find_drawn(lines, 0)
    assert rows(grid) == TABLE
    assert end == len(lines)


def test_lines_between_rules_are_one_row_and_a_gap_in_a_rule_a_merged_cell() -> None:
    lines = [
        *("┌──┬────┬────┐", "│序号│任务    │单位    │", "├──┼────┼────┤", "│1   │修订应急│办公室  │"),
        *("│    │预案    │        │", "├──┼────┤        │", "│2   │架桥    │        │", "└──┴────┴────┘"),
    ]
    grid, _ = find_drawn(lines, 0)
    assert grid is not None
    assert [(c.row, c.column, c.row_span, c.text) for c in grid.cells if c.row] == [
        (1, 0, 1, "1"),
        (1, 1, 1, "修订应急预案"),
        (1, 2, 2, "办公室"),
        (2, 0, 1, "2"),
        (2, 1, 1, "架桥"),
    ]


@pytest.mark.parametrize(
    "lines",
    [["姓名|张三", "单位|水务局"], ["|一行|"], ["───────"], ["正文。"], ["|" * 500] * 3],
    ids=["without edges", "one row", "a stroke", "prose", "far too wide"],
)
def test_no_table(lines: list[str]) -> None:
    assert find_drawn(lines, 0) == (None, 0)


def test_table_between_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["任务表", *DRAWN["pipes"], "以上。"]), encoding="utf-8")
    assert [isinstance(block, Grid) for block in read_text(path).blocks] == [False, True, False]
