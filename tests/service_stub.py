"""A loopback server that speaks as Nominatim, Photon and Pelias do, or fails at it in a way of its own."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from model_stub import Reply


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

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            geocoder.began.append(time.monotonic())
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            geocoder.paths.append(self.path)
            geocoder.headers.append({name.lower(): value for name, value in self.headers.items()})
            geocoder.queries.append(query)
            given = geocoder.reply(query)
            time.sleep(given.wait_s)
            try:
                self.send_response(given.status)
                self.send_header("content-type", given.kind)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                if given.pieces is None and "content-length" not in given.headers:
                    self.send_header("content-length", str(len(given.body)))
                self.end_headers()
                self.wfile.write(given.body)
                for piece in given.pieces() if given.pieces else ():
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # the other side has heard enough
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    geocoder.host = f"127.0.0.1:{server.server_address[1]}"
    geocoder.url = f"http://{geocoder.host}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield geocoder
    finally:
        server.shutdown()
        server.server_close()


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
