"""Read the program's knowledge of official Chinese: word lists (.tsv) and rules (.toml), name to rows.

An office adds its own words without code: a folder of files with the same names, given as `overlay` or in the
environment variable DUBAN_LEXICON. Its rows stand after ours; a row with the key of one of ours replaces it, or adds
to its lists where overlay_columns.tsv says so of the file.
"""

from __future__ import annotations

import csv
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.errors import ConfigError, explain_os_error
from nlp.lexicon.overlay import ADDS, Holds, check_row

OVERLAY = "DUBAN_LEXICON"
_PARTS = "deadline_parts.tsv"
_COLUMNS = "overlay_columns.tsv"  # what an overlay may hold; none of its own files
_PIECED = (_PARTS, "deadlines.toml", "not_deadlines.toml", "damaged_dates.toml")  # their patterns hold {pieces}


def load(name: str, *, keys: tuple[str, ...], overlay: Path | None = None) -> tuple[Mapping[str, Any], ...]:
    """The rows of a lexicon file as mappings, ours first, then the overlay's.

    `name` is the file's name with its ending; `keys` are the allowed keys, the first of them the one that identifies
    a row. A .tsv names its columns in its first line, `#` starts a comment line; a .toml holds `[[rule]]` tables.

    Raises ConfigError for a file that does not exist, cannot be read, or has keys outside `keys`.

    >>> load("numerals.tsv", keys=("numeral", "value"))[1]
    {'numeral': '一', 'value': '1'}
    """
    folder = overlay or overlay_by_variable()
    return _load(name, keys, folder)


def load_patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """The named patterns of a .toml file, compiled, ours first, then the overlay's; raises as `load` does.

    >>> bool(load_patterns("lint_patterns.toml")["generic_party"].search("各科室"))
    True
    """
    return _load_patterns(name, overlay_by_variable())


def overlay_by_variable() -> Path | None:
    """The folder that DUBAN_LEXICON names, None where it is not set. Raises ConfigError where it is no folder."""
    folder = os.environ.get(OVERLAY)
    if folder and not os.path.isdir(folder):
        raise ConfigError(f"{OVERLAY}={folder}: 没有这个文件夹；请改为放有 .tsv、.toml 词表的文件夹，或清除这个变量")
    return Path(folder) if folder else None


@cache
def _load_patterns(name: str, folder: Path | None) -> Mapping[str, re.Pattern[str]]:
    rows = _load(name, ("name", "pattern", "examples", "not_examples"), folder)
    return {row["name"]: re.compile(row["pattern"]) for row in rows}


@cache
def _load(name: str, keys: tuple[str, ...], folder: Path | None) -> tuple[Mapping[str, Any], ...]:
    ours = files(__name__) / name
    if not ours.is_file():
        raise ConfigError(f"{name}: 没有这个词表；名称须与 nlp/lexicon 中的文件相同")
    rows = {row[keys[0]]: row for row in _parse(name, ours.read_text(encoding="utf-8"), keys)}
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: 没有这个文件夹；{OVERLAY} 和 --lexicon 要的是放有 .tsv、.toml 词表的文件夹")
        _check_once(folder)
        theirs = folder / name
        if theirs.is_file():
            adds = _adds(name, keys[0])
            for row in _parse(str(theirs), _text(theirs), keys):
                known = rows.get(row[keys[0]])
                rows[row[keys[0]]] = _add(known, row) if adds and known else row
    return tuple(rows.values())


def _adds(name: str, key: str) -> bool:
    """Whether a row of an overlay with the key of one of ours adds to it."""
    return any(row["column"] == f"{name} {key}" and row["holds"] == ADDS for row in _ours(_COLUMNS))


def _add(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Our row with theirs behind it: lists joined, each item once; what else they say replaces ours."""
    joined = {
        key: [*dict.fromkeys((*ours.get(key, ()), *value))] for key, value in theirs.items() if isinstance(value, list)
    }
    return {**ours, **theirs, **joined}


@cache
def _check_once(folder: Path) -> None:
    check_overlay(folder)


def check_overlay(folder: Path) -> None:
    """Check an office's own lexicon folder as a whole, before any work: names, keys, values and patterns.

    Raises ConfigError that names the file, the row and what is wrong.
    """
    ours = {file.name for file in files(__name__).iterdir() if file.name.endswith((".tsv", ".toml"))} - {_COLUMNS}
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".tsv", ".toml"))
    except OSError as err:
        raise ConfigError(f"{folder}: 无法读取（{explain_os_error(err)}）；请换一个文件夹") from None
    if unknown := [path.name for path in paths if path.name not in ours]:
        raise ConfigError(f"{unknown[0]}: 没有叫这个名字的词表；可用的是 {', '.join(sorted(ours))}")
    rules = _ours(_COLUMNS) if paths else ()
    holds = {row["column"]: Holds(row["holds"], tuple(row["also"].split())) for row in rules}
    parts = folder / _PARTS
    pieces = {row["part"]: row["pattern"] for row in _ours(_PARTS)} if paths else {}
    if parts in paths:
        pieces |= {row["part"]: row["pattern"] for row in _parse(_PARTS, _text(parts), ("part", "pattern"))}
    for path in paths:
        model = _ours(path.name)
        columns = {name.split()[1]: held for name, held in holds.items() if name.startswith(f"{path.name} ")}
        key = next(iter(model[0]))
        known = {row[key] for row in model} if key in columns and columns[key].kind == ADDS else set()
        rows = _parse(path.name, _text(path), tuple(model[0]) if path.suffix == ".tsv" else None)
        if not rows and path.suffix == ".toml":
            raise ConfigError(f"{path.name}: 其中没有 [[rule]]；请补上，或删去这个文件")
        for where, row in zip(_places(path.name, _text(path)), rows, strict=True):
            _check_keys(where, row, model, part=row.get(key) in known)
            put_in = pieces if path.name in _PIECED else {}
            check_row(where, row, model, key=key, holds=columns, pieces=put_in)


def _ours(name: str) -> list[dict[str, Any]]:
    return _parse(name, (files(__name__) / name).read_text(encoding="utf-8"), None)


def _places(name: str, text: str) -> Iterator[str]:
    """How to name each row of a file in an error: the line of a table, the number of a rule."""
    if name.endswith(".toml"):
        yield from (f"{name} 第{number}条" for number in range(1, 1 + len(_parse(name, text, None))))
    else:
        yield from (f"{name} 第{number}行" for number, _ in _lines(text)[1:])


def _check_keys(where: str, row: Mapping[str, Any], model: Sequence[Mapping[str, Any]], *, part: bool = False) -> None:
    """Compare a row with ours: the same keys, or a `part` of them; the same types, numbers where all of ours are."""
    needed = set() if part else set.intersection(*(set(ours) for ours in model))
    allowed = set.union(*(set(ours) for ours in model))
    if unknown := [str(key) for key in row if key not in allowed]:
        raise ConfigError(f"{where}: 不认识的键 {', '.join(unknown)}；可用的是 {', '.join(sorted(allowed))}")
    if missing := sorted(key for key in needed if row.get(key) is None):
        raise ConfigError(f"{where}: 缺少 {', '.join(missing)}；每行都要有")
    for key, value in row.items():
        values = [ours[key] for ours in model if key in ours]
        kinds = {type(ours) for ours in values}
        if type(value) not in kinds and not (isinstance(value, int) and float in kinds):
            model_value = values[0][:1] if isinstance(values[0], list) else values[0]
            raise ConfigError(f"{where}: {key} 的值类型不对；请写成 {model_value!r} 的样子")
        if (
            isinstance(value, str)
            and all(_is_number(v) for v in values if isinstance(v, str))
            and not _is_number(value)
        ):
            raise ConfigError(f"{where}: {key} 是 {value!r}；这里须是数字")


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines of a table with their numbers, comments and empty ones left out."""
    return [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", text) is not None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise ConfigError(f"{path.name}: 无法读取（{explain_os_error(err)}）；请检查后再试") from None
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
        lines = _lines(text)
        reader = csv.DictReader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(reader)
        if keys is not None and (not reader.fieldnames or keys[0] not in reader.fieldnames):
            raise ConfigError(f"{name}: 首行不是列名；请在首行写上 {'、'.join(keys)}，以制表符隔开")
    for number, row in enumerate(rows, 1):
        if not name.endswith(".toml"):
            number = lines[number][0]
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
