"""Many more itineraries, each a few lines of a table, so that a drawing meets every shape."""

from dataclasses import dataclass, replace

from samples import SHAPES, Shape, stop

from geomap.model import Itinerary, Kind, Status, Stop
from geomap.route import route


@dataclass(frozen=True)
class Row:
    """A stop of a tour: what `samples.stop` takes, in the order of a table."""

    name: str
    lat: float
    lon: float
    country: str = ""
    status: Status = "planned"
    kind: Kind = "city"
    within: str | None = None
    mode: str | None = None
    order: int = 0
    journey: int = 1
    local: str = ""

    def stop(self, number: int) -> Stop:
        made = stop(
            self.name,
            self.order or number,
            self.lat,
            self.lon,
            kind=self.kind,
            status=self.status,
            journey=self.journey,
            country=self.country,
            within=self.within,
            mode=self.mode,
        )
        assert made.place
        return replace(made, place=replace(made.place, local_name=self.local))


def tour(title: str, *rows: Row) -> Itinerary:
    """Give the tour with its legs; a row without an order comes in the order of the table."""
    return route(Itinerary(title, tuple(row.stop(number) for number, row in enumerate(rows, 1))))


def two_far_apart() -> Itinerary:
    return tour("To the other side", Row("Madrid", 40.4168, -3.7038, "ES"), Row("Wellington", -41.2866, 174.7756, "NZ"))


def all_unordered() -> Itinerary:
    return tour(
        "Six cities, in no order",
        Row("Rome", 41.8933, 12.4829, "IT", order=1),
        Row("Milan", 45.4642, 9.19, "IT", order=1),
        Row("Naples", 40.8518, 14.2681, "IT", order=1),
        Row("Turin", 45.0703, 7.6869, "IT", order=1),
        Row("Palermo", 38.1157, 13.3615, "IT", order=1),
        Row("Bologna", 44.4949, 11.3426, "IT", order=1),
    )


def near_the_poles() -> Itinerary:
    return tour(
        "Over the top",
        Row("Longyearbyen", 78.2232, 15.6267, "SJ", "past"),
        Row("North Pole", 90.0, 0.0, kind="natural"),
        Row("Utqiagvik", 71.2906, -156.7886, "US"),
        Row("Tiksi", 71.6366, 128.8685, "RU"),
    )


def over_the_arctic() -> Itinerary:
    return tour(
        "Flights over the ice",
        Row("New York", 40.7128, -74.006, "US", "past"),
        Row("Beijing", 39.9042, 116.4074, "CN", "past", mode="plane"),
        Row("Dubai", 25.2048, 55.2708, "AE", mode="plane"),
        Row("San Francisco", 37.7749, -122.4194, "US", mode="plane"),
    )


def by_sea() -> Itinerary:
    return tour(
        "A ship's way",
        Row("Bergen", 60.3913, 5.3221, "NO", "past"),
        Row("Stockholm", 59.3293, 18.0686, "SE", "past", mode="ship"),
        Row("Saint Petersburg", 59.9343, 30.3351, "RU", "past", mode="ferry"),
        Row("Barcelona", 41.3851, 2.1734, "ES", mode="ship"),
        Row("Odesa", 46.4825, 30.7233, "UA", "reported", mode="ship"),
    )


def in_the_far_south() -> Itinerary:
    return tour(
        "To the ice",
        Row("Ushuaia", -54.8019, -68.303, "AR", "past"),
        Row("South Pole", -89.9, 0.0, "AQ", kind="venue"),
        Row("McMurdo Station", -77.8419, 166.6863, "AQ", kind="venue"),
        Row("Christchurch", -43.5321, 172.6362, "NZ"),
    )


def island_hopping() -> Itinerary:
    return tour(
        "From island to island",
        Row("Antigua", 17.0747, -61.8175, "AG", "past", "natural"),
        Row("Basseterre", 17.2948, -62.7261, "KN", "past"),
        Row("Roseau", 15.3017, -61.3881, "DM", "past"),
        Row("Castries", 14.0101, -60.9875, "LC"),
        Row("Bridgetown", 13.1132, -59.5988, "BB"),
        Row("Kingstown", 13.1587, -61.2248, "VC"),
        Row("St. George's", 12.0561, -61.7486, "GD"),
        Row("Port of Spain", 10.6668, -61.5189, "TT", "reported"),
    )


def countries_only() -> Itinerary:
    return tour(
        "Four countries",
        Row("Poland", 52.0, 20.0, "PL", kind="country"),
        Row("Ukraine", 49.0, 32.0, "UA", kind="country"),
        Row("Moldova", 47.25, 28.58, "MD", "reported", "country"),
        Row("Turkey", 39.0, 35.0, "TR", kind="country"),
    )


def regions_seas_and_mountains() -> Itinerary:
    return tour(
        "Where no city is",
        Row("Sicily", 37.75, 14.25, "IT", "past", "region"),
        Row("the Adriatic Sea", 43.0, 15.0, kind="sea"),
        Row("Mont Blanc", 45.8326, 6.8652, "FR", kind="natural"),
        Row("Bavaria", 49.0, 11.5, "DE", kind="region"),
    )


def capitals_of_europe() -> Itinerary:
    return tour(
        "Sixteen capitals",
        Row("Lisbon", 38.7223, -9.1393, "PT", "past"),
        Row("Madrid", 40.4168, -3.7038, "ES", "past"),
        Row("Paris", 48.8566, 2.3522, "FR", "past"),
        Row("London", 51.5074, -0.1278, "GB", "past"),
        Row("Brussels", 50.8503, 4.3517, "BE", "past"),
        Row("Luxembourg", 49.6117, 6.1319, "LU", "past"),
        Row("Amsterdam", 52.3676, 4.9041, "NL", "ongoing"),
        Row("Berlin", 52.52, 13.405, "DE"),
        Row("Prague", 50.0755, 14.4378, "CZ"),
        Row("Vienna", 48.2082, 16.3738, "AT"),
        Row("Bratislava", 48.1486, 17.1077, "SK"),
        Row("Budapest", 47.4979, 19.0402, "HU"),
        Row("Belgrade", 44.7866, 20.4489, "RS"),
        Row("Sofia", 42.6977, 23.3219, "BG"),
        Row("Athens", 37.9838, 23.7275, "GR"),
        Row("Rome", 41.9028, 12.4964, "IT"),
    )


def thirty_stops() -> Itinerary:
    return tour(
        "Thirty rallies",
        *(
            Row(
                f"Rally {i}",
                33 + (i * 7 % 13),
                -118 + (i * 11 % 43),
                "US",
                "past" if i < 12 else "planned",
            )
            for i in range(1, 31)
        ),
    )


def two_dense_cities() -> Itinerary:
    return tour(
        "Two cities, three doors in each",
        Row("Paris", 48.8566, 2.3522, "FR", "past", order=1),
        Row("Élysée Palace", 48.8704, 2.3167, "FR", "past", "venue", "Paris", order=2),
        Row("Louvre", 48.8606, 2.3376, "FR", "past", "venue", "Paris", order=2),
        Row("Notre-Dame", 48.853, 2.3499, "FR", "past", "venue", "Paris", order=2),
        Row("London", 51.5074, -0.1278, "GB", order=3),
        Row("Downing Street", 51.5034, -0.1276, "GB", kind="venue", within="London", order=4),
        Row("Buckingham Palace", 51.5014, -0.1419, "GB", kind="venue", within="London", order=4),
        Row("Lambeth Palace", 51.4957, -0.1196, "GB", kind="venue", within="London", order=4),
    )


def round_trip() -> Itinerary:
    return tour(
        "Round the world and home",
        Row("London", 51.5074, -0.1278, "GB", "past"),
        Row("Dubai", 25.2048, 55.2708, "AE", "past", mode="plane"),
        Row("Singapore", 1.2897, 103.8501, "SG", mode="plane"),
        Row("Honolulu", 21.3069, -157.8583, "US", mode="plane"),
        Row("New York", 40.7128, -74.006, "US", mode="plane"),
        Row("London", 51.5074, -0.1278, "GB", mode="plane"),
    )


def a_city_and_around() -> Itinerary:
    return tour(
        "Paris and Versailles, then Rome",
        Row("Élysée Palace", 48.8704, 2.3167, "FR", "past", "venue", "Paris"),
        Row("Louvre", 48.8606, 2.3376, "FR", "past", "venue", "Paris"),
        Row("Notre-Dame", 48.853, 2.3499, "FR", "past", "venue", "Paris"),
        Row("Palace of Versailles", 48.8049, 2.1204, "FR", "past", "venue", "Versailles"),
        Row("Rome", 41.8933, 12.4829, "IT"),
    )


def a_walk() -> Itinerary:
    return tour(
        "A morning on foot",
        Row("Parliament", 59.4370, 24.7392, "EE", kind="venue", within="Tallinn", mode="foot"),
        Row("Town Hall Square", 59.4370, 24.7453, "EE", kind="venue", within="Tallinn", mode="foot"),
        Row("Freedom Square", 59.4339, 24.7448, "EE", kind="venue", within="Tallinn", mode="foot"),
        Row("Opera", 59.4345, 24.7508, "EE", kind="venue", within="Tallinn", mode="foot"),
        Row("Harbour", 59.4437, 24.7649, "EE", kind="venue", within="Tallinn", mode="foot"),
    )


def by_every_means() -> Itinerary:
    return tour(
        "By train, road, ship and air",
        Row("Kyiv", 50.4501, 30.5234, "UA", "past"),
        Row("Warsaw", 52.2297, 21.0122, "PL", "past", mode="train"),
        Row("Berlin", 52.52, 13.405, "DE", mode="car"),
        Row("Rostock", 54.0924, 12.0991, "DE", mode="bus"),
        Row("Helsinki", 60.1699, 24.9384, "FI", mode="ship"),
        Row("Reykjavík", 64.1466, -21.9426, "IS", mode="plane"),
    )


def hub_and_spokes() -> Itinerary:
    spokes = (
        Row("Cairo", 30.0444, 31.2357, "EG"),
        Row("Doha", 25.2854, 51.531, "QA"),
        Row("Riyadh", 24.7136, 46.6753, "SA"),
        Row("Amman", 31.9539, 35.9106, "JO"),
    )
    rows = [row for spoke in spokes for row in (Row("Jerusalem", 31.7683, 35.2137, "IL"), spoke)]
    return tour("Always back", *rows, Row("Jerusalem", 31.7683, 35.2137, "IL"))


def three_journeys() -> Itinerary:
    return tour(
        "The third visit",
        Row("Beijing", 39.9042, 116.4074, "CN", "past", journey=1),
        Row("Moscow", 55.7558, 37.6173, "RU", "past", journey=2),
        Row("Kazan", 55.7963, 49.1088, "RU", "past", journey=2),
        Row("Astana", 51.1605, 71.4704, "KZ", journey=3),
        Row("Tashkent", 41.2995, 69.2401, "UZ", journey=3),
    )


def right_to_left() -> Itinerary:
    return tour(
        "Names from right to left",
        Row("Cairo", 30.0444, 31.2357, "EG", "past", local="القاهرة"),
        Row("Jerusalem", 31.7683, 35.2137, "IL", local="ירושלים"),
        Row("Tehran", 35.6892, 51.389, "IR", local="تهران"),
        Row("Lahore", 31.5204, 74.3587, "PK", "reported", local="لاہور"),
    )


def many_scripts() -> Itinerary:
    return tour(
        "Names in many scripts",
        Row("New Delhi", 28.6139, 77.209, "IN", "past", local="नई दिल्ली"),
        Row("Dhaka", 23.8103, 90.4125, "BD", "past", local="ঢাকা"),
        Row("Bangkok", 13.7563, 100.5018, "TH", "past", local="กรุงเทพมหานคร"),
        Row("Beijing", 39.9042, 116.4074, "CN", local="北京"),
        Row("Taipei", 25.033, 121.5654, "TW", local="臺北"),
        Row("Seoul", 37.5665, 126.978, "KR", local="서울"),
        Row("Tokyo", 35.6762, 139.6503, "JP", local="東京"),
        Row("Tbilisi", 41.7151, 44.8271, "GE", local="თბილისი"),
        Row("Colombo", 6.9271, 79.8612, "LK", local="கொழும்பு"),
    )


def long_names() -> Itinerary:
    return tour(
        "Long names",
        Row("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 53.2237, -4.1985, "GB"),
        Row("Krung Thep Maha Nakhon Amon Rattanakosin Mahinthara Ayuthaya", 13.7563, 100.5018, "TH"),
        Row("The United Nations Interim Force Headquarters in Naqoura", 33.1181, 35.1397, "LB", kind="venue"),
    )


def crowd_of_neighbours() -> Itinerary:
    return tour(
        "Towns of the Ruhr",
        *(
            Row(name, lat, lon, "DE", "past" if i % 3 else "reported")
            for i, (name, lat, lon) in enumerate(
                (
                    ("Duisburg", 51.4344, 6.7623),
                    ("Oberhausen", 51.4963, 6.8638),
                    ("Mülheim", 51.4275, 6.8825),
                    ("Essen", 51.4556, 7.0116),
                    ("Bottrop", 51.5232, 6.9285),
                    ("Gelsenkirchen", 51.5177, 7.0857),
                    ("Bochum", 51.4818, 7.2162),
                    ("Herne", 51.5369, 7.2009),
                    ("Dortmund", 51.5136, 7.4653),
                    ("Hagen", 51.3671, 7.4633),
                )
            )
        ),
    )


def all_statuses() -> Itinerary:
    return tour(
        "Done, now, to come and perhaps",
        Row("Nairobi", -1.2921, 36.8219, "KE", "past"),
        Row("Kigali", -1.9441, 30.0619, "RW", "past"),
        Row("Kinshasa", -4.4419, 15.2663, "CD", "ongoing"),
        Row("Luanda", -8.839, 13.2894, "AO"),
        Row("Windhoek", -22.5609, 17.0658, "NA", "reported"),
    )


def across_the_pacific() -> Itinerary:
    return tour(
        "Across the Pacific and back",
        Row("Tokyo", 35.6762, 139.6503, "JP", "past"),
        Row("Los Angeles", 34.0522, -118.2437, "US", "past", mode="plane"),
        Row("Lima", -12.0464, -77.0428, "PE", mode="plane"),
        Row("Auckland", -36.8509, 174.7645, "NZ", mode="plane"),
        Row("Tokyo", 35.6762, 139.6503, "JP", mode="plane"),
    )


def smallest_states() -> Itinerary:
    return tour(
        "The smallest states",
        Row("Monaco", 43.7384, 7.4246, "MC", kind="country"),
        Row("San Marino", 43.9424, 12.4578, "SM", kind="country"),
        Row("Vatican", 41.9029, 12.4534, "VA", kind="country"),
        Row("Valletta", 35.8989, 14.5146, "MT"),
    )


#: The shapes of `samples`, and those above.
ALL: dict[str, Shape] = SHAPES | {
    function.__name__: function
    for function in (
        two_far_apart,
        all_unordered,
        near_the_poles,
        over_the_arctic,
        by_sea,
        in_the_far_south,
        island_hopping,
        countries_only,
        regions_seas_and_mountains,
        capitals_of_europe,
        thirty_stops,
        two_dense_cities,
        round_trip,
        a_city_and_around,
        a_walk,
        by_every_means,
        hub_and_spokes,
        three_journeys,
        right_to_left,
        many_scripts,
        long_names,
        crowd_of_neighbours,
        all_statuses,
        across_the_pacific,
        smallest_states,
    )
}
