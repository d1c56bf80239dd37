import re
from importlib.resources import files

import pytest

from nlp.errors import ConfigError
from nlp.lexicon import OVERLAY, check_overlay, load

NUMERALS = ("numeral", "value")


def test_rows_are_mappings() -> None:
    assert {row["numeral"]: row["value"] for row in load("numerals.tsv", keys=NUMERALS)}["两"] == "2"


def test_overlay_adds_and_replaces(tmp_path) -> None:
    (tmp_path / "numerals.tsv").write_text("numeral\tvalue\n两\t20\n俩\t2\n", encoding="utf-8")
    rows = {row["numeral"]: row["value"] for row in load("numerals.tsv", keys=NUMERALS, overlay=tmp_path)}
    assert (rows["两"], rows["俩"], rows["一"]) == ("20", "2", "1")


def test_overlay_by_environment(tmp_path, monkeypatch) -> None:
    (tmp_path / "numerals.tsv").write_text("numeral\tvalue\n俩\t2\n", encoding="utf-8")
    monkeypatch.setenv(OVERLAY, str(tmp_path))
    assert any(row["numeral"] == "俩" for row in load("numerals.tsv", keys=NUMERALS))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("numerals.tsv", "numeral\tworth\n俩\t2\n", "不认识的键 worth；可用的是 numeral, value"),
        ("numerals.tsv", "numeral\tvalue\n\t2\n", "缺少 numeral；每行都要有"),
        ("headings.toml", "[[rule]\n", "不合 TOML 格式"),
    ],
)
def test_bad_overlay_is_explained(tmp_path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    keys = NUMERALS if name.endswith("tsv") else ("name", "level", "pattern", "examples", "not_examples")
    with pytest.raises(ConfigError, match=message):
        load(name, keys=keys, overlay=tmp_path)


def test_missing_overlay_folder(tmp_path) -> None:
    with pytest.raises(ConfigError, match="没有这个文件夹"):
        load("numerals.tsv", keys=NUMERALS, overlay=tmp_path / "nowhere")


def test_unknown_lexicon() -> None:
    with pytest.raises(ConfigError, match="没有这个词表"):
        load("nothing.tsv", keys=("word",))


RULES = sorted(f.name for f in files("nlp.lexicon").iterdir() if f.name.endswith(".toml"))
TABLES = sorted(f.name for f in files("nlp.lexicon").iterdir() if f.name.endswith(".tsv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_word_list_is_a_clean_table(name: str) -> None:
    lines = (files("nlp.lexicon") / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    width = rows[0].count("\t")
    assert all(row.count("\t") == width for row in rows), [row for row in rows if row.count("\t") != width]
    assert all(row == row.rstrip("\r") for row in rows)
    first = [row.split("\t")[0] for row in rows[1:]]
    assert len(first) == len(set(first)), sorted({word for word in first if first.count(word) > 1})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "headings.toml",
            '[[rule]]\nname = "own"\nlevel = 1\npattern = "("\nexamples = []\nnot_examples = []\n',
            "不是正则式",
        ),
        (
            "headings.toml",
            '[[rule]]\nname = "own"\nlevel = "one"\npattern = "a"\nexamples = []\nnot_examples = []\n',
            "level 的值类型不对",
        ),
        ("headings.toml", '[[rule]]\nname = "own"\nlevel = 1\n', "第1条: 缺少 examples, not_examples, pattern"),
        ("headings.toml", "rule = 5\n", "规则的写法不对"),
        ("numerals.tsv", "numeral\tvalue\n俩\ttwo\n", "value 是 'two'；这里须是数字"),
        ("numerals.tsv", "numeral\tvalue\n俩\t2\t3\n", "列数多于首行"),
        ("numeral.tsv", "numeral\tvalue\n俩\t2\n", "没有叫这个名字的词表"),
    ],
)
def test_overlay_is_checked_as_a_whole(tmp_path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        check_overlay(tmp_path)


RULE = "[[rule]]\nname = {!r}\npattern = {!r}\nexamples = []\nnot_examples = []\n"
TIME = "[[rule]]\nname = 'own'\nkind = 'date'\npattern = {!r}\nneeds = ''\nvalue = {!r}\nexamples = []\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "lint_rules.tsv",
            "name\tproblem\tremedy\n# ours\nno_party\t没有{foo}\t补上\n",
            "第3行: problem 中的 {foo} 无法填写",
        ),
        ("lint_rules.tsv", "name\tproblem\tremedy\nno_party\t没有{\t补上\n", "第2行: problem 中的花括号不成对"),
        ("lint_rules.tsv", "name\tproblem\tremedy\nno_one\t没有\t补上\n", "第2行: name 是 'no_one'；可用的是 "),
        ("vague_wording.toml", RULE.format("stance", "^加强"), "第1条: pattern 缺少 (?P<verb>…)"),
        ("holidays.tsv", "holiday\talone\tdays\n纪念日\tno\t13-40\n", "第2行: days 中的 '13-40' 不是日期"),
        ("holidays.tsv", "holiday\talone\tdays\n纪念日\tno\t02-29\n", "第2行: days 中的 '02-29' 不是日期"),
        ("holidays.tsv", "holiday\talone\tdays\n纪念日\tno\t2024-02-10 2024-02-30\n", "'2024-02-30' 不是日期"),
        ("holidays.tsv", "holiday\talone\tdays\n纪念日\tno\t建县日\n", "'建县日' 不是日期"),
        ("holidays.tsv", "holiday\talone\tdays\n（建县(日\tno\t05-01\n", "holiday 中有 (；这里须是文字"),
        ("deadlines.toml", TIME.format("月末", "nosuch"), "第1条: value 是 'nosuch'；可用的是 "),
        ("deadlines.toml", TIME.format("月末", "day"), "第1条: pattern 缺少 (?P<day>…)"),
        ("deadlines.toml", TIME.format("{moon}", "nothing"), "pattern 中的 {moon} 不是 deadline_parts.tsv 中的名称"),
        ("posts.tsv", "post\tkind\n河长\ttitle boss\n", "第2行: kind 中有 'boss'；可用的是 "),
        ("names.tsv", "绿道办\torganisation\n", "首行不是列名；请在首行写上 name、kind"),
        ("names.tsv", "", "首行不是列名"),
        ("headings.toml", "", "其中没有 [[rule]]"),
    ],
    ids=lambda value: value[:24] if value else "empty",
)
def test_overlay_that_would_fail_at_work_is_refused_before_it(tmp_path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"{name}.*{re.escape(message)}"):
        check_overlay(tmp_path)


@pytest.mark.parametrize("name", sorted({*TABLES, *RULES} - {"overlay_columns.tsv"}))
def test_our_own_lexicon_passes_as_an_overlay(tmp_path, name: str) -> None:
    (tmp_path / name).write_bytes((files("nlp.lexicon") / name).read_bytes())
    check_overlay(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("names.tsv", "name\tkind\n"),
        ("names.tsv", "name\tkind\n沈明远\tperson\n"),
        ("holidays.tsv", "holiday\talone\tdays\n建县日\tno\t2024-05-18 2025-05-18\n建县节\tno\t五一\n"),
        ("deadlines.toml", TIME.format("{year}?(?P<month>三)月(?P<day>三)日", "day")),
    ],
    ids=["no rows yet", "person", "holidays", "deadlines"],
)
def test_sound_rows_pass(tmp_path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    check_overlay(tmp_path)


def test_overlay_that_is_a_folder_is_said_in_chinese(tmp_path) -> None:
    (tmp_path / "names.tsv").mkdir()
    with pytest.raises(ConfigError, match=r"names\.tsv: 无法读取（这是文件夹）；"):
        check_overlay(tmp_path)


def test_variable_that_names_no_folder_is_blamed(monkeypatch) -> None:
    monkeypatch.setenv(OVERLAY, "/nonexist")
    with pytest.raises(ConfigError, match="DUBAN_LEXICON=/nonexist: 没有这个文件夹；"):
        load("numerals.tsv", keys=NUMERALS)


def test_overlay_by_the_variable_is_checked_as_a_whole(tmp_path, monkeypatch) -> None:
    (tmp_path / "posts.tsv").write_text("post\tkind\n河长\tboss\n", encoding="utf-8")
    monkeypatch.setenv(OVERLAY, str(tmp_path))
    with pytest.raises(ConfigError, match=r"posts\.tsv 第2行: kind"):
        load("numerals.tsv", keys=NUMERALS)


def test_overlay_in_another_encoding(tmp_path) -> None:
    (tmp_path / "numerals.tsv").write_bytes("numeral\tvalue\n俩\t2\n".encode("gb18030"))
    with pytest.raises(ConfigError, match="不是 UTF-8 编码；请另存为 UTF-8 文本"):
        check_overlay(tmp_path)


def test_good_overlay_passes(tmp_path) -> None:
    (tmp_path / "numerals.tsv").write_text("numeral\tvalue\n俩\t2\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("our own words", encoding="utf-8")
    check_overlay(tmp_path)
