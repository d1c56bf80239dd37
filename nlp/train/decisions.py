"""Take reviewers' corrections: lists of sentences with their right labels to labelled reports for training."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from nlp.classify.taxonomy import read_taxonomy
from nlp.errors import InputError
from nlp.render.words import word
from nlp.tables import Form, read_rows
from nlp.types import LabelledReport, Passage, Place, Report, StatementKind

WEIGHT = 5.0
"""What a correction counts, against 1 for a sentence of the corpora: a choice, not a measured best.

With 40 sentences of c12, c14 or grassroots as corrections (two draws each) the macro-F1 of the set's other sentences
was 0.814 without them and 0.816, 0.813, 0.817, 0.818, 0.816 with weights 1, 2, 5, 10, 20; the corrected sentences
themselves were right in all cases.
"""

SET = "decisions"
CORRECTIONS = Form(
    "decision_columns.tsv",
    ("text",),
    other=("不能作为更正清单", "请存为 .csv、.xlsx 或 .jsonl"),
    missing=("没有“原文”一列", "请在首行写上 原文、陈述类型、工作线"),
    nothing=("其中没有更正", "请核对给出的是不是更正清单"),
)
NOT_CHECKED = ("", "否", "0", "×", "✗", "no", "n", "false", "未核", "未核对")


@dataclass(frozen=True, slots=True)
class Decision:
    """A correction and where it stands; `kind` or `theme` is None where nothing is said of it."""

    file: str
    line: int
    text: str
    section: tuple[str, ...]
    year: int | None
    kind: StatementKind | None
    theme: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """The corrections of a file that are trained on, and how many rows were passed over and why.

    `unchecked` rows bear no mark in the column of checks, `unlabelled` ones no label, `repeated` ones are there twice.
    `marked` tells whether the file has such a column; without it all rows count.
    """

    file: str
    decisions: tuple[Decision, ...]
    marked: bool = False
    unchecked: int = 0
    unlabelled: int = 0
    repeated: int = 0


def read_decisions(path: Path) -> Taken:
    """The corrections in a .jsonl, .csv or .xlsx file: 原文 or text, and 陈述类型 or 工作线 or both, as people write
    them by hand or as `duban classify FILE -o x.csv` writes them. Further columns: 所在章节, 年度, 已核.

    Raises InputError with the first line that is wrong: an unknown kind or workstream, a year that is none, a label
    without a text, two labels for one text; also for a file without corrections or without a column of texts.
    """
    headings, rows = read_rows(path, CORRECTIONS)
    marked = "checked" in headings
    checked = [(line, row) for line, row in rows if not marked or _is_checked(row.get("checked"))]
    labelled = [(line, row) for line, row in checked if "statement" in row or "workstream" in row]
    kinds, themes = _kinds(), {theme.name: theme.name for theme in read_taxonomy()}
    read = [_decision(path.name, line, row, kinds, themes) for line, row in labelled]
    once: dict[tuple[object, ...], Decision] = {}
    for one in read:
        once.setdefault((one.text, one.section, one.year, one.kind, one.theme), one)
    kept = tuple(once.values())
    check_agreement(kept)
    if not kept:
        problem = "“已核”一列没有标记" if marked and not checked else "各行都没有陈述类型或工作线"
        raise InputError(path.name, problem, "请至少标出一行")
    return Taken(path.name, kept, marked, len(rows) - len(checked), len(checked) - len(labelled), len(read) - len(kept))


def check_agreement(decisions: Iterable[Decision]) -> None:
    """Raise InputError where two corrections of one text under one heading contradict each other."""
    seen: dict[tuple[object, ...], tuple[Decision, str]] = {}
    for one in decisions:
        for about, label in (("statement", one.kind), ("workstream", one.theme)):
            if label is None:
                continue
            key = (about, re.sub(r"\s", "", one.text), one.section, one.year)
            other, before = seen.setdefault(key, (one, label))
            if before != label:
                where = f"第{other.line}行" if other.file == one.file else f"{other.file} 第{other.line}行"
                told = f"“{_shown(label)}”和“{_shown(before)}”"
                raise InputError(one.file, f"第{one.line}行与{where}矛盾：同一句话标为{told}", "请只留一种")


def as_reports(decisions: Sequence[Decision]) -> tuple[LabelledReport, ...]:
    """The corrections as labelled reports, one for each year reported on, each sentence with the weight WEIGHT."""
    by_year: dict[int | None, list[Decision]] = {}
    for one in decisions:
        by_year.setdefault(one.year, []).append(one)
    return tuple(_report(year, by_year[year]) for year in sorted(by_year, key=lambda year: year or 0))


def _report(year: int | None, decisions: Sequence[Decision]) -> LabelledReport:
    passages = tuple(
        Passage(number, one.text, Place(number, 0, len(one.text)), one.section) for number, one in enumerate(decisions)
    )
    report = Report(str(year or ""), SET, "", None, None, year, None, passages)
    kinds = tuple(one.kind for one in decisions)
    themes = tuple(one.theme for one in decisions)
    return LabelledReport(SET, report, year, kinds, tuple(() for _ in decisions), themes, WEIGHT)


def _decision(
    file: str, line: int, row: Mapping[str, Any], kinds: Mapping[str, StatementKind], themes: Mapping[str, str]
) -> Decision:
    text = str(row.get("text", ""))
    if not text:
        raise InputError(file, f"第{line}行有类型而没有原文", "请补上原文，或删去该行")
    theme = row.get("workstream")
    if isinstance(theme, dict):  # as `duban classify -o x.json` writes it
        theme = theme.get("workstream")
    return Decision(
        file,
        line,
        text,
        _section(row.get("section")),
        _year(file, line, row.get("year")),
        _known(file, line, "陈述类型", row.get("statement"), kinds),
        _known(file, line, "工作线", theme, themes),
    )


def _known(file: str, line: int, what: str, value: Any, allowed: Mapping[str, Any]) -> Any:
    if value is None:
        return None
    if not isinstance(value, str) or value not in allowed:
        names = [name for name in allowed if not name.isascii()]
        raise InputError(file, f"第{line}行的{what}“{value}”不认识", f"请改为 {'、'.join(names)} 中的一个")
    return allowed[value]


def _year(file: str, line: int, value: Any) -> int | None:
    if value is None:
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)(?:\.0)?年?度?", str(value))
    if not found:
        raise InputError(file, f"第{line}行的年度“{value}”不是年份", "请写成 2024 的样子")
    return int(found[1])


def _section(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    return tuple(part.strip() for part in str(value).split(" / ")) if value else ()


def _is_checked(value: Any) -> bool:
    return value is not None and value is not False and str(value).strip().lower() not in NOT_CHECKED


def _kinds() -> dict[str, StatementKind]:
    """The kinds by the words that people see, and by their English keys."""
    kinds: tuple[StatementKind, ...] = get_args(StatementKind)
    return {word(f"statement.{kind}"): kind for kind in kinds} | {kind: kind for kind in kinds}


def _shown(label: str) -> str:
    return next((name for name, kind in _kinds().items() if kind == label), label)
