"""Kinds of statements by cue rules: every rule's own examples, then sentences with several cues."""

from __future__ import annotations

import re

import pytest

from nlp.classify.cues import KEYS, KINDS
from nlp.classify.rules import classify_by_rules
from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.types import Passage, Place

RULES = load("statement_cues.toml", keys=KEYS)


def passage(text: str, **more: object) -> Passage:
    return Passage(0, text, Place(0, 0, len(text)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_every_rule_finds_its_examples(rule: dict[str, object]) -> None:
    examples = rule["examples"]
    assert examples
    assert [text for text in examples if not re.search(str(rule["pattern"]), text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_no_rule_finds_its_counterexamples(rule: dict[str, object]) -> None:
    texts = rule["not_examples"]
    assert texts
    assert [text for text in texts if re.search(str(rule["pattern"]), text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4月9日召开廉政专题会，签订责任书31份。", "done"),
        ("全年未发生泄密事件。", "done"),
        ("窗口业务零事故、零举报。", "done"),
        ("9月完成轮岗7人，明年再安排2人。", "done"),
        ("经费比上年下降12%，少花3.1万元。", "done"),
        ("新的采购办法正在征求意见。", "in_progress"),
        ("下一步，我局将组织专题学习。", "planned"),
        ("拟于12月下旬签订责任书。", "planned"),
        ("计划2023年建成廉洁长廊。", "planned"),
        ("责任清单至今没有分解。", "negated"),
        ("对基层的指导力度不够。", "negated"),
        ("全体干部必须守住廉洁底线。", "requirement"),
        ("始终坚持把纪律挺在前面。", "requirement"),
        ("去年3月签订责任书22份。", "prior"),
        ("2020年举办党课4期。", "prior"),
        ("现将有关情况报告如下。", "background"),
        ("中心下设5个科室，在编人员43人。", "background"),
        ("（责任单位：安全科；完成时限：6月底前）", "background"),
        ("为做好2022年工作，制定本方案。", "background"),
        ("开展主题教育不少于2次。", "requirement"),
        ("走访企业不少于2次，实际走访31家。", "done"),
    ],
    ids=lambda value: value[:12],
)
def test_kind(text: str, kind: str) -> None:
    assert classify_by_rules((passage(text),), year=2022)[0].kind == kind


def test_a_plan_governs_the_rest_of_its_sentence() -> None:
    [found] = classify_by_rules((passage("拟于下月开展检查，走访4个网点。"),), year=2022)
    assert found.kind == "planned"


def test_another_year_needs_the_reports_year() -> None:
    text = (passage("2020年举办党课4期。"),)
    assert [classify_by_rules(text, year=year)[0].kind for year in (2020, 2022, None)] == ["done", "prior", "done"]


def test_a_heading_is_background() -> None:
    [found] = classify_by_rules((passage("三、已完成整改12件", kind="heading"),), year=2022)
    assert found.kind == "background"


def test_the_heading_above_colours_a_sentence() -> None:
    text = "个别科室的台账同实际有出入。"
    kinds = [
        classify_by_rules((passage(text, section=section),), year=2022)[0].kind
        for section in (("主要做法",), ("存在的不足",))
    ]
    assert kinds == ["background", "negated"]


def test_statements_keep_order_and_ids() -> None:
    passages = tuple(Passage(i + 7, "印发通报2期。", Place(0, 0, 7)) for i in range(3))
    assert [found.passage for found in classify_by_rules(passages, year=None)] == [7, 8, 9]


def test_scores_are_chances_of_known_kinds() -> None:
    found = classify_by_rules((passage("6月印发手册。"), passage("打算明年再办。"), passage("")), year=2022)
    assert all(0 <= statement.score <= 1 and statement.kind in KINDS for statement in found)


def test_the_deciding_cue_is_named() -> None:
    [found] = classify_by_rules((passage("新办法正在征求意见。"),), year=2022)
    assert found.cue == "under way"


REST = "weight = 1.0\nexamples = []\nnot_examples = []\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('name = "x"\nkind = "doing"\npattern = "a"', "第1条: kind 是 'doing'；可用的是 "),
        ('name = "x"\nkind = "done"\npattern = "("', "第1条: pattern 不是正则式"),
        ('name = "x"\nkind = "done"\npattern = "a"\nscope = "page"', "第1条: scope 是 'page'；可用的是 "),
    ],
    ids=["kind", "pattern", "scope"],
)
def test_a_wrong_rule_of_the_overlay_is_named(
    row: str, told: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "statement_cues.toml").write_text(f"[[rule]]\n{row}\n{REST}", encoding="utf-8")  # type: ignore[operator]
    monkeypatch.setenv("DUBAN_LEXICON", str(tmp_path))
    with pytest.raises(ConfigError, match=told):
        classify_by_rules((passage("印发通报。"),), year=None)


def register(*rows: tuple[str, ...]) -> tuple[Passage, ...]:
    """The cells of a table whose first row names the columns, as passages."""
    cells: list[Passage] = []
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            beside = tuple(
                f"{head}：{cell}" for i, (head, cell) in enumerate(zip(rows[0], row, strict=True)) if i != at
            )
            cells.append(Passage(len(cells), text, Place(4, 0, 0), (), "cell", beside if number else ()))
    return tuple(cells)


def test_cells_that_name_the_task_are_background() -> None:
    cells = register(
        ("序号", "工作任务", "责任单位", "完成情况"), ("1", "签订责任书22份", "办公室", "6月签订责任书22份")
    )
    kinds = [found.kind for found in classify_by_rules(cells, year=2022)]
    assert kinds == ["background"] * 7 + ["done"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("已完成", "done"),
        ("12/12", "done"),
        ("100%", "done"),
        ("部分完成", "in_progress"),
        ("正在推进", "in_progress"),
        ("9/12", "in_progress"),
        ("未开展", "negated"),
    ],
    ids=lambda value: value,
)
def test_a_status_cell_decides(status: str, kind: str) -> None:
    cells = register(("工作任务", "完成情况"), ("签订责任书", status))
    assert classify_by_rules(cells, year=2022)[-1].kind == kind


@pytest.mark.parametrize(("status", "kind"), [("已完成", "done"), ("部分完成", "in_progress")], ids=["whole", "part"])
def test_an_act_is_held_against_its_rows_status(status: str, kind: str) -> None:
    cells = register(("工作任务", "进展情况", "完成情况"), ("签订责任书", "6月签订责任书22份", status))
    assert classify_by_rules(cells, year=2022)[4].kind == kind


def test_a_table_without_what_was_done_is_no_register() -> None:
    cells = register(("项目", "数量"), ("6月走访辖区企业31家", "31"))
    assert classify_by_rules(cells, year=2022)[2].kind == "done"
