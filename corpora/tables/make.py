"""Make the Word, PDF and text files and their gold from source/*.txt: `python corpora/tables/make.py [FOLDER]`.

How a source is written stands in marks.py. PDFs are Word files converted by LibreOffice (`soffice`) with the font
Noto Serif CJK SC; a text file parts its cells by tabs, and a merged cell is empty after its first place.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

sys.path.insert(0, str(Path(__file__).parent))
import marks

SOURCE = Path(__file__).parent / "source"
FONT = "Noto Serif CJK SC"
MADE = datetime(2026, 1, 12, 9, 0, 0)
COUNTED = 90  # the id of the numbering that counts rows


def write_docx(keys: dict[str, str], blocks: list[tuple[str, Any]], out: Path) -> None:
    """One Word file; `page landscape` turns the sheet, `header repeat` prints the header rows on every page."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    if keys.get("page") == "landscape":
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(2)
    _set_styles(document)
    numbering = document.part.numbering_part.element
    for style, content in blocks:
        if style == "Table":
            _add_table(document, *content, numbering=numbering, repeat=keys.get("header") == "repeat")
            continue
        paragraph = document.add_paragraph(marks.plain(content), style=style if style != "Signature" else "Normal")
        if style == "Signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif style == "Normal" and content[-1] in "。；）":
            paragraph.paragraph_format.first_line_indent = Pt(24)
    facts = document.core_properties
    facts.author, facts.title, facts.comments = keys["issuer"], "", ""
    facts.created = facts.modified = MADE
    with tempfile.TemporaryDirectory() as folder:
        document.save(raw := Path(folder) / "raw.docx")
        with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():  # the same bytes on every run: a fixed time on every part
                new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)


def write_pdf(keys: dict[str, str], blocks: list[tuple[str, Any]], out: Path) -> None:
    """One PDF through LibreOffice, with a home of its own so that no user setting counts."""
    with tempfile.TemporaryDirectory() as folder:
        write_docx(keys, blocks, Path(folder) / f"{out.stem}.docx")
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/{out.stem}.docx"]
        subprocess.run(command, env=os.environ | {"HOME": folder}, check=True, capture_output=True, timeout=300)
        made = (Path(folder) / out.name).read_bytes()
    made = re.sub(rb"(?<=/CreationDate\(D:)\d{14}[^)]*", lambda m: b"20260112090000Z".ljust(len(m[0]), b"'"), made)
    random = rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}"
    out.write_bytes(re.sub(random, b"0" * 32, made))  # the same bytes on every run, and no offset moves


def write_txt(blocks: list[tuple[str, Any]], out: Path) -> None:
    """One text file, a tab between the cells of a row."""
    lines = []
    for style, content in blocks:
        if style != "Table":
            lines.append(marks.plain(content))
            continue
        for _, row in content[1]:
            cells = ["" if cell in "^<" else re.sub(r"\\[np]", " ", marks.plain(cell)) for cell in row]
            lines.append("\t".join(cells).rstrip("\t"))
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main(folder: Path) -> None:
    """Write every document and its gold into `folder`."""
    for source in sorted(SOURCE.glob("t*.txt")):
        keys, blocks = marks.read(source)
        out = folder / f"{source.stem}.{keys['form']}"
        if keys["form"] == "docx":
            write_docx(keys, blocks, out)
        elif keys["form"] == "pdf":
            write_pdf(keys, blocks, out)
        else:
            write_txt(blocks, out)
        found = marks.gold(out.name, keys, blocks)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (folder / f"{source.stem}.tasks.gold.json").write_text(text + "\n", encoding="utf-8")
        print(f"{out.name}: {len(found['tasks'])} tasks")


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


def _add_counter(numbering: Any, id: int) -> None:
    """A numbering of its own for one table, so that each counts from 1."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>'
    level += '<w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id}">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>'))


def _add_table(document: Any, columns: Any, rows: Any, *, numbering: Any, repeat: bool) -> None:
    table = document.add_table(len(rows), len(columns), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Cm(float(width))
        for cell in column.cells:
            cell.width = Cm(float(width))
    id = COUNTED + len(document.tables)
    if any("№" in cells for _, cells in rows):
        _add_counter(numbering, id)
    grid = [row.cells for row in table.rows]
    texts = [cells for _, cells in rows]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            bottom, right = r, c
            while bottom + 1 < len(texts) and texts[bottom + 1][c] == "^":
                bottom += 1
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            cell = grid[r][c] if (bottom, right) == (r, c) else grid[r][c].merge(grid[bottom][right])
            _fill(cell, text, id)
    for row, (mark, _) in zip(table.rows, rows, strict=True):
        if not repeat or not mark:
            break
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _fill(cell: Any, text: str, id: int) -> None:
    first, *others = marks.plain(text).replace("\\n", "\n").split("\\p")
    cell.text = "" if first == "№" else first
    for other in others:
        cell.add_paragraph(other)
    if first == "№":
        number = cell.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = 0, id


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent)
