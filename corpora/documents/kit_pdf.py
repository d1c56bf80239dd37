"""Draw PDFs with an embedded subset of Noto Serif CJK SC: lines, wrapped paragraphs and ruled tables to bytes."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Sequence
from zlib import crc32

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT, FAMILY = "Plan", "Noto Serif CJK SC"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, SIZE, LEADING = 80.0, WIDTH - 80.0, HEIGHT - 90.0, 14.0, 26.0
NOT_FIRST = "，。、；：！？”）》"


def font_bytes(characters: str, name: str) -> bytes:
    """This machine's font cut down to `characters` and called `name`, with the outlines that reportlab can embed."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont as Source

    found = subprocess.run(["fc-match", "-f", "%{file}|%{index}", FAMILY], capture_output=True, text=True, check=True)
    path, index = found.stdout.split("|")
    source = Source(path, fontNumber=int(index))
    glyphs, names = source.getGlyphSet(), source.getBestCmap()
    wanted = {ord(c): names[ord(c)] for c in sorted(set(characters) | {" "}) if ord(c) in names}
    order = [".notdef", *dict.fromkeys(wanted.values())]
    outlines = {}
    for glyph in order:
        pen = TTGlyphPen(None)
        glyphs[glyph].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[glyph] = pen.glyph()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(wanted)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({glyph: (glyphs[glyph].width, 0) for glyph in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


class _Texts(Canvas):  # type: ignore[misc]
    """A canvas that only notes which characters are drawn."""

    seen = ""

    def drawString(self, _x: float, _y: float, text: str) -> None:  # noqa: N802
        self.seen += text


class Paper:
    """One PDF as it is drawn; `y` is where the next line goes. Lengths are points from the lower left corner."""

    def __init__(self, canvas: Canvas, font: str = "") -> None:
        self.canvas, self.font, self.y, self.page = canvas, font, TOP, 1

    def line(self, text: str, x: float = LEFT, *, y: float | None = None, size: float = SIZE) -> None:
        """One line of text at `y`, or below the last one."""
        if isinstance(self.canvas, _Texts):
            self.canvas.drawString(x, 0, text)
            return
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.y if y is None else y, text)
        if y is None:
            self.y -= LEADING

    def title(self, text: str) -> None:
        """A centred large line."""
        self.line(text, (WIDTH - 22.0 * _wide(text)) / 2, size=22.0)
        self.y -= 14.0

    def text(self, text: str, *, indent: bool = True, x: float = LEFT, right: float = RIGHT, low: float = 90.0) -> None:
        """A paragraph wrapped between `x` and `right`; it goes on on a new page below `low`."""
        row, left = "", x + 2 * SIZE * indent
        for char in text:
            if left + SIZE * _wide(row + char) > right + 0.1 and char not in NOT_FIRST:
                self._row(row, left, low)
                row, left = "", x
            row += char
        self._row(row, left, low)

    def _row(self, row: str, x: float, low: float) -> None:
        if self.y < low:
            self.next_page()
        self.line(row, x)

    def next_page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()
        self.y, self.page = TOP, self.page + 1

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[str | None]],
        *,
        upright: bool = True,
        open_end: bool = False,
    ) -> None:
        """A ruled table; "^" continues the cell above, "<" the cell to the left, None is a blank cell.

        Without `upright` only the rulings across are drawn; `open_end` leaves out the last one.
        """
        edges = [LEFT + sum(widths[:i]) for i in range(len(widths) + 1)]
        lines = [[_fold(c or "", widths[j] * (1 + _spread(row, j))) for j, c in enumerate(row)] for row in rows]
        tops = [self.y]
        for row in lines:
            tops.append(tops[-1] - 20.0 * max(map(len, row)) - 8.0)
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                if text != "^":
                    self.canvas.line(edges[j], tops[i], edges[j + 1], tops[i])
                if upright and text != "<":
                    self.canvas.line(edges[j], tops[i], edges[j], tops[i + 1])
                if text not in ("^", "<", None):
                    for k, part in enumerate(lines[i][j]):
                        self.line(part, edges[j] + 4.0, y=tops[i] - 18.0 - 20.0 * k, size=12.0)
            if upright:
                self.canvas.line(edges[-1], tops[i], edges[-1], tops[i + 1])
        if not open_end:
            self.canvas.line(edges[0], tops[-1], edges[-1], tops[-1])
        self.y = tops[-1] - LEADING


def pdf(draw: Callable[[Paper], None]) -> bytes:
    """The PDF that `draw` draws, with the font cut down to its characters; the same bytes on every run."""
    seen = _Texts(io.BytesIO())
    draw(Paper(seen))
    characters = "".join(sorted(set(seen.seen)))
    font = f"{FONT}{crc32(characters.encode()):08x}"  # reportlab keeps the first font of a name
    pdfmetrics.registerFont(TTFont(font, io.BytesIO(font_bytes(characters, font))))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    draw(Paper(canvas, font))
    canvas.save()
    return out.getvalue()


def _wide(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _fold(text: str, width: float) -> list[str]:
    room, rows = int((width - 8.0) / 12.0 * 2), [""]
    for char in text:
        if 2 * _wide(rows[-1] + char) > room:
            rows.append("")
        rows[-1] += char
    return rows


def _spread(row: Sequence[str | None], column: int) -> int:
    count = 0
    while column + count + 1 < len(row) and row[column + count + 1] == "<":
        count += 1
    return count
