"""Tell the encoding of bytes by what they become: the one that gives the most letters in common use, and the text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache

from nlp.errors import InputError

LOST = "\ufffd"  # what stands where bytes are no letter
SAMPLE = 20_000  # bytes that are looked at
MOST_LOST = 0.02  # part of the letters that may be damaged
PADDING = 8  # NULs at the end from which on they fill up a file
FEWEST_COMMON = 0.6  # part of the letters that has to be in common use
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SIGNS = "，。、；：！？（）《》〈〉“”‘’「」『』【】〔〕—…·％　＋－／｜○〇①②③④⑤⑥⑦⑧⑨⑩℃№"


def decode(data: bytes, name: str) -> str:
    """The text of bytes in UTF-8, UTF-16, UTF-32, GB18030 or Big5; `name` is the file's, for the error.

    A few bytes that are no letter, as in a file that was cut, become LOST; NULs are dropped.

    Raises InputError where the bytes are no text, or its encoding is none of these.

    >>> decode("督办".encode("gb18030"), "a.txt"), decode("督办".encode("utf-16-le"), "a.txt")
    ('督办', '督办')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            if text.count(LOST) <= 1 + MOST_LOST * len(text):
                return _plain(text)
    if data.endswith(bytes(PADDING)):
        data = data.rstrip(b"\0")
    if data.isascii() and 0 not in data:
        return _plain(data.decode("ascii"))
    best, found = max(((_share(text), encoding) for encoding, text in _readings(data)), default=(0.0, ""))
    if best < FEWEST_COMMON:
        if 0 in data or best < 0.3:
            raise InputError(name, "这不是文本文件", "请另存为 .docx、.pdf 或 .txt")
        raise InputError(name, "无法识别文字编码", "请用记事本另存为 UTF-8 编码后再试")
    return _plain(data.decode(found, "replace"))


def _plain(text: str) -> str:
    """Text without the marks that no one sees."""
    return text.translate({0: None, 0x1A: None, 0xFEFF: None, 0x200B: None})


def _readings(data: bytes) -> Iterator[tuple[str, str]]:
    """What the start of the bytes reads like, in each encoding that makes sense of nearly all of it."""
    sample = data[: SAMPLE - SAMPLE % 4]
    for encoding in _GUESSES:
        text = sample.decode(encoding, "replace")
        lost = text.rstrip(LOST).count(LOST)
        if lost <= max(1, MOST_LOST * len(text)) and lost < 0.1 * len(text):
            yield encoding, text


def _share(text: str) -> float:
    """The part of the letters that is in common use; a NUL or a control character counts three times against it."""
    letters = text.rstrip(LOST)
    common = _common()
    strange = sum(3 * (letter < " ") for letter in letters if letter not in "\t\n\r\f\x1a")
    return (sum(letter in common for letter in letters) - strange) / max(1, len(letters))


@cache
def _common() -> frozenset[str]:
    """ASCII, marks, and the letters of the first level of GB 2312 and of Big5, which order them by use."""
    chinese = [bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    taiwanese = [bytes((high, low)) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))]
    letters = "".join(pair.decode("gb2312", "ignore") for pair in chinese)
    letters += "".join(pair.decode("big5", "ignore") for pair in taiwanese)
    wide = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
    drawn = "".join(chr(code) for code in range(0x2500, 0x2580))
    return frozenset(
        letters + wide + drawn + _SIGNS + "".join(map(chr, range(0x20, 0x7F))) + "\t\n\r\f\x1a\ufeff\u200b"
    )
