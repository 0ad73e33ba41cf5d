"""The notebooks run, offline and in order, and are kept without their output."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_output(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)

    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert cell.metadata == {}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, tmp_path: Path) -> None:
    for name in ("notebooks", "output"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    copy = tmp_path / "notebooks" / path.name
    copy.write_bytes(path.read_bytes())
    # A process of its own, for Jupyter leaves sockets open. Without the user's kernels, "python3" is this interpreter.
    ran = subprocess.run(
        [sys.executable, "-c", "from nbclient.cli import main; main()", "--inplace", "--timeout=120", str(copy)],
        cwd=copy.parent,
        env={**os.environ, "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"), "JUPYTER_PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]

    cells = [cell for cell in read(copy).cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    for output in (output for cell in cells for output in cell.outputs):
        assert output.get("name") != "stderr", output.text
