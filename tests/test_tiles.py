"""Whose tiles lie under the drawing, and what is said of them beforehand."""

import json
import re
from pathlib import Path

import pytest
import samples
from typer.testing import CliRunner

from geomap.cli import app
from geomap.errors import InputError
from geomap.export import to_json
from geomap.render.credits import Credit
from geomap.render.folium import to_folium
from geomap.render.page import to_html
from geomap.render.tiles import KEY_VARIABLE, Tiles, find_tiles

SECRET = "s3cret&key{z}"


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


def policy(html: str) -> str:
    match = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert match
    return match[1]


def test_a_provider_is_found_however_its_name_is_written() -> None:
    tiles = find_tiles("opentopomap")

    assert tiles == find_tiles("Open Topo-Map")
    assert tiles.name == "OpenTopoMap"
    assert tiles.origins == tuple(f"https://{s}.tile.opentopomap.org" for s in "abc")
    assert Credit("OpenTopoMap", "https://opentopomap.org") in tiles.attribution
    assert "".join(credit.text for credit in tiles.attribution).startswith("Map data: © OpenStreetMap contributors")


@pytest.mark.parametrize(
    ("asked", "suggested"), [("OpenTopo", "OpenTopoMap"), ("mapnik", "OpenStreetMap.Mapnik"), ("qqqq", "UN.ClearMap")]
)
def test_an_unknown_name_is_met_with_the_nearest(asked: str, suggested: str) -> None:
    with pytest.raises(InputError, match=asked) as error:
        find_tiles(asked)

    assert suggested in (error.value.hint or "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("OpenStreetMap.Mapnik", "Referer"),
        ("Stadia.AlidadeSmooth", "Referer"),
        ("CartoDB.Positron", "watermark"),
        ("BasemapAT.grau", "part of the world"),
        ("OpenTopoMap", "terms"),
    ],
)
def test_what_speaks_against_a_provider_is_said_beforehand(name: str, said: str) -> None:
    assert any(said in caution for caution in find_tiles(name).cautions)
    with pytest.warns(UserWarning, match=said):
        to_html(samples.one_stop(), tiles=name)


@pytest.mark.parametrize("name", ["NASAGIBS.BlueMarble3413", "Gaode.Normal", "MapTiler.Streets"])
def test_tiles_that_would_mislead_or_never_come_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=name):
        find_tiles(name)


def test_a_key_comes_from_the_environment_and_is_printed_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, SECRET)
    source, page = tmp_path / "trip.json", tmp_path / "page.html"
    source.write_text(to_json(samples.reference()), encoding="utf-8")

    result = CliRunner().invoke(app, ["map", str(source), "-o", str(page), "--tiles", "MapTiler.Streets"])

    assert result.exit_code == 0, result.output
    assert "the key stands in the page" in result.stderr
    assert "s3cret" not in result.output
    assert "s3cret" not in repr(find_tiles("MapTiler.Streets"))
    html = page.read_text(encoding="utf-8")
    assert "?key=s3cret%26key%7Bz%7D" in html
    assert policy(html).count("api.maptiler.com") == 1
    assert "s3cret" not in policy(html)


def test_the_command_line_speaks_before_it_writes_and_writes_nothing_for_an_unknown_name(tmp_path: Path) -> None:
    source, page = tmp_path / "trip.json", tmp_path / "page.html"
    source.write_text(to_json(samples.reference()), encoding="utf-8")

    def run(tiles: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["map", str(source), "-o", str(page), "--tiles", tiles])
        return result.exit_code, result.stderr if result.exit_code == 0 else str(result.exception)

    code, said = run("OpenStreetMaps")
    assert code == 1
    assert "No tiles are called 'OpenStreetMaps'" in said
    assert not page.exists()
    code, said = run("openstreetmap.mapnik")
    assert code == 0
    assert "notebook" in said.splitlines()[0]
    assert page.exists()


def test_every_door_takes_them_and_the_policy_opens_for_their_hosts_only() -> None:
    itinerary = samples.reference()
    tiles = find_tiles("OpenTopoMap")
    html = to_html(itinerary, tiles=tiles)
    map_ = to_folium(itinerary, tiles=tiles).get_root().render()

    assert policy(html).replace(" " + " ".join(tiles.origins), "") == policy(to_html(itinerary))
    blocks = [
        re.search(r'id="geomap-basemap">(.*?)</script>', text)
        for text in (html, map_, itinerary.show(tiles=tiles)._repr_html_().replace("&quot;", '"'))
    ]
    read = [json.loads(block[1].replace("&lt;", "<")) for block in blocks[:2] if block]
    assert read[0] == read[1]
    assert read[0]["tiles"]["url"] == "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png"
    assert tiles.url in itinerary.show(tiles=tiles)._repr_html_()


def test_a_server_of_ones_own_and_what_it_says_stay_data() -> None:
    tiles = Tiles("Ours", "https://t.example.org/{z}/{x}/{y}.png", (Credit("</script><b>©"),))
    html = to_html(samples.one_stop(), tiles=tiles)

    assert "img-src data: https://t.example.org;" in policy(html)
    assert "</script><b>" not in html


@pytest.mark.parametrize(
    "url",
    [
        "http://t.example.org/{z}/{x}/{y}.png",
        "javascript:alert(1)/{z}/{x}/{y}",
        "https://t.example.org/tiles.png",
        "https://t.example.org/{z}/{x}/{y}/{quadkey}",
        "https://t.example.org; script-src *//{z}/{x}/{y}",
    ],
)
def test_an_address_that_is_none_of_tiles_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="Ours"):
        Tiles("Ours", url, ())
