"""Find the cues of clauses and headings: cue words to a table of hits, and the years that clauses state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from nlp.classify.patterns import Search
from nlp.errors import ConfigError
from nlp.lexicon import load, overlay_by_variable
from nlp.types import StatementKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEYS = ("name", "kind", "pattern", "weight", "scope", "damps", "examples", "not_examples")
SECTION_KEYS = ("name", "kind", "pattern", "weight", "damps")
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
SCOPES = ("clause", "onward", "turn")

_DIGITS = "〇一二三四五六七八九"
_YEAR = re.compile(
    r"(?:(?<![\d〔])(?P<plain>(?:19|20)\d\d)(?=年|学年|\s*年)"
    r"|(?P<written>[一二][〇○零九][〇○零一二三四五六七八九]{2})(?=年|学年)"
    r"|(?<![〇○零一二三四五六七八九十百千万第近这过了有\d])(?P<short>[一二][〇○零一二三四五六七八九])(?=年(?![来间内前级期多以])))"
    r"(?!年以来|年度以来)"
)
_COMPARED = re.compile(r"(?:比|较|同|自|从|与)$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that votes for a kind with a weight, in its clause, onward to a turn, or as a turn; see the lexicon.

    `damps` is a factor on the votes for done where the cue is found.
    """

    name: str
    kind: StatementKind
    pattern: re.Pattern[str]
    weight: float
    scope: str
    damps: float


EARLIER = Cue("earlier year", "prior", _YEAR, 2.4, "onward", 1.0)
LATER = Cue("later year", "planned", _YEAR, 2.0, "onward", 1.0)


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of clauses, the last two of them the years, and those of the headings above, ready to be searched."""

    clause: tuple[Cue, ...]
    section: tuple[Cue, ...]
    clause_search: Search
    section_search: Search

    def find(self, lines: Sequence[str], years: Sequence[int | None]) -> NDArray[Any]:
        """Where each cue of clauses is found: truth values (lines, cues). `years` are the lines' reports' years."""
        import numpy as np

        return np.hstack([self.clause_search.find(lines), _find_years(lines, years)])

    def find_above(self, headings: Sequence[str]) -> NDArray[Any]:
        """Where each cue of headings is found: truth values (headings, cues)."""
        import numpy as np

        alike = {heading: place for place, heading in enumerate(dict.fromkeys(headings))}
        hits = self.section_search.find([heading.replace("\n", " ") for heading in alike])
        return hits[np.fromiter((alike[heading] for heading in headings), np.int64, len(headings))]


def read_cues() -> Cues:
    """The cues of the lexicon, with the overlay's.

    Raises ConfigError for a cue with an unknown kind, scope or a broken pattern.

    >>> cues = read_cues()
    >>> hits = cues.find(["2020年举办党课", "拟于明年再办"], [2022, 2022])
    >>> [[cue.name for cue, hit in zip(cues.clause, row) if hit and cue.scope == "onward"] for row in hits]
    [['earlier year'], ['intent', 'next step']]
    """
    return _read(overlay_by_variable())


@cache
def _read(folder: Path | None) -> Cues:  # noqa: ARG001  # the overlay's folder is the key of the cache
    clause = tuple(_cue(row, "statement_cues.toml") for row in load("statement_cues.toml", keys=KEYS))
    section = tuple(_cue(row, "section_cues.tsv") for row in load("section_cues.tsv", keys=SECTION_KEYS))
    searches = (Search([cue.pattern for cue in cues]) for cues in (clause, section))
    return Cues((*clause, EARLIER, LATER), section, *searches)


def _cue(row: Mapping[str, Any], file: str) -> Cue:
    name, kind, scope = row["name"], row.get("kind"), row.get("scope", "clause")
    if kind not in KINDS:
        raise ConfigError(f"{file}, {name}: 没有 {kind} 这一类型；可用的是 {', '.join(KINDS)}")
    if scope not in SCOPES:
        raise ConfigError(f"{file}, {name}: 没有 {scope} 这一范围；可用的是 {', '.join(SCOPES)}")
    try:
        pattern = re.compile(row["pattern"])
        return Cue(name, kind, pattern, float(row.get("weight", 1.0)), scope, float(row.get("damps", 1.0)))
    except (KeyError, ValueError, re.error) as err:
        raise ConfigError(f"{file}, {name}: 正则式或权重有误（{err}）；请改正") from None


def _find_years(lines: Sequence[str], years: Sequence[int | None]) -> NDArray[Any]:
    """Where an earlier year stands, and a later one; a year that something is compared with does not count."""
    import numpy as np

    hits = np.zeros((len(lines), 2), bool)
    for at, (line, year) in enumerate(zip(lines, years, strict=True)):
        if year is None or "年" not in line:
            continue
        for found in _YEAR.finditer(line):
            if not _COMPARED.search(line, 0, found.start()):
                stated = _number(found)
                hits[at] |= (stated < year, stated > year)
    return hits


def _number(found: re.Match[str]) -> int:
    """The year as a number; a short one (一七年) is of this century."""
    if found["plain"]:
        return int(found["plain"])
    digits = (found["written"] or found["short"]).replace("○", "〇").replace("零", "〇")
    value = int("".join(str(_DIGITS.index(digit)) for digit in digits))
    return value if found["written"] else 2000 + value
