"""Make the demo's Word, PDF and text files from source/*.txt: `python corpora/demo/make.py [FOLDER]`.

A source line is `# title`, `## heading`, `### heading`, `> signature`, `| row | of | a table |` or a paragraph. In a
table `^` continues the cell above and `<` the cell to the left. The plan's headings are numbered by Word itself.
PDFs are Word files converted by LibreOffice (`soffice`) with the font Noto Serif CJK SC.
"""

from __future__ import annotations

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
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

SOURCE = Path(__file__).parent / "source"
PLAN = "plan"
OUTPUTS = {  # stem of the source: what it becomes
    PLAN: "docx",
    "01_环境卫生管理所": "docx",
    "02_市政设施维护中心": "docx",
    "03_综合行政执法大队": "pdf",
    "04_园林绿化管理所": "pdf",
    "05_数字城管指挥中心": "utf-8",
    "06_市容管理所": "gb18030",
}
FONT = "Noto Serif CJK SC"
MADE = datetime(2024, 1, 22, 9, 0, 0)
COLUMNS = (Cm(2.3), Cm(6.8), Cm(3.5), Cm(2.8))  # every table of the demo has four
MARKS = {"# ": "Title", "## ": "Heading 1", "### ": "Heading 2", "> ": "Signature"}
NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Heading1"/>
<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Heading2"/>
<w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>"""


def read(source: Path) -> list[tuple[str, Any]]:
    """The blocks of a source file: (style, text), and ("Table", rows of cell texts)."""
    blocks: list[tuple[str, Any]] = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            row = [cell.strip() for cell in line.strip("|").split("|")]
            if blocks and blocks[-1][0] == "Table":
                blocks[-1][1].append(row)
            else:
                blocks.append(("Table", [row]))
        else:
            mark = next((m for m in MARKS if line.startswith(m)), "")
            blocks.append((MARKS.get(mark, "Normal"), line.removeprefix(mark)))
    return blocks


def write_docx(blocks: list[tuple[str, Any]], out: Path, *, numbered: bool) -> None:
    """One Word file; `numbered` links the heading styles to an automatic numbering 一、（一）."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.8)
    _set_styles(document, numbered=numbered)
    for style, content in blocks:
        if style == "Table":
            _add_table(document, content)
            continue
        paragraph = document.add_paragraph(content, style=style if style != "Signature" else "Normal")
        if style == "Signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif style == "Normal" and len(content) < 16 and content[-1] in "号）":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif style == "Normal" and content[-1] != "：":
            paragraph.paragraph_format.first_line_indent = Pt(24)
    facts = document.core_properties
    facts.author, facts.title, facts.comments = "枫渡县城市管理局", "", ""
    facts.created = facts.modified = MADE
    with tempfile.TemporaryDirectory() as folder:
        document.save(raw := Path(folder) / "raw.docx")
        with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():  # the same bytes on every run: a fixed time on every part
                new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)


def write_pdf(blocks: list[tuple[str, Any]], out: Path) -> None:
    """One PDF through LibreOffice, with a home of its own so that no user setting counts."""
    with tempfile.TemporaryDirectory() as folder:
        write_docx(blocks, Path(folder) / f"{out.stem}.docx", numbered=False)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/{out.stem}.docx"]
        subprocess.run(command, env=os.environ | {"HOME": folder}, check=True, capture_output=True, timeout=300)
        made = (Path(folder) / out.name).read_bytes()
    made = re.sub(rb"(?<=/CreationDate\(D:)\d{14}[^)]*", lambda m: b"20240122090000Z".ljust(len(m[0]), b"'"), made)
    random = rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}"
    out.write_bytes(re.sub(random, b"0" * 32, made))  # the same bytes on every run, and no offset moves


def write_text(blocks: list[tuple[str, Any]], out: Path, *, encoding: str) -> None:
    """One text file without the marks; these sources hold no tables."""
    out.write_bytes("".join(f"{text}\n" for _, text in blocks).encode(encoding))


def main(folder: Path) -> None:
    """Write every file of OUTPUTS into `folder`."""
    for stem, kind in OUTPUTS.items():
        blocks = read(SOURCE / f"{stem}.txt")
        if kind == "docx":
            write_docx(blocks, folder / f"{stem}.docx", numbered=stem == PLAN)
        elif kind == "pdf":
            write_pdf(blocks, folder / f"{stem}.pdf")
        else:
            write_text(blocks, folder / f"{stem}.txt", encoding=kind)
        print(f"{stem}: {kind}")


def _set_styles(document: Any, *, numbered: bool) -> None:
    for name, size in (("Normal", 12), ("Title", 16), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size), FONT, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), FONT)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in document.styles["Title"].element.pPr.findall(qn("w:pBdr")):
        border.getparent().remove(border)
    if numbered:
        root = document.part.numbering_part.element
        root.insert(0, parse_xml(NUMBERING))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        for level, name in enumerate(("Heading 1", "Heading 2")):
            number = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_ilvl().val, number.get_or_add_numId().val = level, 90


def _add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    grid = [row.cells for row in table.rows]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in "^<":
                continue
            bottom, right = r, c
            while bottom + 1 < len(rows) and rows[bottom + 1][c] == "^":
                bottom += 1
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            cell = grid[r][c] if (bottom, right) == (r, c) else grid[r][c].merge(grid[bottom][right])
            cell.text = text


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent)
