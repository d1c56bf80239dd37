"""Tell letters that a font misnames: Chinese of which most characters are ones that hardly any text uses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FEWEST = 20  # Chinese characters that can tell
COMMON = 0.7  # part of them that must be common; of any real text 0.95 and more are
SIMPLIFIED = "gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)  # the frequent half of each national standard
TRADITIONAL = "big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))


def is_garbled(codes: npt.NDArray[Any]) -> bool:
    """Whether the characters with these codes are no text.

    The common ones are those of GB 2312's first level and of Big5's: the two standards order characters by frequency.

    >>> import numpy
    >>> is_garbled(numpy.arange(0x7F00, 0x7F40)), is_garbled(numpy.array([ord(mark) for mark in "落实责任" * 9]))
    (True, False)
    """
    import numpy as np

    han = codes[(codes >= 0x4E00) & (codes < 0xA000)].astype(np.intp)
    return len(han) >= FEWEST and float(_common()[han].mean()) < COMMON


@lru_cache(maxsize=1)
def _common() -> npt.NDArray[np.bool_]:
    import numpy as np

    known = np.zeros(0x10000, bool)
    for name, firsts, seconds in (SIMPLIFIED, TRADITIONAL):
        pairs = bytes(part for first in firsts for second in seconds for part in (first, second))
        known[[ord(mark) for mark in pairs.decode(name, "ignore") if mark < "\U00010000"]] = True
    return known
