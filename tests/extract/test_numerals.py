"""Numbers as documents print them."""

from __future__ import annotations

import pytest

from nlp.extract.numerals import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("12", 12), ("１２", 12), ("2.5", 2.5), ("十", 10), ("十五", 15), ("二十", 20), ("三十一", 31),
        ("两", 2), ("一百", 100), ("一百零五", 105), ("三百二十", 320), ("两千", 2000), ("一万二千", 12000),
        ("二〇二三", 2023), ("1.5万", 15000), ("3百", 300),
        ("1,200", 1200), ("1,234,567", 1234567),
    ],
)  # fmt: skip
def test_value(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "若干", "第一", "3个", "1二"])
def test_no_number(text):
    assert parse_number(text) is None
