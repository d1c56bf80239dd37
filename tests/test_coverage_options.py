"""The options of `duban coverage`, and reports that are not what was asked for: from files to status and messages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLAN = """市容管理局2022年工作要点

一、压实责任

（一）落实主体责任

1.与下属单位签订党风廉政建设责任书。（责任单位：办公室）

2.每季度组织一次警示教育。（责任单位：各单位）

3.开展窗口服务明察暗访，通报发现的问题。（责任单位：市容管理所）
"""
REPORT = """市容管理所2022年工作总结

一、责任落实

3月2日，所长与5个班组逐一签订党风廉政建设责任书5份。

二、教育

3月、6月、9月、12月各组织观看警示教育片1场，共186人次参加。

三、监督

下一步将开展窗口服务明察暗访。
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    plan, report = tmp_path / "plan.txt", tmp_path / "r.txt"
    plan.write_text(PLAN, encoding="utf-8")
    report.write_text(REPORT, encoding="utf-8")
    return plan, report


def cover(duban: Callable[..., Any], out: Path, *arguments: object) -> dict[str, Any]:
    ran = duban("coverage", *arguments, "--as-of", "2022-12-31", "-o", out)
    assert ran.status in (0, 3), ran.err
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_items_say_how_sure_how_urgent_and_of_what_kind(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    found = cover(duban, tmp_path / "c.json", *files)
    [item] = [item for item in found["items"] if item["task"].endswith(".3")]
    assert item["status"] == "none"
    assert 0 <= item["chance"] <= 1
    assert item["light"] in ("red", "yellow", "green")
    assert item["work_types"]
    assert item["owed_by"] == ["市容管理所"]


def test_a_reviewers_list_is_applied_and_survives_a_new_version(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    plan, report = files
    decisions = tmp_path / "d.csv"
    decisions.write_text(
        "任务原文,佐证原文,处理,说明\n"
        "开展窗口服务明察暗访，通报发现的问题。,,已佐证,见现场照片\n"
        "与下属单位签订党风廉政建设责任书。,3月2日，所长与5个班组逐一签订党风廉政建设责任书5份。,不认可,班组不是单位\n"
        "召开职工大会。,,已佐证,\n",
        encoding="utf-8",
    )
    report.write_text(REPORT.replace("二、教育", "前言已删。\n\n二、教育"), encoding="utf-8")
    found = cover(duban, tmp_path / "c.json", plan, report, "--decisions", decisions)
    by_task = {item["task"][-1]: item for item in found["items"]}
    assert (by_task["3"]["status"], by_task["3"]["decided"]) == ("covered", True)
    assert "经人工核定" in by_task["3"]["why"]
    assert all("责任书5份" not in quote["quote"] for quote in by_task["1"]["evidence"])
    assert [stale["task"] for stale in found["stale"]] == ["召开职工大会。"]


def test_two_decisions_that_contradict_each_other_are_one_line(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    decisions = tmp_path / "d.csv"
    task = "开展窗口服务明察暗访，通报发现的问题。"
    decisions.write_text(f"任务原文,佐证原文,处理\n{task},,已佐证\n{task},,无佐证\n", encoding="utf-8")
    ran = duban("coverage", *files, "--decisions", decisions)
    assert ran.status == 3
    assert "矛盾" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("level", ["0.5", "1", "nan"])
def test_a_level_that_nothing_was_fitted_for_is_refused(
    level: str, duban: Callable[..., Any], files: tuple[Path, Path]
) -> None:
    ran = duban("coverage", *files, "--decide", level)
    assert ran.status == 2
    assert "--decide" in ran.err


def test_a_higher_level_leaves_more_to_people(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    low = cover(duban, tmp_path / "a.json", *files, "--decide", "0.8")
    high = cover(duban, tmp_path / "b.json", *files, "--decide", "0.98")
    decided = [sum(item["decided"] for item in found["items"]) for found in (low, high)]
    assert decided[0] >= decided[1]


def test_against_the_last_result_only_what_changed_is_new(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    plan, report = files
    last = tmp_path / "last.json"
    cover(duban, last, plan, report)
    same = cover(duban, tmp_path / "same.json", plan, report, "--last", last)
    assert {item["changed"] for item in same["items"]} == {False}
    report.write_text(REPORT.replace("3月、6月、9月、12月各组织", "没有组织"), encoding="utf-8")
    found = cover(duban, tmp_path / "new.json", plan, report, "--last", last)
    changed = [item["task"][-1] for item in found["items"] if item["changed"]]
    assert "2" in changed
    assert "1" not in changed


@pytest.mark.parametrize("text", ["{}", "no json", '{"schema": "duban.tasks/1"}'], ids=["empty", "text", "other"])
def test_a_last_result_that_is_none_is_one_line(
    text: str, duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    last = tmp_path / "last.json"
    last.write_text(text, encoding="utf-8")
    ran = duban("coverage", *files, "--last", last)
    assert ran.status == 3
    assert ran.err.startswith("duban: last.json")
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Annual report of the city office. We signed 22 pledges in March and held four meetings.\n" * 8, "不是中文"),
        (PLAN, "这是计划本身"),
        ("市容管理所2021年工作总结\n\n3月慰问职工22人。\n", "2021 年的报告"),
    ],
    ids=["in English", "the plan itself", "another year"],
)
def test_a_report_that_was_not_asked_for_is_named(
    text: str, told: str, duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(text, encoding="utf-8")
    found = cover(duban, tmp_path / "c.json", files[0], files[1], other)
    assert any("other.txt" in warning["file"] and told in warning["problem"] for warning in found["warnings"])
    assert {item["status"] for item in found["items"]} != {"none"}


def test_a_report_of_another_year_proves_nothing(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    files[1].write_text(REPORT.replace("2022", "2021"), encoding="utf-8")
    found = cover(duban, tmp_path / "c.json", *files)
    assert {item["status"] for item in found["items"]} == {"none"}


def test_a_unit_that_reports_twice_is_named(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    again = tmp_path / "again.txt"
    again.write_text(REPORT.replace("186", "190"), encoding="utf-8")
    found = cover(duban, tmp_path / "c.json", *files, again)
    assert any("市容管理所" in warning["problem"] for warning in found["warnings"])
    assert [unit["reports"] for unit in found["units"] if unit["name"] == "市容管理所"] == [["r1", "r2"]]


def test_a_passage_that_the_program_did_not_look_at_can_be_accepted(
    duban: Callable[..., Any], files: tuple[Path, Path], tmp_path: Path
) -> None:
    decisions = tmp_path / "d.csv"
    task, quote = "开展窗口服务明察暗访，通报发现的问题。", "市容管理所2022年工作总结"
    decisions.write_text(f"任务原文,佐证原文,处理\n{task},{quote},认可\n", encoding="utf-8")
    found = cover(duban, tmp_path / "c.json", *files, "--decisions", decisions)
    [item] = [item for item in found["items"] if item["task"].endswith(".3")]
    assert quote in [evidence["quote"] for evidence in item["evidence"]]
