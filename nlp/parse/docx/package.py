"""Open a .docx safely: a path to the XML roots that the reading needs, or one clear error."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.errors import InputError
from nlp.parse.docx.xml import W
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.sniff import sniff
from nlp.parse.zipped import BAD_XML, DAMAGED, ENCRYPTED, Package, clean_part, open_package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

RESAVE = "请用 Word 或 WPS 打开后另存为 .docx"
NO_WORD = "压缩包里没有 Word 正文", RESAVE
SIDE_PARTS = {"styles": "样式", "numbering": "自动编号", "footnotes": "脚注", "endnotes": "尾注"}
_PURL = "http://purl.oclc.org/ooxml/"
_USUAL = "http://schemas.openxmlformats.org/"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Parts:
    """The roots of a document's parts; None for those it does not have. `broken` names the damaged ones."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    broken: tuple[str, ...] = ()


def open_docx(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Parts:
    """The parts of the .docx at `path`; documents with macros and templates are read like any other.

    Parts are found by their relationships, as ECMA-376 part 2 says; those that lead nowhere are passed over, as Word
    does. The strict variant of the format is turned into the usual one. Nothing is run, nothing is fetched.
    A damaged part beside the text is left out and named.

    Raises InputError for a file that is missing, empty, encrypted, damaged, beyond `limits` or no Word document.
    """
    _check_kind(path)
    with open_package(path, limits=limits) as package:
        main = _targets(package, "").get("officeDocument") or "word/document.xml"
        if not package.has(main):
            raise InputError(path.name, *NO_WORD)
        document = _read(package, main)
        if document.tag != f"{W}document":
            raise InputError(path.name, *NO_WORD)
        named = _targets(package, main)
        present = [kind for kind in SIDE_PARTS if kind in named and package.has(named[kind])]
        parts = {kind: _read_sound(package, named[kind]) for kind in present}
    return Parts(document, **parts, broken=tuple(SIDE_PARTS[kind] for kind in present if parts[kind] is None))


def _check_kind(path: Path) -> None:
    """Refuse what is no zip, with a word about what it is."""
    kind = sniff(path)
    if kind == "encrypted":
        raise InputError(path.name, *ENCRYPTED)
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if not packed:
        old = kind == "office" and path.suffix.lower() not in (".doc", ".wps")
        problem = "这是旧格式的文件，只是改名成 .docx" if old else "文件名像 Word 文档，内容却不是"
        raise InputError(path.name, problem, RESAVE)


def _targets(package: Package, part: str) -> dict[str, str]:
    """The parts that a part (or, for "", the package) names by their kind, in either variant of the format."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, str] = {}
    if package.has(relations):
        for relation in package.root(relations).iter(_RELATION):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                target = relation.get("Target", "").replace("\\", "/")
                found.setdefault(kind, posixpath.join("/", folder, target))
    return found


def _read_sound(package: Package, part: str) -> Element | None:
    """The root of a part, None where it is damaged; what is suspicious or too large is refused all the same."""
    try:
        return _read(package, part)
    except InputError as err:
        if err.problem in (DAMAGED[0], BAD_XML[0].format(clean_part(part))):
            return None
        raise


def _read(package: Package, part: str) -> Element:
    root = package.root(part)
    if _PURL in root.tag:
        for element in root.iter("{*}*"):
            element.tag = _usual(element.tag)
            for name, value in element.attrib.items():
                if isinstance(name, str) and _PURL in name:
                    del element.attrib[name]
                    element.set(_usual(name), value)
    return root


def _usual(name: str) -> str:
    """The usual name for one of the strict variant: wordprocessingml/main to wordprocessingml/2006/main."""
    if not name.startswith("{" + _PURL):
        return name
    folder, _, rest = name[1 + len(_PURL) :].partition("/")
    return "{" + _USUAL + f"{folder}/2006/{rest}"
