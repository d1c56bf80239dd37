"""Read the sign that heads an item of a list in place of a number: a line to the sign and where its words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import load

_WORD = r"(?=[\u4e00-\u9fff“‘《「]|[（(][一二三四五六七八九十])"


@dataclass(frozen=True, slots=True)
class Bullet:
    """A sign at the start of a line, once however often it is repeated, and where the words behind it begin."""

    sign: str
    end: int


def find_bullet(text: str) -> Bullet | None:
    """The bullet that a line starts with, a sign of `lexicon/bullets.tsv`; None where there is none.

    >>> find_bullet("■ 服务群众"), find_bullet("——坚持问题导向"), find_bullet("-5℃以下停止施工")
    (Bullet(sign='■', end=2), Bullet(sign='—', end=2), None)
    """
    match = _pattern().match(text)
    return Bullet(match["sign"] or match["dash"], match.end()) if match else None


@cache
def _pattern() -> re.Pattern[str]:
    rows = load("bullets.tsv", keys=("sign", "before"))
    signs = {kind: "".join(re.escape(row["sign"]) for row in rows if row["before"] == kind) for kind in ("any", "word")}
    return re.compile(
        rf"(?:(?P<sign>[{signs['any']}])(?!(?P=sign))\s*(?=\S)|(?P<dash>[{signs['word']}])(?P=dash)*\s*{_WORD})"
    )
