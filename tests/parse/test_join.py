import pytest

from nlp.parse.join import join_cut
from nlp.parse.raw import Grid, GridCell, Paragraph


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["签订。（责任单位：办公室、", "人事科）按月通报。"], ["签订。（责任单位：办公室、人事科）按月通报。"]),
        (
            ["签订。（责任单位：办公室、", "人事科；", "完成时限：6月）"],
            ["签订。（责任单位：办公室、人事科；完成时限：6月）"],
        ),
        (["签订（详见附件。", "二、教育）"], ["签订（详见附件。", "二、教育）"]),
        (["签订（一", "按月", "通报", "情况）"], ["签订（一", "按月", "通报", "情况）"]),
        (["签订责任书。", "（责任单位：办公室）"], ["签订责任书。", "（责任单位：办公室）"]),
        (["未闭合（括号。", "（一）学习。"], ["未闭合（括号。", "（一）学习。"]),
    ],
)
def test_join(lines: list[str], joined: list[str]) -> None:
    assert [b.text for b in join_cut([Paragraph(line) for line in lines])] == joined


def test_table_ends_a_line() -> None:
    grid = Grid(1, 1, (GridCell(0, 0, "人事科）"),))
    assert join_cut([Paragraph("签订（办公室、"), grid]) == [Paragraph("签订（办公室、"), grid]
