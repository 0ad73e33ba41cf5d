"""Scores of readers on gold itineraries, on figures worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from geomap.errors import InputError, ServiceError
from geomap.evaluate import ArticleScore, Found, GoldArticle, GoldStop, evaluate, read_gold, score_article, total
from geomap.lines import read_lines
from geomap.model import Document, Itinerary, Place, Point, Stop

NOWHERE = Document("Some text.")


def gold(name: str, order: int | None = 1, lat: float = 0.0, lon: float = 0.0, **fields: Any) -> GoldStop:
    return GoldStop(name, lat=lat, lon=lon, order=order, **{"radius_km": 25, "status": "past", **fields})


def found(name: str, lat: float | None = 0.0, lon: float | None = 0.0, status: str = "past") -> Found:
    return Found(name, lat, lon, status)


def scored(stops: list[GoldStop], seen: list[Found], kind: Any = "trip") -> ArticleScore:
    return score_article(GoldArticle("a", NOWHERE, kind, tuple(stops)), seen)


def figures(stops: list[GoldStop], seen: list[Found], kind: Any = "trip") -> dict[str, Any]:
    article = GoldArticle("a", NOWHERE, kind, tuple(stops))
    return total([article], (score_article(article, seen),)).fields()


def test_all_right_is_all_full() -> None:
    got = figures([gold("Rome"), gold("Oslo", 2, 60, 10)], [found("Rome"), found("Oslo", 60, 10)])
    assert [got[name] for name in ("precision", "recall", "f1", "e2e_f1", "pins", "status", "perfect")] == [100.0] * 7
    assert got["tau"] == 1.0
    assert got["negatives"] is None


def test_missing_and_false_stops_count() -> None:
    stops = [gold("Rome"), gold("Oslo", 2, 60, 10), gold("Lima", 3, -12, -77)]
    got = figures(stops, [found("Rome"), found("Paris", 48, 2)])
    assert (got["precision"], got["recall"], got["f1"], got["perfect"]) == (50.0, 33.3, 40.0, 0.0)


def test_a_pin_out_of_place_counts_against_the_pins_only() -> None:
    got = figures([gold("Rome", lat=41.9, lon=12.5)], [found("Rome", 34.2, -85.2)])
    assert (got["f1"], got["e2e_f1"], got["pins"], got["perfect"]) == (100.0, 0.0, 0.0, 0.0)
    assert figures([gold("Rome")], [found("Rome", None, None)])["pins"] == 0.0


def test_order_counts_over_the_pairs_that_the_gold_orders() -> None:
    stops = [gold("Rome", 1), gold("Oslo", 2, 60, 10), gold("Lima", 2, -12, -77)]
    backwards = [found("Oslo", 60, 10), found("Rome"), found("Lima", -12, -77)]
    assert scored(stops, backwards).tau == 0.0
    assert scored(stops, [found("Rome"), found("Lima", -12, -77), found("Oslo", 60, 10)]).tau == 1.0
    assert scored([gold("Rome", 1), gold("Oslo", 1, 60, 10)], [found("Oslo", 60, 10), found("Rome")]).tau is None


def test_a_stop_that_is_not_core_counts_neither_way() -> None:
    stops = [gold("Rome"), gold("Home", 2, 50, 50, core=False)]
    for seen in ([found("Rome")], [found("Rome"), found("Home", 50, 50)]):
        got = figures(stops, seen)
        assert (got["precision"], got["recall"], got["perfect"]) == (100.0, 100.0, 100.0)


def test_ongoing_is_past_to_the_softer_figure() -> None:
    got = figures([gold("Rome", status="ongoing")], [found("Rome")])
    assert (got["status"], got["status_soft"]) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("the São Tomé palace", "sao tome Palace", True),
        ("Life-Giving Trinity Orthodox Church", "Life-Giving Trinity Church", True),
        ("Ise", "Ise Bay", False),
        ("The Hague", "hague", True),
        ("The", "the", True),
        ("Rome", "", False),
    ],
)
def test_names_match_without_case_accents_and_article(name: str, other: str, same: bool) -> None:
    stop = gold(name, lat=34, lon=136)
    assert scored([stop], [Found(other, 10.0, 10.0, "past")]).tp == same


def test_an_alias_is_a_name() -> None:
    assert scored([gold("Myanmar", lat=50, aliases=("Burma",))], [found("Burma")]).tp == 1


def test_a_position_matches_where_no_name_does_but_not_across_a_country() -> None:
    assert scored([gold("the capital", lat=39, lon=125.7)], [found("Pyongyang", 39.03, 125.75)]).tp == 1
    assert scored([gold("Vietnam", lat=16, lon=107.5, radius_km=800)], [found("Hanoi", 21, 105.8)]).tp == 0


def test_matching_is_one_to_one_and_the_best_there_is() -> None:
    assert scored([gold("Rome")], [found("Rome"), found("Rome")]).fp == 1
    stops = [gold("Trinity Church", 1, 1, 1), gold("Trinity", 2, 2, 2)]
    assert scored(stops, [found("Trinity", 2, 2), found("Trinity Church", 1, 1)]).tp == 2
    # "Trinity" alone may be either; taking the church for it must not leave the other without a partner
    chain = [gold("Trinity College"), gold("Trinity Hall", 2, 9, 9)]
    assert scored(chain, [found("Trinity", 50, 50), found("Trinity College", 51, 51)]).tp == 2


def test_a_repeated_visit_is_two_stops() -> None:
    stops = [gold("Rome", 1), gold("Oslo", 2, 60, 10), gold("Rome", 3)]
    assert scored(stops, [found("Rome"), found("Oslo", 60, 10)]).tp == 2
    there_and_back = scored(stops, [found("Rome"), found("Oslo", 60, 10), found("Rome")])
    assert (there_and_back.tau, there_and_back.perfect) == (1.0, True)


def test_a_text_without_a_trip_should_come_out_empty() -> None:
    assert figures([], [], "negative")["negatives"] == 100.0
    got = figures([], [found("Rome")], "negative")
    assert (got["negatives"], got["precision"], got["perfect"]) == (0.0, 0.0, None)


LINES = [
    {"id": "a", "kind": "trip", "text": "She went to Rome.", "stops": [{"name": "Rome", "lat": 41.9, "lon": 12.5}]},
    {"id": "b", "kind": "negative", "text": "Nobody went anywhere.", "stops": []},
    {"id": "c", "text": "He went to Oslo.", "date": "2024-06-17", "stops": [{"name": "Oslo", "core": False}]},
]


def written(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_articles_are_read_and_one_that_fails_counts_as_empty(tmp_path: Path) -> None:
    rome = Place("Rome", Point(41.9, 12.5), "P", "PPLC")

    def read(document: Document) -> Itinerary:
        if "Oslo" in document.text:
            raise ServiceError("No answer.")
        stops = (Stop("Rome", "city", "past", 1, place=rome),) if "Rome" in document.text else ()
        return Itinerary("", stops)

    done: list[None] = []
    articles = read_gold(read_lines(written(tmp_path, *LINES)))
    scores = evaluate(articles, read, jobs=2, told=lambda: done.append(None))

    assert [(row.id, row.tp, row.error) for row in scores.rows] == [
        ("a", 1, None),
        ("b", 0, None),
        ("c", 0, "No answer."),
    ]
    assert (scores.failed, scores.precision, scores.recall, scores.pins, scores.negatives) == (
        1,
        100.0,
        100.0,
        100.0,
        100.0,
    )
    assert len(done) == 3


def test_all_that_is_wrong_with_the_gold_is_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"text": "x", "stops": []},
        {"id": "a", "stops": []},
        {"id": "b", "text": "x", "stops": "Rome"},
        {"id": "c", "text": "x", "stops": [{"lat": "north"}]},
        {"id": "d", "text": "x", "kind": "maybe", "stops": []},
        LINES[0],
        LINES[0],
    )
    with pytest.raises(InputError) as told:
        read_gold(read_lines(path))
    for says in (
        "line 1: there is no",
        "line 2: there is no",
        "line 3",
        "line 4: stops[0]: name, lat",
        "line 5",
        "line 7",
    ):
        assert says in told.value.message
    with pytest.raises(InputError, match="no lines"):
        read_gold(())
