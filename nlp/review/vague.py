"""Tell whether a task's wording can be checked: a task to a yes or no."""

from __future__ import annotations

import re

from nlp.lexicon.script import to_simplified
from nlp.review.patterns import pattern
from nlp.types import Task


def is_unmeasurable(task: Task) -> bool:
    """Whether nothing could be shown for a task: every action is a stance, and the sentence names no trace of work.

    A quantity, or a time limit in the sentence itself (长期坚持 is none), makes any task one that can be checked; so
    does a named paper, meeting, list, check, talk or thing. Meant to be sparing: a doubtful task is not named.

    >>> from nlp.types import Action, Place
    >>> def task(text): return Task("1", None, None, text, (Action("", "", text[:-1]),), (), (), (), Place(0, 0, 9), 1)
    >>> is_unmeasurable(task("进一步加强作风建设。")), is_unmeasurable(task("加强作风建设专题培训。"))
    (True, False)
    """
    if task.targets or any(_is_own(task, deadline.offset) for deadline in task.deadlines if deadline.kind != "ongoing"):
        return False
    text = _rule("set_aside").sub("", _plain(task.text))
    return not _rule("shown").search(text) and all(_is_vague(_plain(action.text)) for action in task.actions)


def _is_vague(clause: str) -> bool:
    """Whether a clause is a stance: a mere frame (围绕…), or a verb of stance towards something abstract."""
    found = _rule("stance").search(clause)
    if not found or found["verb"] is None:
        return found is not None
    begin, end = found.span("verb")
    return bool(_rule("abstract").search(clause[:begin]) or _rule("abstract").search(clause, end))


def _is_own(task: Task, offset: int | None) -> bool:
    return offset is not None and task.source.start <= offset < task.source.end


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", to_simplified(text))


def _rule(name: str) -> re.Pattern[str]:
    return pattern(name, file="vague_wording.toml")
