import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nlp import __version__


def test_version(duban) -> None:
    assert duban("--version").out == f"duban {__version__}\n"


VERBS = ("tasks", "diff", "coverage", "classify", "parse", "demo")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_in_both_languages(duban, verb: str) -> None:
    ran = duban(verb, "--help")
    assert ran.status == 0
    assert re.search(r"[\u4e00-\u9fff]", ran.out)
    assert "Print" in ran.out or "Tag" in ran.out or "Run" in ran.out


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_commands_of_the_readme_exist(duban, page: str) -> None:
    text = (Path(__file__).parents[1] / page).read_text(encoding="utf-8")
    verbs = set(re.findall(r"duban ([a-z]+)", text))
    assert verbs
    for verb in verbs:
        assert duban(verb, "--help").status == 0


def test_tasks_of_the_sample(duban, sample, tmp_path) -> None:
    out = tmp_path / "seed.json"
    assert duban("tasks", sample, "-o", out).status == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["schema"] == "duban.tasks/1"
    assert len(data["tasks"]) == 32
    assert data["tasks"][4]["id"] == "1.2.2"
    assert data["tasks"][4]["label"]["workstream"]


def test_tasks_without_out_is_a_table(duban, sample) -> None:
    ran = duban("tasks", sample)
    assert ran.status == 0
    assert "1.2.2" in ran.out


def test_several_outputs(duban, sample, tmp_path) -> None:
    outs = [tmp_path / f"a{suffix}" for suffix in (".json", ".csv", ".xlsx", ".md", ".html")]
    assert duban("tasks", sample, *(a for out in outs for a in ("-o", out))).status == 0
    assert all(out.stat().st_size > 500 for out in outs)


def test_lint_names_what_to_look_at(duban, demo, tmp_path) -> None:
    out = tmp_path / "lint.json"
    ran = duban("tasks", demo / "plan.docx", "--lint", "--as-of", "2025-01-01", "-o", out)
    assert ran.status == 0, ran.err
    data = json.loads(out.read_text(encoding="utf-8"))
    assert (data["schema"], data["as_of"]) == ("duban.lint/1", "2025-01-01")
    assert {finding["kind"] for finding in data["findings"]} >= {"no_party", "no_deadline", "past_date"}
    assert {finding["task"] for finding in data["findings"]} <= {task["id"] for task in data["plan"]["tasks"]}


def test_lint_of_a_plan_judges_as_of_its_own_day(duban, tmp_path) -> None:
    plan = tmp_path / "plan.txt"
    text = "某局2022年工作要点\n一、责任落实\n（一）压实责任\n3月底前由办公室印发清单。\n某局\n2022年4月10日"
    plan.write_text(text, encoding="utf-8")
    assert "2022年3月31日" in duban("tasks", plan, "--lint").out


def test_calendar_lists_each_instance(duban, demo, tmp_path) -> None:
    out = tmp_path / "days.json"
    assert duban("tasks", demo / "plan.docx", "--calendar", "-o", out).status == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    quarterly = [due["day"] for due in data["days"] if (due["task"], due["text"]) == ("1.3.2", "每季度")]
    assert data["schema"] == "duban.calendar/1"
    assert quarterly == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]


def test_diff_tells_what_became_of_each_task(duban, revision, tmp_path) -> None:
    out = tmp_path / "diff.json"
    ran = duban("diff", revision / "old.txt", revision / "new.txt", "-o", out)
    assert ran.status == 0, ran.err
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["schema"] == "duban.diff/1"
    assert {change["new"] for change in data["changes"]} - {None} == {task["id"] for task in data["new"]["tasks"]}
    assert {change["old"] for change in data["changes"]} - {None} == {task["id"] for task in data["old"]["tasks"]}


@pytest.mark.parametrize("call", ["--lint", "--calendar"], ids=str)
def test_reviews_print_a_table(duban, sample, call: str) -> None:
    ran = duban("tasks", sample, call)
    assert ran.status == 0
    assert "1.2.2" in ran.out


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--lint", "--calendar"), "--lint 与 --calendar: 一次只能选一个"),
        (("--as-of", "2024-01-01"), "--as-of 2024-01-01: 只与 --lint 一起使用"),
        (("--lint", "--as-of", "去年"), "--as-of 去年: 这不是日期"),
        (("--lint", "--as-of", "20240201"), "--as-of 20240201: 这不是日期；请写成 2022-12-31 的样子"),
        (("--lint", "--as-of", "2024-W05-1"), "--as-of 2024-W05-1: 这不是日期"),
        (("--lint", "--as-of", "2024-02-30"), "--as-of 2024-02-30: 这不是日期"),
    ],
    ids=["both", "day without lint", "no day", "without dashes", "week", "no such day"],
)
def test_a_review_that_is_called_wrongly_is_one_line(duban, sample, options, line: str) -> None:
    ran = duban("tasks", sample, *options)
    assert ran.status == 2
    assert line in ran.err
    assert len(ran.err.splitlines()) == 1


def test_diff_takes_the_year_of_a_plan_that_states_none(duban, tmp_path) -> None:
    body = "一、环境卫生\n（一）修订作业规范。（责任单位：环卫所；完成时限：3月底前）"
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(f"某局工作要点\n{body}", encoding="utf-8")
    new.write_text(f"某局2024年工作要点\n{body}", encoding="utf-8")
    without, given = duban("diff", old, new), duban("diff", old, new, "--year", "2023")
    assert without.err.splitlines() == [
        "duban: old.txt, 整个文件: 没有读到年度，时限只按月日比较；请用 --year 指定年度"
    ]
    assert (given.status, given.err) == (0, "")


def test_diff_with_a_file_that_is_no_plan_names_it(duban, sample, tmp_path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("来信收悉。", encoding="utf-8")
    ran = duban("diff", sample, other)
    assert ran.status == 3
    assert ran.err.splitlines()[-1].startswith("duban: letter.txt: ")


def test_coverage_of_the_demo(duban, demo, tmp_path) -> None:
    out = tmp_path / "c.json"
    reports = sorted(demo.glob("[0-9]*"))
    ran = duban("coverage", demo / "plan.docx", *reports, "--as-of", "2024-12-31", "-o", out)
    assert ran.status == 0, ran.err
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["as_of"] == "2024-12-31"
    assert len(data["reports"]) == 6
    assert len(data["items"]) == data["summary"]["items"] == len(data["plan"]["tasks"])
    assert all(count["none"] > 0 for count in data["summary"]["by_report"])
    assert data["summary"]["covered"] > 0


def test_fail_under(duban, demo) -> None:
    call = ("coverage", demo / "plan.docx", demo / "06_市容管理所.txt", "--as-of", "2024-12-31")
    assert duban(*call, "--fail-under", "100").status == 1
    assert duban(*call, "--fail-under", "0").status == 0


def test_unreadable_report_is_named_and_the_others_are_read(duban, demo, tmp_path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 broken")
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    out = tmp_path / "c.json"
    ran = duban(
        "coverage", demo / "plan.docx", broken, empty, demo / "06_市容管理所.txt", demo / "plan.docx", "-o", out
    )
    assert ran.status == 3
    assert [line.split(":")[1].split(",")[0].strip() for line in ran.err.splitlines()] == [
        "broken.docx",
        "empty.txt",
        "plan.docx",
    ]
    data = json.loads(out.read_text(encoding="utf-8"))
    assert [r["file"] for r in data["reports"]] == ["06_市容管理所.txt"]
    assert [w["file"] for w in data["warnings"] if w["refused"]] == ["broken.docx", "empty.txt"]


def test_folder_of_reports(duban, demo, tmp_path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("05_数字城管指挥中心.txt", "06_市容管理所.txt"):
        (tmp_path / "in" / name).write_bytes((demo / name).read_bytes())
    out = tmp_path / "c.json"
    assert duban("coverage", demo / "plan.docx", tmp_path / "in", "-o", out).status == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["reports"]) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["tasks", "nowhere.docx"], 3, "duban: nowhere.docx: 没有这个文件；请核对文件名和所在文件夹"),
        (["tasks"], 2, "duban: 缺少参数 PLAN；用法见 duban --help"),
        (["tasks", "a.txt", "--xyz"], 2, "duban: 没有 --xyz 这个选项；用法见 duban --help"),
        (["dance"], 2, "duban: 没有 dance 这个命令；用法见 duban --help"),
        (
            ["coverage", "a.txt", "b.txt", "--as-of", "tomorrow"],
            2,
            "duban: --as-of tomorrow: 这不是日期；请写成 2022-12-31 的样子",
        ),
        (
            ["tasks", "a.txt", "--lexicon", "nowhere"],
            2,
            "duban: --lexicon nowhere: 没有这个文件夹；请给出放有 .tsv、.toml 词表的文件夹",
        ),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_errors_are_one_line(duban, arguments: list[str], status: int, line: str) -> None:
    ran = duban(*arguments)
    assert (ran.status, ran.err.strip(), ran.out) == (status, line, "")


@pytest.mark.parametrize("path", [".", ""], ids=repr)
def test_a_folder_as_plan_is_named(duban, path: str) -> None:
    ran = duban("tasks", path)
    assert (ran.status, ran.err) == (3, "duban: .: 这是文件夹；请指定其中的文件\n")


@pytest.mark.parametrize("verb", ["tasks", "parse", "classify"])
def test_variable_for_the_lexicon_is_blamed_and_no_file(duban, sample, monkeypatch, verb: str) -> None:
    monkeypatch.setenv("DUBAN_LEXICON", "/nonexist")
    ran = duban(verb, sample)
    assert (ran.status, ran.err.split("；")[0]) == (2, "duban: DUBAN_LEXICON=/nonexist: 没有这个文件夹")


@pytest.mark.parametrize("verb", ["tasks", "parse"])
def test_lexicon_by_the_variable_is_checked(duban, sample, monkeypatch, tmp_path, verb: str) -> None:
    (tmp_path / "names.tsv").write_text("绿道办\torganisation\n", encoding="utf-8")
    monkeypatch.setenv("DUBAN_LEXICON", str(tmp_path))
    ran = duban(verb, sample)
    assert (ran.status, ran.err.split("；")[0]) == (2, "duban: names.tsv: 首行不是列名")


def test_wrong_call_beside_a_wrong_lexicon_is_one_line(duban, monkeypatch) -> None:
    monkeypatch.setenv("DUBAN_LEXICON", "/nonexist")
    ran = duban("tasks")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="no such folder elsewhere")
def test_what_the_system_says_is_in_chinese(duban, sample) -> None:
    ran = duban("tasks", sample, "-o", "/proc/t.json")
    assert ran.status == 2
    assert re.fullmatch(r"duban: /proc/t\.json: [^A-Za-z]+\n", ran.err)


def test_plan_without_tasks(duban, tmp_path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("今天天气不错。", encoding="utf-8")
    ran = duban("tasks", path)
    assert ran.status == 3
    assert ran.err == "duban: letter.txt: 其中没有任务；请核对这是不是计划\n"


def test_unknown_ending_is_refused_before_the_work(duban, sample, tmp_path) -> None:
    ran = duban("tasks", sample, "-o", tmp_path / "a.docm")
    assert ran.status == 2
    assert ".docm" in ran.err
    assert ran.err.count("\n") == 1


def test_internal_error_shows_no_traceback(duban, sample, monkeypatch) -> None:
    monkeypatch.setattr("nlp.pipeline.read_plan", lambda *_, **__: 1 / 0)
    ran = duban("tasks", sample)
    assert ran.status == 3
    assert ran.err.startswith("duban: 程序内部错误（ZeroDivisionError")
    assert "Traceback" not in ran.err


def test_debug_shows_the_traceback() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "nlp", "tasks", "nowhere.txt", "--debug"], capture_output=True, text=True
    )
    assert "Traceback" in ran.stderr


def test_demo_leaves_its_files(duban, tmp_path) -> None:
    ran = duban("demo", "-o", tmp_path / "out")
    assert ran.status == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"tasks.xlsx", "coverage.html", "coverage.xlsx"}
    assert "无佐证" in ran.out


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "pandas",
        "spacy",
        "sklearn",
        "jieba",
        "lxml",
        "pypdfium2",
        "docx",
        "openpyxl",
        "xlsxwriter",
        "jinja2",
        "msgspec",
    )
    code = f"import sys, nlp.cli; print([m for m in {heavy!r} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_own_year(duban, tmp_path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("镜湖局工作要点\n一、压实责任\n（一）签字背书。\n6月底前签订责任书。", encoding="utf-8")
    out = tmp_path / "t.json"
    assert duban("tasks", path, "--year", "2023", "-o", out).status == 0
    assert json.loads(out.read_text(encoding="utf-8"))["tasks"][0]["deadlines"][0]["end"] == "2023-06-30"


def test_no_arguments_show_the_help(duban) -> None:
    ran = duban()
    assert (ran.status, ran.err) == (0, "")
    assert "coverage" in ran.out


def test_exact_rate_passes(duban, demo, tmp_path) -> None:
    out = tmp_path / "c.json"
    call = ("coverage", demo / "plan.docx", demo / "01_环境卫生管理所.docx", "--as-of", "2024-12-31")
    duban(*call, "-o", out)
    rate = round(json.loads(out.read_text(encoding="utf-8"))["summary"]["rate"] * 100, 2)
    assert duban(*call, "--fail-under", rate).status == 0
    assert duban(*call, "--fail-under", rate + 0.01).status == 1


def test_place_that_cannot_be_written_is_refused_before_the_work(duban, monkeypatch, sample) -> None:
    monkeypatch.setattr("nlp.pipeline.read_plan", lambda *_, **__: pytest.fail("the plan was read first"))
    ran = duban("tasks", sample, "-o", "nowhere/t.json")
    assert (ran.status, ran.err) == (
        2,
        "duban: nowhere/t.json: 没有文件夹 nowhere；请先建立，或换一个位置\n",
    )


def test_input_is_never_overwritten(duban, tmp_path, sample) -> None:
    path = tmp_path / "plan.md"
    path.write_bytes(sample.read_bytes())
    ran = duban("tasks", path, "-o", path)
    assert ran.status == 2
    assert path.read_bytes() == sample.read_bytes()


def test_empty_folder_is_said(duban, demo, tmp_path) -> None:
    (tmp_path / "in").mkdir()
    ran = duban("coverage", demo / "plan.docx", tmp_path / "in")
    assert ran.status == 3
    assert "文件夹里没有文件" in ran.err


def test_files_of_other_kinds_in_a_folder_are_said(duban, demo, tmp_path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xyz").write_bytes(b"x")
    (tmp_path / "in" / "~$b.docx").write_bytes(b"x")
    (tmp_path / "in" / "c.txt").write_bytes((demo / "06_市容管理所.txt").read_bytes())
    ran = duban("coverage", demo / "plan.docx", tmp_path / "in")
    assert ran.status == 3
    assert ran.err.splitlines() == ["duban: a.xyz, 整个文件: 不能读取.xyz文件；请另存为 .docx、.pdf 或 .txt"]


def test_plan_saved_again_is_no_report(duban, demo, tmp_path) -> None:
    from nlp.parse import read

    again = tmp_path / "again.txt"
    again.write_text(read(demo / "plan.docx").text, encoding="utf-8")
    ran = duban("coverage", demo / "plan.docx", again)
    assert ran.status == 3  # no report is left
    assert "这是计划本身，不是报告" in ran.err


def test_plan_among_the_reports_leaves_their_verdicts_decided(duban, demo, tmp_path) -> None:
    report = demo / "06_市容管理所.txt"
    alone = duban("coverage", demo / "plan.docx", report, "-o", tmp_path / "a.json")
    both = duban("coverage", demo / "plan.docx", report, demo / "plan.docx", "-o", tmp_path / "b.json")
    assert (alone.status, both.status) == (0, 0)
    items = [json.loads((tmp_path / name).read_text(encoding="utf-8"))["items"] for name in ("a.json", "b.json")]
    assert items[0] == items[1]


def test_report_of_another_year_counts_for_nothing(duban, demo, tmp_path) -> None:
    last = tmp_path / "r.txt"
    text = (demo / "source" / "01_环境卫生管理所.txt").read_text(encoding="utf-8").replace("2024年", "2023年")
    last.write_text("环境卫生管理所2023年工作总结\n" + text.split("\n", 1)[1], encoding="utf-8")
    out = tmp_path / "c.json"
    ran = duban("coverage", demo / "plan.docx", last, "--as-of", "2024-12-31", "-o", out)
    assert "这是 2023 年的报告，计划是 2024 年的，其内容不计入" in ran.err
    assert json.loads(out.read_text(encoding="utf-8"))["summary"]["rate"] == 0


def test_report_as_plan_is_doubted(duban, demo) -> None:
    assert "看上去是报告，不是计划" in duban("tasks", demo / "05_数字城管指挥中心.txt").err


@pytest.mark.parametrize(("year", "line"), [(2019, "文中写明是 2022 年度，未采用 2019"), (99999, "这不是计划的年度")])
def test_year_beside_a_stated_one(duban, sample, year: int, line: str) -> None:
    assert line in duban("tasks", sample, "--year", year).err


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_console_of_another_encoding(encoding: str, tmp_path) -> None:
    import os

    environment = os.environ | {"PYTHONIOENCODING": encoding}
    call = [sys.executable, "-m", "nlp", "demo", "-o", str(tmp_path / "out")]
    ran = subprocess.run(call, capture_output=True, env=environment)
    assert ran.returncode == 0
    assert ran.stdout.decode(encoding)


def test_closed_pipe_is_no_error(demo) -> None:
    call = f"{sys.executable} -m nlp tasks '{demo / 'plan.docx'}' | head -1; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", call], capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] == "0"
    assert ran.stderr == ""


def test_name_in_another_encoding(tmp_path, demo, duban) -> None:
    import os

    path = os.path.join(os.fsencode(tmp_path), "河段.txt".encode("gb18030"))
    try:
        with open(path, "wb") as file:
            file.write((demo / "06_市容管理所.txt").read_bytes())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    out = tmp_path / "c.json"
    assert duban("coverage", demo / "plan.docx", os.fsdecode(path), "-o", out).status == 0
    assert json.loads(out.read_text(encoding="utf-8"))["reports"][0]["file"] == "河段.txt"


def test_archive_of_reports(duban, demo, tmp_path) -> None:
    import zipfile

    archive = tmp_path / "reports.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("05_数字城管指挥中心.txt", "06_市容管理所.txt"):
            packed.write(demo / name, f"报告/{name}")
        packed.writestr("__MACOSX/._x", b"x")
        packed.writestr("note.xyz", b"x")
    out = tmp_path / "c.json"
    ran = duban("coverage", demo / "plan.docx", archive, "-o", out)
    assert ran.status == 3
    assert "note.xyz" in ran.err
    data = json.loads(out.read_text(encoding="utf-8"))
    assert [report["file"] for report in data["reports"]] == ["05_数字城管指挥中心.txt", "06_市容管理所.txt"]


def test_archive_as_plan_is_refused(duban, demo, tmp_path) -> None:
    import zipfile

    archive = tmp_path / "plan.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(demo / "plan.docx", "plan.docx")
    ran = duban("tasks", archive)
    assert (ran.status, ran.err) == (
        3,
        "duban: plan.zip: 这是压缩包；请解压后指定其中的文件\n",
    )


def test_summary_of_a_folder(duban, demo, tmp_path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes((demo / "06_市容管理所.txt").read_bytes())
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "c.xyz").write_bytes(b"x")
    ran = duban("parse", folder, "--summary")
    assert ran.status == 3
    lines = {line.split()[0]: line for line in ran.out.splitlines() if line.strip()}
    assert "已读取" in lines["a.txt"]
    assert "未能读取" in lines["b.docx"]
    assert "未能读取" in lines["c.xyz"]


def test_several_files_need_the_summary(duban, demo) -> None:
    ran = duban("parse", demo / "plan.docx", demo / "06_市容管理所.txt")
    assert ran.status == 2
    assert "一次只能读一个文件" in ran.err


@pytest.mark.parametrize(
    ("setting", "status", "line"),
    [
        ("file_bytes=20", 3, "duban: a.txt: "),
        ("sheets=3", 2, "duban: sheets=3: 没有这个上限"),
        ("pages=many", 2, "duban: pages=many: 上限不是数字；请写成 pages=5000 的样子"),
        ("pages=0", 2, "duban: limits.pages"),
    ],
)
def test_limits_can_be_set(duban, tmp_path, setting: str, status: int, line: str) -> None:
    (tmp_path / "a.txt").write_text("一、抓好落实\n1.每季度召开一次会议。\n", encoding="utf-8")
    ran = duban("parse", tmp_path / "a.txt", "--limit", setting)
    assert ran.status == status
    assert ran.err.startswith(line)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_command_that_is_ended_leaves_nothing_behind(tmp_path) -> None:
    code = """
import os, signal, sys, tempfile
import nlp.pipeline
from nlp.__main__ import main

def end(*_, **__):
    with tempfile.TemporaryDirectory(dir=sys.argv.pop()):
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError("the signal was not heard")

nlp.pipeline.summarize = end
main()
"""
    call = [sys.executable, "-c", code, "parse", "--summary", str(tmp_path), str(tmp_path)]
    assert subprocess.run(call, capture_output=True, check=False).returncode == 143
    assert list(tmp_path.iterdir()) == []
