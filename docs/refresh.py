"""Run the commands that README.md shows with their output, and put what they print now into it.

    .venv/bin/python docs/refresh.py

A command stands in a comment right before its block. A test tells when this is due.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- geomap (.+?) -->\n```text\n)(.*?)(\n```\n)", re.DOTALL)


def printed(arguments: str) -> str:
    """Give what a command prints, standard output first, run in a folder that holds `seeds/` only."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
        command = [sys.executable, "-m", "geomap", *arguments.split()]
        ran = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return (ran.stdout + ran.stderr).decode("utf-8").replace("\r\n", "\n").strip("\n")


def refreshed(text: str) -> str:
    """Give the text with each block as its command prints it now."""
    return BLOCK.sub(lambda block: f"{block[1]}{printed(block[2])}{block[4]}", text)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(refreshed(readme.read_text(encoding="utf-8")), encoding="utf-8")
