"""Read older office files (.doc .wps .rtf .odt .xls .et) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

from nlp.errors import InputError
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Raw
from nlp.parse.sniff import OLE, sniff, streams_of
from nlp.parse.zipped import ENCRYPTED

Target = Literal["docx", "xlsx"]

COMMANDS = ("soffice", "libreoffice")
SHEETS = frozenset({".xls", ".xlt", ".et", ".ett", ".ods", ".xlsx", ".xlsm"})
UNREAD = "LibreOffice 无法读取，文件可能已损坏或设有密码", "请用 Word 或 WPS 打开后另存为 .{}"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
oor:op="fuse"><value>true</value></prop><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop><prop
oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"
oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""A profile in which no macro runs and no link is followed."""


def read_office(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:
    """What the reader of .docx or .xlsx finds in the file once LibreOffice has converted it.

    Errors and warnings name the file itself. Raises InputError as `convert` and those readers do.
    """
    from nlp.parse.docx import read_docx
    from nlp.parse.xlsx import read_xlsx

    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        converted = convert(path, Path(folder), seconds=limits.seconds)
        try:
            raw = (
                read_xlsx(converted, limits=limits)
                if converted.suffix == ".xlsx"
                else read_docx(converted, limits=limits)
            )
        except InputError as err:
            raise InputError(path.name, err.problem, err.remedy) from None
    return replace(raw, warnings=tuple(replace(warning, file=path.name) for warning in raw.warnings))


def convert(path: Path, folder: Path, *, seconds: float = DEFAULT_LIMITS.seconds) -> Path:
    """A .docx or .xlsx in `folder` with the contents of the file at `path`.

    LibreOffice runs with a profile of its own, without macros, and is ended with all its children after `seconds`.

    Raises InputError where it is not installed, the file is encrypted, cannot be read, or takes too long.
    """
    suffix = path.suffix.lower() or ".doc"
    office = find_office()
    if sniff(path) == "encrypted":
        raise InputError(path.name, *ENCRYPTED)
    target = target_of(path)
    if office is None:
        problem = f"读取{suffix}文件需要 LibreOffice，本机没有安装"
        raise InputError(path.name, problem, f"请安装 LibreOffice，或者另存为 .{target}")
    with tempfile.TemporaryDirectory(prefix="duban-office-", ignore_cleanup_errors=True) as scratch:
        profile = Path(scratch, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = Path(scratch, f"input{_plain_suffix(path)}")  # a name that is no option and has no odd letters
        shutil.copyfile(path, source)
        command = [
            str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--nodefault", "--nologo", "--convert-to", target, "--outdir", str(folder),
            str(source),
        ]  # fmt: skip
        _run(command, Path(scratch), path.name, seconds)
    converted = folder / f"input.{target}"
    if not converted.is_file() or not converted.stat().st_size:
        raise InputError(path.name, UNREAD[0], UNREAD[1].format(target))
    return converted


def find_office() -> Path | None:
    """The command that starts LibreOffice; None where it is not installed."""
    found = next((place for name in COMMANDS if (place := shutil.which(name))), None)
    return Path(found) if found else None


def target_of(path: Path) -> Target:
    """What a file becomes: a workbook if it holds or is named as one, else a text document."""
    with path.open("rb") as file:
        ole = file.read(len(OLE)) == OLE
    streams = streams_of(path) if ole else frozenset()
    if "WordDocument" in streams:
        return "docx"
    if streams & {"Workbook", "Book"}:
        return "xlsx"
    return "xlsx" if path.suffix.lower() in SHEETS else "docx"


def _plain_suffix(path: Path) -> str:
    """The ending under which LibreOffice knows what the file is: WPS writes Word's and Excel's formats."""
    with path.open("rb") as file:
        head = file.read(len(OLE))
    suffix = path.suffix.lower()
    if head == OLE:
        return ".xls" if target_of(path) == "xlsx" else ".doc"
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    return suffix if suffix.isascii() and suffix[1:].isalnum() else ".doc"


def _run(command: list[str], folder: Path, name: str, seconds: float) -> None:
    """Run a command to its end; what it starts itself is ended with it."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        remedy = "请用 Word 或 WPS 打开后另存为新格式"
        raise InputError(name, f"LibreOffice 转换超过{seconds:g}秒", remedy) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass  # nothing of it is left
    if process.stdout is not None:
        process.stdout.close()
    process.wait()
