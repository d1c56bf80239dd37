"""Join a document's lines into paragraphs: what a line or page end cut is one again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.parse.pdf.lines import Line
from nlp.parse.pdf.wrap import glue, is_ended, is_full, is_open, patterns
from nlp.parse.raw import Paragraph

INDENT = 1.2  # a first line set in by this many letters begins a paragraph
SLACK = 1.2  # letters that a full line may lack, since marks may not begin a line
GAP = 1.3  # times the usual line pitch
WIDEST_MARGIN = 0.16  # of the page's width
LOOK_BACK = 500  # letters before a line that decide whether it goes on
LARGE = 1.12  # times the body's size


class Area(NamedTuple):
    """Where text begins and ends in a column."""

    left: float
    right: float


class Measures(NamedTuple):
    """What the document's lines have in common.

    The body's size, whether paragraphs begin with an indent, the pitch by size, the text area of a line's column,
    the pages' widths.
    """

    size: float
    indents: bool
    pitch: dict[float, float]
    area: Callable[[Line], Area]
    widths: Sequence[float]


def join_lines(runs: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[list[Paragraph]]:
    """The paragraphs of each run of lines; a run is what stands between two tables, over all its pages.

    `widths` are the pages' widths in points: a landscape page has margins of its own.

    A new paragraph begins at an indented line, after a short line, at a gap, where the size or the alignment
    changes, and at a heading number after a finished sentence. An open bracket or an unfinished list goes on.
    """
    measures = measure([line for run in runs for line in run], widths)
    return [_paragraphs(run, measures) for run in runs]


def measure(lines: Sequence[Line], widths: Sequence[float]) -> Measures:
    """Body size, usual pitch and text areas of a document's lines."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    pitches: dict[float, Counter[float]] = defaultdict(Counter)
    for one, two in pairwise(lines):
        if _follows(one, two) and one.size == two.size:
            pitches[one.size][round(two.y - one.y)] += 1
    usual = {
        size: min(pitch for pitch, n in counts.items() if n >= 0.5 * max(counts.values()))
        for size, counts in pitches.items()
    }
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[-round(widths[line.page - 1]), line.column].append(line)
        columns[line.page, line.column].append(line)
    areas = {key: _area(members) for key, members in columns.items()}

    known = {
        (line.page, line.column): _page_area(
            areas[line.page, line.column],
            areas[-round(widths[line.page - 1]), line.column],
            len(columns[line.page, line.column]),
            line.size,
        )
        for line in lines
    }

    def area(line: Line) -> Area:
        return known[line.page, line.column]

    returns = sum(
        _follows(one, two) and 1.2 < (one.x0 - two.x0) / two.size < 3 and two.x0 - area(two).left < two.size / 2
        for one, two in pairwise(lines)
    )
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return Measures(body, returns > 0.05 * len(lines), usual, area, widths)


def _page_area(here: Area, whole: Area, count: int, size: float) -> Area:
    """A column's area on one page, `whole` being that of all pages as wide: few lines do not show the margins."""
    if count < 12:
        return whole if here.right <= whole.right + size and here.left >= whole.left - size else here
    alike = abs(whole.left - here.left) < size
    return Area(min(whole.left, here.left), max(whole.right, here.right)) if alike else here


def _area(lines: Sequence[Line]) -> Area:
    """The left edge is the leftmost at which several lines begin, the right edge the rightmost at which some end."""
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    few = min(max(2, len(lines) // 20), len(lines))
    size = max(line.size for line in lines)
    left = next(
        (x for i, x in enumerate(lefts) if i + few <= len(lefts) and lefts[i + few - 1] - x < size / 2), lefts[0]
    )
    rights.reverse()
    right = next(
        (x for i, x in enumerate(rights) if i + few <= len(rights) and x - rights[i + few - 1] < size), rights[0]
    )
    return Area(left, right)


def _follows(one: Line, two: Line) -> bool:
    return one.page == two.page and one.column == two.column and two.y > one.y


def _paragraphs(lines: Sequence[Line], measures: Measures) -> list[Paragraph]:
    found: list[Paragraph] = []
    group: list[Line] = []
    parts, end = list[str](), ""  # the text so far: copying it for each line would be quadratic
    centred = [_centred(line, measures) for line in lines]
    for i, line in enumerate(lines):
        if group and _begins(lines, i, end, measures, centred):
            found.append(_paragraph(group, "".join(parts) + end, measures))
            group, parts, end = [], [], ""
        if len(end) > 2 * LOOK_BACK:
            parts.append(end[:-LOOK_BACK])
            end = end[-LOOK_BACK:]
        end = glue(end, line.text)
        group.append(line)
    if group:
        found.append(_paragraph(group, "".join(parts) + end, measures))
    return found


def _paragraph(group: Sequence[Line], text: str, measures: Measures) -> Paragraph:
    centred = _centred(group[-1], measures) and all(_even(line, measures) for line in group)
    bold = sum(len(line.text) for line in group if line.bold) * 2 > sum(len(line.text) for line in group)
    return Paragraph(text, page=group[0].page, centred=centred, bold=bold, size=group[0].size)


def _begins(lines: Sequence[Line], i: int, text: str, measures: Measures, centred: Sequence[bool]) -> bool:
    """Whether line `i` begins a paragraph, `text` being the end of what stands before it."""
    before, line = lines[i - 1], lines[i]
    area, here = measures.area(before), measures.area(line)
    one, two = centred[i - 1], centred[i]
    if two and (one or before.size > LARGE * measures.size):
        return _another_title(before, line, measures)
    if one or (two and not is_open(text)):
        return True
    number = bool(patterns()["start"].search(line.text))
    ended = is_ended(text)
    full = is_full(area.right - before.x1, line.text, before.size, slack=SLACK)
    opened = not number and (is_open(text) or text.endswith(("、", "，")))
    indent = (line.x0 - here.left) / line.size
    if not full:
        return not opened
    if (before.x0 - area.left) / before.size > 4 and before.x0 - line.x0 > 2 * line.size and not opened:
        return True  # a signature or date at the right
    if abs(line.size - before.size) > 0.12 * before.size and (ended or indent > INDENT):
        return True
    if _follows(before, line) and _gap(before, line, measures) and not opened:
        return True
    if ended or (number and not measures.indents):
        return number or indent > INDENT
    return indent > INDENT and not opened and (number or not _block(before, line, measures))


def _gap(before: Line, line: Line, measures: Measures) -> bool:
    usual = measures.pitch.get(line.size) or measures.pitch.get(before.size) or 2 * line.size
    return line.y - before.y > GAP * usual


def _block(before: Line, line: Line, measures: Measures) -> bool:
    """Whether two lines begin at one indent in a document that does not set first lines in: a block of its own."""
    return not measures.indents and abs(before.x0 - line.x0) < 0.3 * line.size


def _centred(line: Line, measures: Measures) -> bool:
    """Whether a line stands in the middle with white on both sides."""
    least = 2.6 if line.size < LARGE * measures.size else 0.6
    return _even(line, measures) and min(_whites(line, measures)) > least * measures.size


def _even(line: Line, measures: Measures) -> bool:
    left, right = _whites(line, measures)
    return abs(left - right) < max(1.2 * line.size, 0.04 * measures.widths[line.page - 1])


def _whites(line: Line, measures: Measures) -> tuple[float, float]:
    """The white before and behind a line; on a page with little text the right margin is taken to equal the left."""
    area, width = measures.area(line), measures.widths[line.page - 1]
    if line.column:
        return line.x0 - area.left, area.right - line.x1
    margin = min(area.left, WIDEST_MARGIN * width)
    return line.x0 - margin, max(area.right, width - margin) - line.x1


def _another_title(before: Line, line: Line, measures: Measures) -> bool:
    """Whether a centred line under a centred line is another; a long title is set in two lines of one size."""
    alike = before.size == line.size and before.bold == line.bold and _follows(before, line)
    large = before.size > LARGE * measures.size or before.bold
    if not alike or not large or line.y - before.y > 2.4 * line.size:
        return True
    closed = patterns()["title_end"].search(before.text) or is_ended(before.text)
    return bool(closed or line.text[0] in "（(〔[0123456789" or patterns()["start"].search(line.text))
