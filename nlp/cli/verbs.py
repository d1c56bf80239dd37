"""The verbs of the command line: arguments to calls of the pipeline, records to files or the console."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp import __version__
from nlp.cli.arguments import (
    AsOf,
    Lexicon,
    Limit,
    Models,
    Out,
    PlanFile,
    TaxonomyFile,
    Year,
    check_out,
    make_folder,
    parse_day,
    use_lexicon,
    use_models,
)
from nlp.cli.models import evaluate, train
from nlp.cli.output import ProgressBar, console, say_warnings, write
from nlp.errors import ConfigError
from nlp.parse.limits import set_limits

if TYPE_CHECKING:
    from nlp.codec import Record
    from nlp.render.review import Review
    from nlp.types import Coverage

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
    lint: Annotated[bool, typer.Option("--lint", help="核对计划：缺单位、缺时限、前后不一等 / Findings")] = False,
    calendar: Annotated[bool, typer.Option("--calendar", help="按日期列出时限 / The due days")] = False,
    as_of: AsOf = None,
    year: Year = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    models: Models = None,
    limit: Limit = None,
) -> None:
    """列出计划中的任务、责任单位与时限。Print the task list of a plan."""
    from nlp.extract.calendar import list_due_days
    from nlp.pipeline import lint_plan, read_plan

    day, limits = parse_day(as_of), set_limits(limit or ())
    if lint and calendar:
        raise ConfigError("--lint 与 --calendar: 一次只能选一个；请分两次运行")
    if day and not lint:
        raise ConfigError(f"--as-of {as_of}: 只与 --lint 一起使用；列任务清单时请去掉")
    use_lexicon(lexicon)
    use_models(models)
    check_out(out, plan)
    if lint:
        _show_review(lint_plan(plan, as_of=day, year=year, limits=limits), out)
        return
    told = any(path.suffix.lower() == ".json" for path in out or ())  # of the formats, JSON alone holds the words
    task_list = read_plan(plan, year=year, taxonomy=taxonomy, explain=told, limits=limits)
    if calendar:
        _show_review(list_due_days(task_list.plan), out)
        return
    say_warnings(task_list.plan.warnings)
    if not write(task_list, out):
        from nlp.render.terminal import print_tasks

        print_tasks(task_list, console())


@app.command()
def coverage(
    plan: PlanFile,
    reports: Annotated[
        list[Path], typer.Argument(metavar="REPORT...", help="单位报告：文件或文件夹 / Files or folders")
    ],
    as_of: AsOf = None,
    out: Out = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, help="覆盖率低于此百分比时退出码为 1 / Exit 1 below this rate in %")
    ] = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            "--decisions", metavar="FILE", help="人工核定 .csv .xlsx .jsonl，可多次给出 / Reviewers' decisions"
        ),
    ] = None,
    decide: Annotated[
        float | None, typer.Option("--decide", metavar="P", help="自动判定须有的把握，0.8 至 0.98 / How sure to decide")
    ] = None,
    last: Annotated[
        Path | None, typer.Option("--last", metavar="FILE", help="上次的结果 .json，只再问有变化的 / The last result")
    ] = None,
    year: Year = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    models: Models = None,
    limit: Limit = None,
) -> None:
    """对照报告，列出哪些任务已有佐证、哪些没有。Print which plan items have evidence and which have none."""
    from nlp.pipeline import cover, read_plan

    day, limits = parse_day(as_of), set_limits(limit or ())
    use_lexicon(lexicon)
    use_models(models)
    check_out(out, plan, *reports, *(decisions or ()), *filter(None, (last,)))
    task_list = read_plan(plan, year=year, taxonomy=taxonomy, explain=False, limits=limits)
    with ProgressBar() as progress:
        found = cover(
            task_list,
            reports,
            as_of=day,
            decisions=decisions or (),
            decide=decide,
            last=last,
            progress=progress,
            limits=limits,
        )
    _finish(found, out)
    if not found.reports or any(warning.refused for warning in found.warnings):
        raise typer.Exit(3)
    if fail_under is not None and round(found.summary.rate * 100, 2) < fail_under:
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="原计划，如上一年的 / The earlier plan")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新计划 / The later plan")],
    out: Out = None,
    year: Year = None,
    lexicon: Lexicon = None,
    limit: Limit = None,
) -> None:
    """比较两份计划：沿用、改写、调整、新增、未再列入。Print what became of each task from one plan to the next."""
    from nlp.pipeline import compare_plans

    use_lexicon(lexicon)
    check_out(out, old, new)
    _show_review(compare_plans(old, new, year=year, limits=set_limits(limit or ())), out)


@app.command()
def classify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="文件 / The document")],
    out: Out = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="PLAN", help="按此计划的工作线归类 / By this plan's workstreams")
    ] = None,
    taxonomy: TaxonomyFile = None,
    lexicon: Lexicon = None,
    models: Models = None,
    limit: Limit = None,
) -> None:
    """标注每句话的工作线与陈述类型。Tag each passage with its workstream and kind of statement."""
    from nlp.pipeline import read_plan, tag

    if plan and taxonomy:
        raise ConfigError("--plan 与 --taxonomy: 工作线只能来自一处；请去掉其中一个")
    limits = set_limits(limit or ())
    use_lexicon(lexicon)
    use_models(models)
    check_out(out, *filter(None, (file, plan)))
    owner = read_plan(plan, explain=False, limits=limits).plan if plan else None
    tagged = tag(file, plan=owner, taxonomy=taxonomy, limits=limits)
    say_warnings(tagged.report.warnings)
    if not write(tagged, out):
        from nlp.render.terminal import print_tagged

        print_tagged(tagged, console())


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="文件；汇总时可为文件夹 / The document")],
    out: Out = None,
    summary: Annotated[bool, typer.Option("--summary", help="逐个文件列出能否读取 / Which files can be read")] = False,
    limit: Limit = None,
) -> None:
    """显示文档的大纲、段落与表格。Print a document's outline, paragraphs and tables with their places."""
    limits = set_limits(limit or ())
    use_lexicon(None)
    if summary:
        from nlp.pipeline import summarize
        from nlp.render.terminal import print_outcomes

        with ProgressBar() as progress:
            outcomes = summarize(files, progress=progress, limits=limits)
        print_outcomes(outcomes, console())
        raise typer.Exit(3 if any(outcome.state == "refused" for outcome in outcomes) else 0)
    if len(files) > 1:
        raise ConfigError(f"{files[1]}: 一次只能读一个文件；加上 --summary 可给出多个文件和文件夹")
    from nlp.pipeline import read_safely

    check_out(out, *files)
    document = read_safely(files[0], limits=limits)
    say_warnings(document.warnings)
    if not write(document, out):
        from nlp.render.terminal import print_document

        print_document(document, console())


@app.command()
def demo(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FOLDER", help="结果文件夹 / Where to")] = Path("out"),
) -> None:
    """用自带的示例文件跑一遍全流程。Run the whole job on the documents that come with the program."""
    from nlp.pipeline import cover, read_plan
    from nlp.render import render
    from nlp.resources import find_resource

    use_lexicon(None)
    folder = find_resource("corpora/demo")
    reports = sorted(p for p in folder.glob("[0-9]*") if p.is_file())
    make_folder(out)
    task_list = read_plan(folder / "plan.docx")
    with ProgressBar() as progress:
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


app.command()(train)
app.command()(evaluate)


def _show_review(record: Review, out: list[Path] | None) -> None:
    from nlp.render.gist import warnings_of

    say_warnings(warnings_of(record))
    if not write(record, out):
        from nlp.render.terminal import print_review

        print_review(record, console())


def _finish(found: Coverage, out: list[Path] | None) -> None:
    say_warnings(found.warnings)
    if not write(found, out):
        from nlp.render.terminal import print_coverage

        print_coverage(found, console())
