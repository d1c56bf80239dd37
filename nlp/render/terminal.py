"""Print a record as tables for people; every status has its word, so that it reads the same without colours.

Warnings are not printed here: the command says them on standard error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nlp.render.gist import headline, main_sheet
from nlp.render.review import Review, tally
from nlp.render.sheets import PASSAGE_COLUMNS, document_sheet, passages_sheet
from nlp.render.view import (
    CountView,
    CoverageView,
    ItemView,
    one_line,
    title_of,
    view_coverage,
    view_tasks,
)
from nlp.render.words import word
from nlp.types import Calendar, Coverage, Document, Outcome, OutcomeState, PlanDiff, PlanLint, Status, Tagged, TaskList

_STYLES: dict[Status, str] = {"covered": "green", "partial": "yellow", "none": "red"}
_OUTCOMES: dict[OutcomeState, tuple[str, str]] = {
    "read": ("outcome.read", "green"),
    "read with warnings": ("outcome.read_with_warnings", "yellow"),
    "refused": ("outcome.refused", "red"),
}
_NOTHING = {PlanLint: "note.no_findings", PlanDiff: "note.no_changes", Calendar: "note.no_days"}
_WIDE = 64
_BARS: dict[Status, str] = {"covered": "█", "partial": "▓", "none": "·"}
_BAR = 20
_LOOK: Any = {"box": box.SIMPLE_HEAD, "expand": True, "pad_edge": False, "show_edge": False, "header_style": "bold"}


def print_tasks(task_list: TaskList, console: Console) -> None:
    """Print a task list: its title, its workstreams, one row a task."""
    plan, tasks = task_list.plan, view_tasks(task_list)
    _print_title(console, title_of(plan), word("format.items", count=len(tasks)))
    for name in dict.fromkeys(task.workstream for task in tasks):
        count = sum(task.workstream == name for task in tasks)
        console.print(Text(f"  {name}　{word('format.items', count=count)}"))
    table = _table(
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


def print_coverage(coverage: Coverage, console: Console) -> None:
    """Print a coverage: totals, bars by workstream, counts by unit, then the gaps and the partial items."""
    view = view_coverage(coverage)
    facts = (
        word("format.as_of", date=view.as_of),
        word("format.items", count=view.total.items),
        word("format.reports", count=len(view.reports)),
        f"{word('column.rate')} {view.total.rate:.1%}",
    )
    _print_title(console, view.title, " · ".join(facts))
    console.print(_tally(view))
    _print_counts(console, "workstream", view.workstreams)
    _print_counts(console, "unit", view.units)
    if not view.with_status("none", "partial"):
        console.line()
        console.print(Text(word("note.no_gaps"), style=_STYLES["covered"]))
    _print_items(console, "none", view.with_status("none"))
    _print_items(console, "partial", view.with_status("partial"))
    covered = view.with_status("covered")
    if covered:
        _print_group(console, "covered", len(covered))
        console.print(Text("  ".join(item.task.id for item in covered)))


def print_document(document: Document, console: Console) -> None:
    """Print a document's blocks in reading order."""
    facts = [document.format, document.unit or document.issuer or ""]
    if document.year:
        facts.append(word("format.year", year=document.year))
    _print_title(console, one_line(document.title or document.file), " · ".join(filter(None, facts)))
    table = _table("block", "kind", "content", "page", ratios={"content": 1})
    for block, kind, _, text, page in document_sheet(document).rows:
        table.add_row(*(Text(str(value)) for value in (block, kind, text, page)))
    console.print(table)


def print_tagged(tagged: Tagged, console: Console) -> None:
    """Print a document's passages with their kind of statement and their workstream."""
    _print_title(console, one_line(tagged.report.title or tagged.report.file), tagged.report.unit or "")
    table = _table("number", "content", "statement", "label", ratios={"content": 4, "label": 1})
    for row in passages_sheet(tagged).rows:
        told = dict(zip(PASSAGE_COLUMNS, row, strict=True))
        text = told["clauses"] or told["content"]  # a mixed passage stands as its clauses, each with its kind
        label = "、".join(filter(None, (str(told["label"]), str(told["second"]))))
        table.add_row(*(Text(str(value)) for value in (told["number"], text, told["statement"], label)))
    console.print(table)


def print_review(record: Review, console: Console) -> None:
    """Print findings, changes or due days: the title, how many there are of each kind, one row each."""
    sheet = main_sheet(record)
    _print_title(console, headline(record), "　".join(tally(record)))
    if not sheet.rows:
        console.print(Text(word(_NOTHING[type(record)]), style=_STYLES["covered"]))
        return
    hidden = sheet.columns.index("number")
    words = [sheet.columns.index(name) for name in ("id", "words") if name in sheet.columns]  # said once, not twice
    wide = {"words": 3, "problem": 3, "remedy": 3, "text": 5, "lead": 2, "short_deadline": 2}
    wide |= {"new_text": 4, "old_text": 4, "details": 3}
    table = _table(*(column for column in sheet.columns if column != "number"), ratios=wide)
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


def _table(*columns: str, ratios: dict[str, int]) -> Table:
    table = Table(**_LOOK)
    for column in columns:
        ratio = ratios.get(column)
        table.add_column(word(f"column.{column}"), ratio=ratio, overflow="fold", no_wrap=column in ("id", "number"))
    return table


def _print_title(console: Console, title: str, facts: str) -> None:
    console.print(Text(title, style="bold"))
    console.print(Text(one_line(facts), style="dim"))


def _tally(view: CoverageView) -> Text:
    line = Text()
    for status in _STYLES:
        line.append(f"{word(f'status.{status}')} {getattr(view.total, status)}　", style=_STYLES[status])
    if view.overdue:
        line.append(f"{word('timeliness.overdue')} {view.overdue}", style="bold red")
    return line


def _print_counts(console: Console, column: str, counts: tuple[CountView, ...]) -> None:
    console.line()
    table = Table(**_LOOK)
    table.add_column(word(f"column.{column}"), ratio=1, overflow="fold")
    wide = console.width >= _WIDE  # a narrow terminal shows the numbers without the bars
    if wide:
        table.add_column(word("column.share"), width=_BAR, no_wrap=True)
    for status in _STYLES:
        table.add_column(word(f"status.{status}"), justify="right", no_wrap=wide)
    for count in counts:
        numbers = [Text(str(getattr(count, status)), style=_STYLES[status]) for status in _STYLES]
        table.add_row(Text(count.name), *([_bar(count)] if wide else []), *numbers)
    console.print(table)


def _bar(count: CountView) -> Text:
    bar, filled, seen = Text(), 0, 0
    for status, style in _STYLES.items():
        seen += getattr(count, status)
        upto = round(_BAR * seen / count.items) if count.items else 0
        bar.append(_BARS[status] * (upto - filled), style=style)
        filled = upto
    return bar


def _print_items(console: Console, status: Status, items: tuple[ItemView, ...]) -> None:
    if not items:
        return
    _print_group(console, status, len(items))
    ratios = {"task": 5, "lead": 2, "short_deadline": 2, "why": 4}
    table = _table("id", "task", "lead", "short_deadline", "why", ratios=ratios)
    for item in items:
        when = Text(f"{item.task.short_deadline} " if item.task.short_deadline else "")
        when.append(word(f"timeliness.{item.timeliness}"), style="red" if item.timeliness == "overdue" else "")
        why = Text(item.why)
        if item.note:
            why.append(f" {item.note}", style="bold")
        table.add_row(Text(item.task.id), Text(item.task.text), Text(item.task.lead), when, why)
    console.print(table)


def _print_group(console: Console, status: Status, count: int) -> None:
    console.line()
    heading = word("format.group", status=word(f"status.{status}"), count=count)
    console.print(Text(heading, style=f"bold {_STYLES[status]}"))


def print_outcomes(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print what came of reading each file, then the reasons, and how many files there are of each state."""
    table = _table("file", "state", "characters", "tables", "page", ratios={"file": 1})
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
