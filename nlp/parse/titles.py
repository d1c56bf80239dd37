"""Find a document's title: raw blocks to the indices of the lines that make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.lexicon import load
from nlp.lexicon.script import to_simplified
from nlp.parse.numbers import find_number
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.tidy import line_kind

LONGEST_TITLE = 70
MOST_LINES = 4  # a title is at most this many lines long
LONGEST_PREFIX = 20  # characters of the issuer that may stand before a title which its notice names without it

DATE_LINE = re.compile(
    r"^[（(]?[\d０-９〇○零一二三四五六七八九十]{2,4}\s*年.{1,8}日[)）]?$|^(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}$"
)
RED_HEAD = re.compile(r"^([^。，：]{2,30}?)\s*文\s*件$")
LABEL_LINE = re.compile(r"^(?:附\s*件|附)\s*[\d一二三四五六七八九十]*\s*[:：]?$")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
_FILE_NUMBER = re.compile(r"[〔\[（(]\s*(?:19|20)\d\d\s*[〕\])）]\s*第?\s*\d+\s*[号期](?:\s+签\s*发.*)?$")
_SUBTITLE = re.compile(r"[（(][^（()）]*(?:年|年度|学期|季度|稿|试行)[^（()）日]{0,6}[)）]")
_BODY_LINE = re.compile(
    r"^(?!.*关于)\D{3,24}(?:局|委|办|室|部|处|院|所|站|队|厅|会|校|园|馆|府|心|司|团|党委|党组|街道|社区|镇|乡)$"
)
_NOTICE = re.compile(
    r"关于.{0,4}(?:印发|下发|转发|发布)(?:.{0,4}[《〈](?P<quoted>.+)[》〉].{0,6}(?:通知|函)?|(?P<bare>[^《》]{4,60})的(?:通知|函)$)"
)


def notice_title(title: str) -> str | None:
    """The title of the document that a covering notice sends out, None where the title is no notice's.

    >>> notice_title("关于印发《江岭市中心医院2024年度重点工作任务分解表》的通知")
    '江岭市中心医院2024年度重点工作任务分解表'
    """
    match = _NOTICE.search(title)
    return (match["quoted"] or match["bare"]) if match else None


def find_titles(blocks: Sequence[Paragraph | Grid]) -> set[int]:
    """The blocks that are the document's title; a notice's title and that of the paper it sends both count."""
    first = next((i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and _may_be_title(b)), None)
    if first is None:
        return set()
    if any(_is_body(block) for block in blocks[:first]):
        styled = [i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.style_level == 0]
        return set(styled[:1])
    titles = _ended(blocks, first) or _named(blocks, first)
    inner = notice_title("".join(_text(blocks[i]) for i in sorted(titles)))
    return titles | _sent(blocks, max(titles), inner) if inner else titles


def find_second(blocks: Sequence[Paragraph | Grid], titles: set[int]) -> int | None:
    """The line that heads a second paper in the same file: below a date line, it ends in a paper's word, and a first
    number stands right below it; None where there is none. What stands below 附件 belongs to the first paper, as does
    the paper that a notice sends.
    """
    if not titles or notice_title("".join(_text(blocks[i]) for i in sorted(titles))):
        return None
    for i in range(max(titles) + 2, len(blocks) - 1):
        above, below = blocks[i - 1], blocks[i + 1]
        if LABEL_LINE.match(_text(above)):
            return None
        number = find_number(_text(below))
        if DATE_LINE.match(_text(above)) and ends_paper(_text(blocks[i])) and number and number.text == "一":
            return i
    return None


def ends_paper(text: str) -> bool:
    """Whether a line ends in the word that says what kind of paper it heads (要点, 报告, 通知 …).

    >>> ends_paper("江野医院2024年工作计划（试行）"), ends_paper("深入推进法治")
    (True, False)
    """
    bare = re.sub(r"(?:\s*[（(][^（()）]*[)）])+$", "", to_simplified(text)).rstrip("》〉 ")
    return bare.endswith(_words())


def names_body(text: str) -> bool:
    """Whether a line is nothing but the name of a body, by its ending.

    >>> names_body("穗野县农业局"), names_body("关于成立农业局"), names_body("资源保护")
    (True, False, False)
    """
    return _BODY_LINE.match(text) is not None


def _ended(blocks: Sequence[Paragraph | Grid], first: int) -> set[int]:
    """The lines up to the first that ends in a paper's word, from where the title begins; none where no line does."""
    end = first
    while end < len(blocks) and not _is_body(blocks[end]) and end < first + 12:
        if _joins(blocks, end) and ends_paper(_text(blocks[end])):
            break
        if _text(blocks[end]).endswith(("：", ":")):
            return set()  # those whom the paper is sent to: the title stands above them
        end += 1
    else:
        return set()
    if _is_larger(blocks[first], blocks[end]) and _YEAR.search(_text(blocks[first])):
        return {first}
    start = end
    while start > first and end - start < MOST_LINES - 1 and _joins(blocks, start - 1) and _same_look(blocks, start):
        start -= 1
    goes_on = _text(blocks[min(start + 1, end)]).startswith(("关于", "——"))
    if start < end and names_body(_text(blocks[start])) and not goes_on:
        start += 1  # the issuer on a line of its own above the title
    if not any(_is_title(blocks[i]) for i in range(start, end + 1)):
        return set()
    titles = set(range(start, end + 1))
    if end + 1 < len(blocks) and _SUBTITLE.fullmatch(_text(blocks[end + 1])):
        titles.add(end + 1)
    return titles | _continuation(blocks, max(titles))


def _named(blocks: Sequence[Paragraph | Grid], first: int) -> set[int]:
    """The first line that may be a title, or the next one where that one names a paper, with its continuation."""
    if _names_paper(blocks[first]) or first + 1 >= len(blocks) or not _names_paper(blocks[first + 1]):
        return {first} | _continuation(blocks, first)
    titles = {first + 1} | _continuation(blocks, first + 1)
    if "关于" in _text(blocks[first]) or _text(blocks[first + 1]).startswith("关于"):
        titles.add(first)  # the title's first line; else the issuer stands on a line of its own above it
    return titles


def _sent(blocks: Sequence[Paragraph | Grid], above: int, inner: str) -> set[int]:
    """The lines below a notice's title that print the title of the paper it sends, the issuer perhaps before it."""
    wanted = _squeeze(inner)
    found: set[int] = set()
    for i in range(above + 1, len(blocks)):
        joined = ""
        for end in range(i, min(i + MOST_LINES, len(blocks))):
            block = blocks[end]
            if not isinstance(block, Paragraph) or not block.text.strip() or len(joined) > len(wanted):
                break
            joined += _squeeze(block.text)
            before = joined.removesuffix(wanted) if joined.endswith(wanted) else None
            if before is not None and (not before or (len(before) <= LONGEST_PREFIX and _is_name(before))):
                found |= set(range(i, end + 1)) - found if not found or i > max(found) else set()
                break
    return found


def _is_name(text: str) -> bool:
    return re.search(r"[\d：:。，、《]|附件", text) is None


def _joins(blocks: Sequence[Paragraph | Grid], index: int) -> bool:
    """Whether a line may be part of a title: one that may be a title by itself, or the last word of one (方案)."""
    block = blocks[index]
    if not isinstance(block, Paragraph):
        return False
    return _may_be_title(block) or (_text(block) in _words() and index > 0 and _is_title(blocks[index - 1]))


def _same_look(blocks: Sequence[Paragraph | Grid], index: int) -> bool:
    one, other = blocks[index - 1], blocks[index]
    return (
        isinstance(one, Paragraph)
        and isinstance(other, Paragraph)
        and (one.size, one.bold, one.centred) == (other.size, other.bold, other.centred)
        and (one.style_level == 0) == (other.style_level == 0)
    )


def _is_larger(one: Paragraph | Grid, other: Paragraph | Grid) -> bool:
    sizes = [block.size or 0 if isinstance(block, Paragraph) else 0 for block in (one, other)]
    return sizes[0] > sizes[1] > 0


def _continuation(blocks: Sequence[Paragraph | Grid], first: int) -> set[int]:
    """The lines that carry a title on: a subtitle behind ——, or centred lines of the same size."""
    head = blocks[first]
    found: set[int] = set()
    for i in range(first + 1, min(first + MOST_LINES, len(blocks))):
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


def _names_paper(block: Paragraph | Grid) -> bool:
    """Whether a line may be a title and says what kind of paper it heads (要点, 报告 …)."""
    return _is_title(block) and any(word in _text(block) for word in _words())


def _is_title(block: Paragraph | Grid) -> bool:
    return isinstance(block, Paragraph) and _may_be_title(block)


def _may_be_title(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if paragraph.style_level == 0:
        return True
    return (
        4 <= len(text) <= LONGEST_TITLE
        and not re.search(r"[。；;，]", re.sub(r"《[^》]*(?:》|$)", "", text))
        and not text.endswith(("：", ":"))
        and find_number(text) is None
        and line_kind(text) is None
        and not any(p.search(text) for p in (DATE_LINE, _FILE_NUMBER, RED_HEAD, LABEL_LINE))
    )


def _is_body(block: Paragraph | Grid) -> bool:
    return isinstance(block, Grid) or "。" in block.text or find_number(block.text) is not None


@cache
def _words() -> tuple[str, ...]:
    return tuple(row["word"] for row in load("document_kinds.tsv", keys=("word", "kind")))


def _text(block: Paragraph | Grid) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else ""


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
