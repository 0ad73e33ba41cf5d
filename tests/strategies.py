"""Values of the model for property tests: anything that a stage may hand on, hostile text included."""

from typing import get_args

from hypothesis import strategies as st

from geomap.evidence import Evidence, NotVisited, Reason
from geomap.model import (
    Candidate,
    Itinerary,
    Kind,
    Place,
    Point,
    Stop,
    When,
)

HOSTILE = (
    "${globalThis.pwned=1}",
    "`${globalThis.pwned=1}`",
    "</script><script>globalThis.pwned=1</script>",
    "<img src=x onerror=globalThis.pwned=1>",
    "<!--",
    "]]>",
    "{{7*7}}",
    "line\u2028break\u2029",
    "\u202egnp.exe",
    "=HYPERLINK(1)",
    "'\"\\",
)

texts = st.one_of(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), st.sampled_from(HOSTILE))
names = texts.filter(lambda text: bool(text.strip()))
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
kinds: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))
_features = st.sampled_from([("S", "SQR"), ("P", "PPLC"), ("A", "ADM1"), ("A", "PCLI"), ("T", "MT"), ("H", "SEA")])


@st.composite
def places(draw: st.DrawFn) -> Place:
    feature_class, feature_code = draw(_features)
    return Place(
        name=draw(names),
        point=draw(points),
        feature_class=feature_class,
        feature_code=feature_code,
        country=draw(st.sampled_from(["", "KP", "VN", "RU"])),
        admin=draw(st.one_of(st.just(""), texts)),
        population=draw(st.integers(0, 10**8)),
        radius_m=draw(st.floats(0, 10**7)),
        source=draw(texts),
        id=draw(texts),
        local_name=draw(st.one_of(st.just(""), texts)),
        city=draw(st.one_of(st.just(""), texts)),
        verified=draw(st.booleans()),
    )


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    quote = draw(texts)
    start = draw(st.integers(0, 10**6))
    a, b = sorted((draw(st.integers(0, len(quote))), draw(st.integers(0, len(quote)))))
    return Evidence(start, start + len(quote), quote, start + a, start + b)


candidates = st.builds(Candidate, places(), st.floats(0, 1), st.lists(texts, max_size=2).map(tuple))
dates = st.sampled_from(["2024-06-18", "2023-09", "2023", "2024-06-18/2024-06-20"])


offsets = st.none() | st.integers(0, 10**6)
reasons = st.lists(
    st.builds(
        Reason,
        st.sampled_from(["feature", "document", "traveller", "time"]),
        texts,
        st.none() | st.floats(-30, 30),
        offsets,
        offsets,
    ),
    max_size=2,
).map(tuple)


@st.composite
def stops(draw: st.DrawFn, *, order: int, journey: int) -> Stop:
    place = draw(st.none() | places())
    return Stop(
        name=draw(names),
        kind=draw(kinds),
        status=draw(st.sampled_from(["past", "ongoing", "planned", "reported"])),
        order=order,
        journey=journey,
        within=draw(st.none() | texts),
        when=draw(st.none() | st.builds(When, texts, st.none() | dates)),
        activity=draw(st.none() | texts),
        mode=draw(st.none() | st.sampled_from(["plane", "train", "ship"])),
        traveller=draw(st.none() | texts),
        evidence=tuple(draw(st.lists(evidence(), max_size=2))),
        place=place,
        precision=draw(st.sampled_from([place.precision, "city"])) if place else "none",
        candidates=tuple(draw(st.lists(candidates, max_size=2))),
        reason=None if place else draw(texts),
        why=draw(texts),
        reasons=draw(reasons),
        confidence=draw(st.floats(0, 1)),
        doubts=tuple(draw(st.lists(texts, max_size=2))),
    )


@st.composite
def itineraries(draw: st.DrawFn, *, min_size: int = 0, max_size: int = 5) -> Itinerary:
    """Draw an itinerary as it leaves *geocode*: stops in travel order, some unplaced, without legs."""

    def some(least: int) -> tuple[Stop, ...]:
        order = journey = 1
        made = []
        for _ in range(draw(st.integers(least, max_size))):
            made.append(draw(stops(order=order, journey=journey)))
            if draw(st.integers(0, 3)) == 0:
                journey, order = journey + 1, order + 1
            else:
                order += draw(st.integers(0, 1))
        return tuple(made)

    not_visited = st.builds(NotVisited, names, texts, st.lists(evidence(), max_size=1).map(tuple), reasons)
    return Itinerary(
        title=draw(names),
        stops=some(min_size),
        date=draw(st.none() | st.just("2024-06-17")),
        traveller=draw(st.none() | texts),
        other_travellers=tuple(draw(st.lists(texts, max_size=2))),
        doubtful=some(0)[:1],
        not_visited=tuple(draw(st.lists(not_visited, max_size=2))),
        source_url=draw(st.none() | st.just("https://example.org/a")),
        credit=draw(st.none() | texts),
    )
