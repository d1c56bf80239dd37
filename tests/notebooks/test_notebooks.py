"""Every notebook runs from top to bottom in an empty folder, and is committed without what it printed."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_without_outputs(path: Path) -> None:
    kept = [cell.source for cell in code_cells(read(path)) if cell.outputs or cell.execution_count is not None]
    assert kept == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_asks_for_the_plain_kernel(path: Path) -> None:
    assert read(path).metadata.kernelspec.name == "python3"


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_without_error_or_warning(path: Path, tmp_path: Path) -> None:
    notebook = read(path)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", allow_errors=True)
    client.resources = {"metadata": {"path": str(tmp_path)}}

    client.execute()

    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert [f"{output.ename}: {output.evalue}" for output in outputs if output.output_type == "error"] == []
    told = [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert [text for text in told if "Warning" in text] == []
