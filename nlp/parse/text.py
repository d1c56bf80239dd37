"""Read a .txt into raw blocks: encoding found, hard-wrapped lines joined, tab-separated rows made a grid."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path
from unicodedata import east_asian_width

from nlp.errors import InputError
from nlp.parse.outline import find_number
from nlp.parse.raw import Grid, GridCell, Paragraph, Raw

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LONGEST_GROUP = 24  # characters of a line that heads a group of rows
_LAST = tuple("。！？；：.!?;:”）)】》")


def read_text(path: Path) -> Raw:
    """The paragraphs and tab-separated tables of a text file, without pages.

    Raises InputError where the bytes are no text in UTF-8, UTF-16, GB18030 or Big5.
    """
    lines = decode(path.read_bytes(), path.name).replace("\f", "\n").splitlines()
    blocks: list[Paragraph | Grid] = []
    start = 0
    while start < len(lines):
        end = _table_end(lines, start)
        if (
            end - start >= 2
            and "\t" in lines[start]
            and sum(1 for cell in lines[start].split("\t") if cell.strip()) >= 2
        ):
            blocks.append(_grid(lines[start:end]))
            start = end
            continue
        end = max(end, start + 1)
        while end < len(lines) and "\t" not in lines[end].rstrip():
            end += 1
        plain = [line.replace("\t", " ").rstrip() for line in lines[start:end]]
        blocks.extend(Paragraph(line) for line in unwrap(plain) if line)
        start = end
    return Raw("txt", tuple(blocks))


def _table_end(lines: Sequence[str], start: int) -> int:
    """The line behind the tab-separated rows that start here; a short line between rows is a row of its own."""
    end = start
    while end < len(lines):
        if "\t" in lines[end].rstrip():
            end += 1
        elif (
            end > start
            and end + 1 < len(lines)
            and "\t" in lines[end + 1].rstrip()
            and 0 < len(lines[end].strip()) <= LONGEST_GROUP
            and not lines[end].strip().endswith(_LAST)
        ):
            end += 2
        else:
            break
    return end


def decode(data: bytes, name: str) -> str:
    """The text of bytes in UTF-8, UTF-16, GB18030 or Big5; `name` is the file's, for the error.

    >>> decode("督办".encode("gb18030"), "a.txt")
    '督办'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if even or odd:
        if max(even, odd) < 4 * max(1, min(even, odd)):
            raise InputError(name, "this is not a text file", "save it as .docx, .pdf or a plain .txt")
        return _strict(data, "utf-16-le" if odd > even else "utf-16-be", name)
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _low_trails(data) <= 0.1:
            return text
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    return _strict(data, guess.encoding if guess else "gb18030", name)


def _low_trails(data: bytes) -> float:
    """The share of two-byte characters whose second byte is below 0xA1: none in GB 2312, two in five in Big5."""
    pairs = re.findall(rb"[\x81-\xfe]([\x40-\xfe])", data)
    return sum(1 for trail in pairs if trail < b"\xa1") / max(1, len(pairs))


def unwrap(lines: Sequence[str]) -> list[str]:
    """Join lines that were broken at a fixed width, without their indents; those of a text that was not stay alone.

    An indented line begins a paragraph. Editors break at a number of columns (a Chinese character takes two), others at
    a number of characters: the measure by which more lines end at the margin is taken.

    >>> unwrap(["围绕党中央重大决策部署和重要指示批示精神，不折不扣贯彻党中央和", "省委、市委决策部署。"])
    ['围绕党中央重大决策部署和重要指示批示精神，不折不扣贯彻党中央和', '省委、市委决策部署。']
    """
    columns, characters = [_width(line) for line in lines], [2 * len(line) for line in lines]
    sizes = max((columns, characters), key=_near)
    if _near(sizes) == 0:
        return [line.strip() for line in lines]
    margin = max(sizes)
    joined: list[str] = []
    open_ = False
    for printed, size in zip(lines, sizes, strict=True):
        line = printed.strip()
        indented = printed[:1] in " \u3000" if printed else False
        if open_ and line and not indented and find_number(line) is None:
            glue = " " if joined[-1][-1:].isascii() and line[:1].isascii() and joined[-1][-1:].isalnum() else ""
            joined[-1] += glue + line
        else:
            joined.append(line)
        open_ = bool(line) and size >= margin - 4 and not (line.endswith(_LAST) and size < margin - 1)
    return joined


def _near(sizes: Sequence[int]) -> int:
    """How many lines end at the margin; 0 where the text was not broken at one: few lines do, or it is very wide."""
    long = [size for size in sizes if size >= 40]
    if len(long) < 4 or max(sizes) > 160:
        return 0
    near = sum(1 for size in long if size >= max(sizes) - 4)
    return near if near >= 4 and near >= 0.5 * len(long) else 0


def _grid(lines: Sequence[str]) -> Grid:
    rows = [[cell.strip() for cell in line.rstrip("\r\n").split("\t")] for line in lines]
    columns = max(len(row) for row in rows)
    cells: list[GridCell] = []
    for i, row in enumerate(rows):
        if len(row) == 1:
            cells.append(GridCell(i, 0, row[0], 1, columns))
        else:
            cells.extend(GridCell(i, j, row[j] if j < len(row) else "") for j in range(columns))
    return Grid(len(rows), columns, tuple(cells))


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(name, "its encoding is not known", "save it as UTF-8 text and try again") from None


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
