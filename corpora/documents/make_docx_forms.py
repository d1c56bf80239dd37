"""Word files of one form each: signs of symbol fonts, forms to fill in, moved text, headings run into their text."""

from __future__ import annotations

from kit_docx import docx, levels, numbering, paragraph, run, title


def _mark(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def _code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def _sign(code: str, font: str = "Wingdings") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def symbols() -> bytes:
    """Ticks, boxes and bullets of Wingdings, a ringed number as a field, and a sign that no one knows."""
    ringed = _mark("begin") + _code(r"eq \o\ac(○,") + _code("2)") + _mark("end")
    letter = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    return docx(
        title("澹州市园林局2024年绿化工作安排"),
        paragraph(_sign("F0D8") + run("3月底前补植行道树500株。")),
        paragraph(run("养护等级：") + _sign("F0FE") + run("一级 ") + _sign("F0A8") + run("二级")),
        paragraph(run("①开展修剪；") + ringed + run("开展病虫害防治。")),
        paragraph(run("完成率") + _sign("F0B3", "Symbol") + run("95%") + f"<w:r>{letter}<w:t>ü</w:t></w:r>"),
        paragraph(run("附图见公示栏") + _sign("F0FF") + run("。")),
    )


def form_fields() -> bytes:
    """A box to tick and a list to choose from as old form fields, a control that was never filled in."""

    def box(state: str) -> str:
        return _mark("begin", f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>") + _mark("end")

    choice = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="一季度"/><w:listEntry w:val="二季度"/></w:ddList>'
    chosen = _mark("begin", f"<w:ffData>{choice}</w:ffData>") + _code(" FORMDROPDOWN ") + _mark("end")
    hint = run("单击此处输入文字。")
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{hint}</w:sdtContent></w:sdt>"
    return docx(
        title("岚杼县档案馆2024年工作计划"),
        paragraph(run("一、") + chosen + run("整理档案2000卷。")),
        paragraph(run("是否列入重点：") + box("<w:checked/>") + run("是 ") + box('<w:default w:val="0"/>') + run("否")),
        paragraph(run("责任单位：") + empty),
    )


def moved_text() -> bytes:
    """A paragraph that was moved while changes were tracked."""
    who = 'w:author="办公室" w:date="2024-01-02T09:00:00Z"'

    def moved(way: str, text: str) -> str:
        mark = f'<w:rPr><w:move{way} w:id="9" {who}/></w:rPr>'
        inner = paragraph(f'<w:move{way} w:id="3" {who}>{run(text)}</w:move{way}>', more=mark)
        return f'<w:move{way}RangeStart w:id="1" w:name="move1" {who}/>{inner}<w:move{way}RangeEnd w:id="1"/>'

    return docx(
        title("砚秋街道2024年垃圾分类工作计划"),
        moved("From", "开展入户宣传2次。"),
        paragraph("3月底前更换分类桶600个。"),
        moved("To", "开展入户宣传2次。"),
    )


def style_separator() -> bytes:
    """Headings whose paragraph mark is hidden, so that the text goes on behind them on the same line."""
    hidden = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"

    def item(head: str, text: str) -> str:
        return paragraph(head, number=(1, 1), more=hidden) + paragraph(text)

    return docx(
        title("汐桥镇2024年河道管护工作要点"),
        paragraph("日常管护", number=(1, 0)),
        item("加强巡查。", "每周巡河一次，由河长办负责。"),
        item("清理垃圾。", "6月底前清理漂浮物20吨。"),
        numbering=numbering(levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))),
    )


DOCUMENTS = {
    "symbols.docx": ("signs of symbol fonts, one of them unknown, and a ringed number as a field", symbols),
    "form-fields.docx": ("form fields: ticked box, chosen entry, a control never filled in", form_fields),
    "moved-text.docx": ("a paragraph moved while changes were tracked", moved_text),
    "style-separator.docx": ("headings with a hidden paragraph mark: the text goes on behind them", style_separator),
}
