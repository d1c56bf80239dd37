"""Write the card of a model: its settings and figures to Markdown that says what it can do and where it fails."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from nlp.evaluate.figures import Row
from nlp.evaluate.tables import MAIN, class_tables, confusion_table, markdown, shown, summary_tables
from nlp.train.draft import FEW

WEAK = 3
"""How many of the weakest classes and of the most frequent confusions are named."""


def write_card(name: str, config: Mapping[str, Any], rows: Sequence[Row], few: Sequence[str]) -> str:
    """The text of a classifier's card; without rows it says that nothing was measured."""
    return compose_card(
        name,
        data=_data(config, few),
        figures=_figures(rows) if rows else (),
        weak=_weak(rows),
        corrected=bool(config["decisions"]),
    )


def compose_card(name: str, *, data: str, figures: Sequence[str], weak: Sequence[str], corrected: bool) -> str:
    """A card of what was measured, as Markdown blocks and lines, and of what `notes.toml` says of the model.

    `corrected` tells whether reviewers' corrections were trained on.
    """
    note = _notes()[name]
    parts = [
        f"# {note['title']}（{name}）",
        note["what"],
        "## 数据",
        data,
        "## 成绩",
        *(figures or ["本次训练没有留出检验（`--fast`），成绩未知；`duban evaluate` 可补测。"]),
        "## 不足",
        "\n".join(f"- {line}" for line in (*weak, *note["weak"])),
        "## 做法与试过的办法",
        note["method"],
        "\n".join(f"- {line}" for line in note["tried"]),
        "## 许可",
        "Apache-2.0。自带的标注集由本项目自行编写，单位与人员均为虚构"
        + ("；另含使用单位的更正，对外提供前请自行核对。" if corrected else "。"),
    ]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _notes() -> dict[str, Any]:
    return tomllib.loads((files("nlp.train") / "notes.toml").read_text(encoding="utf-8"))


def _data(config: Mapping[str, Any], few: Sequence[str]) -> str:
    lines = [
        f"- 标注集：{'、'.join(config['sets'])}",
        f"- 审核人员的更正：{config['decisions']} 条（每条按 {config['decision_weight']:g} 句计）",
        "- 各类例句：" + "，".join(f"{shown(label)} {count}" for label, count in config["classes"].items()),
        f"- 随机种子 {config['seed']}，duban {config['duban']}",
    ]
    if few:
        counts = "，".join(f"{shown(label)} {config['classes'][label]}" for label in few)
        lines.append(f"- **例句太少**（不足 {FEW} 句）：{counts}。这些类别的判断不可靠，请补充更正后再训练。")
    return "\n".join(lines)


def _figures(rows: Sequence[Row]) -> list[str]:
    main = _main(rows)
    return [
        "均为未参与训练的文本：逐一留出一个标注集，用其余各集训练，再合并各集的结果。"
        "`duban train` 打印并写入 metrics.json；`duban evaluate` 另有 spaCy textcat 对照和学习曲线。",
        *map(markdown, summary_tables(rows)),
        *map(markdown, class_tables([row for row in rows if row.level in MAIN])),
        *([markdown(confusion_table(main))] if main else []),
    ]


def _main(rows: Sequence[Row]) -> Row | None:
    """The row that the weak points are read from: ours, on reports where there are any."""
    own = [row for row in rows if row.maker == "model" and row.level in ("sentence", "passage")]
    return next(iter(own), None)


def _weak(rows: Sequence[Row]) -> list[str]:
    row = _main(rows)
    if row is None:
        return []
    scores = row.scores
    classes = sorted(scores.classes.items(), key=lambda item: item[1].f1)[:WEAK]
    pairs = sorted(
        (
            (count, gold, given)
            for gold, line in scores.confusion.items()
            for given, count in line.items()
            if gold != given
        ),
        key=lambda item: (-item[0], item[1], item[2]),
    )[:WEAK]
    weak = "，".join(f"{shown(label)} {one.f1:.2f}（{one.n} 句）" for label, one in classes)
    mixed = "；".join(f"把“{shown(gold)}”判为“{shown(given)}” {count} 句" for count, gold, given in pairs if count)
    return [f"最弱的类别（F1）：{weak}。", *([f"最常见的混淆：{mixed}。"] if mixed else [])]
