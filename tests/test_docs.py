"""The documents are true: their commands, names, examples and fields are the program's."""

import base64
import doctest
import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

import geomap
from geomap.cli import app
from geomap.evidence import Evidence, NotVisited
from geomap.export import itinerary_fields, toponym_fields
from geomap.geodesy import geodesic
from geomap.model import (
    Candidate,
    Itinerary,
    Leg,
    Mention,
    Place,
    Point,
    Stop,
    Toponym,
    When,
)  # fmt: skip
from geomap.render.embed import embed_html

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
#: Lines of a small terminal window; rows of an old one.
SCREEN_LINES, SCREEN_COLUMNS = 40, 80


def help_of(*command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "geomap", *command, "--help"],
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": str(SCREEN_COLUMNS), "NO_COLOR": "1"},
    )
    return ran.stdout.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_shows_each_command(command: str) -> None:
    assert f"geomap {command} " in README


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_screen_and_ends_with_an_example(command: str) -> None:
    lines = help_of(*command.split()).strip("\n").splitlines()

    assert len(lines) < SCREEN_LINES
    assert max(len(line) for line in lines) <= SCREEN_COLUMNS
    assert any(re.search(rf"geomap {command or 'map'}\b", line) for line in lines[-8:])


def test_the_readme_shows_what_the_commands_print() -> None:
    refresh = runpy.run_path(str(ROOT / "docs" / "refresh.py"))

    assert len(refresh["BLOCK"].findall(README)) >= 2
    assert without_sizes(refresh["refreshed"](README)) == without_sizes(README), "run docs/refresh.py"


def without_sizes(text: str) -> str:
    """Leave out what the next change of the page's script changes."""
    return re.sub(r"\d+ kB", "… kB", text)


def test_each_command_named_in_a_document_exists() -> None:
    for document in DOCUMENTS:
        for command in re.findall(r"^ {4}geomap (\w+)", document.read_text(encoding="utf-8"), re.MULTILINE):
            assert command in COMMANDS, f"{document.name}: geomap {command}"


@pytest.mark.parametrize("name", geomap.__all__)
def test_each_public_name_is_described(name: str) -> None:
    assert f"`{name}`" in README
    assert str(getattr(geomap, name).__doc__).strip()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_examples_run(document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    text = document.read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    test = doctest.DocTestParser().get_doctest(examples, {}, document.name, str(document), 0)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)

    assert not told, "".join(told)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith("#"):
            assert link[1:] in anchors, link
        elif not link.startswith(("https://", "mailto:")):
            assert (document.parent / link.partition("#")[0]).exists(), link


def test_the_hash_of_the_embed_s_listener_is_told(tmp_path: Path) -> None:
    page = read('{"title": "A trip", "stops": [{"name": "Hanoi", "lat": 21, "lon": 105.8}]}').save(tmp_path / "a.html")
    (listener,) = re.findall(r"<script>(.*?)</script>", embed_html(page), re.DOTALL)
    told = base64.b64encode(hashlib.sha256(listener.encode()).digest()).decode()

    assert f"'sha256-{told}'" in (ROOT / "docs" / "page.md").read_text(encoding="utf-8")


def test_the_notice_names_what_is_installed_beside_geomap() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~ ]", requirement)[0]
        assert name in notice, name


def test_the_json_s_description_has_each_key() -> None:
    described = (ROOT / "docs" / "itinerary-json.md").read_text(encoding="utf-8")
    for key in keys(json.loads(json.dumps(itinerary_fields(everything())))) | keys(toponym_fields(a_toponym())):
        assert f"`{key}`" in described, key


def test_the_json_s_example_is_read() -> None:
    described = (ROOT / "docs" / "itinerary-json.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", described, re.DOTALL | re.MULTILINE)
    itinerary = geomap.trace(geomap.from_frame(geomap.to_frame(read(example))))

    assert all(stop.place for stop in itinerary.stops)


def read(text: str) -> Itinerary:
    from geomap.read.itinerary import parse_itinerary

    return parse_itinerary(text)


def keys(value: object) -> set[str]:
    """Give all keys of a JSON value, at any depth."""

    def some(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for inner in value.values():
                yield from some(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from some(inner)

    return set(some(value))


def a_place() -> Place:
    return Place("Hanoi", Point(21.0, 105.8), "P", "PPLC")


def a_toponym() -> Toponym:
    return Toponym(Mention(0, 5, "Hanoi"), "city", place=a_place())


def everything() -> Itinerary:
    evidence = (Evidence(0, 6, "Hanoi.", 0, 5),)
    stop = Stop(
        "Hanoi", "city", "past", 1, when=When("on Monday"), evidence=evidence, place=a_place(), precision="city",
        candidates=(Candidate(a_place(), 1.0, ("the only one",)),),
    )  # fmt: skip
    line = geodesic(a_place().point, a_place().point)
    leg = Leg(0, 0, "travel", line.path, line.distance_m, line.bearing_deg, "past")
    return Itinerary("A trip", (stop,), (leg,), doubtful=(stop,), not_visited=(NotVisited("Hue", "only named"),))
