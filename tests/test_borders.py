"""Whose borders a map shows, and what is disputed in it."""

import gzip
import json
from pathlib import Path

import packed
import pytest
import samples
import tours
from shapely.geometry import Point, Polygon
from typer.testing import CliRunner

from geomap.cli import app
from geomap.export import to_json
from geomap.model import Borders, Itinerary
from geomap.render.basemap import basemap_block
from geomap.render.disputes import disputes
from geomap.render.drawing import draw
from geomap.render.folium import to_folium
from geomap.render.page import to_html
from geomap.route import route


def country_at(lon: float, lat: float, borders: Borders) -> set[str]:
    """Give the countries of the world's cut that hold a point."""
    world = json.loads(basemap_block(Itinerary("Nowhere"), borders=borders))
    return {
        name
        for name, *_, rings in world["countries"]
        for ring in packed.rings(world, rings)
        if len(ring) > 3 and Polygon(ring).contains(Point(lon, lat))
    }


def test_the_two_sets_of_borders_differ_on_crimea_and_agree_on_kyiv() -> None:
    assert country_at(34.1, 45.3, "un") == {"Ukraine"}
    assert country_at(34.1, 45.3, "de-facto") == {"Russia"}
    assert country_at(30.5, 50.4, "un") == country_at(30.5, 50.4, "de-facto") == {"Ukraine"}


@pytest.mark.parametrize("borders", ["un", "de-facto"])
def test_a_page_says_whose_borders_it_shows_within_its_budget(borders: Borders) -> None:
    page = to_html(samples.reference(), borders=borders)
    notes = draw(samples.reference(), borders=borders).notes

    assert ("United Nations" in notes[-1]) == (borders == "un")
    assert ("on the ground" in notes[-1]) == (borders == "de-facto")
    assert len(gzip.compress(page.encode(), 9)) <= 150_000
    assert notes[-1] in page
    assert notes[-1] in to_folium(samples.reference(), borders=borders).get_root().render()


def test_disputed_areas_in_the_frame_are_named() -> None:
    crimea = route(
        Itinerary("To the sea", (samples.stop("Odesa", 1, 46.48, 30.72), samples.stop("Sochi", 2, 43.6, 39.7)))
    )

    assert {"Crimea", "Abkhazia", "Transnistria"} <= set(disputes(crimea))
    assert disputes(samples.some_unplaced()) == ()
    assert disputes(samples.nowhere()) == ()
    assert {"the Golan Heights", "the West Bank"} <= set(disputes(tours.hub_and_spokes()))
    assert disputes(samples.over_the_antimeridian()) == ()


def test_the_command_line_names_them_on_standard_error(tmp_path: Path) -> None:
    source, page = tmp_path / "trip.json", tmp_path / "page.html"
    source.write_text(to_json(tours.hub_and_spokes()), encoding="utf-8")

    result = CliRunner().invoke(app, ["map", str(source), "-o", str(page), "--borders", "de-facto"])

    assert result.exit_code == 0, result.output
    assert "disputed, in view:" in result.stderr
    assert "the West Bank" in result.stderr
    assert "disputed" not in result.stdout
    assert page.read_text(encoding="utf-8") == to_html(tours.hub_and_spokes(), borders="de-facto")
