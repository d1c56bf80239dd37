"""Lay the figures of verdicts out as tables: coverage on plans left out to headings and cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.evaluate.baselines import ALL_MISSING
from nlp.evaluate.coverage import Coverage
from nlp.evaluate.coverage_figures import Decoy, Figures
from nlp.evaluate.tables import Table, figure, lay_confusion, lay_reliability
from nlp.render.words import word

WHAT = "佐证判定 coverage"
EVERY = {"all": "全部 all"}
MODEL = "本模型 model"
BASELINES = {
    ALL_MISSING: "全判无佐证 all missing",
    "word overlap": "词语重合 word overlap",
    "BM25": "BM25",
    "characters": "字符 n-gram",
    "work types alone": "只看工作类型 work types",
}
DECOYS = {
    "planned only": "只有计划 planned only",
    "negated": "说明未做 negated",
    "restated only": "只重复要求 restated only",
    "prior period": "往年的事 prior period",
    "similar words": "词语相近的别的事 similar words",
}
ABLATED = {
    "all": "全部特征 all",
    "wording": "用词相近 wording",
    "work types": "工作类型 work types",
    "ranks and margins": "名次与差距 ranks and margins",
    "what stands around": "前后文 what stands around",
    "kind of statement": "陈述类型 kind of statement",
    "facts and echo": "具体事实与照抄 facts and echo",
    "outsiders, names, units": "外单位、名称、计量单位 outsiders, names, units",
    "rival tasks and passages": "相争的任务与语句 rivals",
    "meaning": "语义向量 meaning",
    "refuting passages in verdicts": "判定中的反证语句 refuting passages",
    "reach of actions in verdicts": "判定中各动作的着落 reach of actions",
    "trees": "提升树 trees",
}
GAP = ("无佐证查准 gap precision", "查全 recall", "F1")
FIGURES = (*GAP, "三类平均 macro-F1", "摘录属实 true quotes", "摘录数 quotes", "校准误差 ECE")


def coverage_tables(found: Coverage) -> Iterator[Table]:
    """All tables of verdicts, the summary first; those of parts and of the curve where they were measured."""
    whole = found.models[0]
    yield _figures_table(
        f"{WHAT}：逐份留出计划 each plan left out",
        "计划 plans",
        [(EVERY.get(one.name, one.name), one) for one in found.models],
    )
    yield _figures_table(
        f"{WHAT}：只看相似程度的对照 baselines by likeness alone",
        "做法 method",
        [(MODEL, whole), *((BASELINES[one.name], one) for one in found.baselines)],
    )
    yield _decoy_table(whole, found.baselines)
    yield lay_confusion(f"{WHAT}：{MODEL}", whole.scores, shown_status)
    yield lay_reliability(f"{WHAT}：{MODEL}", whole.scores)
    yield _decided_table(found)
    yield _recall_table(found)
    if found.ablations:
        yield _ablation_table(found.ablations)
    if found.curve:
        yield _curve_table(found)


def shown_status(status: str) -> str:
    """What a reader sees of a status, and of an answer that names none.

    >>> shown_status("none"), shown_status("undecided")
    ('无佐证', '未定')
    """
    return word(f"status.{status}") if status in ("covered", "partial", "none") else "未定"


def false_share(decoy: Decoy) -> float:
    """The share of items with a decoy that were taken to have evidence.

    >>> false_share(Decoy(200, 30, 20))
    0.25
    """
    return (decoy.covered + decoy.partial) / max(1, decoy.n)


def _figures_table(title: str, first: str, lines: Sequence[tuple[str, Figures]]) -> Table:
    return Table(
        title,
        (first, "n", *FIGURES),
        tuple(
            (
                *(name, str(one.n), *map(figure, (one.gap_precision, one.gap_recall, one.gap_f1, one.macro_f1))),
                *(figure(one.true_quotes), str(one.quotes) if one.quotes else "", figure(one.scores.ece)),
            )
            for name, one in lines
        ),
    )


def _decoy_table(whole: Figures, baselines: Sequence[Figures]) -> Table:
    """How often a decoy was taken for evidence; beside it the shares of the baselines that call anything proved."""
    others = [one for one in baselines if one.name != ALL_MISSING]
    lines = []
    for kind, decoy in whole.decoys.items():
        own = (decoy.covered, decoy.partial)
        counted = [text for count in own for text in (str(count), _percent(count, decoy.n))]
        wrong = [(one.decoys[kind].covered + one.decoys[kind].partial, one.decoys[kind].n) for one in others]
        lines.append((DECOYS[kind], str(decoy.n), *counted, *(_percent(count, n) for count, n in wrong)))
    judged = ("误判已佐证 covered", "%", "误判部分佐证 partial", "%")
    headings = ("假佐证 decoy", "n", *judged, *(f"{BASELINES[one.name]} 误判 %" for one in others))
    return Table(f"{WHAT}：无佐证而报告中有假佐证的任务 decoys", headings, tuple(lines))


def _decided_table(found: Coverage) -> Table:
    lines = [(f"{one.level:.2f}", figure(one.share), figure(one.accuracy)) for one in found.decided]
    headings = ("所要把握 level", "自动判定的占比 share", "其中判对 accuracy")
    return Table(f"{WHAT}：按把握自动判定 decided（其余交人工）", headings, tuple(lines))


def _recall_table(found: Coverage) -> Table:
    """In how many true pairs the passage is among the first candidates."""
    sizes = list(found.recall[0].within) if found.recall else []
    lines = [
        (EVERY.get(one.name, one.name), str(one.n), *(figure(one.within[size]) for size in sizes))
        for one in found.recall
    ]
    headings = ("计划 plans", "佐证数 n", *(f"前 {size} 句" for size in sizes))
    return Table(f"{WHAT}：真佐证在候选语句中的占比 recall of candidates", headings, tuple(lines))


def _ablation_table(parts: Sequence[Figures]) -> Table:
    """What is reached without each group of features, and how far that is from all of them."""
    whole = parts[0]
    lines = []
    for one in parts:
        gap, mean = (f"{a - b:+.3f}" for a, b in ((one.gap_f1, whole.gap_f1), (one.macro_f1, whole.macro_f1)))
        change = ("", "") if one is whole else (gap, mean)
        lines.append((ABLATED[one.name], figure(one.gap_f1), change[0], figure(one.macro_f1), change[1]))
    headings = ("去掉的特征 left out", "无佐证 gap F1", "差 change", "三类平均 macro-F1", "差 change")
    return Table(f"{WHAT}：逐组去掉特征 ablation（计划分五份轮流留出）", headings, tuple(lines))


def _curve_table(found: Coverage) -> Table:
    """What more plans bring; the last point is that of all plans that are not left out."""
    points = [*((one.name, one) for one in found.curve), ("其余全部 all others", found.ablations[0])]
    lines = [
        (name, str(one.n), *map(figure, (one.gap_f1, one.macro_f1, one.true_quotes, one.scores.ece)))
        for name, one in points
    ]
    figures = ("无佐证 gap F1", "三类平均 macro-F1", "摘录属实 true quotes", "校准误差 ECE")
    headings = ("训练的计划数 plans", "检验 n", *figures)
    return Table(f"{WHAT}：学习曲线 learning curve（计划分五份轮流留出）", headings, tuple(lines))


def _percent(count: int, n: int) -> str:
    return f"{count / n:.1%}" if n else ""
