import os
import sys
import zipfile
from pathlib import Path

import pytest

from nlp.folder import Found, find_files
from nlp.parse.limits import DEFAULT_LIMITS


def find(*paths: Path) -> tuple[list[str], list[tuple[str, str]]]:
    with find_files(paths, limits=DEFAULT_LIMITS) as found:
        return names(found), [(warning.file, warning.problem) for warning in found.warnings]


def names(found: Found) -> list[str]:
    return [path.name for path in found.files]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a.exe", "不能读取.exe文件"),
        ("a.rar", "不能读取.rar压缩包"),
        ("a.tar.gz", "不能读取.gz压缩包"),
        ("无扩展名", "文件名没有扩展名"),
    ],
)
def test_other_kinds_are_named(name: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x")
    assert find(tmp_path) == ([], [(name, problem)])


@pytest.mark.parametrize("name", [".hidden.txt", "~$lock.docx", "Thumbs.db", ".git/a.txt", "__MACOSX/a.txt"])
def test_traces_are_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    (tmp_path / "a.txt").write_text("x")
    assert find(tmp_path) == (["a.txt"], [])


def test_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert find(tmp_path / "空") == ([], [("空", "文件夹里没有文件")])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
class TestLinks:
    def test_ring_of_folders_is_named_and_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("x")
        (tmp_path / "ring").symlink_to(tmp_path)
        assert find(tmp_path) == (["a.txt"], [("ring", "这是指向文件夹的链接，没有进入")])

    @pytest.mark.parametrize("target", ["nowhere", "a.docx"], ids=["nothing", "itself"])
    def test_dead_link_is_named(self, target: str, tmp_path: Path) -> None:
        (tmp_path / "a.docx").symlink_to(tmp_path / target)
        assert find(tmp_path) == ([], [("a.docx", "这是失效的链接")])

    @pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
    def test_device_is_named(self, device: str, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").symlink_to(device)
        assert find(tmp_path) == ([], [("a.pdf", "这不是普通文件")])

    def test_pipe_is_named(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.txt")
        assert find(tmp_path) == ([], [("a.txt", "这不是普通文件")])


def test_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "一科").mkdir()
    (tmp_path / "a.txt").write_text("x")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("一科"):
            raise PermissionError(13, "denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert find(tmp_path) == (["a.txt"], [("一科", "文件夹打不开（没有权限）")])


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_was_unpacked_is_gone_however_the_block_is_left(error: type[BaseException], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("一科/月报.txt", "x")
    seen: list[Path] = []

    def leave() -> None:
        with find_files([tmp_path / "a.zip"], limits=DEFAULT_LIMITS) as found:
            seen.extend(path for path in found.files if path.is_file())
            raise error

    with pytest.raises(error):
        leave()
    assert [path.name for path in seen] == ["月报.txt"]
    assert not seen[0].exists()


def test_a_large_file_of_another_kind_is_not_read_to_find_it(tmp_path: Path) -> None:
    with (tmp_path / "a.doc").open("wb") as file:
        file.write(bytes.fromhex("d0cf11e0a1b11ae1"))
        file.truncate(50_000_000_000)
    assert find(tmp_path) == (["a.doc"], [])
