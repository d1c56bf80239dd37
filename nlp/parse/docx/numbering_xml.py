"""Read the list definitions of a Word document: numbering.xml to one ListDefinition for each numId."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nlp.parse.docx.styles import Style, Styles
from nlp.parse.docx.xml import ALTERNATIVES, MC, W, int_of, switch_of, value_of
from nlp.parse.numbering import BULLET, Level, ListDefinition

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_lists(root: Element | None, styles: Styles) -> dict[str, ListDefinition]:
    """Every list of the document by its numId; `root` is the root of numbering.xml, None without that part.

    A list that only names a numbering style (numStyleLink) takes the levels of the list that defines the style.
    """
    if root is None:
        return {}
    abstract = {element.get(f"{W}abstractNumId", ""): element for element in root.iterfind(f"{W}abstractNum")}
    numbers = {element.get(f"{W}numId", ""): element for element in root.iterfind(f"{W}num")}
    series = {number: value_of(element, "abstractNumId") or "" for number, element in numbers.items()}
    makers = {value_of(element, "styleLink"): key for key, element in abstract.items()}

    def defining(key: str) -> str:
        seen: set[str] = set()
        while key in abstract and key not in seen:
            seen.add(key)
            link = value_of(abstract[key], "numStyleLink")
            if link is None:
                break
            style = styles.by_id.get(link, Style())
            key = makers.get(link) or series.get(style.number or "", key)
        return key

    lists: dict[str, ListDefinition] = {}
    shared: dict[str, dict[int, Level]] = {}
    for number, element in numbers.items():
        key = defining(series[number])
        if key not in abstract:
            continue
        if key not in shared:
            shared[key] = _levels(abstract[key])
        levels, starts = dict(shared[key]), {}
        for override in element.iterfind(f"{W}lvlOverride"):
            index = int_of(override.get(f"{W}ilvl"))
            start = int_of(value_of(override, "startOverride"))
            if index is not None:
                levels |= _levels(override)
                if start is not None:
                    starts[index] = start
        lists[number] = ListDefinition(key, levels, starts)
    return lists


def find_number(
    properties: Element | None, style: Style, lists: Mapping[str, ListDefinition]
) -> tuple[str, int] | None:
    """The list and the level that a paragraph counts in, by itself or through its style; None for none.

    numId 0 takes a paragraph out of the list that its style puts it in.
    """
    direct = None if properties is None else properties.find(f"{W}numPr")
    own = value_of(direct, "numId")
    number = style.number if own is None else own
    definition = None if number is None else lists.get(number)
    if number is None or definition is None:
        return None
    level = int_of(value_of(direct, "ilvl"))
    if level is None:
        level = definition.level_of(style.chain)
    if level is None and own is None:
        level = style.number_level
    return number, level or 0


def _levels(parent: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.iterfind(f"{W}lvl"):
        index = int_of(element.get(f"{W}ilvl"))
        if index is not None:
            levels[index] = _level(element)
    return levels


def _level(element: Element) -> Level:
    start = int_of(value_of(element, "start"))
    format = value_of(element, "numFmt") or value_of(element.find(f"{ALTERNATIVES}/{MC}Fallback"), "numFmt")
    picture = element.find(f"{W}lvlPicBulletId") is not None
    return Level(
        format="bullet" if picture else format or "decimal",
        text=BULLET if picture else value_of(element, "lvlText") or "",
        start=0 if start is None else start,
        restart=int_of(value_of(element, "lvlRestart")),
        legal=bool(switch_of(element, "isLgl")),
        suffix=value_of(element, "suff") or "tab",
        style=value_of(element, "pStyle"),
        hidden=bool(switch_of(element.find(f"{W}rPr"), "vanish")),
    )
