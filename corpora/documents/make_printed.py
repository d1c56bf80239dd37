"""Pages printed to PDF by Chromium and LibreOffice, from HTML: their fonts, borders and page breaks to bytes."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

FONT = "Noto Serif CJK SC"
STYLE = (
    f"body{{font:12pt '{FONT}'}}h1{{font-size:18pt;text-align:center}}p{{margin:4px 0}}"
    "table{border-collapse:collapse;width:100%}td{padding:4px 9px;vertical-align:middle}"
)
HEAD = ("序号", "工作任务", "责任单位", "完成时限")
TASKS = (
    (
        "推动基层网格优化，城区网格调整为86个，配齐专职网格员并完成上岗培训，每季度考核一次。",
        "区委政法委、各街道",
        "3月底前",
    ),
    ("建设社区助餐点12处。", "区民政局", "9月底前"),
    (
        "完成老旧管网普查，建立问题清单和整改台账，明确整改时限和责任人，逐项销号管理。",
        "区住建局、区水务集团",
        "6月底前",
    ),
    ("修订机关考勤制度。", "办公室", "4月"),
    ("组织干部夜学，邀请专家授课，全年不少于10期，参训率达到95%以上。", "区委组织部", "全年"),
)


def page(style: str, body: str) -> str:
    """A page of HTML."""
    head = f'<meta charset="utf-8"><title>plan</title><style>{STYLE}{style}</style>'
    return f"<html><head>{head}</head><body>{body}</body></html>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as HTML; a cell may bring its own tag."""
    cells = ("".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def chromium(html: str) -> bytes:
    """The page as Chromium prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--print-to-pdf={out}", source.as_uri()], check=True, capture_output=True, timeout=120
        )
        return out.read_bytes()


def libreoffice(html: str) -> bytes:
    """The page as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(html, encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder]
        command.append(str(source))
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(".pdf").read_bytes()


def borderless() -> bytes:
    """A table without any line, its cells centred."""
    rows = [HEAD, *((str(i), *task) for i, task in enumerate(TASKS, 1))]
    body = f"<h1>澜浦区2024年重点任务分解表</h1><p>各街道，区直各单位：</p>{table(rows)}"
    style = "td:first-child,td:nth-child(4){white-space:nowrap}"
    return chromium(page(style, f"{body}<p>请于每月25日前报送进展情况，由区政府办公室汇总。</p>"))


def dotted() -> bytes:
    """Dotted borders, shading, category cells with one letter a line."""
    first, *rest = TASKS[:3]
    last = TASKS[3:]
    rows = [
        ("类别", "工作任务", "责任单位", "完成时限"),
        ('<td rowspan="3" class="up">基层治理</td>', *first),
        *rest,
        ('<td rowspan="2" class="up">机关建设</td>', *last[0]),
        last[1],
    ]
    style = "td{border:1px dotted #000;background:#eef}.up{width:1em;word-break:break-all}"
    return chromium(page(style, f"<h1>澜浦区2024年重点任务清单</h1>{table(rows)}"))


def cut_row() -> bytes:
    """A head of two rows, and a row that the page's end cuts."""
    rows = [[str(i), f"第{i}片区：{task}", unit, "各社区", time] for i, (task, unit, time) in enumerate(TASKS * 5, 1)]
    rows[19][1] += "".join(task for task, _, _ in TASKS)
    head = (
        *(f'<td rowspan="2">{name}</td>' for name in HEAD[:2]),
        '<td colspan="2">责任分工</td>',
        '<td rowspan="2">完成时限</td>',
    )
    text = "<h1>澜浦区2024年片区任务清单</h1><p>现将有关任务分解如下。</p>"
    body = text + table([head, ("牵头单位", "配合单位"), *rows])
    return libreoffice(page("", body.replace("<table>", '<table border="1" cellspacing="0">')))


DOCUMENTS = {
    "printed-borderless.pdf": ("a table without any line, printed by Chromium (Type 3 fonts)", borderless),
    "printed-dotted.pdf": ("dotted borders, shading, upright category cells, printed by Chromium", dotted),
    "printed-cut-row.pdf": ("a head of two rows, a row cut by the page's end, printed by LibreOffice", cut_row),
}
