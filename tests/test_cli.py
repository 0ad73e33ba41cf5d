"""The command line as a user meets it: exit codes, what goes where, and that bad input does no harm."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from geomap.cli import main

SEED = Path(__file__).parent.parent / "seeds" / "000_24a45464d321b182.txt"
ARTICLE = "The minister flew to Hanoi on Monday. On Tuesday she will travel to Seoul."
NO_TRIP = "Prices rose by two per cent in March, the statistics office said. Economists had expected a smaller rise."
FRENCH = "Le président russe est arrivé mardi à Pyongyang, où il a été accueilli par le dirigeant nord-coréen. " * 3
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)
TRIP = {
    "title": "A trip",
    "stops": [
        {"name": "Hanoi", "lat": 21.0245, "lon": 105.8412, "status": "past"},
        {"name": "Seoul", "lat": 37.566, "lon": 126.9784, "status": "planned"},
    ],
}
UNPLACED = {"title": "A trip", "stops": [*TRIP["stops"], {"name": "Xyzzyville", "reason": "No gazetteer knows it."}]}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it said where."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command in an empty folder of its own, as the installed script does."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code if isinstance(code, int) else 0, out, err)

    return run


def a_file(name: str, content: str | bytes | object) -> Path:
    """Write a file into the current folder."""
    path = Path(name)
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


# The map


def test_map_writes_the_page_and_prints_what_a_desk_needs(run: Run, tmp_path: Path) -> None:
    ran = run("map", a_file("trip.json", TRIP))

    assert ran.code == 0
    assert everything_in(tmp_path) == ["output", "output/a-trip.html", "trip.json"]
    lines = ran.out.splitlines()
    assert lines[0] == "A trip"
    assert any(line.startswith("1  Hanoi") and "21.0245, 105.8412" in line for line in lines)
    assert any(line.startswith("2  Seoul") and "planned" in line for line in lines)
    assert any(line.startswith("output/a-trip.html") and "kB" in line for line in lines)
    assert any(line.startswith("<iframe ") and "a-trip.html" in line for line in lines)


def test_map_writes_where_it_is_told(run: Run, tmp_path: Path) -> None:
    assert run("map", a_file("trip.json", TRIP), "-o", "deep/er/page.html").code == 0
    assert everything_in(tmp_path) == ["deep", "deep/er", "deep/er/page.html", "trip.json"]


def test_a_title_without_latin_letters_leaves_the_file_name_to_the_places(run: Run, tmp_path: Path) -> None:
    assert run("map", a_file("trip.json", {**TRIP, "title": "習近平訪朝"})).code == 0
    assert everything_in(tmp_path) == ["output", "output/hanoi-seoul.html", "trip.json"]


@pytest.mark.parametrize("options", [(), ("--title", "A trip", "--date", "2024-06-17")])
def test_map_from_the_stops_json_is_the_map_from_the_article(run: Run, options: tuple[str, ...]) -> None:
    article = a_file("article.txt", ARTICLE)
    assert run("map", article, "-o", "direct.html", *options).code == 0
    told = run("stops", article, "--format", "json", *options)
    assert run("map", a_file("stops.json", told.out), "-o", "by-json.html").code == 0

    assert Path("by-json.html").read_bytes() == Path("direct.html").read_bytes()


def test_map_of_the_reference_article_is_the_map_of_its_json(run: Run) -> None:
    assert run("map", SEED, "-o", "direct.html").code == 0
    assert run("map", a_file("stops.json", run("stops", SEED, "-f", "json").out), "-o", "by-json.html").code == 0

    assert Path("by-json.html").read_bytes() == Path("direct.html").read_bytes()


def test_map_reads_standard_input(run: Run) -> None:
    assert run("map", "-", "-o", "page.html", stdin=json.dumps(TRIP).encode()).code == 0
    assert run("map", "-", "-o", "page.html", stdin=ARTICLE.encode()).code == 0


def test_a_map_without_a_headline_is_named_by_its_stops(run: Run, tmp_path: Path) -> None:
    ran = run("map", a_file("article.txt", ARTICLE))

    assert ran.out.startswith("Hanoi, Seoul\n")
    assert (tmp_path / "output" / "hanoi-seoul.html").exists()


def test_map_tells_doubts_to_people_only(run: Run) -> None:
    ran = run("map", a_file("trip.json", UNPLACED))

    assert "check stop 3, Xyzzyville: No gazetteer knows it." in ran.err
    assert "check stop" not in ran.out
    assert "not placed: No gazetteer knows it." in ran.out


def test_map_of_a_text_without_a_trip_is_an_error_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("map", a_file("article.txt", NO_TRIP))

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("geomap: There is no trip in this text")
    assert everything_in(tmp_path) == ["article.txt"]


def test_map_with_no_stop_placed_is_an_error_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("map", a_file("trip.json", {"stops": [{"name": "X", "reason": "No gazetteer knows it."}]}))

    assert (ran.code, ran.out) == (1, "")
    assert "None of the 1 stops could be placed" in ran.err
    assert everything_in(tmp_path) == ["trip.json"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org/a", "data:text/html,x"])
def test_map_links_to_web_addresses_only(run: Run, tmp_path: Path, address: str) -> None:
    ran = run("map", a_file("trip.json", TRIP), "--source-url", address)

    assert (ran.code, ran.out) == (1, "")
    assert "is not a web address" in ran.err
    assert everything_in(tmp_path) == ["trip.json"]


@pytest.mark.parametrize("date", ["17 June", "2024-06-31", "20240617"])
def test_a_date_that_is_none_is_told(run: Run, tmp_path: Path, date: str) -> None:
    ran = run("map", a_file("trip.json", TRIP), "--date", date)

    assert (ran.code, ran.out) == (1, "")
    assert "is not understood" in ran.err
    assert everything_in(tmp_path) == ["trip.json"]


# Bad input

BAD_INPUTS = {
    "empty": (b"", "there is no text in it"),
    "blank": (b" \n\n\t ", "there is no text in it"),
    "a picture": (PICTURE, "a PNG picture, not text"),
    "binary": (bytes(range(256)) * 20, "not text"),
    "10 MB": (b"The minister flew to Hanoi on Monday. " * 275_000, "longer than 5 MB"),
    "in an unknown encoding": (b"".join(bytes([n]) for n in range(128, 256)) * 5, "encoding"),
    "not English": (FRENCH.encode(), "English"),
    "HTML without an article": (b"<!doctype html><html><body></body></html>", "no article"),
    "broken JSON": (b'{"stops": [', "not valid JSON"),
    "JSON of something else": (b'{"a": 1}', "there are no stops"),
    "JSON with bad values": (b'{"stops": [{"name": "X", "lat": 95, "lon": 0}]}', "$.stops[0].lat"),
}


@pytest.mark.parametrize("command", ["map", "stops"])
@pytest.mark.parametrize(("content", "says"), BAD_INPUTS.values(), ids=BAD_INPUTS)
def test_bad_input_gets_a_message_and_leaves_nothing(
    run: Run, tmp_path: Path, command: str, content: bytes, says: str
) -> None:
    ran = run(command, a_file("input", content))

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("geomap: ")
    assert says in ran.err
    assert len(ran.err) < 1000
    assert everything_in(tmp_path) == ["input"]


@pytest.mark.parametrize("command", ["map", "stops", "toponyms"])
def test_a_missing_file_or_a_folder_is_told(run: Run, tmp_path: Path, command: str) -> None:
    missing, folder = run(command, "nowhere.txt"), run(command, tmp_path)

    assert (missing.code, missing.out, folder.code, folder.out) == (1, "", 1, "")
    assert "nowhere.txt: there is no such file" in missing.err
    assert "is a folder" in folder.err


def test_all_that_is_wrong_with_a_json_is_told_at_once(run: Run) -> None:
    stops = [{"name": "A", "lat": 95, "lon": 1}, {"name": ""}, {"name": "B", "status": "soon"}]
    ran = run("stops", a_file("trip.json", {"stops": stops}))

    assert all(path in ran.err for path in ("$.stops[0].lat", "$.stops[1].name", "$.stops[2].status"))


@pytest.mark.parametrize(
    ("output", "says"), [("folder", "is a folder"), ("file/page.html", "can't be written"), ("x" * 300, "can't be")]
)
def test_a_page_that_can_t_be_written_is_told(run: Run, tmp_path: Path, output: str, says: str) -> None:
    trip = a_file("trip.json", TRIP)
    a_file("file", "mine")
    Path("folder").mkdir()
    ran = run("map", trip, "-o", output)

    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err
    assert everything_in(tmp_path) == ["file", "folder", "trip.json"]
    assert Path("file").read_text() == "mine"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_older_page_outlives_a_failure(run: Run) -> None:
    trip = a_file("trip.json", TRIP)
    Path("kept").mkdir()
    a_file("kept/page.html", "old")
    Path("kept").chmod(0o555)
    ran = run("map", trip, "-o", "kept/page.html")
    Path("kept").chmod(0o755)

    assert ran.code == 1
    assert Path("kept/page.html").read_text() == "old"


# Stops, toponyms, candidates


def test_stops_prints_data_only(run: Run) -> None:
    ran = run("stops", a_file("trip.json", UNPLACED), "--format", "json")
    told = json.loads(ran.out)

    assert ran.code == 0
    assert [(stop["name"], stop["lat"]) for stop in told["stops"]] == [
        ("Hanoi", 21.0245),
        ("Seoul", 37.566),
        ("Xyzzyville", None),
    ]
    assert [(leg["from"], leg["to"], leg["kind"]) for leg in told["legs"]] == [(0, 1, "travel")]
    assert "check stop 3" in ran.err


@pytest.mark.parametrize(
    ("format_", "start"), [("table", "1  Hanoi"), ("csv", '"number"'), ("geojson", "{"), ("json", "{")]
)
def test_stops_come_in_each_format(run: Run, format_: str, start: str) -> None:
    ran = run("stops", a_file("trip.json", TRIP), "--format", format_)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(start)
    assert ran.out.endswith("\n")
    assert not ran.out.endswith("\n\n")


def test_stops_of_a_text_without_a_trip_are_none_and_no_error(run: Run) -> None:
    ran = run("stops", a_file("article.txt", NO_TRIP), "-f", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["stops"] == []


def test_strict_ends_with_3_where_a_stop_is_unplaced(run: Run) -> None:
    unplaced, placed = a_file("unplaced.json", UNPLACED), a_file("placed.json", TRIP)

    assert [run("stops", path, "--strict").code for path in (unplaced, placed)] == [3, 0]
    assert [run("map", path, "--strict").code for path in (unplaced, placed)] == [3, 0]


def test_offsets_give_the_quotes_of_the_text_as_decoded(run: Run) -> None:
    text = "\ufeffÉlodie 🚆 said: the minister flew to Hanoi on Monday.\r\nOn Tuesday she will travel to Seoul.\r\n"
    told = json.loads(run("stops", a_file("article.txt", text), "-f", "json", "--lang", "en").out)
    decoded = Path("article.txt").read_bytes().decode("utf-8-sig")

    assert told["stops"]
    for stop in told["stops"]:
        for quote in stop["evidence"]:
            assert decoded[quote["start"] : quote["end"]] == quote["quote"]


def test_toponyms_come_with_offsets(run: Run) -> None:
    ran = run("toponyms", a_file("article.txt", ARTICLE), "--format", "json")
    found = json.loads(ran.out)["toponyms"]

    assert ran.code == 0
    assert {"Hanoi", "Seoul"} <= {one["text"] for one in found}
    for one in found:
        assert ARTICLE[one["start"] : one["end"]] == one["text"]


def test_geocode_lists_candidates_with_reasons(run: Run) -> None:
    ran = run("geocode", "Pyongyang", "Xyzzyville", "--format", "json")
    told = json.loads(ran.out)

    assert ran.code == 0
    assert list(told) == ["Pyongyang", "Xyzzyville"]
    assert told["Pyongyang"][0]["country"] == "KP"
    assert told["Pyongyang"][0]["reasons"]
    assert told["Xyzzyville"] == []
    assert run("geocode", "Xyzzyville", "--strict").code == 3


# JSON Lines


def test_stops_of_many_articles(run: Run) -> None:
    lines = [
        json.dumps({"id": "a", "text": ARTICLE, "title": None, "date": None}),
        "broken",
        json.dumps({"id": "b", "text": NO_TRIP}),
        json.dumps({"id": "c", "text": FRENCH}),
    ]
    path = a_file("in.jsonl", "\n".join(lines))
    ran = run("stops", "--jsonl", path)
    a, broken, b, c = (json.loads(line) for line in ran.out.splitlines())

    assert ran.code == 0
    assert [stop["name"] for stop in a["stops"]] == ["Hanoi", "Seoul"]
    assert list(a) == ["id", "stops", "doubtful"]
    assert broken == {"id": None, "line": 2, "error": "the line is not valid JSON."}
    assert b == {"id": "b", "stops": [], "doubtful": []}
    assert (c["id"], c["line"]) == ("c", 4)
    assert "English" in c["error"]
    assert ran.err == "geomap: 2 bad lines; each has its error in its place.\n"
    assert run("stops", "--jsonl", path, "--strict").code == 3


def test_toponyms_of_many_articles(run: Run) -> None:
    lines = json.dumps({"doc_id": 7, "text": ARTICLE}).encode() + b"\n{}\n"
    ran = run("toponyms", "--jsonl", "-", stdin=lines)
    good, bad = (json.loads(line) for line in ran.out.splitlines())

    assert good["doc_id"] == 7
    assert {"start", "end", "text", "lat", "lon", "kind", "use"} <= set(good["toponyms"][0])
    assert bad == {"doc_id": None, "line": 2, "error": 'there is no "text".', "toponyms": []}


NEWS_AT_HOME = "The governor went to Springfield on Monday. On Tuesday she visited Amherst."


@pytest.mark.parametrize("command", ["stops", "toponyms"])
def test_the_paper_s_home_chooses_between_namesakes(run: Run, command: str) -> None:
    path = a_file("article.txt", NEWS_AT_HOME)
    ran = run(command, path, "--near", "Massachusetts", "--format", "json")
    latitudes = [place["lat"] for place in json.loads(ran.out)[command]]

    assert [round(lat) for lat in latitudes] == [42, 42]


def test_the_paper_s_home_is_drawn_and_told(run: Run) -> None:
    ran = run("map", a_file("article.txt", NEWS_AT_HOME), "-o", "a.html", "--near", "Massachusetts")
    assert "42.1015, -72.5898" in ran.out
    named = run("geocode", "Springfield", "--near", "Massachusetts", "--limit", 1)
    assert "100% of the text's other names lie in Massachusetts" in named.out


@pytest.mark.parametrize("command", ["map", "stops", "toponyms"])
def test_a_home_that_nobody_knows_is_told(run: Run, command: str) -> None:
    ran = run(command, a_file("article.txt", ARTICLE), "--near", "Xyzzyville")
    assert (ran.code, ran.out) == (1, "")
    assert "'Xyzzyville' isn't in the gazetteer." in ran.err


def test_several_processes_give_the_same_toponyms(run: Run) -> None:
    lines = "".join(f"{json.dumps({'doc_id': n, 'text': ARTICLE})}\n" for n in range(40)) + "{\n"
    path = a_file("in.jsonl", lines)
    one, several = (run("toponyms", "--jsonl", path, "--fast", "--jobs", jobs) for jobs in (1, 2))

    assert several == one
    assert len(one.out.splitlines()) == 41


def test_many_names(run: Run) -> None:
    lines = (
        {"id": 1, "query": "Pyongyang", "within": None, "context": None},
        {"id": 2, "query": "Paris", "within": "Texas", "context": ["Dallas"]},
        {"id": 3, "query": "Xyzzyville"},
        {"id": 4},
    )
    ran = run("geocode", "--jsonl", a_file("in.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines)))
    known, texan, unknown, bad = (json.loads(line) for line in ran.out.splitlines())

    assert ran.code == 0
    assert list(known) == ["id", "name", "lat", "lon", "precision", "score"]
    assert (known["id"], known["name"]) == (1, "Pyongyang")
    assert 30 < texan["lat"] < 35
    assert unknown == {"id": 3, "name": None, "lat": None, "lon": None, "precision": None, "score": None}
    assert bad == {"id": 4, "line": 4, "error": 'there is no "query".'}


@pytest.mark.parametrize("command", ["stops", "toponyms", "geocode"])
def test_a_missing_file_of_lines_is_told(run: Run, command: str) -> None:
    ran = run(command, "--jsonl", "nowhere.jsonl")

    assert (ran.code, ran.out) == (1, "")
    assert "nowhere.jsonl can't be read" in ran.err


# Embedding


def test_embed_prints_the_frame_of_a_page(run: Run) -> None:
    run("map", a_file("trip.json", TRIP), "-o", "page.html")
    ran = run("embed", "page.html", "--url", "https://example.org/maps/page.html?a=1&b=2")

    assert (ran.code, ran.err) == (0, "")
    assert "<iframe" in ran.out
    assert "https://example.org/maps/page.html?a=1&amp;b=2" in ran.out
    assert "allow-same-origin" not in ran.out


def test_embed_links_to_web_addresses_and_paths_only(run: Run) -> None:
    run("map", a_file("trip.json", TRIP), "-o", "page.html")
    refused, path = (
        run("embed", "page.html", "--url", "javascript:alert(1)"),
        run("embed", "page.html", "--url", "m/p.html"),
    )

    assert (refused.code, refused.out, path.code) == (1, "", 0)
    assert "web address" in refused.err


def test_embed_of_what_is_no_page_is_told(run: Run) -> None:
    missing, other = run("embed", "nowhere.html"), run("embed", a_file("other.html", "<p>Hello"))

    assert (missing.code, missing.out, other.code, other.out) == (1, "", 1, "")
    assert missing.err.startswith("geomap: ")
    assert other.err.startswith("geomap: ")


# Usage


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("map",),
        ("map", "a.txt", "b.txt"),
        ("map", "--nonsense", "a.txt"),
        ("map", "a.txt", "-o", "-"),
        ("stops",),
        ("stops", "a.txt", "--jsonl", "b.jsonl"),
        ("toponyms", "a.txt", "--format", "xml"),
        ("geocode",),
        ("geocode", "Hanoi", "--limit", "0"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert everything_in(tmp_path) == []


def test_an_unknown_format_names_those_that_there_are(run: Run) -> None:
    ran = run("stops", a_file("trip.json", TRIP), "--format", "xml")

    assert (ran.code, ran.out) == (2, "")
    assert "geojson" in ran.err


def test_help_and_version(run: Run) -> None:
    assert run("--version").out.startswith("geomap 0.")
    for arguments in (("--help",), ("-h",), ("map", "--help")):
        assert run(*arguments).code == 0


# As a process of its own


def a_process(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "geomap", *arguments], capture_output=True, **options)  # type: ignore[call-overload,no-any-return]


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    trip = tmp_path / "trip.json"
    trip.write_text(json.dumps({"title": "Reise", "stops": [{"name": "Hà Nội 🚆", "lat": 21, "lon": 105}]}))
    ran = a_process("stops", str(trip), env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})

    assert ran.returncode == 0
    assert "Hà Nội 🚆" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_behind_standard_output_is_told(tmp_path: Path) -> None:
    trip = tmp_path / "trip.json"
    trip.write_text(json.dumps(TRIP))
    with open("/dev/full", "wb") as full:
        ran = subprocess.run([sys.executable, "-m", "geomap", "stops", str(trip)], stdout=full, stderr=subprocess.PIPE)

    assert ran.returncode == 1
    assert ran.stderr == b"geomap: standard output can't be written: No space left on device.\n"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from geomap.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "heavy = {'pandas', 'numpy', 'folium', 'shapely', 'spacy', 'geopy', 'trafilatura', 'sqlite3', 'onnxruntime'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.splitlines()[-1] == "heavy: []"


def test_map_from_json_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "trip.json").write_text(json.dumps(TRIP))
    code = (
        "import sys\n"
        "from geomap.pipeline import make\n"
        f"make({str(tmp_path / 'trip.json')!r}, {str(tmp_path / 'page.html')!r})\n"
        "print('heavy:', sorted({'pandas', 'numpy', 'folium', 'shapely', 'spacy', 'geopy'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.splitlines()[-1] == "heavy: []"
