"""Older office files: what LibreOffice is asked for, what is said where it fails, and the round trip where it is there."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import docx
import openpyxl
import pytest

from nlp.errors import InputError
from nlp.parse import office
from nlp.parse.limits import Limits
from nlp.parse.office import convert, find_office, read_office, target_of
from nlp.parse.raw import Grid, Paragraph, Raw

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")


def stream(name: str) -> bytes:
    """The directory entry of a stream in an OLE file."""
    spelt = f"{name}\0".encode("utf-16-le")
    return spelt.ljust(64, b"\0") + len(spelt).to_bytes(2, "little") + b"\2\1" + bytes(60)


def ole(path: Path, *names: str) -> Path:
    path.write_bytes(OLE + b"".join(map(stream, names)))
    return path


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> Path:
    """A command that is started in place of LibreOffice."""
    command = folder / "soffice"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "find_office", lambda: command)
    return command


def refusal(path: Path, folder: Path, *, seconds: float = 60) -> str:
    with pytest.raises(InputError) as caught:
        convert(path, folder, seconds=seconds)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "streams", "expected"),
    [
        ("plan.doc", ["WordDocument"], "docx"),
        ("plan.wps", ["WordDocument"], "docx"),
        ("plan.xls", ["Workbook"], "xlsx"),
        ("plan.et", ["Workbook"], "xlsx"),
        ("plan.doc", ["Book"], "xlsx"),
        ("plan.xls", ["WordDocument"], "docx"),
        ("plan.rtf", [], "docx"),
        ("plan.ods", [], "xlsx"),
    ],
)
def test_target(tmp_path: Path, name: str, streams: list[str], expected: str) -> None:
    assert target_of(ole(tmp_path / name, *streams)) == expected


@pytest.mark.parametrize(
    ("name", "newer"), [("plan.doc", ".docx"), ("plan.wps", ".docx"), ("plan.rtf", ".docx"), ("plan.xls", ".xlsx")]
)
def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, newer: str) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    (tmp_path / name).write_bytes(b"{\\rtf1 }")
    ending = Path(name).suffix
    assert refusal(tmp_path / name, tmp_path) == (
        f"{name}: 读取{ending}文件需要 LibreOffice，本机没有安装；请安装 LibreOffice，或者另存为 {newer}"
    )


def test_office_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_office() is None
    name = "libreoffice.exe" if os.name == "nt" else "libreoffice"
    (tmp_path / name).write_bytes(b"")
    (tmp_path / name).chmod(0o755)
    assert find_office() == tmp_path / name


def test_encrypted_file_is_not_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    assert "文件已加密" in refusal(ole(tmp_path / "plan.xlsx", "EncryptedPackage"), tmp_path)


@posix
@pytest.mark.parametrize(
    ("name", "content", "given", "target"),
    [
        ("-plan.wps", OLE + stream("WordDocument"), "input.doc", "docx"),
        ("台账.et", OLE + stream("Workbook"), "input.xls", "xlsx"),
        ("plan.doc", b"{\\rtf1 }", "input.rtf", "docx"),
        ("plan.odt", b"PK\3\4", "input.odt", "docx"),
    ],
    ids=["wps", "et", "rtf as doc", "odt"],
)
def test_what_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, given: str, target: str
) -> None:
    asked = tmp_path / "asked"
    stand_in(monkeypatch, tmp_path, f'printf "%s\\n" "$@" > {asked}; printf x > {tmp_path}/input.{target}')
    (tmp_path / name).write_bytes(content)
    assert convert(tmp_path / name, tmp_path) == tmp_path / f"input.{target}"
    words = asked.read_text(encoding="utf-8").split("\n")
    assert words[0].startswith("-env:UserInstallation=file://")
    assert "--headless" in words
    assert words[words.index("--convert-to") + 1] == target
    assert [Path(word).name for word in words if word.startswith(os.sep)][-1] == given


@posix
def test_profile_forbids_macros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    stand_in(
        monkeypatch,
        tmp_path,
        f'profile="${{1#-env:UserInstallation=file://}}"; cat "$profile/user/registrymodifications.xcu" > {kept}; printf x > {tmp_path}/input.docx',
    )
    convert(ole(tmp_path / "plan.doc", "WordDocument"), tmp_path)
    assert 'DisableMacrosExecution"\noor:op="fuse"><value>true' in kept.read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo Error: source file could not be loaded"])
def test_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    stand_in(monkeypatch, tmp_path, script)
    line = refusal(ole(tmp_path / "plan.doc", "WordDocument"), tmp_path)
    assert line == "plan.doc: LibreOffice 无法读取，文件可能已损坏或设有密码；请用 Word 或 WPS 打开后另存为 .docx"


@posix
def test_too_slow_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "child"
    stand_in(monkeypatch, tmp_path, f"sleep 60 & echo $! > {mark}; wait")
    line = refusal(ole(tmp_path / "plan.doc", "WordDocument"), tmp_path, seconds=1)
    assert "LibreOffice 转换超过1秒" in line
    assert not _runs(int(mark.read_text(encoding="utf-8")))


def _runs(process: int) -> bool:
    """Whether a process still runs: one that was ended may take a moment to be gone."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat")
            if state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
    return True


@posix
def test_warnings_and_errors_name_the_file_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    book.active.append(["任务", "=1+1"])
    book.save(tmp_path / "made.xlsx")
    script = 'while [ "$1" != --outdir ]; do shift; done; cp {} "$2/input.xlsx"'
    stand_in(monkeypatch, tmp_path, script.format(tmp_path / "made.xlsx"))
    raw = read_office(ole(tmp_path / "台账.xls", "Workbook"))
    assert [warning.file for warning in raw.warnings] == ["台账.xls"]
    with pytest.raises(InputError, match=r"^台账\.xls: "):
        read_office(tmp_path / "台账.xls", limits=Limits(file_bytes=10))


# --- with LibreOffice -----------------------------------------------------------------------------------------------


def texts(raw: Raw) -> list[str]:
    return [block.text for block in raw.blocks if isinstance(block, Paragraph)]


def saved_as(source: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same document in an older format, as LibreOffice writes it."""
    with monkeypatch.context() as patched:
        patched.setattr(office, "target_of", lambda _: ending)
        return convert(source, source.parent).rename(source.with_suffix(f".{ending}"))


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_text_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    document = docx.Document()
    document.add_paragraph("一、总体要求")
    table = document.add_table(3, 2, style="Table Grid")
    for row, words in zip(table.rows, (("类别", "任务"), ("防汛", "修订预案"), ("", "开展演练")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("各单位要抓好落实。")
    document.save(str(tmp_path / "plan.docx"))
    raw = read_office(saved_as(tmp_path / "plan.docx", ending, monkeypatch))
    assert texts(raw) == ["一、总体要求", "各单位要抓好落实。"]
    grid = next(block for block in raw.blocks if isinstance(block, Grid))
    assert [(c.row, c.column, c.row_span, c.text.strip()) for c in grid.cells][2:] == [
        (1, 0, 2, "防汛"),
        (1, 1, 1, "修订预案"),
        (2, 1, 1, "开展演练"),
    ]


@needs_office
@pytest.mark.slow
def test_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    book.active.append(["任务", "完成率"])
    book.active.append(["修订预案", 0.95])
    book.active["B2"].number_format = "0%"
    book.save(tmp_path / "register.xlsx")
    raw = read_office(saved_as(tmp_path / "register.xlsx", "xls", monkeypatch))
    assert raw.format == "xlsx"
    assert [cell.text for block in raw.blocks if isinstance(block, Grid) for cell in block.cells] == [
        "任务",
        "完成率",
        "修订预案",
        "95%",
    ]


@needs_office
@pytest.mark.slow
def test_damaged_file(tmp_path: Path) -> None:
    assert "LibreOffice 无法读取" in refusal(ole(tmp_path / "plan.doc", "WordDocument"), tmp_path)
