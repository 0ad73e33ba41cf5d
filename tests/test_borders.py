"""Whose borders a map shows, and what is disputed in it."""

import gzip
import json
from html import escape
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
from geomap.render.frame import first_view
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
    assert country_at(33.6, 35.3, "un") == {"Cyprus"}
    assert country_at(33.6, 35.3, "de-facto") == {"Northern Cyprus"}
    assert country_at(46.3, 9.7, "un") == {"Somalia"}
    assert country_at(46.3, 9.7, "de-facto") == {"Somaliland"}
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
    assert escape(page) in samples.reference().show(borders=borders)._repr_html_()


def test_disputed_areas_in_the_frame_are_named() -> None:
    crimea = route(
        Itinerary("To the sea", (samples.stop("Odesa", 1, 46.48, 30.72), samples.stop("Sochi", 2, 43.6, 39.7)))
    )

    assert {"Crimea", "Abkhazia", "Transnistria"} <= set(disputes(crimea))
    assert disputes(samples.some_unplaced()) == ()
    assert disputes(samples.nowhere()) == ()
    assert {"the Golan Heights", "the West Bank"} <= set(disputes(tours.hub_and_spokes()))
    assert disputes(samples.over_the_antimeridian()) == ()


def test_an_area_just_outside_the_view_is_not_named() -> None:
    """Its box reaches into the view: the area itself does not."""
    beside = route(Itinerary("East", (samples.stop("Here", 1, 21.2, -8.3), samples.stop("There", 2, 22.0, -8.0))))
    view = first_view(beside)

    assert view is not None
    assert view.meets([(-17.1, 20.8), (-8.7, 20.8), (-8.7, 27.7), (-17.1, 27.7)])
    assert "Western Sahara" not in disputes(beside)
    north = route(Itinerary("North", (samples.stop("Here", 1, 26.2, -9.9), samples.stop("There", 2, 27.0, -9.6))))
    assert "Western Sahara" in disputes(north)


def test_what_is_too_small_to_be_seen_is_not_named_on_a_map_of_the_world() -> None:
    assert "Ceuta" not in disputes(samples.round_the_world())
    assert {"Crimea", "Western Sahara", "Taiwan"} <= set(disputes(samples.round_the_world()))
    strait = route(
        Itinerary("Over", (samples.stop("Algeciras", 1, 36.13, -5.45), samples.stop("Tetouan", 2, 35.57, -5.37)))
    )
    assert {"Ceuta", "Gibraltar"} <= set(disputes(strait))


def test_the_view_reaches_over_the_antimeridian() -> None:
    view = first_view(samples.over_the_antimeridian())

    assert view is not None
    assert view.meets([(179.0, view.south + 1)])
    assert view.meets([(-179.0, view.south + 1)])
    assert not view.meets([(0.0, view.south + 1)])


def test_states_are_bordered_in_the_routes_countries_only() -> None:
    def divisions(*codes: str) -> list[str]:
        stops = tuple(samples.stop(code, i, 10.0 * i, 0.0, country=code) for i, code in enumerate(codes, 1))
        found: list[str] = json.loads(basemap_block(Itinerary("Here", stops)))["detail"]["divisions"]
        return found

    assert divisions("FR") == []
    assert len(divisions("US")) > 40
    assert len(divisions("US", "BR")) == len(divisions("US")) + len(divisions("BR"))


def test_the_command_line_names_them_on_standard_error(tmp_path: Path) -> None:
    source, page = tmp_path / "trip.json", tmp_path / "page.html"
    source.write_text(to_json(tours.hub_and_spokes()), encoding="utf-8")

    result = CliRunner().invoke(app, ["map", str(source), "-o", str(page), "--borders", "de-facto"])

    assert result.exit_code == 0, result.output
    assert "disputed, in view:" in result.stderr
    assert "the West Bank" in result.stderr
    assert "disputed" not in result.stdout
    assert page.read_text(encoding="utf-8") == to_html(tours.hub_and_spokes(), borders="de-facto")
