"""Texts cut into words, concepts and pairs of characters."""

import pytest

from nlp.match.words import bigrams_of, concepts_of, words_of


@pytest.mark.parametrize("text", ["与各科室签下责任状", "签订责任书"], ids=lambda text: text)
def test_two_wordings_share_a_concept(text: str) -> None:
    assert "责任书" in concepts_of(text)


def test_stopwords_are_no_words() -> None:
    assert words_of("进一步加强家风教育") == ("家风", "教育")


def test_a_clause_is_cut_as_in_its_sentence() -> None:
    assert words_of("家风教育3次，廉政谈话") == words_of("家风教育") + words_of("廉政谈话")


def test_bigrams_do_not_cross_figures() -> None:
    assert bigrams_of("谈话3人次") == ("谈话", "人次")


@pytest.mark.parametrize("cut", [words_of, concepts_of, bigrams_of], ids=lambda cut: cut.__name__)
def test_figures_alone_are_nothing(cut: object) -> None:
    assert callable(cut)
    assert cut("12.5%") == ()
