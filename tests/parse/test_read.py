import hashlib

import pytest

from nlp.errors import InputError
from nlp.parse import read


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("missing.txt", None, "there is no such file"),
        ("empty.txt", b"", "the file is empty"),
        ("blank.docx", b" \n ", "the file is empty"),
        ("a.exe", b"MZ\x90", "files ending in .exe are not read"),
        ("a.docx", b"no zip at all", ""),
        ("a.pdf", b"%PDF-1.7 broken", ""),
        ("a.pdf", b"no pdf at all", ""),
    ],
    ids=["missing", "empty", "blank", "unknown ending", "broken docx", "broken pdf", "no pdf"],
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
    assert ";" in line


def test_folder_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="this is a folder"):
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
