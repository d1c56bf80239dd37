"""Write a record's main table as CSV that a spreadsheet opens with its Chinese whole and its text harmless."""

from __future__ import annotations

import csv
import io

from nlp.codec import Record
from nlp.render.gist import main_sheet
from nlp.render.sheets import Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def encode(record: Record) -> bytes:
    """UTF-8 with a byte order mark; a first line of headings, then one row a task, item, passage or block."""
    sheet = main_sheet(record)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(sheet.headings)
    writer.writerows([guard(value) for value in row] for row in sheet.rows)
    return buffer.getvalue().encode("utf-8-sig")


def guard(value: Value) -> Value:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV Injection").

    >>> guard("=HYPERLINK(1)"), guard("责任落实"), guard(-1)
    ("'=HYPERLINK(1)", '责任落实', -1)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
