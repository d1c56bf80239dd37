"""Take running heads, footers and page numbers out of the lines of a document's pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from nlp.parse.pdf.lines import Line
from nlp.parse.pdf.wrap import patterns

EDGE = 0.14  # part of the page's height, at its top and at its bottom, where furniture stands
DEPTH = 3  # how many lines from the edge it may stand
SHARE = 0.25  # part of the pages that must repeat it (left and right pages may differ)
SAME_PLACE = 4.0  # points


def strip_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The same pages without the lines that number them or that repeat, but for digits, at the same place.

    `heights` are the pages' heights in points. Large lines are never furniture: a form's title may stand on each page.
    """
    size = Counter(line.size for page in pages for line in page).most_common(1)
    body = size[0][0] if size else 0.0
    spots: dict[str, list[tuple[float, int, Line]]] = defaultdict(list)
    gone: set[Line] = set()
    for index, (page, height) in enumerate(zip(pages, heights, strict=True)):
        for rank, line in _edge_lines(page, height):
            spots[_mask(line.text)].append((_from_edge(line, height), index, line))
            if rank < 2 and patterns()["page_number"].search(line.text):
                gone.add(line)
    for found in spots.values():
        found.sort()
        for count, (_, index, line) in zip(_pages_near(found), found, strict=True):
            enough = count >= max(2, SHARE * len(pages))
            if enough and line.size <= 1.15 * body and (len(pages) > 3 or _apart(line, pages[index], body)):
                gone.add(line)
    return [[line for line in page if line not in gone] for page in pages]


def _pages_near(found: Sequence[tuple[float, int, Line]]) -> Iterator[int]:
    """For each of some lines, in the order of their places, on how many pages one stands at about the same place."""
    inside: Counter[int] = Counter()
    first = last = 0
    for place, _, _ in found:
        while last < len(found) and found[last][0] - place < SAME_PLACE:
            inside[found[last][1]] += 1
            last += 1
        while place - found[first][0] >= SAME_PLACE:
            page = found[first][1]
            inside[page] -= 1
            if not inside[page]:
                del inside[page]
            first += 1
        yield len(inside)


def _edge_lines(page: Sequence[Line], height: float) -> list[tuple[int, Line]]:
    order = sorted(page, key=lambda line: line.y)
    top = [(i, line) for i, line in enumerate(order[:DEPTH]) if line.y < EDGE * height]
    bottom = [(i, line) for i, line in enumerate(order[::-1][:DEPTH]) if line.y > (1 - EDGE) * height]
    return top + bottom


def _from_edge(line: Line, height: float) -> float:
    """The height from the nearer edge, negative at the bottom, so that pages of two sizes compare."""
    return line.y if line.y < height / 2 else line.y - height


def _apart(line: Line, page: Sequence[Line], body: float) -> bool:
    """In a short document a repeated line must also stand apart from the text, or be smaller."""
    gaps = [abs(other.y - line.y) for other in page if other is not line]
    return line.size < 0.9 * body or not gaps or min(gaps) > 2.2 * body


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))
