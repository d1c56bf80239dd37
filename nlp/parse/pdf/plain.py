"""Read a page of plain prose into lines, all letters at once; a page that is not plain is left to `lines`."""

from __future__ import annotations

from nlp.parse.pdf.bare_table import is_head
from nlp.parse.pdf.lines import (
    FEWEST_ROWS,
    GUTTER,
    SAME_LINE,
    Line,
    Span,
    is_one_column,
    is_tabular,
    join_row,
    spans_of,
    tidy_row,
    usual_size,
)
from nlp.parse.pdf.page import Page, text_of

SAME = 0.05  # points: baselines this near are one
SPACE = 0.2  # letter sizes: a white as wide may be a space


def read_plain_lines(page: Page) -> list[Line] | None:
    """The same lines as `read_lines` gives, or None where baselines lie close or columns are possible.

    A row of letters of one size without spaces or whites is joined at once, any other one letter by letter.
    """
    import numpy as np

    letters = page.letters
    x0, x1, y, size = letters.x0, letters.x1, letters.y, letters.size
    if not len(y):
        return []
    order = np.argsort(y, kind="stable")
    steps = np.diff(y[order])
    if ((steps > SAME) & (steps <= SAME_LINE * size.max())).any():
        return None
    row = np.empty(len(y), np.intp)
    row[order] = np.concatenate(([0], np.cumsum(steps > SAME)))
    order = np.lexsort((x0, row))
    row, ordered = row[order], letters.take(order)
    codes, x0, x1, y, size = ordered.codes, ordered.x0, ordered.x1, ordered.y, ordered.size
    text = text_of(codes)
    inner = row[1:] == row[:-1]
    gaps = x0[1:] - x1[:-1]
    twice = (codes[1:] == codes[:-1]) & (x0[1:] - x0[:-1] < SPACE * size[1:])
    odd = inner & ((gaps > SPACE * size[1:]) | (size[1:] != size[:-1]) | twice)
    uneven = set(row[1:][odd].tolist()) | set(row[codes == ord(" ")].tolist())
    starts = np.flatnonzero(np.concatenate(([True], ~inner)))
    ends = np.append(starts[1:], len(row))
    heavy = (2 * np.add.reduceat(ordered.bold.astype(np.intp), starts) > ends - starts).tolist()
    lefts, rights, furthest = x0[starts].tolist(), x1[ends - 1].tolist(), np.maximum.reduceat(x1, starts).tolist()
    bases, sizes = y[ends - 1].tolist(), size[starts].tolist()
    usual = sizes[0] if (size == size[0]).all() else usual_size(letters.size.tolist())
    lines: list[Line] = []
    spans: list[list[Span]] = []
    for k, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if k not in uneven:
            lines.append(Line(text[start:end], lefts[k], rights[k], bases[k], sizes[k], heavy[k], page.number))
            spans.append([(lefts[k], furthest[k])])
        elif chars := tidy_row(letters.pick(order[start:end])):
            lines.append(join_row(chars, page.number, 0))
            spans.append(spans_of(chars, GUTTER * usual))
    if is_tabular(spans) or any(
        len(row) > 2 and is_head(line.text.split()) for line, row in zip(lines, spans, strict=True)
    ):
        return None
    if len(lines) < FEWEST_ROWS or is_one_column([(line.x0, line.x1) for line in lines], spans, usual):
        return lines
    return None
