"""Tell what each cell of a report's register is for: passages to column roles, the row's task and its status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.types import Passage, StatementKind

ColumnRole = Literal["head", "number", "party", "name", "time", "told", "proof"]

_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*[/／]\s*(\d+(?:\.\d+)?)\D{0,2}|(\d+(?:\.\d+)?)[%％]")
_LONGEST_STATUS = 12
_TRIM = " \u3000。；;，,"


@dataclass(frozen=True, slots=True)
class Register:
    """What a register says about one of its cells.

    `role` is the use of the cell's column (None where the passage is no cell, or its column is not known), `name` the
    text of the row's task cells, `status` the kind of the row's status cell (已完成, 9/12), None where there is none.
    """

    role: ColumnRole | None = None
    name: str = ""
    status: StatementKind | None = None


def read_registers(passages: Sequence[Passage]) -> tuple[Register, ...]:
    """What the registers of a report say about each of its passages, in their order.

    A table is a register where a column is headed by a task's name and another by what was done (完成情况, 进展).

    >>> from nlp.types import Place
    >>> head = [Passage(i, text, Place(3, 0, 0), (), "cell") for i, text in enumerate(("任务", "完成情况"))]
    >>> name = Passage(2, "签责任书", Place(3, 0, 0), (), "cell", ("完成情况：已完成",))
    >>> told = Passage(3, "已完成", Place(3, 0, 0), (), "cell", ("任务：签责任书",))
    >>> [(found.role, found.status) for found in read_registers((*head, name, told))]
    [('head', None), ('head', None), ('name', 'done'), ('told', 'done')]
    """
    blocks: dict[int, list[Passage]] = {}
    for passage in passages:
        if passage.kind == "cell":
            blocks.setdefault(passage.place.block, []).append(passage)
    tables = {block: _Table(cells) for block, cells in blocks.items()}
    plain = Register()
    return tuple(tables[p.place.block].describe(p) if p.kind == "cell" else plain for p in passages)


def status_of(text: str) -> StatementKind | None:
    """The kind of statement that a status makes by itself; None where the text is no mere status.

    >>> status_of("部分完成"), status_of("9/12"), status_of("12/12"), status_of("6月印发手册22份，已送达")
    ('in_progress', 'in_progress', 'done', None)
    """
    plain = _squeeze(text).strip(_TRIM)
    if not plain or len(plain) > _LONGEST_STATUS:
        return None
    if ratio := _RATIO.fullmatch(plain):
        reached, whole = float(ratio[1] or ratio[3]), float(ratio[2] or 100)
        return "done" if reached >= whole else "in_progress" if reached else "negated"
    return next((kind for kind, pattern in _statuses() if pattern.fullmatch(plain)), None)


class _Table:
    """The cells of one table; a cell's own header is the one that stands beside none of its neighbours."""

    def __init__(self, cells: Sequence[Passage]) -> None:
        self.heads = tuple(dict.fromkeys(_squeeze(cell.text) for cell in cells if not cell.row))
        self.entries = {_entry(entry) for cell in cells for entry in cell.row}
        self.is_register = {"name", "told"} <= {_role(head) for head, _ in self.entries}

    def describe(self, cell: Passage) -> Register:
        if not self.is_register:
            return Register()
        if not cell.row:
            return Register("head") if any(head == _squeeze(cell.text) for head, _ in self.entries) else Register()
        others = [_entry(entry) for entry in cell.row]
        role = _role(self._own_head(cell, {head for head, _ in others}))
        told = [text for head, text in others if _role(head) == "told"] + ([cell.text] if role == "told" else [])
        names = [text for head, text in others if _role(head) == "name"]
        return Register(role, "，".join(names), next(filter(None, map(status_of, told)), None))

    def _own_head(self, cell: Passage, others: set[str]) -> str:
        left = [head for head in self.heads if head not in others]
        if len(left) == 1:
            return left[0]
        text = _squeeze(cell.text)
        return next((head for head in left if any(h == head and text in t for h, t in self.entries)), "")


@lru_cache(maxsize=4096)
def _entry(entry: str) -> tuple[str, str]:
    head, _, text = entry.partition("：")
    return _squeeze(head), _squeeze(text)


@lru_cache(maxsize=4096)
def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@lru_cache(maxsize=4096)
def _role(head: str) -> ColumnRole | None:
    return next((role for role, pattern in _roles() if pattern.search(head)), None) if head else None


@lru_cache(maxsize=1)
def _roles() -> tuple[tuple[ColumnRole, re.Pattern[str]], ...]:
    rows = load("report_columns.tsv", keys=("pattern", "role"))
    for row in rows:
        if row["role"] not in get_args(ColumnRole):
            raise ConfigError(f"report_columns.tsv, {row['pattern']}: 没有 {row['role']} 这种列；请改正")
    return tuple((row["role"], re.compile(row["pattern"])) for row in rows)


@lru_cache(maxsize=1)
def _statuses() -> tuple[tuple[StatementKind, re.Pattern[str]], ...]:
    rows = load("status_words.tsv", keys=("pattern", "kind"))
    for row in rows:
        if row["kind"] not in get_args(StatementKind):
            raise ConfigError(f"status_words.tsv, {row['pattern']}: 没有 {row['kind']} 这一类型；请改正")
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows)
