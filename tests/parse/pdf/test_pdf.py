"""A PDF drawn in the test, read back as paragraphs, grids, pages and warnings."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from nlp.errors import InputError
from nlp.parse.pdf import read_pdf
from nlp.parse.raw import Grid, Paragraph, Raw

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
A4 = (595, 842)
Draw = Callable[["Pen"], object]


class Pen:
    """A page on which lines of text are set from the upper left corner, 28 letters of 16 points to a full line."""

    def __init__(self, file: Any, **options: Any) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.canvas = canvas.Canvas(file, pagesize=A4, **options)

    def put(self, text: str, x: float, y: float, size: float = 16) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(x, A4[1] - y, text)

    def prose(self, text: str, y: float = 100, *, letters: int = 28, x: float = 72, indent: int = 2) -> float:
        """A paragraph with its first line set in, broken after a fixed number of letters; the next baseline."""
        first, rest = text[: letters - indent], text[letters - indent :]
        self.put(first, x + 16 * indent, y)
        while rest:
            y += 28
            self.put(rest[:letters], x, y)
            rest = rest[letters:]
        return y + 28

    def middle(self, text: str, y: float, size: float) -> None:
        self.put(text, (A4[0] - size * len(text)) / 2, y, size)

    def turn_page(self) -> None:
        self.canvas.showPage()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Draw], Raw]:
    """Draw a document and read it."""

    def run(draw: Draw) -> Raw:
        path = tmp_path / "plan.pdf"
        pen = Pen(str(path))
        draw(pen)
        pen.canvas.save()
        return read_pdf(path)

    return run


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


LONG = "各科室要把年度任务逐项分解到岗到人，建立台账，按月调度，确保事事有人抓、件件有着落（责任单位：办公室、综合科、法规科）。"
OTHER = "每季度末由综合科汇总进展情况并报分管领导审阅，对进度滞后的事项发函提醒，年底前形成总结。"


def test_prose_is_paragraphs_without_breaks(read: Callable[[Draw], Raw]) -> None:
    raw = read(lambda pen: [pen.prose(OTHER, pen.prose(LONG))])
    assert texts(raw) == [LONG, OTHER]


def test_format_and_pages(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.prose(LONG)
        pen.turn_page()
        pen.prose(OTHER)

    raw = read(draw)
    assert (raw.format, raw.pages, raw.warnings) == ("pdf", 2, ())
    assert [block.page for block in raw.blocks] == [1, 2]


@pytest.mark.parametrize("lines", [1, 2], ids=["after-first-line", "after-second-line"])
def test_paragraph_cut_by_page_is_one(read: Callable[[Draw], Raw], lines: int) -> None:
    pieces = [LONG[:26], LONG[26:54], LONG[54:]]

    def draw(pen: Pen) -> None:
        for i, piece in enumerate(pieces):
            if i == lines:
                pen.turn_page()
            pen.put(piece, 72 + 32 * (i == 0), 100 + 28 * i)

    assert texts(read(draw)) == [LONG]


def test_latin_words_keep_their_space(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.put("The office keeps an open data register and names the", 104, 100, 16)
        pen.put("unit in charge.", 72, 128, 16)

    assert texts(read(draw)) == ["The office keeps an open data register and names the unit in charge."]


def test_heading_after_a_full_sentence_begins_a_paragraph(read: Callable[[Draw], Raw]) -> None:
    full = "坚持把制度建设摆在突出位置，逐条对照检查，逐项抓好整改落实。"[:27] + "。"

    def draw(pen: Pen) -> None:
        pen.put(full, 72, 100)
        pen.put("二、健全监督机制", 72, 128)

    assert texts(read(draw)) == [full, "二、健全监督机制"]


def test_gap_begins_a_paragraph(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        for i, y in enumerate((100, 128, 156, 230, 258)):
            pen.put("甲乙丙丁戊己庚"[i] * 28, 72, y)

    assert [text[0] for text in texts(read(draw))] == ["甲", "丁"]


def test_title_is_centred_large_and_one(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.middle("石桥县档案馆关于印发", 80, 22)
        pen.middle("二〇二三年重点工作安排的通知", 114, 22)
        pen.prose(LONG, 170)

    title, body = read(draw).blocks
    assert isinstance(title, Paragraph)
    assert (title.text, title.centred, title.size) == ("石桥县档案馆关于印发二〇二三年重点工作安排的通知", True, 22)
    assert isinstance(body, Paragraph)
    assert not body.centred


def test_two_columns_are_read_one_after_the_other(read: Callable[[Draw], Raw]) -> None:
    left = "甲" * 88 + "。"
    right = "乙" * 88 + "。"

    def draw(pen: Pen) -> None:
        pen.middle("工作简报", 60, 22)
        pen.prose(left, 110, letters=13, x=60)
        pen.prose(right, 117, letters=13, x=300)

    assert texts(read(draw)) == ["工作简报", left, right]


# --- turned pages, watermarks, furniture ----------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_rotated_page(read: Callable[[Draw], Raw], quarter: int) -> None:
    def draw(pen: Pen) -> None:
        pen.canvas.translate(A4[0] / 2, A4[1] / 2)
        pen.canvas.rotate(quarter)
        pen.canvas.translate(-A4[0] / 2, -A4[1] / 2)
        pen.canvas.setPageRotation(quarter)
        pen.prose(OTHER, pen.prose(LONG))

    assert texts(read(draw)) == [LONG, OTHER]


def test_slanting_watermark_is_dropped(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.canvas.saveState()
        pen.canvas.translate(200, 400)
        pen.canvas.rotate(45)
        pen.canvas.setFont("STSong-Light", 60)
        pen.canvas.drawString(0, 0, "内部资料")
        pen.canvas.restoreState()
        pen.prose(LONG)

    raw = read(draw)
    assert (texts(raw), raw.warnings) == ([LONG], ())


def test_pale_watermark_is_dropped(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.canvas.setFillGray(0.9)
        pen.put("内部资料", 150, 120, 60)
        pen.canvas.setFillGray(0)
        pen.prose(LONG)

    assert texts(read(draw)) == [LONG]


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "第{}页共3页", "{}", "{}/3"])
def test_page_numbers_are_dropped(read: Callable[[Draw], Raw], number: str) -> None:
    def draw(pen: Pen) -> None:
        for page in (1, 2, 3):
            pen.prose(f"第{'一二三'[page - 1]}部分：" + LONG)
            pen.middle(number.format(page), 800, 12)
            pen.turn_page()

    assert texts(read(draw)) == [f"第{n}部分：" + LONG for n in "一二三"]


def test_page_number_of_a_single_page_is_dropped(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.prose(LONG)
        pen.middle("— 1 —", 800, 12)

    assert texts(read(draw)) == [LONG]


def test_running_head_is_dropped_and_the_sentence_joined(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        for piece in (LONG[:26], LONG[26:54], LONG[54:]):
            pen.put("石桥县档案馆文件汇编", 72, 40, 10)
            pen.put(piece, 72 + 32 * (piece == LONG[:26]), 100)
            pen.turn_page()

    assert texts(read(draw)) == [LONG]


def test_line_repeated_within_the_text_stays(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        for _ in range(3):
            pen.prose("责任单位：各科室。", pen.prose(LONG, 300))
            pen.turn_page()

    assert texts(read(draw)).count("责任单位：各科室。") == 3


# --- what cannot be read --------------------------------------------------------------------------------------------


def test_scanned_pages_are_named(read: Callable[[Draw], Raw]) -> None:
    image = pytest.importorskip("PIL.Image")
    from reportlab.lib.utils import ImageReader

    def draw(pen: Pen) -> None:
        pen.prose(LONG)
        for _ in range(2):
            pen.turn_page()
            pen.canvas.drawImage(ImageReader(image.new("L", (60, 80), 200)), 0, 0, *A4)

    raw = read(draw)
    assert texts(raw) == [LONG]
    assert [(warning.place, warning.problem) for warning in raw.warnings] == [("第2-3页", "是扫描图片，没有文字")]


def test_letters_drawn_as_shapes_are_named(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        for i in range(300):
            pen.canvas.circle(100 + i, 400, 3)

    assert [warning.place for warning in read(draw).warnings] == ["第1页"]


def test_text_on_its_side_is_named(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.prose(LONG)
        pen.canvas.rotate(90)
        pen.canvas.drawString(300, -400, "旁批文字" * 6)

    raw = read(draw)
    assert texts(raw) == [LONG]
    assert ["侧排" in warning.problem for warning in raw.warnings] == [True]


def test_font_without_meaning_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    codes = "".join(f"{0xE000 + i:04X}" for i in range(30))
    content = f"BT /F1 16 Tf 72 700 Td <{codes}> Tj ET"
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        "/Subtype /CIDFontType2 /BaseFont /Unknown /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Unknown /Flags 4 >> >>] >>"
    )
    path.write_bytes(pdf(content, font))
    raw = read_pdf(path)
    assert raw.blocks == ()
    assert [warning.place for warning in raw.warnings] == ["第1页"]
    assert "字体" in raw.warnings[0].problem


def pdf(content: str, font: str) -> bytes:
    """A PDF of one page written by hand."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        font,
    ]
    body, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{thing}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Root 1 0 R /Size {len(objects) + 1} >>"
    return body + f"{end}\nstartxref\n{len(body)}\n%%EOF\n".encode()


SONG = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    "/Supplement 4 >> /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 /StemV {stem} "
    "/Ascent 880 /Descent -120 >> >>] >>"
)


def hand_set(path: Path, content: str, *, name: str = "STSong-Light", stem: int = 80) -> Raw:
    font = SONG.replace("{name}", name).replace("{stem}", str(stem))
    path.write_bytes(pdf(f"BT /F1 16 Tf 72 700 Td {content} ET", font))
    return read_pdf(path)


def utf16(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


@pytest.mark.parametrize("text", ["局", "党建"])
def test_font_that_is_not_in_the_file(tmp_path: Path, text: str) -> None:
    assert texts(hand_set(tmp_path / "plan.pdf", f"{utf16(text)} Tj")) == [text]


def test_white_within_a_word_is_no_space(tmp_path: Path) -> None:
    raw = hand_set(tmp_path / "plan.pdf", f"[{utf16('任')} -600 {utf16('务')}] TJ")
    assert texts(raw) == ["任务"]


@pytest.mark.parametrize(
    ("name", "stem", "bold"),
    [("SimSun", 80, False), ("SimSun", 180, False), ("SimHei", 80, True), ("Unknown", 180, True)],
    ids=["plain", "plain-with-thick-stems", "bold-by-name", "bold-by-stems"],
)
def test_bold_by_the_name_of_the_font_first(tmp_path: Path, name: str, stem: int, bold: bool) -> None:
    (paragraph,) = hand_set(tmp_path / "plan.pdf", f"{utf16('任务')} Tj", name=name, stem=stem).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.bold is bold


def test_page_of_too_many_letters_is_named(read: Callable[[Draw], Raw], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.parse.pdf.chars.MOST_CHARS", 20)
    raw = read(lambda pen: pen.prose(LONG))
    assert raw.blocks == ()
    assert ["字符太多" in warning.problem for warning in raw.warnings] == [True]


def test_page_tree_that_runs_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf("", SONG).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"))
    with pytest.raises(InputError, match="已损坏"):
        read_pdf(path)


@pytest.mark.parametrize(
    "draw",
    [
        lambda pen: pen.prose(OTHER, pen.prose(LONG)),
        lambda pen: [pen.middle("工作要点", 60, 22), pen.prose(LONG, 120), pen.middle("— 1 —", 800, 12)],
        lambda pen: pen.put("The office keeps an open data register", 72, 100, 16),
        lambda pen: [pen.put("责任单位：  办公室　综合科", 72, 100 + 30 * i) for i in range(8)],
        lambda pen: [pen.put(c * 2, 72 + 40 * i, 100) for i, c in enumerate("甲乙丙丁")],
        lambda pen: [pen.put("甲乙丙", 72, 100), pen.put("甲乙丙", 72.3, 100)],
        lambda pen: pen.put(" ", 72, 100),
    ],
    ids=["prose", "title", "latin", "spaces", "whites", "printed-twice", "empty"],
)
def test_plain_pages_are_read_as_any_other(tmp_path: Path, draw: Draw) -> None:
    from nlp.parse.pdf.lines import read_lines
    from nlp.parse.pdf.page import read_page
    from nlp.parse.pdf.plain import read_plain_lines

    path = tmp_path / "plan.pdf"
    pen = Pen(str(path))
    draw(pen)
    pen.canvas.showPage()
    pen.canvas.save()
    with pypdfium2.PdfDocument(path) as document:
        page = read_page(document, 0)
    assert read_plain_lines(page) == read_lines(page.chars)


def test_radicals_stand_for_one_character_each() -> None:
    from nlp.lexicon import load

    rows = load("pdf_radicals.tsv", keys=("radical", "character"))
    assert {row["radical"]: row["character"] for row in rows}["⽅"] == "方"
    assert all(len(row["radical"]) == len(row["character"]) == 1 for row in rows)
    assert all(0x2E80 <= ord(row["radical"]) < 0x2FE0 for row in rows)


def test_form_fields_are_read(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.put("填报单位：", 72, 100)
        pen.canvas.acroForm.textfield(name="unit", value="Archive Office", x=160, y=735, width=200, height=24)

    assert "Archive Office" in "".join(texts(read(draw)))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "plan.pdf: 没有这个文件"),
        (b"", "plan.pdf: 文件是空的"),
        (b"PK\x03\x04 not a page", "plan.pdf: 不是 PDF 文件"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "plan.pdf: PDF 已损坏或不完整"),
        (b"%PDF-1.4\n", "plan.pdf: PDF 已损坏或不完整"),
    ],
    ids=["missing", "empty", "no-pdf", "cut-off", "head-only"],
)
def test_errors_say_what_is_wrong(tmp_path: Path, data: bytes | None, problem: str) -> None:
    path = tmp_path / "plan.pdf"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=problem):
        read_pdf(path)


def test_lost_end_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    pen = Pen(str(path))
    pen.prose(LONG)
    pen.canvas.save()
    path.write_bytes(path.read_bytes().rpartition(b"startxref")[0])
    raw = read_pdf(path)
    assert texts(raw) == [LONG]
    assert [warning.problem for warning in raw.warnings] == ["文件末尾缺失，可能少页"]


def test_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法打开"):
        read_pdf(tmp_path)


def test_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    pypdfium2.PdfDocument.new().save(path)
    with pytest.raises(InputError, match="没有页面"):
        read_pdf(path)


def test_too_many_pages(read: Callable[[Draw], Raw], tmp_path: Path) -> None:
    def draw(pen: Pen) -> None:
        pen.prose(LONG)
        pen.turn_page()
        pen.prose(OTHER)

    read(draw)
    with pytest.raises(InputError, match="共 2 页，超过 1 页"):
        read_pdf(tmp_path / "plan.pdf", most_pages=1)


def encrypted(user: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    buffer = io.BytesIO()
    pen = Pen(buffer, encrypt=StandardEncryption(user, ownerPassword="owner"))
    pen.prose(LONG)
    pen.canvas.save()
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("user", "given", "problem"),
    [("secret", None, "文件已加密"), ("secret", "wrong", "密码不对")],
    ids=["needed", "wrong"],
)
def test_password_errors(tmp_path: Path, user: str, given: str | None, problem: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(encrypted(user))
    with pytest.raises(InputError, match=problem):
        read_pdf(path, password=given)


@pytest.mark.parametrize(("user", "given"), [("secret", "secret"), ("", None)], ids=["right", "owner-only"])
def test_password_opens(tmp_path: Path, user: str, given: str | None) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(encrypted(user))
    assert texts(read_pdf(path, password=given)) == [LONG]


# --- an independent reader ------------------------------------------------------------------------------------------


def test_same_text_as_pdfplumber(tmp_path: Path) -> None:
    import pdfplumber

    path = tmp_path / "plan.pdf"
    pen = Pen(str(path))
    pen.middle("石桥县档案馆工作要点", 60, 22)
    pen.prose(OTHER, pen.prose(LONG))
    pen.canvas.save()
    with pdfplumber.open(path) as document:
        theirs = "".join((document.pages[0].extract_text() or "").split())
    assert "".join("".join(texts(read_pdf(path))).split()) == theirs


def test_grid_stands_between_its_paragraphs(read: Callable[[Draw], Raw]) -> None:
    def draw(pen: Pen) -> None:
        pen.put("表前。", 72, 100)
        pen.canvas.grid([72, 172, 372], [842 - 200, 842 - 170, 842 - 140])
        pen.put("序号", 80, 160)
        pen.put("任务", 180, 160)
        pen.put("表后。", 72, 240)

    kinds = [block.text if isinstance(block, Paragraph) else type(block) for block in read(draw).blocks]
    assert kinds == ["表前。", Grid, "表后。"]
