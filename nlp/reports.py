"""Read one report beside a plan: a file to passages, their kinds of statement and their links to the plan's tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from nlp.errors import InputError
from nlp.parse import read
from nlp.parse.limits import Limits
from nlp.types import Document, Link, Plan, Report, Statement, Warning


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that was read, classified and linked to the plan's tasks, and what is to be said about it."""

    report: Report
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]
    problems: tuple[Warning, ...]


def prepare() -> str:
    """Load what reading reports needs, so that forked workers have it; the name of the models that hold here.

    Raises ModelError where a model is missing or broken.
    """
    import nlp.extract.passages  # noqa: F401
    from nlp.classify.statements import load_statement_model
    from nlp.match.pair_model import choose_name, load_pair_model
    from nlp.match.words import words_of
    from nlp.match.work_types import load_work_types

    name = choose_name()
    load_pair_model(name)
    load_statement_model()
    load_work_types()
    words_of("分词")
    return name


def read_report(
    path: Path, *, plan: Plan, ids: dict[Path, str], limits: Limits, model: str | None = None
) -> ReadReport | Warning:
    """A report's passages, their kinds of statement and their links to the plan's tasks; run in a worker process.

    `model` names the model of pairs, the one that holds here where it is not given. A Warning where the file is the
    plan itself: it is left out, and no evidence with it.

    Raises InputError where the file cannot be read.
    """
    from nlp.classify.statements import classify_statements
    from nlp.extract.foreign import is_foreign
    from nlp.extract.passages import extract_report
    from nlp.match.pair_model import load_pair_model
    from nlp.match.score import link

    document = read(path, limits=limits)
    if is_foreign(document.text):
        raise InputError(document.file, "不是中文报告，无法判断", "请单位提交中文报告")
    if document.sha256 == plan.document.sha256 or is_plan(document, plan):
        return Warning(document.file, "整个文件", "这是计划本身，不是报告，未计入", "请给出单位的报告")
    report = extract_report(document, id=ids[path])
    plain = in_simplified(report)
    year = plan.document.year or report.year
    statements = classify_statements(plain.passages, year=year)
    problems: tuple[Warning, ...] = ()
    if report.year and year and is_of_another_year(document, year):
        other = f"这是 {report.year} 年的报告，计划是 {year} 年的，其内容不计入"
        problems = (Warning(report.file, "", other, f"请单位提交 {year} 年的报告"),)
        statements = tuple(_prior(statement) for statement in statements)
    links = link(plan, plain, statements, model=load_pair_model(model))
    return ReadReport(report, statements, links, problems)


def is_plan(document: Document, plan: Plan) -> bool:
    """Whether a document is the plan saved again: it holds nearly all tasks, and little else."""
    text = _squeeze(document.text)
    tasks = [_squeeze(task.text) for task in plan.tasks]
    held = [task for task in tasks if task in text]
    return len(held) >= 0.9 * len(tasks) and sum(map(len, held)) >= 0.5 * len(text)


def is_of_another_year(document: Document, year: int) -> bool:
    """Whether a report speaks of another year than the plan's: its title does, and it was not issued late in it.

    A paper named after last year's meeting may well be this year's report, where this year's date stands under it.
    """
    if document.year in (None, year) or document.year_source != "title":
        return False
    return document.issued is None or document.issued < date(year, 4, 1) or document.issued.year > year + 1


def _prior(statement: Statement) -> Statement:
    """The statement as one of another year, where it told of an act."""
    return replace(statement, kind="prior", act=0.0) if statement.kind in ("done", "in_progress") else statement


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def in_simplified(report: Report) -> Report:
    """The report in simplified script, every place kept; what the classifiers and the matcher read."""
    from nlp.lexicon.script import to_simplified

    plain = tuple(replace(passage, text=to_simplified(passage.text)) for passage in report.passages)
    return report if plain == report.passages else replace(report, passages=plain)
