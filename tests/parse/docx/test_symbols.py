"""Signs of symbol fonts in a .docx: the common ones become characters, the others are counted."""

from __future__ import annotations

import pytest

from nlp.lexicon import load
from nlp.parse.docx.left import Left
from nlp.parse.docx.symbols import read_letters, read_symbol


@pytest.mark.parametrize(
    ("font", "code", "expected"),
    [
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F06F", "□"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "F06C", "●"),
        ("Wingdings", "F0D8", "➢"),
        ("Wingdings", "F0E0", "→"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "F0AE", "→"),
        ("Symbol", "F033", "3"),
        ("Wingdings 2", "0052", "☑"),
        ("宋体", "F0FE", "☑"),
        ("宋体", "2103", "℃"),
        (None, "F0B7", "•"),
    ],
)
def test_known_signs(font: str | None, code: str, expected: str) -> None:
    left = Left()
    assert (read_symbol(font, code, left), left.symbols) == (expected, 0)


@pytest.mark.parametrize(("font", "code"), [("Wingdings", "F0FF"), ("宋体", "E123"), ("Symbol", "F0F5")])
def test_unknown_signs_are_counted(font: str, code: str) -> None:
    left = Left()
    assert (read_symbol(font, code, left), left.symbols) == ("", 1)
    (warning,) = left.warnings("plan.docx")
    assert warning.problem == "有1个特殊符号无法识别"


@pytest.mark.parametrize("code", ["?", "", None, "FFFFFFFF"])
def test_broken_codes_are_nothing(code: str | None) -> None:
    assert read_symbol("Wingdings", code, Left()) == ""


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("\uf0fe已完成", "Wingdings", "☑已完成"),
        ("ü", "Wingdings", "✓"),
        ("ü", "Arial", "ü"),
        ("2024", "Symbol", "2024"),
        ("\uf0a8是\uf0a8否", None, "□是□否"),
    ],
)
def test_letters_in_a_symbol_font(text: str, font: str | None, expected: str) -> None:
    assert read_letters(text, font, Left()) == expected


def test_every_sign_is_one_character_of_a_code_within_its_font() -> None:
    for row in load("symbols.tsv", keys=("code", "sign")):
        font, _, code = row["code"].rpartition(" ")
        assert font == font.lower()
        assert 0x20 <= int(code, 16) <= 0xFF
        assert len(row["sign"]) == 1
