"""PDFs of one form each: running lines, watermark, tables over pages, columns, rotation, odd fonts, a scan."""

from __future__ import annotations

import io
import re

from kit_pdf import HEIGHT, LEADING, LEFT, SIZE, WIDTH, Paper, pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SENTENCES = [
    "全年检修排水管道{}公里，清掏雨水口{}个，发现淤堵在24小时内疏通，由排水科负责。",
    "对辖区{}座泵站逐台检查，更换老化电缆{}米，汛期前完成试运行并做好记录。",
]


def running_lines(paper: Paper) -> None:
    """Three pages with the same line above and a number below."""

    def frame() -> None:
        paper.line("澹州市水务局文件汇编", LEFT, y=HEIGHT - 50.0, size=10.0)
        paper.line(f"— {paper.page} —", WIDTH / 2 - 20.0, y=45.0, size=10.0)

    parts = ["一、排水设施", "二、供水管网", "三、河道管护"]
    frame()
    paper.title("澹州市水务局2024年工作计划")
    for i, part in enumerate(parts):
        if i:
            paper.next_page()
            frame()
        paper.text(part)
        for k, sentence in enumerate(SENTENCES):
            paper.text(sentence.format(12 + 3 * i + k, 160 + 20 * i + k))


def watermark(paper: Paper) -> None:
    """Grey letters across both pages."""

    def mark() -> None:
        paper.canvas.saveState()
        paper.canvas.translate(WIDTH / 2, HEIGHT / 2)
        paper.canvas.rotate(45)
        paper.canvas.setFillGray(0.85)
        paper.line("内部资料", -120.0, y=0.0, size=60.0)
        paper.canvas.restoreState()

    mark()
    paper.title("砚秋街道2024年反诈工作方案")
    paper.text("一、广泛宣传")
    paper.text("每月进社区宣讲一次，张贴海报不少于500张，老年人群体逐户上门讲解，做到家喻户晓。")
    paper.next_page()
    mark()
    paper.text("二、预警劝阻")
    paper.text("接到预警后30分钟内联系当事人，由派出所和社区共同上门劝阻，全年劝阻率达到95%。")


def cut_lines(paper: Paper) -> None:
    """One long sentence with a bracket that ends on the next page."""
    paper.title("岚杼县2024年公路建设工作要点")
    paper.y = 90.0 + 3 * LEADING
    paper.text("一、加快项目建设")
    paper.text(
        "年底前建成通村公路30公里，改造危桥6座，安装护栏12公里，打通断头路4条，同步做好边坡绿化和排水沟建设，确保工程质量"
        "一次验收合格（责任单位：县交通运输局、县自然资源局、县公安局交通警察大队、各乡镇人民政府，完成时限：2024年12月底）。"
    )
    paper.text("二、抓好日常养护")
    paper.text("县道每月巡查不少于2次。")


HEADER = ["序号", "工作任务", "责任单位", "完成时限"]
WIDTHS = [40.0, 210.0, 110.0, 75.0]


def ruled(paper: Paper) -> None:
    """Rulings around every cell."""
    paper.title("汐桥镇2024年重点任务分解表")
    rows = [
        ["1", "新建冷链仓库1座，建成后交合作社管护", "经发办", "9月底前"],
        ["2", "整修灌溉渠道8公里", "水利站、各村", "4月底前"],
        ["3", "慰问困难群众200户", "民政办", "春节前"],
    ]
    paper.table(WIDTHS, [HEADER, *rows])


def half_ruled(paper: Paper) -> None:
    """Rulings across only."""
    paper.title("砚秋街道2024年任务清单")
    rows = [
        ["1", "更换路灯120盏", "城建办", "6月底前"],
        ["2", "修复护栏800米", "城建办", "8月底前"],
        ["3", "清理楼道杂物", "各社区", "每月一次"],
        ["4", "检测电梯60部", "市监所", "10月底前"],
    ]
    paper.table(WIDTHS, [HEADER, *rows], upright=False)


def _over_pages(paper: Paper, title: str, *, repeated: bool) -> None:
    works = ["改造老旧小区", "新建口袋公园", "增设充电桩", "安装监控探头", "维修健身器材", "疏通下水管道"]
    rows = [[str(i + 1), work, "城建办", f"{i + 4}月底前"] for i, work in enumerate(works)]
    paper.title(title)
    paper.y = 90.0 + 4 * 28.0
    paper.table(WIDTHS, [HEADER, *rows[:3]])
    paper.next_page()
    paper.table(WIDTHS, [HEADER, *rows[3:]] if repeated else rows[3:])


def header_repeated(paper: Paper) -> None:
    """Six rows over two pages, the header on both."""
    _over_pages(paper, "澹州市住建局2024年任务分解表", repeated=True)


def header_missing(paper: Paper) -> None:
    """Six rows over two pages, the header on the first."""
    _over_pages(paper, "澹州市住建局2023年任务分解表", repeated=False)


def broken_row(paper: Paper) -> None:
    """The second row ends on the next page."""
    paper.title("岚杼县文旅局2024年任务分解表")
    paper.y = 90.0 + 5 * 28.0
    first = ["1", "举办文化节1场", "文化科", "5月底前"]
    cut = ["2", "编制旅游线路图3份，在车站、宾馆和景区投", "旅游科", "7月底前"]
    paper.table(WIDTHS, [HEADER, first, cut], open_end=True)
    paper.next_page()
    paper.table(WIDTHS, [[None, "放，并在网上公布", None, None], ["3", "检查旅行社12家", "执法队", "每季度"]])


def blank_under_merged(paper: Paper) -> None:
    """A category merged over two rows, and one with a blank below it."""
    paper.title("汐桥镇2023年重点任务分解表")
    rows = [
        ["平安建设", "每月排查矛盾一次", "综治办", "全年"],
        ["^", "新建警务室2个", "派出所", "8月底前"],
        ["生态环保", "清理河道5公里", "水利站", "6月底前"],
        [None, "拆除违建10处", "城建办", "9月底前"],
    ]
    paper.table([80.0, 170.0, 110.0, 75.0], [["类别", *HEADER[1:]], *rows])


def two_columns(paper: Paper) -> None:
    """Four items in two columns."""
    paper.title("砚秋街道工作简报2024年第3期")
    top, middle = paper.y, WIDTH / 2
    left = ["一、开展消防检查。3月上旬，街道组织检查沿街商铺160家，现场整改隐患42处，发放告知书160份，约谈负责人5名。",
            "二、办好便民市场。3月15日，便民市场开业，设置摊位80个，减免租金6万元，吸纳困难群众30名就业。"]  # fmt: skip
    right = ["三、关爱困境儿童。3月20日，社区志愿者走访困境儿童18名，赠送书包和文具18套，结对帮扶6户家庭。",
             "四、整治飞线充电。3月下旬，拆除飞线70处，新增充电插口200个，群众满意率达到96%。"]  # fmt: skip
    for column, x in ((left, LEFT - 20.0), (right, middle + 15.0)):
        paper.y = top
        for text in column:
            paper.text(text, x=x, right=x + 15 * SIZE)


def rotated(paper: Paper) -> None:
    """Landscape text on a page that is turned when shown."""
    paper.canvas.setPageRotation(90)
    paper.canvas.translate(WIDTH, 0)
    paper.canvas.rotate(90)
    paper.y = WIDTH - 90.0
    paper.line("岚杼县水库2024年值守安排", 250.0, size=22.0)
    paper.line("一、汛期每天24小时值守，由管理所负责。")
    paper.line("二、水位每两小时报送一次，超过警戒水位时每半小时报送一次。")
    paper.line("三、10月底前完成大坝白蚁防治。")


def plain(paper: Paper) -> None:
    """A short plan in prose."""
    paper.title("汐桥镇2024年殡葬改革工作计划")
    paper.text("一、清明节前公布公墓收费目录。")
    paper.text("二、年底前建成公益性公墓2处，由民政办负责。")


def no_encoding() -> bytes:
    """A PDF whose font does not say which letters its glyphs are: the map to Unicode is taken out."""
    return re.sub(rb"/ToUnicode \d+ \d+ R", lambda match: b" " * len(match[0]), pdf(plain))


def scan() -> bytes:
    """A page that is one picture: the text was drawn, then kept as black and white pixels only."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf(plain))
    picture = document[0].render(scale=150 / 72, grayscale=True).to_pil().convert("1", dither=Image.Dither.NONE)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    canvas.save()
    return out.getvalue()


DRAWN = {
    "running-lines.pdf": ("prose with header, footer and page numbers on each page", running_lines),
    "watermark.pdf": ("a slanted watermark below the text", watermark),
    "cut-by-lines-and-page.pdf": ("a sentence and a bracket cut by lines and by the page's end", cut_lines),
    "table-ruled.pdf": ("a ruled table, lines folded inside cells", ruled),
    "table-half-ruled.pdf": ("a table with rulings across and none upright", half_ruled),
    "table-header-repeated.pdf": ("a table over two pages, its header row repeated", header_repeated),
    "table-header-missing.pdf": ("a table over two pages, its header row not repeated", header_missing),
    "table-broken-row.pdf": ("a row broken by the page's end", broken_row),
    "table-blank-under-merged.pdf": ("a merged cell, and a blank cell where one was meant", blank_under_merged),
    "two-columns.pdf": ("two columns below one title", two_columns),
    "rotated.pdf": ("a page turned by 90 degrees", rotated),
}
DOCUMENTS = {name: (form, lambda draw=draw: pdf(draw)) for name, (form, draw) in DRAWN.items()}  # type: ignore[misc]
DOCUMENTS |= {
    "no-encoding.pdf": ("a font that does not say which letters its glyphs are", no_encoding),
    "scan.pdf": ("a scanned page: a picture without text", scan),
}
