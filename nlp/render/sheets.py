"""Lay a record out as named tables of plain cells: what csv, Markdown, Excel and simple pages have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.render.view import (
    URGENCY,
    CountView,
    CoverageView,
    ItemView,
    TaskView,
    one_line,
)
from nlp.render.words import word
from nlp.types import Clause, Document, Status, Tagged, Warning

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `columns` are keys of the interface's words, `headings` what stands above them."""

    name: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


TASK_COLUMNS = (
    "number",
    "workstream",
    "measure",
    "text",
    "lead",
    "support",
    "supervise",
    "deadline",
    "target",
)
PASSAGE_COLUMNS = (
    "number",
    "content",
    "statement",
    "score",
    "clauses",
    "label",
    "label_score",
    "second",
    "decisive",
    "section",
    "checked",
)
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
GAP_COLUMNS = ("number", "id", "workstream", "text", "lead", "deadline", "status", "timeliness", "why", "rejected")
COUNT_COLUMNS = ("items", "covered", "partial", "none", "rate")


def tasks_sheet(tasks: tuple[TaskView, ...], *, columns: tuple[str, ...] = TASK_COLUMNS) -> Sheet:
    """The tasks, one a row; `columns` are fields of TaskView."""
    return sheet_of("tasks", columns, [tuple(getattr(task, column) for column in columns) for task in tasks])


def ledger_sheet(view: CoverageView) -> Sheet:
    """Every item of the plan with its verdict and its quotes, in the plan's order."""
    return sheet_of("ledger", LEDGER_COLUMNS, [_item_row(item, LEDGER_COLUMNS) for item in view.items])


def gaps_sheet(view: CoverageView) -> Sheet:
    """The items without full evidence, those without any first, and the passages that did not count."""
    return sheet_of("gaps", GAP_COLUMNS, [_item_row(item, GAP_COLUMNS) for item in view.with_status("none", "partial")])


def matrix_sheet(view: CoverageView) -> Sheet:
    """Item by report: a glyph in each cell; the first two columns name the item, the third is its status over all."""
    columns = ("id", "text", *("unit" for _ in (None, *view.reports)))
    headings = (
        word("column.id"),
        word("column.text"),
        word("column.overall"),
        *(report.name for report in view.reports),
    )
    rows = tuple((item.task.id, item.task.text, glyph(item.status), *map(glyph, item.by_report)) for item in view.items)
    return Sheet(word("sheet.matrix"), columns, headings, rows)


def counts_sheet(name: str, column: str, counts: tuple[CountView, ...]) -> Sheet:
    """Counts by workstream or unit; `rate` is a share between 0 and 1."""
    rows = [(count.name, count.items, count.covered, count.partial, count.none, count.rate) for count in counts]
    return sheet_of(name, (column, *COUNT_COLUMNS), rows)


def warnings_sheet(warnings: tuple[Warning, ...]) -> Sheet:
    """What could not be read, one a row."""
    rows = [tuple(map(one_line, (entry.file, entry.place, entry.problem, entry.remedy))) for entry in warnings]
    return sheet_of("warnings", ("file", "place", "problem", "remedy"), rows)


def document_sheet(document: Document) -> Sheet:
    """The blocks of a document in reading order."""
    rows = [
        (
            number,
            word(f"block.{block.kind}"),
            block.level or "",
            one_line(document.text_of(block)),
            block.place.page or "",
        )
        for number, block in enumerate(document.blocks, 1)
    ]
    return sheet_of("document", ("block", "kind", "level", "content", "page"), rows)


def passages_sheet(tagged: Tagged) -> Sheet:
    """The passages of a document with what kind of statement each is and its workstream."""
    statements = {statement.passage: statement for statement in tagged.statements}
    labels = {label.target: label for label in tagged.labels}
    rows: list[tuple[Value, ...]] = []
    for number, passage in enumerate(tagged.report.passages, 1):
        statement, label = statements.get(passage.id), labels.get(str(passage.id))
        said = (word(f"statement.{statement.kind}"), round(statement.score, 2)) if statement else ("", "")
        clauses = "\n".join(_clause(passage.text, clause) for clause in statement.clauses) if statement else ""
        belongs: tuple[Value, ...] = ("", "", "", "")
        if label:
            belongs = (label.workstream or "", round(label.score, 2), label.second or "", "、".join(label.words))
        section = " / ".join(map(one_line, passage.section))
        rows.append((number, one_line(passage.text), *said, clauses, *belongs, section, ""))
    return sheet_of("passages", PASSAGE_COLUMNS, rows)


def _clause(text: str, clause: Clause) -> str:
    return word("format.clause", kind=word(f"statement.{clause.kind}"), text=one_line(text[clause.start : clause.end]))


def glyph(status: Status | None) -> str:
    """The sign that stands for a status where there is no room for its word."""
    return word(f"glyph.{status or 'absent'}")


def legend() -> str:
    """The signs and their words, gaps first."""
    return "　".join(f"{glyph(status)} {word(f'status.{status}')}" for status in URGENCY)


def _item_row(item: ItemView, columns: tuple[str, ...]) -> tuple[Value, ...]:
    cells: dict[str, Value] = {
        "status": word(f"status.{item.status}"),
        "timeliness": word(f"timeliness.{item.timeliness}"),
        "note": item.note,
        "evidence": "\n".join(map(str, item.evidence)),
        "rejected": "\n".join(map(str, item.rejected)),
        "why": "；".join(filter(None, (item.why, item.note))) if "note" not in columns else item.why,
    }
    return tuple(cells[column] if column in cells else getattr(item.task, column) for column in columns)


def sheet_of(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Value, ...]]) -> Sheet:
    """A sheet whose headings are the words for its columns."""
    return Sheet(word(f"sheet.{name}"), columns, tuple(word(f"column.{key}") for key in columns), tuple(rows))
