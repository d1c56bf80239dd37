from hypothesis import example, given
from hypothesis import strategies as st

from nlp.parse.assemble import assemble
from nlp.parse.join import join_cut
from nlp.parse.raw import Grid, GridCell, Paragraph, Raw
from nlp.parse.tidy import tidy

TEXT = st.text("一二三、。，责任0a 党", min_size=1, max_size=30)
PARAGRAPHS = st.builds(Paragraph, text=TEXT)
GRIDS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(TEXT, min_size=columns, max_size=columns), min_size=1, max_size=4).map(
        lambda rows: Grid(
            len(rows), columns, tuple(GridCell(i, j, t) for i, row in enumerate(rows) for j, t in enumerate(row))
        )
    )
)


def document(*blocks):
    return assemble(Raw("docx", blocks), file="a.docx", sha256="0")


@given(st.lists(PARAGRAPHS | GRIDS, max_size=8))
@example([Paragraph("0 0 0 0")])
def test_every_place_slices_to_its_text(blocks) -> None:
    found = document(*blocks)
    kept = join_cut(tidy([b for b in blocks if isinstance(b, Grid) or b.text.strip()]))
    assert len(found.blocks) == len(kept)
    for block, raw in zip(found.blocks, kept, strict=True):
        if isinstance(raw, Paragraph):
            assert found.text_of(block) == raw.text.strip()
    for table in found.tables:
        grid = kept[table.block]
        assert [found.text_of(c) for c in table.cells] == [c.text.strip() for c in grid.cells]


def test_merged_cell_stands_once() -> None:
    cells = (GridCell(0, 0, "类别", row_span=2), GridCell(0, 1, "任务"), GridCell(1, 1, "签订责任书"))
    found = document(Grid(2, 2, cells))
    assert found.text == "类别\t任务\n\t签订责任书"
    assert found.tables[0].cells[0].row_span == 2


def test_outline_knows_parents() -> None:
    found = document(
        *map(
            Paragraph,
            [
                "某局2022年工作要点",
                "一、压实责任",
                "（一）签订责任书。",
                "要签。",
                "二、教育",
                "（一）上课。",
                "要上。",
            ],
        )
    )
    assert [(h.number, h.title, h.level, h.parent) for h in found.outline] == [
        ("一", "压实责任", 1, None),
        ("（一）", "签订责任书", 2, 0),
        ("二", "教育", 1, None),
        ("（一）", "上课", 2, 2),
    ]


def test_blank_paragraphs_leave_no_block() -> None:
    assert document(Paragraph("  "), Paragraph("正文。")).text == "正文。"


def test_second_paper_is_said() -> None:
    lines = [
        "图书馆2024年工作计划",
        "一、阅读",
        "办活动3场。",
        "2024年1月5日",
        "文化馆2024年工作计划",
        "一、演出",
        "演3场。",
    ]
    (warning,) = document(*map(Paragraph, lines)).warnings
    assert (warning.place, warning.remedy) == ("“文化馆2024年工作计划”", "请拆分后分别提交")
