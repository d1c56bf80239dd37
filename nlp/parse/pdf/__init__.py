"""Read a .pdf into paragraphs and grids in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import SEEK_END
from pathlib import Path
from typing import Any

from nlp.errors import InputError
from nlp.parse.limits import DEFAULT_LIMITS
from nlp.parse.pdf.bare_table import find_bare_tables
from nlp.parse.pdf.cells import to_grid
from nlp.parse.pdf.furniture import strip_furniture
from nlp.parse.pdf.garbled import is_garbled
from nlp.parse.pdf.grid import Lattice, find_lattices
from nlp.parse.pdf.lines import GUTTER, Line, is_tabular, read_lines, sort_rows, spans_of
from nlp.parse.pdf.open_table import FEWEST_RULES, find_open_tables
from nlp.parse.pdf.page import Char, Page, read_page
from nlp.parse.pdf.paragraphs import join_lines
from nlp.parse.pdf.pdfium import PageError
from nlp.parse.pdf.plain import read_plain_lines
from nlp.parse.pdf.square import use_square_font
from nlp.parse.pdf.stitch import goes_on, stitch
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.types import Warning

BROKEN = "PDF 已损坏或不完整", "请对方重新发送"
CUT_OFF = "文件末尾缺失，可能少页", "请对方重新发送"
NO_PAGES = "PDF 没有页面", "请从原来的程序重新导出"
FAULTS = {
    "broken": ("页面已损坏，未读取", "请对方重新发送"),
    "crowded": ("一页上的字符太多，未读取", "请提供 Word 文件"),
    "scanned": ("是扫描图片，没有文字", "请安装 duban[ocr]，或者提供文字版"),
    "unreadable": ("字体没有文字编码，整页未读取", "请提供 Word 文件"),
    "garbled": ("字体的文字编码有误，读出的是乱码，整页未读取", "请提供 Word 文件"),
    "layered": ("文字来自扫描件自带的识别结果，可能有错字", "请核对姓名和数字"),
    "letters": ("部分字符没有文字编码，已略去", "请核对，或提供 Word 文件"),
    "sideways": ("侧排的文字未读取", "请核对，或提供 Word 文件"),
    "drawing": ("页面上有图形，其中的表格按文字读取", "请核对，或提供 Word 文件"),
    "merged": ("表格没有框线，合并单元格可能读错", "请核对"),
    "table": ("像有一张框线不全的表格，按文字读取", "请核对，或提供 Word 文件"),
}
SOME_LETTERS = 15
UNREADABLE = 0.2  # part of a page's characters from which on the page is left out


def read_pdf(
    path: Path,
    *,
    password: str | None = None,
    seconds: float = DEFAULT_LIMITS.seconds,
    most_pages: int = DEFAULT_LIMITS.pages,
) -> Raw:
    """Paragraphs and tables of a PDF, each with its page.

    Lines are joined into paragraphs and tables over page breaks; running heads, page numbers and watermarks are left
    out. What cannot be read is named in `warnings`: scanned pages, fonts that do not say what their letters are.
    `seconds` is for scanned pages, which take long; a document of more than `most_pages` is refused.

    Raises InputError for a file that is missing, empty, broken, no PDF, encrypted, without pages or too long.
    PDFium is not thread-safe: read several files in processes, not in threads.

    Sources: PDFium's characters and page objects through pypdfium2; the table finding follows the idea of ruling
    lines joined into cells (A. Nurminen, Algorithmic Extraction of Data in Tables in PDF Documents, 2013).

    >>> read_pdf(Path("no-such.pdf"))
    Traceback (most recent call last):
    nlp.errors.InputError: no-such.pdf: 没有这个文件；请核对文件名和所在文件夹
    """
    document, whole = _open(path, password)
    try:
        count = len(document)
        if count == 0:
            raise InputError(path.name, *NO_PAGES)
        if count > most_pages:
            raise InputError(path.name, f"共 {count} 页，超过 {most_pages} 页的上限", "请拆分后分别提交")
        raw = _read(path, document, count, password, seconds)
    finally:
        document.close()
    return raw if whole else replace(raw, warnings=(Warning(path.name, "整个文件", *CUT_OFF), *raw.warnings))


def _open(path: Path, password: str | None) -> tuple[Any, bool]:
    """The PDF opened, and whether its end is there: PDFium mends what was cut off, but pages may be missing."""
    import pypdfium2

    try:
        with path.open("rb") as file:
            head, size = file.read(1024), file.seek(0, SEEK_END)
            file.seek(max(0, size - 2048))
            tail = file.read()
    except FileNotFoundError:
        raise InputError(path.name, "没有这个文件", "请核对文件名和所在文件夹") from None
    except OSError:
        raise InputError(path.name, "无法打开", "请核对它是不是文件、是否有权读取") from None
    if not size:
        raise InputError(path.name, "文件是空的", "请对方重新发送")
    if b"%PDF" not in head:
        raise InputError(path.name, "不是 PDF 文件", "请核对扩展名，或另存为 PDF")
    use_square_font()
    try:
        return pypdfium2.PdfDocument(path, password=password), b"%%EOF" in tail
    except pypdfium2.PdfiumError as err:
        # PDFium keeps the code of an earlier failure where a PDF is whole but without pages: look at the file too.
        data = path.read_bytes()
        if b"/Encrypt" in data and err.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            problem = "密码不对" if password else "文件已加密"
            raise InputError(path.name, problem, "去掉密码另存后再试") from None
        empty = b"%%EOF" in tail and re.search(rb"/Count\s+0\b", data)
        raise InputError(path.name, *(NO_PAGES if empty else BROKEN)) from None


def _read(path: Path, document: Any, count: int, password: str | None, seconds: float) -> Raw:
    pages: list[list[Line | Lattice]] = []
    sizes: list[tuple[float, float]] = []
    faults: dict[str, list[int]] = {problem: [] for problem in FAULTS}
    for index in range(count):
        pages.append([])
        sizes.append((1.0, 1.0))
        try:
            page = read_page(document, index)
        except PageError as err:
            problems = [str(err)]
        else:
            pages[-1], problems = _content(page)
            sizes[-1] = page.width, page.height
        for problem in problems:
            faults[problem].append(index + 1)
    if len(faults["broken"]) == count:
        raise InputError(path.name, *BROKEN)
    said: tuple[Warning, ...] = ()
    if scanned := faults.pop("scanned"):
        from nlp.parse.ocr import read_pages

        read, said = read_pages(path, scanned, password=password, seconds=seconds)
        for page in read:
            pages[page.number - 1], _ = _content(page)
            sizes[page.number - 1] = page.width, page.height
    warnings = (Warning(path.name, _place(found), *FAULTS[problem]) for problem, found in faults.items() if found)
    return Raw("pdf", tuple(_blocks(pages, sizes)), count, (*said, *warnings))


def _place(pages: Sequence[int]) -> str:
    return f"第{'、'.join(_ranges(pages))}页"


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    start = previous = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != previous + 1:
            yield f"{start}-{previous}" if previous > start else str(start)
            start = number
        previous = number


def _content(page: Page) -> tuple[list[Line | Lattice], list[str]]:
    """A page's lines and tables in reading order, and the names of its faults."""
    letters = len(page.letters.codes) + page.unreadable
    if page.unreadable > UNREADABLE * letters:
        return [], ["unreadable"]
    if is_garbled(page.letters.codes):
        return [], ["garbled"]
    lines = read_plain_lines(page) if len(page.rulings) < FEWEST_RULES else None
    lattices, chars, given_up = find_lattices(page) if lines is None else ([], [], False)
    open_tables, chars, doubtful = find_open_tables(page, chars)
    bare_tables, chars, unclear, unsure = find_bare_tables(page, chars) if chars else ([], chars, 0, False)
    faults = {
        "scanned": page.scanned,
        "layered": page.layered,
        "letters": page.unreadable > max(SOME_LETTERS, 0.01 * letters),
        "sideways": not lattices and len(page.turned.codes) > SOME_LETTERS,
        "table": doubtful > len(bare_tables) or unclear > 0 or (not lattices and _is_tabular(chars)),
        "merged": unsure,
        "drawing": page.drawing or given_up,
    }
    content: list[Line | Lattice] = [*(lines or ())]
    for lattice in sorted([*lattices, *open_tables, *bare_tables], key=lambda lattice: lattice.top):
        above = [char for char in chars if char.middle < lattice.top]
        chars = [char for char in chars if char.middle >= lattice.top]
        content += [*read_lines(above, page=page.number), lattice]
    return content + read_lines(chars, page=page.number), [fault for fault, there in faults.items() if there]


def _is_tabular(chars: Sequence[Char]) -> bool:
    rows = sort_rows(chars)
    return is_tabular([spans_of(row, GUTTER * row[0].size) for row in rows])


def _blocks(pages: Sequence[list[Line | Lattice]], sizes: Sequence[tuple[float, float]]) -> Iterator[Paragraph | Grid]:
    """The document's paragraphs and grids from its pages' content, which is emptied on the way.

    `sizes` are the pages' widths and heights.
    """
    lines = [[thing for thing in page if isinstance(thing, Line)] for page in pages]
    kept = {line for page in strip_furniture(lines, [height for _, height in sizes]) for line in page}
    runs: list[list[Line]] = [[]]
    tables: list[list[Lattice]] = []
    for thing in (thing for page in pages for thing in page):
        if isinstance(thing, Line):
            if thing in kept:
                runs[-1].append(thing)
        elif tables and not runs[-1] and goes_on(tables[-1][-1], thing):
            tables[-1].append(thing)
        else:
            tables.append([thing])
            runs.append([])
    for page in pages:
        page.clear()
    for index, run in enumerate(join_lines(runs, [width for width, _ in sizes])):
        yield from run
        if index < len(tables):
            yield to_grid(stitch(tables[index]))
