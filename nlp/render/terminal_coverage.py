"""Print a coverage: totals, counts, who owes what, the gaps with their days, and what a person must look at."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nlp.render.coverage_records import CountView, CoverageView, ItemView
from nlp.render.coverage_sheets import status_word
from nlp.render.coverage_view import say_chance, say_changes, view_coverage
from nlp.render.terminal_look import LIGHT_STYLES, LOOK, STYLES, make_table, print_heading, print_title
from nlp.render.terminal_matrix import print_matrix
from nlp.render.words import word
from nlp.types import Coverage, Status

QUEUE = 10
"""So many items that a person must settle are named, and so many units without a report; the rest are counted."""
FEW = 5
"""So many passages outside the plan are shown, and so many decisions that hold no more."""
_WIDE = 64
_BARS: dict[Status, str] = {"covered": "█", "partial": "▓", "none": "·"}
_BAR = 20


def print_coverage(coverage: Coverage, console: Console) -> None:
    """Print totals, counts by workstream and unit, the matrix, gaps, partial items, and what a person must look at."""
    view = view_coverage(coverage)
    facts = (
        word("format.as_of", date=view.as_of),
        word("format.items", count=view.total.items),
        word("format.reports", count=len(view.reports)),
        f"{word('column.rate')} {view.total.rate:.1%}",
    )
    print_title(console, view.title, " · ".join(facts))
    console.print(_tally(view))
    if view.compared:
        _print_changes(console, view)
    _print_counts(console, "workstream", view.workstreams)
    _print_counts(console, "unit", view.units)
    if view.shared:
        print_matrix(view, console)
    if not view.with_status("none", "partial"):
        console.line()
        console.print(Text(word("note.no_gaps"), style=STYLES["covered"]))
    _print_items(console, "none", view.with_status("none"))
    _print_items(console, "partial", view.with_status("partial"))
    covered = view.with_status("covered")
    if covered:
        print_heading(console, _headed(word("status.covered"), len(covered)), style=STYLES["covered"])
        console.print(Text("  ".join(item.task.id for item in covered)))
    if view.graded:
        _print_queue(console, view.queue)
    _print_silent(console, view)
    _print_orphans(console, view)
    _print_stale(console, view)


def _headed(name: str, count: int) -> str:
    return word("format.group", status=name, count=count)


def _tally(view: CoverageView) -> Text:
    line = Text()
    for status, style in STYLES.items():
        line.append(f"{word(f'status.{status}')} {getattr(view.total, status)}　", style=style)
    if view.overdue:
        line.append(f"{word('timeliness.overdue')} {view.overdue}　", style="bold red")
    if view.graded and view.queue:
        line.append(f"{word('sheet.queue')} {len(view.queue)}", style="bold")
    return line


def _print_changes(console: Console, view: CoverageView) -> None:
    ids = "  ".join(item.task.id for item in view.changed)
    console.print(Text(f"{say_changes(view)}{f'：{ids}' if ids else ''}"))


def _print_counts(console: Console, column: str, counts: tuple[CountView, ...]) -> None:
    console.line()
    table = Table(**LOOK)
    table.add_column(word(f"column.{column}"), ratio=1, overflow="fold")
    wide = console.width >= _WIDE  # a narrow terminal shows the numbers without the bars
    if wide:
        table.add_column(word("column.share"), width=_BAR, no_wrap=True)
    for status in STYLES:
        table.add_column(word(f"status.{status}"), justify="right", no_wrap=wide)
    for count in counts:
        numbers = [Text(str(getattr(count, status)), style=style) for status, style in STYLES.items()]
        table.add_row(Text(count.name), *([_bar(count)] if wide else []), *numbers)
    console.print(table)


def _bar(count: CountView) -> Text:
    bar, filled, seen = Text(), 0, 0
    for status, style in STYLES.items():
        seen += getattr(count, status)
        upto = round(_BAR * seen / count.items) if count.items else 0
        bar.append(_BARS[status] * (upto - filled), style=style)
        filled = upto
    return bar


def _print_items(console: Console, status: Status, items: tuple[ItemView, ...]) -> None:
    if not items:
        return
    print_heading(console, _headed(word(f"status.{status}"), len(items)), style=STYLES[status])
    ratios = {"task": 5, "lead": 2, "short_deadline": 2, "why": 4}
    table = make_table("id", "task", "lead", "short_deadline", "why", ratios=ratios)
    for item in items:
        when = Text(f"{item.task.short_deadline} " if item.task.short_deadline else "")
        if item.light:
            when.append(f"{word(f'light.{item.light}')} ", style=LIGHT_STYLES[item.light])
        when.append(item.when, style="red" if item.timeliness == "overdue" else "")
        why = Text(item.why)
        if item.note:
            why.append(f" {item.note}", style="bold")
        table.add_row(Text(item.task.id), Text(item.task.text), Text(item.task.lead), when, why)
    console.print(table)


def _print_queue(console: Console, queue: tuple[ItemView, ...]) -> None:
    if not queue:
        return
    print_heading(console, _headed(word("sheet.queue"), len(queue)))
    table = make_table("id", "task", "status", "chance", "light", ratios={"task": 1})
    for item in queue[:QUEUE]:
        light = Text(word(f"light.{item.light}"), style=LIGHT_STYLES[item.light]) if item.light else Text()
        status = Text(status_word(item.status), style=STYLES[item.status])
        text = Text(item.task.text, no_wrap=True, overflow="ellipsis")
        table.add_row(Text(item.task.id), text, status, Text(say_chance(item.chance)), light)
    console.print(table)
    _print_rest(console, "note.rest_items", len(queue) - QUEUE)


def _print_silent(console: Console, view: CoverageView) -> None:
    if not view.silent:
        return
    print_heading(console, word("format.heading", name=word("sheet.silent"), count=len(view.silent)))
    named = [word("format.owing", name=one.name, count=len(one.owes)) for one in view.silent[:QUEUE]]
    more = len(view.silent) - QUEUE
    console.print(Text("、".join(named) + (word("note.rest_units", count=more) if more > 0 else "")))


def _print_orphans(console: Console, view: CoverageView) -> None:
    if not view.orphans:
        return
    print_heading(console, word("format.heading", name=word("sheet.orphans"), count=len(view.orphans)))
    for orphan in view.orphans[:FEW]:
        console.print(Text(str(orphan)))
    _print_rest(console, "note.rest_passages", len(view.orphans) - FEW)


def _print_stale(console: Console, view: CoverageView) -> None:
    if not view.stale:
        return
    print_heading(console, word("format.heading", name=word("sheet.stale"), count=len(view.stale)))
    for one in view.stale[:FEW]:
        console.print(Text(str(one)))
    _print_rest(console, "note.rest_passages", len(view.stale) - FEW)


def _print_rest(console: Console, key: str, count: int) -> None:
    if count > 0:
        console.print(Text(word(key, count=count), style="dim"))
