"""Read traditional script as simplified: text to text of the same length, so that every place stays."""

from __future__ import annotations

from functools import cache
from typing import Any


def to_simplified(text: str) -> str:
    """The text in simplified script, character by character; a line that would change its length stays as it is.

    The conversion is OpenCC's `t2s` (Apache-2.0), which ships its tables.

    >>> to_simplified("責任單位：黨群服務站")
    '责任单位：党群服务站'
    """
    if text.isascii():
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    lines = [(line, str(_converter().convert(line))) for line in text.split("\n")]
    return "\n".join(new if len(new) == len(old) else old for old, new in lines)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
