import re
from time import process_time

import pytest

from nlp.lexicon import load
from nlp.parse.raw import Grid, GridCell, Paragraph
from nlp.parse.tidy import close_up, line_kind, tidy

RULES = load("copied_lines.toml", keys=("name", "kind", "pattern", "examples", "not_examples"))


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in RULES for t in r["examples"]], ids=str)
def test_rule_matches_its_examples(rule, text: str) -> None:
    assert re.fullmatch(rule["pattern"], text)


@pytest.mark.parametrize("text", [t for r in RULES for t in r["not_examples"]])
def test_counterexamples_are_text(text: str) -> None:
    assert line_kind(text) is None


@pytest.mark.parametrize(
    "text",
    ["2024—2026年", "3", "一、压实责任", "打印责任清单12份。", "来源于基层", "第一页", "—— 坚持便民", "秘密级文件管理"],
)
def test_text_of_a_paper_is_kept(text: str) -> None:
    assert [b.text for b in tidy([Paragraph(text)])] == [text]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2 0 2 4 年 工 作 要 点", "2024年工作要点"),
        ("新 建 茶 园 8 0 0 亩 ，培 育 企 业 2 家 。", "新建茶园800亩，培育企业2家。"),
        ("通 知", "通 知"),
        ("某某局  2024年3月1日", "某某局  2024年3月1日"),
        ("任务 责任单位 时限 备注", "任务 责任单位 时限 备注"),
    ],
)
def test_spaces_between_characters(printed: str, read: str) -> None:
    assert close_up(printed) == read


def test_tables_are_let_be() -> None:
    grid = Grid(1, 1, (GridCell(0, 0, "- 3 -"),))
    assert tidy([Paragraph("- 3 -"), grid]) == [grid]


@pytest.mark.parametrize(
    "line",
    ["小 中 大 " * 9 + "班均开展活动。", "首页" + "-" * 60 + "。", "特急 " * 40 + "件", "首页" + " > 栏目" * 24 + "。"],
)
def test_a_line_that_nearly_fits_costs_no_time(line: str) -> None:
    start = process_time()
    line_kind(line)
    assert process_time() - start < 1
