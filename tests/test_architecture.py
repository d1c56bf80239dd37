"""The house keeps its order: layers, files that open with a sentence, no address of a registry, no path of a machine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "nlp").rglob("*.py"))


def test_layers() -> None:
    ran = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_opens_with_a_sentence(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].rstrip().endswith((".", ":", ",")) or len(docstring.splitlines()) > 1


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    forbidden = re.compile(
        "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + "js", r"/(?:home|root|Users)/\w", "/wor" + "k/"))
    )
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = {".py", ".md", ".toml", ".txt", ".tsv", ".ipynb", ""}
    paths = [ROOT / name for name in filter(None, tracked.stdout.split("\0"))]
    read = [path for path in paths if path.suffix in texts and path.is_file() and path.name != "LICENSE"]
    assert [str(path) for path in read if forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))] == []


def test_public_door_opens_every_name() -> None:
    import nlp

    for name in nlp.__all__:
        assert getattr(nlp, name) is not None


def test_public_door_has_no_other_name() -> None:
    import nlp

    with pytest.raises(AttributeError, match="no attribute 'dance'"):
        nlp.dance  # noqa: B018


def test_public_names_survive_the_import_of_their_stages() -> None:
    import nlp
    import nlp.cover.cover
    import nlp.render.frame

    assert callable(nlp.cover)
    assert callable(nlp.render)
