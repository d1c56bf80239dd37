"""Say in short what a record is: its title, its main table, its warnings, the same for every kind of file."""

from __future__ import annotations

from nlp.codec import Record
from nlp.errors import ConfigError
from nlp.render.coverage_sheets import ledger_sheet
from nlp.render.coverage_view import view_coverage
from nlp.render.review import review_sheet
from nlp.render.sheets import TASK_COLUMNS, Sheet, document_sheet, passages_sheet, tasks_sheet
from nlp.render.view import one_line, title_of, view_tasks
from nlp.render.words import word
from nlp.types import Calendar, Coverage, Document, PlanDiff, PlanLint, Tagged, TaskList, Warning


def headline(record: Record) -> str:
    """The title that stands above a record.

    >>> headline(Document("计划.txt", "00", "txt", "", ()))
    '计划.txt'
    """
    match record:
        case TaskList():
            return word("format.breakdown", title=title_of(record.plan))
        case Coverage():
            return word("format.coverage", title=title_of(record.plan.plan))
        case PlanLint():
            return word("format.lint", title=title_of(record.plan))
        case PlanDiff():
            old, new = _titles(record)
            return word("format.diff", old=old, new=new)
        case Calendar():
            return word("format.calendar", title=title_of(record.plan))
        case Tagged():
            return one_line(record.report.title or record.report.file)
        case Document():
            return one_line(record.title or record.file)


def _titles(diff: PlanDiff) -> tuple[str, str]:
    """The titles of two plans, each with its file where they are the same."""
    old, new = title_of(diff.old), title_of(diff.new)
    if old != new:
        return old, new
    return word("format.dated", text=old, value=diff.old.document.file), word(
        "format.dated", text=new, value=diff.new.document.file
    )


def main_sheet(record: Record) -> Sheet:
    """The one table that says most of a record: a row for each task, item, passage, block, finding, change or day.

    Raises ConfigError for anything but the public records.
    """
    match record:
        case TaskList():
            return tasks_sheet(view_tasks(record), columns=("number", "id", *TASK_COLUMNS[1:], "label"))
        case Coverage():
            return ledger_sheet(view_coverage(record))
        case Document():
            return document_sheet(record)
        case Tagged():
            return passages_sheet(record)
        case PlanLint() | PlanDiff() | Calendar():
            return review_sheet(record)
    raise ConfigError(f"{type(record).__name__}: 不能列成表；请给出公开的记录")


def warnings_of(record: Record) -> tuple[Warning, ...]:
    """What is to be said of a record, once each: its own warnings and those of the plans that it rests on."""
    match record:
        case TaskList():
            return record.plan.warnings
        case Coverage():
            found = (*record.plan.plan.warnings, *record.warnings)
        case PlanLint() | Calendar():
            found = (*record.plan.warnings, *record.warnings)
        case PlanDiff():
            found = (*record.old.warnings, *record.new.warnings, *record.warnings)
        case Tagged():
            return record.report.warnings
        case Document():
            return record.warnings
    return tuple(dict.fromkeys(found))
