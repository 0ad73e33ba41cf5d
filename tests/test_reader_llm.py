"""The reader llm as a desk meets it: what it draws, keeps, asks and tells; against a server on loopback."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loopback_stub import Reply
from model_stub import ARTICLE, HANOI, SEOUL, TRIP, Model, claims, refused, said, serve, settle_in, stop

from geomap import trace
from geomap.cli import main
from geomap.errors import InputError
from geomap.model import Document, Itinerary
from geomap.plugins import ReaderOptions, open_reader
from geomap.reader_llm.consent import make_sure
from geomap.reader_llm.settings import Settings

KEY = "sk-very-secret-0123456789"
Run = Callable[..., "tuple[int, str, str]"]


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settle_in(monkeypatch, tmp_path, KEY)
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object, model: Model | None = None) -> tuple[int, str, str]:
        if model is not None:
            monkeypatch.setenv("GEOMAP_LLM_BASE_URL", model.url)
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert KEY not in out + err
        return int(ended.value.code or 0), out, err

    return run


def read(model: Model, monkeypatch: pytest.MonkeyPatch, text: str = ARTICLE, **options: Any) -> Itinerary:
    monkeypatch.setenv("GEOMAP_LLM_BASE_URL", model.url)
    return trace(Document(text, date="2024-06-18"), reader=open_reader("llm", ReaderOptions(**options)))


# What is read


def test_what_is_claimed_and_stands_in_the_text_becomes_stops_with_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    palace = stop(
        "Gyeongbokgung palace",
        'travel to Seoul - "a short visit", she told reporters - and tour the Gyeongbokgung palace',
        kind="venue", status="planned", order=3, within="Seoul", activity="tour the Gyeongbokgung palace",
    )  # fmt: skip
    denied = [{"name": "Washington", "quote": "Washington criticised the trip"}]
    answer = claims(HANOI, SEOUL, palace, traveller="jane doe", not_visited=denied)
    with serve(lambda _: said(answer)) as model:
        itinerary = read(model, monkeypatch)

    hanoi, seoul, venue = itinerary.stops
    assert model.asked == 1
    assert itinerary.notes == ()
    assert itinerary.traveller == "Jane Doe"
    assert [(s.name, s.status, s.order, s.place and s.place.country) for s in (hanoi, seoul)] == [
        ("Hanoi", "past", 1, "VN"),
        ("Seoul", "planned", 2, "KR"),
    ]
    assert (hanoi.when and hanoi.when.text, seoul.when and seoul.when.date) == ("on Monday", "2024-06-18")
    assert "“a short visit”" in venue.evidence[0].quote
    assert (venue.within, venue.activity) == ("Seoul", "tour the Gyeongbokgung palace")
    for one in (evidence for s in itinerary.stops for evidence in s.evidence):
        assert ARTICLE[one.start : one.end] == one.quote
        assert one.start <= one.name_start < one.name_end <= one.end
    assert "stub" in hanoi.why
    assert [place.name for place in itinerary.not_visited] == ["Washington"]


def test_a_name_in_the_sentence_around_the_quote_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(lambda _: said(claims(stop("Hanoi", "on Monday, her office said")))) as model:
        (hanoi,) = read(model, monkeypatch).stops
    assert hanoi.evidence[0].quote == "Hanoi on Monday, her office said"


def test_another_name_of_the_place_counts_and_the_words_of_the_text_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The minister flew to Burma on Monday, her office said."
    with serve(lambda _: said(claims(stop("Myanmar", "flew to Burma on Monday", kind="country")))) as model:
        (burma,) = read(model, monkeypatch, text).stops
    assert (burma.name, burma.place and burma.place.country) == ("Burma", "MM")


def test_what_the_text_does_not_say_beside_a_stop_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    embellished = {**HANOI, "within": "Vietnam", "when": "at noon", "activity": "eats noodles"}
    with serve(lambda _: said(claims(embellished))) as model:
        (hanoi,) = read(model, monkeypatch).stops
    assert hanoi.within is None
    assert hanoi.activity is None
    assert hanoi.when is None or hanoi.when.text == "on Monday"


def test_a_stop_on_the_list_of_places_not_visited_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = [{"name": "the Hanoi", "quote": "flew to Hanoi on Monday"}]
    with serve(lambda _: said(claims(HANOI, SEOUL, not_visited=denied))) as model:
        itinerary = read(model, monkeypatch)
    assert [s.name for s in itinerary.stops] == ["Seoul"]
    assert any("also stands on the list" in note for note in itinerary.notes)
    assert any("the model says that it is not visited" in doubt for s in itinerary.doubtful for doubt in s.doubts)


def test_what_fails_goes_back_with_the_reasons_and_a_mended_answer_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = claims(stop("Hanoi", "went to Hanoi on Monday"), SEOUL, traveller="Jane Roe")

    def mend(body: dict[str, Any]) -> Reply:
        return said(TRIP if len(body["messages"]) > 2 else wrong)

    with serve(mend) as model:
        itinerary = read(model, monkeypatch)
    told = model.bodies[1]["messages"][-1]["content"]
    assert "Hanoi: its quote does not stand in the article" in told
    assert "Jane Roe: the article does not name this traveller" in told
    assert [s.name for s in itinerary.stops] == ["Hanoi", "Seoul"]
    assert [note for note in itinerary.notes if "Hanoi" in note] == []


def test_a_second_answer_that_loses_stops_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(body: dict[str, Any]) -> Reply:
        return said(claims() if len(body["messages"]) > 2 else claims(HANOI, SEOUL, stop("Paris", "to Paris")))

    with serve(forget) as model:
        itinerary = read(model, monkeypatch)
    assert [s.name for s in itinerary.stops] == ["Hanoi", "Seoul"]
    assert [note.split(":")[1].strip() for note in itinerary.notes] == ["Paris"]


def test_stops_come_in_order_with_ties_and_earlier_journeys_first(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = claims(
        {**SEOUL, "order": 7, "journey": 2}, {**HANOI, "order": 9, "journey": 1},
        stop("Gyeongbokgung palace", "tour the Gyeongbokgung palace", kind="venue", order=7, journey=2),
    )  # fmt: skip
    with serve(lambda _: said(answer)) as model:
        told = [(s.name, s.order, s.journey) for s in read(model, monkeypatch).stops]
    assert told == [("Hanoi", 1, 1), ("Seoul", 2, 2), ("Gyeongbokgung palace", 2, 2)]


def test_coordinates_of_the_model_are_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        serve(lambda _: said(claims({**HANOI, "lat": 1.0, "lon": 2.0}))) as model,
        pytest.raises(Exception, match="form"),
    ):
        read(model, monkeypatch)


# Two readers


def test_where_the_readers_differ_the_list_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "Minister Jane Doe flew to Hanoi on Monday. On Tuesday she will travel to Seoul.\n\n"
        "Washington criticised the trip. The Lanterns play in Oslo."
    )
    answer = claims(stop("Washington", "Washington criticised the trip"), {**SEOUL, "status": "reported"})
    with serve(lambda _: said(answer)) as model:
        itinerary = read(model, monkeypatch, text)
    by_name = {s.name: s for s in itinerary.stops + itinerary.doubtful}

    assert "Only the model sees a stop here; the built-in reader: " in by_name["Washington"].doubts[0]
    assert "The model takes this visit as reported, the built-in reader as planned." in by_name["Seoul"].doubts
    assert by_name["Hanoi"] in itinerary.doubtful
    assert "Only the built-in reader sees a stop here." in by_name["Hanoi"].doubts
    assert by_name["Washington"].confidence < by_name["Seoul"].confidence


def test_where_the_readers_agree_confidence_is_high(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Minister Jane Doe visited Hanoi last week. She will travel to Seoul on Tuesday."
    answer = claims(
        stop("Hanoi", "visited Hanoi last week"), stop("Seoul", "travel to Seoul", status="planned", order=2)
    )
    with serve(lambda _: said(answer)) as model:
        itinerary = read(model, monkeypatch, text)
    assert all(s.confidence > 0.9 and not s.doubts for s in itinerary.stops)


def test_an_order_turned_round_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(lambda _: said(claims({**HANOI, "order": 2}, {**SEOUL, "order": 1}))) as model:
        itinerary = read(model, monkeypatch)
    assert any("The built-in reader puts Hanoi before Seoul." in s.doubts for s in itinerary.stops)


# Long articles


def test_a_long_article_is_read_in_parts_and_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    filler = "The weather was fine, and nothing of note was said by anybody at all. " * 40
    told = ("Minister Jane Doe flew to Hanoi on Monday.", "She arrived in Bangkok.", "She reached Seoul.")
    text = f"\n\n{filler}\n\n".join(told)
    places = {"Hanoi": "flew to Hanoi on Monday", "Bangkok": "arrived in Bangkok", "Seoul": "reached Seoul"}

    def by_part(body: dict[str, Any]) -> Reply:
        part = body["messages"][1]["content"]
        return said(
            claims(*(stop(name, quote, order=i) for i, (name, quote) in enumerate(places.items(), 1) if quote in part))
        )

    monkeypatch.setenv("GEOMAP_LLM_WINDOW", "2500")
    with serve(by_part) as model:
        itinerary = read(model, monkeypatch, text)
    assert model.asked > 1
    assert [(s.name, s.order) for s in itinerary.stops] == [("Hanoi", 1), ("Bangkok", 2), ("Seoul", 3)]
    assert any("parts" in note for note in itinerary.notes)


# Kept answers


def test_the_same_input_gives_the_same_bytes_and_asks_once(run: Run) -> None:
    with serve(lambda _: said(TRIP)) as model:
        first = run("stops", "article.txt", "--reader", "llm", "-f", "json", model=model)
        assert model.asked == 1
    again = run("stops", "article.txt", "--reader", "llm", "-f", "json")  # nobody answers any more

    assert first[0] == again[0] == 0
    assert first[1] == again[1]
    assert "asked once" in first[2]
    assert "1,200 tokens read, 300 written" in first[2]
    assert "asked 0 times, once answered from before" in again[2]


def test_refresh_asks_again(run: Run) -> None:
    with serve(lambda _: said(TRIP)) as model:
        for option in ((), (), ("--refresh",)):
            run("stops", "article.txt", "--reader", "llm", *option, model=model)
        assert model.asked == 2


@pytest.mark.parametrize("change", [("--title", "Another"), ("--date", "2024-06-17")])
def test_another_question_is_another_answer(run: Run, change: tuple[str, str]) -> None:
    with serve(lambda _: said(TRIP)) as model:
        run("stops", "article.txt", "--reader", "llm", model=model)
        run("stops", "article.txt", "--reader", "llm", *change, model=model)
        assert model.asked == 2


def test_a_record_replays_byte_for_byte_on_a_machine_without_endpoint_and_key(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stumble(body: dict[str, Any]) -> Reply:  # the first answer is in no form, and still replays
        return said(TRIP if len(body["messages"]) > 2 else "I see.")

    with serve(stumble) as model:
        run("map", "article.txt", "-o", "here.html", "--reader", "llm", "--reader-record", "run.jsonl", model=model)
    for name in ("BASE_URL", "MODEL", "KEY_VARIABLE"):
        monkeypatch.delenv(f"GEOMAP_LLM_{name}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    code, _, err = run("map", "article.txt", "-o", "there.html", "--reader", "llm", "--reader-replay", "run.jsonl")

    assert code == 0, err
    assert Path("there.html").read_bytes() == Path("here.html").read_bytes()
    assert not (tmp_path / "another").exists()
    Path("article.txt").write_text(f"{ARTICLE} A word more.", encoding="utf-8")
    code, _, err = run("map", "article.txt", "--reader", "llm", "--reader-replay", "run.jsonl")
    assert code == 1
    assert "The record holds no answer for this text" in err


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"geomap_reader_record": 9, "model": "m"}', "\x00"])
def test_what_is_no_record_is_told(run: Run, content: str) -> None:
    Path("run.jsonl").write_text(content, encoding="utf-8")
    code, out, err = run("stops", "article.txt", "--reader", "llm", "--reader-replay", "run.jsonl")
    assert (code, out) == (1, "")
    assert "no record of answers" in err


def test_an_error_is_not_kept_and_neither_is_half_an_answer(run: Run) -> None:
    with serve(lambda _: said("I see.")) as model:
        assert run("stops", "article.txt", "--reader", "llm", model=model)[0] == 1
    with serve(lambda _: said(TRIP)) as model:
        assert run("stops", "article.txt", "--reader", "llm", model=model)[0] == 0
        assert model.asked == 1


def test_a_cache_that_can_t_be_used_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_CACHE_DIR", "article.txt")
    with serve(lambda _: said(TRIP)) as model:
        code, _, err = run("stops", "article.txt", "--reader", "llm", model=model)
    assert code == 1
    assert "GEOMAP_CACHE_DIR" in err


@pytest.mark.parametrize(
    "planted", [b"cos\nabort\n(tR.", b"\xff", b"[1]", b'{"text": 1, "until": null}', b"[" * 100_000]
)
def test_what_others_put_into_the_cache_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, planted: bytes
) -> None:
    with serve(lambda _: said(TRIP)) as model:
        read(model, monkeypatch)
        (answer,) = tmp_path.rglob("answers/*")
        answer.write_bytes(planted)
        assert [s.name for s in read(model, monkeypatch).stops] == ["Hanoi", "Seoul"]
        assert model.asked == 2


# Keys, consent, cost


def test_the_key_is_nowhere_but_in_the_request(run: Run, tmp_path: Path) -> None:
    def leak(_: dict[str, Any]) -> Reply:
        stolen = stop("Hanoi", f"the key is {KEY}", activity=KEY)
        return said(claims({**HANOI, "activity": KEY}, SEOUL, stolen, traveller=KEY))

    options = ("--reader", "llm", "--reader-record", "run.jsonl")
    with serve(leak) as model:
        code, _, err = run("map", "article.txt", *options, model=model)
        assert code == 0, err
        run("stops", "article.txt", "-f", "json", *options, model=model)
        run("stops", "article.txt", "--dry-run", *options, model=model)
        run("readers", model=model)
        assert KEY in model.headers[0]["authorization"]
    for status in (400, 401, 500):
        with serve(lambda _, status=status: refused(status, f"bad key {KEY}")) as model:  # type: ignore[misc]
            assert run("stops", "article.txt", "--refresh", *options, model=model)[0] == 1
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        assert KEY.encode() not in path.read_bytes(), path


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(run: Run, tmp_path: Path) -> None:
    with serve(lambda _: said(TRIP)) as model:
        code, out, _ = run("map", "article.txt", "--reader", "llm", "--dry-run", model=model)
        assert model.asked == 0
    shown = json.loads(out)
    assert code == 0
    assert shown["url"] == f"{model.url}/chat/completions"
    assert ARTICLE in shown["body"]["messages"][1]["content"]
    assert shown["body"]["temperature"] == 0
    assert not list(tmp_path.glob("output/*"))
    assert run("map", "article.txt", "--dry-run")[0] == 2


def test_unpublished_text_leaves_the_machine_only_after_a_yes() -> None:
    far = Settings("https://models.example.org/v1", "big")
    asked: list[str] = []

    def answer(yes: bool) -> Callable[[str], bool]:
        return lambda question: asked.append(question) or yes  # type: ignore[func-returns-value]

    with pytest.raises(InputError, match="nobody has agreed"):
        make_sure(far, None)
    with pytest.raises(InputError, match="Nothing was sent"):
        make_sure(far, answer(False))
    make_sure(far, answer(True))
    make_sure(far, None)  # once is enough
    assert len(asked) == 2
    assert "https://models.example.org" in asked[0]
    with pytest.raises(InputError):
        make_sure(Settings("https://models.example.net/v1", "big"), None)
    for local in ("http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:8080/v1"):
        make_sure(Settings(local, "small"), None)
    make_sure(Settings("https://models.example.net/v1", "big", consent=True), None)


def test_no_consent_no_request(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_LLM_BASE_URL", "http://192.0.2.1/v1")
    Path("geomap.toml").write_text("[reader.llm]\nconsent = true\n", encoding="utf-8")  # not for a folder to say
    code, out, err = run("stops", "article.txt", "--reader", "llm", "--reader-fallback")
    assert (code, out) == (1, "")
    assert "nobody has agreed to that yet" in err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_the_person_at_the_terminal_is_asked() -> None:
    import os
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "geomap", "stops", "article.txt", "--reader", "llm"]
    env = {**os.environ, "GEOMAP_LLM_BASE_URL": "http://192.0.2.1/v1"}
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=env) as process:
        os.write(ours, b"n\n")
        out, _ = process.communicate(timeout=120)
    shown = os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)
    assert (process.returncode, out.strip()) == (1, b"")
    assert "sent to http://192.0.2.1 (model stub). The connection is not encrypted." in shown
    assert "Nothing was sent." in shown


def test_cost_is_told_where_prices_are_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_LLM_PRICE_IN", "2.5")
    monkeypatch.setenv("GEOMAP_LLM_PRICE_OUT", "10")
    monkeypatch.setenv("GEOMAP_LLM_CURRENCY", "EUR")
    with serve(lambda _: said(TRIP)) as model:
        _, _, err = run("stops", "article.txt", "--reader", "llm", model=model)
    assert "0.0060 EUR" in err


# Many articles


def test_many_articles_come_in_order_an_error_in_its_line_and_a_second_run_asks_for_what_is_missing(run: Run) -> None:
    lines = [{"id": i, "text": ARTICLE.replace("Monday", day)} for i, day in enumerate(("Monday", "Sunday", "Friday"))]
    Path("in.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in [*lines, {"id": 9}]), encoding="utf-8")
    broken = True

    def reply(body: dict[str, Any]) -> Reply:
        article = body["messages"][1]["content"]
        if "Sunday" in article and broken:
            return refused(401)
        day = next(day for day in ("Monday", "Sunday", "Friday") if day in article)
        hanoi = {**HANOI, "quote": f"flew to Hanoi on {day}", "when": None}
        return Reply(said(claims(hanoi, SEOUL)).body, wait_s=0.3 if day == "Monday" else 0)

    with serve(reply) as model:
        code, out, err = run("stops", "--jsonl", "in.jsonl", "--reader", "llm", "--jobs", "3", model=model)
        told = [json.loads(line) for line in out.splitlines()]
        assert (code, model.asked) == (0, 3)
        assert [line["id"] for line in told] == [0, 1, 2, 9]
        assert "does not accept the key" in told[1]["error"]
        assert [stop["name"] for stop in told[2]["stops"]] == ["Hanoi", "Seoul"]
        assert list(told[2]) == ["id", "stops", "doubtful", "notes"]
        assert "2 bad lines" in err
        broken = False
        _, out, _ = run("stops", "--jsonl", "in.jsonl", "--reader", "llm", model=model)
        assert model.asked == 4
        assert [stop["name"] for stop in json.loads(out.splitlines()[1])["stops"]] == ["Hanoi", "Seoul"]


def test_no_more_articles_are_asked_for_at_a_time_than_allowed(run: Run) -> None:
    import threading

    lines = [json.dumps({"id": i, "text": f"{ARTICLE} Note {i}."}) for i in range(6)]
    Path("in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    lock, here, most = threading.Lock(), 0, 0

    def reply(_: dict[str, Any]) -> Reply:
        nonlocal here, most
        with lock:
            here += 1
            most = max(most, here)
        threading.Event().wait(0.1)
        with lock:
            here -= 1
        return said(TRIP)

    with serve(reply) as model:
        assert run("stops", "--jsonl", "in.jsonl", "--reader", "llm", "--jobs", "2", model=model)[0] == 0
    assert most <= 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of Unix")
def test_whoever_stops_a_run_does_not_wait_for_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    import signal
    import subprocess
    import threading

    lines = [json.dumps({"id": i, "text": f"{ARTICLE} Note {i}."}) for i in range(6)]
    Path("in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    asked = threading.Event()

    def never(_: dict[str, Any]) -> Reply:
        asked.set()
        return Reply(wait_s=300)

    with serve(never) as model:
        monkeypatch.setenv("GEOMAP_LLM_BASE_URL", model.url)
        command = [sys.executable, "-m", "geomap", "stops", "--jsonl", "in.jsonl", "--reader", "llm"]
        heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            signal.signal(signal.SIGINT, heard)
            try:
                assert asked.wait(120)
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=60)
            finally:
                process.kill()
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err


def test_a_reader_is_scored_on_gold(run: Run) -> None:
    gold = {
        "id": "trip",
        "kind": "trip",
        "text": ARTICLE,
        "stops": [
            {"name": "Hanoi", "lat": 21.03, "lon": 105.85, "radius_km": 25, "status": "past", "order": 1},
            {"name": "Seoul", "lat": 37.57, "lon": 126.98, "radius_km": 25, "status": "planned", "order": 2},
        ],
    }
    Path("gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    with serve(lambda _: said(TRIP)) as model:
        code, out, _ = run("evaluate", "gold.jsonl", "--reader", "llm", "-f", "json", "--articles", model=model)
        scores = json.loads(out)
        assert code == 0
        assert [scores[name] for name in ("f1", "e2e_f1", "status", "tau", "perfect")] == [
            100.0,
            100.0,
            100.0,
            1.0,
            100.0,
        ]
        assert scores["rows"][0]["id"] == "trip"
        code, out, _ = run("evaluate", "gold.jsonl", "--reader", "llm", "--articles", model=model)
        assert "core 2" in out
        assert model.asked == 1
    with serve(lambda _: refused(401)) as model:
        code, out, err = run("evaluate", "gold.jsonl", "--reader", "llm", "--refresh", model=model)
    assert (code, "failed       1" in out) == (0, True)
    assert "trip counts as read without stops" in err


def test_readers_are_listed(run: Run) -> None:
    with serve(lambda _: said(TRIP)) as model:
        code, out, _ = run("readers", model=model)
    assert code == 0
    assert [line.split() for line in out.splitlines()] == [
        [name, "geomap", "ready"] for name in ("built-in", "fast", "llm")
    ]


def test_stops_read_by_a_model_make_the_same_map_from_their_json(run: Run) -> None:
    with serve(lambda _: said(claims(HANOI, SEOUL, stop("Paris", "to Paris")))) as model:
        run("map", "article.txt", "-o", "direct.html", "--reader", "llm", model=model)
        _, out, _ = run("stops", "article.txt", "-f", "json", "--reader", "llm", model=model)
    Path("stops.json").write_text(out, encoding="utf-8")
    run("map", "stops.json", "-o", "by-json.html")
    assert json.loads(out)["notes"]
    assert Path("by-json.html").read_bytes() == Path("direct.html").read_bytes()
