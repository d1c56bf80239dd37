"""Read an .xlsx or .xlsm into paragraphs and grids, sheet by sheet, as the sheets show themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Raw
from nlp.parse.xlsx.book import read_book
from nlp.parse.xlsx.layout import lay_out
from nlp.parse.xlsx.names import Blocks, name_sheets
from nlp.parse.xlsx.sheet import Content, read_sheet
from nlp.parse.zipped import open_package
from nlp.types import Warning

NAMED = 5  # cells that a warning names
UNHIDE = "如需核对，请取消隐藏或筛选后另存"


def read_xlsx(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:
    """The tables of a workbook's sheets, and the lines above and below them.

    Cells hold what the sheet shows: dates, numbers and percentages by their formats, formulas by their stored values;
    a date that is shown in digits and strokes is written with 年月日. A sheet's name stands above its blocks where it
    says something, as a heading where there are several sheets and its table has tasks without categories. Comments,
    headers and footers are left out; hidden rows, columns and sheets, pictures, text boxes and formulas without a
    stored value are left out and named in `warnings`.

    Raises InputError for a file that is missing, empty, encrypted, damaged, no workbook, or beyond `limits`.
    Source: ECMA-376 part 1, SpreadsheetML.

    >>> import openpyxl, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     book = openpyxl.Workbook()
    ...     book.active.append(["序号", "任务"])
    ...     book.active.append([1, "修订预案"])
    ...     book.save(Path(folder, "register.xlsx"))
    ...     [cell.text for cell in read_xlsx(Path(folder, "register.xlsx")).blocks[0].cells]
    ['序号', '任务', '1', '修订预案']
    """
    warnings: list[Warning] = []
    read: list[tuple[str, Blocks]] = []
    hidden: list[str] = []
    with open_package(path, limits=limits) as package:
        book = read_book(package)
        for sheet in book.sheets:
            content = read_sheet(package, book, sheet)
            if sheet.hidden:
                hidden += [sheet.name] if content.cells else []
                continue
            warnings += _warnings(path.name, sheet.name, content)
            if blocks := lay_out(content, file=path.name):
                read.append((sheet.name, blocks))
    if hidden:
        problem = f"{len(hidden)}张隐藏的工作表未读取"
        warnings.append(Warning(path.name, _quote(hidden), problem, UNHIDE))
    return Raw("xlsx", tuple(name_sheets(read)), warnings=tuple(warnings))


def _warnings(file: str, sheet: str, content: Content) -> Iterator[Warning]:
    shown = {place for place in content.cells if place[0] not in content.hidden_rows}
    columns = len({column for _, column in shown if content.hides_column(column)})
    place = f"工作表“{sheet}”"
    if rows := len(content.hidden_rows):
        yield Warning(file, place, f"{rows}个隐藏行未读取", UNHIDE)
    if columns:
        yield Warning(file, place, f"{columns}个隐藏列未读取", UNHIDE)
    if content.uncomputed:
        problem = f"{len(content.uncomputed)}个公式没有保存计算结果"
        yield Warning(file, _cells(place, content.uncomputed), problem, "请用 Excel 或 WPS 打开后重新保存")
    if content.errors:
        problem = f"{len(content.errors)}个公式显示错误值"
        yield Warning(file, _cells(place, content.errors), problem, "请改正公式后重新保存")
    if content.lost:
        problem = f"{len(content.lost)}个单元格的文字在文件中缺失"
        yield Warning(file, _cells(place, content.lost), problem, "请对方重新发送")
    if content.pictures:
        problem = f"{content.pictures}张图片未读取"
        yield Warning(file, place, problem, "请人工查看，把需要核对的内容填进单元格")
    if content.boxes:
        problem = f"{content.boxes}个文本框未读取"
        yield Warning(file, place, problem, "如需核对，请把文字填进单元格")


def _cells(place: str, references: Sequence[str]) -> str:
    more = "等" if len(references) > NAMED else ""
    return f"{place}{'、'.join(filter(None, references[:NAMED]))}{more}"


def _quote(names: Sequence[str]) -> str:
    more = "等" if len(names) > NAMED else ""
    return f"工作表{''.join(f'“{name}”' for name in names[:NAMED])}{more}"
