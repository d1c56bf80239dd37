"""Find the passages that are copied from another report: all reports of a run to copies, each with its source."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from nlp.cover.copies.copied_from import Pair, choose_sources
from nlp.cover.copies.runs import LONG, SHORT, Runs, cut_runs, find_stock, pair_texts
from nlp.cover.copies.skeleton import LEAST_NAME, Skeleton, names_of, strip_facts
from nlp.cover.near import ABLE, TELLING
from nlp.lexicon import load_patterns
from nlp.types import Passage, Plan, Report, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

ALIKE = 0.6
"""The least share of a passage's own runs that stand in the other; unrelated passages of `corpora/` stay below 0.5."""
ALIKE_OTHER = 0.75
"""That share where both have numbers or dates, and none in common."""
PART = 0.45
SURE = 0.55
LONG_PART = 20
"""That share where so many runs are shared: a clause was put in another's place."""
OWN = 12
OWN_EXACT = 8
"""How many runs of their own a copy shares with its source at least, with other facts and with the same facts."""
BLOCK = 3
"""So many passages copied in a row are a copied paragraph, whatever was done to its numbers."""
INVITATION = 60
"""A joint event told in more characters is not told in the words of an invitation."""
COMPARED = 3
LEAST_LONG = 2
_LIST = re.compile(r"(?:[^\d、，,；;\s]{1,4}[、，,；;\s]+){2,}[^\d、，,；;\s]{1,4}")
STOCK = 6
STOCK_SHARE = 400


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage's source: the other report's id and passage, the reason for people, and whether the source is sure.

    Not `sure`: the other may as well be copied from this one, or only the numbers differ and both may be true.
    """

    report: str
    passage: int
    reason: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Texts:
    """All passages of a run that may be compared, in the order of reports and passages, and their skeletons' runs."""

    report: Sequence[int]
    passage: Sequence[Passage]
    skeleton: Sequence[Skeleton]
    runs: Runs
    own: Array
    able: Sequence[bool]


def find_copied(
    reports: Sequence[Report], statements: Mapping[str, Sequence[Statement]], *, plan: Plan
) -> Mapping[tuple[str, int], Copy]:
    """The passages that tell of work in the words of another report, by report id and passage id, in reading order.

    `statements` are each report's by its id; passages that tell no act are not looked at as copies, all are where a
    report has none. Units, dates and numbers may have been changed, a clause reworded, sentences put in another order.
    The words of `plan`, phrases in many contexts, headings, lists of names, and what one unit says again in the same
    year are no copies; nor is a joint event that two units tell in the words of an invitation. Takes n log n.

    >>> from nlp.types import DocumentFacts, Place
    >>> said = "组织养护站长到沉砂池逐一核对清淤台账并当场签字确认，发现错记{}处。"
    >>> def report(id, year, wrong):
    ...     passage = Passage(0, said.format(wrong), Place(2, 0, 33))
    ...     return Report(id, f"{id}.txt", "", None, "养护中心", year, None, (passage,))
    >>> plan = Plan(DocumentFacts("p", "", "", "plan", 2022, None, None), (), ())
    >>> find_copied([report("r1", 2021, 4), report("r2", 2022, 4)], {}, plan=plan)
    {('r2', 0): Copy(report='r1', passage=0, reason='与《养护中心》2021年报告第3段相同', sure=True)}
    """
    if len(reports) < 2:
        return {}
    years = [_year(report, plan) for report in reports]
    groups = _group(reports, years)
    texts = _collect(reports, statements, plan)
    pairs = [pair for pair in _pairs(texts, groups) if not _is_joint(texts, pair, years)]
    pairs += _between(texts, pairs)
    sources = choose_sources(reports, years, texts.report, [p.text for p in texts.passage], pairs)
    found: dict[int, tuple[float, Copy]] = {}
    for pair, known, block in sources:
        copy = _copy(reports, years, texts, pair, known, block)
        rank = pair.alike + copy.sure
        if pair.copy not in found or rank > found[pair.copy][0]:
            found[pair.copy] = (rank, copy)
    return {(reports[texts.report[i]].id, texts.passage[i].id): found[i][1] for i in sorted(found)}


def _year(report: Report, plan: Plan) -> int:
    end = report.period.end if report.period else None
    return report.year or (end.year if end else None) or plan.document.year or 0


def _group(reports: Sequence[Report], years: Sequence[int]) -> Sequence[int]:
    """A number for the unit and year of each report, smaller for those that are rather the source."""
    names = {_squeeze(report.unit) for report in reports if report.unit}
    longer: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for i in range(1, len(name) - LEAST_NAME + 1):
            if name[i:] in names:
                longer[name[i:]].add(name)
    same = {name: end for end, whole in longer.items() if len(whole) == 1 for name in whole}
    keys = []
    for report, year in zip(reports, years, strict=True):
        name = _squeeze(report.unit)
        keys.append((year, same.get(name, name) or f"\0{report.id}"))
    ends: dict[tuple[int, str], list[date]] = defaultdict(list)
    for report, key in zip(reports, keys, strict=True):
        end = report.period.end if report.period else None
        ends[key].append(end or date.max)
    order = {key: i for i, key in enumerate(sorted(ends, key=lambda key: (key[0], min(ends[key]))))}
    return [order[key] for key in keys]


def _collect(reports: Sequence[Report], statements: Mapping[str, Sequence[Statement]], plan: Plan) -> _Texts:
    import numpy as np

    report, passage, skeleton, able = [], [], [], []
    for index, one in enumerate(reports):
        told = {statement.passage: statement for statement in statements.get(one.id, ())}
        for said in one.passages:
            if said.kind != "heading" and not _is_list(said.text):
                report.append(index)
                passage.append(said)
                skeleton.append(strip_facts(said.text, names_of(one.unit)))
                able.append(not told or (said.id in told and _may_tell(told[said.id])))
    words = [task.text for task in plan.tasks] + [stream.title for stream in plan.workstreams]
    words += list(dict.fromkeys(task.measure.title for task in plan.tasks if task.measure))
    runs = cut_runs([one.text for one in skeleton], SHORT)
    planned = cut_runs([strip_facts(text).text for text in words], SHORT)
    stock = find_stock(runs, max(STOCK, len(passage) // STOCK_SHARE))
    own = ~np.isin(runs.hashes, planned.hashes) & ~stock
    return _Texts(report, passage, skeleton, runs, own, able)


def _pairs(texts: _Texts, groups: Sequence[int]) -> Iterator[Pair]:
    """Copies and what they are like, for every passage that tells an act and the few that share most with it."""
    import numpy as np

    of_text = np.array([groups[report] for report in texts.report], dtype=np.int64)
    met = pair_texts(cut_runs([one.text for one in texts.skeleton], LONG), of_text, most=COMPARED, least=LEAST_LONG)
    for copy, others in groupby(met, key=itemgetter(0)):
        if not texts.able[copy]:
            continue
        for _, other in others:
            if (pair := _compare(texts, copy, other)) is not None:
                yield pair
                if groups[texts.report[other]] < groups[texts.report[copy]]:
                    break


def _compare(texts: _Texts, copy: int, other: int) -> Pair | None:
    own, shared = _shared(texts, copy, other)
    a, b = texts.skeleton[copy], texts.skeleton[other]
    mine, theirs = {*a.numbers, *a.dates}, {*b.numbers, *b.dates}
    exact = bool(mine) and mine == theirs
    alike = ALIKE_OTHER if mine and theirs and not mine & theirs else PART if len(shared) >= LONG_PART else ALIKE
    if len(shared) < (OWN_EXACT if exact else OWN) or len(shared) < alike * len(own):
        return None
    return Pair(copy, other, len(shared) / len(own))


def _shared(texts: _Texts, copy: int, other: int) -> tuple[set[int], set[int]]:
    """A passage's own runs, and those of them that stand in another or beside it."""
    hashes, bounds, report = texts.runs.hashes, texts.runs.bounds, texts.report
    place = slice(int(bounds[copy]), int(bounds[copy + 1]))
    own = set(hashes[place][texts.own[place]].tolist())
    start = other - (other > 0 and report[other - 1] == report[other])
    end = other + 1 + (other + 1 < len(report) and report[other + 1] == report[other])
    return own, own.intersection(hashes[int(bounds[start]) : int(bounds[end])].tolist())


def _is_joint(texts: _Texts, pair: Pair, years: Sequence[int]) -> bool:
    """Whether both tell briefly of one event in which several units took part, without numbers of their own."""
    a, b = texts.skeleton[pair.copy], texts.skeleton[pair.source]
    if years[texts.report[pair.copy]] != years[texts.report[pair.source]] or a.dates != b.dates:
        return False
    if len(texts.passage[pair.copy].text) > INVITATION or any(
        number[0].isdigit() for number in {*a.numbers} & {*b.numbers}
    ):
        return False
    said = [texts.passage[i].text for i in (pair.copy, pair.source)]
    return all(any(pattern.search(text) for pattern in load_patterns("joint_work.toml").values()) for text in said)


def _between(texts: _Texts, pairs: Sequence[Pair]) -> list[Pair]:
    """The shorter passages beside copies that stand beside their sources too."""
    found = {(pair.copy, pair.source) for pair in pairs}
    more: list[Pair] = []
    for pair in pairs:
        for step in (-1, 1):
            copy, source = pair.copy + step, pair.source + step
            while (copy, source) not in found and _is_repeated(texts, pair, copy, source):
                found.add((copy, source))
                more.append(Pair(copy, source, 1.0))
                copy, source = copy + step, source + step
    return more


def _is_repeated(texts: _Texts, pair: Pair, copy: int, source: int) -> bool:
    for place, beside in ((copy, pair.copy), (source, pair.source)):
        if not 0 <= place < len(texts.report) or texts.report[place] != texts.report[beside]:
            return False
    own, shared = _shared(texts, copy, source)
    return texts.able[copy] and len(own) >= SHORT and len(shared) >= ALIKE * len(own)


def _copy(reports: Sequence[Report], years: Sequence[int], texts: _Texts, pair: Pair, known: bool, block: int) -> Copy:
    other, passage = reports[texts.report[pair.source]], texts.passage[pair.source]
    year = years[texts.report[pair.source]]
    name = f"《{other.unit}》{f'{year}年' if year else ''}报告" if other.unit else f"《{other.title or other.file}》"
    where = f"{name}第{passage.place.block + 1}段"
    a, b = texts.skeleton[pair.copy], texts.skeleton[pair.source]
    if a.text == b.text:
        facts = ("单位名称", a.units, b.units), ("日期", a.dates, b.dates), ("数字", a.numbers, b.numbers)
        changed = [name for name, mine, theirs in (*facts, ("文件名称", a.titles, b.titles)) if mine != theirs]
        reason = f"与{where}相同" + (f"，仅改动了{'、'.join(changed)}" if changed else "")
    else:
        reason = f"与{where}大体相同，{'仅有少量改写' if pair.alike >= ALIKE else '改写了一部分'}"
    true = a.numbers != b.numbers and block < BLOCK
    if not known:
        reason += "，谁抄谁不明，请核对"
    elif true or pair.alike < SURE:
        reason += "，请核对是否属实"
    return Copy(other.id, passage.id, reason, sure=known and not true and pair.alike >= SURE)


def _may_tell(statement: Statement) -> bool:
    return statement.kind in TELLING if statement.act is None else statement.act >= ABLE


def _is_list(text: str) -> bool:
    """Whether a text is nothing but names."""
    return _LIST.fullmatch(text.strip("。 ")) is not None


def _squeeze(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
