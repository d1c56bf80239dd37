"""Settle what single lines cannot tell: headings by their look alone, and numbers of the wrong level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.parse.raw import Grid, Paragraph
from nlp.types import BlockKind

LONGEST_LOOK = 30  # characters of a heading that only its look makes one
_PART = re.compile(r"第[一二三四五六七八九十百零〇\d]+(?:部分|编|篇|章)")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Mark:
    """The role of one raw block; offsets are within its own text (see `nlp.types.Block`)."""

    kind: BlockKind
    level: int | None = None
    number: str | None = None
    title: str | None = None
    body: int | None = None


def mark_by_look(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with short bold or larger lines as headings where the document has no other headings.

    The larger look is the higher level; a look that a single line has is emphasis, unless it is the only one.
    """
    found = list(marks)
    if any(mark.kind == "heading" for mark in found):
        return found
    sizes = Counter[float](
        {b.size: len(b.text) for b in blocks if isinstance(b, Paragraph) and b.size and not b.bold and "。" in b.text}
    )
    body = sizes.most_common(1)[0][0] if sizes else None
    looks: dict[int, tuple[float, bool]] = {}
    for i, (block, mark) in enumerate(zip(blocks, found, strict=True)):
        if (
            isinstance(block, Paragraph)
            and mark.kind == "paragraph"
            and mark.number is None
            and _stands_out(block, _words(block, mark), body)
        ):
            looks[i] = (block.size or 0.0, block.bold)
    order = sorted(set(looks.values()), reverse=True)
    for i, look in looks.items():
        block = blocks[i]
        if isinstance(block, Paragraph) and _heads(blocks, i, looks):
            found[i] = Mark("heading", order.index(look) + 1, None, _words(block, found[i]).rstrip("。：:"))
    return found


def _words(paragraph: Paragraph, mark: Mark) -> str:
    """A line's words behind its bullet."""
    return paragraph.text[mark.body or 0 :].strip()


def _stands_out(paragraph: Paragraph, text: str, body: float | None) -> bool:
    larger = body is not None and paragraph.size is not None and paragraph.size > body
    return (
        (paragraph.bold or larger) and 2 <= len(text) <= LONGEST_LOOK and not re.search("[。；，]", text.rstrip("。"))
    )


def _heads(blocks: Sequence[Paragraph | Grid], index: int, looks: dict[int, tuple[float, bool]]) -> bool:
    """Whether something stands below the line that is no heading by look of the same or a higher kind."""
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return following is not None and not (index + 1 in looks and looks[index + 1] >= looks[index])


def repair_levels(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark]) -> list[Mark]:
    """The marks, with numbers of the wrong level at the level that their neighbours show them to have."""
    return _lower_below_parts(_promote_parents(blocks, _level_counted(_promote_tops(blocks, _raise_times(marks)))))


def _raise_times(marks: Sequence[Mark]) -> list[Mark]:
    """The months and stages of a schedule that has nothing above them are its parts."""
    if any(mark.level == 1 for mark in marks):
        return list(marks)
    return [replace(m, level=1) if m.kind == "heading" and m.level == 2 and m.number is None else m for m in marks]


def _lower_below_parts(marks: list[Mark]) -> list[Mark]:
    """Where 第一部分 stands above 一、, every number below it is one level deeper."""
    parts = [i for i, mark in enumerate(marks) if mark.level == 1 and _PART.fullmatch(mark.number or "")]
    first = min(parts, default=len(marks))
    if not any(mark.level == 1 and i not in parts for i, mark in enumerate(marks) if i > first):
        return marks
    return [
        replace(mark, level=mark.level + 1) if mark.level is not None and i > first and i not in parts else mark
        for i, mark in enumerate(marks)
    ]


def _promote_tops(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark]) -> list[Mark]:
    """A （三） that stands between 二、 and 四、 is the 三、 that it should be.

    Either it does not carry on the count of its own level (no （二） before it), or that count begins anew behind it.
    """
    found = list(marks)
    tops = [(i, value) for i, mark in enumerate(found) if mark.level == 1 and (value := value_of(mark.number))]
    for (i, above), (j, below) in pairwise(tops):
        if below != above + 2:
            continue
        inner = [(k, value_of(found[k].number)) for k in range(i + 1, j) if found[k].level == 2]
        for n, (k, value) in enumerate(inner):
            starts = n == 0 or inner[n - 1][1] != above
            restarts = n + 1 < len(inner) and inner[n + 1][1] == 1
            block = blocks[k]
            if value == above + 1 and (starts or restarts) and isinstance(block, Paragraph):
                mark = found[k]
                title = mark.title or block.text[mark.body or 0 :].strip().rstrip("。：:")
                found[k] = replace(mark, kind="heading", level=1, title=title, body=mark.body if mark.title else None)
                break
    return found


def _level_counted(marks: list[Mark]) -> list[Mark]:
    """A 3) that goes on from 2. stands beside it, whatever its bracket: at level 3, not 4."""
    found = list(marks)
    last: Mark | None = None
    for i, mark in enumerate(found):
        if mark.number is None or mark.level is None:
            continue
        follows = last is not None and last.level == 3 and _decimal(mark.number) == (_decimal(last.number) or 0) + 1
        if mark.level == 4 and follows and re.fullmatch(r"\d+\s*[)）]", mark.number) and _decimal(mark.number) != 1:
            found[i] = mark = replace(mark, level=3)
        last = mark
    return found


def _promote_parents(blocks: Sequence[Paragraph | Grid], marks: list[Mark]) -> list[Mark]:
    """A short （三） with nothing behind it, right above a （一）, holds that list: it stands one level higher."""
    found = list(marks)
    for i, (mark, below) in enumerate(pairwise(marks)):
        block = blocks[i]
        if mark.level != 2 or below.level != 2 or value_of(below.number) != 1 or not value_of(mark.number):
            continue
        if mark.kind == "heading" and mark.body is None:
            found[i] = replace(mark, level=1)
        elif mark.kind == "paragraph" and isinstance(block, Paragraph):
            title = block.text[mark.body or 0 :].strip()
            if len(title) <= LONGEST_LOOK and not re.search("[。；，：]", title):
                found[i] = Mark("heading", 1, mark.number, title)
    return found


def _decimal(number: str | None) -> int | None:
    match = re.fullmatch(r"[（(]?\s*(\d+)\s*[)）.．]?", number or "")
    return int(match[1]) if match else None


def value_of(number: str | None) -> int | None:
    """The value of a printed number up to 99, None for other numbers.

    >>> value_of("（十二）"), value_of("三"), value_of("1")
    (12, 3, None)
    """
    bare = re.sub(r"[（）()\s]", "", number or "")
    match = re.fullmatch(r"(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", bare)
    if not bare or match is None:
        return None
    tens = _DIGITS[match[1]] if match[1] else 1 if match[2] else 0
    return 10 * tens + (_DIGITS[match[3]] if match[3] else 0)
