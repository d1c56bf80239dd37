"""Lay a record out as named tables of plain cells: what csv, Markdown, Excel and simple pages have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.render.view import TaskView, one_line
from nlp.render.words import word
from nlp.types import Clause, Document, Tagged, Warning

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


def tasks_sheet(tasks: tuple[TaskView, ...], *, columns: tuple[str, ...] = TASK_COLUMNS) -> Sheet:
    """The tasks, one a row; `columns` are fields of TaskView."""
    return sheet_of("tasks", columns, [tuple(getattr(task, column) for column in columns) for task in tasks])


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


def sheet_of(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Value, ...]]) -> Sheet:
    """A sheet whose headings are the words for its columns."""
    return Sheet(word(f"sheet.{name}"), columns, tuple(word(f"column.{key}") for key in columns), tuple(rows))
