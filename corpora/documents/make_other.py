"""Registers in .xlsx, reports in a .zip with GBK names, .ofd, and what LibreOffice writes: .doc, .rtf, .odt."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from kit_docx import NORMAL, docx, levels, numbering, pack, paragraph, table, title


def _xlsx(sheets: dict[str, list[list[str | int | datetime | None]]], merged: list[str]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell in (cell for row in sheet for cell in row if cell.is_date):
            cell.number_format = 'yyyy"年"m"月"d"日"'
        for cells in merged:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:  # openpyxl stamps the time of saving
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts["docProps/core.xml"] = re.sub(
        rb">\d{4}-\d\d-\d\dT[^<]+<", b">2024-01-02T09:00:00Z<", parts["docProps/core.xml"]
    )
    return pack(parts)


def register_plan() -> bytes:
    """A plan as a register: title row, header row, merged category."""
    return _xlsx(
        {
            "任务台账": [
                ["澹州市园林局2024年重点任务台账", None, None, None],
                ["类别", "工作任务", "责任单位", "完成时限"],
                ["绿化建设", "新建口袋公园5个", "建设科", datetime(2024, 9, 30)],
                [None, "补植行道树1200棵", "绿化科", "4月底前"],
                ["公园管理", "检修游乐设施", "公园科", "每月一次"],
            ]
        },
        ["A1:D1", "A3:A4"],
    )


def register_report() -> bytes:
    """A report as a register."""
    return _xlsx(
        {
            "进展情况": [
                ["公园管理处2024年任务进展情况表", None, None, None],
                ["序号", "任务", "进展情况", "完成率"],
                [1, "新建口袋公园5个", "已建成5个，6月18日全部开放", "100%"],
                [2, "补植行道树1200棵", "已补植900棵，其余正在进行", "75%"],
            ]
        },
        ["A1:D1"],
    )


REPORTS = {
    "报告/水利站工作总结.txt": "水利站2024年工作总结\n一、主要做法\n清理河道5公里，检修水闸9座。\n",
    "报告/民政办工作总结.txt": "民政办2024年工作总结\n一、主要做法\n慰问困难户200户，发放慰问金6万元。\n",
}


def gbk_names() -> bytes:
    """A zip whose names are GBK bytes without the flag for UTF-8, as archivers on Chinese Windows write them."""
    names = {name: name.encode("gbk") for name in REPORTS}
    marks = {name: f"{i:0{len(raw)}d}" for i, (name, raw) in enumerate(names.items())}  # as long as the GBK bytes
    data = pack({marks[name]: text.encode("gbk") for name, text in REPORTS.items()})
    for name, raw in names.items():
        data = data.replace(marks[name].encode(), raw)
    return data


def ofd() -> bytes:
    """An OFD of one page: text objects in millimetres from the upper left corner, one for each line."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    lines = [
        (60, 30, 7.8, "岚杼县医保局2024年工作要点"),
        (31, 48, 5.6, "一、扩大参保。年底前参保率达到98%，由参保科牵头，"),
        (20, 58, 5.6, "各乡镇配合。"),
        (31, 68, 5.6, "二、规范服务。6月底前公布办事指南。"),
    ]
    texts = ""
    for i, (x, y, size, text) in enumerate(lines):
        steps = [size / 2 if char.isascii() else size for char in text]
        deltas = " ".join(f"{step:.2f}" for step in steps[:-1])
        texts += (
            f'<ofd:TextObject ID="{20 + i}" Boundary="{x} {y} {sum(steps):.1f} {size + 2}" Font="3" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size}" DeltaX="{deltas}">{text}'
            "</ofd:TextCode></ofd:TextObject>"
        )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>{area}"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/>'
        "</ofd:Fonts></ofd:Res>",
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}>{area}<ofd:Content><ofd:Layer ID="2" Type="Body">'
        f"{texts}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return pack({name: head + xml for name, xml in parts.items()})


def office(suffix: str, name: str) -> bytes:
    """A plan with automatic numbers and a table, written by LibreOffice in the format of `suffix`."""
    source = docx(
        title(name),
        paragraph("强化宣传", number=(1, 0)),
        paragraph("3月底前印发宣传册1000份，由宣传科负责。"),
        paragraph("加强检查", number=(1, 0)),
        table(2, ["检查内容", "责任单位"], ["燃气管道", "燃气科"], ["加油站点", "能源科"]),
        paragraph("检查每季度一次。"),
        styles=NORMAL,
        numbering=numbering(levels(("chineseCounting", "%1、"))),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source.docx")
        path.write_bytes(source)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", suffix]
        subprocess.run([*command, "--outdir", folder, str(path)], check=True, capture_output=True, timeout=120)
        return path.with_suffix(f".{suffix}").read_bytes()


def rtf() -> bytes:
    """What LibreOffice writes, with the 、 that it loses from the level text put back as Word writes it."""
    return office("rtf", "澹州市能源局2023年工作计划").replace(rb"\'02\'00\'3f;", rb"\'02\'00\u12289\'3f;")


DOCUMENTS = {
    "register-plan.xlsx": ("a register of tasks (台账) with merged cells and a real date", register_plan),
    "register-report.xlsx": ("a register of progress", register_report),
    "gbk-names.zip": ("reports in a zip archive whose file names are GBK", gbk_names),
    "text.ofd": ("OFD with text objects", ofd),
    "old-word.doc": ("Word 97 to 2003", lambda: office("doc", "澹州市能源局2022年工作计划")),
    "rich-text.rtf": ("rich text", rtf),
    "open-document.odt": ("OpenDocument text", lambda: office("odt", "澹州市能源局2024年工作计划")),
}
