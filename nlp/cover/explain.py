"""Say in one plain Chinese sentence why a task has the status that it has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nlp.cover.status import Verdict
from nlp.lexicon import load
from nlp.types import Rejected, StatementKind, Task


def why(task: Task, verdict: Verdict, rejected: Sequence[Rejected], *, undecided: bool = False) -> str:
    """The reason for a verdict, for a reader who knows nothing of links and scores.

    `rejected` are the near passages that do not count, `undecided` says that part of a report could not be read.

    >>> from nlp.types import Place
    >>> task = Task("1", None, None, "签订责任书。", (), (), (), (), Place(0, 0, 6), 1.0)
    >>> why(task, Verdict("none", 0.0, (), (), None, True), ())
    '报告中没有找到相关做法。'
    """
    if verdict.status == "none":
        reasons = list(dict.fromkeys(found.reason for found in rejected))
        text = f"没有完成的证据，相近的内容{'、'.join(reasons[:2])}" if reasons else "报告中没有找到相关做法"
        return f"{text}；部分文件未能读出，尚不能断定。" if undecided else f"{text}。"
    parts = []
    if len(task.actions) > 1:
        parts.append(f"{len(task.actions)}项要求中{len(verdict.proved)}项有证据")
    else:
        parts.append(f"找到{len(verdict.evidence)}处证据")
    if verdict.short:
        done, _, asked = verdict.short.partition("/")
        parts.append(f"要求{asked}，报告写明{done}")
    elif verdict.status == "partial":
        open_ends = any(near.statement.kind == "in_progress" for near in verdict.evidence)
        parts.append("部分事项仍在进行" if open_ends else "尚不足以证明全部完成")
    return "，".join(parts) + "。"


def reason(kind: StatementKind) -> str:
    """Why a passage of this kind is no evidence.

    >>> reason("planned")
    '仅为计划'
    """
    return _reasons()[kind]


@lru_cache(maxsize=1)
def _reasons() -> dict[str, str]:
    return {row["kind"]: row["reason"] for row in load("rejection_reasons.tsv", keys=("kind", "reason"))}
