"""Whose work the tasks of a plan are, by the names of parties and of reporting units."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import pytest

from nlp.cover.duties import unit_names
from nlp.cover.duties.unit_names import is_name, kind_of, same_unit
from nlp.cover.duties.units import list_duties, name_report, owed_by, share_out
from nlp.errors import ConfigError
from nlp.lexicon import OVERLAY, check_overlay
from nlp.types import DocumentFacts, Party, Place, Plan, Report, Role, Task


def task(*names: str, id: str = "1.1.1", role: Role = "lead") -> Task:
    parties = tuple(Party(name, role, "annotation") for name in names)
    return Task(id, "1", None, "签订责任书。", (), parties, (), (), Place(0, 0, 6), 1.0)


def plan(*tasks: Task, issuer: str | None = None) -> Plan:
    return Plan(DocumentFacts("plan.txt", "", None, "plan", 2024, issuer, None), (), tasks)


def report(unit: str | None, id: str, *, title: str | None = None) -> Report:
    return Report(id, f"{id}.txt", id, title, unit, 2024, None, ())


@pytest.fixture
def forget_lexicon() -> Iterator[None]:
    """Read the lexicon anew in the test, and again after it."""
    read = (unit_names._aliases, unit_names._inside, unit_names._kinds, unit_names.spell, unit_names.kind_of)
    for one in read:
        one.cache_clear()
    yield
    for one in read:
        one.cache_clear()


UNITS = ("环境卫生管理所", "市容管理所", "综合行政执法大队")


def asked(names: Sequence[str], units: Sequence[str] = UNITS, *, others: Sequence[str] = ("市容管理所",)) -> set[str]:
    """Who is asked of a task of a plan that names others too."""
    first = task(*names)
    return set(owed_by(first, units, plan=plan(first, task(*others, id="1.1.2"))))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("环境卫生管理所", "环卫管理所"),
        ("便民服务中心", "便民中心"),
        ("市卫生健康委员会", "市卫健局"),
        ("桐渚县人民医院", "县人民医院"),
        ("澜川市水利局办公室", "局办公室"),
        ("集团财务部", "财务部"),
        ("望桐社区党委", "望桐社区"),
        ("望桐社区居民委员会", "望桐社区"),
        ("中共市不动产登记中心总支部委员会", "市不动产登记中心"),
        ("党建办公室", "党建办"),
        ("综合行政执法队", "综合行政执法大队"),
        ("區政府辦公室（區金融辦）", "区金融办"),
        ("市 容 管 理 所", "市容管理所"),
        ("澄岚街道综合行政执法队", "综合行政执法队"),
    ],
)
def test_one_unit(a: str, b: str) -> None:
    assert same_unit(a, b)
    assert same_unit(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("沅坪县水务局", "砚湖区水务局"),
        ("市图书馆", "县图书馆"),
        ("执法大队", "执法支队"),
        ("人事科", "政工人事科"),
        ("办公室", "柘堰镇农业农村办公室"),
        ("党委办公室", "办公室"),
        ("机关党委", "机关"),
        ("机关党委", "机关纪委"),
        ("望桐社区", "榆荫社区"),
        ("", "市图书馆"),
        ("", ""),
    ],
)
def test_two_units(a: str, b: str) -> None:
    assert not same_unit(a, b)
    assert not same_unit(b, a)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("局办公室", "office"),
        ("市场科", "office"),
        ("机关党委", "office"),
        ("市容管理所", "body"),
        ("市河长制办公室", "body"),
        ("澜川市水利局办公室", "office"),
        ("局党组", "own"),
        ("局主要负责人", "own"),
        ("党组理论学习中心组", "own"),
        ("甲", None),
    ],
)
def test_kind_of_party(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    "title",
    ["关于2024年工作的报告", "2024年度述职报告", "", "工作情况汇报和下一步工作打算以及有关建议等等若干内容的材料"],
)
def test_a_title_is_no_name(title: str) -> None:
    assert not is_name(title)


def test_a_named_unit_is_asked_and_the_others_are_not() -> None:
    assert asked(["市容管理所"]) == {"市容管理所"}


def test_a_supporting_unit_is_asked() -> None:
    assert owed_by(task("环卫所", role="support"), UNITS) == ("环境卫生管理所",)


@pytest.mark.parametrize("role", ["supervise", "person"])
def test_who_supervises_does_not_owe(role: Role) -> None:
    both = plan(task("市容管理所", role=role), task("市容管理所", id="2"))
    assert share_out(both, UNITS) == {"1.1.1": UNITS, "2": ("市容管理所",)}


@pytest.mark.parametrize(
    "name",
    [
        "各单位",
        "各科室",
        "各科室、各单位",
        "各部门",
        "各股室",
        "各股室、站所",
        "全局上下",
        "各党支部",
        "有关单位",
        "责任单位",
        "全体干部",
        "各单位班子成员",
        "局属各单位",
        "各下属单位",
        "下属单位主要负责人",
    ],
)
def test_a_group_of_everybody_asks_every_unit(name: str) -> None:
    assert asked([name]) == set(UNITS)


@pytest.mark.parametrize("name", ["局党组", "局主要负责人", "领导班子", "党委书记", "党组理论学习中心组"])
def test_the_issuer_itself_is_each_units_counterpart(name: str) -> None:
    assert asked([name]) == set(UNITS)


def test_nobody_named_asks_everybody() -> None:
    assert asked([]) == set(UNITS)


def test_the_issuers_own_beside_a_named_unit_asks_that_unit() -> None:
    assert asked(["局党组", "市容管理所"]) == {"市容管理所"}


COMMUNITIES = ("望桐社区党委", "榆荫社区", "综合行政执法队")


def test_a_group_of_a_kind_asks_the_units_of_that_kind() -> None:
    assert asked(["各社区"], COMMUNITIES, others=()) == {"望桐社区党委", "榆荫社区"}


def test_a_group_of_which_nobody_reports_asks_everybody() -> None:
    assert asked(["各医疗机构"], COMMUNITIES, others=()) == set(COMMUNITIES)


def test_the_organs_departments_are_the_departments_that_report() -> None:
    assert asked(["机关各科室"], ("人事科", "市容管理所")) == {"人事科"}


def test_subordinate_bodies_are_no_departments() -> None:
    assert asked(["局属各单位"], ("人事科", "市容管理所")) == {"市容管理所"}


def test_a_department_that_does_not_report_is_each_bodys_own() -> None:
    assert asked(["财务科"]) == set(UNITS)


def test_a_department_that_does_not_report_is_not_another_department() -> None:
    assert asked(["财务科"], ("人事科", "办公室"), others=("人事科",)) == set()


def test_a_body_that_does_not_report_asks_no_other() -> None:
    assert asked(["殡仪馆"]) == set()


def test_where_no_name_agrees_every_unit_is_asked() -> None:
    assert asked(["殡仪馆"], ("甲子院", "乙丑院"), others=("福利院",)) == {"甲子院", "乙丑院"}


def test_a_unit_that_the_plan_may_call_otherwise_is_asked() -> None:
    assert asked(["园林站"], ("市容管理所", "城市园林绿化中心", "数字指挥平台中心")) == {"城市园林绿化中心"}


def test_a_short_name_that_fits_two_units_may_mean_either() -> None:
    assert asked(["公路中心"], ("公路养护中心", "公路工程中心", "市容管理所")) == {"公路养护中心", "公路工程中心"}


def test_a_report_without_a_name_is_always_asked() -> None:
    assert "2024年度述职报告" in asked(["市容管理所"], (*UNITS, "2024年度述职报告"))


def test_the_report_of_the_issuer_is_asked_of_everything() -> None:
    one, two = task("人事科"), task("市容管理所", id="2")
    shared = share_out(plan(one, two, issuer="枫渡县城市管理局"), ("市容管理所", "县城管局"))
    assert shared == {"1.1.1": ("市容管理所", "县城管局"), "2": ("市容管理所", "县城管局")}


def test_reports_of_one_unit_are_joined_under_its_first_name() -> None:
    duties = list_duties(plan(task()), [report("桐渚县人民医院", "r1"), report("县人民医院", "r2")])
    assert [(duty.name, duty.reports) for duty in duties] == [("桐渚县人民医院", ("r1", "r2"))]


def test_a_named_unit_that_handed_in_nothing_is_silent() -> None:
    made = plan(task("环卫所"), task("环境卫生管理所", "市容管理所", id="2"), task("各单位", "局党组", id="3"))
    duties = list_duties(made, [report("市容管理所", "r1")])
    assert [(duty.name, duty.owes, duty.silent) for duty in duties] == [
        ("市容管理所", ("2", "3"), False),
        ("环卫所", ("1.1.1", "2"), True),
    ]


def test_without_reports_every_named_unit_is_silent() -> None:
    assert [duty.name for duty in list_duties(plan(task("环卫所", "各科室")), ())] == ["环卫所"]


def test_reports_without_a_unit_are_named_by_title_or_file() -> None:
    named = [report(None, "r1", title="述职报告"), report(None, "r2")]
    assert [name_report(one) for one in named] == ["述职报告", "r2"]
    assert [duty.owes for duty in list_duties(plan(task("市容所")), named)][:2] == [("1.1.1",), ("1.1.1",)]


def test_a_title_may_name_the_unit() -> None:
    duties = list_duties(plan(task("救助管理站")), [report(None, "r1", title="救助管理站党支部的口头汇报")])
    assert [duty.silent for duty in duties] == [False]


@pytest.mark.parametrize("name", ["", "  ", "、", "（）", "各", "全体", "\n", "a" * 5000])
def test_odd_names_do_no_harm(name: str) -> None:
    assert set(share_out(plan(task(name), task("市容所", id="2")), (name, "市容管理所"))) == {"1.1.1", "2"}


@pytest.mark.usefixtures("forget_lexicon")
def test_an_office_adds_a_name_of_its_own(tmp_path, monkeypatch) -> None:
    rows = "written\tsame\twhere\n洒扫一队\t环卫管理所\tinside\n"
    (tmp_path / "unit_aliases.tsv").write_text(rows, encoding="utf-8")
    monkeypatch.setenv(OVERLAY, str(tmp_path))
    assert same_unit("洒扫一队", "环境卫生管理所")


def test_an_office_cannot_add_a_place_that_is_none(tmp_path) -> None:
    (tmp_path / "unit_aliases.tsv").write_text("written\tsame\twhere\n甲\t乙\tmiddle\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="where 是 'middle'"):
        check_overlay(tmp_path)


def test_many_reports_and_parties_take_seconds() -> None:
    signs = "环境卫生园林道路水利公共农业教育文化旅游交通民政供排污照明广场湖泊桥隧"
    names = [f"{a}{b}{c}中心" for a in signs[:10] for b in signs[10:20] for c in signs[20:30]]
    made = plan(*(task(names[n], names[-n], id=str(n)) for n in range(500)))
    start = time.perf_counter()
    assert len(list_duties(made, [report(name, f"r{n}") for n, name in enumerate(names)])) == 1000
    assert time.perf_counter() - start < 30
