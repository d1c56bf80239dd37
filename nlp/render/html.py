"""Write a record as one HTML page that needs nothing else: no other file, no network, no server."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.codec import Record
from nlp.render.sheets import glyph, main_sheet
from nlp.render.view import URGENCY, one_line, title_of, view_coverage, view_tasks
from nlp.render.words import word
from nlp.types import Coverage, Document, Tagged, TaskList

if TYPE_CHECKING:
    import jinja2


def encode(record: Record) -> bytes:
    """The page in UTF-8."""
    match record:
        case Coverage():
            text = fill("coverage.html", view=view_coverage(record))
        case TaskList():
            title = word("format.breakdown", title=title_of(record.plan))
            text = fill("tasks.html", title=title, tasks=view_tasks(record), warnings=record.plan.warnings)
        case Document():
            tables = {table.block: table for table in record.tables}
            title = one_line(record.title or record.file)
            text = fill("document.html", title=title, document=record, tables=tables)
        case Tagged():
            report = record.report
            title = one_line(report.title or report.file)
            text = fill("sheet.html", title=title, sheet=main_sheet(record), warnings=report.warnings)
    return text.encode()


def fill(template: str, **values: object) -> str:
    """A template of `nlp/render/templates` filled in, every value escaped."""
    return _templates().get_template(template).render(values)


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    import jinja2

    loader = jinja2.PackageLoader("nlp.render")
    found = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script = loader.get_source(found, "filter.js")[0]
    found.globals |= {"word": word, "glyph": glyph, "statuses": URGENCY, "line": one_line}
    found.globals |= {"script": script, "script_hash": _hash(script)}
    return found


def _hash(script: str) -> str:
    """The script's digest as a Content-Security-Policy names it, so that the page runs this script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
