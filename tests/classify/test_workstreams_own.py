"""Labels by a user's taxonomy and by a plan's own workstreams."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.classify import own_themes
from nlp.classify.items import Item
from nlp.classify.own_themes import choose_labeller, label_by_plan, label_by_taxonomy, warn_of_few
from nlp.classify.taxonomy import Theme
from nlp.classify.workstreams import WorkstreamModel, fit_workstreams, label_items
from nlp.errors import InputError
from nlp.types import (
    DocumentFacts,
    LabelledReport,
    LabelledTask,
    Passage,
    Place,
    Plan,
    Report,
    Task,
    Workstream,
)

FACTS = DocumentFacts("plan.txt", "", "工作要点", "plan", 2023, None, None)
TASKS = {
    "1": ("巡查堤防并储备沙袋", "修订防汛预案开展演练"),
    "2": ("更换老旧水表3000只", "检测出厂水水质"),
}


@pytest.fixture(scope="module")
def base() -> WorkstreamModel:
    """A model that was taught a little: duties against studies, and what is about neither."""
    pairs = [
        ("签订责任书", "责任落实"),
        ("中心组学习", "教育宣传"),
        ("特此报告", None),
        ("请示报告", "责任落实"),
        ("讲党课", "教育宣传"),
    ]
    passages = tuple(Passage(at, text, Place(at, 0, len(text))) for at, (text, _) in enumerate(pairs))
    whole = Report("r1", "r1.txt", "ab", None, None, 2023, None, passages)
    labelled = LabelledReport("c1", whole, 2023, ("done",) * 5, ((),) * 5, tuple(theme for _, theme in pairs))
    tasks = [LabelledTask("c2", "1", "听取汇报", "责任落实"), LabelledTask("c2", "2", "廉政党课", "教育宣传")]
    return fit_workstreams([labelled], tasks)


def make_plan(*titles: str) -> Plan:
    streams = tuple(Workstream(str(at), "一二三"[at - 1], title) for at, title in enumerate(titles, 1))
    tasks = tuple(
        Task(f"{stream.id}.1.{at}", stream.id, None, text, (), (), (), (), Place(0, 0, 1), 1.0)
        for stream in streams
        for at, text in enumerate(TASKS.get(stream.id, ()), 1)
    )
    return Plan(FACTS, streams, tasks)


WORDS = (Theme("防汛", "", {"堤防": 2, "沙袋": 2}), Theme("供水", "", {"水表": 2, "水质": 2}))
EXAMPLES = (Theme("防汛", "", {}, TASKS["1"]), Theme("供水", "", {}, TASKS["2"]))


@pytest.mark.parametrize("themes", [WORDS, EXAMPLES], ids=["words", "examples"])
@pytest.mark.parametrize(
    ("text", "name"), [("加固堤防，备足沙袋", "防汛"), ("换水表，测水质", "供水")], ids=lambda value: value
)
def test_a_users_themes_are_told(text: str, name: str, themes: tuple[Theme, ...], base: WorkstreamModel) -> None:
    assert label_items([Item("1", text)], labeller=label_by_taxonomy(themes, base=base))[0].workstream == name


@pytest.mark.parametrize("themes", [WORDS, EXAMPLES], ids=["words", "examples"])
def test_a_text_without_likeness_is_undecided(themes: tuple[Theme, ...], base: WorkstreamModel) -> None:
    assert label_items([Item("1", "吃饭")], labeller=label_by_taxonomy(themes, base=base))[0].workstream is None


def test_a_counterexample_speaks_against_its_theme(base: WorkstreamModel) -> None:
    against = (Theme("防汛", "", {}, TASKS["1"], ("修订供水预案",)), EXAMPLES[1])
    item = [[Item("1", "修订供水预案")]]
    plain, warned = (label_by_taxonomy(themes, base=base).tell(item)[0, 0] for themes in (EXAMPLES, against))
    assert warned < plain


def test_the_same_taxonomy_tells_the_same(base: WorkstreamModel) -> None:
    items = [[Item("1", "加固堤防"), Item("2", "换水表")]]
    first, second = (label_by_taxonomy(EXAMPLES, base=base).tell(items) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_few_examples_are_said(base: WorkstreamModel) -> None:
    enough = Theme("供水", "", {}, tuple(f"更换水表{at}" for at in "一二三四五"))
    [warning] = warn_of_few(label_by_taxonomy((EXAMPLES[0], enough), base=base), "mine.toml")
    assert str(warning) == "mine.toml: “防汛”的例句不足5个，工作线标注仅供参考；请在 examples 中补足例句"


def test_seed_words_alone_are_no_few_examples(base: WorkstreamModel) -> None:
    assert warn_of_few(label_by_taxonomy(WORDS, base=base), "mine.toml") == ()


def test_the_trained_model_has_no_few_examples(base: WorkstreamModel) -> None:
    assert warn_of_few(base, "mine.toml") == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [("沙袋已储备，堤防每日巡查", "做好防汛"), ("出厂水水质检测合格", "保障供水")],
    ids=lambda value: value,
)
def test_a_plans_workstreams_are_told_by_their_titles(text: str, title: str, base: WorkstreamModel) -> None:
    plan = make_plan("做好防汛", "保障供水")
    assert label_items([Item("1", text)], labeller=label_by_plan(plan, base=base))[0].workstream == title


def test_a_workstream_without_tasks_is_told_by_its_title(base: WorkstreamModel) -> None:
    labeller = label_by_plan(make_plan("做好防汛", "保障供水", "清运垃圾"), base=base)
    assert label_items([Item("1", "清运垃圾")], labeller=labeller)[0].workstream == "清运垃圾"


def test_doubled_titles_are_told_apart_by_number(base: WorkstreamModel) -> None:
    assert label_by_plan(make_plan("重点工作", "重点工作", "其他"), base=base).themes == (
        "一 重点工作",
        "二 重点工作",
        "其他",
    )


@pytest.mark.parametrize(
    ("titles", "told"), [((), "没有分出工作线"), (("做好防汛",), "只有一条工作线")], ids=["none", "one"]
)
def test_a_plan_without_workstreams_is_refused(titles: tuple[str, ...], told: str, base: WorkstreamModel) -> None:
    with pytest.raises(InputError, match=f"plan.txt: 计划{told}，无从归类；请去掉 --plan"):
        label_by_plan(make_plan(*titles), base=base)


@pytest.mark.parametrize("text", ["", "堤防" * 50_000], ids=["empty", "long"])
def test_odd_texts_are_labelled(text: str, base: WorkstreamModel) -> None:
    [label] = label_items([Item("1", text)], labeller=label_by_plan(make_plan("做好防汛", "保障供水"), base=base))
    assert 0 <= label.score <= 1


def test_words_of_the_text_are_told_for_a_plan(base: WorkstreamModel) -> None:
    labeller = label_by_plan(make_plan("做好防汛", "保障供水"), base=base)
    [label] = label_items([Item("1", "昨日巡查堤防")], labeller=labeller, explain=True)
    assert "堤防" in label.words


def test_what_was_asked_for_is_chosen(base: WorkstreamModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_themes, "load_workstream_model", lambda: base)
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[rule]]\nname = "防汛"\nexamples = ["巡堤"]\n[[rule]]\nname = "供水"\nexamples = ["抄表"]\n', "utf-8"
    )
    assert choose_labeller() is base
    assert choose_labeller(taxonomy=file).themes == ("防汛", "供水")
    assert choose_labeller(plan=make_plan("做好防汛", "保障供水")).themes == ("做好防汛", "保障供水")
