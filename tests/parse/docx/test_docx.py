"""Reading a .docx: what Word would show, in reading order, with nothing lost unsaid."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.parse.docx import read_docx
from nlp.parse.raw import Grid, Paragraph, Raw

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELS}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PARTS = ("styles", "numbering", "footnotes", "endnotes", "header")
Read = Callable[..., Raw]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a body of WordprocessingML, with further parts by name."""

    def write_and_read(body: str, **parts: str) -> Raw:
        path = tmp_path / "plan.docx"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        types = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name}+xml"/>'
            for name in PARTS
            if name in parts
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "[Content_Types].xml",
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{types}</Types>',
            )
            archive.writestr("_rels/.rels", relationships({"officeDocument": "word/document.xml"}))
            archive.writestr(
                "word/_rels/document.xml.rels", relationships({name: f"{name}.xml" for name in PARTS if name in parts})
            )
            archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
            for name, content in parts.items():
                root = {"header": "hdr"}.get(name, name)
                archive.writestr(f"word/{name}.xml", f"<w:{root} {SPACES}>{content}</w:{root}>")
        return read_docx(path)

    return write_and_read


def relationships(targets: dict[str, str]) -> str:
    rows = (f'<Relationship Id="{name}" Type="{RELS}/{name}" Target="{target}"/>' for name, target in targets.items())
    return f'<Relationships xmlns="{RELS.replace("officeDocument", "package")}">{"".join(rows)}</Relationships>'


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def lines(raw: Raw) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else "<grid>" for block in raw.blocks]


def only(raw: Raw) -> Paragraph:
    (block,) = raw.blocks
    assert isinstance(block, Paragraph)
    return block


def problems(raw: Raw) -> list[str]:
    return [warning.problem for warning in raw.warnings]


BOX = "<w:txbxContent>{}</w:txbxContent>"
DRAWN = "<w:drawing><wp:anchor><wps:txbx>{}</wps:txbx></wp:anchor></w:drawing>"
VML_BOX = "<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("一、") + r("总体要求")), ["一、总体要求"]),
        (p(r("　　落实责任。 ")), ["落实责任。"]),
        (p("") + p(r("甲")) + p(r("  ")), ["甲"]),
        (p(r("甲。") + "<w:r><w:br/></w:r>" + r("乙")), ["甲。", "乙"]),
        (p(r("甲。") + "<w:r><w:cr/></w:r>" + r("乙")), ["甲。", "乙"]),
        (p('<w:r><w:br w:type="page"/></w:r>' + r("甲")), ["甲"]),
        (p("<w:r><w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r>"), ["甲乙"]),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"), ["甲 乙"]),
        (p("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/></w:r>"), ["A-B"]),
        (p("<w:r><w:t>25</w:t><w:sym w:font='Arial' w:char='2103'/></w:r>"), ["25℃"]),
        (p("<w:r><w:t>甲</w:t><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"), ["甲✓"]),
        (p("<w:r><w:t>甲</w:t><w:sym w:font='Wingdings' w:char='?'/></w:r>"), ["甲"]),
        (p("<w:r><w:t>甲\n乙</w:t></w:r>"), ["甲 乙"]),
        (p("<w:r><w:t>甲<!-- 注 -->乙</w:t></w:r>"), ["甲乙"]),
        (p("<w:hyperlink r:id='x'>" + r("见附件") + "</w:hyperlink>"), ["见附件"]),
        (p("<w:smartTag>" + r("2023年") + "</w:smartTag>"), ["2023年"]),
        (p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("办公室") + "</w:sdtContent></w:sdt>"), ["办公室"]),
        ("<w:sdt><w:sdtContent>" + p(r("甲")) + "</w:sdtContent></w:sdt>" + p(r("乙")), ["甲", "乙"]),
        ("<w:customXml>" + p(r("甲")) + "</w:customXml>", ["甲"]),
        (
            p(
                "<w:r><w:ruby><w:rt>" + r("jǐn") + "</w:rt><w:rubyBase>" + r("谨") + "</w:rubyBase></w:ruby></w:r>"
            ),
            ["谨"],
        ),
        (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>" + r("时")), ["x=1时"]),
        (p(r("甲") + "<w:commentRangeStart w:id='1'/><w:r><w:commentReference w:id='1'/></w:r>"), ["甲"]),
    ],
    ids=[
        "runs join", "ends are stripped", "empty paragraphs go", "line break", "carriage return", "page break before",
        "rendered page break", "tab", "hyphens", "symbol of a text font", "symbol of a sign font", "broken symbol",
        "newline inside text", "comment inside text", "hyperlink", "smart tag", "inline control", "block control",
        "custom xml", "ruby", "formula", "comment",
    ],
)  # fmt: skip
def test_text_is_read_as_shown(read: Read, body: str, expected: list[str]) -> None:
    assert lines(read(body)) == expected


def field(instruction: str, result: str) -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = instruction if instruction.startswith("<") else f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{begin}{code}{middle}{result}{end}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (field("DATE", r("2023年5月")), "2023年5月"),
        (f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>', "3"),
        (field(field("REF a", r("内")), r("外")), "外"),
        (field("IF", field("REF a", r("内")) + r("外")), "内外"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TC</w:instrText></w:r>', None),
    ],
    ids=["complex", "simple", "nested in the instruction", "nested in the result", "never closed"],
)
def test_of_a_field_only_the_result_is_read(read: Read, content: str, expected: str | None) -> None:
    assert lines(read(p(content) + p(r("后")))) == ([expected, "后"] if expected else ["后"])


FORM = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>{}'.format
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
LIST = '<w:ddList>{}<w:listEntry w:val="一季度"/><w:listEntry w:val="二季度"/></w:ddList>'.format


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (field(r"eq \o\ac(○,3)", ""), "前③后"),
        (field(r"EQ \o\ac(□,√)", ""), "前☑后"),
        (field(r"eq \o\ac(○,急)", ""), "前急后"),
        (field(r"eq \o\ac(○,3)", r("③")), "前③后"),
        (field('SYMBOL 254 \\f "Wingdings" \\s 12', ""), "前☑后"),
        (field("PAGE", ""), "前后"),
        (FORM("<w:checkBox><w:checked/></w:checkBox>", END), "前☑后"),
        (FORM('<w:checkBox><w:default w:val="0"/></w:checkBox>', END), "前☐后"),
        (FORM(LIST('<w:result w:val="1"/>'), END), "前二季度后"),
        (FORM(LIST(""), END), "前一季度后"),
        (FORM(LIST('<w:result w:val="7"/>'), END), "前后"),
        (FORM("<w:textInput/>", END), "前后"),
    ],
    ids=[
        "ringed number", "boxed tick", "ringed word", "ringed with a result", "symbol", "page number", "ticked box",
        "empty box", "choice", "choice by default", "broken choice", "text never filled in",
    ],
)  # fmt: skip
def test_a_field_without_a_result_shows_what_it_stands_for(read: Read, content: str, expected: str) -> None:
    assert lines(read(p(r("前") + content + r("后")))) == [expected]


def test_a_formula_that_is_not_understood_is_counted(read: Read) -> None:
    assert problems(read(p(r("甲") + field(r"EQ \f(1,2)", "")))) == ["有1个特殊符号无法识别"]


def test_a_field_over_several_paragraphs_keeps_them_all(read: Read) -> None:
    first, last = field("TOC", r("甲") + "|" + r("丙")).split("|")
    assert lines(read(p(first) + p(r("乙")) + p(last))) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    "content",
    [
        DRAWN.format(BOX.format(p(r("框内")))),
        VML_BOX.format(BOX.format(p(r("框内")))),
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>".format(
            DRAWN.format(BOX.format(p(r("框内")))), VML_BOX.format(BOX.format(p(r("框内"))))
        ),
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{VML_BOX.format(BOX.format(p(r('框内'))))}</mc:Fallback></mc:AlternateContent>",
        DRAWN.format(BOX.format(p(f"<w:r>{VML_BOX.format(BOX.format(p(r('框内'))))}</w:r>"))),
    ],
    ids=["DrawingML", "VML", "both", "fallback alone", "box in a box"],
)
def test_a_text_box_is_read_once_after_its_paragraph(read: Read, content: str) -> None:
    assert lines(read(p(r("前") + f"<w:r>{content}</w:r>") + p(r("后")))) == ["前", "框内", "后"]


def test_notes_stand_behind_the_text_in_the_order_of_their_references(read: Read) -> None:
    notes = (
        '<w:footnote w:id="-1">{}</w:footnote><w:footnote w:id="2">{}</w:footnote><w:footnote w:id="3">{}</w:footnote>'
    )
    raw = read(
        p(r("甲") + '<w:r><w:footnoteReference w:id="3"/></w:r>' + '<w:r><w:endnoteReference w:id="1"/></w:r>')
        + p(r("乙")),
        footnotes=notes.format(p(r("分隔")), p(r("无人引用")), p("<w:r><w:footnoteRef/></w:r>" + r(" 脚注"))),
        endnotes=f'<w:endnote w:id="1">{p(r("尾注"))}</w:endnote>',
    )
    assert lines(raw) == ["甲", "乙", "注：脚注", "注：尾注"]


def test_a_mark_of_its_own_on_a_note_does_not_stand_in_the_sentence(read: Read) -> None:
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    raw = read(p(r("完成任务") + mark + r("后上报。")), footnotes=f'<w:footnote w:id="2">{p(r("说明"))}</w:footnote>')
    assert lines(raw) == ["完成任务后上报。", "注：说明"]


HINT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("时间：") + HINT(r("单击此处输入日期。"))), ["时间："]),
        (HINT(p(r("单击或点击此处输入文字。"))) + p(r("甲")), ["甲"]),
        (p(r("单位：") + HINT(r("办公室"))), ["单位：办公室"]),
    ],
    ids=["inline", "block", "filled in by a program"],
)
def test_hints_of_empty_controls_are_left_out(read: Read, body: str, expected: list[str]) -> None:
    assert lines(read(body)) == expected


def test_headers_are_left_out(read: Read) -> None:
    assert lines(read(p(r("正文")), header=p(r("页眉")))) == ["正文"]


@pytest.mark.parametrize(
    ("body", "expected", "changes"),
    [
        (p(r("甲") + f"<w:ins>{r('乙')}</w:ins>"), ["甲乙"], "1处插入"),
        (p(r("甲") + f"<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>{r('丙')}"), ["甲丙"], "1处删除"),
        (p(f"<w:moveFrom>{r('甲')}</w:moveFrom>{r('乙')}<w:moveTo>{r('甲')}</w:moveTo>"), ["乙甲"], "1处移动"),
        (p(f"<w:ins><w:del>{r('甲')}</w:del></w:ins>{r('乙')}"), ["乙"], "1处删除"),
        (p(r("甲"), "<w:rPr><w:del/></w:rPr>") + p(r("乙")), ["甲乙"], "1处删除"),
        (p(r("甲"), "<w:rPr><w:ins/></w:rPr>") + p(r("乙")), ["甲", "乙"], "1处插入"),
        (p(r("甲"), "<w:rPr><w:del/></w:rPr>"), ["甲"], "1处删除"),
        (p(r("甲", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")), ["甲"], None),
    ],
    ids=["insertion", "deletion", "move", "both", "deleted mark", "inserted mark", "last mark", "look"],
)  # fmt: skip
def test_changes_are_read_as_accepted_and_counted(
    read: Read, body: str, expected: list[str], changes: str | None
) -> None:
    raw = read(body)
    assert lines(raw) == expected
    assert problems(raw) == ([f"有{changes}的修订，按已接受读取"] if changes else [])


NAMED = '<w:move{0}RangeStart w:name="m1"/>{1}<w:move{0}RangeEnd/>'.format


def test_a_move_of_several_pieces_is_counted_once(read: Read) -> None:
    mark = "<w:rPr><w:move{}/></w:rPr>"
    gone = NAMED("From", p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", mark.format("From")))
    come = NAMED("To", p(f"<w:moveTo>{r('甲')}</w:moveTo><w:moveTo>{r('丙')}</w:moveTo>", mark.format("To")))
    raw = read(gone + p(r("乙")) + come)
    assert (lines(raw), problems(raw)) == (["乙", "甲丙"], ["有1处移动的修订，按已接受读取"])


@pytest.mark.parametrize(("name", "change"), [("ins", "插入"), ("del", "删除")])
def test_a_change_that_goes_on_over_the_end_of_a_paragraph_is_counted_once(read: Read, name: str, change: str) -> None:
    raw = read(p(f"<w:{name}>{r('甲')}</w:{name}>", f"<w:rPr><w:{name}/></w:rPr>") + p(r("乙")))
    assert problems(raw) == [f"有1处{change}的修订，按已接受读取"]


def test_a_style_separator_joins_a_heading_and_its_text(read: Read) -> None:
    first = p(r("严明纪律。"), '<w:outlineLvl w:val="1"/><w:rPr><w:vanish/><w:specVanish/></w:rPr>')
    assert only(read(first + p(r("各科室要落实。")))) == Paragraph("严明纪律。各科室要落实。", style_level=2, size=10.0)


def test_a_hidden_mark_with_nothing_behind_it_ends_its_paragraph(read: Read) -> None:
    assert lines(read(p(r("甲"), "<w:rPr><w:vanish/></w:rPr>"))) == ["甲"]


def test_a_paragraph_that_runs_on_takes_the_look_of_the_next(read: Read) -> None:
    first = p(r("甲"), '<w:jc w:val="center"/><w:rPr><w:del/></w:rPr>')
    assert only(read(first + p(r("乙"), '<w:outlineLvl w:val="1"/>'))) == Paragraph("甲乙", style_level=2, size=10.0)


VANISHING = "<w:rPr><w:vanish/></w:rPr></w:style>"


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        (p(r("甲") + r("暗文", "<w:vanish/>")), ""),
        (p(r("甲") + r("暗文", '<w:rStyle w:val="h"/>')), '<w:style w:type="character" w:styleId="h">' + VANISHING),
        (p(r("甲")) + p(r("暗文"), '<w:pStyle w:val="h"/>'), '<w:style w:type="paragraph" w:styleId="h">' + VANISHING),
    ],
    ids=["direct", "character style", "paragraph style"],
)  # fmt: skip
def test_hidden_text_is_left_out_and_counted(read: Read, body: str, styles: str) -> None:
    raw = read(body, styles=styles)
    assert lines(raw) == ["甲"]
    assert problems(raw) == ["有2个隐藏文字未读取"]


def picture(width: int, height: int) -> str:
    size = f'<wp:extent cx="{width * 360_000}" cy="{height * 360_000}"/>'
    return f"<w:drawing><wp:inline>{size}<a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing>"


PICTURE = "有1张图片未读取"
OBJECT = "有1个嵌入对象未读取"
SHAPE = '<v:shape style="width:{};height:{}"><v:imagedata/></v:shape>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture(10, 8), [PICTURE]),
        (picture(10, 8) * 2, ["有2张图片未读取"]),
        (picture(10, 2), []),
        (f"<w:pict>{SHAPE.format('12cm', '200pt')}</w:pict>", [PICTURE]),
        (f"<w:pict>{SHAPE.format('1.2.3pt', '200pt')}</w:pict>", []),
        (f"<w:object>{SHAPE.format('12cm', '9cm')}<o:OLEObject/></w:object>", [OBJECT]),
        ("<w:drawing><wp:inline><c:chart/></wp:inline></w:drawing>", [OBJECT]),
    ],
    ids=["large", "two", "a strip", "VML", "broken size", "object with preview", "chart"],
)  # fmt: skip
def test_pictures_and_objects_are_named(read: Read, content: str, expected: list[str]) -> None:
    assert problems(read(p(r("甲") + f"<w:r>{content}</w:r>"))) == expected


def test_an_imported_chunk_is_named(read: Read) -> None:
    raw = read(p(r("甲")) + '<w:altChunk r:id="x"/>')
    assert [str(warning) for warning in raw.warnings] == [
        "plan.docx, 整个文件: 有1个嵌入对象未读取；请打开对象，把需要核对的内容粘贴为文字"
    ]


def test_a_plain_document_has_no_warnings(read: Read) -> None:
    assert read(p(r("甲"))) == Raw("docx", (Paragraph("甲", size=10.0),))


def test_a_table_stands_between_its_neighbours(read: Read) -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(r('甲'))}</w:tc><w:tc>{p(r('乙'))}</w:tc></w:tr></w:tbl>"
    raw = read(p(r("前")) + table + p(r("后")))
    assert lines(raw) == ["前", "<grid>", "后"]
    assert isinstance(raw.blocks[1], Grid)
