from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extract.sentences import skip_bullets, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("签订责任书。建立台账；按月通报！", ["签订责任书。", "建立台账；", "按月通报！"]),
        ("他说“要严。”随后检查。", ["他说“要严。”", "随后检查。"]),
        ("落实制度（详见附件。）并上报。", ["落实制度（详见附件。）并上报。"]),
        ("执行《规定。办法》。", ["执行《规定。办法》。"]),
        ("一是学习；二是检查。", ["一是学习；", "二是检查。"]),
        ("没有句号", ["没有句号"]),
        ("未闭合（括号。下一句。", ["未闭合（括号。", "下一句。"]),
        ("  前后有空格。  ", ["前后有空格。"]),
        ("第一行\n第二行。", ["第一行", "第二行。"]),
        ("", []),
    ],
)
def test_split(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(st.text("党建a。；（）《》“”\n ", max_size=60))
def test_no_character_but_space_is_lost(text: str) -> None:
    joined = "".join(text[start:end] for start, end in split_sentences(text))
    assert "".join(joined.split()) == "".join(text.split())


@given(st.text("党建。；（）\n ", max_size=60))
def test_ranges_are_ordered_and_disjoint(text: str) -> None:
    ranges = split_sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("• 走访会员企业。", "走访会员企业。"),
        ("●走访会员企业。", "走访会员企业。"),
        ("■ ▪ ◆走访会员企业。", "走访会员企业。"),
        ("——走访会员企业——扩大影响。", "走访会员企业——扩大影响。"),
        ("—— 走访会员企业。", "走访会员企业。"),
        ("※　走访会员企业。", "走访会员企业。"),
        ("- 走访会员企业。", "走访会员企业。"),
        ("-5℃以下停止施工。", "-5℃以下停止施工。"),
        ("○○镇开展排查。", "○○镇开展排查。"),
        ("**局开展排查。", "**局开展排查。"),
        ("走访会员企业。", "走访会员企业。"),
        ("", ""),
    ],
)
def test_bullets_are_no_words(text: str, words: str) -> None:
    assert text[skip_bullets(text, 0, len(text)) :] == words
