"""Make a labeller of a user's taxonomy or of a plan: seed words and examples, or headings and tasks, to themes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nlp.classify.items import items_of_plan
from nlp.classify.likeness import FEW, LikenessModel, make_likeness
from nlp.classify.seeds import make_seeds
from nlp.classify.taxonomy import Theme, read_taxonomy
from nlp.classify.workstreams import Labeller, WorkstreamModel, load_workstream_model
from nlp.errors import InputError, shown_name
from nlp.types import Plan, Warning

SMOOTH = 0.1
"""What every theme of a plan is given of each theme of the taxonomy, before its tasks are counted."""


def choose_labeller(*, taxonomy: Path | None = None, plan: Plan | None = None) -> Labeller:
    """The labeller for what was asked: a plan's own workstreams, a taxonomy's file, else the default taxonomy.

    The default taxonomy is the trained model's; where an overlay gives it other themes, it is labelled as a user's.

    Raises ConfigError for a wrong taxonomy, InputError for a plan with fewer than two workstreams, ModelError where the
    installed model is missing or broken.
    """
    base = load_workstream_model()
    if plan is not None:
        return label_by_plan(plan, base=base)
    themes = read_taxonomy(taxonomy)
    if taxonomy is None and tuple(theme.name for theme in themes) == base.themes:
        return base
    return label_by_taxonomy(themes, base=base)


def label_by_taxonomy(themes: Sequence[Theme], *, base: WorkstreamModel) -> LikenessModel:
    """A labeller for the themes of a taxonomy, by its seed words, its examples and its descriptions.

    `base` is the trained model, for how rare n-grams are and what is about no work at all. The same themes give the
    same labeller. Its `few` names the themes with fewer than FEW examples, where others of the taxonomy have some.
    """
    texts = [
        (*theme.examples, theme.description or theme.name, " ".join((theme.name, *theme.words))) for theme in themes
    ]
    lean = tuple(theme.name for theme in themes if len(theme.examples) < FEW)
    return make_likeness(
        [theme.name for theme in themes],
        texts,
        source="taxonomy",
        base=base,
        seeds=make_seeds(themes),
        against=[theme.not_examples for theme in themes],
        few=lean if any(theme.examples for theme in themes) else (),
    )


def label_by_plan(plan: Plan, *, base: WorkstreamModel) -> LikenessModel:
    """A labeller for the workstreams of a plan, whose titles, measures and tasks are what it learns from.

    Its themes are the titles of the workstreams, with their number before it where a title is there twice.

    Raises InputError where the plan has fewer than two workstreams.
    """
    import numpy as np

    if len(plan.workstreams) < 2:
        problem = "只有一条工作线" if plan.workstreams else "没有分出工作线"
        raise InputError(plan.document.file, f"计划{problem}，无从归类", "请去掉 --plan，或用 --taxonomy 给出工作线")
    titles = [workstream.title for workstream in plan.workstreams]
    names = [
        title if titles.count(title) == 1 and title.strip() else f"{workstream.number or workstream.id} {title}".strip()
        for title, workstream in zip(titles, plan.workstreams, strict=True)
    ]
    items = items_of_plan(plan)
    places = {workstream.id: place for place, workstream in enumerate(plan.workstreams)}
    owners = [places.get(task.workstream or "", -1) for task in plan.tasks]
    texts = [
        [title, *(item.text for item, owner in zip(items, owners, strict=True) if owner == place)]
        for place, title in enumerate(titles)
    ]
    shares = np.full((len(names), len(base.themes)), SMOOTH, np.float32)
    for owner, said in zip(owners, base.tell([items])[:, :-1], strict=True):
        if owner >= 0:
            shares[owner] += said
    return make_likeness(
        names, texts, source="plan", base=base, seeds=make_seeds([Theme(name, "", {}) for name in names]), shares=shares
    )


def warn_of_few(labeller: Labeller, file: object) -> tuple[Warning, ...]:
    """A warning for a labeller that was made from few examples: which themes, and what would mend it."""
    few = labeller.few if isinstance(labeller, LikenessModel) else ()
    if not few:
        return ()
    told = "、".join(f"“{name}”" for name in few[:3]) + ("等" if len(few) > 3 else "")
    problem = f"{told}的例句不足{FEW}个，工作线标注仅供参考"
    return (Warning(shown_name(file), "", problem, "请在 examples 中补足例句"),)
