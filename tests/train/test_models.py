"""Training: the same bytes every time, models that are read back, cards that say what they are made of."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.classify.statements import StatementModel, classify_statements
from nlp.corpora import load_reports
from nlp.evaluate.figures import TASKS
from nlp.evaluate.folds import load_corpus
from nlp.store import read_model
from nlp.train.decisions import as_reports, read_decisions
from nlp.train.draft import ModelName
from nlp.train.models import train_models
from nlp.types import Passage, Place

NEW = "{thing}事项业经销号归零。"


@pytest.fixture(scope="module")
def trained(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of both models, trained on the tiny sets with their folds."""
    folder = tmp_path_factory.mktemp("trained") / "models"
    train_models(load_corpus(tiny), folder, corpora=tiny, names=TASKS, workers=1)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_tiny_sets_are_labelled_whole(tiny: Path) -> None:
    (report,) = load_reports(tiny / "c1")
    assert len(report.kinds) == 56
    assert None not in report.kinds


@pytest.mark.slow
def test_retraining_gives_the_same_bytes_in_other_processes(tiny: Path, trained: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        call = [sys.executable, "-m", "nlp", "train", "--corpora", str(tiny), "--models", str(tmp_path / seed)]
        subprocess.run(call, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    first = hashes(tmp_path / "1")
    assert sorted(first) == sorted(
        f"{name}/{file}"
        for name in ("statements", "workstreams")
        for file in ("model.skops", "card.md", "metrics.json", "config.toml")
    )
    assert first == hashes(tmp_path / "2") == hashes(trained)


def test_the_models_can_be_used(trained: Path) -> None:
    model = StatementModel.from_parts(read_model(trained / "statements").parts)
    text = "下一步，将对值班再开展自查。"
    (statement,) = classify_statements((Passage(0, text, Place(0, 0, len(text))),), year=2023, model=model)
    assert statement.kind == "planned"
    assert 0 < statement.score <= 1


@pytest.mark.parametrize("name", ["statements", "workstreams"])
def test_figures_and_settings_stand_beside_the_model(trained: Path, name: str) -> None:
    metrics = json.loads((trained / name / "metrics.json").read_text(encoding="utf-8"))
    config = tomllib.loads((trained / name / "config.toml").read_text(encoding="utf-8"))
    assert {row["maker"] for row in metrics["rows"]} == {"model", "rules"}
    assert (config["name"], config["sets"], config["decisions"]) == (name, ["c1", "c2"], 0)
    assert sum(config["classes"].values()) == {"statements": 112, "workstreams": 112}[name]


def test_the_card_names_classes_with_few_examples(trained: Path) -> None:
    card = (trained / "statements" / "card.md").read_text(encoding="utf-8")
    assert "**例句太少**（不足 20 句）：" in card
    assert "往年工作 16" in card
    assert "混淆矩阵" in card


def test_fast_says_that_nothing_was_measured(tiny: Path, tmp_path: Path) -> None:
    (made,) = train_models(load_corpus(tiny), tmp_path, corpora=tiny, names=("statements",), fast=True, workers=1)
    assert made.rows == ()
    assert "成绩未知" in (made.folder / "card.md").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["statements"]


def decide(path: Path, count: int = 30) -> Path:
    """Corrections that teach a phrase that no cue knows: 业经销号归零 means that a shortcoming is left."""
    things = ("供水", "道路", "绿化", "消防", "食堂", "车辆", "档案", "网络", "采购", "工地")
    lines = [
        {"原文": NEW.format(thing=f"{things[at % 10]}{at // 10}号"), "陈述类型": "未做或不足"} for at in range(count)
    ]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def kind_of(folder: Path, text: str) -> str:
    model = StatementModel.from_parts(read_model(folder / "statements").parts)
    (statement,) = classify_statements((Passage(0, text, Place(0, 0, len(text))),), year=2023, model=model)
    return statement.kind


def test_thirty_corrections_teach_a_new_phrase(tiny: Path, tmp_path: Path) -> None:
    taken = read_decisions(decide(tmp_path / "d.jsonl")).decisions
    corpus = load_corpus(tiny, decisions=as_reports(taken))
    names: tuple[ModelName, ...] = ("statements",)
    train_models(load_corpus(tiny), tmp_path / "before", corpora=tiny, names=names, fast=True, workers=1)
    (made,) = train_models(corpus, tmp_path / "after", corpora=tiny, names=names, fast=True, workers=1)
    similar = NEW.format(thing="河道巡查")
    assert kind_of(tmp_path / "before", similar) != "negated"
    assert kind_of(tmp_path / "after", similar) == "negated"
    config = read_model(made.folder).config
    assert (config["decisions"], config["decision_classes"]) == (30, {"negated": 30})
    assert "更正：30 条" in (made.folder / "card.md").read_text(encoding="utf-8")


def test_the_command_tells_what_it_took_and_wrote(duban: Callable[..., Any], tiny: Path, tmp_path: Path) -> None:
    decisions = decide(tmp_path / "d.jsonl", 3)
    models = tmp_path / "models"
    ran = duban(
        "train", "--corpora", tiny, "--models", models, "--fast", "--decisions", decisions, "--name", "statements"
    )
    assert ran.status == 0, ran.err
    assert "d.jsonl: 采用更正 3 条（没有“已核”一列，各行都算）" in ran.out
    assert f"{models / 'statements'}: 115 条例句，已写出并核对" in ran.out
    assert "例句不足 20 句的类别判断不可靠" in ran.err


def test_wrong_corrections_leave_the_models_as_they_are(duban: Callable[..., Any], tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("原文,陈述类型\n办结。,完了\n", encoding="utf-8")
    ran = duban("train", "--corpora", tiny, "--models", tmp_path / "models", "--decisions", tmp_path / "d.csv")
    assert ran.status == 3
    assert ran.err.startswith("duban: d.csv: 第2行的陈述类型“完了”不认识；")
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("verb", ["classify", "tasks", "coverage"])
def test_a_folder_of_models_that_is_not_there_is_one_line(duban: Callable[..., Any], sample: Path, verb: str) -> None:
    more = [sample] if verb == "coverage" else []
    ran = duban(verb, sample, *more, "--models", "no-such-folder")
    assert ran.status == 2
    assert ran.err == "duban: --models no-such-folder: 没有这个文件夹；请给出 duban train 写出的模型文件夹\n"
