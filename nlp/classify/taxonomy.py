"""Read a taxonomy: a TOML file to its themes, each checked with a clear word about what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ConfigError, explain_os_error, shown_name
from nlp.lexicon import load

KEYS = ("name", "description", "words", "examples", "not_examples")
LARGEST = 1 << 20
"""How many bytes a taxonomy's file may have."""
HEAVIEST = 1000.0
_MODEL = "写法见 nlp/lexicon/taxonomy.toml"


@dataclass(frozen=True, slots=True)
class Theme:
    """A workstream of a taxonomy: its name, what belongs there, its seed words with their weights.

    `examples` are texts that belong there, `not_examples` texts that look alike and belong elsewhere.
    """

    name: str
    description: str
    words: Mapping[str, float]
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


def read_taxonomy(path: Path | None = None) -> tuple[Theme, ...]:
    """The themes of a taxonomy file, the default one without a path.

    A file holds a [[rule]] for each theme with `name`, and `words`, `examples` or both; `description` and
    `not_examples` may stand there.

    Raises ConfigError for a file that cannot be read or is too large, for fewer than two themes, doubled names, a theme
    without words and examples, an example of two themes, weights that are no positive numbers, and unknown keys.

    >>> [theme.name for theme in read_taxonomy()]
    ['责任落实', '教育宣传', '专项整治', '监督执纪']
    """
    if path is None:
        return check_taxonomy(load("taxonomy.toml", keys=KEYS), "taxonomy.toml")
    file = shown_name(path)
    rows = _parse(path, file)
    if not rows:
        raise ConfigError(f"{file}: 没有 [[rule]]；每条工作线须有一个，{_MODEL}")
    return check_taxonomy(rows, file)


def check_taxonomy(rows: Sequence[Mapping[str, Any]], file: str) -> tuple[Theme, ...]:
    """The themes of the rows of a taxonomy's file. Raises ConfigError as `read_taxonomy` does."""
    themes = tuple(_theme(row, number, file) for number, row in enumerate(rows, 1))
    names = [theme.name for theme in themes]
    if doubled := [name for place, name in enumerate(names) if name in names[:place]]:
        raise ConfigError(f"{file}: 工作线“{doubled[0]}”出现两次；请合并或改名")
    if len(themes) < 2:
        raise ConfigError(f"{file}: 只有“{names[0]}”一条工作线，无从区分；请至少写两条 [[rule]]")
    owner: dict[str, str] = {}
    for theme in themes:
        for example in theme.examples:
            key = "".join(example.split())
            if owner.setdefault(key, theme.name) != theme.name:
                told = f"例句“{_short(example)}”同时写在“{owner[key]}”和“{theme.name}”下"
                raise ConfigError(f"{file}: {told}；请只留一处")
    return themes


def _parse(path: Path, file: str) -> list[Mapping[str, Any]]:
    """The [[rule]] tables of a file."""
    try:
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as err:
        raise ConfigError(f"{file}: 工作线文件无法读取（{explain_os_error(err)}）；请核对 --taxonomy 的路径") from None
    if len(raw) > LARGEST:
        raise ConfigError(f"{file}: 工作线文件超过 {LARGEST >> 20} MB；请核对是不是给错了文件")
    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: 不是 UTF-8 编码；请另存为 UTF-8 后再试") from None
    except (tomllib.TOMLDecodeError, RecursionError) as err:
        raise ConfigError(f"{file}: 不是 TOML 写法（{' '.join(str(err).split())[:80]}）；{_MODEL}") from None
    if unknown := [key for key in data if key != "rule"]:
        raise ConfigError(f"{file}: 不认识的键 {_short(unknown[0])}；每条工作线写成一个 [[rule]]，{_MODEL}")
    rows = data.get("rule", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{file}: rule 的写法有误；每条工作线写成一个 [[rule]]，{_MODEL}")
    return rows


def _theme(row: Mapping[str, Any], number: int, file: str) -> Theme:
    where = f"{file}, 第{number}条"
    if unknown := [key for key in row if key not in KEYS]:
        raise ConfigError(f"{where}: 不认识的键 {_short(unknown[0])}；可用的是 {', '.join(KEYS)}")
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ConfigError(f'{where}: 工作线没有名称；请写 name = "名称"')
    name = " ".join(name.split())
    where = f"{file}, {_short(name)}"
    description = row.get("description", "")
    if not isinstance(description, str):
        raise ConfigError(f"{where}: description 不是文字；请加上引号")
    words = _words(row.get("words", {}), where)
    examples, not_examples = (_texts(row.get(key, []), key, where) for key in ("examples", "not_examples"))
    if not words and not examples:
        raise ConfigError(
            f'{where}: 既没有用词也没有例句；请在 [rule.words] 下写 "词" = 权重，或写 examples = ["例句"]'
        )
    return Theme(name, description.strip(), words, examples, not_examples)


def _words(words: Any, where: str) -> dict[str, float]:
    if not isinstance(words, dict):
        raise ConfigError(f'{where}: words 的写法有误；请在 [rule.words] 下每行写一个 "词" = 权重')
    weights: dict[str, float] = {}
    for word, weight in words.items():
        if not word.strip():
            raise ConfigError(f"{where}: 有一个用词是空的；请删去")
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise ConfigError(f'{where}: “{_short(word)}”的权重不是数字；请写成 "{_short(word)}" = 2')
        if not 0 < weight <= HEAVIEST:  # nor is a NaN
            told = f"“{_short(word)}”的权重 {_short(str(weight))} 不可用"
            raise ConfigError(f"{where}: {told}；请写大于 0、不超过 1000 的数，常用 1 到 4")
        weights[word.strip()] = float(weight)
    return weights


def _texts(texts: Any, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ConfigError(f'{where}: {key} 的写法有误；请写成 {key} = ["例句一", "例句二"]')
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _short(text: str) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= 20 else f"{line[:20]}…"
