"""Say in Chinese what is wrong with a call: the English line of the command-line library to ours."""

from __future__ import annotations

import re

from nlp.lexicon import load


def explain_usage(line: str) -> str:
    """The line in Chinese by the first pattern of lexicon/usage_errors.tsv that fits, else the line as it is.

    >>> explain_usage("No such command 'taks'."), explain_usage("Something else.")
    ('没有 taks 这个命令', 'Something else')
    """
    plain = " ".join(line.split())
    for row in load("usage_errors.tsv", keys=("pattern", "zh")):
        if found := re.fullmatch(row["pattern"], plain):
            return found.expand(row["zh"])
    return plain.rstrip(".")
