"""The arguments that verbs share, and the checks on them before any work is done."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from nlp.errors import ConfigError, explain_os_error

Out = Annotated[
    list[Path] | None,
    typer.Option(
        "-o", "--out", help="输出文件，格式由扩展名决定，可多次给出 / Output file, its ending is the format; repeatable"
    ),
]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="年度计划 / The plan: .docx .pdf .txt")]
Year = Annotated[int | None, typer.Option(help="计划年度（文中未写明时） / The plan's year where it states none")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="截止日 / Judge deadlines on 2022-12-31")]
TaxonomyFile = Annotated[Path | None, typer.Option("--taxonomy", help="自定义工作线 .toml / Your own workstreams")]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit", metavar="NAME=N", help="读取单个文件的上限，如 pages=8000、seconds=300 / What one file may cost"
    ),
]
Lexicon = Annotated[Path | None, typer.Option(help="自定义词表文件夹 / A folder of your own word lists and rules")]

Models = Annotated[
    Path | None, typer.Option("--models", metavar="FOLDER", help="duban train 写出的模型文件夹 / Your own models")
]


def check_out(out: list[Path] | None, *inputs: Path) -> None:
    """Refuse an output that could not be written, or that would replace an input, before the work is done."""
    if not out:
        return
    from nlp.render import check_place

    read = {path.resolve() for path in inputs}
    for path in out:
        check_place(path)
        if path.resolve() in read:
            raise ConfigError(f"{path}: 这是本次要读的文件；请给结果另取一个文件名")


def parse_day(text: str | None) -> date | None:
    """The day of --as-of, as 2022-12-31 and in no other form; ConfigError where it is none."""
    if text is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ConfigError(f"--as-of {text}: 这不是日期；请写成 2022-12-31 的样子")


def use_lexicon(folder: Path | None) -> None:
    """Make an office's own word lists hold for this process and its workers; those of DUBAN_LEXICON are checked too."""
    from nlp.lexicon import OVERLAY, check_overlay, overlay_by_variable

    if folder is None:
        if named := overlay_by_variable():
            check_overlay(named)
    else:
        if not folder.is_dir():
            raise ConfigError(f"--lexicon {folder}: 没有这个文件夹；请给出放有 .tsv、.toml 词表的文件夹")
        check_overlay(folder)
        os.environ[OVERLAY] = str(folder.resolve())


def use_models(folder: Path | None) -> None:
    """Make an office's own models hold for this process and its workers."""
    from nlp.store import MODELS

    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"--models {folder}: 没有这个文件夹；请给出 duban train 写出的模型文件夹")
        os.environ[MODELS] = str(folder.resolve())


def make_folder(folder: Path) -> None:
    """The folder for the results, made where it is missing; ConfigError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise ConfigError(f"{folder}: 无法建立文件夹（{explain_os_error(err)}）；请用 -o 另选一处") from None
