"""Read one story of a Word document (body, note, text box): its element to paragraphs and grids in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.parse.docx.adjoin import adjoin, column_widths, have_same_widths
from nlp.parse.docx.breaks import join_broken
from nlp.parse.docx.left import Left
from nlp.parse.docx.numbering_xml import find_number
from nlp.parse.docx.styles import Style, Styles, outline_level
from nlp.parse.docx.table import Blocks, read_table
from nlp.parse.docx.text import Line, TextReader
from nlp.parse.docx.xml import DROPPED, KEPT, W, has_any, switch_of, unwrap, value_of
from nlp.parse.numbering import Counters, ListDefinition, join_label
from nlp.parse.raw import Grid, Paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOT_READ = frozenset({f"{W}altChunk", f"{W}subDoc"})


@dataclass(slots=True)
class StoryReader:
    """Reads stories that share their styles, their running numbers and the counts of what was left out."""

    styles: Styles
    lists: Mapping[str, ListDefinition]
    left: Left
    inside: int = 0  # how many tables the reading is inside of
    text: TextReader = field(init=False)
    counters: Counters = field(init=False)

    def __post_init__(self) -> None:
        self.text = TextReader(self.styles, self.left)
        self.counters = Counters(self.lists)

    def read(self, container: Element) -> Blocks:
        """The container's paragraphs and tables in reading order; text boxes follow the paragraph they hang on.

        Empty paragraphs are left out. A paragraph whose mark was deleted runs on into the next one and becomes part
        of it; one whose mark is hidden, as at a style separator, takes the next one in. Tables
        with nothing written between them are joined where the lower one has no header of its own.
        """
        blocks: Blocks = []
        carried: list[Line] = []
        table: tuple[int, tuple[int, ...]] = (0, ())  # how many blocks there were behind the last one, its widths
        owner: Element | None = None  # of what is carried: the paragraph whose properties hold
        for element in unwrap(container):
            if element.tag == f"{W}p":
                lines = self._lines(element)
                if carried:
                    carried[-1].join(lines[0])
                    lines = carried + lines[1:]
                deleted = self._mark_deleted(element)
                hidden = not deleted and self._mark_hidden(element.find(f"{W}pPr"))
                if deleted or (hidden and any(line.text for line in lines)):
                    carried = lines
                    owner = element if owner is None and hidden else owner
                    continue
                blocks += self._paragraphs(element if owner is None else owner, lines)
                blocks += self._boxes()
                carried, owner = [], None
            elif element.tag == f"{W}tbl":
                blocks += self._rest(owner, carried)
                carried, owner = [], None
                read, widths = read_table(element, self._read_cell, self.left), column_widths(element)
                if table[0] != len(blocks) or not have_same_widths(table[1], widths) or not _join(blocks, read):
                    blocks += read
                table = (len(blocks), widths)
            elif element.tag in _NOT_READ:
                self.left.objects += 1
        return blocks + self._rest(owner, carried) + self._boxes()

    def _read_cell(self, cell: Element) -> Blocks:
        """The blocks of a cell, in which every break ends a line: lists of names are set like that."""
        self.inside += 1
        try:
            return self.read(cell)
        finally:
            self.inside -= 1

    def _lines(self, paragraph: Element) -> list[Line]:
        return self.text.read(paragraph, self._style(paragraph.find(f"{W}pPr")))

    def _style(self, properties: Element | None) -> Style:
        return self.styles.paragraph(value_of(properties, "pStyle"))

    def _mark_deleted(self, paragraph: Element) -> bool:
        """Whether the paragraph's mark was deleted; a change that goes on from the text before it is counted once."""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None:
            return False
        last = paragraph[-1].tag
        if mark.find(f"{W}ins") is not None and last not in KEPT:
            self.left.insertions += 1
        if mark.find(f"{W}del") is not None and last not in DROPPED:
            self.left.deletions += 1
        return has_any(mark, DROPPED)

    def _paragraphs(self, paragraph: Element, lines: list[Line]) -> Blocks:
        properties = paragraph.find(f"{W}pPr")
        style = self._style(properties)
        align = value_of(properties, "jc")
        centred = style.centred if align is None else align == "center"
        if len(lines) > 1 and not self.inside:
            lines = join_broken(lines, centred=centred)
        kept = [(text, line) for line in lines if (text := line.text)]
        number = find_number(properties, style, self.lists)
        label = ""
        if number is not None and (kept or not self._mark_hidden(properties)):
            label = self.counters.label(*number)
            kept = kept or [("", Line())]
        level = style.level
        outline = outline_level(properties)
        if outline is not None and level != 0:
            level = outline or None
        blocks: Blocks = []
        for index, (text, line) in enumerate(kept):
            numbered = index == 0 and bool(label)
            if numbered and number is not None:
                text = join_label(label, text, suffix=self.counters.suffix(*number))
            if text:
                bold, size = line.look
                depth = number[1] if numbered and number is not None else None
                blocks.append(
                    Paragraph(text, style_level=level, number_level=depth, centred=centred, bold=bold, size=size)
                )
        return blocks

    def _mark_hidden(self, properties: Element | None) -> bool:
        mark = None if properties is None else properties.find(f"{W}rPr")
        return bool(switch_of(mark, "vanish"))

    def _rest(self, owner: Element | None, lines: list[Line]) -> Blocks:
        """Lines that were to run on where no paragraph follows: without an owner, text without a style of its own."""
        if owner is not None:
            return self._paragraphs(owner, lines)
        return [Paragraph(line.text, size=line.size) for line in lines if line.text]

    def _boxes(self) -> Blocks:
        blocks: Blocks = []
        boxes, self.text.boxes = self.text.boxes, []
        for box in boxes:
            blocks += self.read(box)
        return blocks


def _join(blocks: Blocks, read: Blocks) -> bool:
    """Join a table that was read to the one that `blocks` end with; whether it could be."""
    if len(read) != 1 or not blocks:
        return False
    above, below = blocks[-1], read[0]
    joined = adjoin(above, below) if isinstance(above, Grid) and isinstance(below, Grid) else None
    if joined is not None:
        blocks[-1] = joined
    return joined is not None
