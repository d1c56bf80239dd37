"""Put all figures of a run together: rows, curve and coverage to tables, JSON and Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ConfigError
from nlp.evaluate.coverage import Coverage
from nlp.evaluate.coverage_tables import coverage_tables
from nlp.evaluate.curve import Point
from nlp.evaluate.figures import Row
from nlp.evaluate.tables import (
    Table,
    class_tables,
    confusion_table,
    curve_table,
    markdown,
    reliability_table,
    summary_tables,
)

SCHEMA = "duban.evaluation/2"
SUFFIXES = (".json", ".md")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a run; `sets` has the number of labelled passages of each set."""

    seed: int
    sets: Mapping[str, int]
    rows: tuple[Row, ...] = ()
    curve: tuple[Point, ...] = ()
    coverage: Coverage | None = None


def tables_of(evaluation: Evaluation) -> tuple[Table, ...]:
    """All tables of a run, the summary first."""
    rows = evaluation.rows
    tables: list[Table] = []
    if rows:
        tables += [*summary_tables(rows), *class_tables(rows)]
        own = [row for row in rows if row.maker == "model"]
        tables += [confusion_table(row) for row in own]
        tables += [reliability_table(row) for row in own if row.scores.reliability and row.group == "plans"]
    if evaluation.curve:
        tables.append(curve_table(evaluation.curve))
    if evaluation.coverage:
        tables += coverage_tables(evaluation.coverage)
    return tuple(tables)


def check_outputs(paths: list[Path]) -> None:
    """Raise ConfigError for a file that could not be written, before the work is done."""
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            raise ConfigError(f"{path}: 不能写成这种格式；请用 {' 或 '.join(SUFFIXES)}")
        if path.is_dir() or not path.parent.is_dir():
            raise ConfigError(f"{path}: 没有这个文件夹；请先建立，或换一个位置")


def save(evaluation: Evaluation, path: Path) -> None:
    """Write the figures as .json or .md."""
    path.write_text(as_text(evaluation, path.suffix.lower()), encoding="utf-8", newline="\n")


def as_text(evaluation: Evaluation, suffix: str) -> str:
    """The figures as JSON (`.json`) or as Markdown."""
    if suffix == ".json":
        data: dict[str, Any] = {"schema": SCHEMA, **asdict(evaluation)}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    head = f"# 分类与判定的检验\n\n标注集（标注条数）：{'，'.join(f'{k} {v}' for k, v in evaluation.sets.items())}。"
    return "\n\n".join([head, *map(markdown, tables_of(evaluation))]) + "\n"
