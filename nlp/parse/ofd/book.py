"""Find the pages of an OFD package: its parts to page roots with their sizes, fonts and shared drawings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.errors import InputError
from nlp.parse.pdf.styles import BOLD
from nlp.parse.zipped import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

A4 = (0.0, 0.0, 210.0, 297.0)  # millimetres
RESAVE = "请用 OFD 阅读器打开后重新保存"
NO_OFD = "里面没有 OFD 文档", RESAVE

Box = tuple[float, float, float, float]  # left, top, width, height in millimetres


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by id: fonts that are bold, drawings that are used more than once."""

    bold: set[str] = field(default_factory=set)
    composites: dict[str, Element] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """One document of a package: where its pages and templates stand, what all of them share.

    `attached` are the names of files hidden in it, `notes` counts annotations that hold text.
    """

    part: str
    box: Box
    pages: tuple[str, ...]
    templates: dict[str, str]
    resources: Resources
    attached: tuple[str, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is stored: its box, its own contents, and those of its templates, drawn below or above them."""

    box: Box
    own: tuple[Element, ...]
    templates: tuple[Element, ...]


def find_books(package: Package) -> list[Book]:
    """The documents of a package, in order; most hold one.

    Raises InputError where there is none, or a part is missing or broken.
    """
    if not package.has("OFD.xml"):
        raise InputError(package.name, *NO_OFD)
    roots = [root.text or "" for root in package.root("OFD.xml").iterfind("{*}DocBody/{*}DocRoot")]
    if not roots:
        raise InputError(package.name, *NO_OFD)
    return [_book(package, locate(package, "OFD.xml", root)) for root in roots]


def open_sheet(package: Package, book: Book, part: str) -> Sheet:
    """The page that stands in a part of the package.

    Raises InputError where the part, or that of a template it uses, is missing or broken.
    """
    root = package.root(part)
    templates = []
    box = None
    for used in root.iterfind("{*}Template"):
        if (template := book.templates.get(used.get("TemplateID", ""))) is not None:
            drawn = package.root(template)
            templates += drawn.findall("{*}Content")
            box = box or _page_box(drawn.find("{*}Area"))
    own = tuple(root.findall("{*}Content"))
    return Sheet(_page_box(root.find("{*}Area")) or box or book.box, own, tuple(templates))


def locate(package: Package, base: str, place: str) -> str:
    """The part that `place` names, written in the part `base`: relative to it, or from the top of the package."""
    place = place.strip().replace("\\", "/")
    beside = posixpath.join("/" + posixpath.dirname(base), place)
    return beside if package.has(beside) or not package.has("/" + place) else "/" + place


def numbers_of(text: str | None) -> list[float]:
    """The numbers in an attribute; an empty list where they are not numbers.

    >>> numbers_of("0 0 210 297"), numbers_of("a"), numbers_of(None)
    ([0.0, 0.0, 210.0, 297.0], [], [])
    """
    try:
        return [float(word) for word in (text or "").replace(",", " ").split()]
    except ValueError:
        return []


def _book(package: Package, part: str) -> Book:
    root = package.root(part)
    common = root.find("{*}CommonData")
    area = None if common is None else common.find("{*}PageArea")
    templates = {
        template.get("ID", ""): locate(package, part, template.get("BaseLoc", ""))
        for template in (() if common is None else common.iterfind("{*}TemplatePage"))
    }
    resources = Resources()
    for name in ("PublicRes", "DocumentRes"):
        for place in () if common is None else common.iterfind(f"{{*}}{name}"):
            shared = locate(package, part, place.text or "")
            if package.has(shared):
                _read_resources(package.root(shared), resources)
    pages = tuple(locate(package, part, page.get("BaseLoc", "")) for page in root.iterfind("{*}Pages/{*}Page"))
    attached = tuple(
        item.get("Name", "")
        for listed in _parts(package, part, root, "Attachments")
        for item in listed.iterfind("{*}Attachment")
        if item.get("Visible") != "false"
    )
    return Book(part, _page_box(area) or A4, pages, templates, resources, attached, _notes(package, part, root))


def _page_box(area: Element | None) -> Box | None:
    box = None if area is None else area.find("{*}PhysicalBox")
    found = numbers_of(None if box is None else box.text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and min(found[2:]) > 0 else None


def _read_resources(root: Element, resources: Resources) -> None:
    for font in root.iterfind("{*}Fonts/{*}Font"):
        names = f"{font.get('FontName', '')} {font.get('FamilyName', '')}"
        if font.get("Bold") == "true" or BOLD.search(names):
            resources.bold.add(font.get("ID", ""))
    for unit in root.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
        resources.composites[unit.get("ID", "")] = unit


def _parts(package: Package, part: str, root: Element, name: str) -> Iterator[Element]:
    """The roots of the parts that the child `name` of a document points to, those that are there."""
    for place in root.iterfind(f"{{*}}{name}"):
        found = locate(package, part, place.text or "")
        if package.has(found):
            yield package.root(found)


def _notes(package: Package, part: str, root: Element) -> int:
    """How many annotations hold text; those that are watermarks do not count."""
    count = 0
    for place in root.iterfind("{*}Annotations"):
        listed = locate(package, part, place.text or "")
        for found in package.root(listed).iterfind("{*}Page/{*}FileLoc") if package.has(listed) else ():
            drawn = locate(package, listed, found.text or "")
            for note in package.root(drawn).iterfind("{*}Annot") if package.has(drawn) else ():
                texts = (code.text or "" for code in note.iter("{*}TextCode"))
                count += note.get("Type") != "Watermark" and any(text.strip() for text in texts)
    return count
