"""Resolve the styles of a Word document once: styles.xml to what each style id means, inheritance included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from nlp.parse.docx.xml import W, int_of, switch_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WORD_SIZE = 10.0  # points; what Word takes where a document states no size at all
_TITLE = frozenset({"title", "标题"})
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_BODY_LEVEL = 9
_SIZE = re.compile(r"(\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi)")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0, "pi": 12.0}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits; None stands for what neither it nor its ancestors say.

    `level` is 0 for a title, 1.. for headings. `chain` is its own id and those it is based on, nearest first.
    """

    level: int | None = None
    centred: bool = False
    bold: bool | None = None
    size: float | None = None
    hidden: bool = False
    number: str | None = None
    number_level: int | None = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, and what holds for a paragraph that names none."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = Style()
    bold: bool = False
    size: float = WORD_SIZE

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph; the default one for no id or an unknown id."""
        return self.default if style_id is None else self.by_id.get(style_id, self.default)

    def run(self, style_id: str | None) -> Style | None:
        """The character style of a run, or None."""
        return None if style_id is None else self.by_id.get(style_id)


def read_styles(root: Element | None) -> Styles:
    """The styles of a document; `root` is the root of styles.xml, None where the document has no such part."""
    if root is None:
        return Styles()
    elements = {element.get(f"{W}styleId", ""): element for element in root.iterfind(f"{W}style")}
    by_id = {style_id: _resolve(style_id, elements) for style_id in elements}
    default = next(
        (
            by_id[style_id]
            for style_id, element in elements.items()
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on")
        ),
        Style(),
    )
    base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return Styles(by_id, default, bool(switch_of(base, "b")), points_of(value_of(base, "sz")) or WORD_SIZE)


def points_of(size: str | None) -> float | None:
    """A size in points: Word counts half points, the strict variant of the format may name the unit.

    >>> points_of("32"), points_of("16pt"), points_of("large")
    (16.0, 16.0, None)
    """
    half = int_of(size)
    if half is not None:
        return half / 2
    named = _SIZE.fullmatch(size or "")
    return float(named[1]) * _UNITS[named[2]] if named else None


def outline_level(properties: Element | None) -> int | None:
    """The outline level that paragraph properties state: 1.. for headings, 0 for plain text, None where unsaid."""
    level = int_of(value_of(properties, "outlineLvl"))
    if level is None:
        return None
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def _resolve(style_id: str, elements: Mapping[str, Element]) -> Style:
    chain = _chain(style_id, elements)
    links = [elements[link] for link in chain]
    paragraph = [link.find(f"{W}pPr") for link in links]
    run = [link.find(f"{W}rPr") for link in links]
    numbers = [None if properties is None else properties.find(f"{W}numPr") for properties in paragraph]
    size = _first(points_of(value_of(properties, "sz")) for properties in run)
    return Style(
        level=_level(links),
        centred=_first(value_of(properties, "jc") for properties in paragraph) == "center",
        bold=_first(switch_of(properties, "b") for properties in run),
        size=size or None,
        hidden=bool(_first(switch_of(properties, "vanish") for properties in run)),
        number=_first(value_of(number, "numId") for number in numbers),
        number_level=int_of(_first(value_of(number, "ilvl") for number in numbers)),
        chain=chain,
    )


def _chain(style_id: str, elements: Mapping[str, Element]) -> tuple[str, ...]:
    chain: list[str] = []
    following: str | None = style_id
    while following is not None and following in elements and following not in chain:
        chain.append(following)
        following = value_of(elements[following], "basedOn")
    return tuple(chain)


def _level(links: list[Element]) -> int | None:
    for link in links:
        name = (value_of(link, "name") or "").split(",")[0].strip().lower()
        if name in _TITLE:
            return 0
        heading = _HEADING.fullmatch(name)
        if heading:
            return int(heading[1])
        level = outline_level(link.find(f"{W}pPr"))
        if level is not None:
            return level or None
    return None


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)
