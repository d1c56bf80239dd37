"""Speed of matching and judging: 60 items against 10, 50 and 200 thousand passages, and against 100 reports of 200."""

import math
import random
import resource
import sys
import time
from dataclasses import replace
from datetime import date

from nlp.classify.statements import classify_reports
from nlp.corpora import list_sets, load_reports
from nlp.cover import cover
from nlp.match import link
from nlp.parse import read
from nlp.pipeline import extract_tasks
from nlp.types import Passage, Plan, Report, TaskList
from tests.benchmarks.measure import row

SIZES = (10_000, 50_000, 200_000)
ITEMS = 60


def main() -> None:
    plan, passages = (
        make_plan(),
        [p for folder in list_sets() for one in load_reports(folder) for p in one.report.passages],
    )
    judge(plan, [make_report(passages, 500, 0)])  # what is loaded once
    times = []
    for size in SIZES:
        start = time.perf_counter()
        told, linked, judged = judge(plan, [make_report(passages, size, size)])
        times.append(time.perf_counter() - start)
        parts = f"statements {told:.1f}, links {linked:.1f}, verdicts {judged:.1f}"
        row(f"{ITEMS} items, {size:,} passages", times[-1], "s", parts)
    growth = math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])
    row("growth, exponent", growth, "")
    reports = [make_report(passages, 200, seed) for seed in range(100)]
    start = time.perf_counter()
    told, linked, judged = judge(plan, reports)
    row(
        f"{ITEMS} items, 100 reports of 200, one process",
        time.perf_counter() - start,
        "s",
        f"statements {told:.1f}, links {linked:.1f}, verdicts {judged:.1f}",
    )
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    row("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale, "MB")


def judge(plan: Plan, reports: list[Report]) -> tuple[float, float, float]:
    """The seconds that statements, links and verdicts take."""
    start = time.perf_counter()
    statements = classify_reports([(report.passages, 2022) for report in reports])
    told = time.perf_counter()
    links = [link(plan, report, said) for report, said in zip(reports, statements, strict=True)]
    linked = time.perf_counter()
    by_id = {report.id: said for report, said in zip(reports, statements, strict=True)}
    flat = tuple(one for found in links for one in found)
    cover(TaskList(plan, ()), tuple(reports), by_id, flat, as_of=date(2022, 12, 31))
    return told - start, linked - told, time.perf_counter() - linked


def make_plan() -> Plan:
    """The tasks of two labelled plans as one."""
    plans = [extract_tasks(read(folder / "plan.txt")) for folder in list_sets()[:2]]
    tasks = [replace(task, id=f"{at}.{task.id}") for at, plan in enumerate(plans) for task in plan.tasks]
    return replace(plans[0], tasks=tuple(tasks[:ITEMS]))


def make_report(passages: list[Passage], size: int, seed: int) -> Report:
    """A report of passages drawn from the labelled ones."""
    chosen = random.Random(seed).choices(passages, k=size)
    placed = [
        replace(one, id=at, place=replace(one.place, start=at * 100, end=at * 100 + len(one.text)))
        for at, one in enumerate(chosen)
    ]
    return Report(f"r{seed}", f"r{seed}.txt", "", None, f"第{seed}管理所", 2022, None, tuple(placed))


if __name__ == "__main__":
    main()
