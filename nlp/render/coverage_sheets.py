"""Lay a coverage out as named tables of plain cells: register, matrix, gaps, counts, and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.render.coverage_records import URGENCY, CountView, CoverageView, ItemView, QuoteView
from nlp.render.sheets import Sheet, Value, sheet_of
from nlp.render.words import word
from nlp.types import Status

LEDGER_COLUMNS = (
    "number",
    "id",
    "workstream",
    "text",
    "lead",
    "deadline",
    "status",
    "timeliness",
    "evidence",
    "why",
    "note",
)
GRADED_COLUMNS = ("owed_by", "light", "days_left", "chance", "undecided", "work_types")
"""Behind the register's, where the coverage knows them."""
GAP_COLUMNS = ("number", "id", "workstream", "text", "lead", "deadline", "status", "timeliness", "why", "rejected")
QUEUE_COLUMNS = ("id", "text", "status", "light", "days_left", "chance", "why")
COUNT_COLUMNS = ("items", "covered", "partial", "none", "rate")
FORM_COLUMNS = (
    *("id", "task_text", "status", "undecided", "use", "quote", "source", "reason", "reviewed", "act", "remark"),
)
ORPHAN_COLUMNS = ("number", "content", "source", "statement", "work_types")
SILENT_COLUMNS = ("unit", "count", "owes")
STALE_COLUMNS = ("task_text", "quote", "old_act", "lost", "written")
CHOICES = ("accept", "reject", *reversed(URGENCY))


def ledger_sheet(view: CoverageView) -> Sheet:
    """Every item of the plan with its verdict and its quotes, in the plan's order; new columns stand at the end."""
    more = (*(GRADED_COLUMNS if view.graded else ()), *(("changed",) if view.compared else ()))
    columns = (*LEDGER_COLUMNS, *more)
    return sheet_of("ledger", columns, [_item_row(item, columns) for item in view.items])


def gaps_sheet(view: CoverageView) -> Sheet:
    """The items without full evidence, those without any first, and the passages that did not count."""
    columns = (*GAP_COLUMNS, "light", "days_left") if view.graded else GAP_COLUMNS
    return sheet_of("gaps", columns, [_item_row(item, columns) for item in view.with_status("none", "partial")])


def queue_sheet(view: CoverageView) -> Sheet:
    """The items that a person must settle, most urgent first."""
    return sheet_of("queue", QUEUE_COLUMNS, [_item_row(item, QUEUE_COLUMNS) for item in view.queue])


def matrix_sheet(view: CoverageView) -> Sheet:
    """Item by unit: a glyph in each cell; the first two columns name the item, the third is its status over all."""
    columns = ("id", "text", *("unit" for _ in (None, *view.units)))
    headings = (word("column.id"), word("column.text"), word("column.overall"), *(unit.name for unit in view.units))
    rows = tuple((item.task.id, item.task.text, glyph(item.status), *map(glyph, item.by_unit)) for item in view.items)
    return Sheet(word("sheet.matrix"), columns, headings, rows)


def counts_sheet(name: str, column: str, counts: tuple[CountView, ...]) -> Sheet:
    """Counts by workstream or unit; `rate` is a share between 0 and 1."""
    rows = [(count.name, count.items, count.covered, count.partial, count.none, count.rate) for count in counts]
    return sheet_of(name, (column, *COUNT_COLUMNS), rows)


def form_sheet(view: CoverageView) -> Sheet:
    """A row for each item and one for each of its passages, with empty cells for what a reviewer says of it.

    The items that a person must settle come first. Filled in, the sheet is read back as decisions: its headings are
    those of item_decision_columns.tsv.
    """
    asked = [*view.queue, *(item for item in view.items if item.decided)]
    return sheet_of("form", FORM_COLUMNS, [row for item in asked for row in _form_rows(item)])


def orphans_sheet(view: CoverageView) -> Sheet:
    """The work that belongs to no item, by report."""
    rows = [(n, one.quote, one.source, one.statement, one.work_types) for n, one in enumerate(view.orphans, 1)]
    return sheet_of("orphans", ORPHAN_COLUMNS, rows)


def silent_sheet(view: CoverageView) -> Sheet:
    """The units that handed in nothing, with the items that they owe."""
    return sheet_of("silent", SILENT_COLUMNS, [(one.name, len(one.owes), "、".join(one.owes)) for one in view.silent])


def stale_sheet(view: CoverageView) -> Sheet:
    """The decisions that hold no more, with the reason."""
    rows = [(one.task, one.quote, one.act, one.lost, one.written) for one in view.stale]
    return sheet_of("stale", STALE_COLUMNS, rows)


def extra_sheets(view: CoverageView) -> tuple[Sheet, ...]:
    """Silent units, orphans and stale decisions, those that hold anything."""
    return tuple(sheet for sheet in (silent_sheet(view), orphans_sheet(view), stale_sheet(view)) if sheet.rows)


def glyph(status: Status | None) -> str:
    """The sign that stands for a status where there is no room for its word."""
    return word(f"glyph.{status or 'absent'}")


def status_word(status: Status | None) -> str:
    """The word for a status; None is an item that is not asked of a unit.

    >>> status_word("partial"), status_word(None)
    ('部分佐证', '不涉及')
    """
    return word(f"status.{status or 'absent'}")


def legend(view: CoverageView) -> str:
    """The signs and their words, gaps first."""
    statuses = (*URGENCY, None) if view.shared else URGENCY
    return "　".join(f"{glyph(status)} {status_word(status)}" for status in statuses)


def choices() -> tuple[str, ...]:
    """The words that a reviewer may write.

    >>> choices()
    ('认可', '不认可', '已落实', '部分落实', '未落实')
    """
    return tuple(word(f"choice.{choice}") for choice in CHOICES)


def _item_row(item: ItemView, columns: tuple[str, ...]) -> tuple[Value, ...]:
    said = "note" in columns or columns == QUEUE_COLUMNS
    cells: dict[str, Value] = {
        "status": status_word(item.status),
        "timeliness": word(f"timeliness.{item.timeliness}"),
        "note": item.note,
        "evidence": "\n".join(map(str, item.evidence)),
        "rejected": "\n".join(map(str, item.rejected)),
        "why": item.why if said else "；".join(filter(None, (item.why, item.note))),
        "owed_by": item.owed_by,
        "light": word(f"light.{item.light}") if item.light else "",
        "days_left": "" if item.days_left is None else item.days_left,
        "chance": "" if item.chance is None else item.chance,
        "undecided": _undecided(item),
        "work_types": item.work_types,
        "changed": "" if item.changed is None else word("changed.yes" if item.changed else "changed.no"),
    }
    return tuple(cells[column] if column in cells else getattr(item.task, column) for column in columns)


def _form_rows(item: ItemView) -> Iterator[tuple[Value, ...]]:
    head = (item.task.id, item.task.text, status_word(item.status), _undecided(item))
    yield (*head, word("use.item"), "", "", "", item.reviewed, "", "")
    found: list[tuple[str, QuoteView]] = [("use.evidence", quote) for quote in item.evidence]
    found += [("use.rejected", quote) for quote in item.rejected]
    for use, quote in found:
        yield (*head, word(use), quote.quote, quote.source, quote.reason, quote.reviewed, "", "")


def _undecided(item: ItemView) -> str:
    return "" if item.decided else word("note.yes")
