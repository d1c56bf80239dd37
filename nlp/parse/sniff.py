"""Tell what a file is by its content, its ending second: path to the kind of reader that it needs."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from nlp.errors import InputError, explain_os_error

Kind = Literal[
    "pdf",
    "docx",
    "xlsx",
    "ofd",
    "image",
    "archive",
    "office",
    "packed",
    "text",
    "html",
    "table",
    "encrypted",
    "unknown",
]
"""`archive` is a zip of files, `packed` one of another kind, `office` what LibreOffice has to convert first,
`table` separated values."""

SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "ofd": (".ofd",),
    "image": (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
    "archive": (".zip",),
    "office": (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".xls", ".xlt", ".et", ".ett", ".ods"),
    "packed": (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"),
    "text": (".txt", ".text", ".md", ".markdown"),
    "html": (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"),
    "table": (".csv", ".tsv"),
}
READABLE = frozenset(s for kind, suffixes in SUFFIXES.items() if kind not in ("archive", "packed") for s in suffixes)
"""Endings of files that hold one document each."""

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"Rar!\x1a\x07", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"{\\rtf", "office"),
)
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "office"),
    ("Workbook", "office"),
    ("Book", "office"),
)
_PAGES = (b"<html", b"<!doctype html", b"<head", b"<body", b"<table", b"<meta", b"<div", b"<p>")
HEAD = 1024  # bytes of a file that are looked at
_DIRECTORY = 128  # bytes of one entry of an OLE directory
_BLANK = b" \t\r\n\xef\xbb\xbf"


def sniff(path: Path) -> Kind:
    r"""What the file at `path` is; only its head, its zip directory or its OLE directory is read.

    Raises InputError where it is missing, a folder, empty or may not be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.doc").write_bytes(b"{\\rtf1 }")
    ...     sniff(Path(folder, "a.doc"))
    'office'
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError:
        raise InputError(path.name, "没有这个文件", "请核对文件名和所在文件夹") from None
    except IsADirectoryError:
        raise InputError(path.name, "这是文件夹", "请指定其中的文件") from None
    except OSError as err:
        raise InputError(path.name, f"打不开这个文件（{explain_os_error(err)}）", "请检查文件的访问权限") from None
    if not head.strip(_BLANK) and len(head) < HEAD:
        raise InputError(path.name, "文件是空的", "请对方重新发送")
    if _is_page(head):
        return "html"
    if b"%PDF" in head:
        return "pdf"
    if head.startswith(OLE):
        return _kind_of_ole(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path)
    for start, kind in _STARTS:
        if head.lstrip(_BLANK).startswith(start):
            return kind
    return kind_of_suffix(path.suffix)


def kind_of_suffix(suffix: str) -> Kind:
    """What a file's ending says; no ending stands for text.

    >>> kind_of_suffix(".WPS"), kind_of_suffix(""), kind_of_suffix(".exe")
    ('office', 'text', 'unknown')
    """
    if not suffix:
        return "text"
    return next((kind for kind, suffixes in SUFFIXES.items() if suffix.lower() in suffixes), "unknown")


def streams_of(path: Path) -> frozenset[str]:
    """The names of the streams of an OLE file, found by the shape of their directory entries, whatever its order."""
    data = path.read_bytes()
    found = set()
    for at in range(512, len(data) - _DIRECTORY + 1, _DIRECTORY):
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if 2 < length <= 64 and length % 2 == 0 and data[at + 66] in (1, 2, 5) and data[at + 67] in (0, 1):
            found.add(data[at : at + length - 2].decode("utf-16-le", "replace"))
    return frozenset(found)


def _is_page(head: bytes) -> bool:
    """Whether bytes begin a web page, whatever their encoding, or one saved as a single file."""
    start = head.replace(b"\0", b"").lstrip(_BLANK + b"\xff\xfe").lower()
    if start.startswith(b"<"):
        return start.startswith(_PAGES) or b"<html" in start
    return start.startswith((b"from:", b"mime-version:", b"subject:")) and b"multipart/related" in start


def _kind_of_ole(path: Path) -> Kind:
    names = streams_of(path)
    return next((kind for name, kind in _STREAMS if name in names), "unknown")


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
            mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, KeyError):
        return kind_of_suffix(path.suffix)  # its reader says what is wrong
    if "ofd.xml" in names:
        return "ofd"
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        return "office"
    if "[content_types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
            if any(name.startswith(folder) for name in names):
                return kind  # type: ignore[return-value]
        if any(name.startswith(("ppt/", "visio/")) for name in names):
            return "unknown"
    kind = kind_of_suffix(path.suffix)
    return kind if kind in ("docx", "xlsx", "ofd") else "archive"
