"""Tell a text in another language than Chinese: a text to yes or no."""

from __future__ import annotations

import re

LEAST_LETTERS = 30
LEAST_HAN = 0.15
MOST_KANA = 0.15

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa\u31f0-\u31ff]+")
_DIGITS = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_foreign(text: str) -> bool:
    """Whether a text is written in another language than Chinese, in whatever script.

    So is a text in which fewer than LEAST_HAN of all letters are Chinese characters, and one of Chinese characters of
    which more than MOST_KANA are kana. A text half Chinese, half its translation is none: a Chinese character says
    about as much as four letters. Web addresses do not count; a text of fewer than LEAST_LETTERS letters, or with more
    digits than letters, is a table of numbers and belongs to no language.

    >>> is_foreign("In March the bureau held a meeting on integrity and signed 22 pledges.")
    True
    >>> is_foreign("3月召开廉政会议，签订责任书22份，上传至OA系统。"), is_foreign("12 3.5 40% 1,024")
    (False, False)
    """
    text = _ADDRESS.sub(" ", text)
    letters, han, kana = _count(_LETTERS, text), _count(_HAN, text), _count(_KANA, text)
    if letters < LEAST_LETTERS:
        return False
    if kana > MOST_KANA * (han + kana) and kana + han >= LEAST_HAN * letters:
        return kana >= LEAST_LETTERS / 3
    return han < LEAST_HAN * letters and _count(_DIGITS, text) < letters


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(found.end() - found.start() for found in pattern.finditer(text))
