import quopri
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.lexicon import load
from nlp.parse import read
from nlp.parse.html import _site_line, read_html
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.web_table import Cell, WebTable

RULES = load("web_lines.toml", keys=("name", "pattern", "examples", "not_examples"))


def page(folder: Path, body: str, *, name: str = "a.html", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(f"<html><meta charset={encoding}><body>{body}</body></html>".encode(encoding))
    return path


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


def rows(raw: Raw) -> list[list[tuple[str, int, int]]]:
    (grid,) = (block for block in raw.blocks if isinstance(block, Grid))
    return [[(c.text, c.row_span, c.column_span) for c in grid.cells if c.row == row] for row in range(grid.rows)]


@pytest.mark.parametrize("text", [text for rule in RULES for text in rule["examples"]], ids=str)
def test_lines_of_the_site(text: str) -> None:
    assert _site_line().fullmatch(text)


@pytest.mark.parametrize("text", [text for rule in RULES for text in rule["not_examples"]], ids=str)
def test_lines_of_the_document(text: str) -> None:
    assert not _site_line().fullmatch(text)


LINES = {
    "paragraphs that are not closed": ("<p>一、修路<p>二、架桥", ["一、修路", "二、架桥"]),
    "breaks": ("<p>　　一、修路<br>　　二、架桥</p>", ["一、修路", "二、架桥"]),
    "wrapped source": ("<p>修订\n  预案 and\nmore</p>", ["修订预案 and more"]),
    "entities": ("<p>&#19968;、修路&nbsp;3&mdash;5公里&lt;</p>", ["一、修路 3—5公里<"]),
    "scripts and styles": ("<script>'<p>x</p>'</script><style>p{}</style><p>修路</p>", ["修路"]),
    "hidden": ("<div style='display: none'><p>x</p></div><p hidden>y</p><p>修路</p>", ["修路"]),
    "hidden, not closed": ("<p style='display:none'>x<p>修路", ["修路"]),
    "parts of words": ("<p><b>修</b><span>路</span></p>", ["修路"]),
    "numbered list": ("<ol start=3><li>修路<li>架桥</ol><ul><li>点</ul>", ["3.修路", "4.架桥", "点"]),
    "chinese numbers": ("<ol style='list-style-type:cjk-ideographic'><li>修路<li>架桥</ol>", ["一、修路", "二、架桥"]),
    "menu": ("<ul><li><a href=/>首页</a><li><a href=a>公开</a><li><a href=b>服务</a></ul><p>修路</p>", ["修路"]),
    "one link": ("<p><a href=a>修订预案</a></p><p>修路</p>", ["修订预案", "修路"]),
    "site": ("<nav>x</nav><p>修路</p><p>【打印本页】</p><footer>y</footer>", ["修路"]),
    "table that lays out": ("<table><tr><td><p>修路</p><table><tr><td>架桥</table></table>", ["修路", "架桥"]),
}


@pytest.mark.parametrize(("body", "expected"), LINES.values(), ids=LINES.keys())
def test_lines(body: str, expected: list[str], tmp_path: Path) -> None:
    assert texts(read_html(page(tmp_path, body))) == expected


def test_headings_have_levels(tmp_path: Path) -> None:
    raw = read_html(page(tmp_path, "<h1 align=center>要点</h1><h2>修路</h2><p><b>架桥</b></p>"))
    told = [(b.style_level, b.centred, b.bold) for b in raw.blocks if isinstance(b, Paragraph)]
    assert told == [(0, True, False), (1, False, False), (None, False, True)]


TABLES = {
    "spans": (
        "<tr><th>序号<th>任务<th colspan=2>单位<tr><td rowspan=2>1<td>修路<td>一科<td>二科<tr><td>架桥<td colspan=2>三科",
        [
            [("序号", 1, 1), ("任务", 1, 1), ("单位", 1, 2)],
            [("1", 2, 1), ("修路", 1, 1), ("一科", 1, 1), ("二科", 1, 1)],
            [("架桥", 1, 1), ("三科", 1, 2)],
        ],
    ),
    "a span that is too large": (
        "<tr><td rowspan=99 colspan=1000>甲<td>乙<tr><td>丙",
        [[("甲", 2, 1), ("乙", 1, 1)], [("丙", 1, 1)]],
    ),
    "rows that are too short": (
        "<tr><td>甲<td>乙<tr><td>丙",
        [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("", 1, 1)]],
    ),
    "lines in a cell": (
        "<tr><td>甲<td>乙<br>丙<tr><td><p>丁</p><p>戊</p><td>己",
        [[("甲", 1, 1), ("乙\n丙", 1, 1)], [("丁\n戊", 1, 1), ("己", 1, 1)]],
    ),
    "a small table in a cell": (
        "<tr><td>任务<td>单位名称<tr><td>修路架桥<td><table><tr><td>一<td>二<tr><td>三<td>四</table>",
        [[("任务", 1, 1), ("单位名称", 1, 1)], [("修路架桥", 1, 1), ("一\n二\n三\n四", 1, 1)]],
    ),
}


@pytest.mark.parametrize(("body", "expected"), TABLES.values(), ids=TABLES.keys())
def test_tables(body: str, expected: list[list[tuple[str, int, int]]], tmp_path: Path) -> None:
    assert rows(read_html(page(tmp_path, f"<table>{body}</table>"))) == expected


def test_every_place_of_a_table_is_covered_once(tmp_path: Path) -> None:
    body = "<tr><td rowspan=2>a<td>b<td colspan=3>c<tr><td colspan=2 rowspan=3>d<td>e<tr><td>f<td colspan=9>g<tr><td>h"
    (grid,) = (b for b in read_html(page(tmp_path, f"<table>{body}</table>")).blocks if isinstance(b, Grid))
    places = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(places) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "big5", "utf-16"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    assert texts(read_html(page(tmp_path, "<p>修路三公里</p>", encoding=encoding))) == ["修路三公里"]


def test_a_page_that_names_the_wrong_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("<html><meta charset=utf-8><p>修路三公里</p>".encode("gbk"))
    assert texts(read_html(tmp_path / "a.html")) == ["修路三公里"]


def test_page_saved_as_one_file(tmp_path: Path) -> None:
    source = quopri.encodestring("<html><meta charset=utf-8><p>修路</p></html>".encode())
    head = b"From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n"
    part = b"--X\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    (tmp_path / "a.mht").write_bytes(head + part + source + b"\r\n--X--\r\n")
    assert read(tmp_path / "a.mht").text == "修路"


def test_attachments_and_pictures_are_named(tmp_path: Path) -> None:
    body = "<p>正文。</p><p><a href='/d/%E8%A1%A8.xlsx?x=1'>附件：任务表</a></p><p><img src=a.png width=600 height=800></p>"
    raw = read_html(page(tmp_path, body))
    assert [(warning.place, warning.problem) for warning in raw.warnings] == [
        ("表.xlsx", "网页链接的1个附件未读取"),
        ("整个文件", "正文中的1张图片未读取"),
    ]


@pytest.mark.parametrize("ending", [".xls", ".doc", ".wps", ".et", ".txt", ""])
def test_page_under_the_name_of_a_document(ending: str, tmp_path: Path) -> None:
    body = "<table><tr><td>任务<td>单位<tr><td>修路<td>一科</table>"
    assert len(read(page(tmp_path, body, name=f"plan{ending}")).tables) == 1


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx", ".zip", ".png"])
def test_message_of_the_site_under_the_name_of_a_file(ending: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="内容是网页，不是"):
        read(page(tmp_path, "<h1>404</h1>", name=f"plan{ending}"))


def test_page_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="网页里没有正文"):
        read_html(page(tmp_path, "<script>x</script>"))


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<p hidden>"])
def test_deep_nesting(tag: str, tmp_path: Path) -> None:
    assert "修路" in "".join(texts(read_html(page(tmp_path, "<p>修路</p>" + tag * 20_000 + "x"))))


def test_too_large_a_table_is_refused() -> None:
    table = WebTable([[Cell(1000, 1000, [Paragraph("x")]) for _ in range(2)] for _ in range(1000)])
    with pytest.raises(InputError, match="有表格超过500,000个单元格"):
        list(table.finish("a.html"))


@pytest.mark.parametrize("indent", ["&emsp;&emsp;", "&ensp;&ensp;", "　　", "&nbsp;&nbsp;"])
def test_indent_is_no_part_of_a_line(tmp_path, indent: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>{indent}一、抓落实</p></body></html>", encoding="utf-8")
    assert [block.text for block in read_html(path).blocks] == ["一、抓落实"]


def test_lines_of_preformatted_text_stay_lines(tmp_path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><pre>一、抓落实\n1.召开会议。\n2.开展检查。</pre></body></html>", encoding="utf-8")
    assert [block.text for block in read_html(path).blocks] == ["一、抓落实", "1.召开会议。", "2.开展检查。"]
