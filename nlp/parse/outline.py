"""Tell titles and headings from paragraphs: raw paragraphs to a role for each.

A heading is a line that starts with a number of `lexicon/headings.toml`, or has a heading style, and is short: a
numbered line of a full sentence is an item of a list, that is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.headings import Mark, mark_by_look, repair_levels
from nlp.parse.numbers import Number, find_counted, find_number
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.titles import DATE_LINE, find_titles

LONGEST_HEADING = 60
LONGEST_DUTY = 25  # characters of a sentence that says no more than who does a task and by when
LONGEST_LEAD_IN = 20  # gold/FORMAT.md: a lead-in that ends in 。 and is shorter than this is a title, not a task

_END = re.compile(r"[。！!：:；;]")
_NOTE = re.compile(r"[（(〔\[【](?=[^（()）]*(?:责任|牵头|负责|单位|部门|科室|完成时|配合))")
_NOTE_LINE = re.compile(r"(?:责任|牵头|主办|主责|协办|配合|完成|督办|分管|联系)[^。，：:]{0,8}[:：]")
_BRACKET = re.compile(r"[（(〔\[][^。]*[)）〕\]][。；;\s]*")
_CLOSING_LINE = re.compile(
    r"附\s*件?\s*\d?\s*[:：]|附\s*件\s*[\d一二三四五]*$|(?:注|备注|说明)\s*\d?\s*[:：]|印\s*发\s*[:：]|抄\s*送|特此|专此"
    r"|联系(?:人|电话|方式)\s*(?:[:：]|$)|以上[^。]{0,12}请|[（(]此件"
    r"|[^。，]{0,12}(?:盖章|签字|签名|签章)[人处]?\s*(?:[)）:：]|$)"
)
_WHEN = (
    r"(?:于|力争|确保)?(?:\d{4}年|今年|当年)?(?:\d{1,2}月(?:\d{1,2}日)?|第?[一二三四]季度|[上下]半年|年|月)"
    r"(?:[上中下]旬|初|中|底|末)?(?:之?前|以前)?"
)
_BODY = (
    r"(?!建立|实行|推行|明确|落实|健全|坚持)[^，。；：:由]{0,14}[科室股局办处部委站所院队组会区镇乡村道司校位门心人]"
)
_DUTY = r"(?:负责|牵头|承办|主办|协办|配合)(?:牵头|组织|落实|实施|办理|完成)?"
_WHO = rf"(?:{_WHEN})?(?:由[^，。；：:]{{1,15}}?|{_BODY}){_DUTY}"
_DONE = rf"{_WHEN}(?:全部|全面)?完成"  # alone it is a body: 检修闸门。5月底前完成。
_WHO_WHEN = re.compile(rf"(?:{_DONE}[，,；。]\s*)?{_WHO}(?:[，,；。]\s*(?:{_WHO}|{_DONE}))*")


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
    return tuple(repair_levels(blocks, mark_by_look(blocks, marks)))


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
    styled = paragraph.style_level if paragraph.style_level else None
    if number is None and styled is None:
        return Mark("paragraph")
    start = number.end if number else 0
    level = number.level if number else (styled or 1)
    end, body = _title_end(text, start, level)
    if end is None:
        return _item(number) if number else Mark("paragraph")
    alone = body is None or _is_note(text[body:]) or _BRACKET.fullmatch(text[body:]) is not None
    listed = level > 1 or text.rstrip().endswith(("。", "；", "）", ")"))  # 一、 without a stop heads a part
    if alone and listed and number and styled is None and not _opens(following, next_number, level):
        return _item(number)
    title = text[start:end].rstrip("。：:；;，,—─ ")
    return Mark("heading", level, number.text if number else None, title, body)


def _item(number: Number) -> Mark:
    """A numbered line that is no heading: an item of a list."""
    return Mark("paragraph", number.level, number.text, None, number.end)


def _title_end(text: str, start: int, level: int) -> tuple[int | None, int | None]:
    """Where the heading's title ends and where a body on the same line begins; (None, None) for no heading."""
    note = _NOTE.search(text, start)
    end = _END.search(text, start)
    while end and _inside_quotes(text, start, end.start()):
        end = _END.search(text, end.end())
    if note and (end is None or note.start() < end.start()):
        close = _closing(text, note.start())
        rest = text[close:].lstrip("。；; ")
        fits = note.start() - start <= LONGEST_HEADING
        return (note.start(), len(text) - len(rest) if rest else None) if fits else (None, None)
    if end is None:
        return (len(text), None) if len(text) - start <= LONGEST_HEADING else (None, None)
    length, rest = end.start() - start, text[end.end() :].strip()
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
    text = following[0].text.strip()
    return not (_is_note(text) or _is_signature(following) or DATE_LINE.fullmatch(text) or _CLOSING_LINE.match(text))


def _is_signature(following: Sequence[Paragraph | Grid]) -> bool:
    """Whether lines sign a paper: short names down to a date, or one name that ends it."""
    for count, block in enumerate(following):
        text = block.text.strip() if isinstance(block, Paragraph) else ""
        if count and DATE_LINE.match(text):
            return True
        if not text or not _is_name(text) or find_number(text):
            return False
    return len(following) == 1


def _is_note(text: str) -> bool:
    """Whether a text is nothing but notes of responsibility: brackets, marks with a colon, or who does it by when."""
    text = text.strip("。；; ")
    while text:
        if _NOTE.match(text):
            text = text[_closing(text, 0) :].strip("。；; ")
        else:
            told = len(text) <= LONGEST_DUTY and _WHO_WHEN.fullmatch(text) is not None
            return told or _NOTE_LINE.match(text) is not None
    return True


def _is_name(text: str) -> bool:
    return len(text) <= 20 and not re.search("[。，；：、]", text)


def _inside_quotes(text: str, start: int, at: int) -> bool:
    return any(text.count(o, start, at) > text.count(c, start, at) for o, c in ("“”", "《》", "（）", "()"))


def _closing(text: str, start: int) -> int:
    """The position behind the bracket that closes the one at `start`; the text's end where none does."""
    depth = 0
    for i in range(start, len(text)):
        depth += text[i] in "（(〔[【"
        depth -= text[i] in "）)〕]】"
        if depth == 0:
            return i + 1
    return len(text)
