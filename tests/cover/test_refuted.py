"""General claims that the same report denies, in reports of a few sentences made by hand."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from nlp.cover.refuted import find_refuted
from nlp.types import Clause, Passage, Place, Report, Statement, StatementKind

RULES = tomllib.loads((files("nlp.lexicon") / "general_claims.toml").read_text("utf-8"))["rule"]


def report(*texts: str, kind: str = "sentence") -> Report:
    passages = tuple(Passage(n, text, Place(n, 0, len(text)), kind=kind) for n, text in enumerate(texts))  # type: ignore[arg-type]
    return Report("r1", "r1.txt", "", None, None, 2022, None, passages)


def told(*kinds: StatementKind) -> tuple[Statement, ...]:
    return tuple(Statement(n, kind, 0.9) for n, kind in enumerate(kinds))


def found(claim: str, denial: str, kind: StatementKind = "negated", **more: Any) -> dict[int, int]:
    return dict(find_refuted(report(claim, denial), told("done", kind), **more))


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ("与各站所的廉政责任书全部签订到位。", "东桥、西桥两个站的责任书至今没签。"),
        ("中层干部任前谈话做到应谈尽谈。", "三名新任站长的任前谈话一直没有做。"),
        ("食堂采购台账均已按月公示。", "采购台账公示不及时，有五个月空着。"),
        ("岗位风险点排查实现全覆盖。", "水泵房和车队的风险点还没有排查。"),
        ("印章使用登记制度全面落实。", "印章使用登记有漏记，值班室的登记本缺失。"),
        ("党员志愿服务全员参加。", "志愿服务流于形式，两个支部没有组织。"),
        ("公车加油卡管理要求落实到位。", "加油卡管理不严，两张卡仍由司机自己保管。"),
        ("巡察反馈问题全部整改销号。", "巡察反馈的租金漏收一项尚未整改。"),
        ("2022年各项工作任务全部完成。", "家访活动没有开展。"),
        ("责任书签订率100%。", "外派的两名站长没有签订责任书。"),
    ],
)
def test_a_claim_is_denied(claim: str, denial: str) -> None:
    assert found(claim, denial) == {0: 1}


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ("全年未发生群众投诉。", "6月收到群众投诉3件，均为路灯不亮。"),
        ("实现零事故。", "8月发生翻车事故一起，两人受伤。"),
        ("未出现公款吃喝问题。", "站长因公款吃喝受到处分，牵连3人。"),
    ],
)
def test_what_is_said_not_to_have_happened_did_happen(claim: str, denial: str) -> None:
    assert found(claim, denial, "done") == {0: 1}


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ("与各站所的廉政责任书全部签订到位。", "食堂采购台账没有公示。"),
        ("与12个站所的责任书全部签订。", "东桥站的责任书没有签。"),
        ("5月9日前责任书全部签订。", "东桥站的责任书没有签。"),
        ("组织签订责任书。", "东桥站的责任书没有签。"),
        ("责任书全部签订到位。", "检查中发现东桥站的责任书没有签。"),
        ("巡察反馈问题全部整改销号。", "巡察反馈指出的租金台账不全，是管理不严所致。"),
        ("责任书全部签订到位。", "凡没有签责任书的，一律不得上岗。"),
        ("全年未发生群众投诉。", "处理群众来信，未收到投诉。"),
        ("党员教育全覆盖。", "党员干部学习不够深入。"),
        ("罚没款全部按期上缴。", "据此出台罚没款入库细则。"),
        ("", ""),
    ],
    ids=["other", "number", "date", "not general", "found", "mended", "wish", "none", "vague", "seized", "empty"],
)
def test_what_is_not_denied(claim: str, denial: str) -> None:
    assert not found(claim, denial)


def test_a_common_task_makes_one_word_enough() -> None:
    claim, denial = "家访均已完成。", "东桥站的家访没有去。"
    assert not found(claim, denial)
    assert not found(claim, denial, about={0: ("1.1.1",), 1: ("1.1.2",)})
    assert found(claim, denial, about={0: ("1.1.1",), 1: ("1.1.1",)}) == {0: 1}


@pytest.mark.parametrize("kind", ["planned", "requirement", "prior", "background", "negated"])
def test_only_what_may_be_evidence_is_a_claim(kind: StatementKind) -> None:
    said = report("责任书全部签订到位。", "东桥站的责任书没有签。")
    assert 0 not in find_refuted(said, told(kind, "negated"))


def test_the_negated_clause_of_a_mixed_passage_denies() -> None:
    text = "车队已自查，东桥站的责任书没有签。"
    mixed = Statement(1, "done", 0.9, clauses=(Clause("done", 0, 6), Clause("negated", 6, len(text))))
    said = report("责任书全部签订到位。", text)
    assert find_refuted(said, (Statement(0, "done", 0.9), mixed)) == {0: 1}


def test_the_nearest_in_matter_is_named() -> None:
    said = report("任前谈话台账均已建立。", "值班台账没有装订成册。", "任前谈话台账没有建。")
    assert find_refuted(said, told("done", "negated", "negated")) == {0: 2}


def test_headings_and_passages_without_a_statement_are_left_out() -> None:
    assert not find_refuted(report("责任书全部签订。", "责任书没有签。", kind="heading"), told("done", "negated"))
    assert not find_refuted(report("责任书全部签订。", "责任书没有签。"), ())


@pytest.mark.parametrize("count", [2000])
def test_many_claims_and_denials(count: int) -> None:
    said = report(*["廉政责任书全部签订到位。", "东桥站的廉政责任书没有签订。"] * count)
    assert len(find_refuted(said, told(*["done", "negated"] * count))) == count  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["name"]))
def test_examples(rule: dict[str, Any]) -> None:
    pattern = re.compile(rule["pattern"])
    assert [text for text in rule["examples"] if not pattern.search(text)] == []
    assert [text for text in rule["not_examples"] if pattern.search(text)] == []
