"""Word files of one form each: headings by style and by look, boxes, notes, fields, changes, WPS."""

from __future__ import annotations

from kit_docx import NORMAL, cell, docx, paragraph, run, table, title


def _style(id: str, name: str, properties: str = "", look: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def headings_by_style() -> bytes:
    """Built-in title and heading styles."""
    styles = NORMAL + _style("Title", "Title") + _style("Heading1", "heading 1") + _style("Heading2", "heading 2")
    return docx(
        paragraph("澹州市交通局2024年工作要点", style="Title"),
        paragraph("公路养护", style="Heading1"),
        paragraph("日常养护", style="Heading2"),
        paragraph("每月巡查县道一次。"),
        paragraph("灾害抢修", style="Heading2"),
        paragraph("汛期前备足抢修物料。"),
        paragraph("公交服务", style="Heading1"),
        paragraph("年底前新开公交线路2条。"),
        styles=styles,
    )


def headings_by_outline_level() -> bytes:
    """Plain paragraphs with an outline level."""
    first, second = ('<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="1"/>')
    return docx(
        title("岚杼县人社局2023年工作计划"),
        paragraph("就业服务", more=first),
        paragraph("招聘活动", more=second),
        paragraph("举办招聘会10场。"),
        paragraph("社保经办", more=first),
        paragraph("6月底前开通网上查询。"),
    )


def headings_by_look() -> bytes:
    """Bold and larger lines without style or number."""

    def head(text: str) -> str:
        return paragraph(run(text, bold=True, size=18))

    return docx(
        title("汐桥镇卫生院2024年工作计划"),
        head("基本医疗"),
        paragraph("全年接诊不少于两万人次，严格执行首诊负责制。"),
        head("公共卫生"),
        paragraph("为65岁以上老人体检一次，体检率达到80%。"),
        head("队伍建设"),
        paragraph("选派3名医生到上级医院进修。"),
    )


def text_box() -> bytes:
    """One box in both notations, as Word stores it."""
    inside = f"<w:txbxContent>{paragraph('联系人：办公室，每月5日前报送进度。')}</w:txbxContent>"
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="2000000" cy="600000"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    picture = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    return docx(
        title("砚秋街道2022年文明创建工作安排"),
        paragraph(run("一、开展环境整治，3月底前清理小广告。") + box),
        paragraph("二、评选文明家庭20户。"),
    )


def _note(kind: str, id: int, text: str) -> str:
    return f'<w:{kind} w:id="{id}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>" + run(text))}</w:{kind}>'


def footnotes() -> bytes:
    """A footnote in mid-sentence."""
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    return docx(
        title("澹州市教育局2024年招生工作安排"),
        paragraph(run("5月底前公布学区划分") + mark + run("，接受群众查询。")),
        paragraph("8月20日前完成新生注册。"),
        footnotes=_note("footnote", 2, "划分以户籍地址为准。"),
    )


def endnotes() -> bytes:
    """An endnote in mid-sentence."""
    mark = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    return docx(
        title("澹州市教育局2023年工作总结"),
        paragraph(run("全年新增学位1200个") + mark + run("，资助学生300名。")),
        paragraph("培训教师500人次。"),
        endnotes=_note("endnote", 2, "不含民办学校。"),
    )


def content_controls() -> bytes:
    """Content controls on every level."""

    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:tag w:val='x'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    return docx(
        control(title("汐桥镇2025年防汛工作方案")),
        paragraph(run("一、汛前检查，") + control(run("4月15日前")) + run("查完全部涵闸。")),
        control(paragraph("二、备足编织袋5000条。")),
        table(2, ["任务", "责任单位"], [control(cell("抢险演练")), cell(control(paragraph("应急办")))]),
    )


def _field(code: str, shown: str) -> str:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    command = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return part("begin") + command + part("separate") + run(shown) + part("end")


def field_date() -> bytes:
    """The date of issue as a field."""
    return docx(
        title("岚杼县残联2024年工作计划"),
        paragraph("一、发放辅具100件，9月底前完成。"),
        paragraph("岚杼县残联", more='<w:jc w:val="right"/>'),
        paragraph(_field(r'DATE \@ "yyyy年M月d日"', "2024年1月8日"), more='<w:jc w:val="right"/>'),
    )


def field_page_reference() -> bytes:
    """A complex and a simple field in mid-sentence."""
    simple = f'<w:fldSimple w:instr=" REF plan ">{run("附表")}</w:fldSimple>'
    return docx(
        title("岚杼县残联2024年培训方案"),
        paragraph(run("一、培训对象见第") + _field(r"PAGEREF plan \h", "3") + run("页") + simple + run("，共40人。")),
        paragraph("二、培训时间为5月至6月。"),
    )


def field_contents() -> bytes:
    """A table of contents before the headings it lists."""

    def entry(text: str, page: str) -> str:
        return run(text) + "<w:r><w:tab/></w:r>" + _field(r"PAGEREF _Toc1 \h", page)

    styles = NORMAL + _style("TOC1", "toc 1") + _style("Heading1", "heading 1")
    first = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    first += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    return docx(
        title("澹州市商务局2026年工作计划"),
        paragraph("目　录", centred=True),
        paragraph(first + entry("一、扩大消费", "1"), style="TOC1"),
        paragraph(entry("二、稳定外贸", "2") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', style="TOC1"),
        paragraph("一、扩大消费", style="Heading1"),
        paragraph("举办购物节2场，5月和10月各一场。"),
        paragraph("二、稳定外贸", style="Heading1"),
        paragraph("走访外贸企业50家。"),
        styles=styles,
    )


def hidden_text() -> bytes:
    """A hidden run in mid-sentence."""
    return docx(
        title("汐桥镇2024年植树工作安排"),
        paragraph(run("一、3月12日前栽树2000棵") + run("（去年1500棵）", more="<w:vanish/>") + run("。")),
        paragraph("二、落实管护人员。"),
    )


def tracked_changes() -> bytes:
    """A replaced date and an added paragraph."""
    who = 'w:author="办公室" w:date="2024-01-02T09:00:00Z"'
    gone = f'<w:del w:id="1" {who}><w:r><w:delText>6月底</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2" {who}>{run("9月底")}</w:ins>'
    added = f'<w:ins w:id="3" {who}>{run("二、增设信箱5个。")}</w:ins>'
    return docx(
        title("砚秋街道2024年信访工作计划"),
        paragraph(run("一、") + gone + new + run("前化解积案10件。")),
        paragraph(added),
    )


def header_footer() -> bytes:
    """Running lines that are no part of the text."""
    section = '<w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
    return docx(
        title("澹州市审计局2024年审计计划"),
        paragraph("一、开展预算执行审计，8月底前出具报告。"),
        paragraph("二、开展离任审计6项。"),
        section=section,
        header=paragraph("内部资料　注意保存"),
        footer=paragraph(run("第") + _field("PAGE", "1") + run("页")),
    )


def wps() -> bytes:
    """Style ids and custom data as WPS writes them."""
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>'
    first = '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/></w:style>'
    second = '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>'
    custom = '<w:style w:type="paragraph" w:customStyle="1" w:styleId="16"><w:name w:val="公文正文"/></w:style>'
    mark = '<wpsCustomData:item val="1"/>'
    return docx(
        title("岚杼县2024年数据治理行动方案"),
        paragraph("摸清家底", style="2"),
        paragraph("清点系统", style="3"),
        paragraph("5月底前清点业务系统60个。", style="16"),
        paragraph("统一标准", style="2"),
        paragraph(run("印发数据目录1份。") + mark, style="16"),
        styles=normal + first + second + custom,
    )


def soft_breaks() -> bytes:
    """Breaks between items and inside a word."""
    stop = "<w:r><w:br/></w:r>"
    return docx(
        title("汐桥镇2024年宣传工作计划"),
        paragraph(stop.join(run(t) for t in ("一、办好广播站", "每周播出3期，由文化站负责。", "二、编印简报12期。"))),
        paragraph(run("三、培训通讯") + stop + run("员30名。")),
    )


DOCUMENTS = {
    "headings-by-style.docx": ("title and headings by style", headings_by_style),
    "headings-by-outline-level.docx": ("headings by the paragraph's outline level alone", headings_by_outline_level),
    "headings-by-look.docx": ("headings by look alone: bold, larger; centred title", headings_by_look),
    "text-box.docx": ("a text box stored twice, as DrawingML and as VML", text_box),
    "footnotes.docx": ("a footnote", footnotes),
    "endnotes.docx": ("an endnote", endnotes),
    "content-controls.docx": ("content controls around title, words, paragraph, cell", content_controls),
    "field-date.docx": ("a date field", field_date),
    "field-page-reference.docx": ("a page reference and a text reference", field_page_reference),
    "field-contents.docx": ("a table of contents", field_contents),
    "hidden-text.docx": ("hidden text", hidden_text),
    "tracked-changes.docx": ("insertions and a deletion not yet accepted", tracked_changes),
    "header-footer.docx": ("header and footer with a page number", header_footer),
    "wps.docx": ("saved as WPS does: style ids are digits, a namespace of its own", wps),
    "soft-breaks.docx": ("line breaks inside paragraphs, between items and inside a word", soft_breaks),
}  # fmt: skip
