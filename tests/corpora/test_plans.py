import importlib.util
import json
import re
from pathlib import Path

import pytest

PLANS = Path(__file__).parents[2] / "corpora" / "plans"
GOLDS = sorted(PLANS.glob("*.tasks.gold.json"))
SOURCES = sorted((PLANS / "source").glob("*.txt"))
ROLES = {"lead", "support", "supervise", "person"}
VALUES = {  # a deadline's kind: the fields that carry its value
    "date": {"end"},
    "range": {"start", "end"},
    "recurring": {"rrule"},
    "relative": {"duration"},
    "ongoing": set(),
    "event": set(),
    "immediate": set(),
}


def stem_of(path):
    return path.name.split(".")[0]


def read_text(file):
    """The document's text without white space and marks; of a Word file the text that it was made from."""
    source = PLANS / "source" / f"{stem_of(file)}.txt"
    data = (source if source.exists() else file).read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return squeeze(re.sub(r"(?m)^(#+|>|~) ", "", text))


def squeeze(text):
    return re.sub(r"[\s⏎]+", "", text)


@pytest.fixture(params=GOLDS, ids=stem_of)
def gold(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def text(gold):
    return read_text(PLANS / gold["file"])


def test_there_are_fourteen_plans():
    assert [stem_of(path) for path in GOLDS] == [f"p{n:02}" for n in range(1, 15)]


def test_tasks_stand_in_the_plan_in_order(gold, text):
    start = 0
    for task in gold["tasks"]:
        start = text.index(squeeze(task["text"]), start) + 1


def test_headings_stand_in_the_plan(gold, text):
    titles = [gold["title"], gold["issuer"], *(stream["title"] for stream in gold["workstreams"])]
    titles += [task["measure"] for task in gold["tasks"] if task["measure"]]
    assert [title for title in titles if squeeze(title) not in text] == []


def test_tasks_name_their_workstream(gold):
    numbers = {stream["number"] for stream in gold["workstreams"]} or {None}
    assert {task["workstream"] for task in gold["tasks"]} == numbers


def test_parties_stand_in_the_plan(gold, text):
    for task in gold["tasks"]:
        for party in task["parties"]:
            where = {"annotation": text, "subject": squeeze(task["text"])}[party["source"]]
            assert squeeze(party["name"]) in where
            assert party["role"] in ROLES


def test_deadlines_carry_the_value_of_their_kind(gold, text):
    for task in gold["tasks"]:
        for deadline in task["deadlines"]:
            given = {key for key in ("start", "end", "rrule", "duration") if deadline[key] is not None}
            free = {"rrule"} if deadline["text"] in ("定期", "不定期") else set()
            assert given == VALUES[deadline["kind"]] - free, deadline
            assert squeeze(deadline["text"]) in text


def test_targets_stand_in_the_task(gold):
    for task in gold["tasks"]:
        for target in task["targets"]:
            assert squeeze(target["text"]) in squeeze(task["text"])
            assert target["op"] in (">=", "<=", "=")


@pytest.mark.parametrize("source", SOURCES, ids=stem_of)
def test_word_file_is_made_from_its_source(source, tmp_path):
    spec = importlib.util.spec_from_file_location("make_plans", PLANS / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    make.write_docx(source, tmp_path / "made.docx")
    assert (tmp_path / "made.docx").read_bytes() == (PLANS / f"{source.stem}.docx").read_bytes()


def test_plan_in_gb18030_is_not_utf_8():
    with pytest.raises(UnicodeDecodeError):
        (PLANS / "p04.txt").read_text(encoding="utf-8")


def test_card_holds_the_counts():
    card = (PLANS / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| (p\d\d)\.\w+ \|.*\| (\d+ / \d+ / \d+ / \d+) \|$", card))
    for path in GOLDS:
        tasks = json.loads(path.read_text(encoding="utf-8"))["tasks"]
        many = [sum(len(task[name]) for task in tasks) for name in ("parties", "deadlines", "targets")]
        assert rows[stem_of(path)] == " / ".join(map(str, [len(tasks), *many]))
