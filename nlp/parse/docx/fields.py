"""Follow the fields of a Word document: their marks to whether text is shown, and to what stands for no result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.parse.docx.left import Left
from nlp.parse.docx.numerals import format_number
from nlp.parse.docx.symbols import read_symbol
from nlp.parse.docx.xml import W, int_of, switch_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_OPEN = 64
_ENCLOSED = re.compile(r"EQ\s*\\o\s*(?:\\a[clr]\s*)?\((?P<frame>[^,，]*)[,，](?P<inner>[^()]*)\)", re.IGNORECASE)
_SYMBOL = re.compile(r'SYMBOL\s+(?P<code>\d+)(?:.*?\\f\s*"?(?P<font>[^"\\]+))?', re.IGNORECASE)
_RINGS, _BOXES = frozenset("○〇◯◎"), frozenset("□◇◻☐")
_TICKS, _CROSSES = frozenset("√✓✔"), frozenset("×✗xX")


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, whether its result has begun, and whether any of it was shown."""

    form: Element | None = None
    code: list[str] = field(default_factory=list)
    begun: bool = False
    shown: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of the text, the outermost first."""

    left: Left
    _open: list[_Field] = field(default_factory=list)

    def show(self) -> bool:
        """Whether text that comes now is shown: it stands in the result of every field that is open."""
        if not all(one.begun for one in self._open):
            return False
        for one in self._open:
            one.shown = True
        return True

    def instruct(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self._open and not self._open[-1].begun:
            self._open[-1].code.append(text)

    def step(self, mark: Element) -> str:
        """Pass a fldChar; the end of a field gives what stands in its place where it had no result, else ""."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(_Field(mark.find(f"{W}ffData")))
        elif self._open and kind == "separate":
            self._open[-1].begun = True
        elif self._open and kind == "end":
            closed = self._open.pop()
            return "" if closed.shown else _stand_in(closed, self.left)
        return ""

    def end_paragraph(self) -> None:
        """End the instructions that are open, lest a broken field swallow the text; only so many can be open."""
        del self._open[MAX_OPEN:]
        for one in self._open:
            one.begun = True


def _stand_in(closed: _Field, left: Left) -> str:
    code = "".join(closed.code).strip()
    if closed.form is not None:
        return _form(closed.form)
    if found := _ENCLOSED.match(code):
        return _enclose(found["frame"].strip(), found["inner"].strip())
    if found := _SYMBOL.match(code):
        number = int(found["code"])
        return read_symbol((found["font"] or "").strip(), f"{number + 0xF000 if number < 256 else number:x}", left)
    left.symbols += code[:3].upper() == "EQ "
    return ""


def _form(form: Element) -> str:
    """What a box to tick or a list to choose from shows."""
    box = form.find(f"{W}checkBox")
    if box is not None:
        checked = switch_of(box, "checked")
        return "☑" if (switch_of(box, "default") if checked is None else checked) else "☐"
    choice = form.find(f"{W}ddList")
    if choice is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choice.iterfind(f"{W}listEntry")]
    chosen = int_of(value_of(choice, "result")) or int_of(value_of(choice, "default")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _enclose(frame: str, inner: str) -> str:
    r"""A sign with a frame around it, as Word's 带圈字符 makes it (`EQ \o\ac(○,3)`)."""
    if frame in _BOXES and inner in _TICKS | _CROSSES:
        return "☑" if inner in _TICKS else "☒"
    if frame in _RINGS and inner.isascii() and inner.isdecimal():
        return format_number(int(inner), "decimalEnclosedCircle")
    return inner or frame
