"""The verbs that make and measure models: arguments to fitted models in a folder, to figures on the console."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.arguments import use_lexicon
from nlp.cli.output import console
from nlp.errors import ConfigError

if TYPE_CHECKING:
    from nlp.evaluate.evaluation import Evaluation
    from nlp.evaluate.figures import Task
    from nlp.evaluate.tables import Table
    from nlp.match.meaning import Encoder
    from nlp.train.decisions import Taken
    from nlp.train.draft import ModelName
    from nlp.train.models import Trained

Progress = Callable[[int, int, str], None]
_FIGURE = re.compile(r"([-+]?\d+(\.\d+)?%?)?")


class What(StrEnum):
    """What `duban evaluate` measures."""

    STATEMENTS = "statements"
    WORKSTREAMS = "workstreams"
    COVERAGE = "coverage"
    ALL = "all"


class Name(StrEnum):
    """The models that `duban train` makes."""

    STATEMENTS = "statements"
    WORKSTREAMS = "workstreams"
    EVIDENCE = "evidence"
    SEMANTIC = "evidence_semantic"


Corpora = Annotated[
    Path | None, typer.Option("--corpora", metavar="FOLDER", help="标注集文件夹（默认为自带的） / The labelled sets")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="随机种子 / Seed")]


def train(
    corpora: Corpora = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option("--decisions", metavar="FILE", help="审核人员的更正 .jsonl .csv .xlsx，可多次给出 / Corrections"),
    ] = None,
    models: Annotated[
        Path, typer.Option("--models", metavar="FOLDER", help="模型写到哪个文件夹 / Where to write the models")
    ] = Path("models"),
    name: Annotated[
        list[Name] | None, typer.Option("--name", help="只训练这一个，可多次给出 / Only this model")
    ] = None,
    seed: Seed = 0,
    fast: Annotated[bool, typer.Option("--fast", help="不作留出检验 / No held-out figures")] = False,
) -> None:
    """用标注集和更正训练分类与判定模型。Print what is reached, and write the models."""
    from nlp.evaluate.coverage import count_plans
    from nlp.evaluate.folds import load_corpus
    from nlp.train.decisions import as_reports, check_agreement, read_decisions
    from nlp.train.draft import NAMES
    from nlp.train.models import train_models

    use_lexicon(None)
    taken = [read_decisions(path) for path in decisions or ()]
    every = [one for part in taken for one in part.decisions]
    check_agreement(every)
    for part in taken:
        typer.echo(_told(part))
    corpus = load_corpus(corpora, decisions=as_reports(every))
    names: list[ModelName] = [one.value for one in dict.fromkeys(name or ())] or list(NAMES)
    if not name and count_plans(corpora) < 2:
        typer.echo("duban: 有佐证标注的计划不足两份，未训练 evidence", err=True)
        names.remove("evidence")
    with _progress("训练与检验") as progress:
        made = train_models(corpus, models, corpora=corpora, names=names, seed=seed, fast=fast, progress=progress)
    _print_trained(made)


def evaluate(
    corpora: Corpora = None,
    task: Annotated[What, typer.Option("--task", help="检验哪一项 / What to measure")] = What.ALL,
    no_textcat: Annotated[
        bool, typer.Option("--no-textcat", help="不与 spaCy textcat 对照（省几分钟） / Leave the textcat out")
    ] = False,
    out: Annotated[
        list[Path] | None, typer.Option("-o", "--out", metavar="FILE", help="结果文件 .json .md / Output file")
    ] = None,
    seed: Seed = 0,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="即 --task coverage / The same as --task coverage")
    ] = False,
    parts: Annotated[
        bool,
        typer.Option("--parts", help="另测佐证判定各组特征与计划数的作用（十几分钟） / Ablation and curve of coverage"),
    ] = False,
    semantic: Annotated[
        bool, typer.Option("--semantic", help="检验佐证判定的语义模型 / Measure the semantic model of coverage")
    ] = False,
) -> None:
    """在未参与训练的文本上检验分类与判定。Print figures from held-out text."""
    from nlp.evaluate.coverage import require_encoder
    from nlp.evaluate.evaluation import check_outputs, save, tables_of

    use_lexicon(None)
    check_outputs(out or [])
    given = {"--coverage": coverage, "--parts": parts, "--semantic": semantic}
    if any(given.values()) and task not in (What.ALL, What.COVERAGE):
        option = next(name for name, is_given in given.items() if is_given)
        raise ConfigError(f"{option}: 只用于佐证判定，不能与 --task {task.value} 同用；请去掉其中一个")
    what = What.COVERAGE if coverage else task
    encoder = require_encoder() if semantic else None
    found = _measure(corpora, what, textcat=not no_textcat, seed=seed, parts=parts, encoder=encoder)
    for path in out or ():
        save(found, path)
    if not out:
        for table in tables_of(found):
            _print_table(table)
    for path in out or ():
        typer.echo(f"{path}")


def _measure(
    folder: Path | None, what: What, *, textcat: bool, seed: int, parts: bool, encoder: Encoder | None
) -> Evaluation:
    from nlp.evaluate.curve import measure_curve
    from nlp.evaluate.evaluation import Evaluation
    from nlp.evaluate.figures import TASKS, measure_folds
    from nlp.evaluate.folds import load_corpus

    corpus = load_corpus(folder)
    tasks: list[Task] = [one for one in TASKS if what in (What.ALL, one)]
    sets = {
        name: sum(kind is not None for one in corpus.reports if one.set == name for kind in one.kinds)
        for name in corpus.sets
    }
    found = Evaluation(seed, sets)
    if tasks:
        if textcat:
            typer.echo("duban: 训练 spaCy textcat 作对照需要几分钟；加上 --no-textcat 可跳过", err=True)
        with _progress("留出检验") as progress:
            rows = measure_folds(corpus, tasks, textcat=textcat, seed=seed, progress=progress)
        with _progress("学习曲线") as progress:
            curve = measure_curve(corpus, tasks, seed=seed, progress=progress)
        found = Evaluation(seed, sets, rows, curve)
    if what in (What.ALL, What.COVERAGE):
        from nlp.evaluate.coverage import measure_coverage

        if parts:
            typer.echo("duban: --parts 要逐组去掉特征、逐步减少计划各训练一遍，在两核机器上要十几分钟", err=True)
        with _progress("佐证判定") as progress:
            coverage = measure_coverage(folder, seed=seed, parts=parts, encoder=encoder, progress=progress)
        if not coverage:
            typer.echo("duban: 有佐证标注的计划不足两份，未检验佐证判定", err=True)
        found = replace(found, coverage=coverage)
    return found


def _told(taken: Taken) -> str:
    """What became of a file of corrections."""
    rest = {"未标“已核”": taken.unchecked, "没有标注": taken.unlabelled, "重复": taken.repeated}
    left = "".join(f"，{why} {count} 行未采用" for why, count in rest.items() if count)
    basis = "只取标有“已核”的行" if taken.marked else "没有“已核”一列，各行都算"
    return f"{taken.file}: 采用更正 {len(taken.decisions)} 条（{basis}）{left}"


def _print_trained(made: tuple[Trained, ...]) -> None:
    from nlp.evaluate.coverage_tables import coverage_tables
    from nlp.evaluate.tables import MAIN, class_tables, summary_tables
    from nlp.train.draft import FEW

    rows = tuple(row for one in made for row in one.rows)
    for table in (*summary_tables(rows), *class_tables([row for row in rows if row.level in MAIN])):
        _print_table(table)
    for table in [table for one in made if one.coverage for table in coverage_tables(one.coverage)]:
        _print_table(table)
    for one in made:
        if one.few:
            listed = "、".join(f"{one.shown(label)} {one.examples[label]}" for label in one.few)
            typer.echo(f"duban: {one.name}: 例句不足 {FEW} 句的类别判断不可靠：{listed}；请补充更正后再训练", err=True)
        typer.echo(f"{one.folder}: {sum(one.examples.values())} {one.counted}，已写出并核对")


def _print_table(table: Table) -> None:
    from rich.table import Table as Grid

    grid = Grid(title=table.title, title_justify="left")
    for at, heading in enumerate(table.headings):
        figures = all(_FIGURE.fullmatch(row[at]) for row in table.rows)
        grid.add_column(heading, justify="right" if figures else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*row)
    console().print(grid)


@contextmanager
def _progress(label: str) -> Iterator[Progress]:
    """A progress bar on standard error; silent where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    screen = Console(stderr=True)
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    with Bar(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        at = bar.add_task(label, total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(at, completed=done, total=total, name=name)

        yield advance
