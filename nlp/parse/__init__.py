"""Read a file of any supported format into a Document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nlp.errors import InputError, shown_name
from nlp.parse.raw import Raw
from nlp.types import Document

SUFFIXES = (".txt", ".docx", ".pdf")


def read(path: str | Path) -> Document:
    """The document in a file, told apart by its content first and its ending second.

    Raises InputError where the file is missing, empty, encrypted, broken or of a format that is not read.
    """
    from nlp.parse.assemble import assemble

    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(path.name, "there is no such file", "check the name and the folder") from None
    except IsADirectoryError:
        raise InputError(path.name, "this is a folder", "name the files in it") from None
    except OSError as err:
        raise InputError(path.name, f"it cannot be opened ({err.strerror})", "check the rights to the file") from None
    if not data.strip():
        raise InputError(path.name, "the file is empty", "ask its sender for the full file")
    raw = _read_raw(path, data)
    document = assemble(raw, file=shown_name(path.name), sha256=hashlib.sha256(data).hexdigest())
    if not document.text.strip() and not document.warnings:
        raise InputError(path.name, "there is no text in it", "ask its sender for the full file")
    return document


def _read_raw(path: Path, data: bytes) -> Raw:
    suffix = path.suffix.lower()
    if data.startswith(b"%PDF") or suffix == ".pdf":
        from nlp.parse.pdf import read_pdf

        return read_pdf(path)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or suffix == ".docx":
        if suffix not in (".docx", ".docm", ".dotx", ".wps", ".tmp", ""):
            raise InputError(path.name, f"files ending in {suffix} are not read", f"save it as {' '.join(SUFFIXES)}")
        from nlp.parse.docx import read_docx

        return read_docx(path)
    if suffix in (".txt", ".text", ".md", ""):
        from nlp.parse.text import read_text

        return read_text(path)
    raise InputError(path.name, f"files ending in {suffix} are not read", f"save it as {' '.join(SUFFIXES)}")
