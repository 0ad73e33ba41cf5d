"""A loopback server that speaks as Nominatim, Photon and Pelias do, or fails at it in a way of its own."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from loopback_stub import QuietHandler, Reply, listening, send


@dataclass(slots=True)
class Geocoder:
    """What the server does, and what it was asked."""

    reply: Callable[[dict[str, str]], Reply]
    url: str = ""
    host: str = ""
    queries: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    began: list[float] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.queries)


@contextmanager
def serve(reply: Callable[[dict[str, str]], Reply] | Reply) -> Iterator[Geocoder]:
    """Serve a geocoder on a free port of the loopback interface; it may also be used as a proxy."""
    answer = (lambda _: reply) if isinstance(reply, Reply) else reply
    geocoder = Geocoder(answer)

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - http.server's name
            geocoder.began.append(time.monotonic())
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            geocoder.paths.append(self.path)
            geocoder.headers.append({name.lower(): value for name, value in self.headers.items()})
            geocoder.queries.append(query)
            send(self, geocoder.reply(query))

    with listening(Handler) as host:
        geocoder.host = host
        geocoder.url = f"http://{host}"
        yield geocoder


def sent(value: object) -> Reply:
    """Answer with JSON."""
    return Reply(json.dumps(value, ensure_ascii=False).encode())


def nominatim(*places: dict[str, Any]) -> Reply:
    """Answer as Nominatim's search does with `format=json`."""
    return sent(list(places))


def nominatim_place(name: str, lat: float, lon: float, country: str = "kp", **fields: Any) -> dict[str, Any]:
    """Give one place as Nominatim does; `class_` is its field `class`."""
    return {
        "place_id": 219_346_857,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "way",
        "osm_id": 185_637_902,
        "lat": f"{lat:.7f}",
        "lon": f"{lon:.7f}",
        "class": fields.pop("class_", "amenity"),
        "type": "theatre",
        "place_rank": 30,
        "importance": 0.21,
        "addresstype": "amenity",
        "name": name,
        "display_name": f"{name}, Sungri Street, Pyongyang, North Korea",
        "address": {"amenity": name, "city": "Pyongyang", "country": "North Korea", "country_code": country},
        "boundingbox": [f"{lat - 0.001:.7f}", f"{lat + 0.001:.7f}", f"{lon - 0.001:.7f}", f"{lon + 0.001:.7f}"],
        "namedetails": {"name": "평양대극장", "name:en": name, "name:ko": "평양대극장"},
        **fields,
    }


def collection(*features: dict[str, Any], **fields: Any) -> Reply:
    """Answer with a FeatureCollection, as Photon and Pelias do."""
    return sent({"type": "FeatureCollection", "features": list(features), **fields})


def photon_feature(name: str, lat: float, lon: float, country: str = "KP", **properties: Any) -> dict[str, Any]:
    """Give one place as Photon does."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "osm_type": "W", "osm_id": 185_637_902, "osm_key": "amenity", "osm_value": "theatre", "type": "house",
            "name": name, "street": "Sungri Street", "city": "Pyongyang", "country": "North Korea",
            "countrycode": country, "extent": [lon - 0.001, lat + 0.001, lon + 0.001, lat - 0.001], **properties,
        },
    }  # fmt: skip


def pelias_feature(name: str, lat: float, lon: float, country: str = "KP", **properties: Any) -> dict[str, Any]:
    """Give one place as Pelias does."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "id": "way/185637902", "gid": "openstreetmap:venue:way/185637902", "layer": "venue",
            "source": "openstreetmap", "name": name, "confidence": 1, "match_type": "exact", "accuracy": "point",
            "country": "North Korea", "country_a": "PRK", "country_code": country, "locality": "Pyongyang",
            "label": f"{name}, Pyongyang, North Korea", **properties,
        },
        "bbox": [lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001],
    }  # fmt: skip


def settle_in(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Keep caches and settings in a folder of the test's own, none from outside, and waits short."""
    for name in [name for name in os.environ if name.startswith("GEOMAP_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(folder)
    for name in ("CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    monkeypatch.setenv("GEOMAP_ONLINE_WAIT_S", "0.01")
    monkeypatch.setenv("GEOMAP_ONLINE_TIMEOUT_S", "5")
