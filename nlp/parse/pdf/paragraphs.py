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

    The body's size, whether paragraphs begin with an indent, whether numbered ones hang (all but their first line is
    set in), the pitch by size, the text area of a line's column, the pages' widths.
    """

    size: float
    indents: bool
    hangs: bool
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

    widest = {key: max(line.x1 for line in members) for key, members in columns.items()}

    def area(line: Line) -> Area:
        place = line.page, line.column
        usual = known[place]
        return usual if line.x1 <= usual.right + line.size else Area(usual.left, widest[place])

    followed = [(one, two) for one, two in pairwise(lines) if _follows(one, two)]
    returns = hangs = 0
    for one, two in followed:
        step = (one.x0 - two.x0) / two.size
        if (1.2 < step < 3 or -4 < step < -1.2) and not patterns()["start"].search(two.text):
            returns += 1.2 < step < 3 and two.x0 - area(two).left < two.size / 2
            left = one.x0 - area(one).left < one.size / 2
            hangs += (
                -4 < step < -1.2 and left and bool(patterns()["start"].search(one.text)) and _goes_on(one, two, area)
            )
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    indents = returns > 0.05 * len(lines)
    return Measures(body, indents, hangs > returns, _pitches(followed, area), area, widths)


def _pitches(followed: Sequence[tuple[Line, Line]], area: Callable[[Line], Area]) -> dict[float, float]:
    """The distance of lines within a paragraph, for each size: of lines that surely go on, if there are some."""
    every: dict[float, Counter[float]] = defaultdict(Counter)
    sure: dict[float, Counter[float]] = defaultdict(Counter)
    for one, two in followed:
        if one.size == two.size:
            pitch = round(two.y - one.y)
            every[one.size][pitch] += 1
            sure[one.size][pitch] += _goes_on(one, two, area)
    counts = {size: sure[size] if max(sure[size].values()) > 1 else every[size] for size in every}
    return {
        size: min(pitch for pitch, n in found.items() if n >= 0.5 * max(found.values()))
        for size, found in counts.items()
    }


def _goes_on(one: Line, two: Line, area: Callable[[Line], Area]) -> bool:
    """Whether a line that is full, no sentence's end, goes on in the next, which has no number."""
    full = is_full(area(one).right - one.x1, two.text, one.size, slack=SLACK)
    return full and not is_ended(one.text) and not patterns()["start"].search(two.text)


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
    if not line.column and min(before.x0, line.x0) > measures.widths[line.page - 1] / 2 and not is_open(text):
        return True  # a signature and its date
    number = bool(patterns()["start"].search(line.text))
    ended = is_ended(text)
    full = is_full(area.right - before.x1, line.text, before.size, slack=SLACK)
    opened = not number and (is_open(text) or text.endswith(("、", "，")))
    indent = (line.x0 - here.left) / line.size
    if not full:
        return not opened
    if measures.hangs and not number and indent > INDENT and _hangs(before, line, measures):
        return False
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


def _hangs(before: Line, line: Line, measures: Measures) -> bool:
    """Whether a line is set in below its numbered first line, or below another such line."""
    below = bool(patterns()["start"].search(before.text)) and line.x0 > before.x0
    return (below or abs(line.x0 - before.x0) < 0.3 * line.size) and not _gap(before, line, measures)


def _block(before: Line, line: Line, measures: Measures) -> bool:
    """Whether two lines begin at one indent in a document that does not set first lines in: a block of its own."""
    return not measures.indents and abs(before.x0 - line.x0) < 0.3 * line.size


def _centred(line: Line, measures: Measures) -> bool:
    """Whether a line stands in the middle with white on both sides."""
    least = 2.6 if line.size < LARGE * measures.size else 0.6
    return min(_whites(line, measures)) > least * measures.size and _even(line, measures)


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
