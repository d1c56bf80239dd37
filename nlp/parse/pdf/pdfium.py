"""Call PDFium for many characters or objects at once, numbers in, arrays out."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

HANDLE, COUNT = ctypes.c_void_p, ctypes.c_int


class PageError(ValueError):
    """A page that cannot be read; its text is the name of the fault."""


@cache
def bare(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes and gives handles as plain numbers, which costs less than wrapping each.

    Without `arguments` it takes what C takes as it stands: small numbers and ctypes' own values, which costs least.
    """
    import pypdfium2.raw as c

    address = ctypes.cast(getattr(c, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(handle: Any) -> int:
    """The plain number that a handle is."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def ask(name: str, result: Any, handle: Any, places: Iterable[int]) -> map[Any]:
    """What a function of PDFium says for each place of a page: a number."""
    return map(bare(name, result), repeat(handle), places)


def measure(name: str, handle: Any, places: Sequence[int], fields: int, *, double: bool = False) -> Numbers:
    """What a function of PDFium writes for each place of a page: a row of `fields` floats.

    `double` is for the functions that take an address for each field, and write doubles.
    """
    import numpy as np

    capacity = 1 << len(places).bit_length()
    buffer, targets = _scratch(capacity, fields, double)
    deque(map(bare(name, COUNT), repeat(handle), places, *targets), maxlen=0)
    found = np.frombuffer(buffer, np.float64 if double else np.float32, count=len(places) * fields)
    return found.reshape(-1, fields).astype(np.float64)


@lru_cache(maxsize=8)
def _scratch(rows: int, fields: int, double: bool) -> tuple[Any, list[list[Any]]]:
    """Room for rows of floats, and the addresses of their beginnings, or of each field's doubles."""
    size = 8 if double else 4
    buffer = ctypes.create_string_buffer(rows * fields * size)
    ends = range(0, rows * fields * size, fields * size)
    firsts = range(0, fields * size, size) if double else (0,)
    return buffer, [[ctypes.byref(buffer, end + first) for end in ends] for first in firsts]
