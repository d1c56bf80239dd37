"""Styles of a .docx: what a paragraph is and looks like, with all that it inherits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from nlp.parse.docx import read_docx
from nlp.parse.raw import Paragraph

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Read = Callable[[str, str], Paragraph]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read the one paragraph of a document that has these styles."""

    def write_and_read(paragraph: str, styles: str) -> Paragraph:
        document = docx.Document()
        for root, content in ((document.element.body, paragraph), (document.styles.element, styles)):
            for child in reversed(list(parse_xml(f"<w:x {SPACE}>{content}</w:x>"))):
                root.insert(0, child)
        document.save(str(tmp_path / "plan.docx"))
        (block,) = read_docx(tmp_path / "plan.docx").blocks
        assert isinstance(block, Paragraph)
        return block

    return write_and_read


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(style_id: str, name: str, inner: str = "", based: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}{inner}</w:style>'


STYLES = (
    style("a", "Title")
    + style("2", "heading 1")
    + style("b", "标题 2")
    + style("c", "公文一级", based="2")
    + style("d", "公文二级", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    + style("e", "TOC Heading", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based="2")
    + style("f", "圈一", based="g")
    + style("g", "圈二", based="f")
)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", None),
        ('<w:pStyle w:val="a"/>', 0),
        ('<w:pStyle w:val="2"/>', 1),
        ('<w:pStyle w:val="b"/>', 2),
        ('<w:pStyle w:val="c"/>', 1),
        ('<w:pStyle w:val="d"/>', 3),
        ('<w:pStyle w:val="e"/>', None),
        ('<w:pStyle w:val="f"/>', None),
        ('<w:pStyle w:val="missing"/>', None),
        ('<w:outlineLvl w:val="1"/>', 2),
        ('<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>', None),
        ('<w:pStyle w:val="a"/><w:outlineLvl w:val="0"/>', 0),
    ],
    ids=[
        "plain", "title", "heading with a digit as id", "Chinese name", "based on a heading",
        "outline level of a style",
        "body level beats its base", "styles in a circle", "unknown style", "outline level of the paragraph",
        "body level of the paragraph", "a title stays a title",
    ],
)  # fmt: skip
def test_style_level(read: Read, properties: str, level: int | None) -> None:
    assert read(p(r("甲"), properties), STYLES).style_level == level


LOOKS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + style("n", "大字", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr>')
    + style("m", "小字", '<w:pPr><w:jc w:val="left"/></w:pPr>', based="n")
    + '<w:style w:type="character" w:styleId="s"><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph", "look"),
    [
        (p(r("甲")), (False, False, 10.5)),
        (p(r("甲", "<w:b/>") + r(" ")), (False, True, 10.5)),
        (p(r("甲", "<w:b/>") + r("乙")), (False, False, 10.5)),
        (p(r("甲"), '<w:pStyle w:val="n"/>'), (True, True, 16.0)),
        (p(r("甲", '<w:b w:val="0"/><w:sz w:val="24"/>'), '<w:pStyle w:val="n"/>'), (True, False, 12.0)),
        (p(r("甲"), '<w:pStyle w:val="m"/>'), (False, True, 16.0)),
        (p(r("甲", '<w:rStyle w:val="s"/>')), (False, True, 22.0)),
        (p(r("甲", '<w:rStyle w:val="s"/>'), '<w:pStyle w:val="n"/>'), (True, False, 22.0)),
        (p(r("甲", '<w:sz w:val="44"/>') + r("乙丙")), (False, False, 10.5)),
        (p(r("甲", '<w:sz w:val="16pt"/>')), (False, False, 16.0)),
        (p(r("甲"), '<w:jc w:val="center"/>'), (True, False, 10.5)),
    ],
    ids=[
        "defaults", "bold", "half bold", "style", "run over style", "alignment of the nearer style", "character style",
        "bold twice is not bold", "largest share", "size with its unit", "centred",
    ],
)  # fmt: skip
def test_look(read: Read, paragraph: str, look: tuple[bool, bool, float]) -> None:
    block = read(paragraph, LOOKS)
    assert (block.centred, block.bold, block.size) == look
