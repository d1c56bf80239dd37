"""Splitting lists of names, and telling bodies, posts and persons apart; all of them invented."""

import json
import os
import subprocess
import sys

import pytest

from nlp.errors import ConfigError
from nlp.extract.names import kind_of, read_listed, split_names

LISTS = {
    "办公室、人事科，财务科；法规科": ["办公室", "人事科", "财务科", "法规科"],
    "办公室 人事科": ["办公室", "人事科"],
    "办公室及各科室": ["办公室", "各科室"],
    "局党组和各支部": ["局党组", "各支部"],
    "发展和改革委员会": ["发展和改革委员会"],
    "文化和旅游局": ["文化和旅游局"],
    "住房和城乡建设局、卫生健康局": ["住房和城乡建设局", "卫生健康局"],
    "法院、税务分局等单位": ["法院", "税务分局"],
    "省工信厅，等相关部门": ["省工信厅"],
    "各市、县〔市、区〕政府": ["各市、县〔市、区〕政府"],
    "市场监管局（知识产权局、质监所）、司法局": ["市场监管局（知识产权局、质监所）", "司法局"],
    "党委书记、局长沈明远": ["党委书记、局长沈明远"],
    "局长沈明远、副局长柳知秋": ["局长沈明远", "副局长柳知秋"],
    "各校党组织书记、校长": ["各校党组织书记", "校长"],
    "区综合行政执\n法局": ["区综合行政执法局"],
    "县委\n组织部": ["县委组织部"],
    "县政府办\n公室": ["县政府办公室"],
    "教育局\n财政局": ["教育局", "财政局"],
    "党建 办公室": ["党建办公室"],
    "沈  岚 柳知秋": ["沈岚", "柳知秋"],
    "局长 沈明远": ["局长沈明远"],
    "县委常委、宣传部部长沈明远": ["县委常委、宣传部部长沈明远"],
    "副镇长、派出所所长 沈明远": ["副镇长、派出所所长沈明远"],
    "张明、李远舟": ["张明", "李远舟"],
    "各支部书记、局长沈明远": ["各支部书记", "局长沈明远"],
    "办公室主任、人事科": ["办公室主任", "人事科"],
    "沈明远 8321456、柳知秋（电话：0321-8321457）": ["沈明远", "柳知秋"],
    "***、XX局": ["***", "XX局"],
    "县人大\n办公室": ["县人大办公室"],
    "市公安局\n禁毒支队": ["市公安局禁毒支队"],
    "社区党员\n服务中心": ["社区党员服务中心"],
    "全体党员\n工会": ["全体党员", "工会"],
    "办公室、人事股，2026 年 9 月底前": ["办公室", "人事股", "2026年9月底前"],
    "后勤科，6 月 30 日前": ["后勤科", "6月30日前"],
    "保卫处 3 月 至 5 月": ["保卫处", "3月至5月"],
    "教导处，第 2 学期": ["教导处", "第2学期"],
    "护士长司徒婉、站长闾丘敬": ["护士长司徒婉", "站长闾丘敬"],
    "无": [],
    "/": [],
    "——": [],
    "": [],
}


@pytest.mark.parametrize(("text", "names"), LISTS.items(), ids=map(repr, LISTS))
def test_a_list_is_split(text, names):
    assert [name.text for name in split_names(text)] == names


@pytest.mark.parametrize("text", LISTS)
def test_places_slice_the_list(text):
    assert all("".join(text[name.start : name.end].split()) == name.text for name in split_names(text))


def test_a_part_of_a_text_keeps_its_places():
    assert [(name.text, name.start) for name in split_names("牵头：甲局、乙局。", start=3, end=8)] == [
        ("甲局", 3),
        ("乙局", 6),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县教育局", "organisation"),
        ("各有关部门", "organisation"),
        ("机关各办", "organisation"),
        ("公安", "organisation"),
        ("派驻纪检监察组", "organisation"),
        ("市场监管局（知识产权局）", "organisation"),
        ("局主要负责人", "post"),
        ("班子成员", "post"),
        ("“一把手”", "post"),
        ("党支部书记", "post"),
        ("沈明远", "person"),
        ("欧阳知秋", "person"),
        ("局长沈明远", "person"),
        ("沈某某", "person"),
        ("沈明远局长", "person"),
        ("公司总经理", "post"),
        ("×××", "person"),
        ("院长***", "person"),
        ("县级河长", "post"),
        ("食堂", "organisation"),
        ("跨部门", None),
        ("工作方案", None),
        ("高校", "organisation"),
        ("活动场所", None),
        ("文化", None),
        ("全部", None),
        ("", None),
    ],
)
def test_what_a_name_names(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("住建", "organisation"), ("市疾控", "organisation"), ("法定代表人", "post"), ("村“两委”", "organisation")],
)
def test_listed_names_count(name, kind):
    assert kind_of(name) == kind


OWN = "name\tkind\n三网格\torganisation\n镜湖水务\torganisation\n河湖联络\tpost\n阿依古丽\tperson\n"
NOTES = "开展排查。（三网格牵头，镜湖水务配合）"
READ = {
    "kinds": "[kind_of(name) for name in ('三网格', '市镜湖水务', '河湖联络', '阿依古丽')]",
    "a note": f"[(p.name, p.role) for note in find_notes('{NOTES}') for p in note.parties]",
    "a subject": "[p.name for p in find_subjects('三网格每月开展巡查。')]",
    "the ruler": "[span.text for span in doc.spans['names']]",
}
BEFORE = {"kinds": [None, None, None, None], "a note": [], "a subject": [], "the ruler": []}
AFTER = {
    "kinds": ["organisation", "organisation", "post", "person"],
    "a note": [["三网格", "lead"], ["镜湖水务", "support"]],
    "a subject": ["三网格"],
    "the ruler": ["三网格"],
}


def read_in_a_new_process(folder) -> dict:
    """What is read with an office's own lexicon, which counts from the program's start."""
    code = (
        "import json\nfrom nlp.extract.language import load\nfrom nlp.extract.names import kind_of\n"
        "from nlp.extract.parties import find_notes\nfrom nlp.extract.subjects import find_subjects\n"
        "doc = load()('对三网格的检查。')\n"
        f"print(json.dumps({{{', '.join(f'{key!r}: {value}' for key, value in READ.items())}}}))"
    )
    environment = {**os.environ, "DUBAN_LEXICON": str(folder), "PYTHONWARNINGS": "ignore"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize(("rows", "read"), [("name\tkind\n", BEFORE), (OWN, AFTER)], ids=["before", "after"])
def test_an_office_adds_its_own_names(tmp_path, rows, read):
    (tmp_path / "names.tsv").write_text(rows, encoding="utf-8")
    assert read_in_a_new_process(tmp_path) == read


def test_a_kind_that_is_none_is_explained(tmp_path, monkeypatch):
    (tmp_path / "names.tsv").write_text("name\tkind\n三网格\tbody\n", encoding="utf-8")
    monkeypatch.setenv("DUBAN_LEXICON", str(tmp_path))
    with pytest.raises(ConfigError, match="第2行: kind 是 'body'；可用的是 organisation, person, post"):
        read_listed()
