"""Very long reports: what is kept of them, and that nothing else changes."""

from collections.abc import Callable

import numpy as np
import pytest

from nlp.match import shortlist
from nlp.match.shortlist import shorten
from nlp.types import Plan, Report, Statement


def told(report: Report) -> tuple[Statement, ...]:
    return tuple(Statement(passage.id, "done", 0.9) for passage in report.passages)


def test_a_short_report_stays_as_it_is(make_plan: Callable[..., Plan], make_report: Callable[..., Report]) -> None:
    report = make_report("签订责任书22份。", "新购桌椅12套。")
    kept, statements = shorten(make_plan("签订责任书。"), report, told(report), np.ones(2, bool))
    assert kept is report
    assert len(statements) == 2


def test_of_a_long_report_the_nearest_passages_are_kept_in_order(
    make_plan: Callable[..., Plan], make_report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortlist, "LONG", 10)
    monkeypatch.setattr(shortlist, "EACH", 2)
    said = [f"第{number}车间检修水泵。" for number in range(20)]
    said[4], said[15] = "签订责任书22份。", "补签责任书2份。"
    report = make_report(*said)
    kept, statements = shorten(make_plan("签订责任书。"), report, told(report), np.ones(20, bool))
    assert [passage.id for passage in kept.passages] == [statement.passage for statement in statements] == [4, 15]


def test_passages_that_tell_no_act_have_places_of_their_own(
    make_plan: Callable[..., Plan], make_report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortlist, "LONG", 3)
    monkeypatch.setattr(shortlist, "EACH", 1)
    report = make_report("签订责任书。", "要签订责任书。", "将签订责任书。", "检修水泵。")
    able = np.array([True, False, False, True])
    kept, _ = shorten(make_plan("签订责任书。"), report, told(report), able)
    assert kept.passages[0].id == 0
    assert len(kept.passages) == 2
