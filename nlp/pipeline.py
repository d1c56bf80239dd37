"""Compose the stages: files to task lists, tagged passages and coverage. The only module that knows them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from nlp.errors import ConfigError, InputError, shown_name
from nlp.folder import find_files
from nlp.parallel import Failure, Progress, map_files
from nlp.parse import read
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.reports import ReadReport, in_simplified, prepare, read_report
from nlp.types import (
    AsOfSource,
    Coverage,
    Document,
    Outcome,
    OutcomeState,
    Plan,
    PlanDiff,
    PlanLint,
    Tagged,
    TaskList,
    Warning,
)


def read_safely(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in a file, read in a worker process that is ended where the file takes too long or too much memory.

    Raises InputError as `nlp.parse.read` does, and where the worker had to be ended.
    """
    (done,) = map_files(partial(read, limits=limits), [Path(path)], limits=limits, workers=1)
    if isinstance(done, Failure):
        raise InputError(done.name, done.problem, done.remedy)
    return done


def extract_tasks(document: Document) -> Plan:
    """The plan that a document holds.

    Raises InputError where it has no tasks.
    """
    from nlp.extract.tasks import extract_plan

    plan = extract_plan(document)
    if not plan.tasks:
        if document.warnings:
            first = document.warnings[0]
            raise InputError(document.file, f"没有读到任务：{first.problem}", first.remedy)
        raise InputError(document.file, "其中没有任务", "请核对这是不是计划")
    if document.kind == "report":
        looks = Warning(document.file, "", "看上去是报告，不是计划", "请核对文件的先后")
        return replace(plan, warnings=(*plan.warnings, looks))
    return plan


def list_tasks(plan: Plan, *, taxonomy: str | Path | None = None, explain: bool = True) -> TaskList:
    """The plan with a label of the taxonomy for each task; `taxonomy` is a file that replaces the default one.

    With `explain` the labels hold the words that decided, which takes half a second more for the words' dictionary.

    Raises ConfigError for a wrong taxonomy, ModelError where the installed model is missing or broken.
    """
    from nlp.classify.items import items_of_plan
    from nlp.classify.own_themes import choose_labeller, warn_of_few
    from nlp.classify.workstreams import label_items

    file = Path(taxonomy) if taxonomy is not None else None
    labeller = choose_labeller(taxonomy=file)
    if few := warn_of_few(labeller, file):
        plan = replace(plan, warnings=(*plan.warnings, *few))
    return TaskList(plan, label_items(items_of_plan(plan), labeller=labeller, explain=explain))


def read_plan(
    path: str | Path,
    *,
    year: int | None = None,
    taxonomy: str | Path | None = None,
    explain: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> TaskList:
    """The task list of a plan's file; `year` is taken where the document states none, `explain` is as in `list_tasks`.

    Raises InputError where the file cannot be read or holds no tasks, ConfigError for a year outside 1900 to 2100.
    """
    _, plan = _read_plan(path, year=year, limits=limits)
    return list_tasks(plan, taxonomy=taxonomy, explain=explain)


def lint_plan(
    path: str | Path, *, as_of: date | None = None, year: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> PlanLint:
    """What to look at in a plan's file before it is issued; a date before `as_of` is past.

    Where `as_of` is not given it is the day that the document itself was issued on, else today; the review says which.

    Raises as `read_plan` does.
    """
    from nlp.review.lint import lint_plan as find_problems

    document, plan = _read_plan(path, year=year, limits=limits)
    source: AsOfSource = "given" if as_of else "issued" if document.issued else "today"
    return find_problems(plan, document, as_of=as_of or document.issued or date.today(), as_of_source=source)


def compare_plans(
    old: str | Path, new: str | Path, *, year: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> PlanDiff:
    """What became of each task from the plan in one file to the plan in another.

    `year` is that of the plan that states none. Where it is not given, such a plan's days are read in the other's year
    and compared by month and day alone; in the result they have no year.

    Raises as `read_plan` does.
    """
    from nlp.review.diff import diff_plans

    _check_year(year)
    plans = [_read_plan(path, year=None, limits=limits)[1] for path in (old, new)]
    years = [plan.document.year for plan in plans]
    lent = year or years[0] or years[1] or date.today().year
    earlier, later = (
        plan if stated else _read_plan(path, year=lent, limits=limits)[1]
        for path, plan, stated in zip((old, new), plans, years, strict=True)
    )
    if year is None:
        dated = [replace(one, document=plan.document) for plan, one in zip(plans, (earlier, later), strict=True)]
        earlier, later = (replace(p, warnings=one.warnings) for p, one in zip(plans, dated, strict=True))
        return replace(diff_plans(*dated), old=earlier, new=later)
    found = diff_plans(earlier, later)
    if None not in years:
        unused = Warning(later.document.file, "", f"两份计划都写明了年度，未采用 {year}", "请去掉 --year")
        found = replace(found, warnings=(*found.warnings, unused))
    return found


def _check_year(year: int | None) -> None:
    if year is not None and not 1900 <= year <= 2100:
        raise ConfigError(f"--year {year}: 这不是计划的年度；请写成 2024 的样子")


def _read_plan(path: str | Path, *, year: int | None, limits: Limits) -> tuple[Document, Plan]:
    """The document and its plan, both made in a worker process that is bounded by the limits."""
    import nlp.extract.tasks  # noqa: F401  # a forked worker has it then, and need not import it each time

    _check_year(year)
    (done,) = map_files(partial(_extract_file, year=year, limits=limits), [Path(path)], limits=limits, workers=1)
    if isinstance(done, Failure):
        raise InputError(done.name, done.problem, done.remedy)
    return done


def _extract_file(path: Path, *, year: int | None, limits: Limits) -> tuple[Document, Plan]:
    document = read(path, limits=limits)
    stated = document.year
    if year is not None and stated is None:
        document = replace(document, year=year, year_source="argument")
    plan = extract_tasks(document)
    if year is not None and stated not in (None, year):
        kept = Warning(document.file, "", f"文中写明是 {stated} 年度，未采用 {year}", "请去掉 --year")
        plan = replace(plan, warnings=(*plan.warnings, kept))
    return document, plan


def tag(
    path: str | Path,
    *,
    plan: Plan | None = None,
    taxonomy: str | Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Tagged:
    """The passages of a file with the kind of statement and the workstream of each.

    The workstreams are those of `plan` where it is given, else those of the taxonomy.

    Raises InputError where the file cannot be read or the plan has fewer than two workstreams, ConfigError for a wrong
    taxonomy, ModelError where an installed model is missing or broken.
    """
    from nlp.classify.items import items_of_passages
    from nlp.classify.own_themes import choose_labeller, warn_of_few
    from nlp.classify.statements import classify_statements
    from nlp.classify.workstreams import label_items
    from nlp.extract.passages import extract_report

    file = Path(taxonomy) if taxonomy is not None else None
    labeller = choose_labeller(taxonomy=file, plan=plan)
    report = extract_report(read_safely(path, limits=limits), id="r1")
    plain = in_simplified(report)
    year = (plan.document.year if plan else None) or report.year
    statements = classify_statements(plain.passages, year=year)
    labels = label_items(items_of_passages(plain.passages), labeller=labeller, explain=True)
    if few := warn_of_few(labeller, file):
        report = replace(report, warnings=(*report.warnings, *few))
    return Tagged(report, statements, labels)


def cover(
    plan: Plan | TaskList,
    reports: Sequence[str | Path],
    *,
    as_of: date | None = None,
    decisions: Sequence[str | Path] = (),
    decide: float | None = None,
    last: str | Path | None = None,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
    workers: int | None = None,
) -> Coverage:
    """Which tasks of the plan have evidence in the reports.

    `reports` are files, folders or .zip archives; a file that cannot be read is named in the coverage's warnings with
    `refused` set, the others are still read. `as_of` is the day on which the deadlines are judged, today where it is
    not given. `progress` is called after each file; `limits` say what one file may cost; `workers` is the number of
    processes, that of the processors where it is not given.

    `decisions` are files of reviewers' decisions, which come before the program's own; `decide` (0.8..0.98) is how
    often verdicts are right that no person is asked about, 0.9 where it is not given; `last` is the .json of the last
    coverage, against which what changed is marked, and only that is asked again.

    Raises ConfigError for a `decide` out of range, InputError for decisions or a last coverage that cannot be read.
    """
    from nlp.cover.cover import DECIDE
    from nlp.cover.cover import cover as cover_tasks
    from nlp.cover.reviewed.changes import mark_changes
    from nlp.cover.verdict_model import load_verdict_model
    from nlp.item_decisions import read_coverage, read_item_decisions
    from nlp.match.work_types import tell_types

    decide = DECIDE if decide is None else decide
    if not 0.8 <= decide <= 0.98:
        raise ConfigError(f"--decide {decide:g}: 应在 0.8 与 0.98 之间，如 0.95")
    reviewed = [one for path in decisions for one in read_item_decisions(Path(path))]
    before = read_coverage(Path(last)) if last is not None else None
    chosen = prepare()
    tasks = plan if isinstance(plan, TaskList) else list_tasks(plan, explain=False)
    with find_files([Path(path) for path in reports], limits=limits) as found:
        ids = {path: f"r{number}" for number, path in enumerate(found.files, 1)}
        call = partial(read_report, plan=tasks.plan, ids=ids, limits=limits, model=chosen)
        read_ones: dict[str, ReadReport] = {}
        problems: list[Warning] = list(found.warnings)
        for done in map_files(call, found.files, limits=limits, workers=workers, progress=progress):
            if isinstance(done, Failure):
                name = shown_name(done.path.name)
                problems.append(Warning(name, "整个文件", done.problem, done.remedy, refused=True))
            elif isinstance(done, Warning):
                problems.append(done)
            elif twin := read_ones.get(done.report.sha256):
                same = f"与 {twin.report.file}（{twin.report.id}）是同一个文件，只计一次"
                problems.append(Warning(done.report.file, "", same, "请去掉其中一个"))
            else:
                problems.extend(done.problems)
                read_ones[done.report.sha256] = done
    made = cover_tasks(
        tasks,
        tuple(one.report for one in read_ones.values()),
        {one.report.id: one.statements for one in read_ones.values()},
        tuple(link for one in read_ones.values() for link in one.links),
        as_of=as_of or date.today(),
        warnings=tuple(problems),
        decisions=reviewed,
        decide=decide,
        types_of=lambda text: tell_types([text])[0],
        model=load_verdict_model(chosen),
    )
    return mark_changes(made, before) if before is not None else made


def summarize(
    paths: Sequence[Path], *, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None
) -> tuple[Outcome, ...]:
    """What came of reading each file: read, read with warnings, or refused with the reason."""
    with find_files(paths, limits=limits) as found:
        outcomes = [Outcome(warning.file, "refused", warnings=(warning,)) for warning in found.warnings]
        call = partial(_outcome, limits=limits)
        for done in map_files(call, found.files, limits=limits, progress=progress):
            if isinstance(done, Failure):
                name = shown_name(done.path.name)
                refusal = Warning(name, "整个文件", done.problem, done.remedy, refused=True)
                outcomes.append(Outcome(name, "refused", warnings=(refusal,)))
            else:
                outcomes.append(done)
    return tuple(outcomes)


def _outcome(path: Path, *, limits: Limits) -> Outcome:
    document = read(path, limits=limits)
    state: OutcomeState = "read with warnings" if document.warnings else "read"
    size = len(document.text)
    return Outcome(document.file, state, size, len(document.tables), document.pages, document.warnings)
