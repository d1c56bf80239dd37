import json
from pathlib import Path

import pytest

from nlp.corpora import list_sentences, list_sets, load_reports, load_sentences, load_tasks
from nlp.errors import InputError

PLAN = {
    "year": 2024,
    "tasks": [
        {"text": "签订责任书。", "measure": "压实责任", "theme": "责任落实"},
        {"text": "暗访。", "measure": None},
    ],
}
REPORT = "一、工作情况\n3月签订责任书22份，还有2份没有签。去年开展暗访4次。\n"
LABELS = [
    {"text": "一、工作情况", "statement": "background", "theme": None},
    {
        "text": "3月签订责任书22份，还有2份没有签。",
        "statement": "done",
        "theme": "责任落实",
        "clauses": [
            {"text": "3月签订责任书22份，", "statement": "done"},
            {"text": "还有2份没有签。", "statement": "negated"},
        ],
    },
    {"text": "去年开展暗访4次。", "statement": "prior", "theme": "监督执纪"},
]


def write_lines(path: Path, lines: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "c1"
    folder.mkdir()
    (folder / "plan.tasks.gold.json").write_text(json.dumps(PLAN), encoding="utf-8")
    (folder / "r1.txt").write_text(REPORT, encoding="utf-8")
    write_lines(folder / "r1.passages.gold.jsonl", LABELS)
    return folder


def test_each_label_goes_to_its_passage(labelled):
    (report,) = load_reports(labelled)
    assert report.kinds == ("background", "done", "prior")
    assert report.themes == (None, "责任落实", "监督执纪")
    assert (report.set, report.year) == ("c1", 2024)


def test_clauses_carry_their_places(labelled):
    (report,) = load_reports(labelled)
    text = report.report.passages[1].text
    assert [(text[c.start : c.end], c.kind) for c in report.clauses[1]] == [
        ("3月签订责任书22份，", "done"),
        ("还有2份没有签。", "negated"),
    ]


def test_a_passage_without_label_has_none(labelled):
    write_lines(labelled / "r1.passages.gold.jsonl", LABELS[1:])
    assert load_reports(labelled)[0].kinds == (None, "done", "prior")


def test_tasks_have_their_measure_before_them(labelled):
    assert [(task.text, task.theme) for task in load_tasks(labelled)] == [
        ("压实责任 签订责任书。", "责任落实"),
        ("暗访。", None),
    ]


def test_sentences_are_gathered_by_year(tmp_path):
    path = tmp_path / "offices.jsonl"
    lines = [
        {"text": "正在办理。", "section": "存在问题", "statement": "in_progress", "theme": None, "year": 2023},
        {"text": "已办结", "section": "完成情况", "statement": "done", "theme": "监督执纪", "year": 2021, "cell": True},
    ]
    write_lines(path, lines)
    first, second = load_sentences(path)
    assert (first.set, first.year, first.report.passages[0].kind) == ("offices", 2021, "cell")
    assert second.report.passages[0].section == ("存在问题",)


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "有文无类"}', "3"])
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "broken.jsonl"
    path.write_text('{"text": "好。", "statement": "done", "year": 2023}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.jsonl: 第2行不是标注"):
        load_sentences(path)


def test_sets_come_in_the_order_of_their_numbers():
    assert [path.name for path in list_sets()] == [f"c{number}" for number in range(1, 16)]


@pytest.mark.parametrize("folder", list_sets(), ids=lambda path: path.name)
def test_nearly_every_label_finds_its_passage(folder):
    for report in load_reports(folder):
        lines = (folder / f"{report.report.id}.passages.gold.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) - sum(kind is not None for kind in report.kinds) <= 2
        for passage, clauses in zip(report.report.passages, report.clauses, strict=True):
            assert not clauses or (clauses[0].start, clauses[-1].end) == (0, len(passage.text))


@pytest.mark.parametrize("path", list_sentences(), ids=lambda path: path.stem)
def test_sentences_are_loaded_whole(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(len(report.kinds) for report in load_sentences(path)) == len(lines)
