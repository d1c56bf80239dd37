"""Run a call: the exit status and the one line of an error as the contract says."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, NoReturn

import typer

from nlp.cli.verbs import app
from nlp.errors import DubanError, explain_os_error
from nlp.usage import explain_usage

_ClickException: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""The base of all wrong calls; Typer exports it under no name of its own."""


def run() -> NoReturn:
    """Run the command line: the exit status and the one line of an error as CONTRACT.md says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console of another encoding prints ? rather than nothing
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]  # before or behind the verb
    debug = len(arguments) < len(sys.argv) - 1
    try:
        status = app(arguments, standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except _ClickException as err:
        _fail(f"{_explained(err)}；用法见 duban --help", 2)
    except (typer.Abort, KeyboardInterrupt):
        _fail("已中止；没有写出任何文件", 2)
    except DubanError as err:
        _trace(debug)
        _fail(str(err), err.exit_status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as err:
        _trace(debug)
        _fail(f"{err.filename or '输出'}: 无法读写（{explain_os_error(err)}）；请换一个位置", 2)
    except Exception as err:
        _trace(debug)
        _fail(f"程序内部错误（{type(err).__name__}: {err}）；请加上 --debug 再运行一次，并把显示的内容反馈给我们", 3)


def _explained(err: Any) -> str:
    """A wrong call in Chinese; where the own lexicon is wrong as well, what is wrong there."""
    try:
        return explain_usage(err.format_message())
    except DubanError as wrong:
        return str(wrong)


def _trace(debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exc()


def _fail(line: str, status: int) -> NoReturn:
    print(f"duban: {line}", file=sys.stderr)  # noqa: T201
    sys.exit(status)
