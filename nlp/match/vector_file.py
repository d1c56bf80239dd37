"""Keep texts' vectors from run to run: a SQLite file of half-precision rows under hashes of their texts.

The texts themselves are not kept. Where the file cannot be read or written, or holds something else, it is not used:
a cache is no reason to fail.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

PLACE = "DUBAN_CACHE"
"""The environment variable that names the cache's folder."""
MOST = 200_000
"""How many vectors a file holds, the oldest going out: with 384 numbers each some 180 MB."""
WAIT = 2.0
"""How many seconds another process is waited for."""
AT_ONCE = 500

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (at INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, vector BLOB NOT NULL)"


@dataclass(frozen=True, slots=True)
class VectorFile:
    """The vectors of `size` numbers in a file, at `most` so many; it is opened anew each time, by any process."""

    path: Path
    size: int
    most: int = MOST

    def take(self, texts: Sequence[str]) -> dict[str, Array]:
        """The vectors of those texts that are kept."""
        import numpy as np

        keys = {_key(text): text for text in texts}
        found: dict[str, Array] = {}
        try:
            with self._open() as file:
                for start in range(0, len(keys), AT_ONCE):
                    part = list(keys)[start : start + AT_ONCE]
                    marks = ",".join("?" * len(part))
                    for key, vector in file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part):
                        row = np.frombuffer(vector, dtype="<f2") if len(vector) == 2 * self.size else None
                        if row is not None and np.isfinite(row).all():
                            found[keys[key]] = row
        except (OSError, sqlite3.Error, TypeError, ValueError):
            return {}
        return found

    def keep(self, vectors: Mapping[str, Array]) -> None:
        """Add vectors of texts."""
        rows = [(_key(text), vector.astype("<f2").tobytes()) for text, vector in vectors.items()]
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._open() as file:
                file.execute(_TABLE)
                file.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
                file.execute("DELETE FROM vectors WHERE at <= (SELECT max(at) FROM vectors) - ?", (self.most,))
        except (OSError, sqlite3.Error):
            return

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file for one transaction."""
        file = sqlite3.connect(self.path, timeout=WAIT)
        try:
            with file:
                yield file
        finally:
            file.close()


def cache_folder() -> Path | None:
    """The folder that DUBAN_CACHE names, else the one of the user's caches; None where there is no such place."""
    if named := os.environ.get(PLACE):
        return Path(named)
    try:
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return Path(local, "duban", "Cache") if local else Path.home() / "AppData" / "Local" / "duban" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "duban"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "duban"
    except RuntimeError:
        return None


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
