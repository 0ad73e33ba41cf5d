import contextlib
import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.read.article import parse_article, read_article

BODY = "The minister will visit Málaga on Monday and then travel to Madrid for talks with the king, officials said."
PAGE = f"""<!DOCTYPE html><html><head><title>Minister to visit Málaga</title>
<meta property="article:published_time" content="2024-05-06T10:00:00Z"></head>
<body><nav>Home</nav><article><h1>Minister to visit Málaga</h1><p>{BODY}</p></article></body></html>"""


def test_text_stays_as_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"Trip news\r\n\r\n{BODY}\r\n".encode())
    document = read_article(path)
    assert document.text == f"Trip news\r\n\r\n{BODY}\r\n"
    assert (document.title, document.source, document.lang) == ("Trip news", str(path), "en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_read(encoding: str) -> None:
    assert parse_article((BODY * 3).encode(encoding)).text == BODY * 3


def test_one_bad_byte_does_not_garble_the_rest() -> None:
    data = f"{BODY}\nShe then goes to Córdoba and Cádiz.".encode() + b"\nAnd to C\xf3rdoba."
    with pytest.raises(InputError, match=r"byte 0xf3 on line 3"):
        parse_article(data)


def test_a_web_address_is_not_taken_for_a_file() -> None:
    with pytest.raises(InputError, match="does not fetch web pages"):
        read_article("https://news.example/trip.html")


def test_a_page_gives_text_title_and_date() -> None:
    document = parse_article(PAGE.encode())
    assert BODY in document.text
    assert "Home" not in document.text
    assert (document.title, document.date) == ("Minister to visit Málaga", "2024-05-06")


def test_a_page_in_its_declared_charset() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').encode("iso-8859-1")
    assert BODY in parse_article(page).text


def test_given_title_and_date_win() -> None:
    document = parse_article(PAGE, title="Mine", date="2020-01-02")
    assert (document.title, document.date) == ("Mine", "2020-01-02")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Minister off to Spain\n\n{BODY}", "Minister off to Spain"),
        (f"A sentence that ends.\n\n{BODY}", None),
        (f"No blank line after it\n{BODY}", None),
        (BODY, None),
    ],
)
def test_a_headline_is_short_and_stands_alone(text: str, title: str | None) -> None:
    assert parse_article(text).title == title


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(BODY.encode())))
    document = read_article("-")
    assert (document.text, document.source) == (BODY, "-")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no text"),
        (b" \n\t ", "no text"),
        (b"\x00\x01\x02", "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "office document"),
        (b"\x89PNG....", "PNG"),
        (b"a" * 5_000_001, "5 MB"),
        (b"\x81\x8d\x9d\xff" * 20, "encoding"),
        (b"<html><body></body></html>", "no article"),
        ("Le président est arrivé mardi à Hanoï pour une visite de trois jours.".encode(), "not in English"),
    ],
)
def test_what_cant_be_read_is_told(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_article(data, source="x")
    assert caught.value.hint
    assert "\n" not in caught.value.message


def test_insisting_on_english() -> None:
    assert parse_article("Le président est arrivé mardi à Hanoï.", lang="en").lang == "en"


@pytest.mark.parametrize(("option", "value"), [("date", "17.6.2024"), ("lang", "fr")])
def test_options_that_are_not_understood(option: str, value: str) -> None:
    with pytest.raises(InputError, match=value) as caught:
        parse_article(BODY, **{option: value})
    assert caught.value.hint


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read_article(tmp_path)
    with pytest.raises(InputError, match="can't be read"):
        read_article("nul\x00name")


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"<html")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert parse_article(data).text.strip()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_text_given_as_text_is_never_changed(tail: str) -> None:
    text = f"{BODY}\r\n{tail}"
    assert parse_article(text, lang="en").text == text
