"""Read the passages of reports for classification: clauses, the cues in and above them, what tables say of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.classify.clauses import Clauses, cut_clauses
from nlp.classify.cues import Cues, read_cues
from nlp.lexicon.columns import Register, read_registers
from nlp.types import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Reading:
    """The passages of reports, one after another, cut into clauses.

    `hits` (clauses, cues.clause) are the cues in each clause, `above` (passages, cues.section) those in the heading
    above each passage. `registers` has one entry a passage. Report r's passages begin at `reports[r]`.
    """

    passages: tuple[Passage, ...]
    registers: tuple[Register, ...]
    clauses: Clauses
    cues: Cues
    hits: NDArray[Any]
    above: NDArray[Any]
    reports: tuple[int, ...]


def read_passages(reports: Sequence[tuple[Sequence[Passage], int | None]]) -> Reading:
    """Read the passages of reports; each report is its passages and the year that it reports on, if known.

    >>> from nlp.types import Place
    >>> text = "6月印发手册，拟再办一期。"
    >>> reading = read_passages([([Passage(0, text, Place(0, 0, len(text)))], 2022)])
    >>> reading.clauses.lines, reading.hits.shape[0], len(reading.registers)
    (('6月印发手册', '拟再办一期'), 2, 1)
    """
    cues = read_cues()
    passages = tuple(passage for part, _ in reports for passage in part)
    years = [year for part, year in reports for _ in part]
    begins = [0]
    for part, _ in reports:
        begins.append(begins[-1] + len(part))
    registers = tuple(register for part, _ in reports for register in read_registers(part))
    clauses = cut_clauses([passage.text for passage in passages])
    hits = cues.find(clauses.lines, [years[owner] for owner in clauses.owners.tolist()])
    above = cues.find_above([passage.section[-1] if passage.section else "" for passage in passages])
    return Reading(passages, registers, clauses, cues, hits, above, tuple(begins))
