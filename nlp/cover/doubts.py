"""Doubt reports: a plan, its reports and their Links to warnings about reports handed in twice or for another plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from nlp.cover.duties.unit_index import UnitIndex
from nlp.cover.near import TELLING
from nlp.types import Link, Plan, Report, Statement, Warning

FEWEST_ACTS = 8
FAR = 0.42
"""A report of FEWEST_ACTS acts or more whose acts' best chances of being evidence have a mean below this is doubted.

Measured with the installed model, which was fitted on c1 to c15: each report of c1 to c15 with its own plan has 0.52
or more (none of 87 doubted), those of demo and gold/dev 0.52 or more too; with the plan of another set 28 % of 568
lie below where the two plans are of different fields, 1 % of 650 where they are of the same field. So it finds the
blatant mistake alone; plans of one field ask for the same work, and only the places in the names tell them apart.
"""
NEAR = 0.5
SAME_WORDS = 0.8
"""Two reports that share this part of the shorter one's sentences are two versions of one paper."""

_SHORTEST = 8
_WHOLE = "整个文件"
_PLACES = re.compile(
    r"^(?:中共|驻)?(?:[\u4e00-\u9fff]{2,4}?(?P<province>[省]))?(?P<city>[\u4e00-\u9fff]{2,4}?(?<![城都超门上])市(?![场容政民域]))?"
    r"(?P<county>[\u4e00-\u9fff]{2,4}?(?:县(?!域)|旗|(?<![社小园校学片景库发新矿林牧辖市郊务税作范能护宅])区(?![域划])))?"
)


def doubt_reports(
    plan: Plan,
    reports: Sequence[Report],
    links: Sequence[Link],
    *,
    statements: Mapping[str, tuple[Statement, ...]] | None = None,
) -> tuple[Warning, ...]:
    """Warnings about reports of one unit and time in two files, and about reports that look like another plan's.

    Both of two reports are counted, for a register may stand beside a summary: an item takes the best of what each
    proves, and its remedy says what to do where one is the other's old version. The later one is that whose period
    ends later. Reports of half a year and of the whole year overlap and are named too; quarters do not.

    A report looks like another plan's where its unit names another place than the plan's issuer (县, 市 or 区 of
    another name), or where it tells of many acts of which few are near any task (see FAR). `statements` are each
    report's by its id; without them acts are not known, and nearness is not judged.

    >>> from nlp.types import DocumentFacts
    >>> plan = Plan(DocumentFacts("p.txt", "", None, "plan", 2022, "桐渚县水利局", None), (), ())
    >>> reports = [Report(f"r{n}", f"{n}.txt", "", None, "县河道所", 2022, None, ()) for n in (1, 2)]
    >>> [warning.file for warning in doubt_reports(plan, reports, ())]
    ['1.txt']
    """
    return (*_repeated(reports), *_of_other_plans(plan, reports, links, statements or {}))


def _repeated(reports: Sequence[Report]) -> Iterator[Warning]:
    for group in _by_unit(reports):
        ordered = sorted(group, key=lambda report: _span(report)[::-1])
        words = {report.id: _sentences(report) for report in ordered}
        for place, report in enumerate(ordered):
            start, end = _span(report)
            later = next((other for other in ordered[:place:-1] if _span(other)[0] <= end), None)
            if later is not None:
                yield _twin(report, later, words[report.id], words[later.id], same=_span(later) == (start, end))


def _twin(report: Report, later: Report, ours: frozenset[str], theirs: frozenset[str], *, same: bool) -> Warning:
    known = report.period is not None and later.period is not None
    when = ("时段相同" if same else "时段重叠") if known else "时段没有写明"
    newer = ""
    if known and _span(later)[1] > _span(report)[1]:
        newer = f"，后者报到{_span(later)[1].isoformat()}，较新"
    shorter = min(len(ours), len(theirs))
    alike = shorter > 0 and len(ours & theirs) >= SAME_WORDS * shorter
    content = "，内容大体相同" if alike else ""
    remedy = "请只留较新的一份" if alike else "如果一份是另一份的旧稿，请去掉旧稿"
    told = f"与 {later.file} 是同一单位（{report.unit}）的报告，{when}{content}{newer}；两份都计入"
    return Warning(report.file, _WHOLE, told, remedy)


def _by_unit(reports: Sequence[Report]) -> list[list[Report]]:
    """The reports of each unit that handed in several."""
    named = [report for report in reports if report.unit]
    names = tuple(dict.fromkeys(report.unit or "" for report in named))
    index = UnitIndex(names)
    heads: dict[str, str] = {}
    for at, name in enumerate(names):
        same = {heads[names[other]] for other in index.same(name) if other < at}
        heads[name] = same.pop() if len(same) == 1 else name
    groups: dict[str, list[Report]] = {}
    for report in named:
        groups.setdefault(heads[report.unit or ""], []).append(report)
    return [group for group in groups.values() if len(group) > 1]


def _span(report: Report) -> tuple[date, date]:
    """The days that a report speaks about; its year where it does not say, all days where it has none."""
    start = date(report.year, 1, 1) if report.year else date.min
    end = date(report.year, 12, 31) if report.year else date.max
    if report.period is not None:
        start, end = report.period.start or start, report.period.end or end
    return min(start, end), max(start, end)


def _sentences(report: Report) -> frozenset[str]:
    plain = (re.sub(r"\s", "", passage.text) for passage in report.passages if passage.kind != "heading")
    return frozenset(text for text in plain if len(text) >= _SHORTEST)


def _of_other_plans(
    plan: Plan, reports: Sequence[Report], links: Sequence[Link], statements: Mapping[str, tuple[Statement, ...]]
) -> Iterator[Warning]:
    best: dict[tuple[str, int], float] = {}
    for link in links:
        key = (link.report, link.passage)
        best[key] = max(best.get(key, 0.0), link.score)
    for report in reports:
        problem = ""
        if place := other_place(report.unit, plan.document.issuer):
            problem = f"报告单位在{place[0]}，计划的制发单位在{place[1]}，像是另一份计划的报告"
        elif plan.tasks:
            scores = [best.get((report.id, act), 0.0) for act in _acts(report, statements.get(report.id, ()))]
            if len(scores) >= FEWEST_ACTS and sum(scores) < FAR * len(scores):
                near = sum(score >= NEAR for score in scores)
                problem = f"{len(scores)}处做法中只有{near}处与本计划的任务相近，像是另一份计划的报告"
        if problem:
            yield Warning(report.file, _WHOLE, f"{problem}；仍已计入", "请核对报告与计划是否对应")


def _acts(report: Report, statements: Sequence[Statement]) -> tuple[int, ...]:
    telling = {statement.passage for statement in statements if statement.kind in TELLING}
    return tuple(p.id for p in report.passages if p.kind != "heading" and p.id in telling)


def other_place(unit: str | None, issuer: str | None) -> tuple[str, str] | None:
    """The named places of two bodies where they are of one level and differ: the unit's and the issuer's.

    >>> other_place("桐渚县人民医院", "穗宁县农业农村局"), other_place("高新区分局", "穗宁县农业农村局")
    (('桐渚县', '穗宁县'), None)
    """
    ours, theirs = (_PLACES.match(re.sub(r"\s", "", name or "")) for name in (unit, issuer))
    if ours is None or theirs is None:
        return None
    for level in ("city", "county"):
        a, b = ours[level], theirs[level]
        if a and b and a[-1] == b[-1] and a != b:
            return a, b
    return None
