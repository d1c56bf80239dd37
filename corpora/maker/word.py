"""Write a Word file, or a PDF by way of one: keys and blocks of a source to a document.

PDFs are Word files converted by LibreOffice (`soffice`) with the font Noto Serif CJK SC.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from . import labels
from .archive import MADE, fix
from .source import Block, spans

FONT = "Noto Serif CJK SC"
STYLES = {"#": "Title", "##": "Heading 1", "###": "Heading 2", "-": "List Bullet", "~": "List Number"}
COUNTED = 90  # the id of the numbering that counts rows, less the number of the table
HEADINGS = ("Heading1", "chineseCounting", "%1、"), ("Heading2", "chineseCounting", "（%2）")
ROWS = (("", "decimal", "%1"),)


def write_docx(keys: dict[str, str], blocks: list[Block], out: Path) -> None:
    """Write one Word file, the same bytes on every run."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    if keys.get("page") == "landscape":
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(2)
    _set_styles(document)
    look = keys.get("look", "styles")
    if look == "numbered":
        _number_headings(document)
    for mark, content in blocks:
        if mark == "%":
            _add_table(document, *content, repeat=keys.get("header") == "repeat")
        elif mark == "---":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif not mark.startswith("@"):
            _add_paragraph(document, mark, content, look)
    facts = document.core_properties
    facts.author, facts.title, facts.comments = keys.get("issuer", ""), "", ""
    facts.created = facts.modified = MADE
    document.save(out)
    fix(out)


def write_pdf(keys: dict[str, str], blocks: list[Block], out: Path) -> None:
    """Write one PDF through LibreOffice, with a home of its own so that no user setting counts."""
    with tempfile.TemporaryDirectory() as folder:
        write_docx(keys, blocks, Path(folder) / f"{out.stem}.docx")
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/{out.stem}.docx"]
        subprocess.run(command, env=os.environ | {"HOME": folder}, check=True, capture_output=True, timeout=300)
        made = (Path(folder) / out.name).read_bytes()
    made = re.sub(rb"(?<=/CreationDate\(D:)\d{14}[^)]*", lambda m: b"20260112090000Z".ljust(len(m[0]), b"'"), made)
    random = rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}"
    out.write_bytes(re.sub(random, b"0" * 32, made))  # the same bytes on every run, and no offset moves


def _set_styles(document: Any) -> None:
    for name, size in (("Normal", 10.5), ("Title", 16), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size), FONT, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), FONT)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in document.styles["Title"].element.pPr.findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _add_counter(document: Any, id: int, levels: tuple[tuple[str, str, str], ...]) -> None:
    """A numbering of its own: of one table's rows, or of the headings by their styles."""
    numbering, xml = document.part.numbering_part.element, ""
    for i, (style, kind, text) in enumerate(levels):
        xml += f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        xml += f'<w:pStyle w:val="{style}"/>' if style else ""
        xml += f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id}">{xml}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>'))


def _number_headings(document: Any) -> None:
    _add_counter(document, COUNTED, HEADINGS)
    for i, (name, _, _) in enumerate(HEADINGS):
        style = next(style for style in document.styles if style.style_id == name)
        number = style.element.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_numId().val = COUNTED
        if i:
            number.get_or_add_ilvl().val = i


def _add_paragraph(document: Any, mark: str, content: str, look: str) -> None:
    heading = mark.startswith("#")
    if heading and look == "numbered":
        content = content[max(content.find("[["), 0) :]
    text = labels.plain(content).replace("⏎", "\n")
    style = STYLES.get(mark, "Normal")
    paragraph = document.add_paragraph(text, style="Normal" if heading and look == "bold" else style)
    if heading and paragraph.style.name == "Normal":
        paragraph.runs[0].bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if mark == "#" else None
    elif mark == ">":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif not mark and text and text[-1] in "。；）":
        paragraph.paragraph_format.first_line_indent = Pt(24)


def _add_table(document: Any, columns: Any, rows: Any, *, repeat: bool) -> None:
    table = document.add_table(len(rows), len(columns), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Cm(float(width))
        for cell in column.cells:
            cell.width = Cm(float(width))
    id = COUNTED + len(document.tables)
    if any("№" in cells for _, cells in rows):
        _add_counter(document, id, ROWS)
    grid = [row.cells for row in table.rows]
    for r, c, bottom, right, text in spans(rows):
        cell = grid[r][c] if (bottom, right) == (r, c) else grid[r][c].merge(grid[bottom][right])
        _fill(cell, text, id)
    for row, (mark, _) in zip(table.rows, rows, strict=True):
        if not repeat or not mark:
            break
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _fill(cell: Any, text: str, id: int) -> None:
    first, *others = labels.plain(text).replace("⏎", "\n").split("¶")
    cell.text = "" if first == "№" else first
    for other in others:
        cell.add_paragraph(other)
    if first == "№":
        number = cell.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = 0, id
