"""How long the commands take, against the least that any program of the kind needs.

    .venv/bin/python benchmarks/startup.py [ROUNDS]

1. `geomap --help` against the help of a Typer program with one command.
2. `geomap geocode NAME` against the same program.
3. `geomap map` of the reference itinerary's JSON against a script that draws the same pins and line with folium.
4. `geomap map` of the reference article against a script that loads the English model and parses the article.
5. The same with `--reader fast`.

Exits with 1 where a bound is exceeded.
"""

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from processes import ARTICLE, geomap, race

HELLO = """
import typer

app = typer.Typer()


@app.command()
def hello(name: str) -> None:
    print(name)


app()
"""

FOLIUM = """
import folium

points = {points}
drawn = folium.Map(location=points[0], zoom_start=5)
for number, point in enumerate(points, 1):
    folium.Marker(point, popup=f"Stop {{number}}", tooltip=f"Stop {{number}}").add_to(drawn)
folium.PolyLine(points).add_to(drawn)
drawn.save({page!r})
"""

PARSE = """
from pathlib import Path

import spacy

spacy.load({model!r})(Path({article!r}).read_text(encoding="utf-8"))
"""


def main(rounds: int) -> int:
    """Race the pairs, print them, and say whether each is within its bound."""
    command, python = geomap(), sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        itinerary = folder / "itinerary.json"
        told = subprocess.run([command, "stops", str(ARTICLE), "--format", "json"], capture_output=True, check=True)
        itinerary.write_bytes(told.stdout)
        points = [(stop["lat"], stop["lon"]) for stop in json.loads(told.stdout)["stops"]]
        scripts = {
            "hello.py": HELLO,
            "folium_map.py": FOLIUM.format(points=points, page=str(folder / "folium.html")),
            "parse.py": PARSE.format(model=str(_model()), article=str(ARTICLE)),
        }
        for script, text in scripts.items():
            (folder / script).write_text(text, encoding="utf-8")
        page = str(folder / "page.html")
        races = (
            race(
                "help, beside a bare Typer program",
                [command, "--help"],
                [python, str(folder / "hello.py"), "--help"],
                bound=1.3,
                rounds=rounds,
            ),
            race(
                "a name, beside a bare Typer program",
                [command, "geocode", "Hanoi"],
                [python, str(folder / "hello.py"), "Hanoi"],
                bound=2.0,
                rounds=rounds,
            ),
            race(
                "itinerary to page, beside stock folium",
                [command, "map", str(itinerary), "-o", page],
                [python, str(folder / "folium_map.py")],
                bound=0.6,
                rounds=rounds,
            ),
            race(
                "article to page, beside the bare parse",
                [command, "map", str(ARTICLE), "-o", page],
                [python, str(folder / "parse.py")],
                bound=1.6,
                rounds=rounds,
            ),
            race(
                "article to page, fast, beside the parse",
                [command, "map", str(ARTICLE), "-o", page, "--reader", "fast"],
                [python, str(folder / "parse.py")],
                bound=1.3,
                rounds=rounds,
            ),
        )
    print(f"{'median of ' + str(rounds) + ' rounds':40}  geomap   other   ratio   bound")
    for one in races:
        over = "" if one.ratio <= one.bound else "  exceeded"
        print(f"{one.name:40}  {one.ours_s:5.2f}s  {one.theirs_s:5.2f}s  {one.ratio:6.2f}  {one.bound:6.2f}{over}")
    return int(any(one.ratio > one.bound for one in races))


def _model() -> Path:
    package = find_spec("geomap")
    if package is None or package.origin is None:
        sys.exit("geomap is not installed here.")
    return Path(package.origin).parent / "english"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 7))
