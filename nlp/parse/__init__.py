"""Read a file of any supported format into a Document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nlp.errors import InputError, shown_name
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Raw
from nlp.parse.sniff import OLE, SUFFIXES, Kind, sniff
from nlp.types import Document

PREFERRED = ".docx, .pdf or .txt"


def read(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in a file, told apart by its content first and its ending second.

    Raises InputError where the file is missing, empty, encrypted, broken, beyond `limits`, or of a kind that is not
    read.

    >>> from nlp.resources import find_resource
    >>> read(find_resource("corpora/demo") / "plan.docx").title
    '枫渡县城市管理局2024年作风建设和清廉城管建设工作要点'
    """
    path = Path(path)
    name = shown_name(path.name)
    kind = sniff(path)
    if not path.is_file():
        raise InputError(name, "this is no ordinary file", "save it to the disk and name that file")
    size = path.stat().st_size
    if size > limits.file_bytes:
        limit = f"it has {size:,} bytes, more than {limits.file_bytes:,}"
        raise InputError(name, limit, "split it, or ask its sender for a smaller one")
    from nlp.parse.assemble import assemble

    raw = _read_raw(path, kind, limits)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    document = assemble(raw, file=name, sha256=digest)
    if not document.text.strip() and not document.warnings:
        raise InputError(name, "there is no text in it", "ask its sender for the full file")
    return document


def _read_raw(path: Path, kind: Kind, limits: Limits) -> Raw:
    """Call the reader that a kind of file needs; each is imported when it is first wanted."""
    if kind == "pdf":
        from nlp.parse.pdf import read_pdf

        return read_pdf(path, seconds=0.8 * limits.seconds)
    if kind == "docx":
        from nlp.parse.docx import read_docx

        return read_docx(path)
    if kind == "xlsx":
        from nlp.parse.xlsx import read_xlsx

        return read_xlsx(path, limits=limits)
    if kind == "ofd":
        from nlp.parse.ofd import read_ofd

        return read_ofd(path, limits=limits)
    if kind == "image":
        from nlp.parse.ocr import read_image

        return read_image(path, limits=limits)
    if kind == "office":
        from nlp.parse.office import read_office

        if not _is_office(path):
            problem = "this is no Office document, whatever its name says"
            raise InputError(path.name, problem, f"ask its sender for it as {PREFERRED}")
        return read_office(path, limits=limits)
    if kind == "text":
        from nlp.parse.text import read_text

        return read_text(path)
    raise _refusal(path, kind)


def _refusal(path: Path, kind: Kind) -> InputError:
    if kind == "encrypted":
        return InputError(path.name, "the file is encrypted", "save it without a password and try again")
    if kind == "archive":
        return InputError(path.name, "this is an archive of files", "unpack it and name the file in it")
    if kind == "packed":
        return InputError(path.name, f"archives ending in {path.suffix} are not read", "unpack it and name the folder")
    return InputError(path.name, f"files ending in {path.suffix} are not read", f"save it as {PREFERRED}")


def _is_office(path: Path) -> bool:
    """Whether what ends like an old Office file can be one: a known start, or text (HTML saved as .doc).

    LibreOffice takes anything else for text of unknown encoding and prints rubbish.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    return head.startswith((OLE, b"PK", b"{\\rtf")) or not set(head) & set(range(9))


def is_readable(path: Path) -> bool:
    """Whether a file's ending is one of those that are read, archives included; its content is not looked at."""
    return any(path.suffix.lower() in suffixes for kind, suffixes in SUFFIXES.items() if kind != "packed")
