"""Where results go: files, the console, warnings and a progress bar on standard error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.codec import Record
    from nlp.types import Warning


def say_warnings(warnings: tuple[Warning, ...]) -> None:
    """Warnings on standard error, one a line."""
    for warning in warnings:
        typer.echo(f"duban: {warning}", err=True)


def write(record: Record, out: list[Path] | None) -> bool:
    """Write a record to each file; False where no file was named."""
    if not out:
        return False
    from nlp.render import render

    for path in out:
        render(record, path)
    return True


def console() -> Console:
    """A console on standard output."""
    from rich.console import Console

    class Pipe(Console):
        """A console that leaves a closed pipe to the command, which ends without an error."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Pipe()


class ProgressBar:
    """A progress bar on standard error for several files; silent where nobody watches."""

    def __enter__(self) -> Callable[[int, int, str], None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(stderr=True)
        columns = (TextColumn("读取报告"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._bar.start()
        bar = self._bar.add_task("reports", total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            self._bar.update(bar, completed=done, total=total, name=name)

        return advance

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
