"""Read pages that are pictures: page images into pages of characters and rulings, like those of a PDF with text."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nlp.errors import InputError, shown_name
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.pdf.page import Page
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.sheet import Engine, Found, Sheet, recognise, to_pages
from nlp.types import Warning

A4 = 842.0  # points of the longer side, which the picture's is taken to be
MOST_PIXELS = 100_000_000  # of one picture
LONGEST = 3_400  # pixels of a page's longer side that the engine is given: A4 at 290 dpi
DOUBTFUL = 0.85  # mean confidence under which a page is named
TIME = 0.8  # part of the time for a file that may go by before the pages left are given up
NOT_INSTALLED = "是扫描图片，没有文字", "请安装 duban[ocr]，或者提供文字版"
TOO_LARGE = f"图片超过{MOST_PIXELS // 10_000}万像素", "请按200至300dpi重新扫描"
DAMAGED = "图片已损坏或格式无法读取", "请另存为 PNG，或者提供文字版"


def read_pages(
    path: Path,
    pages: Sequence[int],
    *,
    password: str | None = None,
    dpi: int = 200,
    seconds: float = DEFAULT_LIMITS.seconds,
    engine: Engine | None = None,
) -> tuple[tuple[Page, ...], tuple[Warning, ...]]:
    """The pages of a PDF, counted from 1, as they look; and what is to be said of them.

    Pages that are not reached within most of `seconds` are left out and named, as all are where the extra `[ocr]` is
    not installed and no `engine` is given. Recognition runs in one thread.

    >>> read_pages(Path("plan.pdf"), [])
    ((), ())
    """
    engine = engine or load_engine()
    if not pages or engine is None:
        return (), ((Warning(shown_name(path.name), _place(pages), *NOT_INSTALLED),) if pages else ())
    end = time.monotonic() + TIME * seconds
    sheets: list[Sheet] = []
    for number, picture, scale in _render(path, pages, password, dpi):
        sheets.append(recognise(picture, number=number, scale=scale, engine=engine))
        if time.monotonic() > end:
            break
    return to_pages(sheets), tuple(_warn(path, sheets, pages))


def read_image(path: Path, *, limits: Limits = DEFAULT_LIMITS, engine: Engine | None = None) -> Raw:
    """Paragraphs and tables of a scanned page kept as a picture; a .tif may hold several pages.

    Raises InputError for a picture that cannot be read, that is too large, or where the extra `[ocr]` is missing.

    >>> read_image(Path("no-such.png"), engine=lambda picture: [])
    Traceback (most recent call last):
    nlp.errors.InputError: no-such.png: 没有这个文件；请核对文件名和所在文件夹
    """
    engine = engine or load_engine()
    if engine is None:
        raise InputError(path.name, *NOT_INSTALLED)
    end = time.monotonic() + TIME * limits.seconds
    sheets: list[Sheet] = []
    count = 0
    for count, picture in enumerate(_frames(path, limits.pages), 1):
        if time.monotonic() <= end:
            scale = A4 / max(picture.shape[:2])
            sheets.append(recognise(picture, number=count, scale=scale, engine=engine))
    said = _warn(path, sheets, range(1, count + 1))
    return Raw("image", _lay_out(to_pages(sheets)), count, tuple(said))


@cache
def load_engine() -> Engine | None:
    """RapidOCR with the models that its package brings, one thread, no network; None where it is not installed.

    Two processes of one thread each are faster than one of two.
    """
    package = find_spec("rapidocr")
    if package is None or package.origin is None or find_spec("onnxruntime") is None:
        return None
    models = Path(package.origin).parent / "models"
    detect, read = (next(models.glob(f"*_{part}_*.onnx"), None) for part in ("det", "rec"))
    if detect is None or read is None:
        return None
    run = import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,  # what it is unsure of is counted here
            "Global.use_cls": False,  # lines on their heads are turned with their page
            "Global.max_side_len": LONGEST,
            "Det.model_path": str(detect),
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
            "Rec.model_path": str(read),
            "Rec.rec_batch_num": 1,  # short lines are not padded to long ones
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def find(picture: Any) -> list[Found]:
        result = run(picture)
        if result.boxes is None or not result.txts:
            return []
        corners = (tuple((float(x), float(y)) for x, y in box) for box in result.boxes)
        return [Found(*one) for one in zip(corners, result.txts, map(float, result.scores), strict=True)]  # type: ignore[arg-type]

    return find


# --- pictures -------------------------------------------------------------------------------------------------------


def _render(path: Path, pages: Iterable[int], password: str | None, dpi: int) -> Iterator[tuple[int, Any, float]]:
    """Each page's number, picture and scale."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path, password=password)
    try:
        for number in pages:
            page = document[number - 1]
            scale = min(dpi / 72, LONGEST / max(page.get_size()))
            bitmap = page.render(scale=scale)
            yield number, bitmap.to_numpy()[:, :, :3].copy(), 1 / scale
            bitmap.close()
            page.close()
    finally:
        document.close()


def _frames(path: Path, most: int) -> Iterator[Any]:
    """The pictures in a file, as they are to be held."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(path)
        with picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > most:
                    raise InputError(path.name, f"超过{most}页", "请拆分后分别提交")
                if frame.width * frame.height > MOST_PIXELS:
                    raise InputError(path.name, *TOO_LARGE)
                upright = ImageOps.exif_transpose(frame).convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
                upright.thumbnail((LONGEST, LONGEST))
                yield _array(upright)
    except FileNotFoundError:
        raise InputError(path.name, "没有这个文件", "请核对文件名和所在文件夹") from None
    except Image.DecompressionBombError:
        raise InputError(path.name, *TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise InputError(path.name, *DAMAGED) from None


def _array(picture: Any) -> Any:
    import numpy

    return numpy.asarray(picture)


# --- what is said ---------------------------------------------------------------------------------------------------


def _warn(path: Path, sheets: Sequence[Sheet], pages: Sequence[int]) -> Iterator[Warning]:
    name = shown_name(path.name)
    read = [sheet for sheet in sheets if sheet.lines]
    if read:
        letters = [sum(len(line.text) for line in sheet.lines) for sheet in read]
        mean = sum(n * sheet.confidence for n, sheet in zip(letters, read, strict=True)) / sum(letters)
        problem = f"文字由图片识别得到，平均置信度{mean:.2f}"
        yield Warning(name, _place([sheet.number for sheet in read]), problem, "请核对人名和数字")
    for sheet in sheets:
        if not sheet.lines:
            yield Warning(name, f"第{sheet.number}页", "图片上没有识别出文字", "请人工查看")
        elif sheet.confidence < DOUBTFUL or sheet.lost:
            lost = f"，{sheet.lost}行认不出已略去" if sheet.lost else ""
            problem = f"字迹难以识别，置信度{sheet.confidence:.2f}{lost}"
            yield Warning(name, f"第{sheet.number}页", problem, "请按300dpi重新扫描，或者提供文字版")
    if left := sorted(set(pages) - {sheet.number for sheet in sheets}):
        problem = "扫描页太多，未能在限时内识别"
        yield Warning(name, _place(left), problem, "请拆分后分别提交，或者提供文字版")


def _place(pages: Sequence[int]) -> str:
    from nlp.parse.pdf import _place

    return _place(pages)


def _lay_out(pages: Sequence[Page]) -> tuple[Paragraph | Grid, ...]:
    from nlp.parse.pdf import _blocks, _content

    return tuple(_blocks([_content(page)[0] for page in pages], [(page.width, page.height) for page in pages]))
