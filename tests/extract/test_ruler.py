"""The names that the ruler finds anywhere in a text, and how well, on the labelled plans of the corpora."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from nlp.extract.language import load
from nlp.extract.names import kind_of
from nlp.extract.tasks import extract_plan
from nlp.parse import read

CORPORA = Path(__file__).parents[2] / "corpora"
GOLD = sorted(
    path
    for name in ("plans", "tables", "forms", "form_tables", "offices", "c[0-9]*")
    for path in CORPORA.glob(f"{name}/*.tasks.gold.json")
)


@pytest.fixture(scope="module")
def zh():
    return load()


def names_in(doc: Doc) -> list[str]:
    return [f"{span.text} {span.label_}" for span in doc.spans["names"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("开展对市教育局的检查。", ["市教育局 ORG"]),
        ("党组书记带头讲党课。", ["党组书记 POST"]),
        ("由县财政局、发展和改革局办理。", ["县财政局 ORG", "发展和改革局 ORG"]),
        ("会同县市场监管局开展检查。", ["县市场监管局 ORG"]),
        ("县教育局部署工作。", ["县教育局 ORG"]),
        ("办公室主任负责。", ["办公室主任 POST"]),
        ("（责任单位：党政办（应急值班室））", ["党政办（应急值班室） ORG"]),
        ("各县（市、区）水利局上报。", ["各县（市、区）水利局 ORG"]),
        ("经济发展局等单位配合。", ["经济发展局 ORG"]),
        ("每名班子成员领办实事。", ["班子成员 POST"]),
        ("由住建牵头，市疾控配合。", ["住建 ORG", "市疾控 ORG"]),
        ("責任單位：黨群服務中心", ["黨群服務中心 ORG"]),
        ("举办培训，全部办结，部署任务，所有问题。", []),
        ("加强组织，推进改革。", []),
    ],
)
def test_names(zh, text: str, names: list[str]) -> None:
    assert names_in(zh(text)) == names


def test_names_are_entities_too(zh) -> None:
    doc = zh("市教育局、县财政局")
    assert [ent.text for ent in doc.ents] == [span.text for span in doc.spans["names"]] == ["市教育局", "县财政局"]


def test_the_ruler_works_on_spacys_own_characters() -> None:
    plain = spacy.blank("zh")
    plain.add_pipe("duban_names")
    assert names_in(plain("向市教育局 报告。")) == ["市教育局 ORG"]


def test_a_name_is_taught_on_the_spot() -> None:
    zh = load()
    before = names_in(zh("三网格牵头。"))
    zh.get_pipe("duban_names").add_patterns([{"label": "ORG", "pattern": "三网格"}])
    assert (before, names_in(zh("三网格牵头。"))) == ([], ["三网格 ORG"])


def test_taught_names_are_saved(tmp_path) -> None:
    zh = load()
    zh.get_pipe("duban_names").add_patterns([{"label": "ORG", "pattern": "三网格"}])
    zh.to_disk(tmp_path)
    assert names_in(spacy.load(tmp_path)("三网格牵头。")) == ["三网格 ORG"]


def test_names_of_the_corpora(zh) -> None:
    """Recall of the gold parties that are no persons; precision of the borders where a name touches one of them."""
    parties = hits = exact = touching = 0
    for path in GOLD:
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read(path.parent / gold["file"])
        names = {party["name"] for task in gold["tasks"] for party in task["parties"]}
        named = [p for task in extract_plan(document).tasks for p in task.parties if p.name in names]
        places = {(p.start, p.end) for p in named if p.start is not None and kind_of(p.name) != "person"}
        doc = zh(document.text)
        found = {(span.start_char, span.end_char) for span in doc.spans["names"]}
        parties, hits = parties + len(places), hits + len(places & found)
        exact += len(places & found)
        touching += sum(any(start < right and left < end for left, right in places) for start, end in found)
    recall, precision = hits / parties, exact / touching
    print(f"\n{len(GOLD)} documents, {parties} parties: recall {recall:.3f}, precision {precision:.3f}")  # noqa: T201
    assert (recall >= 0.94, precision >= 0.94) == (True, True)
