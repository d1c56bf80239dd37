"""What a task orders to be done."""

import re

import pytest

from nlp.extract.actions import find_actions
from nlp.lexicon import load

ACTIONS = {
    "坚决纠治餐饮浪费，严肃查处违规行为。": ["坚决纠治餐饮浪费", "严肃查处违规行为"],
    "深刻体悟节约的意义，开展光盘宣传。": ["开展光盘宣传"],
    "建立巡河台账，确保问题清零。": ["建立巡河台账"],
    "排查隐患，切实做到底数清、情况明。": ["排查隐患"],
    "组织技能比武，营造比学赶超的氛围。": ["组织技能比武"],
    "公布服务热线，办结率达到98%。": ["公布服务热线"],
    "举办读书会，全年不少于4次。": ["举办读书会"],
    "修订会议制度，6月底前完成。": ["修订会议制度"],
    "修订目录，由办公室牵头、人事科配合。": ["修订目录"],
    "各科室每月开展自查，并报送台账。": ["每月开展自查", "报送台账"],
    "办公室会同人事科修订制度，印发各支部。": ["会同人事科修订制度", "印发各支部"],
    "对新入职人员，到岗后1个月内开展培训。": ["对新入职人员，到岗后1个月内开展培训"],
    "紧盯汛期，开展堤防巡查。": ["开展堤防巡查"],
    "宣讲《安全守则（试行）》，“一事，一档”登记。": ["宣讲《安全守则（试行）》", "“一事，一档”登记"],
    "提高政治站位。": ["提高政治站位"],
}


@pytest.mark.parametrize(("sentence", "clauses"), ACTIONS.items(), ids=ACTIONS)
def test_main_clauses(sentence, clauses):
    assert [action.text for action in find_actions(sentence)] == clauses


@pytest.mark.parametrize("sentence", ACTIONS)
def test_clauses_are_substrings(sentence):
    assert all(action.text in sentence and action.verb in action.text for action in find_actions(sentence))


@pytest.mark.parametrize(
    ("sentence", "verb", "object"),
    [
        ("严格执行请示报告制度。", "严格执行", "请示报告制度"),
        ("及时通报典型案例。", "通报", "典型案例"),
        ("每季度向上级报送工作信息。", "报送", "工作信息"),
        ("对窗口服务进行明察暗访。", "进行", "明察暗访"),
        ("对苗头性问题及时约谈提醒。", "约谈提醒", "苗头性问题"),
        ("3月底前召开专题会议。", "召开", "专题会议"),
    ],
)
def test_verb_and_object(sentence, verb, object):
    action, *_ = find_actions(sentence)
    assert (action.verb, action.object) == (verb, object)


def test_nothing_in_nothing():
    assert find_actions("") == ()


def test_rules_match_their_examples_and_nothing_else():
    for row in load("clause_kinds.toml", keys=("name", "pattern", "examples", "not_examples")):
        pattern = re.compile(row["pattern"])
        assert [text for text in row["examples"] if not pattern.search(text)] == []
        assert [text for text in row["not_examples"] if pattern.search(text)] == []
