"""Read the program's knowledge of official Chinese: word lists (.tsv) and rules (.toml), name to rows.

An office adds its own words without code: a folder of files with the same names, given as `overlay` or in the
environment variable DUBAN_LEXICON. Its rows stand after ours; a row with the key of one of ours replaces it.
"""

from __future__ import annotations

import csv
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.errors import ConfigError

OVERLAY = "DUBAN_LEXICON"


def load(name: str, *, keys: tuple[str, ...], overlay: Path | None = None) -> tuple[Mapping[str, Any], ...]:
    """The rows of a lexicon file as mappings, ours first, then the overlay's.

    `name` is the file's name with its ending; `keys` are the allowed keys, the first of them the one that identifies
    a row. A .tsv names its columns in its first line, `#` starts a comment line; a .toml holds `[[rule]]` tables.

    Raises ConfigError for a file that does not exist, cannot be read, or has keys outside `keys`.

    >>> load("numerals.tsv", keys=("numeral", "value"))[1]
    {'numeral': '一', 'value': '1'}
    """
    folder = overlay or (Path(os.environ[OVERLAY]) if os.environ.get(OVERLAY) else None)
    return _load(name, keys, folder)


@cache
def _load(name: str, keys: tuple[str, ...], folder: Path | None) -> tuple[Mapping[str, Any], ...]:
    ours = files(__name__) / name
    if not ours.is_file():
        raise ConfigError(f"{name}: 没有这个词表；名称须与 nlp/lexicon 中的文件相同")
    rows = {row[keys[0]]: row for row in _parse(name, ours.read_text(encoding="utf-8"), keys)}
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: 没有这个文件夹；{OVERLAY} 和 --lexicon 要的是放有 .tsv、.toml 词表的文件夹")
        theirs = folder / name
        if theirs.is_file():
            rows |= {row[keys[0]]: row for row in _parse(str(theirs), _text(theirs), keys)}
    return tuple(rows.values())


def check_overlay(folder: Path) -> None:
    """Check an office's own lexicon folder as a whole, before any work: names, keys, numbers and patterns.

    Raises ConfigError that names the file, the row and what is wrong.
    """
    ours = {file.name for file in files(__name__).iterdir() if file.name.endswith((".tsv", ".toml"))}
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".tsv", ".toml"):
            continue
        if path.name not in ours:
            raise ConfigError(f"{path.name}: 没有叫这个名字的词表；可用的是 {', '.join(sorted(ours))}")
        model = _parse(path.name, (files(__name__) / path.name).read_text(encoding="utf-8"), None)
        for number, row in enumerate(_parse(path.name, _text(path), None), 1):
            _check_row(f"{path.name} 第{number}行", row, model)


def _check_row(where: str, row: Mapping[str, Any], model: Sequence[Mapping[str, Any]]) -> None:
    """Compare a row with ours: the same keys, the same types, numbers where all of ours are, patterns that compile."""
    needed = set.intersection(*(set(ours) for ours in model))
    allowed = set.union(*(set(ours) for ours in model))
    if unknown := [str(key) for key in row if key not in allowed]:
        raise ConfigError(f"{where}: 不认识的键 {', '.join(unknown)}；可用的是 {', '.join(sorted(allowed))}")
    if missing := sorted(key for key in needed if row.get(key) is None):
        raise ConfigError(f"{where}: 缺少 {', '.join(missing)}；每行都要有")
    for key, value in row.items():
        values = [ours[key] for ours in model if key in ours]
        kinds = {type(ours) for ours in values}
        if type(value) not in kinds and not (isinstance(value, int) and float in kinds):
            raise ConfigError(f"{where}: {key} 的值类型不对；请写成 {values[0]!r} 的样子")
        if (
            isinstance(value, str)
            and all(_is_number(v) for v in values if isinstance(v, str))
            and not _is_number(value)
        ):
            raise ConfigError(f"{where}: {key} 是 {value!r}；这里须是数字")
        if key == "pattern":
            try:
                re.compile(value)
            except re.error as err:
                raise ConfigError(f"{where}: pattern 不是正则式（{err}）；请改正") from None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", text) is not None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path.name}: 不是 UTF-8 编码；请另存为 UTF-8 文本") from None


def _parse(name: str, text: str, keys: tuple[str, ...] | None) -> list[dict[str, Any]]:
    if name.endswith(".toml"):
        try:
            rows: list[dict[str, Any]] = tomllib.loads(text).get("rule", [])
        except tomllib.TOMLDecodeError as err:
            raise ConfigError(f"{name}: 不合 TOML 格式（{err}）；请改正那一行") from None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ConfigError(f"{name}: 规则的写法不对；每条规则以一行 [[rule]] 开头")
    else:
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 1):
        if None in row:
            raise ConfigError(f"{name} 第{number}行: 列数多于首行；请去掉多余的制表符")
        if keys is None:
            continue
        unknown = [key for key in row if key not in keys]
        if unknown:
            raise ConfigError(f"{name} 第{number}行: 不认识的键 {', '.join(unknown)}；可用的是 {', '.join(keys)}")
        if not row.get(keys[0]):
            raise ConfigError(f"{name} 第{number}行: 缺少 {keys[0]}；每行都要有")
    return rows
