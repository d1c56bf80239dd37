"""What LibreOffice, Chromium, WPS and scanners put into a PDF, set by hand and read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from nlp.parse.pdf import read_pdf
from nlp.parse.raw import Grid, Paragraph, Raw

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
HEIGHT = 842
XS = (60, 100, 300, 380, 460)
HEAD = ("序号", "工作任务", "责任单位", "完成时限")
SONG = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    "/Supplement 4 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /StemV 80 "
    "/Ascent 880 /Descent -120 >> >>] >>"
)
TASK = "健全工作机制，落实年度任务。"
Draw = Callable[[Any], object]


def put(pen: Any, text: str, x: float, y: float, size: float = 10) -> None:
    pen.setFont("STSong-Light", size)
    for i, line in enumerate(text.split("\n")):
        pen.drawString(x, HEIGHT - y - 1.2 * size * i, line)


def fill(pen: Any, rows: Sequence[Sequence[str]], top: float = 100, high: float = 40) -> None:
    for i, row in enumerate(rows):
        for x, text in zip(XS, row, strict=False):
            put(pen, text, x + 4, top + high * i + 15)


def ruled(pen: Any, rows: Sequence[Sequence[str]]) -> None:
    pen.grid(XS, [HEIGHT - 100 - 40 * i for i in range(len(rows) + 1)])
    fill(pen, rows)


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


def rows_of(raw: Raw) -> list[list[str]]:
    (grid,) = (block for block in raw.blocks if isinstance(block, Grid))
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def by_hand(path: Path, content: str, *, page: str = "") -> Raw:
    """Read a page of hand-set content whose font F1 is set in UTF-16."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        SONG,
    ]
    body = "%PDF-1.4\n" + "".join(f"{i} 0 obj\n{thing}\nendobj\n" for i, thing in enumerate(objects, 1))
    path.write_bytes(f"{body}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n".encode("latin-1"))
    return read_pdf(path)


def shown(text: str, x: float, y: float, *, size: float = 16, before: str = "") -> str:
    return f"BT {before} /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


# --- lines and paragraphs -------------------------------------------------------------------------------------------


def test_numbered_items_with_hanging_lines(read: Callable[[Draw], Raw]) -> None:
    items = [
        ("1.组织志愿者承担校门值守、物资配送等工作，落实到人到岗到", "位。（责任单位：学生办公室）"),
        ("2.严格落实意识形态责任，对讲座和论坛实行一会一报的办法。", "（宣传委员负责）"),
        ("3.开展廉政教育，在教师节和中秋节前发送廉洁提醒短信，每月", "一次。"),
    ]

    def draw(pen: Any) -> None:
        y = 100.0
        for first, rest in items:
            put(pen, first, 72, y, 14)
            put(pen, rest, 96, y + 20, 14)
            y += 40

    assert texts(read(draw)) == ["".join(item) for item in items]


def test_white_between_paragraphs_that_end_in_full_lines(read: Callable[[Draw], Raw]) -> None:
    full = "开展安全教育周活动，每班班会不少于两节（责任部门：政教处）"

    def draw(pen: Any) -> None:
        y = 100.0
        for _ in range(3):
            put(pen, full.replace("（", "及演练各一次，并将情况留存备查（")[:29], 72, y, 14)
            put(pen, "备查（责任部门：政教处）。", 72, y + 20, 14)
            y += 47
        put(pen, full, 72, y, 14)
        put(pen, "四月：", 72, y + 27, 14)

    assert texts(read(draw))[-2:] == [full, "四月："]


def test_longer_line_than_most_shows_the_margin(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        for i, letters in enumerate((20, 20, 34, 6)):
            put(pen, "责任落实" * 9, 72, 100 + 26 * i, 13) if letters > 34 else put(
                pen, ("各单位要把任务分解到岗到人建立台账按月调度" * 2)[:letters], 72, 100 + 26 * i, 13
            )
        put(pen, "责任单位：防火办", 72, 100 + 26 * 4, 13)

    assert texts(read(draw))[-1] == "责任单位：防火办"


def test_signature_and_date_are_two_lines(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        put(pen, TASK, 72, 100, 16)
        put(pen, "石桥县档案馆", 380, 160, 16)
        put(pen, "2024年3月5日", 380, 190, 16)

    assert texts(read(draw)) == [TASK, "石桥县档案馆", "2024年3月5日"]


def test_narrow_space_between_two_names(tmp_path: Path) -> None:
    content = shown("责任单位：城管办", 72, 700) + shown("交警三中队", 72 + 8 * 16 + 4, 700)
    assert texts(by_hand(tmp_path / "plan.pdf", content)) == ["责任单位：城管办 交警三中队"]


def test_spread_line_has_no_spaces(tmp_path: Path) -> None:
    content = "".join(shown(letter, 72 + 20 * i, 700) for i, letter in enumerate("健全工作机制落实任务"))
    assert texts(by_hand(tmp_path / "plan.pdf", content)) == ["健全工作机制落实任务"]


def test_title_across_two_columns_stays_whole(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Any) -> None:
        put(pen, "澜浦区二〇二四年工作简报", (595 - 12 * 22) / 2, 70, 22)
        for x in (60, 310):
            put(pen, "\n".join(["各单位要把任务分解到岗到人建立台账按月"] * 8), x, 120, 11)

    assert texts(read(draw))[0] == "澜浦区二〇二四年工作简报"


def test_raised_mark_of_a_note_is_dropped(tmp_path: Path) -> None:
    content = shown("落实年度任务", 72, 700) + shown("1", 168, 706, size=8) + shown("，建立台账。", 176, 700)
    assert texts(by_hand(tmp_path / "plan.pdf", content)) == ["落实年度任务，建立台账。"]


def test_raised_figure_of_a_unit_stays(tmp_path: Path) -> None:
    content = shown("绿化30m", 72, 700) + shown("2", 152, 706, size=8) + shown("以上。", 160, 700)
    assert texts(by_hand(tmp_path / "plan.pdf", content)) == ["绿化30m2以上。"]


# --- letters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [("⼀、⼯⼈⼒量", "一、工人力量"), ("⻓期⺠⽣", "长期民生"), ("\uf90a\uf9e8", "\u91d1\u88e1")],
    ids=["radicals", "supplement", "compatibility"],
)
def test_second_codes_of_a_character_are_the_character(tmp_path: Path, printed: str, text: str) -> None:
    assert texts(by_hand(tmp_path / "plan.pdf", shown(printed, 72, 700))) == [text]


def test_letters_that_are_no_text_are_left_out(tmp_path: Path) -> None:
    raw = by_hand(tmp_path / "plan.pdf", shown("".join(chr(0x7F00 + 7 * i) for i in range(30)), 72, 700))
    assert (raw.blocks, [(w.place, "乱码" in w.problem) for w in raw.warnings]) == ((), [("第1页", True)])


def test_traditional_script_is_text(tmp_path: Path) -> None:
    raw = by_hand(tmp_path / "plan.pdf", shown("各單位應當嚴格落實責任建立臺賬按月調度確保實效", 72, 700))
    assert (len(raw.blocks), raw.warnings) == (1, ())


def test_layer_of_ocr_is_read_and_named(tmp_path: Path) -> None:
    scan = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n"
    raw = by_hand(tmp_path / "plan.pdf", scan + shown("一、" + TASK * 2, 72, 700, before="3 Tr"))
    assert texts(raw) == ["一、" + TASK * 2]
    assert ["识别" in warning.problem for warning in raw.warnings] == [True]


def test_text_outside_the_part_shown_is_left_out(tmp_path: Path) -> None:
    content = shown(TASK, 72, 700) + shown("页外文字", 72, 100)
    assert texts(by_hand(tmp_path / "plan.pdf", content, page="/CropBox [50 600 500 800]")) == [TASK]


# --- tables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["squares", "circles", "dashes"])
def test_dotted_borders(read: Callable[[Draw], Raw], shape: str) -> None:
    rows = [HEAD, ("1", "签订责任书。", "综合科", "6月")]

    def dot(pen: Any, x: float, y: float) -> None:
        if shape == "circles":
            pen.circle(x, y, 0.4, stroke=0, fill=1)
        else:
            pen.rect(x, y, 2 if shape == "dashes" else 0.75, 0.75, stroke=0, fill=1)

    def draw(pen: Any) -> None:
        for y in (100, 140, 180):
            for i in range(134):
                dot(pen, XS[0] + 3 * i, HEIGHT - y)
        for x in XS:
            for i in range(40):
                dot(pen, x, HEIGHT - 100 - 2 * i)
        fill(pen, rows)

    assert rows_of(read(draw)) == [list(row) for row in rows]


def test_cut_row_below_a_head_of_two_rows(read: Callable[[Draw], Raw]) -> None:
    """Cells that are merged in the head only do not make a row under merged cells of the one that the page cut."""

    def draw(pen: Any) -> None:
        ys = [HEIGHT - y for y in (100, 120, 140, 180, 220)]
        for y in ys[:1] + ys[2:]:
            pen.line(XS[0], y, XS[-1], y)
        pen.line(XS[2], ys[1], XS[4], ys[1])
        for x in (*XS[:3], XS[4]):
            pen.line(x, ys[0], x, ys[-1])
        pen.line(XS[3], ys[1], XS[3], ys[-1])
        for x, y, text in ((60, 125, "序号"), (100, 125, "工作任务"), (300, 112, "责任分工")):
            put(pen, text, x + 4, y)
        put(pen, "牵头单位", 304, 134)
        put(pen, "配合单位", 384, 134)
        fill(
            pen, [("1", "签订责任书。", "综合科", "各科室"), ("2", "优化网格设置。", "政法委", "社工部；县财")], top=140
        )
        pen.showPage()
        pen.grid(XS, [HEIGHT - 100, HEIGHT - 140, HEIGHT - 180])
        fill(pen, [("", "", "", "政局"), ("3", "修订办法。", "法规科", "办公室")])

    assert rows_of(read(draw))[-2:] == [
        ["2", "优化网格设置。", "政法委", "社工部；县财政局"],
        ["3", "修订办法。", "法规科", "办公室"],
    ]


@pytest.mark.parametrize(
    ("head", "printed", "text"),
    [
        ("联系人", "方若谷\n田素", "方若谷\n田素"),
        ("联系人", "副局长贺\n兰山", "副局长贺兰山"),
        ("备注", "方若谷\n田素", "方若谷田素"),
        ("责任单位", "办公室\n机关纪委", "办公室\n机关纪委"),
        ("责任单位", "区发展改革\n委员会", "区发展改革委员会"),
    ],
    ids=["two persons", "office and name", "no persons", "two bodies", "one body"],
)
def test_names_in_a_narrow_cell(read: Callable[[Draw], Raw], head: str, printed: str, text: str) -> None:
    longest = max(map(len, printed.split("\n"))) * 10
    xs = (60, 160, 160 + 8 + longest)

    def draw(pen: Any) -> None:
        pen.grid(xs, [HEIGHT - 100, HEIGHT - 130, HEIGHT - 170])
        for x, y, cell in ((60, 118, "工作任务"), (160, 118, head[:4]), (60, 148, "修订办法。"), (160, 148, printed)):
            put(pen, cell, x + 4, y)

    assert rows_of(read(draw))[1][1] == text
