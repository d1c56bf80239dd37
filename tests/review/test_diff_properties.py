from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.review.diff import diff_plans
from nlp.types import Action, Deadline, DocumentFacts, Measure, Party, Place, Plan, Target, Task

WORDS = ["开展", "检查", "建立", "河道", "档案", "责任书", "6月底前", "4次", "。", "，", "办公室", "二", "12", " ", "A"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=0, max_size=8).map("".join) | st.text(max_size=12)
NAMES = st.sampled_from(["办公室", "人事科", "财务科"])
PARTIES = st.builds(
    Party,
    name=NAMES,
    role=st.sampled_from(["lead", "support", "person"]),
    source=st.sampled_from(["subject", "annotation"]),
)
LIMITS = st.sampled_from(
    [
        Deadline("6月底前", "date", end=date(2024, 6, 30)),
        Deadline("每季度", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3"),
        Deadline("定期", "recurring"),
        Deadline("一周内", "relative", duration="P7D"),
    ]
)
TARGETS = st.sampled_from([Target("4次", "=", 4, "次"), Target("不少于12份", ">=", 12, "份")])
TASKS = st.builds(
    Task,
    id=st.just(""),
    workstream=st.none(),
    measure=st.none() | st.builds(Measure, number=st.none(), title=TEXTS),
    text=TEXTS,
    actions=st.lists(st.builds(Action, verb=TEXTS, object=TEXTS, text=TEXTS), max_size=2).map(tuple),
    parties=st.lists(PARTIES, max_size=2).map(tuple),
    deadlines=st.lists(LIMITS, max_size=2).map(tuple),
    targets=st.lists(TARGETS, max_size=2).map(tuple),
    source=st.just(Place(0, 0, 0)),
    confidence=st.just(1.0),
)
YEARS = st.sampled_from([None, 2023, 2024])


@st.composite
def plans(draw):
    from dataclasses import replace

    tasks = draw(st.lists(TASKS, min_size=1, max_size=6))
    facts = DocumentFacts("a.txt", "", None, "plan", draw(YEARS), None, None)
    return Plan(facts, (), tuple(replace(task, id=f"0.0.{n}") for n, task in enumerate(tasks, 1)))


@given(plans())
@settings(deadline=None, max_examples=50)
def test_a_plan_is_carried_over_to_itself(plan):
    diff = diff_plans(plan, plan)
    assert [(c.kinds, c.old, c.new, c.similarity) for c in diff.changes] == [
        (("carried_over",), task.id, task.id, 1.0) for task in plan.tasks
    ]


@given(plans(), plans())
@settings(deadline=None, max_examples=50)
def test_swapping_the_plans_swaps_new_and_dropped(old, new):
    there = {(change.old, change.new) for change in diff_plans(old, new).changes}
    back = {(change.new, change.old) for change in diff_plans(new, old).changes}
    assert there == back


@given(plans(), plans())
@settings(deadline=None, max_examples=50)
def test_every_task_stands_in_one_change(old, new):
    changes = diff_plans(old, new).changes
    assert [change.new for change in changes if change.new] == [task.id for task in new.tasks]
    assert sorted(change.old for change in changes if change.old) == sorted(task.id for task in old.tasks)


@given(plans(), plans())
@settings(deadline=None, max_examples=50)
def test_similarity_is_a_share(old, new):
    assert all(0 <= change.similarity <= 1 for change in diff_plans(old, new).changes)
