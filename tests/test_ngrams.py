"""Hashed n-grams of a batch: the same as cutting each text by itself, on odd texts too."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.ngrams import cut_ngrams, fold, sum_rows, to_matrix

TEXTS = ["6月印发手册22份。", "", "完", "，，，", "完成\n整改", "😀好\0的", "６月印发手册２２份。", "完成 整改"]


def test_a_batch_is_cut_as_each_text_alone() -> None:
    together = to_matrix(cut_ngrams(TEXTS)).toarray()
    alone = [to_matrix(cut_ngrams([text])).toarray()[0] for text in TEXTS]
    assert (together == np.stack(alone)).all()


@pytest.mark.parametrize(
    ("order", "size", "count"),
    [(1, 5, 5), (2, 5, 6), (3, 5, 5), (4, 5, 4), (1, 1, 1), (2, 1, 2), (3, 1, 1), (5, 1, 0), (2, 0, 0)],
)
def test_edges_count_as_characters_of_longer_ngrams(order: int, size: int, count: int) -> None:
    matrix = to_matrix(cut_ngrams(["甲乙丙丁戊"[:size]], orders=(order,)))
    assert matrix.sum() == count


def test_sums_are_the_products_of_counts_and_rows() -> None:
    table = np.random.default_rng(0).integers(-9, 9, (2**12 + 1, 3)).astype(np.float32)
    table[-1] = 0
    grams = cut_ngrams(TEXTS * 3, bits=12)
    assert (sum_rows(grams, table) == to_matrix(grams) @ table[:-1]).all()


def test_many_chunks_give_the_same_sums() -> None:
    table = np.ones((2**10 + 1, 1), np.float32)
    table[-1] = 0
    texts = ["甲" * size for size in (70_000, 0, 1, 200_000, 3, 65_535)]
    assert sum_rows(cut_ngrams(texts, orders=(1,), bits=10), table)[:, 0].tolist() == [len(text) for text in texts]


def test_full_width_and_capital_characters_count_as_plain_ones() -> None:
    assert fold(["Ａ１（"]).tolist() == fold(["a0("]).tolist()


def test_no_texts_give_no_rows() -> None:
    assert sum_rows(cut_ngrams([]), np.zeros((2**16 + 1, 2), np.float32)).shape == (0, 2)
