"""Pages in an article of another origin: sandboxed, and as high as they are."""

from pathlib import Path

import pytest
import samples
from playwright.sync_api import Browser
from visits import Serve

from geomap.render.embed import embed_html
from geomap.render.page import to_html

pytestmark = pytest.mark.browser

#: Whether a map is all there; before, its page may still grow.
DRAWN = "() => !!document.querySelector('.leaflet-container') && !document.querySelector('[aria-busy=true]')"


def test_two_sandboxed_maps_in_an_article_of_another_origin_are_as_high_as_they_are(
    browser: Browser, tmp_path: Path, serve: Serve
) -> None:
    maps, article = tmp_path / "maps", tmp_path / "article"
    maps.mkdir()
    article.mkdir()
    address = serve(maps)
    frames = []
    for shape in (samples.reference, samples.one_stop):
        page = maps / f"{shape.__name__}.html"
        page.write_text(to_html(shape()), encoding="utf-8")
        frames.append(embed_html(page, url=f"{address}/{page.name}"))
    text = "<p>Words of the article.</p>" * 3
    head = '<!doctype html><title>An article</title><link rel="icon" href="data:,">'
    (article / "index.html").write_text(f"{head}{text}{frames[0]}{text}{frames[1]}{text}", encoding="utf-8")
    host = browser.new_page(viewport={"width": 700, "height": 3000})
    messages: list[str] = []
    host.on("console", lambda message: messages.append(message.text))
    host.on("pageerror", lambda error: messages.append(str(error)))

    def fits() -> bool:
        if not all(frame.evaluate(DRAWN) for frame in host.frames[1:]):
            return False
        inner = [frame.evaluate("document.documentElement.getBoundingClientRect().height") for frame in host.frames[1:]]
        outer = host.locator("iframe").evaluate_all("all => all.map(each => each.clientHeight)")
        return len(inner) == 2 and all(abs(a - b) <= 1 for a, b in zip(inner, outer, strict=True))

    host.goto(f"{serve(article)}/index.html")
    heights = []
    for width in (700, 340, 1100):
        host.set_viewport_size({"width": width, "height": 3000})
        for _ in range(500):  # a busy machine draws late
            host.wait_for_timeout(40)
            if fits():
                break
        assert fits(), width
        heights.append(host.locator("iframe").evaluate_all("all => all.map(each => each.clientHeight)"))

    assert heights[0][0] != heights[0][1]
    assert heights[0] != heights[1]
    host.wait_for_timeout(150)
    assert host.locator("iframe").evaluate_all("all => all.map(each => each.clientHeight)") == heights[2]
    for frame in host.frames[1:]:
        assert frame.evaluate("origin") == "null"
    assert messages == []

    host.evaluate("() => postMessage({sentinel: 'amp', type: 'embed-size', height: 9000}, '*')")
    host.wait_for_timeout(80)
    assert host.locator("iframe").evaluate_all("all => all.map(each => each.clientHeight)") == heights[2]
    host.close()


@pytest.mark.parametrize("after_ms", [0, 50, 100, 150, 200, 300, 500, 1000, 2000])
def test_a_map_in_a_hidden_tab_is_right_when_the_tab_opens(
    browser: Browser, tmp_path: Path, serve: Serve, after_ms: int
) -> None:
    (tmp_path / "map.html").write_text(to_html(samples.reference()), encoding="utf-8")
    (tmp_path / "host.html").write_text(
        '<!doctype html><title>A host</title><iframe src="map.html" width="900" height="900" hidden></iframe>',
        encoding="utf-8",
    )
    host = browser.new_page(viewport={"width": 1000, "height": 1000})
    host.goto(f"{serve(tmp_path)}/host.html")
    host.wait_for_timeout(after_ms)
    host.evaluate("() => document.querySelector('iframe').hidden = false")

    frame = host.frames[1]
    frame.wait_for_selector(".geomap-map [data-stops='2-5']")
    stops = frame.locator(".geomap-map [data-numbers]").evaluate_all("all => all.map(each => each.dataset.numbers)")
    assert sorted(stops) == ["1", "2 3 4 5", "6"]
    host.close()


def test_every_host_hears_the_height_in_its_own_words(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "map.html").write_text(to_html(samples.one_stop()), encoding="utf-8")
    (tmp_path / "host.html").write_text(
        """<!doctype html><title>A host</title><script>
        window.heard = [];
        addEventListener("message", ({data}) => heard.push(data));
        </script><iframe src="map.html?childId=map-7" width="600"></iframe>""",
        encoding="utf-8",
    )
    host = browser.new_page()
    host.goto(f"{serve(tmp_path)}/host.html")
    host.wait_for_function("() => heard.length >= 4")
    host.frames[1].wait_for_function(DRAWN)
    host.wait_for_timeout(500)
    height = host.frames[1].evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    heard = host.evaluate("() => heard.splice(0)")
    told = {each["height"] for each in heard if isinstance(each, dict) and each.get("type") == "embed-size"}
    assert told == {height}, "the article moves more than once"

    assert {"sentinel": "amp", "type": "embed-size", "height": height} in heard
    assert {"datawrapper-height": {"map-7": height}} in heard
    assert f"pymxPYMxmap-7xPYMxheightxPYMx{height}" in heard
    assert any(isinstance(each, str) and '"context":"iframe.resize"' in each for each in heard)
    assert not any(isinstance(each, str) and each.startswith("[iFrameSizer]") for each in heard)
    for question, answer in (
        (
            "'[iFrameSizer]frame-3:0:false:false:32:true:true::auto:::0:false:child:auto:true:::true:::false'",
            f"[iFrameSizer]frame-3:{height}:",
        ),
        ("'pymxPYMxmap-7xPYMxwidthxPYMx600'", f"pymxPYMxmap-7xPYMxheightxPYMx{height}"),
        ("{sentinel: 'amp', type: 'frames-init'}", f"pymxPYMxmap-7xPYMxheightxPYMx{height}"),
    ):
        host.evaluate(
            f"() => {{ heard.length = 0; document.querySelector('iframe').contentWindow.postMessage({question}, '*') }}"
        )
        host.wait_for_function(
            "start => heard.some(each => typeof each === 'string' && each.startsWith(start))", arg=answer
        )
    host.close()
