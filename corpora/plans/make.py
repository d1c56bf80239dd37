"""Make the Word plans from source/*.txt: `python corpora/plans/make.py`.

A source line is `# title`, `## heading`, `### heading`, `~ list item`, `> signature` or a paragraph; `⏎` is a line
break inside a paragraph. Headings and list items are numbered by Word itself, so 一、（一） and 1. are typed nowhere.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HERE = Path(__file__).parent
MADE = datetime(2024, 1, 2, 9, 0, 0)
STYLES = {"# ": "Title", "## ": "Heading 1", "### ": "Heading 2", "~ ": "List Number", "> ": "Normal"}
LEVELS = (("Heading1", "chineseCounting", "%1、"), ("Heading2", "chineseCounting", "（%2）"))


def add_numbering(document: docx.document.Document) -> None:
    """Link the heading styles to an automatic numbering 一、（一）."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style, kind, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for i, (style, _, _) in enumerate(LEVELS):
        level = f'<w:ilvl w:val="{i}"/>' if i else ""
        number = parse_xml(f'<w:numPr {nsdecls("w")}>{level}<w:numId w:val="90"/></w:numPr>')
        next(s for s in document.styles if s.style_id == style).element.get_or_add_pPr().append(number)


def write_docx(source: Path, out: Path) -> None:
    """One Word file from one source file; the same bytes on every run."""
    document = docx.Document()
    add_numbering(document)
    for line in source.read_text(encoding="utf-8").splitlines():
        mark = next((m for m in STYLES if line.startswith(m)), "")
        paragraph = document.add_paragraph(style=STYLES.get(mark, "Normal"))
        paragraph.add_run(line.removeprefix(mark).replace("⏎", "\n"))
        if mark == "> ":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.core_properties.created = document.core_properties.modified = MADE
    document.save(str(out))
    with zipfile.ZipFile(out) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    for path in sorted((HERE / "source").glob("p*.txt")):
        write_docx(path, HERE / f"{path.stem}.docx")
