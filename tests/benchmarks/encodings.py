"""Measure how often the encoding of a short text is told right, beside charset-normalizer.

`python -m tests.benchmarks.encodings` prints a table: stretches of the plans of corpora/, written in each encoding and
read again without being told which.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes
from opencc import OpenCC

from nlp.errors import InputError
from nlp.parse.encoding import decode
from tests.benchmarks.measure import row

CORPORA = Path(__file__).parents[2] / "corpora"
ENCODINGS = "gb18030", "big5", "utf-16-le"
ALLOWED = ["utf_8", "utf_16", "gb18030", "big5", "utf_16_le", "utf_16_be"]
SIZES = 10, 20, 40, 200
EACH = 4


def main() -> None:
    """Print for each encoding and number of characters how many texts come back as they were."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPORA.glob("c*/plan.txt"))]
    for encoding in ENCODINGS:
        for size in SIZES:
            pairs = list(stretches(texts, encoding, size))
            ours = sum(_ours(data) == text for text, data in pairs)
            theirs = sum(str(from_bytes(data, cp_isolation=ALLOWED).best()) == text for text, data in pairs)
            row(f"{encoding}, {size} characters", ours, f"of {len(pairs)}", f"charset-normalizer: {theirs}")


def stretches(texts: list[str], encoding: str, size: int) -> Iterator[tuple[str, bytes]]:
    """Stretches of texts with their bytes; in traditional script for Big5, without what an encoding does not hold."""
    chance, traditional = random.Random(1), OpenCC("s2t")
    for text in texts:
        for _ in range(EACH):
            start = chance.randrange(max(1, len(text) - size))
            part = text[start : start + size]
            part = traditional.convert(part) if encoding == "big5" else part
            part = "".join(letter for letter in part if letter.encode(encoding, "ignore"))
            yield part, part.encode(encoding)


def _ours(data: bytes) -> str | None:
    try:
        return decode(data, "a.txt")
    except InputError:
        return None


if __name__ == "__main__":
    main()
