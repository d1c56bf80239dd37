"""Find the ruling lines on the picture of a page."""

from __future__ import annotations

from typing import Any

from nlp.parse.pdf.rulings import Ruling

SHORTEST = 36.0  # points: longer than any stroke of a letter
THICKEST = 4.0  # points: what is thicker is a bar or a picture
DARK = 0.65  # of the paper's brightness


def find_rulings(grey: Any, *, scale: float) -> tuple[Ruling, ...]:
    """The straight lines of a picture that stands upright, in points.

    `grey` is an array of brightness, rows from the top; `scale` is how many points a pixel is wide. Lines may lean by
    a pixel or two, and be broken by as much.

    >>> import numpy
    >>> picture = numpy.full((200, 200), 255)
    >>> picture[50:52, 20:180] = 0
    >>> find_rulings(picture, scale=0.5)
    (Ruling(vertical=False, at=25.5, start=10.0, end=90.0),)
    """
    import numpy

    dark = grey < DARK * numpy.median(grey)
    return (*_lines(dark, scale, vertical=False), *_lines(dark.T, scale, vertical=True))


def _lines(dark: Any, scale: float, *, vertical: bool) -> tuple[Ruling, ...]:
    """The long dark runs along the rows, those on neighbouring rows joined."""
    import numpy

    thick = dark.copy()  # by a pixel up and down, so that a line that leans stays whole
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    edges = numpy.diff(numpy.pad(thick.astype(numpy.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = numpy.nonzero(edges == 1)
    ends = numpy.nonzero(edges == -1)[1]
    long = ends - starts >= SHORTEST / scale
    open_: list[list[int]] = []  # first and last row, start, end
    found: list[list[int]] = []
    for row, start, end in zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True):
        found += [line for line in open_ if line[1] < row - 2]
        open_ = [line for line in open_ if line[1] >= row - 2]
        near = [line for line in open_ if line[2] <= end + 3 and line[3] >= start - 3]
        joined = [min(row, *(line[0] for line in near)), row, start, end] if near else [row, row, start, end]
        for line in near:
            joined[2], joined[3] = min(joined[2], line[2]), max(joined[3], line[3])
            open_.remove(line)
        open_.append(joined)
    return tuple(
        Ruling(vertical, (first + last + 1) / 2 * scale, start * scale, end * scale)
        for first, last, start, end in found + open_
        if (last - first - 1) * scale <= THICKEST
    )
