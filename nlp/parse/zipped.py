"""Open a document that is a zip of XML parts safely: a path to its parts, or one clear error."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from nlp.errors import InputError
from nlp.parse.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

RATIO_FLOOR = 20_000_000  # expanded bytes below which the ratio is not looked at: blank forms pack very well

ENCRYPTED = "the file is encrypted", "save it without a password and try again"
DAMAGED = "the file is damaged and cannot be unpacked", "ask the sender for it again"
BAD_XML = "the file is damaged: {} is not valid XML", "open it in the program that made it and save it again"
ENTITIES = "its XML declares entities, which no office document does", "do not trust the file"
TOO_DEEP = "its XML is nested too deeply", "open it in the program that made it and save it again"
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
        root: Element | None = None
        depth = 0
        with closing(self.elements(part, events=("start", "end"))) as elements:
            for event, element in elements:
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                if depth > self._limits.depth:
                    raise InputError(self.name, *TOO_DEEP)
        if root is None:
            raise InputError(self.name, BAD_XML[0].format(clean_part(part)), BAD_XML[1])
        return root

    def elements(
        self, part: str, *, events: Sequence[str] = ("end",), tag: str | Sequence[str] | None = None
    ) -> Generator[tuple[str, Element], None, None]:
        """The elements of an XML part as they are parsed, with the event: all, or those with a `tag`.

        Raises InputError where the part is missing, is no sound XML, declares entities or goes beyond the limits.
        """
        from lxml import etree

        entry = self._entries.get(clean_part(part).lower())
        if entry is None:
            raise InputError(self.name, f"its part {clean_part(part)} is missing", "ask the sender for the file again")
        trusted = False
        try:
            with self._archive.open(entry) as stream:
                for event, element in etree.iterparse(_Counted(stream, self._count), events=events, tag=tag, **PARSER):
                    if not trusted and element.getroottree().docinfo.internalDTD is not None:
                        raise InputError(self.name, *ENTITIES)
                    trusted = True
                    yield event, element
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
            problem = f"unpacked it holds more than {most // 1_000_000} MB"
        elif self._expanded > max(RATIO_FLOOR, self._limits.ratio * self._packed):
            problem = f"unpacked it is more than {self._limits.ratio} times as large"
        else:
            return
        raise InputError(self.name, problem, "save it again without the empty rows and pictures, or do not trust it")


PARSER: dict[str, bool] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


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
        raise InputError(path.name, "there is no such file", "check its name and folder") from None
    if path.is_dir():
        raise InputError(path.name, "this is a folder, not a document", "name the files in it")
    if not packed:
        raise InputError(path.name, "the file is empty", "ask the sender for it again")
    if packed > limits.file_bytes:
        most = limits.file_bytes // 1_000_000
        raise InputError(path.name, f"it is larger than {most} MB", "compress its pictures, or split it")
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
