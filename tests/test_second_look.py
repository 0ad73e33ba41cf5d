"""The second look: each mention beside the others."""

import pytest

from geomap.extract.features import Scene
from geomap.extract.itinerary import set_scene
from geomap.extract.second_look import Node, log_odds, measures, read_trees
from geomap.extract.visits import Judge, read_visits
from geomap.model import Document

TEXT = (
    "President Anna Nowak arrived in Lisbon on Monday and met officials in Madrid. "
    "She praised Spain. On Tuesday she will fly to Lisbon again."
)


def _scene() -> Scene:
    return set_scene(Document(TEXT))


def _answer(value: float) -> Node:
    return Node("", 0.0, 0, 0, value)


def test_each_mention_is_measured_against_the_others() -> None:
    here = _scene()
    assert [name.text for name in here.names] == ["Lisbon", "Madrid", "Spain", "Lisbon"]
    first, madrid, spain, again = measures(here, {0: 2.0, 1: -0.5, 2: -4.0, 3: 1.0}).values()

    assert first["surest of the other places"] == -0.5
    assert madrid["surest of the other places"] == 2.0
    assert (first["surest other mention of the place"], again["surest other mention of the place"]) == (1.0, 2.0)
    assert (madrid["other mentions of the place"], again["other mentions of the place"]) == (0, 1)
    assert madrid["surest other place in the sentence"] == 2.0
    assert spain["other places in the sentence"] == 0
    assert spain["surest other place in the sentences around"] == 2.0
    assert spain["mean of the other places"] == pytest.approx(2.5 / 3)
    assert (again["first look at the mention before"], madrid["first look at the mention after"]) == (-4.0, -4.0)
    assert (madrid["is a city"], spain["is a country"], spain["is a city"]) == (1.0, 1.0, 0.0)


def test_trees_add_up_what_their_questions_lead_to() -> None:
    trees = (
        (Node("first look", 0.0, 1, 2, 0.0), _answer(-1.0), _answer(0.5)),
        (_answer(0.25),),
    )
    assert log_odds(trees, {"first look": 0.0}) == -0.75
    assert log_odds(trees, {"first look": 0.1}) == 0.75
    assert log_odds(trees, {}) == -0.75  # what could not be measured is below every number


def test_what_a_text_says_elsewhere_changes_how_sure_a_mention_is() -> None:
    here = _scene()
    weights = {"kind=city": [1.0, 0.0, 0.0, 0.0, 0.0]}
    tree = (Node("surest of the other places", 0.5, 1, 2, 0.0), _answer(-2.0), _answer(2.0))

    first = [visit.confidence for visit in read_visits(here, Judge(weights))]
    second = [visit.confidence for visit in read_visits(here, Judge(weights, (tree,)))]

    assert first == pytest.approx([0.731, 0.731, 0.5, 0.731], abs=0.001)
    assert all(after > before for before, after in zip(first, second, strict=True))


@pytest.mark.parametrize("name", ["trees.csv", "trees_fast.csv"])
def test_the_shipped_trees_ask_what_is_measured_and_come_to_an_end(name: str) -> None:
    here = _scene()
    known = set(next(iter(measures(here, {0: 0.0}).values())))
    for tree in read_trees(name):
        for n, node in enumerate(tree):
            if node.measure:
                assert node.measure in known or (name == "trees.csv" and node.measure.startswith("encoder"))
                assert n < node.low < len(tree)
                assert n < node.high < len(tree)
