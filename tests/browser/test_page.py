"""The published page as a reader meets it."""

from itertools import pairwise

import pytest
import samples
import tours
from boxes import BOXES, WIDTHS, clashes, marks, overlaps, within, zoom
from playwright.sync_api import Page
from visits import Open, settle

from geomap.render.page import to_html

pytestmark = pytest.mark.browser


def focused_stop(page: Page) -> str | None:
    stop: str | None = page.evaluate("() => document.activeElement.closest('[data-stop]')?.dataset.stop ?? null")
    return stop


def names_on_map(page: Page) -> list[str]:
    found: list[str] = page.locator(".geomap-map .geomap-label-stop").all_inner_texts()
    return found


def test_every_mark_of_a_narrow_crowded_map_is_named(visit: Open) -> None:
    page = visit(to_html(tours.capitals_of_europe()), width=375).page

    assert len(names_on_map(page)) == len(marks(page))


def test_badges_in_one_city_are_told_apart_by_their_stops(visit: Open) -> None:
    page = visit(to_html(samples.twelve_in_one_city()), width=375).page

    names = names_on_map(page)
    assert len(names) == len(marks(page)) > 1
    assert "Paris" not in names
    assert len(set(names)) == len(names)


def test_a_narrow_map_is_no_higher_than_its_route_needs(visit: Open) -> None:
    def height(shape: samples.Shape) -> float:
        box = visit(to_html(shape()), width=375).page.locator(".geomap-map").bounding_box()
        assert box
        return float(box["height"])

    assert height(samples.round_the_world) < 280
    assert height(tours.all_unordered) > 400


def test_there_is_no_emptiness_beyond_the_poles(visit: Open) -> None:
    page = visit(to_html(tours.near_the_poles())).page
    pole, map_ = page.locator(".geomap-map [data-stop='2']").bounding_box(), page.locator(".geomap-map").bounding_box()

    assert pole
    assert map_
    assert pole["y"] - map_["y"] < 80


def test_another_width_keeps_what_the_reader_looks_at(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page

    def scale() -> str:
        return page.locator(".geomap-map .leaflet-control-scale-line").inner_text()

    zoom(page, 3)
    near = scale()
    page.set_viewport_size({"width": 900, "height": 800})
    settle(page)
    assert scale() == near
    page.get_by_role("button", name="Whole route").click()
    settle(page)
    assert marks(page) == ["1", "2-5", "6"]


def test_the_reference_page_shows_where_the_city_is_and_which_places_in_it_are_visited(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page

    assert marks(page) == ["1", "2-5", "6"]
    inset = page.locator(".geomap-inset")
    assert inset.get_attribute("aria-label") == "Pyongyang"
    assert inset.locator("[data-stop]").evaluate_all("all => all.map(each => each.dataset.stop)") == [
        "2",
        "3",
        "4",
        "5",
    ]
    assert page.locator(".geomap-map .geomap-label", has_text="China").count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_each_of_two_dense_cities_has_its_inset(visit: Open, width: int) -> None:
    page = visit(to_html(tours.two_dense_cities()), width=width).page

    titles = page.locator(".geomap-inset").evaluate_all("all => all.map(each => each.getAttribute('aria-label'))")
    assert sorted(titles) == ["London", "Paris"]


@pytest.mark.parametrize("width", [900, 700, 660])
def test_an_inset_lies_within_the_map_or_under_it_at_widths_between(visit: Open, width: int) -> None:
    (map_, *insets) = visit(to_html(samples.reference()), width=width).page.evaluate(BOXES)

    assert insets[0]["frame"]["bottom"] <= map_["frame"]["bottom"]
    assert insets[0]["frame"]["left"] >= map_["frame"]["left"]
    for inset in insets:
        assert clashes(inset["scales"], inset["marks"]) == []


def test_a_city_has_its_inset_though_a_neighbour_shares_its_badge(visit: Open) -> None:
    inset = visit(to_html(tours.a_city_and_around())).page.locator(".geomap-inset")

    assert inset.get_attribute("aria-label") == "Paris"
    assert inset.locator("[data-stop]").evaluate_all("all => all.map(each => each.dataset.stop)") == list("123")


@pytest.mark.parametrize("width", [1280, 760, 645])
@pytest.mark.parametrize("shape", [samples.reference, tours.two_dense_cities], ids=lambda shape: shape.__name__)
def test_a_card_does_not_cover_the_inset_that_shows_its_stop(visit: Open, shape: samples.Shape, width: int) -> None:
    page = visit(to_html(shape()), width=width).page
    boxes = """() => [...document.querySelectorAll('.geomap-inset, .geomap-card')].map(each => ({
        text: each.className, stops: [...each.querySelectorAll('[data-stop]')].map(pin => pin.dataset.stop),
        ...each.getBoundingClientRect().toJSON(),
    }))"""
    for number in range(2, 6):
        page.locator(f"ol [data-stop='{number}'] button").click()
        settle(page)
        *insets, card = sorted(page.evaluate(boxes), key=lambda box: "geomap-card" in box["text"])
        assert insets
        assert not [inset for inset in insets if str(number) in inset["stops"] and overlaps(card, inset)]


def test_a_line_ends_at_a_mark_or_leaves_the_map(visit: Open) -> None:
    page = visit(to_html(tours.round_trip())).page
    ends = page.evaluate(
        """() => [...document.querySelectorAll('.geomap-map path.geomap-travel')].flatMap(path =>
            [0, path.getTotalLength()].map(at => {
                const { x, y } = path.getPointAtLength(at).matrixTransform(path.getScreenCTM());
                return { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 };
            }))"""
    )
    (drawn, *_) = page.evaluate(BOXES)

    assert len(ends) >= 10
    seen = [end for end in ends if overlaps(end, drawn["frame"])]
    assert [end for end in seen if not any(overlaps(end, mark) for mark in drawn["marks"])] == []
    assert page.locator(".geomap-map .geomap-label-stop", has_text="London").count() == 2


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("shape", [tours.capitals_of_europe, samples.reference], ids=lambda shape: shape.__name__)
def test_a_country_is_named_on_its_own_land(visit: Open, shape: samples.Shape, width: int) -> None:
    """As far as the drawing tells: visited countries are of one shade, and those that are stops of another."""
    page = visit(to_html(shape()), width=width).page
    elsewhere = page.evaluate(
        """() => [...document.querySelectorAll('.geomap-map .geomap-label-country')].filter(label => {
            const { left, top, width, height } = label.getBoundingClientRect();
            const lands = [...document.querySelectorAll('.geomap-map path.geomap-land')];
            const under = lands.filter(land => land.isPointInFill(
                new DOMPoint(left + width / 2, top + height / 2).matrixTransform(land.getScreenCTM().inverse())));
            const visited = label.matches('.geomap-label-visited');
            return under.some(land => visited !== land.matches('.geomap-land-route, .geomap-land-stop'));
        }).map(label => label.textContent)"""
    )
    assert elsewhere == []


def test_a_badge_of_several_cities_is_named_on_a_phone(visit: Open) -> None:
    page = visit(to_html(tours.capitals_of_europe()), width=375).page

    assert page.locator(".geomap-map .geomap-badge").count() > 0
    assert page.locator(".geomap-map .geomap-label-stop", has_text=" more").count() > 0


@pytest.mark.parametrize("shape", [samples.reference, tours.two_dense_cities, tours.a_walk], ids=lambda s: s.__name__)
@pytest.mark.parametrize("width", [1280, 375])
def test_a_scale_holds_its_words(visit: Open, shape: samples.Shape, width: int) -> None:
    scales = visit(to_html(shape()), width=width).page.locator(".leaflet-control-scale-line")

    assert scales.count() >= 1
    assert scales.evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).length") == 0


def test_disputed_areas_are_listed_when_asked_for_and_on_paper(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    listed = page.locator(".geomap-disputed p", has_text="Aksai Chin")

    assert not listed.is_visible()
    page.get_by_text("disputed areas in view").click()
    assert listed.is_visible()
    page.reload()
    settle(page)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert listed.is_visible()


def test_a_badge_opens(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page

    badge = page.locator('[data-stops="2-5"]')
    assert badge.get_attribute("aria-label") == "2–5, Pyongyang: show these stops apart"
    badge.focus()
    page.keyboard.press("Enter")
    settle(page)

    assert {"2", "3", "4", "5"} <= set(marks(page))
    assert page.evaluate("() => document.activeElement.dataset.stop") == "2"
    page.keyboard.press("Escape")
    settle(page)
    assert marks(page) == ["1", "2-5", "6"]
    assert page.evaluate("() => document.activeElement.dataset.stops") == "2-5"


def test_stops_at_one_point_are_listed(visit: Open) -> None:
    page = visit(to_html(samples.there_and_back())).page

    page.locator('[data-stops="2,4,6"]').click()
    choices = page.get_by_role("dialog", name="Stops here").get_by_role("button", name="Vienna")
    assert choices.count() == 3
    choices.nth(1).click()
    assert page.get_by_role("dialog", name="Vienna").locator(".geomap-disc-number").inner_text() == "4"


@pytest.mark.parametrize("width", WIDTHS)
def test_tab_reaches_every_stop_of_the_list_in_order(visit: Open, width: int) -> None:
    page = visit(to_html(samples.reference()), width=width).page
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(focused_stop(page))

    start = reached.index("1")
    assert reached[start : start + 6] == ["1", "2", "3", "4", "5", "6"]


def test_the_card_takes_the_focus_and_escape_gives_it_back(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    button = page.locator("ol [data-stop='4'] button")
    button.focus()
    page.keyboard.press("Enter")

    card = page.get_by_role("dialog", name="Life-Giving Trinity Orthodox Church")
    assert card.evaluate("card => card.contains(document.activeElement)")
    assert card.locator("mark").inner_text() == "Life-Giving Trinity Orthodox Church"
    assert "approximate" in card.inner_text()
    assert page.locator("li.geomap-current").get_attribute("data-stop") == "4"
    page.keyboard.press("Escape")

    assert card.count() == 0
    assert page.locator("li.geomap-current").count() == 0
    assert button.evaluate("button => button === document.activeElement")


def test_a_pin_is_a_button_that_says_number_place_date_and_status(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    pin = page.locator(".geomap-map").get_by_role("button", name="1, Vostochny cosmodrome, in September, visited")

    pin.press("Enter")
    assert page.get_by_role("dialog", name="Vostochny cosmodrome").is_visible()
    page.keyboard.press("Escape")
    assert pin.evaluate("pin => pin === document.activeElement")


def test_the_steps_of_the_card_go_through_the_stops(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    page.locator("ol [data-stop='1'] button").click()

    for name in ("Pyongyang", "Kim Il Sung Square"):
        page.get_by_role("button", name="Next stop").click()
        assert page.get_by_role("dialog", name=name).is_visible()


def test_why_here_answers(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    page.locator("ol [data-stop='1'] button").click()
    page.get_by_text("Why here?").click()

    said = page.get_by_role("dialog").inner_text()
    assert "Taken to be Vostochny Cosmodrome" in said
    assert "Vostochny, city in Stavropol Kray, Russia" in said


def test_the_wheel_scrolls_the_page_and_with_ctrl_the_map(visit: Open) -> None:
    page = visit(to_html(samples.reference()), height=500).page
    scale = page.locator(".geomap-map .leaflet-control-scale-line").inner_text()
    map_ = page.locator(".geomap-map").bounding_box()
    assert map_ is not None
    page.mouse.move(map_["x"] + 300, map_["y"] + 150)

    page.mouse.wheel(0, 120)
    page.wait_for_function("() => scrollY > 0")
    assert page.locator(".geomap-map .leaflet-control-scale-line").inner_text() == scale
    assert page.locator(".geomap-hint-shown").inner_text().startswith("Hold ")

    page.keyboard.down("Control")
    page.mouse.wheel(0, -600)
    page.keyboard.up("Control")
    page.wait_for_function(
        "before => document.querySelector('.geomap-map .leaflet-control-scale-line').innerText !== before", arg=scale
    )


def test_one_finger_scrolls_the_page(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=375, height=740, touch=True).page

    assert page.locator(".geomap-map").evaluate("map => getComputedStyle(map).touchAction") in {
        "pan-x pan-y",
        "pan-y pan-x",
    }
    session = page.context.new_cdp_session(page)
    finger = {"x": 200, "y": 400}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    for y in range(390, 90, -30):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{**finger, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => scrollY > 100")


def test_two_fingers_zoom_the_map_and_not_the_page(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=375, height=740, touch=True).page
    scale = page.locator(".geomap-map .leaflet-control-scale-line").inner_text()
    session = page.context.new_cdp_session(page)
    for apart in range(25, 125, 20):
        fingers = [{"x": 175 - apart, "y": 400, "id": 0}, {"x": 175 + apart, "y": 400, "id": 1}]
        kind = "touchStart" if apart == 25 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    page.wait_for_function(
        "before => document.querySelector('.geomap-map .leaflet-control-scale-line').innerText !== before", arg=scale
    )
    assert page.evaluate("[scrollY, visualViewport.scale]") == [0, 1]


def test_done_planned_and_reported_differ_in_shape(visit: Open) -> None:
    page = visit(to_html(samples.round_the_world())).page
    dashes = page.locator("path.geomap-travel.geomap-past, path.geomap-travel.geomap-planned").evaluate_all(
        "all => [...new Set(all.map(each => getComputedStyle(each).strokeDasharray))]"
    )
    assert sorted(dashes) == ["8px, 6px", "none"]
    fills = page.locator("[data-stop] .geomap-disc-ring").evaluate_all(
        "all => new Set(all.map(e => getComputedStyle(e).fill)).size"
    )
    assert fills == 2


def test_no_arrow_where_the_text_gives_no_order(visit: Open) -> None:
    page = visit(to_html(samples.all_reported())).page

    assert page.locator("path.geomap-unordered").count() >= 2
    assert page.locator(".geomap-map .geomap-arrow").count() == 0
    assert "in no stated order" in page.locator(".geomap-key").inner_text()


def test_the_key_says_what_occurs_and_nothing_else(visit: Open) -> None:
    def key(shape: samples.Shape) -> list[str]:
        return visit(to_html(shape())).page.locator(".geomap-key-entry").all_inner_texts()

    assert key(samples.one_stop) == ["there now"]
    assert key(samples.there_and_back) == ["visited"]
    assert key(samples.all_reported) == ["reported, not confirmed", "part of the same visit, in no stated order"]
    assert key(samples.reference) == [
        "visited on an earlier journey",
        "planned",
        "reported, not confirmed",
        "part of the same visit, in no stated order",
        "link to an earlier journey, not a trip",
        "approximate place",
        "visited country, no place in it named",
    ]


def test_the_key_says_no_more_than_the_view_shows(visit: Open) -> None:
    page = visit(to_html(tours.by_every_means()), width=375).page
    shown = page.locator(".geomap-key-entry:visible")
    drawn = {"ship": "by ship", "plane": "by air", "train": "by train", "road": "by road"}

    for mode, words in drawn.items():
        on_map = page.locator(f".geomap-map [data-mode={mode}]").count() > 0
        assert (words in shown.all_inner_texts()) == on_map
    zoom(page, -3)
    assert page.locator(".geomap-map [data-mode]").count() == 0
    assert not {*drawn.values()} & {*shown.all_inner_texts()}


def test_the_means_of_travel_are_drawn_and_told(visit: Open) -> None:
    page = visit(to_html(tours.by_every_means())).page

    modes = page.locator(".geomap-map [data-mode]").evaluate_all("all => all.map(each => each.dataset.mode)")
    assert {"ship", "plane"} <= set(modes)
    assert page.locator(".geomap-key-entry").all_inner_texts()[2:] == ["by train", "by road", "by ship", "by air"]
    assert page.locator("li [data-stop='2'], li[data-stop='2']").get_by_text("about 690 km from Kyiv by train").count()
    page.locator("ol [data-stop='2'] button").click()
    assert "by train, in a straight line; about 9 hours, estimated" in page.get_by_role("dialog").inner_text()
    page.locator("ol [data-stop='5'] button").click()
    assert "from Rostock by sea; about 30 hours, estimated" in page.get_by_role("dialog").inner_text()


def strip_says(page: Page, count: str, name: str) -> None:
    page.locator(".geomap-strip-at", has_text=count).wait_for()
    page.wait_for_function(
        """name => {
            const item = [...document.querySelectorAll('.geomap-item')].find(item => item.innerText.includes(name));
            const [inner, outer] = [item, item.parentElement].map(each => each.getBoundingClientRect());
            return inner.left > outer.left - 3 && inner.right < outer.right + 3;
        }""",
        arg=name,
    )


def test_a_narrow_page_shows_one_stop_at_a_time_to_step_or_swipe_through(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=375, touch=True).page
    strip_says(page, "Stop 1 of 6", "Vostochny")

    page.get_by_role("button", name="Next stop").click()
    strip_says(page, "Stop 2 of 6", "Pyongyang")
    assert page.locator(".geomap-map [data-stops='2-5']").get_attribute("aria-pressed") == "true"
    page.locator("ol.geomap-items").evaluate("list => list.scrollBy(list.clientWidth * 3.6, 0)")
    strip_says(page, "Stop 6 of 6", "communist state")
    assert page.get_by_role("button", name="Next stop").get_attribute("aria-disabled") == "true"
    page.get_by_role("button", name="Previous stop").click()
    strip_says(page, "Stop 5 of 6", "Kumsusan")
    page.locator(".geomap-map [data-stop='1']").click()
    strip_says(page, "Stop 1 of 6", "Vostochny")


def test_a_long_name_breaks_on_a_narrow_page(visit: Open) -> None:
    page = visit(to_html(tours.long_names()), width=375).page

    wide = page.locator(".geomap-item").evaluate_all("all => all.map(each => each.getBoundingClientRect().width)")
    assert max(wide) < 335


def test_a_narrow_page_lists_all_stops_on_demand(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=375).page
    page.get_by_role("button", name="All stops").click()

    boxes = page.locator(".geomap-item").evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")
    assert len({box["left"] for box in boxes}) == 1
    assert all(above["bottom"] <= below["top"] + 1 for above, below in pairwise(boxes))
    page.get_by_role("button", name="One at a time").click()
    strip_says(page, "Stop 1 of 6", "Vostochny")


def test_the_width_of_the_frame_decides_and_not_the_device(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=1280).page

    assert not page.locator(".geomap-strip").is_visible()
    page.evaluate("() => { document.getElementById('geomap').style.width = '420px'; }")
    assert page.locator(".geomap-strip").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_paper_gets_the_list_in_full_and_the_whole_map_whatever_the_window(visit: Open, width: int) -> None:
    opened = visit(to_html(tours.two_dense_cities()), scheme="dark", width=width)
    page = opened.page
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")

    (map_, *insets) = page.evaluate(BOXES)
    assert map_["frame"]["right"] - map_["frame"]["left"] == 700
    assert page.evaluate("() => document.querySelector('.geomap-list').offsetWidth") == 700
    assert sorted(map_["numbers"]) == list(range(1, 9))
    for mark in map_["marks"]:
        assert not [cover for cover in map_["covers"] if overlaps(mark, cover)]
        assert map_["frame"]["left"] <= mark["left"] < mark["right"] <= map_["frame"]["right"]
    assert [len(inset["labels"]) >= 4 for inset in insets] == [True, True]
    tops = page.evaluate(
        """() => ['map', 'key', 'list', 'notes', 'credits']
            .map(part => document.querySelector(`.geomap-${part}`).getBoundingClientRect().top)"""
    )
    assert tops == sorted(tops)
    listed = page.locator(".geomap-list")
    for i in range(len(insets)):
        assert within(page.locator(".geomap-inset").nth(i).bounding_box(), page.locator(".geomap-map").bounding_box())
    assert listed.evaluate("list => list.scrollHeight <= list.clientHeight + 1")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert opened.messages == []


def test_attribution_is_visible(visit: Open) -> None:
    credits_ = visit(to_html(samples.reference())).page.locator(".geomap-credits")

    assert credits_.is_visible()
    for name in ("Leaflet", "Natural Earth", "GeoNames (CC BY 4.0)", "geomap"):
        assert name in credits_.inner_text()


def test_no_text_is_smaller_than_eleven_pixels(visit: Open) -> None:
    smallest = visit(to_html(samples.reference()), width=375).page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('main *')]
            .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            .map(each => parseFloat(getComputedStyle(each).fontSize)))"""
    )
    assert smallest >= 11


def test_targets_are_large_enough(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=375, touch=True).page
    small = page.locator("main button:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(({width, height}) => width < 24 || height < 24).length"
    )
    assert small == 0


@pytest.mark.parametrize("width", [1280, 375])
def test_seas_are_named_on_the_water(visit: Open, width: int) -> None:
    page = visit(to_html(samples.round_the_world()), width=width).page

    names = page.locator(".geomap-map .geomap-label-water").all_text_contents()
    assert width < 1280 or [name for name in names if name.endswith("Ocean")]
    on_land = page.evaluate(
        """() => [...document.querySelectorAll('.geomap-map .geomap-label-water')].filter(label => {
            const {left, top, width, height} = label.getBoundingClientRect();
            const lands = [...document.querySelectorAll('.geomap-map path.geomap-land')];
            return lands.some(land => {
                const at = new DOMPoint(left + width / 2, top + height / 2).matrixTransform(
                    land.getScreenCTM().inverse());
                return land.isPointInFill(at);
            });
        }).map(label => label.textContent)"""
    )
    assert on_land == []
