"""Say in one plain Chinese sentence why a task has the status that it has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from nlp.cover.quantities.counts import find_shortfall
from nlp.cover.status import Verdict
from nlp.lexicon import load
from nlp.types import Rejected, StatementKind, Task

Fit = Literal["other", "maybe", "weak"]
Unread = Literal["report", "part"]
UNREAD = {"report": "有报告未能读取，尚不能断定", "part": "部分文件内容未能读出，尚不能断定"}


def why(
    task: Task,
    verdict: Verdict,
    rejected: Sequence[Rejected],
    *,
    months: int = 12,
    unread: Unread | None = None,
    copied: str | None = None,
) -> str:
    """The reason for a verdict, for a reader who knows nothing of links and scores.

    It names only what the verdict rests on. `rejected` are the near passages that do not count; `unread` says that a
    whole report, or part of one, could not be read and the verdict might be better for it; `copied` that some of the
    evidence may be copied. `months` of the year have passed, by which recurring work is counted.

    >>> from nlp.types import Place
    >>> from nlp.cover.status import NOTHING
    >>> task = Task("1", None, None, "签订责任书。", (), (), (), (), Place(0, 0, 6), 1.0)
    >>> why(task, NOTHING, ())
    '报告中没有找到相关做法。'
    """
    if verdict.status == "none":
        reasons = list(dict.fromkeys(found.reason for found in rejected))
        text = f"没有完成的证据，相近的内容：{'；'.join(reasons[:2])}" if reasons else "报告中没有找到相关做法"
    else:
        text = f"找到{len(verdict.evidence)}处证据" + (
            "" if verdict.status == "covered" else f"，{_lack(task, verdict, months)}"
        )
        if verdict.status == "covered" and len(task.actions) > 1 and len(verdict.proved) == len(task.actions):
            text += f"，涉及全部{len(task.actions)}项要求"
    text += f"；{copied}，请核实" if copied else ""
    return f"{text}；{UNREAD[unread]}。" if unread and verdict.status != "covered" else f"{text}。"


def reason(kind: StatementKind, fit: Fit = "weak") -> str:
    """Why a passage of this kind is no evidence; of acts `fit` says how they stand to the task and to the others.

    >>> reason("planned"), reason("done", "other")
    ('仅为计划', '相似但说的是另一件事')
    """
    return _reasons()[fit if kind in ("done", "in_progress") else kind]


def spoilt(kind: Literal["copied", "refuted"], detail: str) -> str:
    """Why an act counts for nothing: it is copied (`detail` says from where), or its report denies it (there).

    >>> spoilt("refuted", "仍有2个站所没有签订。")
    '同一报告另处写明并非如此：“仍有2个站所没有签订。”'
    """
    return _reasons()[kind].format(detail=detail)


def _lack(task: Task, verdict: Verdict, months: int) -> str:
    """What keeps evidence from being all of it: a number, a rest, an action that nothing speaks of."""
    short = find_shortfall(task, tuple(near.text for near in verdict.evidence), months=months)
    if short is not None:
        return short.sentence
    missing = [action for index, action in enumerate(task.actions) if index not in verdict.proved]
    if missing and verdict.proved:
        return f"“{missing[0].text}”未见佐证"
    if any(near.statement.kind == "in_progress" for near in verdict.evidence):
        return "部分事项仍在进行"
    return "报告写明还有未完成的部分" if verdict.rest_undone else "尚不足以证明全部完成"


@lru_cache(maxsize=1)
def _reasons() -> dict[str, str]:
    return {row["kind"]: row["reason"] for row in load("rejection_reasons.tsv", keys=("kind", "reason"))}
