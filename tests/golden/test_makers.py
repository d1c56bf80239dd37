"""The makers of corpora/documents make the documents that are kept there."""

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "corpora" / "documents"
BY_HAND = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".txt", ".docx", ".ofd", ".zip"})


@pytest.fixture(scope="module")
def make() -> Iterator[ModuleType]:
    before = set(sys.modules)
    sys.path.insert(0, str(FOLDER))
    try:
        import make

        yield make
    finally:
        sys.path.remove(str(FOLDER))
        for name in set(sys.modules) - before:
            if Path(getattr(sys.modules[name], "__file__", None) or "").parent == FOLDER:
                del sys.modules[name]


def contents(data: bytes) -> object:
    """The parts of a zip, whatever the version of zlib packed them; other bytes as they are."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


def test_every_document_has_its_maker(make: ModuleType) -> None:
    assert make.DOCUMENTS.keys() == {p.name for p in FOLDER.iterdir() if p.suffix not in {".py", ".md", ".json", ""}}


@pytest.mark.parametrize("name", BY_HAND)
def test_maker_makes_the_document(name: str, make: ModuleType) -> None:
    _, write = make.DOCUMENTS[name]
    assert contents(write()) == contents((FOLDER / name).read_bytes())
