import pytest

from nlp.parse.bullets import find_bullet
from nlp.parse.outline import mark_blocks
from nlp.parse.raw import Grid, GridCell, Paragraph

TITLE = "柳溪县水务局2024年工作要点"
TABLE = Grid(1, 2, (GridCell(0, 0, "任务"), GridCell(0, 1, "时限")))


def outline(*lines: str | Grid):
    blocks = [line if isinstance(line, Grid) else Paragraph(line) for line in (TITLE, *lines)]
    return [(mark.level, mark.title) for mark in mark_blocks(blocks) if mark.kind == "heading"]


def test_short_lines_over_sentences_are_headings() -> None:
    lines = ["今年要抓好两件事。", "河道清淤", "上半年清淤3公里。", "汛前复查一遍。", "管网改造", "年底前换管5公里。"]
    assert outline(*lines) == [(1, "河道清淤"), (1, "管网改造")]


@pytest.mark.parametrize("body", ["1.清淤3公里。", "• 清淤3公里。", TABLE], ids=["item", "bullet", "table"])
def test_what_a_short_line_may_stand_over(body: str | Grid) -> None:
    assert outline("河道清淤", body, "管网改造", body) == [(1, "河道清淤"), (1, "管网改造")]


@pytest.mark.parametrize(
    "lines",
    [
        ["各科室：", "现将要点印发。", "柳溪县水务局", "2024年1月5日"],
        ["河道清淤", "上半年清淤3公里。", "换管5公里。", "柳溪县水务局", "2024年1月5日"],
        ["上半年清淤3公里。", "责任单位：河道科", "年底前换管5公里。", "责任单位：管网科", "复查一遍。"],
        ["上半年清淤3公里", "年底前换管5公里", "汛前复查一遍", "每月通报进度", "按季度考核。", "全年评比一次。"],
        ["河道清淤", "管网改造", "汛前复查", "每月通报", "上半年清淤3公里。", "秋季检修", "年底前换管5公里。"],
        ["柳溪县水务局", "今年抓好两件事。", "河道清淤", "上半年清淤3公里。"],
        ["申明远", "今年抓好两件事。", "河道清淤", "上半年清淤3公里。"],
    ],
    ids=["salutation", "one alone", "notes", "items without stops", "mostly items", "issuer", "author"],
)
def test_short_lines_that_head_nothing(lines: list[str]) -> None:
    assert outline(*lines) == []


def test_signature_is_no_item_among_the_headings() -> None:
    lines = [
        "河道清淤",
        "上半年清淤3公里。",
        "添置水泵",
        "管网改造",
        "年底前换管5公里。",
        "柳溪县水务局",
        "2024年1月5日",
    ]
    assert outline(*lines) == [(1, "河道清淤"), (1, "管网改造")]


def test_numbered_headings_leave_short_lines_alone() -> None:
    lines = ["一、河道", "清淤疏浚", "上半年清淤3公里。", "岸线整治", "年底前护岸5公里。"]
    assert outline(*lines) == [(1, "河道")]


def test_bullets_over_other_bullets_are_headings() -> None:
    lines = ["■ 河道清淤", "• 上半年清淤3公里；", "• 汛前复查一遍。", "■ 管网改造", "—— 年底前换管5公里。"]
    assert outline(*lines) == [(1, "河道清淤"), (1, "管网改造")]


def test_bullets_in_two_ranks_above_the_items_are_two_levels() -> None:
    lines = [
        "◆ 水利",
        "■ 河道清淤",
        "● 清淤3公里。",
        "■ 岸线整治",
        "● 护岸5公里。",
        "◆ 供水",
        "■ 换管",
        "● 换管5公里。",
    ]
    expected = [(1, "水利"), (2, "河道清淤"), (2, "岸线整治"), (1, "供水"), (2, "换管")]
    assert outline(*lines) == expected


def test_short_bulleted_items_are_no_headings() -> None:
    assert outline("• 清淤疏浚", "• 换管补漏", "• 汛前复查", "全年评比一次。", "• 岸线整治", "每月巡河。") == []


def test_item_begins_behind_its_bullet() -> None:
    (mark,) = mark_blocks([Paragraph(TITLE), Paragraph("•河道科上半年清淤3公里。")])[1:]
    assert (mark.kind, mark.number, mark.body) == ("paragraph", None, 1)


def test_bold_line_behind_a_bullet_is_a_heading_without_it() -> None:
    blocks = [Paragraph(TITLE), Paragraph("◆ 河道清淤", bold=True), Paragraph("上半年清淤3公里。")]
    assert [mark.title for mark in mark_blocks(blocks) if mark.kind == "heading"] == ["河道清淤"]


@pytest.mark.parametrize(
    ("text", "sign", "rest"),
    [
        ("▲汛前复查", "▲", "汛前复查"),
        ("—— “三清”行动", "—", "“三清”行动"),
        ("- 换管5公里", "-", "换管5公里"),
        ("\uf0b7 换管", "\uf0b7", "换管"),
    ],
)
def test_bullet(text: str, sign: str, rest: str) -> None:
    found = find_bullet(text)
    assert found is not None
    assert (found.sign, text[found.end :]) == (sign, rest)


@pytest.mark.parametrize("text", ["-5℃以下停工", "○○镇水务站", "换管5公里", "■", "——2024年工作要点", "1.换管"])
def test_no_bullet(text: str) -> None:
    assert find_bullet(text) is None
