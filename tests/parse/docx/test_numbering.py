"""Automatic numbers in a .docx: what stands in numbering.xml and in the styles comes out as Word shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from nlp.parse.docx import read_docx
from nlp.parse.docx.numbering_xml import read_lists
from nlp.parse.docx.styles import Styles
from nlp.parse.numbering import label_all
from nlp.parse.raw import Paragraph, Raw

SPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
Read = Callable[..., Raw]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a document given by its body, the contents of numbering.xml and further styles."""

    def write_and_read(body: str, numbering: str, styles: str = "") -> Raw:
        document = docx.Document()
        numbers = document.part.numbering_part.element
        for child in list(numbers):
            numbers.remove(child)
        for root, content in ((document.element.body, body), (numbers, numbering), (document.styles.element, styles)):
            for child in reversed(list(parse_xml(f"<w:x {SPACE}>{content}</w:x>"))):
                root.insert(0, child)
        document.save(str(tmp_path / "plan.docx"))
        return read_docx(tmp_path / "plan.docx")

    return write_and_read


def lvl(index: int, format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, inner: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{inner}</w:abstractNum>'


def num(number: int, key: int, inner: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{inner}</w:num>'


def at(number: int | None, level: int | None = 0, style: str = "") -> str:
    parts = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    parts += "" if number is None else f'<w:numId w:val="{number}"/>'
    return (f'<w:pStyle w:val="{style}"/>' if style else "") + (f"<w:numPr>{parts}</w:numPr>" if parts else "")


def p(text: str, properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


LEVELS = (
    lvl(0, "chineseCounting", "%1、")
    + lvl(1, "japaneseCounting", "（%2）")
    + lvl(2, "decimal", "%3.")
    + lvl(3, "decimalEnclosedCircleChinese", "%4")
)
PLAN = abstract(0, LEVELS) + num(1, 0)
OVERRIDE = '<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>'.format
START = '<w:startOverride w:val="{}"/>'.format
LEGAL = lvl(0, "chineseCounting", "第%1章") + lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
CUSTOM = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent>'
    '<mc:Choice Requires="w14"><w:numFmt w:val="custom"/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback>'
    '</mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
)
BROKEN = '<w:lvl w:ilvl="0"><w:start w:val="x"/><w:lvlText w:val="%1."/></w:lvl>'
ENDLESS = LEVELS.replace('"%3."/>', '"%3."/><w:lvlRestart w:val="0"/>')
LINKED = abstract(0, '<w:numStyleLink w:val="S"/>') + abstract(1, '<w:styleLink w:val="S"/>' + LEVELS)


def test_labels_stand_in_front_with_their_depth(read: Read) -> None:
    steps = [("要求", 0), ("责任", 1), ("签订", 2), ("责任书", 3), ("教育", 1), ("保障", 0)]
    raw = read("".join(p(text, at(1, level)) for text, level in steps), PLAN)
    assert lines(raw) == ["一、要求", "（一）责任", "1.签订", "①责任书", "（二）教育", "二、保障"]
    assert [block.number_level for block in raw.blocks if isinstance(block, Paragraph)] == [0, 1, 2, 3, 1, 0]


def test_only_the_first_line_of_a_paragraph_is_numbered(read: Read) -> None:
    raw = read(f"<w:p><w:pPr>{at(1)}</w:pPr><w:r><w:t>甲。</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", PLAN)
    assert raw.blocks == (Paragraph("一、甲。", number_level=0, size=11.0), Paragraph("乙", size=11.0))


@pytest.mark.parametrize(
    ("numbering", "steps", "expected"),
    [
        (PLAN + num(2, 0), [(1, 0), (2, 0)], ["一、甲", "二、甲"]),
        (PLAN + num(2, 0, OVERRIDE(START(1))), [(1, 0), (2, 0), (2, 0)], ["一、甲", "一、甲", "二、甲"]),
        (PLAN + num(2, 0, OVERRIDE(START(5))), [(2, 0)], ["五、甲"]),
        (PLAN + num(2, 0, OVERRIDE(lvl(0, "decimal", "第%1条"))), [(2, 0)], ["第1条 甲"]),
        (abstract(0, LEGAL) + num(1, 0), [(1, 0), (1, 1)], ["第一章 甲", "1.1 甲"]),
        (abstract(0, lvl(0, "decimal", "%1", '<w:suff w:val="nothing"/>')) + num(1, 0), [(1, 0)], ["1甲"]),
        (abstract(0, ENDLESS) + num(1, 0), [(1, 2), (1, 1), (1, 2)], ["1.甲", "（一）甲", "2.甲"]),
        (abstract(0, lvl(0, "bullet", "\uf0b7")) + num(1, 0), [(1, 0)], ["•甲"]),
        (abstract(0, lvl(0, "none", "")) + num(1, 0), [(1, 0)], ["甲"]),
        (abstract(0, BROKEN) + num(1, 0), [(1, 0)], ["0.甲"]),
        (abstract(0, CUSTOM) + num(1, 0), [(1, 0)], ["01.甲"]),
        (LINKED + num(1, 0) + num(2, 1), [(1, 0), (2, 0)], ["一、甲", "二、甲"]),
        (PLAN, [(0, 0), (8, 0), (1, 7)], ["甲", "甲", "甲"]),
        (num(1, 9), [(1, 0)], ["甲"]),
    ],
    ids=[
        "a second list of the same kind goes on", "start override", "start override 5", "level override", "legal",
        "no gap", "never restarts", "bullet", "no number", "broken start", "format for new programs", "linked style",
        "no list, unknown list, unknown level", "no definition",
    ],
)  # fmt: skip
def test_numbering(read: Read, numbering: str, steps: list[tuple[int, int]], expected: list[str]) -> None:
    assert lines(read("".join(p("甲", at(*step)) for step in steps), numbering)) == expected


def style(style_id: str, properties: str, based: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{style_id}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


STYLED = (
    style("一级", at(1, None))
    + style("二级", at(1, 3))
    + style("一级乙", "", "一级")
    + style("散", at(0, None), "一级")
)
TIED = abstract(
    0,
    lvl(0, "chineseCounting", "%1、", '<w:pStyle w:val="一级"/>')
    + lvl(1, "chineseCounting", "（%2）", '<w:pStyle w:val="二级"/>'),
) + num(1, 0)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([at(None, None, "一级")], ["一、甲"]),
        ([at(None, None, "一级乙")], ["一、甲"]),
        ([at(None, None, "一级"), at(None, None, "二级")], ["一、甲", "（一）甲"]),
        ([at(None, None, "散")], ["甲"]),
        ([at(0, 0, "一级")], ["甲"]),
        ([at(None, 1, "一级")], ["（一）甲"]),
        ([at(1, None, "二级")], ["（一）甲"]),
    ],
    ids=[
        "of the style", "of its base", "the level tied to the style", "taken out by the style", "taken out directly",
        "level of the paragraph", "list of the paragraph, level tied to the style",
    ],
)  # fmt: skip
def test_numbers_that_hang_on_styles(read: Read, steps: list[str], expected: list[str]) -> None:
    assert lines(read("".join(p("甲", step) for step in steps), TIED, STYLED)) == expected


def test_the_level_that_a_style_names_holds_where_none_is_tied_to_it(read: Read) -> None:
    assert lines(read(p("甲", at(None, None, "二级")), PLAN, style("二级", at(1, 1)))) == ["（一）甲"]


def test_a_list_linked_through_a_numbering_style(read: Read) -> None:
    numbering = abstract(0, '<w:numStyleLink w:val="S"/>') + abstract(1, LEVELS) + num(1, 0) + num(2, 1)
    assert lines(read(p("甲", at(1)), numbering, style("S", at(2, None), kind="numbering"))) == ["一、甲"]


def test_a_circle_of_linked_styles_has_no_levels(read: Read) -> None:
    numbering = abstract(0, '<w:numStyleLink w:val="S"/>') + num(1, 0)
    assert lines(read(p("甲", at(1)), numbering, style("S", at(1, None), kind="numbering"))) == ["甲"]


def test_empty_cells_show_their_numbers(read: Read) -> None:
    row = f"<w:tr><w:tc><w:p><w:pPr>{at(1)}</w:pPr></w:p></w:tc><w:tc>{p('甲', '')}</w:tc></w:tr>"
    (grid,) = read(f"<w:tbl>{row * 3}</w:tbl>", abstract(0, lvl(0, "decimal", "%1")) + num(1, 0)).blocks
    assert not isinstance(grid, Paragraph)
    assert [cell.text for cell in grid.cells] == ["1", "甲", "2", "甲", "3", "甲"]


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (f"<w:p><w:pPr>{at(1)}<w:rPr><w:vanish/></w:rPr></w:pPr></w:p>", ["一、甲", "二、甲"]),
        (p("乙", f"{at(1)}<w:rPr><w:del/></w:rPr>"), ["一、甲", "二、乙甲"]),
    ],
    ids=["hidden paragraph", "deleted paragraph mark"],
)
def test_what_is_not_shown_is_not_counted(read: Read, gone: str, expected: list[str]) -> None:
    assert lines(read(p("甲", at(1)) + gone + p("甲", at(1)), PLAN)) == expected


SIGNS = {
    "decimal": [str(number) for number in range(20)],
    "chineseCounting": [*"○一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九")],
    "upperLetter": list("0ABCDEFGHIJKLMNOPQRS"),
    "decimalEnclosedCircle": list("0①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲"),
}
DEPTH = 4


def plain_labels(formats: list[str], starts: list[int], endless: list[bool], steps: list[int]) -> list[str]:
    """The labels of a list with the patterns %1, %1.%2, …: each counted anew from the steps before it."""
    labels = []
    for end, level in enumerate(steps):
        numbers = []
        for depth in range(level + 1):
            count = 0
            for step in steps[: end + 1]:
                if step == depth:
                    count += 1
                elif step < depth and not endless[depth]:
                    count = 0
            numbers.append(SIGNS[formats[depth]][starts[depth] + max(count - 1, 0)])
        labels.append(".".join(numbers))
    return labels


@settings(deadline=None, max_examples=60)
@given(
    formats=st.lists(st.sampled_from(sorted(SIGNS)), min_size=DEPTH, max_size=DEPTH),
    starts=st.lists(st.integers(1, 3), min_size=DEPTH, max_size=DEPTH),
    endless=st.lists(st.booleans(), min_size=DEPTH, max_size=DEPTH),
    steps=st.lists(st.integers(0, DEPTH - 1), max_size=14),
)
def test_labels_are_those_of_a_plain_count(
    formats: list[str], starts: list[int], endless: list[bool], steps: list[int]
) -> None:
    levels = "".join(
        lvl(i, formats[i], ".".join(f"%{n + 1}" for n in range(i + 1)), '<w:lvlRestart w:val="0"/>' * endless[i])
        .replace('<w:start w:val="1"/>', f'<w:start w:val="{starts[i]}"/>')
        for i in range(DEPTH)
    )  # fmt: skip
    lists = read_lists(etree.fromstring(f"<w:x {SPACE}>{abstract(0, levels)}{num(1, 0)}</w:x>"), Styles())
    assert list(label_all(lists, [("1", step) for step in steps])) == plain_labels(formats, starts, endless, steps)
