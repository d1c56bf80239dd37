"""Which tasks of prose and table are one, and when the two agree."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.review.twins import differing_dates, differing_parties, pair_twins
from nlp.types import Deadline, Document, DocumentFacts, Party, Place, Plan, Table, Task


def task_of(id: str, text: str, *parties: Party, ends: tuple[date, ...] = (), block: int = 0) -> Task:
    limits = tuple(Deadline("X", "date", None, end) for end in ends)
    return Task(id, None, None, text, (), parties, limits, (), Place(block, 0, len(text)), 1.0)


def pairs(prose: list[str], table: list[str]) -> dict[str, str]:
    tasks = [task_of(f"p{n}", text) for n, text in enumerate(prose, 1)]
    tasks += [task_of(f"t{n}", text, block=1) for n, text in enumerate(table, 1)]
    facts = DocumentFacts("plan.docx", "", None, "plan", 2024, None, None)
    document = Document("plan.docx", "", "docx", "", (), (Table(1, len(table), 1, ()),) if table else ())
    return {id: twin.id for id, twin in pair_twins(Plan(facts, (), tuple(tasks)), document).items()}


@pytest.mark.parametrize(
    ("prose", "row"),
    [
        ("制定道路保洁分级标准。", "制定道路保洁分级标准"),
        ("（一）制定道路保洁分级标准。", "1.制定道路保洁分级标准"),
        ("制定道路保洁分级标准（责任单位：环卫所）。", "制定道路保洁分级标准"),
        ("认真组织制定道路保洁分级标准，报局办公室备案。", "制定道路保洁分级标准，报局办公室备案"),
        ("制定道路保洁分级標準。", "制定道路保洁分级标准"),
    ],
    ids=str,
)
def test_one_task_in_two_forms(prose: str, row: str) -> None:
    assert pairs([prose], [row]) == {"p1": "t1"}


@pytest.mark.parametrize(
    ("prose", "row"),
    [
        ("制定道路保洁分级标准。", "制定园林养护分级标准"),
        ("召开警示教育大会，通报典型案例。", "召开会议"),
        ("开展河道巡查。", "开展道路巡查"),
    ],
    ids=str,
)
def test_two_tasks(prose: str, row: str) -> None:
    assert pairs([prose], [row]) == {}


def test_the_nearest_row_is_taken() -> None:
    rows = ["对新提拔干部开展任前廉政谈话并建档", "对新提拔干部开展任前廉政谈话"]
    assert pairs(["对新提拔干部开展任前廉政谈话。"], rows) == {"p1": "t2"}


def test_a_row_has_one_twin() -> None:
    assert len(pairs(["对新提拔干部开展廉政谈话。"] * 2, ["对新提拔干部开展廉政谈话"])) == 1


def test_a_plan_without_a_table_has_no_twins() -> None:
    assert pairs(["对新提拔干部开展廉政谈话。"] * 2, []) == {}


def lead(name: str, source="annotation") -> Party:
    return Party(name, "lead", source)


def support(name: str) -> Party:
    return Party(name, "support", "annotation")


@pytest.mark.parametrize(
    ("ours", "theirs", "differs"),
    [
        ((lead("办公室"),), (lead("人事科"),), True),
        ((lead("办公室"),), (lead("办公室"), lead("人事科")), True),
        ((lead("办公室"), support("人事科")), (lead("人事科"), support("办公室")), True),
        ((lead("办公室"), support("人事科")), (lead("办公室"), lead("人事科")), False),
        ((lead("局办公室"),), (lead("办公室"),), False),
        ((lead("各科室"),), (lead("各单位"),), False),
        ((), (lead("办公室"),), False),
        ((support("人事科"),), (lead("办公室"),), False),
        ((lead("局党组", "subject"), lead("办公室")), (lead("办公室"),), False),
    ],
    ids=[
        "another lead",
        "one lead more",
        "lead and support exchanged",
        "a support that the table lists beside the lead",
        "a short form",
        "groups of bodies",
        "none in the prose",
        "only a support in the prose",
        "an acting subject beside the mark",
    ],
)
def test_leads(ours: tuple[Party, ...], theirs: tuple[Party, ...], differs: bool) -> None:
    assert (differing_parties(task_of("1", "X", *ours), task_of("2", "X", *theirs)) is not None) is differs


@pytest.mark.parametrize(
    ("text", "differs"),
    [("由环卫所牵头制定分级标准。", True), ("环卫所负责。", True), ("环卫所制定分级标准。", False)],
    ids=str,
)
def test_who_merely_acts_may_differ_from_the_marked_lead(text: str, differs: bool) -> None:
    start = text.index("环卫所")
    ours = task_of("1", text, Party("环卫所", "lead", "subject", start, start + 3))
    assert (differing_parties(ours, task_of("2", "X", lead("督查科"))) is not None) is differs


@pytest.mark.parametrize(
    ("ours", "theirs", "differs"),
    [
        ((6,), (9,), True),
        ((6, 9), (6, 12), True),
        ((6,), (6,), False),
        ((6, 12), (12,), False),
        ((), (12,), False),
        ((), (), False),
    ],
    ids=["another day", "one of two days", "the same day", "one day more", "none in the prose", "none at all"],
)
def test_days(ours: tuple[int, ...], theirs: tuple[int, ...], differs: bool) -> None:
    def task(months: tuple[int, ...]) -> Task:
        return task_of("1", "X", ends=tuple(date(2024, month, 28) for month in months))

    assert (differing_dates(task(ours), task(theirs)) is not None) is differs
