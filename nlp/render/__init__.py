"""Write a record into a file; the file's ending chooses the format."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import get_args

from nlp.codec import Record
from nlp.errors import ConfigError, explain_os_error
from nlp.render.frame import to_frame

__all__ = ["GROUP", "RENDERERS", "Encode", "check_place", "check_suffix", "encode", "render", "suffixes", "to_frame"]

Encode = Callable[[Record], bytes]

GROUP = "duban.renderers"
RENDERERS = {
    ".json": "nlp.render.json:encode",
    ".csv": "nlp.render.csv:encode",
    ".xlsx": "nlp.render.xlsx:encode",
    ".md": "nlp.render.md:encode",
    ".html": "nlp.render.html:encode",
}


def render(record: Record, path: Path) -> None:
    """Write `record` to `path`, whole or not at all; an existing file is replaced.

    Raises ConfigError for an ending that has no renderer, and for a place that cannot be written.

    >>> from nlp.types import Document
    >>> render(Document("a.txt", "00", "txt", "", ()), Path("out.odt"))
    Traceback (most recent call last):
    nlp.errors.ConfigError: out.odt: 不能输出为.odt；可用的扩展名是 ...
    """
    data = _renderer(record, path)(record)
    target = path.resolve()
    draft = target.with_name(f".duban-{secrets.token_hex(8)}.tmp")
    try:
        try:
            draft.write_bytes(data)
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as err:
        problem = explain_os_error(err)
        remedy = "请先在其他程序中关闭它，或换一个位置"
        raise ConfigError(f"{path}: 无法写入（{problem}）；{remedy}") from err


def encode(record: Record, suffix: str) -> bytes:
    r"""What a file of this ending would hold.

    Raises ConfigError for an ending that has no renderer.

    >>> from nlp.types import Document
    >>> encode(Document("a.txt", "00", "txt", "", ()), ".json")[:33]
    b'{\n  "schema": "duban.document/1",'
    """
    return _renderer(record, Path(f"out{suffix}"))(record)


def check_suffix(record: Record, path: Path) -> None:
    """Raise ConfigError now, before the long work, if `record` could not be written to a file of this name."""
    _renderer(record, path)


def check_place(path: Path) -> None:
    """Raise ConfigError now where a file of this name could not be written: its ending or its folder.

    >>> check_place(Path("nowhere/out.csv"))
    Traceback (most recent call last):
    nlp.errors.ConfigError: nowhere/out.csv: 没有文件夹 nowhere；请先建立，或换一个位置
    """
    if path.suffix.lower() not in _registry():
        named = path.suffix or "没有扩展名的文件"
        raise ConfigError(f"{path}: 不能输出为{named}；可用的扩展名是 {', '.join(_registry())}")
    if not path.parent.is_dir():
        raise ConfigError(f"{path}: 没有文件夹 {path.parent}；请先建立，或换一个位置")
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise ConfigError(f"{path}: 不能写在这里；请换一个位置")


def suffixes() -> tuple[str, ...]:
    """The endings that can be written: ours, then those of installed packages (entry-point group `duban.renderers`).

    A package registers an ending without its dot: `odt = "their.module:encode"`, a function from record to bytes. The
    module may name the records that it takes: `RECORDS = (TaskList,)`.
    """
    return tuple(_registry())


def _renderer(record: Record, path: Path) -> Encode:
    registry, suffix = _registry(), path.suffix.lower()
    if suffix not in registry:
        named = suffix or "没有扩展名的文件"
        raise ConfigError(f"{path}: 不能输出为{named}；可用的扩展名是 {', '.join(registry)}")
    name, _, function = registry[suffix].partition(":")
    module = import_module(name)
    takes: tuple[type, ...] = getattr(module, "RECORDS", get_args(Record))
    if not isinstance(record, takes):
        kinds = ", ".join(kind.__name__ for kind in takes)
        raise ConfigError(f"{path}: {suffix} 只能存放 {kinds}，不能存放 {type(record).__name__}；请换一种扩展名")
    found: Encode = getattr(module, function)
    return found


def _registry() -> dict[str, str]:
    theirs = {f".{point.name.lower()}": point.value for point in entry_points(group=GROUP)}
    return RENDERERS | theirs
