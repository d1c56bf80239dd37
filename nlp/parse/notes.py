"""Tell what a line of a plan is that stands below a task or below the whole text: notes, closing lines, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.numbers import find_number
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.titles import DATE_LINE

LONGEST_DUTY = 25  # characters of a sentence that says no more than who does a task and by when

NOTE = re.compile(r"[（(〔\[【](?=[^（()）]*(?:责任|牵头|负责|单位|部门|科室|完成时|配合))")
MARK = re.compile(  # in mid-line, behind what is to be done: 适配辅具，责任科室：康复科
    r"[，,；;\s]\s*(?:(?:责任|牵头|主办|主责|协办|配合|督办|分管|联系)(?:[^。，,；：:\s]{0,4}[位门室科处人方构村镇院会导])?"
    r"|(?:完成|办结|整改)?(?:时限|时间|期限|节点))\s*[:：]"
)
_NOTE_LINE = re.compile(r"(?:责任|牵头|主办|主责|协办|配合|完成|督办|分管|联系)[^。，：:]{0,8}[:：]")
_CLOSING_LINE = re.compile(
    r"附\s*件?\s*\d?\s*[:：]|附\s*件\s*[\d一二三四五]*$|(?:注|备注|说明)\s*\d?\s*[:：]|印\s*发\s*[:：]|抄\s*送|特此|专此"
    r"|联系(?:人|电话|方式)\s*(?:[:：]|$)|以上[^。]{0,12}请|[（(]此件|[（(]?共印\s*\d+\s*份|(?:校\s*对|打\s*字|印\s*数)\s*[:：]"
    r"|(?:以上|上述)[^。，：:由]{0,12}由[^。；]{1,40}(?:负责|牵头|落实|承办|督办|办理)。?$"
    r"|[^。，；：:]{2,40}?(?:\s+[\d〇○一二三四五六七八九]{4}年\S{1,8}日(?:\s*印\s*发)?|\d{4}年\d{1,2}月\d{1,2}日\s*印\s*发)$"
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


def is_note(text: str) -> bool:
    """Whether a text is nothing but notes of responsibility: brackets, marks with a colon, or who does it by when."""
    text = text.strip("。；; ")
    while text:
        if NOTE.match(text):
            text = text[closing(text, 0) :].strip("。；; ")
        else:
            told = len(text) <= LONGEST_DUTY and _WHO_WHEN.fullmatch(text) is not None
            return told or _NOTE_LINE.match(text) is not None
    return True


def is_signature(following: Sequence[Paragraph | Grid]) -> bool:
    """Whether lines sign a paper: short names down to a date, or one name that ends it."""
    for count, block in enumerate(following):
        text = block.text.strip() if isinstance(block, Paragraph) else ""
        if count and DATE_LINE.match(text):
            return True
        if not text or not _is_name(text) or find_number(text):
            return False
    return len(following) == 1


def closes(block: Paragraph | Grid) -> bool:
    """Whether a line stands below the text of a paper: a date, what is attached, whom to ask, who gets a copy."""
    text = block.text.strip() if isinstance(block, Paragraph) else ""
    return DATE_LINE.fullmatch(text) is not None or _CLOSING_LINE.match(text) is not None


def _is_name(text: str) -> bool:
    return len(text) <= 20 and not re.search("[。，；：、]", text)


def closing(text: str, start: int) -> int:
    """The position behind the bracket that closes the one at `start`; the text's end where none does."""
    depth = 0
    for i in range(start, len(text)):
        depth += text[i] in "（(〔[【"
        depth -= text[i] in "）)〕]】"
        if depth == 0:
            return i + 1
    return len(text)
