import pytest

from nlp.extract.language import COMPONENTS, load


@pytest.fixture(scope="module")
def zh():
    return load()


def test_pipeline_has_the_components_and_no_problem(zh) -> None:
    assert tuple(zh.pipe_names) == ("sentencizer", *COMPONENTS)
    assert not any(zh.analyze_pipes()["problems"].values())


@pytest.mark.parametrize(
    ("key", "spans"),
    [
        ("deadlines", [("6月底前", "date")]),
        ("targets", [("签订率达到100%", ">=")]),
        ("parties", [("办公室", "lead"), ("各单位", "lead")]),
        ("tasks", [("各单位6月底前签订责任书，签订率达到100%。", "task")]),
    ],
)
def test_spans(zh, key: str, spans: list[tuple[str, str]]) -> None:
    doc = zh("各单位6月底前签订责任书，签订率达到100%。（责任单位：办公室）")
    assert [(s.text, s.label_) for s in doc.spans[key]] == spans


def test_spans_carry_their_records(zh) -> None:
    doc = zh("整改率达到100%。")
    (span,) = doc.spans["targets"]
    assert (span._.value.value, span._.value.unit) == (100, "%")


def test_empty_text_has_no_spans(zh) -> None:
    assert all(not zh("").spans[key] for key in ("tasks", "parties", "deadlines", "targets"))


def test_sentences(zh) -> None:
    assert [s.text for s in zh("签订责任书。建立台账；按月通报。").sents] == [
        "签订责任书。",
        "建立台账；",
        "按月通报。",
    ]
