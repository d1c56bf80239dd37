"""Write Word files from hand-made WordprocessingML: paragraphs and tables as strings to the bytes of a .docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wpsCustomData": "http://www.wps.cn/officeDocument/2013/wpsCustomData",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TITLE_SIZE, TEXT_SIZE = 22, 16  # points: 二号 and 三号, the sizes of official papers
NORMAL = f"""<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="{TEXT_SIZE * 2}"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"""


def run(text: str, *, bold: bool = False, size: float | None = None, more: str = "") -> str:
    """A run of text; `more` is further run properties as XML."""
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{int(size * 2)}"/>' if size else "") + more
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    content: str, *, style: str = "", number: tuple[int, int] | None = None, centred: bool = False, more: str = ""
) -> str:
    """A paragraph of plain text or of runs; `number` is (list, level), `more` further properties as XML."""
    inner = content if content.startswith(("<w:", "<mc:")) or not content else run(content)
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    placed = '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p><w:pPr>{styled}{listed}{more}{placed}</w:pPr>{inner}</w:p>"


def title(text: str) -> str:
    """A title by look: centred, bold and large."""
    return paragraph(run(text, bold=True, size=TITLE_SIZE), centred=True)


def cell(*content: str, across: int = 1, down: str = "") -> str:
    """A table cell of paragraphs or plain texts; `across` columns wide, `down` is "restart" or "continue"."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    merge = f'<w:vMerge w:val="{down}"/>' if down else ""
    inner = "".join(part if part.startswith("<w:") else paragraph(part) for part in content)
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inner}</w:tc>"


def table(columns: int, *rows: list[str]) -> str:
    """A table with `columns` grid columns from rows of cells or plain texts."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    lines = (
        f"<w:tr>{''.join(c if c.startswith(('<w:tc', '<w:sdt')) else cell(c) for c in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def levels(*rows: tuple[str, str], start: int = 1, gap: str = "nothing", more: Mapping[int, str] | None = None) -> str:
    """The levels of a list as (numFmt, lvlText); `start` is the first level's, `more` further XML for a level.

    `gap` is what stands behind the number: nothing, space or tab.
    """
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="{start if i == 0 else 1}"/><w:numFmt w:val="{kind}"/>'
        f'{(more or {}).get(i, "")}<w:suff w:val="{gap}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(rows)
    )


def numbering(*lists: str, overrides: Mapping[int, tuple[int, str]] | None = None) -> str:
    """numbering.xml: list n for the n-th of `lists`; `overrides` adds a number n that counts in another's list."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{i}">{x}</w:abstractNum>' for i, x in enumerate(lists))
    numbers = {i + 1: (i, "") for i in range(len(lists))} | dict(overrides or {})
    given = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>{xml}</w:num>' for n, (of, xml) in numbers.items()
    )
    return abstract + given


def docx(*body: str, styles: str = NORMAL, section: str = "", **parts: str) -> bytes:
    """A .docx of body elements; `parts` are further parts by name (numbering, footnotes, header, footer …)."""
    section = f"<w:sectPr>{section}</w:sectPr>" if section else ""
    contents = {"document": f"<w:body>{''.join(body)}{section}</w:body>", "styles": styles} | parts
    roots = {"header": "hdr", "footer": "ftr"}
    files = {
        f"word/{name}.xml": f"{HEAD}<w:{roots.get(name, name)} {NAMESPACES}>{xml}</w:{roots.get(name, name)}>"
        for name, xml in contents.items()
    }
    kinds = {name: name for name in contents} | {"document": "document.main"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate((name for name in contents if name != "document"), 1)
    )
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}'
        "</Relationships>",
    } | files
    return pack(files)


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive with fixed dates: the same bytes on every run."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
