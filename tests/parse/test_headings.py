import pytest

from nlp.parse.headings import value_of
from nlp.parse.outline import mark_blocks
from nlp.parse.raw import Paragraph


def outline(*paragraphs: Paragraph | str):
    blocks = [p if isinstance(p, Paragraph) else Paragraph(p) for p in paragraphs]
    return [(m.level, m.title) for m in mark_blocks(blocks) if m.kind == "heading"]


def test_larger_lines_are_headings_where_nothing_is_numbered() -> None:
    lines = [
        Paragraph("镜湖院2024年工作计划", size=22, centred=True, bold=True),
        Paragraph("医疗", size=16, bold=True),
        Paragraph("门诊", size=14, bold=True),
        Paragraph("全年接诊两万人次。", size=12),
        Paragraph("队伍", size=16, bold=True),
        Paragraph("选派三名医生进修。", size=12),
    ]
    assert outline(*lines) == [(1, "医疗"), (2, "门诊"), (1, "队伍")]


def test_bold_line_beside_numbered_headings_is_text() -> None:
    lines = ["镜湖院2024年工作计划", "一、医疗", Paragraph("重点任务", bold=True), "全年接诊两万人次。"]
    assert outline(*lines) == [(1, "医疗")]


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        (["一、甲", "（一）子。做事。", "（二）乱", "（一）丑。做事。", "三、丙"], [1, 2, 1, 2, 1]),
        (["一、甲", "做事。", "（二）乱", "做事。", "三、丙"], [1, 1, 1]),
        (["一、甲", "（一）子。做事。", "（二）丑。做事。", "二、乙"], [1, 2, 2, 1]),
        (["一、甲", "（一）子。做事。", "（二）丑。做事。", "三、丙"], [1, 2, 2, 1]),
    ],
    ids=["count begins anew", "carries no count on", "nothing missing", "二 is missing"],
)
def test_number_of_the_wrong_level(lines: list[str], levels: list[int]) -> None:
    found = outline("镜湖局2024年工作要点", *lines, "做事。")
    assert [level for level, _ in found] == levels


@pytest.mark.parametrize(
    ("number", "value"), [("十", 10), ("二十一", 21), ("（九）", 9), ("1", None), (None, None), ("百", None)]
)
def test_value(number: str | None, value: int | None) -> None:
    assert value_of(number) == value


@pytest.mark.parametrize("title", ["（三）产业发展", "（四）产业发展"])
def test_heading_right_above_a_first_one_holds_it(title: str) -> None:
    lines = ["某场2024年工作计划", "一、造林", "（一）春造", "造林10亩。", title, "（一）林下", "种植3亩。"]
    assert outline(*lines)[2:] == [(1, "产业发展"), (2, "林下")]


def test_half_bracket_that_goes_on_from_a_decimal_stands_beside_it() -> None:
    lines = ["某局2024年工作计划", "一、治水", "1.清淤。清淤3处。", "2)截污。截污2处。"]
    assert outline(*lines) == [(1, "治水"), (3, "清淤"), (3, "截污")]


def test_half_brackets_below_a_decimal_stay_below_it() -> None:
    lines = ["某局2024年工作计划", "1.清淤。清淤3处。", "1)河道。清淤2处。", "2)沟渠。清淤1处。"]
    assert outline(*lines) == [(3, "清淤"), (4, "河道"), (4, "沟渠")]


def test_parts_stand_above_chinese_numbers() -> None:
    lines = [
        "某局2024年工作计划",
        "第一部分 治水",
        "一、河道",
        "（一）清淤。清淤3处。",
        "第二部分 供水",
        "一、管网",
        "换管。",
    ]
    assert outline(*lines) == [(1, "治水"), (2, "河道"), (3, "清淤"), (1, "供水"), (2, "管网")]


def test_parts_alone_keep_the_levels_below_them() -> None:
    lines = ["某局2024年工作计划", "第一章 治水", "（一）清淤。清淤3处。", "第二章 供水", "（一）换管。换管3处。"]
    assert outline(*lines) == [(1, "治水"), (2, "清淤"), (1, "供水"), (2, "换管")]
