"""Tell titles and headings from paragraphs: raw paragraphs to a role for each.

A heading is a line that starts with a number of `lexicon/headings.toml`, or has a heading style, and is short: a
numbered line of a full sentence is an item of a list, that is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import load
from nlp.parse.headings import Mark, mark_by_look, repair_levels
from nlp.parse.raw import Grid, Paragraph

LONGEST_TITLE = 70
LONGEST_HEADING = 60
LONGEST_LEAD_IN = 20  # gold/FORMAT.md: a lead-in that ends in 。 and is shorter than this is a title, not a task

_END = re.compile(r"[。！!：:；;]")
_NOTE = re.compile(r"[（(〔\[【](?=[^（()）]*(?:责任|牵头|负责|单位|部门|科室|完成时|配合))")
_NOTE_LINE = re.compile(r"(?:责任|牵头|主办|主责|协办|配合|完成|督办|分管|联系)[^。，：:]{0,8}[:：]")
_DATE_LINE = re.compile(r"^[（(]?[\d０-９〇○零一二三四五六七八九十]{2,4}\s*年.{1,8}日[)）]?$")
_FILE_NUMBER = re.compile(r"[〔\[（(]\s*(?:19|20)\d\d\s*[〕\])）]\s*第?\s*\d+\s*号$")
_RED_HEAD = re.compile(r"^[^。，：]{2,30}文\s*件$")
_BARE_NUMBER = re.compile(
    r"\s*(\d{1,2})(?=[\u4e00-\u9fff“《])(?![年月日时分秒个次名项条件起人户家份场期类级周天季度岁万亿千百余多处所只台套间部篇至号])"
)
_LABEL_LINE = re.compile(r"^(?:附\s*件|附)\s*[\d一二三四五六七八九十]*\s*[:：]?$")
_NOTICE = re.compile(
    r"关于.{0,4}(?:印发|下发|转发|发布)(?:.{0,4}[《〈](?P<quoted>.+)[》〉].{0,6}(?:通知|函)?|(?P<bare>[^《》]{4,60})的(?:通知|函)$)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a line: as printed, its depth, and where the words behind it begin.

    `title` is set where the mark is the heading itself, as a month is in a schedule.
    """

    text: str
    level: int
    end: int
    title: str | None = None


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    rows = load("headings.toml", keys=("name", "level", "pattern", "examples", "not_examples"))
    return tuple((int(row["level"]), re.compile(row["pattern"])) for row in rows)


def find_number(text: str) -> Number | None:
    """The heading number that a line starts with, None where there is none.

    >>> find_number("（二）严明纪律规矩。")
    Number(text='（二）', level=2, end=3, title=None)
    >>> find_number("2022年工作要点") is None
    True
    """
    for level, pattern in _patterns():
        if match := pattern.match(text):
            named = match.groupdict()
            return Number((named.get("number") or "").strip(), level, match.end(), named.get("title"))
    return None


def mark_blocks(blocks: Sequence[Paragraph | Grid]) -> tuple[Mark, ...]:
    """The role of each block: title, heading, paragraph or table."""
    titles = _find_titles(blocks)
    bare = _bare_numbers(blocks)
    marks = []
    for i, block in enumerate(blocks):
        if isinstance(block, Grid):
            marks.append(Mark("table"))
        elif i in titles:
            marks.append(Mark("title", title=block.text.strip()))
        else:
            following = blocks[i + 1] if i + 1 < len(blocks) else None
            marks.append(_mark_paragraph(block, following, bare.get(i) or find_number(block.text)))
    return tuple(repair_levels(blocks, mark_by_look(blocks, marks)))


def notice_title(title: str) -> str | None:
    """The title of the document that a covering notice sends out, None where the title is no notice's.

    >>> notice_title("关于印发《江岭市中心医院2024年度重点工作任务分解表》的通知")
    '江岭市中心医院2024年度重点工作任务分解表'
    """
    match = _NOTICE.search(title)
    return (match["quoted"] or match["bare"]) if match else None


def _bare_numbers(blocks: Sequence[Paragraph | Grid]) -> dict[int, Number]:
    """The lines that start with a number without a mark (1保障粮油生产), where they count up: 1, 2, 3."""
    found: list[tuple[int, int, Number]] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (match := _BARE_NUMBER.match(block.text)):
            found.append((i, int(match[1]), Number(match[1], 3, match.end())))
    values = [value for _, value, _ in found]
    return {
        i: number
        for n, (i, value, number) in enumerate(found)
        if values[n + 1 : n + 2] == [value + 1] or (n and values[n - 1] == value - 1)
    }


def _mark_paragraph(paragraph: Paragraph, following: Paragraph | Grid | None, number: Number | None) -> Mark:
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
    alone = body is None or _is_note(text[body:])
    listed = level > 1 or text.rstrip().endswith(("。", "；", "）", ")"))  # 一、 without a stop heads a part
    if alone and listed and number and styled is None and not _opens(following, level):
        return _item(number)
    title = text[start:end].rstrip("。：:；;，, ")
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


def _opens(following: Paragraph | Grid | None, level: int) -> bool:
    """Whether what follows a short numbered line is its body: a table, a deeper number, or text that is no note."""
    if not isinstance(following, Paragraph):
        return following is not None
    number = find_number(following.text)
    if number:
        return number.level > level
    return not _is_note(following.text) and not _is_signature(following.text)


def _is_note(text: str) -> bool:
    """Whether a text is nothing but notes of responsibility: brackets, or marks with a colon."""
    text = text.strip("。；; ")
    while text:
        if _NOTE.match(text):
            text = text[_closing(text, 0) :].strip("。；; ")
        else:
            return _NOTE_LINE.match(text) is not None
    return True


def _is_signature(text: str) -> bool:
    return _DATE_LINE.fullmatch(text.strip()) is not None or (len(text) <= 20 and not re.search("[。；，：、]", text))


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


def _find_titles(blocks: Sequence[Paragraph | Grid]) -> set[int]:
    """The blocks that are the document's title; a notice's title and that of the paper it sends both count."""
    first = next((i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and _may_be_title(b)), None)
    if first is None:
        return set()
    if any(_is_body(block) for block in blocks[:first]):
        styled = [i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.style_level == 0]
        return set(styled[:1])
    if not _names_a_paper(blocks[first]) and first + 1 < len(blocks) and _names_a_paper(blocks[first + 1]):
        above = blocks[first]
        first += 1
        titles = {first} | _continuation(blocks, first)
        if isinstance(above, Paragraph) and ("关于" in above.text or _text(blocks[first]).startswith("关于")):
            titles.add(first - 1)  # the title's first line; else the issuer stands on a line of its own above it
    else:
        titles = {first} | _continuation(blocks, first)
    inner = notice_title("".join(_text(blocks[i]) for i in sorted(titles)))
    if inner:
        wanted = _squeeze(inner)
        for i, block in enumerate(blocks):
            if i > first and isinstance(block, Paragraph) and len(block.text) > 5:
                parts = {i} | _continuation(blocks, i)
                joined = "".join(_text(blocks[j]) for j in sorted(parts))
                if _squeeze(block.text) == wanted or _squeeze(joined) == wanted:
                    titles |= {i} if _squeeze(block.text) == wanted else parts
    return titles


def _continuation(blocks: Sequence[Paragraph | Grid], first: int) -> set[int]:
    """The lines that carry a title on: a subtitle behind ——, or centred lines of the same size."""
    head = blocks[first]
    found: set[int] = set()
    for i in range(first + 1, min(first + 4, len(blocks))):
        block = blocks[i]
        if not isinstance(block, Paragraph) or not isinstance(head, Paragraph) or not _may_be_title(block):
            break
        same_look = head.centred and block.centred and block.size == head.size and block.bold == head.bold
        emphatic = head.bold or head.style_level == 0 or (head.size or 0) >= 15
        if block.text.startswith("——") or (same_look and emphatic):
            found.add(i)
        else:
            break
    return found


def _names_a_paper(block: Paragraph | Grid) -> bool:
    """Whether a line may be a title and says what kind of paper it heads (要点, 报告 …)."""
    if not isinstance(block, Paragraph) or not _may_be_title(block):
        return False
    return any(row["word"] in block.text for row in load("document_kinds.tsv", keys=("word", "kind")))


def _may_be_title(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if paragraph.style_level == 0:
        return True
    return (
        4 <= len(text) <= LONGEST_TITLE
        and not re.search(r"[。；;，]", re.sub(r"《.*》", "", text))
        and not text.endswith(("：", ":"))
        and find_number(text) is None
        and not any(p.search(text) for p in (_DATE_LINE, _FILE_NUMBER, _RED_HEAD, _LABEL_LINE))
    )


def _is_body(block: Paragraph | Grid) -> bool:
    return isinstance(block, Grid) or "。" in block.text or find_number(block.text) is not None


def _text(block: Paragraph | Grid) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else ""


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
