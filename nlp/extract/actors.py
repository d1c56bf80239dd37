"""Tell names of those who act from prose: a stretch of text and the names in it to yes or no."""

from __future__ import annotations

import re

from nlp.extract.marks import rule
from nlp.extract.names import CALLED, CLOSE, LISTED, OPEN, POST, Name, alternation, is_person, kind_of
from nlp.lexicon import load

_TRIGGERS = load("subject_triggers.tsv", keys=("word", "use"))
VERBS = tuple(row["verb"] for row in load("verbs.tsv", keys=("verb", "form")))


def words(use: str) -> list[str]:
    """The words of subject_triggers.tsv that have a use."""
    return [row["word"] for row in _TRIGGERS if use in row["use"].split()]


IN_NAME = frozenset(words("in_name"))
_INSIDE = re.compile(alternation(words("inside")))
_INSIDE_OK = re.compile(alternation(words("inside_ok")))
_START = re.compile(
    rf"{alternation(words('start'))}|{rule('hands_over').pattern}|{alternation(words('opens'))}"
    r"(?!组(?!织)|小组|队|员|师|科|股|部(?!署)|室|班|中心|人员|岗|站(?![位立])|办(?![理好公])|所(?![有属需])|处(?![理置罚])|局|厅|大厅|车间|窗口|机构)"
)
_VERB = re.compile(alternation([verb for verb in VERBS if verb not in IN_NAME and len(verb) > 1]))
_NAME_VERB = re.compile(alternation([verb for verb in IN_NAME if len(verb) > 1]))
_AGENT = re.compile(
    rf"{alternation(words('agent'))}.{{0,2}}"
    r"(?:责任人|负责人|联系人|联络人|承办人|经办人|人员|干部|领导|老师|法官|检察官|民警|干警|律师|医生|医师|教师|队员|小组|组|专班|窗口|单位|部门|机构|科室|岗|队|员)$"
)
_ADVERBS = [row["word"] for row in load("adverbs.tsv", keys=("word", "form")) if row["form"] == "adverb"]
_ADVERB_AND_VERB = re.compile(
    rf"{alternation([*_ADVERBS, *words('adverb')])}"
    rf"{alternation([*(verb for verb in VERBS if verb not in IN_NAME and len(verb) > 1), *words('opens')])}"
)
_COUNTED = re.compile(r"(?:另|另帮|有|共|请|抽)\d|\d+(?:分钟|天|次|处|人)|每处|人员$")
"""What only counts or is a bare word for people: no name."""
_HELD = re.compile(rf".*(?:{POST}|{CALLED})(?=.)")
"""The post before a person's name: 首席检验师 of 首席检验师沈岚."""
_VERB_AND_ENDING = re.compile(
    rf"{alternation([verb for verb in VERBS if len(verb) > 1])}(?:局|庭|科|股|室|处|部|组|中心|队|站|厅)$"
)
"""How a body's name ends that holds a verb inside: 调度室 of 总调度室."""
_NOT_AN_OBJECT = re.compile(rf"{POST}|领导班子|领导小组|监督员")
_NAMED_ALONE = re.compile(
    rf"(?!{alternation(words('no_name'))}){alternation([verb for verb in VERBS if len(verb) > 1])}{{1,3}}"
    r"(?:局|庭|科|股|室|处|部|组|中心|队|站|所|办)"
)
"""A body whose whole name is verbs and an ending: 执行局, 立案庭, 执行实施组."""
_NAMED_FOR_VERB = re.compile(
    rf"(?!{alternation(words('no_name'))}(?!办|工作|领导小组))"
    r"(?!..(?:各|全|有关|相关|下属|基层|所属|机关))(?:组织(?:部|部门|科|股|处|人事.{0,3})|(?!组织).{2,12}"
    r"(?:局|委|办|科|股|室|处|部|厅|署|中心|部门|站|院|所|队|组))$"
)
_MAY_OPEN = re.compile(rf"{alternation(words('agent'))}|{_NAMED_ALONE.pattern}|{alternation(LISTED)}")
"""What may open a name though a verb does."""


def reach(text: str, start: int, limit: int) -> int:
    """How far names that begin at a place can reach: up to the first word that no name holds, nowhere behind a verb.

    >>> reach("办公室对标先进", 0, 7), reach("加强办公室建设", 0, 7)
    (3, 0)
    """
    if (
        _START.match(text, start, limit)
        or _VERB.match(text, start, limit)
        or _ADVERB_AND_VERB.match(text, start, limit)
    ) and not _MAY_OPEN.match(text, start, limit):
        return start
    allowed = [hit.span() for hit in _INSIDE_OK.finditer(text, start, limit)]
    for hit in _INSIDE.finditer(text, start, limit):
        if not any(begin <= hit.start() and hit.end() <= end for begin, end in allowed):
            return hit.start()
    return limit


def reads_as_names(text: str, names: tuple[Name, ...], *, free: bool = False) -> bool:
    """Whether a stretch is nothing but names: no verb, preposition or 的 in it, and each part of a known kind.

    Verbs that bodies and posts are named for (监督检查室, 帮扶责任人) are allowed; `free` lets all names but the last
    be any word.

    >>> from nlp.extract.names import split_names
    >>> [reads_as_names(text, split_names(text)) for text in ("监督检查室", "帮扶责任人", "加强各部门")]
    [True, True, False]
    """
    if not names or _INSIDE.search(_INSIDE_OK.sub("", text)):
        return False
    agent = _AGENT.match(names[0].text)
    if sum(map(text.count, OPEN)) != sum(map(text.count, CLOSE)):
        return False
    if rule("object_of").search(names[0].text) or _COUNTED.match(names[0].text):
        return False
    if (
        not agent
        and (_START.match(text) or _VERB.match(text) or _ADVERB_AND_VERB.match(text))
        and not (_named_for_verbs(names[0].text) or (is_person(names[0].text) and _NAMED_ALONE.match(text)))
    ):
        return False
    kinds = [kind_of(name.text) for name in names]
    if kinds[-1] is None or (not free and None in kinds):
        return False
    named = agent or (kinds[0] == "organisation" and _NAMED_FOR_VERB.match(text))
    if _NAME_VERB.match(text) and not _NOT_AN_OBJECT.match(text) and not named:
        return False
    return not any(
        _VERB.search(_AGENT.sub("", (_HELD if kind == "person" else _VERB_AND_ENDING).sub("", name.text)), 1)
        for name, kind in zip(names, kinds, strict=True)
        if not _named_for_verbs(name.text)
    )


def _named_for_verbs(name: str) -> bool:
    return name in LISTED or _NAMED_ALONE.fullmatch(name) is not None
