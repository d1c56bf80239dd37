"""Join the lines of a text that were broken at a width: printed lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

from nlp.parse.notes import closes, is_note
from nlp.parse.numbers import find_number
from nlp.parse.raw import Paragraph
from nlp.parse.titles import ends_paper

STOPS = tuple("。！？；：.!?;:”）)】》")
WIDEST = 160  # columns of a text that was broken
RAGGED = 0.6  # of the widest line: what a line has at least that was broken where it suited
RAGGED_WIDTHS = range(40, 101)  # columns of the widest line of a text that was broken where it suited
LEAST_TORN = 18  # characters of a line with clauses that seems to be cut though the text was not broken at a width
_ENDS = tuple("。；！？）")
_HANGING = re.compile(r"[，、,（(的和与及将把不]$|(?:不少于|不低于|不超过|达到|以及|按照|对于)$")
_REST = re.compile(r"[，、。；！？）》”]|[\u4e00-\u9fff][，、。；）]")  # what no paragraph begins with
_CUT = re.compile(r"[，、,（(]$|[0-9A-Za-z]$|[（(][^（()）]*$")


def unwrap(lines: Sequence[str]) -> list[str]:
    """Join lines that were broken at a fixed width, without their indents; those of a text that was not stay alone.

    An indented line begins a paragraph. Editors break at a number of columns (a Chinese character takes two), others at
    a number of characters: the measure by which more lines end at the margin is taken. A text that was broken at no
    margin shows it by its lines: few of those within an item end with a stop, some in mid-phrase. In any text a single
    line is joined that ends in mid-phrase, or has clauses and no end between two lines that have one.

    >>> unwrap(["总体要求", "围绕重大决策部署和重要指示批示精神，不折不扣贯彻党中央和", "省委、市委决策部署。"])
    ['总体要求', '围绕重大决策部署和重要指示批示精神，不折不扣贯彻党中央和省委、市委决策部署。']
    """
    columns, characters = [_width(line) for line in lines], [2 * len(line) for line in lines]
    sizes = max((columns, characters), key=_near)
    margin = max(sizes, default=0)
    if _near(sizes):
        return _join(lines, lambda i, _: _ends_at(lines[i].strip(), sizes[i], margin), find_number)
    if _is_ragged(lines, columns):
        least = RAGGED * max(columns)
        return _join(lines, lambda i, on: _goes_on(lines[i], columns[i], least, on=on), _begins)
    return _join(lines, lambda *_: False, _begins)


def _join(lines: Sequence[str], is_open: Callable[[int, bool], bool], begins: Callable[[str], object]) -> list[str]:
    """The lines, each that is open joined with the next unless that one is indented or begins anew.

    `is_open` is asked with a line's index and whether the line carries on the one above.
    """
    joined: list[str] = []
    open_ = False
    for i, printed in enumerate(lines):
        line = printed.strip()
        carries_on = open_ and bool(line) and printed[:1] not in (" ", "\u3000") and not begins(line)
        if carries_on:
            joined[-1] += (" " if re.search("[A-Za-z]$", joined[-1]) and line[:1].isascii() else "") + line
        else:
            joined.append(line)
        open_ = bool(line) and (is_open(i, carries_on) or _is_torn(lines, i))
    return joined


def _ends_at(line: str, size: int, margin: int) -> bool:
    return size >= margin - 4 and not (line.endswith(STOPS) and size < margin - 1)


def _near(sizes: Sequence[int]) -> int:
    """How many lines end at the margin; 0 where the text was not broken at one: few lines do, or it is very wide."""
    long = [size for size in sizes if size >= 40]
    if len(long) < 4 or max(sizes) > WIDEST:
        return 0
    near = sum(1 for size in long if size >= max(sizes) - 4)
    return near if near >= 4 and near >= 0.5 * len(long) else 0


def _is_ragged(lines: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a text with numbered items was broken at no fixed margin: several lines of an item end without a stop,
    some of them in mid-phrase, while the items themselves end with one.
    """
    if max(columns, default=0) not in RAGGED_WIDTHS:
        return False
    least = RAGGED * max(columns)
    broken: list[str] = []
    ends: list[str] = []
    inside = False
    for i, line in enumerate(lines):
        number = find_number(line.strip())
        inside = bool(line.strip()) and (inside or number is not None)
        last = i + 1 == len(lines) or not lines[i + 1].strip() or _begins(lines[i + 1].strip()) is not None
        on = inside and number is None and bool(broken) and lines[i - 1].strip() == broken[-1]
        if inside and not last and _goes_on(line, columns[i], least, on=on):
            broken.append(line.strip())
        elif inside and last and (number is None or columns[i] >= least):
            ends.append(line.strip())
    cut = sum(1 for line in broken if _CUT.search(line))
    stopped = sum(1 for line in ends if line.endswith(STOPS))
    return len(broken) >= 3 and cut >= max(2, 0.25 * len(broken)) and stopped >= 0.75 * len(ends)


def _goes_on(printed: str, columns: int, least: float, *, on: bool = False) -> bool:
    """Whether a line seems to end within a sentence: it is long, or carries another on, and has no stop at its end."""
    line = printed.strip()
    return (columns >= least or on) and not line.endswith(STOPS) and not ends_paper(line) and not is_note(line)


def _is_torn(lines: Sequence[str], index: int) -> bool:
    """Whether a line without a number is one sentence with the next: it hangs, or that one is the rest of a word, or
    it has clauses and no end, while the lines around it have one.
    """
    line, below = lines[index].strip(), lines[index + 1].strip() if index + 1 < len(lines) else ""
    above = lines[index - 1].strip() if index else ""
    if not line or not below or line.endswith(STOPS) or re.search(r"\s{2}|\t", line) or ends_paper(line):
        return False
    if find_number(line) or closes(Paragraph(line)) or any(map(is_note, re.split("[，,。；;]", line))):
        return False  # a line that says who does it is whole
    if _HANGING.search(line) or _REST.match(below):
        return True
    whole = not above or above.endswith(STOPS) or find_number(above) is not None
    return whole and len(line) >= LEAST_TORN and re.search("[，。]", line) is not None and below.endswith(_ENDS)


def _begins(line: str) -> object:
    """Whether a line begins a paragraph: by its number, or as a note or a line below the text."""
    return find_number(line) or is_note(line) or closes(Paragraph(line)) or None


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
