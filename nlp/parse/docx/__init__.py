"""Read a .docx into paragraphs and grids in reading order, as Word would show them with all changes accepted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nlp.parse.docx.left import Left
from nlp.parse.docx.numbering_xml import read_lists
from nlp.parse.docx.package import Parts, open_docx
from nlp.parse.docx.story import StoryReader
from nlp.parse.docx.styles import read_styles
from nlp.parse.docx.table import Blocks
from nlp.parse.docx.xml import W
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Grid, Paragraph, Raw

NOTE = "注："
MOVES = (f"{W}moveFromRangeStart", f"{W}moveToRangeStart")


def read_docx(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:
    """Read a Word document.

    Automatic numbers stand in front of their paragraphs; text boxes follow the paragraph they hang on, footnotes and
    endnotes the whole text, each behind 注：. Headers, footers, comments and field codes are left out. Hidden text,
    tracked changes, large pictures, embedded objects and signs that no one knows are counted in the warnings,
    damaged parts beside the text named.

    Raises InputError for a file that cannot be read or goes beyond `limits`, with the reason in one line.

    >>> import docx, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     document = docx.Document()
    ...     _ = document.add_paragraph("一、总体要求")
    ...     document.save(Path(folder, "plan.docx"))
    ...     read_docx(Path(folder, "plan.docx")).blocks[0].text
    '一、总体要求'
    """
    left = Left()
    parts = open_docx(path, limits=limits)
    left.broken = parts.broken
    blocks = _read_parts(parts, left)
    return Raw("docx", tuple(blocks), warnings=left.warnings(path.name))


def _read_parts(parts: Parts, left: Left) -> Blocks:
    styles = read_styles(parts.styles)
    reader = StoryReader(styles, read_lists(parts.numbering, styles), left)
    left.moves |= {move.get(f"{W}name", "") for move in parts.document.iter(*MOVES)}
    body = parts.document.find(f"{W}body")
    blocks: Blocks = [] if body is None else reader.read(body)
    notes = {
        (name, note.get(f"{W}id", "")): note
        for name, root in (("footnotes", parts.footnotes), ("endnotes", parts.endnotes))
        if root is not None
        for note in root
    }
    for reference in dict.fromkeys(reader.text.notes):
        if reference in notes:
            blocks += [_mark_note(block) for block in reader.read(notes[reference])]
    return blocks


def _mark_note(block: Paragraph | Grid) -> Paragraph | Grid:
    """A note's paragraph with a mark in front, in place of its printed number: it is about the text, not part of it."""
    return replace(block, text=NOTE + block.text) if isinstance(block, Paragraph) else block
