"""Write a cell's value the way a spreadsheet shows it: value and number format to text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from nlp.parse.docx.numerals import format_number
from nlp.parse.xlsx.dates import show_date
from nlp.parse.xlsx.formats import GENERAL, Section, Token, choose_section, parse_format

LARGEST = 1e15  # from here on a spreadsheet's numbers are no longer exact


def show_number(value: float, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """The text that a cell with this number and this format shows.

    A date whose format has digits and strokes only is written with 年月日, which every reader takes the same way.
    Colours, fill and padding are left out. `from_1904` is the older day count of some files.

    >>> show_number(3.0), show_number(0.95, "0%"), show_number(45473, "yyyy-mm-dd"), show_number(45473, 'm"月"')
    ('3', '95%', '2024年6月30日', '6月')
    """
    if code == GENERAL:
        return _general(value)
    sections = parse_format(code)
    section, signed = choose_section(sections, value)
    if section.has("date", "elapsed", "half"):
        if (shown := show_date(value, section, from_1904=from_1904)) is not None:
            return shown
        section = Section((Token("general", code),))
    if not section.tokens:
        return "" if len(sections) > 1 and any(other.tokens for other in sections) else _general(value)
    number = value if signed else abs(value)
    if section.has("text", "general") or (section.has("digit") and "/" in (t.text for t in section.tokens)):
        plain = _chinese(number) if section.chinese else _general(number)
        return "".join(_literal(token, plain) for token in section.tokens).strip() if section.has("general") else plain
    if section.chinese and section.has("digit") and number == int(number):
        return _chinese(number)
    return _digits(number, section.tokens)


def show_text(text: str, code: str = GENERAL) -> str:
    """The text that a cell with text and this format shows.

    >>> show_text("办公室", '"责任单位："@'), show_text("办公室", "0.00")
    ('责任单位：办公室', '办公室')
    """
    if "@" not in code:
        return text
    sections = parse_format(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    return (
        "".join(text if token.kind == "text" else token.text for token in section.tokens)
        if section.has("text")
        else text
    )


def _literal(token: Token, general: str) -> str:
    return general if token.kind in ("general", "text") else token.text


def _general(value: float) -> str:
    if value == int(value) and abs(value) < LARGEST:
        return str(int(value))
    if not 1e-9 < abs(value) < LARGEST:
        return f"{value:.5E}"
    return f"{Decimal(f'{value:.10g}'):f}"


def _chinese(value: float) -> str:
    if value != int(value) or not 0 <= value < LARGEST:
        return _general(value)
    return format_number(int(value), "chineseCountingThousand")


def _digits(value: float, tokens: Sequence[Token]) -> str:
    if any(token.kind == "exponent" for token in tokens):
        places = sum(token.kind == "digit" for token in _behind_point(tokens))
        return f"{value:.{places}E}"
    places_at = [i for i, token in enumerate(tokens) if token.kind == "digit"]
    if not places_at:
        return "".join(token.text for token in tokens if token.kind in ("literal", "percent")).strip()
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), places_at[-1] + 1)
    before = [i for i in places_at if i < point]
    behind = [tokens[i].text for i in places_at if i > point]
    last = places_at[-1]
    scale = sum(1 for token in tokens[last + 1 :] if token.kind == "comma") if _ends_in_comma(tokens, last) else 0
    grouped = any(token.kind == "comma" for token in tokens[places_at[0] : (before or [0])[-1]])
    percents = sum(token.kind == "percent" for token in tokens)
    amount = Decimal(f"{abs(value):.15g}") * 100**percents / 1000**scale
    rounded = amount.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP)
    whole, _, part = f"{rounded:f}".partition(".")
    while part and behind[len(part) - 1] != "0" and part.endswith("0"):
        part = part[:-1]
    least = sum(tokens[i].text == "0" for i in before)
    whole = ("" if whole == "0" else whole).rjust(least, "0")
    if grouped:
        whole = f"{int(whole or 0):,}".rjust(least, "0") if whole else whole
        shown = {before[0]: whole} if before else {}
    else:
        shown = {i: whole[len(whole) - k - 1 : len(whole) - k] for k, i in enumerate(reversed(before))}
        if before:
            shown[before[0]] = whole[: max(0, len(whole) - len(before) + 1)]
    fraction = {i: part[k : k + 1] for k, i in enumerate(i for i in places_at if i > point)}
    parts = ["-"] if value < 0 and rounded else []
    for i, token in enumerate(tokens):
        if token.kind == "digit":
            parts.append((shown | fraction).get(i, ""))
        elif token.kind == "point":
            parts.append("." if part else "")
        elif token.kind in ("literal", "percent"):
            parts.append(token.text)
    return "".join(parts).strip()


def _behind_point(tokens: Sequence[Token]) -> Sequence[Token]:
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return tokens[point:]


def _ends_in_comma(tokens: Sequence[Token], last: int) -> bool:
    return last + 1 < len(tokens) and tokens[last + 1].kind == "comma"
