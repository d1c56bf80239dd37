"""Texts among kinds of work: types built by hand, and the installed ones."""

from typing import Any

import numpy as np
import pytest

from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.match.work_types import KEYS, MOST, WorkTypes, count_types, load_work_types, place_texts, tell_types


def rule(name: str, phrase: str, *sentences: str) -> dict[str, Any]:
    return {"name": name, "about": name, "demands": [phrase], "shows": [], "examples": [], "evidence": list(sentences)}


RULES = (
    rule("用车", "公务用车管理", "派车单逐车登记，节假日车辆封存入库。"),
    rule("接待", "公务接待管理", "接待凭公函，菜单存档。"),
    rule("谈话", "廉政谈话", "与新任职干部谈话9人。"),
)


@pytest.fixture(scope="module")
def types() -> WorkTypes:
    return count_types(RULES)


def test_a_demand_lies_near_the_fact_that_shares_no_word_with_it(types: WorkTypes) -> None:
    demand, fact, other = place_texts(["管好公务用车。", "节假日封存入库。", "菜单凭公函存档。"], types=types)
    assert demand @ fact > demand @ other


def test_rows_have_length_one(types: WorkTypes) -> None:
    lengths = np.linalg.norm(place_texts(["派车单登记。", "谈话9人。"], types=types), axis=1)
    assert lengths == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", "  ", "xyz"], ids=["empty", "spaces", "nothing known"])
def test_a_text_of_no_type_lies_nowhere(text: str, types: WorkTypes) -> None:
    assert place_texts([text], types=types).tolist() == [[0, 0, 0, 0]]
    assert tell_types([text], types=types) == ((),)


def test_no_texts_no_rows(types: WorkTypes) -> None:
    assert place_texts([], types=types).shape == (0, 4)


def test_a_text_lies_where_it_lies_whatever_stands_beside_it(types: WorkTypes) -> None:
    alone = place_texts(["派车单登记。"], types=types)
    assert np.array_equal(alone[0], place_texts(["谈话9人。", "派车单登记。"], types=types)[1])


@pytest.mark.parametrize("missing", ["demands", "evidence"])
def test_a_type_without_phrase_or_sentence_is_refused(missing: str) -> None:
    with pytest.raises(ConfigError, match="用车"):
        count_types([{**RULES[0], missing: []}, *RULES[1:]])


def test_told_types_are_few_and_named() -> None:
    (found,) = tell_types(["组织观看警示教育片，旁听庭审。"])
    assert 0 < len(found) <= MOST
    assert set(found) <= set(load_work_types().names)


def test_what_only_looks_like_a_type_is_of_none() -> None:
    alike = {**RULES[0], "not": ["班车时刻"], "not_evidence": ["班车时刻表贴在站台，车辆准点发出。"]}
    (found,) = tell_types(["班车时刻表贴在站台。"], types=count_types([alike, *RULES[1:]]))
    assert found == ()


ROWS = load("work_types.toml", keys=KEYS)


def test_the_catalogue_names_each_type_once_with_a_theme_of_the_taxonomy() -> None:
    names = [row["name"] for row in ROWS]
    assert len(set(names)) == len(names) >= 80
    assert {row["theme"] for row in ROWS} == {"责任落实", "教育宣传", "专项整治", "监督执纪"}


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_most_sentences_of_a_type_lie_nearest_to_it(row: dict[str, Any]) -> None:
    said = [*row["examples"], *row["evidence"]]
    told = [found[0] if found else "" for found in tell_types(said)]
    assert told.count(row["name"]) >= 0.6 * len(said)
