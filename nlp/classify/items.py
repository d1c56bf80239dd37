"""Make what is to be labelled ready: a plan's tasks or a report's passages to texts with what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from nlp.types import Passage, Plan

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

ItemKind = Literal["task", "heading", "sentence", "cell"]
KINDS: tuple[ItemKind, ...] = ("task", "heading", "cell", "sentence")


@dataclass(frozen=True, slots=True)
class Item:
    """A text to label: `target` is the id that its label points back to, `section` the titles above a passage."""

    target: str
    text: str
    section: tuple[str, ...] = ()
    kind: ItemKind = "sentence"


Documents = Sequence[Sequence[Item]]
"""Items by document, in reading order: the neighbours of an item help to label it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents laid out for counting; arrays have a place for each item.

    `document` numbers the document, `kind` is a place in KINDS, `length` counts characters; `first` and `last` are the
    places in `headings` of the outermost and the nearest title above, those of "" where there is none.
    """

    texts: tuple[str, ...]
    headings: tuple[str, ...]
    document: NDArray[int64]
    kind: NDArray[int64]
    length: NDArray[int64]
    first: NDArray[int64]
    last: NDArray[int64]

    def __len__(self) -> int:
        return len(self.texts)

    def shift(self, table: Any, by: int) -> Any:
        """For each item the table's row of the item `by` places before it (after it where negative), else zeros."""
        import numpy as np

        moved = np.zeros_like(table)
        size = len(table) - abs(by)
        if size > 0:
            here, there = (slice(by, None), slice(None, size)) if by > 0 else (slice(None, size), slice(-by, None))
            same = self.document[here] == self.document[there]
            moved[here] = table[there] * same[:, None]
        return moved


def items_of_plan(plan: Plan) -> tuple[Item, ...]:
    """The tasks of a plan, each with its measure's title before its text."""
    return tuple(
        Item(task.id, f"{task.measure.title if task.measure else ''} {task.text}".strip(), kind="task")
        for task in plan.tasks
    )


def items_of_passages(passages: Sequence[Passage]) -> tuple[Item, ...]:
    """The passages of a report.

    >>> from nlp.types import Place
    >>> items_of_passages([Passage(7, "受理举报2件。", Place(0, 0, 7), ("监督",))])[0].target
    '7'
    """
    return tuple(Item(str(passage.id), passage.text, passage.section, passage.kind) for passage in passages)


def lay_out(documents: Documents) -> Reading:
    """The items of the documents as one reading."""
    import numpy as np

    items = [item for document in documents for item in document]
    places: dict[str, int] = {"": 0}
    first = [places.setdefault(item.section[0], len(places)) if item.section else 0 for item in items]
    last = [places.setdefault(item.section[-1], len(places)) if item.section else 0 for item in items]
    return Reading(
        tuple(item.text for item in items),
        tuple(places),
        np.repeat(np.arange(len(documents)), [len(document) for document in documents]),
        np.array([KINDS.index(item.kind) for item in items], np.int64),
        np.array([len(item.text) for item in items], np.int64),
        np.array(first, np.int64),
        np.array(last, np.int64),
    )
