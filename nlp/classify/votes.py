"""Count the votes of cues for each clause: a cue votes in its clause, an onward cue ever weaker up to a turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlp.classify.cues import KINDS
from nlp.classify.reading import Reading

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

DECAY = 0.7
ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes for each kind in each clause.

    `counts` (clauses, KINDS); `kinds` the index of each clause's winner, background where no kind has enough votes;
    `carried` (clauses, KINDS) the weight of the onward cue that still governs a clause; `strongest` the place of the
    winner's strongest cue among clause cues followed by section cues, -1 where there is none.
    """

    counts: NDArray[float64]
    kinds: NDArray[int64]
    carried: NDArray[float64]
    strongest: NDArray[int64]


def count_votes(reading: Reading) -> Votes:
    """The votes of the cues that govern each clause of a reading.

    >>> from nlp.classify.reading import read_passages
    >>> from nlp.types import Passage, Place
    >>> text = "打算下月开展检查，走访4个网点。"
    >>> votes = count_votes(read_passages([([Passage(0, text, Place(0, 0, len(text)))], 2022)]))
    >>> [KINDS[kind] for kind in votes.kinds], round(float(votes.carried[1, 2]), 2)
    (['planned', 'planned'], 1.82)
    """
    import numpy as np

    cues, hits = reading.cues, reading.hits
    size, kinds = len(reading.clauses), len(KINDS)
    carried, carriers = _carry(reading)
    counts = carried.copy()
    strength = carried.copy()
    strongest = carriers.copy()
    damping = np.ones(size)
    above = reading.above[reading.clauses.owners] if size else np.zeros((0, len(cues.section)), bool)
    for at, (cue, found) in enumerate(zip((*cues.clause, *cues.section), (*hits.T, *above.T), strict=True)):
        if not found.any() or (cue.scope == "turn" and at < len(cues.clause)):
            continue
        rows = np.flatnonzero(found)
        kind = KINDS.index(cue.kind)
        counts[rows, kind] += cue.weight
        damping[rows] *= cue.damps
        stronger = rows[strength[rows, kind] < cue.weight]
        strength[stronger, kind] = cue.weight
        strongest[stronger, kind] = at
    counts[:, KINDS.index("done")] *= damping
    best = counts.argmax(axis=1)
    best[counts.max(axis=1, initial=0) < ENOUGH] = kinds - 1
    return Votes(counts, best, carried, strongest[np.arange(size), best])


def list_cue_names(reading: Reading) -> tuple[str | None, ...]:
    """The names of the cues at the places that `Votes.strongest` holds; the last, place -1, is None."""
    return (*(cue.name for cue in (*reading.cues.clause, *reading.cues.section)), None)


def _carry(reading: Reading) -> tuple[NDArray[float64], NDArray[Any]]:
    """For each clause and kind the weight of the last onward cue before it in its sentence, and that cue's place.

    A cue that stands before the last turn carries no further; in each clause that follows it loses weight.
    """
    import numpy as np

    cues, clauses = reading.cues.clause, reading.clauses
    size = len(clauses)
    weights = np.zeros((size, len(KINDS)))
    places = np.full((size, len(KINDS)), -1)
    here = np.arange(size)
    begins = clauses.first[clauses.owners] if size else here
    turned = np.maximum.accumulate(np.where(_any(reading, "turn"), here, -1), axis=0) if size else here
    for kind in {cue.kind for cue in cues if cue.scope == "onward"}:
        last = np.full(size, -1)
        for at, cue in enumerate(cues):
            if cue.scope == "onward" and cue.kind == kind:
                last[reading.hits[:, at]] = at
        found = np.maximum.accumulate(np.where(last >= 0, here, -1)) if size else here
        source = np.concatenate([[-1], found[:-1]])[:size]
        live = np.flatnonzero((source >= begins) & (source >= turned))
        cue_at = last[source[live]]
        column = KINDS.index(kind)
        places[live, column] = cue_at
        weights[live, column] = _faded(np.array([cue.weight for cue in cues])[cue_at], live - source[live])
    return weights, places


def _faded(weights: NDArray[float64], steps: NDArray[Any]) -> NDArray[float64]:
    """The weights after so many clauses."""
    import numpy as np

    faded = weights.copy()
    for step in range(int(steps.max(initial=0))):
        faded = np.where(steps > step, faded * DECAY, faded)
        if step > 40:  # by now it is nothing
            break
    return faded


def _any(reading: Reading, scope: str) -> NDArray[Any]:
    import numpy as np

    columns = [at for at, cue in enumerate(reading.cues.clause) if cue.scope == scope]
    return np.asarray(reading.hits[:, columns].any(axis=1))
