"""Tables of verdicts from judgements made by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nlp.evaluate.baselines import ALL_MISSING
from nlp.evaluate.coverage import ABLATIONS, Coverage
from nlp.evaluate.coverage_figures import DECOYS, Decided, Figures, Recall, decided_of, measure_judged
from nlp.evaluate.coverage_tables import ABLATED, BASELINES, coverage_tables
from nlp.evaluate.coverage_tables import DECOYS as SHOWN
from nlp.evaluate.evaluation import Evaluation, as_text
from nlp.evaluate.evidence import STATUSES, Judged
from nlp.evaluate.tables import Table
from nlp.types import Status


def judged(gold: Status, given: Status, *, plan: str = "c1", why: str = "", chance: float = 0.9) -> Judged:
    quotes = int(gold != "none")
    right = int(quotes and gold == given)
    return Judged(plan, "r1", "1.1.1", gold, given, chance, 0.1, right, quotes, why)


ASKED = (
    judged("covered", "covered"),
    judged("partial", "covered"),
    judged("none", "none", why="planned only"),
    judged("none", "covered", why="similar words: a lecture", plan="c2"),
    judged("none", "partial", why="similar words", plan="c2"),
)


def coverage(*, parts: bool = False) -> Coverage:
    whole = measure_judged("all", ASKED)
    plans = [measure_judged(name, [one for one in ASKED if one.plan == name]) for name in ("c1", "c2")]
    others = [measure_judged(name, ASKED, calibrated=False) for name in (ALL_MISSING, "BM25")]
    worse = measure_judged("wording", [judged("none", "covered"), *ASKED])
    return Coverage(
        (whole, *plans),
        tuple(others),
        (Decided(0.9, 0.25, 0.8),),
        (Recall("all", 2, {1: 0.5, 16: 1.0}),),
        (whole, worse) if parts else (),
        (replace(whole, name="3"),) if parts else (),
    )


def tables(*, parts: bool = False) -> dict[str, Table]:
    return {table.title: table for table in coverage_tables(coverage(parts=parts))}


def table_of(word: str) -> Table:
    return next(table for title, table in tables(parts=True).items() if word in title)


def test_parts_have_tables_where_they_were_measured() -> None:
    assert len(tables()) == 7
    assert len(tables(parts=True)) == 9


@pytest.mark.parametrize("table", list(coverage_tables(coverage(parts=True))), ids=lambda table: table.title)
def test_rows_have_a_cell_for_each_heading(table: Table) -> None:
    assert {len(row) for row in table.rows} == {len(table.headings)}


def test_every_name_has_words() -> None:
    assert set(SHOWN) == set(DECOYS)
    assert set(ABLATED) == set(ABLATIONS)
    assert {ALL_MISSING, "BM25"} < set(BASELINES)


def test_figures_of_plans_are_shown() -> None:
    rows = table_of("each plan left out").rows
    assert [(row[0], row[1]) for row in rows] == [("全部 all", "5"), ("c1", "3"), ("c2", "2")]
    assert rows[0][2:5] == ("1.000", "0.333", "0.500")
    assert rows[0][6:8] == ("0.500", "2")


def test_the_model_stands_above_the_baselines_which_have_no_calibration() -> None:
    rows = table_of("baselines").rows
    assert [row[0] for row in rows] == ["本模型 model", "全判无佐证 all missing", "BM25"]
    assert [bool(row[-1]) for row in rows] == [True, False, False]


def test_decoys_are_counted_with_their_shares() -> None:
    rows = {row[0].split()[-1]: row[1:] for row in table_of("decoys").rows}
    assert rows["words"] == ("2", "1", "50.0%", "1", "50.0%", "100.0%")
    assert rows["negated"] == ("0", "0", "", "0", "", "")


def test_statuses_are_shown_in_words() -> None:
    assert table_of("混淆矩阵").headings == ("", "无佐证", "部分佐证", "已佐证")


def test_a_group_is_compared_with_all() -> None:
    first, second = table_of("ablation").rows
    assert first[2] == first[4] == ""
    assert second[2].startswith("-")


def test_the_last_point_of_the_curve_has_all_plans() -> None:
    assert [row[0] for row in table_of("learning curve").rows] == ["3", "其余全部 all others"]


@pytest.mark.parametrize("suffix", [".json", ".md"])
def test_the_figures_are_written(suffix: str) -> None:
    text = as_text(Evaluation(0, {"c1": 3}, coverage=coverage()), suffix)
    if suffix == ".json":
        assert json.loads(text)["coverage"]["models"][0]["gap_f1"] == 0.5
    else:
        assert "| 全部 all | 5 | 1.000 |" in text


def test_a_decoy_is_told_by_its_label() -> None:
    figures: Figures = measure_judged("all", ASKED)
    assert {kind: decoy.n for kind, decoy in figures.decoys.items() if decoy.n} == {
        "planned only": 1,
        "similar words": 2,
    }


def test_verdicts_are_decided_at_the_levels_that_they_reach() -> None:
    held = [replace(one, decided=(True, False, False, False, False)) for one in ASKED[:2]]
    first, second, *_ = decided_of([*held, *(replace(one, decided=(False,) * 5) for one in ASKED[2:])])
    assert (first.share, first.accuracy) == (0.4, 0.5)
    assert (second.share, second.accuracy) == (0.0, None)


def test_no_verdicts_have_no_figures() -> None:
    assert measure_judged("none", []).n == 0
    assert decided_of([])[0].accuracy is None
    assert len(STATUSES) == 3
