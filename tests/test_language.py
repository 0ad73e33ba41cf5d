import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.language import check_english, identify, model

LONG = {
    "fr": "Le président est arrivé mardi à Hanoï, où il doit rencontrer le premier ministre. ",
    "de": "Die Kanzlerin reist am Dienstag nach Paris und trifft dort den Präsidenten. ",
    "es": "El papa viajará en enero a Santiago de Chile, donde celebrará una misa antes de volar a Lima y a Quito. ",
    "en": "The chancellor will travel to Paris on Tuesday and meet the president there before she flies on to Rome. ",
}


@pytest.mark.parametrize(("language", "text"), LONG.items())
def test_long_texts_are_told_apart(language: str, text: str) -> None:
    assert identify(text * 3) == language


@pytest.mark.parametrize(
    "text",
    [
        "He flew to Paris.",
        "Putin visits Hanoi",
        "Day 1: Hanoi. Day 2: Hue.",
        "The pope will visit Kazakhstan in September.",
        "Berlin, Paris, Madrid.",
        "The minister flew to Hanoi on Monday.",
    ],
)
def test_short_english_is_english(text: str) -> None:
    assert identify(text) == "en"


@pytest.mark.parametrize(
    "text",
    ["Le président est arrivé à Hanoï mardi.", "Президент прилетел в Пекин.", "El papa viajará a Chile en enero."],
)
def test_short_text_in_another_language_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not in English"):
        check_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tui Lealaifuaneva was at Tega Cay. Fata Tuilaepa Malielegaoi and Leiataua Afamasaga were at Tega Cay too. "
        "Mata Uta is a town, and so is Apia. Tuala Tagaloa will be at Faleolo, and Fiame Mataafa will be at Mulifanua. "
        "Sala Fata Pinati was at Lalomanu, and Seuula Ioane was at Saleaula.",
        "Kyriakos Mitsotakis is in Kalambaka. Alexis Tsipras was in Trikala, and Nikos Dendias was in Karditsa. "
        "Giorgos Gerapetritis has been to Thessaloniki, to Kavala and to Alexandroupoli. "
        "Evangelos Venizelos had been to Kalamata, and Dimitris Avramopoulos to Monemvasia.",
    ],
)
def test_english_full_of_foreign_names_is_english(text: str) -> None:
    assert identify(text) == "en"


def test_the_message_names_the_language_and_the_way_out() -> None:
    with pytest.raises(InputError, match=r"looks like French") as caught:
        check_english(LONG["fr"], source="a.txt")
    assert caught.value.message.startswith("a.txt: ")
    assert "--lang en" in caught.value.hint


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="no words"):
        check_english("1234 -- !!")


def test_the_model_is_loaded_once_with_the_pipes_that_are_used() -> None:
    assert model() is model()
    assert model().pipe_names == ["tok2vec", "tagger", "parser", "ner"]


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert identify(text)
