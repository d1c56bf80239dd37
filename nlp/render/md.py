"""Write a record as Markdown with the tables of GitHub."""

from __future__ import annotations

import re

from nlp.codec import Record
from nlp.render.coverage_sheets import (
    counts_sheet,
    extra_sheets,
    gaps_sheet,
    ledger_sheet,
    legend,
    matrix_sheet,
    queue_sheet,
)
from nlp.render.coverage_view import say_chance, say_changes, view_coverage
from nlp.render.gist import headline, main_sheet, warnings_of
from nlp.render.review import Review, tally
from nlp.render.sheets import Sheet, Value, warnings_sheet
from nlp.render.words import word
from nlp.types import Coverage, Warning

MOST_UNITS = 12
"""A matrix of more units is too wide to read; their counts stand for it."""
_MARKUP = re.compile(r"([\\`*_\[\]|~$#])")


def encode(record: Record) -> bytes:
    """The record in UTF-8: a heading, the facts, its tables, the warnings."""
    match record:
        case Coverage():
            parts = _coverage(record)
        case _:
            facts = [f"{'；'.join(tally(record))}。"] if isinstance(record, Review) and tally(record) else []
            parts = [
                f"# {escape(headline(record))}",
                *facts,
                table(main_sheet(record)),
                *_warnings(warnings_of(record)),
            ]
    return ("\n\n".join(parts) + "\n").encode()


def table(sheet: Sheet) -> str:
    """A sheet as a GitHub table; shares are printed in per cent."""
    lines = [sheet.headings, ["---"] * len(sheet.headings)]
    cells = [[_cell(key, value) for key, value in zip(sheet.columns, row, strict=True)] for row in sheet.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [*lines, *cells])


def escape(text: str) -> str:
    r"""The text with nothing in it that Markdown or HTML would read as markup; line breaks become `<br>`.

    >>> escape("甲|乙\n<b>")
    '甲\\|乙<br>&lt;b&gt;'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", text).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")


def _coverage(coverage: Coverage) -> list[str]:
    view = view_coverage(coverage)
    facts = (
        word("format.as_of", date=view.as_of),
        word("format.items", count=view.total.items),
        word("format.reports", count=len(view.reports)),
        f"{word('column.rate')} {view.total.rate:.1%}",
        word("format.tally", covered=view.total.covered, partial=view.total.partial, none=view.total.none),
        *((say_changes(view),) if view.compared else ()),
    )
    gaps, ledger, matrix = gaps_sheet(view), ledger_sheet(view), matrix_sheet(view)
    sheets = [
        counts_sheet("workstreams", "workstream", view.workstreams),
        counts_sheet("units", "unit", view.units),
    ]
    return [
        f"# {escape(word('format.coverage', title=view.title))}",
        "；".join(facts) + "。",
        *(part for sheet in sheets for part in _section(sheet)),
        *(_section(matrix, legend(view)) if view.shared and len(view.units) <= MOST_UNITS else ()),
        *(_section(queue_sheet(view)) if view.graded and view.queue else ()),
        f"## {gaps.name}",
        table(gaps) if gaps.rows else word("note.no_gaps"),
        f"## {ledger.name}",
        table(ledger),
        *(part for sheet in extra_sheets(view) for part in _section(sheet)),
        *_warnings(view.warnings),
    ]


def _section(sheet: Sheet, *said: str) -> list[str]:
    return [f"## {sheet.name}", *said, table(sheet)]


def _warnings(warnings: tuple[Warning, ...]) -> list[str]:
    return [f"## {word('sheet.warnings')}", table(warnings_sheet(warnings))] if warnings else []


def _cell(column: str, value: Value) -> str:
    if column == "chance" and isinstance(value, float):
        return say_chance(value)
    return f"{value:.1%}" if column == "rate" else escape(str(value))
