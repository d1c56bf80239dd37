"""Find what surrounds a plan's body: notice and introduction before it, signature, contacts and forms behind it."""

from __future__ import annotations

import re
from functools import cache

from nlp.extract.sentences import skip_bullets
from nlp.lexicon import load, load_patterns
from nlp.types import Document

LONGEST_SIGNATURE = 30  # characters of a line of the signature
LONGEST_LEAD_LINE = 12  # characters of an unnumbered line that heads what follows
MOST_SIGNERS = 4  # bodies that sign one paper
LAST_BLOCKS = 12  # a signature stands among the last blocks

_DATE_LINE = re.compile(
    r"(?:[^\d\s，。；：:、（(]{3,30}\s{1,20})?[（(]?\s*(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年.{1,8}[日号]\s*(?:印发)?\s*[)）]?"
)
_PRINTED = re.compile(r"^[^，。；]{4,40}日\s*印发$|^抄\s*送\s*[:：]")
_CONTACT = re.compile(r"\s*联\s*系\s*人\s*[:：]")
_ATTACHMENT = re.compile(r"(?:附\s*[件表录]|附)\s*[\d一二三四五六七八九十]{0,2}\s*(?:$|[:：.．]?\s*(?P<title>.{0,60}))")


def body_start(document: Document) -> int:
    """The index of the first block behind the last title: what stands before is the covering notice."""
    titles = [i for i, block in enumerate(document.blocks) if block.kind == "title"]
    return titles[-1] + 1 if titles else 0


def body_end(document: Document, *, start: int | None = None, end: int | None = None) -> int:
    """The index behind the last block of a paper's body: contacts, and a signature over a date line, are cut off.

    `start` and `end` bound the paper's blocks; without them it is the whole document behind its title.
    """
    start = body_start(document) if start is None else start
    last = end = len(document.blocks) if end is None else end
    for index in range(last - 1, max(last - LAST_BLOCKS, start), -1):
        block = document.blocks[index]
        if block.kind != "paragraph" or (block.number is not None and document.text_of(block).endswith(("。", "；"))):
            break
        if is_date_line(document, index) or _PRINTED.search(document.text_of(block)):
            end = index
            while end > start and is_label(document, end - 1):
                end -= 1
    while end > start and (is_foot(document, end - 1) or _is_contact(document, start, end - 1)):
        end -= 1
    return end


def first_ordered(document: Document, start: int, end: int) -> tuple[int, bool]:
    """The first heading's block, in a flat list the first numbered one; what stands above it introduces.

    False with it where a plan has neither, nor a table: then its first lead line or bullet, else its second paragraph.
    """
    flat = not any(heading.level <= 2 and start <= heading.block < end for heading in document.outline)
    for index in range(start, end):
        block = document.blocks[index]
        if block.kind == "heading" or (flat and block.number is not None):
            return index, True
    if document.kind != "plan" or any(start <= table.block < end for table in document.tables):
        return end, True
    for index in range(start, end):
        place = document.blocks[index].place
        if leads(document, index) or skip_bullets(document.text, place.start, place.end) > place.start:
            return index, False
    return start + 1, False


def leads(document: Document, index: int) -> bool:
    """Whether an unnumbered line heads what follows: it is short, without a sign, and a longer one stands below it."""
    block, line = document.blocks[index], lead_line(document, index)
    below = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
    return (
        block.kind == "paragraph"
        and block.number is None
        and 2 <= len(line) <= LONGEST_LEAD_LINE
        and re.search(r"[，。；：、\d]", line) is None
        and below is not None
        and below.kind == "paragraph"
        and len(lead_line(document, index + 1)) > len(line)
    )


def lead_line(document: Document, index: int) -> str:
    """The words of a line without bullets and colon."""
    place = document.blocks[index].place
    return document.text[skip_bullets(document.text, place.start, place.end) : place.end].strip().rstrip("：:")


def is_date_line(document: Document, index: int) -> bool:
    """Whether a line is a date, perhaps behind the name that signs."""
    return _DATE_LINE.fullmatch(document.text_of(document.blocks[index]).strip()) is not None


def is_signed(document: Document, index: int) -> bool:
    """Whether a line is a date, or one of the names over a date that ends a paper or stands above its attachments."""
    if is_date_line(document, index):
        return True
    for end in range(index, min(index + MOST_SIGNERS + 1, len(document.blocks))):
        if is_date_line(document, end):
            below = end + 1
            return below == len(document.blocks) or is_attachment_label(document, below) or is_foot(document, below)
        if not is_label(document, end):
            return False
    return False


def is_foot(document: Document, index: int) -> bool:
    """Whether a line only says how the paper was issued or whom to call: 抄送, 印发, 联系电话, （此件公开发布）."""
    block = document.blocks[index]
    return block.kind == "paragraph" and _foot().search(document.text_of(block).strip()) is not None


def _is_contact(document: Document, start: int, index: int) -> bool:
    """Whether a line names the paper's contact: the only 联系人 in it, as the items have none of their own."""
    block, text = document.blocks[index], document.text_of(document.blocks[index])
    if block.kind != "paragraph" or block.number is not None or _CONTACT.match(text) is None:
        return False
    others = (document.text_of(other) for other in document.blocks[start:index])
    return not any(_CONTACT.search(other) for other in others)


def is_attachment_label(document: Document, index: int) -> bool:
    """Whether a line begins an attachment: 附件1, or 附件：…."""
    block = document.blocks[index]
    text = document.text_of(block).strip()
    return block.kind in ("paragraph", "heading") and _ATTACHMENT.fullmatch(text) is not None


def attachment_holds_tasks(document: Document, index: int) -> bool | None:
    """Whether the attachment that begins at a block may hold tasks; None where the block begins none.

    A form, a list of names or of projects holds none; a table of tasks does.
    """
    if not is_attachment_label(document, index):
        return None
    match = _ATTACHMENT.fullmatch(document.text_of(document.blocks[index]).strip())
    title = ((match and match["title"]) or "").strip()
    if not title and index + 1 < len(document.blocks) and document.blocks[index + 1].kind != "table":
        title = document.text_of(document.blocks[index + 1]).strip()
    return not any(word in title for word in _form_words()) or any(word in title for word in _plan_words())


def is_attachment_title(document: Document, index: int) -> bool:
    """Whether a line is the title below a bare 附件1."""
    text = document.text_of(document.blocks[index]).strip()
    above = _ATTACHMENT.fullmatch(document.text_of(document.blocks[index - 1]).strip()) if index else None
    bare = above is not None and not (above["title"] or "").strip()
    return bare and document.blocks[index].number is None and re.search("[。；：]", text) is None


def is_label(document: Document, index: int) -> bool:
    """Whether a line is a bare name, as in a signature: short, unnumbered, without a stop."""
    block, text = document.blocks[index], document.text_of(document.blocks[index])
    return (
        block.kind == "paragraph"
        and block.number is None
        and len(text) <= LONGEST_SIGNATURE
        and not re.search("[。；，：]", text)
    )


@cache
def _form_words() -> frozenset[str]:
    return frozenset(row["word"] for row in load("attachments.tsv", keys=("word", "holds")) if row["holds"] == "form")


@cache
def _plan_words() -> frozenset[str]:
    return frozenset(row["word"] for row in load("attachments.tsv", keys=("word", "holds")) if row["holds"] == "tasks")


@cache
def _foot() -> re.Pattern[str]:
    return load_patterns("not_tasks.toml")["foot"]
