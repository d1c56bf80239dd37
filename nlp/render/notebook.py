"""Show a record in a notebook: a short HTML fragment for `_repr_html_`."""

from __future__ import annotations

from nlp.codec import Record
from nlp.render.html import fill
from nlp.render.sheets import main_sheet
from nlp.render.view import title_of, view_coverage
from nlp.types import Coverage, Document, TaskList

ROWS = 60


def html_of(record: Record, *, rows: int = ROWS) -> str:
    """The record's title, totals and the first `rows` rows of its main table, as HTML without scripts.

    >>> from nlp.types import Document
    >>> "计划.txt" in html_of(Document("计划.txt", "00", "txt", "", ()))
    True
    """
    sheet, view = main_sheet(record), None
    match record:
        case Coverage():
            view = view_coverage(record)
            title = view.title
        case TaskList():
            title = title_of(record.plan)
        case _:
            facts = record if isinstance(record, Document) else record.report
            title = facts.title or facts.file
    return fill("notebook.html", title=title, sheet=sheet, view=view, rows=rows)
