"""Archives built by hand: which files come out, under which names, and what is refused."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.parse.archive import Unpacked, open_archive
from nlp.parse.archive_names import MOST_BYTES, name_of, safe_path
from nlp.parse.limits import Limits
from nlp.parse.sniff import sniff

Entry = tuple[str | bytes | zipfile.ZipInfo, bytes]


def pack(*entries: Entry) -> bytes:
    """A zip; a name of bytes is written as it is, without the flag for UTF-8."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = (
                name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo("x" if isinstance(name, bytes) else name)
            )
            if isinstance(name, bytes):
                entry = _Raw(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


class _Raw(zipfile.ZipInfo):
    """An entry whose name is bytes of some encoding."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.decode("latin-1"))
        self.raw = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.raw, self.flag_bits & ~0x800


def unpack(folder: Path, *entries: Entry, limits: Limits | None = None, data: bytes | None = None) -> Unpacked:
    path = folder / "reports.zip"
    path.write_bytes(pack(*entries) if data is None else data)
    target = folder / "out"
    target.mkdir()
    return open_archive(path, target, limits=limits or Limits())


def names(folder: Path, unpacked: Unpacked) -> list[str]:
    return [file.relative_to(folder / "out").as_posix() for file in unpacked.files]


def left(unpacked: Unpacked) -> list[tuple[str, str]]:
    assert all(warning.file == "reports.zip" and warning.refused for warning in unpacked.warnings)
    return [(warning.place, warning.problem) for warning in unpacked.warnings]


def refusal(folder: Path, *entries: Entry, limits: Limits | None = None, data: bytes | None = None) -> str:
    with pytest.raises(InputError) as caught:
        unpack(folder, *entries, limits=limits, data=data)
    assert str(caught.value).startswith("reports.zip: ")
    return str(caught.value)


def test_files_come_out_in_their_folders(tmp_path: Path) -> None:
    unpacked = unpack(tmp_path, ("一科/", b""), ("一科/月报.txt", b"1"), ("二科/月报.txt", b"2"))
    assert names(tmp_path, unpacked) == ["一科/月报.txt", "二科/月报.txt"]
    assert [file.read_bytes() for file in unpacked.files] == [b"1", b"2"]
    assert unpacked.warnings == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("水务局月报.docx", "水务局月报.docx"),
        ("水务局月报.docx".encode("gbk"), "水务局月报.docx"),
        ("水务局月报.docx".encode(), "水务局月报.docx"),
        ("联通.docx".encode("gbk"), "联通.docx"),
        ("镕㙍.docx".encode("gb18030"), "镕㙍.docx"),
        ("俞\\a.docx".encode("gbk"), "俞/a.docx"),
        (b"report.docx", "report.docx"),
    ],
    ids=["flagged", "gbk", "utf-8 unsaid", "gbk that may be utf-8", "gb18030", "backslash", "ascii"],
)
def test_encoding_of_names(tmp_path: Path, name: str | bytes, expected: str) -> None:
    assert names(tmp_path, unpack(tmp_path, (name, b"x"))) == [expected]


@pytest.mark.parametrize(("crc", "expected"), [(0, "月报.txt"), (1, "??.txt")], ids=["of this name", "of another name"])
def test_name_in_the_extra_field(crc: int, expected: str) -> None:
    entry = zipfile.ZipInfo("??.txt")
    field = b"\1" + (zlib.crc32(b"??.txt") + crc).to_bytes(4, "little") + "月报.txt".encode()
    entry.extra = b"\1\0\2\0ab" + (0x7075).to_bytes(2, "little") + len(field).to_bytes(2, "little") + field
    assert name_of(entry) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../a.txt", "a.txt"),
        ("x/../../../a.txt", "x/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\报告\\a.txt", "报告/a.txt"),
        ("\\\\server\\a.txt", "server/a.txt"),
        ("a:b?.txt", "a_b_.txt"),
        ("con.txt", "_con.txt"),
        ("报" * 200 + ".txt", "报" * 65 + ".txt"),
        ("./x/./a.txt", "x/a.txt"),
    ],
    ids=["climbs", "climbs inside", "absolute", "drive", "share", "odd letters", "device", "long", "dots"],
)
def test_unsafe_names_are_made_safe(tmp_path: Path, name: str, expected: str) -> None:
    unpacked = unpack(tmp_path, (name, b"x"))
    assert names(tmp_path, unpacked) == [expected]
    assert [file.name for file in tmp_path.iterdir() if file.name != "out"] == ["reports.zip"]


@given(st.text(max_size=300))
def test_any_name_stays_below_its_folder(name: str) -> None:
    place = safe_path(name)
    assert not place.is_absolute()
    assert ".." not in place.parts
    assert place.parts
    assert all(len(part.encode()) <= MOST_BYTES for part in place.parts)


def test_same_names_are_told_apart(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = pack(("月报.txt", b"1"), ("月报.txt", b"2"), ("A.txt", b"3"), ("a.TXT", b"4"))
    unpacked = unpack(tmp_path, data=data)
    assert names(tmp_path, unpacked) == ["月报.txt", "月报 (2).txt", "A.txt", "a (2).TXT"]
    assert [file.read_bytes() for file in unpacked.files] == [b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    "name", ["__MACOSX/._a.docx", "x/.DS_Store", "~$月报.docx", "x/Thumbs.db", "desktop.ini", ".hidden"]
)
def test_junk_is_passed_over(tmp_path: Path, name: str) -> None:
    unpacked = unpack(tmp_path, (name, b"x"), ("a.txt", b"x"))
    assert names(tmp_path, unpacked) == ["a.txt"]
    assert unpacked.warnings == ()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("照片.mp4", "不能读取.mp4文件"),
        ("run.exe", "不能读取.exe文件"),
        ("旧报告.rar", "不能读取.rar压缩包"),
        ("旧报告.7z", "不能读取.7z压缩包"),
    ],
)
def test_what_holds_no_document_is_named(tmp_path: Path, name: str, problem: str) -> None:
    unpacked = unpack(tmp_path, (name, b"x"), ("a.txt", b"x"))
    assert names(tmp_path, unpacked) == ["a.txt"]
    assert left(unpacked) == [(name, problem)]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR], ids=["link", "pipe", "device"])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    entry = zipfile.ZipInfo("a.txt")
    entry.external_attr = (kind | 0o777) << 16
    unpacked = unpack(tmp_path, (entry, b"/etc/passwd"))
    assert left(unpacked) == [("a.txt", "这是链接，不是文件")]
    assert list((tmp_path / "out").iterdir()) == []


# --- archives inside ------------------------------------------------------------------------------------------------


def test_zip_inside_is_unpacked(tmp_path: Path) -> None:
    inner = pack(("月报.txt".encode("gbk"), b"1"), ("图.mp4", b"x"))
    unpacked = unpack(tmp_path, ("一科.zip", inner), ("a.txt", b"2"))
    assert names(tmp_path, unpacked) == ["一科/月报.txt", "a.txt"]
    assert left(unpacked) == [("一科/图.mp4", "不能读取.mp4文件")]
    assert not (tmp_path / "out" / "一科.zip").exists()


def test_third_level_is_named(tmp_path: Path) -> None:
    inner = pack(("deeper.zip", pack(("a.txt", b"1"))), ("b.txt", b"2"))
    unpacked = unpack(tmp_path, ("一科.zip", inner))
    assert names(tmp_path, unpacked) == ["一科/b.txt"]
    assert left(unpacked) == [("一科/deeper.zip", "压缩包嵌套超过两层")]


@pytest.mark.parametrize(
    ("inner", "problem"),
    [(b"PK\3\4 no zip", "文件已损坏，无法打开"), (b"encrypt", "压缩包已加密")],
    ids=["damaged", "encrypted"],
)
def test_bad_zip_inside_is_named(tmp_path: Path, inner: bytes, problem: str) -> None:
    content = encrypted(pack(("a.txt", b"x"))) if inner == b"encrypt" else inner
    unpacked = unpack(tmp_path, ("一科.zip", content), ("b.txt", b"x"))
    assert names(tmp_path, unpacked) == ["b.txt"]
    assert left(unpacked) == [("一科.zip", problem)]


# --- limits ---------------------------------------------------------------------------------------------------------


def encrypted(data: bytes) -> bytes:
    """The same zip with the flag of encrypted entries set."""
    changed = bytearray(data)
    changed[changed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_encrypted(tmp_path: Path) -> None:
    assert "压缩包已加密" in refusal(tmp_path, data=encrypted(pack(("a.txt", b"x"))))


def test_number_of_files(tmp_path: Path) -> None:
    entries = [(f"{i}.txt", b"x") for i in range(3)]
    assert "超过2个文件" in refusal(tmp_path, *entries, limits=Limits(files=2))


def test_files_inside_count_too(tmp_path: Path) -> None:
    inner = pack(("a.txt", b"1"), ("b.txt", b"2"))
    assert "超过2个文件" in refusal(tmp_path, ("一科.zip", inner), limits=Limits(files=2))


def test_expanded_bytes(tmp_path: Path) -> None:
    limits = Limits(expanded_bytes=1_000_000)
    assert "解压后超过1MB" in refusal(tmp_path, ("a.txt", bytes(600_000)), ("b.txt", bytes(600_000)), limits=limits)


def test_ratio(tmp_path: Path) -> None:
    assert "解压后是原来的200倍以上" in refusal(tmp_path, ("a.txt", bytes(30_000_000)))


def test_large_file_is_named_and_the_rest_read(tmp_path: Path) -> None:
    unpacked = unpack(tmp_path, ("a.txt", bytes(2_000_000)), ("b.txt", b"x"), limits=Limits(file_bytes=1_000_000))
    assert names(tmp_path, unpacked) == ["b.txt"]
    assert left(unpacked) == [("a.txt", "文件超过1MB")]
    assert not (tmp_path / "out" / "a.txt").exists()


def test_sizes_of_the_directory_are_not_trusted(tmp_path: Path) -> None:
    data = bytearray(pack(("a.txt", bytes(30_000_000))))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    unpacked = unpack(tmp_path, data=bytes(data))
    assert left(unpacked) == [("a.txt", "已损坏，或者压缩方式无法识别")]


def test_damaged_entry_is_named_and_the_rest_read(tmp_path: Path) -> None:
    data = bytearray(pack(("a.txt", "各单位抓好落实。".encode() * 20), ("b.txt", b"x")))
    at = data.index(b"a.txt") + 5
    data[at : at + 8] = b"\xff" * 8
    unpacked = unpack(tmp_path, data=bytes(data))
    assert names(tmp_path, unpacked) == ["b.txt"]
    assert left(unpacked) == [("a.txt", "已损坏，或者压缩方式无法识别")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "文件是空的"),
        (b"no zip", "文件已损坏"),
        (pack(("a.txt", b"x"))[:-30], "文件已损坏"),
    ],
    ids=["empty", "no zip", "cut off"],
)
def test_no_archive(tmp_path: Path, data: bytes, expected: str) -> None:
    assert expected in refusal(tmp_path, data=data)


@pytest.mark.parametrize("ending", [".rar", ".7z", ".tar"])
def test_other_archives(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"reports{ending}"
    path.write_bytes(b"x")
    with pytest.raises(InputError, match=f"不能读取{ending}压缩包；请解压后指定文件夹"):
        open_archive(path, tmp_path)


# --- kinds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.zip", pack(("OFD.xml", b"")), "ofd"),
        ("a.zip", pack(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")), "xlsx"),
        ("a.wps", pack(("[Content_Types].xml", b""), ("word/document.xml", b"")), "docx"),
        ("a.docx", pack(("[Content_Types].xml", b""), ("ppt/presentation.xml", b"")), "unknown"),
        ("a.doc", pack(("mimetype", b"application/vnd.oasis.opendocument.text")), "office"),
        ("a.zip", pack(("a.txt", b"")), "archive"),
        ("a.docx", pack(("a.txt", b"")), "docx"),
        ("a.ofd", b"PK\3\4", "ofd"),
        ("a.doc", b"{\\rtf1 }", "office"),
        ("a.txt", b"\n%PDF-1.7", "pdf"),
        ("a.zip", b"Rar!\x1a\x07\0", "packed"),
        ("a.txt", "督办".encode(), "text"),
        ("a", "督办".encode(), "text"),
        ("a.doc", b"<html></html>", "html"),
        ("a.ppt", b"x", "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sniff(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "office"),
        ("Workbook", "office"),
        ("EncryptedPackage", "encrypted"),
        ("PowerPoint Document", "unknown"),
    ],
)
def test_sniff_ole(tmp_path: Path, stream: str, kind: str) -> None:
    spelt = f"{stream}\0".encode("utf-16-le")
    entry = spelt.ljust(64, b"\0") + len(spelt).to_bytes(2, "little") + b"\2\1" + bytes(60)
    (tmp_path / "a.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + entry)
    assert sniff(tmp_path / "a.docx") == kind


def test_files_left_out_are_named_up_to_a_number(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    path.write_bytes(pack(*((f"{number}.exe", b"x") for number in range(60))))
    (tmp_path / "out").mkdir()
    named = left(open_archive(path, tmp_path / "out"))
    assert len(named) == 51
    assert named[-1] == ("整个文件", "压缩包里另有10个文件未读取")


def test_name_that_turns_the_line_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    path.write_bytes(pack(("\u202etxt.exe", b"x")))
    (tmp_path / "out").mkdir()
    assert left(open_archive(path, tmp_path / "out")) == [("_txt.exe", "不能读取.exe文件")]
