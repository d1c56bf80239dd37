"""The installed classifiers on reports of six other hands and sixty tasks, `corpora/hands`, which train nothing."""

from nlp.classify.cues import KINDS
from nlp.classify.items import Item, items_of_passages
from nlp.classify.rules import classify_by_rules
from nlp.classify.statements import classify_statements
from nlp.classify.workstreams import label_items
from nlp.corpora import load_reports, load_tasks
from nlp.evaluate.answers import Answers, answers_of, compare_clauses, compare_sentences
from nlp.resources import find_resource


def main() -> None:
    folder = find_resource("corpora/hands")
    reports = load_reports(folder)
    tellers = {"rules": classify_by_rules, "model": classify_statements}
    for name, tell in tellers.items():
        told = [tell(one.report.passages, year=one.year) for one in reports]
        pairs = list(zip(reports, told, strict=True))
        show(f"statements, sentences, {name}", sum((compare_sentences(*pair) for pair in pairs), Answers()), KINDS)
        show(f"statements, clauses, {name}", sum((compare_clauses(*pair) for pair in pairs), Answers()), KINDS)
    tasks = load_tasks(folder)
    labels = label_items([Item(task.id, task.text, kind="task") for task in tasks])
    themes = sorted({task.theme for task in tasks if task.theme})
    rows = [(task.theme or "", label.workstream, label.score) for task, label in zip(tasks, labels, strict=True)]
    show("workstreams, tasks", answers_of(rows), themes)
    rows = []
    for one in reports:
        given = label_items(items_of_passages(one.report.passages))
        rows += [(t, label.workstream, label.score) for t, label in zip(one.themes, given, strict=True) if t]
    show("workstreams, passages with one", answers_of(rows), themes)


def show(name: str, answers: Answers, labels: tuple[str, ...] | list[str]) -> None:
    scores = answers.measure(labels)
    per = "  ".join(f"{label} {one.f1:.2f} ({one.n})" for label, one in scores.classes.items())
    print(f"{name}: n {scores.n}  accuracy {scores.accuracy:.3f}  macro-F1 {scores.macro_f1:.3f}  ECE {scores.ece:.3f}")
    print(f"    {per}")


if __name__ == "__main__":
    main()
