import hashlib
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.parse import read
from nlp.parse.limits import Limits


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("missing.txt", None, "没有这个文件"),
        ("empty.txt", b"", "文件是空的"),
        ("blank.docx", b" \n ", "文件是空的"),
        ("a.exe", b"MZ\x90", "不能读取.exe文件"),
        ("a.docx", b"no zip at all", ""),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "内容不是.docx文件，可能已损坏或加密"),
        ("a.pdf", b"%PDF-1.7 broken", ""),
        ("a.pdf", b"no pdf at all", ""),
    ],
    ids=["missing", "empty", "blank", "unknown ending", "broken docx", "unknown as docx", "broken pdf", "no pdf"],
)
def test_unreadable_file_is_one_line(tmp_path, name: str, data: bytes | None, problem: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert problem in line
    assert "\n" not in line
    assert "；" in line


def test_folder_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="这是文件夹"):
        read(tmp_path)


def test_format_is_told_by_content_not_by_name(tmp_path) -> None:
    from docx import Document

    path = tmp_path / "plan.tmp"
    word = Document()
    word.add_paragraph("某局2022年工作要点")
    word.save(path)
    assert read(path).format == "docx"


def test_hash_is_the_files(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("正文。", encoding="utf-8")
    assert read(path).sha256 == hashlib.sha256("正文。".encode()).hexdigest()


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")], ids=["text", "zip", "ole"])
def test_a_file_beyond_the_limit_is_not_opened(start: bytes, tmp_path) -> None:
    path = tmp_path / "a.doc"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(50_000_000_000)
    with pytest.raises(InputError, match="文件超过200MB"):
        read(path)


def test_text_behind_many_blank_lines_is_found(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n" * 5000 + "正文。", encoding="utf-8")
    assert read(path).text == "正文。"


def test_limit_of_pages_is_obeyed() -> None:
    two_pages = Path(__file__).parents[2] / "corpora" / "documents" / "running-lines.pdf"
    with pytest.raises(InputError, match="超过 1 页的上限"):
        read(two_pages, limits=Limits(pages=1))
