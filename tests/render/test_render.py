from __future__ import annotations

import json
import os
from importlib import import_module
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from nlp.codec import Record, from_json
from nlp.errors import ConfigError
from nlp.render import check_suffix, encode, render, suffixes
from nlp.types import Coverage, TaskList

RECORDS = ("task_list", "coverage", "document", "tagged", "lint", "diff", "calendar")


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx", ".md", ".html"])
@pytest.mark.parametrize("name", RECORDS)
def test_every_record_goes_into_every_format(
    name: str, suffix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    record: Record = request.getfixturevalue(name)
    render(record, tmp_path / f"结果{suffix}")
    assert [path.name for path in tmp_path.iterdir()] == [f"结果{suffix}"]
    assert (tmp_path / f"结果{suffix}").read_bytes() == encode(record, suffix)


@pytest.mark.parametrize("name", ["coverage", "lint", "diff", "calendar"])
def test_json_reads_back(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    record: Record = request.getfixturevalue(name)
    render(record, tmp_path / "out.json")
    assert from_json(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))) == record


@pytest.mark.parametrize("name", ["out.odt", "out", "out.tar.gz"])
def test_an_unknown_ending_names_the_allowed(name: str, task_list: TaskList, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"可用的扩展名是 \.json, \.csv, \.xlsx, \.md, \.html"):
        render(task_list, tmp_path / name)


def test_an_ending_in_capitals_is_the_same(task_list: TaskList, tmp_path: Path) -> None:
    render(task_list, tmp_path / "OUT.CSV")
    assert (tmp_path / "OUT.CSV").stat().st_size


def test_a_failure_leaves_the_old_file_and_no_draft(
    task_list: TaskList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    target = tmp_path / "out.csv"
    target.write_text("old")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ConfigError, match=r"out\.csv: 无法写入（没有权限）；请先在其他程序中关闭它"):
        render(task_list, target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_does_not_exist_is_one_line(task_list: TaskList, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"无法写入（没有这个文件或文件夹）"):
        render(task_list, tmp_path / "none" / "out.csv")


def test_a_folder_in_the_file_s_place_stays(task_list: TaskList, tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(ConfigError, match="无法写入"):
        render(task_list, tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_long_chinese_name_can_be_written(task_list: TaskList, tmp_path: Path) -> None:
    name = "长" * 80 + ".csv"
    render(task_list, tmp_path / name)
    assert (tmp_path / name).exists()


def test_a_record_that_has_no_table_is_refused(task_list: TaskList) -> None:
    with pytest.raises(
        ConfigError,
        match=r"\.csv 只能存放 Document, TaskList, Coverage, Tagged, PlanLint, PlanDiff, Calendar，不能存放 Plan",
    ):
        check_suffix(task_list.plan, Path("out.csv"))  # type: ignore[arg-type]


def test_a_package_adds_its_ending(task_list: TaskList, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("ODT", "nlp.render.json:encode", "duban.renderers")
    monkeypatch.setattr(
        import_module("nlp.render"), "entry_points", lambda group: EntryPoints([point]).select(group=group)
    )
    assert suffixes()[-1] == ".odt"
    assert encode(task_list, ".odt") == encode(task_list, ".json")


def test_only_the_records_that_a_module_takes(
    task_list: TaskList, coverage: Coverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("nlp.render.json"), "RECORDS", (TaskList,), raising=False)
    check_suffix(task_list, Path("a.json"))
    with pytest.raises(ConfigError, match=r"a\.json: \.json 只能存放 TaskList，不能存放 Coverage"):
        check_suffix(coverage, Path("a.json"))
