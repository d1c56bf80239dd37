"""Tell the papers of one file apart: a Document to the stretches of blocks that each hold one, with title and year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from nlp.extract.frame import body_start, is_attachment_label, is_date_line, is_label
from nlp.lexicon import load
from nlp.types import Document, Heading

LONGEST_TITLE = 70
FIRST_LINES = 4  # how far below its title a paper's first number stands

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_FIRST = re.compile(r"[（(]?\s*(?:一|1|１|第一(?:部分|章|条))\s*[)）]?")
_BRACKETS = re.compile(r"(?:\s*[（(][^（()）]*[)）])+$")


@dataclass(frozen=True, slots=True)
class Paper:
    """Blocks `start` to `end` of a document that are one paper; `title` is None for the first, whose title parse read.

    `year` is the one that the title states, else the document's.
    """

    start: int
    end: int
    title: int | None
    year: int | None


def find_papers(document: Document) -> tuple[Paper, ...]:
    """The papers of a document, one nearly always; a further one begins at a title below which the numbers begin anew.

    Such a title stands below a date line or states a year, ends in a paper's word (要点, 计划 …), and is no
    attachment's.
    """
    first = body_start(document)
    starts = [(first, None), *((index + 1, index) for index in _titles(document, first))]
    ends = [*(title for _, title in starts[1:] if title is not None), len(document.blocks)]
    return tuple(
        Paper(start, end, title, _year(document, title)) for (start, title), end in zip(starts, ends, strict=True)
    )


def separate(document: Document, papers: tuple[Paper, ...]) -> Document:
    """The document in which no heading stands under one of the paper before it.

    A heading of a later paper that has no heading of its own above it stands at the top.
    """
    if len(papers) == 1:
        return document

    def own(heading: Heading) -> Heading:
        first = max(paper.start for paper in papers if paper.start <= heading.block or paper is papers[0])
        crosses = heading.parent is not None and document.outline[heading.parent].block < first <= heading.block
        return replace(heading, parent=None) if crosses else heading

    return replace(document, outline=tuple(own(heading) for heading in document.outline))


def _titles(document: Document, first: int) -> list[int]:
    found = []
    for index in range(first + 2, len(document.blocks) - 1):
        if is_attachment_label(document, index):
            break
        if _is_title(document, index) and _begins_anew(document, index + 1):
            found.append(index)
    return found


def _is_title(document: Document, index: int) -> bool:
    block, text = document.blocks[index], document.text_of(document.blocks[index]).strip()
    signed = index - 2 if is_label(document, index - 1) and not is_date_line(document, index - 1) else index - 1
    dated = is_date_line(document, signed) or _YEAR.search(text.translate(_DIGITS)) is not None
    return (
        dated
        and block.kind == "paragraph"
        and block.number is None
        and 4 <= len(text) <= LONGEST_TITLE
        and re.search("[。；：，]", text) is None
        and _BRACKETS.sub("", text).endswith(_words())
    )


def _begins_anew(document: Document, index: int) -> bool:
    """Whether the first number from a block on is a 一、, （一） or 1."""
    for block in document.blocks[index : index + FIRST_LINES]:
        if block.number is not None:
            return _FIRST.fullmatch(re.sub(r"[.．、]$", "", block.number)) is not None
    return False


def _year(document: Document, title: int | None) -> int | None:
    text = "" if title is None else document.text_of(document.blocks[title]).translate(_DIGITS)
    stated = _YEAR.search(text)
    return int(stated[1]) if stated else document.year


@cache
def _words() -> tuple[str, ...]:
    return tuple(row["word"] for row in load("document_kinds.tsv", keys=("word", "kind")))
