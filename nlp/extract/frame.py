"""Find what surrounds a plan's body: the covering notice before it, the signature and the forms behind it."""

from __future__ import annotations

import re
from functools import cache

from nlp.lexicon import load
from nlp.types import Block, Document

LONGEST_SIGNATURE = 30  # characters of a line of the signature
LAST_BLOCKS = 12  # a signature stands among the last blocks

_DATE_LINE = re.compile(
    r"(?:[^\d\s，。；：:、（(]{3,30}\s{1,20})?[（(]?\s*(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年.{1,8}[日号]\s*(?:印发)?\s*[)）]?"
)
_PRINTED = re.compile(r"^[^，。；]{4,40}日\s*印发$|^抄\s*送\s*[:：]")
_ATTACHMENT = re.compile(r"(?:附\s*[件表录]|附)\s*[\d一二三四五六七八九十]{0,2}\s*(?:$|[:：.．]?\s*(?P<title>.{0,60}))")


def body_start(document: Document) -> int:
    """The index of the first block behind the last title: what stands before is the covering notice."""
    titles = [i for i, block in enumerate(document.blocks) if block.kind == "title"]
    return titles[-1] + 1 if titles else 0


def body_end(document: Document) -> int:
    """The index behind the last block of the plan's body: a signature over a date line is cut off."""
    end = len(document.blocks)
    for index in range(len(document.blocks) - 1, max(len(document.blocks) - LAST_BLOCKS, body_start(document)), -1):
        block = document.blocks[index]
        if block.kind != "paragraph":
            break
        if _DATE_LINE.fullmatch(document.text_of(block).strip()) or _PRINTED.search(document.text_of(block)):
            end = index
            while end > 0 and _is_label(document, document.blocks[end - 1]):
                end -= 1
    return end


def attachment_holds_tasks(document: Document, index: int) -> bool | None:
    """Whether the attachment that begins at a block may hold tasks; None where the block begins none.

    A form, a list of names or of projects holds none; a table of tasks does.
    """
    block = document.blocks[index]
    text = document.text_of(block).strip()
    match = _ATTACHMENT.fullmatch(text) if block.kind in ("paragraph", "heading") else None
    if match is None:
        return None
    title = (match["title"] or "").strip()
    if not title and index + 1 < len(document.blocks) and document.blocks[index + 1].kind != "table":
        title = document.text_of(document.blocks[index + 1]).strip()
    return not any(word in title for word in _form_words()) or any(word in title for word in _plan_words())


def is_attachment_title(document: Document, index: int) -> bool:
    """Whether a line is the title below a bare 附件1."""
    text = document.text_of(document.blocks[index]).strip()
    above = _ATTACHMENT.fullmatch(document.text_of(document.blocks[index - 1]).strip()) if index else None
    bare = above is not None and not (above["title"] or "").strip()
    return bare and document.blocks[index].number is None and re.search("[。；：]", text) is None


def _is_label(document: Document, block: Block) -> bool:
    """Whether a line is a bare name, as in a signature: short, unnumbered, without a stop."""
    text = document.text_of(block)
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
