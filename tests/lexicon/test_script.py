import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexicon.script import to_simplified


@pytest.mark.parametrize(
    ("text", "plain"),
    [("責任單位：黨群服務站", "责任单位：党群服务站"), ("責任单位", "责任单位"), ("plan 2022", "plan 2022"), ("", "")],
)
def test_simplified(text: str, plain: str) -> None:
    assert to_simplified(text) == plain


@given(st.text(max_size=80))
def test_every_place_stays(text: str) -> None:
    assert len(to_simplified(text)) == len(text)
