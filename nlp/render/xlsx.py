"""Write a record as an Excel workbook ready to print: A4 landscape, repeated header, merged cells, no formulas."""

from __future__ import annotations

import io
import math
from datetime import datetime
from itertools import pairwise
from typing import Any

from nlp.codec import Record
from nlp.render.coverage_records import CoverageView, ItemView
from nlp.render.coverage_sheets import (
    choices,
    counts_sheet,
    extra_sheets,
    form_sheet,
    gaps_sheet,
    ledger_sheet,
    matrix_sheet,
    status_word,
)
from nlp.render.coverage_view import say_changes, view_coverage
from nlp.render.gist import headline, main_sheet, warnings_of
from nlp.render.review import Review, tally
from nlp.render.sheets import Sheet, Value, tasks_sheet, warnings_sheet
from nlp.render.view import TaskView, title_of, view_tasks
from nlp.render.words import word
from nlp.render.xlsx_style import WIDTHS, Styles, row_height
from nlp.types import Coverage, TaskList, Warning

_LONGEST = 32_000  # Excel refuses cells beyond 32,767 characters
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def encode(record: Record) -> bytes:
    """The workbook's bytes; equal records give equal bytes.

    A task list fills the sheets 任务分解表 and 提示; a coverage 总览, 督办台账, 矩阵, 缺口, 人工核定 (to be filled in
    and read back as decisions), where there are any 未交报告的单位, 计划外工作 and 已失效的核定, then 提示 and
    任务分解表.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        writer = _Writer(book)
        match record:
            case Coverage():
                view = view_coverage(record)
                writer.overview(view)
                writer.ledger(view)
                writer.matrix(view)
                writer.gaps(view)
                writer.form(view)
                for sheet in extra_sheets(view):
                    writer.table(sheet, sheet.name)
                writer.warnings(view.warnings)
                writer.tasks(view_tasks(record.plan), view.title)
            case TaskList():
                writer.tasks(view_tasks(record), title_of(record.plan))
                writer.warnings(record.plan.warnings)
            case _:
                facts = tally(record) if isinstance(record, Review) else ()
                writer.table(main_sheet(record), "　".join((headline(record), *facts)))
                writer.warnings(warnings_of(record))
    return buffer.getvalue()


class _Writer:
    """Adds sheets to a workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.styles = Styles(book)

    def tasks(self, tasks: tuple[TaskView, ...], title: str) -> None:
        """The task list with its workstreams and measures merged downwards."""
        self.table(tasks_sheet(tasks), word("format.breakdown", title=title), filter=False, merged=(1, 2))

    def ledger(self, view: CoverageView) -> None:
        """The register of items; the status cell has the status' colour and word."""
        sheet = ledger_sheet(view)
        page = self.table(sheet, word("format.coverage", title=view.title))
        self._colour(page, sheet, view.items)

    def gaps(self, view: CoverageView) -> None:
        """The items without full evidence."""
        sheet = gaps_sheet(view)
        self._colour(self.table(sheet, sheet.name), sheet, view.with_status("none", "partial"))

    def matrix(self, view: CoverageView) -> None:
        """Item by unit, each cell with its status' word and colour, grey where the unit is not asked."""
        sheet = matrix_sheet(view)
        page = self.table(sheet, sheet.name, frozen_columns=3)
        page.set_column(1, 1, 52)
        for row, item in enumerate(view.items, 2):
            for column, status in enumerate((item.status, *item.by_unit), 2):
                page.write_string(row, column, status_word(status), self.styles.status[status or "absent"])

    def form(self, view: CoverageView) -> None:
        """What reviewers fill in: a list of the words to choose from in each cell of 处理."""
        sheet = form_sheet(view)
        told = word("note.review", choices="、".join(choices()))
        page = self.table(sheet, told)
        page.write_string(0, 0, told, self.styles.note)
        act, remark = sheet.columns.index("act"), sheet.columns.index("remark")
        for row in range(2, len(sheet.rows) + 2):
            page.write_blank(row, act, None, self.styles.input)
            page.write_blank(row, remark, None, self.styles.input)
        if sheet.rows:
            allowed = {"validate": "list", "source": list(choices()), "show_error": False}
            page.data_validation(2, act, len(sheet.rows) + 1, act, allowed)

    def warnings(self, warnings: tuple[Warning, ...]) -> None:
        """What could not be read."""
        page = self.table(warnings_sheet(warnings), word("sheet.warnings"))
        if not warnings:
            page.merge_range(2, 0, 2, 3, word("note.no_warnings"), self.styles.centre)

    def overview(self, view: CoverageView) -> None:
        """Totals, then the counts by workstream and by unit, the rate as a bar."""
        page = self._page(word("sheet.overview"))
        page.set_column(0, 0, 54)
        page.set_column(1, 5, 12)
        page.merge_range(0, 0, 0, 5, _cut(word("format.coverage", title=view.title)), self.styles.title)
        page.set_row(0, 36)
        facts: tuple[str, ...] = (word("format.as_of", date=view.as_of),)
        facts += (word("format.reports", count=len(view.reports)),)
        facts += (say_changes(view),) if view.compared else ()
        page.merge_range(1, 0, 1, 5, "　".join(facts), self.styles.note)
        row = 3
        total = counts_sheet("overview", "items", (view.total,))
        row = self._counts(
            page, row, Sheet(total.name, total.columns, (word("sheet.overview"), *total.headings[1:]), total.rows)
        )
        row = self._counts(page, row + 1, counts_sheet("workstreams", "workstream", view.workstreams))
        row = self._counts(page, row + 1, counts_sheet("units", "unit", view.units))
        for report in view.reports:
            if report.note:
                page.merge_range(row + 1, 0, row + 1, 5, f"{report.name}：{report.note}", self.styles.text)
                row += 1

    def table(
        self, sheet: Sheet, title: str, *, filter: bool = True, frozen_columns: int = 0, merged: tuple[int, ...] = ()
    ) -> Any:
        """A sheet with a title line, a frozen and repeated header, widths, wrapped text and the page set up.

        Equal cells below one another in the columns `merged` become one cell, within those of the columns before.
        """
        page = self._page(sheet.name)
        last = len(sheet.columns) - 1
        widths = [WIDTHS.get(column, 14) for column in sheet.columns]
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        if last:
            page.merge_range(0, 0, 0, last, _cut(title), self.styles.title)
        page.set_row(0, 36)
        for column, heading in enumerate(sheet.headings):
            page.write_string(1, column, heading, self.styles.header)
        page.set_row(1, max(26, row_height(sheet.headings, widths)))
        measured = [list(row) for row in sheet.rows]
        for number, row in enumerate(sheet.rows, 2):
            for column, value in enumerate(row):
                self._cell(page, number, column, sheet.columns[column], value)
        for column in merged:
            for first, end in _runs([row[merged[0] : column + 1] for row in sheet.rows]):
                text = _cut(sheet.rows[first][column])
                if end - first > 1:
                    page.merge_range(first + 2, column, end + 1, column, text, self.styles.centre)
                for row_measured in measured[first:end]:
                    row_measured[column] = text[: math.ceil(len(text) / (end - first))]
        for number, row_measured in enumerate(measured, 2):
            page.set_row(number, row_height(row_measured, widths))
        page.freeze_panes(2, frozen_columns)
        page.repeat_rows(1)
        if filter and sheet.rows:
            page.autofilter(1, 0, len(sheet.rows) + 1, last)
        return page

    def _counts(self, page: Any, top: int, sheet: Sheet) -> int:
        for column, heading in enumerate(sheet.headings):
            page.write_string(top, column, heading, self.styles.header)
        for number, row in enumerate(sheet.rows, top + 1):
            for column, value in enumerate(row):
                self._cell(page, number, column, "text" if column == 0 else sheet.columns[column], value)
            page.set_row(number, row_height(row[:1], [54]))
        bottom = top + len(sheet.rows)
        if sheet.rows:
            bar = {"type": "data_bar", "bar_color": "#A9C7B5", "min_type": "num", "min_value": 0}
            bar |= {"max_type": "num", "max_value": 1}
            page.conditional_format(top + 1, len(sheet.columns) - 1, bottom, len(sheet.columns) - 1, bar)
        return bottom + 1

    def _colour(self, page: Any, sheet: Sheet, items: tuple[ItemView, ...]) -> None:
        """Give status, time and light of the items' rows their colours."""
        at = {column: number for number, column in enumerate(sheet.columns)}
        for row, item in enumerate(items, 2):
            page.write_string(row, at["status"], status_word(item.status), self.styles.status[item.status])
            if item.timeliness == "overdue":
                page.write_string(row, at["timeliness"], word("timeliness.overdue"), self.styles.status["none"])
            if item.light and "light" in at:
                page.write_string(row, at["light"], word(f"light.{item.light}"), self.styles.light[item.light])

    def _cell(self, page: Any, row: int, column: int, key: str, value: Value) -> None:
        style = self.styles.of(key)
        if isinstance(value, str):
            page.write_string(row, column, _cut(value), style)
        else:
            page.write_number(row, column, value, style)

    def _page(self, name: str) -> Any:
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.set_footer("&C" + word("format.footer"))
        page.hide_gridlines(2)
        return page


def _runs(values: list[Any]) -> list[tuple[int, int]]:
    """Where each run of equal values starts and ends, half-open."""
    starts = [index for index, value in enumerate(values) if index == 0 or value != values[index - 1]]
    return list(pairwise([*starts, len(values)]))


def _cut(value: Value) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + word("note.cut")
