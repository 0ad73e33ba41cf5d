"""Score the reader on texts with gold itineraries.

    python benchmarks/trips.py GOLD.jsonl … --scorer score_itinerary.py [--articles] [--pins] [--fast]
                                 [--out PRED.jsonl]

Each file is read by geomap article by article, and the scorer's figures are printed, one line a file. `--pins`
places the stops too, `--fast` reads without the encoder; the rate is given beside that of the bare parse. Texts and
scorer are not part of the project.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from geomap.extract import extract
from geomap.extract.parse import parse
from geomap.model import Document, Itinerary


def predict(item: dict[str, Any], *, pins: bool, fast: bool) -> dict[str, Any]:
    """Read one article."""
    itinerary = extract(Document(item["text"], item.get("title"), date=item.get("date")), fast=fast)
    if pins:
        itinerary = _placed(itinerary)
    stops = [
        {
            "name": stop.name,
            "status": stop.status,
            "lat": stop.place.point.lat if stop.place else None,
            "lon": stop.place.point.lon if stop.place else None,
        }
        for stop in itinerary.stops
    ]
    return {"id": item["id"], "stops": stops}


def _placed(itinerary: Itinerary) -> Itinerary:
    from geomap.geocode import geocode

    return geocode(itinerary)


def main() -> None:
    """Read, predict, score."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    arguments.add_argument("gold", nargs="+", type=Path)
    arguments.add_argument("--scorer", required=True, type=Path)
    arguments.add_argument("--articles", action="store_true", help="a line for each article too")
    arguments.add_argument("--pins", action="store_true", help="place the stops too")
    arguments.add_argument("--fast", action="store_true", help="without the encoder")
    arguments.add_argument("--out", type=Path, help="keep the predictions here")
    chosen = arguments.parse_args()
    for gold in chosen.gold:
        items = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        started = time.perf_counter()
        lines = [json.dumps(predict(item, pins=chosen.pins, fast=chosen.fast), ensure_ascii=False) for item in items]
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        for item in items:
            parse(Document(item["text"], item.get("title")))
        ratio = seconds / (time.perf_counter() - started)
        with tempfile.TemporaryDirectory() as folder:
            predictions = chosen.out or Path(folder) / "predictions.jsonl"
            predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
            command = [sys.executable, str(chosen.scorer), str(gold), "--pred", str(predictions)]
            done = subprocess.run(
                command + ["--articles"] * chosen.articles, check=True, capture_output=True, text=True
            )
        print(
            f"{gold.name}: {done.stdout.strip()}  ({len(items) / seconds:.0f} articles/s, {ratio:.2f} times the parse)"
        )


if __name__ == "__main__":
    main()
