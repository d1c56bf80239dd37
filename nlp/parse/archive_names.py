"""Turn the names in a zip into names of files: bytes of unknown encoding to a safe relative path."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import PurePosixPath

MOST_BYTES = 200  # of one part of a path; file systems allow 255
_UTF8 = 0x800  # the flag of an entry whose name is UTF-8
_UNICODE_PATH = 0x7075
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')  # marks that turn the line too
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_JUNK = re.compile(r"(?:^|/)(?:__macosx/|\.(?!\.?(?:/|$))|~\$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry as its sender saw it: flagged as UTF-8, kept beside in UTF-8, or in UTF-8 or GBK unsaid.

    Source: PKWARE APPNOTE 4.4.4, 4.6.9 and appendix D.

    >>> entry = zipfile.ZipInfo("月报.docx".encode("gbk").decode("cp437"))
    >>> name_of(entry)
    '月报.docx'
    """
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    beside = _unicode_path(entry.extra, raw)
    if beside is not None:
        return beside
    if raw.isascii():
        return raw.decode("ascii")
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" or _HAN.search(name):
            return name
    return entry.orig_filename


def is_junk(name: str) -> bool:
    """Whether a name is that of a file which programs leave behind: __MACOSX, .DS_Store, ~$ locks, Thumbs.db.

    >>> is_junk("__MACOSX/._月报.docx"), is_junk("报告/~$月报.docx"), is_junk("报告/月报.docx")
    (True, True, False)
    """
    return bool(_JUNK.search(name.replace("\\", "/").removeprefix("./")))


def safe_path(name: str) -> PurePosixPath:
    r"""A relative path that stays below its folder and is allowed on every file system.

    >>> [str(safe_path(name)) for name in ("../../a.docx", "/etc/passwd", r"C:\报告\a?.docx", "报告/月报.docx")]
    ['a.docx', 'etc/passwd', '报告/a_.docx', '报告/月报.docx']
    """
    plain = re.sub(r"^[A-Za-z]:(?=/)", "", name.replace("\\", "/"))
    parts = [_safe_part(part) for part in plain.split("/") if part.strip(" .")]
    return PurePosixPath(*(parts[-8:] or ["file"]))


def _safe_part(part: str) -> str:
    part = _UNSAFE.sub("_", part.encode("utf-8", "replace").decode("utf-8")).strip().rstrip(". ") or "_"
    if _RESERVED.match(part):
        part = f"_{part}"
    if len(part.encode()) <= MOST_BYTES:
        return part
    suffix = PurePosixPath(part).suffix if len(PurePosixPath(part).suffix) <= 10 else ""
    return part.encode()[: MOST_BYTES - len(suffix.encode())].decode("utf-8", "ignore") + suffix


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the extra field for it, where that belongs to this entry's name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None
