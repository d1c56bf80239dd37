"""Read what all sheets of a workbook share: a package to its sheets, its texts and the looks of its cells."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.errors import InputError
from nlp.parse.xlsx.formats import BUILTIN, GENERAL
from nlp.parse.zipped import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CENTRED = ("center", "centerContinuous")
_ON = ("1", "true", "on")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set: its number format, and what tells a title from a table's cell; `size` is in points."""

    code: str = GENERAL
    centred: bool = False
    bold: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells by its name and its part in the package."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook without its cells; `texts` and `looks` are what the cells refer to by index."""

    sheets: tuple[Sheet, ...]
    texts: tuple[str, ...]
    looks: tuple[Look, ...]
    from_1904: bool


def read_book(package: Package) -> Book:
    """The workbook that a package holds.

    Raises InputError where it holds none, or a part is missing or broken.
    """
    main = next((part for kind, part in related(package, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    if not package.has(main):
        raise InputError(package.name, "里面没有工作簿", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    if main.endswith(".bin"):
        raise InputError(package.name, "这是二进制工作簿（.xlsb）", "请另存为 .xlsx")
    parts = related(package, main)
    root = package.root(main)
    sheets = []
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        kind, part = parts.get(relation_id(sheet), ("", ""))
        if kind == "worksheet":
            sheets.append(Sheet(sheet.get("name", "").strip(), part, sheet.get("state", "visible") != "visible"))
    by_kind = dict(parts.values())
    properties = root.find("{*}workbookPr")
    return Book(
        tuple(sheets),
        _texts(package, by_kind.get("sharedStrings")),
        _looks(package, by_kind.get("styles")),
        properties is not None and properties.get("date1904") in _ON,
    )


def related(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the package: relationship id to kind and part; `""` asks for the package's own."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for relation in package.root(rels) if package.has(rels) else ():
        if relation.get("TargetMode") != "External":
            target = posixpath.join("/" + folder, relation.get("Target", ""))
            found[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], target.lstrip("/")
    return found


def relation_id(element: Element) -> str:
    """The relationship that an element names, in either variant of the format."""
    return element.get(_ID) or element.get(_STRICT_ID) or ""


def text_of(element: Element | None) -> str:
    """The text of a shared or inline string: all its runs, without phonetic guides."""
    if element is None:
        return ""
    parts = []
    for child in element:
        kind = str(child.tag).rpartition("}")[2]
        if kind == "t":
            parts.append(child.text or "")
        elif kind == "r":
            parts += [run.text or "" for run in child if str(run.tag).endswith("}t")]
    return clean("".join(parts))


def clean(text: str) -> str:
    r"""Text with its escapes read, its lines stripped and its blank lines left out.

    >>> clean("牵头单位_x000D_\n 办公室 \n")
    '牵头单位\n办公室'
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if text.isalnum():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(kept for line in lines if (kept := "".join(mark for mark in line if mark >= " ").strip()))


def _texts(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None or not package.has(part):
        return ()
    found = []
    for _, element in package.elements(part, tag="{*}si"):
        found.append(text_of(element))
        drop(element)
    return tuple(found)


def drop(element: Element) -> None:
    """Free an element that was read, and its elder siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _looks(package: Package, part: str | None) -> tuple[Look, ...]:
    if part is None or not package.has(part):
        return ()
    root = package.root(part)
    codes = {
        _int(code.get("numFmtId")): code.get("formatCode", GENERAL) for code in root.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = [_font(font) for font in root.iterfind("{*}fonts/{*}font")]
    looks = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        alignment = style.find("{*}alignment")
        number, font = _int(style.get("numFmtId")), _int(style.get("fontId"))
        bold, size = fonts[font] if font < len(fonts) else (False, None)
        code = codes.get(number) or BUILTIN.get(number, GENERAL)
        looks.append(Look(code, alignment is not None and alignment.get("horizontal") in _CENTRED, bold, size))
    return tuple(looks)


def _font(font: Element) -> tuple[bool, float | None]:
    bold, size = font.find("{*}b"), font.find("{*}sz")
    try:
        points = None if size is None else float(size.get("val", ""))
    except ValueError:
        points = None
    return bold is not None and bold.get("val", "1") in _ON, points


def _int(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0
