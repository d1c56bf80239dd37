"""Compose the stages: files to task lists, tagged passages and coverage. The only module that knows them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from nlp.errors import InputError
from nlp.parse import SUFFIXES, read
from nlp.types import Coverage, Document, Plan, Report, Statement, Tagged, TaskList, Warning

Progress = Callable[[int, int, str], None]
"""Called after each file with the number done, the number of all and the file's name."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that was read and classified, or the reason why it was not."""

    report: Report | None
    statements: tuple[Statement, ...]
    problem: Warning | None


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
    return plan


def list_tasks(plan: Plan, *, taxonomy: Path | None = None) -> TaskList:
    """The plan with a label of the taxonomy for each task; `taxonomy` is a file that replaces the default one."""
    from nlp.classify.taxonomy import label_texts, read_taxonomy

    texts = [(task.id, f"{task.measure.title if task.measure else ''} {task.text}") for task in plan.tasks]
    return TaskList(plan, label_texts(texts, read_taxonomy(taxonomy)))


def read_plan(path: Path, *, year: int | None = None, taxonomy: Path | None = None) -> TaskList:
    """The task list of a plan's file; `year` is taken where the document states none."""
    document = read(path)
    if year is not None and document.year != year:
        document = replace(document, year=year, year_source="argument")
    return list_tasks(extract_tasks(document), taxonomy=taxonomy)


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


def find_reports(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that the given files and folders name: folders are searched, hidden and temporary files left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            found.extend(p for p in inside if not re.match(r"[.~]", p.name))
        else:
            found.append(path)
    return tuple(found)


def read_report(path: Path, id: str, plan: Plan) -> ReadReport:
    """A report's passages and their kinds of statement; a file that cannot be read gives its problem instead."""
    from nlp.classify.rules import classify_statements
    from nlp.extract.passages import extract_report

    try:
        document = read(path)
        if document.sha256 == plan.document.sha256:
            raise InputError(path.name, "this is the plan itself, not a report on it", "name the unit's report")
        report = extract_report(document, id=id)
    except InputError as err:
        return ReadReport(None, (), Warning(err.file, "whole file", err.problem, err.remedy, refused=True))
    statements = classify_statements(in_simplified(report).passages, year=report.year or plan.document.year)
    return ReadReport(report, statements, None)


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
    paths = find_reports(Path(path) for path in reports)
    read_ones: list[ReadReport] = []
    problems: list[Warning] = []
    seen: dict[str, str] = {}
    for number, path in enumerate(paths, 1):
        done = read_report(path, f"r{number}", tasks.plan)
        if done.report and (twin := seen.get(done.report.sha256)):
            problems.append(Warning(path.name, "", f"it is the same file as {twin} and counts once", "remove one"))
        elif done.report:
            seen[done.report.sha256] = path.name
            read_ones.append(done)
        elif done.problem:
            problems.append(done.problem)
        if progress:
            progress(number, len(paths), path.name)
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
