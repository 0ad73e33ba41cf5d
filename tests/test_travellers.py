"""Whose trip it is: a traveller asked for by name, and what is said of the others."""

import json
import sys
from pathlib import Path

import pytest

from geomap import InputError, Itinerary, make, trace
from geomap.cli import main
from geomap.extract import extract
from geomap.model import Document

TEXT = (
    "President Ada Moreno flew to Lisbon on Sunday and will travel on to Madrid on Wednesday. President Lev Núñez "
    "visited Ankara last week and arrived in Baku on Saturday. The spokesman, Karl Voss, spoke in Geneva."
)
DOCUMENT = Document(TEXT, date="2024-06-17")


@pytest.mark.parametrize(
    "name", ["Núñez", "nunez", "Lev Nunez", "LEV NÚÑEZ", "President Núñez", "the president Lev Núñez"]
)
def test_names_titles_case_and_accents(name: str) -> None:
    itinerary = extract(DOCUMENT, traveller=name)
    assert (itinerary.traveller, [stop.name for stop in itinerary.stops]) == ("Lev Núñez", ["Ankara", "Baku"])
    assert itinerary.other_travellers == ("Ada Moreno",)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Smith", "Nobody in the text is called 'Smith'."),
        ("", "Nobody in the text is called ''."),
        ("the", "Nobody in the text is called 'the'."),
        ("the president", "Several in the text are called 'the president': Ada Moreno, Lev Núñez."),
    ],
)
def test_a_name_that_is_nobodys_or_several_peoples(name: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        extract(DOCUMENT, traveller=name)
    assert raised.value.message == message
    assert raised.value.hint == "Those who travel in it are: Ada Moreno, Lev Núñez."


def test_somebody_who_does_not_travel_has_no_map(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not say that 'Obi' visits a place"):
        make(Document("Ada Moreno flew to Lisbon. Tom Obi smiled."), tmp_path / "map.html", traveller="Obi")


def test_an_itinerary_and_a_reader_that_cannot_choose() -> None:
    class Fixed:
        def read(self, document: Document) -> Itinerary:
            return Itinerary("Fixed", document=document)

    with pytest.raises(InputError, match="one traveller's already"):
        trace(Itinerary("A trip"), traveller="Moreno")
    with pytest.raises(InputError, match="one traveller's already"):
        trace('{"stops": [{"name": "Hanoi"}]}', traveller="Moreno")
    with pytest.raises(InputError, match="can't be asked for a traveller"):
        trace(DOCUMENT, reader=Fixed(), traveller="Moreno")


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    article, lines = tmp_path / "a.txt", tmp_path / "a.jsonl"
    article.write_text(TEXT, encoding="utf-8")
    asked = [{"id": 1, "text": TEXT}, {"id": 2, "text": TEXT, "traveller": "Moreno"}, {"id": 3, "text": TEXT,
             "traveller": "Smith"}]  # fmt: skip
    lines.write_text("".join(f"{json.dumps(line)}\n" for line in asked), encoding="utf-8")

    def run(*arguments: object) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, arguments)])
        with pytest.raises(SystemExit):
            main()
        out, err = capsys.readouterr()
        return out, err

    out, err = run("stops", article, "--traveller", "nunez", "--format", "json")
    assert [stop["name"] for stop in json.loads(out)["stops"]] == ["Ankara", "Baku"]
    assert err == 'others travel too: Ada Moreno (--traveller "Ada Moreno" gives that trip)\n'

    out, _ = run("map", article, "--traveller", "nunez", "-o", tmp_path / "map.html", "--title", "A trip")
    assert "Ankara" in out
    assert "Lisbon" not in out
    assert "Ankara" in (tmp_path / "map.html").read_text(encoding="utf-8")

    out, _ = run("stops", "--jsonl", lines, "--traveller", "Núñez")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [[stop["name"] for stop in answer["stops"]] for answer in answers[:2]] == [
        ["Ankara", "Baku"],
        ["Lisbon", "Madrid"],
    ]
    assert answers[2] == {"id": 3, "line": 3, "error": "Nobody in the text is called 'Smith'."}
