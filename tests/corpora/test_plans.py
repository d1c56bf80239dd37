import importlib.util
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
FOLDERS = {"plans": 14, "tables": 14, "forms": 14, "form_tables": 12, "offices": 12}
GOLDS = [path for name in FOLDERS for path in sorted((CORPORA / name).glob("*.tasks.gold.json"))]
SOURCES = [path for name in FOLDERS for path in sorted((CORPORA / name / "source").glob("*.txt"))]
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
EVERY = ("常态化", "定期", "不定期")  # recurring without a stated period


def name_of(path):
    folder = path.parent if path.parent.name != "source" else path.parent.parent
    return f"{folder.name}/{path.name.split('.')[0]}"


def has_key(source, key):
    return f"\n= {key}" in "\n" + source.read_text(encoding="utf-8")


def squeeze(text):
    return re.sub(r"\s+", "", text)


def read_docx(path):
    import docx

    return "".join(t.text for t in docx.Document(str(path)).element.body.iter("{*}t"))


def read_pdf(path):
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf)


def read_xlsx(path):
    import openpyxl

    cells = (cell.value for page in openpyxl.load_workbook(path) for row in page.iter_rows() for cell in row)
    return "".join(str(value) for value in cells if value is not None)


def read_html(path):
    return re.sub("<[^>]+>", "", path.read_text(encoding="utf-8"))


def read_txt(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return path.read_text(encoding="gb18030")


READERS = {".docx": read_docx, ".pdf": read_pdf, ".xlsx": read_xlsx, ".html": read_html, ".txt": read_txt}


class Shown(str):
    """What a reader sees of a document, without white space; in a PDF a cell's lines do not follow one another."""

    def __new__(cls, path):
        shown = super().__new__(cls, squeeze(READERS[path.suffix](path)))
        shown.scattered = path.suffix == ".pdf"
        return shown

    def __contains__(self, text):
        return not Counter(text) - Counter(str(self)) if self.scattered else super().__contains__(text)


@pytest.fixture(params=GOLDS, ids=name_of)
def path(request):
    return request.param


@pytest.fixture
def gold(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def text(path, gold):
    return Shown(path.parent / gold["file"])


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_corpora", CORPORA / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("folder", "many"), FOLDERS.items(), ids=FOLDERS)
def test_the_sets_are_complete(folder, many):
    names = [path.name.split(".")[0] for path in GOLDS if path.parent.name == folder]
    assert names == [f"{names[0][0]}{n:02}" for n in range(1, many + 1)]


def test_tasks_stand_in_the_plan_in_order(gold, text):
    start = 0
    for task in gold["tasks"]:
        if text.scattered:
            assert squeeze(task["text"]) in text
        else:
            start = text.index(squeeze(task["text"]), start) + 1


def test_headings_stand_in_the_plan(gold, text):
    titles = [gold["title"], *(stream["title"] for stream in gold["workstreams"])]
    titles += [task["measure"] for task in gold["tasks"] if task["measure"]]
    assert [title for title in titles if squeeze(title) not in text] == []


def test_issuer_stands_in_the_plan(path, gold, text):
    if path.parent.name != "tables":  # five of its tables are printed without who issued them
        assert squeeze(gold["issuer"]) in text


def test_tasks_name_a_workstream_of_the_plan(gold):
    streams = {stream["number"] or stream["title"] for stream in gold["workstreams"]}
    assert {task["workstream"] for task in gold["tasks"]} <= streams | {None}


def test_parties_stand_in_the_plan(gold, text):
    for task in gold["tasks"]:
        for party in task["parties"]:
            where = {"annotation": text, "subject": squeeze(task["text"])}[party["source"]]
            assert squeeze(party["name"]) in where
            assert party["role"] in ROLES


def test_deadlines_carry_the_value_of_their_kind(gold, text):
    for deadline in (deadline for task in gold["tasks"] for deadline in task["deadlines"]):
        given = {key for key in ("start", "end", "rrule", "duration") if deadline[key] is not None}
        wanted = VALUES[deadline["kind"]]
        if deadline["text"] in EVERY or (gold["year"] is None and deadline["kind"] in ("date", "range")):
            assert given <= wanted, deadline
        else:
            assert given == wanted, deadline
        assert squeeze(deadline["text"]) in text


def test_days_are_days_of_the_calendar(gold):
    for deadline in (deadline for task in gold["tasks"] for deadline in task["deadlines"]):
        days = [date.fromisoformat(deadline[key]) for key in ("start", "end") if deadline[key]]
        assert days == sorted(days), deadline


def test_targets_stand_in_the_plan(gold, text):
    for task in gold["tasks"]:
        for target in task["targets"]:
            assert squeeze(target["text"]) in text
            assert target["op"] in (">=", "<=", "=")


def test_card_holds_the_counts(path, gold):
    many = [sum(len(task[name]) for task in gold["tasks"]) for name in ("parties", "deadlines", "targets")]
    counts = " / ".join(map(str, [len(gold["tasks"]), *many]))
    card = (path.parent / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^\| {re.escape(gold['file'])} \|.*\| {counts} \|$", card)


@pytest.mark.parametrize("folder", FOLDERS)
def test_card_holds_the_sums(folder):
    tasks = [t for p in GOLDS if p.parent.name == folder for t in json.loads(p.read_text(encoding="utf-8"))["tasks"]]
    many = [sum(len(task[name]) for task in tasks) for name in ("parties", "deadlines", "targets")]
    sums = "{} tasks, {} parties, {} deadlines, {} targets".format(len(tasks), *many)
    assert sums in (CORPORA / folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", [path for path in SOURCES if has_key(path, "year")], ids=name_of)
def test_gold_is_that_of_its_source(source, maker):
    keys, blocks = maker.read(source)
    gold = json.loads((source.parents[1] / f"{source.stem}.tasks.gold.json").read_text(encoding="utf-8"))
    assert gold == maker.gold(gold["file"], keys, blocks)


@pytest.mark.parametrize("source", [path for path in SOURCES if not has_key(path, "form pdf")], ids=name_of)
def test_document_is_remade_from_its_source(source, maker, tmp_path):
    made = maker.make(source, tmp_path)
    assert made.read_bytes() == (source.parents[1] / made.name).read_bytes()


def test_document_is_small(path, gold):
    assert (path.parent / gold["file"]).stat().st_size < 300_000


def test_plan_in_gb18030_is_not_utf_8():
    with pytest.raises(UnicodeDecodeError):
        (CORPORA / "plans" / "p04.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["txt", "docx", "xlsx", "html"])
def test_end_of_a_workstream_prints_nothing(form, maker, tmp_path):
    line = "«{办公室@lead}报送总结。»"
    plan = ["= issuer 甲局", "= title 甲局工作要点", "% task:8", f"| {line} |", line]
    made = []
    for n, lines in enumerate((plan, [*plan[:-1], "@w", "@m", line])):
        (tmp_path / f"{n}.txt").write_text("\n".join([f"= form {form}", *lines]), encoding="utf-8")
        (tmp_path / str(n)).mkdir()
        made.append(maker.make(tmp_path / f"{n}.txt", tmp_path / str(n)).read_bytes())
    assert made[0] == made[1]
