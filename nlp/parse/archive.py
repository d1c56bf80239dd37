"""Unpack a .zip of documents into a folder: a path to the files that can be read, and what was left out."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from nlp.errors import InputError
from nlp.parse.archive_names import is_junk, name_of, safe_path
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.sniff import READABLE, SUFFIXES
from nlp.parse.zipped import DAMAGED, FAULTS, RATIO_FLOOR, open_zip
from nlp.types import Warning

CHUNK = 1 << 16
UNPACK = "unpack it and name the folder"
UNTRUSTED = "unpack it yourself if you trust it, and name the folder"
ENCRYPTED = "the archive is encrypted", "unpack it with its password and name the folder"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files that came out of an archive, in its order, and what did not."""

    files: tuple[Path, ...]
    warnings: tuple[Warning, ...]


def open_archive(path: Path, folder: Path, *, limits: Limits = DEFAULT_LIMITS) -> Unpacked:
    """Unpack the documents of a .zip into `folder`, which must exist; those of zips inside it too, one level deep.

    Names are read in UTF-8 or GBK; folders are kept, and nothing is written outside `folder`, whatever the names say.
    What other programs leave behind (__MACOSX, .DS_Store, ~$ locks) is passed over; links, files that hold no
    document, damaged or too large ones are each named in `warnings`. Bytes are counted as they are written, whatever
    the archive says of its sizes.

    Raises InputError for an archive that is missing, empty, encrypted, damaged, of another kind (.rar, .7z), or beyond
    `limits` in files, expanded bytes or ratio.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with zipfile.ZipFile(Path(folder, "reports.zip"), "w") as archive:
    ...         archive.writestr("一科/月报.txt", "已完成。")
    ...     [file.name for file in open_archive(Path(folder, "reports.zip"), Path(folder)).files]
    ['月报.txt']
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES["packed"]:
        raise InputError(path.name, f"archives ending in {suffix} are not read", UNPACK)
    try:
        packed = path.stat().st_size
    except OSError:
        raise InputError(path.name, "there is no such file", "check the name and the folder") from None
    if path.is_dir() or packed == 0:
        problem = "this is a folder" if path.is_dir() else "the file is empty"
        raise InputError(path.name, problem, "name a .zip file, or the folder itself")
    run = _Run(path.name, folder, packed, limits)
    try:
        with open_zip(path) as archive:
            run.unpack(archive, PurePosixPath())
    except OSError as err:
        problem = f"it cannot be unpacked here ({err.strerror})"
        raise InputError(path.name, problem, "free some disk space and try again") from None
    return Unpacked(tuple(run.files), tuple(run.warnings))


@dataclass(slots=True)
class _Run:
    """One unpacking: what was written so far, counted over the archive and those inside it."""

    name: str
    folder: Path
    packed: int
    limits: Limits
    files: list[Path] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    entries: int = 0
    expanded: int = 0

    def unpack(self, archive: zipfile.ZipFile, below: PurePosixPath, *, inner: bool = False) -> None:
        entries = [(entry, name_of(entry)) for entry in archive.infolist() if not entry.is_dir()]
        entries = [(entry, name) for entry, name in entries if not is_junk(name)]
        self.entries += len(entries)
        if self.entries > self.limits.files:
            problem = f"it holds more than {self.limits.files:,} files"
            raise InputError(self.name, problem, "split it, or unpack it and name the folder")
        if any(entry.flag_bits & 1 for entry, _ in entries):
            raise InputError(self.name, *ENCRYPTED)
        for entry, name in entries:
            self._unpack_entry(archive, entry, below / safe_path(name), inner)

    def _unpack_entry(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: PurePosixPath, inner: bool
    ) -> None:
        suffix = place.suffix.lower()
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            self._refuse(place, "it is a link, not a file", "pack the file itself")
        elif suffix in SUFFIXES["packed"]:
            self._refuse(place, f"archives ending in {suffix} are not read", UNPACK)
        elif suffix in SUFFIXES["archive"]:
            if inner:
                self._refuse(place, "it is a zip in a zip in a zip", UNPACK)
            else:
                self._unpack_inner(archive, entry, place)
        elif suffix and suffix not in READABLE:
            self._refuse(
                place, f"files ending in {suffix} are not read", "save it as .docx, .pdf or .xlsx if it counts"
            )
        elif (written := self._write(archive, entry, place)) is not None:
            self.files.append(written)

    def _unpack_inner(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: PurePosixPath) -> None:
        written = self._write(archive, entry, place)
        if written is None:
            return
        try:
            nested = zipfile.ZipFile(written)
        except FAULTS:
            self._refuse(place, *DAMAGED)
        else:
            with nested:
                if any(member.flag_bits & 1 for member in nested.infolist()):
                    self._refuse(place, *ENCRYPTED)
                else:
                    self.unpack(nested, place.with_suffix(""), inner=True)
        finally:
            written.unlink()

    def _write(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: PurePosixPath) -> Path | None:
        """Write one file; None where it is damaged or too large, which is said."""
        target = self.folder / self._unique(place)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            self._refuse(place, "its folder has the name of another file", UNPACK)
            return None
        try:
            with closing(_pieces(archive, entry)) as pieces, target.open("xb") as sink:
                whole = self._copy(pieces, sink)
        except _DamagedError:
            target.unlink()
            self._refuse(place, "it is damaged or packed in an unknown way", "pack the folder again as a plain .zip")
            return None
        if not whole:
            target.unlink()
            most = self.limits.file_bytes // 1_000_000
            self._refuse(place, f"it is larger than {most} MB", "compress its pictures, or split it")
            return None
        return target

    def _copy(self, pieces: Iterable[bytes], sink: IO[bytes]) -> bool:
        """Write piece by piece; False where the file is larger than one may be."""
        size = 0
        for piece in pieces:
            size += len(piece)
            self.expanded += len(piece)
            if self.expanded > self.limits.expanded_bytes:
                most = self.limits.expanded_bytes // 1_000_000
                raise InputError(self.name, f"unpacked it holds more than {most} MB", UNTRUSTED)
            if self.expanded > max(RATIO_FLOOR, self.limits.ratio * self.packed):
                problem = f"unpacked it is more than {self.limits.ratio} times as large"
                raise InputError(self.name, problem, UNTRUSTED)
            if size > self.limits.file_bytes:
                return False
            sink.write(piece)
        return True

    def _unique(self, place: PurePosixPath) -> PurePosixPath:
        """The place, or one beside it with a number where it is taken; a file's place is never another's folder."""
        number, free = 1, place
        while self._is_taken(free):
            number += 1
            free = place.with_name(f"{place.stem} ({number}){place.suffix}")
        self.taken.add(str(free).casefold())
        return free

    def _is_taken(self, place: PurePosixPath) -> bool:
        target = self.folder / place
        return str(place).casefold() in self.taken or target.exists() or target.is_symlink()

    def _refuse(self, place: PurePosixPath, problem: str, remedy: str) -> None:
        self.warnings.append(Warning(self.name, str(place), problem, remedy, refused=True))


class _DamagedError(Exception):
    """An entry that cannot be unpacked."""


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Generator[bytes, None, None]:
    try:
        with archive.open(entry) as source:
            while piece := source.read(CHUNK):
                yield piece
    except FAULTS:
        raise _DamagedError from None
