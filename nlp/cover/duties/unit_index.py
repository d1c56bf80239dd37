"""Look bodies up by name among many: names to an index, a name to the places of those that it may mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from nlp.cover.duties.unit_names import (
    LEAST_CORE,
    is_part_of,
    may_be_short_for,
    same_unit,
    spell,
    telling_signs,
    without_place,
)

_LEVEL = re.compile(r"[大支中总]队$")
_SHORTEST = 2

Index = dict[str, list[int]]


class UnitIndex:
    """Names of units, to be asked which of them a name means; an answer is their places in the order given.

    The indices only spare comparing each name with each: what they find is compared by `same_unit` and its kin.

    >>> index = UnitIndex(("市容管理所", "公路养护中心"))
    >>> index.same("市容所"), index.short_for("公路中心")
    ((0,), (1,))
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.whole: Index = {}
        self.ends: Index = {}
        self.pieces: Index = {}
        self.edges: Index = {}
        self.signs: Index = {}
        for at, name in enumerate(names):
            for way in spell(name):
                _put(self.whole, at, _levels(way))
                _put(self.whole, at, (without_place(way),))
                _put(self.ends, at, chain.from_iterable(map(_ends, _levels(way))))
                _put(self.pieces, at, set(_pieces(way)))
                plain = without_place(way)
                _put(self.edges, at, (plain[0] + plain[-1],))
            _put(self.signs, at, telling_signs(name))

    def same(self, name: str) -> tuple[int, ...]:
        """The units of which the name is one (`same_unit`)."""
        ways = [way for way in spell(name) for way in _levels(way)]
        found = chain(
            *(self.ends.get(way, ()) for way in ways), *(self.whole.get(end, ()) for way in ways for end in _ends(way))
        )
        return self._sift(found, lambda unit: same_unit(name, unit))

    def kin(self, name: str) -> tuple[int, ...]:
        """The units that are a part of the named one, or that it is a part of (`is_part_of`)."""
        found = chain(
            *(self.pieces.get(way, ()) for way in spell(name)),
            *(self.whole.get(piece, ()) for way in spell(name) for piece in _pieces(way)),
        )
        return self._sift(found, lambda unit: is_part_of(unit, name) or is_part_of(name, unit))

    def short_for(self, name: str) -> tuple[int, ...]:
        """The units that the name may be short for, else those whose names may be short for it."""
        plain = [without_place(way) for way in spell(name)]
        found = list(
            chain(
                *(self.edges.get(way[0] + way[-1], ()) for way in plain),
                *(self.pieces.get(piece, ()) for way in plain for piece in _pieces(way)),
            )
        )
        longer = self._sift(found, lambda unit: may_be_short_for(name, unit))
        return longer or self._sift(found, lambda unit: may_be_short_for(unit, name))

    def renamed(self, name: str) -> tuple[int, ...]:
        """The units that may go by quite another name: those that share enough of what tells bodies apart."""
        shared = Counter(at for sign in telling_signs(name) for at in self.signs.get(sign, ()))
        return tuple(at for at, count in sorted(shared.items()) if count >= LEAST_CORE)

    def _sift(self, found: Iterable[int], fits: Callable[[str], bool]) -> tuple[int, ...]:
        return tuple(at for at in sorted(set(found)) if fits(self.names[at]))


def _put(index: Index, at: int, keys: Iterable[str]) -> None:
    for key in keys:
        places = index.setdefault(key, [])
        if places[-1:] != [at]:
            places.append(at)


def _levels(name: str) -> tuple[str, ...]:
    bare = _LEVEL.sub("队", name)
    return (name,) if bare == name else (name, bare)


def _ends(name: str) -> Iterator[str]:
    return (name[at:] for at in range(len(name)))


def _pieces(name: str) -> Iterator[str]:
    size = len(name)
    return (name[i:j] for i in range(size) for j in range(i + _SHORTEST, size + 1))
