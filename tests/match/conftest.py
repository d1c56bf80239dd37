from collections.abc import Callable

import pytest

from nlp.types import Action, DocumentFacts, Measure, Passage, Place, Plan, Report, Task


@pytest.fixture
def make_plan() -> Callable[..., Plan]:
    """A plan of tasks, each a text or a measure's title and a text; clauses are its actions."""

    def make(*asked: str | tuple[str, str]) -> Plan:
        tasks = []
        for at, one in enumerate(asked, 1):
            title, text = one if isinstance(one, tuple) else ("", one)
            actions = tuple(Action("", clause, clause) for clause in text.rstrip("。").split("，"))
            measure = Measure(None, title) if title else None
            tasks.append(Task(f"{at}.1.1", f"{at}", measure, text, actions, (), (), (), Place(0, 0, len(text)), 1.0))
        return Plan(DocumentFacts("p.txt", "", None, "plan", 2022, None, None), (), tuple(tasks))

    return make


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """A report of passages, each a text or a section's heading and a text."""

    def make(*said: str | tuple[str, str]) -> Report:
        passages = []
        for at, one in enumerate(said):
            section, text = ((one[0],), one[1]) if isinstance(one, tuple) else ((), one)
            passages.append(Passage(at, text, Place(at, 0, len(text)), section))
        return Report("r1", "r.txt", "", None, None, 2022, None, tuple(passages))

    return make
