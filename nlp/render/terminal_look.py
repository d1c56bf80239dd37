"""What the tables on the terminal have in common: their look, the colours of statuses and lights, a title."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nlp.render.view import one_line
from nlp.render.words import word
from nlp.types import Light, Status

STYLES: dict[Status, str] = {"covered": "green", "partial": "yellow", "none": "red"}
LIGHT_STYLES: dict[Light, str] = {"red": "bold red", "yellow": "yellow", "green": "green"}
LOOK: Any = {"box": box.SIMPLE_HEAD, "expand": True, "pad_edge": False, "show_edge": False, "header_style": "bold"}


def make_table(*columns: str, ratios: dict[str, int]) -> Table:
    """A table with the interface's words above its columns; `ratios` share out the width that the others leave."""
    table = Table(**LOOK)
    for column in columns:
        ratio = ratios.get(column)
        table.add_column(word(f"column.{column}"), ratio=ratio, overflow="fold", no_wrap=column in ("id", "number"))
    return table


def print_title(console: Console, title: str, facts: str) -> None:
    """Print a record's title and the facts below it."""
    console.print(Text(title, style="bold"))
    console.print(Text(one_line(facts), style="dim"))


def print_heading(console: Console, text: str, *, style: str = "") -> None:
    """Print the heading of a part, with an empty line before it."""
    console.line()
    console.print(Text(text, style=f"bold {style}".strip()))
