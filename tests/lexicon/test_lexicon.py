from importlib.resources import files

import pytest

from nlp.errors import ConfigError
from nlp.lexicon import OVERLAY, check_overlay, load

NUMERALS = ("numeral", "value")


def test_rows_are_mappings() -> None:
    assert {row["numeral"]: row["value"] for row in load("numerals.tsv", keys=NUMERALS)}["两"] == "2"


def test_overlay_adds_and_replaces(tmp_path) -> None:
    (tmp_path / "numerals.tsv").write_text("numeral\tvalue\n两\t二\n俩\t2\n", encoding="utf-8")
    rows = {row["numeral"]: row["value"] for row in load("numerals.tsv", keys=NUMERALS, overlay=tmp_path)}
    assert (rows["两"], rows["俩"], rows["一"]) == ("二", "2", "1")


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
        ("headings.toml", '[[rule]]\nname = "own"\nlevel = 1\n', "第1行: 缺少 examples, not_examples, pattern"),
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


def test_overlay_in_another_encoding(tmp_path) -> None:
    (tmp_path / "numerals.tsv").write_bytes("numeral\tvalue\n俩\t2\n".encode("gb18030"))
    with pytest.raises(ConfigError, match="不是 UTF-8 编码；请另存为 UTF-8 文本"):
        check_overlay(tmp_path)


def test_good_overlay_passes(tmp_path) -> None:
    (tmp_path / "numerals.tsv").write_text("numeral\tvalue\n俩\t2\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("our own words", encoding="utf-8")
    check_overlay(tmp_path)
