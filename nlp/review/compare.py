"""Compare two tasks that are one: what changed from the old to the new, as kinds and in words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Hashable, Iterable
from datetime import date
from difflib import SequenceMatcher

from nlp.review.wording import Wording, fold, letters
from nlp.types import ChangeKind, Deadline, Role, Target, Task

_OWNERS: tuple[tuple[Role, str], ...] = (("lead", "责任单位"), ("person", "责任人"), ("supervise", "督办领导"))
_SHOWN, _MOST = 3, 0.5  # more changed pieces, or less that stands, and a wording counts as written anew


def compare(
    old: Task, new: Task, *, wordings: tuple[Wording, Wording], years: tuple[int | None, int | None] = (None, None)
) -> tuple[tuple[ChangeKind, ...], tuple[str, ...]]:
    """The kinds of change from one task to the other, and details that say in Chinese what changed.

    `wordings` are those of the two tasks, `years` their plans' years. `carried_over` stands alone where nothing
    changed; white space, punctuation, width and the number in front do not count.

    Time limits are compared by value, counted from the plan's year (2023年6月底前 in 2023 and 2024年6月底前 in 2024 are
    the same, so are 6月底前 and 6月30日前); where words and day are the same nothing moved; where a plan has no year
    they are compared by month and day, and by their words where they have none. `owner_changed` are other leads,
    persons or supervisors, and supporting bodies that came or went (配合单位增加…). `target_changed` are other targets,
    and other numbers in the same words.
    `reworded` is any other change of words.

    >>> from nlp.review.wording import word
    >>> old, new = (Task("1", None, None, text, (), (), (), (), None, 1.0) for text in ("巡河4次。", "1.巡河 6次"))
    >>> compare(old, new, wordings=(word(old, None), word(new, None)))
    (('target_changed',), ('数字：4 → 6',))
    """
    kinds: list[ChangeKind] = []
    targets = _compare_targets(old, new)
    same_words, numbers = _compare_wordings(*wordings, counted=bool(targets))
    details = [] if same_words else _tell_wording(*wordings)
    if not same_words:
        kinds.append("reworded")
    found: tuple[tuple[ChangeKind, list[str]], ...] = (
        ("deadline_moved", _compare_deadlines(old, new, years)),
        ("owner_changed", _compare_owners(old, new)),
        ("target_changed", targets or numbers),
    )
    for kind, told in found:
        if told:
            kinds.append(kind)
            details += told
    return tuple(kinds) or ("carried_over",), tuple(details)


def deadline_values(task: Task, year: int | None) -> dict[Hashable, str]:
    """The values of a task's time limits, each with its phrase; dates are counted from `year`, None leaves it out.

    >>> limit = Deadline("2月底前", "date", end=date(2024, 2, 29))
    >>> task = Task("1", None, None, "", (), (), (limit,), (), None, 1.0)
    >>> deadline_values(task, 2024)
    {('date', None, (0, 2, 0)): '2月底前'}
    """
    return {_value(deadline, year): deadline.text for deadline in reversed(task.deadlines)}


def owners(task: Task, role: Role) -> dict[str, str]:
    """The names of those who have a role in a task, folded and as printed."""
    return {letters(party.name): party.name for party in task.parties if party.role == role}


def _value(deadline: Deadline, year: int | None) -> Hashable:
    if deadline.kind in ("date", "range") and deadline.end is not None:
        return deadline.kind, _day(deadline.start, year), _day(deadline.end, year)
    if deadline.kind == "recurring" and deadline.rrule:
        return deadline.kind, deadline.rrule
    if deadline.kind == "relative" and deadline.duration:
        anchor = "".join(char for char in letters(deadline.text) if not char.isnumeric() and char not in "两半个")
        return deadline.kind, deadline.duration, anchor
    return deadline.kind, "" if deadline.kind in ("ongoing", "immediate") else letters(deadline.text)


def _day(day: date | None, year: int | None) -> tuple[int | None, int, int] | None:
    """Years from the plan's year, month, day; the last day of a month is 0, so that February ends where it ends."""
    if day is None:
        return None
    last = day.day == monthrange(day.year, day.month)[1]
    return (None if year is None else day.year - year, day.month, 0 if last else day.day)


def _compare_deadlines(old: Task, new: Task, years: tuple[int | None, int | None]) -> list[str]:
    before, after = years if None not in years else (None, None)
    was, now = deadline_values(old, before), deadline_values(new, after)
    # the very same day in the same words has not moved: 2027年底前 in the plans of 2024 and of 2025
    same = {text for text, _ in _phrases(old, years) & _phrases(new, years)}
    gone = [text for value, text in was.items() if value not in now and text not in same]
    came = [text for value, text in now.items() if value not in was and text not in same]
    return [_tell("时限", gone, came)] if gone or came else []


def _phrases(task: Task, years: tuple[int | None, int | None]) -> set[tuple[str, date | None]]:
    """The phrases of a task's limits, each with its last day; without the day where a plan's year is not known."""
    known = None not in years
    return {(limit.text, limit.end if known else None) for limit in task.deadlines if limit.end or not known}


def _compare_owners(old: Task, new: Task) -> list[str]:
    details = []
    for role, title in _OWNERS:
        was, now = owners(old, role), owners(new, role)
        if was.keys() != now.keys():
            details.append(_tell(title, was.values(), now.values()))
    was, now = owners(old, "support"), owners(new, "support")
    if came := [name for key, name in now.items() if key not in was]:
        details.append(f"配合单位增加{'、'.join(came)}")
    if gone := [name for key, name in was.items() if key not in now]:
        details.append(f"配合单位减少{'、'.join(gone)}")
    return details


def _compare_targets(old: Task, new: Task) -> list[str]:
    """Targets that went or came; one whose number and unit the other task says too, elsewhere, is still there."""
    was, now = ([(t.op, t.value, letters(t.unit)) for t in task.targets] for task in (old, new))
    gone = [t for t, key in zip(old.targets, was, strict=True) if key not in now]
    came = [t for t, key in zip(new.targets, now, strict=True) if key not in was]
    if not (gone and came):
        gone = [target for target in gone if not _says(new, target)]
        came = [target for target in came if not _says(old, target)]
    return [_tell("指标", (t.text for t in gone), (t.text for t in came))] if gone or came else []


def _says(task: Task, target: Target) -> bool:
    said = f"{target.value:g}{letters(target.unit)}"
    return re.search(rf"(?<![\d.]){re.escape(said)}", fold(task.text)) is not None


def _compare_wordings(old: Wording, new: Wording, *, counted: bool) -> tuple[bool, list[str]]:
    """Whether the words are the same but for numbers and changed targets, and the numbers that are not."""
    if old.words == new.words:
        return True, []
    if old.bare == new.bare:
        pairs = zip(old.numbers, new.numbers, strict=False)
        return True, [f"数字：{was} → {now}" for was, now in pairs if was != now]
    return counted and old.free == new.free, []


def _tell_wording(old: Wording, new: Wording) -> list[str]:
    """The changed pieces of a wording, where they are few and most of it stands."""
    codes = SequenceMatcher(None, old.free, new.free, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    same = sum(b - a for code, a, b, _, _ in codes if code == "equal")
    if not 1 <= len(changed) <= _SHOWN or same < _MOST * max(len(old.free), len(new.free)):
        return ["措辞改动较大"]
    details = []
    for _, a, b, c, d in changed:
        was, now = old.free[a:b], new.free[c:d]
        if not was or not now:  # 室口腔科内镜|室 is 室|口腔科内镜室: a piece ends where a word does
            was, now = _slide(old.free, a, b), _slide(new.free, c, d)
        details.append(f"措辞：{was} → {now}" if was and now else f"措辞：增加“{now}”" if now else f"措辞：删去“{was}”")
    return details


def _slide(text: str, start: int, end: int) -> str:
    while start < end < len(text) and text[start] == text[end]:
        start, end = start + 1, end + 1
    return text[start:end]


def _tell(title: str, was: Iterable[str], now: Iterable[str]) -> str:
    before, after = ("、".join(dict.fromkeys(texts)) or "无" for texts in (was, now))
    return f"{title}：{before} → {after}"
