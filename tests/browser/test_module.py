"""The drawing as an ES module in somebody else's page."""

from pathlib import Path

import pytest
import samples
from playwright.sync_api import Browser
from visits import Serve, settle

from geomap.publish import save_module

pytestmark = pytest.mark.browser

PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:">
<title>An article</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="geomap.css">
<h1>An article</h1>
<div id="route"></div>
<script type="module" src="article.js"></script>
"""
SCRIPT = """\
import { draw } from "./geomap.mjs";
globalThis.L = "the page's own";
const data = await (await fetch("./%s")).json();
draw(document.getElementById("route"), data);
"""


def test_a_page_of_ones_own_imports_the_drawing_under_a_strict_policy(
    browser: Browser, tmp_path: Path, serve: Serve
) -> None:
    itinerary = samples.reference()
    data = save_module(itinerary, tmp_path)
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "article.js").write_text(SCRIPT % data.name, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(serve(tmp_path))
    page.wait_for_selector("#route .geomap-map [data-stop]")
    settle(page)

    assert page.locator("#route .geomap-item").count() == len(itinerary.stops)
    assert page.locator("#route path.geomap-coast").first.get_attribute("d") != "M0 0"
    page.locator("#route .geomap-map [data-stop]").first.click()
    assert page.locator("#route .geomap-card").count() == 1
    assert page.evaluate("globalThis.L") == "the page's own"
    assert said == []
    page.close()
