"""Find the files that are to be read: names of files, folders and archives to one list of files."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import InputError, shown_name
from nlp.parse import PREFERRED, is_readable
from nlp.parse.archive import open_archive
from nlp.parse.limits import Limits
from nlp.parse.sniff import sniff
from nlp.types import Warning

_TRACES = re.compile(r"[.~]|(?:Thumbs\.db|desktop\.ini)$")
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
                warnings.append(Warning(err.file, "whole file", err.problem, err.remedy, refused=True))
                continue
            unpacked.extend(inside.files)
            warnings.extend(inside.warnings)
        yield Found(tuple(unpacked), tuple(warnings))


def _search(folder: Path, files: list[Path], warnings: list[Warning]) -> None:
    inside = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _TRACES.match(path.name)]
    for path in inside:
        if is_readable(path):
            files.append(path)
        else:
            kind = f"files ending in {path.suffix} are not read" if path.suffix else "it has no ending"
            warnings.append(Warning(shown_name(path.name), "whole file", kind, f"save it as {PREFERRED}", refused=True))
    if not inside:
        warnings.append(Warning(shown_name(folder.name), "", "there is no file in this folder", "check its name", True))


def _is_archive(path: Path) -> bool:
    try:
        return sniff(path) == "archive"
    except InputError:
        return False  # its reader will say so
