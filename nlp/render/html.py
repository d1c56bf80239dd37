"""Write a record as one HTML page that needs nothing else: no other file, no network, no server."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.codec import Record
from nlp.render.coverage_records import URGENCY
from nlp.render.coverage_sheets import extra_sheets, glyph, status_word
from nlp.render.coverage_view import say_chance, say_changes, view_coverage
from nlp.render.gist import headline, main_sheet, warnings_of
from nlp.render.review import Review, tally
from nlp.render.view import one_line, view_tasks
from nlp.render.words import word
from nlp.types import Coverage, Document, TaskList

if TYPE_CHECKING:
    import jinja2


def encode(record: Record) -> bytes:
    """The page in UTF-8."""
    match record:
        case Coverage():
            view = view_coverage(record)
            text = fill(
                "coverage.html", view=view, extra=extra_sheets(view), changes=say_changes(view) if view.compared else ""
            )
        case TaskList():
            text = fill("tasks.html", title=headline(record), tasks=view_tasks(record), warnings=record.plan.warnings)
        case Document():
            tables = {table.block: table for table in record.tables}
            text = fill("document.html", title=headline(record), document=record, tables=tables)
        case _:
            facts = tally(record) if isinstance(record, Review) else ()
            found = {"title": headline(record), "facts": facts, "warnings": warnings_of(record)}
            text = fill("sheet.html", sheet=main_sheet(record), **found)
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
    found.globals |= {"status_word": status_word, "say_chance": say_chance}
    found.globals |= {"script": script, "script_hash": _hash(script)}
    return found


def _hash(script: str) -> str:
    """The script's digest as a Content-Security-Policy names it, so that the page runs this script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
