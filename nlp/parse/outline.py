"""Tell titles and headings from paragraphs: raw paragraphs to a role for each.

A heading is a line that starts with a number of `lexicon/headings.toml`, or has a heading style, and is short: a
numbered line of a full sentence is an item of a list, that is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.bullets import find_bullet
from nlp.parse.header_words import use_of
from nlp.parse.headings import Mark, mark_by_look, repair_levels
from nlp.parse.notes import MARK, NOTE, closes, closing, is_note, is_signature
from nlp.parse.numbers import Number, find_counted, find_number
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.shapes import mark_by_shape
from nlp.parse.titles import find_titles

LONGEST_HEADING = 60
LIST_LEVEL = 3  # from which on numbers count the items of a list: 1.
LONGEST_LEAD_IN = 20  # gold/FORMAT.md: a lead-in that ends in 。 and is shorter than this is a title, not a task
LONGEST_SEARCH = 300  # characters within which a title's end is looked for; no title is as long

_END = re.compile(r"[。！!：:；;]")
_BRACKET = re.compile(r"[（(〔\[][^。]*[)）〕\]][。；;\s]*")
_TIME = r"[\d年月日第一二三四五六七八九十季度上下半旬初中底末前至到、—\-–~～ ]{2,40}"
_TIME_BRACKET = rf"[（(]{_TIME}[)）]"
_PHRASE = re.compile(rf"[^\d。！!？?；;，,：:]{{2,16}}(?:{_TIME_BRACKET})?|{_TIME}")


def mark_blocks(blocks: Sequence[Paragraph | Grid]) -> tuple[Mark, ...]:
    """The role of each block: title, heading, paragraph or table."""
    titles = find_titles(blocks)
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    counted = find_counted(texts)
    numbers = [counted.get(i) or find_number(text) for i, text in enumerate(texts)]
    marks = []
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            marks.append(Mark("table"))
        elif i in titles:
            marks.append(Mark("title", title=block.text.strip()))
        else:
            marks.append(_mark_paragraph(block, numbers[i], blocks[i + 1 : i + 5], numbers[i + 1 : i + 2]))
    return tuple(repair_levels(blocks, mark_by_shape(blocks, mark_by_look(blocks, marks))))


def _mark_paragraph(
    paragraph: Paragraph,
    number: Number | None,
    following: Sequence[Paragraph | Grid],
    next_number: Sequence[Number | None],
) -> Mark:
    text = paragraph.text
    if number and number.title:
        body = number.end if number.end < len(text) else None
        return Mark("heading", number.level, None, re.sub(r"\s", "", number.title), body)
    if number and number.end == len(text):
        return Mark("paragraph")  # a number and nothing behind it, as an empty line of a numbered style prints
    styled = paragraph.style_level if paragraph.style_level else None
    bullet = find_bullet(text) if number is None else None
    start = number.end if number else bullet.end if bullet else 0
    if number is None and styled is None:
        return Mark("paragraph", body=start or None)
    level = number.level if number else (styled or 1)
    end, body = _title_end(text, start, level)
    if end is None:
        return _item(number) if number else Mark("paragraph", body=start or None)
    if body is not None and text[end] in "：:" and _opens(following, next_number, level):
        phrase = _phrase_end(text, body)
        end, body = (end, body) if phrase is None else (phrase, None)  # （一）第一阶段：动员部署
    alone = body is None or is_note(text[body:]) or _BRACKET.fullmatch(text[body:]) is not None
    opens = _opens(following, next_number, level)
    if opens and level >= LIST_LEVEL and isinstance(following[0], Grid) and _is_told(text[end:]):
        opens = not _names_parties(following[0])  # the item has its parties, the rows of the table have theirs
    listed = level > 1 or text.rstrip().endswith(("。", "；", "）", ")"))  # 一、 without a stop heads a part
    if alone and listed and number and styled is None and not opens:
        return _item(number)
    title = text[start:end].rstrip("。：:；;，,—─ ")
    return Mark("heading", level, number.text if number else None, title, body)


def _phrase_end(text: str, start: int) -> int | None:
    """Where a title ends that goes on behind its colon with a short phrase or a time; None where a sentence stands."""
    note = NOTE.search(text, start)
    end = note.start() if note else len(text)
    phrase = text[start:end].strip()
    goes_on = _PHRASE.fullmatch(phrase) is not None and not is_note(phrase)
    return end if goes_on and (note is None or is_note(text[end:])) else None


def _item(number: Number) -> Mark:
    """A numbered line that is no heading: an item of a list."""
    return Mark("paragraph", number.level, number.text, None, number.end)


def _title_end(text: str, start: int, level: int) -> tuple[int | None, int | None]:
    """Where the heading's title ends and where a body on the same line begins; (None, None) for no heading."""
    note, mark = NOTE.search(text, start), MARK.search(text, start)
    end = _END.search(text, start)
    while end and end.start() - start <= LONGEST_SEARCH and _inside_quotes(text, start, end.start()):
        end = _END.search(text, end.end())
    if mark and (note is None or mark.start() < note.start()):
        note = mark
    if note and (end is None or note.start() <= end.start()):
        close = (text.find("。", note.start()) + 1 or len(text)) if note is mark else closing(text, note.start())
        rest = text[close:].lstrip("。；; ")
        fits = note.start() - start <= LONGEST_HEADING
        return (note.start(), len(text) - len(rest) if rest else None) if fits else (None, None)
    if end is None:
        return (len(text), None) if len(text) - start <= LONGEST_HEADING else (None, None)
    length, rest = len(re.sub(_TIME_BRACKET, "", text[start : end.start()])), text[end.end() :].strip()
    longest = LONGEST_HEADING if level == 1 and not rest else LONGEST_LEAD_IN
    if length >= longest or length == 0 or text[end.start()] in "；;":
        return None, None
    return end.start(), (text.index(rest[0], end.end()) if rest else None)


def _opens(following: Sequence[Paragraph | Grid], next_number: Sequence[Number | None], level: int) -> bool:
    """Whether what follows a short numbered line is its body: a table, a deeper number, or text that is no note."""
    if not following or isinstance(following[0], Grid):
        return bool(following)
    if number := next_number[0]:
        return number.level > level or (number.title is not None and number.level == level)
    return not (is_note(following[0].text.strip()) or is_signature(following) or closes(following[0]))


def _is_told(tail: str) -> bool:
    """Whether what stands behind a title makes it a sentence with a note: a stop, and who does it."""
    return "。" in tail and tail.strip("。 ") != "" and is_note(tail)


def _names_parties(grid: Grid) -> bool:
    """Whether the head of a table, one row or two, names a column of parties."""
    return any(use_of(cell.text) == "party" for cell in grid.cells if cell.row < 2)


def _inside_quotes(text: str, start: int, at: int) -> bool:
    return any(text.count(o, start, at) > text.count(c, start, at) for o, c in ("“”", "《》", "（）", "()"))
