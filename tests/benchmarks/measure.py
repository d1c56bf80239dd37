"""Time a call: the best of a few runs, with the process's own clock."""

import time
from collections.abc import Callable


def seconds(call: Callable[[], object], *, runs: int = 3) -> float:
    """The least CPU time of `runs` calls, after one that warms up."""
    call()
    times = []
    for _ in range(runs):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def row(name: str, value: float, unit: str, note: str = "") -> None:
    """Print one line of a table."""
    print(f"  {name:<44} {value:>10.2f} {unit:<14} {note}")
