"""Compose the stages: files to task lists, tagged passages and coverage. The only module that knows them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from nlp.errors import ConfigError, InputError, shown_name
from nlp.parse import SUFFIXES, read
from nlp.types import Coverage, Document, Plan, Report, Statement, Tagged, TaskList, Warning

Progress = Callable[[int, int, str], None]
"""Called after each file with the number done, the number of all and the file's name."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that was read and classified, or the reason why it was not."""

    report: Report | None
    statements: tuple[Statement, ...]
    problems: tuple[Warning, ...]


def extract_tasks(document: Document) -> Plan:
    """The plan that a document holds.

    Raises InputError where it has no tasks.
    """
    from nlp.extract.tasks import extract_plan

    plan = extract_plan(document)
    if not plan.tasks:
        if document.warnings:
            first = document.warnings[0]
            raise InputError(document.file, f"no task could be read: {first.problem}", first.remedy)
        raise InputError(document.file, "there are no tasks in it", "check that this is the plan")
    if document.kind == "report":
        looks = Warning(document.file, "", "it looks like a report, not a plan", "check that the files are in order")
        return replace(plan, warnings=(*plan.warnings, looks))
    return plan


def list_tasks(plan: Plan, *, taxonomy: str | Path | None = None) -> TaskList:
    """The plan with a label of the taxonomy for each task; `taxonomy` is a file that replaces the default one."""
    from nlp.classify.taxonomy import label_texts, read_taxonomy

    texts = [(task.id, f"{task.measure.title if task.measure else ''} {task.text}") for task in plan.tasks]
    return TaskList(plan, label_texts(texts, read_taxonomy(Path(taxonomy) if taxonomy is not None else None)))


def read_plan(path: str | Path, *, year: int | None = None, taxonomy: str | Path | None = None) -> TaskList:
    """The task list of a plan's file; `year` is taken where the document states none.

    Raises InputError where the file cannot be read or holds no tasks, ConfigError for a year outside 1900 to 2100.
    """
    if year is not None and not 1900 <= year <= 2100:
        raise ConfigError(f"--year {year}: this is no year of a plan; write it as 2024")
    document = read(path)
    stated = document.year
    if year is not None and stated is None:
        document = replace(document, year=year, year_source="argument")
    plan = extract_tasks(document)
    if year is not None and stated not in (None, year):
        kept = Warning(document.file, "", f"it states the year {stated}, so {year} was not used", "leave out --year")
        plan = replace(plan, warnings=(*plan.warnings, kept))
    return list_tasks(plan, taxonomy=Path(taxonomy) if taxonomy is not None else None)


def tag(path: Path, *, taxonomy: Path | None = None) -> Tagged:
    """The passages of a file with the kind of statement and the workstream of each."""
    from nlp.classify.rules import classify_statements
    from nlp.classify.taxonomy import label_texts, read_taxonomy
    from nlp.extract.passages import extract_report

    report = extract_report(read(path), id="r1")
    plain = in_simplified(report)
    statements = classify_statements(plain.passages, year=report.year)
    texts = [(str(passage.id), passage.text) for passage in plain.passages]
    return Tagged(report, statements, label_texts(texts, read_taxonomy(taxonomy)))


def find_reports(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Warning, ...]]:
    """The files that the given files and folders name, and those in the folders that are of a kind that is not read.

    Hidden files and the traces that programs leave (`~$plan.docx`, Thumbs.db) are passed over in silence.
    """
    found: list[Path] = []
    left: list[Warning] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not re.match(r"[.~]|Thumbs\.db$", p.name)]
        for file in inside:
            if file.suffix.lower() in SUFFIXES:
                found.append(file)
            else:
                kind = (
                    f"files ending in {file.suffix} are not read"
                    if file.suffix
                    else "files without ending are not read"
                )
                left.append(
                    Warning(shown_name(file.name), "whole file", kind, f"save it as {' '.join(SUFFIXES)}", True)
                )
        if not inside:
            left.append(Warning(shown_name(path.name), "", "there is no file in this folder", "check its name", True))
    return tuple(found), tuple(left)


def read_report(path: Path, id: str, plan: Plan) -> ReadReport:
    """A report's passages and their kinds of statement; a file that cannot be read gives its problem instead."""
    from nlp.classify.rules import classify_statements
    from nlp.extract.passages import extract_report

    try:
        document = read(path)
        if document.sha256 == plan.document.sha256 or is_plan(document, plan):
            raise InputError(path.name, "this is the plan itself, not a report on it", "name the unit's report")
        report = extract_report(document, id=id)
    except InputError as err:
        return ReadReport(None, (), (Warning(err.file, "whole file", err.problem, err.remedy, refused=True),))
    year = plan.document.year or report.year
    statements = classify_statements(in_simplified(report).passages, year=year)
    if report.year and year and is_of_another_year(document, year):
        other = f"it is a report for {report.year}, the plan is for {year}; nothing in it counts"
        warning = Warning(report.file, "", other, f"ask the unit for its report for {year}")
        return ReadReport(report, tuple(_prior(statement) for statement in statements), (warning,))
    return ReadReport(report, statements, ())


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
    return replace(statement, kind="prior") if statement.kind in ("done", "in_progress") else statement


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def in_simplified(report: Report) -> Report:
    """The report in simplified script, every place kept; what the classifiers and the matcher read."""
    from nlp.lexicon.script import to_simplified

    plain = tuple(replace(passage, text=to_simplified(passage.text)) for passage in report.passages)
    return report if plain == report.passages else replace(report, passages=plain)


def cover(
    plan: Plan | TaskList,
    reports: Sequence[str | Path],
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Which tasks of the plan have evidence in the reports.

    `reports` are files or folders; one that cannot be read is named in the coverage's warnings with `refused` set, the
    others are still read. `as_of` is the day on which the deadlines are judged, today where it is not given.
    """
    from nlp.cover.cover import cover as cover_tasks
    from nlp.match.score import link

    tasks = plan if isinstance(plan, TaskList) else list_tasks(plan)
    paths, left = find_reports(Path(path) for path in reports)
    read_ones: list[ReadReport] = []
    problems: list[Warning] = list(left)
    seen: dict[str, Report] = {}
    for number, path in enumerate(paths, 1):
        done = read_report(path, f"r{number}", tasks.plan)
        problems.extend(done.problems)
        if done.report and (twin := seen.get(done.report.sha256)):
            same = f"it is the same file as {twin.file} ({twin.id}) and counts once"
            problems.append(Warning(done.report.file, "", same, "leave one of them out"))
        elif done.report:
            seen[done.report.sha256] = done.report
            read_ones.append(done)
        if progress:
            progress(number, len(paths), shown_name(path.name))
    told = {one.report.id: one.statements for one in read_ones if one.report}
    links = [
        found
        for one in read_ones
        if one.report
        for found in link(tasks.plan, in_simplified(one.report), one.statements)
    ]
    return cover_tasks(
        tasks,
        tuple(one.report for one in read_ones if one.report),
        told,
        tuple(links),
        as_of=as_of or date.today(),
        warnings=tuple(problems),
    )
