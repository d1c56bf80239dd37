"""Count the automatic numbers of a Word document: list definitions and (list, level) steps to printed labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from nlp.parse.docx.numerals import format_number

BULLET = "•"
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as numbering.xml defines it.

    `text` is the pattern (`第%1章`, `%1.%2`); `restart` is lvlRestart: None restarts below any higher level, 0 never,
    n below level n counted from 1 or a higher one. `legal` writes every number in digits. `suffix` is what follows the
    label: `tab`, `space` or `nothing`. `style` is the paragraph style that the level belongs to.
    """

    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """What a numId stands for: the shared list that it counts in, its levels, and the levels that it starts anew."""

    series: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))

    def level_of(self, styles: Iterable[str]) -> int | None:
        """The level tied to the first of `styles` that has one; None where no level is tied to any of them.

        >>> ListDefinition("0", {0: Level(style="2"), 1: Level(style="3")}).level_of(["9", "3"])
        1
        """
        tied = {level.style: index for index, level in self.levels.items() if level.style}
        return next((tied[style] for style in styles if style in tied), None)


@dataclass(slots=True)
class Counters:
    """The running numbers of one document. Lists that share a series go on counting where the other stopped."""

    lists: Mapping[str, ListDefinition]
    _values: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """Count one paragraph of list `number` (a numId) at `level` (from 0) and give its label as Word prints it.

        An unknown list or level has no label: "".

        >>> levels = {0: Level("chineseCounting", "第%1章"), 1: Level("decimal", "%1.%2", legal=True)}
        >>> counters = Counters({"7": ListDefinition("0", levels)})
        >>> [counters.label("7", level) for level in (0, 1, 1, 0, 1)]
        ['第一章', '1.1', '1.2', '第二章', '2.1']
        """
        definition = self.lists.get(number)
        if definition is None or level not in definition.levels:
            return ""
        values = self._values.setdefault(definition.series, {})
        if number not in self._seen:
            self._seen.add(number)
            for index in definition.starts:
                values.pop(index, None)
        values[level] = values[level] + 1 if level in values else _start(definition, level)
        for index in [index for index in values if index > level]:
            restart = definition.levels.get(index, Level()).restart
            if restart is None or level < min(restart, index):
                del values[index]
        return _print(definition, level, values)

    def suffix(self, number: str, level: int) -> str:
        """What follows the label of list `number` at `level`: `tab`, `space` or `nothing`.

        >>> Counters({"1": ListDefinition("0", {0: Level(suffix="space")})}).suffix("1", 0)
        'space'
        """
        definition = self.lists.get(number)
        return "nothing" if definition is None else definition.levels.get(level, Level()).suffix


def label_all(lists: Mapping[str, ListDefinition], steps: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The labels of a whole sequence of (numId, level), in order.

    >>> label_all({"1": ListDefinition("0", {0: Level("chineseCounting", "%1、")})}, [("1", 0), ("1", 0)])
    ('一、', '二、')
    """
    counters = Counters(lists)
    return tuple(counters.label(number, level) for number, level in steps)


def join_label(label: str, text: str, *, suffix: str = "tab") -> str:
    """Label and text as one line: no gap behind a mark, one space where label and text would run into each other.

    >>> join_label("（一）", "严明纪律"), join_label("第一章", "总则"), join_label("1.", "落实责任")
    ('（一）严明纪律', '第一章 总则', '1.落实责任')
    >>> join_label("1.2", "2023年"), join_label("3.", "5月底前"), join_label("①", "学习")
    ('1.2 2023年', '3. 5月底前', '①学习')
    """
    if not label or not text or suffix == "nothing":
        return label + text
    last = label[-1]
    touching = last.isalpha() or last.isdecimal() or (last in ".．" and text[0].isdecimal())
    return f"{label} {text}" if touching else label + text


def _start(definition: ListDefinition, level: int) -> int:
    return definition.starts.get(level, definition.levels.get(level, Level()).start)


def _print(definition: ListDefinition, level: int, values: Mapping[int, int]) -> str:
    shape = definition.levels[level]
    if shape.hidden:
        return ""
    if shape.format == "bullet":
        return _bullet(shape.text)

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index > level or index not in definition.levels:
            return ""
        format = definition.levels[index].format
        if shape.legal and format not in ("none", "bullet"):
            format = "decimal"
        return format_number(values.get(index, _start(definition, index)), format)

    return _PLACEHOLDER.sub(number, shape.text).strip()


def _bullet(text: str) -> str:
    """The bullet, unless it is a sign of a symbol font (private use, or a letter of Wingdings): then a plain one."""
    sign = text.strip()
    symbol = len(sign) == 1 and ((sign.isascii() and sign.isalnum()) or "\ue000" <= sign <= "\uf8ff")
    return BULLET if symbol else sign
