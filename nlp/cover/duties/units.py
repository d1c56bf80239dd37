"""Tell whose work the tasks of a plan are: its parties and the reporting units to the units that owe each task.

A unit is called not asked only where the names tell it. A task asks the units that its lead and support parties name,
and the members of its group parties (各社区). Where it names nobody, or only the leaders and organs of the body that
issued the plan (局党组, 局主要负责人), it asks every unit, for each has its own. Where it names only inner departments
(人事科) that handed in nothing themselves, it asks every reporting unit that is no department, each has its own too.

Names may differ: a unit that no party of the plan names may stand behind a party that no report belongs to, so it is
asked wherever such a party shares two telling signs with it. Where no party of the whole plan names any unit, the
names tell nothing and every task asks every unit, save that a group of a kind (各社区) asks the units of that kind.
A report without a unit's name, and the report of the body that issued the plan, is asked of every task.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

from nlp.cover.duties.unit_index import UnitIndex
from nlp.cover.duties.unit_names import is_name, kind_of, same_unit, spell
from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.lexicon.script import to_simplified
from nlp.types import Plan, Report, Task, UnitDuty

__all__ = ["list_duties", "name_report", "owed_by", "same_unit", "share_out"]

Asks = Literal["every", "offices", "bodies", "ends"]

ROLES = ("lead", "support")
_GROUP = re.compile(
    r"^(?P<whose>.{0,12}?)(?:(?:各(?!自)|全体|所有|每个?|有关|相关|其他|其它)"
    r"(?:有关|相关|级|个|类|下属|局属|直属|所属|基层|业务)*)(?P<of>.*)$"
)
_BELOW = re.compile(
    r"^.{0,4}?(?:下属|局属|直属|所属|基层|委属|院属|校属|二级)(?P<of>单位|机构|部门|企业|公司|学校|医院|站所)"
)
_WHOLE = re.compile(r"^全(?:[省市县区镇乡街局委院校系部员站所]|集团|公司|中心|系统|辖区)")
_ALL = re.compile(r"(?:上下|一体|等单位|等部门|全员)$|^(?:责任|牵头|配合|成员|承办|主办)(?:单位|部门|科室|股室)$")
_SEVERAL = re.compile(r"[、，,/和及与(（〔)）〕]+")
_MODIFIER = re.compile(r"^(?:县市区|市县区|县区|乡镇街道|乡镇|市|县|区|镇|村)(?=..)")


@dataclass(frozen=True, slots=True)
class _Names:
    """What a plan's party names mean among the units, as places of units.

    `unknown` are those that no party means, `nameless` those without a name; `tell` is False where none is meant.
    """

    units: tuple[str, ...]
    meant: Mapping[str, tuple[int, ...]]
    index: UnitIndex
    unknown: frozenset[int]
    nameless: frozenset[int]
    tell: bool


def owed_by(task: Task, units: Sequence[str], *, plan: Plan | None = None) -> tuple[str, ...]:
    """The reporting units that a task is asked of, in their order.

    `plan` is the one that the task belongs to: its other parties tell whether the names agree at all. Without it the
    task is judged by itself. For all tasks of a plan `share_out` is faster.

    >>> from nlp.types import Party, Place
    >>> party = Party("市容所", "lead", "annotation")
    >>> task = Task("1", None, None, "清理门前杂物。", (), (party,), (), (), Place(0, 0, 7), 1.0)
    >>> owed_by(task, ("市容管理所", "园林绿化管理所"))
    ('市容管理所',)
    """
    tasks = (task,) if plan is None else plan.tasks
    return _ask(task, _read_names(tasks, units), plan)


def share_out(plan: Plan, units: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The reporting units that each task of a plan is asked of, by the task's id."""
    names = _read_names(plan.tasks, units)
    by_parties: dict[tuple[str, ...], tuple[str, ...]] = {}
    owed = {}
    for task in plan.tasks:
        key = _parties(task)
        if key not in by_parties:
            by_parties[key] = _ask(task, names, plan)
        owed[task.id] = by_parties[key]
    return owed


def name_report(report: Report) -> str:
    """The unit that a report speaks for, its title where it names none, else its file."""
    return report.unit or report.title or Path(report.file).stem or report.id


def list_duties(plan: Plan, reports: Sequence[Report]) -> tuple[UnitDuty, ...]:
    """What each unit owes: the reporting units in order, then those that the plan names and that handed in nothing.

    Reports of one unit are joined. A unit that handed in nothing is one that a lead or support party names; groups,
    leaders and organs of the issuing body, and people are none.
    """
    joined = _join(reports)
    names = tuple(joined)
    owed = share_out(plan, names)
    owes: dict[str, list[str]] = {name: [] for name in names}
    for task in plan.tasks:
        for name in owed[task.id]:
            owes[name].append(task.id)
    duties = [UnitDuty(name, joined[name], tuple(owes[name]), silent=False) for name in names]
    return (*duties, *_silent(plan, _read_names(plan.tasks, names)))


def _silent(plan: Plan, names: _Names) -> Iterable[UnitDuty]:
    missing = tuple(
        name for name, meant in names.meant.items() if not meant and not _is_group(name) and not _is_own(name)
    )
    index = UnitIndex(missing)
    shown = {name: missing[index.same(name)[0]] for name in missing}
    owes: dict[str, dict[str, None]] = {}
    for task in plan.tasks:
        for name in _parties(task):
            if name in shown:
                owes.setdefault(shown[name], {})[task.id] = None
    return (UnitDuty(name, (), tuple(tasks), silent=True) for name, tasks in owes.items())


def _join(reports: Sequence[Report]) -> dict[str, tuple[str, ...]]:
    """The ids of each unit's reports, by its first name; a name that fits two other units joins neither."""
    names = tuple(dict.fromkeys(name_report(report) for report in reports))
    named = {name_report(report) for report in reports if report.unit}
    index = UnitIndex(names)
    heads: dict[int, int] = {}
    for at, name in enumerate(names):
        same = {heads[other] for other in index.same(name) if other < at and names[other] in named}
        heads[at] = same.pop() if len(same) == 1 and name in named else at
    shown = {name: names[heads[at]] for at, name in enumerate(names)}
    joined: dict[str, list[str]] = {}
    for report in reports:
        joined.setdefault(shown[name_report(report)], []).append(report.id)
    return {name: tuple(ids) for name, ids in joined.items()}


def _parties(task: Task) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.name for party in task.parties if party.role in ROLES and party.name.strip()))


def _read_names(tasks: Sequence[Task], units: Sequence[str]) -> _Names:
    parties = tuple(dict.fromkeys(name for task in tasks for name in _parties(task)))
    nameless = frozenset(at for at, unit in enumerate(units) if not is_name(unit))
    index = UnitIndex(units)
    meant: dict[str, tuple[int, ...]] = {}
    for name in parties:
        found = () if _is_group(name) else index.same(name) or index.kin(name)
        meant[name] = tuple(at for at in found if at not in nameless)
        meant[name] += tuple(at for at in nameless if _is_in(name, units[at]))
    taken = {at for found in meant.values() for at in found}
    for name in parties:
        if not meant[name] and not _is_group(name) and not _is_own(name):
            meant[name] = tuple(at for at in index.short_for(name) if at not in taken and at not in nameless)
    taken = {at for found in meant.values() for at in found}
    unknown = frozenset(range(len(units))) - taken - nameless
    return _Names(tuple(units), meant, index, unknown, nameless - taken, tell=bool(taken))


def _is_in(name: str, title: str) -> bool:
    """Whether a title that stands in for a unit's name holds a party's name."""
    plain = to_simplified(title)
    return kind_of(name) == "body" and any(len(way) > 2 and way in plain for way in (name, *spell(name)))


def _ask(task: Task, names: _Names, plan: Plan | None) -> tuple[str, ...]:
    every = frozenset(range(len(names.units)))
    asked: set[int] = set()
    groups = False
    bodies, offices = [], []
    for name in _parties(task):
        if names.meant.get(name):
            asked.update(names.meant[name])
        elif _is_group(name):
            groups = True
            asked.update(_members(name, names))
        elif _is_own(name):
            continue
        elif kind_of(name) == "office":
            offices.append(name)
        else:
            bodies.append(name)
    if not asked and not groups:
        if (not bodies and not offices) or not names.tell:
            asked = set(every)
        elif not bodies:
            asked = {at for at in every if kind_of(names.units[at]) != "office"}
    renamed = names.unknown & {at for name in (*bodies, *offices) for at in names.index.renamed(name)}
    issuer = plan.document.issuer if plan is not None else None
    whole = {at for at, unit in enumerate(names.units) if issuer and same_unit(unit, issuer)}
    return tuple(names.units[at] for at in sorted(asked | renamed | whole | names.nameless))


def _members(name: str, names: _Names) -> frozenset[int]:
    """The units that a group party asks; all where none is of its kind."""
    every = frozenset(range(len(names.units)))
    found: set[int] = set()
    for asks, ends in _group_kinds(name):
        offices = {at for at in every if kind_of(names.units[at]) == "office"}
        if asks == "every":
            return every
        if asks == "offices":
            found |= offices
        elif asks == "bodies":
            found |= every - offices
        else:
            found |= {at for at in every if any(way.endswith(ends) for way in spell(names.units[at]))}
    return frozenset(found) or every


@lru_cache(maxsize=10_000)
def _group_kinds(name: str) -> tuple[tuple[Asks, tuple[str, ...]], ...]:
    """Which kinds of units a group party asks, with the ends of their names where a kind is told by its end."""
    plain = re.sub(r"\s", "", to_simplified(name))
    found = _GROUP.match(plain) or _BELOW.match(plain)
    if _ALL.search(plain) or _WHOLE.match(plain) or found is None:
        return (("every", ()),)
    whole = _row(found["of"].replace("（", "(").replace("）", ")"), exact=True)
    if re.search(r"(?:下属|局属|直属|所属|基层|二级)(?:各|事业)*(?:单位|机构)", plain):
        whole = ("bodies", ())
    if re.match(r"^.{0,6}机关各", plain):
        whole = ("offices", ())
    parts = [part for part in _SEVERAL.split(found["of"]) if part]
    return (whole,) if whole else tuple(_row(part) or _literal(part) for part in parts) or (("every", ()),)


def _row(noun: str, *, exact: bool = False) -> tuple[Asks, tuple[str, ...]] | None:
    for group, asks, ends in _groups():
        if noun == group or (not exact and noun.endswith(group)):
            return asks, ends
    return None


def _literal(noun: str) -> tuple[Asks, tuple[str, ...]]:
    return "ends", spell(_MODIFIER.sub("", noun)) or (noun,)


@lru_cache(maxsize=10_000)
def _is_group(name: str) -> bool:
    plain = re.sub(r"\s", "", to_simplified(name))
    return any(pattern.search(plain) for pattern in (_GROUP, _BELOW, _WHOLE, _ALL))


def _is_own(name: str) -> bool:
    return kind_of(name) == "own"


@cache
def _groups() -> tuple[tuple[str, Asks, tuple[str, ...]], ...]:
    rows = load("party_groups.tsv", keys=("group", "asks", "ends"))
    for row in rows:
        if row["asks"] not in get_args(Asks):
            raise ConfigError(f"party_groups.tsv, {row['group']}: 没有 {row['asks']} 这一种；请改正")
    found = ((row["group"], row["asks"], tuple((row["ends"] or "").split())) for row in rows)
    return tuple(sorted(found, key=lambda row: -len(row[0])))
