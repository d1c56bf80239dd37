"""Decide what a line break inside a Word paragraph is: the end of a line, or a cut through its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.parse.docx.text import Line

LONGEST_HEAD = 20  # characters of a line that can be a heading without an end mark
_DATE = re.compile(
    r"[〇○零一二三四五六七八九十\d]{4}年[一二三四五六七八九十\d]{1,2}月(?:[一二三四五六七八九十\d]{1,3}日)?"
)
_LABEL = re.compile(r"[^，。；：:、\d]{2,10}[：:]")
_STOP = re.compile(r"[，。；：、！？,;:!?]")
_NOTE_END = re.compile(r"[（(\[【][^（()）]*[：:][^（()）]*[)）\]】]$")
_MARK = re.compile(r"[（(【\[〔]|——")


def join_broken(lines: Sequence[Line], *, centred: bool = False) -> list[Line]:
    """The lines of a paragraph, those joined that a break cut in the middle; empty ones go.

    A break ends a line behind an end mark or a heading, before a number, a label (责任单位：) or a date, where the look
    changes, and where an empty line, the end of a page or of a column stands between. In a `centred` title a bracket
    or a dash begins a line too. A line that looks like a heading and ends inside a word is none.

    >>> def read(*texts: str) -> list[str]:
    ...     lines = [Line([text]) for text in texts]
    ...     return [line.text for line in join_broken(lines)]
    >>> read("三、培训通讯", "员30名。", "四、编印简报", "每月一期。")
    ['三、培训通讯员30名。', '四、编印简报', '每月一期。']
    """
    joined: list[Line] = []
    apart = False  # whether an empty line or the end of a page stands between
    for line in lines:
        apart = apart or line.hard or not line.text
        if not line.text:
            continue
        if joined and not apart and not _ends(joined[-1], line, centred):
            joined[-1].go_on(line)
        else:
            joined.append(line)
        apart = False
    return joined or list(lines[:1])


def _ends(above: Line, below: Line, centred: bool) -> bool:
    """Whether the break between two lines that hold text ends the upper one."""
    from nlp.parse.pdf.wrap import is_ended, is_open, patterns

    before, after = above.text, below.text
    if is_open(before):
        return False
    if is_ended(before) or _NOTE_END.search(before) or patterns()["start"].match(after):
        return True
    if _DATE.fullmatch(after) or (_LABEL.match(after) and (_LABEL.match(before) or _is_mark(after))):
        return True
    if centred and _MARK.match(after):
        return True
    head = above.look != below.look or (not centred and _is_numbered(before))
    return head and _is_short(before) and not _cuts_word(before, after)


def _is_numbered(text: str) -> bool:
    from nlp.parse.numbers import find_number

    return find_number(text) is not None


def _is_short(text: str) -> bool:
    """Whether a line is a heading by its length: no stop behind its number."""
    from nlp.parse.numbers import find_number

    number = find_number(text)
    title = text[number.end :] if number else text
    return 0 < len(title) <= LONGEST_HEAD and not _STOP.search(title)


def _is_mark(text: str) -> bool:
    """Whether a line begins with a mark of responsibility or time, as 责任单位： and 完成时限： are."""
    from nlp.lexicon import load

    label = re.split("[：:]", text, maxsplit=1)[0]
    return any(label.startswith(row["mark"]) for row in load("party_marks.tsv", keys=("mark", "role", "form")))


def _cuts_word(before: str, after: str) -> bool:
    """Whether a word of the dictionary begins on the upper line and ends on the lower one."""
    import jieba

    jieba.setLogLevel(30)
    place = 0
    for word in jieba.cut(before[-8:] + after[:8]):
        place += len(word)
        if place >= len(before[-8:]):
            return place > len(before[-8:])
    return False
