"""An office's row with the name of one of ours: in most files it replaces ours, in work_types.toml it adds to it."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import ConfigError
from nlp.lexicon import check_overlay, load

KEYS = ("name", "theme", "about", "demands", "shows", "not", "examples", "evidence", "not_evidence")
NAME = "work_types.toml"


def load_type(folder: Path, rule: str) -> dict[str, Any]:
    (folder / NAME).write_text(f"[[rule]]\nname = '公车管理'\n{rule}\n", encoding="utf-8")
    return {row["name"]: dict(row) for row in load(NAME, keys=KEYS, overlay=folder)}["公车管理"]


OURS = {row["name"]: row for row in load(NAME, keys=KEYS)}["公车管理"]


def test_lists_are_joined_and_each_item_stands_once(tmp_path: Path) -> None:
    known = OURS["shows"][0]
    assert load_type(tmp_path, f"shows = ['公务艇', '{known}']")["shows"] == [*OURS["shows"], "公务艇"]


def test_what_a_row_does_not_say_stays(tmp_path: Path) -> None:
    row = load_type(tmp_path, "shows = ['公务艇']")
    assert {key: row[key] for key in KEYS if key != "shows"} == {key: OURS[key] for key in KEYS if key != "shows"}


def test_text_replaces_ours(tmp_path: Path) -> None:
    assert load_type(tmp_path, "about = '车和艇'")["about"] == "车和艇"


def test_two_rows_of_one_name_both_add(tmp_path: Path) -> None:
    row = load_type(tmp_path, "shows = ['公务艇']\n[[rule]]\nname = '公车管理'\nshows = ['公务摩托']")
    assert row["shows"][-2:] == ["公务艇", "公务摩托"]


def test_our_own_file_as_an_overlay_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes((files("nlp.lexicon") / NAME).read_bytes())
    assert load(NAME, keys=KEYS, overlay=tmp_path) == load(NAME, keys=KEYS)


def test_in_another_file_a_row_replaces_ours_and_must_be_whole(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.toml").write_text("[[rule]]\nname = '责任落实'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"taxonomy\.toml 第1条: 缺少 "):
        check_overlay(tmp_path)


NEW = '[[rule]]\nname = "渡口管理"\ntheme = "监督执纪"\nabout = "渡口"\ndemands = ["渡船管理"]\nshows = [{}]\n'
REST = "not = []\nexamples = []\nevidence = []\nnot_evidence = []\n"
KNOWN = '[[rule]]\nname = "公车管理"\n'


def test_an_office_adds_a_type(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(NEW.format('"摆渡…登记"') + REST, encoding="utf-8")
    assert load(NAME, keys=KEYS, overlay=tmp_path)[-1]["name"] == "渡口管理"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (NEW.format('"摆渡"'), "缺少 evidence, examples, not, not_evidence；每行都要有"),
        (NEW.format('"船"') + REST, "shows 中的 '船' 不足2个字，会处处命中；请写长些"),
        (NEW.format('"摆渡…"') + REST, "shows 中的 '摆渡…' 有空缺；“…”前后都要有字"),
        (NEW.format('""') + REST, "shows 中的 '' 有空缺"),
        (NEW.format('"摆渡，登记"') + REST, "含有 '，'；短语只在一个分句内查找，请去掉它"),
        (NEW.format("7") + REST, "shows 中有 7；这里须都是文字，请加上引号"),
        (NEW.format('"摆渡"').replace("监督执纪", "渡口") + REST, "theme 是 '渡口'；可用的是 "),
        (KNOWN + 'shows = "公务艇"\n', "shows 的值类型不对；请写成 ["),
        (KNOWN + 'evidence = [" "]\n', "evidence 中有空的一句；请写上或删去"),
        (KNOWN + 'show = ["公务艇"]\n', "不认识的键 show；可用的是 "),
        ('[[rule]]\nshows = ["公务艇"]\n', "缺少 "),
    ],
    ids=[
        "keys",
        "short",
        "gap",
        "empty",
        "mark",
        "number",
        "theme",
        "no list",
        "no sentence",
        "unknown key",
        "no name",
    ],
)
def test_an_office_mistake_is_explained(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / NAME).write_text(row, encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        load(NAME, keys=KEYS, overlay=tmp_path)
    assert str(found.value).startswith(f"{NAME} 第1条: ")
    assert message in str(found.value)
