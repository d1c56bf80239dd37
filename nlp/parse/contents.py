"""Drop a table of contents: lines that name a later heading with its page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.raw import Grid, Paragraph

FEWEST_LINES = 2
_ENTRY = re.compile(r"(?P<title>.{2,80}?)[\s.．…·]*\d{1,4}")
_LABEL = re.compile(r"目\s*录")


def drop_contents(blocks: Sequence[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks without the lines that repeat a later line and a page number, and without their label 目录.

    >>> lines = ["目录", "一、责任 1", "二、教育 3", "一、责任", "签订责任书。", "二、教育", "上课。"]
    >>> [block.text for block in drop_contents([Paragraph(line) for line in lines])]
    ['一、责任', '签订责任书。', '二、教育', '上课。']
    """
    texts = [_squeeze(block.text) if isinstance(block, Paragraph) else "" for block in blocks]
    last = {text: i for i, text in enumerate(texts)}
    entries = {
        i
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        and (match := _ENTRY.fullmatch(block.text.strip()))
        and last.get(_squeeze(match["title"]), -1) > i
    }
    if len(entries) < FEWEST_LINES:
        return list(blocks)
    labels = {i for i in range(min(entries)) if _LABEL.fullmatch(texts[i])}
    return [block for i, block in enumerate(blocks) if i not in entries | labels]


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
