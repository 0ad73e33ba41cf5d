"""A service that is asked, against servers on loopback that fail in every way: politely, in good time, no key told."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from loopback_stub import Reply, drop_by_drop, without_an_end
from service_stub import Geocoder, collection, nominatim, nominatim_place, pelias_feature, sent, serve, settle_in

from geomap.configuration import cache_folder
from geomap.errors import GeomapError, InputError, ServiceError
from geomap.geocode.services import Service, open_service

KEY = "k3y/that+nobody=sees&0123"
FOUND = nominatim(nominatim_place("Moonlight Grand Theatre", 39.0235, 125.7501))
QUERY = "Moonlight Grand Theatre, Pyongyang"
PUBLIC = "nominatim=http://nominatim.openstreetmap.org"


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settle_in(monkeypatch, tmp_path)


def service(server: Geocoder, name: str = "nominatim", **options: Any) -> Service:
    return open_service(f"{name}={server.url}", tell=options.pop("tell", lambda _: None), **options)


def first_then(*replies: Reply) -> Callable[[dict[str, str]], Reply]:
    """Give each reply once, the last one again and again."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def refused(status: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps({"error": {"code": status, "message": "no"}}).encode(), status, named)


# Failures

LATER = {
    "429 with Retry-After": refused(429, retry_after="0"),
    "429 with a date": refused(429, retry_after=formatdate(time.time() - 5, usegmt=True)),
    "429 with nonsense": refused(429, retry_after="soon"),
    "429": refused(429),
    "500": refused(500),
    "503 in HTML": Reply(b"<html>busy</html>", 503, kind="text/html"),
    "504": refused(504),
    "half a JSON": Reply(FOUND.body[:-30]),
    "a body cut short": Reply(FOUND.body[:200], headers={"content-length": "9000"}),
    "no body": Reply(b""),
    "null": Reply(b"null"),
    "an empty object": Reply(b"{}"),
    "HTML": Reply(b"<html>Log in</html>", kind="text/html"),
}


@pytest.mark.parametrize("trouble", LATER.values(), ids=LATER)
def test_a_trouble_that_passes_is_waited_out(trouble: Reply) -> None:
    with serve(first_then(trouble, FOUND)) as server:
        assert [place.name for place in service(server).ask(QUERY)] == ["Moonlight Grand Theatre"]
        assert server.asked == 2


@pytest.mark.parametrize("trouble", LATER.values(), ids=LATER)
def test_a_trouble_that_stays_is_told_after_three_tries(trouble: Reply) -> None:
    with serve(trouble) as server:
        with pytest.raises(ServiceError, match=r"^Nominatim at http://127\.0\.0\.1:\d+ gave no answer: "):
            service(server).ask(QUERY)
        assert server.asked == 3


FINAL = {
    "a redirect to another host": (Reply(b"", 302, {"location": "http://elsewhere.example/"}), "another address"),
    "a redirect to a file": (Reply(b"", 301, {"location": "file:///etc/passwd"}), "another address"),
    "a redirect to itself": (Reply(b"", 308, {"location": "/search"}), "another address"),
    "401": (refused(401), "does not let us ask"),
    "403": (refused(403), "because it has blocked us"),
    "402": (refused(402), "used up"),
    "a long wait": (refused(429, retry_after="86400"), "asks to wait 86400 seconds"),
}


@pytest.mark.parametrize(("reply", "told"), FINAL.values(), ids=FINAL)
def test_what_will_not_pass_is_not_tried_again(reply: Reply, told: str) -> None:
    with serve(reply) as server:
        asked = service(server)
        for query in ("One", "Two"):
            with pytest.raises(ServiceError, match=told):
                asked.ask(query)
        assert server.asked == 1
        assert told in asked.stopped


@pytest.mark.parametrize("pieces", [without_an_end, drop_by_drop])
@pytest.mark.parametrize("status", [200, 500])
def test_a_reply_without_an_end_ends(
    monkeypatch: pytest.MonkeyPatch, pieces: Callable[[], Iterator[bytes]], status: int
) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_TIMEOUT_S", "0.5")
    monkeypatch.setenv("GEOMAP_ONLINE_TRIES", "1")
    with serve(Reply(b"[", status, pieces=pieces)) as server:
        started = time.monotonic()
        with pytest.raises(ServiceError, match=r"longer than 2,000,000 bytes|no whole reply within 0.5 seconds"):
            service(server).ask(QUERY)
        assert time.monotonic() - started < 4


def test_a_slow_service_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_TIMEOUT_S", "0.3")
    with serve(Reply(FOUND.body, wait_s=3)) as server:
        started = time.monotonic()
        with pytest.raises(ServiceError, match=r"no whole reply within 0\.3 seconds"):
            service(server).ask(QUERY)
        assert time.monotonic() - started < 3
        assert server.asked == 3


def test_nobody_at_the_address_is_told() -> None:
    with serve(FOUND) as server:
        url = server.url
    with pytest.raises(ServiceError, match="can't be reached"):
        open_service(f"nominatim={url}", tell=lambda _: None).ask(QUERY)


def test_after_three_failures_in_a_row_it_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_TRIES", "1")
    with serve(first_then(refused(500), refused(500), FOUND, refused(500))) as server:
        asked = service(server)
        for query in ("One", "Two"):
            with pytest.raises(ServiceError):
                asked.ask(query)
        assert asked.ask("Three")  # a success counts from the start again
        for query in ("Four", "Five", "Six", "Seven", "Eight"):
            with pytest.raises(ServiceError, match="HTTP 500"):
                asked.ask(query)
        assert server.asked == 6
        assert asked.stopped == "it failed 3 times in a row; the last time, HTTP 500"


def test_retry_after_is_kept_to_and_back_off_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_WAIT_S", "0.2")
    with serve(first_then(refused(500), refused(500), FOUND)) as server:
        service(server).ask(QUERY)
        first, second, third = server.began
    assert second - first >= 0.2
    assert third - second >= 0.4
    with serve(first_then(refused(429, retry_after="1"), FOUND)) as server:
        service(server).ask(QUERY)
        first, second = server.began
    assert second - first >= 1


def test_a_service_that_asked_for_rest_gets_it_from_other_runs_too() -> None:
    with serve(first_then(refused(503, retry_after="1800"), FOUND)) as server:
        for told in ("asks to wait 1800 seconds", r"left alone for 1[78]\d\d seconds more"):
            with pytest.raises(ServiceError, match=told):
                service(server).ask(QUERY)
        assert server.asked == 1


# The public Nominatim, whose host a proxy on loopback answers for


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> Iterator[Geocoder]:
    with serve(FOUND) as server:
        monkeypatch.setenv("http_proxy", server.url)
        monkeypatch.setenv("GEOMAP_ONLINE_CONTACT", "desk@example.org")
        yield server


def test_the_public_nominatim_is_asked_once_a_second_over_processes_and_runs(public: Geocoder) -> None:
    code = (
        "import sys\n"
        "from geomap.geocode.services import open_service\n"
        f"asked = open_service({PUBLIC!r}, tell=lambda _: None)\n"
        "for part in ('a', 'b'):\n"
        "    asked.ask(sys.argv[1] + part)\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("one", "two")]
    assert [one.wait(60) for one in runs] == [0, 0]
    subprocess.run([sys.executable, "-c", code, "three"], check=True)

    assert public.asked == 6
    assert {path.split("?")[0] for path in public.paths} == {"http://nominatim.openstreetmap.org/search"}
    apart = [after - before for before, after in zip(public.began, public.began[1:], strict=False)]
    assert min(apart) >= 1


def test_the_public_nominatim_learns_whom_to_write_to_and_others_do_not(public: Geocoder) -> None:
    open_service(PUBLIC, tell=lambda _: None).ask(QUERY)
    assert public.headers[-1]["user-agent"].startswith("geomap")
    assert public.headers[-1]["user-agent"].endswith("(desk@example.org)")
    with serve(FOUND) as server:
        service(server).ask(QUERY)
        assert "desk@example.org" not in str(server.headers)


def test_the_public_nominatim_is_no_service_for_lists(public: Geocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_MOST", "2")
    asked = open_service(PUBLIC, tell=lambda _: None)
    asked.ask("One")
    asked.ask("Two")
    with pytest.raises(ServiceError, match=r"2 requests are all that one run makes of it.*no service for lists"):
        asked.ask("Three")
    assert asked.ask("One")  # what was answered stays at hand
    assert public.asked == 2


def test_the_limit_of_a_policy_can_t_be_raised(public: Geocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    from geomap.geocode.services.settings import read_connection

    monkeypatch.setenv("GEOMAP_ONLINE_MOST", "1000")
    assert read_connection(PUBLIC).most == 50
    assert read_connection(f"nominatim={public.url}").most == 1000


def test_a_server_on_this_machine_is_never_asked_through_a_proxy(public: Geocoder) -> None:
    with serve(FOUND) as server:
        service(server).ask(QUERY)
        assert (server.asked, public.asked) == (1, 0)


# What is kept


def test_a_good_answer_is_kept_over_runs_and_nothing_else_is() -> None:
    with serve(first_then(refused(503), refused(503), refused(503), FOUND)) as server:
        with pytest.raises(ServiceError):
            service(server).ask(QUERY)
        found = service(server).ask(QUERY)
        assert service(server).ask(QUERY) == found
        assert server.asked == 4
        assert service(server, keep=False).ask(QUERY) == found
        assert server.asked == 5
        service(server).ask("Another name")
        assert server.asked == 6


def test_nothing_found_is_kept_for_a_day(tmp_path: Path) -> None:
    with serve(nominatim()) as server:
        assert service(server).ask(QUERY) == service(server).ask(QUERY) == ()
        assert server.asked == 1
    (kept,) = tmp_path.rglob("places/*.json")
    assert 86_000 < json.loads(kept.read_text(encoding="utf-8"))["until"] - time.time() <= 86_400


def test_an_answer_past_its_time_is_asked_again(tmp_path: Path) -> None:
    with serve(FOUND) as server:
        service(server).ask(QUERY)
        (kept,) = tmp_path.rglob("places/*.json")
        content = json.loads(kept.read_text(encoding="utf-8"))
        assert 29 * 86_400 < content["until"] - time.time() <= 30 * 86_400
        kept.write_text(json.dumps({**content, "until": time.time() - 1}), encoding="utf-8")
        service(server).ask(QUERY)
        assert server.asked == 2


PLANTED = [
    b"",
    b"\xff",
    b"[",
    b'{"text": "[[1]]", "until": null}',
    b'{"text": "[]", "until": "x"}',
    b"cos\nabort\n(tR.",
]


@pytest.mark.parametrize("planted", PLANTED)
def test_what_others_put_into_the_cache_is_not_believed(tmp_path: Path, planted: bytes) -> None:
    with serve(FOUND) as server:
        found = service(server).ask(QUERY)
        (kept,) = tmp_path.rglob("places/*.json")
        kept.write_bytes(planted)
        assert service(server).ask(QUERY) == found
        assert server.asked == 2


def test_what_a_service_does_not_let_us_keep_is_not_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GEOMAP_GEOCODEEARTH_API_KEY", KEY)
    with serve(collection(pelias_feature("Moonlight Grand Theatre", 39.0235, 125.7501))) as server:
        asked = service(server, "geocodeearth")
        assert asked.ask(QUERY) == asked.ask(QUERY)
        assert server.asked == 1
    assert not list(tmp_path.rglob("places/*"))


def test_processes_share_what_is_kept(public: Geocoder) -> None:
    code = f"from geomap.geocode.services import open_service\nprint(len(open_service({PUBLIC!r}).ask({QUERY!r})))\n"
    ran = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in "ab"]
    assert [one.stdout for one in ran] == ["1\n", "1\n"]
    assert [bool(one.stderr) for one in ran] == [True, False]
    assert public.asked == 1


def test_a_cache_that_can_t_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").write_text("", encoding="utf-8")
    monkeypatch.setenv("GEOMAP_CACHE_DIR", "file")
    with serve(FOUND) as server, pytest.raises(InputError) as told:
        service(server).ask(QUERY)
    assert "GEOMAP_CACHE_DIR" in told.value.hint


# Keys


def echoed(query: dict[str, str]) -> Reply:
    """Answer as a service that tells its users' keys."""
    feature = pelias_feature("Moonlight Grand Theatre", 39.0235, 125.7501, label=f"Theatre {KEY}", note=KEY)
    feature["properties"]["name"] = f"Theatre {query['api_key']}"
    return collection(feature)


def test_a_key_is_nowhere_but_in_the_request(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("GEOMAP_PELIAS_API_KEY", KEY)
    told: list[str] = []
    with serve(echoed) as server:
        asked = service(server, "pelias", tell=told.append)
        told.append(repr(asked.ask(QUERY)))
        assert server.queries[0]["api_key"] == KEY
    for trouble in (
        refused(400), refused(401), refused(404), refused(500), sent({"features": KEY}), Reply(KEY.encode()),
        Reply(KEY.encode(), 422), Reply(b"", 302, {"location": f"/?{KEY}"}),
    ):  # fmt: skip
        with serve(trouble) as server:
            with pytest.raises(ServiceError) as error:
                service(server, "pelias", tell=told.append).ask(QUERY)
            assert server.queries[0]["api_key"] == KEY
            shown = error.value
            told += [shown.message, shown.hint, repr(shown.value), repr(shown.__cause__)]
    everything = "\n".join((*told, caplog.text, *(str(record.args) for record in caplog.records)))
    assert "api_key=…" in everything
    for written in (KEY, "that+nobody", "that%2Bnobody"):
        assert written not in everything
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert b"nobody" not in path.read_bytes()
        assert "nobody" not in path.name


def test_a_key_stands_in_the_environment_or_in_a_file_of_one_s_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "config" / "geomap" / "geomap.toml"
    own.parent.mkdir(parents=True)
    own.write_text(f'[online]\ntries = 2\n[online.pelias]\napi_key = "{KEY}"\n', encoding="utf-8")
    with serve(first_then(refused(500), collection())) as server:
        assert service(server, "pelias").ask(QUERY) == ()
        assert server.queries[-1]["api_key"] == KEY
        monkeypatch.setenv("GEOMAP_PELIAS_API_KEY", "another-key")
        service(server, "pelias").ask("Another name")
        assert server.queries[-1]["api_key"] == "another-key"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f'[online.pelias]\napi_key = "{KEY}"\n', "may be passed on with the folder"),
        ("[online]\ncolour = 1\n", "'colour' is no setting"),
        ("[online]\ntries = -1\n", "tries of online services must be a number above 0"),
        ("[online.pelias]\ncolour = 1\n", "colour is no setting"),
        ("[online.pelias]\ndomain = 7\n", "domain is no setting of [online.pelias], or is no text"),
        ("[online", "not valid TOML"),
    ],
)
def test_bad_settings_are_told_without_a_key(content: str, told: str) -> None:
    Path("geomap.toml").write_text(content, encoding="utf-8")
    with pytest.raises(GeomapError) as error:
        open_service("pelias=http://127.0.0.1:9", tell=lambda _: None)
    assert told in error.value.message
    assert KEY not in f"{error.value.message}{error.value.hint}{error.value.value}"


def test_the_address_may_stand_in_the_settings_too() -> None:
    with serve(collection()) as server:
        content = f'[online.pelias]\ndomain = "{server.host}"\nscheme = "http"\n'
        Path("geomap.toml").write_text(content, encoding="utf-8")
        assert open_service("pelias", tell=lambda _: None).ask(QUERY) == ()
        assert server.asked == 1


def test_folders_of_answers_are_the_user_s_own() -> None:
    with serve(FOUND) as server:
        service(server).ask(QUERY)
    for name in ("places", "turns"):
        assert cache_folder(name).stat().st_mode & 0o077 == 0
