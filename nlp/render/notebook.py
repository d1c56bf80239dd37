"""Show a record in a notebook: a short HTML fragment for `_repr_html_`."""

from __future__ import annotations

from nlp.codec import Record
from nlp.render.coverage_view import view_coverage
from nlp.render.gist import headline, main_sheet
from nlp.render.html import fill
from nlp.types import Coverage

ROWS = 60


def html_of(record: Record, *, rows: int = ROWS) -> str:
    """The record's title, totals and the first `rows` rows of its main table, as HTML without scripts.

    >>> from nlp.types import Document
    >>> "计划.txt" in html_of(Document("计划.txt", "00", "txt", "", ()))
    True
    """
    view = view_coverage(record) if isinstance(record, Coverage) else None
    return fill("notebook.html", title=headline(record), sheet=main_sheet(record), view=view, rows=rows)
