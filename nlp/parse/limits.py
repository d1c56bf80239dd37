"""State how much one file may cost to read: frozen settings with defaults."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

from nlp.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that reading one file may take; what goes beyond is refused with a clear error.

    file_bytes: the size of the file itself. expanded_bytes: all parts of a zip-based file together, unpacked.
    ratio: unpacked to packed bytes of a zip-based file. files: files in one archive. pages: pages of one document.
    seconds: time for one file. memory_bytes: memory of the process that reads it. depth: nesting of its XML.

    Raises ConfigError naming the first field that is no positive number.

    >>> Limits().files, Limits(seconds=5).seconds
    (2000, 5)
    >>> Limits(ratio=0)
    Traceback (most recent call last):
    nlp.errors.ConfigError: limits, ratio: 0 is no limit; give a whole number above 0
    """

    file_bytes: int = 200_000_000
    expanded_bytes: int = 400_000_000
    ratio: int = 200
    files: int = 2_000
    pages: int = 5_000
    seconds: float = 120
    memory_bytes: int = 1_500_000_000
    depth: int = 256

    def __post_init__(self) -> None:
        for field in fields(self):
            value: Any = getattr(self, field.name)
            allowed: tuple[type, ...] = (int, float) if field.name == "seconds" else (int,)
            wanted = "a number above 0" if float in allowed else "a whole number above 0"
            number = isinstance(value, allowed) and not isinstance(value, bool)
            if not number or not 0 < value < math.inf:
                raise ConfigError(f"limits, {field.name}: {value!r} is no limit; give {wanted}")


DEFAULT_LIMITS = Limits()
