"""Read one story of a Word document (body, note, text box): its element to paragraphs and grids in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.parse.docx.left import Left
from nlp.parse.docx.numbering_xml import find_number
from nlp.parse.docx.styles import Style, Styles, outline_level
from nlp.parse.docx.table import Blocks, read_table
from nlp.parse.docx.text import Line, TextReader
from nlp.parse.docx.xml import DROPPED, KEPT, W, has_any, switch_of, unwrap, value_of
from nlp.parse.numbering import Counters, ListDefinition, join_label
from nlp.parse.raw import Paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOT_READ = frozenset({f"{W}altChunk", f"{W}subDoc"})
_MARK_INSERTED = frozenset(KEPT)
_MARK_DELETED = frozenset(DROPPED)


@dataclass(slots=True)
class StoryReader:
    """Reads stories that share their styles, their running numbers and the counts of what was left out."""

    styles: Styles
    lists: Mapping[str, ListDefinition]
    left: Left
    text: TextReader = field(init=False)
    counters: Counters = field(init=False)

    def __post_init__(self) -> None:
        self.text = TextReader(self.styles, self.left)
        self.counters = Counters(self.lists)

    def read(self, container: Element) -> Blocks:
        """The container's paragraphs and tables in reading order; text boxes follow the paragraph they hang on.

        Empty paragraphs are left out. A paragraph whose mark was deleted runs on into the next one.
        """
        blocks: Blocks = []
        carried: list[Line] = []
        for element in unwrap(container):
            if element.tag == f"{W}p":
                lines = self._lines(element)
                if carried:
                    carried[-1].join(lines[0])
                    lines = carried + lines[1:]
                if self._mark_deleted(element):
                    carried = lines
                    continue
                carried = []
                blocks += self._paragraphs(element, lines)
                blocks += self._boxes()
            elif element.tag == f"{W}tbl":
                blocks += self._plain(carried)
                carried = []
                blocks += read_table(element, self.read, self.left)
            elif element.tag in _NOT_READ:
                self.left.objects += 1
        return blocks + self._plain(carried) + self._boxes()

    def _lines(self, paragraph: Element) -> list[Line]:
        return self.text.read(paragraph, self._style(paragraph.find(f"{W}pPr")))

    def _style(self, properties: Element | None) -> Style:
        return self.styles.paragraph(value_of(properties, "pStyle"))

    def _mark_deleted(self, paragraph: Element) -> bool:
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        self.left.changes += has_any(mark, _MARK_INSERTED)
        deleted = has_any(mark, _MARK_DELETED)
        self.left.changes += deleted
        return deleted

    def _paragraphs(self, paragraph: Element, lines: list[Line]) -> Blocks:
        properties = paragraph.find(f"{W}pPr")
        style = self._style(properties)
        texts = [(line.text, line) for line in lines]
        kept = [(text, line) for text, line in texts if text]
        number = find_number(properties, style, self.lists)
        label = ""
        if number is not None and (kept or not self._mark_hidden(properties)):
            label = self.counters.label(*number)
            kept = kept or [("", Line())]
        level = style.level
        outline = outline_level(properties)
        if outline is not None and level != 0:
            level = outline or None
        align = value_of(properties, "jc")
        centred = style.centred if align is None else align == "center"
        blocks: Blocks = []
        for index, (text, line) in enumerate(kept):
            numbered = index == 0 and bool(label)
            if numbered and number is not None:
                text = join_label(label, text, suffix=self.counters.suffix(*number))
            if text:
                bold = line.solid > 0 and line.bold == line.solid
                depth = number[1] if numbered and number is not None else None
                blocks.append(
                    Paragraph(text, style_level=level, number_level=depth, centred=centred, bold=bold, size=line.size)
                )
        return blocks

    def _mark_hidden(self, properties: Element | None) -> bool:
        mark = None if properties is None else properties.find(f"{W}rPr")
        return bool(switch_of(mark, "vanish"))

    def _plain(self, lines: list[Line]) -> Blocks:
        """Lines whose paragraph mark was deleted where no paragraph follows: text without a style of its own."""
        return [Paragraph(line.text, size=line.size) for line in lines if line.text]

    def _boxes(self) -> Blocks:
        blocks: Blocks = []
        boxes, self.text.boxes = self.text.boxes, []
        for box in boxes:
            blocks += self.read(box)
        return blocks
