"""Read a .docx into paragraphs and grids in reading order, as Word would show them with all changes accepted."""

from __future__ import annotations

from pathlib import Path

from nlp.errors import InputError
from nlp.parse.docx.left import Left
from nlp.parse.docx.numbering_xml import read_lists
from nlp.parse.docx.package import Parts, open_docx
from nlp.parse.docx.story import StoryReader
from nlp.parse.docx.styles import read_styles
from nlp.parse.docx.table import Blocks
from nlp.parse.docx.xml import W
from nlp.parse.raw import Raw


def read_docx(path: Path) -> Raw:
    """Read a Word document.

    Automatic numbers stand in front of their paragraphs; text boxes follow the paragraph they hang on, footnotes and
    endnotes the whole text. Headers, footers, comments and field codes are left out. Hidden text, tracked changes,
    large pictures and embedded objects are counted in the warnings.

    Raises InputError for a file that cannot be read, with the reason in one line.

    >>> import docx, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     document = docx.Document()
    ...     _ = document.add_paragraph("一、总体要求")
    ...     document.save(Path(folder, "plan.docx"))
    ...     read_docx(Path(folder, "plan.docx")).blocks[0].text
    '一、总体要求'
    """
    parts = open_docx(path)
    left = Left()
    try:
        blocks = _read_parts(parts, left)
    except RecursionError:
        raise InputError(path.name, "its parts are nested too deeply", "open it in Word and save it again") from None
    return Raw("docx", tuple(blocks), warnings=left.warnings(path.name))


def _read_parts(parts: Parts, left: Left) -> Blocks:
    styles = read_styles(parts.styles)
    reader = StoryReader(styles, read_lists(parts.numbering, styles), left)
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
            blocks += reader.read(notes[reference])
    return blocks
