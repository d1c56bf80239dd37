"""The spaCy pipeline: a text or a document to a Doc with spans that carry their records."""

from dataclasses import replace

import pytest
import spacy
from spacy.tokens import DocBin

from nlp.errors import ConfigError
from nlp.extract.components import KEYS
from nlp.extract.display import show_spans
from nlp.extract.language import COMPONENTS, load, make_doc, to_doc
from nlp.extract.tasks import extract_plan
from nlp.types import Deadline, Party, Target, Task

TEXT = "各单位6月底前签订责任书，签订率达到100%。（责任单位：办公室）"
PLAN = (
    "一、压实责任",
    "（一）完善制度",
    "每季度修订制度不少于1次。按月通报情况。",
    "（责任单位：办公室；完成时限：6月底前）",
    "二、整改提升",
    [["工作任务", "责任单位", "完成时限"], ["建立整改台账。", "人事科", "年底前"]],
)


@pytest.fixture(scope="module")
def zh():
    return load()


@pytest.fixture
def doc(zh, document):
    return to_doc(document("镜湖局2022年工作要点", *PLAN), zh=zh)


def spans_of(doc, key: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(span.text, span.label_, span._.tasks) for span in doc.spans[key]]


def test_pipeline_has_the_components_and_no_problem(zh) -> None:
    analysis = zh.analyze_pipes(keys=["assigns", "requires"])
    assert tuple(zh.pipe_names) == ("duban_sentences", "duban_names", *COMPONENTS)
    assert analysis["problems"] == {name: [] for name in zh.pipe_names}


@pytest.mark.parametrize(
    ("name", "problems"), tuple(zip(COMPONENTS, (["doc.sents"], ["doc.sents"], [], []), strict=True))
)
def test_what_a_component_requires_is_reported_where_it_is_missing(name: str, problems: list[str]) -> None:
    alone = spacy.blank("zh")
    alone.add_pipe(name)
    assert alone.analyze_pipes()["problems"][name] == problems


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_assigns_what_it_declares(name: str) -> None:
    zh = spacy.blank("zh")
    zh.add_pipe("duban_sentences")
    zh.add_pipe(name)
    assert list(zh(TEXT).spans) == [name.removeprefix("duban_")]
    assert zh.get_pipe_meta(name).assigns == ["doc.spans", "span._.value", "span._.tasks"]


def test_missing_sentences_are_explained() -> None:
    alone = spacy.blank("zh")
    alone.add_pipe("duban_tasks")
    with pytest.raises(ConfigError, match="没有分句"):
        alone(TEXT)


@pytest.mark.parametrize(
    ("key", "spans"),
    [
        ("deadlines", [("6月底前", "date", ("0.0.1",))]),
        ("targets", [("签订率达到100%", ">=", ("0.0.1",))]),
        ("parties", [("各单位", "lead", ("0.0.1",)), ("办公室", "lead", ())]),
        ("tasks", [("各单位6月底前签订责任书，签订率达到100%。", "task", ("0.0.1",))]),
    ],
)
def test_spans_of_a_text(zh, key: str, spans: list) -> None:
    assert spans_of(zh(TEXT), key) == spans


@pytest.mark.parametrize(
    ("key", "spans"),
    [
        (
            "tasks",
            [
                ("每季度修订制度不少于1次。", "task", ("1.1.1",)),
                ("按月通报情况。", "task", ("1.1.2",)),
                ("建立整改台账。", "task", ("2.0.1",)),
            ],
        ),
        ("parties", [("办公室", "lead", ("1.1.1", "1.1.2")), ("人事科", "lead", ("2.0.1",))]),
        (
            "deadlines",
            [
                ("每季度", "recurring", ("1.1.1",)),
                ("按月", "recurring", ("1.1.2",)),
                ("6月底前", "date", ("1.1.1", "1.1.2")),
                ("年底前", "date", ("2.0.1",)),
            ],
        ),
        ("targets", [("不少于1次", ">=", ("1.1.1",))]),
    ],
)
def test_spans_of_a_document_are_those_of_its_plan(doc, key: str, spans: list) -> None:
    assert spans_of(doc, key) == spans


def test_a_documents_doc_has_its_text_and_plan(doc, document) -> None:
    made = document("镜湖局2022年工作要点", *PLAN)
    assert (doc.text, doc._.plan) == (made.text, extract_plan(made))


def test_task_spans_carry_ids_and_tasks(doc) -> None:
    assert [(span.id_, span._.value) for span in doc.spans["tasks"]] == [(t.id, t) for t in doc._.plan.tasks]


def test_a_given_plan_is_not_extracted_anew(zh, document) -> None:
    made = document("镜湖局2022年工作要点", *PLAN)
    plan = replace(extract_plan(made), tasks=())
    assert not to_doc(made, plan, zh=zh).spans["tasks"]


def test_documents_go_through_the_pipe(zh, document) -> None:
    made = [document("镜湖局2022年工作要点", *PLAN), document("空白文件")]
    docs = list(zh.pipe((make_doc(each, zh=zh) for each in made), batch_size=1))
    assert [len(doc.spans["tasks"]) for doc in docs] == [3, 0]


@pytest.mark.parametrize(
    ("key", "record"), [("tasks", Task), ("parties", Party), ("deadlines", Deadline), ("targets", Target)]
)
def test_spans_of_a_text_carry_their_records(zh, key: str, record: type) -> None:
    doc = zh(TEXT)
    assert all(isinstance(span._.value, record) for span in doc.spans[key])


def test_records_tell_places_of_the_text(zh) -> None:
    doc = zh("先说背景。\n办公室7月底前完成整改，整改率达到100%。")
    assert all(doc.text[span._.value.offset :].startswith(span.text) for key in KEYS[2:] for span in doc.spans[key])


@pytest.mark.parametrize("text", ["", "\n \n", "今天天气很好", "hello"], ids=repr)
def test_a_text_without_anything_has_empty_groups(zh, text: str) -> None:
    doc = zh(text)
    assert (doc.text, [len(doc.spans[key]) for key in (*KEYS, "names")]) == (text, [0] * 5)


def test_sentences(zh) -> None:
    doc = zh("签订责任书。建立台账（含附表。）；\n按月通报。")
    assert [s.text.strip() for s in doc.sents] == ["签订责任书。", "建立台账（含附表。）；", "按月通报。"]


def test_a_place_in_the_text_is_a_token(zh) -> None:
    doc = zh(" 甲\t乙\n\n丙  ")
    assert [token.idx for token in doc] == list(range(len(doc.text)))


def test_texts_go_through_the_pipe(zh) -> None:
    docs = list(zh.pipe([TEXT, "", TEXT], batch_size=2))
    assert [len(doc.spans["deadlines"]) for doc in docs] == [1, 0, 1]


def test_pipeline_survives_bytes(zh) -> None:
    again = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "duban.characters.v1"}}})
    for name in zh.pipe_names:
        again.add_pipe(name)
    assert spans_of(again.from_bytes(zh.to_bytes())(TEXT), "parties") == spans_of(zh(TEXT), "parties")


def test_pipeline_survives_the_disk(zh, tmp_path) -> None:
    zh.to_disk(tmp_path)
    doc = spacy.load(tmp_path)(TEXT)
    assert [span.text for span in doc.spans["names"]] == ["各单位", "办公室"]


def test_pipeline_from_the_disk_takes_as_long_a_text(zh, tmp_path) -> None:
    zh.to_disk(tmp_path)
    assert spacy.load(tmp_path).max_length == zh.max_length > 1_000_000


def test_a_plan_of_another_document_is_refused(zh, document) -> None:
    made, other = document("镜湖局2022年工作要点", *PLAN), document("清水局2022年工作要点", *PLAN)
    with pytest.raises(ConfigError, match="请给出同一文件的计划"):
        to_doc(replace(other, sha256="other"), extract_plan(made), zh=zh)


def test_a_pipeline_without_the_components_is_refused(document) -> None:
    with pytest.raises(ConfigError, match="流水线中没有 duban_tasks、duban_parties、duban_deadlines、duban_targets；"):
        to_doc(document("镜湖局2022年工作要点", *PLAN), zh=spacy.blank("zh"))


def test_displacy_takes_one_kind_as_a_word(doc) -> None:
    assert show_spans(doc, keys="names") == show_spans(doc, keys=("names",))


def test_displacy_explains_a_doc_without_any_kind() -> None:
    with pytest.raises(ConfigError, match="其中没有任何标注；请用"):
        show_spans(spacy.blank("zh")("每季度通报。"))


def test_displacy_reads_the_text_of_a_doc_once(zh) -> None:
    doc = zh("办公室每季度通报。\n" * 5)
    html, asked = show_spans(doc), []

    class Counted:
        spans = doc.spans

        @property
        def text(self) -> str:
            asked.append(1)
            return doc.text

    assert (show_spans(Counted()), len(asked)) == (html, 1)


def test_docs_survive_a_docbin_with_their_records(zh, doc) -> None:
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(zh.vocab)
    assert again._.plan == doc._.plan
    assert [s._.value for key in KEYS for s in again.spans[key]] == [s._.value for key in KEYS for s in doc.spans[key]]


def test_displacy_shows_each_kind_by_its_word(doc) -> None:
    html = show_spans(doc)
    assert all(f">{word}<" in html for word in ("任务 1.1.1", "任务 2.0.1", "牵头", "截止", "周期", "至少"))


def test_displacy_shows_only_the_kinds_asked_for(doc) -> None:
    html = show_spans(doc, keys=("names",))
    assert (">单位<" in html, ">牵头<" in html) == (True, False)


def test_displacy_escapes_the_text(zh) -> None:
    assert "<b>" not in show_spans(zh("<b>每季度</b>通报。"))


def test_displacy_makes_a_page(doc) -> None:
    assert show_spans(doc, page=True).startswith('<!DOCTYPE html><html lang="zh">')


def test_displacy_explains_an_unknown_kind(doc) -> None:
    with pytest.raises(ConfigError, match="actions: 文档里没有这一类标注；可用的是 deadlines"):
        show_spans(doc, keys=("actions",))
