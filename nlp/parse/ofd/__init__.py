"""Read an .ofd, the national format for fixed pages, into paragraphs and grids in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nlp.errors import InputError
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.ofd.book import Book, find_books, open_sheet
from nlp.parse.ofd.draw import draw_page
from nlp.parse.pdf import FAULTS, _blocks, _content, _place
from nlp.parse.pdf.grid import Lattice
from nlp.parse.pdf.lines import Line
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.zipped import Package, open_package
from nlp.types import Warning

SMALL = 0.02  # part of the page: a smaller picture is an ornament
SCANNED = 0.3  # part of the page that a picture covers, where there is next to no text
FEW = 20  # letters
OFD_FAULTS = FAULTS | {
    "scanned": ("是扫描图片，没有文字", "请提供 Word 原件，或者另存为 PDF"),
    "pictures": ("图片未读取", "请人工查看，需要核对的内容请提供文字版"),
}


def read_ofd(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:
    """Paragraphs and tables of an OFD, each with its page; several documents in one file follow one another.

    Letters are placed as the file says and then read like those of a PDF: lines joined into paragraphs, ruled tables
    found, running heads, page numbers and watermarks left out. Pictures, annotations with text, attached files and
    fonts that do not say what their letters are, are named in `warnings`.

    Raises InputError for a file that is missing, empty, encrypted, damaged, no OFD, without pages or beyond `limits`.
    Source: GB/T 33190-2016.

    >>> read_ofd(Path("no-such.ofd"))
    Traceback (most recent call last):
    nlp.errors.InputError: no-such.ofd: 没有这个文件；请核对文件名和所在文件夹
    """
    faults: dict[str, list[int]] = {fault: [] for fault in OFD_FAULTS}
    blocks: list[Paragraph | Grid] = []
    with open_package(path, limits=limits) as package:
        books = find_books(package)
        count = sum(len(book.pages) for book in books)
        if count == 0:
            raise InputError(path.name, "文件里没有页面", "请用原来的软件重新保存")
        if count > limits.pages:
            raise InputError(path.name, f"共{count}页，超过{limits.pages}页", "请拆分后分别提交")
        before = 0
        for book in books:
            blocks += _read_book(package, book, before, faults)
            before += len(book.pages)
    warnings = [Warning(path.name, _place(found), *OFD_FAULTS[fault]) for fault, found in faults.items() if found]
    return Raw("ofd", tuple(blocks), count, (*warnings, *_left(path.name, books)))


def _read_book(package: Package, book: Book, before: int, faults: dict[str, list[int]]) -> list[Paragraph | Grid]:
    """The blocks of one document, whose pages are counted on from those `before` it."""
    pages: list[list[Line | Lattice]] = [[] for _ in range(before)]
    sizes = [(1.0, 1.0)] * before
    for number, part in enumerate(book.pages, before + 1):
        page, covered = draw_page(open_sheet(package, book, part), book.resources, number)
        content, found = _content(page)
        pages.append(content)
        sizes.append((page.width, page.height))
        if covered >= SCANNED and len(page.letters.codes) < FEW:
            found.append("scanned")
        elif covered >= SMALL:
            found.append("pictures")
        for fault in found:
            faults[fault].append(number)
    return list(_blocks(pages, sizes))


def _left(file: str, books: list[Book]) -> Iterator[Warning]:
    notes = sum(book.notes for book in books)
    attached = [name for book in books for name in book.attached]
    if notes:
        yield Warning(file, "整个文件", f"{notes}条文字批注未读取", "请打开文件，抄出需要核对的内容")
    if attached:
        problem = f"{len(attached)}个附件未读取"
        yield Warning(file, "、".join(attached[:5]), problem, "请用 OFD 阅读器另存附件后单独提交")
