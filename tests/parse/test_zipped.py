"""Documents that are zips of XML parts: parts by any spelling of their names, limits, one clear error each."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.parse import zipped
from nlp.parse.limits import Limits
from nlp.parse.zipped import open_package


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.docx"


def write(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/"), content)
    return path


def refusal(path: Path, part: str = "word/a", limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught, open_package(path, limits=limits or Limits()) as package:
        package.root(part)
    return str(caught.value).removeprefix("plan.docx: ")


@pytest.mark.parametrize("name", ["Word/A", "/word/a", "word\\a", "word/x/../a"])
def test_part_by_any_spelling(path: Path, name: str) -> None:
    with open_package(write(path, word_a="<甲/>")) as package:
        assert (package.has(name), package.root(name).tag) == (True, "甲")


def test_elements_come_as_they_are_parsed(path: Path) -> None:
    with open_package(write(path, word_a="<a><b/><c/><b/></a>")) as package:
        assert [element.tag for _, element in package.elements("word/a", tag="b")] == ["b", "b"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "文件已损坏：word/a不是有效的 XML；请用原来的软件重新保存"),
        ("<a>", "文件已损坏：word/a不是有效的 XML；请用原来的软件重新保存"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML 中声明了实体，正常的办公文件不会这样；"),
        ("<a>" * 300 + "</a>" * 300, "XML 嵌套层数太多；"),
    ],
    ids=["empty", "cut off", "entities", "deep"],
)
def test_unsound_parts(path: Path, content: str, expected: str) -> None:
    assert refusal(write(path, word_a=content)).startswith(expected)


def test_missing_part(path: Path) -> None:
    assert refusal(write(path, word_a="<a/>"), "word/b") == "文件已损坏：缺少word/b；请对方重新发送"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(expanded_bytes=2_000_000, ratio=10_000), "解压后超过2MB"),
        (Limits(ratio=10), "解压后是原来的10倍以上"),
        (Limits(depth=1, ratio=10_000), "XML 嵌套层数太多"),
        (Limits(file_bytes=10), "文件超过0MB"),
    ],
    ids=["bytes", "ratio", "depth", "file"],
)
def test_limits(path: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits, expected: str) -> None:
    monkeypatch.setattr(zipped, "RATIO_FLOOR", 100_000)
    write(path, word_a="<a><b/></a>" + " " * 3_000_000)
    assert refusal(path, limits=limits).startswith(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "没有这个文件"), (b"", "文件是空的"), (b"PK\3\4", "文件已损坏，无法打开")],
    ids=["missing", "empty", "torn"],
)
def test_no_package(path: Path, content: bytes | None, expected: str) -> None:
    if content is not None:
        path.write_bytes(content)
    assert refusal(path).startswith(expected)


def test_folder(path: Path) -> None:
    path.mkdir()
    assert refusal(path).startswith("这是文件夹")
