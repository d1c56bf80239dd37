"""Read what reviewers settled about items: a list that they filled in, or an older coverage, to ItemDecisions."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from nlp.codec import from_json
from nlp.cover.reviewed.decisions import check_agreement
from nlp.errors import ConfigError, InputError
from nlp.lexicon import load
from nlp.parse.encoding import decode
from nlp.render.words import word
from nlp.tables import Form, read_bytes, read_rows
from nlp.types import Coverage, DecisionAct, ItemDecision, Status

SETTLED = Form(
    "item_decision_columns.tsv",
    ("task", "act"),
    other=("不能作为核定清单", "请存为 .csv、.xlsx 或 .jsonl"),
    missing=("没有“任务原文”或“处理”一列", "请在首行写上 任务原文、佐证原文、处理、说明"),
    nothing=("其中没有核定", "请核对给出的是不是核定清单"),
)
CHOICES = "认可、不认可、已落实、部分落实、未落实"
_SOURCE = re.compile(r"【[^【】]*】$")
_AND_MORE = re.compile(r"[，,；;：:。.（(]")
_Said = tuple[DecisionAct, Status | None]


def read_item_decisions(path: Path) -> tuple[ItemDecision, ...]:
    """The decisions in a .csv, .xlsx or .jsonl file, or those that a coverage in .json holds.

    The columns are 任务原文, 佐证原文, 处理, 说明. A row settles one passage of an item, or, where 处理 is a status,
    the item; both where it names a passage too. In the register that `duban coverage` writes, with a column 处理 added,
    认可 settles the status and the passages as they are shown, 不认可 the passages. A blank 处理 settles nothing; 说明
    alone is a note. A blank 任务原文 below another stands for it where the row names a passage. Other columns, such as
    one with persons' names, are not read.

    Raises InputError with the first line that is wrong: an unknown word, a decision without an item, a passage that is
    not named, two decisions that contradict each other; also for a file without decisions or without the columns.
    """
    if path.suffix.lower() == ".json":
        decisions = _of_coverage(path)
    else:
        headings, rows = read_rows(path, SETTLED)
        words = _words()
        decisions = tuple(
            decision
            for line, row in _fill_down(rows)
            for decision in _read_row(path.name, line, row, words, noted="note" in headings)
        )
        if not decisions:
            raise InputError(path.name, "“处理”一列没有填写", f"请至少填写一行：{CHOICES}")
    check_agreement(decisions)
    return decisions


def read_coverage(path: Path) -> Coverage:
    """The coverage in a .json file that `duban coverage` wrote.

    Raises InputError where it cannot be read or is something else.
    """
    try:
        record = from_json(json.loads(decode(read_bytes(path), path.name)))
    except (ValueError, RecursionError, ConfigError):
        record = None
    if not isinstance(record, Coverage):
        raise InputError(path.name, "不是 duban coverage 写出的结果", "请给出 duban coverage -o 写出的 .json")
    return record


def _of_coverage(path: Path) -> tuple[ItemDecision, ...]:
    """The decisions that a coverage holds, those that were stale then too."""
    record = read_coverage(path)
    held = [decision for item in record.items for decision in item.decisions]
    return tuple(dict.fromkeys((*held, *record.stale)))


def _fill_down(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows, each with the task above it where it names a passage and no task, as merged cells leave it."""
    above: Any = None
    for line, row in rows:
        above = row.get("task", above)
        yield line, {"task": above, **row} if above is not None and "quote" in row else row


def _read_row(
    file: str, line: int, row: Mapping[str, Any], words: Mapping[str, _Said], *, noted: bool
) -> Iterator[ItemDecision]:
    note = str(row.get("note", "") if noted else row.get("remark", "")).strip()
    if note == word("note.undecided"):
        note = ""
    if "act" in row:
        (act, status), more = _choose(file, line, row, words)
        note = "；".join(filter(None, (note, more)))
    elif noted and note:
        act, status = "note", None
    else:
        return
    task = str(row.get("task", "")).strip()
    if not task:
        raise InputError(file, f"第{line}行有处理而没有任务原文", "请补上任务原文，或删去该行")
    quote = str(row.get("quote", "")).strip() or None
    register = "quotes" in row and not quote
    if act == "note":
        yield ItemDecision("note", task, quote, None, note, file, line)
        return
    shown = _status(row.get("status"), words)
    if act == "accept" and not quote:
        status = shown  # in the register, the row as it stands
    if status:
        yield ItemDecision("status", task, None, status, note, file, line)
    if act == "status":
        act = "reject" if status == "none" else "accept"
        quotes = [quote] if quote else []
    else:
        quotes = [quote] if quote else list(_split_quotes(row["quotes"])) if register else []
        if not quotes and not status:
            problem = f"第{line}行写了“{row['act']}”而没有佐证原文"
            raise InputError(file, problem, "请补上佐证原文，或改写为 已落实、部分落实、未落实")
    for one in quotes:
        yield ItemDecision(act, task, one, None, note, file, line)


def _choose(file: str, line: int, row: Mapping[str, Any], words: Mapping[str, _Said]) -> tuple[_Said, str]:
    """What the cell of 处理 says, and what is written behind it."""
    cell = str(row["act"])
    said, more = words.get(_plain(cell)), ""
    if said is None and (cut := _AND_MORE.search(cell)):
        said, more = words.get(_plain(cell[: cut.start()])), cell[cut.start() :].strip("，,；;：:。.（）() ")
    if said is not None and said[0] == "status" and said[1] is None:  # `act: status`, and the status beside it
        status = _status(row.get("status"), words)
        said = ("status", status) if status else None
    if said is None:
        raise InputError(file, f"第{line}行的处理“{cell}”不认识", f"请改为 {CHOICES} 中的一个")
    return said, more


def _status(cell: Any, words: Mapping[str, _Said]) -> Status | None:
    said = words.get(_plain(str(cell))) if cell is not None else None
    return said[1] if said else None


def _split_quotes(cell: Any) -> Iterator[str]:
    """The passages of a cell of the register, one a line, without the sources behind them."""
    for line in str(cell).splitlines():
        if quote := _SOURCE.sub("", line.strip().removesuffix(word("note.cut"))).strip():
            yield quote


def _plain(text: str) -> str:
    return re.sub(r"[\s。.]", "", unicodedata.normalize("NFKC", text)).lower()


def _words() -> dict[str, _Said]:
    """What reviewers may write, the program's own words for the statuses among it."""
    statuses: tuple[Status, ...] = get_args(Status)
    words: dict[str, _Said] = {_plain(word(f"status.{status}")): ("status", status) for status in statuses}
    for row in load("item_decision_words.tsv", keys=("word", "act", "status")):
        words[_plain(row["word"])] = (row["act"], row["status"] or None)
    return words
