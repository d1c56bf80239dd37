"""Say what a reader sees: a key of lexicon/interface.tsv to its word."""

from __future__ import annotations

from functools import cache
from typing import Literal

from nlp.errors import ConfigError
from nlp.lexicon import load

Language = Literal["zh", "en"]


def word(key: str, *, language: Language = "zh", **values: object) -> str:
    """The interface's word for `key`, with `{name}` filled in from `values`.

    Raises ConfigError for a key that the lexicon does not hold.

    >>> word("status.partial"), word("status.partial", language="en"), word("format.page", page=3)
    ('部分佐证', 'partly evidenced', '第3页')
    """
    try:
        text = _words(language)[key]
    except KeyError:
        raise ConfigError(f"interface.tsv: 没有 {key} 一行；请补上中英文用词") from None
    return text.format(**values) if values else text


@cache
def _words(language: Language) -> dict[str, str]:
    return {row["key"]: row[language] for row in load("interface.tsv", keys=("key", "zh", "en"))}
