"""Files that are no readable .docx: one clear line each; files that only look odd: read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from nlp.errors import InputError
from nlp.parse import zipped
from nlp.parse.docx import read_docx
from nlp.parse.limits import Limits
from nlp.parse.raw import Paragraph

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def stream(name: str) -> bytes:
    """The directory entry of a stream in an OLE file."""
    spelt = f"{name}\0".encode("utf-16-le")
    return spelt.ljust(64, b"\0") + len(spelt).to_bytes(2, "little") + b"\2\1" + bytes(60)


DOCUMENT = "word/document.xml"
Change = Callable[[dict[str, bytes]], object]


def good(path: Path) -> dict[str, bytes]:
    """The members of a sound document."""
    document = docx.Document()
    document.add_paragraph("一、总体要求")
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(path: Path, change: Change) -> Path:
    members = good(path)
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def replace(member: str, old: bytes, new: bytes) -> Change:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[member]
        members[member] = members[member].replace(old, new)

    return change


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_docx(path)
    line = str(caught.value)
    assert line.startswith(f"{path.name}: ")
    assert "\n" not in line
    return line.removeprefix(f"{path.name}: ")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "文件是空的"),
        ("一、总体要求".encode(), "文件名像 Word 文档，内容却不是"),
        (b"{\\rtf1}", "这是旧格式的文件，只是改名成 .docx"),
        (OLE + stream("EncryptedPackage"), "文件已加密；去掉密码另存后再试"),
        (OLE + stream("WordDocument"), "这是旧格式的文件，只是改名成 .docx"),
        (b"PK\x03\x04 and then nothing", "文件已损坏，无法打开"),
    ],
    ids=["empty", "text", "RTF", "encrypted", "old .doc", "torn archive"],
)
def test_bytes_that_are_no_docx(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    assert refusal(path).startswith(expected)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "plan.docx").startswith("没有这个文件")


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith("这是文件夹")


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    good(path)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).startswith("文件已损坏，无法打开")


def test_a_file_with_a_damaged_member(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    good(path)
    content = bytearray(path.read_bytes())
    start = content.index(DOCUMENT.encode()) + 100
    content[start : start + 40] = bytes(40)
    path.write_bytes(content)
    assert refusal(path).startswith("文件已损坏")


LOL = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda members: members.pop(DOCUMENT), "压缩包里没有 Word 正文"),
        (lambda members: members.clear(), "压缩包里没有 Word 正文"),
        (lambda members: members.update({DOCUMENT: b"<w:document>"}), "文件已损坏：word/document.xml不是有效的 XML"),
        (lambda members: members.update({DOCUMENT: b"<worksheet/>"}), "压缩包里没有 Word 正文"),
        (replace(DOCUMENT, b"<w:document", LOL + b"<w:document"), "XML 中声明了实体"),
        (replace("word/styles.xml", b"<w:styles", LOL + b"<w:styles"), "XML 中声明了实体"),
    ],
    ids=["no document", "empty archive", "broken XML", "another format", "entities", "in the styles"],
)
def test_archives_that_hold_no_document(tmp_path: Path, change: Change, expected: str) -> None:
    assert refusal(changed(tmp_path / "plan.docx", change)).startswith(expected)


def test_nesting_without_end(tmp_path: Path) -> None:
    deep = b"<w:tbl><w:tr><w:tc>" * 80 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 80
    path = changed(tmp_path / "plan.docx", replace(DOCUMENT, b"<w:body>", b"<w:body>" + deep))
    assert read_docx(path).blocks[-1] == Paragraph("一、总体要求", size=11.0)
    path = changed(path, replace(DOCUMENT, b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000))
    assert refusal(path).startswith("XML 嵌套层数太多")


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(), None),
        (Limits(file_bytes=1000), "文件超过0MB"),
        (Limits(expanded_bytes=500_000), "解压后超过0MB"),
        (Limits(ratio=2), "解压后是原来的2倍以上"),
        (Limits(depth=3), "XML 嵌套层数太多"),
    ],
    ids=["within", "too large", "too large unpacked", "packed too tightly", "nested too deeply"],
)
def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits, expected: str | None) -> None:
    monkeypatch.setattr(zipped, "RATIO_FLOOR", 0)
    path = changed(tmp_path / "plan.docx", replace(DOCUMENT, b"<w:body>", b"<w:body>" + b"<w:p/>" * 100_000))
    if expected is None:
        assert read_docx(path, limits=limits).blocks
        return
    with pytest.raises(InputError) as caught:
        read_docx(path, limits=limits)
    assert caught.value.problem == expected


def test_pictures_do_not_count_as_text(tmp_path: Path) -> None:
    path = changed(tmp_path / "plan.docx", lambda members: members.update({"word/media/a.bin": bytes(3_000_000)}))
    assert read_docx(path, limits=Limits(expanded_bytes=1_000_000)).blocks


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    good(path)
    content = bytearray(path.read_bytes())
    start = content.index(b"PK\x01\x02")
    content[start + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).startswith("文件已加密")


MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
PLAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LINK = b'<Relationship Id="rId99" Type="http://x/hyperlink" Target="%s"/></Relationships>'


def strict(members: dict[str, bytes]) -> None:
    """Turn the members into the strict variant of the format."""
    usual, purl = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for name, content in members.items():
        renamed = content.replace(usual + b"wordprocessingml/2006/main", purl + b"wordprocessingml/main")
        members[name] = renamed.replace(usual + b"officeDocument/2006/", purl + b"officeDocument/")


@pytest.mark.parametrize(
    "change",
    [
        replace("[Content_Types].xml", PLAIN, MACROS),
        strict,
        replace("word/_rels/document.xml.rels", b"</Relationships>", LINK % b"NULL"),
        replace("word/_rels/document.xml.rels", b"</Relationships>", LINK % b"#_Toc1"),
        replace("_rels/.rels", b"word/document.xml", b"Word/Document.xml"),
        lambda members: members.update({"[Content_Types].xml": b"<Types"}),
        lambda members: members.pop("_rels/.rels"),
        lambda members: members.pop("word/styles.xml"),
        lambda members: members.pop("word/numbering.xml"),
        lambda members: members.update({"word\\document.xml": members.pop(DOCUMENT)}),
    ],
    ids=[
        "macros",
        "strict",
        "link to NULL",
        "link to a bookmark",
        "link in other letter case",
        "broken types",
        "no relationships",
        "no styles",
        "no numbering",
        "backslashes",
    ],
)
def test_odd_files_are_read(tmp_path: Path, change: Change) -> None:
    (block,) = read_docx(changed(tmp_path / "plan.docx", change)).blocks
    assert isinstance(block, Paragraph)
    assert block.text == "一、总体要求"


@pytest.mark.parametrize(
    ("part", "name"),
    [("styles", "样式"), ("numbering", "自动编号"), ("footnotes", "脚注"), ("endnotes", "尾注")],
    ids=["styles", "numbering", "footnotes", "endnotes"],
)
def test_a_broken_side_part_is_named_and_the_text_read(tmp_path: Path, part: str, name: str) -> None:
    link = f'<Relationship Id="rId98" Type="http://x/{part}" Target="{part}.xml"/></Relationships>'.encode()

    def change(members: dict[str, bytes]) -> None:
        members[f"word/{part}.xml"] = b"<w:broken"
        replace("word/_rels/document.xml.rels", b"</Relationships>", link)(members)

    raw = read_docx(changed(tmp_path / "plan.docx", change))
    assert [block.text for block in raw.blocks if isinstance(block, Paragraph)] == ["一、总体要求"]
    assert [str(warning) for warning in raw.warnings] == [
        f"plan.docx, 整个文件: {name}部分已损坏，未读取；请用 Word 打开后另存"
    ]
