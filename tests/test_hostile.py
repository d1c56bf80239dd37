"""A folder of files that mean harm: each is refused in one line, none hangs, and the good ones between them are read."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import sys
import threading
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nlp.errors import InputError, shown_name
from nlp.parallel import Failure, map_files
from nlp.parse import read
from nlp.parse.limits import Limits
from nlp.pipeline import read_plan
from nlp.types import Document

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
LIMITS = Limits(seconds=4, memory_bytes=500_000_000)
GOOD = "一、各科室要在6月底前完成自查并报送总结。"
SECRET = "the text of a file that nobody named"
ENDINGS = (
    *(".txt", ".md", ".docx", ".docm", ".pdf", ".xlsx", ".zip", ".ofd", ".doc", ".wps", ".et", ".rtf", ".odt"),
    *(".png", ".jpg", ".tif", ".html", ".exe"),
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
)


# --- documents by hand ----------------------------------------------------------------------------------------------


def docx(
    body: str, *, before: str = "", target: str = "word/document.xml", more: Mapping[str, str] | None = None
) -> bytes:
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{target}"/></Relationships>',
        "word/document.xml": f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **(more or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def bomb(*, base: bytes = b"", part: str = "word/styles.xml", megabytes: int = 80) -> bytes:
    file = io.BytesIO(base)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open(part, "w") as out,
    ):
        for _ in range(megabytes):
            out.write(b" " * 1_000_000)
    return file.getvalue()


def lying_bomb() -> bytes:
    """A bomb that says it is small."""
    data = docx(paragraph("x") + " " * 80_000_000)
    size = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml").file_size
    return data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def laughs(levels: int = 12) -> str:
    entities = ['<!ENTITY a0 "哈">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))]
    return f"<!DOCTYPE w:document [{''.join(entities)}]>"


def pdf(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF with these objects, numbered from 1."""
    out = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj {text} endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} {trailer} >>\nstartxref\n{len(out)}\n"
    return out + end.encode() + b"%%EOF\n"


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"


def noise(size: int, seed: str) -> bytes:
    return random.Random(seed).randbytes(size)


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, GOOD)
    return file.getvalue()


HARM: dict[str, Callable[[], bytes]] = {
    "bomb.docx": lambda: bomb(base=docx(paragraph("x"), more={"word/_rels/document.xml.rels": STYLES})),
    "lying bomb.docx": lying_bomb,
    "bomb.zip": lambda: bomb(part="reports.txt"),
    "entities.docx": lambda: docx(paragraph("&a11;"), before=laughs()),
    "deep elements.docx": lambda: docx("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000),
    "deep tables.docx": lambda: docx(
        "<w:tbl><w:tr><w:tc>" * 20_000 + paragraph("x") + "<w:p/></w:tc></w:tr></w:tbl>" * 20_000
    ),
    "no end.docx": lambda: docx("<w:p>")[:-200],
    "climbing.zip": lambda: archive("../../climbed.txt", "/climbed.txt", "..\\..\\climbed.txt"),
    "page tree in a ring.pdf": lambda: pdf(CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "tables in a ring.pdf": lambda: pdf(
        CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 9 >>", "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>"
    ),
    "nested arrays.pdf": lambda: pdf(CATALOG, "<< /Type /Pages /Count 1 /Kids " + "[" * 200_000 + "]" * 200_000 + ">>"),
    "no pages.pdf": lambda: pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"),
    "a million pages.pdf": lambda: pdf(CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", PAGE, "<< >>"),
    "cut off.pdf": lambda: pdf(CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, "<< >>")[:60],
    "two\nlines.docx": lambda: noise(100, "x"),
    "\udcb1\udca8\udcb8\udce6.docx": lambda: noise(100, "x"),  # 报告 in GB18030
    "named wrongly.pdf": lambda: docx(paragraph("x"))[:100],
    **{f"empty{ending}": bytes for ending in ENDINGS},
    **{f"blank{ending}": lambda: b" \n" for ending in ENDINGS},
    **{f"noise{ending}": lambda ending=ending: noise(5000, ending) for ending in ENDINGS},  # type: ignore[misc]
    **{
        f"noise with the start of a {kind}{ending}": lambda start=start: start + noise(5000, start.hex())  # type: ignore[misc]
        for kind, ending, start in (
            ("zip", ".docx", b"PK\x03\x04"),
            ("zip", ".xlsx", b"PK\x03\x04"),
            ("zip", ".zip", b"PK\x03\x04"),
            ("pdf", ".pdf", b"%PDF-1.7\n"),
            ("old file", ".doc", bytes.fromhex("d0cf11e0a1b11ae1")),
            ("old file", ".docx", bytes.fromhex("d0cf11e0a1b11ae1")),
            ("UTF-16 text", ".txt", b"\xff\xfe"),
        )
    },
}
REACHING: dict[str, Callable[[Path], bytes]] = {
    "entity of a file.docx": lambda secret: docx(
        paragraph("&a;"), before=f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    ),
    "part that is a file.docx": lambda secret: docx(paragraph("x"), target=f"../../../../../../../../..{secret}"),
    "part outside.docx": lambda secret: docx(paragraph("x"), target=f"../../{secret.name}"),
}
WORSE = {
    "hanging.txt": "读取超过4秒",
    "waiting.txt": "",
    "killed.txt": r"两次中断（SIGKILL）",
    "crashing.txt": r"两次中断（退出码1）",
    "hungry.txt": "读取占用的内存超过500MB",
    "endless.txt": "",
}


def read_or_do_harm(path: Path) -> Document:
    """The document in a file, unless its name says what befalls the process that reads it."""
    match path.name:
        case "hanging.txt":
            threading.Event().wait()
        case "killed.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crashing.txt":
            os._exit(1)
        case "hungry.txt":
            return [bytearray(100_000_000) for _ in range(100)]  # type: ignore[return-value]
    return read(path)


# --- one run over all -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`inside/` holds the files, with a good one after each; `secret` stands beside it."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "secret").write_text(SECRET)
    inside = root / "inside"
    inside.mkdir()
    for name, build in HARM.items():
        (inside / name).write_bytes(build())
    for name, reach in REACHING.items():
        (inside / name).write_bytes(reach(root / "secret"))
    for name in WORSE:
        (inside / name).write_text(GOOD, encoding="utf-8")
    (inside / "endless.txt").unlink()
    (inside / "endless.txt").symlink_to("/dev/zero")
    (inside / "waiting.txt").unlink()
    os.mkfifo(inside / "waiting.txt")
    return inside


@pytest.fixture(scope="module")
def outcome(folder: Path) -> dict[str, Document | Failure]:
    paths = [
        folder / name for name in (*WORSE, *HARM, *REACHING)
    ]  # the two that hang come first, and hang at the same time
    good = [folder / f"good {number}.txt" for number in range(len(paths))]
    for path in good:
        path.write_text(GOOD, encoding="utf-8")
    mixed = [path for pair in zip(paths, good, strict=True) for path in pair]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[1]))
        results = list(map_files(read_or_do_harm, mixed, limits=LIMITS, workers=2))
    return {path.name: result for path, result in zip(mixed, results, strict=True)}


@pytest.mark.parametrize("name", [*HARM, *REACHING, *WORSE], ids=shown_name)
def test_refused_in_one_line(name: str, outcome: dict[str, Document | Failure]) -> None:
    result = outcome[name]
    assert isinstance(result, Failure), result
    assert "\n" not in str(result)
    assert str(result).startswith(f"{shown_name(name)}: {result.problem}；")
    str(result).encode()
    assert result.problem
    assert result.remedy
    assert "内部错误" not in result.problem
    assert len(str(result)) < 250


@pytest.mark.parametrize(("name", "reason"), WORSE.items(), ids=WORSE.keys())
def test_reason(name: str, reason: str, outcome: dict[str, Document | Failure]) -> None:
    result = outcome[name]
    assert isinstance(result, Failure)
    assert re.search(reason, result.problem)


def test_good_files_between_are_read(outcome: dict[str, Document | Failure]) -> None:
    good = [result for name, result in outcome.items() if name.startswith("good ")]
    assert len(good) == len(HARM) + len(REACHING) + len(WORSE)
    assert {result.text if isinstance(result, Document) else str(result) for result in good} == {GOOD}


@pytest.mark.parametrize(
    "piece",
    [
        "（责任单位：",
        "落实：办公室开展自查，",
        "责任单位为办公室，",
        "办好（自查；",
        "责任单位：办公室。",
    ],
)
def test_one_long_line_is_read_in_time_linear_in_its_length(piece: str, tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text(f"一、压实责任\n1.开展自查。{piece * (48_000 // len(piece))}", encoding="utf-8")
    assert read_plan(path, limits=Limits(seconds=30)).plan.tasks


def test_extraction_is_bounded_by_the_limits_as_reading_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr("nlp.extract.tasks.extract_plan", lambda _: threading.Event().wait())
    with pytest.raises(InputError, match=r"plan\.txt: 读取超过1秒"):
        read_plan(path, limits=Limits(seconds=1))


def test_nothing_is_read_or_written_outside(folder: Path, outcome: dict[str, Document | Failure]) -> None:
    assert not any(SECRET in str(result) for result in outcome.values())
    assert sorted(path.name for path in folder.parent.iterdir()) == ["inside", "secret"]
    assert {path.name for path in folder.iterdir()} == set(outcome)
