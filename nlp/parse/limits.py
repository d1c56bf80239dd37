"""State how much one file may cost to read: frozen settings with defaults."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    nlp.errors.ConfigError: limits.ratio：0不能作上限；请填大于0的整数
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
            wanted = "大于0的数" if float in allowed else "大于0的整数"
            number = isinstance(value, allowed) and not isinstance(value, bool)
            if not number or not 0 < value < math.inf:
                raise ConfigError(f"limits.{field.name}：{value!r}不能作上限；请填{wanted}")


DEFAULT_LIMITS = Limits()


def set_limits(settings: Sequence[str]) -> Limits:
    """The default limits with those that are set, each written as NAME=NUMBER.

    Raises ConfigError for a name that no limit has and for a value that is no positive number.

    >>> set_limits(["pages=8000", "seconds=300"]).pages
    8000
    >>> set_limits(["sheets=3"])
    Traceback (most recent call last):
    nlp.errors.ConfigError: sheets=3: 没有这个上限；可用的是 file_bytes, expanded_bytes, ratio, files, pages, ...
    """
    known = [field.name for field in fields(Limits)]
    values: dict[str, Any] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in known:
            raise ConfigError(f"{setting}: 没有这个上限；可用的是 {', '.join(known)}")
        try:
            values[name] = float(value) if name == "seconds" else int(value)
        except ValueError:
            raise ConfigError(
                f"{setting}: 上限不是数字；请写成 {name}={getattr(DEFAULT_LIMITS, name)} 的样子"
            ) from None
    return Limits(**values)
