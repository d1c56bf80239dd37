"""Passages sorted by the plan's own workstreams, `duban classify --plan`: each labelled plan with a model made without it.

The base model has not seen the set; the few weights of `likeness_weights.toml` were fitted on all sets.
"""

import json
import re

from nlp.classify.items import items_of_passages
from nlp.classify.own_themes import label_by_plan
from nlp.classify.workstreams import label_documents
from nlp.corpora import list_sets
from nlp.evaluate.answers import Answers, answers_of
from nlp.evaluate.folds import leave_one_out, load_corpus
from nlp.evaluate.workstreams import fit_on
from nlp.parse import read
from nlp.pipeline import extract_tasks


def main() -> None:
    folders = {folder.name: folder for folder in list_sets()}
    total, macro = Answers(), []
    for fold in leave_one_out(load_corpus()):
        folder = folders.get(fold.name)
        if folder is None:
            continue
        plan = extract_tasks(read(folder / "plan.txt"))
        titles = {workstream.number: workstream.title for workstream in plan.workstreams}
        reports = [one.report for one in fold.test.reports]
        labeller = label_by_plan(plan, base=fit_on(fold.train))
        given = label_documents([items_of_passages(report.passages) for report in reports], labeller=labeller)
        rows = []
        for report, labels in zip(reports, given, strict=True):
            lines = (folder / f"{report.id}.passages.gold.jsonl").read_text(encoding="utf-8").splitlines()
            gold = {squeeze(line["text"]): titles.get(line["workstream"]) for line in map(json.loads, lines)}
            for passage, label in zip(report.passages, labels, strict=True):
                if owner := gold.get(squeeze(passage.text)):
                    rows.append((owner, label.workstream, label.score))
        answers = answers_of(rows)
        scores = answers.measure(list(titles.values()))
        macro.append(scores.macro_f1)
        total += answers
        print(f"{fold.name:>4}: n {scores.n}  accuracy {scores.accuracy:.3f}  macro-F1 {scores.macro_f1:.3f}")
    right = sum(gold == one for gold, one in zip(total.gold, total.given, strict=True)) / len(total.gold)
    undecided = total.given.count(None) / len(total.given)
    print(
        f"all: n {len(total.gold)}  accuracy {right:.3f}  undecided {undecided:.3f}  mean macro-F1 {sum(macro) / len(macro):.3f}"
    )


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    main()
