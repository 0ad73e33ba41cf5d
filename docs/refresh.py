"""Put what the commands print now into README.md, and draw its picture again.

    .venv/bin/python docs/refresh.py

A command stands in a comment right before the block with its output. A test tells when this is due. The picture needs
Chromium, and stays as it is where there is none.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

import geomap

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


def draw(picture: Path) -> None:
    """Take a picture of the reference article's page, 1280 pixels wide."""
    from playwright.sync_api import sync_playwright

    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if chromium is None:
        print("No Chromium here: the picture stays as it is.")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = geomap.trace(ROOT / "seeds" / "000_24a45464d321b182.txt").save(Path(folder) / "page.html")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        tab.goto(page.as_uri())
        tab.wait_for_selector(".leaflet-container [data-stop]")
        tab.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
        tab.wait_for_timeout(1000)
        tab.screenshot(path=picture, full_page=True)
        browser.close()


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(refreshed(readme.read_text(encoding="utf-8")), encoding="utf-8")
    draw(ROOT / "docs" / "page.png")
