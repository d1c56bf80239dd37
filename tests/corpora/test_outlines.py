"""The figures of the card of corpora/outlines: `python tests/corpora/test_outlines.py` prints them."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from nlp.extract.tasks import extract_plan
from nlp.parse import read

OUTLINES = Path(__file__).parents[2] / "corpora" / "outlines"
PAPERS = sorted(OUTLINES.glob("*.txt"))
SETS = {"first": PAPERS[:30], "second": PAPERS[30:]}
FACTS = ("title", "kind", "year", "issuer", "number", "issued", "unit", "period")
OF_REPORTS = ("unit", "period")
FLOORS = {  # today's figures: wrong facts at most, F1 of the outline and of the tasks at least
    "first": (8, 0.993, 0.996),
    "second": (0, 0.96, 1.0),
}


def squeeze(text):
    """Text without white space and end marks, full-width forms folded."""
    bare = re.sub(r"\s+", "", text).translate(str.maketrans("，；：（）！？", ",;:()!?"))
    return bare.rstrip("。;,.")


def gold_of(paper):
    return json.loads(paper.with_suffix(".outline.gold.json").read_text(encoding="utf-8"))


def facts_of(document):
    facts = {name: getattr(document, name) for name in FACTS}
    period = document.period
    return facts | {
        "issued": str(document.issued) if document.issued else None,
        "period": f"{period.start}..{period.end}" if period else None,
    }


def same(one, other):
    return (squeeze(one) if isinstance(one, str) else one) == (squeeze(other) if isinstance(other, str) else other)


def headings_of(gold):
    return Counter((level, number and squeeze(number), squeeze(title)) for level, number, title in gold["outline"])


def measure(papers):
    """How many facts of each kind are right and labelled; of headings and of tasks, how many right, read, labelled."""
    facts = {name: [0, 0] for name in FACTS}
    found = {"outline": [0, 0, 0], "tasks": [0, 0, 0]}

    def count(name, labelled, read_):
        for place, number in enumerate((labelled & read_, read_, labelled)):
            found[name][place] += number.total()

    for paper in papers:
        gold, document = gold_of(paper), read(paper)
        for name, value in facts_of(document).items():
            if name not in OF_REPORTS or gold["kind"] == "report":
                facts[name][0] += same(value, gold[name])
                facts[name][1] += 1
        if "outline" in gold:
            outline = [(h.level, h.number, h.title) for h in document.outline]
            count("outline", headings_of(gold), headings_of({"outline": outline}))
        if "tasks" in gold:
            tasks = Counter(squeeze(task.text) for task in extract_plan(document).tasks)
            count("tasks", Counter(map(squeeze, gold["tasks"])), tasks)
    return facts, found


def f1(right, read_, labelled):
    return 2 * right / (read_ + labelled)


def test_the_papers_are_complete():
    assert [path.stem for path in PAPERS] == [f"{n:02}" for n in (*range(1, 31), *range(41, 51))]
    assert len(list(OUTLINES.glob("*.outline.gold.json"))) == len(PAPERS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
class TestPaper:
    def test_labels_stand_in_the_paper(self, paper):
        gold, text = gold_of(paper), squeeze(paper.read_text(encoding="utf-8"))
        words = [gold[name] for name in ("title", "issuer", "number", "unit") if gold.get(name)]
        words += [*gold.get("tasks", ()), *(title for _, _, title in gold.get("outline", ()))]
        assert [word for word in words if squeeze(word) not in text] == []

    def test_headings_and_tasks_stand_in_reading_order(self, paper):
        gold, text = gold_of(paper), squeeze(paper.read_text(encoding="utf-8"))
        for words in (gold.get("tasks", ()), [title for _, _, title in gold.get("outline", ())]):
            at = 0
            for word in map(squeeze, words):
                at = text.index(word, at) + len(word)

    def test_kinds_have_their_fields(self, paper):
        gold = gold_of(paper)
        assert gold["file"] == paper.name
        assert set(OF_REPORTS) & gold.keys() == (set(OF_REPORTS) if gold["kind"] == "report" else set())
        assert ("tasks" in gold) == (gold["kind"] == "plan")
        assert ("outline" in gold) == (gold["kind"] != "other")


@pytest.mark.parametrize("name", SETS)
def test_the_figures_do_not_fall(name):
    facts, found = measure(SETS[name])
    wrong, outline, tasks = FLOORS[name]
    assert sum(labelled - right for right, labelled in facts.values()) <= wrong
    assert round(f1(*found["outline"]), 3) >= outline
    assert round(f1(*found["tasks"]), 3) >= tasks


if __name__ == "__main__":
    for set_name, set_papers in SETS.items():
        right_facts, right_found = measure(set_papers)
        print(set_name, {name: f"{right}/{labelled}" for name, (right, labelled) in right_facts.items()})  # noqa: T201
        print("   F1", {name: round(f1(*counts), 3) for name, counts in right_found.items()})  # noqa: T201
