"""Open a document that is a zip of XML parts safely: a path to its parts, or one clear error."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from nlp.errors import InputError
from nlp.parse.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHUNK = 1 << 16  # bytes that are unpacked at a time
MOST_DEPTH = 256  # of nested elements, at which the parser stops by itself
RATIO_FLOOR = 20_000_000  # expanded bytes below which the ratio is not looked at: blank forms pack very well

ENCRYPTED = "文件已加密", "去掉密码另存后再试"
DAMAGED = "文件已损坏，无法打开", "请对方重新发送"
BAD_XML = "文件已损坏：{}不是有效的 XML", "请用原来的软件重新保存"
ENTITIES = "XML 中声明了实体，正常的办公文件不会这样", "请勿信任这个文件，向对方核实来源"
TOO_DEEP = "XML 嵌套层数太多", "请用原来的软件重新保存"
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What the standard library raises for a zip that is damaged, encrypted or packed in an unknown way."""


class Package:
    """The parts of an open zip document by name, whatever the case and slashes of the names in the zip.

    Expanded bytes are counted as they come, whatever the zip's directory says of them.
    """

    def __init__(self, name: str, archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
        self.name = name
        self._archive = archive
        self._packed = packed
        self._limits = limits
        self._expanded = 0
        self._entries = {clean_part(entry.filename).lower(): entry for entry in archive.infolist()}

    def has(self, part: str) -> bool:
        """Whether the document has this part."""
        return clean_part(part).lower() in self._entries

    def root(self, part: str) -> Element:
        """The root of an XML part.

        Raises InputError as `elements` does.
        """
        from lxml import etree

        parser = etree.XMLParser(**PARSER)
        with self._open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.feed(chunk)
            root: Element = parser.close()
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(self.name, *ENTITIES)
        if self._limits.depth < MOST_DEPTH and _depth(root) > self._limits.depth:
            raise InputError(self.name, *TOO_DEEP)
        return root

    def elements(
        self, part: str, *, events: Sequence[str] = ("end",), tag: str | Sequence[str] | None = None
    ) -> Generator[tuple[str, Element], None, None]:
        """The elements of an XML part as they are parsed, with the event: all, or those with a `tag`.

        Raises InputError where the part is missing, is no sound XML, declares entities or goes beyond the limits.
        """
        from lxml import etree

        trusted = False
        with self._open(part) as stream:
            for event, element in etree.iterparse(stream, events=events, tag=tag, **PARSER):
                if not trusted and element.getroottree().docinfo.internalDTD is not None:
                    raise InputError(self.name, *ENTITIES)
                trusted = True
                yield event, element

    @contextmanager
    def _open(self, part: str) -> Iterator[_Counted]:
        """The bytes of a part; what goes wrong inside the `with` becomes an InputError."""
        from lxml import etree

        entry = self._entries.get(clean_part(part).lower())
        if entry is None:
            raise InputError(self.name, f"文件已损坏：缺少{clean_part(part)}", "请对方重新发送")
        try:
            with self._archive.open(entry) as stream:
                yield _Counted(stream, self._count)
        except etree.XMLSyntaxError as err:
            if "xcessive depth" in str(err):
                raise InputError(self.name, *TOO_DEEP) from None
            raise InputError(self.name, BAD_XML[0].format(clean_part(part)), BAD_XML[1]) from None
        except FAULTS:
            raise InputError(self.name, *DAMAGED) from None

    def _count(self, size: int) -> None:
        self._expanded += size
        most = self._limits.expanded_bytes
        if self._expanded > most:
            problem = f"解压后超过{most // 1_000_000}MB"
        elif self._expanded > max(RATIO_FLOOR, self._limits.ratio * self._packed):
            problem = f"解压后是原来的{self._limits.ratio}倍以上"
        else:
            return
        raise InputError(self.name, problem, "请删去空行和图片后重新保存；来源不明的不要打开")


PARSER: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _depth(root: Element) -> int:
    """How many elements are nested inside one another at the deepest place."""
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _Counted:
    """A stream that tells how many bytes were read from it."""

    def __init__(self, stream: IO[bytes], count: Callable[[int], None]) -> None:
        self._stream = stream
        self._count = count

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._count(len(data))
        return data


@contextmanager
def open_package(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Package]:
    """The parts of the zip document at `path`, to be read inside the `with`.

    Raises InputError, there and inside, for a file that is missing, empty, no zip, encrypted, damaged or too large.
    """
    try:
        packed = path.stat().st_size
    except FileNotFoundError:
        raise InputError(path.name, "没有这个文件", "请核对文件名和所在文件夹") from None
    if path.is_dir():
        raise InputError(path.name, "这是文件夹", "请指定其中的文件")
    if not packed:
        raise InputError(path.name, "文件是空的", "请对方重新发送")
    if packed > limits.file_bytes:
        most = limits.file_bytes // 1_000_000
        raise InputError(path.name, f"文件超过{most}MB", "请压缩其中的图片，或者拆分后分别提交")
    with open_zip(path) as archive:
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise InputError(path.name, *ENCRYPTED)
        yield Package(path.name, archive, packed, limits)


def open_zip(path: Path) -> zipfile.ZipFile:
    """The zip at `path`, to be closed by the caller.

    Raises InputError where its directory cannot be read.
    """
    try:
        return zipfile.ZipFile(path)
    except FAULTS:
        raise InputError(path.name, *DAMAGED) from None


def clean_part(name: str) -> str:
    r"""A part's name as it stands in the zip.

    >>> clean_part("/xl/../xl\\workbook.xml")
    'xl/workbook.xml'
    """
    return posixpath.normpath("/" + name.replace("\\", "/").strip()).lstrip("/")
