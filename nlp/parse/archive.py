"""Unpack a .zip of documents into a folder: a path to the files that can be read, and what was left out."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from nlp.errors import InputError, explain_os_error
from nlp.parse.archive_names import is_junk, name_of, safe_path
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.sniff import READABLE, SUFFIXES
from nlp.parse.zipped import DAMAGED, FAULTS, RATIO_FLOOR, open_zip
from nlp.types import Warning

CHUNK = 1 << 16
NAMED = 50  # files left out that are named one by one
UNPACK = "请解压后指定文件夹"
UNTRUSTED = "确认来源可靠后，请自行解压再指定文件夹"
ENCRYPTED = "压缩包已加密", "请用密码解压后指定文件夹"


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
        raise InputError(path.name, f"不能读取{suffix}压缩包", UNPACK)
    try:
        packed = path.stat().st_size
    except OSError:
        raise InputError(path.name, "没有这个文件", "请核对文件名和所在文件夹") from None
    if path.is_dir() or packed == 0:
        told = ("这是文件夹", "请指定 .zip 文件") if path.is_dir() else ("文件是空的", "请对方重新发送")
        raise InputError(path.name, *told)
    if packed > limits.expanded_bytes:
        raise InputError(path.name, f"文件超过{limits.expanded_bytes // 1_000_000}MB", "请拆分后分别提交")
    run = _Run(path.name, folder, packed, limits)
    try:
        with open_zip(path) as archive:
            run.unpack(archive, PurePosixPath())
    except OSError as err:
        problem = f"无法在本机解压（{explain_os_error(err)}）"
        raise InputError(path.name, problem, "请腾出磁盘空间后再试") from None
    if (more := run.refused - NAMED) > 0:
        rest = f"压缩包里另有{more}个文件未读取"
        run.warnings.append(Warning(path.name, "整个文件", rest, UNPACK, refused=True))
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
    refused: int = 0
    expanded: int = 0

    def unpack(self, archive: zipfile.ZipFile, below: PurePosixPath, *, inner: bool = False) -> None:
        entries = [(entry, name_of(entry)) for entry in archive.infolist() if not entry.is_dir()]
        entries = [(entry, name) for entry, name in entries if not is_junk(name)]
        self.entries += len(entries)
        if self.entries > self.limits.files:
            problem = f"压缩包里超过{self.limits.files}个文件"
            raise InputError(self.name, problem, "请拆分后分别提交，或者解压后指定文件夹")
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
            self._refuse(place, "这是链接，不是文件", "请把文件本身放进压缩包")
        elif suffix in SUFFIXES["packed"]:
            self._refuse(place, f"不能读取{suffix}压缩包", UNPACK)
        elif suffix in SUFFIXES["archive"]:
            if inner:
                self._refuse(place, "压缩包嵌套超过两层", UNPACK)
            else:
                self._unpack_inner(archive, entry, place)
        elif suffix and suffix not in READABLE:
            self._refuse(place, f"不能读取{suffix}文件", "如需核对，请另存为 .docx、.pdf 或 .xlsx")
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
            self._refuse(place, "它所在的文件夹与另一个文件同名", UNPACK)
            return None
        try:
            with closing(_pieces(archive, entry)) as pieces, target.open("xb") as sink:
                whole = self._copy(pieces, sink)
        except _DamagedError:
            target.unlink()
            self._refuse(place, "已损坏，或者压缩方式无法识别", "请重新打包为普通的 .zip")
            return None
        if not whole:
            target.unlink()
            most = self.limits.file_bytes // 1_000_000
            self._refuse(place, f"文件超过{most}MB", "请压缩其中的图片，或者拆分后分别提交")
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
                raise InputError(self.name, f"解压后超过{most}MB", UNTRUSTED)
            if self.expanded > max(RATIO_FLOOR, self.limits.ratio * self.packed):
                problem = f"解压后是原来的{self.limits.ratio}倍以上"
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
        self.refused += 1
        if self.refused <= NAMED:
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
