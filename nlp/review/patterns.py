"""Read the patterns by which a review reads names, notes, dates and wording: a name to a compiled pattern."""

from __future__ import annotations

import re

from nlp.lexicon import load_patterns


def pattern(name: str, *, file: str = "lint_patterns.toml") -> re.Pattern[str]:
    """A pattern of a lexicon's file of patterns.

    >>> bool(pattern("generic_party").search("各科室")), bool(pattern("generic_party").search("办公室"))
    (True, False)
    """
    return load_patterns(file)[name]
