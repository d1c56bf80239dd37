"""Print a record as tables for people; every status has its word, so that it reads the same without colours.

Warnings are not printed here: the command says them on standard error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from nlp.render.gist import headline, main_sheet
from nlp.render.review import Review, tally
from nlp.render.sheets import PASSAGE_COLUMNS, document_sheet, passages_sheet
from nlp.render.terminal_coverage import print_coverage
from nlp.render.terminal_look import STYLES, make_table, print_title
from nlp.render.view import one_line, title_of, view_tasks
from nlp.render.words import word
from nlp.types import Calendar, Document, Outcome, OutcomeState, PlanDiff, PlanLint, Tagged, TaskList

__all__ = ["print_coverage", "print_document", "print_outcomes", "print_review", "print_tagged", "print_tasks"]

_OUTCOMES: dict[OutcomeState, tuple[str, str]] = {
    "read": ("outcome.read", "green"),
    "read with warnings": ("outcome.read_with_warnings", "yellow"),
    "refused": ("outcome.refused", "red"),
}
_NOTHING = {PlanLint: "note.no_findings", PlanDiff: "note.no_changes", Calendar: "note.no_days"}


def print_tasks(task_list: TaskList, console: Console) -> None:
    """Print a task list: its title, its workstreams, one row a task."""
    plan, tasks = task_list.plan, view_tasks(task_list)
    print_title(console, title_of(plan), word("format.items", count=len(tasks)))
    for name in dict.fromkeys(task.workstream for task in tasks):
        count = sum(task.workstream == name for task in tasks)
        console.print(Text(f"  {name}　{word('format.items', count=count)}"))
    table = make_table(
        "id", "task", "lead", "short_deadline", "workstream", ratios={"task": 5, "lead": 2, "short_deadline": 2}
    )
    table.columns[-1].max_width = 8
    console.line()
    last = ""
    for task in tasks:
        if last and task.workstream != last:
            table.add_section()
        last = task.workstream
        place = " ".join(filter(None, (task.workstream_number, task.label or ("" if task.workstream_number else last))))
        table.add_row(*map(Text, (task.id, task.text, task.lead, task.short_deadline, place)))
    console.print(table)


def print_document(document: Document, console: Console) -> None:
    """Print a document's blocks in reading order."""
    facts = [document.format, document.unit or document.issuer or ""]
    if document.year:
        facts.append(word("format.year", year=document.year))
    print_title(console, one_line(document.title or document.file), " · ".join(filter(None, facts)))
    table = make_table("block", "kind", "content", "page", ratios={"content": 1})
    for block, kind, _, text, page in document_sheet(document).rows:
        table.add_row(*(Text(str(value)) for value in (block, kind, text, page)))
    console.print(table)


def print_tagged(tagged: Tagged, console: Console) -> None:
    """Print a document's passages with their kind of statement and their workstream."""
    print_title(console, one_line(tagged.report.title or tagged.report.file), tagged.report.unit or "")
    table = make_table("number", "content", "statement", "label", ratios={"content": 4, "label": 1})
    for row in passages_sheet(tagged).rows:
        told = dict(zip(PASSAGE_COLUMNS, row, strict=True))
        text = told["clauses"] or told["content"]  # a mixed passage stands as its clauses, each with its kind
        label = "、".join(filter(None, (str(told["label"]), str(told["second"]))))
        table.add_row(*(Text(str(value)) for value in (told["number"], text, told["statement"], label)))
    console.print(table)


def print_review(record: Review, console: Console) -> None:
    """Print findings, changes or due days: the title, how many there are of each kind, one row each."""
    sheet = main_sheet(record)
    print_title(console, headline(record), "　".join(tally(record)))
    if not sheet.rows:
        console.print(Text(word(_NOTHING[type(record)]), style=STYLES["covered"]))
        return
    hidden = sheet.columns.index("number")
    words = [sheet.columns.index(name) for name in ("id", "words") if name in sheet.columns]  # said once, not twice
    wide = {"words": 3, "problem": 3, "remedy": 3, "text": 5, "lead": 2, "short_deadline": 2}
    wide |= {"new_text": 4, "old_text": 4, "details": 3}
    table = make_table(*(column for column in sheet.columns if column != "number"), ratios=wide)
    kinds = sheet.columns.index("change") if "change" in sheet.columns else None  # a line each
    last: tuple[str, ...] = ()
    for row in sheet.rows:
        cells = [str(value) for value in row]
        again = isinstance(record, PlanLint) and tuple(cells[index] for index in words) == last
        last = tuple(cells[index] for index in words)
        shown = ["" if again and index in words else cell for index, cell in enumerate(cells)]
        if kinds is not None:
            shown[kinds] = shown[kinds].replace("、", "\n")
        table.add_row(*(Text(cell) for index, cell in enumerate(shown) if index != hidden))
    console.print(table)


def print_outcomes(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print what came of reading each file, then the reasons, and how many files there are of each state."""
    table = make_table("file", "state", "characters", "tables", "page", ratios={"file": 1})
    for outcome in outcomes:
        numbers = (outcome.characters, outcome.tables, outcome.pages if outcome.pages is not None else "")
        name, style = _OUTCOMES[outcome.state]
        state = Text(word(name), style=style)
        table.add_row(Text(outcome.file), state, *(Text(str(number)) for number in numbers))
    console.print(table)
    for warning in (warning for outcome in outcomes for warning in outcome.warnings):
        console.print(Text(str(warning)), soft_wrap=True)
    states = Counter(outcome.state for outcome in outcomes)
    tally = "，".join(f"{word(name)} {states[state]}" for state, (name, _) in _OUTCOMES.items())
    console.print(Text(word("format.files", count=len(outcomes), tally=tally), style="bold"))
