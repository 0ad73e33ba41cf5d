"""Cut the open lists of venues to one table, `data/venues.tsv.gz`, and other names of airports.

Run once, by a person who has the lists at hand, when they change:

    python -m geomap.gazetteer.cut_venues --places DIR --words /usr/share/dict/american-english

SOURCES.md names the lists with their licences. What two of them have is one row; the better list's point stands, and
the row is verified where another list, made independently, has a point within the tolerance of its kind.
"""

import argparse
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from geomap.gazetteer import sources
from geomap.gazetteer.cut import write_table
from geomap.gazetteer.fold import fold
from geomap.gazetteer.venues import SAME_M, airport_records, venue_keys
from geomap.gazetteer.wordings import wordings

HEADER = ("name", "names", "feature", "lat", "lon", "city", "country", "source", "id", "fame", "verified", "common")
#: What belongs to a city lies so near to it.
_OUTSKIRTS_M = 25_000.0


@dataclass(frozen=True, slots=True)
class Found:
    """A venue as a list has it."""

    name: str
    lat: float
    lon: float
    feature: str
    country: str
    source: str
    id: str
    names: tuple[str, ...] = ()
    city: str = ""
    fame: int = 0
    verified: bool = False


#: GeoNames' feature for the words of a description or a name, the first that fits; None for what is no venue.
_FEATURES: tuple[tuple[str, str | None], ...] = (
    (r"football club|archdiocese|diocese|company|school district|research group|trade show|culture\b.*period", None),
    (r"airport|airfield|aerodrome", "S/AIRP"),
    (r"air ?base|air force base|military air", "S/AIRB"),
    (r"national park|nature reserve|wildlife|biosphere reserve|protected area|national forest|wetland", "L/PRK"),
    (r"museum|art gallery|gallery of", "S/MUS"),
    (r"cathedral|basilica", "S/CH"),
    (r"mosque|masjid", "S/MSQE"),
    (r"synagogue", "S/SYG"),
    (r"monastery|abbey|convent|priory|monastic", "S/MSTY"),
    (r"church|chapel", "S/CH"),
    (r"temple|shrine|pagoda|stupa|gurdwara|gurudwara|sanctuary", "S/TMPL"),
    (r"cemetery|necropolis|burial ground", "S/CMTY"),
    (r"mausoleum|tomb\b", "S/TMB"),
    (r"stadium|arena\b|cricket ground|sports venue|football ground|racing circuit|race track|velodrome|"
     r"sports (?:complex|ground|facility|center|centre)|rugby ground|baseball park|ice rink|venue", "S/STDM"),
    (r"archaeological|archeological|ruins|ancient|neolithic|prehistoric|roman (?:villa|theatre|amphitheat)", "S/ANS"),
    (r"public square|square\b|plaza\b|piazza|platz", "S/SQR"),
    (r"palace|royal residence|official residence|presidential residence|château|villa\b", "S/PAL"),
    (r"castle|fortress|\bfort\b|citadel|fortification|kremlin", "S/CSTL"),
    (r"universit|college|academy|institute|school", "S/UNIV"),
    (r"library", "S/LIBR"),
    (r"opera", "S/OPRA"),
    (r"theat(?:re|er)|concert hall|auditorium|performing arts", "S/THTR"),
    (r"zoo\b|zoological|aquarium|safari park", "S/ZOO"),
    (r"amusement park|theme park|water park", "S/AMUS"),
    (r"bridge|viaduct", "S/BDG"),
    (r"tower|skyscraper|lighthouse", "S/TOWR"),
    (r"pyramid", "S/PYR"),
    (r"monument|memorial|statue|sculpture|obelisk|triumphal arch|column", "S/MNMT"),
    (r"parliament|capitol", "S/CAPG"),
    (r"court\b|courthouse", "S/CTHSE"),
    (r"prison|jail|concentration camp|extermination camp", "S/PRN"),
    (r"hotel", "S/HTL"),
    (r"hospital", "S/HSP"),
    (r"railway station|metro station|train station", "S/RSTN"),
    (r"park\b|garden", "L/PRK"),
    (r"caves?\b", "S/CAVE"),
    (r"waterfall", "H/FLLS"),
    (r"mountain|volcano|peak|hill\b", "T/MT"),
    (r"dam\b", "S/DAM"),
    (r"human settlement|village|town\b|city\b|municipality|commune|comune|district|region\b|province|capital\b|island|"
     r"river|lake\b|street|avenue|road\b|neighbou?rhood|mahalle|frazione|locality|desert|valley|bay\b|quarter|suburb",
     None),
    (r"building|house|mansion|hall\b|gate\b|fountain|market", "S/BLDG"),
)  # fmt: skip
_HINTS = {
    "museum": "S/MUS", "national_park": "L/PRK", "nationalPark": "L/PRK", "university": "S/UNIV",
    "archaeological_site": "S/ANS", "stadium": "S/STDM", "theater": "S/THTR", "theatre": "S/THTR", "zoo": "S/ZOO",
    "park": "L/PRK", "square": "S/SQR", "tower": "S/TOWR", "library": "S/LIBR", "memorial": "S/MNMT",
    "bridge": "S/BDG", "palace": "S/PAL", "cemetery": "S/CMTY", "temple": "S/TMPL", "church": "S/CH",
    "castle": "S/CSTL", "mosque": "S/MSQE", "cathedral": "S/CH", "monastery": "S/MSTY", "synagogue": "S/SYG",
    "amusementPark": "S/AMUS",
}  # fmt: skip
#: Metres within which points of one venue agree; 500 for all others.
_TOLERANCE_M = {"AIRP": 3000, "AIRB": 3000, "MILB": 3000, "PSN": 3000, "CTRS": 5000, "STDM": 300, "SQR": 300, "CH": 300}


def feature_of(row: dict[str, str]) -> str | None:
    """Give GeoNames' class and code of a landmark; None for what is no venue.

    The description's first words say what it is; the list's own hint counts where they don't.
    """
    what = re.sub(r"\b(?:in|of|at|on|near|from|for|located|which|by)\b.*", "", row["description"].lower())
    for text in (what, row["name"].lower()):
        for pattern, feature in _FEATURES:
            if re.search(rf"\b(?:{pattern})", text):
                return feature
    return _HINTS.get(row["kind_hint"])


def landmarks(folder: Path) -> Iterator[Found]:
    """Give Wikidata's landmarks and national museums, without airports."""
    for row in sources.read_tsv(folder / "wikidata-landmarks.tsv"):
        feature = feature_of(row)
        if feature and feature != "S/AIRP":
            yield _wikidata(row, feature, row["iso2_derived"])
    for row in sources.read_tsv(folder / "wikidata-museums.tsv"):
        yield _wikidata(row, "S/MUS", row["iso2_derived"])


def castles(folder: Path) -> Iterator[Found]:
    """Give Wikidata's castles and palaces, with their fame: the number of Wikipedias that have them."""
    for row in sources.read_tsv(folder / "wikidata-castles-palaces.tsv"):
        feature = {"palace": "S/PAL", "ruin": "S/RUIN"}.get(row["category"], "S/CSTL")
        title = re.sub(r"_\([^)]*\)$", "", unquote(row["wikipedia"].rpartition("/")[2])).replace("_", " ")
        found = _wikidata(row, feature, row["iso"])
        yield replace(found, names=(title,) if title else (), fame=int(row["sitelinks"] or 0))


#: Portuguese words: a label with one of them is in Portuguese and no name for an English page.
_PORTUGUESE = re.compile(
    r"\b(?:d[aeo]s?|em|n[ao]s?|e|com|para|sítios?|parques?|cidade|centro|ilhas?|igrejas?|castelos?|palácios?|catedral|"
    r"basílica|mosteiros?|arquip[ée]lago|ruínas|praça|reserva|fortaleza|templo|vale|monte|área|paisagem|património|"
    r"antig[ao]|históric[ao]|edifício|nacional|memorial|ponte|torre|museu|capela|cultural)\b|[ãõ]|ção",
    re.IGNORECASE,
)
_GRAVES = re.compile(r"cemit[ée]rio|guerra|túmulo|cemetery", re.IGNORECASE)


def heritage(folder: Path) -> Iterator[Found]:
    """Give Wikidata's parts of World Heritage that have an English name; war graves and single huts left out."""
    iso2 = {row["iso3"]: row["iso"] for row in sources.countries()}
    for row in sources.read_tsv(folder / "wikidata-world-heritage.tsv"):
        name = row["name_en_joined"] or row["name"]
        if not row["name_en_joined"] and (_PORTUGUESE.search(name) or re.match(r"ED[A-Z]{2}-", name)):
            continue
        if _GRAVES.search(row["type_pt"] + name):
            continue
        english = row | {"name": name, "description": name, "kind_hint": ""}
        park = re.search(r"parque nacional|reserva|protegid", row["type_pt"])
        feature = "L/PRK" if park else feature_of(english)
        if not feature and re.search(r"sítio arqueológico", row["type_pt"]):
            feature = "S/ANS"
        if feature:
            yield _wikidata(english, feature, iso2.get(row["iso3"][:3], ""))


def _wikidata(row: dict[str, str], feature: str, country: str) -> Found:
    name = re.sub(r"\s*\([^)]*\)$", "", row["name"]).strip()
    name = name[:1].upper() + name[1:]
    return Found(name, float(row["lat"]), float(row["lon"]), feature, country, "Wikidata", row["qid"])


def embassies(folder: Path) -> Iterator[Found]:
    """Give Wikidata's embassies and consulates by the names that news gives them, each of them short of its city."""
    codes = {fold(name): iso for iso, name in _country_names()}
    adjectives = _adjectives(folder)
    for row in sources.read_tsv(folder / "wikidata-embassies.tsv"):
        sender, host = codes.get(fold(row["operator"])), codes.get(fold(row["country"]), "")
        kind = "Consulate" if "onsul" in row["type"] else "Nunciature" if "nunciature" in row["type"] else "Embassy"
        if not sender or re.search("honorary|trade|office|section|agency|mission", row["type"].lower()):
            continue
        country = row["operator"].replace("Republic of Ireland", "Ireland").replace("People's Republic of ", "")
        short = {"US": ("US", "U.S.", "American"), "GB": ("UK", "British"), "AE": ("UAE", "Emirati")}
        words = dict.fromkeys((*short.get(sender, ()), *adjectives.get(sender, ()), country))
        if kind == "Nunciature":
            name, names = "Apostolic Nunciature", ["Nunciature", "Vatican embassy", "Vatican Embassy"]
        else:
            the = "the " if re.match(r"United|Netherlands|Philippines|Czech|Maldives|Gambia|Bahamas", country) else ""
            name = f"Embassy of {the}{country}" if kind == "Embassy" else f"Consulate of {the}{country}"
            names = [f"{word} {kind}" for word in words]
            if "high commission" in row["type"].lower():
                names += [f"{word} High Commission" for word in words]
            if "onsulate general" in row["type"]:
                names += [f"{word} Consulate General" for word in words]
        yield Found(
            name, float(row["lat"]), float(row["lon"]), "S/DIP", host, "Wikidata", row["qid"], tuple(names), row["city"]
        )


def _country_names() -> Iterator[tuple[str, str]]:
    for row in sources.countries():
        yield row["iso"], row["name"].strip()
    for record in sources.country_records():
        yield from ((record.country, name) for name in record.names)
    for iso, name in {
        "US": "United States of America", "CN": "People's Republic of China", "TR": "Turkey",
        "IE": "Republic of Ireland",
        "CZ": "Czech Republic", "VA": "Vatican", "VA ": "Holy See", "PS": "Palestine", "RS": "Serbia", "XK": "Kosovo",
        "NL": "Kingdom of the Netherlands", "DK": "Kingdom of Denmark", "TW": "Taiwan", "KP": "North Korea",
        "KR": "South Korea", "CI": "Ivory Coast", "CV": "Cape Verde", "SZ": "Eswatini", "TL": "East Timor",
        "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "GM": "The Gambia", "MM": "Myanmar",
    }.items():  # fmt: skip
        yield iso.strip(), name


def _adjectives(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in sources.read_tsv(folder / "country-names-demonyms.tsv"):
        if row["kind"] == "demonym_adjective":
            words = re.split(r",|/|;|\bor\b", re.sub(r"\([^)]*\)", "", row["text"]))
            found.setdefault(row["iso2"], []).extend(word.strip() for word in words if word.strip()[:1].isupper())
    return found


_MILITARY = re.compile(r"\b(?:Air Force|Air Base|Airbase|Army|Naval|Navy|Marine|Military|AFB|RAF|NAS|Camp)\b")


def bases(folder: Path, airports: Sequence[sources.Record]) -> Iterator[Found]:
    """Give OurAirports' airports and bases that airportsdata does not list."""
    known = {record.id for record in airports}
    for row in sources.read_tsv(folder / "ourairports.tsv"):
        military = bool(_MILITARY.search(row["name"]))
        large = row["type"] in {"large_airport", "medium_airport"}
        if {row["ident"], row["gps_code"]} & known or row["type"] in {"heliport", "seaplane_base", "closed"}:
            continue
        listed = row["wikipedia"] and "List_of" not in row["wikipedia"]
        if not (listed and (military or large)) and not (military and large):
            continue
        yield Found(
            row["name"], float(row["lat"]), float(row["lon"]), "S/AIRB" if military else "S/AIRP",
            row["iso_country"], "OurAirports", row["ident"], _keywords(row), row["municipality"],
        )  # fmt: skip


def _keywords(row: dict[str, str]) -> tuple[str, ...]:
    """Give the other names of an airport that are names of an airport: no codes, no names of its city alone."""
    title = "" if "List_of" in row["wikipedia"] else unquote(row["wikipedia"].rpartition("/")[2]).replace("_", " ")
    words = (word.strip() for word in row["keywords"].split(","))
    named = [
        word
        for word in words
        if re.search(
            r"airport|air ?base|airfield|field|aerodrome|base\b|aéroport|aeropuerto|аэропорт|机场|空港", word, re.I
        )
        and 4 < len(word) < 60
    ]
    camp = re.findall(r"\(([A-Z][^)]+)\)", row["name"])
    return tuple(dict.fromkeys(filter(None, (re.sub(r"\s*\([^)]*\)$", "", title), *named, *camp))))


def airport_names(folder: Path, airports: Sequence[sources.Record]) -> Iterator[tuple[str, str, str]]:
    """Give (ICAO code, other names, "large" or "") for airports of airportsdata: OurAirports' and Wikidata's."""
    by_id = {record.id: record for record in airports}
    names: dict[str, dict[str, None]] = defaultdict(dict)
    large = set()
    for row in sources.read_tsv(folder / "ourairports.tsv"):
        record = by_id.get(row["ident"]) or by_id.get(row["gps_code"])
        if record and row["type"] != "closed" and _away(record, row) < 5000:
            names[record.id].update(dict.fromkeys((row["name"], *_keywords(row))))
            if row["type"] == "large_airport":
                large.add(record.id)
                names[record.id][f"{row['municipality']} Airport"] = None
    near = _Grid(airports)
    for row in sources.read_tsv(folder / "wikidata-landmarks.tsv"):
        if row["kind_hint"] == "airport":
            around = near.within(float(row["lat"]), float(row["lon"]), 3000)
            if around:
                names[around[0].id][row["name"]] = None
    for icao, some in sorted(names.items()):
        had = {fold(name) for name in (by_id[icao].name, *by_id[icao].names)}
        new = {fold(name): name for name in some if fold(name) not in had and " " in name}
        if new or icao in large:
            yield icao, "|".join(name.replace("|", " ") for name in new.values()), "large" if icao in large else ""


def _away(record: sources.Record, row: dict[str, str]) -> float:
    return sources.away_m(record.lat, record.lon, float(row["lat"]), float(row["lon"]))


#: How the list of strategic sites shortens its names, and what of it is compiled.
_SITES = {"nuclear": "S/PSN", "spaceport": "S/CTRS", "waterway": "H/STRT"}
_SPELT = {
    "NPP": "Nuclear Power Plant", "SFB": "Space Force Base", "SLC": "Satellite Launch Center", "SC": "Space Centre",
    "LLNL": "Lawrence Livermore National Laboratory", "Sandia Labs": "Sandia National Laboratories",
}  # fmt: skip


def strategic(folder: Path) -> Iterator[Found]:
    """Give worldmonitor's nuclear sites, spaceports and waterways; their points have two decimals."""
    for row in sources.read_tsv(folder / "worldmonitor-strategic-sites.tsv"):
        feature = _SITES.get(row["kind"])
        if not feature:
            continue
        name = row["name"].title() if row["name"].isupper() and len(row["name"]) > 6 else row["name"]
        name = name.replace(" Of ", " of ").replace("El-M", "el-M")
        name = _SPELT.get(name) or " ".join(_SPELT.get(word, word) for word in name.split())
        names = []
        if row["kind"] == "nuclear" and row["type"] == "plant" and "Nuclear" not in name:
            name, names = f"{name} Nuclear Power Plant", [f"{name} nuclear power station"]
        if row["kind"] == "waterway":
            feature = "H/CNL" if "Canal" in name else feature
            names = [name.removesuffix(" Strait")] if name.endswith(" Strait") else []
            names += [f"Strait of {names[0]}", f"Straits of {names[0]}"] if names and names[0] != "Bosphorus" else []
        country = "" if row["kind"] == "waterway" else row["iso2_derived"]
        yield Found(
            name, float(row["lat"]), float(row["lon"]), feature, country, "worldmonitor", row["id"], tuple(names)
        )


def sports(folder: Path) -> Iterator[Found]:
    """Give racing circuits (F1DB) and football grounds (jokecamp)."""
    codes = {fold(name): iso for iso, name in _country_names()}
    codes |= {fold(name): "GB" for name in ("England", "Scotland", "Wales", "Northern Ireland", "united-kingdom")}
    codes |= {"united states of america": "US", "united arab emirates": "AE"}
    for row in sources.read_tsv(folder / "sports-venues.tsv"):
        source = "F1DB" if row["kind"] == "circuit" else "jokecamp"
        country = codes.get(fold(row["country"].replace("-", " ")), "")
        yield Found(
            row["name"], float(row["lat"]), float(row["lon"]), "S/STDM", country, source,
            fold(f"{row['name']} {row['city']}").replace(" ", "-"), city=row["city"],
        )  # fmt: skip


def ports(folder: Path) -> Iterator[Found]:
    """Give the larger ports of the World Port Index, whose points are rounded to minutes of arc."""
    for row in sources.read_tsv(folder / "world-port-index.tsv"):
        if row["harbor_size"] in {"Large", "Medium", "Small"} and row["name"]:
            place = row["name"].removesuffix(" Harbor").removesuffix(" Harbour").removeprefix("Port of ")
            if re.search(r"\bPort\b|\bTerminal\b|\bHarbou?r\b", place):
                name, names = place, []
            else:
                name, names = f"Port of {place}", [f"{place} port", f"{place} harbour"]
            yield Found(
                name, float(row["lat"]), float(row["lon"]), "H/HBR", row["iso2_derived"], "World Port Index",
                row["wpi"], tuple(names), place,
            )  # fmt: skip


class _Grid:
    """Records by squares of a degree, for what lies near a point."""

    def __init__(self, records: Iterable[sources.Record]) -> None:
        self._cells: dict[tuple[int, int], list[sources.Record]] = defaultdict(list)
        for record in records:
            self._cells[math.floor(record.lat), math.floor(record.lon)].append(record)

    def within(self, lat: float, lon: float, reach_m: float) -> list[sources.Record]:
        """Give the records within so many metres (a degree at most), the nearest first."""
        row, column = math.floor(lat), math.floor(lon)
        across = 1 + int(abs(lat) > 60) + 3 * int(abs(lat) > 80)
        some = (
            (sources.away_m(lat, lon, record.lat, record.lon), number, record)
            for i in (-1, 0, 1)
            for j in range(-across, across + 1)
            for number, record in enumerate(self._cells.get((row + i, (column + j + 180) % 360 - 180), ()))
        )
        return [record for away, _, record in sorted(one for one in some if one[0] <= reach_m)]


def _in_city(found: Found, cities: _Grid) -> Found:
    """Give a venue its city: the one stated if it is near, else the largest whose disc holds it, else the nearest."""
    near = cities.within(found.lat, found.lon, 60_000)
    same = [one for one in near if one.country == found.country] if found.country else near
    near = same or near
    stated = [one for one in near if fold(found.city) in {fold(one.name), *map(fold, one.names)}] if found.city else []
    holding = [one for one in near if _apart_m(one, found) <= 1.2 * one.radius_m]
    closest = [one for one in near if _apart_m(one, found) <= _OUTSKIRTS_M]
    largest = sorted(stated or holding, key=lambda one: (-one.population, one.id)) or closest
    if not largest:
        return replace(found, city="")
    return replace(found, city=largest[0].name, country=largest[0].country if not same else found.country)


def _joined(found: Iterable[Found]) -> list[Found]:
    """Give every venue once: rows of one identifier, or of one name and near, are one; the first one's point stands."""
    kept: list[Found] = []
    by_id: dict[tuple[str, str], int] = {}
    by_key: dict[str, list[int]] = defaultdict(list)
    for one in found:
        keys = venue_keys((one.name, *one.names), one.city)
        number = by_id.get((one.source, one.id))
        if number is None and one.feature != "S/DIP":
            number = next(
                (n for key in keys for n in by_key[key] if _apart_m(kept[n], one) <= max(SAME_M, _tolerance(one))), None
            )
        if number is None:
            number = len(kept)
            kept.append(one)
        else:
            first = kept[number]
            agree = first.source != one.source and _apart_m(first, one) <= _tolerance(first)
            names = dict.fromkeys(name for name in (*first.names, one.name, *one.names) if name != first.name)
            kept[number] = replace(
                first, names=tuple(names), fame=max(first.fame, one.fame), verified=first.verified or agree
            )
        by_id[one.source, one.id] = number
        for key in keys:
            by_key[key].append(number)
    return kept


def _apart_m(one: Found | sources.Record, other: Found) -> float:
    return sources.away_m(one.lat, one.lon, other.lat, other.lon)


def _tolerance(found: Found) -> float:
    return _TOLERANCE_M.get(found.feature[2:], 500)


#: Nouns that make a name a venue's beside those of `wordings`.
_NOUNS = re.compile(
    r"(?i)\b(?:circuit|speedway|raceway|ring|field|airfield|dome|institute|college|academy|aquarium|zoo|bowl|castle|"
    r"collection|campanile|amphitheatre|gymnasium|priory|abbey|statue|fountain|arch|penitentiary|reserve|studios|"
    r"canal|strait)\b"
)


def _common(name: str, words: frozenset[str]) -> bool:
    """Tell whether a name is a word or two of an English dictionary, and does not say that it is a venue's."""
    parts = re.findall(r"[^\W\d_]+", name.removeprefix("The "))
    if wordings(name) or len(parts) > 2 or (len(parts) == 2 and _NOUNS.search(name)):
        return False
    return all(part in words or part.lower() in words for part in parts) or (len(parts) == 1 and len(name) < 5)


def venues(folder: Path, words: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Give the rows of the table, sorted."""
    airports = airport_records()
    every = sources.city_records({}, frozenset())
    large = [record for record in every if record.population >= 1000]
    cities = _Grid(large)
    found = chain(
        landmarks(folder), castles(folder), heritage(folder), sports(folder), bases(folder, airports),
        strategic(folder), ports(folder), embassies(folder),
    )  # fmt: skip
    placed = (_in_city(one, cities) for one in found)
    towns = {(fold(record.name), record.country) for record in large}
    for one in sorted(_joined(placed), key=lambda one: (one.source, one.id)):
        if not one.name.isprintable() or len(one.name) > 70 or re.fullmatch(r"Q\d+", one.name):
            continue
        town = (fold(one.name), one.country) in towns and not wordings(one.name)
        if town and one.feature in {"S/BLDG", "S/ANS", "T/MT"}:
            continue  # the town itself
        names = [name for name in dict.fromkeys(one.names) if name and fold(name) != fold(one.name)]
        common = [name for name in (one.name, *names) if _common(name, words) or (town and name == one.name)]
        yield (
            one.name, "|".join(names), one.feature, f"{one.lat:.6f}", f"{one.lon:.6f}", one.city, one.country,
            one.source, one.id, str(one.fame), "yes" if one.verified else "no", "|".join(common),
        )  # fmt: skip


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=Path, required=True, help="folder of the lists")
    parser.add_argument("--words", type=Path, required=True, help="a list of English words and first names")
    options = parser.parse_args()
    words = frozenset(options.words.read_text(encoding="utf-8").split())
    write_table(sources.DATA / "venues.tsv.gz", HEADER, venues(options.places, words))
    write_table(
        sources.DATA / "airport_names.tsv.gz",
        ("icao", "names", "size"),
        airport_names(options.places, airport_records()),
    )


if __name__ == "__main__":
    main()
