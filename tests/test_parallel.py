"""Files mapped over worker processes: order, limits, crashes, and nothing left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
from functools import partial
from multiprocessing import active_children, connection
from pathlib import Path
from typing import Any

import pytest

from nlp import parallel
from nlp.errors import ConfigError, InputError, ModelError
from nlp.parallel import Failure, _wait, _Worker, map_files
from nlp.parse.limits import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the functions that break down use signals")
LIMITS = Limits(seconds=20)
BRIEF = Limits(seconds=0.4)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that are not forked import the functions of this file by its name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    paths = tuple(tmp_path / f"r{number}.txt" for number in range(7))
    for number, path in enumerate(paths):
        path.write_text("文" * number, encoding="utf-8")
    return paths


def length(path: Path, *, add: int = 0) -> int:
    return len(path.read_text(encoding="utf-8")) + add


def in_the_worst_way(path: Path, *, way: str, once: bool = False) -> int:
    """The length of a file; for r3.txt the process goes down in this way, the first time or every time."""
    if path.name != "r3.txt":
        return length(path)
    mark = path.with_name("mark")
    if once and mark.exists():
        return length(path)
    mark.touch()
    match way:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "segfault":
            ctypes.string_at(0)
        case "hang":
            threading.Event().wait()
        case "memory":
            return len(bytearray(400_000_000))
        case "deep":
            return in_the_worst_way(path, way=way)
        case "refuse":
            raise InputError(path.name, "文件已加密", "去掉密码另存后再试")
        case "inside":
            raise InputError("a.docx", "文件已加密", "去掉密码另存后再试")
        case "model":
            raise ModelError("kinds: 缺少模型；请重新安装")
        case "surprise":
            raise ValueError("two\nlines")
        case "answer":
            return threading.Lock()  # type: ignore[return-value]  # cannot be pickled
        case "stone":
            return Stone()  # type: ignore[return-value]
    raise AssertionError(way)


class Stone:
    """It can be pickled, but not unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("not a number",)


def test_results_keep_the_order_of_the_files(files: tuple[Path, ...]) -> None:
    assert list(map_files(length, files, limits=LIMITS, workers=3)) == [0, 1, 2, 3, 4, 5, 6]


def test_no_files() -> None:
    assert list(map_files(length, [], limits=LIMITS)) == []


def test_partial_function(files: tuple[Path, ...]) -> None:
    assert list(map_files(partial(length, add=5), files[:2], limits=LIMITS)) == [5, 6]


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_every_way_to_start_a_worker(method: str, files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_start_method", lambda: method)
    assert list(map_files(length, files[:3], limits=LIMITS)) == [0, 1, 2]


def test_a_process_with_threads_is_not_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert parallel._start_method() != "fork"
    finally:
        stop.set()
        thread.join()


def test_script_without_a_main_guard(files: tuple[Path, ...], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import threading, sys; from pathlib import Path; from nlp.parallel import map_files\n"
        "from nlp.parse.limits import Limits\n"
        "stop = threading.Event(); threading.Thread(target=stop.wait).start()\n"
        "from nlp.parse.text import read_text\n"
        "for raw in map_files(read_text, [Path(sys.argv[1])], limits=Limits()): print(raw.format)\n"
        "stop.set()\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run([sys.executable, script, files[1]], capture_output=True, text=True, env=environment)
    assert (ran.stdout, ran.stderr) == ("txt\n", "")


WAYS = {
    "kill": "读取进程两次中断（SIGKILL）；请打开后另存一份，用另存的文件再试",
    "exit": "读取进程两次中断（退出码3）；请打开后另存一份，用另存的文件再试",
    "segfault": "读取进程两次中断（SIGSEGV）；请打开后另存一份，用另存的文件再试",
    "hang": "读取超过0.4秒；请拆分后分别提交，或者放宽上限",
    "memory": "读取占用的内存超过200MB；请拆分后分别提交，或者放宽上限",
    "deep": "文件内部嵌套过深；请打开后另存一份，用另存的文件再试",
    "refuse": "文件已加密；去掉密码另存后再试",
    "inside": "a.docx: 文件已加密；去掉密码另存后再试",
    "model": "kinds: 缺少模型；请重新安装",
    "surprise": "程序内部错误（ValueError: two lines）；请把这条信息连同文件反馈给软件维护人员",
    "answer": "程序内部错误（TypeError: cannot pickle '_thread.lock' object）；请把这条信息连同文件反馈给软件维护人员",
    "stone": "程序内部错误（ValueError: invalid literal for int() with base 10: 'not a number'）；请把这条信息连同文件反馈给软件维护人员",
}


@pytest.mark.parametrize(("way", "told"), WAYS.items(), ids=WAYS.keys())
def test_one_file_fails_and_the_others_go_on(way: str, told: str, files: tuple[Path, ...]) -> None:
    if way == "memory" and sys.platform != "linux":
        pytest.skip("memory is limited on Linux only")
    limits = BRIEF if way == "hang" else Limits(seconds=20, memory_bytes=200_000_000)
    results = list(map_files(partial(in_the_worst_way, way=way), files, limits=limits, workers=2))
    assert [str(result) if isinstance(result, Failure) else result for result in results] == [
        *(0, 1, 2),
        f"r3.txt: {told}",
        *(4, 5, 6),
    ]


def test_internal_error_keeps_its_trace(files: tuple[Path, ...]) -> None:
    (failure,) = map_files(partial(in_the_worst_way, way="surprise"), files[3:4], limits=LIMITS)
    assert isinstance(failure, Failure)
    assert "in in_the_worst_way" in failure.trace


@pytest.mark.parametrize("way", ["kill", "exit", "segfault"])
def test_a_worker_that_dies_once_is_replaced(way: str, files: tuple[Path, ...]) -> None:
    function = partial(in_the_worst_way, way=way, once=True)
    assert list(map_files(function, files, limits=LIMITS, workers=2)) == [0, 1, 2, 3, 4, 5, 6]


def test_a_hanging_file_is_tried_once_only(files: tuple[Path, ...]) -> None:
    (failure,) = map_files(partial(in_the_worst_way, way="hang", once=True), files[3:4], limits=BRIEF)
    assert isinstance(failure, Failure)


def test_progress_counts_every_file(files: tuple[Path, ...]) -> None:
    told: list[tuple[int, int, str]] = []
    function = partial(in_the_worst_way, way="kill")
    list(map_files(function, files, limits=LIMITS, workers=2, progress=lambda *done: told.append(done)))
    assert [done for done, _, _ in told] == [1, 2, 3, 4, 5, 6, 7]
    assert {total for _, total, _ in told} == {7}
    assert sorted(name for _, _, name in told) == [path.name for path in files]


def mark(path: Path) -> int:
    path.with_suffix(".done").touch()
    return 0


def test_no_more_is_read_ahead_than_twice_the_workers(tmp_path: Path) -> None:
    results = map_files(mark, [tmp_path / f"{number}.txt" for number in range(40)], limits=LIMITS, workers=2)
    for taken in range(1, 11):
        next(results)
        assert len(list(tmp_path.glob("*.done"))) <= taken - 1 + 2 * 2
    results.close()  # type: ignore[attr-defined]


def test_a_slow_caller_is_no_hanging_worker(files: tuple[Path, ...], tmp_path: Path) -> None:
    worker = _Worker(length, LIMITS, str(tmp_path))
    try:
        worker.give(2, files[2])
        connection.wait([worker.pipe])
        worker.deadline = 0
        assert _wait([worker]) == [worker]
        assert worker.take() == 2
    finally:
        worker.end()


def leave_things(path: Path) -> str:
    """Start a process that never ends and make a folder."""
    child = subprocess.Popen([sys.executable, "-c", "import threading; threading.Event().wait()"])
    folder = tempfile.mkdtemp()
    path.with_suffix(".pid").write_text(f"{child.pid} {os.getpid()} {folder}")
    if path.name == "r3.txt":
        threading.Event().wait()
    return folder


def has_ended(pid: int) -> bool:
    """Whether a process is gone within five seconds."""
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(connection.wait([watch], 5))
    finally:
        os.close(watch)


@pytest.mark.skipif(sys.platform != "linux", reason="watches processes by pidfd")
@pytest.mark.parametrize("name", ["r2.txt", "r3.txt"], ids=["at the end", "out of time"])
def test_nothing_is_left_behind(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    list(map_files(leave_things, [path], limits=Limits(seconds=1.5)))
    child, worker, folder = path.with_suffix(".pid").read_text().split()
    assert not Path(folder).exists()
    assert has_ended(int(child))
    assert has_ended(int(worker))


def pid(path: Path) -> int:  # noqa: ARG001  # called with a path
    return os.getpid()


def test_workers_are_used_again(files: tuple[Path, ...]) -> None:
    assert len(set(map_files(pid, files, limits=LIMITS, workers=2))) <= 2


@pytest.fixture
def halted(files: tuple[Path, ...]) -> Any:
    results = map_files(pid, files, limits=LIMITS, workers=2)
    next(results)
    return results


def test_workers_end_when_the_caller_stops(halted: Any) -> None:
    assert active_children()
    halted.close()
    assert not active_children()


def test_workers_end_when_the_caller_is_interrupted(files: tuple[Path, ...]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(map_files(length, files, limits=LIMITS, progress=interrupt))
    assert not active_children()


def shout(path: Path) -> int:
    print(path, file=sys.stderr)  # noqa: T201
    os.write(2, b"a library's warning\n")
    return 1


def test_workers_are_silent(files: tuple[Path, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert list(map_files(shout, files[:1], limits=LIMITS)) == [1]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("workers", [0, -1])
def test_too_few_workers(workers: int) -> None:
    with pytest.raises(ConfigError, match="太少；请填1或更大的整数"):
        map_files(length, [], limits=LIMITS, workers=workers)
