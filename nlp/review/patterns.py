"""Read the patterns by which a review reads names, notes, dates and wording: a name to a compiled pattern."""

from __future__ import annotations

import re
from functools import cache

from nlp.lexicon import load


@cache
def pattern(name: str, *, file: str = "lint_patterns.toml") -> re.Pattern[str]:
    """A pattern of a lexicon's file of patterns.

    >>> bool(pattern("generic_party").search("各科室")), bool(pattern("generic_party").search("办公室"))
    (True, False)
    """
    rows = load(file, keys=("name", "pattern", "examples", "not_examples"))
    return {row["name"]: re.compile(row["pattern"]) for row in rows}[name]
