"""Workbooks built by hand: what their sheets show, what is said of the rest, what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font

from nlp.errors import InputError
from nlp.lexicon import load
from nlp.parse.limits import Limits
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.xlsx import layout, read_xlsx
from nlp.parse.xlsx.book import Look
from nlp.parse.xlsx.layout import lay_out, patterns
from nlp.parse.xlsx.numbers import show_number, show_text
from nlp.parse.xlsx.sheet import Content

HEADER = ("序号", "工作任务", "责任单位")
ROWS = ((1, "修订预案", "办公室"), (2, "清理河道", "工程科"))
Fill = Callable[[Any], object]


def register(folder: Path, fill: Fill | None = None, *, first: int = 1, title: str = "Sheet1") -> Path:
    """A workbook with one small table whose header stands in row `first`; `fill` adds to its sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for r, row in enumerate((HEADER, *ROWS), first):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)
    if fill is not None:
        fill(sheet)
    path = folder / "register.xlsx"
    book.save(path)
    return path


def shared(folder: Path) -> Path:
    """The same small table, its texts kept apart from its sheet, as most programs write them."""
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, values in enumerate((HEADER, *ROWS)):
            sheet.write_row(row, 0, values)
    return path


def rows(raw: Raw) -> list[list[list[str]]]:
    """The texts of each grid, row by row; a merged cell stands once."""
    return [
        [[cell.text for cell in block.cells if cell.row == row] for row in range(block.rows)]
        for block in raw.blocks
        if isinstance(block, Grid)
    ]


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


def problems(raw: Raw) -> list[tuple[str, str]]:
    assert all(warning.file == "register.xlsx" for warning in raw.warnings)
    return [(warning.place, warning.problem) for warning in raw.warnings]


def changed(path: Path, member: str, change: Callable[[str], str]) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[member].decode()
    parts[member] = change(before).encode()
    assert parts[member] != before.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


TABLE = [list(HEADER), ["1", "修订预案", "办公室"], ["2", "清理河道", "工程科"]]
SHEET = "xl/worksheets/sheet1.xml"

# --- tables and lines -----------------------------------------------------------------------------------------------


def test_table_is_a_grid(tmp_path: Path) -> None:
    raw = read_xlsx(register(tmp_path))
    assert raw.format == "xlsx"
    assert raw.pages is None
    assert rows(raw) == [TABLE]
    assert len(raw.blocks) == 1
    assert raw.warnings == ()


def test_title_above_is_a_paragraph(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "年度重点任务台账"
        sheet["A1"].alignment, sheet["A1"].font = Alignment(horizontal="center"), Font(bold=True, size=18)
        sheet.merge_cells("A1:C1")
        sheet["B2"] = "（第二稿）"

    raw = read_xlsx(register(tmp_path, fill, first=3))
    assert raw.blocks[:2] == (
        Paragraph("年度重点任务台账", centred=True, bold=True, size=18.0),
        Paragraph("（第二稿）", size=11.0),
    )
    assert rows(raw) == [TABLE]


def test_form_lines_are_paragraphs(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["C1"] = "填报单位：水务局", "填报日期：2024年6月"
        sheet["A5"], sheet["C5"] = "审核人：", "联系电话："
        sheet["A6"] = "注：每月25日前报送。"

    raw = read_xlsx(register(tmp_path, fill, first=2))
    assert texts(raw) == ["填报单位：水务局", "填报日期：2024年6月", "审核人：", "联系电话：", "注：每月25日前报送。"]
    assert rows(raw) == [TABLE]


def test_row_across_the_table_stays_in_it(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.insert_rows(2)
        sheet["A2"] = "一、防汛抗旱"
        sheet.merge_cells("A2:C2")

    raw = read_xlsx(register(tmp_path, fill))
    assert rows(raw) == [[TABLE[0], ["一、防汛抗旱"], *TABLE[1:]]]


def test_last_group_without_rows_stays_in_the_table(tmp_path: Path) -> None:
    raw = read_xlsx(register(tmp_path, lambda sheet: sheet.cell(4, 1, 3)))
    assert rows(raw) == [[*TABLE, ["3", "", ""]]]


def below(*lines: str) -> Fill:
    """Rows across the table right below it."""

    def fill(sheet: Any) -> None:
        for row, line in enumerate(lines, 4):
            sheet.cell(row, 1, line)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)

    return fill


@pytest.mark.parametrize(
    "lines",
    [
        ("有关要求：", "1.各科室要逐项抓好落实。", "2.工程科每月通报进度。"),
        ("各科室要逐项抓好落实。",),
        ("各科室要逐项抓好落实。", "水务局", "2024年6月3日"),
    ],
    ids=["with a heading", "one sentence", "signed"],
)
def test_sentences_across_the_foot_stand_below_the_table(tmp_path: Path, lines: tuple[str, ...]) -> None:
    raw = read_xlsx(register(tmp_path, below(*lines)))
    assert (texts(raw), rows(raw)) == (list(lines), [TABLE])


def test_group_across_the_foot_stays_in_the_table(tmp_path: Path) -> None:
    raw = read_xlsx(register(tmp_path, below("三、有关要求", "（一）加强领导")))
    assert rows(raw) == [[*TABLE, ["三、有关要求"], ["（一）加强领导"]]]


def test_blank_row_parts_two_tables(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for column, value in enumerate(("类别", "数量"), 1):
            sheet.cell(6, column, value)
            sheet.cell(7, column, "会议" if column == 1 else 5)

    assert rows(read_xlsx(register(tmp_path, fill))) == [TABLE, [["类别", "数量"], ["会议", "5"]]]


def test_numbering_goes_on_behind_a_blank_row(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for column, value in enumerate((3, "改造管网", "供水科"), 1):
            sheet.cell(6, column, value)

    assert rows(read_xlsx(register(tmp_path, fill))) == [[*TABLE, ["3", "改造管网", "供水科"]]]


def test_sheet_of_lines_is_paragraphs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in ("年度工作要点", "一、总体要求", "修订预案。\n开展演练。"):
        book.active.append([line])
    book.save(tmp_path / "register.xlsx")
    raw = read_xlsx(tmp_path / "register.xlsx")
    assert texts(raw) == ["年度工作要点", "一、总体要求", "修订预案。", "开展演练。"]
    assert rows(raw) == []


def test_merged_cells_span(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["D1"], sheet["D2"], sheet["E1"] = "类别", "防汛", "备注"
        sheet.merge_cells("D2:D3")
        sheet.merge_cells("E1:F1")
        sheet["E2"], sheet["F2"] = "甲", "乙"

    grid = read_xlsx(register(tmp_path, fill)).blocks[0]
    assert isinstance(grid, Grid)
    assert {(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells if c.column >= 3} == {
        ("类别", 0, 3, 1, 1),
        ("备注", 0, 4, 1, 2),
        ("防汛", 1, 3, 2, 1),
        ("甲", 1, 4, 1, 1),
        ("乙", 1, 5, 1, 1),
        ("", 2, 4, 1, 1),
        ("", 2, 5, 1, 1),
    }


def test_every_place_is_covered_once(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["B4"], sheet["D4"], sheet["A6"] = "甲", "乙", "丙"
        for merge in ("B4:C5", "D4:D6", "A6:C6"):
            sheet.merge_cells(merge)

    path = register(tmp_path, fill)
    changed(path, SHEET, lambda xml: xml.replace('ref="A6:C6"', 'ref="A6:D6"'))  # two merges that overlap
    grid = read_xlsx(path).blocks[0]
    assert isinstance(grid, Grid)
    places = [
        (row, column)
        for c in grid.cells
        for row in range(c.row, c.row + c.row_span)
        for column in range(c.column, c.column + c.column_span)
    ]
    assert sorted(places) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]
    assert {"甲", "乙", "丙"} <= {c.text for c in grid.cells}


PLACES = st.tuples(st.integers(1, 6), st.integers(1, 6))


@given(
    st.dictionaries(PLACES, st.text("甲乙12", min_size=1, max_size=3), max_size=20),
    st.lists(st.tuples(PLACES, PLACES), max_size=4),
    st.sets(st.integers(1, 6), max_size=2),
    st.sets(st.integers(1, 6), max_size=2),
)
def test_any_sheet_is_laid_out_whole(
    cells: dict[tuple[int, int], str], ends: list[Any], hidden_rows: set[int], hidden_columns: set[int]
) -> None:
    merges = [(min(one, two), max(one, two)) for one, two in ends if one[1] <= two[1]]
    merges = [(one, two) for one, two in merges if one[1] <= two[1] and one != two]
    content = Content(
        cells={place: (text, Look()) for place, text in sorted(cells.items())},
        merges=merges,
        hidden_rows={row for row in hidden_rows if any(row == r for r, _ in cells)},
        hidden_columns=[(column, column) for column in hidden_columns],
    )
    found: Counter[str] = Counter()
    for block in lay_out(content):
        if isinstance(block, Paragraph):
            found[block.text] += 1
            continue
        places = [
            (row, column)
            for cell in block.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert sorted(places) == [(row, column) for row in range(block.rows) for column in range(block.columns)]
        found.update(cell.text for cell in block.cells if cell.text)
    inside = {
        (row, column)
        for (first, left), (last, right) in merges
        if (first, left) in cells
        for row in range(first, last + 1)
        for column in range(left, right + 1)
        if (row, column) != (first, left)
    }
    unseen = {place for place in cells if place[0] in hidden_rows or place[1] in hidden_columns}
    assert not Counter(text for place, text in cells.items() if place not in inside | unseen) - found


def test_merge_to_the_last_row_is_cut(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["D1"], sheet["D2"] = "类别", "防汛"
        sheet.merge_cells("D2:D3")

    path = changed(register(tmp_path, fill), SHEET, lambda xml: xml.replace('"D2:D3"', '"D2:D1048576"'))
    grid = read_xlsx(path).blocks[0]
    assert isinstance(grid, Grid)
    assert [(c.row, c.row_span) for c in grid.cells if c.text == "防汛"] == [(1, 2)]


def test_rows_and_columns_that_hold_nothing_are_cut(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.insert_cols(1)
        for row in range(1, 40):
            sheet.cell(row, 9).font = Font(bold=True)

    assert rows(read_xlsx(register(tmp_path, fill))) == [TABLE]


# --- sheets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Sheet1", "工作表1", "Sheet1 (2)"])
def test_name_that_says_nothing_is_left_out(tmp_path: Path, name: str) -> None:
    assert texts(read_xlsx(register(tmp_path, title=name))) == []


def test_name_of_a_sheet_heads_it(tmp_path: Path) -> None:
    assert read_xlsx(register(tmp_path, title="重点任务")).blocks[0] == Paragraph("重点任务")


def test_name_beside_a_title_is_left_out(tmp_path: Path) -> None:
    path = register(tmp_path, lambda sheet: sheet.cell(1, 1, "年度工作台账"), first=2, title="重点任务")
    assert texts(read_xlsx(path)) == ["年度工作台账"]


def test_title_of_the_first_sheet_that_names_a_paper_stands_above_all(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        plan = sheet.parent.create_sheet("任务")
        for row in (["澄湖县2027年重点任务分解表"], list(HEADER), list(ROWS[0])):
            plan.append(row)

    raw = read_xlsx(register(tmp_path, fill, title="去年数据"))
    assert texts(raw) == ["澄湖县2027年重点任务分解表", "去年数据", "任务"]


def test_names_of_several_sheets_are_headings(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for name in ("供水", "Sheet3", "空表"):
            other = sheet.parent.create_sheet(name)
            if name != "空表":
                other.append(["任务", "时限"])

    raw = read_xlsx(register(tmp_path, fill, title="防汛"))
    heads = [block for block in raw.blocks if isinstance(block, Paragraph)]
    assert heads == [Paragraph("防汛", style_level=1), Paragraph("供水", style_level=1)]
    assert rows(raw) == [TABLE, [["任务", "时限"]], [["任务", "时限"]]]


@pytest.mark.parametrize(
    "header",
    [["类别", "任务", "时限"], ["姓名", "电话"], ["项目", None, "时限"]],
    ids=["categories", "no tasks", "categories below another header"],
)
def test_name_of_a_sheet_with_categories_or_without_tasks_is_no_heading(tmp_path: Path, header: list[str]) -> None:
    def fill(sheet: Any) -> None:
        other = sheet.parent.create_sheet("供水")
        other.append(header)
        other.append(["领域", "具体任务", "时限"][: len(header)])
        if None in header:
            other.merge_cells("A1:B1")

    raw = read_xlsx(register(tmp_path, fill, title="防汛"))
    heads = [block for block in raw.blocks if isinstance(block, Paragraph)]
    assert heads == [Paragraph("防汛", style_level=1), Paragraph("供水")]


def test_words_of_a_header_in_the_rows_below_it_are_none(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        other = sheet.parent.create_sheet("慰问")
        other.append(["序号", "对象", "承办科室"])
        other.append([1, "重点项目", "办公室"])

    raw = read_xlsx(register(tmp_path, fill, title="防汛"))
    assert [block.style_level for block in raw.blocks if isinstance(block, Paragraph)] == [1, None]


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("修订预案\n开展演练", "General", "修订预案\n开展演练"),
        (" 修订预案 \r\n\r\n", "General", "修订预案"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (0.95, "0%", "95%"),
        (1, "000", "001"),
        (date(2024, 6, 30), "yyyy-mm-dd", "2024年6月30日"),
        (date(2024, 6, 30), "mm-dd-yy", "2024年6月30日"),
        (date(2024, 6, 30), 'yyyy"年"m"月"', "2024年6月"),
        (date(2024, 6, 30), 'm"月"', "6月"),
        (datetime(2024, 6, 30, 9, 30), "yyyy/m/d h:mm", "2024年6月30日 09:30"),
        (time(14, 30), "h:mm", "14:30"),
        (True, "General", "TRUE"),
        ("办公室", '"牵头："@', "牵头：办公室"),
    ],
)
def test_value_as_it_is_shown(tmp_path: Path, value: Any, code: str, expected: str) -> None:
    def fill(sheet: Any) -> None:
        sheet["B2"] = value
        sheet["B2"].number_format = code

    assert rows(read_xlsx(register(tmp_path, fill)))[0][1][1] == expected


def test_rich_text_and_comment(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["B2"] = CellRichText("修订", TextBlock(InlineFont(b=True), "预案"))
        sheet["B2"].comment = Comment("是否完成？", "甲")

    raw = read_xlsx(register(tmp_path, fill))
    assert rows(raw)[0][1][1] == "修订预案"
    assert raw.warnings == ()


def test_formula_with_a_stored_value(tmp_path: Path) -> None:
    path = register(tmp_path, lambda sheet: sheet.cell(3, 1, "=A2+1"))
    changed(path, SHEET, lambda xml: re.sub(r"</f><v ?/?>(</v>)?", "</f><v>2</v>", xml))
    assert rows(read_xlsx(path)) == [TABLE]


def test_days_since_1904(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["B2"], sheet["B2"].number_format = 44011, 'yyyy"年"m"月"d"日"'

    path = register(tmp_path, fill)
    changed(path, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr/>", '<workbookPr date1904="1"/>'))
    assert rows(read_xlsx(path))[0][1][1] == "2024年6月30日"


def test_shared_texts(tmp_path: Path) -> None:
    assert rows(read_xlsx(shared(tmp_path))) == [TABLE]


def test_phonetic_guide_is_left_out(tmp_path: Path) -> None:
    path = shared(tmp_path)
    guide = "<rPh sb='0' eb='1'><t>xiu</t></rPh>"
    changed(path, "xl/sharedStrings.xml", lambda xml: xml.replace("<t>修订预案</t>", f"<t>修订预案</t>{guide}"))
    assert rows(read_xlsx(path)) == [TABLE]


def test_cells_without_references_and_inline_texts(tmp_path: Path) -> None:
    path = register(tmp_path)
    lines = [[f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in row] for row in TABLE]
    cells = "".join(f"<row>{''.join(line)}</row>" for line in lines)
    changed(path, SHEET, lambda xml: re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>", xml))
    assert rows(read_xlsx(path)) == [TABLE]


def test_strict_variant_is_read(tmp_path: Path) -> None:
    path = shared(tmp_path)
    for member in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        changed(
            path,
            member,
            lambda xml: (
                xml.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
                .replace("spreadsheetml/2006/main", "spreadsheetml/main")
                .replace("officeDocument/2006/", "officeDocument/")
            ),
        )
    assert rows(read_xlsx(path)) == [TABLE]


# --- what is said ---------------------------------------------------------------------------------------------------


def test_hidden_parts_are_counted(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A4"], sheet["B5"], sheet["E1"], sheet["F2"] = "旧", "旧", "内部", "内部"
        sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["E"].hidden = sheet.column_dimensions["F"].hidden = True
        sheet.column_dimensions["H"].hidden = True
        for name in ("旧表", "空表"):
            other = sheet.parent.create_sheet(name)
            other.sheet_state = "hidden"
        sheet.parent["旧表"]["A1"] = "旧"

    raw = read_xlsx(register(tmp_path, fill))
    assert rows(raw) == [TABLE]
    assert problems(raw) == [
        ("工作表“Sheet1”", "2个隐藏行未读取"),
        ("工作表“Sheet1”", "2个隐藏列未读取"),
        ("工作表“旧表”", "1张隐藏的工作表未读取"),
    ]


def test_hidden_row_is_no_blank_one(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["A5"], sheet["B5"], sheet["C5"] = 9, "改造管网", "供水科"
        sheet["A4"] = 3
        sheet.row_dimensions[4].hidden = True

    assert rows(read_xlsx(register(tmp_path, fill))) == [[*TABLE, ["9", "改造管网", "供水科"]]]


def test_merged_cell_shows_though_its_first_row_is_hidden(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["D1"], sheet["D2"] = "类别", "防汛"
        sheet.merge_cells("D2:D3")
        sheet.row_dimensions[2].hidden = True

    assert rows(read_xlsx(register(tmp_path, fill))) == [[[*TABLE[0], "类别"], [*TABLE[2], "防汛"]]]


@pytest.mark.parametrize(
    ("cell", "expected", "shown"),
    [
        ("<c r='B2'><f>1+1</f></c>", ("工作表“Sheet1”B2", "1个公式没有保存计算结果"), ""),
        ("<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", ("工作表“Sheet1”B2", "1个公式显示错误值"), "#DIV/0!"),
        (
            "<c r='B2' t='str'><f>_xlfn.DISPIMG(\"I\",1)</f><v>=DISPIMG(\"I\",1)</v></c>",
            ("工作表“Sheet1”", "1张图片未读取"),
            "",
        ),
    ],
    ids=["formula", "error", "picture in a cell"],
)
def test_cell_without_a_text(tmp_path: Path, cell: str, expected: tuple[str, str], shown: str) -> None:
    path = register(tmp_path)
    changed(path, SHEET, lambda xml: re.sub(r'<c r="B2".*?</c>', lambda _: cell, xml))
    raw = read_xlsx(path)
    assert problems(raw) == [expected]
    assert rows(raw)[0][1][1] == shown


def test_pictures_and_text_boxes_are_counted(tmp_path: Path) -> None:
    from openpyxl.drawing.image import Image

    dot = io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    path = register(tmp_path, lambda sheet: sheet.add_image(Image(dot), "E5"))
    box = (
        '<xdr:sp xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:txBody>'
        '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>说明</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    )
    changed(path, "xl/drawings/drawing1.xml", lambda xml: re.sub(r"(</(\w+:)?wsDr>)", box + r"\1", xml))
    assert problems(read_xlsx(path)) == [
        ("工作表“Sheet1”", "1张图片未读取"),
        ("工作表“Sheet1”", "1个文本框未读取"),
    ]


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "change", "expected"),
    [
        ("xl/workbook.xml", lambda xml: xml[:50], "xl/workbook.xml不是有效的 XML"),
        (SHEET, lambda xml: xml[:-30], "xl/worksheets/sheet1.xml不是有效的 XML"),
        (SHEET, lambda xml: '<!DOCTYPE a [<!ENTITY b "c">]>' + xml, "XML 中声明了实体"),
        (
            "xl/_rels/workbook.xml.rels",
            lambda xml: xml.replace("sheet1", "sheet9"),
            "缺少xl/worksheets/sheet9.xml",
        ),
        (SHEET, lambda xml: xml + " " * 30_000_000, "解压后是原来的200倍以上"),
        (
            "xl/workbook.xml",
            lambda xml: xml.replace("<sheets>", "<a>" * 300 + "</a>" * 300 + "<sheets>"),
            "XML 嵌套层数太多",
        ),
    ],
    ids=["workbook cut off", "sheet cut off", "entities", "missing sheet", "bomb", "deep"],
)
def test_refused(tmp_path: Path, member: str, change: Callable[[str], str], expected: str) -> None:
    path = changed(register(tmp_path), member, change)
    with pytest.raises(InputError) as caught:
        read_xlsx(path)
    assert str(caught.value).startswith("register.xlsx: ")
    assert expected in str(caught.value)


def test_other_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "register.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InputError, match=r"register\.xlsx: 里面没有工作簿"):
        read_xlsx(tmp_path / "register.xlsx")


def test_expanded_bytes_are_limited(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="解压后超过"):
        read_xlsx(register(tmp_path), limits=Limits(expanded_bytes=2000))


def test_sparse_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_CELLS", 8)
    with pytest.raises(InputError, match="有表格超过8个单元格；请拆分后分别提交"):
        read_xlsx(register(tmp_path))


# --- formats and rules ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.9555, "0.0%", "95.6%"),
        (2.5, "0", "3"),
        (-3, "0;(0)", "(3)"),
        (-3, "0.0", "-3.0"),
        (-0.001, "0.0", "0.0"),
        (0, "0;-0;;@", ""),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "-"),
        (1.5, ";;;", "1.5"),
        (2, "#.##", "2"),
        (0.5, "0.##", "0.5"),
        (123456, '0!.0,"万"', "12.3万"),
        (12, '0"个"', "12个"),
        (12, 'G/通用格式"个"', "12个"),
        (12, "[DBNum1]General", "十二"),
        (150, '[>=100]"超额";0', "超额"),
        (5, '[>=100]"超额";0', "5"),
        (60, "[$¥-804]#,##0.00", "¥60.00"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.5, "# ?/?", "1.5"),
        (320100199001011000, "0", "320100199001011000"),
        (1e20, "General", "1.00000E+20"),
        (0.000001, "General", "0.000001"),
        (7, "[Red]0", "7"),
        (45473, "yyyy\\-mm\\-dd;@", "2024年6月30日"),
        (45473, "mmm-yy", "2024年6月"),
        (45473, "m/d", "6月30日"),
        (45473, 'yyyy"年"mm"月"', "2024年06月"),
        (45473, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年六月三十日"),
        (45473, "aaaa", "星期日"),
        (45473.75, 'h"时"mm"分"', "18时00分"),
        (45473.75, '上午/下午h"时"', "下午6时"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy/m/d", "1900年2月28日"),
        (-1, "yyyy/m/d", "-1"),
        (1e9, "yyyy/m/d", "1000000000"),
    ],
)
def test_number_format(value: float, code: str, expected: str) -> None:
    assert show_number(value, code) == expected


@pytest.mark.parametrize(("code", "expected"), [("0;-0;0;@", "甲"), ("@", "甲"), ("0", "甲"), ('@"科"', "甲科")])
def test_text_format(code: str, expected: str) -> None:
    assert show_text("甲", code) == expected


RULES = load("sheet_lines.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule["examples"]])
def test_examples(rule: Any, text: str) -> None:
    assert _fits(re.compile(rule["pattern"], re.IGNORECASE), rule["kind"], text)
    assert _fits(patterns()[rule["kind"]], rule["kind"], text)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule["not_examples"]])
def test_not_examples(rule: Any, text: str) -> None:
    assert not _fits(re.compile(rule["pattern"], re.IGNORECASE), rule["kind"], text)


def _fits(pattern: re.Pattern[str], kind: str, text: str) -> bool:
    return bool(pattern.fullmatch(text) if kind == "default_name" else pattern.match(text))


def test_cell_whose_text_is_missing_is_named(tmp_path: Path) -> None:
    path = register(tmp_path)
    changed(path, SHEET, lambda xml: re.sub(r'<c r="B2".*?</c>', "<c r='B2' t='s'><v>999</v></c>", xml))
    assert problems(read_xlsx(path)) == [("工作表“Sheet1”B2", "1个单元格的文字在文件中缺失")]


def test_midnight_is_no_hour_of_a_deadline(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["D2"] = datetime(2024, 9, 30)
        sheet["D2"].number_format = "yyyy-mm-dd h:mm:ss"

    assert rows(read_xlsx(register(tmp_path, fill)))[0][1][-1] == "2024年9月30日"


def test_name_of_the_first_sheet_stands_below_the_title_of_all(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "城建"
    for row in (["青棠县2024年任务台账"], ["序号", "任务"], [1, "修路"]):
        book.active.append(row)
    other = book.create_sheet("交通")
    for row in (["序号", "任务"], [1, "架桥"]):
        other.append(row)
    book.save(tmp_path / "register.xlsx")
    blocks = read_xlsx(tmp_path / "register.xlsx").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["青棠县2024年任务台账", "城建", "交通"]
