import importlib.util
import json
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
DEMO = CORPORA / "demo"
LABELLED = [CORPORA / name for name in ("plans", "tables", "forms", "form_tables", "offices")]
SETS = sorted(path.parent for path in CORPORA.glob("*/plan.tasks.gold.json"))
COVERAGES = sorted(CORPORA.glob("*/*.coverage.gold.json"))
PASSAGES = sorted(CORPORA.glob("c*/*.passages.gold.jsonl"))
HANDS = sorted(CORPORA.glob("hands/*.passages.gold.jsonl"))

STATUSES = {"covered", "partial", "none"}
REASONS = {"", "restated only", "planned only", "negated", "prior period", "similar words"}
STATEMENTS = {"done", "in_progress", "planned", "negated", "requirement", "prior", "background"}
THEMES = {"责任落实", "教育宣传", "专项整治", "监督执纪"}
ROLES = {"lead", "support", "supervise", "person"}
SOURCES = {"annotation", "subject"}
VALUES = {  # a deadline's kind: the fields that carry its value
    "date": {"end"},
    "range": {"start", "end"},
    "recurring": {"rrule"},
    "relative": {"duration"},
    "ongoing": set(),
    "event": set(),
    "immediate": set(),
}
FAULT = ("c3/r4", "3.4.2")  # partial by a sentence labelled negated; named in the card of c3


def name_of(path):
    return f"{path.parent.name}/{path.name.split('.')[0]}"


def squeeze(text):
    return re.sub(r"\s+", "", text)


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_text(folder, file):
    """The document's text without white space; of the demo's files the text that they were made from."""
    source = folder / "source" / f"{Path(file).stem}.txt"
    return squeeze((source if source.exists() else folder / file).read_text(encoding="utf-8"))


def count_ids(plan):
    """workstream.measure.sentence of every task, each counted from 1 in reading order."""
    numbers = [stream["number"] for stream in plan["workstreams"]]
    ids = []
    for stream, tasks in groupby(plan["tasks"], key=lambda task: task["workstream"]):
        for m, (_, group) in enumerate(groupby(tasks, key=lambda task: task["measure"]), 1):
            ids += [f"{numbers.index(stream) + 1}.{m}.{s}" for s, _ in enumerate(group, 1)]
    return ids


@pytest.fixture(scope="module")
def cards():
    spec = importlib.util.spec_from_file_location("cards", CORPORA / "cards.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sets_are_complete():
    assert {path.name for path in SETS} == {"demo", *(f"c{n}" for n in range(1, 16))}
    assert Counter(path.parent.name for path in COVERAGES) == {path.name: 6 for path in SETS}
    assert len(PASSAGES) == 90


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
class TestPlan:
    def test_document_is_there(self, folder):
        assert (folder / read_json(folder / "plan.tasks.gold.json")["file"]).is_file()

    def test_texts_stand_in_the_plan_in_order(self, folder):
        plan = read_json(folder / "plan.tasks.gold.json")
        text, start = read_text(folder, plan["file"]), 0
        for task in plan["tasks"]:
            start = text.index(squeeze(task["text"]), start) + 1

    def test_headings_stand_in_the_plan(self, folder):
        plan = read_json(folder / "plan.tasks.gold.json")
        text = read_text(folder, plan["file"])
        titles = [plan["title"], *(s["title"] for s in plan["workstreams"]), *(t["measure"] for t in plan["tasks"])]
        assert [title for title in titles if squeeze(title) not in text] == []

    def test_tasks_name_workstreams_and_themes(self, folder):
        plan = read_json(folder / "plan.tasks.gold.json")
        assert {task["workstream"] for task in plan["tasks"]} == {stream["number"] for stream in plan["workstreams"]}
        assert {task["theme"] for task in plan["tasks"]} <= THEMES

    def test_parties_stand_in_the_plan(self, folder):
        plan = read_json(folder / "plan.tasks.gold.json")
        text = read_text(folder, plan["file"])
        for task in plan["tasks"]:
            for party in task["parties"]:
                assert party["role"] in ROLES
                assert party["source"] in SOURCES
                assert squeeze(party["name"]) in (text if party["source"] == "annotation" else squeeze(task["text"]))

    def test_deadlines_carry_the_value_of_their_kind(self, folder):
        plan = read_json(folder / "plan.tasks.gold.json")
        text = read_text(folder, plan["file"])
        for task in plan["tasks"]:
            for deadline in task["deadlines"]:
                given = {key for key in ("start", "end", "rrule", "duration") if deadline[key] is not None}
                free = {"rrule"} if deadline["text"] in ("定期", "不定期") else set()
                assert given == VALUES[deadline["kind"]] - free, deadline
                assert squeeze(deadline["text"]) in text

    def test_targets_and_actions_stand_in_the_task(self, folder):
        for task in read_json(folder / "plan.tasks.gold.json")["tasks"]:
            assert all(target["op"] in (">=", "<=", "=") for target in task["targets"])
            parts = [target["text"] for target in task["targets"]] + task.get("actions", [])
            assert [part for part in parts if squeeze(part) not in squeeze(task["text"])] == []

    def test_list_of_ids_agrees(self, folder):
        plan = read_json(folder / "plan.tasks.gold.json")
        rows = [line.split("\t") for line in (folder / "plan.items.tsv").read_text(encoding="utf-8").splitlines()]
        assert rows == [[id, task["text"]] for id, task in zip(count_ids(plan), plan["tasks"], strict=True)]

    def test_card_holds_the_counts(self, folder, cards):
        assert cards.block(folder) in (folder / "README.md").read_text(encoding="utf-8")

    def test_counts_are_those_of_the_labels(self, folder, cards):
        counted = cards.block(folder)
        assert f" {len(read_json(folder / 'plan.tasks.gold.json')['tasks'])} tasks with" in counted
        for path in folder.glob("*.coverage.gold.json"):
            statuses = [item["status"] for item in read_json(path)["items"].values()]
            assert "| {} / {} / {} |".format(*map(statuses.count, ("covered", "partial", "none"))) in counted
        for path in folder.glob("*.passages.gold.jsonl"):
            assert f"| {len(read_lines(path))} |" in counted


@pytest.mark.parametrize("path", COVERAGES, ids=name_of)
class TestCoverage:
    def test_documents_are_there(self, path):
        gold = read_json(path)
        assert (path.parent / gold["report"]).is_file()
        assert (path.parent / gold["plan"]).is_file()

    def test_every_item_has_an_entry(self, path):
        assert list(read_json(path)["items"]) == count_ids(read_json(path.parent / "plan.tasks.gold.json"))

    def test_status_agrees_with_evidence(self, path):
        for item in read_json(path)["items"].values():
            assert item["status"] in STATUSES
            assert (item["status"] != "none") == bool(item["evidence"])
            assert len(item["evidence"]) <= 4
            assert item["why"] in REASONS

    def test_quotes_stand_in_the_report(self, path):
        gold = read_json(path)
        text = read_text(path.parent, gold["report"])
        items = gold["items"].values()
        quotes = [quote for item in items for part in (item, *item.get("actions", [])) for quote in part["evidence"]]
        assert [quote for quote in quotes if squeeze(quote) not in text] == []

    def test_quotes_are_at_most_a_sentence(self, path):
        quotes = [quote for item in read_json(path)["items"].values() for quote in item["evidence"]]
        assert [quote for quote in quotes if re.search("[。！？；].", squeeze(quote))] == []

    def test_covered_items_have_every_action_proved(self, path):
        for item in read_json(path)["items"].values():
            if item.get("actions"):
                assert (item["status"] == "covered") == all(action["proved"] for action in item["actions"])


@pytest.mark.parametrize("path", PASSAGES, ids=name_of)
class TestPassages:
    def test_labels_are_of_the_allowed_sets(self, path):
        streams = {stream["number"] for stream in read_json(path.parent / "plan.tasks.gold.json")["workstreams"]}
        for passage in read_lines(path):
            assert passage["statement"] in STATEMENTS
            assert passage["theme"] in THEMES | {None}
            assert passage["workstream"] in streams | {None}
            assert {clause["statement"] for clause in passage.get("clauses", [])} <= STATEMENTS

    def test_sentences_make_up_the_report(self, path):
        report = read_json(path.with_name(path.name.replace("passages.gold.jsonl", "coverage.gold.json")))["report"]
        sentences = "".join(squeeze(passage["text"]) for passage in read_lines(path))
        assert sentences == read_text(path.parent, report)

    def test_clauses_cover_their_sentence(self, path):
        for passage in read_lines(path):
            if "clauses" in passage:
                whole = "".join(clause["text"] for clause in passage["clauses"])
                assert re.sub(r"[，。；\s]", "", whole) == re.sub(r"[，。；\s]", "", passage["text"])

    def test_quotes_stand_in_sentences_that_name_the_item(self, path):
        gold = read_json(path.with_name(path.name.replace("passages.gold.jsonl", "coverage.gold.json")))
        passages = read_lines(path)
        for id, item in gold["items"].items():
            mine = [passage for passage in passages if id in passage["items"]]
            assert all(any(squeeze(q) in squeeze(p["text"]) for p in mine) for q in item["evidence"]), id
            assert bool(mine) == bool(item["evidence"]), id

    def test_evidence_is_done_or_begun(self, path):
        for passage in read_lines(path):
            for id in passage["items"]:
                if (name_of(path), id) != FAULT:
                    assert passage["statement"] in {"done", "in_progress"}, id


@pytest.mark.parametrize("path", HANDS, ids=name_of)
def test_sentences_of_a_hand_make_up_its_report(path):
    told = "".join(squeeze(passage["text"]) for passage in read_lines(path))
    assert told == squeeze(path.with_name(path.name.replace("passages.gold.jsonl", "txt")).read_text(encoding="utf-8"))
    assert {passage["statement"] for passage in read_lines(path)} <= STATEMENTS


def test_card_of_the_sentences_holds_the_counts(cards):
    assert cards.sentences() in (CORPORA / "statements" / "README.md").read_text(encoding="utf-8")


def test_index_holds_the_counts(cards):
    assert cards.index() in (CORPORA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [*SETS, *LABELLED], ids=lambda path: path.name)
def test_index_names_the_folder(folder):
    assert f"]({folder.name}/README.md)" in (CORPORA / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("stem", "encoding"), [("05_数字城管指挥中心", "utf-8"), ("06_市容管理所", "gb18030")])
def test_demo_text_is_made_from_its_source(stem, encoding):
    marked = (DEMO / "source" / f"{stem}.txt").read_text(encoding="utf-8")
    assert (DEMO / f"{stem}.txt").read_bytes() == re.sub("(?m)^(#+|>) ", "", marked).encode(encoding)


def test_demo_text_in_gb18030_is_not_utf_8():
    with pytest.raises(UnicodeDecodeError):
        (DEMO / "06_市容管理所.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", ["plan", "01_环境卫生管理所", "02_市政设施维护中心"])
def test_demo_word_file_is_made_from_its_source(stem):
    import docx

    document = docx.Document(str(DEMO / f"{stem}.docx"))
    found = []
    for block in document.iter_inner_content():
        cells = block._tbl.iter_tcs() if hasattr(block, "_tbl") else [block._p]
        found += ["".join(t.text for t in cell.iter("{*}t")) for cell in cells]
    marked = (DEMO / "source" / f"{stem}.txt").read_text(encoding="utf-8")
    plain = re.sub(r"(?m)^(#+|>) |[|^<]", "", marked)
    assert squeeze("".join(found)) == squeeze(plain)


def test_demo_plan_types_no_number():
    source = (DEMO / "source" / "plan.txt").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^#+ (?:[一二三四]、|（[一二三四]）).*", source) == []


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.pdf")), ids=lambda path: path.stem)
def test_demo_pdf_is_made_from_its_source(path):
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    found = Counter(squeeze("".join(page.get_textpage().get_text_bounded() for page in pdf)))
    pdf.close()
    marked = (DEMO / "source" / f"{path.stem}.txt").read_text(encoding="utf-8")
    assert found == Counter(squeeze(re.sub(r"(?m)^(#+|>) |[|^<]", "", marked)))


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.*")), ids=lambda path: path.name)
def test_demo_files_are_small(path):
    assert path.stat().st_size < 300_000
