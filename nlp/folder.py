"""Find the files that are to be read: names of files, folders and archives to one list of files."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from nlp.errors import InputError, explain_os_error, shown_name
from nlp.parse import NO_FILE, RESAVE, is_readable
from nlp.parse.archive import UNPACK, open_archive
from nlp.parse.limits import Limits
from nlp.parse.sniff import SUFFIXES, sniff
from nlp.types import Warning

_TRACES = re.compile(r"[.~]|__MACOSX$|(?:Thumbs\.db|desktop\.ini)$")
"""The names of what systems and programs leave in folders; they are passed over in silence."""


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, and what in folders and archives is of a kind that is not read."""

    files: tuple[Path, ...]
    warnings: tuple[Warning, ...]


@contextmanager
def find_files(paths: Sequence[Path], *, limits: Limits) -> Iterator[Found]:
    """The files of the given files, folders and archives; what an archive holds is there until the block is left.

    A file that is named is always among them, so that its reader can say what is wrong with it.
    """
    files: list[Path] = []
    warnings: list[Warning] = []
    with tempfile.TemporaryDirectory(prefix="duban-") as scratch:
        for path in paths:
            if path.is_dir():
                _search(path, files, warnings)
            else:
                files.append(path)
        unpacked: list[Path] = []
        for number, path in enumerate(files):
            if not _is_archive(path):
                unpacked.append(path)
                continue
            folder = Path(scratch) / str(number)
            folder.mkdir()
            try:
                inside = open_archive(path, folder, limits=limits)
            except InputError as err:
                warnings.append(Warning(err.file, "整个文件", err.problem, err.remedy, refused=True))
                continue
            unpacked.extend(inside.files)
            warnings.extend(inside.warnings)
        yield Found(tuple(unpacked), tuple(warnings))


def _search(folder: Path, files: list[Path], warnings: list[Warning]) -> None:
    """Add what a folder holds; links to folders are not followed, so that none leads back into itself."""

    def refuse(path: Path, problem: str, remedy: str) -> None:
        warnings.append(Warning(shown_name(path.name), "整个文件", problem, remedy, refused=True))

    before = len(files), len(warnings)
    failed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failed.append):
        for name in sorted(folders):
            if (Path(place) / name).is_symlink():
                refuse(Path(name), "这是指向文件夹的链接，没有进入", "如需读取，请直接指定那个文件夹")
        folders[:] = sorted(name for name in folders if not _TRACES.match(name))
        for path in (Path(place) / name for name in sorted(names) if not _TRACES.match(name)):
            if path.is_symlink() and not os.path.exists(path):
                refuse(path, "这是失效的链接", "请换成文件本身")
            elif not os.path.isfile(path):
                refuse(path, *NO_FILE)
            elif is_readable(path):
                files.append(path)
            elif path.suffix.lower() in SUFFIXES["packed"]:
                refuse(path, f"不能读取{path.suffix}压缩包", UNPACK)
            else:
                kind = f"不能读取{path.suffix}文件" if path.suffix else "文件名没有扩展名"
                refuse(path, kind, RESAVE)
    for err in failed:
        refuse(Path(str(err.filename)), f"文件夹打不开（{explain_os_error(err)}）", "请检查文件夹的访问权限")
    if before == (len(files), len(warnings)):
        warnings.append(Warning(shown_name(folder.name), "", "文件夹里没有文件", "请核对文件夹名", refused=True))


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") if os.path.isfile(path) else BytesIO() as file:
            packed = file.read(2) == b"PK" or path.suffix.lower() in SUFFIXES["archive"]
        return packed and sniff(path) == "archive"
    except (OSError, InputError):
        return False  # its reader will say so
