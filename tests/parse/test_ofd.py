"""OFD files built by hand: what is read of them, what is said, what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.parse.limits import Limits
from nlp.parse.ofd import draw, read_ofd
from nlp.parse.pdf import FAULTS
from nlp.parse.raw import Grid, Paragraph, Raw

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MAIN = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
PROSE = (
    "各单位要对照年度工作要点逐项梳理任务进展情况，把责任压实到岗到人，把时限落实到月到周，确保全年各项重点任务",
    "按期完成并取得实效，并于每季度末报送书面情况。",
)


def text(value: str, x: float, y: float, *, size: float = 4.0, step: float | None = None, more: str = "") -> str:
    """A TextObject whose first letter stands at x on the baseline y, in millimetres; letters are `step` apart."""
    steps = f'DeltaX="g {len(value) - 1} {step or size}"' if len(value) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y - size} {size * len(value)} {size}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{value}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    box = f"{min(x0, x1)} {min(y0, y1)} {abs(x1 - x0)} {abs(y1 - y0)}"
    at = min(x0, x1), min(y0, y1)
    data = f"M {x0 - at[0]} {y0 - at[1]} L {x1 - at[0]} {y1 - at[1]}"
    return f'<ofd:PathObject Boundary="{box}" LineWidth="0.3"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def picture(x: float, y: float, width: float, height: float) -> str:
    return f'<ofd:ImageObject Boundary="{x} {y} {width} {height}" ResourceID="9"/>'


def page(*things: str, head: str = "") -> str:
    return f"<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer>{''.join(things)}</ofd:Layer></ofd:Content></ofd:Page>"


def document(pages: int, *, common: str = "", more: str = "") -> str:
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(pages))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    return (
        f"<ofd:Document {SPACE}><ofd:CommonData>{area}{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>"
    )


def package(
    pages: Sequence[str], *, common: str = "", more: str = "", parts: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The parts of an OFD with one document."""
    contents = {f"Doc_0/Pages/Page_{i}/Content.xml": content for i, content in enumerate(pages)}
    return {
        "OFD.xml": MAIN,
        "Doc_0/Document.xml": document(len(pages), common=common, more=more),
        **contents,
        **(parts or {}),
    }


def write(folder: Path, parts: Mapping[str, str]) -> Path:
    path = folder / "report.ofd"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


def cells(raw: Raw) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]
        for block in raw.blocks
        if isinstance(block, Grid)
    ]


def refusal(path: Path, *, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_ofd(path, limits=limits or Limits())
    assert str(caught.value).startswith("report.ofd: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- text -----------------------------------------------------------------------------------------------------------


def test_lines_are_sorted_and_joined(tmp_path: Path) -> None:
    things = [
        text(PROSE[1], 25, 48, size=3.0),
        text(PROSE[0], 31, 42, size=3.0),
        text("年度工作报告", 87, 30, size=6.0),
        text("一、组织领导", 31, 54, size=3.0),
    ]
    raw = read_ofd(write(tmp_path, package([page(*things)])))
    assert texts(raw) == ["年度工作报告", "".join(PROSE), "一、组织领导"]


def test_centred_title_is_marked(tmp_path: Path) -> None:
    things = [
        text("年度工作报告", 87, 30, size=6.0),
        text(PROSE[0], 31, 42, size=3.0),
        text(PROSE[1], 25, 48, size=3.0),
    ]
    title, body = read_ofd(write(tmp_path, package([page(*things)]))).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(body, Paragraph)
    assert (title.centred, title.size, body.centred, body.size) == (True, 17.0, False, 8.5)


def test_pages_are_counted(tmp_path: Path) -> None:
    raw = read_ofd(write(tmp_path, package([page(text("一、总体要求", 25, 40)), page(text("二、重点任务", 25, 40))])))
    assert raw.format == "ofd"
    assert raw.pages == 2
    assert [block.page for block in raw.blocks] == [1, 2]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('<ofd:TextCode X="0" Y="4" DeltaX="4 4 4">重点任务</ofd:TextCode>', "重点任务"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">重点任务</ofd:TextCode>', "重点任务"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="4 g 2 4">重点任务</ofd:TextCode>', "重点任务"),
        ('<ofd:TextCode X="0" Y="4">重点任务12项</ofd:TextCode>', "重点任务12项"),
        ('<ofd:TextCode X="0" Y="4">重点</ofd:TextCode><ofd:TextCode X="8">任务</ofd:TextCode>', "重点任务"),
        ('<ofd:TextCode X="8" Y="4">任务</ofd:TextCode><ofd:TextCode X="0" Y="4">重点</ofd:TextCode>', "重点任务"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="4 12">甲乙丙</ofd:TextCode>', "甲乙 丙"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 999999999 4">重点任务</ofd:TextCode>', "重点任务"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g x">重点</ofd:TextCode>', "重点"),
        ('<ofd:TextCode X="0" Y="4">⼯作</ofd:TextCode>', "工作"),
    ],
    ids=[
        "steps",
        "shorthand",
        "both",
        "no steps",
        "same height",
        "any order",
        "a gap",
        "huge count",
        "broken",
        "radical",
    ],
)
def test_text_codes(tmp_path: Path, code: str, expected: str) -> None:
    thing = f'<ofd:TextObject Boundary="25 40 60 6" Font="1" Size="4">{code}</ofd:TextObject>'
    assert texts(read_ofd(write(tmp_path, package([page(thing)])))) == [expected]


def test_matrix_scales_and_moves(tmp_path: Path) -> None:
    thing = (
        '<ofd:TextObject Boundary="25 40 60 6" Font="1" Size="40" CTM="0.1 0 0 0.1 5 2">'
        '<ofd:TextCode X="0" Y="40" DeltaX="40">甲乙</ofd:TextCode></ofd:TextObject>'
    )
    raw = read_ofd(write(tmp_path, package([page(thing, text("丙", 38.5, 46))])))
    assert [(block.text, block.size) for block in raw.blocks if isinstance(block, Paragraph)] == [("甲乙丙", 11.3)]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 0 0", "0 -1 1 0 0 0", "-1 0 0 -1 0 0"], ids=["right", "left", "over"])
def test_turned_page_is_read_upright(tmp_path: Path, matrix: str) -> None:
    a, b, c, d = (float(word) for word in matrix.split()[:4])
    things = []
    for row, value in enumerate(("一、总体要求落实", "二、重点任务安排")):
        x, y = 105 + 8 * row * c, 150 + 8 * row * d
        things.append(
            f'<ofd:TextObject Boundary="{x} {y} 9 9" Font="1" Size="4" CTM="{a} {b} {c} {d} 0 0">'
            f'<ofd:TextCode X="0" Y="0" DeltaX="g 7 4">{value}</ofd:TextCode></ofd:TextObject>'
        )
    raw = read_ofd(write(tmp_path, package([page(*things)])))
    assert texts(raw) == ["一、总体要求落实", "二、重点任务安排"]


@pytest.mark.parametrize(
    "watermark",
    [
        text("内部资料", 40, 150, size=20).replace(
            "<ofd:TextCode", '<ofd:FillColor Value="220 220 220"/><ofd:TextCode'
        ),
        text("内部资料", 40, 150, size=20, more='Alpha="60"'),
        text("内部资料", 40, 150, size=20, more='CTM="0.7 -0.7 0.7 0.7 0 0"'),
        text("内部资料", 40, 150, more='Visible="false"'),
    ],
    ids=["pale", "transparent", "slanting", "invisible"],
)
def test_watermark_is_left_out(tmp_path: Path, watermark: str) -> None:
    raw = read_ofd(write(tmp_path, package([page(text("一、总体要求落实到位", 25, 40), watermark)])))
    assert texts(raw) == ["一、总体要求落实到位"]


def test_font_of_the_resources_is_bold(tmp_path: Path) -> None:
    fonts = f'<ofd:Res {SPACE}><ofd:Fonts><ofd:Font ID="1" FontName="黑体"/></ofd:Fonts></ofd:Res>'
    common = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    parts = package([page(text("一、总体要求", 25, 40))], common=common, parts={"Doc_0/PublicRes.xml": fonts})
    block = read_ofd(write(tmp_path, parts)).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.bold


def test_letters_without_meaning_are_named(tmp_path: Path) -> None:
    raw = read_ofd(write(tmp_path, package([page(text("\ue001" * 30, 25, 40, size=3.0))])))
    assert texts(raw) == []
    assert [(warning.place, warning.problem) for warning in raw.warnings] == [("第1页", FAULTS["unreadable"][0])]


# --- pages ----------------------------------------------------------------------------------------------------------


def test_page_numbers_and_heads_are_left_out(tmp_path: Path) -> None:
    pages = [
        page(text("江岭市水务局工作简报", 25, 15), text(f"{i}、落实任务。", 25, 100), text(f"—{n}—", 100, 285))
        for n, i in enumerate("一二三四五", 1)
    ]
    assert texts(read_ofd(write(tmp_path, package(pages)))) == [f"{i}、落实任务。" for i in "一二三四五"]


def test_template_text_is_read(tmp_path: Path) -> None:
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml" ZOrder="Background"/>'
    content = page(text("市水务局", 65, 100), head='<ofd:Template TemplateID="7" ZOrder="Background"/>')
    parts = package([content], common=common, parts={"Doc_0/Tpls/Tpl_0/Content.xml": page(text("填报单位：", 45, 100))})
    assert texts(read_ofd(write(tmp_path, parts))) == ["填报单位：市水务局"]


def test_composite_drawing_is_read(tmp_path: Path) -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="5" Width="90" Height="9"><ofd:Content>{text("任务清单", 0, 4)}</ofd:Content></ofd:CompositeGraphicUnit>'
    res = f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    things = '<ofd:CompositeObject Boundary="41 96 90 9" ResourceID="5"/>' + text("重点", 33, 100)
    common = "<ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes>"
    raw = read_ofd(write(tmp_path, package([page(things)], common=common, parts={"Doc_0/DocumentRes.xml": res})))
    assert texts(raw) == ["重点任务清单"]


def test_several_documents_follow_one_another(tmp_path: Path) -> None:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>/Doc_{i}/Document.xml</ofd:DocRoot></ofd:DocBody>" for i in range(2))
    parts = {"OFD.xml": f"<ofd:OFD {SPACE}>{bodies}</ofd:OFD>"}
    for i, title in enumerate(("年度工作要点", "年度工作报告")):
        parts[f"Doc_{i}/Document.xml"] = document(1)
        parts[f"Doc_{i}/Pages/Page_0/Content.xml"] = page(text(title, 25, 40))
    raw = read_ofd(write(tmp_path, parts))
    assert [(block.text, block.page) for block in raw.blocks if isinstance(block, Paragraph)] == [
        ("年度工作要点", 1),
        ("年度工作报告", 2),
    ]


def test_older_name_space_and_odd_names_are_read(tmp_path: Path) -> None:
    parts = package([page(text("一、总体要求", 25, 40))])
    odd = {
        name.replace("Doc_0/Pages", "doc_0\\pages"): content.replace("ofdspec.org/2016", "ofdspec.org")
        for name, content in parts.items()
    }
    assert texts(read_ofd(write(tmp_path, odd))) == ["一、总体要求"]


def test_page_box_of_its_own(tmp_path: Path) -> None:
    area = "<ofd:Area><ofd:PhysicalBox>10 20 297 210</ofd:PhysicalBox></ofd:Area>"
    numbers = [page(text(f"{i}、任务完成。", 40, 100), text("1", 160, 225), head=area) for i in "一二三"]
    assert texts(read_ofd(write(tmp_path, package(numbers)))) == ["一、任务完成。", "二、任务完成。", "三、任务完成。"]


# --- tables ---------------------------------------------------------------------------------------------------------


def table(top: float = 100) -> list[str]:
    """Two columns and three rows, the first column merged over the last two rows."""
    rows = (top, top + 10, top + 20, top + 30)
    across = [line(25, rows[0], 145, rows[0]), line(25, rows[1], 145, rows[1]), line(65, rows[2], 145, rows[2])]
    down = [line(x, rows[0], x, rows[3]) for x in (25, 65, 145)]
    words = [("类别", 27, 0), ("工作任务", 67, 0), ("防汛", 27, 1), ("修订预案", 67, 1), ("开展演练", 67, 2)]
    return [*across, line(25, rows[3], 145, rows[3]), *down, *(text(w, x, rows[r] + 7) for w, x, r in words)]


MERGED = [
    (0, 0, 1, 1, "类别"),
    (0, 1, 1, 1, "工作任务"),
    (1, 0, 2, 1, "防汛"),
    (1, 1, 1, 1, "修订预案"),
    (2, 1, 1, 1, "开展演练"),
]


def test_ruled_table_is_a_grid(tmp_path: Path) -> None:
    raw = read_ofd(write(tmp_path, package([page(text("任务分解表", 70, 80), *table())])))
    assert texts(raw) == ["任务分解表"]
    assert cells(raw) == [MERGED]


def test_rectangles_are_rulings_too(tmp_path: Path) -> None:
    boxes = "".join(
        f'<ofd:PathObject Boundary="{x} 100 40 10" Stroke="true"><ofd:AbbreviatedData>'
        "M 0 0 L 40 0 L 40 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
        for x in (25, 65)
    )
    raw = read_ofd(write(tmp_path, package([page(boxes, text("序号", 27, 107), text("任务", 67, 107))])))
    assert cells(raw) == [[(0, 0, 1, 1, "序号"), (0, 1, 1, 1, "任务")]]


def test_curves_are_no_rulings(tmp_path: Path) -> None:
    curved = [thing.replace("</ofd:AbbreviatedData>", " B 1 1 2 2 3 3</ofd:AbbreviatedData>") for thing in table()]
    assert cells(read_ofd(write(tmp_path, package([page(*curved)])))) == []


# --- what is said ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        ([text(PROSE[0], 25, 40, size=3.0), picture(25, 60, 80, 60)], "图片未读取"),
        ([picture(0, 0, 210, 297)], "是扫描图片，没有文字"),
    ],
    ids=["picture", "scan"],
)
def test_pictures_are_named(tmp_path: Path, things: list[str], expected: str) -> None:
    raw = read_ofd(write(tmp_path, package([page(*things)])))
    assert [(warning.place, warning.problem) for warning in raw.warnings] == [("第1页", expected)]


def test_page_of_too_many_lines_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "MOST_PATHS", 5)
    raw = read_ofd(write(tmp_path, package([page(*table())])))
    assert cells(raw) == []
    assert [warning.place for warning in raw.warnings] == ["第1页"]


def test_ornament_is_not_named(tmp_path: Path) -> None:
    raw = read_ofd(write(tmp_path, package([page(text("一、总体要求", 25, 40), picture(25, 60, 10, 10))])))
    assert raw.warnings == ()


def test_attached_file_and_annotation_are_named(tmp_path: Path) -> None:
    more = "<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Attachs.xml</ofd:Attachments>"
    note = f'<ofd:Annot Type="Stamp"><ofd:Appearance>{text("同意", 1, 4)}</ofd:Appearance></ofd:Annot>'
    parts = {
        "Doc_0/Annots.xml": f'<ofd:Annotations {SPACE}><ofd:Page PageID="0"><ofd:FileLoc>Annot_0.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
        "Doc_0/Annot_0.xml": f"<ofd:PageAnnot {SPACE}>{note}{note.replace('Stamp', 'Watermark')}</ofd:PageAnnot>",
        "Doc_0/Attachs.xml": f'<ofd:Attachments {SPACE}><ofd:Attachment Name="附表.xlsx"/></ofd:Attachments>',
    }
    raw = read_ofd(write(tmp_path, package([page(text("一、总体要求", 25, 40))], more=more, parts=parts)))
    assert [(warning.place, warning.problem) for warning in raw.warnings] == [
        ("整个文件", "1条文字批注未读取"),
        ("附表.xlsx", "1个附件未读取"),
    ]


# --- what is refused ------------------------------------------------------------------------------------------------


def test_missing_page_is_named(tmp_path: Path) -> None:
    parts = package([page(text("一、总体要求", 25, 40))])
    del parts["Doc_0/Pages/Page_0/Content.xml"]
    assert "缺少Doc_0/Pages/Page_0/Content.xml" in refusal(write(tmp_path, parts))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"OFD.xml": f"<ofd:OFD {SPACE}/>"}, "里面没有 OFD 文档"),
        ({"OFD.xml": "<ofd:OFD"}, "OFD.xml不是有效的 XML"),
        ({"Doc_0/Document.xml": document(0)}, "文件里没有页面"),
        ({"Doc_0/Document.xml": document(6)}, "共6页，超过5页"),
        ({"Doc_0/Document.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + document(1)}, "XML 中声明了实体"),
        ({"Doc_0/Document.xml": "<a>" * 30 + "</a>" * 30}, "XML 嵌套层数太多"),
        ({"Doc_0/Document.xml": "<a>" * 300 + "</a>" * 300}, "XML 嵌套层数太多"),
        ({"Doc_0/Document.xml": "<a>" + f"<b>{' ' * 1_000_000}</b>" * 30 + "</a>"}, "解压后是原来的200倍以上"),
    ],
    ids=["no document", "cut off", "no pages", "pages", "entities", "deep", "deeper than the parser goes", "bomb"],
)
def test_refused(tmp_path: Path, change: dict[str, str], expected: str) -> None:
    parts = package([page(text("一、总体要求", 25, 40))]) | change
    assert expected in refusal(write(tmp_path, parts), limits=Limits(pages=5, depth=20))


def test_expanded_bytes_are_limited(tmp_path: Path) -> None:
    parts = package([page(text("一、总体要求", 25, 40))])
    assert "解压后超过" in refusal(write(tmp_path, parts), limits=Limits(expanded_bytes=500))


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"", "文件是空的"), (b"no zip", "文件已损坏"), (b"x" * 2000, "文件超过")],
    ids=["empty", "no zip", "large"],
)
def test_no_package(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "report.ofd"
    path.write_bytes(content)
    assert expected in refusal(path, limits=Limits(file_bytes=1000))


def test_encrypted(tmp_path: Path) -> None:
    path = write(tmp_path, package([page(text("一、总体要求", 25, 40))]))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert "文件已加密" in refusal(path)
