"""Hold a model that is fitted and not yet written: its parts and all that stands beside them in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nlp.evaluate.coverage import Coverage
from nlp.evaluate.figures import TASKS, Row

ModelName = Literal["statements", "workstreams", "evidence", "evidence_semantic"]

NAMES: tuple[ModelName, ...] = (*TASKS, "evidence")
"""The models that are made where none is named; the semantic one needs an encoder."""

FEW = 20
"""A class with fewer examples is named in the card."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A fitted model: `examples` are how many of each class it saw, `few` the classes with fewer than FEW.

    `rows` (classifiers) or `coverage` (evidence) are what is reached on held-out sets, where that was measured.
    """

    name: ModelName
    examples: Mapping[str, int]
    few: tuple[str, ...]
    parts: Mapping[str, Any]
    config: Mapping[str, Any]
    metrics: Mapping[str, Any]
    card: str
    rows: tuple[Row, ...] = ()
    coverage: Coverage | None = None


def find_few(examples: Mapping[str, int]) -> tuple[str, ...]:
    """The classes with fewer than FEW examples.

    >>> find_few({"covered": 20, "partial": 19})
    ('partial',)
    """
    return tuple(label for label, count in examples.items() if count < FEW)
