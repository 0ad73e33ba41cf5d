"""A sheet of screenshots of every shape at three widths, to look at: `output/contact-sheet/`.

    .venv/bin/python tests/contact_sheet.py [SHAPE…]

One picture for each shape and width, light and dark in turn, one of the printed page, and `index.html`, which
shows them all.
"""

import sys
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from shutil import which

import tours
from playwright.sync_api import sync_playwright
from visits import settle

from geomap.render.page import to_html

WIDTHS = (1280, 768, 375)
OUTPUT = Path("output/contact-sheet")


def main(names: Iterable[str]) -> None:
    """Take the pictures."""
    chromium = which("chromium") or which("google-chrome")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    taken = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for i, name in enumerate(names):
            page = Path(folder) / f"{name}.html"
            page.write_text(to_html(tours.ALL[name]()), encoding="utf-8")
            tab = browser.new_page(reduced_motion="reduce")
            for j, width in enumerate(WIDTHS):
                tab.set_viewport_size({"width": width, "height": 800})
                tab.emulate_media(color_scheme="dark" if (i + j) % 2 else "light")
                tab.goto(page.as_uri())
                settle(tab)
                picture = OUTPUT / f"{name}-{width}.png"
                tab.screenshot(path=picture, full_page=width < WIDTHS[1])
                taken.append(picture.name)
            tab.emulate_media(media="print")
            tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
            picture = OUTPUT / f"{name}-print.png"
            tab.locator("main").screenshot(path=picture)
            taken.append(picture.name)
            tab.close()
        browser.close()
    figures = "".join(
        f'<figure><img src="{escape(name)}" height="420"><figcaption>{escape(name)}</figcaption></figure>'
        for name in taken
    )
    style = "body{display:flex;flex-wrap:wrap;gap:12px;font:12px sans-serif}figure{margin:0}"
    html = f"<!doctype html><title>Contact sheet</title><style>{style}</style>{figures}"
    (OUTPUT / "index.html").write_text(html, encoding="utf-8")
    print(f"{OUTPUT / 'index.html'}: {len(taken)} pictures")


if __name__ == "__main__":
    main(sys.argv[1:] or tours.ALL)
