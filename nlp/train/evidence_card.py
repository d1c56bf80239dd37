"""Write the card of the model of evidence: its settings and figures to Markdown that says where it fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlp.evaluate.coverage import GROUPS, Coverage
from nlp.evaluate.coverage_figures import Figures
from nlp.evaluate.coverage_tables import ABLATED, BASELINES, DECOYS, coverage_tables, false_share, shown_status
from nlp.evaluate.tables import markdown
from nlp.train.card import WEAK, compose_card
from nlp.train.draft import FEW

CALIBRATED = 0.05
"""A calibration error above it is named in the card."""


def write_evidence_card(name: str, config: Mapping[str, Any], coverage: Coverage | None, few: Sequence[str]) -> str:
    """The card's text; without figures it says that nothing was measured."""
    return compose_card(
        name,
        data=_data(config, few),
        figures=_figures(coverage) if coverage else (),
        weak=_weak(coverage) if coverage else (),
        corrected=bool(config["decisions"]),
    )


def _data(config: Mapping[str, Any], few: Sequence[str]) -> str:
    counts = config["counts"]
    lines = [
        f"- 标注集：{len(config['sets'])} 份计划、{counts['reports']} 份报告（{'、'.join(config['sets'])}），"
        f"共 {counts['passages']} 句",
        "- 逐份报告逐项任务的判定："
        + "，".join(f"{shown_status(label)} {count}" for label, count in config["classes"].items()),
        f"- 任务与语句的候选对 {counts['pairs']} 对，其中真佐证 {counts['evidence']} 对",
        "- 语句的陈述类型由没有读过该标注集的陈述类型模型判断（逐集留出），与读新报告时相近",
        f"- 审核人员的更正：{config['decisions']} 条（每条按 {config['decision_weight']:g} 句计）；"
        "更正的是语句的类型，只经由陈述类型影响本模型，不直接更正任务的判定",
        f"- 随机种子 {config['seed']}，duban {config['duban']}",
    ]
    if few:
        named = "，".join(f"{shown_status(label)} {config['classes'][label]}" for label in few)
        lines.append(f"- **例子太少**（不足 {FEW} 项）：{named}。这些判定不可靠。")
    return "\n".join(lines)


def _figures(coverage: Coverage) -> list[str]:
    return [
        "均为未参与训练的计划：逐份留出一份计划及其全部报告，语句对的模型、判定的模型和各门槛只用其余各份训练，被留出的计划的陈述类型来自没有读过它的模型。"
        "每份报告单独判定。逐组去掉特征与学习曲线把计划分五份轮流留出，各用一个种子的树，故与上面各表略有出入。"
        "`duban evaluate --coverage --parts` 可重做。",
        *map(markdown, coverage_tables(coverage)),
    ]


def _weak(coverage: Coverage) -> list[str]:
    """Where the model is weak, read from its figures."""
    whole, *groups = coverage.models
    plans = [one for one in groups if one.name not in GROUPS]
    worst = sorted(plans, key=lambda one: (one.gap_f1, one.name))[:WEAK]
    lines = [
        "最弱的计划（无佐证 F1）："
        + "，".join(f"{one.name} {one.gap_f1:.2f}" for one in worst)
        + f"；全部计划 {whole.gap_f1:.2f}。",
        *_weak_decoy(whole),
        *_weak_classes(whole),
        *_near_baselines(coverage),
    ]
    short = [one for one in coverage.decided if one.accuracy is not None and one.accuracy < one.level]
    if short:
        told = "，".join(f"要 {one.level:.2f} 实得 {one.accuracy:.3f}" for one in short)
        lines.append(f"自动判定在留出的计划上达不到所要把握：{told}。")
    if whole.scores.ece is not None and whole.scores.ece > CALIBRATED:
        lines.append(f"概率不够准：校准误差 {whole.scores.ece:.3f}，超过 {CALIBRATED}。")
    idle = [ABLATED[one.name] for one in coverage.ablations[1:] if one.gap_f1 >= coverage.ablations[0].gap_f1]
    if idle:
        lines.append(f"去掉后无佐证 F1 不降的特征组：{'、'.join(idle)}；它们的作用在这里看不出来。")
    return lines


def _weak_decoy(whole: Figures) -> list[str]:
    kind, decoy = max(whole.decoys.items(), key=lambda item: false_share(item[1]))
    wrong = decoy.covered + decoy.partial
    if not wrong:
        return []
    share = f"{wrong}/{decoy.n}（{false_share(decoy):.1%}）"
    return [f"最会骗过本模型的假佐证：{DECOYS[kind]}，{share}被判为有佐证。"]


def _weak_classes(whole: Figures) -> list[str]:
    name, one = min(whole.scores.classes.items(), key=lambda item: item[1].f1)
    wrong = [
        (count, gold, given)
        for gold, line in whole.scores.confusion.items()
        for given, count in line.items()
        if gold != given and count
    ]
    count, gold, given = max(wrong, default=(0, "", ""))
    mixed = f"；最常见的混淆是把“{shown_status(gold)}”判为“{shown_status(given)}”，{count} 项" if count else ""
    return [f"最弱的判定（F1）：{shown_status(name)} {one.f1:.2f}（{one.n} 项）{mixed}。"]


def _near_baselines(coverage: Coverage) -> list[str]:
    """How far the best of the baselines is behind; calling everything missing is one of them."""
    best = max(coverage.baselines, key=lambda one: one.gap_f1)
    lead = coverage.models[0].gap_f1 - best.gap_f1
    return [f"最好的对照（{BASELINES[best.name]}）的无佐证 F1 是 {best.gap_f1:.3f}，与本模型相差 {lead:+.3f}。"]
