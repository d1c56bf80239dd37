"""The trained workstream model, on a corpus of a few sentences."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from nlp.classify.items import Item, items_of_passages, items_of_plan
from nlp.classify.workstreams import WorkstreamModel, decide, fit_workstreams, label_documents, label_items
from nlp.errors import ModelError
from nlp.types import (
    DocumentFacts,
    LabelledReport,
    LabelledTask,
    Measure,
    Passage,
    Place,
    Plan,
    Report,
    StatementKind,
    Task,
)

TEXTS = {
    "责任落实": ("签订党风廉政建设责任书40份", "主要负责人听取汇报并研究部署", "重大事项及时请示报告"),
    "教育宣传": ("中心组专题学习4次", "支部书记讲廉政党课", "组织党员观看警示教育片"),
    "专项整治": ("清理整合工作群23个", "规范招标采购和合同管理", "整治窗口吃拿卡要问题"),
    "监督执纪": ("节前开展明察暗访", "受理信访举报并处置问题线索", "排查廉政风险点"),
    None: ("现将有关情况报告如下", "我局设科室9个", "填报日期"),
}
TASKS = tuple(
    LabelledTask("c2", str(number), text, theme)
    for number, (theme, text) in enumerate((theme, texts[0]) for theme, texts in TEXTS.items() if theme)
)


def report(name: str, pairs: Sequence[tuple[str, str | None]], *, read: bool = True, weight: float = 1.0) -> Any:
    passages = tuple(Passage(at, text, Place(at, 0, len(text))) for at, (text, _) in enumerate(pairs))
    whole = Report("r1", "r1.txt", "ab" if read else "", None, None, 2023, None, passages)
    kinds: tuple[StatementKind, ...] = ("done",) * len(pairs)
    themes = tuple(theme for _, theme in pairs)
    return LabelledReport(name, whole, 2023, kinds, ((),) * len(pairs), themes, weight)


PAIRS = [(text, theme) for theme, texts in TEXTS.items() for text in texts]
CORPUS = tuple(report(f"c{at}", PAIRS[at * 3 :] + PAIRS[: at * 3]) for at in range(4))


@pytest.fixture(scope="module")
def model() -> WorkstreamModel:
    return fit_workstreams(CORPUS, TASKS)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("层层签订责任书", "责任落实"),
        ("支部开展专题学习", "教育宣传"),
        ("清理工作群", "专项整治"),
        ("处置举报线索", "监督执纪"),
    ],
    ids=lambda value: value,
)
def test_a_new_sentence_gets_the_theme_of_its_like(text: str, theme: str, model: WorkstreamModel) -> None:
    assert label_items([Item("1", text)], labeller=model)[0].workstream == theme


def test_a_sentence_about_no_work_is_undecided(model: WorkstreamModel) -> None:
    assert label_items([Item("1", "现将情况报告如下")], labeller=model)[0].workstream is None


def test_probabilities_add_up_to_one(model: WorkstreamModel) -> None:
    chances = model.tell([[Item("1", "处置举报线索"), Item("2", "")], [Item("3", "清理工作群", kind="task")]])
    assert chances.shape == (3, 5)
    assert chances.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_the_same_corpus_gives_the_same_bytes(model: WorkstreamModel) -> None:
    again = fit_workstreams(CORPUS, TASKS)
    assert pickle.dumps(again.parts()) == pickle.dumps(model.parts())


def test_a_model_comes_back_from_its_parts(model: WorkstreamModel) -> None:
    items = [Item("1", "处置举报线索"), Item("2", "清理工作群")]
    back = WorkstreamModel.from_parts(model.parts())
    assert label_items(items, labeller=back) == label_items(items, labeller=model)


@pytest.mark.parametrize("name", ["themes", "grams", "rarity", "context"])
def test_parts_that_lack_something_are_refused(name: str, model: WorkstreamModel) -> None:
    with pytest.raises(ModelError, match="workstreams: 模型的内容与本版本不符"):
        WorkstreamModel.from_parts({key: value for key, value in model.parts().items() if key != name})


def test_a_theme_that_never_occurs_is_absent_and_never_told() -> None:
    lean = [report("c1", [(text, theme) for theme, texts in TEXTS.items() if theme != "教育宣传" for text in texts])]
    model = fit_workstreams(lean)
    assert model.absent == ("教育宣传",)
    assert label_items([Item("1", "支部书记讲党课，中心组学习")], labeller=model)[0].workstream != "教育宣传"


def test_two_classes_are_enough() -> None:
    pairs = [(text, theme) for theme in ("教育宣传", "监督执纪") for text in TEXTS[theme]]
    assert label_items([Item("1", "廉政党课")], labeller=fit_workstreams([report("c1", pairs)]))[0].score > 0.5


@pytest.mark.parametrize("pairs", [[], [("中心组学习", "教育宣传")]], ids=["nothing", "one class"])
def test_a_corpus_of_fewer_classes_is_refused(pairs: list[tuple[str, str | None]]) -> None:
    with pytest.raises(ModelError, match="不足两类"):
        fit_workstreams([report("c1", pairs)])


def test_a_label_that_is_no_theme_is_named() -> None:
    with pytest.raises(ModelError, match="“防汛”不是默认的工作线"):
        fit_workstreams([report("c1", [("巡查堤防", "防汛"), ("中心组学习", "教育宣传")])])


def test_a_correction_without_a_theme_says_nothing() -> None:
    said = report("decisions", [("支部书记讲廉政党课", None)], read=False, weight=5.0)
    assert label_items([Item("1", "支部书记讲廉政党课")], labeller=fit_workstreams((*CORPUS, said)))[0].workstream


def test_a_heavy_correction_moves_a_sentence(model: WorkstreamModel) -> None:
    text = "清理整合廉政档案"
    before = label_items([Item("1", text)], labeller=model)[0].workstream
    said = report("decisions", [(text, "监督执纪")], read=False, weight=20.0)
    after = label_items([Item("1", text)], labeller=fit_workstreams((*CORPUS, said), TASKS))[0].workstream
    assert (before, after) == ("专项整治", "监督执纪")


def test_neighbours_speak_for_a_vague_sentence(model: WorkstreamModel) -> None:
    vague = Item("2", "共4次")
    around = [Item("1", "中心组专题学习4次"), vague, Item("3", "支部书记讲廉政党课")]
    alone, among = model.tell([[vague]])[0, 1], model.tell([around])[1, 1]
    assert among > alone


def test_neighbours_of_another_document_do_not_speak(model: WorkstreamModel) -> None:
    first, vague = [Item("1", "中心组专题学习4次")], [Item("2", "共4次")]
    assert model.tell([first, vague])[1].tolist() == pytest.approx(model.tell([vague])[0].tolist(), abs=1e-6)


def test_many_documents_at_once_are_labelled_as_one_by_one(model: WorkstreamModel) -> None:
    documents = [items_of_passages(one.report.passages) for one in CORPUS]
    apart = tuple(label_items(items, labeller=model) for items in documents)
    together = label_documents([*documents, ()], labeller=model)
    assert [[replace(label, score=round(label.score, 3)) for label in some] for some in together[:4]] == [
        [replace(label, score=round(label.score, 3)) for label in some] for some in apart
    ]
    assert together[4] == ()


@pytest.mark.parametrize(
    "text",
    ["", " \n", "\0", "🙂\U00020000", "\ud800", "学习" * 50_000],
    ids=["empty", "blank", "nul", "astral", "half", "long"],
)
def test_odd_texts_are_labelled(text: str, model: WorkstreamModel) -> None:
    [label] = label_items([Item("7", text, ("学习", ""))], labeller=model, explain=True)
    assert label.target == "7"
    assert 0 <= label.score <= 1


def test_the_words_that_decided_are_words_of_the_text(model: WorkstreamModel) -> None:
    text = "第一季度受理信访举报3件"
    [label] = label_items([Item("1", text)], labeller=model, explain=True)
    assert label.words[0] in ("信访", "举报")
    assert len(label.words) <= 5
    assert all(word in text for word in label.words)


def test_words_are_told_on_request_alone(model: WorkstreamModel) -> None:
    assert label_items([Item("1", "受理信访举报3件")], labeller=model)[0].words == ()


def test_an_undecided_text_has_no_words(model: WorkstreamModel) -> None:
    assert label_items([Item("1", "现将情况报告如下")], labeller=model, explain=True)[0].words == ()


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ([0.9, 0.05, 0.03, 0.02], ("甲", None)),
        ([0.5, 0.4, 0.05, 0.05], ("甲", "乙")),
        ([0.3, 0.1, 0.0, 0.6], (None, None)),
        ([0.34, 0.33, 0.33, 0.0], (None, None)),
    ],
    ids=["one", "two", "no work", "none stands out"],
)
def test_probabilities_decide(chances: list[float], told: tuple[str | None, str | None]) -> None:
    import numpy as np

    [label] = decide(["1"], np.array([chances]), ("甲", "乙", "丙"))
    assert (label.workstream, label.second) == told
    assert label.score == max(chances[:-1])


def test_a_task_is_read_with_its_measure() -> None:
    task = Task("1.1.1", "1", Measure("（一）", "严格审计"), "逐项整改。", (), (), (), (), Place(0, 0, 5), 1.0)
    plan = Plan(DocumentFacts("p.txt", "", None, "plan", 2023, None, None), (), (task,))
    assert items_of_plan(plan) == (Item("1.1.1", "严格审计 逐项整改。", kind="task"),)


def test_a_task_is_always_about_some_work(model: WorkstreamModel) -> None:
    sentence, task = (model.tell([[Item("1", "现将情况报告如下", kind=kind)]])[0, -1] for kind in ("sentence", "task"))
    assert (sentence > 0.1, float(task)) == (True, 0.0)
