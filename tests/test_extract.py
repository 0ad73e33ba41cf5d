from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geomap.extract import extract
from geomap.extract.order import arrange
from geomap.extract.precedence import Item
from geomap.extract.times import resolve
from geomap.language import model
from geomap.model import Document, Itinerary, Status
from geomap.read.article import read_article

SEED = Path(__file__).parents[1] / "seeds" / "000_24a45464d321b182.txt"
DATE = "2024-06-17"


def read(text: str, title: str | None = None) -> Itinerary:
    return extract(Document(text, title, date=DATE))


def names(itinerary: Itinerary) -> list[str]:
    return [stop.name for stop in itinerary.stops]


@pytest.fixture(scope="module")
def reference() -> Itinerary:
    return extract(read_article(SEED))


def test_reference_article(reference: Itinerary) -> None:
    assert reference.traveller == "Vladimir Putin"
    rows = [(s.name, s.kind, s.within, s.status, s.order, s.journey) for s in reference.stops]
    assert rows[:2] == [
        ("Vostochny cosmodrome", "venue", "Russia's far east", "past", 1, 1),
        ("Pyongyang", "city", None, "planned", 2, 2),
    ]
    assert sorted(rows[2:5]) == [
        ("Kim Il Sung Square", "venue", "Pyongyang", "planned", 3, 2),
        ("Kumsusan guesthouse", "venue", "Pyongyang", "reported", 3, 2),
        ("Life-Giving Trinity Orthodox Church", "venue", "Pyongyang", "planned", 3, 2),
    ]
    assert rows[5:] == [("Vietnam", "country", None, "planned", 4, 2)]


def test_reference_article_proves_every_stop(reference: Itinerary) -> None:
    document = reference.document
    assert document is not None
    for stop in reference.stops:
        assert any(e.name == stop.name for e in stop.evidence)
        assert stop.why
        for e in stop.evidence:
            assert document.text[e.start : e.end] == e.quote
            assert document.text[e.name_start : e.name_end] == e.name
    when = {stop.name: stop.when.text for stop in reference.stops if stop.when}
    assert (when["Vostochny cosmodrome"], when["Pyongyang"]) == ("in September", "on Tuesday")
    assert next(s for s in reference.stops if s.name == "Kim Il Sung Square").activity == "parade"


def test_reference_article_reads_in_plain_words(reference: Itinerary) -> None:
    stops = {stop.name: stop for stop in reference.stops}
    assert stops["Vostochny cosmodrome"].why == "The text says that the traveller meets somebody there."
    assert stops["Vostochny cosmodrome"].activity == "met"
    quotes = " ".join(e.quote for e in stops["Pyongyang"].evidence)
    assert "ahead of his first visit to Pyongyang" in quotes
    assert "expected to arrive in the capital on Tuesday" in quotes
    assert "Church" not in quotes
    assert "Rodong Sinmun" not in {stop.name for stop in reference.doubtful}
    for stop in reference.stops + reference.doubtful:
        assert 1 <= len(stop.evidence) <= 3
        assert not set("=&:_") & set(stop.why)


def test_reference_article_tells_why_the_others_are_none(reference: Itinerary) -> None:
    others = {place.name for place in reference.not_visited}
    assert others >= {"Washington", "Seoul", "Moscow", "Ukraine", "Russia"}
    assert all(place.why and place.evidence for place in reference.not_visited)
    assert not others & set(names(reference))


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("The minister flew to Hanoi on Monday.", [("Hanoi", "ongoing")]),  # a Monday's article
        (
            "Chancellor Angela Merkel will visit Ankara on Tuesday. She will then travel to Athens.",
            [("Ankara", "planned"), ("Athens", "planned")],
        ),
        (
            "Prime Minister Anna Nowak will travel to Seoul, Tokyo and Manila next week.",
            [("Seoul", "planned"), ("Tokyo", "planned"), ("Manila", "planned")],
        ),
        (
            "Foreign Secretary John Smith will travel to Warsaw, Poland and Bucharest, Romania on March 9-11.",
            [("Warsaw", "planned"), ("Bucharest", "planned")],
        ),
    ],
)
def test_plain_trips(text: str, stops: list[tuple[str, Status]]) -> None:
    assert [(stop.name, stop.status) for stop in read(text).stops] == stops


@pytest.mark.parametrize(
    "text",
    [
        "Washington said on Monday that it would send aid to Ukraine. Tokyo welcomed the decision.",
        "Visitors need a visa for India. Embassies in Paris and Rome issue it within ten days.",
        "Officials from the University of Oxford said that the London-based bank had raised rates in Germany.",
        "The war in Ukraine and the crisis in Sudan dominated the talks, Beijing said.",
        "Nothing happened.",
    ],
)
def test_texts_without_a_trip_have_no_stop(text: str) -> None:
    itinerary = read(text)
    assert itinerary.stops == ()
    assert itinerary.traveller is None


def test_after_puts_the_other_first() -> None:
    text = (
        "After Warsaw, the prime minister, Anna Nowak, is expected to visit Vilnius. "
        "Ms Nowak will arrive in Warsaw on Wednesday."
    )
    assert names(read(text)) == ["Warsaw", "Vilnius"]


def test_before_at_the_head_of_a_sentence_puts_the_other_later() -> None:
    text = "Before heading to Lisbon, President Anna Nowak visited Madrid. President Nowak arrived in Lisbon on Monday."
    assert names(read(text)) == ["Madrid", "Lisbon"]


def test_what_had_been_comes_first() -> None:
    text = "President Anna Nowak visited Lisbon on the way home. She had spent two days in Madrid and met the king."
    assert names(read(text)) == ["Madrid", "Lisbon"]


def test_a_description_takes_the_name_of_its_place() -> None:
    text = (
        "Chancellor Angela Merkel will make her first visit to Ankara. "
        "Ms Merkel will arrive in the capital on Tuesday to meet the president."
    )
    (stop,) = read(text).stops
    assert stop.name == "Ankara"
    assert stop.when is not None
    assert stop.when.date == "2024-06-18"
    assert {e.name for e in stop.evidence} == {"Ankara", "the capital"}


def test_dates_put_what_is_told_later_first() -> None:
    text = (
        "President Anna Nowak will visit Lisbon on June 28. President Nowak will arrive in Madrid on June 25 "
        "and will meet the king there."
    )
    assert names(read(text)) == ["Madrid", "Lisbon"]


def test_reportedly_is_reported() -> None:
    text = (
        "Foreign Secretary John Smith is reportedly staying at the Grand Hotel in Oslo. "
        "Mr Smith arrived in Oslo on Sunday."
    )
    stops = {stop.name: stop for stop in read(text).stops}
    assert stops["Grand Hotel"].status == "reported"
    assert stops["Grand Hotel"].within == "Oslo"
    assert stops["Oslo"].order < stops["Grand Hotel"].order


def test_a_cancelled_place_is_no_stop() -> None:
    text = "The band called off its concert in Lyon. It will play in Marseille on Friday."
    assert names(read(text)) == ["Marseille"]


def test_an_earlier_meeting_is_a_journey_of_its_own() -> None:
    text = (
        "President Anna Nowak will visit Ankara on Tuesday for talks with President Emre Demir. "
        "The two presidents last met in October in Geneva."
    )
    stops = {stop.name: stop for stop in read(text).stops}
    assert stops["Ankara"].status == "planned"
    assert (stops["Geneva"].status, stops["Geneva"].journey, stops["Ankara"].journey) == ("past", 1, 2)


def test_the_country_of_a_city_is_no_stop_of_its_own() -> None:
    text = "Pope Francis will visit Kenya this week. He will arrive in Nairobi on Wednesday and celebrate Mass there."
    assert "Kenya" not in names(read(text))


def test_weekdays_are_resolved_against_the_date_of_publication() -> None:
    stop = read("Chancellor Angela Merkel will visit Ankara on Tuesday.").stops[0]
    assert stop.when is not None
    assert (stop.when.text, stop.when.date) == ("on Tuesday", "2024-06-18")


@pytest.mark.parametrize(
    ("words", "status", "date"),
    [
        ("Tuesday", "planned", "2024-06-18"),
        ("Tuesday", "past", "2024-06-11"),
        ("last Monday", "past", "2024-06-10"),
        ("tomorrow", "planned", "2024-06-18"),
        ("yesterday", "past", "2024-06-16"),
        ("June 20-22", "planned", "2024-06-20/2024-06-22"),
        ("20 to 22 June 2025", "planned", "2025-06-20/2025-06-22"),
        ("January 5", "planned", "2025-01-05"),
        ("December 5", "past", "2023-12-05"),
        ("September", "past", "2023-09"),
        ("next week", "planned", "2024-06-24/2024-06-30"),
        ("last month", "past", "2024-05"),
        ("2019", "past", "2019"),
        ("February 31", "past", None),
        ("a while", "past", None),
        ("June 30 to July 3", "planned", "2024-06-30/2024-07-03"),
        ("December 30 - January 2", "past", "2023-12-30/2024-01-02"),
        ("Tuesday to Thursday", "planned", "2024-06-18/2024-06-20"),
        ("two days ago", "past", "2024-06-15"),
        ("3 weeks ago", "past", "2024-05-27"),
    ],
)
def test_times(words: str, status: Status, date: str | None) -> None:
    assert resolve(words, status, DATE) == date


def test_without_a_date_only_full_dates_are_resolved() -> None:
    assert resolve("Tuesday", "planned", None) is None
    assert resolve("9 March 2022", "past", None) == "2022-03-09"


def _items(*status: Status, inside: tuple[int | None, ...] = (), day: tuple[str | None, ...] = ()) -> list[Item]:
    return [
        Item(
            mentions=((n, n + 1),),
            others=(),
            status=s,
            day=day[n] if day else None,
            inside=inside[n] if inside else None,
            venue=bool(inside and inside[n] is not None),
            journey=1,
        )
        for n, s in enumerate(status)
    ]


def test_order_ties_the_venues_of_one_city_and_nothing_else() -> None:
    doc = model()("a b c d")
    assert arrange(doc, _items("planned", "planned", "planned", "planned", inside=(2, 2, None, None))) == [
        (2, 1), (0, 2), (1, 2), (3, 3),
    ]  # fmt: skip


def test_order_by_status_yields_to_dates() -> None:
    doc = model()("a b c")
    assert [i for i, _ in arrange(doc, _items("planned", "past", "ongoing"))] == [1, 2, 0]
    days = ("2024-06-02", "2024-06-03", "2024-06-01")
    assert [i for i, _ in arrange(doc, _items("past", "past", "past", day=days))] == [2, 0, 1]


_TEXT = (
    "The president Mr Smith visited Paris , . and Rome in on Tuesday will travel to after before “ ” ’s he she they "
    "🙂 \n\n \r\n \t capital of Kenya U.S. reportedly not 2019 Mount — ( ) Hotel Square Day 3: the"
)
_WORDS = st.sampled_from(_TEXT.split(" "))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS, max_size=40).map(" ".join))
@example("\ufeffThe pope flew to Nairobi.\r\n\r\n🙂 He will visit Kampala.")
@example("")
@example("The \n\n Mount Kenya")
def test_any_text_is_read_and_every_offset_slices_back(text: str) -> None:
    itinerary = extract(Document(text, date=DATE))
    assert itinerary == extract(Document(text, date=DATE))
    assert [s.order for s in itinerary.stops] == sorted(s.order for s in itinerary.stops)
    stops = [e for stop in itinerary.stops + itinerary.doubtful for e in stop.evidence]
    for e in stops + [e for place in itinerary.not_visited for e in place.evidence]:
        assert text[e.start : e.end] == e.quote
        assert text[e.name_start : e.name_end] == e.name
        assert e.start <= e.name_start < e.name_end <= e.end


def test_words_around_a_mention_name_what_they_stand_for() -> None:
    from geomap.extract.parse import parse
    from geomap.extract.toponyms import find_names
    from geomap.extract.travellers import read_cast
    from geomap.extract.wording import around, plain_words

    document = Document("President Anna Nowak flew to Lisbon on Monday.", date=DATE)
    doc = parse(document)
    found = find_names(doc)
    cast = read_cast(doc, None, found)
    words = around(plain_words(doc, found, cast), found[0], (0, len(doc)))
    assert words >= {"left=to", "left 2=flew to", "left 3=<traveller> flew to", "right=on", "right 2=on <date>"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("President Anna Nowak arrived in Lisbon on Monday.", "The text says that the traveller arrives there."),
        ("President Anna Nowak will visit Lisbon on Monday.", "The text says that the traveller visits the place."),
        (
            "President Anna Nowak praised the plan ahead of her visit to Lisbon on Monday. She flew there at noon.",
            "The text tells of a visit or journey there by the traveller.",
        ),
    ],
)
def test_why_is_a_sentence(text: str, why: str) -> None:
    itinerary = read(text)
    (stop,) = itinerary.stops + itinerary.doubtful
    assert stop.why == why


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("President Anna Nowak visited the Eagle cosmodrome in Poland's north on Monday.", "Poland's north"),
        ("President Anna Nowak visited the Eagle cosmodrome in Poland on Monday.", "Poland"),
    ],
)
def test_a_container_keeps_the_part_that_the_text_names(text: str, within: str) -> None:
    assert [stop.within for stop in read(text).stops] == [within]


def test_an_event_in_a_city_that_is_visited_is_no_mere_hint() -> None:
    text = (
        "President Anna Nowak will arrive in Pyongyang on Tuesday. A parade in Kim Il Sung Square is planned. "
        "Ms Nowak will then visit Hanoi."
    )
    stops = {stop.name: stop for stop in read(text).stops}
    assert stops["Kim Il Sung Square"].within == "Pyongyang"
    assert stops["Kim Il Sung Square"].confidence >= 0.4


def test_other_weights_may_be_tried() -> None:
    from geomap.extract.itinerary import decide, set_scene
    from geomap.extract.visits import Judge, shipped_judge

    document = Document("President Anna Nowak will visit Lisbon on Monday.", date=DATE)
    here = set_scene(document)
    assert decide(document, here) == decide(document, here, shipped_judge(fast=True)) == extract(document, fast=True)
    assert decide(document, here, Judge({})).stops == ()


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_dates_like_others(date: str) -> None:
    text = "The minister flew to Hanoi on Monday. On Tuesday next week she will visit Seoul."

    assert [stop.name for stop in extract(Document(text, date=date)).stops] == ["Hanoi", "Seoul"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The band will play in Hamburg on June 20, and the next day in Bremen.", ["2024-06-20", "2024-06-21"]),
        ("The band will play in Hamburg on June 20, and two days later in Bremen.", ["2024-06-20", "2024-06-22"]),
        ("The president is due in Prague on Thursday and in Vienna on Saturday.", ["2024-06-20", "2024-06-22"]),
    ],
)
def test_days_count_from_what_was_told_and_in_the_direction_of_the_tense(text: str, days: list[str]) -> None:
    stops = extract(Document(text, date="2024-06-17")).stops
    assert [stop.when.date if stop.when else None for stop in stops] == days


def test_the_date_of_a_dateline_is_nobodys() -> None:
    (stop,) = extract(Document("DHAKA, Jan 22 - The president visited Ankara.", date="2024-01-22")).stops
    assert stop.when is None


def test_each_item_of_a_list_has_its_own_date() -> None:
    text = "The band will play in Brussels on 12 May, in Cologne on 14 May and in Berlin on 17 May."
    stops = extract(Document(text, date="2024-05-09")).stops
    assert [(stop.name, stop.when.date if stop.when else None) for stop in stops] == [
        ("Brussels", "2024-05-12"),
        ("Cologne", "2024-05-14"),
        ("Berlin", "2024-05-17"),
    ]


def test_a_dateline_s_capitals_are_not_the_name() -> None:
    text = "ANKARA (Wire) - Prime Minister Per Dahl arrived here on Monday. On Friday he will go on to Tbilisi."

    assert [(stop.name, stop.status) for stop in read(text).stops] == [("Ankara", "ongoing"), ("Tbilisi", "planned")]


def test_a_country_s_capital_stands_for_the_city_that_the_text_names() -> None:
    text = (
        "JAKARTA (Wire) - The envoy flew to the Indonesian capital on Sunday for talks. He will visit Hanoi on Tuesday."
    )

    stops = read(text).stops
    assert [stop.name for stop in stops] == ["Jakarta", "Hanoi"]
    assert "Indonesian capital" in stops[0].evidence[0].quote
