"""How the workbook looks: column widths, cell formats, row heights from the text they hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal
from unicodedata import east_asian_width

from nlp.types import Light, Status

WIDTHS = {
    "number": 5,
    "id": 7,
    "workstream": 13,
    "measure": 13,
    "text": 38,
    "lead": 13,
    "support": 12,
    "supervise": 13,
    "deadline": 14,
    "target": 12,
    "status": 9,
    "timeliness": 9,
    "evidence": 44,
    "rejected": 44,
    "why": 18,
    "note": 9,
    "unit": 9,
    "file": 30,
    "place": 24,
    "problem": 46,
    "remedy": 46,
    "block": 7,
    "kind": 9,
    "level": 7,
    "content": 90,
    "page": 7,
    "statement": 12,
    "score": 10,
    "section": 34,
    "finding": 13,
    "words": 44,
    "change": 12,
    "new_text": 40,
    "old": 7,
    "old_text": 40,
    "details": 32,
    "day": 12,
    "weekday": 6,
    "short_deadline": 14,
    "owed_by": 16,
    "light": 6,
    "days_left": 7,
    "chance": 8,
    "undecided": 9,
    "work_types": 14,
    "changed": 11,
    "task_text": 38,
    "use": 9,
    "quote": 50,
    "source": 18,
    "reason": 14,
    "reviewed": 16,
    "act": 11,
    "remark": 24,
    "count": 7,
    "owes": 70,
    "old_act": 9,
    "lost": 32,
    "written": 20,
}
STATUS_COLOURS: dict[Status | Literal["absent"], tuple[str, str]] = {
    "covered": ("#17603A", "#E3F1E8"),
    "partial": ("#7A4B00", "#FBEFD7"),
    "none": ("#A01C1C", "#FBE4E2"),
    "absent": ("#767676", "#EFEFEF"),
}
LIGHT_COLOURS: dict[Light, tuple[str, str]] = {
    "red": ("#FFFFFF", "#B8403A"),
    "yellow": ("#3A2A00", "#F5C242"),
    "green": ("#17603A", "#E3F1E8"),
}
_LINE, _HIGHEST = 13.5, 409.0
_LEFT = (
    "text",
    "evidence",
    "rejected",
    "why",
    "content",
    "problem",
    "remedy",
    "section",
    "file",
    "place",
    "words",
    "new_text",
    "old_text",
    "details",
    "task_text",
    "quote",
    "remark",
    "owes",
    "lost",
)


class Styles:
    """The formats of one workbook; `of(column)` gives the one of a column."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
        plain |= {"border_color": "#9AA3AD"}
        centre = plain | {"align": "center"}
        self.text = book.add_format(plain | {"align": "left", "indent": 1})
        self.centre = book.add_format(centre)
        self.share = book.add_format(centre | {"num_format": "0.0%"})
        self.header = book.add_format(
            centre | {"font_name": "黑体", "bg_color": "#E8EDF3", "font_color": "#1C2B3A", "font_size": 10.5}
        )
        self.title = book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.note = book.add_format({"font_name": "宋体", "font_size": 10, "align": "center", "font_color": "#555555"})
        self.status = {
            status: book.add_format(centre | {"font_color": ink, "bg_color": paper, "bold": True})
            for status, (ink, paper) in STATUS_COLOURS.items()
        }
        self.light = {
            light: book.add_format(centre | {"font_color": ink, "bg_color": paper, "bold": True})
            for light, (ink, paper) in LIGHT_COLOURS.items()
        }
        self.percent = book.add_format(centre | {"num_format": "0.0%"})
        self.input = book.add_format(plain | {"align": "left", "bg_color": "#FFFBE6"})

    def of(self, column: str) -> Any:
        """The format of a column's cells: sentences to the left, the rest centred."""
        if column == "rate":
            return self.share
        if column == "chance":
            return self.percent
        return self.text if column in _LEFT else self.centre


def row_height(values: Sequence[object], widths: Sequence[int]) -> float:
    """Points that a row needs for its fullest cell; `widths` are Excel's, in digits of the default font.

    >>> row_height(["序号"], [9]), row_height(["七个字占十四格"], [9])
    (21.5, 35.0)
    """
    lines = max(_lines(str(value), width) for value, width in zip(values, widths, strict=True))
    return min(_HIGHEST, lines * _LINE + 8)


def _lines(text: str, width: int) -> int:
    room = width - 2  # the margins of the cell and the indent of its text
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
