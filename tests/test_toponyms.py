import pytest

from geomap.extract.toponyms import recognise
from geomap.model import Document


def found(text: str) -> dict[str, tuple[str, str]]:
    return {t.mention.text: (t.kind, t.use) for t in recognise(Document(text))}


def literal(text: str) -> set[str]:
    return {name for name, (_, use) in found(text).items() if use == "literal"}


def test_offsets_and_order() -> None:
    text = "🛫 She flew\r\nfrom São Paulo to Tōkyō, then to the Vostochny cosmodrome in Russia’s far east."
    names = recognise(Document(text))
    assert [t.mention.text for t in names] == ["São Paulo", "Tōkyō", "Vostochny cosmodrome", "Russia"]
    for t in names:
        assert text[t.mention.start : t.mention.end] == t.mention.text
    assert [t.mention.start for t in names] == sorted(t.mention.start for t in names)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met at the Zvezda guesthouse in Minsk.", "Zvezda guesthouse", "venue"),
        ("A parade in Kim Il Sung Square is planned.", "Kim Il Sung Square", "venue"),
        ("He prayed in the Church of the Holy Sepulchre.", "Church of the Holy Sepulchre", "venue"),
        ("He landed at Heathrow airport on Monday.", "Heathrow airport", "venue"),
        ("She climbed Mount Kenya in May.", "Mount Kenya", "natural"),
        ("The ship crossed the Caspian Sea.", "Caspian Sea", "sea"),
        ("The minister flew to Hanoi.", "Hanoi", "city"),
        ("The minister flew to Vietnam.", "Vietnam", "country"),
        ("She spoke in Córdoba province on Friday.", "Córdoba", "region"),
    ],
)
def test_kinds(text: str, name: str, kind: str) -> None:
    assert found(text).get(name) == (kind, "literal")


@pytest.mark.parametrize(
    ("text", "no_place"),
    [
        ("Angela Merkel met Mr Paris on Monday.", "Paris"),
        ("Pope Francis arrived in Nairobi in May.", "Francis"),
        ("Pope Francis arrived in Nairobi in May.", "May"),
        ("The EU and the UN agreed in March.", "March"),
        ("They stayed in a London hotel near the Russian embassy.", "Russian embassy"),
    ],
)
def test_people_months_and_unions_are_no_places(text: str, no_place: str) -> None:
    assert no_place not in literal(text)


def test_demonyms_have_their_own_use() -> None:
    names = found("The French president and the Chinese premier met in Geneva.")
    assert names["French"][1] == names["Chinese"][1] == "demonym"
    assert names["Geneva"] == ("city", "literal")


def test_a_place_inside_an_organisation_is_embedded() -> None:
    assert found("He works for the Bank of England.").get("England", ("", "embedded"))[1] == "embedded"


def test_possessives_and_articles_stay_outside() -> None:
    assert literal("She praised the Netherlands’ and Kenya's efforts on a visit to the Philippines.") >= {
        "Kenya",
        "Philippines",
    }


def test_names_that_nothing_stands_where_places_stand_are_no_places() -> None:
    text = (
        "Clark said on Monday that the FDA had closed the plant. Wedgewood College raised its fees. "
        "Meredith moved to Clark County, Ohio, and lives on Harbour Street in Lisbon."
    )
    found = [toponym.mention.text for toponym in recognise(Document(text))]
    assert not {"Clark", "FDA", "Meredith", "Wedgewood College"} & set(found)
    assert {"Ohio", "Harbour Street", "Lisbon"} <= set(found)


def test_the_first_word_of_a_longer_name_is_no_place() -> None:
    text = (
        "Duarte arrived in Abu Dhabi on Tuesday and met the president at Qasr Al Watan. On Wednesday she flew to Doha."
    )

    found = [toponym.mention.text for toponym in recognise(Document(text))]

    assert "Qasr" not in found
    assert {"Abu Dhabi", "Doha"} <= set(found)
