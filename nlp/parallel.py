"""Run one function over many files in worker processes that can be ended.

Order is kept, progress told, a killed or hanging worker named. Why a pool of our own: in `concurrent.futures` one
killed worker breaks the whole pool and no task can be timed out; joblib's loky is built on it and inherits both.
"""

from __future__ import annotations

import faulthandler
import math
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar, cast

from nlp.errors import ConfigError, DubanError, InputError, shown_name
from nlp.parse.limits import Limits

T = TypeVar("T")
Progress = Callable[[int, int, str], None]

PENDING = 2  # files for each worker that are read ahead of the one to be handed out next
GRACE = 10  # seconds over its time after which a worker that nobody watches any more ends itself
NO_MEMORY = 77  # exit status of a worker that came to its limit of memory
SPLIT = "请拆分后分别提交，或者放宽上限"
RESAVE = "请打开后另存一份，用另存的文件再试"
REPORT = "请把这条信息连同文件反馈给软件维护人员"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file for which the function gave no result, and why; `trace` is the traceback of an internal error.

    >>> str(Failure(Path("reports/r1.pdf"), "文件是空的", "请对方重新发送"))
    'r1.pdf: 文件是空的；请对方重新发送'
    """

    path: Path
    problem: str
    remedy: str
    trace: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}" + (f"；{self.remedy}" if self.remedy else "")

    @property
    def name(self) -> str:
        """The file's name as it can be printed; the path where it has none, as `.` and `/`."""
        return shown_name(self.path.name or self.path)


def map_files(
    function: Callable[[Path], T],
    paths: Sequence[Path],
    *,
    limits: Limits,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[T | Failure]:
    """What `function` gives for each file, in the order of `paths`, each as soon as it is there.

    A file on which the function raises, takes longer than `limits.seconds`, or takes `limits.memory_bytes` more than
    its process began with (on Linux) gives a `Failure`; so does one whose worker dies on it twice. The others go on.
    `function` is one that a module names, or a `functools.partial` of it; it and its results can be pickled.
    `workers` is the number of processors where it is not given. `progress` is called after each file with the number
    done, the number of all and the file's name.

    Workers end with the iterator, and with them every process that they started and every temporary file. What they
    print is dropped.

    Raises ConfigError where `workers` is below 1, and where the function raises one: a setting is to blame then, and
    no file.

    >>> [str(result) for result in map_files(Path.read_text, [Path("no-such.txt")], limits=Limits())]
    ["no-such.txt: 程序内部错误（FileNotFoundError: ...）；请把这条信息连同文件反馈给软件维护人员"]
    """
    if workers is not None and workers < 1:
        raise ConfigError(f"workers：{workers}太少；请填1或更大的整数")
    return _map(function, paths, limits, workers or _processors(), progress)


def _map(
    function: Callable[[Path], T], paths: Sequence[Path], limits: Limits, most: int, progress: Progress | None
) -> Iterator[T | Failure]:
    crew: list[_Worker[T]] = []
    results: dict[int, T | Failure] = {}
    again: list[int] = []  # files to be tried once more
    tried: set[int] = set()
    given = out = 0
    with tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        try:
            while out < len(paths):
                while again or given < min(len(paths), out + PENDING * most):
                    worker = next((one for one in crew if one.index is None), None)
                    if worker is None:
                        if len(crew) == most:
                            break
                        worker = _Worker(function, limits, folder)
                        crew.append(worker)
                    index = again.pop() if again else given
                    given += index == given
                    worker.give(index, paths[index])
                if out in results:
                    yield results.pop(out)
                    out += 1
                    continue
                for worker in _wait(crew):
                    done = worker.index
                    try:
                        result = worker.take()
                    except _Ended as end:
                        crew.remove(worker)
                        if done is None:
                            continue
                        if end.once_more and done not in tried:
                            tried.add(done)
                            again.append(done)
                            continue
                        result = Failure(paths[done], end.problem, end.remedy)
                    results[cast(int, done)] = result
                    if progress:
                        progress(out + len(results), len(paths), shown_name(paths[cast(int, done)].name))
        finally:
            for worker in crew:
                worker.end()


class _Ended(Exception):  # noqa: N818  # no error: it is what became of a worker
    """A worker had to be ended: why, and whether its file deserves another try."""

    def __init__(self, problem: str, remedy: str, *, once_more: bool = True) -> None:
        super().__init__(problem, remedy)
        self.problem, self.remedy, self.once_more = problem, remedy, once_more


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A setting that makes the work on any file impossible: no file is to blame."""

    error: ConfigError


class _Worker(Generic[T]):
    """A process, the index of the file that it holds, and the time by which it must have answered."""

    def __init__(self, function: Callable[[Path], T], limits: Limits, folder: str) -> None:
        method = _start_method()
        context: Any = get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload([__name__])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, function, limits, folder), daemon=True)
        with _started_alone(function, method):
            self.process.start()
        theirs.close()
        self.limits = limits
        self.index: int | None = None
        self.path = Path()
        self.deadline = math.inf

    def give(self, index: int, path: Path) -> None:
        """Hand the worker a file."""
        self.index, self.path, self.deadline = index, path, time.monotonic() + self.limits.seconds
        with suppress(OSError):  # it has died: `take` will say so
            self.pipe.send(path)

    def take(self) -> T | Failure:
        """The worker's answer. Raises _Ended where it has none: it died, or its time is over."""
        late = time.monotonic() >= self.deadline
        self.index, self.deadline = None, math.inf
        refusal: _Refusal | None = None
        try:
            if self.pipe.poll():
                answer = pickle.loads(self.pipe.recv_bytes())
                if not isinstance(answer, _Refusal):
                    return cast("T | Failure", answer)
                refusal = answer
        except (EOFError, OSError):  # it died before it had said all
            late = False
        except Exception as err:  # what it said cannot be unpickled
            return _explain(self.path, err)
        if refusal is not None:
            raise refusal.error
        late = late and not connection.wait([self.process.sentinel], 0)
        status = self.end(wait=0 if late else 1)
        if late:
            raise _Ended(f"读取超过{self.limits.seconds:g}秒", SPLIT, once_more=False)
        if status == NO_MEMORY:
            raise _Ended(f"读取占用的内存超过{self.limits.memory_bytes // 1_000_000}MB", SPLIT)
        raise _Ended(f"读取进程两次中断（{_name(status)}）", RESAVE)

    def end(self, *, wait: float = 0) -> int:
        """End the worker and what it started; its exit status, where it ends by itself within `wait` seconds."""
        connection.wait([self.process.sentinel], wait)
        if sys.platform != "win32":
            with suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        status: int = self.process.exitcode
        self.process.close()
        self.pipe.close()
        return status


def _wait(crew: Sequence[_Worker[T]]) -> list[_Worker[T]]:
    """The workers that have answered, died or run out of time; waits for the first."""
    handles: dict[Any, _Worker[T]] = {one.pipe: one for one in crew}
    handles |= {one.process.sentinel: one for one in crew}
    end = min(one.deadline for one in crew)
    ready = connection.wait(list(handles), None if end == math.inf else max(end - time.monotonic(), 0))
    spoken = {handles[handle] for handle in ready}
    return [one for one in crew if one in spoken or one.deadline <= time.monotonic()]


def _start_method() -> str:
    """Forking is the fastest way, and safe where no other thread can hold a lock that the copy would wait for."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


@contextmanager
def _started_alone(function: Callable[..., Any], method: str) -> Iterator[None]:
    """Start a process without running the caller's script in it, which need not be guarded by `__main__` then."""
    main = sys.modules["__main__"]
    needed = getattr(getattr(function, "func", function), "__module__", None) == "__main__"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 counts the threads of numpy, which do no harm
        try:
            if method != "fork" and not needed:
                sys.modules["__main__"] = ModuleType("__main__")
            yield
        finally:
            sys.modules["__main__"] = main


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _name(status: int) -> str:
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"退出码{status}"


# --- in the worker --------------------------------------------------------------------------------------------------


def _serve(pipe: Any, function: Callable[[Path], Any], limits: Limits, folder: str) -> None:
    """Answer each path that comes through the pipe until it closes."""
    _settle(limits, folder)
    while True:
        try:
            path = pipe.recv()
        except (EOFError, OSError):
            return
        _set_alarm(limits.seconds + GRACE)
        try:
            answer = ForkingPickler.dumps(function(path))
        except MemoryError:
            os._exit(NO_MEMORY)
        except ConfigError as err:
            answer = ForkingPickler.dumps(_Refusal(err))
        except Exception as err:
            answer = ForkingPickler.dumps(_explain(path, err))
        _set_alarm(0)
        with suppress(OSError):
            pipe.send_bytes(answer)


def _settle(limits: Limits, folder: str) -> None:
    """Bound the process: its memory, its temporary files, its output, the signals that are not for it."""
    tempfile.tempdir = folder
    faulthandler.disable()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for as long as it lives
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "win32":
        return
    import resource

    os.setpgid(0, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = held + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def _set_alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _explain(path: Path, err: Exception) -> Failure:
    if isinstance(err, InputError):
        inside = "" if err.file == shown_name(path.name) else f"{err.file}: "
        return Failure(path, inside + err.problem, err.remedy)
    if isinstance(err, DubanError):
        problem, _, remedy = str(err).replace("; ", "；").partition("；")
        return Failure(path, problem, remedy)
    if isinstance(err, RecursionError):
        return Failure(path, "文件内部嵌套过深", RESAVE)
    said = " ".join(f"{type(err).__name__}: {err}".split())
    trace = "".join(traceback.format_exception(err))
    return Failure(path, f"程序内部错误（{said[:200]}）", REPORT, trace)
