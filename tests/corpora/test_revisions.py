import json
import re
from collections import Counter
from pathlib import Path

import pytest

REVISIONS = Path(__file__).parents[2] / "corpora" / "revisions"
PAIRS = sorted((path.parent for path in REVISIONS.glob("*/changes.gold.json")), key=lambda path: int(path.name[1:]))
KINDS = ("carried_over", "reworded", "deadline_moved", "owner_changed", "target_changed", "new", "dropped")
NOTES = {"split", "merged", "moved"}


def squeeze(text):
    return re.sub(r"\s+", "", text)


def labels_of(folder):
    return json.loads((folder / "changes.gold.json").read_text(encoding="utf-8"))


def test_the_pairs_are_complete():
    assert [folder.name for folder in PAIRS] == [f"r{n}" for n in range(1, 11)]


@pytest.mark.parametrize(
    ("name", "folders"),
    [("development", PAIRS[:4]), ("test", PAIRS[4:8]), ("later", PAIRS[8:])],
    ids=["development", "test", "later"],
)
def test_the_card_counts_the_kinds(name, folders):
    counted = Counter(kind for folder in folders for label in labels_of(folder) for kind in label["kinds"])
    card = (REVISIONS / "README.md").read_text(encoding="utf-8")
    row = next(line for line in card.splitlines() if line.startswith(f"| {name} |"))
    assert [int(cell) for cell in row.split("|")[2:-1]] == [counted[kind] for kind in KINDS]


@pytest.mark.parametrize("folder", PAIRS, ids=lambda path: path.name)
class TestPair:
    @pytest.mark.parametrize("side", ["old", "new"])
    def test_texts_stand_once_in_the_plan(self, folder, side):
        plan = squeeze((folder / f"{side}.txt").read_text(encoding="utf-8"))
        texts = [squeeze(label[side]) for label in labels_of(folder) if label[side]]
        assert [text for text in texts if plan.count(text) != 1] == []

    @pytest.mark.parametrize("side", ["old", "new"])
    def test_texts_stand_in_one_label(self, folder, side):
        texts = [label[side] for label in labels_of(folder) if label[side]]
        assert [text for text, times in Counter(texts).items() if times > 1] == []

    @pytest.mark.parametrize("side", ["old", "new"])
    def test_plans_hold_ten_to_twenty_five_tasks(self, folder, side):
        assert 10 <= sum(label[side] is not None for label in labels_of(folder)) <= 25

    def test_kinds_fit_the_sides(self, folder):
        for label in labels_of(folder):
            kinds = set(label["kinds"])
            assert kinds
            assert kinds <= set(KINDS)
            assert (label["old"] is None) == (kinds == {"new"})
            assert (label["new"] is None) == (kinds == {"dropped"})

    def test_what_is_carried_over_has_no_other_kind(self, folder):
        assert [l for l in labels_of(folder) if "carried_over" in l["kinds"] and len(l["kinds"]) > 1] == []  # noqa: E741

    def test_notes_are_known(self, folder):
        assert {label["note"] for label in labels_of(folder) if "note" in label} <= NOTES
