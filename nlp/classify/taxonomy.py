"""Label texts with a workstream of a taxonomy, by weighted seed words."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.types import Label

KEYS = ("name", "description", "words", "examples", "not_examples")
SHARP = 0.9
LEAST = 1.0


@dataclass(frozen=True, slots=True)
class Theme:
    """A workstream of a taxonomy: its name, what belongs there, and its seed words with their weights."""

    name: str
    description: str
    words: Mapping[str, float]


def read_taxonomy(path: Path | None = None) -> tuple[Theme, ...]:
    """The themes of a taxonomy file, the default one without a path.

    Raises ConfigError for a file that cannot be read, or a theme without words.

    >>> [theme.name for theme in read_taxonomy()]
    ['责任落实', '教育宣传', '专项整治', '监督执纪']
    """
    if path is None:
        return tuple(_theme(row, "taxonomy.toml") for row in load("taxonomy.toml", keys=KEYS))
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("rule", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ConfigError(f"{path}: 工作线文件无法读取（{err}）；写法见 nlp/lexicon/taxonomy.toml") from None
    if not rows:
        raise ConfigError(f"{path}: 没有 [[rule]]；每条工作线须有一个")
    return tuple(_theme(row, str(path)) for row in rows)


def label_texts(targets: Iterable[tuple[str, str]], taxonomy: tuple[Theme, ...]) -> tuple[Label, ...]:
    """The theme of each text; `targets` are pairs of an id and a text.

    A theme's votes are the weights of its words in the text, each once, a word inside a longer hit of the same theme
    not counted; the score is the winner's share after a softmax (0..1). The workstream is None, with score 0, where
    the votes do not reach LEAST.

    >>> label_texts([("1.1.1", "节前开展明察暗访"), ("1.1.2", "吃饭")], read_taxonomy())[0].workstream
    '监督执纪'
    """
    return tuple(_label(target, text, taxonomy) for target, text in targets)


def _label(target: str, text: str, taxonomy: tuple[Theme, ...]) -> Label:
    votes = [_votes(text, theme.words) for theme in taxonomy]
    best = max(range(len(taxonomy)), key=lambda at: votes[at])
    if votes[best] < LEAST:
        return Label(target, None, 0.0)
    share = 1 / sum(math.exp(SHARP * (vote - votes[best]) / 2) for vote in votes)
    return Label(target, taxonomy[best].name, round(share, 4))


def _votes(text: str, words: Mapping[str, float]) -> float:
    hits = [word for word in words if word in text]
    return sum(words[word] for word in hits if not any(word != other and word in other for other in hits))


def _theme(row: Mapping[str, Any], file: str) -> Theme:
    unknown = [key for key in row if key not in KEYS]
    if unknown:
        raise ConfigError(f"{file}: 不认识的键 {', '.join(unknown)}；可用的是 {', '.join(KEYS)}")
    words = row.get("words")
    if not row.get("name") or not isinstance(words, dict) or not words:
        raise ConfigError(f'{file}: 每条工作线要有名称和用词；请在 [rule.words] 下写 "词" = 权重')
    try:
        weights = {str(word): float(weight) for word, weight in words.items()}
    except (TypeError, ValueError):
        raise ConfigError(f'{file}, {row["name"]}: 权重不是数字；请写成 "词" = 2') from None
    return Theme(str(row["name"]), str(row.get("description", "")), weights)
