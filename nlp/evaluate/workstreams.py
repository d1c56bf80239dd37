"""Ask the workstream classifier, the seed words and a textcat about held-out text: a fold to their answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from nlp.evaluate.answers import Answers, answers_of
from nlp.evaluate.folds import Corpus, Fold
from nlp.types import LabelledReport

if TYPE_CHECKING:
    from nlp.classify.items import Item
    from nlp.classify.workstreams import WorkstreamModel

LEVELS = ("task", "passage", "likeliest", "any")
"""Tasks of plans, and passages about a workstream, by the label that is shown, where undecided is wrong; such passages
by the likeliest workstream; all labelled passages, where none of the workstreams is a class of its own."""

NONE = "none"

Asked = tuple[list["Item"], list[str | None]]
"""The items of a document with their workstreams, "none" where they are about none, None where there is no label."""


def fit_on(corpus: Corpus, *, seed: int = 0) -> WorkstreamModel:
    """The model that a corpus teaches."""
    from nlp.classify.workstreams import fit_workstreams

    return fit_workstreams(corpus.training, corpus.tasks, seed=seed)


def ask_model(fold: Fold, *, seed: int = 0) -> dict[str, Answers]:
    """The answers of a model that was trained on all other sets."""
    from nlp.classify.workstreams import decide

    model = fit_on(fold.train, seed=seed)
    found: dict[str, Answers] = {}
    for level, documents in documents_of(fold.test).items():
        chances = model.tell([items for items, _ in documents])
        gold = [theme for _, themes in documents for theme in themes]
        labels = decide([""] * len(gold), chances, model.themes)
        told = [(label.workstream, label.score) for label in labels]
        found[level] = _about_one(gold, told)
        if level == "passage":
            among = chances[:, :-1] / chances[:, :-1].sum(axis=1, keepdims=True)
            likeliest = [
                (model.themes[at], float(share)) for at, share in zip(among.argmax(1), among.max(1), strict=True)
            ]
            classes = (*model.themes, NONE)
            winners = [(classes[at], float(share)) for at, share in zip(chances.argmax(1), chances.max(1), strict=True)]
            found["likeliest"] = _about_one(gold, likeliest)
            found["any"] = answers_of((theme, *one) for theme, one in zip(gold, winners, strict=True) if theme)
    return found


def ask_rules(fold: Fold) -> dict[str, Answers]:
    """The answers of the seed words of the default taxonomy."""
    from nlp.classify.seeds import label_by_seeds
    from nlp.classify.taxonomy import read_taxonomy

    taxonomy = read_taxonomy()
    found: dict[str, Answers] = {}
    for level, documents in documents_of(fold.test).items():
        gold = [theme for _, themes in documents for theme in themes]
        labels = label_by_seeds([(item.target, item.text) for items, _ in documents for item in items], taxonomy)
        told = [(label.workstream, label.score) for label in labels]
        found[level] = _about_one(gold, told)
        if level == "passage":
            found["any"] = answers_of(
                (theme, name or NONE, score) for theme, (name, score) in zip(gold, told, strict=True) if theme
            )
    return found


def ask_textcat(fold: Fold, *, seed: int = 0) -> dict[str, Answers]:
    """A textcat's answers, trained on the text of all other tasks and passages; none is a class where it is asked."""
    from nlp.evaluate.textcat import fit_textcat

    def texts_of(corpus: Corpus) -> dict[str, list[tuple[str, str]]]:
        return {
            level: [(item.text, theme) for items, themes in documents for item, theme in _told(items, themes)]
            for level, documents in documents_of(corpus).items()
        }

    texts, themes = zip(*(pair for pairs in texts_of(fold.train).values() for pair in pairs), strict=True)
    tell = fit_textcat(texts, themes, seed=seed)
    found: dict[str, Answers] = {}
    for level, pairs in texts_of(fold.test).items():
        told = tell([text for text, _ in pairs])
        gold = [theme for _, theme in pairs]
        found[level] = _about_one(gold, [(None if name == NONE else name, score) for name, score in told])
        if level == "passage":
            found["any"] = answers_of((theme, *one) for theme, one in zip(gold, told, strict=True))
    return found


def documents_of(corpus: Corpus) -> Mapping[str, list[Asked]]:
    """The tasks of each plan and the passages of each report, as they are asked; a level without texts is left out.

    Sentences that stand without their report have no neighbours.
    """
    from nlp.classify.items import Item, items_of_passages

    tasks: list[Asked] = []
    for name in corpus.plans:
        own = [task for task in corpus.tasks if task.set == name]
        tasks.append(([Item(task.id, task.text, kind="task") for task in own], [task.theme for task in own]))
    passages: list[Asked] = []
    for one in corpus.training:
        items, themes = list(items_of_passages(one.report.passages)), list(_themes(one))
        alone = [([item], [theme]) for item, theme in zip(items, themes, strict=True)]
        passages += [(items, themes)] if one.report.sha256 else alone
    found = {"task": tasks, "passage": passages}
    return {level: asked for level, asked in found.items() if any(theme for _, themes in asked for theme in themes)}


def _themes(report: LabelledReport) -> Iterator[str | None]:
    """The workstream of each passage; of a correction that names none nothing is known."""
    for kind, theme in zip(report.kinds, report.themes, strict=True):
        yield theme or (None if kind is None or report.weight > 1 else NONE)


def _told(items: Sequence[Item], themes: Sequence[str | None]) -> Iterator[tuple[Item, str]]:
    return ((item, theme) for item, theme in zip(items, themes, strict=True) if theme)


def _about_one(gold: Sequence[str | None], told: Sequence[tuple[str | None, float]]) -> Answers:
    """The answers about texts that are about a workstream."""
    return answers_of((theme, *one) for theme, one in zip(gold, told, strict=True) if theme and theme != NONE)
