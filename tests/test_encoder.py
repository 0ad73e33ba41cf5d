"""The language model tuned on trips, as a witness of the reader."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tokenizers import Tokenizer

import geomap.extract.encoder
from geomap import trace
from geomap.errors import InputError
from geomap.extract.describe import why
from geomap.extract.encoder import with_opinions
from geomap.extract.encoder.windows import literal_spans, windows_of
from geomap.extract.features import Scene, features
from geomap.extract.itinerary import set_scene
from geomap.extract.opinions import Opinion, gather
from geomap.extract.visits import Visit
from geomap.model import Document

SEED = Path(__file__).parents[1] / "seeds" / "000_24a45464d321b182.txt"
HOME = Path(geomap.extract.encoder.__file__).parent
TRIP = "The minister flew to Hanoi on Monday and visited the port of Da Nang. He will leave for Paris on Friday. "
PLAIN = "Nothing of note happened at the office, the clerk said again, and everybody went back to their desks. "


def scene_of(text: str, title: str | None = None) -> Scene:
    return set_scene(Document(text, title, date="2024-06-17"))


def judged(text: str, title: str | None = None) -> dict[str, list[Opinion]]:
    """Opinions by the words of the mention, in text order."""
    here = with_opinions(scene_of(text, title))
    found: dict[str, list[Opinion]] = {}
    if here.opinions is not None:
        for n, (start, end) in literal_spans(here).items():
            found.setdefault(text[start:end], []).append(here.opinions.of[n])
    return found


@pytest.mark.parametrize("reader", ["built-in", "fast"])
def test_either_reader_reads_the_seed(reader: str) -> None:
    itinerary = trace(SEED, reader=reader)
    stops = itinerary.stops
    # without the encoder "is expected to visit Vietnam" is in doubt, and says so
    unsure = [place.name for place in itinerary.doubtful if reader == "fast" and place.name == "Vietnam"]
    assert {*(stop.name for stop in stops), *unsure} == {
        "Vostochny cosmodrome",
        "Pyongyang",
        "Kim Il Sung Square",
        "Life-Giving Trinity Orthodox Church",
        "Kumsusan guesthouse",
        "Vietnam",
    }
    assert (stops[0].name, stops[0].status) == ("Vostochny cosmodrome", "past")
    if not unsure:
        assert (stops[-1].name, stops[-1].status) == ("Vietnam", "planned")


def test_it_tells_a_visit_from_a_government() -> None:
    found = judged("President Ana Silva flew to Hanoi on Monday. Washington criticised her trip.")
    assert found["Hanoi"][0].visit > 0 > found["Washington"][0].visit
    for (opinion,) in found.values():
        assert sum(opinion.statuses) == pytest.approx(1)


def test_the_same_text_gets_the_same_opinions() -> None:
    first = judged(TRIP, "A minister in Vietnam")
    geomap.extract.encoder._load.cache_clear()
    assert judged(TRIP, "A minister in Vietnam") == first


@pytest.mark.parametrize(
    "text",
    [
        "🛬 She flew to Zürich 🎉🎉 on Monday, then to São Paulo, and will go to Kraków.",
        "She flew to Hanoi.\r\n\r\n\u200b\ufeffThen, \u201cat last\u201d, to Da Nang \u2014 and Tokyo\u0301.",
        "[CLS] She flew to Hanoi [SEP] [PAD] [MASK] and then to Paris [UNK].",
        "She flew to 東京 and Hanoi, not to Москва, on Monday.",
        TRIP + PLAIN * 60 + TRIP + PLAIN * 90 + TRIP,
    ],
    ids=["emoji", "odd spaces", "marks of the vocabulary", "other scripts", "several windows"],
)
def test_each_mention_is_judged_by_its_own_words(text: str) -> None:
    here = scene_of(text, "A long way")
    tokenizer = Tokenizer.from_file(str(HOME / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True

    def word_pieces(words: str) -> list[int]:
        return list(tokenizer.encode(words, add_special_tokens=False).ids)

    spans, seen = literal_spans(here), []
    assert spans
    for window in windows_of(tokenizer, here):
        assert len(window.ids) <= 512
        for n, (first, end) in zip(window.mentions, window.spans, strict=True):
            start, stop = spans[n]
            assert list(window.ids[first:end]) == word_pieces(text[start:stop])
            assert all(window.marks[first:end])
            seen.append(n)
    assert sorted(seen) == list(spans)
    opinions = with_opinions(here).opinions
    assert opinions is not None
    assert list(opinions.of) == list(spans)


def test_a_mention_is_judged_where_it_has_room_around_it() -> None:
    text = PLAIN * 24 + TRIP + PLAIN * 24
    here = scene_of(text)
    tokenizer = Tokenizer.from_file(str(HOME / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for window in windows_of(tokenizer, here):
        for first, end in window.spans:
            assert min(first - window.title, len(window.ids) - end) >= 60


def test_a_long_text_is_judged_to_its_end() -> None:
    text = TRIP + PLAIN * 2000 + "On Sunday the minister arrived in Lisbon."
    assert len(text) > 200_000
    assert list(judged(text)) == ["Hanoi", "Da Nang", "Paris", "Lisbon"]


def test_what_it_thinks_becomes_features() -> None:
    here = scene_of("She flew to Hanoi, then to Hanoi again, and to Paris.")
    numbers = list(literal_spans(here))
    of = {numbers[0]: Opinion(0.7, (0.8, 0.1, 0.06, 0.04)), numbers[1]: Opinion(2.5, (0.1, 0.1, 0.4, 0.4))}
    here = replace(here, opinions=gather(here.names, of))

    def said(n: int) -> set[str]:
        return {feature for feature in features(here, n) if feature.startswith("encoder ")}

    assert {"encoder visit>0.5", "encoder place>2", "encoder text>2", "encoder past>0.75"} <= said(numbers[0])
    assert not {"encoder visit>1", "encoder planned>0.1", "encoder past>0.9"} & said(numbers[0])
    assert "encoder planned>0.25" in said(numbers[1])
    assert said(numbers[2]) == set()


def test_it_is_named_in_plain_words() -> None:
    visit = Visit(0, 0.8, (0.0, 0.0, 0.0, 0.0), frozenset({"bias", "encoder visit>0", "encoder text>1"}), {})
    assert why(visit) == "geomap's own small model, tuned on trips, reads it as a visit."


@pytest.mark.parametrize("damage", ["missing", "cut", "no vocabulary"])
def test_a_broken_model_is_told_with_what_to_do(damage: str, tmp_path: Path) -> None:
    if damage != "no vocabulary":
        (tmp_path / "tokenizer.json").write_bytes((HOME / "tokenizer.json").read_bytes())
    if damage == "cut":
        (tmp_path / "encoder.onnx").write_bytes((HOME / "encoder.onnx").read_bytes()[:100_000])
    with pytest.raises(InputError, match="missing from this installation, or broken") as told:
        with_opinions(scene_of(TRIP), home=tmp_path)
    assert "--reader fast" in told.value.hint


def test_it_is_loaded_only_where_it_is_asked() -> None:
    code = f"""
import sys
from geomap import trace
from geomap.geocode import geocode
from geomap.model import Document
assert trace(Document({TRIP!r}), reader="fast").stops
assert not trace(Document({PLAIN!r})).stops
print(sorted({{"onnxruntime", "tokenizers", "huggingface_hub"}} & set(sys.modules)))
assert trace(Document({TRIP!r})).stops
print(sorted({{"onnxruntime", "tokenizers", "huggingface_hub"}} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["[]", "['onnxruntime', 'tokenizers']"]
    assert ran.stderr == ""
