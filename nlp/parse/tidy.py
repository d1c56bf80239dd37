"""Clean raw blocks of what copying left in them: page numbers, spaces between characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from nlp.lexicon import load
from nlp.parse.raw import Grid, Paragraph

FEWEST_SPACED = 4  # characters that must stand alone before a line counts as spaced out
LONGEST_LINE = 150  # characters of a line that a site prints around an article
_GAP = re.compile(r"(?<=\S)[ \u3000]{1,2}(?=\S)")


def tidy(blocks: Sequence[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks without typed page numbers; spaced-out lines closed up.

    What a site prints around an article is left out by the readers of pages and of text copied from them.

    >>> [b.text for b in tidy([Paragraph("工 作 要 点"), Paragraph("- 2 -")])]
    ['工作要点']
    """
    kept: list[Paragraph | Grid] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if line_kind(block.text) == "page":
                continue
            text = close_up(block.text)
            block = block if text == block.text else replace(block, text=text)
        kept.append(block)
    return kept


def line_kind(text: str) -> str | None:
    """What a line is that does not belong to a paper's text, a kind of `lexicon/copied_lines.toml`; None for others.

    >>> line_kind("— 3 —"), line_kind("秘密★1年"), line_kind("一、压实责任")
    ('page', 'head', None)
    """
    text = " ".join(text[: 2 * LONGEST_LINE].split())
    if len(text) > LONGEST_LINE:
        return None
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(text)), None)


def close_up(text: str) -> str:
    """A line whose characters stand apart, as readers of pictures and letterheads print them, without those spaces.

    >>> close_up("二 、 建 设 和 美 乡 村"), close_up("2024 年 工作要点 王某某")
    ('二、建设和美乡村', '2024 年 工作要点 王某某')
    """
    parts = text.split()
    single = sum(len(part) == 1 for part in parts)
    if single < FEWEST_SPACED or single < 0.8 * len(parts) or max(map(len, parts)) > 4:
        return text
    return _GAP.sub("", text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load("copied_lines.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows)
