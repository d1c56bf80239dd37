from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.codec import dump, from_json, to_json
from nlp.errors import ConfigError
from nlp.types import (
    Block,
    Clause,
    Coverage,
    Document,
    DocumentFacts,
    Evidence,
    Item,
    Label,
    Passage,
    Place,
    Plan,
    Rejected,
    Report,
    ReportFacts,
    Statement,
    Summary,
    Tagged,
    Target,
    Task,
    TaskList,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
for kind in (str, float):
    st.register_type_strategy(kind, TEXT if kind is str else NUMBERS)
settings.register_profile("codec", max_examples=40, deadline=None)
COMMON = settings.get_profile("codec")


@st.composite
def task_lists(draw: st.DrawFn) -> TaskList:
    tasks = draw(st.lists(st.from_type(Task), max_size=3, unique_by=lambda task: task.id))
    plan = draw(st.builds(Plan, tasks=st.just(tuple(tasks))))
    labels = [draw(st.none() | st.builds(Label, target=st.just(task.id))) for task in tasks]
    return TaskList(plan, tuple(filter(None, labels)))


@st.composite
def tagged(draw: st.DrawFn) -> Tagged:
    passages = draw(st.lists(st.from_type(Passage), max_size=3, unique_by=lambda passage: passage.id))
    report = draw(st.builds(Report, passages=st.just(tuple(passages))))
    statements = [draw(st.none() | st.builds(Statement, passage=st.just(passage.id))) for passage in passages]
    labels = [draw(st.none() | st.builds(Label, target=st.just(str(passage.id)))) for passage in passages]
    return Tagged(report, tuple(filter(None, statements)), tuple(filter(None, labels)))


RECORDS = {
    "document": st.from_type(Document),
    "tasks": task_lists(),
    "coverage": st.builds(Coverage, plan=task_lists()),
    "passages": tagged(),
}


@pytest.mark.parametrize("name", RECORDS)
@settings(COMMON)
@given(data=st.data())
def test_a_record_written_and_read_is_equal(name: str, data: st.DataObject) -> None:
    record = data.draw(RECORDS[name])
    assert from_json(json.loads(dump(record))) == record


@pytest.mark.parametrize("name", RECORDS)
@settings(COMMON, max_examples=5)
@given(data=st.data())
def test_the_schema_stands_first(name: str, data: st.DataObject) -> None:
    first, value = next(iter(to_json(data.draw(RECORDS[name])).items()))
    assert (first, value) == ("schema", f"duban.{name}/1")


def facts() -> DocumentFacts:
    return DocumentFacts("计划.docx", "00", "要点", "plan", 2022, None, 3)


def task(**changes: object) -> Task:
    fields = {"id": "1.1.1", "workstream": None, "measure": None, "text": "抓好落实。", "confidence": 1.0} | changes
    fields = {"actions": (), "parties": (), "deadlines": (), "targets": (), "source": Place(0, 0, 5)} | fields
    return Task(**fields)  # type: ignore[arg-type]


def task_list() -> TaskList:
    plan = Plan(facts(), (), (task(targets=(Target("不少于4次", ">=", 4.0, "次"),)), task(id="1.1.2")))
    return TaskList(plan, (Label("1.1.1", "责任落实", 0.97),))


def test_a_label_stands_in_its_task() -> None:
    first, second = to_json(task_list())["tasks"]
    assert (first["label"]["workstream"], first["label"]["score"]) == ("责任落实", 0.97)
    assert second["label"] is None


def test_a_task_list_has_the_keys_of_the_contract() -> None:
    assert list(to_json(task_list())) == ["schema", "document", "workstreams", "tasks", "warnings"]


def test_a_whole_target_is_written_without_a_fraction() -> None:
    assert '"value": 4,' in dump(task_list())


def coverage() -> Coverage:
    evidence = Evidence("r1", "召开会议2次", 2, 5, 11, "done", 0.9, "2022-07", 2.0)
    rejected = Rejected("r1", "下一步将召开", 3, 20, 26, "planned", 0.7, "planned only")
    item = Item("1.1.1", "partial", "met", (), (evidence,), (rejected,), "1 of 2 actions")
    reports = (ReportFacts("r1", "a.docx", "01", None, "养护中心", None),)
    return Coverage(task_list(), date(2022, 12, 31), reports, (item,), Summary(1, 0, 1, 0, 0.5, (), ()))


def test_a_coverage_has_the_keys_of_the_contract() -> None:
    data = to_json(coverage())
    keys = ["schema", "plan", "as_of", "reports", "items", "summary", "warnings", "units", "orphans", "stale"]
    assert list(data) == keys
    assert data["as_of"] == "2022-12-31"
    assert {"document", "workstreams", "tasks"} <= set(data["plan"])
    assert data["plan"]["tasks"][0]["label"]["workstream"] == "责任落实"
    assert {"report", "quote", "page", "start", "end", "statement", "score", "when", "count"} <= set(
        data["items"][0]["evidence"][0]
    )


def test_a_passage_carries_its_statement_and_label() -> None:
    report = Report("r1", "a.txt", "00", None, None, None, None, (Passage(7, "召开会议。", Place(0, 0, 5)),))
    clauses = (Clause("done", 0, 3, 0.9, "召开"), Clause("planned", 3, 5, 0.7))
    label = Label("7", "责任落实", 0.6, "监督执纪", ("会议",))
    (passage,) = to_json(Tagged(report, (Statement(7, "done", 0.8, "召开", clauses),), (label,)))["passages"]
    assert (passage["statement"], passage["score"], passage["cue"]) == ("done", 0.8, "召开")
    assert [(clause["kind"], clause["start"], clause["end"]) for clause in passage["clauses"]] == [
        ("done", 0, 3),
        ("planned", 3, 5),
    ]
    assert passage["label"] == {"workstream": "责任落实", "score": 0.6, "second": "监督执纪", "words": ("会议",)}


def with_strangers(value: object) -> object:
    if isinstance(value, dict):
        return {key: with_strangers(inner) for key, inner in value.items()} | {"stranger": {"deep": [1]}}
    return [with_strangers(inner) for inner in value] if isinstance(value, list) else value


def test_unknown_keys_are_ignored() -> None:
    assert from_json(with_strangers(json.loads(dump(coverage())))) == coverage()  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [{"schema": "duban.tasks/2"}, {"schema": None}, {"schema": []}, {}, []], ids=str)
def test_an_unknown_schema_names_the_allowed(data: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"认识的是 duban\.document/1, duban\.tasks/1, duban\.coverage/1"):
        from_json(data)


@pytest.mark.parametrize(
    "change",
    [{"tasks": None}, {"tasks": [3]}, {"tasks": [{"label": {}}]}, {"document": {}}, {"workstreams": [{"id": 3}]}],
    ids=str,
)
def test_a_damaged_file_is_one_line(change: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="不是本程序写出的，或被改动过"):
        from_json(to_json(task_list()) | change)


def test_chinese_is_written_as_it_is() -> None:
    document = Document("计划.txt", "00", "txt", "抓好落实", (Block("paragraph", Place(0, 0, 4)),))
    assert "抓好落实" in dump(document)


def test_an_object_without_schema_is_refused() -> None:
    with pytest.raises(ConfigError, match="Place: 不能写成 JSON"):
        to_json(Place(0, 0, 1))  # type: ignore[arg-type]
