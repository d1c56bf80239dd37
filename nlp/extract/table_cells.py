"""Measure what the cells of a table's column hold: orders, names, times or mere numbers, each as a share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from nlp.extract.actions import find_actions
from nlp.extract.grid import TableGrid, is_sign
from nlp.extract.names import kind_of, split_names

SAMPLE = 40  # cells of a column that are looked at
LONG = 15  # characters from which on a text with a verb anywhere in it orders something
_PERIOD = re.compile(
    r"(?:20\d\d年)?(?:第?[一二三四1-4]季度|[上下]半年|全年|[\d一二三四五六七八九十]{1,3}月份?"
    r"(?:[上中下]旬)?(?:[至到、和—\-–~～][\d一二三四五六七八九十]{1,3}月份?)*|[\d一二三四五六七八九十]{1,2}[至到—\-–~～]\d{1,2}月份?)"
)
_THING = re.compile(r"(?:项目|工程|基地|园区|中心|公司|平台)(?:[（(].*[）)])?$")


class Cells:
    """The filled cells of a column below its header."""

    def __init__(self, grid: TableGrid, column: int, first: int) -> None:
        rows = [row for row in range(first, grid.row_count) if grid.across(row) is None]
        texts = [grid.text(row, column) for row in rows if grid.own(row, column)][:SAMPLE]
        self.texts = [text for text in texts if text and not is_sign(text)]
        self.filled = len(self.texts) / len(texts) if texts else 0.0

    @property
    def length(self) -> float:
        """The mean number of characters."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def orders(self) -> float:
        """The share of cells that order something."""
        return self._share(orders)

    @cached_property
    def names(self) -> float:
        """The share of cells that hold names of bodies or persons."""
        return self._share(lambda text: any(kind_of(name.text) is not None for name in split_names(text)))

    @property
    def periods(self) -> float:
        """The share of cells that are a month or another part of the year and nothing more."""
        return self._share(lambda text: _PERIOD.fullmatch(text) is not None)

    @property
    def words(self) -> float:
        """The share of cells with words rather than numbers; 1 where there is no cell."""
        return self._share(lambda text: re.search(r"[^\W\d_]{2}", text) is not None) if self.texts else 1.0

    def _share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.texts)) / len(self.texts) if self.texts else 0.0


def orders(text: str) -> bool:
    """Whether a cell orders something: a clause that begins with its verb, or a long text with one; no mere thing.

    >>> orders("压减企业开办时间"), orders("东河灌区续建配套项目"), orders("一般公共预算收入")
    (True, False, False)
    """
    if len(text) < LONG and _THING.search(text):
        return False
    return any(
        bool(action.verb) and (action.text.startswith(action.verb) or len(text) >= LONG)
        for action in find_actions(text)
    )
