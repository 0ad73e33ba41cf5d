"""The drawing on folium, as text."""

import json
import re

import folium
import pytest
import samples
from folium.plugins import MiniMap

from geomap.render.drawing import draw, to_block
from geomap.render.folium import RouteLayer, RouteMap, to_folium

SHAPES = pytest.mark.parametrize("shape", samples.SHAPES.values(), ids=samples.SHAPES)


def html(map_: folium.Map) -> str:
    text: str = map_.get_root().render()
    return text


def blocks(text: str) -> dict[str, str]:
    return dict(re.findall(r'<script type="application/json" id="([^"]*)">(.*?)</script>', text, flags=re.S))


@SHAPES
def test_a_route_map_has_no_outside_part_and_is_the_same_every_time(shape: samples.Shape) -> None:
    text = html(to_folium(shape()))

    assert not re.search(r"<(?:script|link|img)\b[^>]*\b(?:src|href)=", text)
    assert not re.search(r"user-scalable=no|maximum-scale", text)
    assert text == html(shape().to_folium())


@SHAPES
def test_the_layer_carries_the_same_data_as_the_page(shape: samples.Shape) -> None:
    itinerary = shape()
    data = [block for name, block in blocks(html(to_folium(itinerary))).items() if name != "geomap-basemap"]

    assert data == [to_block(draw(itinerary))]


def test_no_text_of_the_article_passes_through_a_template_or_a_script() -> None:
    map_ = folium.Map(tiles=None)
    RouteLayer(samples.hostile()).add_to(map_)
    folium.LayerControl().add_to(map_)
    text = html(map_)

    (data,) = (block for name, block in blocks(text).items() if name.startswith("geomap-drawing"))
    elsewhere = text.replace(data, "")
    assert json.loads(data)["stops"][7]["name"] == samples.HOSTILE[7]
    for name in samples.HOSTILE:
        assert name not in elsewhere
    assert "globalThis.x" not in elsewhere


def test_other_folium_maps_keep_their_own_scripts() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    html(to_folium(samples.reference()))

    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert RouteMap.default_js == []
    assert "leaflet.js" in html(folium.Map())


def test_a_route_map_takes_further_layers_and_a_plain_map_takes_a_route_layer() -> None:
    itinerary = samples.reference()
    map_ = to_folium(itinerary)
    folium.Marker([40, 126]).add_to(map_)
    folium.GeoJson({"type": "Point", "coordinates": [126, 40]}).add_to(map_)
    folium.LayerControl().add_to(map_)
    plain = folium.Map(tiles=None)
    RouteLayer(itinerary, name="The route", key=False, fit=False).add_to(plain)
    folium.LayerControl().add_to(plain)
    MiniMap().add_to(plain)  # type: ignore[no-untyped-call]

    assert "L.marker(" in html(map_)
    assert '"The route"' in html(plain)
    assert len(blocks(html(plain))) == 1


def test_a_route_map_fetches_only_what_a_further_layer_can_not_do_without() -> None:
    def outside(marker: folium.Marker) -> set[str]:
        map_ = to_folium(samples.one_stop())
        marker.add_to(map_)
        return {
            url.rsplit("/", 1)[1]
            for url in re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', html(map_))
        }

    assert outside(folium.Marker([47, 106])) == set()
    assert outside(folium.Marker([47, 106], tooltip="Here")) == set()
    assert outside(folium.Marker([47, 106], popup="Here")) == {"jquery-3.7.1.min.js"}
    assert "leaflet.awesome-markers.js" in outside(folium.Marker([47, 106], icon=folium.Icon(color="red")))


def test_the_bounds_are_those_of_the_stops() -> None:
    layer = RouteLayer(samples.reference())

    assert layer.get_bounds() == [[16.16667, 107.83333], [51.884, 128.333]]
    assert RouteLayer(samples.nowhere()).get_bounds() == [[None, None], [None, None]]


def test_a_layer_without_a_map_says_so() -> None:
    with pytest.raises(TypeError, match=r"folium\.Map"):
        RouteLayer(samples.one_stop()).render()
