"""Read the program's knowledge of official Chinese: word lists (.tsv) and rules (.toml), name to rows.

An office adds its own words without code: a folder of files with the same names, given as `overlay` or in the
environment variable DUBAN_LEXICON. Its rows stand after ours; a row with the key of one of ours replaces it.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Mapping
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
        raise ConfigError(f"{name}: no such lexicon; the names are those of the files in nlp/lexicon")
    rows = {row[keys[0]]: row for row in _parse(name, ours.read_text(encoding="utf-8"), keys)}
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: no such folder; {OVERLAY} and --lexicon take one of .tsv and .toml files")
        theirs = folder / name
        if theirs.is_file():
            rows |= {row[keys[0]]: row for row in _parse(str(theirs), theirs.read_text(encoding="utf-8-sig"), keys)}
    return tuple(rows.values())


def _parse(name: str, text: str, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    if name.endswith(".toml"):
        try:
            rows: list[dict[str, Any]] = tomllib.loads(text).get("rule", [])
        except tomllib.TOMLDecodeError as err:
            raise ConfigError(f"{name}: not valid TOML ({err}); mend that line") from None
    else:
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 1):
        unknown = [str(key) for key in row if key not in keys]
        if unknown:
            raise ConfigError(f"{name}, row {number}: unknown key {', '.join(unknown)}; allowed are {', '.join(keys)}")
        if not row.get(keys[0]):
            raise ConfigError(f"{name}, row {number}: no {keys[0]}; every row needs one")
    return rows
