"""Itineraries made by hand, one of every shape that a drawing must get right."""

from collections.abc import Callable

from geomap.evidence import Evidence
from geomap.model import Candidate, Itinerary, Kind, Place, Point, Status, Stop, When
from geomap.route import route

HOSTILE = (
    "${globalThis.x=1}",
    "</script><script>globalThis.x=1</script>",
    "<img src=x onerror=globalThis.x=1>",
    "<!--<script>",
    "`;globalThis.x=1;`",
    "a\u2028globalThis.x=1\u2029b",
    "\u202egnp.exe",
    "{{7*7}}{% set x = 1 %}{# gone #}",
    "'\" onmouseover=globalThis.x=1 \\",
    "]]></noscript><svg onload=globalThis.x=1>",
    "javascript:globalThis.x=1",
    "nul\x00\x07",
)


def said(quote: str, name: str, at: int = 0) -> Evidence:
    """Give the evidence of a quote that stands at offset `at`."""
    start = at + quote.index(name)
    return Evidence(at, at + len(quote), quote, start, start + len(name))


def city(name: str, lat: float, lon: float, country: str = "", **more: object) -> Place:
    """Give a city for the gazetteer's part in a sample."""
    return Place(name, Point(lat, lon), "P", "PPL", country, source="GeoNames", id=name, radius_m=9000, **more)  # type: ignore[arg-type]


def stop(
    name: str,
    order: int,
    lat: float,
    lon: float,
    *,
    kind: Kind = "city",
    status: Status = "planned",
    journey: int = 1,
    country: str = "",
    within: str | None = None,
    mode: str | None = None,
) -> Stop:
    """Give a placed stop with a sentence."""
    feature = {"city": ("P", "PPL"), "venue": ("S", "BLDG"), "country": ("A", "PCLI"), "region": ("A", "ADM1")}
    place = Place(
        name, Point(lat, lon), *feature.get(kind, ("T", "ISL")), country, source="GeoNames", id=name, city=within or ""
    )
    quote = f"The trip goes to {name} next."
    return Stop(
        name,
        kind,
        status,
        order,
        journey=journey,
        within=within,
        mode=mode,
        evidence=(said(quote, name),),
        place=place,
        precision=place.precision,
    )


def reference() -> Itinerary:
    """Give the reference article's itinerary."""
    cosmodrome = Place(
        "Vostochny Cosmodrome",
        Point(51.884, 128.333),
        "S",
        "SPCP",
        "RU",
        "Amur Oblast",
        radius_m=10_000,
        source="geomap venues",
        id="vostochny",
        local_name="Космодром Восточный",
        city="Tsiolkovsky",
    )
    village = Place("Vostochny", Point(44.31, 44.2), "P", "PPL", "RU", "Stavropol Kray", source="GeoNames", id="797241")
    pyongyang = Place(
        "Pyongyang",
        Point(39.03385, 125.75432),
        "P",
        "PPLC",
        "KP",
        "Pyongyang",
        population=3_222_000,
        radius_m=12_000,
        source="GeoNames",
        id="1871859",
        local_name="평양",
    )
    square = Place(
        "Kim Il Sung Square",
        Point(39.0195, 125.7528),
        "S",
        "SQR",
        "KP",
        "Pyongyang",
        radius_m=200,
        source="geomap venues",
        id="kim-il-sung-square",
        local_name="김일성광장",
        city="Pyongyang",
    )
    church = Place(
        "Church of the Life-Giving Trinity",
        Point(38.993, 125.720),
        "S",
        "CH",
        "KP",
        "Pyongyang",
        radius_m=1000,
        source="project brief",
        id="trinity-church",
        city="Pyongyang",
        verified=False,
    )
    guesthouse = Place(
        "Kumsusan State Guesthouse",
        Point(39.058, 125.795),
        "S",
        "GHSE",
        "KP",
        "Pyongyang",
        radius_m=2000,
        source="project brief",
        id="kumsusan-guesthouse",
        city="Pyongyang",
        verified=False,
    )
    vietnam = Place(
        "Vietnam",
        Point(16.16667, 107.83333),
        "A",
        "PCLI",
        "VN",
        population=95_540_000,
        radius_m=320_000,
        source="GeoNames",
        id="1562822",
        local_name="Việt Nam",
    )
    met = "The two leaders last met in September at the Vostochny cosmodrome in Russia's far east."
    arrive = "Mr Putin is expected to arrive in the capital on Tuesday to meet North Korean leader Kim Jong Un."
    parade = "A parade in Kim Il Sung Square is planned."
    concert = (
        "Mr. Putin is also expected to attend a concert and visit the Life-Giving Trinity Orthodox Church in "
        "Pyongyang, the only Orthodox church in North Korea."
    )
    staying = (
        "Mr Putin is reportedly staying at the Kumsusan guesthouse in Pyongyang, where Chinese leader "
        "Xi Jinping last stayed during his state visit to North Korea in 2019."
    )
    after = (
        "After North Korea, Mr Putin is expected to visit Vietnam, a communist state and long-time ally, where the "
        "two countries are expected to discuss issues such as trade."
    )
    stops = (
        Stop(
            "Vostochny cosmodrome",
            "venue",
            "past",
            1,
            journey=1,
            when=When("in September"),
            activity="met Kim Jong Un",
            evidence=(said(met, "Vostochny cosmodrome"),),
            place=cosmodrome,
            precision="exact",
            candidates=(Candidate(cosmodrome, 0.9, ("a cosmodrome, as the article says",)), Candidate(village, 0.2)),
        ),
        Stop(
            "Pyongyang",
            "city",
            "planned",
            2,
            journey=2,
            when=When("on Tuesday"),
            activity="meet Kim Jong Un",
            evidence=(said(arrive, "the capital"),),
            place=pyongyang,
            precision="city",
            candidates=(Candidate(pyongyang, 0.97, ("a capital", "its country is in the article")),),
        ),
        Stop(
            "Kim Il Sung Square",
            "venue",
            "planned",
            3,
            journey=2,
            within="Pyongyang",
            activity="parade",
            evidence=(said(parade, "Kim Il Sung Square"),),
            place=square,
            precision="exact",
        ),
        Stop(
            "Life-Giving Trinity Orthodox Church",
            "venue",
            "planned",
            3,
            journey=2,
            within="Pyongyang",
            activity="visit the church",
            evidence=(said(concert, "Life-Giving Trinity Orthodox Church"),),
            place=church,
            precision="approximate",
        ),
        Stop(
            "Kumsusan guesthouse",
            "venue",
            "reported",
            3,
            journey=2,
            within="Pyongyang",
            activity="staying",
            evidence=(said(staying, "Kumsusan guesthouse"),),
            place=guesthouse,
            precision="approximate",
            confidence=0.7,
        ),
        Stop(
            "Vietnam",
            "country",
            "planned",
            4,
            journey=2,
            activity="discuss trade",
            evidence=(said(after, "Vietnam"),),
            place=vietnam,
            precision="country",
        ),
    )
    return route(Itinerary("Putin to visit North Korea for first time in 24 years", stops, traveller="Vladimir Putin"))


def one_stop() -> Itinerary:
    """Give a trip to one city."""
    return route(
        Itinerary(
            "A visit to Ulaanbaatar", (stop("Ulaanbaatar", 1, 47.9077, 106.8832, country="MN", status="ongoing"),)
        )
    )


def nowhere() -> Itinerary:
    """Give a trip whose only stop has no place."""
    lost = Stop("Shangri-La", "city", "planned", 1, reason="No place of this name was found")
    return route(Itinerary("To Shangri-La", (lost,)))


def some_unplaced() -> Itinerary:
    """Give a trip of three, of which one has no place."""
    lost = Stop("the safe house", "venue", "reported", 2, reason="No place of this name was found")
    stops = (
        stop("Oslo", 1, 59.9127, 10.7461, country="NO", status="past"),
        lost,
        stop("Bergen", 3, 60.393, 5.3242, country="NO"),
    )
    return route(Itinerary("North", stops))


def round_the_world() -> Itinerary:
    """Give a flight around the world, over 180°."""
    places = (
        ("London", 51.5074, -0.1278, "GB"),
        ("Dubai", 25.2048, 55.2708, "AE"),
        ("Singapore", 1.3521, 103.8198, "SG"),
        ("Sydney", -33.8688, 151.2093, "AU"),
        ("Honolulu", 21.3069, -157.8583, "US"),
        ("San Francisco", 37.7749, -122.4194, "US"),
        ("New York", 40.7128, -74.006, "US"),
        ("Reykjavík", 64.1466, -21.9426, "IS"),
    )
    stops = tuple(
        stop(name, i, lat, lon, country=country, status="past" if i < 5 else "planned", mode="plane")
        for i, (name, lat, lon, country) in enumerate(places, 1)
    )
    return route(Itinerary("Eight cities around the world", stops, date="2025-03-02"))


def over_the_antimeridian() -> Itinerary:
    """Give islands on both sides of 180°."""
    stops = (
        stop("Suva", 1, -18.1416, 178.4419, country="FJ", status="past"),
        stop("Nuku'alofa", 2, -21.1394, -175.2049, country="TO", status="past"),
        stop("Apia", 3, -13.8314, -171.7652, country="WS"),
    )
    return route(Itinerary("Island hopping", stops))


def twelve_in_one_city() -> Itinerary:
    """Give a dozen venues of Paris."""
    names = (
        "Élysée",
        "Louvre",
        "Panthéon",
        "Sorbonne",
        "Opéra",
        "Bourse",
        "Invalides",
        "Trocadéro",
        "Notre-Dame",
        "Bercy",
        "Villette",
        "Bastille",
    )
    stops = tuple(
        stop(
            name,
            i,
            48.8566 + 0.018 * ((i * 5) % 7 - 3) / 3,
            2.3522 + 0.05 * ((i * 3) % 11 - 5) / 5,
            kind="venue",
            country="FR",
            within="Paris",
        )
        for i, name in enumerate(names, 1)
    )
    return route(Itinerary("Twelve appointments in Paris", stops))


def there_and_back() -> Itinerary:
    """Give a shuttle of three rounds."""
    ends = (("Geneva", 46.2044, 6.1432, "CH"), ("Vienna", 48.2082, 16.3738, "AT"))
    stops = tuple(
        stop(ends[i % 2][0], i + 1, *ends[i % 2][1:3], country=ends[i % 2][3], status="past") for i in range(6)
    )
    return route(Itinerary("Shuttle diplomacy", stops))


def all_reported() -> Itinerary:
    """Give a trip of which nothing is confirmed, in no stated order."""
    places = (("Riyadh", 24.7136, 46.6753, "SA"), ("Doha", 25.2854, 51.531, "QA"), ("Muscat", 23.588, 58.3829, "OM"))
    return route(
        Itinerary(
            "A tour of the Gulf", tuple(stop(n, 1, la, lo, country=c, status="reported") for n, la, lo, c in places)
        )
    )


def hostile() -> Itinerary:
    """Give a trip whose every text tries to run."""
    stops = tuple(
        Stop(
            name,
            "city",
            "planned",
            i,
            within=name,
            when=When(name),
            activity=name,
            evidence=(said(f"On to {name}.", name),),
            place=Place(
                name,
                Point(40 + i, 10 + 2 * i),
                "P",
                "PPL",
                "IT",
                name,
                source=name,
                id=name,
                local_name=name,
                city=name,
            ),
            precision="city",
            reason=name,
            why=name,
            doubts=(name,),
            candidates=(Candidate(Place(name, Point(1, 1), "P", "PPL", "IT", id="x"), 0.5, (name,)),),
        )
        for i, name in enumerate(HOSTILE, 1)
    )
    return route(Itinerary(" ".join(HOSTILE), stops, credit=HOSTILE[1], source_url="javascript:globalThis.x=1"))


Shape = Callable[[], Itinerary]
SHAPES: dict[str, Shape] = {
    function.__name__: function
    for function in (
        reference,
        one_stop,
        nowhere,
        some_unplaced,
        round_the_world,
        over_the_antimeridian,
        twelve_in_one_city,
        there_and_back,
        all_reported,
        hostile,
    )
}
