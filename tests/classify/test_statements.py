"""Kinds of statements by a trained model: what it learns from a tiny corpus, what it gives back, odd input."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pytest

from nlp.classify.cues import KINDS
from nlp.classify.statements import StatementModel, classify_reports, classify_statements, fit_statements
from nlp.errors import ModelError
from nlp.types import Clause, LabelledReport, Passage, Place, Report, StatementKind

TAUGHT: tuple[tuple[str, StatementKind], ...] = (
    ("6月12日印发防控手册，发放41份。", "done"),
    ("召开专题会4次，签订责任书22份。", "done"),
    ("组织参观教育基地1次。", "done"),
    ("下一步，将组织专题学习。", "planned"),
    ("拟于明年再办一期培训。", "planned"),
    ("计划三季度开展检查。", "planned"),
    ("台账没有建立，谈话没有开展。", "negated"),
    ("宣传力度不够，形式单一。", "negated"),
    ("至今未签订责任书。", "negated"),
    ("现将有关情况报告如下。", "background"),
    ("中心下设5个科室。", "background"),
    ("以上是我的述职，请评议。", "background"),
)


def passage(number: int, text: str, **more: object) -> Passage:
    return Passage(number, text, Place(0, 0, len(text)), **more)  # type: ignore[arg-type]


def labelled(rows: Sequence[tuple[str, StatementKind | None]], name: str = "a") -> LabelledReport:
    passages = tuple(passage(at, text) for at, (text, _) in enumerate(rows))
    report = Report(name, f"{name}.txt", "", None, None, 2022, None, passages)
    kinds = tuple(kind for _, kind in rows)
    return LabelledReport(name, report, 2022, kinds, ((),) * len(rows), (None,) * len(rows))


@pytest.fixture(scope="module")
def model() -> StatementModel:
    return fit_statements([labelled(TAUGHT, name) for name in "abc"])


@pytest.mark.parametrize(("text", "kind"), TAUGHT, ids=lambda value: value[:8])
def test_what_was_taught_is_told(model: StatementModel, text: str, kind: str) -> None:
    assert classify_statements([passage(0, text)], year=2022, model=model)[0].kind == kind


def test_the_same_corpus_gives_the_same_arrays(model: StatementModel) -> None:
    again = fit_statements([labelled(TAUGHT, name) for name in "abc"]).parts()
    told = model.parts()
    assert told.keys() == again.keys()
    assert all(np.array_equal(told[name], again[name]) for name in told)


def test_parts_make_the_same_model_again(model: StatementModel) -> None:
    parts = model.parts()
    assert {type(value) for value in parts.values()} <= {np.ndarray, list}
    texts = [passage(at, text) for at, (text, _) in enumerate(TAUGHT)]
    again = StatementModel.from_parts(parts)
    assert classify_statements(texts, year=2022, model=again) == classify_statements(texts, year=2022, model=model)


@pytest.mark.parametrize(
    "change",
    [
        {"grams": None},
        {"base": np.zeros(3)},
        {"kinds": ["done"]},
        {"names": []},
        {"passage": "x"},
        {"clause": np.ones(2)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_parts_of_another_make_are_refused(model: StatementModel, change: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="duban train"):
        StatementModel.from_parts(model.parts() | change)


def test_a_kind_that_never_occurred_is_named_and_never_told(model: StatementModel) -> None:
    assert model.absent == ("in_progress", "requirement", "prior")
    texts = [passage(0, "新办法正在征求意见。"), passage(1, "必须守住底线。"), passage(2, "去年签订责任书22份。")]
    told = classify_statements(texts, year=2022, model=model)
    assert not {statement.kind for statement in told} & set(model.absent)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_handful_of_sentences_is_enough(count: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small = fit_statements([labelled(TAUGHT[::3][:count])])
    told = classify_statements([passage(0, "6月印发手册。")], year=2022, model=small)
    assert told[0].kind in {kind for _, kind in TAUGHT[::3][:count]}


def test_passages_without_a_label_teach_nothing(model: StatementModel) -> None:
    rows = [*TAUGHT, ("新办法正在征求意见。", None)]
    more = fit_statements([labelled(rows, name) for name in "abc"])
    assert more.absent == model.absent


def test_without_any_label_there_is_no_model() -> None:
    with pytest.raises(ModelError, match="没有一句带标注"):
        fit_statements([labelled([("6月印发手册。", None)])])


def test_a_mixed_passage_shows_its_stretches() -> None:
    text = "6月召开专题会4次，但台账没有建立。"
    reports = []
    for name in "abcd":
        one = labelled([*TAUGHT, (text, "done")], name)
        stretches = ((),) * len(TAUGHT) + ((Clause("done", 0, 10), Clause("negated", 10, len(text))),)
        reports.append(LabelledReport(one.set, one.report, one.year, one.kinds, stretches, one.themes))
    [told] = classify_statements([passage(0, text)], year=2022, model=fit_statements(reports))
    assert told.kind == "done"
    assert [(part.kind, text[part.start : part.end]) for part in told.clauses] == [
        ("done", "6月召开专题会4次，"),
        ("negated", "但台账没有建立。"),
    ]


ODD = [
    "",
    "完",
    "，。；",
    "。" * 300,
    "６月１２日印发《手册》４１份。",
    "办" * 100_000,
    "已办，" * 33_000,
    "😀\0\n",
    " \u3000",
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text[:6]))
def test_odd_passages_get_a_kind(model: StatementModel, text: str) -> None:
    [told] = classify_statements([passage(0, text)], year=None, model=model)
    assert told.kind in KINDS
    assert 0 <= told.score <= 1


def test_full_width_digits_count_as_plain_ones(model: StatementModel) -> None:
    pair = [passage(0, "６月召开专题会４次。"), passage(1, "6月召开专题会4次。")]
    kinds = {classify_statements([one], year=2022, model=model)[0].kind for one in pair}
    assert kinds == {"done"}


def test_many_reports_are_told_as_each_alone(model: StatementModel) -> None:
    rows = [(text for text, _ in TAUGHT[at:]) for at in range(4)]
    reports = [([passage(at, text) for at, text in enumerate(row)], 2022) for row in rows] + [([], None)]
    together = classify_reports(reports, model=model)
    assert list(together) == [classify_statements(one, year=year, model=model) for one, year in reports]


def test_headings_and_cells_that_name_a_task_are_told_by_their_place(model: StatementModel) -> None:
    cells = [
        Passage(0, "工作任务", Place(1, 0, 0), (), "cell"),
        Passage(1, "完成情况", Place(1, 0, 0), (), "cell"),
        Passage(2, "签订责任书22份", Place(1, 0, 0), (), "cell", ("完成情况：已完成",)),
        Passage(3, "已完成", Place(1, 0, 0), (), "cell", ("工作任务：签订责任书22份",)),
        passage(4, "三、已印发手册12份", kind="heading"),
    ]
    told = classify_statements(cells, year=2022, model=model)
    assert [one.kind for one in told] == ["background", "background", "background", "done", "background"]


def test_order_and_ids_are_kept(model: StatementModel) -> None:
    told = classify_statements([passage(at + 7, "印发通报2期。") for at in range(3)], year=None, model=model)
    assert [one.passage for one in told] == [7, 8, 9]
