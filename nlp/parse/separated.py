"""Read a .csv or .tsv into paragraphs and grids, laid out as the sheet of a workbook is."""

from __future__ import annotations

import csv
from pathlib import Path

from nlp.errors import InputError
from nlp.parse.encoding import decode
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Raw

SEPARATORS = ",\t;，|"
HEAD = 30  # lines by which the separator is told


def read_separated(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:  # noqa: ARG001  # as every reader takes
    r"""The table of a file of separated values, and the lines above and below it.

    The separator is the one that divides the first lines most evenly; a value in quotes may hold line breaks.

    Raises InputError where it is no text, or cannot be divided into values.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.csv").write_text("序号,任务\n1,修订预案\n", encoding="utf-8")
    ...     [cell.text for cell in read_separated(Path(folder, "a.csv")).blocks[0].cells]
    ['序号', '任务', '1', '修订预案']
    """
    from nlp.parse.xlsx.book import Look, clean
    from nlp.parse.xlsx.layout import lay_out
    from nlp.parse.xlsx.sheet import Content

    lines = decode(path.read_bytes(), path.name).splitlines(keepends=True)
    content = Content()
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=_separator(lines)), 1):
            for column, value in enumerate(row, 1):
                if text := clean(value.strip()):
                    content.cells[number, column] = text, Look()
    except csv.Error:
        raise InputError(path.name, "无法按分隔符拆成单元格", "请用 Excel 或 WPS 打开后另存为 .xlsx") from None
    return Raw("csv", tuple(lay_out(content, file=path.name)))


def _separator(lines: list[str]) -> str:
    """The separator that most of the first lines hold, and hold equally often."""
    head = [line for line in lines[:HEAD] if line.strip()]

    def evenness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in head]
        often = max(set(counts) - {0}, key=counts.count, default=0)
        return (counts.count(often) if often else 0), often

    return max(SEPARATORS, key=evenness)
