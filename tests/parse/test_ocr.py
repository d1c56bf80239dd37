"""Pictures of pages read into paragraphs and tables: with an engine made in the test, and with the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont

from nlp.errors import InputError
from nlp.parse import ocr
from nlp.parse.limits import Limits
from nlp.parse.ocr import read_image, read_pages
from nlp.parse.pdf.rulings import Ruling
from nlp.parse.raster import find_rulings
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.sheet import Engine, Found

DPI = 144  # two pixels to a point
A4 = (1190, 1684)
LONG = "各科室要把年度任务逐项分解到岗到人，建立台账，按月调度，确保事事有人抓、件件有着落（责任单位：办公室、综合科、法规科）。"


def found(text: str, x: float, y: float, *, size: float = 16, sure: float = 0.99, lean: float = 0.0) -> Found:
    """A line that begins at x, y points, as an engine finds it on a picture of two pixels to a point."""
    width = 2 * size * sum(0.55 if char.isascii() else 1 for char in text)
    left, top, right, bottom = 2 * x, 2 * y, 2 * x + width, 2 * y + 2 * size
    down = lean * width
    corners = ((left, top), (right, top + down), (right, bottom + down), (left, bottom))
    return Found(corners, text, sure)


def prose(text: str, y: float = 100, *, letters: int = 28) -> list[Found]:
    """A paragraph with its first line set in."""
    lines = [text[: letters - 2]]
    lines += [text[i : i + letters] for i in range(letters - 2, len(text), letters)]
    return [found(line, 72 if i else 104, y + 28 * i) for i, line in enumerate(lines)]


def engine_of(*pages: Sequence[Found]) -> Engine:
    """An engine that finds this on the pictures it is given, one after the other."""
    rest = iter(pages)
    return lambda _: next(rest)


def picture(rulings: Iterable[tuple[float, float, float, float]] = ()) -> Image.Image:
    image = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in rulings:
        draw.line((2 * x0, 2 * y0, 2 * x1, 2 * y1), fill=0, width=2)
    return image


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Raw]:
    """Read a picture on which an engine finds these lines."""

    def run(*lines: Found, image: Image.Image | None = None) -> Raw:
        path = tmp_path / "scan.png"
        (image or picture()).save(path)
        return read_image(path, engine=engine_of(lines))

    return run


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[[int], Path]:
    """A PDF of this many pages that are pictures."""

    def make(count: int) -> Path:
        path = tmp_path / "scan.pdf"
        picture().save(path, save_all=True, append_images=[picture()] * (count - 1), resolution=DPI)
        return path

    return make


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


# --- text -----------------------------------------------------------------------------------------------------------


def test_lines_are_joined_into_paragraphs(read: Callable[..., Raw]) -> None:
    assert texts(read(*prose(LONG), *prose(LONG, 300))) == [LONG, LONG]


def test_boxes_out_of_order_are_sorted(read: Callable[..., Raw]) -> None:
    assert texts(read(*reversed(prose(LONG)))) == [LONG]


def test_leaning_page_is_straightened(read: Callable[..., Raw]) -> None:
    lines = [
        found(
            line.text, line.corners[0][0] / 2, line.corners[0][1] / 2 + (line.corners[0][0] / 2 - 72) * 0.03, lean=0.03
        )
        for line in prose(LONG)
    ]
    assert texts(read(*lines)) == [LONG]


def test_format_and_pages(read: Callable[..., Raw]) -> None:
    raw = read(*prose(LONG))
    assert (raw.format, raw.pages, raw.blocks[0].page) == ("image", 1, 1)


def test_large_centred_line_is_larger_than_the_text(read: Callable[..., Raw]) -> None:
    title = found("水务局年度工作总结", 198, 60, size=22)
    blocks = [block for block in read(title, *prose(LONG)).blocks if isinstance(block, Paragraph)]
    assert [(block.size, block.centred) for block in blocks] == [(22, True), (16, False)]


def test_sizes_that_jitter_are_one(read: Callable[..., Raw]) -> None:
    lines = [
        found(line.text, line.corners[0][0] / 2, line.corners[0][1] / 2, size=size)
        for line, size in zip(prose(LONG), (16.3, 15.6, 16.1), strict=True)
    ]
    assert {block.size for block in read(*lines).blocks if isinstance(block, Paragraph)} == {16}


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("责任单位:办公室", "责任单位：办公室"),
        ("综合科牵头(法规科配合),6月底前完成", "综合科牵头（法规科配合），6月底前完成"),
        ("(1)加强督导", "（1）加强督导"),
        ("1.加强督导", "1.加强督导"),
        ("投资3,260.5万元", "投资3,260.5万元"),
        ("Phase (2), v1:0", "Phase (2), v1:0"),
    ],
)
def test_marks_of_a_chinese_line_are_full_width(seen: str, meant: str, read: Callable[..., Raw]) -> None:
    assert texts(read(found(seen, 72, 100))) == [meant]


def test_page_number_is_left_out(pdf: Callable[[int], Path]) -> None:
    pages = [[*prose(LONG), found(f"- {number} -", 285, 800, size=12)] for number in (1, 2)]
    read_ones, _ = read_pages(pdf(2), [1, 2], dpi=DPI, engine=engine_of(*pages))
    assert [block.text for block in ocr._lay_out(read_ones) if isinstance(block, Paragraph)] == [LONG, LONG]


# --- pages that lie or stand wrong ----------------------------------------------------------------------------------


def turning_engine(upright: Callable[[Any], bool], lines: Sequence[Found], wrong: Found) -> Engine:
    return lambda shown: lines if upright(shown) else [wrong]


def marked() -> Image.Image:
    """A page with a black corner by which the engine knows what is up."""
    image = picture()
    image.paste(0, (0, 0, 40, 20))
    return image


def is_upright(shown: Any) -> bool:
    return bool(shown.shape[0] > shown.shape[1] and shown[5, 5, 0] < 99 and shown[-5, -5, 0] > 99)


@pytest.mark.parametrize("quarters", [1, 2, 3], ids=["on its left side", "on its head", "on its right side"])
def test_turned_page_is_turned_back(quarters: int, tmp_path: Path) -> None:
    marked().rotate(90 * quarters, expand=True).save(tmp_path / "scan.png")
    tall = Found(((50, 50), (80, 50), (80, 900), (50, 900)), "讠口工木", 0.4)
    wide = Found(((50, 50), (900, 50), (900, 80), (50, 80)), "讠口工木", 0.4)
    engine = turning_engine(is_upright, prose(LONG), tall if quarters % 2 else wide)
    raw = read_image(tmp_path / "scan.png", engine=engine)
    assert texts(raw) == [LONG]


def test_upright_page_is_looked_at_once(read: Callable[..., Raw]) -> None:
    assert texts(read(*prose(LONG))) == [LONG]  # the engine has one answer only


# --- tables ---------------------------------------------------------------------------------------------------------

GRID = [*((60, y, 500, y) for y in (200, 240, 280)), *((x, 200, x, 280) for x in (60, 200, 500))]
CELLS = [("任务", 70, 210), ("责任单位", 210, 210), ("修订值班制度", 70, 250), ("办公室", 210, 250)]


def test_ruled_table(read: Callable[..., Raw]) -> None:
    raw = read(found("分工如下。", 72, 150), *(found(*cell, size=14) for cell in CELLS), image=picture(GRID))
    (grid,) = (block for block in raw.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["任务", "责任单位", "修订值班制度", "办公室"]
    assert texts(raw) == ["分工如下。"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([(50, 100, 300, 100)], [Ruling(False, 100, 50, 300)]),
        ([(100, 50, 100, 300)], [Ruling(True, 100, 50, 300)]),
        ([(50, 100, 150, 100), (151, 100, 300, 100)], [Ruling(False, 100, 50, 300)]),
        ([(50, 100, 300, 101)], [Ruling(False, 100.5, 50, 300)]),
        ([(50, 100, 70, 100)], []),
    ],
    ids=["across", "down", "broken", "leaning", "a stroke of a letter"],
)
def test_rulings(lines: list[tuple[float, float, float, float]], told: list[Ruling]) -> None:
    rulings = find_rulings(numpy.asarray(picture(lines)), scale=0.5)
    assert [ruling.vertical for ruling in rulings] == [ruling.vertical for ruling in told]
    for ruling, expected in zip(rulings, told, strict=True):
        assert ruling[1:] == pytest.approx(expected[1:], abs=1)


def test_dark_picture_is_no_ruling() -> None:
    image = picture()
    image.paste(0, (100, 100, 400, 300))
    assert find_rulings(numpy.asarray(image), scale=0.5) == ()


def test_rulings_on_grey_paper() -> None:
    grey = numpy.asarray(picture([(50, 100, 300, 100)])) * 0.4 + 60
    assert len(find_rulings(grey, scale=0.5)) == 1


# --- what is said ---------------------------------------------------------------------------------------------------


def said(path: Path, pages: Sequence[int], *answers: Sequence[Found], **options: Any) -> list[str]:
    found_out = read_pages(path, pages, engine=engine_of(*answers), **options)[1]
    return [f"{warning.place}: {warning.problem}；{warning.remedy}" for warning in found_out]


def test_confidence_is_told(pdf: Callable[[int], Path]) -> None:
    sure, less = [found("六个字的一行", 72, 100, sure=0.99)], [found("六个字的一行", 72, 100, sure=0.87)]
    assert said(pdf(3), [2, 3], sure, less) == ["第2-3页: 文字由图片识别得到，平均置信度0.93；请核对人名和数字"]


def test_doubtful_page_is_named(pdf: Callable[[int], Path]) -> None:
    answers = [found("六个字的一行", 72, 100, sure=0.99)], [found("六个字的一行", 72, 100, sure=0.75)]
    assert "第2页: 字迹难以识别，置信度0.75；请按300dpi重新扫描，或者提供文字版" in said(pdf(2), [1, 2], *answers)


def test_lines_that_are_left_out_are_counted(pdf: Callable[[int], Path]) -> None:
    lines = [*prose(LONG), found("囗囗", 72, 300, sure=0.3)]
    pages, warnings = read_pages(pdf(1), [1], engine=engine_of(lines))
    assert "囗" not in "".join(char.text for char in pages[0].chars)
    assert "1行认不出已略去；" in str(warnings[-1])


def test_page_without_text_is_named(pdf: Callable[[int], Path]) -> None:
    assert said(pdf(1), [1], []) == ["第1页: 图片上没有识别出文字；请人工查看"]


def test_pages_not_reached_in_time_are_named(pdf: Callable[[int], Path]) -> None:
    told = said(pdf(3), [1, 2, 3], prose(LONG), seconds=0)
    assert told[-1] == ("第2-3页: 扫描页太多，未能在限时内识别；请拆分后分别提交，或者提供文字版")


def test_without_the_extra_the_pages_are_named(pdf: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "load_engine", lambda: None)
    pages, warnings = read_pages(pdf(2), [1, 2])
    assert pages == ()
    assert [f"{warning.place}: {warning.problem}；{warning.remedy}" for warning in warnings] == [
        "第1-2页: 是扫描图片，没有文字；请安装 duban[ocr]，或者提供文字版"
    ]


def test_image_without_the_extra_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "load_engine", lambda: None)
    with pytest.raises(InputError, match=r"scan\.png: .*请安装 duban\[ocr\]"):
        read_image(tmp_path / "scan.png")


# --- files ----------------------------------------------------------------------------------------------------------


def test_pages_of_a_pdf_are_points(pdf: Callable[[int], Path]) -> None:
    (page,), _ = read_pages(pdf(1), [1], dpi=DPI, engine=engine_of([found("六个字的一行", 72, 100)]))
    assert (page.number, round(page.width), round(page.height)) == (1, 595, 842)
    assert [char.text for char in page.chars] == [*"六个字的一行"]
    assert (page.chars[0].x0, page.chars[-1].x1) == pytest.approx((72, 168), abs=1)


def test_huge_page_is_drawn_small(tmp_path: Path) -> None:
    picture().save(tmp_path / "scan.pdf", resolution=5)
    shapes: list[tuple[int, ...]] = []

    def engine(shown: Any) -> list[Found]:
        shapes.append(shown.shape)
        return []

    read_pages(tmp_path / "scan.pdf", [1], engine=engine)
    assert max(shapes[0]) <= ocr.LONGEST + 1


def test_tif_of_several_pages(tmp_path: Path) -> None:
    picture().save(tmp_path / "scan.tif", save_all=True, append_images=[picture()])
    raw = read_image(tmp_path / "scan.tif", engine=engine_of(prose(LONG), prose(LONG)))
    assert (raw.pages, [block.page for block in raw.blocks]) == (2, [1, 2])


def test_transparent_picture_is_on_white_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (400, 600), (0, 0, 0, 0)).save(tmp_path / "scan.png")
    shown: list[Any] = []
    read_image(tmp_path / "scan.png", engine=lambda picture: shown.append(picture) or [])  # type: ignore[func-returns-value]
    assert shown[0].min() == 255


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _: None, "没有这个文件"),
        (lambda path: path.write_bytes(b""), "已损坏"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"noise" * 99), "已损坏"),
        (lambda path: path.write_bytes(saved(picture())[:200]), "已损坏"),
        (lambda path: path.write_bytes(saved(Image.new("1", (11_000, 10_000)))), "图片超过10000万像素"),
        (lambda path: path.write_bytes(saved(Image.new("1", (20_000, 10_000)))), "图片超过10000万像素"),
    ],
    ids=["missing", "empty", "noise", "cut off", "too large", "far too large"],
)
def test_pictures_that_are_refused(make: Callable[[Path], object], reason: str, tmp_path: Path) -> None:
    make(tmp_path / "scan.png")
    with pytest.raises(InputError, match=f"scan.png: .*{reason}"):
        read_image(tmp_path / "scan.png", engine=lambda _: [])


def saved(image: Image.Image) -> bytes:
    from io import BytesIO

    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    picture().save(tmp_path / "scan.tif", save_all=True, append_images=[picture()] * 2)
    with pytest.raises(InputError, match="超过2页"):
        read_image(tmp_path / "scan.tif", limits=Limits(pages=2), engine=lambda _: [])


# --- the real engine ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Engine:
    pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
    engine = ocr.load_engine()
    assert engine is not None
    return engine


@pytest.fixture(scope="module")
def font() -> Callable[[int], ImageFont.FreeTypeFont]:
    for root in ("/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts"):
        for pattern in ("NotoSerifCJK-*.ttc", "NotoSansCJK-*.ttc", "Songti.ttc", "simsun.ttc"):
            for path in sorted(Path(root).rglob(pattern)):
                return lambda size: ImageFont.truetype(str(path), size, index=2 if "CJK" in path.name else 0)
    pytest.skip("no Chinese font is installed")


@pytest.mark.parametrize("turn", [0, 1, 180], ids=["straight", "leaning", "on its head"])
def test_real_engine(turn: int, real: Engine, font: Callable[[int], ImageFont.FreeTypeFont], tmp_path: Path) -> None:
    image = picture([(x0, y0 + 200, x1, y1 + 200) for x0, y0, x1, y1 in GRID])
    draw = ImageDraw.Draw(image)
    for line in prose(LONG):
        draw.text(line.corners[0], line.text, font=font(32), fill=0)
    for text, x, y in CELLS:
        draw.text((2 * x, 2 * (y + 200)), text, font=font(28), fill=0)
    image.rotate(turn, fillcolor=255).save(tmp_path / "scan.png")
    raw = read_image(tmp_path / "scan.png", engine=real)
    assert texts(raw) == [LONG]
    assert [[cell.text for cell in block.cells] for block in raw.blocks if isinstance(block, Grid)] == [
        ["任务", "责任单位", "修订值班制度", "办公室"]
    ]
