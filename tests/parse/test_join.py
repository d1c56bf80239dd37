import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.parse.join import join_cut
from nlp.parse.numbers import find_number
from nlp.parse.raw import Grid, GridCell, Paragraph
from nlp.parse.unwrap import unwrap


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["签订。（责任单位：办公室、", "人事科）按月通报。"], ["签订。（责任单位：办公室、人事科）按月通报。"]),
        (
            ["签订。（责任单位：办公室、", "人事科；", "完成时限：6月）"],
            ["签订。（责任单位：办公室、人事科；完成时限：6月）"],
        ),
        (["签订（详见附件。", "二、教育）"], ["签订（详见附件。", "二、教育）"]),
        (["签订（一", "按月", "通报", "情况）"], ["签订（一", "按月", "通报", "情况）"]),
        (["签订责任书。", "（责任单位：办公室）"], ["签订责任书。", "（责任单位：办公室）"]),
        (["未闭合（括号。", "（一）学习。"], ["未闭合（括号。", "（一）学习。"]),
    ],
)
def test_join(lines: list[str], joined: list[str]) -> None:
    assert [b.text for b in join_cut([Paragraph(line) for line in lines])] == joined


def test_table_ends_a_line() -> None:
    grid = Grid(1, 1, (GridCell(0, 0, "人事科）"),))
    assert join_cut([Paragraph("签订（办公室、"), grid]) == [Paragraph("签订（办公室、"), grid]


PLAIN = "党风廉政建设责任落实情况汇总提升治理效能完善机制"
NAMES = st.lists(st.sampled_from(["办公室", "人事科", "区财政局", "各镇（街道）"]), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(names=NAMES, at=st.integers(0, 100), words=st.text(PLAIN, min_size=4, max_size=12))
def test_note_cut_anywhere_is_whole_again(names: list[str], at: int, words: str) -> None:
    note = f"（责任单位：{'、'.join(names)}）"
    cut = 1 + at % (len(note) - 1)
    cut -= note[cut] in "（("  # a line that begins with a bracket begins a note of its own
    text = f"{words}。{note}"
    lines = [f"{words}。{note[:cut]}", note[cut:]]
    assert [b.text for b in join_cut([Paragraph(line) for line in lines])] == ([text] if cut else lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["签订（办公室、", "人事科）", "（一）压实责任", "二、教育", "按月通报。", "1）自查"])))
def test_no_number_is_swallowed(lines: list[str]) -> None:
    joined = [b.text for b in join_cut([Paragraph(line) for line in lines])]
    assert [t for t in joined if find_number(t)] == [t for t in lines if find_number(t)]
    assert "".join(joined) == "".join(lines)


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(22, 45),
    sections=st.lists(st.tuples(st.text(PLAIN, min_size=2, max_size=10), st.integers(2, 6)), min_size=2, max_size=5),
    rest=st.integers(1, 20),
    data=st.data(),
)
def test_wrapped_paragraphs_come_back_between_their_headings(width: int, sections, rest: int, data) -> None:
    lines = []
    for number, (title, full) in enumerate(sections):
        size = width * full + rest
        words = data.draw(st.text(PLAIN + "，、", min_size=8, max_size=16))
        lines += [f"{'一二三四五'[number]}、{title}", (words * size)[: size - 1] + "。"]
    wrapped = [line[i : i + width] for line in lines for i in range(0, len(line), width)]
    assert unwrap(wrapped) == lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["一、", "压实责任", "签订责任书。"], ["一、压实责任", "签订责任书。"]),
        (["一、", "（一）压实责任"], ["一、", "（一）压实责任"]),
        (["一、", "二、"], ["一、", "二、"]),
        (["一月份", "签订责任书。"], ["一月份", "签订责任书。"]),
    ],
)
def test_number_on_a_line_of_its_own(lines: list[str], joined: list[str]) -> None:
    assert [b.text for b in join_cut([Paragraph(line) for line in lines])] == joined


def test_automatic_number_without_words_takes_no_line() -> None:
    blocks = [Paragraph("一、", number_level=0), Paragraph("签订责任书。")]
    assert join_cut(blocks) == blocks
