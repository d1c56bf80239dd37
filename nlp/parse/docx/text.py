"""Read the runs of one Word paragraph: its element to lines of text with their look, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.parse.docx.drawing import read_drawing
from nlp.parse.docx.fields import Fields
from nlp.parse.docx.left import Left
from nlp.parse.docx.styles import Style, Styles, points_of
from nlp.parse.docx.symbols import read_letters, read_symbol
from nlp.parse.docx.xml import (
    ALTERNATIVES,
    DROPPED,
    KEPT,
    WRAPPERS,
    M,
    W,
    alternative_of,
    has_any,
    is_placeholder,
    switch_of,
    value_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
_BREAKS = frozenset({f"{W}br", f"{W}cr"})
_TEXTS = frozenset({f"{W}t", f"{M}t"})
_GRAPHICS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_PAGE = frozenset({"page", "column"})
_DESCENDED = (
    WRAPPERS
    | KEPT
    | {f"{W}{name}" for name in ("hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase")}
    | {f"{M}oMathPara"}
)
_CONTENT = frozenset({f"{W}r", f"{W}hyperlink", f"{W}fldSimple", f"{M}oMath"}) | WRAPPERS
_Look = tuple[bool, bool, float]  # hidden, bold, size in points
_WHITE = str.maketrans(dict.fromkeys("\r\n\t\v\f\x85\u2028\u2029", " "))


@dataclass(slots=True)
class Line:
    """One line of a paragraph while it is read: pieces of text, and how many characters have which look.

    `hard` is True for a line behind the break of a page or column.
    """

    pieces: list[str] = field(default_factory=list)
    sizes: dict[float, int] = field(default_factory=dict)
    bold: int = 0
    solid: int = 0
    hard: bool = False

    @property
    def text(self) -> str:
        """The line without white space at its ends."""
        return "".join(self.pieces).translate(_WHITE).strip()

    @property
    def size(self) -> float | None:
        """The size in points of the largest share of the text."""
        return max(self.sizes, key=self.sizes.__getitem__, default=None)

    @property
    def look(self) -> tuple[bool, float | None]:
        """Whether all of it is bold, and its size."""
        return self.solid > 0 and self.bold == self.solid, self.size

    def add(self, text: str, bold: bool, size: float) -> None:
        """Append text of one look; white space has no say in the look."""
        self.pieces.append(text)
        weight = len("".join(text.split()))
        if weight:
            self.solid += weight
            self.bold += weight if bold else 0
            self.sizes[size] = self.sizes.get(size, 0) + weight

    def join(self, other: Line) -> None:
        """Append another line, as when the mark between two paragraphs was deleted."""
        self.pieces += other.pieces
        self._take_look(other)

    def go_on(self, other: Line) -> None:
        """Append a line that a break cut off: Chinese words without a space, Latin ones with one."""
        from nlp.parse.pdf.wrap import glue

        self.pieces = [glue(self.text, other.text)]
        self._take_look(other)

    def _take_look(self, other: Line) -> None:
        self.bold += other.bold
        self.solid += other.solid
        for size, weight in other.sizes.items():
            self.sizes[size] = self.sizes.get(size, 0) + weight


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs one after another; remembers open fields, and the boxes and notes that it passed.

    `boxes` gathers the contents of text boxes and `notes` the (part, id) of note references until the caller takes
    them.
    """

    styles: Styles
    left: Left
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fields: Fields = field(init=False)

    def __post_init__(self) -> None:
        self.fields = Fields(self.left)

    def read(self, paragraph: Element, style: Style) -> list[Line]:
        """The lines of a paragraph with all changes accepted; a break starts a new line, even an empty one."""
        lines = [Line()]
        self._inline(paragraph, style, lines)
        self.fields.end_paragraph()
        return lines

    def _inline(self, parent: Element, style: Style, lines: list[Line]) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, style, lines)
            elif tag in _DESCENDED:
                if tag in KEPT and has_any(child, _CONTENT):
                    self.left.change(tag)
                if not is_placeholder(child):
                    self._inline(child, style, lines)
            elif tag in DROPPED:
                if has_any(child, _CONTENT):
                    self.left.change(tag)
            elif tag == ALTERNATIVES:
                branch = alternative_of(child)
                if branch is not None:
                    self._inline(branch, style, lines)
            elif tag == f"{M}oMath":
                text = "".join(node.text or "" for node in child.iter(f"{M}t", f"{W}t"))
                self._add(text, self._look(None, style), lines)

    def _run(self, run: Element, style: Style, lines: list[Line]) -> None:
        properties = run.find(f"{W}rPr")
        self._content(run, self._look(properties, style), _font(properties), style, lines)

    def _content(self, parent: Element, look: _Look, font: str | None, style: Style, lines: list[Line]) -> None:
        for child in parent:
            tag = child.tag
            if tag in _TEXTS:
                text = (child.text or "") if not len(child) else "".join(str(piece) for piece in child.itertext())
                self._add(read_letters(text, font, self.left), look, lines)
            elif tag in _SIGNS:
                self._add(_SIGNS[tag], look, lines)
            elif tag in _BREAKS:
                lines.append(Line(hard=child.get(f"{W}type") in _PAGE))
            elif tag == f"{W}fldChar":
                self._add(self.fields.step(child), look, lines)
            elif tag == f"{W}instrText":
                self.fields.instruct(child.text or "")
            elif tag in _GRAPHICS:
                read_drawing(child, self.left, self.boxes)
            elif tag == f"{W}sym":
                self._add(read_symbol(child.get(f"{W}font"), child.get(f"{W}char"), self.left), look, lines)
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
                if child.get(f"{W}customMarkFollows") not in (None, "0", "false", "off"):
                    break  # what is left of the run is the mark itself
            elif tag == ALTERNATIVES:
                branch = alternative_of(child)
                if branch is not None:
                    self._content(branch, look, font, style, lines)
            elif tag == f"{W}ruby":
                self._inline(child, style, lines)

    def _add(self, text: str, look: _Look, lines: list[Line]) -> None:
        hidden, bold, size = look
        if not text or not self.fields.show():
            return
        if hidden:
            self.left.hidden += len(text.strip())
        else:
            lines[-1].add(text, bold, size)

    def _look(self, properties: Element | None, style: Style) -> _Look:
        """Hidden, bold and size of a run: what it says itself, else its character style, else its paragraph's style.

        Bold in a character style turns bold of the paragraph style off, as Word does (ECMA-376 part 1, 17.7.3).
        """
        hidden = bold = size = character = None
        if properties is not None:
            hidden, bold = switch_of(properties, "vanish"), switch_of(properties, "b")
            size = points_of(value_of(properties, "sz"))
            character = self.styles.run(value_of(properties, "rStyle"))
        of_character = character or Style()
        if hidden is None:
            hidden = style.hidden or of_character.hidden
        if bold is None:
            bold = bool(style.bold) != bool(of_character.bold) or self.styles.bold
        return hidden, bold, size or of_character.size or style.size or self.styles.size


def _font(properties: Element | None) -> str | None:
    """The font that a run is set in by its own properties; None where unsaid."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")
