"""Tell a plan from a report and from other papers: title, lines and table headers to a DocumentKind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.lexicon import load
from nlp.lexicon.script import to_simplified
from nlp.types import DocumentKind

_LOOKS_BACK_AND_AHEAD = re.compile(
    r"(?:总结|小结|汇报|报告|情况)(?:及|和|暨|与|、|并).*(?:计划|打算|安排|要点|思路|设想)$"
)
_REGISTER = re.compile(r"(?:台账|清单|登记表|一览表|汇总表|情况表)$")
_PROGRESS = re.compile(r"进展|完成情况|落实情况|办理情况|佐证|成效|是否完成")
_LIMIT = re.compile(r"时限|完成时间|时间节点|责任单位|牵头")


def find_kind(title: str, lines: Sequence[str], *, headers: str = "") -> DocumentKind:
    """Plan, report or other: the word of `lexicon/document_kinds.tsv` that stands nearest to the title's end decides.

    A register (台账, 清单 …) is what its columns say: one with progress a report, one with deadlines alone a plan.

    >>> find_kind("市博物馆落实2022年度党风廉政建设任务自查报告", [])
    'report'
    >>> find_kind("澄岚街道2025年清廉街道建设工作要点", [])
    'plan'
    """
    title = re.sub(r"[（(][^（）()]*[)）]", "", to_simplified(title))
    if _REGISTER.search(title) and headers:
        headers = to_simplified(re.sub(r"\s+", "", headers))
        if _PROGRESS.search(headers):
            return "report"
        if _LIMIT.search(headers):
            return "plan"
    if _LOOKS_BACK_AND_AHEAD.search(title):
        return "report"
    found = {word: title.rfind(word) + len(word) for word in _kinds() if word in title}
    if title.endswith("台账") and (kind := _by_sentences(lines)) != "other":
        return kind  # a register without columns is what its lines say
    if found:
        named = _kinds()[max(found, key=lambda word: (found[word], len(word)))]
        if named != "open":
            return "plan" if named == "plan" else "report" if named == "report" else "other"
    return _by_sentences(lines)


def names_kind(text: str) -> bool:
    """Whether a text holds a word that says what kind of paper it is."""
    return any(word in text for word in _kinds())


def _by_sentences(lines: Sequence[str]) -> DocumentKind:
    """What the words of done and of ordered work say, where the title says nothing."""
    body = "".join(lines)
    past = sum(body.count(cue) for cue in ("了", "已", "一年来", "现将", "下一步"))
    order = sum(body.count(cue) for cue in ("要", "严格", "加强", "深化", "责任单位", "底前", "前完成"))
    if not body or past == order == 0:
        return "other"
    return "report" if past > order else "plan"


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in load("document_kinds.tsv", keys=("word", "kind"))}
