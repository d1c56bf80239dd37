"""The command line: one short command per verb; it parses and prints, the pipeline works."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nlp import __version__
from nlp.errors import ConfigError, DubanError
from nlp.parse.limits import set_limits
from nlp.usage import explain_usage

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.codec import Record
    from nlp.types import Coverage, Warning

_ClickException: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""The base of all wrong calls; Typer exports it under no name of its own."""

DEMO_DAY = date(2024, 12, 31)
"""The day on which the demo's deadlines are judged: the end of its plan's year."""

app = typer.Typer(
    name="duban",
    help="读取年度计划与单位报告，列出任务与佐证。Read annual plans and the reports on them.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Out = Annotated[
    list[Path] | None,
    typer.Option(
        "-o", "--out", help="输出文件，格式由扩展名决定，可多次给出 / Output file, its ending is the format; repeatable"
    ),
]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="年度计划 / The plan: .docx .pdf .txt")]
Year = Annotated[int | None, typer.Option(help="计划年度（文中未写明时） / The plan's year where it states none")]
TaxonomyFile = Annotated[Path | None, typer.Option("--taxonomy", help="自定义工作线 .toml / Your own workstreams")]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit", metavar="NAME=N", help="读取单个文件的上限，如 pages=8000、seconds=300 / What one file may cost"
    ),
]
Lexicon = Annotated[Path | None, typer.Option(help="自定义词表文件夹 / A folder of your own word lists and rules")]


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="版本 / Print the version")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示细节 / Show tracebacks")] = False,  # noqa: ARG001
) -> None:
    if version:
        typer.echo(f"duban {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def tasks(
    plan: PlanFile,
    out: Out = None,
    year: Year = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    limit: Limit = None,
) -> None:
    """列出计划中的任务、责任单位与时限。Print the task list of a plan."""
    from nlp.pipeline import read_plan

    _use_lexicon(lexicon)
    _check_out(out, plan)
    task_list = read_plan(plan, year=year, taxonomy=taxonomy, limits=set_limits(limit or ()))
    _warn(task_list.plan.warnings)
    if not _write(task_list, out):
        from nlp.render.terminal import print_tasks

        print_tasks(task_list, _console())


@app.command()
def coverage(
    plan: PlanFile,
    reports: Annotated[
        list[Path], typer.Argument(metavar="REPORT...", help="单位报告：文件或文件夹 / Files or folders")
    ],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="截止日 / Judge deadlines on 2022-12-31")
    ] = None,
    out: Out = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, help="覆盖率低于此百分比时退出码为 1 / Exit 1 below this rate in %")
    ] = None,
    year: Year = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    limit: Limit = None,
) -> None:
    """对照报告，列出哪些任务已有佐证、哪些没有。Print which plan items have evidence and which have none."""
    from nlp.pipeline import cover, read_plan

    day, limits = _day(as_of), set_limits(limit or ())
    _use_lexicon(lexicon)
    _check_out(out, plan, *reports)
    task_list = read_plan(plan, year=year, taxonomy=taxonomy, limits=limits)
    with _Progress() as progress:
        found = cover(task_list, reports, as_of=day, progress=progress, limits=limits)
    _finish(found, out)
    if not found.reports or any(warning.refused for warning in found.warnings):
        raise typer.Exit(3)
    if fail_under is not None and round(found.summary.rate * 100, 2) < fail_under:
        raise typer.Exit(1)


@app.command()
def classify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="文件 / The document")],
    out: Out = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    limit: Limit = None,
) -> None:
    """标注每句话的工作线与陈述类型。Tag each passage with its workstream and kind of statement."""
    from nlp.pipeline import tag

    _use_lexicon(lexicon)
    _check_out(out, file)
    tagged = tag(file, taxonomy=taxonomy, limits=set_limits(limit or ()))
    _warn(tagged.report.warnings)
    if not _write(tagged, out):
        from nlp.render.terminal import print_tagged

        print_tagged(tagged, _console())


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="文件；汇总时可为文件夹 / The document")],
    out: Out = None,
    summary: Annotated[bool, typer.Option("--summary", help="逐个文件列出能否读取 / Which files can be read")] = False,
    limit: Limit = None,
) -> None:
    """显示文档的大纲、段落与表格。Print a document's outline, paragraphs and tables with their places."""
    limits = set_limits(limit or ())
    if summary:
        from nlp.pipeline import summarize
        from nlp.render.terminal import print_outcomes

        with _Progress() as progress:
            outcomes = summarize(files, progress=progress, limits=limits)
        print_outcomes(outcomes, _console())
        raise typer.Exit(3 if any(outcome.state == "refused" for outcome in outcomes) else 0)
    if len(files) > 1:
        raise ConfigError(f"{files[1]}: 一次只能读一个文件；加上 --summary 可给出多个文件和文件夹")
    from nlp.pipeline import read_safely

    _check_out(out, *files)
    document = read_safely(files[0], limits=limits)
    _warn(document.warnings)
    if not _write(document, out):
        from nlp.render.terminal import print_document

        print_document(document, _console())


@app.command()
def demo(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FOLDER", help="结果文件夹 / Where to")] = Path("out"),
) -> None:
    """用自带的示例文件跑一遍全流程。Run the whole job on the documents that come with the program."""
    from nlp.pipeline import cover, read_plan
    from nlp.render import render
    from nlp.resources import find_resource

    folder = find_resource("corpora/demo")
    reports = sorted(p for p in folder.glob("[0-9]*") if p.is_file())
    _make_folder(out)
    task_list = read_plan(folder / "plan.docx")
    with _Progress() as progress:
        found = cover(task_list, reports, as_of=DEMO_DAY, progress=progress)
    files: list[tuple[Record, Path]] = [
        (task_list, out / "tasks.xlsx"),
        (found, out / "coverage.html"),
        (found, out / "coverage.xlsx"),
    ]
    for record, path in files:
        render(record, path)
    _finish(found, None)
    for _, path in files:
        typer.echo(f"{path}")


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
        _fail(f"{explain_usage(err.format_message())}；用法见 duban --help", 2)
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
        _fail(f"{err.filename or '输出'}: 无法读写（{err.strerror or err}）；请换一个位置", 2)
    except Exception as err:
        _trace(debug)
        _fail(f"程序内部错误（{type(err).__name__}: {err}）；请加上 --debug 再运行一次，并把显示的内容反馈给我们", 3)


def _trace(debug: bool) -> None:
    if debug:
        import traceback

        traceback.print_exc()


def _fail(line: str, status: int) -> NoReturn:
    print(f"duban: {line}", file=sys.stderr)  # noqa: T201
    sys.exit(status)


def _finish(found: Coverage, out: list[Path] | None) -> None:
    _warn(found.warnings)
    if not _write(found, out):
        from nlp.render.terminal import print_coverage

        print_coverage(found, _console())


def _warn(warnings: tuple[Warning, ...]) -> None:
    for warning in warnings:
        typer.echo(f"duban: {warning}", err=True)


def _write(record: Record, out: list[Path] | None) -> bool:
    """Write a record to each file; False where no file was named."""
    if not out:
        return False
    from nlp.render import render

    for path in out:
        render(record, path)
    return True


def _check_out(out: list[Path] | None, *inputs: Path) -> None:
    """Refuse an output that could not be written, or that would replace an input, before the work is done."""
    if not out:
        return
    from nlp.render import check_place

    read = {path.resolve() for path in inputs}
    for path in out:
        check_place(path)
        if path.resolve() in read:
            raise ConfigError(f"{path}: 这是本次要读的文件；请给结果另取一个文件名")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--as-of {text}: 这不是日期；请写成 2022-12-31 的样子") from None


def _use_lexicon(folder: Path | None) -> None:
    """Make an office's own word lists hold for this process and its workers."""
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"--lexicon {folder}: 没有这个文件夹；请给出放有 .tsv、.toml 词表的文件夹")
        from nlp.lexicon import check_overlay

        check_overlay(folder)
        os.environ["DUBAN_LEXICON"] = str(folder.resolve())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise ConfigError(f"{folder}: 无法建立文件夹（{err.strerror}）；请用 -o 另选一处") from None


def _console() -> Console:
    from rich.console import Console

    class Pipe(Console):
        """A console that leaves a closed pipe to the command, which ends without an error."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Pipe()


class _Progress:
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
