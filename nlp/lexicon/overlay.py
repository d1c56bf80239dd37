"""Check a row of an office's own lexicon against ours: a row to nothing, or to an error that says what to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from nlp.errors import ConfigError

Row = Mapping[str, Any]
_PIECE = re.compile(r"\{([a-z_]+?)(2?)\}")
_NAMED = re.compile(r"\(\?P<\w+>")
_SPECIAL = re.compile(r"[()\[\]{}*+?|\\^$]")
_MARK = re.compile(r"[，,；;。！？!?：:\s]")
ADDS = "adds"
_FILLED_IN = ("holidays", "seasons", "openers", "periods")  # pieces of patterns that other tables give


@dataclass(frozen=True, slots=True)
class Holds:
    """What a column may hold: a kind of overlay_columns.tsv, and values beside those that our rows have."""

    kind: str
    also: tuple[str, ...] = ()


def check_row(
    where: str, row: Row, ours: Sequence[Row], *, key: str, holds: Mapping[str, Holds], pieces: Mapping[str, str]
) -> None:
    """Check a row whose keys and types are right: its choices, days, placeholders and patterns.

    `ours` are our rows of the file, `key` the column that identifies a row, `holds` says what a column may hold,
    `pieces` are the parts of patterns by their names. Raises ConfigError.

    >>> model = [{"name": "past", "problem": "时限{day}已过"}]
    >>> check_row("a.tsv 第2行", {"name": "past", "problem": "{tag}"}, model, key="name", holds={}, pieces={})
    Traceback (most recent call last):
    nlp.errors.ConfigError: a.tsv 第2行: problem 中的 {tag} 无法填写；可用的是 {day}
    """
    for column, value in row.items():
        if column == "pattern":
            _check_pattern(where, row, ours, key, pieces)
        elif isinstance(value, list) and column in holds:
            for item in value:
                if not isinstance(item, str):
                    raise ConfigError(f"{where}: {column} 中有 {item!r}；这里须都是文字，请加上引号")
                _CHECKS[holds[column].kind](where, column, item, ours, holds[column].also)
        elif isinstance(value, str):
            if column in holds:
                _CHECKS[holds[column].kind](where, column, value, ours, holds[column].also)
            _check_places(where, column, value, ours)


def _check_one(where: str, column: str, value: str, ours: Sequence[Row], also: tuple[str, ...]) -> None:
    allowed = {row[column] for row in ours if column in row} | set(also)
    if value not in allowed:
        raise ConfigError(f"{where}: {column} 是 {value!r}；可用的是 {_listed(allowed)}")


def _check_several(where: str, column: str, value: str, ours: Sequence[Row], also: tuple[str, ...]) -> None:
    allowed = {word for row in ours for word in row[column].split()} | set(also)
    if unknown := [word for word in value.split() if word not in allowed]:
        raise ConfigError(f"{where}: {column} 中有 {unknown[0]!r}；可用的是 {_listed(allowed)}")


def _check_days(where: str, column: str, value: str, ours: Sequence[Row], _: tuple[str, ...]) -> None:
    if any(value == row["holiday"] for row in ours):
        return
    for day in value.split():
        try:
            date.fromisoformat(f"2023-{day}" if re.fullmatch(r"\d\d-\d\d", day) and value == day else day)
        except ValueError:
            remedy = "请写成每年同一天的 05-01、完整日期 2024-02-10，或表中另一节日的名称"
            raise ConfigError(f"{where}: {column} 中的 {day!r} 不是日期；{remedy}") from None


def _check_plain(where: str, column: str, value: str, _: Sequence[Row], __: tuple[str, ...]) -> None:
    if sign := _SPECIAL.search(value):
        raise ConfigError(f"{where}: {column} 中有 {sign[0]}；这里须是文字，请去掉符号")


def _check_phrase(where: str, column: str, value: str, _: Sequence[Row], __: tuple[str, ...]) -> None:
    """Check a phrase that is searched in one clause, in which … stands for what may lie between."""
    parts = value.split("…")
    if not all(parts):
        raise ConfigError(f"{where}: {column} 中的 {value!r} 有空缺；“…”前后都要有字")
    if sum(map(len, parts)) < 2:
        raise ConfigError(f"{where}: {column} 中的 {value!r} 不足2个字，会处处命中；请写长些")
    if sign := _MARK.search(value):
        raise ConfigError(f"{where}: {column} 中的 {value!r} 含有 {sign[0]!r}；短语只在一个分句内查找，请去掉它")


def _check_sentence(where: str, column: str, value: str, _: Sequence[Row], __: tuple[str, ...]) -> None:
    if not value.strip():
        raise ConfigError(f"{where}: {column} 中有空的一句；请写上或删去")


def _check_nothing(*_: object) -> None:
    """The column that tells whether a row adds to one of ours may hold anything."""


_CHECKS: dict[str, Callable[[str, str, str, Sequence[Row], tuple[str, ...]], None]] = {
    "one": _check_one,
    "several": _check_several,
    "days": _check_days,
    "plain": _check_plain,
    "phrase": _check_phrase,
    "sentence": _check_sentence,
    ADDS: _check_nothing,
}


def _check_places(where: str, column: str, value: str, ours: Sequence[Row]) -> None:
    """Check the {…} of a text that is filled in: those that ours have in the column."""
    allowed = {name for row in ours for name in re.findall(r"\{(\w+)\}", str(row.get(column) or ""))}
    if not allowed or column in ("pattern", "examples", "not_examples"):
        return
    try:
        names = [name for _, name, _, _ in Formatter().parse(value) if name is not None]
    except ValueError:
        raise ConfigError(f"{where}: {column} 中的花括号不成对；请改正") from None
    if unknown := [name for name in names if name not in allowed]:
        raise ConfigError(
            f"{where}: {column} 中的 {{{unknown[0]}}} 无法填写；可用的是 {_listed(f'{{{a}}}' for a in allowed)}"
        )


def _check_pattern(where: str, row: Row, ours: Sequence[Row], key: str, pieces: Mapping[str, str]) -> None:
    """Check that a pattern compiles and has the named groups that ours of its kind have."""
    found = _groups(where, row, pieces)
    alike = [other for other in ours if other[key] == row[key]]
    alike = alike or ([other for other in ours if other.get("value") == row["value"]] if "value" in row else list(ours))
    needed = set.intersection(*(_groups(where, other, pieces) for other in alike)) if alike else set()
    if lost := sorted(needed - found):
        raise ConfigError(f"{where}: pattern 缺少 (?P<{lost[0]}>…)；同类的规则都有")


def _groups(where: str, row: Row, pieces: Mapping[str, str]) -> set[str]:
    """The named groups of a row's pattern, its {pieces} put in; one that denies a time limit has none."""
    pattern, named = row["pattern"], not pieces or "kind" in row

    def put(reference: re.Match[str]) -> str:
        name, number = reference[1], reference[2]
        if name not in pieces and name not in _FILLED_IN:
            raise ConfigError(f"{where}: pattern 中的 {{{name}}} 不是 deadline_parts.tsv 中的名称；请改正")
        inner = _PIECE.sub(put, pieces.get(name, "□"))
        return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{number}>", inner)

    try:
        whole = _PIECE.sub(put, pattern) if pieces else pattern
        return set(re.compile(whole if named else _NAMED.sub("(?:", whole)).groupindex)
    except (re.error, RecursionError) as err:
        raise ConfigError(f"{where}: pattern 不是正则式（{err}）；请改正") from None


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
