"""Read an .xlsx or .xlsm into paragraphs and grids, sheet by sheet, as the sheets show themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.xlsx.book import Sheet, read_book
from nlp.parse.xlsx.layout import is_default_name, lay_out
from nlp.parse.xlsx.sheet import Content, read_sheet
from nlp.parse.zipped import open_package
from nlp.types import Warning

NAMED = 5  # cells that a warning names
UNHIDE = "show them, or clear the filter, if they count"

Blocks = list[Paragraph | Grid]


def read_xlsx(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:
    """The tables of a workbook's sheets, and the lines above and below them.

    Cells hold what the sheet shows: dates, numbers and percentages by their formats, formulas by their stored values;
    a date that is shown in digits and strokes is written with 年月日. A sheet's name heads its blocks where there are
    several sheets and the name says something. Comments, headers and footers are left out; hidden rows, columns and
    sheets, pictures, text boxes and formulas without a stored value are left out and named in `warnings`.

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
    read: list[tuple[Sheet, Blocks]] = []
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
                read.append((sheet, blocks))
    if hidden:
        problem = _count(len(hidden), "hidden sheet was left out", "hidden sheets were left out")
        warnings.append(Warning(path.name, _quote(hidden), problem, "show them if they count"))
    return Raw("xlsx", tuple(_name_sheets(read)), warnings=tuple(warnings))


def _name_sheets(read: Sequence[tuple[Sheet, Blocks]]) -> Iterator[Paragraph | Grid]:
    """The blocks of all sheets, each sheet's name above its own where it says more than they do."""
    for sheet, blocks in read:
        head = blocks[0]
        titled = isinstance(head, Paragraph) and (len(read) == 1 or sheet.name in head.text)
        if not titled and not is_default_name(sheet.name):
            yield Paragraph(sheet.name, style_level=1 if len(read) > 1 else None)
        yield from blocks


def _warnings(file: str, sheet: str, content: Content) -> Iterator[Warning]:
    shown = {place for place in content.cells if place[0] not in content.hidden_rows}
    columns = len({column for _, column in shown if content.hides_column(column)})
    place = f"sheet {sheet}"
    if rows := len(content.hidden_rows):
        yield Warning(file, place, _count(rows, "hidden row was left out", "hidden rows were left out"), UNHIDE)
    if columns:
        yield Warning(
            file, place, _count(columns, "hidden column was left out", "hidden columns were left out"), UNHIDE
        )
    if content.uncomputed:
        problem = _count(len(content.uncomputed), "formula has no stored value", "formulas have no stored value")
        yield Warning(file, _cells(place, content.uncomputed), problem, "open it in Excel or WPS and save it again")
    if content.errors:
        problem = _count(len(content.errors), "formula shows an error", "formulas show an error")
        yield Warning(file, _cells(place, content.errors), problem, "mend the formulas and save it again")
    if content.pictures:
        problem = _count(content.pictures, "picture was not read", "pictures were not read")
        yield Warning(file, place, problem, "look at them and type what counts into cells")
    if content.boxes:
        problem = _count(content.boxes, "text box was not read", "text boxes were not read")
        yield Warning(file, place, problem, "copy their text into cells if it counts")


def _cells(place: str, references: Sequence[str]) -> str:
    more = " …" if len(references) > NAMED else ""
    return f"{place}, {', '.join(filter(None, references[:NAMED]))}{more}"


def _quote(names: Sequence[str]) -> str:
    more = " …" if len(names) > NAMED else ""
    return f"{'sheet' if len(names) == 1 else 'sheets'} {', '.join(names[:NAMED])}{more}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
