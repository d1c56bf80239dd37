"""Tell what kind of statement each passage of a report makes, clause by clause, with a trained model over the rules.

Each clause gets a probability for each kind, from its character n-grams and from the cues in, before and around it;
neighbouring clauses of one kind are joined, and the passage's kind is settled from the probabilities of its clauses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.classify.clauses import join_clauses
from nlp.classify.cues import KINDS
from nlp.classify.reading import Reading, read_passages
from nlp.classify.rules import told_by_place
from nlp.classify.statement_features import BITS, ORDERS, PASSAGE_FEATURES, describe_clauses, describe_passages
from nlp.classify.votes import Votes, count_votes, list_cue_names
from nlp.errors import ModelError
from nlp.ngrams import cut_ngrams, sum_rows
from nlp.types import Clause, LabelledReport, Passage, Statement, StatementKind

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Table = NDArray[float32]

R = tuple[Sequence[Passage], int | None]

BATCH = 4096
"""How many passages are told at a time: their arrays stay in the processor's cache."""
CLEAR = 0.45
"""How probable another kind must be for a clause to leave the kind of its passage."""
APART: tuple[StatementKind, ...] = ("done", "in_progress", "planned", "negated", "prior")
"""The kinds of clauses that stand beside others; a slogan or a frame before an act is part of it."""
ACTING: tuple[StatementKind, ...] = ("done", "in_progress")
"""The kinds that tell an act of the report's own period."""


@dataclass(frozen=True, slots=True, eq=False)
class StatementModel:
    """A trained model, as plain arrays; kinds in the order of KINDS, `absent` those that the training did not have.

    `grams` (2**16 + 1, 2 kinds + 1): the weights of n-grams in a clause, in its passage, their squares in its length;
    `cues` (features, kinds) the weights of the features named `names`, `base` what is added to all. `clause` turns
    a clause's margins into probabilities, `passage` those of its clauses into the passage's; their last rows are added.
    """

    grams: Table
    cues: Table
    names: tuple[str, ...]
    base: Table
    clause: Table
    passage: Table
    absent: tuple[str, ...]

    def parts(self) -> dict[str, Any]:
        """The model as arrays and lists of text, for `store.write_model`."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return told | {
            "grams": self.grams.astype("float16"),
            "names": list(self.names),
            "absent": list(self.absent),
            "kinds": list(KINDS),
        }

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> StatementModel:
        """The model of these parts. Raises ModelError where they are not those of such a model."""
        import numpy as np

        kinds, names = len(KINDS), parts.get("names") or []
        shapes = {
            "grams": ((1 << BITS) + 1, 2 * kinds + 1),
            "cues": (len(names), kinds),
            "base": (kinds,),
            "clause": (kinds + 1, kinds),
            "passage": (PASSAGE_FEATURES + 1, kinds),
        }
        right = list(parts.get("kinds", ())) == list(KINDS) and all(
            isinstance(parts.get(name), np.ndarray) and parts[name].shape == shape for name, shape in shapes.items()
        )
        if not right:
            raise ModelError("statements: 模型的内容与本版本不符；请用 duban train 重新训练")
        arrays = {name: np.asarray(parts[name], np.float32) for name in shapes}
        return cls(**arrays, names=tuple(names), absent=tuple(parts.get("absent", ())))


def fit_statements(reports: Sequence[LabelledReport], *, seed: int = 0) -> StatementModel:
    """The model that labelled reports teach; the same reports and seed give the same arrays, bit by bit.

    Needs no more than one report; a kind that no passage has stands in the model's `absent` and is told by no clause.

    Raises ModelError where no passage is labelled.
    """
    from nlp.classify.statement_fit import fit_model  # scikit-learn is needed here alone

    return fit_model(reports, seed=seed)


def classify_statements(
    passages: Sequence[Passage], *, year: int | None, model: StatementModel | None = None
) -> tuple[Statement, ...]:
    """The kind of statement that each passage makes, in the passages' order, with the stretches of mixed ones.

    `passages` are those of one report, `year` the year that it reports on, if known; without a `model` the installed
    one is used. The score is the kind's probability (0..1). The cue is the rule that spoke most for the kind, None
    where the words alone decided.

    Raises ModelError where the installed model is missing or broken.

    >>> classify_statements((), year=2022, model=None)
    ()
    """
    return classify_reports([(passages, year)], model=model)[0]


def classify_reports(
    reports: Sequence[tuple[Sequence[Passage], int | None]], *, model: StatementModel | None = None
) -> tuple[tuple[Statement, ...], ...]:
    """The statements of several reports, each its passages and its year; faster than one by one."""
    found: list[tuple[Statement, ...]] = []
    for batch in _batches(reports):
        if not any(len(passages) for passages, _ in batch):
            found += [()] * len(batch)
            continue
        model = model or load_statement_model()
        reading = read_passages(batch)
        votes = count_votes(reading)
        chances = tell_clauses(model, reading, votes)
        told = _statements(reading, votes, chances, tell_passages(model, reading, votes, chances))
        found += [tuple(told[a:b]) for a, b in pairwise(reading.reports)]
    return tuple(found)


def load_statement_model() -> StatementModel:
    """The installed model. Raises ModelError where it is missing or broken."""
    from nlp.store import find_model

    return _load(find_model("statements"))


@lru_cache(maxsize=2)
def _load(folder: Path) -> StatementModel:
    from nlp.store import read_model

    return StatementModel.from_parts(read_model(folder).parts)


def tell_clauses(model: StatementModel, reading: Reading, votes: Votes) -> Table:
    """The probability of each kind in each clause: (clauses, kinds)."""
    import numpy as np

    table, names = describe_clauses(reading, votes)
    if names != model.names:
        table = _rearrange(table, names, model.names)
    sums = sum_rows(cut_ngrams(reading.clauses.lines, orders=ORDERS, bits=BITS), model.grams)
    whole = np.add.reduceat(sums, reading.clauses.first[:-1], axis=0)[reading.clauses.owners]
    kinds = len(KINDS)
    margins = sums[:, :kinds] / _length(sums) + whole[:, kinds:-1] / _length(whole) + table @ model.cues + model.base
    return share_out(margins, model.clause)


def _length(sums: Table) -> Table:
    """The length of each row's vector of n-grams, from the sum of their squares in the last column."""
    import numpy as np

    return np.sqrt(np.maximum(sums[:, -1:], np.float32(1e-6)))


def tell_passages(model: StatementModel, reading: Reading, votes: Votes, chances: Table) -> Table:
    """The probability of each kind in each passage, from those of its clauses: (passages, kinds)."""
    return share_out(describe_passages(reading, votes, chances), model.passage)


def _batches(reports: Sequence[R]) -> list[Sequence[R]]:
    """Runs of reports with about BATCH passages, a longer report by itself."""
    total = list(accumulate((len(passages) for passages, _ in reports), initial=0))
    runs = [list(run) for _, run in groupby(range(len(reports)), key=lambda at: total[at] // BATCH)]
    return [reports[run[0] : run[-1] + 1] for run in runs]


def _statements(reading: Reading, votes: Votes, chances: Table, settled: Table) -> list[Statement]:
    import numpy as np

    first = reading.clauses.first
    winners = settled.argmax(axis=1)
    kinds = winners.tolist()
    scores = np.round(settled.max(axis=1).astype(float), 3).tolist()
    acting = [KINDS.index(kind) for kind in ACTING]
    by_clause = np.maximum.reduceat(chances[:, acting].sum(axis=1), first[:-1])
    acts = np.round(np.maximum(by_clause, settled[:, acting].sum(axis=1)).astype(float), 3).tolist()
    clause_kinds, clause_scores = _clause_kinds(reading, chances, winners)
    owned = clause_kinds == winners[reading.clauses.owners]
    weight = np.where(owned, chances[np.arange(len(owned)), clause_kinds], -1)
    deciding = _first_of_highest(weight, first)
    cues = np.where(votes.kinds[deciding] == winners, votes.strongest[deciding], -1).tolist()
    mixed = np.maximum.reduceat(clause_kinds, first[:-1]) != np.minimum.reduceat(clause_kinds, first[:-1])
    names = list_cue_names(reading)
    stretches = _stretches(reading, votes, clause_kinds, clause_scores, np.flatnonzero(mixed).tolist())
    statements = []
    for at, passage in enumerate(reading.passages):
        statement = None if passage.kind == "sentence" else told_by_place(passage, reading.registers[at])
        if statement is None:
            kind, cue = KINDS[kinds[at]], names[cues[at]]
            statement = Statement(passage.id, kind, scores[at], cue, stretches.get(at, ()), min(1.0, acts[at]))
        statements.append(statement)
    return statements


def _clause_kinds(reading: Reading, chances: Table, kinds: Any) -> tuple[Any, Any]:
    """Each clause's kind and score: its passage's kind, or another one that is clear and may stand apart."""
    import numpy as np

    rows = np.arange(len(chances))
    passage = kinds[reading.clauses.owners]
    apart = np.isin(np.arange(len(KINDS)), [KINDS.index(kind) for kind in APART])
    best = np.where(apart, chances, 0).argmax(axis=1)
    leaves = apart[best] & apart[passage] & (chances[rows, best] >= CLEAR)
    found = np.where(leaves, best, passage)
    return found, np.round(chances[rows, found].astype(float), 3)


def _stretches(reading: Reading, votes: Votes, kinds: Any, scores: Any, mixed: list[int]) -> dict[int, Any]:
    """For each of the mixed passages its stretches, by the passage's place."""
    import numpy as np

    names = list_cue_names(reading)
    starts, ends, first = (a.tolist() for a in (reading.clauses.starts, reading.clauses.ends, reading.clauses.first))
    cues = np.where(votes.kinds == kinds, votes.strongest, -1).tolist()
    found = {}
    for at in mixed:
        places = range(first[at], first[at + 1])
        clauses = [Clause(KINDS[kinds[i]], starts[i], ends[i], float(scores[i]), names[cues[i]]) for i in places]
        found[at] = join_clauses(clauses)
    return found


def _first_of_highest(weight: Any, first: Any) -> Any:
    """For each passage the first of its clauses with the highest weight."""
    import numpy as np

    highest = np.repeat(np.maximum.reduceat(weight, first[:-1]), np.diff(first))
    return np.minimum.reduceat(np.where(weight == highest, np.arange(len(weight)), len(weight)), first[:-1])


def _rearrange(table: Table, names: Sequence[str], wanted: Sequence[str]) -> Table:
    """The table with the wanted columns; one that it lacks, a cue the lexicon no longer has, is all zeros."""
    import numpy as np

    at = {name: place for place, name in enumerate(names)}
    with_none = np.hstack([table, np.zeros((len(table), 1), np.float32)])
    return with_none[:, [at.get(name, len(names)) for name in wanted]]


def share_out(inputs: Table, weights: Table) -> Table:
    """The probabilities of kinds: the inputs times the weights, their last row added, to shares of one (softmax)."""
    import numpy as np

    logits = inputs @ weights[:-1] + weights[-1]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
