"""Open a .docx safely: a path to the XML roots that the reading needs, or one clear error."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_EXPANDED = 200_000_000  # bytes of all parts together
MAX_RATIO = 200  # expanded to packed, looked at above RATIO_FLOOR
RATIO_FLOOR = 50_000_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_RESAVE = "open it in Word or WPS and save it again as .docx"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The roots of a document's parts; None for those it does not have."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None


def open_docx(path: Path) -> Parts:
    """The parts of the .docx at `path`.

    Relationships that lead nowhere, which Word passes over, are dropped; the strict variant of the format and
    documents with macros are read like any other. Nothing is run, nothing is fetched.

    Raises InputError for a file that is missing, empty, encrypted, damaged, too large or no Word document.
    """
    _check_start(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(path, archive)
            return _open_parts(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise InputError(
            path.name, "the file is damaged and cannot be unpacked", "ask the sender for it again"
        ) from None


def _check_start(path: Path) -> None:
    if not path.exists():
        raise InputError(path.name, "there is no such file", "check its name and folder")
    if not path.is_file():
        raise InputError(path.name, "this is a folder, not a document", "give the path of a .docx file")
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if start == _OLE:
                raise _explain_ole(path, file.read())
    except OSError as err:
        raise InputError(path.name, f"the file cannot be opened ({err.strerror})", "check its permissions") from None
    if not start:
        raise InputError(path.name, "the file is empty", "ask the sender for it again")
    if not start.startswith(b"PK"):
        raise InputError(path.name, "this is not a Word document, whatever its name says", _RESAVE)


def _explain_ole(path: Path, content: bytes) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return InputError(path.name, "the file is encrypted", "save it without a password and try again")
    return InputError(path.name, "this is an old .doc file with the name of a .docx", _RESAVE)


def _check_size(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(path.name, "the file is encrypted", "save it without a password and try again")
    expanded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if expanded > MAX_EXPANDED or (expanded > RATIO_FLOOR and expanded / packed > MAX_RATIO):
        problem = f"unpacked it would hold {expanded // 1_000_000} MB, more than a document needs"
        raise InputError(path.name, problem, "compress its pictures in Word, or ask the sender what it is")


def _open_parts(path: Path, archive: zipfile.ZipFile) -> Parts:
    from docx.opc.package import OpcPackage
    from lxml import etree

    broken = InputError(path.name, "the file is damaged: its parts do not fit together", _RESAVE)
    try:
        try:
            package = OpcPackage.open(str(path))
        except KeyError:
            package = OpcPackage.open(_repair(archive))
        main = _related(package, "officeDocument")
        if main is None:
            raise InputError(path.name, "the archive holds no Word document", _RESAVE)
        roots = {name: _root(path, _related(main, name)) for name in ("styles", "numbering", "footnotes", "endnotes")}
        document = _root(path, main)
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError):
        raise broken from None
    if document is None or etree.QName(document).localname != "document":
        raise InputError(path.name, "the archive holds no Word document", _RESAVE)
    return Parts(document, **roots)


def _related(source: Any, kind: str) -> Any:
    """The part that `source` names by a relationship of this kind, in either variant of the format."""
    for relationship in source.rels.values():
        if not relationship.is_external and relationship.reltype.endswith(f"/{kind}"):
            return relationship.target_part
    return None


def _root(path: Path, part: Any) -> Element | None:
    from lxml import etree

    if part is None:
        return None
    root: Element | None = getattr(part, "element", None)
    if root is None or b"purl.oclc.org" in (etree.QName(root).namespace or "").encode():
        content: bytes = part.blob
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        root = etree.fromstring(content, _parser())
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(path.name, "its XML declares entities, which no Word document does", "do not trust the file")
    return root


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _repair(archive: zipfile.ZipFile) -> io.BytesIO:
    """A copy of the archive without relationships to parts that are not there."""
    from lxml import etree

    names = {name.replace("\\", "/").lower(): name.replace("\\", "/") for name in archive.namelist()}
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as repaired:
        for entry in archive.infolist():
            name, content = entry.filename.replace("\\", "/"), archive.read(entry)
            if name.endswith(".rels"):
                root = etree.fromstring(content, _parser())
                folder = posixpath.dirname(posixpath.dirname(name))
                for relationship in list(root):
                    target = relationship.get("Target", "")
                    known = names.get(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower())
                    if relationship.get("TargetMode") == "External":
                        continue
                    if known is None:
                        root.remove(relationship)
                    else:
                        relationship.set("Target", f"/{known}")
                content = etree.tostring(root)
            repaired.writestr(name, content)
    copy.seek(0)
    return copy
