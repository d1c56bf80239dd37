"""Count what a labelled set holds and write the counts into its card: `python corpora/cards.py`.

The counts stand between two marks in each set's README.md and in the index of corpora/README.md; a test compares them
with the labels.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OPEN, CLOSE = "<!-- counted by cards.py -->", "<!-- end -->"
STATUSES = ("covered", "partial", "none")
STATEMENTS = ("done", "in_progress", "planned", "negated", "requirement", "prior", "background")


def sets() -> list[Path]:
    """The folders that hold a labelled plan with reports: the demo first, then c1, c2 and so on."""
    found = {path.parent for path in HERE.glob("*/*.coverage.gold.json")}
    return sorted(found, key=lambda path: int("0" + path.name[1:]) if path.name[1:].isdigit() else 0)


def squeeze(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def passages_of(folder: Path, coverage: Path) -> list[dict[str, Any]]:
    """The labelled sentences of one report, each with `cell`: whether it stands in a row of a table."""
    labels = folder / coverage.name.replace("coverage.gold.json", "passages.gold.jsonl")
    if not labels.exists():
        return []
    report = folder / json.loads(coverage.read_text(encoding="utf-8"))["report"]
    in_table: list[bool] = []
    for line in report.read_text(encoding="utf-8").splitlines():
        in_table += ["\t" in line] * len(squeeze(line))
    text, found, start = squeeze(report.read_text(encoding="utf-8")), [], 0
    for line in labels.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        start = text.index(squeeze(passage["text"]), start)
        found.append(passage | {"cell": in_table[start]})
        start += len(squeeze(passage["text"]))
    return found


def faults(passages: list[dict[str, Any]], items: list[dict[str, Any]]) -> list[str]:
    """The faults of a set that can be counted, one phrase each."""
    kinds = [p for p in passages if p["statement"] != "background"]
    cells = [p for p in passages if p["cell"]]
    begun = [
        i for i in items if i["status"] == "partial" and "actions" in i and not any(a["proved"] for a in i["actions"])
    ]
    counted = {
        "sentences other than background have no theme": sum(not p["theme"] for p in kinds),
        "sentences have a theme and no workstream": sum(bool(p["theme"] and not p["workstream"]) for p in passages),
        "sentences have a workstream and no theme": sum(bool(p["workstream"] and not p["theme"]) for p in passages),
        f"of {len(cells)} table cells are labelled background": sum(p["statement"] == "background" for p in cells),
        "sentences or cells repeat an earlier one": len(passages) - len({p["text"] for p in passages}),
        "partial items are begun and have no action proved": len(begun),
    }
    return [f"{number} {what}" for what, number in counted.items() if number]


def block(folder: Path) -> str:
    """The counted part of a set's card, in Markdown."""
    plan = json.loads((folder / "plan.tasks.gold.json").read_text(encoding="utf-8"))
    tasks = plan["tasks"]
    measures = {(task["workstream"], task["measure"]) for task in tasks}
    many = {name: sum(len(task[name]) for task in tasks) for name in ("parties", "deadlines", "targets")}
    lines = [
        f"Plan: {plan['title']} ({plan['year']}): {len(plan['workstreams'])} workstreams, {len(measures)} measures, "
        f"{len(tasks)} tasks with {many['parties']} parties, {many['deadlines']} deadlines, {many['targets']} targets.",
        "",
        "| report | unit | as of | covered / partial / none | sentences |",
        "| --- | --- | --- | --- | --- |",
    ]
    every: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.coverage.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        passages = passages_of(folder, path)
        statuses = Counter(item["status"] for item in gold["items"].values())
        counts = " / ".join(str(statuses[s]) for s in STATUSES)
        lines.append(
            f"| {gold['report']} | {gold['unit']} | {gold['as_of']} | {counts} | {len(passages) or 'not labelled'} |"
        )
        every += passages
        items += gold["items"].values()
    if every:
        kinds = Counter(p["statement"] for p in every)
        lines += ["", "Statements: " + ", ".join(f"{s} {kinds[s]}" for s in STATEMENTS) + "."]
        lines[-1] += f" Sentences that mix kinds, cut into clauses: {sum('clauses' in p for p in every)}."
    if found := faults(every, items):
        lines += ["", "Counted faults: " + "; ".join(found) + "."]
    return "\n".join(lines)


def index() -> str:
    """The table of all sets, in Markdown."""
    lines = ["| set | plan | year | tasks | reports | covered / partial / none | sentences |", "|" + " --- |" * 7]
    for folder in sets():
        plan = json.loads((folder / "plan.tasks.gold.json").read_text(encoding="utf-8"))
        reports = sorted(folder.glob("*.coverage.gold.json"))
        statuses = Counter(
            item["status"]
            for path in reports
            for item in json.loads(path.read_text(encoding="utf-8"))["items"].values()
        )
        counts = " / ".join(str(statuses[s]) for s in STATUSES)
        sentences = sum(len(passages_of(folder, path)) for path in reports) or "not labelled"
        lines.append(
            f"| [{folder.name}]({folder.name}/README.md) | {plan['title']} | {plan['year']} | {len(plan['tasks'])} "
            f"| {len(reports)} | {counts} | {sentences} |"
        )
    return "\n".join(lines)


def sentences() -> str:
    """The table of the sentences that stand without their reports, in Markdown."""
    lines = [f"| file | sentences | cells | {' | '.join(STATEMENTS)} | mixed |", "|" + " --- |" * (len(STATEMENTS) + 4)]
    for path in sorted((HERE / "statements").glob("*.jsonl")):
        told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        kinds = Counter(line["statement"] for line in told)
        cells, mixed = (sum(key in line for line in told) for key in ("cell", "clauses"))
        counts = " | ".join(str(kinds[s]) for s in STATEMENTS)
        lines.append(f"| `{path.name}` | {len(told)} | {cells} | {counts} | {mixed} |")
    return "\n".join(lines)


def fill(card: Path, counted: str) -> None:
    """Put the counted part between the marks of a card."""
    text = card.read_text(encoding="utf-8")
    before, rest = text.split(OPEN)
    card.write_text(f"{before}{OPEN}\n{counted}\n{CLOSE}{rest.split(CLOSE)[1]}", encoding="utf-8")


if __name__ == "__main__":
    for folder in sets():
        fill(folder / "README.md", block(folder))
    fill(HERE / "README.md", index())
    fill(HERE / "statements" / "README.md", sentences())
