"""Readers by name: ours, and those of other packages."""

import sys
from pathlib import Path

import pytest

from geomap import trace
from geomap.errors import UnknownPlugin
from geomap.model import Document, Itinerary, Stop
from geomap.plugins import open_reader, readers

STRANGERS = """
from geomap.errors import InputError
from geomap.model import Itinerary, Stop

class Reader:
    def read(self, document):
        return Itinerary("By a stranger", (Stop("Oslo", "city", "past", 1),), document=document)

def opened(options):
    return Reader()

def unready(options):
    raise InputError("The stars are not right.", hint="Wait.")
"""
POINTS = """[geomap.readers]
stranger = a_strangers_reader:opened
unready = a_strangers_reader:unready
broken = a_package_that_is_gone:opened
built-in = a_strangers_reader:opened
"""


@pytest.fixture
def strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package with readers of its own."""
    info = tmp_path / "a_strangers_reader-1.0.dist-info"
    info.mkdir()
    (tmp_path / "a_strangers_reader.py").write_text(STRANGERS, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: a-strangers-reader\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "a_strangers_reader", raising=False)


class _Fixed:
    def read(self, document: Document) -> Itinerary:
        return Itinerary("Fixed", (Stop("Oslo", "city", "past", 1),), document=document)


def test_a_reader_of_ones_own_is_taken_as_it_is() -> None:
    itinerary = trace(Document("She flew to Hanoi."), reader=_Fixed())
    assert [(stop.name, stop.place and stop.place.country) for stop in itinerary.stops] == [("Oslo", "NO")]


@pytest.mark.usefixtures("strangers")
def test_another_packages_reader_goes_by_its_name() -> None:
    itinerary = trace(Document("She flew to Hanoi."), reader="stranger")
    assert [stop.name for stop in itinerary.stops] == ["Oslo"]


@pytest.mark.usefixtures("strangers")
def test_every_reader_is_listed_with_its_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("GEOMAP_LLM_BASE_URL", raising=False)
    listed = {one.name: one for one in readers()}

    assert list(listed)[:3] == ["built-in", "fast", "llm"]
    assert (listed["built-in"].ready, listed["built-in"].source) == (True, "geomap")
    assert "base_url and model missing" in listed["llm"].state
    assert (listed["stranger"].ready, listed["stranger"].source) == (True, "a-strangers-reader")
    assert listed["unready"].state == "The stars are not right. Wait."
    assert "can't be loaded" in listed["broken"].state
    assert not listed["broken"].ready


@pytest.mark.usefixtures("strangers")
def test_nobody_takes_the_place_of_ours() -> None:
    assert [stop.name for stop in trace(Document("She flew to Hanoi on Monday."), reader="built-in").stops] == ["Hanoi"]


def test_an_unknown_reader_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownPlugin) as told:
        open_reader("nobody")
    assert "built-in, fast, llm" in told.value.hint
