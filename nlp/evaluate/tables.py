"""Lay figures out as tables: rows to headings and cells, those to Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from nlp.evaluate.curve import Point
from nlp.evaluate.figures import MAKERS, Row
from nlp.evaluate.metrics import UNDECIDED, Scores
from nlp.render.words import word
from nlp.types import StatementKind

TASKS = {"statements": "陈述类型 statements", "workstreams": "工作线 workstreams"}
LEVELS = {
    "sentence": "整句",
    "clause": "分句",
    "mixed": "混合句的分句",
    "split": "是否混合句",
    "task": "计划任务",
    "passage": "报告语句",
    "likeliest": "报告语句（取最可能的）",
    "any": "全部语句（含不属任何工作线）",
}
GROUPS = {"plans": "报告集", "sentences": "单句集"}
NAMES = {"model": "本模型 model", "rules": "规则 rules", "textcat": "spaCy textcat"}
OTHERS = {"mixed": "混合", "plain": "单一", "none": "不属任何工作线", UNDECIDED: "未定"}
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
MAIN = ("sentence", "task", "passage")
"""The levels that are shown where there is little room."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text with its title."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def shown(label: str) -> str:
    """What a reader sees of a class.

    >>> shown("planned"), shown("责任落实")
    ('计划安排', '责任落实')
    """
    return word(f"statement.{label}") if label in KINDS else OTHERS.get(label, label)


def summary_tables(rows: Sequence[Row]) -> Iterator[Table]:
    """A table for each task, one line for each maker at each level."""
    headings = ("层级 level", "文本 text", "做法 method", "n", "正确率 accuracy", "宏平均 macro-F1", "校准误差 ECE")
    for task, own in groupby(rows, key=lambda row: row.task):
        lines = [
            (
                *(LEVELS[row.level], GROUPS[row.group], NAMES[row.maker], str(row.scores.n)),
                *map(figure, (row.scores.accuracy, row.scores.macro_f1, row.scores.ece)),
            )
            for row in own
        ]
        yield Table(f"{TASKS[task]}：留出检验 held-out figures", headings, tuple(lines))


def class_tables(rows: Sequence[Row]) -> Iterator[Table]:
    """A table for each task, level and group: the F1 of each class, the makers side by side."""
    for (task, level, group), same in groupby(rows, key=lambda row: (row.task, row.level, row.group)):
        own = {row.maker: row.scores for row in same}
        makers = [maker for maker in MAKERS if maker in own]
        labels = dict.fromkeys(label for scores in own.values() for label in scores.classes)
        counts = {label: max(s.classes[label].n for s in own.values() if label in s.classes) for label in labels}
        lines = [
            (shown(label), str(counts[label]), *(_f1(own[maker].classes.get(label)) for maker in makers))
            for label in labels
        ]
        headings = ("类别 class", "n", *(NAMES[maker] for maker in makers))
        yield Table(f"{_where(task, level, group)}：各类别 F1 per class", headings, tuple(lines))


def confusion_table(row: Row) -> Table:
    """What each golden class was told as by one maker."""
    return lay_confusion(f"{_where(row.task, row.level, row.group)}：{NAMES[row.maker]}", row.scores)


def lay_confusion(title: str, scores: Scores, name: Callable[[str], str] = shown) -> Table:
    """What each golden class was told as; `name` says what a reader sees of a class."""
    matrix = scores.confusion
    columns = [
        label
        for label in next(iter(matrix.values()), {})
        if label != UNDECIDED or any(line[label] for line in matrix.values())
    ]
    lines = [(name(gold), *(str(line[given]) for given in columns)) for gold, line in matrix.items()]
    headings = ("", *(name(label) for label in columns))
    return Table(f"{title} 混淆矩阵 confusion matrix，行为标注 gold，列为判断 given", headings, tuple(lines))


def reliability_table(row: Row) -> Table:
    """How often answers of each probability are right."""
    return lay_reliability(f"{_where(row.task, row.level, row.group)}：{NAMES[row.maker]}", row.scores)


def lay_reliability(title: str, scores: Scores) -> Table:
    """How often answers of each probability are right."""
    lines = [
        (f"{at / 10:.1f}–{(at + 1) / 10:.1f}", str(one.n), figure(one.mean_score), figure(one.accuracy))
        for at, one in enumerate(scores.reliability)
        if one.n
    ]
    headings = ("概率 probability", "n", "平均概率 mean", "正确率 accuracy")
    return Table(f"{title} 概率可靠性 reliability", headings, tuple(lines))


def curve_table(points: Sequence[Point]) -> Table:
    """What more sets bring."""
    headings = ("任务 task", "层级 level", "训练集数 sets", "训练条数 trained", "检验 n")
    lines = [
        (
            *(TASKS[point.task], LEVELS[point.level], str(point.sets), str(point.trained), str(point.n)),
            *(figure(point.accuracy), figure(point.macro_f1)),
        )
        for point in points
    ]
    return Table("学习曲线 learning curve", (*headings, "正确率 accuracy", "宏平均 macro-F1"), tuple(lines))


def figure(value: float | None) -> str:
    """A figure with three digits, nothing where there is none.

    >>> figure(0.86751), figure(None)
    ('0.868', '')
    """
    return "" if value is None else f"{value:.3f}"


def markdown(table: Table) -> str:
    r"""The table as Markdown, its title above it.

    >>> print(markdown(Table("甲", ("a", "b"), (("1", "2|3"),))))
    甲
    <BLANKLINE>
    | a | b |
    | --- | --- |
    | 1 | 2\|3 |
    """
    lines = [table.headings, ("---",) * len(table.headings), *table.rows]
    texts = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join([table.title, "", *texts])


def _where(task: str, level: str, group: str) -> str:
    return f"{TASKS[task]}，{LEVELS[level]}，{GROUPS[group]}"


def _f1(score: object) -> str:
    return figure(getattr(score, "f1", None))
