import pytest

from geomap.extract.recognition import recognise
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


def uses(text: str) -> set[tuple[str, str]]:
    return {(t.mention.text, t.use) for t in recognise(Document(text))}


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("The Kilkenny Fire Department sent two engines on Monday.", "Kilkenny", "embedded"),
        ("She was treated at Bendigo High School by a nurse.", "Bendigo", "embedded"),
        ("A Limerick mother wants the road closed.", "Limerick", "literal"),
        ("Mary Holt, 41, of Wagga Wagga, was fined.", "Wagga Wagga", "literal"),
        ("CANBERRA — Two ministers resigned on Friday.", "CANBERRA", "literal"),
        ("Girls from Clay and Pulaski counties took part.", "Pulaski", "literal"),
        ("The law has passed, said Jo Hill, D-N.M., on Monday.", "N.M.", "literal"),
        ("They moved to the village of Ambakandavila last year.", "Ambakandavila", "literal"),
        ("He was found at the corner of Harbour Street.", "Harbour Street", "literal"),
        ("The firm left the EU market for the U.S.", "U.S.", "literal"),
        ("The firm left the EU market for the U.S.", "EU", "literal"),
        ("South Korean officials spoke to the Iraqi army.", "South Korean", "demonym"),
        ("South Korean officials spoke to the Iraqi army.", "Iraqi", "demonym"),
        ("Rescuers reached Côte d'Ivoire and Guinea-Bissau.", "Côte d'Ivoire", "literal"),
    ],
)
def test_names_of_the_news(text: str, name: str, use: str) -> None:
    assert (name, use) in uses(text)


@pytest.mark.parametrize(
    ("text", "no_place"),
    [
        ("AIG and the BBC said on Monday that the FDA had erred.", "AIG"),
        ("Democrats and Republicans quarrelled in Boston.", "Republicans"),
        ("The Boston Globe reported it on Sunday.", "Boston"),
        ("The mayor of Nairobi, Frank Jackson and Ann Hamilton met on Monday.", "Jackson"),
        ("Ann Lincoln came home. On Friday Lincoln said that she would stay.", "Lincoln"),
        ("The Ministry of Justice in Warsaw denied it.", "Justice"),
    ],
)
def test_actors_are_no_places(text: str, no_place: str) -> None:
    assert no_place not in {name for name, _ in uses(text)}


def test_a_name_that_is_a_place_once_is_one_everywhere() -> None:
    text = (
        "Ballarat has a new mayor. People in Ballarat, Australia, were not asked. "
        "A spokesman for the Ballarat Riding Club was pleased."
    )
    names = [(t.mention.text, t.use) for t in recognise(Document(text)) if t.mention.text == "Ballarat"]
    assert names == [("Ballarat", "literal"), ("Ballarat", "literal"), ("Ballarat", "embedded")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CHRISTCHURCH (Reuters) - The mayor resigned on Monday.", "CHRISTCHURCH"),
        ("The fleet left Sevastopol in Crimea for Simferopol.", "Sevastopol"),
        ("The fleet left Sevastopol in Crimea for Simferopol.", "Simferopol"),
        ("They visited Trinidad and Tobago in June.", "Trinidad and Tobago"),
        ("They camped below Mount St. Helens and sailed on Puget Sound.", "Mount St. Helens"),
        ("They camped below Mount St. Helens and sailed on Puget Sound.", "Puget Sound"),
        ("Villages on the Danube between Vienna and Budapest were warned of floods.", "Danube"),
        ("Boats from Nauru reached Honiara after nine days.", "Honiara"),
        ("A Chinese icebreaker left Hobart for Antarctica in November.", "Hobart"),
        ("French troops reached Bamako and Timbuktu on Monday.", "Timbuktu"),
        ("Chinese investors visited Perth, Darwin and Alice Springs on Monday.", "Alice Springs"),
        ("The Maine police closed the road toward Freeport and Brunswick.", "Brunswick"),
        ("A ferry from Halifax reached St. John's on Sunday.", "St. John's"),
        ("The bishop of Cork travelled to Rome.", "Cork"),
        ("She moved to Wheeling, W.Va. U.S. officials were told.", "W.Va."),
    ],
)
def test_hard_names(text: str, name: str) -> None:
    assert name in literal(text)
