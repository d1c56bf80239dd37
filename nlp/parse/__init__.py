"""Read a file of any supported format into a Document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nlp.errors import InputError, shown_name
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Raw
from nlp.parse.sniff import OLE, SUFFIXES, Kind, sniff
from nlp.types import Document

NO_FILE = "这不是普通文件", "请把它存到磁盘上，再指定那个文件"
NEVER_PAGES = frozenset(
    s for kind in ("pdf", "docx", "xlsx", "ofd", "image", "archive", "packed") for s in SUFFIXES[kind]
)
"""Endings of files that are no web page: what is one under such a name is an error message of the site."""
RESAVE = "请另存为 .docx、.pdf 或 .txt"


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
    if path.exists() and not path.is_file() and not path.is_dir():
        raise InputError(name, *NO_FILE)
    if path.is_file() and path.stat().st_size > limits.file_bytes:
        raise InputError(name, f"文件超过{limits.file_bytes // 1_000_000}MB", "请压缩其中的图片，或者拆分后分别提交")
    kind = sniff(path)
    from nlp.parse.assemble import assemble

    raw = _read_raw(path, kind, limits)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    document = assemble(raw, file=name, sha256=digest)
    if not document.text.strip() and not document.warnings:
        raise InputError(name, "文件里没有文字", "请对方重新发送完整的文件")
    return document


def _read_raw(path: Path, kind: Kind, limits: Limits) -> Raw:
    """Call the reader that a kind of file needs; each is imported when it is first wanted."""
    if kind == "pdf":
        from nlp.parse.pdf import read_pdf

        return read_pdf(path, seconds=0.8 * limits.seconds, most_pages=limits.pages)
    if kind == "docx":
        from nlp.parse.docx import read_docx

        return read_docx(path, limits=limits)
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
            raise InputError(path.name, "文件名像办公文档，内容却不是", RESAVE)
        return read_office(path, limits=limits)
    if kind == "html":
        from nlp.parse.html import read_html

        if path.suffix.lower() in NEVER_PAGES:
            raise InputError(
                path.name, f"内容是网页，不是{path.suffix}文件，可能下载出错", "请重新下载，或请对方重新发送"
            )
        return read_html(path, limits=limits)
    if kind == "table":
        from nlp.parse.separated import read_separated

        return read_separated(path, limits=limits)
    if kind == "text":
        from nlp.parse.text import read_text

        return read_text(path)
    raise _refusal(path, kind)


def _refusal(path: Path, kind: Kind) -> InputError:
    if kind == "encrypted":
        return InputError(path.name, "文件已加密", "去掉密码另存后再试")
    if kind == "archive":
        return InputError(path.name, "这是压缩包", "请解压后指定其中的文件")
    if kind == "packed":
        return InputError(path.name, f"不能读取{path.suffix}压缩包", "请解压后指定文件夹")
    if path.suffix.lower() in SUFFIXES["office"]:
        return InputError(
            path.name, "文件已损坏，或者内容不是办公文档", "请对方重新发送，或者另存为 .docx、.pdf 或 .txt"
        )
    if is_readable(path):
        return InputError(
            path.name, f"内容不是{path.suffix}文件，可能已损坏或加密", "请用原来的软件打开后另存，不设密码"
        )
    return InputError(path.name, f"不能读取{path.suffix}文件", RESAVE)


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
