"""Read Markdown's marks: lines of text to lines without them, and the level of those that are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.raw import Paragraph

LONGEST = 5_000  # characters of a line in which marks are looked for
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BREAK = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_QUOTE = re.compile(r"(?:\s*>\s?)+")
_BULLET = re.compile(r"\s*[-*+]\s+(?:\[[ xX]\]\s+)?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_CODE = re.compile(r"`([^`]+)`")


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether lines that do not say so are Markdown: two headings, or a heading and bold words.

    >>> is_markdown(["# 计划", "## 一、修路"]), is_markdown(["#1泵站", "计划"])
    (True, False)
    """
    headings = sum(1 for line in lines if _HEADING.match(line))
    return headings >= 2 or (headings == 1 and any(_STRONG.search(line) for line in lines))


def read_line(line: str) -> Paragraph | str | None:
    """A heading as a paragraph with its level, any other line without its marks, None for one that is only a mark.

    >>> read_line("## 一、**修路**"), read_line("- 修复`二号`路"), read_line("---")
    (Paragraph(text='一、修路', page=None, style_level=1, ...), '修复二号路', None)
    """
    if _FENCE.match(line) or _BREAK.match(line):
        return None
    if match := _HEADING.match(line):
        return Paragraph(plain(match[2]), style_level=len(match[1]) - 1)
    line = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
    return plain(_BULLET.sub("", line, count=1) if _BULLET.match(line) else line)


def plain(text: str) -> str:
    """Text without links, code marks and bold."""
    if len(text) > LONGEST:
        return text
    text = _CODE.sub(r"\1", _LINK.sub(r"\1", text))
    return _STRONG.sub(r"\2", text)
